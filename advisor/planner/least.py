"""The one least plan of a problem: by price, then units, then units nobody asked for, then more of what stands earlier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from math import ceil, gcd
from typing import cast

from advisor.planner.dominance import without_dominated
from advisor.planner.lower import (
    NoPlan,
    allowed_offerings,
    forced_units,
    keeps_limits,
    plan_without_choice,
    within_budget,
)
from advisor.planner.model import Builder
from advisor.planner.parts import Part, split
from advisor.planner.problem import Catalogue, Plan, Problem, Quantities
from advisor.planner.solver import least_of_fractions, minimise
from advisor.planner.ties import break_ties

LARGEST_OBJECTIVE = 2**44  # whole numbers up to here keep their units digit in the solver's floating point


@dataclass(frozen=True)
class Found:
    """What the solver found once: a plan, that there is none, or the least units of an offering; and the effort it took."""

    answer: Plan | int | None
    effort: int


@dataclass
class Solved:
    """The account of one question asked of the engine. `known`: what was solved by what it had to meet; it may be shared by many
    questions and threads, for what stands in it is never changed. The account itself belongs to one question.

    `effort` counts the columns of the models that had to be solved: a measure of time that is the same on every machine. It
    counts what was known already as if it had been solved now, once, so that it depends on the question alone."""

    known: dict[object, Found] = field(default_factory=dict)
    effort: int = 0
    calls: int = 0  # different questions for which the solver was needed
    reused: int = 0  # and those it had answered before
    cut_short: bool = False  # whether something was left out to save effort
    charged: set[object] = field(default_factory=set)

    most: int | None = None  # see `limit`

    def limit(self, effort: int) -> None:
        """So much more effort may be spent on what can be left out: `spent` is asked before each such thing."""
        self.most = self.effort + effort

    def spent(self) -> bool:
        over = self.most is not None and self.effort >= self.most
        self.cut_short |= over
        return over

    def answer(self, key: object, solve: Callable[[], tuple[Plan | int | None, int]]) -> Plan | int | None:
        """What is known, or else is solved now (`solve` gives the answer and its effort)."""
        found = self.known.get(key)
        anew = found is None
        if found is None:
            found = Found(*solve())
            self.known[key] = found
        if key not in self.charged:
            self.charged.add(key)
            self.effort += found.effort
            if found.effort:
                self.calls += anew
                self.reused += not anew
        return found.answer


def least_plan(
    problem: Problem, catalogue: Catalogue, solved: Solved | None = None, price_alone: bool = False
) -> Plan | None:
    """The least complete plan, or None where no plan is complete. Independent parts are planned one by one and remembered in
    `solved`; a budget that the least plan breaks ties all parts together. `price_alone`: any plan of the least price will do, which
    takes half the time."""
    solved = solved if solved is not None else Solved()
    problem = without_dominated(problem, catalogue)
    without_budget = replace(catalogue, budget_once=None, budget_monthly=None)
    try:
        forced = forced_units(problem, catalogue)
    except NoPlan:
        return None
    plan = plan_without_choice(problem, without_budget, forced)
    if plan is None:
        plan = _by_parts(problem, without_budget, forced, solved, price_alone)
    if plan is None or within_budget(catalogue, plan.quantities):
        return plan
    budgets = (catalogue.budget_once, catalogue.budget_monthly, catalogue.not_counted)
    key = (problem, budgets, tuple(catalogue.articles.values()))
    return _known_or(solved, key, price_alone, partial(_solve, problem, catalogue, forced, price_alone))


def _known_or(
    solved: Solved, key: object, price_alone: bool, solve: Callable[[], tuple[Plan | None, int]]
) -> Plan | None:
    """What is known, or solved now. Where the price alone is asked for, the one least plan does as well."""
    if not price_alone:
        return cast(Plan | None, solved.answer(key, solve))
    whole = solved.known.get(key)
    known = solve if whole is None else (lambda: (cast(Plan | None, whole.answer), whole.effort))
    return cast(Plan | None, solved.answer(("price alone", key), known))


def _by_parts(
    problem: Problem, catalogue: Catalogue, forced: Quantities, solved: Solved, price_alone: bool
) -> Plan | None:
    units: dict[str, int] = dict(forced)
    bound = 0
    apart = {o for o, n in forced.items() if n}
    for part in split(problem, catalogue, forced):
        articles = tuple(catalogue.articles[o] for o in catalogue.articles if o in part.offerings)
        key = (part.problem, tuple(part.forced.items()), articles)
        plan = _known_or(solved, key, price_alone, partial(_plan_part, part, catalogue, price_alone))
        if plan is None:
            return None
        units.update(plan.units)
        apart -= part.offerings
        bound += plan.bound
    bound += catalogue.price({o: forced[o] for o in apart})
    in_order = tuple((o, units[o]) for o in catalogue.articles if units.get(o))
    return Plan(in_order, catalogue.price(dict(in_order)), bound)


def _plan_part(part: Part, catalogue: Catalogue, price_alone: bool) -> tuple[Plan | None, int]:
    plan = plan_without_choice(part.problem, catalogue, part.forced)
    return (plan, 0) if plan is not None else _solve(part.problem, catalogue, part.forced, price_alone)


def _solve(problem: Problem, catalogue: Catalogue, forced: Quantities, price_alone: bool) -> tuple[Plan | None, int]:
    """Plan one part with the solver, and check its answer in exact numbers; with the effort it took."""
    model = Builder(problem, catalogue, dict(forced), allowed_offerings(problem, catalogue)).model
    units = {column: catalogue.articles[o].step for o, column in model.units.items()}
    effort = len(model.lower) + 1
    most_units = sum(model.upper[column] * step for column, step in units.items()) + 1
    divisor = gcd(*model.price.values()) or 1
    objective = {column: price // divisor * most_units for column, price in model.price.items()}
    for column, step in units.items():
        objective[column] = objective.get(column, 0) + step
    largest = sum(abs(cost) * model.upper[column] for column, cost in objective.items())
    if largest > LARGEST_OBJECTIVE:
        cheapest = minimise(model, {c: p // divisor for c, p in model.price.items()})
        if cheapest is None:
            return None, effort
        model.row({c: p // divisor for c, p in model.price.items()}, None, cheapest.objective)
        bound = cheapest.bound * divisor
        objective = units
        solution = minimise(model, objective)
    else:
        solution = minimise(model, objective)
        bound = 0 if solution is None else solution.bound // most_units * divisor
    if solution is None:
        return None, effort
    if not price_alone:
        solution = break_ties(model, catalogue, objective, solution)
    found = {o: solution.values[c] * catalogue.articles[o].step for o, c in model.units.items() if solution.values[c]}
    if not keeps_limits(problem, catalogue, found) or not all(r.met(found) for r in problem.requirements):
        raise ArithmeticError(f"the solver's plan {found} does not meet what it was asked to meet")
    in_order = tuple((o, found[o]) for o in catalogue.articles if found.get(o))
    price = catalogue.price(dict(in_order))
    return Plan(in_order, price, min(bound, price) if solution.bound < solution.objective else price), effort


def least_units(
    problem: Problem, catalogue: Catalogue, offering: str, most_price: int, solved: Solved, whole: bool
) -> int:
    """The least of one offering in any complete plan that costs at most `most_price`; 0 where the solver cannot say. Not `whole`:
    a quick bound, of plans that may contain fractions of units."""
    try:
        forced = forced_units(problem, catalogue)
    except NoPlan:
        return 0
    if forced.get(offering) and not whole:
        return forced[offering]
    key = ("least", problem, offering, most_price, whole, tuple(catalogue.articles.values()))
    return cast(int, solved.answer(key, lambda: _least_units(problem, catalogue, forced, offering, most_price, whole)))


def _least_units(
    problem: Problem, catalogue: Catalogue, forced: Quantities, offering: str, most_price: int, whole: bool
) -> tuple[int, int]:
    model = Builder(problem, catalogue, dict(forced), allowed_offerings(problem, catalogue)).model
    column = model.units.get(offering)
    if column is None:
        return 0, 0
    divisor = gcd(*model.price.values()) or 1
    model.row({c: p // divisor for c, p in model.price.items()}, None, most_price // divisor)
    step = catalogue.articles[offering].step
    if not whole:
        least = least_of_fractions(model, {column: 1})
        return 0 if least is None else max(ceil(least - 1e-6), 0) * step, 1
    solution = minimise(model, {column: 1})
    return 0 if solution is None else max(solution.bound, 0) * step, len(model.lower) + 1
