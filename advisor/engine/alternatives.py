"""What could stand in a line's place, and what it would cost more: worked out only when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from advisor.case import Case
from advisor.engine.decide import Memory, decide
from advisor.engine.index import Index
from advisor.engine.shown import show
from advisor.engine.worlds import MOST_EFFORT
from advisor.pack import Pack
from advisor.planner.problem import Bound, Catalogue, Plan


@dataclass(frozen=True)
class Alternative:
    """The least plan with `offering` in place of the line that was asked about: what changes, and what it costs more (cents)."""

    offering: str
    quantity: int
    more_once: int
    more_monthly: int
    more: int  # over the horizon
    changes: tuple[tuple[str, int, int], ...]  # offering, units now, units then


def alternatives(pack: Pack, case: Case, offering: str, memory: Memory | None = None) -> tuple[Alternative, ...]:
    """Per offering that supplies the same as a line of the likely world's plan: the least plan that has it and not the line; the
    cheapest first. What no complete plan can contain instead is left out; an offering that is no line has no alternatives."""
    memory = memory if memory is not None else Memory.of(Index(pack))
    shown = show(decide(memory, case, {}, MOST_EFFORT), memory.cuts)
    now = shown.world.plan
    if now is None or not shown.plan.get(offering):
        return ()
    supplied = {capability for capability, _ in pack.offerings[offering].provides}
    found = []
    for other in pack.offerings.values():
        if (
            other.id == offering
            or other.id not in memory.index.plannable
            or not supplied & {c for c, _ in other.provides}
        ):
            continue
        instead = replace(
            shown.problem,
            at_least=(*(p for p in shown.problem.at_least if p[0] != offering), (other.id, 1)),
            bounds=(*shown.problem.bounds, Bound("", offering, 0)),
        )
        plan = shown.decision.planning.plan_whole(instead)
        if plan is not None and plan.quantities.get(other.id, 0) > shown.plan.get(other.id, 0):
            found.append(_compared(shown.decision.catalogue, now, plan, other.id))
    return tuple(sorted(found, key=lambda alternative: alternative.more))


def _compared(catalogue: Catalogue, now: Plan, plan: Plan, offering: str) -> Alternative:
    """Two plans side by side."""
    before, then = now.quantities, plan.quantities
    changes = ((o, before.get(o, 0), then.get(o, 0)) for o in catalogue.articles)
    once = catalogue.once(then) - catalogue.once(before)
    monthly = catalogue.monthly(then) - catalogue.monthly(before)
    return Alternative(
        offering,
        then[offering],
        once,
        monthly,
        once + monthly * catalogue.horizon,
        tuple(c for c in changes if c[1] != c[2]),
    )
