"""What holds for every plan, whatever the pack: nothing missing, nothing to take off, and no luck of order."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.engine.index import Index
from advisor.engine.recommend import Memory, recommend
from advisor.pack import Pack
from tests.judge import candidates, complete, facts_of, least_plan, removable
from tests.random_packs import packs, random_pack

FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def plan_of(pack: Pack, answer: object) -> dict[str, int]:
    lines = answer.lines
    return {line.offering: line.quantity.likely for line in lines if line.role == "solution" and line.quantity.likely}


@FEW
@given(packs())
def test_no_line_and_no_group_of_lines_can_be_taken_off(drawn: object) -> None:
    pack, case = drawn  # type: ignore[misc]
    answer = recommend(pack, case)
    if answer.verdict in ("not_us", "not_yet"):
        return
    plan = plan_of(pack, answer)
    assert complete(pack, case, facts_of(pack, case), plan)
    assert removable(pack, case, facts_of(pack, case), plan) is None


@FEW
@given(packs(), st.randoms(use_true_random=False))
def test_the_order_of_rule_files_changes_nothing_in_the_plan(drawn: object, random: Random) -> None:
    pack, case = drawn  # type: ignore[misc]
    names = list(pack.rules)
    random.shuffle(names)
    shuffled = replace(pack, rules={name: pack.rules[name] for name in names})
    one, other = recommend(pack, case), recommend(shuffled, case)
    assert one.verdict == other.verdict
    assert plan_of(pack, one) == plan_of(pack, other)
    assert one.cost == other.cost


@FEW
@given(packs(unknown_facts=2))
def test_the_same_case_gives_the_same_bytes(drawn: object) -> None:
    pack, case = drawn  # type: ignore[misc]
    first, second = (json.dumps(recommend(pack, case).to_json()) for _ in range(2))
    assert first == second


@FEW
@given(packs(unknown_facts=2))
def test_what_is_remembered_from_one_answer_to_the_next_changes_nothing(drawn: object) -> None:
    pack, case = drawn  # type: ignore[misc]
    memory = Memory.of(Index(pack))
    recommend(pack, replace(case, stance="as_asked"), memory)
    assert recommend(pack, case, memory).to_json() == recommend(pack, case).to_json()


@FEW
@given(packs(unknown_facts=2))
def test_bounds_without_looking_at_all_worlds_still_hold(drawn: object) -> None:
    pack, case = drawn  # type: ignore[misc]
    exact, bounded = recommend(pack, case), recommend(pack, case, effort=3)
    if bounded.worlds.looked_at == bounded.worlds.of or exact.verdict in ("not_us", "not_yet"):
        return
    quantities = {line.offering: line.quantity for line in exact.lines if line.role == "solution"}
    for line in bounded.lines:
        if line.role == "solution":
            exactly = quantities.get(line.offering)
            assert line.quantity.firm <= (exactly.firm if exactly else 0)
    checks = {line.offering for line in exact.lines if line.role == "check"}
    if checks == {line.offering for line in bounded.lines if line.role == "check"}:
        assert bounded.cost.total.from_ <= exact.cost.total.from_
        if bounded.cost.total.to is not None and exact.cost.total.to is not None:
            assert bounded.cost.total.to >= exact.cost.total.to


def test_a_price_break_can_make_more_cost_less_and_the_line_says_so() -> None:
    found = []
    for seed in range(150):
        pack, case = random_pack(seed)
        answer = recommend(pack, case)
        if answer.certificate and any(line.fails == "fewer would cost more" for line in answer.certificate.lines):
            found.append(seed)
            plans = candidates(pack, case)
            assert least_plan(pack, case, facts_of(pack, case), plans) == plan_of(pack, answer)
    assert found, "no random pack has a price break that pays"
