"""A whole recommendation against one bare solve of the same model for the price alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from advisor.case import Case
from advisor.engine.facts import settle
from advisor.engine.index import Index
from advisor.engine.recommend import Memory, recommend, with_holds
from advisor.engine.setting import catalogue_of, look_at_wants, setting_of
from advisor.engine.tabulate import possibilities
from advisor.engine.worlds import likely_position, problem_of
from advisor.pack import Pack
from advisor.planner.lower import NoPlan, allowed_offerings, forced_units
from advisor.planner.model import Builder
from advisor.planner.problem import Catalogue, Problem
from advisor.planner.solver import minimise
from benchmarks.measure import Figure, timed
from benchmarks.packs import large_pack

LARGE = 100  # offerings; beyond that `holds_while` is not measured
SIZES = ((20, 50, 3.0), (200, 500, 6.0))  # offerings, rules, mark


@dataclass(frozen=True)
class Times:
    """Seconds for one pack. `answer`: a whole recommendation; `holds`: how far each number can move, on request (None: not
    measured)."""

    bare: float
    answer: float
    holds: float | None
    solver_needed: bool
    has_plan: bool


def likely_problem(pack: Pack, case: Case) -> tuple[Problem, Catalogue]:
    """What the plan of the likely world has to meet, and the price list."""
    memory = Memory.of(Index(pack))
    index = memory.index
    wanted = look_at_wants(index, case, {})
    setting = setting_of(index, case, frozenset(o.outcome for o in case.outcomes), wanted)
    catalogue = catalogue_of(index, case)
    must = wanted.at_least(index, case).at_least
    found = possibilities(
        index,
        setting,
        case,
        settle(index, case, lambda rule: setting.counts(index, rule)),
        memory.cuts,
        must,
        catalogue,
    )
    return problem_of(found, likely_position(found)), catalogue


def bare_solve(problem: Problem, catalogue: Catalogue) -> int | None:
    """The least price alone, model building included; None where there is no plan."""
    try:
        forced = forced_units(problem, catalogue)
    except NoPlan:
        return None
    model = Builder(problem, catalogue, forced, allowed_offerings(problem, catalogue)).model
    solution = minimise(model, model.price)
    return None if solution is None else solution.objective


def times_of(seed: int, offerings: int, rules: int) -> Times:
    pack, case = large_pack(seed, offerings, rules)
    problem, catalogue = likely_problem(pack, case)
    bare, price = timed(bare_solve, problem, catalogue)
    memory = Memory.of(Index(pack))
    answer, found = timed(recommend, pack, case, memory)
    needed = bool(memory.known)
    holds = timed(with_holds, pack, case, found, memory)[0] if offerings < LARGE else None
    if price is not None and found.certificate is not None and found.certificate.proven:
        assert found.certificate.price == price, (
            f"pack {seed}: {found.certificate.price} is not the least price, {price}"
        )
    return Times(bare, answer, holds, needed, price is not None)


def plans(packs: int) -> Iterator[Figure]:
    for offerings, rules, mark in SIZES:
        times = [times_of(seed, offerings, rules) for seed in range(packs)]
        size = f"{offerings} offerings/{rules} rules"
        planned = [t for t in times if t.has_plan]
        note = f"median of {len(planned)} packs with a plan, of {packs}; bare solve {median(t.bare for t in planned) * 1000:.0f} ms"
        yield Figure(
            f"{size}: packs that need the solver", 100 * sum(t.solver_needed for t in times) / packs, 80, "%", True
        )
        yield Figure(
            f"{size}: whole recommendation / bare HiGHS", median(t.answer / t.bare for t in planned), mark, note=note
        )
        held = [(t.answer + t.holds) / t.bare for t in planned if t.holds is not None]
        if held:
            yield Figure(f"{size}: the same with `holds_while`", median(held))
