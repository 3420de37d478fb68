"""What can be ordered at once: the part of the firm lines that is complete for itself, whatever the open answers are."""

from __future__ import annotations

from advisor.engine.demands import truth_of
from advisor.engine.rows import suffices
from advisor.engine.shown import Shown
from advisor.planner.problem import Problem


def order_now(shown: Shown) -> dict[str, int]:
    """The firm units without those that wait for something: for a check, or for a prerequisite that is not firm itself."""
    decision = shown.decision
    waiting = {o for rule in decision.know for o in decision.index.triggers[rule.id]}
    units = {o: n for o, n in decision.explored.firm.items() if n and o not in waiting}
    found = decision.explored.possibilities
    fragments = [*found.fixed, *(part.ends.strictest for part in found.parts if part.ends)]
    fragments += [part.fragments[n] for part in found.parts if not part.ends for n in part.possible]
    while True:
        lacking = {o for o in units if not _ready(shown, fragments, o, units)}
        if not lacking:
            return units
        units = {o: n for o, n in units.items() if o not in lacking}


def _ready(shown: Shown, fragments: list[Problem], offering: str, units: dict[str, int]) -> bool:
    """Whether everything that rules call for because of an offering is met by these units and what is there, in every world."""
    index, setting = shown.decision.index, shown.decision.setting
    called: set[str] = set()
    for capability, rules in index.demanding.items():
        for rule, _ in rules:
            may_apply = setting.counts(index, rule) and truth_of(rule, shown.known) is not False
            if may_apply and offering in (setting.triggers(index, rule) or ()):
                called.add(capability)
    inventories = {index.pack.capabilities[c].of for c in called}
    for fragment in fragments:
        if any(r.capability in called and not r.met(units) for r in fragment.requirements):
            return False
        for group in fragment.row_groups:
            if group[0].inventory in inventories and not suffices(group, units):
                return False
    return True
