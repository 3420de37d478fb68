"""The verifier's own search for the least plan, and its own arithmetic of prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import ceil

from advisor.case import Case
from advisor.pack import CUSTOMER_TASK, Offering, Pack
from advisor.verifying.verify_numbers import Plan, RowKind, Situation, at_least_on_sale, sellable
from advisor.verifying.verify_plan import Effort, Gap, TooMany, gap, least_of, served_at_least
from advisor.verifying.verify_wants import asked_for

STATES = 20_000  # plans looked at in one search


def line_money(case: Case, offering: Offering, quantity: int) -> tuple[int, int]:
    """Cents once and monthly for a quantity: the furthest price break reached and valid on the case's date, and the setup."""
    if quantity <= 0:
        return 0, 0
    once, monthly, reached = offering.once, offering.monthly, 0
    for step in offering.breaks:
        valid = (step.valid_from is None or step.valid_from <= case.date) and (
            step.valid_to is None or case.date <= step.valid_to
        )
        if valid and reached <= step.from_quantity <= quantity:
            once, monthly, reached = step.once, step.monthly, step.from_quantity
    return offering.setup + once * quantity, monthly * quantity


def choice_price(pack: Pack, case: Case, plan: Plan) -> int:
    """The price by which plans are compared: the customer's own hours count."""
    return sum(_line_price(pack, case, pack.offerings[name], quantity) for name, quantity in plan.items())


def _line_price(pack: Pack, case: Case, offering: Offering, quantity: int) -> int:
    once, monthly = line_money(case, offering, quantity)
    return once + monthly * pack.horizon_months


def our_money(pack: Pack, case: Case, plan: Plan) -> tuple[int, int]:
    """Cents once and monthly that we ask for."""
    pairs = [line_money(case, pack.offerings[n], q) for n, q in plan.items() if pack.offerings[n].kind != CUSTOMER_TASK]
    return sum(once for once, _ in pairs), sum(monthly for _, monthly in pairs)


def order(pack: Pack, case: Case, plan: Plan) -> tuple[int, int, int, tuple[int, ...]]:
    """What decides: price, units, units nobody asked for, more of what stands earlier on the price list."""
    asked = asked_for(case)
    return (
        choice_price(pack, case, plan),
        sum(plan.values()),
        sum(quantity for name, quantity in plan.items() if name not in asked),
        tuple(-plan.get(offering.id, 0) for offering in sellable(pack)),
    )


