"""Bounds that hold over all worlds, also those that were not looked at: the weakest demands, and the least of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.engine.demands import join
from advisor.engine.planning import Planning, weaker
from advisor.engine.possibilities import Part, Possibilities
from advisor.planner.least import least_units
from advisor.planner.problem import Problem, Requirement, RowClass

FEW = 8  # fragments that ask for least; the weakest of all, if there is one, is among them


def weakest(found: Possibilities) -> Problem:
    """A problem that every world's plan meets: only what is demanded in all worlds, and only the limits of all worlds."""
    return join([*found.fixed, *(_weakest_of(part) for part in found.parts)])


def _weakest_of(part: Part) -> Problem:
    fragments = [part.fragments[n] for n in part.possible]
    for fragment in sorted(fragments, key=lambda f: sum(r.needed({}) - r.already for r in f.requirements))[:FEW]:
        if all(weaker(fragment, other) for other in fragments):
            return fragment
    first, *others = fragments
    return Problem(
        requirements=tuple(r for r in first.requirements if all(_has(other, r) for other in others)),
        row_groups=_common_rows(fragments),
        bounds=tuple(b for b in first.bounds if all(b in other.bounds for other in others)),
        conflicts=tuple(c for c in first.conflicts if all(c in other.conflicts for other in others)),
        impossible=tuple(i for i in first.impossible if all(i in other.impossible for other in others)),
    )


def _has(fragment: Problem, requirement: Requirement) -> bool:
    return any(weaker(Problem((requirement,)), Problem((other,))) for other in fragment.requirements)


def _common_rows(fragments: Sequence[Problem]) -> tuple[tuple[RowClass, ...], ...]:
    """Of every class of rows as many as there are in all worlds."""
    if any(len(fragment.row_groups) != 1 for fragment in fragments):
        return ()
    counted = [{row.requirements: row for row in fragment.row_groups[0]} for fragment in fragments]
    common = []
    for needs, row in counted[0].items():
        counts = [rows[needs].count if needs in rows else 0 for rows in counted]
        if min(counts):
            common.append(RowClass(row.inventory, min(counts), needs, row.within))
    return (tuple(common),) if common else ()


def least_of_each(
    planning: Planning, problem: Problem, seen: Mapping[str, int], most_price: int, effort: int
) -> dict[str, int]:
    """Per offering, the least of it in any plan that meets `problem` and costs no more than `most_price`, or a little less: as
    whole units count only where fractions of them leave room below the least that was `seen`, and as far as the effort goes."""
    solved, start = planning.solved, planning.solved.effort
    found: dict[str, int] = {}
    for offering, units in seen.items():
        bound = least_units(problem, planning.catalogue, offering, most_price, solved, whole=False)
        if bound < units and solved.effort - start <= effort:
            bound = least_units(problem, planning.catalogue, offering, most_price, solved, whole=True)
        elif bound < units:
            solved.cut_short = True
        found[offering] = min(bound, units)
    return found
