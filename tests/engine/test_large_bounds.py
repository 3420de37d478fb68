"""Bounds of large packs, where not all worlds are looked at: no world that is drawn contradicts them."""

from __future__ import annotations

from random import Random

import pytest

from advisor.engine.decide import Memory, decide
from advisor.engine.index import Index
from advisor.engine.worlds import problem_of
from benchmarks.packs import large_pack

PRICED, PLANNED = 5, 2  # worlds drawn: so many are held against the prices, and these of them against the quantities


@pytest.mark.parametrize("seed", [2, 5, 8])
def test_no_world_contradicts_what_is_said_after_a_handful_of_solves(seed: int) -> None:
    pack, case = large_pack(seed, 200, 500, unknown_facts=8)
    decision = decide(Memory.of(Index(pack)), case, {}, 0)
    said, planning = decision.explored, decision.planning
    assert said.of > 1_000 and len(said.worlds) == 1
    assert planning.solved.calls <= 5 + len(said.firm)
    draw = Random(seed)
    cells = said.possibilities.open.values()
    assert said.cover is not None
    for number in range(PRICED):
        problem = problem_of(said.possibilities, [draw.randrange(len(one.cells)) for one in cells])
        plan = planning.plan(problem) if number < PLANNED else planning.cheapest(problem)
        assert plan is not None and plan.proven
        assert said.least.total <= plan.price <= said.cover.price
        if number < PLANNED:
            for offering in planning.catalogue.articles:
                most = said.up_to.get(offering, 0)
                assert said.firm.get(offering, 0) <= plan.quantities.get(offering, 0), f"firm {offering}"
                assert most is None or plan.quantities.get(offering, 0) <= most, f"up to {offering}"
