"""The values that a fact or an expression can have, the two special answers among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeAlias


class Special(Enum):
    """An answer that is no value.

    `UNKNOWN`: not asked yet, or asked and nobody knows; in a condition, "cannot tell yet".
    `DOES_NOT_APPLY`: a comparison with it is false, as an amount it counts as 0.
    `BEYOND_TABLE`: a sizing table has no row this far; a demand for it cannot be met.
    """

    UNKNOWN = "unknown"
    DOES_NOT_APPLY = "does_not_apply"
    BEYOND_TABLE = "beyond_table"

    def __repr__(self) -> str:
        return self.name


UNKNOWN = Special.UNKNOWN
DOES_NOT_APPLY = Special.DOES_NOT_APPLY
BEYOND_TABLE = Special.BEYOND_TABLE

Number: TypeAlias = int | Fraction
"""Always exact; a whole number is an `int`, never a `Fraction` with denominator 1."""

Truth: TypeAlias = bool | Special
"""Kleene's three truth values: True (applies), False (does not apply), UNKNOWN (cannot tell yet)."""

Row: TypeAlias = Mapping[str, "Value"]
"""One row of an inventory: its columns by id, `name` and `count` (how many rows are alike)."""

Value: TypeAlias = int | Fraction | str | date | frozenset[str] | tuple[Row, ...] | bool | Special
"""A number, a choice (yes and no are the choices "yes" and "no"), a date, several choices, an inventory's rows, or a special answer."""


def exact(number: int | Fraction) -> Number:
    """Bring an exact number into its one form: `int` where it is whole."""
    if isinstance(number, int):
        return number
    return number.numerator if number.denominator == 1 else number


def asked_key(offering: str) -> str:
    """Name the entry of the facts under which `asked(offering)` finds how many the customer asked for."""
    return f"asked({offering})"
