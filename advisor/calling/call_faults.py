"""The problems of a pack as a table that people read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.problems import Problem

COLUMNS = ("File", "Line", "What is wrong", "What to do")


def faults_table(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """One row a problem, in the order of files and lines."""
    rows = sorted(problems)
    return [
        dict(zip(COLUMNS, (one.place.file, str(one.place.line or ""), one.what, one.cure), strict=True)) for one in rows
    ]
