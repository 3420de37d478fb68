"""How the command line says things: paragraphs of one width, and problems with file and line on stderr."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Sequence

from advisor.expressions.faults import did_you_mean, listed
from advisor.problems import Problem
from advisor.workshop.findings import Finding

WIDTH = 96


class Usage(Exception):
    """The command was typed wrongly; the message says what to type instead. Exit status 2."""


def wrapped(text: str, indent: int = 0, first: str = "", hang: int = 0) -> list[str]:
    """A paragraph as lines, all indented; `first` stands before it, and the lines after the first are `hang` deeper (as deep as `first`, where it is 0)."""
    blanks = " " * indent
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=blanks + first,
        subsequent_indent=blanks + " " * (hang or len(first)),
        break_long_words=False,
        break_on_hyphens=False,
    )


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 rule", "90 rules"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def say_problems(problems: Sequence[Problem]) -> None:
    """Every problem on stderr, with the heading under which docs/errors.md tells more."""
    for problem in problems:
        print(f"{problem} [{problem.code}]", file=sys.stderr)
    print(f"{counted(len(problems), 'problem')}. The word in brackets is a heading in docs/errors.md.", file=sys.stderr)


def say_findings(findings: Sequence[Finding]) -> None:
    """Every finding on stderr, with the name of the page in docs/checks/ that tells more."""
    for finding in findings:
        print(finding, file=sys.stderr)
    if findings:
        print(
            f"{counted(len(findings), 'finding')}. The word in brackets is a page in docs/checks/, which also says how to "
            "silence a finding that is right as it is.",
            file=sys.stderr,
        )


def expect_one_of(name: str, names: Iterable[str], what: str) -> None:
    """Raise Usage with "did you mean" where a name typed on the command line does not exist."""
    known = list(names)
    if name not in known:
        cure = did_you_mean(name, known, f"There are {listed(known, 30)}." if known else "There are none.")
        raise Usage(f"There is no {what} “{name}”. {cure}")
