"""Bounds at once that hold, the exact answer in the background, and a page that follows it."""

from __future__ import annotations

import threading

from advisor.calling.call_further import Further, first_bounds, look_further
from advisor.engine.index import Index
from advisor.engine.recommend import EFFORTS, Memory, recommend
from tests.small import RESULT, Small

LITTLE = 1  # effort: not even the first bounds of a call


def wide() -> Small:
    """Three open numbers, each with a step for every value: more than can be looked at at once."""
    small = Small()
    for name in ("first", "second", "third"):
        small.number(name, 1, 40)
    for name in ("first", "second", "third"):
        small.capability(f"of_{name}")
    for name in ("first", "second", "third"):
        small.offering(f"small_{name}", 10, {f"of_{name}": 1}).offering(f"large_{name}", 35, {f"of_{name}": 4})
    for name in ("first", "second", "third"):
        small.rule({f"of_{name}": f"{name} + {'second' if name == 'first' else 'first'}"}, for_=(RESULT,))
    return small


def test_the_first_bounds_hold_what_is_found_further() -> None:
    pack, case = wide().pack(), wide().case()
    memory = Memory.of(Index(pack))
    found = recommend(pack, case, memory, LITTLE)
    assert found.worlds.looked_at < found.worlds.of
    further = Further(pack, case, memory, found)
    further.run()
    assert further.done
    assert further.latest == recommend(pack, case, None, EFFORTS[-1])
    before, after = found.cost.total, further.latest.cost.total
    assert before.from_ <= after.from_
    assert before.to is None or (after.to is not None and after.to <= before.to)


def test_it_is_looked_at_in_a_thread_of_its_own_and_the_page_may_go_on() -> None:
    pack, case = wide().pack(), wide().case()
    memory = Memory.of(Index(pack))
    found = recommend(pack, case, memory, LITTLE)
    further = look_further(pack, case, memory, found)
    assert further is not None
    names = {thread.name for thread in threading.enumerate()}
    assert "looking further" in names or further.done
    for thread in threading.enumerate():
        if thread.name == "looking further":
            thread.join(60)
    assert further.done and further.latest.worlds.looked_at > found.worlds.looked_at


def test_what_was_told_to_stop_looks_no_further() -> None:
    pack, case = wide().pack(), wide().case()
    memory = Memory.of(Index(pack))
    found = recommend(pack, case, memory, LITTLE)
    further = Further(pack, case, memory, found)
    further.stop()
    further.run()
    assert further.done and further.latest is found


def test_where_everything_was_looked_at_nothing_goes_on_in_the_background() -> None:
    small = Small().yes_no("open").capability("lamp").offering("light", 10, {"lamp": 1})
    small.rule({"lamp": 1}, when="open", for_=(RESULT,))
    pack, case = small.pack(), small.case()
    memory = Memory.of(Index(pack))
    found = first_bounds(pack, case, memory)
    assert look_further(pack, case, memory, found) is None
    assert found == recommend(pack, case)
