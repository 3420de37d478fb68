"""The three degrees of client: what proposes each, what each changes, and what holds in all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from advisor.calling.call import Call, new_call, set_stance, set_words
from advisor.calling.call_stance import STANCES, other_stances, phrases, propose_stance
from advisor.case import Case, Stance, Want
from advisor.engine.recommend import recommend
from advisor.loading.load import load_pack
from advisor.pack import AtMost, Pack
from advisor.printing.paper_view import paper_data
from advisor.recommendation import Recommendation
from tests.engine.test_wants import seats
from tests.small import RESULT, Small, bought


@pytest.fixture(scope="module")
def water(project: Path) -> Pack:
    return load_pack(project / "tests" / "packs", "water")


@pytest.fixture
def call(water: Pack) -> Call:
    return new_call(water, date(2026, 11, 21), "")


@pytest.mark.parametrize(
    ("words", "stance", "says"),
    [
        ("A dispenser, and don’t argue.", "as_asked", "They say “don't argue”: judge their wishes “as asked”?"),
        ("Just do it: two dispensers", "as_asked", "They say “just do it”: judge their wishes “as asked”?"),
        (
            "Two dispensers; we'd rather have one too many",
            "advised",
            "They say “we'd rather have”: judge their wishes “advised”?",
        ),
    ],
)
def test_insisting_words_propose_a_stance_and_quote_themselves(
    water: Pack, call: Call, words: str, stance: str, says: str
) -> None:
    proposal = propose_stance(set_words(water, call, words))
    assert proposal is not None
    assert (proposal.stance, proposal.says) == (stance, says)


@pytest.mark.parametrize(
    "words", ["", "A dispenser for 30 people", "You are the expert: what do we need?", "The adjustment do items"]
)
def test_other_words_propose_nothing_where_need_leads_already(water: Pack, call: Call, words: str) -> None:
    assert propose_stance(set_words(water, call, words)) is None


def test_what_the_salesperson_set_is_not_proposed_away(water: Pack, call: Call) -> None:
    insisting = set_words(water, call, "Just do it: two dispensers")
    assert propose_stance(set_stance(insisting, "need_led")) is None


def test_an_expert_asked_for_one_proposes_need_where_another_stance_came_with_the_case(water: Pack, call: Call) -> None:
    trusting = set_words(water, call, "You know best, tell us what we need")
    trusting = replace(trusting, case=replace(trusting.case, stance="as_asked"))
    proposal = propose_stance(trusting)
    assert proposal is not None and proposal.stance == "need_led"


def test_every_stance_has_phrases_and_none_is_in_two() -> None:
    said = phrases()
    assert set(said) == set(STANCES)
    every = [phrase for one in said.values() for phrase in one]
    assert len(every) == len(set(every))


def limited(small: Small) -> Small:
    """No more than 45 seats can work, whoever wants them."""
    small.draft.add_rule(AtMost((("licence", small.draft.amount("45")),)))
    return small


def three(small: Small, *wants: Want) -> dict[Stance, tuple[Case, Recommendation]]:
    pack, case = small.pack(), small.case(*wants, answers={"people": 40})
    cases = {stance: replace(case, stance=stance) for stance in STANCES}
    return {stance: (one, recommend(pack, one)) for stance, one in cases.items()}


def test_one_set_of_facts_gives_three_recommendations_and_each_says_what_the_others_change() -> None:
    found = three(seats(), Want("licence", 50, outcome=RESULT), Want("licence", 0, outcome=RESULT))
    assert {stance: bought(answer)["licence"] for stance, (_, answer) in found.items()} == {
        "need_led": 40,
        "advised": 50,
        "as_asked": 50,
    }
    case, now = found["need_led"]
    # ten seats more: 10 x 10 once and 10 x 5 a month
    changes = "licence 50 instead of 40; **€100** more once; **€50** more a month"
    assert other_stances(seats().pack(), case, now) == (("advised", changes), ("as_asked", changes))


def test_a_hard_limit_is_the_same_in_all_three_and_concessions_are_on_record() -> None:
    found = three(limited(seats()), Want("licence", 50, outcome=RESULT))
    assert all(bought(answer)["licence"] <= 45 for _, answer in found.values())
    need, as_asked = (found[stance][1].wants[0] for stance in ("need_led", "as_asked"))
    assert need.disposition == "less_than_asked"
    assert (as_asked.disposition, as_asked.rules) == ("cannot_work", ("r002",))
    assert as_asked.says == "Licence: 45 rather than 50, because more cannot work here. Because r002 says so."


def test_a_concession_is_the_customers_choice_on_the_page_and_on_paper() -> None:
    found = three(seats(), Want("licence", 50, outcome=RESULT))
    for stance in ("advised", "as_asked"):
        case, answer = found[stance]
        assert answer.wants[0].disposition == "customers_choice"
        assert answer.lines[0].choice
        assert "€100 and €50 a month more than you need" in answer.wants[0].says
        [printed] = paper_data(seats().pack(), case, answer)["decided"]
        assert printed["head"] == ("You have licence because you decided so: €100 and €50 a month more than you need.")
    case, answer = found["need_led"]
    assert paper_data(seats().pack(), case, answer)["decided"] == []
