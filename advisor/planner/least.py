"""The one least plan of a problem: by price, then units, then units nobody asked for, then more of what stands earlier."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import gcd

from advisor.planner.lower import (
    NoPlan,
    allowed_offerings,
    forced_units,
    keeps_limits,
    plan_without_choice,
    within_budget,
)
from advisor.planner.model import Builder
from advisor.planner.parts import split
from advisor.planner.problem import Catalogue, Plan, Problem, Quantities
from advisor.planner.solver import minimise
from advisor.planner.ties import break_ties

LARGEST_OBJECTIVE = 2**44  # whole numbers up to here keep their units digit in the solver's floating point


@dataclass
class Solved:
    """Plans already found, by what they had to meet; `calls` counts the times the solver was needed. One for each question asked
    of the engine, never shared between cases."""

    plans: dict[object, Plan | None] = field(default_factory=dict)
    calls: int = 0
    effort: int = 0  # columns of the models that were solved: a measure of time that is the same on every machine
    reused: int = 0


def least_plan(problem: Problem, catalogue: Catalogue, solved: Solved | None = None) -> Plan | None:
    """The least complete plan, or None where no plan is complete. Independent parts are planned one by one and remembered in
    `solved`; a budget that the least plan breaks ties all parts together."""
    solved = solved if solved is not None else Solved()
    without_budget = replace(catalogue, budget_once=None, budget_monthly=None)
    try:
        forced = forced_units(problem, catalogue)
    except NoPlan:
        return None
    plan = plan_without_choice(problem, without_budget, forced)
    if plan is None:
        plan = _by_parts(problem, without_budget, forced, solved)
    if plan is None or within_budget(catalogue, plan.quantities):
        return plan
    return _solve(problem, catalogue, forced, solved)


def _by_parts(problem: Problem, catalogue: Catalogue, forced: Quantities, solved: Solved) -> Plan | None:
    units: dict[str, int] = dict(forced)
    bound = 0
    apart = {o for o, n in forced.items() if n}
    for part in split(problem, catalogue, forced):
        articles = tuple(catalogue.articles[o] for o in catalogue.articles if o in part.offerings)
        key = (part.problem, tuple(part.forced.items()), articles)
        if key in solved.plans:
            solved.reused += 1
        else:
            found = plan_without_choice(part.problem, catalogue, part.forced)
            solved.plans[key] = found or _solve(part.problem, catalogue, part.forced, solved)
        plan = solved.plans[key]
        if plan is None:
            return None
        units.update(plan.units)
        apart -= part.offerings
        bound += plan.bound
    bound += catalogue.price({o: forced[o] for o in apart})
    in_order = tuple((o, units[o]) for o in catalogue.articles if units.get(o))
    return Plan(in_order, catalogue.price(dict(in_order)), bound)


def _solve(problem: Problem, catalogue: Catalogue, forced: Quantities, solved: Solved) -> Plan | None:
    """Plan one part with the solver, and check its answer in exact numbers."""
    solved.calls += 1
    model = Builder(problem, catalogue, dict(forced), allowed_offerings(problem, catalogue)).model
    units = {column: catalogue.articles[o].step for o, column in model.units.items()}
    solved.effort += len(model.lower)
    most_units = sum(model.upper[column] * step for column, step in units.items()) + 1
    divisor = gcd(*model.price.values()) or 1
    objective = {column: price // divisor * most_units for column, price in model.price.items()}
    for column, step in units.items():
        objective[column] = objective.get(column, 0) + step
    largest = sum(abs(cost) * model.upper[column] for column, cost in objective.items())
    if largest > LARGEST_OBJECTIVE:
        cheapest = minimise(model, {c: p // divisor for c, p in model.price.items()})
        if cheapest is None:
            return None
        model.row({c: p // divisor for c, p in model.price.items()}, None, cheapest.objective)
        bound = cheapest.bound * divisor
        objective = units
        solution = minimise(model, objective)
    else:
        solution = minimise(model, objective)
        bound = 0 if solution is None else solution.bound // most_units * divisor
    if solution is None:
        return None
    solution = break_ties(model, catalogue, objective, solution)
    found = {o: solution.values[c] * catalogue.articles[o].step for o, c in model.units.items() if solution.values[c]}
    if not keeps_limits(problem, catalogue, found) or not all(r.met(found) for r in problem.requirements):
        raise ArithmeticError(f"the solver's plan {found} does not meet what it was asked to meet")
    in_order = tuple((o, found[o]) for o in catalogue.articles if found.get(o))
    price = catalogue.price(dict(in_order))
    return Plan(in_order, price, min(bound, price) if solution.bound < solution.objective else price)


def least_units(problem: Problem, catalogue: Catalogue, offering: str, most_price: int, solved: Solved) -> int:
    """The least of one offering in any complete plan that costs at most `most_price`; 0 where the solver cannot say."""
    try:
        forced = forced_units(problem, catalogue)
    except NoPlan:
        return 0
    solved.calls += 1
    model = Builder(problem, catalogue, dict(forced), allowed_offerings(problem, catalogue)).model
    column = model.units.get(offering)
    if column is None:
        return 0
    divisor = gcd(*model.price.values()) or 1
    model.row({c: p // divisor for c, p in model.price.items()}, None, most_price // divisor)
    solution = minimise(model, {column: 1})
    return 0 if solution is None else max(solution.bound, 0) * catalogue.articles[offering].step
