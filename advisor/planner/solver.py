"""The one place that calls HiGHS: whole numbers in, whole numbers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from advisor.planner.linear import Model

MOST_NODES = 50_000


@dataclass(frozen=True)
class Solution:
    """Column values, the objective's value, and a proven bound below which no solution lies."""

    values: tuple[int, ...]
    objective: int
    bound: int


def minimise(model: Model, objective: Mapping[int, int], fixed: Mapping[int, int] | None = None) -> Solution | None:
    """The least solution of a model, None where there is none. `fixed` columns keep their value."""
    if model.infeasible:
        return None
    solver = _solver(model, objective, fixed or {}, whole=True)
    solver.run()
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = tuple(round(value) for value in solver.getSolution().col_value)
    reached = sum(cost * values[column] for column, cost in objective.items())
    proven = status == highspy.HighsModelStatus.kOptimal
    return Solution(values, reached, reached if proven else int(np.ceil(info.mip_dual_bound - 1e-6)))


def can_reach(model: Model, objective: Mapping[int, int], most: int) -> bool:
    """Whether some solution has an objective of `most` or less. What lies above is cut off, not a row: the solver prunes by it."""
    if model.infeasible:
        return False
    solver = _solver(model, objective, {}, whole=True)
    solver.setOptionValue("objective_bound", most + 0.5)
    solver.setOptionValue("objective_target", float(most))  # one is enough
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return False
    values = solver.getSolution().col_value  # it may be one from above the limit, found on the way
    return sum(cost * round(values[column]) for column, cost in objective.items()) <= most


def reduced_costs(model: Model, objective: Mapping[int, int]) -> tuple[float, Sequence[float]]:
    """Of the model without its integrality: the least objective, and what a step of each column away from its bound adds to it."""
    solver = _solver(model, objective, {}, whole=False)
    solver.run()
    return solver.getInfo().objective_function_value, solver.getSolution().col_dual


def least_of_fractions(model: Model, objective: Mapping[int, int]) -> float | None:
    """The least objective of the model without its integrality, a bound; None where the solver cannot say."""
    if model.infeasible:
        return None
    solver = _solver(model, objective, {}, whole=False)
    solver.run()
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return solver.getInfo().objective_function_value if proven else None


def _solver(model: Model, objective: Mapping[int, int], fixed: Mapping[int, int], whole: bool) -> highspy.Highs:
    columns = len(model.lower)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(model.rows)
    cost = np.zeros(columns)
    for column, value in objective.items():
        cost[column] = value
    lower, upper = np.array(model.lower, dtype=float), np.array(model.upper, dtype=float)
    for column, value in fixed.items():
        lower[column] = upper[column] = value
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, lower, upper
    infinity = highspy.kHighsInf
    lp.row_lower_ = np.array([-infinity if least is None else least for _, least, _ in model.rows], dtype=float)
    lp.row_upper_ = np.array([infinity if most is None else most for _, _, most in model.rows], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in model.rows)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array([column for terms, _, _ in model.rows for column, _ in terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([value for terms, _, _ in model.rows for _, value in terms], dtype=float)
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[is_whole] for is_whole in model.whole]
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in OPTIONS.items():
        solver.setOptionValue(option, setting)
    solver.passModel(lp)
    return solver


OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # objectives are whole numbers: nothing better lies within half a unit
    "mip_max_nodes": MOST_NODES,  # a count, not a time: the same answer on every machine
    "mip_detect_symmetry": False,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,  # on models of this size both cost more than they save
    "mip_allow_restart": False,
    "mip_feasibility_tolerance": 1e-7,
    "primal_feasibility_tolerance": 1e-8,
}
