"""An answer in steps: bounds with little effort, then tighter ones; what is remembered saves time and changes nothing."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unittest.mock import patch

import pytest

from advisor.case import Case
from advisor.engine.index import Index
from advisor.engine.recommend import EFFORTS, Memory, recommend, recommend_in_steps, with_holds
from advisor.pack import Fact, Pack
from advisor.planner import least
from advisor.recommendation import Recommendation
from advisor.values import Value
from benchmarks.packs import large_pack
from tests.random_packs import random_pack

MANY_WORLDS = large_pack(3, 10, 20, unknown_facts=3)
FEW_WORLDS = large_pack(1, 10, 20, unknown_facts=1)


def text(answer: Recommendation) -> str:
    return json.dumps(answer.to_json())


def test_with_little_effort_the_bounds_are_wider_and_still_hold() -> None:
    pack, case = MANY_WORLDS
    quick, whole = recommend(pack, case, effort=0), recommend(pack, case)
    assert quick.worlds.more_to_look_at and not whole.worlds.more_to_look_at
    assert quick.worlds.looked_at < whole.worlds.looked_at == whole.worlds.of
    assert quick.cost.total.from_ <= whole.cost.total.from_
    assert quick.cost.total.to is not None and whole.cost.total.to is not None
    assert quick.cost.total.to >= whole.cost.total.to
    exactly = {line.offering: line.quantity for line in whole.lines}
    for line in quick.lines:
        if line.role == "solution":
            assert line.quantity.firm <= (exactly[line.offering].firm if line.offering in exactly else 0)


def test_the_steps_end_with_what_recommend_says_at_once() -> None:
    pack, case = MANY_WORLDS
    steps = list(recommend_in_steps(pack, case, Memory.of(Index(pack))))
    assert 1 < len(steps) <= len(EFFORTS)
    assert [step.worlds.more_to_look_at for step in steps] == [True] * (len(steps) - 1) + [False]
    assert text(steps[-1]) == text(recommend(pack, case))


def test_where_the_first_step_has_seen_everything_there_is_no_second() -> None:
    pack, case = random_pack(1_001, unknown_facts=1)
    assert len(list(recommend_in_steps(pack, case))) == 1


@pytest.mark.parametrize("effort", [0, 30, EFFORTS[0]])
def test_what_is_remembered_changes_no_step_either(effort: int) -> None:
    pack, case = MANY_WORLDS
    memory = Memory.of(Index(pack))
    recommend(pack, case, memory)
    assert text(recommend(pack, case, memory, effort)) == text(recommend(pack, case, effort=effort))


def other_values(fact: Fact) -> tuple[Value, ...]:
    """Both ends of a number, every choice."""
    return fact.choices if fact.type == "choice" else fact.range if fact.range is not None else ()


@pytest.mark.parametrize("seed", range(2_000, 2_006))
def test_every_change_of_a_call_is_answered_as_if_nothing_was_remembered(seed: int) -> None:
    pack, case = random_pack(seed, unknown_facts=2, of_inventory=seed % 2 == 0, wishes=True)
    memory = Memory.of(Index(pack))
    withdrawn = [
        replace(case, answers={name: given for name, given in case.answers.items() if name != other})
        for other in case.answers
    ]
    changed_answers = [
        replace(case, answers={**case.answers, name: replace(given, value=other)})
        for name, given in case.answers.items()
        for other in other_values(pack.facts[name])
    ]
    twice = replace(case, wants=tuple(replace(want, quantity=2 * want.quantity) for want in case.wants))
    waived = replace(case, goes_without=tuple(pack.rules))
    changes = [
        case,
        *withdrawn,
        *changed_answers,
        twice,
        waived,
        replace(case, outcomes=()),
        replace(case, stance="as_asked"),
        case,
    ]
    for changed in changes:
        there = text(recommend(pack, changed, memory, EFFORTS[0]))
        assert there == text(recommend(pack, changed, effort=EFFORTS[0]))


def test_how_far_numbers_can_move_is_worked_out_for_whoever_asks_and_is_not_there_before() -> None:
    pack, case = FEW_WORLDS
    memory = Memory.of(Index(pack))
    answer = recommend(pack, case, memory)
    assert answer.holds_while is None
    assert "holds_while" not in answer.to_json()
    whole = with_holds(pack, case, answer, memory)
    assert whole.holds_while
    assert {**whole.to_json(), "holds_while": 0} == {**answer.to_json(), "holds_while": 0}
    assert with_holds(pack, case, whole, memory) is whole


def test_threads_that_share_a_memory_all_say_what_one_alone_says() -> None:
    pack, case = FEW_WORLDS
    memory, alone = Memory.of(Index(pack)), text(recommend(pack, case))
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: text(recommend(pack, case, memory)), range(4)))
    assert answers == [alone] * 4


def test_while_one_thread_is_in_a_long_solve_another_gets_its_answer_from_the_same_memory() -> None:
    pack, case = FEW_WORLDS
    memory = Memory.of(Index(pack))
    known = text(recommend(pack, case, memory))
    solving, go_on = threading.Event(), threading.Event()
    solve = least.minimise

    def long_solve(*given: object) -> object:
        if threading.current_thread() is not threading.main_thread():
            solving.set()
            assert go_on.wait(60)
        return solve(*given)  # type: ignore[arg-type]

    def in_the_background(pack: Pack, other: Case) -> str:
        return text(recommend(pack, other, memory))

    other = FEW_WORLDS[1]
    harder = Case(other.pack, other.date, wants=other.wants[:1], outcomes=other.outcomes, answers=other.answers)
    with patch.object(least, "minimise", long_solve), ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(in_the_background, pack, harder)
        assert solving.wait(60)
        assert text(recommend(pack, case, memory)) == known
        assert not waiting.done()
        go_on.set()
        assert waiting.result(60) == text(recommend(pack, harder))
