"""A number that a rule takes from a figure is the number of the row it cites, and stands in the rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.loading.load import load_pack
from advisor.pack import Taken

RULE = "rules/water/supply/a_day_of_water.yaml"
FIGURES = "data/water/figures.csv"
Messages = Callable[[str, str, str], list[str]]


@pytest.fixture
def take(root: Path) -> Callable[[str], None]:
    """Write the rule's source anew."""

    def write(source: str) -> None:
        path = root / RULE
        path.write_text(path.read_text("utf-8").replace("[drinking_guide, lit_person]", source), encoding="utf-8")

    return write


def test_a_number_that_is_the_rows_and_the_rules_is_taken(root: Path, take: Callable[[str], None]) -> None:
    take("[drinking_guide, lit_person: 1.5]")
    (taken,) = load_pack(root, "water").rules["a_day_of_water"].takes
    assert (taken.figure, taken.number, taken.place.line) == ("lit_person", taken.number, 9)
    assert isinstance(taken, Taken) and taken.number * 2 == 3


def test_a_number_that_differs_from_the_row_is_refused(take: Callable[[str], None], messages_after: Messages) -> None:
    take("[drinking_guide, lit_person: 1.6]")
    assert messages_after(RULE, "title: Everybody", "title: Everybody") == [
        f"{RULE}, line 9: The rule takes 1.6 from `lit_person`, and the row in data/water/figures.csv, line 2 says 1.5 l "
        "(at a desk). Look into the source, and correct the one that is wrong."
    ]


def test_a_row_that_changes_under_the_rule_is_noticed(take: Callable[[str], None], messages_after: Messages) -> None:
    take("[drinking_guide, lit_person: 1.5]")
    (message,) = messages_after(FIGURES, ",1.5,l,", ",1.7,l,")
    assert "The rule takes 1.5 from `lit_person`, and the row in data/water/figures.csv, line 2 says 1.7 l" in message


def test_a_rule_whose_own_number_changes_is_noticed(take: Callable[[str], None], messages_after: Messages) -> None:
    take("[drinking_guide, lit_person: 1.5]")
    (message,) = messages_after("rules/water/facts.yaml", "1.5 * people", "1.6 * people")
    assert message.startswith(
        f"{RULE}, line 9: The rule takes 1.5 from `lit_person`, and no number of it is that: it has "
    )
    assert message.endswith(" Correct the number in the rule; if it comes from elsewhere, say from where.")


def test_a_judgement_has_no_number(take: Callable[[str], None], messages_after: Messages) -> None:
    take("[drinking_guide: 2, lit_person]")
    assert messages_after(RULE, "title: Everybody", "title: Everybody") == [
        f"{RULE}, line 9: `drinking_guide` is no figure, so no number can be taken from it. "
        "Write its id alone, without a number."
    ]


@pytest.mark.parametrize(
    ("row", "number", "why"),
    [
        ("1500,ml", "1.5", "no rule counts in the unit of a figure that nobody converts"),
        ("50,%", "1.5", "what grows by 50 % is 1.5 of it"),
        ("1500,MB", "1.5", "MB as GB"),
        ("1.5,l", "1.5", "the row's own"),
    ],
)
def test_units_next_to_each_other_are_one_number(
    row: str, number: str, why: str, take: Callable[[str], None], messages_after: Messages
) -> None:
    take(f"[lit_person: {number}]")
    messages = messages_after(FIGURES, "1.5,l", row)
    assert bool(messages) == (row == "1500,ml"), why


def test_the_condition_of_a_figure_has_numbers_too(take: Callable[[str], None], messages_after: Messages) -> None:
    take("[lit_person: 1.5]")
    assert messages_after(FIGURES, "at a desk,1.5,l", '"people <= 1.5, seated",2,l') == []
