"""Measures how well examples and cases guard the rules: numbers and comparisons are changed one at a time, and somebody should notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from advisor.engine.index import Index
from advisor.expressions.nodes import Expression, Node
from advisor.pack import AtLeast, AtMost, Fact, Needs, Pack, Rule
from advisor.problems import Place
from advisor.workshop.changes import Change, Names, changes_of_amount, changes_of_condition
from advisor.workshop.trial import agrees, answer_of, situation_of


@dataclass(frozen=True)
class Mutant:
    """A pack with one change in one place. `of`: the rule or formula that was changed; `where`: "when", "is", or what the amount is of."""

    of: str
    place: Place
    where: str
    source: str
    change: Change
    pack: Pack
    rules: tuple[Rule, ...]  # whose examples could notice: as the changed pack has them

    def __str__(self) -> str:
        within = f" in `{self.source}`" if self.change.kind == "number" and not self.change.within else ""
        where = f"{self.of}: is" if self.where == "is" else self.where
        return f"{self.place.file}, `{where}`: nobody would notice if {self.change}{within}."


@dataclass(frozen=True)
class Guard:
    """What came of changing a pack. A rule or formula is guarded when each of its changes is noticed."""

    parts: int  # rules and formulas with something to change
    changes: int
    by_examples: int
    by_cases: int
    unnoticed: tuple[Mutant, ...]

    @property
    def noticed(self) -> int:
        return self.by_examples + self.by_cases

    @property
    def share(self) -> float:
        return self.noticed / self.changes if self.changes else 1.0

    @property
    def guarded(self) -> int:
        return self.parts - len({mutant.of for mutant in self.unnoticed})


def guard_of(pack: Pack, case_notices: Callable[[Mutant], bool] | None = None) -> Guard:
    """Change every number and comparison of every live rule, and of the formulas that they read, one at a time.

    The examples of the changed rule are tried first; only what none of them notices is handed to `case_notices`.
    """
    index = Index(pack)
    parts: set[str] = set()
    changes = by_examples = by_cases = 0
    unnoticed: list[Mutant] = []
    for mutant in (*_of_rules(pack), *_of_formulas(pack, index)):
        parts.add(mutant.of)
        changes += 1
        seen_by = index if mutant.pack.facts is pack.facts else Index(mutant.pack)
        if any(_notices(seen_by, rule) for rule in mutant.rules):
            by_examples += 1
        elif case_notices is not None and case_notices(mutant):
            by_cases += 1
        else:
            unnoticed.append(mutant)
    return Guard(len(parts), changes, by_examples, by_cases, tuple(unnoticed))


def _notices(index: Index, rule: Rule) -> bool:
    return any(not agrees(e, answer_of(rule, *situation_of(index, rule, e))) for e in rule.examples)


def _of_rules(pack: Pack) -> Iterator[Mutant]:
    for rule in pack.live_rules:
        inventory = pack.facts[rule.each] if rule.each else None
        names = Names(pack.facts, {column.id: column for column in inventory.columns} if inventory else {})
        for where, expression, change in _changes(rule, names):
            changed = _with_expression(rule, where, replace(expression, node=change.node))
            whole = replace(pack, rules={**pack.rules, rule.id: changed})
            yield Mutant(rule.id, rule.place, where, expression.source, change, whole, (changed,))


def _changes(rule: Rule, names: Names) -> Iterator[tuple[str, Expression, Change]]:
    if rule.when is not None:
        yield from (("when", rule.when, change) for change in changes_of_condition(rule.when.node, names))
    match rule.effect:
        case Needs(pairs) | AtMost(pairs) | AtLeast(pairs):
            for name, amount in pairs:
                yield from ((name, amount, change) for change in changes_of_amount(amount.node, names))
        case _:
            return


def _with_expression(rule: Rule, where: str, expression: Expression) -> Rule:
    if where == "when":
        return replace(rule, when=expression)
    effect = rule.effect
    assert isinstance(effect, Needs | AtMost | AtLeast)
    pairs = effect.amounts if isinstance(effect, Needs) else effect.limits
    return replace(rule, effect=type(effect)(tuple((n, expression if n == where else old) for n, old in pairs)))


def _of_formulas(pack: Pack, index: Index) -> Iterator[Mutant]:
    """Formulas that live rules read have no examples of their own: those of the rules stand for them."""
    readers: dict[str, list[Rule]] = {}
    for rule in pack.live_rules:
        for name in index.closure(index.rule_reads(rule)):
            readers.setdefault(name, []).append(rule)
    names = Names(pack.facts, {})
    for fact in pack.facts.values():
        if fact.formula is None or fact.id not in readers:
            continue
        for change in _changes_of_formula(fact, fact.formula.node, names):
            changed = replace(fact, formula=replace(fact.formula, node=change.node))
            whole = replace(pack, facts={**pack.facts, fact.id: changed})
            yield Mutant(fact.id, fact.place, "is", fact.formula.source, change, whole, tuple(readers[fact.id]))


def _changes_of_formula(fact: Fact, node: Node, names: Names) -> Iterator[Change]:
    return changes_of_condition(node, names) if fact.is_yes_no else changes_of_amount(node, names)
