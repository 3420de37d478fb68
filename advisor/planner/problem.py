"""What has to be met in one world, or in several at once: requirements, rows, bounds and conflicts, with the rule behind each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any, cast

from advisor.values import Number

Quantities = Mapping[str, int]
"""Units by offering; what is missing is 0."""


def _hash_once(self: Any) -> int:
    """The hash of a value that looks itself up in many tables, worked out once."""
    known = self.__dict__.get("_hash")
    if known is None:
        known = hash(tuple(self.__dict__.values()))
        object.__setattr__(self, "_hash", known)
    return cast(int, known)


@dataclass(frozen=True)
class Term:
    """One rule's demand: `amount`, once (or, `per_unit`, times the units) if any of `triggers` is there; `triggers` None: always.
    It falls away when `unless` is there."""

    rule: str
    amount: Number
    triggers: tuple[str, ...] | None = None
    per_unit: bool = False
    unless: str | None = None

    __hash__ = _hash_once

    def demand(self, units: Quantities) -> Number:
        if self.unless is not None and units.get(self.unless, 0):
            return 0
        if self.triggers is None:
            return self.amount
        there = sum(units.get(offering, 0) for offering in self.triggers)
        return self.amount * (there if self.per_unit else min(there, 1))


@dataclass(frozen=True)
class Requirement:
    """All demands for one capability against what there is already and what each offering supplies a unit."""

    capability: str
    terms: tuple[Term, ...]
    already: Number
    supplies: tuple[tuple[str, Number], ...]
    highest: bool = False  # the highest demand counts, not their sum
    best: bool = False  # the best single supply counts, not their sum

    __hash__ = _hash_once

    def needed(self, units: Quantities) -> Number:
        demands = [term.demand(units) for term in self.terms]
        return (max(demands, default=0)) if self.highest else sum(demands)

    def have(self, units: Quantities) -> Number:
        if self.best:
            there = [amount for offering, amount in self.supplies if units.get(offering, 0)]
            return max([self.already, *there])
        return self.already + sum(amount * units.get(offering, 0) for offering, amount in self.supplies)

    def met(self, units: Quantities) -> bool:
        needed = self.needed(units)
        return needed <= 0 or needed <= self.have(units)


@dataclass(frozen=True)
class RowClass:
    """Rows of an inventory that look alike to the rules: `count` of them, each with the same requirements.
    An offering in `within` is looked at within the row; any other in the whole plan."""

    inventory: str
    count: int
    requirements: tuple[Requirement, ...]
    within: frozenset[str]

    __hash__ = _hash_once


@dataclass(frozen=True)
class Bound:
    """At most so many units of an offering, if any of `triggers` is in the plan (None: always)."""

    rule: str
    offering: str
    at_most: int
    triggers: tuple[str, ...] | None = None
    must: bool = True


@dataclass(frozen=True)
class Conflict:
    """Two offerings that may not be in one plan, if any of `triggers` is in it (None: always)."""

    rule: str
    offerings: tuple[str, str]
    triggers: tuple[str, ...] | None = None
    must: bool = True


@dataclass(frozen=True)
class Problem:
    """A plan is complete when it meets all of this. `row_groups`: each group is one possible state of the inventories, and the
    plan's units must do for every group by themselves. `impossible`: rules that no plan can satisfy here. `at_least`: units that
    must be there (insisted on, or wanted and not judged)."""

    requirements: tuple[Requirement, ...] = ()
    row_groups: tuple[tuple[RowClass, ...], ...] = ()
    bounds: tuple[Bound, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    at_least: tuple[tuple[str, int], ...] = ()
    impossible: tuple[str, ...] = ()
    never_together: tuple[
        frozenset[str], ...
    ] = ()  # sets that may not all be in the plan: chains too long for the date

    __hash__ = _hash_once


@dataclass(frozen=True)
class PriceTier:
    """From `from_quantity` units on, every unit costs this much (cents)."""

    from_quantity: int
    once: int
    monthly: int

    __hash__ = _hash_once


@dataclass(frozen=True)
class Article:
    """What the planner knows of an offering: how it is counted and priced. `tiers` ascending, the first from 1."""

    id: str
    least: int
    step: int
    setup: int
    tiers: tuple[PriceTier, ...]
    asked: bool = False

    __hash__ = _hash_once

    def whole(self, units: int) -> int:
        """The smallest quantity that may be sold and is not below `units`."""
        return 0 if units <= 0 else max(ceil(units / self.step), ceil(self.least / self.step)) * self.step

    def tier(self, units: int) -> PriceTier:
        return next(tier for tier in reversed(self.tiers) if tier.from_quantity <= units or tier is self.tiers[0])

    def once(self, units: int) -> int:
        return self.setup + self.tier(units).once * units if units else 0

    def monthly(self, units: int) -> int:
        return self.tier(units).monthly * units if units else 0

    def price(self, units: int, horizon: int) -> int:
        return self.once(units) + self.monthly(units) * horizon

    def cheaper_when_more(self, units: int, horizon: int) -> bool:
        """Whether some larger quantity costs less than this one."""
        price = self.price(units, horizon)
        starts = (self.whole(max(tier.from_quantity, units + 1)) for tier in self.tiers)
        return any(self.price(start, horizon) < price for start in starts)


@dataclass(frozen=True)
class Catalogue:
    """The offerings that a plan may contain, in the order of the price list, and the limits on what it may cost (cents)."""

    articles: Mapping[str, Article]
    horizon: int
    budget_once: int | None = None
    budget_monthly: int | None = None
    not_counted: frozenset[str] = field(default_factory=frozenset)  # done by the customer: weighed, never in a budget

    def once(self, plan: Quantities) -> int:
        return sum(self.articles[o].once(n) for o, n in plan.items() if n and o not in self.not_counted)

    def monthly(self, plan: Quantities) -> int:
        return sum(self.articles[o].monthly(n) for o, n in plan.items() if n and o not in self.not_counted)

    def price(self, plan: Quantities) -> int:
        """What the choice is made by: all lines over the horizon, the customer's own work included."""
        return sum(self.articles[o].price(n, self.horizon) for o, n in plan.items() if n)


@dataclass(frozen=True)
class Plan:
    """The least plan: units by offering in price-list order (none that are 0), its price over the horizon, and the proven least."""

    units: tuple[tuple[str, int], ...]
    price: int
    bound: int

    @property
    def quantities(self) -> dict[str, int]:
        return dict(self.units)

    @property
    def proven(self) -> bool:
        return self.bound >= self.price
