"""What follows from a pack alone, worked out once: who supplies what, which rules speak of what, in which order facts are derived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from advisor.expressions.nodes import Expression
from advisor.pack import (
    ASSESSMENT,
    NOT_OURS,
    AtLeast,
    AtMost,
    Capability,
    Decline,
    Fact,
    Know,
    Needs,
    NotTogether,
    Offering,
    Pack,
    Rule,
)


@dataclass(frozen=True)
class Index:
    """A pack with its cross-references. Everything is derived from `pack` and keeps its order."""

    pack: Pack

    @cached_property
    def live(self) -> tuple[Rule, ...]:
        return self.pack.live_rules

    @cached_property
    def plannable(self) -> frozenset[str]:
        """What may stand in a solution: everything but checks and what is never sold."""
        return frozenset(o.id for o in self.pack.offerings.values() if o.kind not in (ASSESSMENT, NOT_OURS))

    @cached_property
    def suppliers(self) -> Mapping[str, tuple[tuple[str, Expression], ...]]:
        """Capability -> (offering, amount a unit), in price-list order."""
        found: dict[str, list[tuple[str, Expression]]] = {c: [] for c in self.pack.capabilities}
        for offering in self.pack.offerings.values():
            if offering.id in self.plannable:
                for capability, amount in offering.provides:
                    found[capability].append((offering.id, amount))
        return {capability: tuple(pairs) for capability, pairs in found.items()}

    @cached_property
    def demanding(self) -> Mapping[str, tuple[tuple[Rule, Expression], ...]]:
        """Capability -> the live rules that call for it, with the amount."""
        found: dict[str, list[tuple[Rule, Expression]]] = {c: [] for c in self.pack.capabilities}
        for rule in self.live:
            if isinstance(rule.effect, Needs):
                for capability, amount in rule.effect.amounts:
                    found[capability].append((rule, amount))
        return {capability: tuple(pairs) for capability, pairs in found.items()}

    @cached_property
    def triggers(self) -> Mapping[str, tuple[str, ...]]:
        """Rule -> the offerings it is a prerequisite of, kinds written out."""
        return {rule.id: self.pack.for_offerings(rule) for rule in self.pack.rules.values()}

    @cached_property
    def limiting(self) -> tuple[Rule, ...]:
        return tuple(r for r in self.live if isinstance(r.effect, AtMost | AtLeast | NotTogether | Decline))

    @cached_property
    def knowing(self) -> tuple[Rule, ...]:
        return tuple(r for r in self.live if isinstance(r.effect, Know))

    @cached_property
    def row_offerings(self) -> Mapping[str, frozenset[str]]:
        """Inventory -> the offerings that are looked at within its rows, because they supply something there."""
        found: dict[str, set[str]] = {f.id: set() for f in self.pack.facts.values() if f.type == "inventory"}
        for capability in self.pack.capabilities.values():
            if capability.of is not None:
                found[capability.of].update(offering for offering, _ in self.suppliers[capability.id])
        return {inventory: frozenset(offerings) for inventory, offerings in found.items()}

    @cached_property
    def wish_limits(self) -> Mapping[str, tuple[Rule, ...]]:
        """Fact -> the live rules with a limit on it."""
        found: dict[str, list[Rule]] = {}
        for rule in self.limiting:
            if isinstance(rule.effect, AtMost | AtLeast):
                for name, _ in rule.effect.limits:
                    if name in self.pack.facts:
                        found.setdefault(name, []).append(rule)
        return {fact: tuple(rules) for fact, rules in found.items()}

    def judging(self, offering: str) -> tuple[Rule, ...]:
        """The live rules that judge a want for an offering: they call for what it supplies, limit it or decline it."""
        supplied = {capability for capability, _ in self.pack.offerings[offering].provides}
        found: list[Rule] = []
        for rule in self.live:
            match rule.effect:
                case Needs(amounts):
                    judges = any(capability in supplied for capability, _ in amounts)
                case AtMost(limits):
                    judges = any(name == offering for name, _ in limits)
                case Decline(declined):
                    judges = declined == offering
                case _:
                    judges = False
            if judges:
                found.append(rule)
        return tuple(found)

    def only_for_outcomes(self, rule: Rule) -> bool:
        return bool(rule.for_) and not self.triggers[rule.id]

    @cached_property
    def derived_order(self) -> tuple[str, ...]:
        """Facts whose value can follow from others (formulas, and facts with `asked_when`), each after what it reads."""
        order: list[str] = []
        seen: set[str] = set()

        def visit(fact: Fact) -> None:
            if fact.id in seen:
                return
            seen.add(fact.id)
            for name in self._direct(fact):
                if name in self.pack.facts:
                    visit(self.pack.facts[name])
            if fact.formula is not None or fact.asked_when is not None or fact.id in self.wish_limits:
                order.append(fact.id)

        for fact in self.pack.facts.values():
            visit(fact)
        return tuple(order)

    @cached_property
    def _derived_in(self) -> dict[frozenset[str], list[str]]:
        return {}

    def derived_in(self, wanted: frozenset[str]) -> list[str]:
        """Those of `derived_order` that are wanted."""
        if wanted not in self._derived_in:
            self._derived_in[wanted] = [name for name in self.derived_order if name in wanted]
        return self._derived_in[wanted]

    def _direct(self, fact: Fact) -> tuple[str, ...]:
        names: set[str] = set()
        for expression in (fact.formula, fact.asked_when):
            if expression is not None:
                names |= expression.reads
        return tuple(sorted(names))

    @cached_property
    def _closures(self) -> dict[str, frozenset[str]]:
        return {}

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """The facts that are read when these are, formulas and `asked_when` followed to the end."""
        found: set[str] = set()
        for name in names:
            if name not in self._closures:
                self._closures[name] = self._follow(name)
            found |= self._closures[name]
        return frozenset(found)

    def _follow(self, name: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current in found or current not in self.pack.facts:
                continue
            found.add(current)
            waiting.extend(self._direct(self.pack.facts[current]))
            for rule in self.wish_limits.get(current, ()):
                waiting.extend(self.rule_reads(rule))
        return frozenset(found)

    def rule_reads(self, rule: Rule) -> frozenset[str]:
        """The names that a rule's condition and amounts read, and its inventory."""
        names = frozenset({rule.each} if rule.each else ())
        return names.union(*(expression.reads for expression in self.rule_expressions(rule)))

    def rule_expressions(self, rule: Rule) -> tuple[Expression, ...]:
        """A rule's condition and amounts."""
        found = () if rule.when is None else (rule.when,)
        match rule.effect:
            case Needs(amounts) | AtMost(amounts) | AtLeast(amounts):
                return (*found, *(expression for _, expression in amounts))
            case _:
                return found

    def capability_reads(self, capability: Capability) -> frozenset[str]:
        """The names that decide over one capability: its rules', what is there already, what offerings supply."""
        names: set[str] = set()
        for rule, _ in self.demanding[capability.id]:
            names |= self.rule_reads(rule)
        for already in capability.already:
            names |= already.value.reads | (already.when.reads if already.when else frozenset())
        for _, amount in self.suppliers[capability.id]:
            names |= amount.reads
        return frozenset(names)

    def settled_by(self, fact: str) -> tuple[Offering, ...]:
        """The assessments that find out a fact, a column of it ("rooms.seats") or the whole inventory."""
        return tuple(
            o
            for o in self.pack.offerings.values()
            if o.kind == ASSESSMENT and any(s == fact or fact.startswith(s + ".") for s in o.settles)
        )
