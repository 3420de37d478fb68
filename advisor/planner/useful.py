"""How many units of each offering a least plan can make use of at most."""

from __future__ import annotations

from math import ceil

from advisor.planner.lower import MOST_UNITS, upper_bounds
from advisor.planner.problem import Article, Catalogue, Problem, Quantities, Requirement
from advisor.planner.rows import candidates, most_needed

MOST_ROUNDS = 20


def most_useful_units(
    problem: Problem, catalogue: Catalogue, forced: Quantities, allowed: frozenset[str]
) -> dict[str, int]:
    """Per offering that can be of use, the most units that a least plan can contain."""
    most = {o: n for o, n in forced.items() if n}
    for _ in range(MOST_ROUNDS):
        before = dict(most)
        for requirement in problem.requirements:
            short = most_needed(requirement, most) - requirement.already
            for offering, amount in requirement.supplies:
                if short > 0 and amount > 0 and offering in allowed:
                    useful = 1 if requirement.best else ceil(short / amount)
                    most[offering] = max(most.get(offering, 0), useful)
            _note_unless(requirement, most, allowed)
        for group in problem.row_groups:
            in_group: dict[str, int] = {}
            for row in group:
                for offering, units in candidates(row, allowed, most).items():
                    in_group[offering] = in_group.get(offering, 0) + units * row.count
                for requirement in row.requirements:
                    _note_unless(requirement, most, allowed)
            for offering, units in in_group.items():
                most[offering] = max(most.get(offering, 0), units)
        most = {o: min(_with_tiers(catalogue.articles[o], n), MOST_UNITS) for o, n in most.items()}
        if most == before:
            break
    limits = upper_bounds(problem, catalogue)
    return {o: n if limits[o] is None else min(n, limits[o] or 0) for o, n in most.items()}


def _note_unless(requirement: Requirement, most: dict[str, int], allowed: frozenset[str]) -> None:
    for term in requirement.terms:
        if term.unless is not None and term.unless in allowed:
            most.setdefault(term.unless, 1)


def _with_tiers(article: Article, units: int) -> int:
    """A quantity that may be sold, and large enough for every price break."""
    return max(
        article.whole(units),
        *(article.whole(tier.from_quantity) for tier in article.tiers if len(article.tiers) > 1),
        0,
    )
