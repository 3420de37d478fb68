"""The worlds: every way the open answers can turn out, the least plan of each, and what holds over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from random import Random

from advisor.engine.bounds import (
    kept_everywhere,
    least_cost,
    least_of_each,
    most_of_each,
    never_least,
    weakest,
    without_own_work,
)
from advisor.engine.effects import join
from advisor.engine.planning import Planning, weaker
from advisor.engine.possibilities import Possibilities
from advisor.planner.dominance import without
from advisor.planner.problem import Bound, Plan, Problem

MOST_WORLDS = 4_096  # looked at one by one; beyond that some are looked at and the rest is bounded
SOME_WORLDS = 160
MOST_EFFORT = 8_000  # counted as in `Solved`, and one for each world: beyond it not all worlds are looked at after all
FOR_SOME = 4  # a quarter of the effort is for the worlds that then are


@dataclass(frozen=True)
class World:
    """One way the open answers can turn out: per open fact the position of its cell, how likely it is (whole parts), its plan."""

    at: tuple[int, ...]
    weight: int
    plan: Plan | None


@dataclass(frozen=True)
class Least:
    """What is paid to us in every world at least (cents)."""

    once: int
    monthly: int
    total: int  # over the horizon


@dataclass(frozen=True)
class Explored:
    """The worlds looked at, the likely one, and the cover plan: the cheapest that is complete in every world (None: there is
    none). `firm` and `up_to` hold over all worlds, also those not looked at; `up_to` None: not known. `no_plan`: it is proven that
    no world has a plan. `same`: it is proven that every world has the same one, although not all were looked at."""

    possibilities: Possibilities
    worlds: tuple[World, ...]
    of: int
    likely: World
    cover: Plan | None
    firm: Mapping[str, int]
    up_to: Mapping[str, int | None]
    least: Least
    no_plan: bool = False
    same: bool = False

    @property
    def all_looked_at(self) -> bool:
        return self.possibilities.whole and len(self.worlds) == self.of

    def problem(self, world: World) -> Problem:
        return problem_of(self.possibilities, world.at)


def explore(planning: Planning, found: Possibilities, effort: int) -> Explored:
    """Look at every world, or, where there are too many, at some of them and bound the rest."""
    everything = found.whole and found.count <= MOST_WORLDS
    reuse, likeliest = _Reuse(planning, found), likely_position(found)
    worlds = reuse.plan_all(_all(found), likeliest, effort) if everything else ()
    if len(worlds) < found.count:
        some = _some(found, SOME_WORLDS)
        worlds = reuse.plan_all(some, likeliest, effort // FOR_SOME)
        planning.solved.cut_short |= everything or len(worlds) < len(some)
        everything = False
    likely = next(world for world in worlds if world.at == likeliest)
    cover = cover_plan(planning, found, worlds)
    plans = [world.plan.quantities if world.plan else {} for world in worlds]
    firm = {o: min(q.get(o, 0) for q in plans) for o in planning.catalogue.articles if any(q.get(o) for q in plans)}
    if not everything:
        return _bounded(planning, found, worlds, likely, cover, firm, effort)
    up_to = {o: max(q.get(o, 0) for q in plans) for o in firm}
    catalogue = planning.catalogue
    once, monthly = [catalogue.once(q) for q in plans], [catalogue.monthly(q) for q in plans]
    total = min(o + m * catalogue.horizon for o, m in zip(once, monthly))
    none = all(world.plan is None for world in worlds)
    return Explored(found, worlds, found.count, likely, cover, firm, up_to, Least(min(once), min(monthly), total), none)


def _bounded(
    planning: Planning,
    found: Possibilities,
    worlds: tuple[World, ...],
    likely: World,
    cover: Plan | None,
    seen: Mapping[str, int],
    effort: int,
) -> Explored:
    """What holds over all worlds, also those that were not looked at. Where no plan covers all of them, some may have no plan at
    all: then nothing is firm, and nothing is sure to be paid."""
    if cover is None:
        up_to = most_of_each(planning, found, None, {})
        none = all(world.plan is None for world in worlds) and planning.cheapest(weakest(found)) is None
        return Explored(found, worlds, found.count, likely, None, {}, up_to, Least(0, 0, 0), none)
    low = without(replace(weakest(found), at_least=kept_everywhere(planning, found)), never_least(planning, found))
    firm = least_of_each(planning, low, {o: n for o, n in seen.items() if n}, cover.price, effort)
    up_to = most_of_each(planning, found, cover, firm)
    cheapest = planning.cheapest(low)
    own_work = bool(planning.catalogue.not_counted.intersection(up_to))
    paid = without_own_work(planning).cheapest(low) if own_work else cheapest
    total = paid.bound if paid else 0
    once, monthly = (least_cost(planning, firm, once) for once in (True, False))
    sold = [planning.catalogue.articles[o] for o in up_to if o not in planning.catalogue.not_counted]
    if not any(tier.monthly for article in sold for tier in article.tiers):
        once = max(once, total)
    least = Least(once, monthly, max(total, once + monthly * planning.catalogue.horizon))
    # The least plan at the weakest demands, if it is complete in every world, is the least in every world.
    same = cheapest is not None and cheapest.proven and cheapest.price == cover.price
    same = same and planning.plan_whole(low) == cover
    return Explored(found, worlds, found.count, likely, cover, firm, up_to, least, same=same)


def cover_plan(
    planning: Planning, found: Possibilities, worlds: Sequence[World], price_alone: bool = False
) -> Plan | None:
    """The cheapest plan that is complete whatever the open answers are; None where there is none, or where one of `worlds` (those
    looked at) has no plan. What must be there is there as far as any world lets it, or, where not all are looked at, all that is
    kept in every one. `price_alone`: any that is as cheap will do."""
    plans = [world.plan.quantities for world in worlds if world.plan is not None]
    if len(plans) < len(worlds):
        return None
    if found.whole and len(worlds) == found.count == 1:
        return worlds[0].plan
    if found.whole and len(worlds) == found.count:
        asked = ((o, max(min(units, plan.get(o, 0)) for plan in plans)) for o, units in found.must)
        must = tuple((o, n) for o, n in asked if n)
    else:
        must = kept_everywhere(planning, found)
    fragments: list[Problem] = [*found.fixed, Problem(at_least=must)]
    for part in found.parts:
        if part.ends:
            fragments.append(part.ends.strictest)
            continue
        key = (part.name, part.possible)
        if key not in planning.strongest:
            planning.strongest[key] = _strongest([part.fragments[n] for n in part.possible])
        fragments.extend(planning.strongest[key])
    return planning.cheapest(join(fragments)) if price_alone else planning.plan_whole(join(fragments))


def _strongest(fragments: list[Problem]) -> list[Problem]:
    """Without those that another already contains."""
    kept: list[Problem] = []
    for number, fragment in enumerate(fragments):
        others = [*kept, *fragments[number + 1 :]]
        if not any(weaker(fragment, other) for other in others):
            kept.append(fragment)
    return kept


def problem_of(found: Possibilities, at: Sequence[int]) -> Problem:
    place = {fact: number for number, fact in enumerate(found.open)}
    chosen = (part.fragments[part.table[tuple(at[place[f]] for f in part.facts)]] for part in found.parts)
    return join([*found.fixed, *chosen, Problem(at_least=found.must)])


def likely_position(found: Possibilities) -> tuple[int, ...]:
    """The weightiest cell of each fact; of several, the middle one."""
    position: list[int] = []
    for cells in found.open.values():
        most = max(cell.weight for cell in cells.cells)
        heaviest = [number for number, cell in enumerate(cells.cells) if cell.weight == most]
        position.append(heaviest[(len(heaviest) - 1) // 2])
    return tuple(position)


def _all(found: Possibilities) -> list[tuple[int, ...]]:
    return list(product(*(range(len(cells.cells)) for cells in found.open.values())))


def _some(found: Possibilities, most: int) -> list[tuple[int, ...]]:
    """The likely world, each answer changed by itself from there, and worlds drawn by their likelihood; always the same ones."""
    likely = likely_position(found)
    chosen: dict[tuple[int, ...], None] = {likely: None}
    sizes = [len(cells.cells) for cells in found.open.values()]
    for number, size in enumerate(sizes if most > 1 else []):
        stride = max(1, size // 6)
        for other in {*range(0, size, stride), size - 1}:
            chosen[(*likely[:number], other, *likely[number + 1 :])] = None
    draw = Random(0)
    weights = [[cell.weight for cell in cells.cells] for cells in found.open.values()]
    for _ in range(most):
        if len(chosen) >= most:
            break
        chosen[tuple(draw.choices(range(len(w)), w if any(w) else None)[0] for w in weights)] = None
    return sorted(chosen)


@dataclass
class _Reuse:
    """Plans worlds from the weakest demands up. A plan that is least in a world with weaker demands, and still does in this one,
    is least here too, so one solve serves many worlds."""

    planning: Planning
    found: Possibilities
    plans: list[Plan | None] = field(default_factory=list)
    solved_at: list[list[tuple[int, ...]]] = field(default_factory=list)  # per plan, the worlds it was solved for
    impossible: list[tuple[int, ...]] = field(default_factory=list)
    must: Mapping[str, int] = field(default_factory=dict)
    known: dict[tuple[int, int, int], bool] = field(
        default_factory=dict
    )  # part, fragment, fragment: the first is weaker

    def plan_all(
        self, positions: Sequence[tuple[int, ...]], first: tuple[int, ...], most_effort: int
    ) -> tuple[World, ...]:
        """The worlds at these positions, or as many as can be planned with so much effort; `first` is always among them."""
        self.must = dict(self.found.must)
        rank = [[_strength(fragment) for fragment in part.fragments] for part in self.found.parts]
        weights = [[cell.weight for cell in cells.cells] for cells in self.found.open.values()]
        keys = {at: self._key(at) for at in positions}
        by_key: dict[tuple[int, ...], Plan | None] = {}
        solved, start = self.planning.solved, self.planning.solved.effort
        for key in sorted(set(keys.values()), key=lambda k: (k != keys[first], sum(r[n] for r, n in zip(rank, k)), k)):
            if by_key and solved.effort - start + len(by_key) > most_effort:
                break
            by_key[key] = self._plan(key)
        planned = (at for at in positions if keys[at] in by_key)
        return tuple(World(at, prod(w[p] for w, p in zip(weights, at)), by_key[keys[at]]) for at in planned)

    def _key(self, at: tuple[int, ...]) -> tuple[int, ...]:
        place = {fact: number for number, fact in enumerate(self.found.open)}
        return tuple(part.table[tuple(at[place[f]] for f in part.facts)] for part in self.found.parts)

    def _plan(self, key: tuple[int, ...]) -> Plan | None:
        if any(self._not_above(other, key) for other in self.impossible):
            return None
        for plan, solved_at in zip(self.plans, self.solved_at):
            if plan is not None and self._meets(plan, key) and any(self._not_above(other, key) for other in solved_at):
                return plan
        fragments = [part.fragments[n] for part, n in zip(self.found.parts, key)]
        plan = self.planning.plan(join([*self.found.fixed, *fragments, Problem(at_least=self.found.must)]))
        if plan is None:
            self.impossible.append(key)
        elif any(plan.quantities.get(o, 0) < units for o, units in self.must.items()):
            pass  # something that must be there had to go: what holds here need not hold where demands are stronger
        elif plan in self.plans:
            self.solved_at[self.plans.index(plan)].append(key)
        else:
            self.plans.append(plan)
            self.solved_at.append([key])
        return plan

    def _not_above(self, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        return all(a == b or self._weaker(place, a, b) for place, (a, b) in enumerate(zip(one, other)))

    def _weaker(self, place: int, one: int, other: int) -> bool:
        """Whether one fragment of a part is weaker than another. With a date none is, for stronger demands can make a chain longer;
        nor is one with rows, or with a limit on what must be there."""
        if self.planning.days is not None:
            return False
        if (place, one, other) not in self.known:
            pair = [self.found.parts[place].fragments[n] for n in (one, other)]
            comparable = all(not f.row_groups and not any(b.offering in self.must for b in f.bounds) for f in pair)
            self.known[place, one, other] = comparable and weaker(*pair)
        return self.known[place, one, other]

    def _meets(self, plan: Plan, key: tuple[int, ...]) -> bool:
        """Whether a plan meets the fragments; rows are not looked at here, so parts with rows must be equal to be reused."""
        quantities = plan.quantities
        return all(
            all(r.met(quantities) for r in part.fragments[n].requirements)
            and all(_kept(b, quantities) for b in part.fragments[n].bounds)
            for part, n in zip(self.found.parts, key)
        )


def _kept(bound: Bound, quantities: Mapping[str, int]) -> bool:
    triggers = bound.triggers
    counts = triggers is None or any(quantities.get(o, 0) for o in triggers)
    return not counts or quantities.get(bound.offering, 0) <= bound.at_most


def _strength(fragment: Problem) -> float:
    """How much a fragment asks for, roughly: worlds that ask for less are planned first."""
    return float(sum(max(requirement.needed({}) - requirement.already, 0) for requirement in fragment.requirements))
