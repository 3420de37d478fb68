"""The judge's search: every plan in a box of quantities, in the order of the design, until one is complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from advisor.case import Case
from advisor.pack import CUSTOMER_TASK, Offering, Pack
from tests.judge_complete import fault, gap
from tests.judge_world import MOST, Facts, Plan, Situation, asked, look_at, quantities, sold, whole_quantity


def unit_prices(case: Case, offering: Offering, quantity: int) -> tuple[int, int]:
    """Cents once and monthly for one unit when this many are bought: the furthest break that is reached and valid on the day."""
    once, monthly = offering.once, offering.monthly
    for step in sorted(offering.breaks, key=lambda step: step.from_quantity):
        begun = step.valid_from is None or step.valid_from <= case.date
        if begun and (step.valid_to is None or case.date <= step.valid_to) and quantity >= step.from_quantity:
            once, monthly = step.once, step.monthly
    return once, monthly


def money(case: Case, offering: Offering, quantity: int) -> tuple[int, int]:
    """Cents once (with setup) and monthly for a quantity."""
    once, monthly = unit_prices(case, offering, quantity)
    return (offering.setup + once * quantity, monthly * quantity) if quantity else (0, 0)


def price(pack: Pack, case: Case, plan: Plan) -> int:
    """What decides between plans: the customer's own hours are in it."""
    pairs = [money(case, pack.offerings[name], quantity) for name, quantity in plan.items()]
    return sum(once + monthly * pack.horizon_months for once, monthly in pairs)


def our_money(pack: Pack, case: Case, plan: Plan) -> tuple[int, int, int]:
    """What we ask for: cents once, monthly, and over the horizon; without the customer's own hours."""
    pairs = [
        money(case, pack.offerings[name], quantity)
        for name, quantity in plan.items() if pack.offerings[name].kind != CUSTOMER_TASK
    ]  # fmt: skip
    once, monthly = sum(o for o, _ in pairs), sum(m for _, m in pairs)
    return once, monthly, once + monthly * pack.horizon_months


def key(pack: Pack, case: Case, plan: Plan) -> tuple[object, ...]:
    """The order of plans: price; units; units nobody asked for; more of what stands earlier on the price list."""
    wanted = asked(case)
    return (
        price(pack, case, plan),
        sum(plan.values()),
        sum(quantity for name, quantity in plan.items() if name not in wanted),
        tuple(-plan.get(offering.id, 0) for offering in sold(pack)),
    )


def candidates(pack: Pack, case: Case, most: int = MOST) -> list[dict[str, int]]:
    """Every plan with up to `most` units of an offering (or as many as were asked for), the least first."""
    wanted = asked(case)
    offerings = sold(pack)
    box = [
        [(price(pack, case, {o.id: q}), q, 0 if o.id in wanted else q, -q) for q in quantities(o, edge)]
        for o in offerings
        for edge in (max(most, whole_quantity(o, max(1, wanted.get(o.id, 0)))),)
    ]
    # the order of `key`, its parts added up line by line
    keys = [
        (sum(prices), sum(units), sum(unasked), more)
        for prices, units, unasked, more in (zip(*c) for c in product(*box))
    ]
    return [{o.id: -n for o, n in zip(offerings, more, strict=True)} for *_, more in sorted(keys)]


def within_budget(pack: Pack, case: Case, plan: Plan) -> bool:
    if case.budget.once is None and case.budget.monthly is None:
        return True
    once, monthly, _ = our_money(pack, case, plan)
    return (case.budget.once is None or once <= case.budget.once) and (
        case.budget.monthly is None or monthly <= case.budget.monthly
    )


class Plans:
    """Some plans, the least first. Which of them is the first complete one is looked for once for each situation."""

    def __init__(self, pack: Pack, plans: Sequence[dict[str, int]]) -> None:
        self.pack, self.plans = pack, plans
        self._first: dict[Situation, int | None] = {}

    def first(self, situation: Situation) -> int | None:
        """The place of the first plan that is complete in a situation."""
        if situation not in self._first:
            complete = (n for n, plan in enumerate(self.plans) if gap(self.pack, situation, plan) is None)
            self._first[situation] = next(complete, None)
        return self._first[situation]

    def cover(self, situations: Sequence[Situation]) -> dict[str, int] | None:
        """The first plan that is complete in each of several situations: in none of them can an earlier one be."""
        firsts = [self.first(situation) for situation in situations]
        if None in firsts:
            return None
        later = self.plans[max(place for place in firsts if place is not None) :]
        return next((p for p in later if all(gap(self.pack, s, p) is None for s in situations)), None)


