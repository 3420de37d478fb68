"""Every small change of an expression that a test should notice: a number by one unit, a comparison, an `and` for an `or`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from advisor.expressions import nodes
from advisor.expressions.nodes import Literal_, Name, Node
from advisor.expressions.operators import AND, COMPARISONS, OR
from advisor.expressions.wording import say_condition
from advisor.loading.shapes import plain
from advisor.pack import Fact
from advisor.values import Number, exact

Kind: TypeAlias = Literal["number", "comparison", "join"]

# What a hand slips to: the limit itself in or out, and the contrary.
SLIPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}


@dataclass(frozen=True)
class Change:
    """One changed expression: `was` and `now` say what stood there and what stands there instead."""

    node: Node
    kind: Kind
    was: str
    now: str
    within: str = ""  # the comparison round a changed number, in words

    def __str__(self) -> str:
        return f"{self.was} became {self.now}{f' in {self.within}' if self.within else ''}"


@dataclass(frozen=True)
class Names:
    """Whose facts and columns the expression speaks of, for its wording."""

    facts: Mapping[str, Fact]
    columns: Mapping[str, Fact]

    def say(self, node: Node) -> str:
        return f"“{say_condition(node, self.facts, self.columns)}”"

    def inside(self, inventory: str) -> Names:
        fact = self.facts.get(inventory)
        return Names(self.facts, {column.id: column for column in fact.columns} if fact is not None else {})


def changes_of_condition(node: Node, names: Names) -> Iterator[Change]:
    """Every change of a condition in negation normal form, outermost first."""
    match node:
        case nodes.And(parts) | nodes.Or(parts):
            other = nodes.Or(parts) if isinstance(node, nodes.And) else nodes.And(parts)
            was, now = (AND, OR) if isinstance(node, nodes.And) else (OR, AND)
            yield Change(other, "join", f"“{was}”", f"“{now}”", names.say(node))
            for position, part in enumerate(parts):
                for change in changes_of_condition(part, names):
                    yield replace(change, node=replace(node, operands=_with(parts, position, change.node)))
        case nodes.Compare(op=op, left=left, right=right):
            slipped = replace(node, op=SLIPS[op])  # type: ignore[arg-type]
            yield Change(slipped, "comparison", names.say(node), f"“{COMPARISONS[SLIPS[op]].words}”")
            said = names.say(node)
            for change in changes_of_amount(left, names):
                yield replace(change, node=replace(node, left=change.node), within=change.within or said)
            for change in changes_of_amount(right, names):
                yield replace(change, node=replace(node, right=change.node), within=change.within or said)
        case nodes.Not(operand):
            yield Change(operand, "comparison", names.say(node), names.say(operand))
        case Name() | nodes.Asked():
            yield Change(nodes.Not(node), "comparison", names.say(node), names.say(nodes.Not(node)))
        case _:
            return


def changes_of_amount(node: Node, names: Names) -> Iterator[Change]:
    """Every change of an amount, those of the conditions inside `count` among them."""
    match node:
        case Literal_(int() | Fraction() as number):
            for instead in (number + one_unit(number), number - one_unit(number)):
                yield Change(Literal_(exact(instead)), "number", plain(number), plain(exact(instead)))
        case nodes.Arithmetic(left=left, right=right):
            yield from (replace(c, node=replace(node, left=c.node)) for c in changes_of_amount(left, names))
            yield from (replace(c, node=replace(node, right=c.node)) for c in changes_of_amount(right, names))
        case nodes.Choices(parts):
            for position, part in enumerate(parts):
                for change in changes_of_amount(part, names):
                    yield replace(change, node=nodes.Choices(_with(parts, position, change.node)))
        case nodes.Call(arguments=parts):
            for position, part in enumerate(parts):
                for change in changes_of_amount(part, names):
                    yield replace(change, node=replace(node, arguments=_with(parts, position, change.node)))
        case nodes.Negative(operand):
            yield from (replace(c, node=nodes.Negative(c.node)) for c in changes_of_amount(operand, names))
        case nodes.Aggregate(function=function, inventory=inventory, of=of) if of is not None:
            inside = names.inside(inventory)
            found = changes_of_condition(of, inside) if function == "count" else changes_of_amount(of, inside)
            yield from (replace(change, node=replace(node, of=change.node)) for change in found)
        case nodes.Lookup(key=key):
            yield from (
                replace(change, node=replace(node, key=change.node)) for change in changes_of_amount(key, names)
            )
        case _:
            return


def _with(parts: tuple[Node, ...], position: int, node: Node) -> tuple[Node, ...]:
    return (*parts[:position], node, *parts[position + 1 :])


def one_unit(number: Number) -> Number:
    """One unit of the last digit that is written: 1 for 28, 0.1 for 0.5, 0.01 for 0.05."""
    unit = Fraction(1)
    while (number / unit).denominator != 1 and unit > Fraction(1, 10**9):
        unit /= 10
    return exact(unit)
