"""What becomes of each want: the first disposition that fits, and the rules behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from advisor.case import Want
from advisor.engine.demands import truth_of
from advisor.engine.shown import Shown
from advisor.pack import ASSESSMENT, NOT_OURS, AtLeast, AtMost, Decline, Needs, NotTogether, Rule
from advisor.recommendation import Disposition
from advisor.values import UNKNOWN, Special


@dataclass(frozen=True)
class Disposed:
    """A want with its disposition, how many are in the plan, and the rules behind it (the first speaks)."""

    want: Want
    disposition: Disposition
    quantity: int | None
    rules: tuple[Rule, ...]
    instead: tuple[str, ...] = ()  # offerings that take its place


def dispose(shown: Shown) -> tuple[Disposed, ...]:
    """One answer for every want, in the order of the request."""
    return tuple(
        _property(shown, w) if w.offering is None else _offering(shown, w, w.offering)
        for w in shown.decision.case.wants
    )


def _offering(shown: Shown, want: Want, offering: str) -> Disposed:
    decision, index = shown.decision, shown.decision.index
    kind = index.pack.offerings[offering].kind
    declining = _sure(shown, _applying(shown, offering, Decline))
    limiting = _applying(shown, offering, AtMost)
    if kind == ASSESSMENT:
        return _check(shown, want, offering, declining)
    quantity = shown.plan.get(offering, 0)
    insists = offering in decision.wanted.insisted
    article = decision.catalogue.articles.get(offering)
    asked = article.whole(want.quantity) if article else want.quantity
    conflicting = _applying(shown, offering, NotTogether)
    beaten = tuple(r for r in (*limiting, *declining, *conflicting) if r.strength == "must")
    open_limits = any(r not in _sure(shown, limiting) for r in beaten if r in limiting)
    if shown.beyond_limits and not declining and _can_be_sold(shown, offering, want.quantity):
        return Disposed(want, "after", 0, tuple(index.judging(offering)))
    if insists and quantity < asked and open_limits:
        return Disposed(want, "after", quantity, beaten)
    if insists and quantity < asked and kind != NOT_OURS:
        # what no limit excludes can still be impossible: nothing supplies what it needs
        return Disposed(want, "cannot_work", quantity, beaten or _blocking(shown, offering))
    excluded = tuple(r for r in _sure(shown, limiting) if r.strength == "must")
    if excluded and quantity < asked and not shown.plan.get(offering, 0):
        return Disposed(want, "cannot_work", 0, excluded, _instead(shown, offering))
    if kind == NOT_OURS or declining:
        return Disposed(want, "declined", quantity if kind != NOT_OURS else 0, declining)
    judging = tuple(r for r in index.judging(offering) if decision.setting.counts(index, r))
    judging = tuple(sorted(judging, key=lambda r: not (r.strength == "should" and r in limiting)))
    if want.simply_wanted and offering in decision.wanted.without_outcome and quantity:
        return Disposed(want, "customers_choice", quantity, ())
    chosen = insists or offering in decision.wanted.kept
    if chosen and shown.need_led.get(offering, 0) < asked and offering not in decision.wanted.unjudged:
        return Disposed(want, "customers_choice", quantity, judging)
    if not quantity and not shown.most.get(offering, 0):
        if want.outcome in decision.dropped or any(reads_unlisted(shown, rule) for rule in judging):
            return Disposed(want, "after", 0, judging)
        if _nothing_named(shown) and all(_for_others(shown, rule, offering) for rule in judging):
            return Disposed(want, "after", 0, judging)
        instead = _instead(shown, offering)
        if instead:
            return Disposed(want, "something_else", 0, (*limiting, *_called_for(shown, offering, judging)), instead)
        return Disposed(want, "not_needed", 0, (*limiting, *_called_for(shown, offering, judging)))
    if _waits(shown, offering):
        return Disposed(want, "after", quantity, judging)
    return Disposed(want, _by_quantity(quantity, asked), quantity, judging)


def _for_others(shown: Shown, rule: Rule, offering: str) -> bool:
    """Whether a rule speaks only where something else is there, or a result is named."""
    triggers = shown.decision.setting.triggers(shown.decision.index, rule)
    return triggers is not None and offering not in triggers


def _sure(shown: Shown, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Those that apply whatever the open answers turn out to be: on a likely answer nothing is refused."""
    return tuple(rule for rule in rules if truth_of(rule, shown.known) is True)


def _can_be_sold(shown: Shown, offering: str, quantity: int) -> bool:
    """Whether limits leave some of it, whatever else is in the plan."""
    if offering not in shown.decision.catalogue.articles:
        return False
    asked = replace(shown.problem, at_least=((offering, quantity),))
    return bool(shown.decision.planning.within_limits(asked))


