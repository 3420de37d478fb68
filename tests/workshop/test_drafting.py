"""A text that is being typed: its problems at their lines, its examples, and what may be typed next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from advisor.loading.files import PackReader
from advisor.loading.load import load_contents
from advisor.loading.shapes_rule import RuleShape
from advisor.workshop.completing import Completion, completions_of
from advisor.workshop.drafting import ExampleResult, Mark, Typed, look_at

LARGE_ROOM = "rules/water/rooms/tap_in_every_large_room.yaml"
TypeIn = Callable[..., Typed]


@pytest.fixture
def typed(water_files: dict[str, bytes], kept: PackReader) -> TypeIn:
    def type_in(old: str, new: str, path: str = LARGE_ROOM) -> Typed:
        text = water_files[path].decode()
        assert old in text
        return look_at("water", water_files, path, text.replace(old, new), kept)

    return type_in


def test_a_text_that_is_right_has_no_marks_and_its_examples_pass(typed: TypeIn) -> None:
    found = typed("title:", "title:")
    assert found.good
    assert found.examples == (
        ExampleResult("ten seats are enough", True, "as expected"),
        ExampleResult("nine are not", True, "as expected"),
    )


def test_a_misspelt_fact_is_marked_at_its_line(typed: TypeIn) -> None:
    found = typed("when: seats", "when: seets")
    says = "`when`: There is no fact, formula or column called seets. Did you mean seats?"
    assert found.marks == (Mark(4, says, "error", "expression_unknown_name"),)
    assert (found.pack, found.examples, found.good) == (None, (), False)


def test_a_slip_of_yaml_is_marked_at_its_line(typed: TypeIn) -> None:
    (mark,) = typed("owner: fitting", "owner: fitting\n\tstrength: must").marks
    assert (mark.line, mark.severity, mark.page) == (11, "error", "yaml_tab")


def test_an_example_that_fails_says_what_came_instead(typed: TypeIn) -> None:
    found = typed("seats >= 10", "seats >= 11")
    first, second = found.examples
    assert (first.passed, second.passed, found.good) == (False, True, False)
    assert first.says == "expects tap 1; the rule says “does not apply”."


def test_a_finding_is_a_warning_with_its_page(typed: TypeIn) -> None:
    (mark,) = typed("seats >= 10", "seats > 100").marks
    assert (mark.line, mark.severity, mark.page) == (4, "warning", "rule_never_applies")


def test_what_becomes_wrong_elsewhere_is_said_too(typed: TypeIn) -> None:
    found = typed("softener_box,Softener", "softener_bag,Softener", "data/water/offerings.csv")
    assert found.marks == ()
    assert found.elsewhere[0].startswith("data/water/provides.csv, line 6: There is no offering `softener_box`.")


def test_a_new_file_is_looked_at_under_its_path(water_files: dict[str, bytes], kept: PackReader) -> None:
    found = look_at(
        "water", water_files, "rules/water/rooms/new.yaml", "title: New\nstatus: draft\nneeds:\n  tap: 1\n", kept
    )
    assert [mark.line for mark in found.marks] == [4]
    assert found.marks[0].says.startswith("`tap` is met in each row of `rooms`")


@pytest.fixture(scope="module")
def offered(water_files: dict[str, bytes], kept: PackReader) -> dict[str, Completion]:
    pack = load_contents("water", water_files, kept)
    return {one.label: one for one in reversed(completions_of(pack, LARGE_ROOM))}


def test_every_key_of_a_rule_is_offered_with_its_meaning(offered: dict[str, Completion]) -> None:
    for name, field in RuleShape.model_fields.items():
        one = offered[field.alias or name]
        assert (one.group, one.info) == ("key", field.description)


NAMES = [
    ("people", "fact", "1 to 200 people", "How many people are at work at the same time?"),
    ("litres_a_day", "fact", "= 1.5 * people", "litres a day"),
    ("has_tap", "column", "yes or no", "Is there a tap? (in each row of rooms)"),
    ("sparkling", "choice", "of drinks", "sparkling"),
    ("low", "choice", "of pressure", "below 2 bar"),
    ("softener", "capability", "", "a water softener"),
    ("dispenser", "offering", "machine, €400 and €12.50 a month", "Dispenser"),
    ("machine", "offering", "a kind", "every offering of this kind"),
    ("water_at_hand", "outcome", "", "water at hand for everybody"),
    ("drinking_guide", "source", "2026-01-10", "How much people drink at work"),
    ("lit_person", "source", "1.5 l", "Adults: water a day (at a desk)"),
    ("lookup", "function", "lookup(table, column, key)", ""),
    ("rule_never_applies", "key", "a check", "A live rule whose condition holds for no customer, or whose amounts never bite where it holds."),
]  # fmt: skip


@pytest.mark.parametrize(("label", "group", "detail", "info"), NAMES)
def test_every_name_of_the_pack_is_offered_with_what_it_is(
    offered: dict[str, Completion], label: str, group: str, detail: str, info: str
) -> None:
    one = offered[label]
    assert (one.group, one.detail, one.info) == (group, detail, info)


def test_offerings_are_offered_first_where_offerings_belong(offered: dict[str, Completion]) -> None:
    assert "for" in offered["dispenser"].after and "when" not in offered["dispenser"].after
    assert "when" in offered["people"].after and "for" not in offered["people"].after


def test_the_facts_file_is_offered_its_own_keys(water_files: dict[str, bytes], kept: PackReader) -> None:
    pack = load_contents("water", water_files, kept)
    labels = {one.label for one in completions_of(pack, "rules/water/facts.yaml") if one.group == "key"}
    assert {"asks", "find_out", "range"} <= labels and "because" not in labels
