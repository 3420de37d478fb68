"""The verifier's word on one plan in one situation: what is missing, and what could cure it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil, prod
from operator import add, le

from advisor.pack import Pack
from advisor.values import Number
from advisor.verifying.verify_numbers import Demand, Plan, RowKind, Situation, Spot
from advisor.verifying.verify_rules import put_into_rows

PLENTY = 10**9  # units: more than any plan has


class TooMany(Exception):
    """More would have to be looked at than the verifier looks at."""


@dataclass
class Effort:
    """How many more places the verifier looks at before it gives up, and the ways of curing a row that it has found so far."""

    left: int = 1_000_000
    found: dict[tuple[object, ...], set[tuple[int, ...]]] = field(default_factory=dict)

    def spend(self, places: int) -> None:
        self.left -= places
        if self.left < 0:
            raise TooMany


@dataclass(frozen=True)
class Gap:
    """Why a plan is not complete. `helpers`: offerings of which more could cure it, in price-list order; none where nothing could.
    `short`: how much is missing, where nothing but more of the `amounts` (offering to amount a unit) can cure it."""

    says: str
    helpers: tuple[str, ...] = ()
    short: Number = 0
    amounts: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    """A capability that is short in one place. `needed` None: a demand lies beyond a sizing table, nothing meets it."""

    capability: str
    needed: Number | None
    have: Number
    demands: tuple[Demand, ...]


def counts(for_: tuple[str, ...], units: Plan) -> bool:
    return not for_ or any(units.get(name, 0) > 0 for name in for_)


def gap(pack: Pack, situation: Situation, plan: Plan, effort: Effort) -> Gap | None:
    """The first thing that makes a plan incomplete; None if it is complete. Raises TooMany."""
    effort.spend(1)
    for name, quantity in situation.wanted:
        if plan.get(name, 0) < quantity:
            return Gap(
                f"{quantity} x {name} must be in the plan: it is insisted on, chosen, or judged by no rule", (name,)
            )
    for ban in situation.bans:
        if counts(ban.for_, plan) and all(plan.get(name, 0) > 0 for name in ban.together):
            return Gap(f"the rule {ban.rule} rules it out")
    for limit in situation.whole.limits:
        if counts(limit.for_, plan) and plan.get(limit.offering, 0) > limit.most:
            return Gap(f"the rule {limit.rule} allows at most {limit.most} x {limit.offering}")
    missing = _missing(pack, situation.whole, plan, plan)
    return _gap_in_rows(pack, situation, plan, effort) if missing is None else _gap_of(pack, situation, missing)


def _gap_of(pack: Pack, situation: Situation, missing: Missing) -> Gap:
    """What could cure a capability of the whole order: more of its suppliers, or what lets one of the demands fall away."""
    name, demands = missing.capability, missing.demands
    if missing.needed is None:
        return Gap(f"the demand for {name} lies beyond the last row of a table", _helpers(pack, set(), demands))
    best = pack.capabilities[name].supplies == "best"
    reach = missing.needed if best else 0
    amounts = {o: a for o, c, a in situation.whole.supplies if c == name and a > 0 and a >= reach}
    helpers = _helpers(pack, set(amounts), demands)
    says = f"of {name}, {missing.needed} is needed and {missing.have} is there"
    if best or any(demand.unless for demand in demands):
        return Gap(says, helpers)
    return Gap(says, helpers, missing.needed - missing.have, amounts)


def _helpers(pack: Pack, suppliers: set[str], demands: Iterable[Demand]) -> tuple[str, ...]:
    able = suppliers | {demand.unless for demand in demands if demand.unless is not None}
    return tuple(name for name in pack.offerings if name in able)


def _missing(pack: Pack, spot: Spot, here: Plan, units: Plan) -> Missing | None:
    """The first capability that is short in a place; None where all is there.

    `here`: what counts as being in the plan at this place; `units`: what can supply there.
    """
    for capability, already in spot.already:
        called_for, supplies = spot.by_capability[capability]
        demands = [d for d in called_for if counts(d.for_, here) and (d.unless is None or not here.get(d.unless, 0))]
        terms = pack.capabilities[capability]
        needed: Number = 0
        for demand in demands:
            if demand.amount is None:
                return Missing(capability, None, already, tuple(demands))
            times = sum(here.get(name, 0) for name in demand.for_) if demand.per_unit else 1
            amount = max(0, demand.amount * times)
            needed = needed + amount if terms.demands == "add" else max(needed, amount)
        supplied = [(units.get(o, 0), amount) for o, amount in supplies if units.get(o, 0)]
        if terms.supplies == "add":
            have = already + sum(quantity * amount for quantity, amount in supplied)
        else:
            have = max([already, *(amount for _, amount in supplied)])
        if have < needed:
            return Missing(capability, needed, have, tuple(demands))
    return None


def _gap_in_rows(pack: Pack, situation: Situation, plan: Plan, effort: Effort) -> Gap | None:
    """Share the units out among the rows, kind by kind, keeping every way that uses nothing needlessly."""
    for inventory in dict.fromkeys(kind.inventory for kind in situation.rows):
        movable = put_into_rows(pack, inventory)
        mine = tuple(name for name in pack.offerings if name in movable and plan.get(name, 0))
        kinds = [kind for kind in situation.rows if kind.inventory == inventory]
        left_short = shared_out(pack, kinds, plan, mine, plan, effort)[1]
        if left_short is not None:
            able = tuple(name for name in pack.offerings if name in movable)
            says = f"{left_short.name or 'a row'} of {inventory} does not get what it needs"
            return Gap(says, _row_helpers(pack, kinds, plan, able, effort))
    return None


def shared_out(
    pack: Pack, kinds: Sequence[RowKind], plan: Plan, mine: Sequence[str], most: Plan, effort: Effort
) -> tuple[set[tuple[int, ...]], RowKind | None]:
    """The least sets of units (in the order of `mine`, no more than `most` of each) that serve all rows; the kind of row at which
    they run out, where they do."""
    front = {tuple(0 for _ in mine)}
    for kind in kinds:
        ways = cures(pack, kind, plan, mine, {name: most[name] for name in mine}, effort)
        for _ in range(kind.count):
            sums = {tuple(map(add, used, way)) for used in front for way in ways}
            within = [s for s in sums if all(n <= most[o] for n, o in zip(s, mine, strict=True))]
            effort.spend(len(sums) + len(within) ** 2 // 10)  # what comparing each with each takes
            front = least_of(within)
            if not front:
                return set(), kind
    return front, None


def served_at_least(pack: Pack, rows: Sequence[RowKind], plan: Plan, effort: Effort) -> list[dict[str, int]]:
    """Sets of units of which every complete plan above `plan` has one, because the rows need it; one empty set where none is known."""
    sets: list[dict[str, int]] = [{}]
    for inventory in dict.fromkeys(kind.inventory for kind in rows):
        movable = put_into_rows(pack, inventory)
        kinds = [kind for kind in rows if kind.inventory == inventory]
        demands = [demand for kind in kinds for demand in kind.spot.demands]
        if any(demand.per_unit or (demand.unless is not None and demand.unless not in movable) for demand in demands):
            continue  # more elsewhere in the plan could make the rows need less
        able = tuple(name for name in pack.offerings if name in movable)
        front, _ = shared_out(pack, kinds, plan, able, dict.fromkeys(able, PLENTY), effort)
        sets = [{**one, **dict(zip(able, units, strict=True))} for one in sets for units in sorted(front)]
    return sets


def _row_helpers(
    pack: Pack, kinds: Sequence[RowKind], plan: Plan, movable: tuple[str, ...], effort: Effort
) -> tuple[str, ...]:
    """What could cure the rows of an inventory: whatever is in some way of curing one of them, if each of them has one."""
    demands = [demand for kind in kinds for demand in kind.spot.demands]
    if any(demand.per_unit for demand in demands):
        return _helpers(pack, {o for kind in kinds for o, _, amount in kind.spot.supplies if amount > 0}, demands)
    plenty = dict.fromkeys(movable, 10**9)
    ways = [cures(pack, kind, plan, movable, plenty, effort) for kind in kinds]
    useful = {o for found in ways for way in found for o, units in zip(movable, way, strict=True) if units}
    return _helpers(pack, useful if all(ways) else set(), demands)


def cures(
    pack: Pack, kind: RowKind, plan: Plan, mine: Sequence[str], most: Mapping[str, int], effort: Effort
) -> set[tuple[int, ...]]:
    """The least sets of units (in the order of `mine`) with which one row of a kind has what it needs. Raises TooMany."""
    movable = put_into_rows(pack, kind.inventory)
    read = {name for demand in kind.spot.demands for name in (*demand.for_, demand.unless)}
    read |= {name for limit in kind.spot.limits for name in limit.for_}
    elsewhere = {name: quantity for name, quantity in plan.items() if name not in movable and name in read}
    useful = tuple(min(most[name], _useful(kind.spot, name, {**elsewhere, **most})) for name in mine)
    key = (kind, tuple(mine), useful, tuple(sorted(elsewhere.items())))
    if key not in effort.found:
        effort.spend(prod(bound + 1 for bound in useful))
        found: list[tuple[int, ...]] = []
        for units in sorted(product(*(range(bound + 1) for bound in useful)), key=sum):
            if any(all(map(le, less, units)) for less in found):
                continue
            put_in = dict(zip(mine, units, strict=True))
            here = {**elsewhere, **put_in}
            broken = any(counts(x.for_, here) and here.get(x.offering, 0) > x.most for x in kind.spot.limits)
            if not broken and _missing(pack, kind.spot, here, put_in) is None:
                found.append(units)
        effort.found[key] = set(found)
    return effort.found[key]


def _useful(spot: Spot, name: str, most: Plan) -> int:
    """More units than this of an offering are never needed in one row (enough to meet every demand that there could be); 1
    where it may be put in to let a demand fall away."""
    useful = 1 if any(demand.unless == name for demand in spot.demands) else 0
    for offering, capability, amount in spot.supplies:
        if offering == name and amount > 0:
            demands = [d for d in spot.demands if d.capability == capability and d.amount is not None]
            total = sum(
                max(0, d.amount or 0) * (sum(most.get(n, 0) for n in d.for_) if d.per_unit else 1) for d in demands
            )
            useful = max(useful, ceil(total / amount))
    return useful


def least_of(vectors: Iterable[tuple[int, ...]]) -> set[tuple[int, ...]]:
    """Those of which none is at most another in every part."""
    least: list[tuple[int, ...]] = []
    for vector in sorted(set(vectors), key=lambda v: (sum(v), v)):
        if not any(all(map(le, other, vector)) for other in least):
            least.append(vector)
    return set(least)
