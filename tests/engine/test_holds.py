"""How far a number can move before the plan changes, and the sentence that says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.engine.recommend import recommend, with_holds
from advisor.pack import Already
from advisor.recommendation import HoldsWhile
from tests.small import RESULT, Small


def held(small: Small, **answers: object) -> tuple[HoldsWhile, ...]:
    pack, case = small.pack(), small.case(answers=answers)
    return with_holds(pack, case, recommend(pack, case)).holds_while or ()


def seats() -> Small:
    small = Small().number("people", 1, 100).capability("seats", demands="add", supplies="add")
    small.offering("pack_of_ten", 100, {"seats": 10}, said_as="ten seats")
    return small.rule({"seats": "people"}, for_=(RESULT,))


@pytest.mark.parametrize(
    ("people", "says"),
    [
        (4, "How much is people? This holds up to 10; from 11 on you need ten seats (2)."),
        (34, "How much is people? This holds from 31 to 40; from 41 on you need ten seats (5)."),
        (95, "How much is people? This holds from 91 on; below that ten seats (9) will do."),
    ],
)
def test_an_interval_is_said_with_what_lies_beyond_it(people: int, says: str) -> None:
    assert [one.says for one in held(seats(), people=people)] == [says]


def test_beyond_the_largest_size_there_is_no_complete_plan() -> None:
    small = Small().number("people", 1, 100).capability("room", demands="highest", supplies="best")
    small.offering("hall", 100, {"room": 60}).rule({"room": "people"}, for_=(RESULT,))
    (one,) = held(small, people=50)
    assert one.says == "How much is people? This holds up to 60; from 61 on there is no complete plan."


def test_what_does_not_apply_in_the_likely_world_is_not_taken_for_a_yes() -> None:
    """Nobody asks whether the recorder was tested where there is none; the test that a new one takes is in every plan."""
    small = Small().yes_no("there").number("ports", 0, 20)
    small.yes_no("tested", asked_when=small.draft.condition("there"))
    small.capability("proof", demands="highest", supplies="best")
    tested = Already(small.draft.condition("tested"), small.draft.amount(1))
    small.draft.capabilities["proof"] = replace(small.draft.capabilities["proof"], already=(tested,))
    small.capability("power", demands="add", supplies="add")
    small.offering("trial", 50, {"proof": 1}).offering("switch", 20, {"power": 20})
    small.rule({"proof": 1}, for_=(RESULT,)).rule({"power": "10 - ports"}, for_=(RESULT,))
    (one,) = held(small, there="no", ports=4)
    assert "trial" not in one.says
