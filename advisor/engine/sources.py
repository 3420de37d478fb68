"""Which parts decide over the plan of a case: what each capability, inventory and limit reads, and how it is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from advisor.engine.demands import limits_from, requirement_from, rows_problem
from advisor.engine.effects import Setting, join
from advisor.engine.facts import Facts, Settled, derive
from advisor.engine.index import Index
from advisor.engine.span_demands import Ends, limit_ends, requirement_ends, rows_ends
from advisor.engine.span_values import SpanFacts
from advisor.expressions.nodes import Expression
from advisor.pack import AtLeast, AtMost, Capability, Decline, NotTogether, Rule
from advisor.planner.problem import Problem

Must: TypeAlias = tuple[tuple[str, int], ...]
"""Units that are to be in the plan whatever the rules say, as far as limits let them."""

Evaluate: TypeAlias = Callable[[Facts], Problem]
"""A part's fragment as a function of the facts."""

FindEnds: TypeAlias = Callable[[SpanFacts], Ends]
"""A part's ends as a function of all that the facts can be."""


@dataclass(frozen=True)
class Source:
    """One part: a capability, an inventory or a limit, with the facts it reads, how its fragment is worked out in one world, and its
    ends over all of them."""

    kind: Literal["capability", "inventory", "limit"]
    name: str
    reads: frozenset[str]
    evaluate: Evaluate
    ends: FindEnds


@dataclass(frozen=True)
class Sources:
    """All parts that can matter in a case. `reach`: the offerings that can be in a plan; `read`: every expression that can decide,
    with the inventory whose rows it looks at."""

    parts: tuple[Source, ...]
    reach: frozenset[str]
    read: tuple[tuple[Expression, str | None], ...]

    def problem(self, facts: Facts, must: Must) -> Problem:
        """What all of this comes to in one world, with every demand as its rule has it."""
        return join([*(part.evaluate(facts) for part in self.parts), Problem(at_least=must)])


def sources_of(index: Index, setting: Setting, settled: Settled, must: Must) -> Sources:
    """The parts that can still reach the plan, as far as the facts are known."""
    base = derive(index, settled, dict(settled.known), index.pack.facts)
    reach, capabilities = _reach(index, setting, base, [offering for offering, _ in must])
    read: list[tuple[Expression, str | None]] = []
    for capability in capabilities:
        read.extend(_live_expressions(index, setting, capability, base, reach))
    for rule in index.limiting:
        read.extend((expression, rule.each) for expression in index.rule_expressions(rule))
    read.extend((f.formula, None) for f in index.pack.facts.values() if f.formula is not None)
    return Sources(tuple(_sources(index, setting, settled, base, reach, capabilities)), reach, tuple(read))


def facts_that_can_matter(index: Index, setting: Setting, settled: Settled, must: Must) -> frozenset[str]:
    """Every fact that some part reads which can still reach the plan, formulas followed to the end."""
    parts = sources_of(index, setting, settled, must).parts
    return index.closure(frozenset[str]().union(*(part.reads for part in parts)))


def _sources(
    index: Index,
    setting: Setting,
    settled: Settled,
    base: Facts,
    reach: frozenset[str],
    capabilities: Sequence[Capability],
) -> Iterator[Source]:
    """The parts by name: what each reads, and how its fragment is worked out."""
    for capability in capabilities:
        if capability.of is None:
            reads = _live_reads(index, setting, capability, base, reach)
            ends = partial(requirement_ends, index, setting, capability)
            yield Source("capability", capability.id, reads, _requirement(index, setting, capability, base), ends)
    for inventory in dict.fromkeys(c.of for c in capabilities if c.of is not None):
        inside = [c for c in capabilities if c.of == inventory]
        reads = frozenset({inventory}).union(*(_live_reads(index, setting, c, base, reach) for c in inside))
        reads |= frozenset(n for r in index.limiting if r.each == inventory for n in index.rule_reads(r))
        ends = partial(rows_ends, index, setting, inventory)
        yield Source("inventory", inventory, reads, _rows(index, setting, inventory), ends)
    for rule in index.limiting:
        counts = rule.each is None and _concerns(index, rule, reach) and setting.counts(index, rule)
        if counts and _may_apply(rule, base):
            reads = index.rule_reads(rule) | _limited_facts(index, rule)
            ends = partial(limit_ends, index, setting, rule, wished=settled.wished)
            yield Source("limit", rule.id, reads, limits_from(index, setting, rule, settled.wished), ends)


