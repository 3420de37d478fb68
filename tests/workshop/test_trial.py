"""Examples and sample cases are run as a rule's keeper would expect, and say exactly what came out differently."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from advisor.case import Case
from advisor.engine.recommend import recommend
from advisor.loading.load import load_pack, pack_ids
from advisor.pack import Example, Pack, Rule
from advisor.problems import Place
from advisor.recommendation import Recommendation
from advisor.values import UNKNOWN, Value
from advisor.workshop.trial import try_examples, try_pack
from tests.sampled import Sampled

PROJECT = Path(__file__).parents[2]
PACKS = PROJECT / "tests" / "packs"


@pytest.fixture(scope="module")
def water() -> Pack:
    return load_pack(PACKS, "water")


def only(pack: Pack, rule: Rule) -> Pack:
    return replace(pack, rules={rule.id: rule})


def with_example(
    pack: Pack, rule_id: str, given: Mapping[str, Value], expect: Mapping[str, int | Fraction] | bool | str
) -> Pack:
    """The pack with that rule alone, and one example in it."""
    example = Example("this one", given, expect, Place("rules/water/rule.yaml", 7))
    return only(pack, replace(pack.rules[rule_id], examples=(example,)))


@pytest.mark.parametrize(
    ("rule_id", "given", "expect"),
    [
        ("a_day_of_water", {"people": 10}, {"water_a_day": 15}),
        ("a_day_of_water", {"people": 3}, {"water_a_day": Fraction(9, 2)}),
        ("a_day_of_water", {"people": 3}, True),
        ("a_day_of_water", {}, "cannot tell yet"),
        ("a_day_of_water", {"people": UNKNOWN}, "cannot tell yet"),
        ("tap_in_every_large_room", {"seats": 10}, {"tap": 1}),
        ("tap_in_every_large_room", {"seats": 9}, "does not apply"),
        ("tap_in_every_large_room", {}, "cannot tell yet"),
        ("one_machine_only", {"pressure": "low"}, {"dispenser": 2}),
        ("one_machine_only", {"pressure": "high"}, "does not apply"),
    ],
)
def test_an_example_that_says_what_the_rule_says_passes(
    water: Pack, rule_id: str, given: Mapping[str, Value], expect: Mapping[str, int] | bool | str
) -> None:
    assert try_examples(with_example(water, rule_id, given, expect)) == ()


@pytest.mark.parametrize(
    ("rule_id", "given", "expect", "said"),
    [
        (
            "a_day_of_water",
            {"people": 10},
            {"water_a_day": 16},
            "expects water_a_day 16; the rule says water_a_day 15.",
        ),
        ("a_day_of_water", {"people": 10}, "does not apply", "expects “does not apply”; the rule says water_a_day 15."),
        ("a_day_of_water", {}, {"water_a_day": 0}, "expects water_a_day 0; the rule says “cannot tell yet”."),
        ("a_day_of_water", {}, True, "expects “applies”; the rule says “cannot tell yet”."),
        ("tap_in_every_large_room", {"seats": 9}, True, "expects “applies”; the rule says “does not apply”."),
        ("no_lemonade", {}, "does not apply", "expects “does not apply”; the rule says “applies”."),
    ],
)
def test_an_example_that_says_otherwise_fails_at_its_line(
    water: Pack, rule_id: str, given: Mapping[str, Value], expect: Mapping[str, int] | bool | str, said: str
) -> None:
    (failure,) = try_examples(with_example(water, rule_id, given, expect))
    assert str(failure) == f"rules/water/rule.yaml, line 7: “this one” {said}"


def test_an_inventory_that_nobody_listed_is_not_an_empty_one() -> None:
    pack = load_pack(PROJECT, "software_rollout")
    rule = next(rule for rule in pack.rules.values() if rule.when is not None and "count(" in rule.when.source)
    nobody_said = Example("nobody listed them", {}, "cannot tell yet", rule.place)
    empty = Example("there are none", {next(iter(rule.when.reads)): ()}, "does not apply", rule.place)  # type: ignore[union-attr]
    assert try_examples(only(pack, replace(rule, examples=(nobody_said, empty)))) == ()


@pytest.mark.parametrize("pack_id", pack_ids(PROJECT))
def test_every_example_and_every_sample_case_of_the_packs_comes_out(pack_id: str, sampled: Sampled) -> None:
    pack = load_pack(PROJECT, pack_id)
    trial = try_pack(PROJECT, pack, sampled.recommend)
    assert [str(failure) for failure in trial.failures] == []
    assert trial.cases_without_expect == ()
    assert trial.examples >= 2 * len(pack.live_rules)


def test_a_case_that_comes_out_otherwise_names_the_line_of_its_expectation(tmp_path: Path, water: Pack) -> None:
    trial = try_pack(root_with_case(tmp_path, "expect:\n  verdict: not_us\n  absent: [pumpe]\n"), water, recommend)
    failures = [str(failure) for failure in trial.failures]
    assert (
        failures[0]
        == "data/water/cases/one.yaml, line 6: `absent` names pumpe, which is no offering. Did you mean pump?"
    )
    assert failures[1].startswith("data/water/cases/one.yaml, line 5: verdict: expected not_us, came ")
    assert (trial.cases, trial.cases_failed, trial.passed) == (1, 1, False)


def test_a_case_that_expects_nothing_is_named(tmp_path: Path, water: Pack) -> None:
    trial = try_pack(root_with_case(tmp_path, ""), water, recommend)
    assert trial.passed
    assert trial.cases_without_expect == ("data/water/cases/one.yaml",)


def test_a_case_that_cannot_be_read_fails_with_its_problems(tmp_path: Path, water: Pack) -> None:
    trial = try_pack(root_with_case(tmp_path, "answers: {peple: 3}\n"), water, recommend)
    assert [str(failure) for failure in trial.failures] == [
        "data/water/cases/one.yaml, line 4: There is no fact “peple”. Did you mean people?"
    ]


def test_a_case_on_which_the_advisor_breaks_down_does_not_hide_the_others(tmp_path: Path, water: Pack) -> None:
    def broken(pack: Pack, case: Case) -> Recommendation:
        raise KeyError(case.pack)

    trial = try_pack(root_with_case(tmp_path, "expect: {verdict: proceed}\n"), water, broken)
    assert str(trial.failures[0]) == (
        "data/water/cases/one.yaml: The advisor broke down on this case (KeyError: 'water'). Please report it."
    )


def root_with_case(folder: Path, more: str) -> Path:
    """The pack `water` with one case of its own."""
    shutil.copytree(PACKS / "rules", folder / "rules")
    shutil.copytree(PACKS / "data", folder / "data")
    shutil.rmtree(folder / "data/water/cases")
    (folder / "data/water/cases").mkdir()
    text = f"pack: water\ndate: 2026-01-20\noutcomes: [water_at_hand]\n{more}"
    (folder / "data/water/cases/one.yaml").write_text(text, encoding="utf-8")
    return folder
