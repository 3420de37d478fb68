"""What newer rules would change in a case, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.loading.load import load_pack
from advisor.loading.load_case import load_case
from advisor.service.newer_rules import newer_rules

OFFERINGS, RULES = "data/water/offerings.csv", "rules/water"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("machine,400,12.50,60", "machine,400,12.50,60", "Version 2 of the rules would change nothing here."),
        (
            "machine,400,12.50,60",
            "machine,300,12.50,60",
            "Version 2 of the rules would change only the price: **−\N{WORD JOINER}€200**.",
        ),
        (
            "machine,400,12.50,60",
            "machine,450,12.50,60",
            "Version 2 of the rules would change three lines: **−\N{WORD JOINER}€1,760**.",
        ),
    ],
)
def test_newer_prices_are_said_as_what_they_change(root_with: Path, old: str, new: str, says: str) -> None:
    before = load_pack(root_with, "water")
    case = load_case(root_with / "data/water/cases/thirty_people.yaml", before)
    file = root_with / OFFERINGS
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    assert newer_rules(before, load_pack(root_with, "water"), 2, case).says == says
