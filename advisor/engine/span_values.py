"""What a value can still be while answers are open, and what comparing and reckoning make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, TypeAlias, cast

from advisor.expressions.operators import ARITHMETIC, COMPARISONS
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Number, Special, Truth, Value, exact


class NoEnd(ArithmeticError):
    """An amount of which nothing can be said: it divides by what may be 0, or reckons with what is no number."""


class Open(Enum):
    """A value of which nothing is known: a day, or one of very many sets of choices."""

    ANYTHING = "anything"


ANYTHING = Open.ANYTHING


@dataclass(frozen=True)
class Between:
    """Some number from `least` to `most`."""

    least: Number
    most: Number


Atom: TypeAlias = Between | str | bool | date | frozenset[str] | Special | Open
Possible: TypeAlias = frozenset[Atom]
"""All that a value can be: at most one `Between`, and each other value by itself."""

Truths: TypeAlias = frozenset[Truth]
SpanRow: TypeAlias = Mapping[str, Possible]

ALWAYS: Truths = frozenset({True})
OPEN: Truths = frozenset({True, False})
ZERO = Between(0, 0)


@dataclass(frozen=True)
class SpanFacts:
    """What is known of each fact, and the rows of the inventories, each cell with all that it can be."""

    values: dict[str, Possible]
    rows: dict[str, tuple[SpanRow, ...]]


def certain(value: Value) -> Possible:
    """What is known, as all that it can be."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return frozenset({Between(value, value)})
    return frozenset({cast(Atom, value)})


def together(atoms: Iterable[Atom]) -> Possible:
    """All of these, the numbers as one interval round them."""
    every = set(atoms)
    numbers = [atom for atom in every if isinstance(atom, Between)]
    if len(numbers) > 1:
        every.difference_update(numbers)
        every.add(Between(min(n.least for n in numbers), max(n.most for n in numbers)))
    return frozenset(every)


def compared(op: str, one: Atom, other: Atom) -> Truths:
    """All that a comparison of two of them can turn out to be."""
    both = (one, other)
    if DOES_NOT_APPLY in both or BEYOND_TABLE in both:
        return frozenset({False})
    if UNKNOWN in both:
        return frozenset({UNKNOWN})
    if ANYTHING in both:
        return OPEN
    if not isinstance(one, Between) or not isinstance(other, Between):
        return frozenset({bool(COMPARISONS[op].test(one, other))})
    if op in ("!=", ">=", ">"):  # the contrary is said of the opposite
        return frozenset(not truth for truth in compared(COMPARISONS[op].opposite, one, other))
    match op:
        case "<":
            can, must = one.least < other.most, one.most < other.least
        case "<=":
            can, must = one.least <= other.most, one.most <= other.least
        case _:
            can = one.least <= other.most and other.least <= one.most
            must = one.least == one.most == other.least == other.most
    return ALWAYS if must else OPEN if can else frozenset({False})


def number_of(atom: Atom) -> Between:
    if not isinstance(atom, Between):
        raise NoEnd(f"{atom!r} is no number")
    return atom


def reckoned(op: str, one: Between, other: Between) -> Atom:
    if op == "/" and other == ZERO:
        return DOES_NOT_APPLY
    if op == "/" and other.least <= 0 <= other.most:
        raise NoEnd("a division by what may be 0")
    work = cast(Callable[[Any, Any], Number], ARITHMETIC[op].work)
    corners = [exact(work(a, b)) for a in (one.least, one.most) for b in (other.least, other.most)]
    return Between(min(corners), max(corners))