def reads_unlisted(shown: Shown, rule: Rule) -> bool:
    """Whether a rule looks at an inventory that nobody has listed yet, and so says nothing for or against anything."""
    index, settled = shown.decision.index, shown.decision.settled
    return bool(settled.unlisted and settled.unlisted & index.closure(index.rule_reads(rule)))


def _by_quantity(quantity: int, asked: int) -> Disposition:
    return "less_than_asked" if quantity < asked else "more_than_asked" if quantity > asked else "as_asked"


def _check(shown: Shown, want: Want, offering: str, declining: tuple[Rule, ...]) -> Disposed:
    """An assessment that was asked for is bought if a rule demands it or its knowledge is worth it."""
    checks = shown.decision.checks
    if declining:
        return Disposed(want, "declined", 0, declining)
    if shown.beyond_limits:
        return Disposed(want, "after", 0, ())
    if offering in checks.insisted:
        return Disposed(want, "customers_choice", 1, ())
    if offering in checks.chosen:
        rules = tuple(shown.decision.index.pack.rules[r] for r in checks.demanded_by.get(offering, ()))
        return Disposed(want, _by_quantity(1, want.quantity), 1, rules)
    return Disposed(want, "after" if _nothing_named(shown) else "not_needed", 0, ())


def _nothing_named(shown: Shown) -> bool:
    """Whether nobody has said yet what is to be reached, and nothing else is in the plan that could need anything."""
    return not shown.decision.case.outcomes and not any(shown.most.values())


def _applying(shown: Shown, offering: str, effect: type) -> tuple[Rule, ...]:
    """The limiting rules of one kind that apply here and name the offering."""
    index, setting = shown.decision.index, shown.decision.setting
    found = []
    for rule in index.limiting:
        if not isinstance(rule.effect, effect) or rule.each is not None or not setting.counts(index, rule):
            continue
        triggers = setting.triggers(index, rule)
        if triggers is not None and not any(shown.plan.get(t, 0) or t == offering for t in triggers):
            continue
        if truth_of(rule, shown.facts) is not True:
            continue
        match rule.effect:
            case AtMost(limits):
                named = any(name == offering for name, _ in limits)
            case Decline(declined):
                named = declined is None or declined == offering
            case NotTogether(offerings):
                named = offering in offerings
            case _:
                named = False
        if named:
            found.append(rule)
    return tuple(found)


def _blocking(shown: Shown, offering: str) -> tuple[Rule, ...]:
    """The prerequisites of an offering: one of them cannot be met."""
    index = shown.decision.index
    return tuple(
        r for r in index.live if offering in index.triggers[r.id] and isinstance(r.effect, Needs | AtMost | AtLeast)
    )


def _called_for(shown: Shown, offering: str, judging: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The judging rules with something to say about why it is not needed, those with an `enough` first."""
    speaking = [
        r for r in judging if isinstance(r.effect, Needs) and shown.decision.setting.counts(shown.decision.index, r)
    ]
    return tuple(sorted(speaking, key=lambda r: (not r.enough, truth_of(r, shown.facts) is not False and not r.enough)))


def _instead(shown: Shown, offering: str) -> tuple[str, ...]:
    """The offerings of the plan that supply what this one would have supplied, where it is called for at all."""
    index = shown.decision.index
    supplied = {capability for capability, _ in index.pack.offerings[offering].provides}
    requirements = [
        *shown.problem.requirements,
        *(r for g in shown.problem.row_groups for row in g for r in row.requirements),
    ]
    called = {r.capability for r in requirements if r.capability in supplied and r.needed(shown.plan) > r.already}
    return tuple(
        o.id
        for o in index.pack.offerings.values()
        if o.id != offering and shown.plan.get(o.id, 0) and any(c in called for c, _ in o.provides)
    )


def _waits(shown: Shown, offering: str) -> bool:
    """Whether a check, an open question or another line comes before it."""
    decision = shown.decision
    if offering in decision.wanted.without_outcome or shown.before.get(offering):
        return True
    if any(offering in decision.index.triggers[rule.id] for rule in decision.know):
        return True
    explored = decision.explored
    return explored.firm.get(offering, 0) != explored.up_to.get(offering, 0)


def _property(shown: Shown, want: Want) -> Disposed:
    """A wish that is a property: compared with the value that the rules leave or the customer answered."""
    assert want.asks is not None
    fact, wish = want.asks
    value: Any = shown.facts.get(fact, UNKNOWN)
    rules = tuple(
        rule
        for rule in shown.decision.settled.wish_limits.get(fact, ())
        if truth_of(rule, {**shown.facts, fact: wish}) is True
    )  # fmt: skip
    if isinstance(value, Special) or isinstance(wish, Special) or value == wish:
        return Disposed(want, "after" if value is UNKNOWN else "as_asked", None, rules)
    if isinstance(value, str | frozenset | tuple | bool):
        return Disposed(want, "something_else", None, rules)
    return Disposed(want, "less_than_asked" if value < wish else "more_than_asked", None, rules)
