"""A problem taken apart: what cannot matter is dropped, and parts that share no offering stand by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from advisor.planner.lower import allowed_offerings
from advisor.planner.problem import Catalogue, Problem, Quantities, Requirement, RowClass, Term
from advisor.planner.rows import most_needed
from advisor.planner.useful import most_useful_units


@dataclass(frozen=True)
class Part:
    """A problem that shares no offering with any other part, and the units that are forced in it."""

    offerings: frozenset[str]
    problem: Problem
    forced: dict[str, int]


def split(problem: Problem, catalogue: Catalogue, forced: Quantities) -> tuple[Part, ...]:
    """The independent parts of a problem, in the order of the price list."""
    most = most_useful_units(problem, catalogue, forced, allowed_offerings(problem, catalogue))
    requirements = [slim for r in problem.requirements if (slim := simplify(r, most, forced)) is not None]
    groups = [[_slim_row(row, most, forced) for row in group] for group in problem.row_groups]
    groups = [[row for row in group if row.requirements] for group in groups]
    bounds = [b for b in problem.bounds if most.get(b.offering, 0)]
    ties: list[list[str]] = [_names(r) for r in requirements]
    ties += [[name for r in row.requirements for name in _names(r)] for group in groups for row in group]
    ties += [[b.offering, *b.triggers] for b in bounds if b.triggers]
    ties += [[*c.offerings, *(c.triggers or ())] for c in problem.conflicts]
    ties += [sorted(chain) for chain in problem.never_together]
    parts: list[Part] = []
    for offerings in _connected(ties, [o for o in catalogue.articles if most.get(o, 0)]):
        inside = frozenset(offerings)
        own_requirements = tuple(r for r in requirements if inside.intersection(_names(r)))
        own_groups = tuple(
            own
            for group in groups
            if (own := tuple(row for row in group if any(inside.intersection(_names(r)) for r in row.requirements)))
        )
        own_forced = {o: n for o, n in forced.items() if o in inside and n}
        if not own_requirements and not own_groups and not own_forced:
            continue
        parts.append(
            Part(
                inside,
                Problem(
                    own_requirements,
                    own_groups,
                    tuple(b for b in bounds if b.offering in inside),
                    tuple(c for c in problem.conflicts if inside.issuperset(c.offerings)),
                    tuple(pair for pair in problem.at_least if pair[0] in inside),
                    (),
                    tuple(chain for chain in problem.never_together if chain <= inside),
                ),
                own_forced,
            )
        )
    return tuple(parts)


def simplify(requirement: Requirement, most: Quantities, forced: Quantities) -> Requirement | None:
    """The requirement without demands that cannot arise and supplies that cannot help; None where it is met whatever happens."""
    terms = tuple(term for t in requirement.terms if (term := _simplify_term(t, most, forced)) is not None)
    slim = replace(
        requirement, terms=terms, supplies=tuple(s for s in requirement.supplies if most.get(s[0], 0) and s[1] > 0)
    )
    needed = most_needed(slim, most)
    return None if needed <= 0 or needed <= slim.already else slim


def _simplify_term(term: Term, most: Quantities, forced: Quantities) -> Term | None:
    if term.unless is not None and forced.get(term.unless, 0):
        return None
    if term.unless is not None and not most.get(term.unless, 0):
        term = replace(term, unless=None)
    if term.triggers is None:
        return term
    if not term.per_unit and any(forced.get(o, 0) for o in term.triggers):
        return replace(term, triggers=None)
    triggers = tuple(o for o in term.triggers if most.get(o, 0))
    return replace(term, triggers=triggers) if triggers else None


def _slim_row(row: RowClass, most: Quantities, forced: Quantities) -> RowClass:
    """Within a row nothing is forced or excluded: only what stands outside it is known."""
    outside = {o: n for o, n in forced.items() if o not in row.within}
    slim = (simplify(r, most, outside) for r in row.requirements)
    within = frozenset(
        o for o in row.within if most.get(o, 0)
    )  # what a limit keeps out of the plan goes into no row either
    return replace(row, requirements=tuple(r for r in slim if r is not None), within=within)


def _names(requirement: Requirement) -> list[str]:
    names = [offering for offering, _ in requirement.supplies]
    for term in requirement.terms:
        names += [*(term.triggers or ()), *((term.unless,) if term.unless else ())]
    return names


def _connected(ties: Iterable[list[str]], offerings: list[str]) -> list[list[str]]:
    """Offerings that hang together, each set in price-list order, the sets by their first."""
    leader = {offering: offering for offering in offerings}

    def find(offering: str) -> str:
        while leader[offering] != offering:
            leader[offering] = leader[leader[offering]]
            offering = leader[offering]
        return offering

    for names in ties:
        known = [find(name) for name in names if name in leader]
        for other in known[1:]:
            leader[find(other)] = find(known[0])
    sets: dict[str, list[str]] = {}
    for offering in offerings:
        sets.setdefault(find(offering), []).append(offering)
    return list(sets.values())
