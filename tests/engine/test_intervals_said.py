"""Intervals of a number as people say them: "up to 150 people", "less than 32 GB", "more than 100 g"."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from advisor.engine.cells import Cell
from advisor.engine.questions import say_cell
from advisor.pack import Fact, Unit
from advisor.values import Number
from benchmarks.packs import number_fact

PEOPLE, GB, GRAMS = Unit("person", "people"), Unit("GB", "GB"), Unit("g", "g")


def fact(unit: Unit | None, decimals: int = 0) -> Fact:
    return replace(number_fact("n", 0, 500), unit=unit, decimals=decimals)


def cells(*ends: tuple[Number, Number]) -> list[Cell]:
    return [Cell(least, 1, least, most) for least, most in ends]


@pytest.mark.parametrize(
    ("unit", "decimals", "ends", "said"),
    [
        (
            PEOPLE,
            0,
            [(1, 150), (151, 1000), (1001, 5000)],
            ["up to 150 people", "151 to 1,000 people", "1,001 people or more"],
        ),
        (GB, 0, [(1, 31), (32, 500)], ["less than 32 GB", "32 GB or more"]),
        (None, 0, [(1, 7), (8, 8), (9, 20)], ["less than 8", "8", "9 or more"]),
        (GRAMS, 3, [(0, 100), (Fraction(100001, 1000), 500)], ["up to 100 g", "more than 100 g"]),
        (
            GRAMS,
            3,
            [(0, 100), (Fraction(100001, 1000), 750), (Fraction(750001, 1000), 20_000)],
            ["up to 100 g", "over 100 to 750 g", "more than 750 g"],
        ),
        (
            GRAMS,
            2,
            [(0, Fraction(33024, 100)), (Fraction(33025, 100), 500)],
            ["less than 330.25 g", "330.25 g or more"],
        ),
    ],
)
def test_an_interval_is_said_as_people_say_it(
    unit: Unit | None, decimals: int, ends: list[tuple[Number, Number]], said: list[str]
) -> None:
    of = fact(unit, decimals)
    every = cells(*ends)
    assert [say_cell(of, cell, every).replace("\N{NO-BREAK SPACE}", " ") for cell in every] == said
