"""A mixed-integer model as it grows: columns with bounds, rows over them; every coefficient a whole number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from advisor.values import Number

Linear = dict[int, Number]  # column -> coefficient


@dataclass
class Model:
    """Columns with bounds, rows `lower <= sum <= upper` (None: no end). `whole` are the integer columns."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[tuple[tuple[int, int], ...], int | None, int | None]] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)  # offering -> column of its steps
    cures: list[tuple[int, int, int, tuple[tuple[str, int], ...]]] = field(
        default_factory=list
    )  # group, class, column, units
    price: dict[int, int] = field(default_factory=dict)
    infeasible: bool = False

    def column(self, lower: int, upper: int, whole: bool = True) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, terms: Linear, lower: Number | None, upper: Number | None) -> None:
        """Add a row, scaled to whole numbers without a common divisor."""
        terms = {column: value for column, value in terms.items() if value}
        ends = [end for end in (lower, upper) if end is not None]
        if not terms:
            self.infeasible |= (lower is not None and lower > 0) or (upper is not None and upper < 0)
            return
        scale = lcm(*(Fraction(value).denominator for value in (*terms.values(), *ends)))
        whole = {column: int(value * scale) for column, value in terms.items()}
        divisor = gcd(*whole.values())
        least = None if lower is None else ceil(Fraction(lower) * scale / divisor)
        most = None if upper is None else floor(Fraction(upper) * scale / divisor)
        self.rows.append((tuple((column, value // divisor) for column, value in whole.items()), least, most))


@dataclass(frozen=True)
class Scope:
    """Where a requirement stands: how many units there are and whether there is any, as linear sums over columns."""

    units: Callable[[str], Linear]
    there: Callable[[str], Linear]
    most: Callable[[str], int]


def add(into: Linear, terms: Linear, factor: Number) -> None:
    for column, value in terms.items():
        into[column] = into.get(column, 0) + value * factor
