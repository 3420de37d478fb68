"""One call as it stands: the case, and how it changes with each thing that is typed or chosen, never losing another."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from advisor.calling.call_answers import Refused, merge_answer, read_money, read_quantity
from advisor.calling.heard import hear
from advisor.calling.heard_values import Correction, Heard
from advisor.case import Answer, Budget, Case, Customer, NamedOutcome, Stance, Want
from advisor.pack import Pack
from advisor.recommendation import ConflictPart
from advisor.saying import say_date
from advisor.values import UNKNOWN, Value

__all__ = ["Call", "Change", "Refused"]


@dataclass(frozen=True)
class Call:
    """`heard`: what their words say; `by_hand`: offerings whose want was set or taken off by hand, which words no longer change.
    `corrections`: what their words mean, set by hand. `stance_by_hand`: somebody set the stance, so that no other is proposed. `because`: what changed it last, "answer" or "request",
    and "" before anything did."""

    case: Case
    heard: Heard = field(default_factory=Heard)
    by_hand: frozenset[str] = frozenset()
    stance_by_hand: bool = False
    corrections: tuple[Correction, ...] = ()
    because: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been asked for yet."""
        return not (self.case.wants or self.case.outcomes)

    @property
    def file_name(self) -> str:
        """How a file of this call is called: letters, digits and hyphens of its reference."""
        return re.sub(r"[^A-Za-z0-9]+", "-", self.case.customer.reference).strip("-") or "recommendation"


Change = Callable[[Call], Call]
"""What a field does to the call. Raises Refused, with a sentence for that field, and then nothing has changed."""


def new_call(pack: Pack, today: date, reference: str) -> Call:
    return Call(Case(pack=pack.id, date=today, customer=Customer(reference=reference)))


def call_of(pack: Pack, case: Case) -> Call:
    """Go on with a case. Its wants stay as they are; what else its words name was decided before."""
    heard = hear(pack, case.words, case.date)
    named = heard.asked_for | {want.offering for want in case.wants if want.offering}
    return Call(case, heard, frozenset(named), stance_by_hand=True)


def reference_for(now: datetime, taken: Collection[str] = ()) -> str:
    """A reference that says when the call began, "261121-1432"; a second one in the same minute ends in "b"."""
    plain = now.strftime("%y%m%d-%H%M")
    names = [plain, *(f"{plain}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")]
    return next((name for name in names if name not in taken), f"{plain}{now.microsecond}")


def set_customer(call: Call, name: str, contact: str, reference: str) -> Call:
    return replace(call, case=replace(call.case, customer=Customer(name.strip(), reference.strip(), contact.strip())))


def set_words(pack: Pack, call: Call, words: str, others: Sequence[Pack] = ()) -> Call:
    """Keep their words, and want what they name. A want, a day or a budget that only the words brought goes when they no longer
    name it; what was set by hand stays. `others`: packs that the rest of the words may belong to."""
    heard = hear(pack, words, call.case.date, others, call.corrections)
    quantities = {want.offering: want.quantity for want in heard.wants}
    before = {want.offering for want in call.heard.wants} - call.by_hand
    wants = [
        replace(want, quantity=quantities[want.offering]) if want.offering in quantities.keys() & before else want
        for want in call.case.wants
        if want.offering not in before or want.offering in quantities
    ]
    there = {want.offering for want in wants} | call.by_hand
    wants += [Want(offering, quantity) for offering, quantity in quantities.items() if offering not in there]
    gone = {one.outcome for one in call.heard.outcomes} - {one.outcome for one in heard.outcomes}
    outcomes = [one for one in call.case.outcomes if one.outcome not in gone or is_wanted_for(wants, one.outcome)]
    outcomes += [NamedOutcome(one.outcome) for one in heard.outcomes]
    case = replace(call.case, words=words, wants=tuple(wants), outcomes=once_each(outcomes))
    return replace(call, case=_with_limits(case, call.heard, heard), heard=heard, because="request")


