"""What the verifier puts a world into: demands, limits and bans, where they are met, and what can be sold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from advisor.pack import ASSESSMENT, NOT_OURS, Offering, Pack
from advisor.values import Number, Value

Facts = Mapping[str, Value]
Plan = Mapping[str, int]


class NotKnown(Exception):
    """Something that decides is not known in this world. `what` is the expression."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@dataclass(frozen=True)
class Demand:
    """`amount` None lies beyond a sizing table; `for_` (): called for whatever is in the plan."""

    rule: str
    capability: str
    amount: Number | None
    for_: tuple[str, ...]
    per_unit: bool
    unless: str | None


@dataclass(frozen=True)
class Limit:
    rule: str
    offering: str
    most: Number
    for_: tuple[str, ...]


@dataclass(frozen=True)
class Ban:
    """None of `for_` may be in a plan that has all of `together`; where both are (), there is no plan."""

    rule: str
    together: tuple[str, ...]
    for_: tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """Where demands are met: the whole order, or one kind of row of an inventory."""

    demands: tuple[Demand, ...]
    limits: tuple[Limit, ...]
    already: tuple[tuple[str, Number], ...]  # (capability, amount)
    supplies: tuple[tuple[str, str, Number], ...]  # (offering, capability, amount a unit)

    @cached_property
    def by_capability(self) -> Mapping[str, tuple[list[Demand], list[tuple[str, Number]]]]:
        """The demands for each capability, and its supplies (offering, amount a unit)."""
        found: dict[str, tuple[list[Demand], list[tuple[str, Number]]]] = {name: ([], []) for name, _ in self.already}
        for demand in self.demands:
            if demand.capability in found:
                found[demand.capability][0].append(demand)
        for offering, capability, amount in self.supplies:
            if capability in found:
                found[capability][1].append((offering, amount))
        return found


@dataclass(frozen=True)
class RowKind:
    inventory: str
    spot: Spot
    count: int
    name: str = field(compare=False, hash=False)


@dataclass(frozen=True)
class Situation:
    whole: Spot
    rows: tuple[RowKind, ...]
    bans: tuple[Ban, ...]
    wanted: tuple[tuple[str, int], ...]  # what must be in the plan whatever is needed, in the order of the request


def sellable(pack: Pack) -> tuple[Offering, ...]:
    """What a solution can consist of, in price-list order."""
    return tuple(o for o in pack.offerings.values() if o.kind not in (ASSESSMENT, NOT_OURS))


def on_sale(offering: Offering, quantity: int) -> bool:
    return quantity == 0 or (quantity >= offering.least and quantity % offering.step == 0)


def at_least_on_sale(offering: Offering, quantity: int) -> int:
    """The smallest quantity on sale that is not below `quantity`."""
    if quantity <= 0:
        return 0
    start = max(quantity, offering.least)
    return start + -start % offering.step
