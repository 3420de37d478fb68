"""A slow judge of bounds: worlds drawn from the answers themselves, not from the cells; in each, everything is known."""

from __future__ import annotations

from random import Random
from typing import cast

from advisor.engine.decide import Decision
from advisor.engine.facts import Facts, derive
from advisor.pack import Fact
from advisor.row_cells import limits_of
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Number, Row, Value


def drawn_facts(decision: Decision, draw: Random) -> Facts:
    """One world: an answer for every open fact, every unknown cell of every single row drawn by itself."""
    case, pack = decision.case, decision.index.pack
    facts: Facts = dict(decision.settled.known)
    for name in decision.settled.open:
        fact, answer = pack.facts[name], case.answers.get(name)
        if fact.type == "inventory":
            assert answer is not None
            facts[name] = tuple(
                one for row in cast(tuple[Row, ...], answer.value) for one in _drawn_rows(fact, row, draw)
            )
        else:
            limits = (None, None) if answer is None else (answer.at_least, answer.less_than)
            facts[name] = _drawn(fact, limits, draw)
    return derive(decision.index, decision.settled, facts, pack.facts)


def _drawn_rows(fact: Fact, row: Row, draw: Random) -> list[Row]:
    open_columns = [c for c in fact.columns if row.get(c.id, UNKNOWN) is UNKNOWN]
    if not open_columns:
        return [row]
    several = range(int(cast(int, row.get("count", 1))))
    return [{**row, "count": 1, **{c.id: _drawn(c, limits_of(row, c.id), draw) for c in open_columns}} for _ in several]


def _drawn(fact: Fact, limits: tuple[Number | None, Number | None], draw: Random) -> Value:
    if fact.may_not_apply and draw.random() < 0.2:
        return DOES_NOT_APPLY
    if fact.type != "number":
        return draw.choice(fact.choices)
    assert fact.range is not None
    assert not fact.decimals, "whole numbers only"
    low = max(int(fact.range[0]), int(limits[0] or fact.range[0]))
    high = int(fact.range[1]) if limits[1] is None else min(int(fact.range[1]), int(limits[1]) - 1)
    return draw.choice((low, high, draw.randint(low, high)))


def assert_no_drawn_world_contradicts(decision: Decision, worlds: int, draw: Random) -> None:
    """Plan so many worlds, and hold what is said over all worlds against each of them."""
    said, planning = decision.explored, decision.planning
    found = said.possibilities
    catalogue = planning.catalogue
    for _ in range(worlds):
        problem = found.exactly(drawn_facts(decision, draw))
        plan = planning.plan(problem)
        if plan is None:
            assert said.cover is None, "a cover plan, but a world without any"
        units = plan.quantities if plan else {}
        for offering in catalogue.articles:
            here = units.get(offering, 0)
            assert said.firm.get(offering, 0) <= here, f"firm {offering}"
            most = said.up_to.get(offering, 0)
            assert most is None or here <= most, f"up to {offering}"
        once, monthly = catalogue.once(units), catalogue.monthly(units)
        assert said.least.once <= once
        assert said.least.monthly <= monthly
        assert said.least.total <= once + monthly * catalogue.horizon
        if plan is not None and said.cover is not None:
            assert plan.price <= said.cover.price
            assert all(requirement.met(said.cover.quantities) for requirement in problem.requirements)
        if said.same:
            assert plan is not None and said.cover is not None and plan.quantities == said.cover.quantities
