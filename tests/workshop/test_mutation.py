"""Numbers, comparisons and joins of rules are changed one at a time; what nobody notices is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from advisor.case import Answer, Case
from advisor.engine.recommend import recommend
from advisor.expressions.read import read_condition
from advisor.expressions.scope import Scope
from advisor.loading.load import load_pack, pack_ids
from advisor.pack import Example, Fact, Pack, Rule
from advisor.problems import Place
from advisor.values import Value
from advisor.workshop.changes import Names, changes_of_condition, one_unit
from advisor.workshop.mutation import guard_of
from advisor.workshop.mutation_cases import CaseWatch
from tests.small import Small

PROJECT = Path(__file__).parents[2]
PACKS = PROJECT / "tests" / "packs"
HERE = Place("facts.yaml", 1)


@pytest.fixture(scope="module")
def water() -> Pack:
    return load_pack(PACKS, "water")


def only(pack: Pack, rule: Rule, *examples: tuple[str, Mapping[str, Value], object]) -> Pack:
    """The pack with that rule alone, and with these examples."""
    made = tuple(Example(name, given, expect, rule.place) for name, given, expect in examples)  # type: ignore[arg-type]
    return replace(pack, rules={rule.id: replace(rule, examples=made or rule.examples)})


@pytest.mark.parametrize("pack_id", pack_ids(PROJECT))
def test_the_examples_of_every_shipped_pack_notice_nine_changes_in_ten(pack_id: str) -> None:
    guard = guard_of(load_pack(PROJECT, pack_id))
    assert guard.changes >= 200
    assert guard.share >= 0.9, [str(mutant) for mutant in guard.unnoticed]


def test_examples_far_from_the_limit_notice_nothing_about_it(water: Pack) -> None:
    rule = water.rules["tap_in_every_large_room"]
    far = only(water, rule, ("twenty", {"seats": 20}, {"tap": 1}), ("two", {"seats": 2}, "does not apply"))
    guard = guard_of(far)
    file = "rules/water/rooms/tap_in_every_large_room.yaml, `when`: nobody would notice if"
    assert [str(mutant) for mutant in guard.unnoticed] == [
        f"{file} “seats is at least 10” became “is more than”.",
        f"{file} 10 became 11 in “seats is at least 10”.",
        f"{file} 10 became 9 in “seats is at least 10”.",
    ]
    assert (guard.parts, guard.guarded, guard.changes, guard.by_examples) == (1, 0, 5, 2)


def test_examples_on_both_sides_of_the_limit_notice_every_change(water: Pack) -> None:
    guard = guard_of(only(water, water.rules["tap_in_every_large_room"]))
    assert (guard.parts, guard.guarded, guard.changes, guard.unnoticed) == (1, 1, 5, ())


CHANGES = [
    ("users > 50", ["users > 50", "users >= 50", "users > 51", "users > 49"]),
    ("users == 3", ["users == 3", "users != 3", "users == 4", "users == 2"]),
    ("hosted", ["hosted", "not hosted"]),
    ("not hosted", ["not hosted", "hosted"]),
    ("colour in (red, blue)", ["colour in (red, blue)", "colour not in (red, blue)"]),
    ("hosted and colour == red", ["hosted and colour == red", "hosted or colour == red",
                                  "not hosted and colour == red", "hosted and colour != red"]),
    ("hosted or count(pcs, ram < 8) > 0", [
        "hosted or count(pcs, ram < 8) > 0", "hosted and count(pcs, ram < 8) > 0",
        "not hosted or count(pcs, ram < 8) > 0", "hosted or count(pcs, ram < 8) >= 0",
        "hosted or count(pcs, ram <= 8) > 0", "hosted or count(pcs, ram < 9) > 0", "hosted or count(pcs, ram < 7) > 0",
        "hosted or count(pcs, ram < 8) > 1", "hosted or count(pcs, ram < 8) > -1"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "sources"), CHANGES)
def test_a_condition_is_changed_in_each_of_these_ways(source: str, sources: list[str]) -> None:
    facts = {
        "users": Fact("users", "How many?", "number", HERE, range=(1, 100)),
        "hosted": Fact("hosted", "Hosted?", "choice", HERE, choices=("yes", "no")),
        "colour": Fact("colour", "Which?", "choice", HERE, choices=("red", "blue", "green")),
        "pcs": Fact("pcs", "Which?", "inventory", HERE, columns=(Fact("ram", "GB?", "number", HERE, range=(1, 64)),)),
    }
    scope = Scope(facts)
    first, *others = [read_condition(one, scope).node for one in sources]
    made = [change.node for change in changes_of_condition(read_condition(source, scope).node, Names(facts, {}))]
    assert first == read_condition(source, scope).node
    assert made == others


def test_an_and_that_could_be_an_or_is_said_with_the_whole_condition() -> None:
    facts = {name: Fact(name, "?", "choice", HERE, choices=("yes", "no")) for name in ("hosted", "backup")}
    node = read_condition("hosted and backup", Scope(facts)).node
    first = next(changes_of_condition(node, Names(facts, {})))
    assert str(first) == "“and” became “or” in “hosted is yes and backup is yes”"


def test_a_formula_is_guarded_by_the_examples_of_the_rules_that_read_it(water: Pack) -> None:
    rule = water.rules["a_day_of_water"]  # it needs the formula litres_a_day: 1.5 * people
    assert guard_of(only(water, rule)).unnoticed == ()
    blind = only(water, rule, ("nobody has counted", {}, "cannot tell yet"))
    assert [str(mutant) for mutant in guard_of(blind).unnoticed] == [
        "rules/water/facts.yaml, `litres_a_day: is`: nobody would notice if 1.5 became 1.6 in `1.5 * people`.",
        "rules/water/facts.yaml, `litres_a_day: is`: nobody would notice if 1.5 became 1.4 in `1.5 * people`.",
    ]


def small_pack() -> tuple[Pack, Case]:
    """A rule without an example near its limit, and a case that stands on it."""
    small = Small().number("users", 1, 100).capability("seats").offering("seat", 10, {"seats": 1})
    small.rule({"seats": 5}, "users > 20")
    pack = small.pack()
    return pack, replace(small.case(answers={"users": 21}), expect={"lines": [{"offering": "seat"}]})


def test_a_case_notices_what_no_example_does() -> None:
    pack, case = small_pack()
    assert guard_of(pack).by_examples == 0
    watch = CaseWatch(pack, (case,), recommend)
    guard = guard_of(pack, watch.notices)
    assert [str(mutant.change) for mutant in guard.unnoticed] == [
        "“users is more than 20” became “is at least”",
        "20 became 19 in “users is more than 20”",
        "5 became 6",
        "5 became 4",
    ]
    assert (guard.by_cases, guard.changes) == (1, 5)


def test_a_case_in_which_the_changed_rule_says_the_same_is_not_recommended_again() -> None:
    pack, case = small_pack()
    far = replace(case, answers={"users": Answer(90)}, expect={"absent": ["seat"]})
    asked: list[Case] = []

    def watched(pack: Pack, case: Case) -> object:
        asked.append(case)
        return recommend(pack, case)

    guard_of(pack, CaseWatch(pack, (far,), watched).notices)  # type: ignore[arg-type]
    assert len(asked) == 2  # the amount, up and down; no change of the limit reaches ninety users


def test_when_the_answers_are_used_up_the_changes_left_are_counted_not_hidden() -> None:
    pack, case = small_pack()
    watch = CaseWatch(pack, (case,), recommend, left=1)
    guard = guard_of(pack, watch.notices)
    assert (len(watch.untried), guard.by_cases, len(guard.unnoticed)) == (2, 1, 4)


@pytest.mark.parametrize(
    ("number", "unit"),
    [
        (28, 1),
        (0, 1),
        (Fraction(1, 2), Fraction(1, 10)),
        (Fraction(1, 20), Fraction(1, 100)),
        (Fraction(5, 2), Fraction(1, 10)),
    ],
)
def test_one_unit_is_one_of_the_last_digit(number: int | Fraction, unit: int | Fraction) -> None:
    assert one_unit(number) == unit
