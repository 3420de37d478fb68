"""Checks of what hangs together: capabilities, offerings, assessments and facts that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.engine.cuts import columns_read
from advisor.expressions.nodes import Expression
from advisor.pack import (
    ASSESSMENT,
    CUSTOMER_TASK,
    NOT_OURS,
    Advise,
    AtLeast,
    AtMost,
    Decline,
    Fact,
    Know,
    Needs,
    NotTogether,
    Rule,
)
from advisor.texts import slots
from advisor.workshop.findings import Bench, Finding


def capability_without_supply(bench: Bench) -> Iterator[Finding]:
    """A capability that a live rule needs and no offering supplies: nobody can be helped who has too little of it."""
    for capability in bench.pack.capabilities.values():
        demanding = bench.index.demanding[capability.id]
        if demanding and not bench.index.suppliers[capability.id]:
            what = f"`{demanding[0][0].id}` needs `{capability.id}`, and no offering supplies it."
            cure = "Write in provides.csv what does (a customer's own task is an offering too), or decline instead."
            yield Finding(capability.place, "capability_without_supply", capability.id, what, cure)


def capability_without_demand(bench: Bench) -> Iterator[Finding]:
    """A capability that no live rule needs: whatever supplies it is never called for because of it."""
    for capability in bench.pack.capabilities.values():
        if not bench.index.demanding[capability.id]:
            what = f"No live rule needs `{capability.id}`."
            cure = "Write the rule that does, or delete the capability and its rows in provides.csv."
            yield Finding(capability.place, "capability_without_demand", capability.id, what, cure)


def offering_never_called_for(bench: Bench) -> Iterator[Finding]:
    """An offering that no rule can bring into a plan, and that no rule judges when a customer asks for it."""
    named = {name for rule in bench.pack.live_rules for name in _named(rule)}
    needed = {capability for capability, demanding in bench.index.demanding.items() if demanding}
    for offering in bench.pack.offerings.values():
        supplies = any(capability in needed for capability, _ in offering.provides)
        if offering.kind in (ASSESSMENT, NOT_OURS) or supplies or offering.id in named:
            continue
        what = f"Nothing can call for `{offering.id}`: no live rule needs what it supplies, and none limits or declines it."
        task = " A customer's own task is there to meet a demand." if offering.kind == CUSTOMER_TASK else ""
        cure = f"Write the rule that needs it, or take it off the list.{task}"
        yield Finding(offering.place, "offering_never_called_for", offering.id, what, cure)


def _named(rule: Rule) -> tuple[str, ...]:
    match rule.effect:
        case AtMost(limits):
            return tuple(name for name, _ in limits)
        case NotTogether(offerings):
            return offerings
        case Decline(offering) | Advise(offering) if offering is not None:
            return (offering,)
        case _:
            return ()


def assessment_settles_nothing(bench: Bench) -> Iterator[Finding]:
    """An assessment of facts that no live rule, formula or capability looks at: knowing them changes nothing."""
    read = facts_read(bench)
    for offering in bench.pack.offerings.values():
        if offering.kind != ASSESSMENT or not offering.settles:
            continue
        if not any(_is_read(settled, read) for settled in offering.settles):
            settled = ", ".join(f"`{one}`" for one in offering.settles)
            what = f"`{offering.id}` settles {settled}, and no live rule looks at any of it."
            cure = "Write in settles.csv what it really finds out, or take it off the list."
            yield Finding(offering.place, "assessment_settles_nothing", offering.id, what, cure)


def fact_never_read(bench: Bench) -> Iterator[Finding]:
    """A question whose answer nothing looks at. A column nobody reads is found too."""
    read = facts_read(bench)
    for fact in bench.pack.facts.values():
        if not _is_read(fact.id, read):
            said = "is worked out and no live rule reads it" if fact.formula else "is asked and no live rule reads it"
            cure = "Write the rule that does, or delete it."
            yield Finding(fact.place, "fact_never_read", fact.id, f"`{fact.id}` {said}.", cure)
            continue
        for column in fact.columns:
            if f"{fact.id}.{column.id}" not in read:
                what = f"The column `{column.id}` of `{fact.id}` is asked and no live rule reads it."
                name = f"{fact.id}.{column.id}"
                yield Finding(column.place, "fact_never_read", name, what, "Write the rule that does, or delete it.")


def _is_read(name: str, read: frozenset[str]) -> bool:
    return name in read or any(one.startswith(f"{name}.") for one in read)


def facts_read(bench: Bench) -> frozenset[str]:
    """Facts, and columns as "rooms.seats", that decide over a plan or are spoken of in a text."""
    index = bench.index
    found = list(_deciding(bench))
    names = {name for expression, _ in found for name in expression.reads}
    columns: set[str] = set()
    for rule in bench.pack.live_rules:
        names.update({rule.each} if rule.each else ())
        match rule.effect:
            case Know(facts):
                names.update(facts)
            case AtMost(limits) | AtLeast(limits):
                names.update(name for name, _ in limits)
            case _:
                pass
        for text in (rule.because, rule.because_unknown, rule.enough, rule.without, rule.instead):
            for slot in slots(text):
                names.add(slot.name)
                if rule.each:
                    columns.add(f"{rule.each}.{slot.key or slot.name}")
    closed = index.closure(name.partition(".")[0] for name in names)
    formulas = [(e, None) for name in closed for e in _formulas(bench.pack.facts[name])]
    columns |= {f"{inventory}.{column}" for inventory, column in columns_read(index, [*found, *formulas])}
    return frozenset(names | columns | closed)


def _deciding(bench: Bench) -> Iterator[tuple[Expression, str | None]]:
    """The expressions of live rules and of what meets their demands, with the inventory whose rows they look at."""
    pack, index = bench.pack, bench.index
    for rule in pack.live_rules:
        needed = rule.effect.amounts[0][0] if isinstance(rule.effect, Needs) else None
        within = rule.each or (pack.capabilities[needed].of if needed else None)
        yield from ((expression, within) for expression in index.rule_expressions(rule))
    for capability in pack.capabilities.values():
        if index.demanding[capability.id]:
            yield from ((amount, capability.of) for _, amount in index.suppliers[capability.id])
            for already in capability.already:
                yield already.value, capability.of
                if already.when is not None:
                    yield already.when, capability.of


def _formulas(fact: Fact) -> Iterator[Expression]:
    yield from (expression for expression in (fact.formula, fact.asked_when) if expression is not None)
