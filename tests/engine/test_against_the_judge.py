"""The planner against exhaustive search: on hundreds of random packs both must say the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from advisor.case import Case
from advisor.engine.recommend import recommend
from advisor.pack import Know, Pack
from advisor.recommendation import Recommendation
from advisor.verifying.verify import verify
from tests.judge import Judgement, judge
from tests.random_packs import random_pack

KNOWN = range(300)
ENDLESS = (1_154, 1_274)  # so many worlds and plans that the judge takes as long for each as for fifty others
OPEN = [seed for seed in range(1_000, 1_302) if seed not in ENDLESS]


def solution(answer: Recommendation, which: str) -> dict[str, int]:
    lines = (line for line in answer.lines if line.role == "solution")
    return {line.offering: n for line in lines if (n := getattr(line.quantity, which))}


def said(answer: Recommendation) -> dict[str, Any]:
    return {
        "firm": solution(answer, "firm"),
        "up_to": solution(answer, "up_to"),
        "cover": None if answer.cost.total.to is None else solution(answer, "cover"),
        "checks": {line.offering for line in answer.lines if line.role == "check"},
        "from": answer.cost.total.from_,
        "to": answer.cost.total.to,
        "verdict": answer.verdict,
    }


def judged(found: Judgement) -> dict[str, Any]:
    return {
        "firm": found.firm,
        "up_to": found.up_to,
        "cover": None if found.cost_to is None else found.cover or {},
        "checks": {*found.demanded, *found.checks},
        "from": found.cost_from,
        "to": found.cost_to,
        "verdict": found.verdict,
    }


def agree(pack: Pack, case: Case) -> Recommendation:
    """Assert that the planner and the judge say the same of a case."""
    answer, found = recommend(pack, case), judge(pack, case)
    if found.feasible_worlds == 0 or found.verdict in ("not_us", "not_yet"):
        # the judge does not look for what the customer could change, so it never tells "not yet" from "not us" here
        assert answer.verdict in ("not_us", "not_yet")
        return answer
    ours, theirs = said(answer), judged(found)
    if theirs["cover"] is not None and found.cover is None:
        ours["cover"] = theirs[
            "cover"
        ] = {}  # the checks leave no answer without a plan, though no single plan covers all
    if answer.wants and all(want.disposition == "declined" for want in answer.wants) and not answer.lines:
        assert answer.verdict == "not_us"  # all that was asked for is declined; the judge looks at plans only
        return answer
    to_be_known = {
        name.partition(".")[0] for r in pack.live_rules if isinstance(r.effect, Know) for name in r.effect.facts
    }
    if any(question.fact in pack.offerings or question.fact in to_be_known for question in answer.questions):
        # "what is it for?" and what a rule must know are open questions too; the judge looks only at what changes a plan
        assert ours.pop("verdict") == "check_first"
        theirs.pop("verdict")
    assert ours == theirs
    return answer


@pytest.mark.parametrize("seed", KNOWN)
def test_where_all_is_known_the_least_plan_is_the_one_that_exhaustive_search_finds(seed: int) -> None:
    agree(*random_pack(seed))


@pytest.mark.parametrize("seed", OPEN)
def test_where_answers_are_open_every_bound_is_the_one_that_exhaustive_search_finds(seed: int) -> None:
    agree(*random_pack(seed, unknown_facts=1 + seed % 3))


@pytest.mark.parametrize("seed", range(2_000, 2_040))
def test_a_budget_never_cuts_a_plan_short(seed: int) -> None:
    pack, case = random_pack(seed, budget=True)
    agree(pack, case)


@pytest.mark.parametrize("seed", range(3_000, 3_040))
def test_the_verifier_accepts_what_the_planner_says(seed: int) -> None:
    pack, case = random_pack(seed, unknown_facts=seed % 3)
    answer = json.loads(json.dumps(recommend(pack, case).to_json()))
    assert verify(pack, case, answer).faults == ()
