"""The judge's worlds: every way in which the unknown answers of a case can turn out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from advisor.case import Answer, Case
from advisor.expressions.nodes import Expression, Name, walk
from advisor.pack import AtLeast, AtMost, Fact, Needs, Pack
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Value, asked_key, exact
from tests.judge_world import Facts, asked, breaks, holds, live, number, rows_of

World = tuple[Fraction, Facts]


def names_read(pack: Pack) -> set[str]:
    """Every fact and column that some expression of the pack reads or that a limit names."""
    written: list[Expression | None] = [f.formula for f in _all_facts(pack)] + [f.asked_when for f in _all_facts(pack)]
    named: set[str] = set()
    for rule in pack.live_rules:
        written.append(rule.when)
        if isinstance(rule.effect, Needs):
            written += [amount for _, amount in rule.effect.amounts]
        if isinstance(rule.effect, AtMost | AtLeast):
            written += [amount for _, amount in rule.effect.limits]
            named |= {name for name, _ in rule.effect.limits}
    written += [e for c in pack.capabilities.values() for a in c.already for e in (a.when, a.value)]
    written += [amount for offering in pack.offerings.values() for _, amount in offering.provides]
    return named | {node.id for e in written if e is not None for node in walk(e.node) if isinstance(node, Name)}


def _all_facts(pack: Pack) -> list[Fact]:
    return [g for f in pack.facts.values() for g in (f, *f.columns)]


def possible(fact: Fact, answer: Answer | None) -> list[tuple[Value, Fraction]]:
    """Every value an unknown fact can have, with its weight."""
    values: list[Value]
    if fact.type == "number":
        assert fact.range is not None, f"{fact.id} has no range"
        grain, (low, high) = Fraction(1, 10**fact.decimals), fact.range
        values = [exact(low + i * grain) for i in range(int((high - low) / grain) + 1)]
        at_least = low if answer is None or answer.at_least is None else answer.at_least
        less_than = high + 1 if answer is None or answer.less_than is None else answer.less_than
        values = [v for v in values if isinstance(v, (int, Fraction)) and at_least <= v < less_than]
    elif fact.type == "choice":
        values = list(fact.choices)
    else:
        raise ValueError(f"the judge does not enumerate {fact.id}, a {fact.type}")
    typical = {value: Fraction(weight) for value, weight in fact.typical if value in values}
    weighted = [(value, typical.get(value, Fraction(0)) if typical else Fraction(1)) for value in values]
    if fact.may_not_apply:
        weighted.append(
            (DOES_NOT_APPLY, sum(typical.values(), Fraction(0)) / max(1, len(typical)) if typical else Fraction(1))
        )
    total = sum(weight for _, weight in weighted)
    return [(value, weight / total) for value, weight in weighted]


def worlds(pack: Pack, case: Case) -> list[World]:
    """Every way the unknown answers can turn out, with its likelihood; facts that nothing reads make none."""
    read = names_read(pack)
    fixed: dict[str, Value] = {}
    slots: list[tuple[str, int | None, list[tuple[Value, Fraction]]]] = []  # (fact or column, row, values)
    for fact in pack.facts.values():
        answer = case.answers.get(fact.id)
        wished = [want.asks[1] for want in case.wants if want.asks and want.asks[0] == fact.id]
        if fact.formula is not None:
            continue
        if answer is not None and answer.value is not UNKNOWN:
            fixed[fact.id] = rows_of(answer.value) if fact.type == "inventory" else answer.value
            for row, cells in enumerate(rows_of(answer.value)):
                for column in fact.columns:
                    if column.formula is None and column.id in read and cells.get(column.id, UNKNOWN) is UNKNOWN:
                        slots.append((f"{fact.id}.{column.id}", row, possible(column, None)))
        elif answer is None and wished:
            fixed[fact.id] = wished[0]
        elif answer is None and fact.assume is not None:
            fixed[fact.id] = fact.assume
        elif fact.type == "inventory":
            fixed[fact.id] = ()  # nobody has listed any row
        elif fact.id in read:
            slots.append((fact.id, None, possible(fact, answer)))
    found: dict[str, tuple[Fraction, Facts]] = {}
    for chosen in product(*(values for _, _, values in slots)):
        facts: dict[str, Value] = dict(fixed)
        weight = Fraction(1)
        for (name, place, _), (value, share) in zip(slots, chosen, strict=True):
            weight *= share
            inventory, _, column_id = name.partition(".")
            if place is None:
                facts[name] = value
            else:
                rows = facts[inventory]
                assert isinstance(rows, tuple)
                facts[inventory] = (*rows[:place], {**rows[place], column_id: value}, *rows[place + 1 :])
        whole = finished(pack, case, facts)
        before, _ = found.get(repr(sorted(whole.items())), (Fraction(0), whole))
        found[repr(sorted(whole.items()))] = (before + weight, whole)
    return list(found.values())


def finished(pack: Pack, case: Case, facts: Mapping[str, Value]) -> Facts:
    """Add to the answers what follows from them: what is not asked, formulas, `asked(...)`, wishes cut to their limits."""
    whole = dict(facts)
    wanted = asked(case)
    whole |= {asked_key(name): wanted.get(name, 0) for name in pack.offerings}
    _fill_formulas(pack, whole)
    for _ in pack.facts:  # as often as one question can hang on another
        for fact in pack.facts.values():
            answer = case.answers.get(fact.id)
            if fact.asked_when is not None and (answer is None or answer.value is UNKNOWN):
                whole[fact.id] = whole.get(fact.id, UNKNOWN) if holds(fact.asked_when, whole) else DOES_NOT_APPLY
        _fill_formulas(pack, whole)
    for want in case.wants:
        if want.asks is not None and want.asks[0] not in case.answers:
            for rule in live(pack, case):
                if isinstance(rule.effect, AtMost | AtLeast) and holds(rule.when, whole):
                    for name, amount in rule.effect.limits:
                        bound = number(amount.amount(whole))
                        if name == want.asks[0] and bound is not None and breaks(rule.effect, whole[name], bound):
                            whole[name] = bound
            _fill_formulas(pack, whole)
    return whole


def _fill_formulas(pack: Pack, facts: dict[str, Value]) -> None:
    for _ in _all_facts(pack):  # as often as one formula can read another
        before = dict(facts)
        for fact in pack.facts.values():
            if fact.formula is not None:
                facts[fact.id] = fact.formula.amount(facts)
            for column in fact.columns:
                if column.formula is not None and fact.id in facts:
                    rows = rows_of(facts[fact.id])
                    facts[fact.id] = tuple({**row, column.id: column.formula.amount(facts, row)} for row in rows)
        if facts == before:
            return


def facts_of(pack: Pack, case: Case) -> Facts:
    """The one world of a case in which all is known."""
    (only,) = worlds(pack, case)
    return only[1]
