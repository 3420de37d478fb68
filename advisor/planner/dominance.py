"""Offerings that are in no least plan: another one gives at least as much for less, and nothing speaks against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from advisor.planner.problem import Article, Bound, Catalogue, Problem, Requirement
from advisor.values import Number


def without_dominated(problem: Problem, catalogue: Catalogue) -> Problem:
    """The same problem, in which what no least plan contains may be in none."""
    return without(problem, dominated((problem,), catalogue))


def without(problem: Problem, offerings: Collection[str]) -> Problem:
    none = tuple(Bound("", offering, 0) for offering in sorted(offerings))
    return replace(problem, bounds=(*problem.bounds, *none)) if none else problem


def dominated(
    problems: Iterable[Problem], catalogue: Catalogue, unclear: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The offerings that are in no least plan of any problem that is put together from these.

    Every unit of one could be exchanged for a unit of another that supplies as much of everything, causes no demand that the first
    does not cause, is neither limited nor in conflict with anything, and costs less in every number. `unclear`: offerings of
    which nobody knows how much they give; they are not left out."""
    problems = tuple(problems)
    requirements = [*_requirements(problems)]
    given: dict[str, dict[int, Number]] = {}
    for place, requirement in enumerate(requirements):
        for offering, amount in requirement.supplies:
            if amount > 0 and offering in catalogue.articles:
                given.setdefault(offering, {})[place] = amount
    sets = dict.fromkeys(frozenset(t.triggers) for r in requirements for t in r.terms if t.triggers)
    sets |= dict.fromkeys(frozenset(b.triggers) for p in problems for b in p.bounds if b.triggers)
    stays = {t.unless for r in requirements for t in r.terms} | {o for p in problems for o, _ in p.at_least} | unclear
    fixed = {b.offering for p in problems for b in p.bounds}
    fixed |= {o for p in problems for c in p.conflicts for o in (*c.offerings, *(c.triggers or ()))}
    fixed |= {o for p in problems for chain in p.never_together for o in chain}
    priced = {o: _Priced.of(catalogue, catalogue.articles[o]) for o in given}
    by_place: dict[int, list[str]] = {}
    for offering, amounts in given.items():
        for place in amounts:
            by_place.setdefault(place, []).append(offering)
    found: set[str] = set()
    for offering, amounts in given.items():
        if offering in stays:
            continue
        for other in by_place[next(iter(amounts))]:
            if other not in fixed and priced[other].less_than(priced[offering]):
                gives = given[other]
                as_much = all(gives.get(place, 0) >= amount for place, amount in amounts.items())
                if as_much and not any(other in some and offering not in some for some in sets):
                    found.add(offering)
                    break
    return frozenset(found)


def supplying(problem: Problem) -> frozenset[str]:
    """The offerings that supply something which is asked for."""
    return frozenset(offering for requirement in _requirements((problem,)) for offering, _ in requirement.supplies)


def _requirements(problems: Iterable[Problem]) -> Iterable[Requirement]:
    for problem in problems:
        yield from problem.requirements
        for group in problem.row_groups:
            for row in group:
                yield from row.requirements


@dataclass(frozen=True)
class _Priced:
    """What a unit costs at most and at least in each number that counts: the price over the horizon and, where there is a budget,
    once and a month. `falling`: more of it never costs more a piece."""

    article: Article
    most: tuple[int, ...]
    least: tuple[int, ...]
    falling: bool
    counted: bool

    @classmethod
    def of(cls, catalogue: Catalogue, article: Article) -> _Priced:
        budgets = (catalogue.budget_once is not None, catalogue.budget_monthly is not None)
        costs = [
            (
                tier.once + tier.monthly * catalogue.horizon,
                tier.once if budgets[0] else 0,
                tier.monthly if budgets[1] else 0,
            )
            for tier in article.tiers
        ]
        falling = all(b <= a for one, other in pairwise(costs) for a, b in zip(one, other))
        counted = any(budgets) and article.id not in catalogue.not_counted
        return cls(article, tuple(map(max, zip(*costs))), tuple(map(min, zip(*costs))), falling, counted)

    def less_than(self, other: _Priced) -> bool:
        """Whether each unit of the other can be exchanged for one of this, whatever else there is, for less money."""
        one, two = self.article, other.article
        sellable = two.step % one.step == 0 and one.whole(1) <= two.whole(1)
        cheaper = self.falling and self.most[0] < other.least[0] and one.setup <= two.setup
        if not (sellable and cheaper):
            return False
        return not self.counted or (other.counted and all(a <= b for a, b in zip(self.most, other.least)))
