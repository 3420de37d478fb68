"""The verifier's own reading of the rules: what one world demands, forbids and limits, and whether a plan meets it.

Written a second time on purpose. It shares no code with the planner, so that a slip in one shows in the other.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from advisor.case import Case
from advisor.expressions.nodes import Expression
from advisor.pack import (
    ASSESSMENT,
    NOT_OURS,
    AtLeast,
    AtMost,
    Decline,
    Needs,
    NotTogether,
    Offering,
    Pack,
    Rule,
)
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Number, Row, Value

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


def put_into_rows(pack: Pack, inventory: str) -> frozenset[str]:
    """The offerings that supply a capability met within the rows of this inventory."""
    return frozenset(
        o.id for o in pack.offerings.values() if any(pack.capabilities[c].of == inventory for c, _ in o.provides)
    )


def rules_that_count(pack: Pack, case: Case) -> tuple[Rule, ...]:
    return tuple(r for r in pack.live_rules if r.strength == "must" or r.id not in case.goes_without)


def look(
    pack: Pack, case: Case, facts: Facts, outcomes: Iterable[str], rules: Container[str], chosen: Plan | None = None
) -> Situation:
    """Put a world into numbers. `outcomes`: those that are kept; `rules`: those that can come to count; `chosen`: what a customer
    who is advised keeps as their choice."""
    kept = set(outcomes)
    firmly = {*_insisted(case), *(name for name in asked_for(case) if lacks_purpose(pack, case, name))}
    whole: list[Demand | Limit] = []
    in_rows: dict[str, list[list[Demand | Limit]]] = {}
    rows = {f.id: _rows(facts.get(f.id, ())) for f in pack.facts.values() if f.type == "inventory"}
    for name, listed in rows.items():
        in_rows[name] = [[] for _ in listed]
    bans: list[Ban] = []
    for rule in (rule for rule in rules_that_count(pack, case) if rule.id in rules):
        for_ = () if not rule.for_ or kept & set(rule.for_) else pack.for_offerings(rule)
        if rule.for_ and not for_ and not kept & set(rule.for_):
            continue
        lifted = firmly if rule.strength == "should" else set()
        looked_at: Sequence[tuple[int, Row | None]] = (
            [(-1, None)] if rule.each is None else list(enumerate(rows[rule.each]))
        )
        for place, row in looked_at:
            if not _true(rule.when, facts, row):
                continue
            for part in _parts(pack, rule, for_, lifted, facts, row):
                if isinstance(part, Ban):
                    bans.append(part)
                    continue
                of = pack.capabilities[part.capability].of if isinstance(part, Demand) else None
                movable = (
                    isinstance(part, Limit)
                    and rule.each is not None
                    and part.offering in put_into_rows(pack, rule.each)
                )
                if rule.each is not None and (of == rule.each or movable):
                    in_rows[rule.each][place].append(part)
                elif of is not None:
                    for spot in in_rows[of]:
                        spot.append(part)
                else:
                    times = row.get("count", 1) if row is not None and isinstance(part, Demand) else 1
                    whole += [part] * (times if isinstance(times, int) else 1)
    kinds: dict[tuple[str, Spot], tuple[int, str]] = {}
    for inventory, listed in rows.items():
        for row, parts in zip(listed, in_rows[inventory], strict=True):
            key = (inventory, _spot(pack, parts, inventory, facts, row))
            count, name = kinds.get(key, (0, str(row.get("name", ""))))
            alike = row.get("count", 1)
            kinds[key] = (count + (alike if isinstance(alike, int) else 1), name)
    row_kinds = tuple(RowKind(i, s, count, name) for (i, s), (count, name) in kinds.items() if s.demands or s.limits)
    unconditional = [p for p in whole if isinstance(p, Limit) and not p.for_]
    wanted = _wanted(pack, case, unconditional, bans, chosen or {})
    return Situation(_spot(pack, whole, None, facts, None), row_kinds, tuple(bans), wanted)


def _rows(value: Value) -> tuple[Row, ...]:
    return value if isinstance(value, tuple) else ()


def _true(condition: Expression | None, facts: Facts, row: Row | None) -> bool:
    if condition is None:
        return True
    found = condition.truth(facts, row)
    if found is UNKNOWN:
        raise NotKnown(condition.source)
    return found is True


def _number(expression: Expression, facts: Facts, row: Row | None) -> Number | None:
    """What does not apply counts as 0; None beyond a table."""
    value = expression.amount(facts, row)
    if value is UNKNOWN:
        raise NotKnown(expression.source)
    if value is DOES_NOT_APPLY or value is BEYOND_TABLE:
        return 0 if value is DOES_NOT_APPLY else None
    assert isinstance(value, int | Fraction)
    return value


def _parts(
    pack: Pack, rule: Rule, for_: tuple[str, ...], lifted: set[str], facts: Facts, row: Row | None
) -> list[Demand | Limit | Ban]:
    """What one rule that applies says, in numbers."""
    effect = rule.effect
    parts: list[Demand | Limit | Ban] = []
    if isinstance(effect, Needs):
        for capability, amount in effect.amounts:
            needed = _number(amount, facts, row)
            parts.append(Demand(rule.id, capability, needed, for_, rule.per == "unit", rule.unless))
    elif isinstance(effect, AtMost | AtLeast):
        for name, amount in effect.limits:
            bound = _number(amount, facts, row)
            if bound is None or name in lifted:
                continue
            if name in pack.offerings:
                parts.append(Limit(rule.id, name, max(0, bound), for_))
                continue
            value = facts.get(name, UNKNOWN)
            if value is UNKNOWN:
                raise NotKnown(name)
            if isinstance(value, int | Fraction) and (value > bound if isinstance(effect, AtMost) else value < bound):
                parts.append(Ban(rule.id, (), for_))
    elif isinstance(effect, NotTogether) and not lifted & set(effect.offerings):
        parts.append(Ban(rule.id, effect.offerings, for_))
    elif isinstance(effect, Decline) and effect.offering not in lifted:
        parts.append(Ban(rule.id, () if effect.offering is None else (effect.offering,), for_))
    return parts


def _spot(pack: Pack, parts: Sequence[Demand | Limit], inventory: str | None, facts: Facts, row: Row | None) -> Spot:
    demands = tuple(p for p in parts if isinstance(p, Demand))
    called_for = [
        c for c in pack.capabilities.values() if c.of == inventory and any(d.capability == c.id for d in demands)
    ]
    already: list[tuple[str, Number]] = []
    for capability in called_for:
        there = next((a.value for a in capability.already if _true(a.when, facts, row)), None)
        already.append((capability.id, 0 if there is None else _number(there, facts, row) or 0))
    names = {c.id for c in called_for}
    supplies = tuple(
        (o.id, capability, max(0, _number(amount, facts, row) or 0))
        for o in sellable(pack) for capability, amount in o.provides if capability in names
    )  # fmt: skip
    return Spot(demands, tuple(p for p in parts if isinstance(p, Limit)), tuple(already), supplies)


# --- wants ------------------------------------------------------------------------------------------------------------


def _insisted(case: Case) -> dict[str, int]:
    total: dict[str, int] = {}
    for want in case.wants:
        if want.offering is not None and (want.insists or case.stance == "as_asked"):
            total[want.offering] = total.get(want.offering, 0) + want.quantity
    return total


def asked_for(case: Case) -> dict[str, int]:
    total: dict[str, int] = {}
    for want in case.wants:
        if want.offering is not None:
            total[want.offering] = total.get(want.offering, 0) + want.quantity
    return total


def _speaks_of(pack: Pack, rule: Rule, offering: str) -> bool:
    """Whether a rule demands what the offering supplies, limits or declines it."""
    effect = rule.effect
    if isinstance(effect, Needs):
        supplied = {capability for capability, _ in pack.offerings[offering].provides}
        return any(capability in supplied for capability, _ in effect.amounts)
    if isinstance(effect, AtMost):
        return any(name == offering for name, _ in effect.limits)
    return isinstance(effect, Decline) and effect.offering == offering


def lacks_purpose(pack: Pack, case: Case, offering: str) -> bool:
    """Whether only an outcome, which the want does not name, can say if it is needed: it is judged by rules for outcomes alone, or
    one of them calls for what it supplies."""
    if any(w.offering == offering and w.outcome is not None for w in case.wants):
        return False
    speaking = [rule for rule in rules_that_count(pack, case) if _speaks_of(pack, rule, offering)]
    for_outcomes = [r for r in speaking if r.for_ and all(name in pack.outcomes for name in r.for_)]
    if any(isinstance(rule.effect, Needs) for rule in for_outcomes):
        return True
    return bool(speaking) and for_outcomes == speaking


def judged(pack: Pack, case: Case, offering: str) -> bool:
    """Whether some live rule speaks of it, and no outcome has to be named first."""
    speaks = any(_speaks_of(pack, rule, offering) for rule in rules_that_count(pack, case))
    return speaks and not lacks_purpose(pack, case, offering)


def _wanted(
    pack: Pack, case: Case, limits: Sequence[Limit], bans: Sequence[Ban], chosen: Plan
) -> tuple[tuple[str, int], ...]:
    """Wants that stay whatever is needed, cut to the limits that stand whatever is in the plan."""
    insists = _insisted(case)
    wanted: list[tuple[str, int]] = []
    for name, quantity in asked_for(case).items():
        offering = pack.offerings[name]
        if judged(pack, case, name):
            quantity = max(insists.get(name, 0), min(quantity, chosen.get(name, 0)))
        if offering.kind in (ASSESSMENT, NOT_OURS) or not quantity:
            continue
        most: Number = min([at_least_on_sale(offering, quantity), *(x.most for x in limits if x.offering == name)])
        if any(ban.together == (name,) and not ban.for_ for ban in bans):
            most = 0
        kept = int(most // offering.step) * offering.step
        if kept >= offering.least and kept > 0:
            wanted.append((name, kept))
    return tuple(wanted)
