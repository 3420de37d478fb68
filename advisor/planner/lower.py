"""What every complete plan must contain: the units that demands force, offering by offering, where there is no choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from advisor.planner.problem import Catalogue, Plan, Problem, Quantities, Requirement, RowClass, Term
from advisor.planner.rows import counts_units_outside, minimal_cures

MOST_UNITS = 10**5  # nobody is sold more of one thing


class NoPlan(Exception):
    """No plan can be complete."""


def upper_bounds(problem: Problem, catalogue: Catalogue) -> dict[str, int | None]:
    """The tightest unconditional limit of each offering; None where there is none."""
    bounds: dict[str, int | None] = dict.fromkeys(catalogue.articles)
    for bound in problem.bounds:
        if bound.triggers is None and bound.offering in bounds:
            old = bounds[bound.offering]
            bounds[bound.offering] = bound.at_most if old is None else min(old, bound.at_most)
    return bounds


def allowed_offerings(problem: Problem, catalogue: Catalogue) -> frozenset[str]:
    """The offerings of which at least the smallest quantity may be in a plan."""
    bounds = upper_bounds(problem, catalogue)
    return frozenset(o for o, most in bounds.items() if most is None or catalogue.articles[o].whole(1) <= most)


def forced_units(problem: Problem, catalogue: Catalogue) -> dict[str, int]:
    """The units that are in every complete plan (a lower bound, offering by offering). Raises NoPlan where demands cannot be met."""
    if problem.impossible:
        raise NoPlan
    limits = upper_bounds(problem, catalogue)
    allowed = allowed_offerings(problem, catalogue)
    forced: dict[str, int] = {}

    def raise_to(offering: str, units: int) -> bool:
        if offering not in allowed:
            raise NoPlan
        units = catalogue.articles[offering].whole(units)
        if units <= forced.get(offering, 0):
            return False
        limit = limits[offering]
        if units > (MOST_UNITS if limit is None else limit):
            raise NoPlan  # above the limit, or two offerings that call for ever more of each other
        forced[offering] = units
        return True

    for offering, units in problem.at_least:
        raise_to(offering, units)
    changed = True
    while changed:
        changed = False
        for requirement in problem.requirements:
            choice = _only_choice(requirement, forced, allowed)
            changed |= choice is not None and raise_to(*choice)
        for group in problem.row_groups:
            for offering, units in _forced_by_rows(group, forced, allowed).items():
                changed |= raise_to(offering, units)
    return forced


def _sure(requirement: Requirement, allowed: Iterable[str]) -> Requirement:
    """The requirement with the demands alone that nothing in a plan can take away."""
    allowed = frozenset(allowed)
    terms = tuple(replace(t, unless=None) for t in requirement.terms if t.unless is None or t.unless not in allowed)
    return requirement if terms == requirement.terms else replace(requirement, terms=terms)


def _only_choice(requirement: Requirement, forced: Quantities, allowed: frozenset[str]) -> tuple[str, int] | None:
    sure = _sure(requirement, allowed)
    needed = sure.needed(forced)
    if needed <= 0 or needed <= requirement.already:
        return None
    suppliers = [
        (o, a) for o, a in requirement.supplies if o in allowed and a > 0 and (not requirement.best or a >= needed)
    ]
    if not suppliers:
        raise NoPlan
    if len(suppliers) > 1:
        return None
    offering, amount = suppliers[0]
    return offering, 1 if requirement.best else ceil((needed - requirement.already) / amount)


def _forced_by_rows(group: tuple[RowClass, ...], forced: Quantities, allowed: frozenset[str]) -> dict[str, int]:
    totals: dict[str, int] = {}
    present = frozenset(o for o, n in forced.items() if n)
    for row in group:
        sure = replace(row, requirements=tuple(_sure_in_row(r, row, allowed) for r in row.requirements))
        cures = minimal_cures(sure, present, allowed)
        if cures is None:
            continue
        if not cures:
            raise NoPlan
        for offering in dict(cures[0]):
            least = min(dict(cure).get(offering, 0) for cure in cures)
            if least:
                totals[offering] = totals.get(offering, 0) + least * row.count
    return totals


def _sure_in_row(requirement: Requirement, row: RowClass, allowed: frozenset[str]) -> Requirement:
    def sure(term: Term) -> bool:
        return term.unless is None or term.unless in row.within or term.unless not in allowed

    return replace(requirement, terms=tuple(t for t in requirement.terms if sure(t)))


def plan_without_choice(problem: Problem, catalogue: Catalogue, forced: Quantities) -> Plan | None:
    """The forced units as a plan, if they are complete by themselves and nothing larger could cost less: then they are the least
    plan. None where there is a choice to be made."""
    articles = catalogue.articles
    if any(articles[o].cheaper_when_more(n, catalogue.horizon) for o, n in forced.items()):
        return None
    if not keeps_limits(problem, catalogue, forced):
        return None
    if not all(requirement.met(forced) for requirement in problem.requirements):
        return None
    allowed = allowed_offerings(problem, catalogue)
    present = frozenset(o for o, n in forced.items() if n)
    for group in problem.row_groups:
        used: dict[str, int] = {}
        for row in group:
            if counts_units_outside(row):
                return None
            cures = minimal_cures(row, present, allowed)
            if cures is None or len(cures) != 1:
                return None
            for offering, units in cures[0]:
                used[offering] = used.get(offering, 0) + units * row.count
        if any(units > forced.get(offering, 0) for offering, units in used.items()):
            return None
    in_order = tuple((o, forced[o]) for o in articles if forced.get(o, 0))
    price = catalogue.price(dict(in_order))
    return Plan(in_order, price, price)


def keeps_limits(problem: Problem, catalogue: Catalogue, plan: Quantities) -> bool:
    """Whether no bound, conflict, chain or budget is broken, every quantity can be sold, and what must be there is there."""

    def counts(triggers: tuple[str, ...] | None) -> bool:
        return triggers is None or any(plan.get(offering, 0) for offering in triggers)

    if any(plan.get(b.offering, 0) > b.at_most and counts(b.triggers) for b in problem.bounds):
        return False
    if any(all(plan.get(o, 0) for o in c.offerings) and counts(c.triggers) for c in problem.conflicts):
        return False
    if any(all(plan.get(o, 0) for o in chain) for chain in problem.never_together):
        return False
    if any(plan.get(offering, 0) < units for offering, units in problem.at_least):
        return False
    if any(n != catalogue.articles[o].whole(n) for o, n in plan.items() if n):
        return False
    return within_budget(catalogue, plan)


def within_budget(catalogue: Catalogue, plan: Quantities) -> bool:
    once_fits = catalogue.budget_once is None or catalogue.once(plan) <= catalogue.budget_once
    return once_fits and (catalogue.budget_monthly is None or catalogue.monthly(plan) <= catalogue.budget_monthly)