def _with_limits(case: Case, before: Heard, heard: Heard) -> Case:
    """The day and the budget that the words name, where nobody has set another one."""
    day = heard.needed_by if case.needed_by == before.needed_by else case.needed_by
    once, monthly = case.budget.once, case.budget.monthly
    once = heard.budget("once") if once == before.budget("once") else once
    monthly = heard.budget("monthly") if monthly == before.budget("monthly") else monthly
    return replace(case, needed_by=day, budget=Budget(once, monthly))


def is_wanted_for(wants: Collection[Want], outcome: str) -> bool:
    return any(want.outcome == outcome for want in wants)


def once_each(outcomes: Collection[NamedOutcome]) -> tuple[NamedOutcome, ...]:
    found: dict[str, NamedOutcome] = {}
    for one in outcomes:
        found.setdefault(one.outcome, one)
    return tuple(found.values())


def add_want(call: Call, offering: str, quantity: int = 1) -> Call:
    """Want one more offering; one that is wanted already stays as it is."""
    if any(want.offering == offering for want in call.case.wants):
        return call
    return _with_wants(call, (*call.case.wants, Want(offering, quantity)), offering)


def take_off(call: Call, n: int) -> Call:
    """Take a want off, and the result that only it was for."""
    gone = call.case.wants[n]
    wants = (*call.case.wants[:n], *call.case.wants[n + 1 :])
    outcomes = tuple(
        one for one in call.case.outcomes if one.outcome != gone.outcome or one.measure or is_wanted_for(wants, one.outcome)
    )  # fmt: skip
    return _with_wants(replace(call, case=replace(call.case, outcomes=outcomes)), wants, gone.offering)


def set_quantity(call: Call, n: int, typed: Any) -> Call:
    """Set how many of a want are asked for. Raises Refused for what is no whole number from 1 to 100,000."""
    return _with_want(call, n, replace(call.case.wants[n], quantity=read_quantity(typed)))


def set_why(call: Call, n: int, why: str) -> Call:
    return _with_want(call, n, replace(call.case.wants[n], why=why.strip()))


def set_insists(call: Call, n: int, insists: bool) -> Call:
    return _with_want(call, n, replace(call.case.wants[n], insists=insists))


def set_simply_wanted(call: Call, n: int) -> Call:
    """They were asked what a want is for, and no result stands behind it."""
    return _with_want(call, n, replace(call.case.wants[n], simply_wanted=True))


def set_purpose(call: Call, n: int, outcome: str | None) -> Call:
    """Say which result a want is for; the result is added at the end if it was not named. None: nobody has said."""
    want = call.case.wants[n]
    changed = _with_want(call, n, replace(want, outcome=outcome, simply_wanted=False))
    kept = [
        one for one in call.case.outcomes if one.outcome != want.outcome or one.measure or is_wanted_for(changed.case.wants, one.outcome)
    ]  # fmt: skip
    if outcome is not None:
        kept.append(NamedOutcome(outcome))
    return replace(changed, case=replace(changed.case, outcomes=once_each(kept)))


def answer_purpose(pack: Pack, call: Call, offering: str, said: Mapping[str, Any]) -> Call:
    """Take the answer to "why do you want it" for every want of the offering: their words (`why`), the result (`outcome`) and the
    `facts` it leads to, or that it is `simply_wanted`. A fact that was answered before keeps its answer. Raises Refused."""
    for n, want in enumerate(call.case.wants):
        if want.offering == offering:
            call = set_why(call, n, said.get("why", want.why))
            call = set_purpose(call, n, said["outcome"]) if "outcome" in said else call
            call = set_simply_wanted(call, n) if said.get("simply_wanted") else call
    for fact, raw in said.get("facts", {}).items():
        call = call if fact in call.case.answers else answer(pack, call, fact, raw)
    return replace(call, because="answer")


def _with_want(call: Call, n: int, want: Want) -> Call:
    wants = (*call.case.wants[:n], want, *call.case.wants[n + 1 :])
    return _with_wants(call, wants, want.offering)


