"""A number that must come to what a list has: said where the two differ, and only there."""

from __future__ import annotations

import pytest

from advisor.recommendation import Flag, Recommendation
from advisor.values import UNKNOWN
from tests.small import Small, number_fact, rows


def answer(number: object, *listed: tuple[int, dict[str, object]]) -> Recommendation:
    small = Small().table("pcs", number_fact("memory", 1, 64))
    small.number("how_many", 1, 50, same_as=small.draft.amount("count(pcs, memory >= 8)"))
    small.capability("seats").offering("seat", 10, {"seats": 1}).rule({"seats": "how_many"})
    table = {"pcs": rows(*listed)} if listed else {}
    return small.recommend(answers={"how_many": number, **table})


def conflicts(answer: Recommendation) -> list[Flag]:
    return [flag for flag in answer.flags if flag.kind == "conflict"]


def test_a_number_that_the_list_does_not_come_to_is_named_with_both_answers() -> None:
    (flag,) = conflicts(answer(4, (3, {"memory": 8}), (2, {"memory": 4})))
    assert flag.fact == "how_many"
    assert flag.says == (
        "4 was the answer to “How much is how_many?”, and “Which pcs?” comes to 3. One of them must be corrected."
    )


def test_where_both_say_the_same_nothing_is_said() -> None:
    assert conflicts(answer(3, (3, {"memory": 8}), (2, {"memory": 4}))) == []


@pytest.mark.parametrize("listed", [(), ((3, {"memory": 8}), (1, {"memory": UNKNOWN}))])
def test_where_the_list_is_not_there_or_not_known_nothing_is_said(
    listed: tuple[tuple[int, dict[str, object]], ...],
) -> None:
    assert conflicts(answer(4, *listed)) == []


def test_where_nobody_knows_the_number_nothing_is_said() -> None:
    assert conflicts(answer(UNKNOWN, (3, {"memory": 8}))) == []
