"""Every operator with its test and its English, one row each: what is evaluated and what is said cannot drift apart."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from advisor.values import DOES_NOT_APPLY, Number, Special


@dataclass(frozen=True)
class Comparison:
    """`opposite` is the operator that says the contrary; `words` stand between the two sides."""

    test: Callable[[Any, Any], bool]
    opposite: str
    words: str


@dataclass(frozen=True)
class Operation:
    """`work` takes exact numbers; `sign` stands between them; a higher `binding` needs no brackets in a lower one."""

    work: Callable[[Number, Number], Number | Special]
    sign: str
    binding: int


@dataclass(frozen=True)
class Function:
    """`work` takes the list of arguments (or cells); `words` has one place for them (of an aggregate: {of}, {rows})."""

    work: Callable[[list[Number]], Number]
    words: str


def _divide(left: Number, right: Number) -> Number | Special:
    """Divide exactly; by 0 does not apply (only what does not apply is 0 here: reading refuses others)."""
    return DOES_NOT_APPLY if right == 0 else Fraction(left) / right


def _within(item: object, several: Any) -> bool:
    return item in several


def _not_within(item: object, several: Any) -> bool:
    return item not in several


COMPARISONS: Mapping[str, Comparison] = {
    "==": Comparison(operator.eq, "!=", "is"),
    "!=": Comparison(operator.ne, "==", "is not"),
    "<": Comparison(operator.lt, ">=", "is less than"),
    "<=": Comparison(operator.le, ">", "is at most"),
    ">": Comparison(operator.gt, "<=", "is more than"),
    ">=": Comparison(operator.ge, "<", "is at least"),
    "in": Comparison(_within, "not in", "is one of"),
    "not in": Comparison(_not_within, "in", "is none of"),
}

ARITHMETIC: Mapping[str, Operation] = {
    "+": Operation(operator.add, "+", 1),
    "-": Operation(operator.sub, "\N{MINUS SIGN}", 1),
    "*": Operation(operator.mul, "\N{MULTIPLICATION SIGN}", 2),
    "/": Operation(_divide, "\N{DIVISION SIGN}", 2),
}

FUNCTIONS: Mapping[str, Function] = {
    "min": Function(min, "the smallest of ({})"),
    "max": Function(max, "the largest of ({})"),
    "ceil": Function(lambda cells: math.ceil(cells[0]), "({}) rounded up"),
    "floor": Function(lambda cells: math.floor(cells[0]), "({}) rounded down"),
    "round": Function(lambda cells: math.floor(cells[0] + Fraction(1, 2)), "({}) rounded"),  # half up
}

AGGREGATES: Mapping[str, Function] = {
    "count": Function(sum, "the number of rows in {rows} where ({of})"),
    "sum": Function(sum, "the sum of ({of}) over {rows}"),
    "min": Function(min, "the smallest ({of}) in {rows}"),
    "max": Function(max, "the largest ({of}) in {rows}"),
}
EVERY_ROW = "the number of rows in {rows}"  # `count` without a condition

AND, OR = "and", "or"