class Search:
    """Looks for least plans in the situations of one case. `states_left` bounds the work of all its searches together."""

    def __init__(self, pack: Pack, case: Case, states: int = STATES, checks: tuple[int, int] = (0, 0)) -> None:
        """`checks`: what the checks cost, cents once and monthly; they count in the budget."""
        self.pack, self.case, self.states_left, self.checks = pack, case, states, checks
        self.effort = Effort()
        self.names = tuple(offering.id for offering in sellable(pack))
        self.no_dearer: dict[tuple[str, int], int] = {}
        self.served: dict[tuple[tuple[RowKind, ...], tuple[int, ...]], list[dict[str, int]]] = {}

    def affordable(self, plan: Plan) -> bool:
        once, monthly = our_money(self.pack, self.case, plan)
        most = self.case.budget
        return (most.once is None or once + self.checks[0] <= most.once) and (
            most.monthly is None or monthly + self.checks[1] <= most.monthly
        )

    def settled(self, situation: Situation) -> Situation:
        """Keep of the wants those that hold together: in the order of the request, each with which a plan still exists. A budget
        drops no want."""
        if len(situation.wanted) == 0 or self.least([situation], any_plan=True) is not None:
            return situation
        kept: tuple[tuple[str, int], ...] = ()
        for want in situation.wanted:
            if self.least([replace(situation, wanted=(*kept, want))], any_plan=True) is not None:
                kept = (*kept, want)
        return replace(situation, wanted=kept)

    def least(self, situations: Sequence[Situation], any_plan: bool = False) -> dict[str, int] | None:
        """The least plan that is complete in all of them, or (`any_plan`) the first found, whatever the budget; None: there is none. Raises TooMany.

        From a plan that is not complete, every complete plan above it has more of something that could cure its first gap, so
        following all of those misses none. A price break can make more cost less, so those are followed too.
        """
        start = tuple(
            max(
                (at_least_on_sale(self.pack.offerings[n], q) for s in situations for w, q in s.wanted if w == n),
                default=0,
            )
            for n in self.names
        )
        best: tuple[tuple[int, int, int, tuple[int, ...]], dict[str, int]] | None = None
        seen = self._starts(situations, start)
        ahead: list[tuple[Fraction | int, int, tuple[int, ...]]] = [(self._floor(s), sum(s), s) for s in sorted(seen)]
        heapify(ahead)
        gaps: dict[tuple[int, ...], Gap | None] = {}
        while ahead:
            bound, units, state = heappop(ahead)
            if best is not None and (bound, units) > best[0][:2]:
                break
            plan = {n: q for n, q in zip(self.names, state, strict=True) if q}
            if state not in gaps:
                self.states_left -= 1
                if self.states_left < 0:
                    raise TooMany
                gaps[state] = next(
                    (g for s in situations if (g := gap(self.pack, s, plan, self.effort)) is not None), None
                )
                dearer = self._floor(state) + self._to_close(gaps[state])
                if dearer > bound:  # look at it again when its turn comes
                    heappush(ahead, (dearer, units, state))
                    continue
            found = gaps[state]
            if found is None and any_plan:
                return plan
            if found is None and self.affordable(plan):
                rank = order(self.pack, self.case, plan)
                if best is None or rank < best[0]:
                    best = (rank, plan)
            onward = list(self._cures(state, found)) if found is not None else []
            if found is None or found.helpers:
                onward += self._cheaper_by_a_break(state)
            for step in onward:
                if step not in seen:
                    seen.add(step)
                    heappush(ahead, (self._floor(step), sum(step), step))
        return None if best is None else best[1]

    def _starts(self, situations: Sequence[Situation], start: tuple[int, ...]) -> set[tuple[int, ...]]:
        """What is wanted together with what the rows need at least, in every way that they can be served."""
        starts = {start}
        for rows in dict.fromkeys(situation.rows for situation in situations):
            if (rows, start) not in self.served:
                plan = {n: q for n, q in zip(self.names, start, strict=True) if q}
                self.served[rows, start] = served_at_least(self.pack, rows, plan, self.effort)
            sets = self.served[rows, start]
            self.effort.spend(len(starts) * len(sets))
            on_sale = [
                tuple(at_least_on_sale(self.pack.offerings[n], units.get(n, 0)) for n in self.names) for units in sets
            ]
            starts = least_of(tuple(map(max, one, other)) for one in starts for other in on_sale)
        return starts

    def _to_close(self, found: Gap | None) -> Fraction | int:
        """The least that closing a gap costs."""
        if found is None or not found.amounts:
            return 0
        rates = [Fraction(0)]
        for name, amount in found.amounts.items():
            offering = self.pack.offerings[name]
            unit = 0 if offering.breaks else offering.once + offering.monthly * self.pack.horizon_months
            rates.append(Fraction(unit) / amount)
        return found.short * min(rates[1:])

    def _cures(self, state: tuple[int, ...], found: Gap) -> Iterator[tuple[int, ...]]:
        """One step more of each offering that could help; where only one could, as many as it takes."""
        for name in found.helpers:
            if name not in self.names:
                continue
            place, offering = self.names.index(name), self.pack.offerings[name]
            missing = ceil(found.short / found.amounts[name]) if len(found.helpers) == 1 and found.amounts else 1
            more = at_least_on_sale(offering, state[place] + missing)
            yield (*state[:place], more, *state[place + 1 :])

    def _cheaper_by_a_break(self, state: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for place, (name, quantity) in enumerate(zip(self.names, state, strict=True)):
            if not quantity:
                continue
            offering = self.pack.offerings[name]
            for step in offering.breaks:
                more = at_least_on_sale(offering, step.from_quantity)
                if more > quantity:
                    yield (*state[:place], more, *state[place + 1 :])

    def _floor(self, state: tuple[int, ...]) -> int:
        """No plan with at least these quantities costs less."""
        total = 0
        for name, quantity in zip(self.names, state, strict=True):
            if not quantity:
                continue
            if (name, quantity) not in self.no_dearer:
                offering = self.pack.offerings[name]
                starts = [
                    quantity,
                    *(at_least_on_sale(offering, max(quantity, b.from_quantity)) for b in offering.breaks),
                ]
                self.no_dearer[name, quantity] = min(_line_price(self.pack, self.case, offering, q) for q in starts)
            total += self.no_dearer[name, quantity]
        return total
