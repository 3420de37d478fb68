"""The judge's word on one plan: is it complete in a situation, and if not, why not?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from advisor.pack import Pack
from advisor.values import Number
from tests.judge_world import Demand, Plan, Situation, quantities, sold


def fault(pack: Pack, situation: Situation, plan: Plan) -> str | None:
    """Say why a plan is not complete in a situation; None if it is."""
    for name, quantity in plan.items():
        if quantity not in quantities(pack.offerings[name], quantity) or (
            quantity and pack.offerings[name] not in sold(pack)
        ):
            return f"{quantity} {name} cannot be sold"
    return gap(pack, situation, plan)


def gap(pack: Pack, situation: Situation, plan: Plan) -> str | None:
    """The same of a plan whose quantities are all on sale, as those of the search are."""
    has = {name for name, quantity in plan.items() if quantity > 0}
    for name, quantity in situation.wanted:
        if plan.get(name, 0) < quantity:
            return f"{quantity} {name} are wanted"
    for ban in situation.bans:
        if _counts(ban.for_, plan) and has >= set(ban.together):
            return f"{ban.rule} forbids it"
    row_offerings = {o: {i for i in of if i} for o, of in _inventories(pack).items()} if situation.limits else {}
    for limit in situation.limits:
        if (
            (limit.row is None or not row_offerings[limit.offering])
            and _counts(limit.for_, plan)
            and plan.get(limit.offering, 0) > limit.most
        ):
            return f"{limit.rule} allows {limit.most} {limit.offering}"
    for capability in pack.capabilities.values():
        if capability.of is None:
            amounts = [
                _times(demand, plan) for demand in situation.demanded.get(capability.id, ())
                if _counts(demand.for_, plan) and demand.unless not in has
            ]  # fmt: skip
            if not enough(pack, situation, capability.id, None, amounts, plan):
                return f"{capability.id} is short"
    for inventory, how_many in situation.rows:
        if not rows_met(pack, situation, inventory, how_many, plan):
            return f"a row of {inventory} is short"
    return None


def _inventories(pack: Pack) -> dict[str, set[str | None]]:
    return {o.id: {pack.capabilities[capability].of for capability, _ in o.provides} for o in pack.offerings.values()}


def _times(demand: Demand, plan: Plan) -> Number | None:
    if demand.amount is None:
        return None
    return demand.amount * sum(plan.get(name, 0) for name in demand.for_) if demand.per_unit else demand.amount


def enough(
    pack: Pack, situation: Situation, capability: str, row: int | None, amounts: Sequence[Number | None], units: Plan
) -> bool:
    """Whether what is there and these units supply what is demanded of one capability (in one row)."""
    if None in amounts:
        return False
    positive = [max(0, amount) for amount in amounts if amount is not None]
    terms = pack.capabilities[capability]
    needed = sum(positive) if terms.demands == "add" else max(positive, default=0)
    have = situation.there[capability, row]
    here = [(o, a) for o, a in situation.supplied.get((capability, row), ()) if units.get(o, 0) > 0]
    if terms.supplies == "add":
        return needed <= have + sum(amount * units[o] for o, amount in here)
    return needed <= max([have, *(amount for _, amount in here)])


def rows_met(pack: Pack, situation: Situation, inventory: str, how_many: int, plan: Plan) -> bool:
    """Whether the units can be shared out among the rows so that every row has what it needs; units may be left over."""
    movable = [o for o, of in _inventories(pack).items() if inventory in of and plan.get(o, 0) > 0]
    used = {tuple(0 for _ in movable)}
    for row in range(how_many):
        cures = [
            units for units in product(*(range(plan[o] + 1) for o in movable))
            if _row_met(pack, situation, inventory, row, dict(zip(movable, units, strict=True)), plan)
        ]  # fmt: skip
        sums = {tuple(map(sum, zip(before, cure, strict=True))) for before in used for cure in _least_of(cures)}
        used = _least_of(total for total in sums if all(t <= plan[o] for t, o in zip(total, movable, strict=True)))
        if not used:
            return False
    return True


def _least_of(vectors: Iterable[tuple[int, ...]]) -> set[tuple[int, ...]]:
    found = set(vectors)
    return {v for v in found if not any(w != v and all(a <= b for a, b in zip(w, v, strict=True)) for w in found)}


def _row_met(pack: Pack, situation: Situation, inventory: str, row: int, units: Plan, plan: Plan) -> bool:
    """One row with these units in it. What can be put into a row is looked at within the row, all else in the plan."""
    supplied_in_rows = {o for o, of in _inventories(pack).items() if inventory in of}
    here = {name: units.get(name, 0) if name in supplied_in_rows else plan.get(name, 0) for name in pack.offerings}
    for limit in situation.limits:
        in_this_row = (
            limit.row == row and pack.rules[limit.rule].each == inventory and limit.offering in supplied_in_rows
        )
        if in_this_row and _counts(limit.for_, here) and here[limit.offering] > limit.most:
            return False
    for capability in pack.capabilities.values():
        if capability.of == inventory:
            amounts = [
                _times(demand, here) for demand in situation.demanded.get(capability.id, ())
                if demand.row in (row, None)
                and _counts(demand.for_, here) and not (demand.unless and here[demand.unless])
            ]  # fmt: skip
            if not enough(pack, situation, capability.id, row, amounts, units):
                return False
    return True


def _counts(for_: tuple[str, ...], units: Plan) -> bool:
    return not for_ or any(units.get(name, 0) > 0 for name in for_)
