"""The verifier's own reading of the rules: what one world demands, forbids and limits, and whether a plan meets it.

Written a second time on purpose. It shares no code with the planner, so that a slip in one shows in the other.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from fractions import Fraction

from advisor.case import Case
from advisor.expressions.nodes import Expression
from advisor.pack import AtLeast, AtMost, Decline, Needs, NotTogether, Pack, Rule
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Number, Row, Value
from advisor.verifying.verify_numbers import (
    Ban,
    Demand,
    Facts,
    Limit,
    NotKnown,
    Plan,
    RowKind,
    Situation,
    Spot,
    sellable,
)
from advisor.verifying.verify_wants import asked_for, insisted, insisted_wishes, lacks_purpose, rules_that_count, wanted


def put_into_rows(pack: Pack, inventory: str) -> frozenset[str]:
    """The offerings that supply a capability met within the rows of this inventory."""
    return frozenset(
        o.id for o in pack.offerings.values() if any(pack.capabilities[c].of == inventory for c, _ in o.provides)
    )


def look(
    pack: Pack, case: Case, facts: Facts, outcomes: Iterable[str], rules: Container[str], chosen: Plan | None = None
) -> Situation:
    """Put a world into numbers. `outcomes`: those that are kept; `rules`: those that can come to count; `chosen`: what a customer
    who is advised keeps as their choice."""
    kept = set(outcomes)
    firmly = {
        *insisted(case),
        *insisted_wishes(case),
        *(name for name in asked_for(case) if lacks_purpose(pack, case, name)),
    }
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
    stays = wanted(pack, case, unconditional, bans, chosen or {})
    return Situation(_spot(pack, whole, None, facts, None), row_kinds, tuple(bans), stays)


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