def _requirement(index: Index, setting: Setting, capability: Capability, base: Facts) -> Evaluate:
    requirement = requirement_from(index, setting, capability, base)
    return lambda facts: requirement(facts, None)


def _rows(index: Index, setting: Setting, inventory: str) -> Evaluate:
    return lambda facts: rows_problem(index, setting, inventory, facts)


def _limited_facts(index: Index, rule: Rule) -> frozenset[str]:
    if isinstance(rule.effect, AtMost | AtLeast):
        return frozenset(name for name, _ in rule.effect.limits if name in index.pack.facts)
    return frozenset()


def _may_apply(rule: Rule, facts: Facts) -> bool:
    if rule.when is None or rule.each is not None:
        return True
    return rule.when.truth(facts, None) is not False


def _reach(index: Index, setting: Setting, base: Facts, sure: Iterable[str]) -> tuple[frozenset[str], list[Capability]]:
    """The offerings that can come to be in a plan, and the capabilities that can be called for."""
    offerings = set(sure)
    found: dict[str, Capability] = {}
    changed = True
    while changed:
        changed = False
        for capability in index.pack.capabilities.values():
            if capability.id in found:
                continue
            for rule, _ in index.demanding[capability.id]:
                if not setting.counts(index, rule) or not _may_apply(rule, base):
                    continue
                triggers = setting.triggers(index, rule)
                if triggers is None or offerings.intersection(triggers):
                    found[capability.id] = capability
                    offerings.update(offering for offering, _ in index.suppliers[capability.id])
                    changed = True
                    break
        for capability in list(found.values()):
            for rule, _ in index.demanding[capability.id]:
                if rule.unless in index.plannable and rule.unless not in offerings:
                    offerings.add(rule.unless)
                    changed = True
    in_order = [c for c in index.pack.capabilities.values() if c.id in found]
    return frozenset(offerings), in_order


def _live_rules(
    index: Index, setting: Setting, capability: Capability, base: Facts, reach: frozenset[str]
) -> Iterator[tuple[Rule, Expression]]:
    """The rules that can come to call for a capability here."""
    for rule, amount in index.demanding[capability.id]:
        triggers = setting.triggers(index, rule)
        reached = triggers is None or not reach.isdisjoint(triggers)
        if reached and setting.counts(index, rule) and _may_apply(rule, base):
            yield rule, amount


def _live_expressions(
    index: Index, setting: Setting, capability: Capability, base: Facts, reach: frozenset[str]
) -> Iterator[tuple[Expression, str | None]]:
    """Everything that decides over a capability, with the inventory whose rows it looks at."""
    for rule, amount in _live_rules(index, setting, capability, base, reach):
        yield amount, rule.each
        if rule.when is not None:
            yield rule.when, rule.each
    for already in capability.already:
        yield already.value, capability.of
        if already.when is not None:
            yield already.when, capability.of
    for _, amount in index.suppliers[capability.id]:
        yield amount, capability.of


def _live_reads(
    index: Index, setting: Setting, capability: Capability, base: Facts, reach: frozenset[str]
) -> frozenset[str]:
    """The facts and inventories that decide over a capability."""
    names = {rule.each for rule, _ in _live_rules(index, setting, capability, base, reach) if rule.each is not None}
    return frozenset(names).union(*(e.reads for e, _ in _live_expressions(index, setting, capability, base, reach)))


def _concerns(index: Index, rule: Rule, reach: frozenset[str]) -> bool:
    match rule.effect:
        case AtMost(limits) | AtLeast(limits):
            return any(name in reach or name in index.pack.facts for name, _ in limits)
        case NotTogether(offerings):
            return len(reach.intersection(offerings)) > 1
        case Decline(offering):
            return offering is None or offering in reach
        case _:
            return False
