"""Where not all possibilities were looked at: what is said of all of them is proven, and the rest is said of those looked at."""

from __future__ import annotations

import pytest

from advisor.case import Budget
from advisor.engine.recommend import EFFORTS, recommend
from advisor.engine.worlds import MOST_WORLDS, SOME_WORLDS
from advisor.pack import AtMost, Decline
from advisor.recommendation import Recommendation
from benchmarks.packs import large_pack
from tests.small import RESULT, Small


def seats() -> Small:
    """A seat for each of up to forty people, two of them at a desk; benches are for the rest."""
    small = Small().number("people", 1, 40).capability("seats")
    small.offering("desk", 100, {"seats": 1}).offering("bench", 90, {"seats": 1})
    small.rule({"seats": "people"}, for_=(RESULT,))
    small.draft.add_rule(AtMost((("bench", small.draft.amount("people - 2")),)))
    return small


def answered(small: Small, effort: int, **terms: object) -> Recommendation:
    return recommend(small.pack(), small.case(**terms), effort=effort)  # type: ignore[arg-type]


def test_what_no_looked_at_world_can_have_is_not_said_to_be_out_of_reach_for_all() -> None:
    budget = Budget(once=50_000)  # five seats; the likely number of people needs more
    quick, whole = answered(seats(), 0, budget=budget), answered(seats(), 8_000, budget=budget)
    assert quick.worlds.looked_at < quick.worlds.of and whole.worlds.looked_at == whole.worlds.of
    assert quick.verdict == whole.verdict == "check_first"
    assert quick.summary == (
        "We cannot say yet: with the likeliest answers nothing that is complete can be had, with others perhaps. "
        "How much is people?"
    )
    assert quick.flags == () and quick.cost.total.from_ == 0


def test_what_is_proven_of_all_worlds_is_said_after_a_look_at_one() -> None:
    budget = Budget(once=5_000)  # not even one seat
    quick, whole = answered(seats(), 0, budget=budget), answered(seats(), 8_000, budget=budget)
    assert quick.verdict == whole.verdict == "not_yet"


@pytest.mark.parametrize(("when", "verdict"), [(None, "not_us"), ("people >= 2", "check_first")])
def test_a_refusal_is_for_good_only_where_it_holds_whatever_the_answers_are(when: str | None, verdict: str) -> None:
    small = seats()
    small.draft.add_rule(Decline(None), when, instead="Ask a builder.")
    assert answered(small, 0).verdict == verdict


def test_the_answers_to_a_question_say_of_which_possibilities_they_speak() -> None:
    pack, case = large_pack(3, 10, 20, unknown_facts=3)
    quick, whole = recommend(pack, case, effort=0), recommend(pack, case)
    assert {one.of_those_looked_at for one in quick.questions} == {True}
    assert {one.of_those_looked_at for one in whole.questions} == {False}
    exactly = {one.fact: {str(a.value): a.total for a in one.answers} for one in whole.questions}
    compared = 0
    for question in quick.questions:
        for answer in question.answers:
            total = exactly[question.fact].get(str(answer.value))
            if total is not None and total.to is not None and answer.total.to is not None:
                assert answer.total.from_ <= total.from_ and total.to <= answer.total.to
                assert "firm" not in answer.says and not answer.says.startswith("no ")
                compared += 1
    assert compared > 2


def test_as_long_as_more_effort_shows_more_it_says_so() -> None:
    pack, case = large_pack(1, 10, 20, unknown_facts=8)
    found = recommend(pack, case, effort=EFFORTS[0])
    assert found.worlds.of > MOST_WORLDS  # too many for one by one: some are looked at, with more effort more of them
    assert found.worlds.looked_at < SOME_WORLDS
    assert found.worlds.more_to_look_at
