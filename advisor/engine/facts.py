"""From a case's answers to facts: what is known, what is taken for granted, and what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor.case import Answer, Case
from advisor.engine.index import Index
from advisor.pack import AtLeast, AtMost, Fact, Rule
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Special, Value, asked_key

Facts = dict[str, Value]


@dataclass(frozen=True)
class Settled:
    """The facts of a case before any world is looked at. `known`: answered, reported, assumed or wished for, and what was asked
    for; `open`: facts that still can turn out in several ways, in the pack's order; `unlisted`: inventories nobody has listed."""

    known: Mapping[str, Value]
    open: tuple[str, ...]
    reported: frozenset[str]
    assumed: frozenset[str]
    wished: frozenset[str]
    unlisted: frozenset[str]
    wish_limits: Mapping[str, tuple[Rule, ...]]  # per wish, the rules whose limit takes its place


def settle(index: Index, case: Case, counts: Callable[[Rule], bool]) -> Settled:
    """Sort a case's facts into known and open. Formulas are neither: see `derive`. `counts`: whether a rule is looked at here."""
    known: Facts = {asked_key(w.offering): 0 for w in case.wants if w.offering is not None}
    for want in case.wants:
        if want.offering is not None:
            known[asked_key(want.offering)] = int(known[asked_key(want.offering)]) + want.quantity  # type: ignore[arg-type]
    wishes = {w.asks[0]: w.asks[1] for w in reversed(case.wants) if w.asks is not None}
    open_facts: list[str] = []
    reported, assumed, wished, unlisted = set(), set(), set(), set()
    for fact in index.pack.facts.values():
        if fact.formula is not None:
            continue
        answer = case.answers.get(fact.id)
        if answer is None and fact.id in wishes:
            known[fact.id] = wishes[fact.id]
            wished.add(fact.id)
        elif answer is None and fact.assume is not None:
            known[fact.id] = fact.assume
            assumed.add(fact.id)
        elif answer is None or answer.value is UNKNOWN:
            if fact.type == "inventory":
                unlisted.add(fact.id)
                known[fact.id] = ()
            else:
                open_facts.append(fact.id)
        elif fact.type == "inventory" and has_unknown_cells(fact, answer):
            open_facts.append(fact.id)
        else:
            known[fact.id] = answer.value
        if answer is not None and not answer.sure:
            reported.add(fact.id)
    limits = {fact: _limits_of_wish(index, case, fact, counts) for fact in wished}
    return Settled(
        known,
        tuple(open_facts),
        frozenset(reported),
        frozenset(assumed),
        frozenset(wished),
        frozenset(unlisted),
        limits,
    )


def _limits_of_wish(index: Index, case: Case, fact: str, counts: Callable[[Rule], bool]) -> tuple[Rule, ...]:
    """The limits on a wish that count: not those for what nobody asked for, nor a `should` where the customer insists."""
    asked = {want.offering for want in case.wants}
    insists = case.stance == "as_asked" or any(
        w.insists for w in case.wants if w.asks is not None and w.asks[0] == fact
    )
    outcomes = {named.outcome for named in case.outcomes}
    return tuple(
        rule
        for rule in index.wish_limits.get(fact, ())
        if counts(rule)
        and (not rule.for_ or outcomes.intersection(rule.for_) or asked.intersection(index.triggers[rule.id]))
        and not (insists and rule.strength == "should")
    )


def has_unknown_cells(fact: Fact, answer: Answer) -> bool:
    rows = answer.value
    return isinstance(rows, tuple) and any(row.get(c.id, UNKNOWN) is UNKNOWN for row in rows for c in fact.columns)


def derive(index: Index, settled: Settled, facts: Facts, wanted: Iterable[str]) -> Facts:
    """Add to `facts` what follows from them: formulas, facts that are not asked here (they do not apply), limited wishes.
    `wanted` is closed under reading (`Index.closure`); returns `facts`."""
    return derive_these(index, settled, facts, index.derived_in(frozenset(wanted)))


def derive_these(index: Index, settled: Settled, facts: Facts, names: Sequence[str]) -> Facts:
    """`derive` for names that are in the order of derivation; what they read is there already, or among them."""
    for name in names:
        fact = index.pack.facts[name]
        if fact.formula is not None:
            facts[name] = _as_answer(fact, fact.formula.amount(facts, None))
        elif fact.asked_when is not None and (name not in settled.known or name in settled.unlisted):
            asked = fact.asked_when.truth(facts, None)
            if asked is False:
                facts[name] = DOES_NOT_APPLY if fact.type != "inventory" else ()
            elif asked is UNKNOWN:
                facts[name] = UNKNOWN
        if name in settled.wished and name in index.wish_limits:
            facts[name] = _limited(settled, name, facts)
    return facts


def _as_answer(fact: Fact, value: Value) -> Value:
    if isinstance(value, bool) and fact.type == "choice":
        return "yes" if value else "no"
    return value


def _limited(settled: Settled, name: str, facts: Facts) -> Value:
    """A wish with every limit that counts here put in its place."""
    value = facts[name]
    for rule in settled.wish_limits.get(name, ()):
        if rule.when is not None and rule.when.truth(facts, None) is not True:
            continue
        assert isinstance(rule.effect, AtMost | AtLeast)
        for limited, expression in rule.effect.limits:
            limit = expression.amount(facts, None)
            if limited != name or isinstance(limit, Special) or isinstance(value, Special):
                continue
            pick = min if isinstance(rule.effect, AtMost) else max
            value = pick(value, limit)
    return value
