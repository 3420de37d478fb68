"""What no example and no case tries: branches of conditions, and rows of sizing tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from advisor.case import Answer, Case
from advisor.loading.files import PackReader
from advisor.loading.load import load_contents
from advisor.pack import Pack
from advisor.workshop.branches import branches_never_taken, leaves, rows_never_used

RULE = "rules/water/supply/new_rule.yaml"
Only = Callable[..., Pack]
TEXT = """\
title: A rule of this test
for: water_at_hand
when: people > 20 and (pressure == low or hardness > 10)
needs:
  softener: lookup(daily, litres, people)
because: Because.
source: fitters
owner: sales
examples:
"""
APPLIES = "  - {name: a, given: {people: 30, pressure: low, hardness: 5}, expect: applies}\n"
DOES_NOT = "  - {name: b, given: {people: 3, pressure: high, hardness: 5}, expect: does not apply}\n"
HARD = "  - {name: c, given: {people: 120, pressure: high, hardness: 12}, expect: applies}\n"


@pytest.fixture
def only(water_files: dict[str, bytes], kept: PackReader) -> Only:
    """The pack with this rule alone, with the examples given."""

    def build(*examples: str) -> Pack:
        pack = load_contents("water", {**water_files, RULE: (TEXT + "".join(examples)).encode()}, kept)
        return replace(pack, rules={"new_rule": pack.rules["new_rule"]})

    return build


def said(pack: Pack, *cases: Case) -> list[str]:
    return [str(branch) for branch in branches_never_taken(pack, cases)]


def test_the_parts_of_a_condition_are_what_and_and_or_join(only: Only) -> None:
    when = only(APPLIES, DOES_NOT).rules["new_rule"].when
    assert len(list(leaves(when.node))) == 3


def test_a_part_that_always_comes_out_the_same_is_named(only: Only) -> None:
    assert said(only(APPLIES, DOES_NOT)) == [
        f"{RULE}, `when`: “hardness is more than 10\u00a0°dH” comes out true in no example and no case."
    ]
    assert said(only(APPLIES, DOES_NOT, HARD)) == []


def test_a_case_takes_a_branch_too(only: Only) -> None:
    pack = only(APPLIES, DOES_NOT)
    hard = Case(
        "water", pack.prices_of, answers={"people": Answer(30), "hardness": Answer(12), "pressure": Answer("high")}
    )
    assert said(pack, hard) == []


def test_rows_of_a_table_that_nothing_leads_to_are_named(only: Only) -> None:
    assert [str(row) for row in rows_never_used(only(APPLIES, DOES_NOT), ())] == [
        "data/water/tables/daily.csv: no example and no case looks up the row `200`."
    ]
    assert rows_never_used(only(APPLIES, DOES_NOT, HARD), ()) == ()
