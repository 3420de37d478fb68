"""Bounds that hold over all worlds, also those that were not looked at: the weakest demands, and the least of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from advisor.engine.effects import join
from advisor.engine.planning import Planning, weaker
from advisor.engine.possibilities import Part, Possibilities
from advisor.engine.sources import Must
from advisor.planner.dominance import dominated, supplying
from advisor.planner.least import least_units
from advisor.planner.lower import MOST_UNITS
from advisor.planner.problem import Article, Plan, Problem, Requirement, RowClass
from advisor.planner.useful import most_useful_units

FEW = 8  # fragments that ask for least; the weakest of all, if there is one, is among them


def weakest(found: Possibilities) -> Problem:
    """A problem that every world's plan meets: only what is demanded in all worlds, and only the limits of all worlds. What must
    be there is not among it: see `kept_everywhere`."""
    return join([*found.fixed, *(part.ends.weakest if part.ends else _weakest_of(part) for part in found.parts)])


def kept_everywhere(planning: Planning, found: Possibilities) -> Must:
    """What of all that must be there is kept in every world, if it can be kept under the strictest demands and limits.

    It is what is kept under the weakest ones, walked in order. What is dropped there is dropped in every world, for every world
    asks for more; and where one plan keeps all the rest in every world, none of it is dropped in any."""
    if not found.must:
        return ()
    problem = replace(weakest(found), at_least=found.must)
    kept = planning.within_limits(problem)
    if planning.cheapest(replace(problem, at_least=kept)) is not None:
        return kept
    plan = planning.plan(problem)
    return kept if plan is None else tuple((o, n) for o, n in kept if plan.quantities.get(o, 0) >= n)


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


def most_of_each(
    planning: Planning, found: Possibilities, cover: Plan | None, firm: Mapping[str, int]
) -> dict[str, int | None]:
    """Per offering the most of it in any world's plan (None: no end is known); none of those that no world calls for.

    No least plan has more of it than the greatest demands can make use of, and none is dearer than the cover plan: what is firm
    of the others is paid for, and the rest of the money is all there is."""
    reach = frozenset(planning.catalogue.articles) - never_least(planning, found)
    while True:  # what is in no plan calls for nothing either
        most = _most_within(planning, found, cover, firm, reach)
        if most.keys() == reach:
            return most
        reach = frozenset(most)


def never_least(planning: Planning, found: Possibilities) -> frozenset[str]:
    """The offerings that are in no world's least plan, for another one does for less in every world. With a date none is known: the
    other one may come too late."""
    if planning.days is not None:
        return frozenset()
    problems = [*found.fixed, Problem(at_least=found.must)]
    unclear: set[str] = set()
    for part in found.parts:
        if part.ends is None:
            problems.extend(part.fragments[n] for n in part.possible)
            continue
        ends = [part.ends.weakest, part.ends.strictest, part.ends.useful or Problem()]
        problems.extend(ends)
        unclear.update(o for end in ends for o in supplying(end))
    return dominated(problems, planning.catalogue, frozenset(unclear))


def _most_within(
    planning: Planning, found: Possibilities, cover: Plan | None, firm: Mapping[str, int], reach: frozenset[str]
) -> dict[str, int | None]:
    """The same, where it is known already that nothing outside of `reach` is in any plan."""
    articles, horizon = planning.catalogue.articles, planning.catalogue.horizon
    useful = _most_useful(planning, found, reach)
    least = {o: _least_price(articles[o], n, horizon) for o, n in firm.items()}
    left = None if cover is None else cover.price - sum(least.values())
    most: dict[str, int | None] = {}
    for offering in (o for o in articles if o in reach):
        units = None if useful is None else useful.get(offering, 0)
        units = None if units is not None and units >= MOST_UNITS else units
        if left is not None:
            units = _affordable(articles[offering], units, left + least.get(offering, 0), horizon)
        if units is None or units:
            most[offering] = units
    return most


def _affordable(article: Article, units: int | None, money: int, horizon: int) -> int | None:
    """The most that so much money can pay for, and no more than `units`; None where it costs nothing."""
    most = MOST_UNITS if units is None else units
    low, high = 0, most
    while low < high:  # the least price of so many or more grows with them
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _least_price(article, middle, horizon) <= money else (low, middle - 1)
    return None if units is None and low == MOST_UNITS else low


def _least_price(article: Article, units: int, horizon: int) -> int:
    """What so many units, or more where more cost less, are at least."""
    if not units:
        return 0
    starts = (article.whole(max(tier.from_quantity, units)) for tier in article.tiers)
    return min(article.price(start, horizon) for start in (article.whole(units), *starts))


def least_cost(planning: Planning, firm: Mapping[str, int], once: bool) -> int:
    """What the firm units cost at least, once or a month: more of them may cost less. The customer's own work costs them nothing
    with us."""
    catalogue = planning.catalogue
    total = 0
    for offering, units in firm.items():
        article = catalogue.articles[offering]
        cost = article.once if once else article.monthly
        starts = (article.whole(max(tier.from_quantity, units)) for tier in article.tiers)
        total += (
            min(map(cost, (article.whole(units), *starts))) if units and offering not in catalogue.not_counted else 0
        )
    return total


def without_own_work(planning: Planning) -> Planning:
    """The same with what the customer does themselves at no price: what is paid to us alone."""
    catalogue = planning.catalogue
    free = {
        o: replace(a, setup=0, tiers=tuple(replace(tier, once=0, monthly=0) for tier in a.tiers))
        if o in catalogue.not_counted
        else a
        for o, a in catalogue.articles.items()
    }
    return replace(planning, catalogue=replace(catalogue, articles=free), remembered={}, strongest={})


def _most_useful(planning: Planning, found: Possibilities, reach: frozenset[str]) -> dict[str, int] | None:
    """The most of each offering that the demands of any world can make use of; None where that is not known."""
    ends = [part.ends.useful for part in found.parts if part.ends]
    fragments = [*found.fixed, *(part.fragments[n] for part in found.parts if not part.ends for n in part.possible)]
    if None in ends:
        return None
    fragments.extend(end for end in ends if end is not None)
    everything = Problem(
        tuple(dict.fromkeys(_within_reach(r, reach) for f in fragments for r in f.requirements)),
        tuple(dict.fromkeys(_rows_within_reach(group, reach) for f in fragments for group in f.row_groups)),
    )
    return most_useful_units(everything, planning.catalogue, dict(found.must), reach)


def _within_reach(requirement: Requirement, reach: frozenset[str]) -> Requirement:
    terms = tuple(t for t in requirement.terms if t.triggers is None or not reach.isdisjoint(t.triggers))
    return requirement if len(terms) == len(requirement.terms) else replace(requirement, terms=terms)


def _rows_within_reach(group: Sequence[RowClass], reach: frozenset[str]) -> tuple[RowClass, ...]:
    return tuple(replace(row, requirements=tuple(_within_reach(r, reach) for r in row.requirements)) for row in group)


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
