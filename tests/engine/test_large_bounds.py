"""Bounds of large packs, where not all worlds are looked at: no world that is drawn contradicts them."""

from __future__ import annotations

from random import Random

from advisor.engine.decide import Memory, decide
from advisor.engine.index import Index
from advisor.engine.worlds import problem_of
from benchmarks.packs import large_pack

WORLDS = 2


def test_no_world_contradicts_what_is_said_after_a_handful_of_solves() -> None:
    pack, case = large_pack(2, 200, 500, unknown_facts=8)
    decision = decide(Memory.of(Index(pack)), case, {}, 0)
    said, planning = decision.explored, decision.planning
    assert said.of > 1_000 and len(said.worlds) == 1
    assert planning.solved.calls <= 5 + len(said.firm)
    draw = Random(2)
    cells = said.possibilities.open.values()
    for _ in range(WORLDS):
        at = [draw.randrange(len(one.cells)) for one in cells]
        plan = planning.plan(problem_of(said.possibilities, at))
        if plan is None:
            assert said.cover is None
            continue
        for offering, units in said.firm.items():
            assert plan.quantities.get(offering, 0) >= units
        for offering, most in said.up_to.items():
            assert most is None or plan.quantities.get(offering, 0) <= most
        assert said.least.total <= plan.price
        assert said.cover is None or plan.price <= said.cover.price
