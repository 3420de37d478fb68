"""The least and the most that an amount can be, from the ranges of the facts in it; wide rather than wrong."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from advisor.expressions.nodes import (
    Aggregate,
    Arithmetic,
    Asked,
    Call,
    Literal_,
    Lookup,
    Name,
    Negative,
    Node,
)
from advisor.expressions.operators import FUNCTIONS
from advisor.pack import Fact
from advisor.values import Number, exact

Span: TypeAlias = tuple[Number | None, Number | None]
"""The least and the most; None where there is no end."""

_ANYTHING: Span = (None, None)
_FROM_ZERO: Span = (0, None)


def span(node: Node, names: Mapping[str, Fact], inventories: Mapping[str, Fact], deepest: int = 40) -> Span:
    """Bound an amount. `names`: facts, formulas and columns bare in it; `inventories`: the facts of the pack."""

    def inner(part: Node) -> Span:
        return span(part, names, inventories, deepest - 1)

    if deepest == 0:  # formulas that name each other in a circle: the loader says so, here they have no end
        return _ANYTHING
    match node:
        case Literal_(value) if isinstance(value, (int, Fraction)):
            return value, value
        case Name(id) if id in names:
            fact = names[id]
            if fact.range is None and fact.formula is not None:
                return inner(fact.formula.node)
            return fact.range or _ANYTHING
        case Asked():
            return _FROM_ZERO
        case Negative(operand):
            return _negative(inner(operand))
        case Arithmetic(op, left, right):
            one, other = inner(left), inner(right)
            if op == "+":
                return _sum(one, other)
            if op == "-":
                return _sum(one, _negative(other))
            return _product(one, other if op == "*" else _reciprocal(other))
        case Call(function, arguments):
            return _of_call(function, [inner(argument) for argument in arguments])
        case Aggregate("count"):
            return _FROM_ZERO
        case Aggregate(function, inventory, of) if of is not None and inventory in inventories:
            columns = {column.id: column for column in inventories[inventory].columns}
            low, high = span(of, {**inventories, **columns}, inventories, deepest - 1)
            if function != "sum":
                return low, high
            return (0 if low is not None and low >= 0 else None), (0 if high is not None and high <= 0 else None)
        case Lookup(rows=rows) if rows:
            values = [value for _, value in rows]
            return min(values), max(values)
        case _:
            return _ANYTHING


def _negative(of: Span) -> Span:
    low, high = of
    return (None if high is None else -high), (None if low is None else -low)


def _sum(one: Span, other: Span) -> Span:
    low = None if one[0] is None or other[0] is None else exact(one[0] + other[0])
    high = None if one[1] is None or other[1] is None else exact(one[1] + other[1])
    return low, high


def _reciprocal(of: Span) -> Span:
    """Of a span without 0; anything, where 0 is in it."""
    low, high = of
    if low is not None and low > 0:
        return (0 if high is None else exact(1 / Fraction(high))), exact(1 / Fraction(low))
    if high is not None and high < 0:
        return exact(1 / Fraction(high)), (0 if low is None else exact(1 / Fraction(low)))
    return _ANYTHING


def _product(one: Span, other: Span) -> Span:
    corners = [None if a is None or b is None else exact(a * b) for a in one for b in other]
    known = [corner for corner in corners if corner is not None]
    if len(known) == len(corners):
        return min(known), max(known)
    if one[0] is not None and other[0] is not None and one[0] >= 0 and other[0] >= 0:
        return exact(one[0] * other[0]), None
    return _ANYTHING


def _of_call(function: str, arguments: list[Span]) -> Span:
    work = FUNCTIONS[function].work
    lows = [low for low, _ in arguments if low is not None]
    highs = [high for _, high in arguments if high is not None]
    # An end that is missing decides, except a missing least end under `max` and a missing most end under `min`.
    low = work(lows) if lows and (len(lows) == len(arguments) or function == "max") else None
    high = work(highs) if highs and (len(highs) == len(arguments) or function == "min") else None
    return low, high
