"""What can be ordered at once: the part of the firm lines that is complete for itself, whatever the open answers are."""

from __future__ import annotations

from advisor.planner.problem import Problem, Requirement, RowClass
from advisor.rows import suffices
from advisor.shown import Shown


def order_now(shown: Shown) -> dict[str, int]:
    """The firm units without those that wait for something: for a check, or for a prerequisite that is not firm itself."""
    decision = shown.decision
    waiting = {o for rule in decision.know for o in decision.index.triggers[rule.id]}
    units = {o: n for o, n in decision.explored.firm.items() if n and o not in waiting}
    found = decision.explored.possibilities
    fragments = [*found.fixed, *(part.fragments[n] for part in found.parts for n in part.possible)]
    while True:
        lacking = {o for o in units if any(not _complete(fragment, o, units) for fragment in fragments)}
        if not lacking:
            return units
        units = {o: n for o, n in units.items() if o not in lacking}


def _complete(fragment: Problem, offering: str, units: dict[str, int]) -> bool:
    """Whether the prerequisites of one offering are met by these units and what is there."""
    if any(_because_of(r, offering) and not r.met(units) for r in fragment.requirements):
        return False
    for group in fragment.row_groups:
        rows = [row for row in group if any(_because_of(r, offering) for r in row.requirements)]
        if rows and not suffices([_only(row, offering) for row in rows], units):
            return False
    return True


def _because_of(requirement: Requirement, offering: str) -> bool:
    return any(offering in (term.triggers or ()) for term in requirement.terms)


def _only(row: RowClass, offering: str) -> RowClass:
    kept = tuple(r for r in row.requirements if _because_of(r, offering))
    return RowClass(row.inventory, row.count, kept, row.within)
