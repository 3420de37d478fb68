"""Measures how well examples guard their rules: every number of every rule is changed by one unit, and somebody should notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from advisor.engine.index import Index
from advisor.expressions import nodes
from advisor.expressions.nodes import Expression, Literal_, Node
from advisor.loading.shapes import plain
from advisor.pack import AtLeast, AtMost, Needs, Pack, Rule
from advisor.values import Number, exact
from advisor.workshop.trial import agrees, answer_of, situation_of


@dataclass(frozen=True)
class Unnoticed:
    """A change of one number of a rule after which all its examples still come out."""

    rule: str
    where: str  # "when", or what the amount is of
    source: str
    number: Number
    instead: Number

    def __str__(self) -> str:
        return f"{self.rule}: no example notices {plain(self.instead)} instead of {plain(self.number)} in `{self.where}: {self.source}`."


@dataclass(frozen=True)
class Guard:
    """What came of changing the numbers of a pack. A rule is guarded when each of its changes is noticed."""

    rules: int  # with a number in them
    rules_without: int
    changes: int
    unnoticed: tuple[Unnoticed, ...]

    @property
    def guarded(self) -> int:
        return self.rules - len({change.rule for change in self.unnoticed})


def guard_of(pack: Pack) -> Guard:
    """Change every number of every live rule up and down by one unit of its last digit, one at a time, and run its examples."""
    index = Index(pack)
    rules = without = changes = 0
    unnoticed: list[Unnoticed] = []
    for rule in pack.live_rules:
        before = changes
        for changed, change in _changes(rule):
            changes += 1
            if not _noticed(index, changed):
                unnoticed.append(change)
        rules, without = (rules + 1, without) if changes > before else (rules, without + 1)
    return Guard(rules, without, changes, tuple(unnoticed))


def _noticed(index: Index, rule: Rule) -> bool:
    return any(not agrees(e, answer_of(rule, *situation_of(index, rule, e))) for e in rule.examples)


def _changes(rule: Rule) -> Iterator[tuple[Rule, Unnoticed]]:
    """The rule with one number changed, for every number and both directions."""
    if rule.when is not None:
        for node, number, instead in _variants(rule.when.node):
            change = Unnoticed(rule.id, "when", rule.when.source, number, instead)
            yield replace(rule, when=replace(rule.when, node=node)), change
    effect = rule.effect
    match effect:
        case Needs(pairs) | AtMost(pairs) | AtLeast(pairs):
            for position, (name, expression) in enumerate(pairs):
                for node, number, instead in _variants(expression.node):
                    changed = (*pairs[:position], (name, replace(expression, node=node)), *pairs[position + 1 :])
                    change = Unnoticed(rule.id, name, expression.source, number, instead)
                    yield replace(rule, effect=_with(effect, changed)), change
        case _:
            return


def _with(effect: Needs | AtMost | AtLeast, pairs: tuple[tuple[str, Expression], ...]) -> Needs | AtMost | AtLeast:
    match effect:
        case Needs():
            return Needs(pairs)
        case AtMost():
            return AtMost(pairs)
        case AtLeast():
            return AtLeast(pairs)


def _variants(node: Node) -> Iterator[tuple[Node, Number, Number]]:
    """The expression with one of its numbers changed, the number, and what stands there instead."""
    match node:
        case Literal_(int() | Fraction() as number):
            for instead in (number + one_unit(number), number - one_unit(number)):
                yield Literal_(exact(instead)), number, exact(instead)
        case nodes.Compare(left=left, right=right) | nodes.Arithmetic(left=left, right=right):
            yield from ((replace(node, left=n), was, now) for n, was, now in _variants(left))
            yield from ((replace(node, right=n), was, now) for n, was, now in _variants(right))
        case nodes.And(parts) | nodes.Or(parts):
            yield from ((replace(node, operands=new), was, now) for new, was, now in _among(parts))
        case nodes.Choices(parts):
            yield from ((nodes.Choices(new), was, now) for new, was, now in _among(parts))
        case nodes.Call(_, parts):
            yield from ((replace(node, arguments=new), was, now) for new, was, now in _among(parts))
        case nodes.Not(operand) | nodes.Negative(operand):
            yield from ((replace(node, operand=n), was, now) for n, was, now in _variants(operand))
        case nodes.Aggregate(of=of) if of is not None:
            yield from ((replace(node, of=n), was, now) for n, was, now in _variants(of))
        case nodes.Lookup(key=key):
            yield from ((replace(node, key=n), was, now) for n, was, now in _variants(key))
        case _:
            return


def _among(parts: tuple[Node, ...]) -> Iterator[tuple[tuple[Node, ...], Number, Number]]:
    for position, part in enumerate(parts):
        for node, was, now in _variants(part):
            yield (*parts[:position], node, *parts[position + 1 :]), was, now


def one_unit(number: Number) -> Number:
    """One unit of the last digit that is written: 1 for 28, 0.1 for 0.5, 0.01 for 0.05."""
    unit = Fraction(1)
    while (number / unit).denominator != 1 and unit > Fraction(1, 10**9):
        unit /= 10
    return exact(unit)