def _with_wants(call: Call, wants: tuple[Want, ...], by_hand: str | None) -> Call:
    named = call.by_hand if by_hand is None else call.by_hand | {by_hand}
    return replace(call, case=replace(call.case, wants=wants), by_hand=named, because="request")


def answer(pack: Pack, call: Call, fact: str, raw: Any, rows: Collection[str] = ()) -> Call:
    """Answer a fact (or a column as "rooms.seats", in the rows of these names) as a case file has it. No other answer changes.

    Raises Refused.
    """
    name = fact.partition(".")[0]
    return _with_answer(call, name, merge_answer(pack, call.case.answers.get(name), fact, raw, rows))


def set_rows(call: Call, inventory: str, rows: tuple[Mapping[str, Value], ...]) -> Call:
    """Answer an inventory with rows that were read already; without any it is not answered."""
    return _with_answer(call, inventory, Answer(rows)) if rows else withdraw(call, inventory)


def confirm(pack: Pack, call: Call, fact: str) -> Call:
    """What was reported or assumed is now sure."""
    there = call.case.answers.get(fact)
    if there is not None:
        return _with_answer(call, fact, replace(there, sure=True))
    assumed = pack.facts[fact].assume
    return call if assumed is None else _with_answer(call, fact, Answer(assumed))


def set_sure(call: Call, fact: str, sure: bool) -> Call:
    """Say whether an answer was verified or only reported."""
    there = call.case.answers.get(fact)
    return call if there is None or there.value is UNKNOWN else _with_answer(call, fact, replace(there, sure=sure))


def withdraw(call: Call, fact: str) -> Call:
    """Take one answer back, as if it had not been asked."""
    answers = {name: there for name, there in call.case.answers.items() if name != fact}
    return replace(call, case=replace(call.case, answers=answers), because="answer")


def _with_answer(call: Call, fact: str, given: Answer) -> Call:
    return replace(call, case=replace(call.case, answers={**call.case.answers, fact: given}), because="answer")


def set_stance(call: Call, stance: Stance) -> Call:
    return replace(call, case=replace(call.case, stance=stance), stance_by_hand=True, because="request")


def set_budget(call: Call, which: str, typed: Any) -> Call:
    """Set the most they pay ("once" or "monthly"), in currency units; None: they named no limit. Raises Refused."""
    cents = None if typed is None else read_money(typed)
    now = call.case.budget
    budget = Budget(cents, now.monthly) if which == "once" else Budget(now.once, cents)
    return replace(call, case=replace(call.case, budget=budget), because="request")


def set_needed_by(call: Call, day: date | None) -> Call:
    """Set the day by which it must be there. Raises Refused for a day before the call."""
    if day is not None and day < call.case.date:
        raise Refused(f"That day is before the call, which is of {say_date(call.case.date)}.")
    return replace(call, case=replace(call.case, needed_by=day), because="request")


def set_goes_without(call: Call, rule: str, without: bool) -> Call:
    """What a "should" rule asks for, the customer goes without, in writing; or takes that back."""
    others = tuple(name for name in call.case.goes_without if name != rule)
    return replace(
        call, case=replace(call.case, goes_without=(*others, rule) if without else others), because="request"
    )


def can_give_up(part: ConflictPart) -> bool:
    """Whether the customer can give up this part of a conflict: a wish, a budget, a date, a piece of advice."""
    return part.kind in ("want", "budget", "date", "should")


def give_up(call: Call, part: ConflictPart) -> Call:
    """Give one part of a conflict up."""
    match part.kind:
        case "budget":
            return set_budget(set_budget(call, "once", None), "monthly", None)
        case "date":
            return set_needed_by(call, None)
        case "should":
            return set_goes_without(call, part.id, True)
        case "want":
            found = [n for n, want in enumerate(call.case.wants) if part.id in (want.offering, (want.asks or ("",))[0])]
            outcomes = call.case.outcomes
            for number in reversed(found):  # the same wish may stand there twice
                call = take_off(call, number)
            return replace(call, case=replace(call.case, outcomes=outcomes))  # what it was for is still to be reached
    return call
