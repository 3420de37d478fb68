"""Which values of each fact have to be tried, so that nothing a condition can say is missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import TypeAlias

from advisor.expressions import nodes
from advisor.expressions.nodes import Literal_, Name, Node, children
from advisor.pack import Fact
from advisor.values import DOES_NOT_APPLY, Number, Value, asked_key, exact

MOST_VALUES = 120  # a number with fewer values than this is tried with every one of them
MOST_ASKED = 1_000_000
_MOST_SETS = 6  # of so many choices every set is tried

Sum: TypeAlias = tuple[str | None, Fraction, Fraction]
"""a * name + b, as (name, a, b); of a constant (None, 0, b)."""


@dataclass(frozen=True)
class Domain:
    """The values to try; `whole`: whether a condition that holds for none of them holds for no value at all."""

    values: tuple[Value, ...]
    whole: bool


def domains(found: Iterable[Node], facts: Mapping[str, Fact], guesses: Mapping[str, str]) -> dict[str, Domain]:
    """The values to try of everything that conditions name. `facts`: facts and columns by the names used in them;
    `guesses`: names that stand for what was not looked into (a count over rows), by their names."""
    reading = _Reading(facts)
    for node in found:
        reading.visit(node)
    return {name: _domain(name, facts.get(name), reading, name in guesses) for name in dict.fromkeys(reading.names)}


class _Reading:
    """Collects per name the limits that it is held against, and whether it is also used in a way that has no limits."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.facts = facts
        self.names: list[str] = []
        self.limits: dict[str, set[Number | date]] = {}
        self.entangled: set[str] = set()

    def visit(self, node: Node) -> None:
        match node:
            case nodes.Compare(left=left, right=right) if not isinstance(right, nodes.Choices):
                self._compared(left, right)
            case nodes.Compare(left=left, right=nodes.Choices(items)):
                for item in items:
                    self._compared(left, item)
            case nodes.Lookup(key=Name(id), rows=rows):
                self._name(id)
                self.limits.setdefault(id, set()).update(key for key, _ in rows if not isinstance(key, str))
                self.entangled.add(id)  # the amount that is found is compared in its turn
            case Name(id):
                self._name(id)
                if self._is_number(id):
                    self.entangled.add(id)
            case nodes.Asked(offering):
                self._name(asked_key(offering))  # standing alone it asks whether there is any
            case _:
                for child in children(node):
                    self.visit(child)

    def _compared(self, left: Node, right: Node) -> None:
        match left, right:
            case (Name(id), Literal_(value)) | (Literal_(value), Name(id)) if isinstance(value, date):
                self._name(id)
                self.limits.setdefault(id, set()).add(value)
                return
        one, other = linear(left), linear(right)
        if one is None or other is None or (one[0] and other[0] and one[0] != other[0]):
            for side in (left, right):
                self._within(side)
            return
        name = one[0] or other[0]
        if name is None:
            return
        self._name(name)
        slope = one[1] - other[1]
        if slope:
            self.limits.setdefault(name, set()).add(exact((other[2] - one[2]) / slope))

    def _within(self, side: Node) -> None:
        """One side of a comparison that is no simple limit."""
        match side:
            case nodes.Asked(offering):
                self._name(asked_key(offering))
                self.entangled.add(asked_key(offering))
            case Name(id):
                self._name(id)
                if self._is_number(id):
                    self.entangled.add(id)
            case nodes.Lookup():
                self.visit(side)
            case _:
                for child in children(side):
                    self._within(child)

    def _name(self, name: str) -> None:
        self.names.append(name)

    def _is_number(self, name: str) -> bool:
        fact = self.facts.get(name)
        return fact is None or fact.type in ("number", "date")


def linear(node: Node) -> Sum | None:
    """An amount as a multiple of one name and a constant; None where it is more than that."""
    match node:
        case Literal_(int() | Fraction() as value):
            return None, Fraction(0), Fraction(value)
        case Name(id):
            return id, Fraction(1), Fraction(0)
        case nodes.Asked(offering):
            return asked_key(offering), Fraction(1), Fraction(0)
        case nodes.Negative(operand):
            inner = linear(operand)
            return None if inner is None else (inner[0], -inner[1], -inner[2])
        case nodes.Arithmetic(op, left, right):
            one, other = linear(left), linear(right)
            return None if one is None or other is None else _joined(op, one, other)
        case _:
            return None


def _joined(op: str, one: Sum, other: Sum) -> Sum | None:
    if op in ("+", "-"):
        if one[0] and other[0] and one[0] != other[0]:
            return None
        sign = 1 if op == "+" else -1
        return one[0] or other[0], one[1] + sign * other[1], one[2] + sign * other[2]
    if op == "*":
        constant, rest = (one, other) if one[0] is None else (other, one)
        return None if constant[0] else (rest[0], rest[1] * constant[2], rest[2] * constant[2])
    return None if other[0] or not other[2] else (one[0], one[1] / other[2], one[2] / other[2])


def _domain(name: str, fact: Fact | None, reading: _Reading, guess: bool) -> Domain:
    limits = reading.limits.get(name, set())
    if fact is None:  # a quantity asked for, or a number over rows
        ends: tuple[Number, Number] = (0, MOST_ASKED)
        numbers = sorted(n for n in limits if not isinstance(n, date))
        return Domain(tuple(_numbers(ends, numbers, 0)), not guess and name not in reading.entangled)
    special = (DOES_NOT_APPLY,) if fact.may_not_apply or fact.asked_when is not None else ()
    match fact.type:
        case "choice":
            return Domain((*fact.choices, *special), True)
        case "choices":
            return replace(_sets(fact), values=(*_sets(fact).values, *special))
        case "date":
            days = sorted(day for day in limits if isinstance(day, date)) or [date(2000, 1, 1)]
            around = sorted({day + timedelta(days=shift) for day in days for shift in (-1, 0, 1)})
            return Domain((*around, *special), name not in reading.entangled)
        case "number" if fact.range is not None:
            step = Fraction(1, 10**fact.decimals)
            many = (fact.range[1] - fact.range[0]) / step
            if many < MOST_VALUES:
                every = [exact(fact.range[0] + step * n) for n in range(int(many) + 1)]
                return Domain((*every, *special), True)
            numbers = sorted(n for n in limits if not isinstance(n, date))
            values = _numbers(fact.range, numbers, fact.decimals)
            return Domain((*values, *special), name not in reading.entangled)
        case _:
            return Domain(special, False)


def _numbers(ends: tuple[Number, Number], limits: list[Number], decimals: int) -> Iterator[Number]:
    """Both ends, and for every limit the number before, at and after it."""
    step = Fraction(1, 10**decimals)
    found = {exact(ends[0]), exact(ends[1])}
    for limit in limits:
        below, above = floor(limit / step) * step, ceil(limit / step) * step
        found |= {exact(n) for n in (below - step, below, above, above + step)}
    yield from sorted(n for n in found if ends[0] <= n <= ends[1])


def _sets(fact: Fact) -> Domain:
    if len(fact.choices) > _MOST_SETS:
        return Domain((frozenset(), *(frozenset({c}) for c in fact.choices), frozenset(fact.choices)), False)
    sets = [frozenset(some) for many in range(len(fact.choices) + 1) for some in combinations(fact.choices, many)]
    return Domain(tuple(sets), True)
