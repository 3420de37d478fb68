"""docs/errors.md: every code that a message can bear has its heading, and every heading its four parts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent.parent
# where the code stands among the arguments of the calls that make a message
MAKERS = {"say": 0, "refuse": 0, "ExpressionFault": 0, "Fault": 1, "add": 1, "_stop": 1, "Problem": 1}


def codes_of(source: str) -> set[str]:
    """The codes in one module: what is handed to a maker of messages, and what is called `expression_...`."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = MAKERS.get(name)
            if place is not None and len(node.args) >= 3 and isinstance(node.args[place], ast.Constant):
                found.add(node.args[place].value)  # type: ignore[attr-defined]
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch("expression_[a-z_]+", node.value)
        ):
            found.add(node.value)
    return found


def codes() -> set[str]:
    return set().union(*(codes_of(path.read_text("utf-8")) for path in (PROJECT / "advisor").rglob("*.py")))


def headings() -> dict[str, str]:
    parts = re.split(r"^### (.+)$", (PROJECT / "docs/errors.md").read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_codes_are_found_where_messages_are_made() -> None:
    source = 'spot.say("one", "x", "y")\nFault(3, "two", "x", "y")\nseen.add("three")\nX = ("%", "expression_four")\n'
    assert codes_of(source) == {"one", "two", "expression_four"}


def test_every_code_has_its_heading_and_every_heading_its_code() -> None:
    assert sorted(headings()) == sorted(codes())


@pytest.mark.parametrize("code", sorted(headings()))
def test_every_heading_says_what_why_where_and_what_to_do(code: str) -> None:
    parts = re.findall(r"^- (Says|Why it is bad|Example|Cure): ?(.*)$", headings()[code], flags=re.MULTILINE)
    assert [name for name, _ in parts] == ["Says", "Why it is bad", "Example", "Cure"]
    assert all(text.endswith((".", "?", ":", "`", "”")) or name == "Example" for name, text in parts), parts
