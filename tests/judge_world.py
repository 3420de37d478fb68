"""The judge's view of one world: what the rules demand, forbid and limit there, in numbers.

Written from the design alone. It shares no code with the planner; only the words (packs, cases, expressions) are common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from advisor.case import Case
from advisor.expressions.nodes import Expression
from advisor.pack import ASSESSMENT, NOT_OURS, AtLeast, AtMost, Decline, Needs, NotTogether, Offering, Pack, Rule
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, Number, Row, Value

Facts = Mapping[str, Value]
Plan = Mapping[str, int]
K = TypeVar("K")
V = TypeVar("V")
MOST = 6  # units of one offering that the search goes up to, unless more were asked for


@dataclass(frozen=True)
class Demand:
    """`row` is the place of the row in its inventory; `amount` None: beyond a table, never met; `for_` (): whatever is in the plan."""

    rule: str
    capability: str
    row: int | None
    amount: Number | None
    for_: tuple[str, ...]
    per_unit: bool
    unless: str | None


@dataclass(frozen=True)
class Limit:
    rule: str
    offering: str
    row: int | None
    most: Number
    for_: tuple[str, ...]


@dataclass(frozen=True)
class Ban:
    """These cannot be in the plan together with any of `for_`: `together` of one is a decline, () means no plan at all."""

    rule: str
    together: tuple[str, ...]
    for_: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """One world as the rules see it, and what must be in the plan whatever they say (`wanted`, in the order of the request)."""

    demands: tuple[Demand, ...]
    limits: tuple[Limit, ...]
    bans: tuple[Ban, ...]
    already: tuple[tuple[str, int | None, Number], ...]  # (capability, row, amount)
    supplies: tuple[tuple[str, str, int | None, Number], ...]  # (offering, capability, row, amount a unit)
    rows: tuple[tuple[str, int], ...]  # (inventory, how many rows)
    wanted: tuple[tuple[str, int], ...]

    # The same laid out by what is asked of it, since a situation is held against thousands of plans.

    @cached_property
    def demanded(self) -> dict[str, list[Demand]]:
        """By capability."""
        return _by_key((demand.capability, demand) for demand in self.demands)

    @cached_property
    def there(self) -> dict[tuple[str, int | None], Number]:
        """The amount by capability and row."""
        return {(capability, row): amount for capability, row, amount in self.already}

    @cached_property
    def supplied(self) -> dict[tuple[str, int | None], list[tuple[str, Number]]]:
        """(offering, amount a unit), by capability and row."""
        return _by_key(((capability, row), (offering, amount)) for offering, capability, row, amount in self.supplies)


def _by_key(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def sold(pack: Pack) -> tuple[Offering, ...]:
    """What a solution can consist of, in price-list order."""
    return tuple(o for o in pack.offerings.values() if o.kind not in (ASSESSMENT, NOT_OURS))


def rows_of(value: Value) -> tuple[Row, ...]:
    """The rows of an inventory, a row that stands for n alike written n times."""
    if not isinstance(value, tuple):
        return ()
    return tuple({**row, "count": 1} for row in value for _ in range(int(row.get("count", 1))))  # type: ignore[arg-type]


def number(value: Value) -> Number | None:
    """An amount that a rule calls for: what does not apply counts as 0; None where a table ends."""
    if value is DOES_NOT_APPLY:
        return 0
    if value is BEYOND_TABLE:
        return None
    assert isinstance(value, (int, Fraction)), f"a world in which not all is known: {value!r}"
    return value


def holds(condition: Expression | None, facts: Facts, row: Row | None = None) -> bool:
    if condition is None:
        return True
    truth = condition.truth(facts, row)
    assert isinstance(truth, bool), f"a world in which not all is known: {condition.source} is {truth!r}"
    return truth


# --- from the rules of a pack to a situation -------------------------------------------------------------------------


def live(pack: Pack, case: Case) -> tuple[Rule, ...]:
    return tuple(r for r in pack.live_rules if not (r.strength == "should" and r.id in case.goes_without))


def asked(case: Case) -> dict[str, int]:
    total: dict[str, int] = {}
    for want in case.wants:
        if want.offering is not None:
            total[want.offering] = total.get(want.offering, 0) + want.quantity
    return total


def insisted(case: Case) -> dict[str, int]:
    total: dict[str, int] = {}
    for want in case.wants:
        if want.offering is not None and (want.insists or case.stance == "as_asked"):
            total[want.offering] = total.get(want.offering, 0) + want.quantity
    return total


def speaks_of(pack: Pack, rule: Rule, offering: str) -> bool:
    """Whether a rule demands what the offering supplies, limits it or declines it."""
    match rule.effect:
        case Needs(amounts):
            supplied = {capability for capability, _ in pack.offerings[offering].provides}
            return bool(supplied & {capability for capability, _ in amounts})
        case AtMost(limits):
            return offering in {name for name, _ in limits}
        case Decline(declined):
            return declined == offering
    return False


def waits_for_purpose(pack: Pack, case: Case, offering: str) -> bool:
    """Whether a want names no outcome, and only rules `for:` outcomes speak of it or one of them calls for what it supplies."""
    if any(want.offering == offering and want.outcome is not None for want in case.wants):
        return False
    speaking = [rule for rule in live(pack, case) if speaks_of(pack, rule, offering)]
    for_outcomes = [r for r in speaking if r.for_ and len(pack.for_outcomes(r)) == len(r.for_)]
    calls = any(isinstance(rule.effect, Needs) for rule in for_outcomes)
    return calls or (bool(speaking) and len(for_outcomes) == len(speaking))


def is_judged(pack: Pack, case: Case, offering: str) -> bool:
    """Whether a live rule speaks of the offering, and no outcome has to be named first."""
    speaks = any(speaks_of(pack, rule, offering) for rule in live(pack, case))
    return speaks and not waits_for_purpose(pack, case, offering)


def whole_quantity(offering: Offering, quantity: int) -> int:
    """The least quantity on sale that reaches `quantity`."""
    return next(q for q in quantities(offering, max(quantity, offering.least) + offering.step) if q >= quantity)


def quantities(offering: Offering, most: int) -> list[int]:
    """0 and every quantity on sale up to `most`."""
    return [0] + [q for q in range(1, most + 1) if q >= offering.least and q % offering.step == 0]


def look_at(pack: Pack, case: Case, facts: Facts, outcomes: Iterable[str] | None = None) -> Situation:
    """Put one world into numbers. `outcomes`: those that are kept (all of the case's, where none are given)."""
    kept = {named.outcome for named in case.outcomes} if outcomes is None else set(outcomes)
    demands: list[Demand] = []
    limits: list[Limit] = []
    bans: list[Ban] = []
    firmly = {*insisted(case), *(name for name in asked(case) if waits_for_purpose(pack, case, name))}
    for rule in live(pack, case):
        for_: tuple[str, ...] = ()
        if rule.for_ and not kept & set(rule.for_):
            for_ = pack.for_offerings(rule)
            if not for_:
                continue
        yields = firmly if rule.strength == "should" else set()
        places: Sequence[tuple[int | None, Row | None]] = [(None, None)]
        if rule.each is not None:
            places = list(enumerate(rows_of(facts[rule.each])))
        for place, row in places:
            if not holds(rule.when, facts, row):
                continue
            match rule.effect:
                case Needs(amounts):
                    for capability, amount in amounts:
                        needed = number(amount.amount(facts, row))
                        demands.append(
                            Demand(rule.id, capability, place, needed, for_, rule.per == "unit", rule.unless)
                        )
                case AtMost(pairs) | AtLeast(pairs):
                    for name, amount in pairs:
                        bound = number(amount.amount(facts, row))
                        assert bound is not None, "a limit beyond a table"
                        if name in pack.offerings:
                            if name not in yields:
                                limits.append(Limit(rule.id, name, place, max(0, bound), for_))
                        elif breaks(rule.effect, facts[name], bound):
                            bans.append(Ban(rule.id, (), for_))
                case NotTogether(offerings) if not yields & set(offerings):
                    bans.append(Ban(rule.id, offerings, for_))
                case Decline(declined) if declined not in yields:
                    bans.append(Ban(rule.id, () if declined is None else (declined,), for_))
    return Situation(
        tuple(demands), tuple(limits), tuple(bans), _already(pack, facts), _supplies(pack, facts),
        tuple((f.id, len(rows_of(facts[f.id]))) for f in pack.facts.values() if f.type == "inventory" and f.id in facts),
        _wanted(pack, case, limits, bans),
    )  # fmt: skip


def breaks(effect: AtMost | AtLeast, value: Value, bound: Number) -> bool:
    if value is DOES_NOT_APPLY:
        return False
    assert isinstance(value, (int, Fraction))
    return value > bound if isinstance(effect, AtMost) else value < bound


def _already(pack: Pack, facts: Facts) -> tuple[tuple[str, int | None, Number], ...]:
    found: list[tuple[str, int | None, Number]] = []
    for capability in pack.capabilities.values():
        for place, row in _places(capability.of, facts):
            value = next((a.value for a in capability.already if holds(a.when, facts, row)), None)
            found.append((capability.id, place, 0 if value is None else number(value.amount(facts, row)) or 0))
    return tuple(found)


def _supplies(pack: Pack, facts: Facts) -> tuple[tuple[str, str, int | None, Number], ...]:
    return tuple(
        (offering.id, capability, place, max(0, number(amount.amount(facts, row)) or 0))
        for offering in sold(pack)
        for capability, amount in offering.provides
        for place, row in _places(pack.capabilities[capability].of, facts)
    )


def _places(inventory: str | None, facts: Facts) -> list[tuple[int | None, Row | None]]:
    return [(None, None)] if inventory is None else list(enumerate(rows_of(facts[inventory])))


def _wanted(pack: Pack, case: Case, limits: Sequence[Limit], bans: Sequence[Ban]) -> tuple[tuple[str, int], ...]:
    """What the customer insists on and what no rule judges, cut to the limits that hold whatever is in the plan."""
    wanted: list[tuple[str, int]] = []
    for name, quantity in asked(case).items():
        offering = pack.offerings[name]
        if is_judged(pack, case, name):
            quantity = insisted(case).get(name, 0)
        if offering not in sold(pack) or quantity == 0:
            continue
        most: Number = whole_quantity(offering, quantity)
        most = min([most, *(limit.most for limit in limits if limit.offering == name and not limit.for_)])
        if any(ban.together == (name,) and not ban.for_ for ban in bans):
            most = 0
        wanted.append((name, max(q for q in quantities(offering, whole_quantity(offering, quantity)) if q <= most)))
    return tuple((name, quantity) for name, quantity in wanted if quantity)