class Market:
    """Every plan on sale for a case, and those of them that keep within its budget."""

    def __init__(self, pack: Pack, case: Case, plans: Sequence[dict[str, int]]) -> None:
        self.pack, self.case = pack, case
        self.all = Plans(pack, plans)
        free = case.budget.once is None and case.budget.monthly is None
        self.affordable = self.all if free else Plans(pack, [p for p in plans if within_budget(pack, case, p)])

    def settle_wants(self, situation: Situation) -> Situation:
        """Keep the wants that can hold together: in the order of the request, each with which a complete plan still exists."""
        if self.all.first(situation) is not None:
            return situation
        kept: tuple[tuple[str, int], ...] = ()
        for want in situation.wanted:
            if self.all.first(replace(situation, wanted=(*kept, want))) is not None:
                kept = (*kept, want)
        return replace(situation, wanted=kept)

    def settle(self, facts: Facts) -> tuple[Situation, tuple[str, ...]]:
        """One world with the wants and the outcomes that can be kept. Budgets drop outcomes, never wants."""
        named = tuple(outcome.outcome for outcome in self.case.outcomes)

        def with_outcomes(kept: Sequence[str]) -> Situation:
            return self.settle_wants(look_at(self.pack, self.case, facts, kept))

        everything = with_outcomes(named)
        if self.affordable is self.all or self.affordable.first(everything) is not None:
            return everything, named
        kept: tuple[str, ...] = ()
        for outcome in named:
            if self.affordable.first(with_outcomes((*kept, outcome))) is not None:
                kept = (*kept, outcome)
        return with_outcomes(kept), kept


def complete(pack: Pack, case: Case, facts: Facts, plan: Plan, plans: Sequence[dict[str, int]] | None = None) -> bool:
    """Whether a plan is complete in one world in which all is known. `plans`: `candidates(...)`, where the caller has them."""
    if not within_budget(pack, case, plan):
        return False
    if fault(pack, look_at(pack, case, facts), plan) is None:
        return True
    situation, _ = Market(pack, case, candidates(pack, case) if plans is None else plans).settle(facts)
    return fault(pack, situation, plan) is None


def least_plan(
    pack: Pack, case: Case, facts: Facts, plans: Sequence[dict[str, int]] | None = None
) -> dict[str, int] | None:
    """The one least plan of a world, offerings of quantity 0 left out; None where no plan is complete."""
    market = Market(pack, case, candidates(pack, case) if plans is None else plans)
    situation, _ = market.settle(facts)
    found = market.affordable.cover([situation])
    return None if found is None else {name: quantity for name, quantity in found.items() if quantity}


def removable(
    pack: Pack, case: Case, facts: Facts, plan: Plan, plans: Sequence[dict[str, int]] | None = None
) -> dict[str, int] | None:
    """A complete plan with less in it that costs no more, the least such; None where nothing can be taken off."""
    situation, _ = Market(pack, case, candidates(pack, case) if plans is None else plans).settle(facts)
    names = [name for name, quantity in plan.items() if quantity]
    below = [
        dict(zip(names, fewer, strict=True))
        for fewer in product(*(quantities(pack.offerings[name], plan[name]) for name in names))
        if fewer != tuple(plan[name] for name in names)
    ]
    no_dearer = [q for q in below if price(pack, case, q) <= price(pack, case, plan) and within_budget(pack, case, q)]
    ordered = sorted(no_dearer, key=lambda q: key(pack, case, q))
    return Plans(pack, ordered).cover([situation])


def box_is_enough(pack: Pack, case: Case, plan: Plan, most: int = MOST) -> bool:
    """Whether no plan outside the box can come before `plan`: one offering beyond it alone costs more, or has more units."""
    wanted = asked(case)
    for offering in sold(pack):
        edge = max(most, whole_quantity(offering, max(1, wanted.get(offering.id, 0))))
        # Beyond the last price break a unit's price no longer changes, so the cheapest lies before one step past it.
        last = max([edge, *(step.from_quantity for step in offering.breaks)]) + offering.step
        beyond = [q for q in quantities(offering, last) if q > edge]
        costs = min(price(pack, case, {offering.id: q}) for q in beyond)
        if (costs, beyond[0]) <= (price(pack, case, plan), sum(plan.values())):
            return False
    return True
