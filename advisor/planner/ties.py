"""Ties: among plans of equal price and units the one with fewest units nobody asked for, then most of what stands earlier."""

from __future__ import annotations

from dataclasses import replace
from math import floor

from advisor.planner.linear import Linear, Model
from advisor.planner.problem import Catalogue
from advisor.planner.solver import Solution, can_reach, minimise, reduced_costs

LARGEST_STAGE = 2**36  # whole numbers up to here are told apart by the solver for certain


def break_ties(model: Model, catalogue: Catalogue, objective: dict[int, int], solution: Solution) -> Solution:
    """The one least solution among those that reach `objective`. `solution` reaches it. First it is asked whether there is any
    other at all: mostly there is none, and the stages are for the rest."""
    near = _near(model, objective, solution)
    if not _another(near, objective, solution):
        return solution
    tied = _tied(near, catalogue, solution)
    for stage in _stages(tied, catalogue):
        better = minimise(tied, stage)
        if better is None:  # the rows were too tight for the solver's tolerance: what was found stands
            return solution
        tied.row(dict(stage), better.objective, better.objective)
        solution = Solution(better.values, solution.objective, solution.bound)
    return solution


def _near(model: Model, objective: dict[int, int], solution: Solution) -> Model:
    """The model with narrower bounds: a column whose reduced cost is too high for a tie keeps to its bound, or near it."""
    relaxed, duals = reduced_costs(model, objective)
    room = solution.objective - relaxed + 1e-6 * max(1.0, abs(relaxed))
    lower, upper = list(model.lower), list(model.upper)
    for column, dual in enumerate(duals):
        if model.whole[column] and abs(dual) > 1e-9:
            steps = floor(room / abs(dual))
            if dual > 0:
                upper[column] = min(upper[column], max(model.lower[column] + steps, solution.values[column]))
            else:
                lower[column] = max(lower[column], min(model.upper[column] - steps, solution.values[column]))
    return replace(model, rows=list(model.rows), lower=lower, upper=upper, whole=list(model.whole))


def _another(near: Model, objective: dict[int, int], solution: Solution) -> bool:
    """Whether another plan is as good. With as many units in all, it has fewer of something."""
    other = replace(near, rows=list(near.rows), lower=list(near.lower), upper=list(near.upper), whole=list(near.whole))
    fewer: Linear = {}
    for column in near.units.values():
        units = solution.values[column]
        if units > near.lower[column]:
            flag = other.column(0, 1)
            other.row({column: 1, flag: near.upper[column] - units + 1}, None, near.upper[column])
            fewer[flag] = 1
    if not fewer:
        return False
    other.row(fewer, 1, None)
    return can_reach(other, objective, solution.objective)


def _tied(near: Model, catalogue: Catalogue, solution: Solution) -> Model:
    """The model of the solutions that are as good as this one. Price and units by themselves: two rows of small numbers say more
    than one of large ones."""
    tied = replace(near, rows=list(near.rows))
    price: Linear = dict(near.price)
    units: Linear = {column: catalogue.articles[o].step for o, column in near.units.items()}
    for total in (price, units):
        tied.row(total, None, sum(weight * solution.values[column] for column, weight in total.items()))
    return tied


def _stages(tied: Model, catalogue: Catalogue) -> list[dict[int, int]]:
    """Objectives to be minimised one after another; several offerings share one as long as its numbers stay small."""
    articles = catalogue.articles
    free = [
        (o, tied.units[o])
        for o in articles
        if o in tied.units and tied.lower[tied.units[o]] < tied.upper[tied.units[o]]
    ]
    unasked = {column: articles[o].step for o, column in free if not articles[o].asked}
    weight, earlier = 1, dict[int, int]()
    stages: list[dict[int, int]] = []
    for _, column in reversed(free):
        if weight * (tied.upper[column] + 1) > LARGEST_STAGE:
            stages.insert(0, earlier)
            weight, earlier = 1, {}
        earlier[column] = -weight
        weight *= tied.upper[column] - tied.lower[column] + 1
    stages.insert(0, earlier)
    if unasked and weight * sum(tied.upper[c] * step for c, step in unasked.items()) < LARGEST_STAGE << 8:
        for column, step in unasked.items():
            stages[0][column] = stages[0].get(column, 0) + weight * step
    elif unasked:
        stages.insert(0, unasked)
    return stages
