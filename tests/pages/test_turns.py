"""Calls are worked out one after another, and what may follow waits for whoever waits."""

from __future__ import annotations

import threading
from collections.abc import Callable

from advisor.calling.turns import Turns

LONG = 20  # seconds until a thread that hangs is given up


def begun(what: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=what, daemon=True)
    thread.start()
    return thread


class Work:
    """Work that says that it has begun, and goes on when it is told to."""

    def __init__(self, name: str, done: list[str]) -> None:
        self.name, self.done = name, done
        self.has_begun, self.may_end = threading.Event(), threading.Event()

    def do(self) -> None:
        self.has_begun.set()
        assert self.may_end.wait(LONG)
        self.done.append(self.name)


def in_turn(turns: Turns, work: Work) -> None:
    with turns.at_once():
        work.do()


def later(turns: Turns, work: Work) -> None:
    with turns.later():
        work.do()


def test_a_second_call_is_worked_out_after_the_first() -> None:
    turns, done = Turns(), list[str]()
    first, second = Work("first", done), Work("second", done)
    threads = [begun(lambda: in_turn(turns, first))]
    assert first.has_begun.wait(LONG)
    threads.append(begun(lambda: in_turn(turns, second)))
    second.may_end.set()
    assert not second.has_begun.is_set()
    first.may_end.set()
    for thread in threads:
        thread.join(LONG)
    assert done == ["first", "second"]


def test_nobody_waits_for_what_may_follow() -> None:
    turns, done = Turns(), list[str]()
    following, waited_for = Work("following", done), Work("waited for", done)
    threads = [begun(lambda: later(turns, following))]
    assert following.has_begun.wait(LONG)
    waited_for.may_end.set()
    threads.append(begun(lambda: in_turn(turns, waited_for)))
    assert waited_for.has_begun.wait(LONG)
    threads[1].join(LONG)
    following.may_end.set()
    threads[0].join(LONG)
    assert done == ["waited for", "following"]


def test_what_may_follow_is_begun_when_nobody_is_worked_out_any_more() -> None:
    turns, done = Turns(), list[str]()
    first, following = Work("first", done), Work("following", done)
    threads = [begun(lambda: in_turn(turns, first))]
    assert first.has_begun.wait(LONG)
    following.may_end.set()
    threads.append(begun(lambda: later(turns, following)))
    first.may_end.set()
    for thread in threads:
        thread.join(LONG)
    assert done == ["first", "following"]


def test_a_fault_gives_the_turn_to_the_next() -> None:
    turns = Turns()
    for how in (turns.at_once, turns.later):
        try:
            with how():
                raise ValueError
        except ValueError:
            pass
    with turns.at_once():
        pass
    with turns.later():
        pass
