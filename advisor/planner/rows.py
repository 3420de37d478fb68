"""The ways in which one row of an inventory can be cured: the smallest sets of units that meet what the row needs."""

from __future__ import annotations

from itertools import product
from math import ceil
from types import MappingProxyType

from advisor.planner.problem import Quantities, Requirement, RowClass
from advisor.values import Number

Units = tuple[tuple[str, int], ...]

MOST_COMBINATIONS = 20_000
MOST_ROUNDS = 5


def most_needed(requirement: Requirement, most: Quantities) -> Number:
    """The most that all demands together can come to when there are at most so many units of what they are counted by."""
    demands = [
        term.amount * (sum(most.get(o, 0) for o in term.triggers) if term.per_unit and term.triggers else 1)
        for term in requirement.terms
    ]
    return max(demands, default=0) if requirement.highest else sum(demands)


def candidates(row: RowClass, allowed: frozenset[str], outside: Quantities = MappingProxyType({})) -> dict[str, int]:
    """The offerings that can help a row, and the most units of each that can be of use to it."""
    most: dict[str, int] = {}
    for _ in range(MOST_ROUNDS):
        before = dict(most)
        units = {o: n for o, n in outside.items() if o not in row.within} | most
        for requirement in row.requirements:
            short = most_needed(requirement, units) - requirement.already
            for offering, amount in requirement.supplies:
                if short > 0 and amount > 0 and offering in allowed:
                    most[offering] = max(most.get(offering, 0), 1 if requirement.best else ceil(short / amount))
            for term in requirement.terms:
                if term.unless in row.within and term.unless in allowed:
                    most.setdefault(term.unless, 1)
        if most == before:
            break
    return most


def minimal_cures(row: RowClass, present: frozenset[str], allowed: frozenset[str]) -> tuple[Units, ...] | None:
    """All smallest sets of units that meet the row's requirements when `present` are in the plan; None where there are too many
    combinations to look at. No cure at all: an empty tuple."""
    outside = {offering: 1 for offering in present if offering not in row.within}
    most = candidates(row, allowed, outside)
    combinations = 1
    for units in most.values():
        combinations *= units + 1
    if combinations > MOST_COMBINATIONS:
        return None
    found: list[tuple[int, ...]] = []
    for choice in sorted(product(*(range(units + 1) for units in most.values())), key=sum):
        if any(all(a <= b for a, b in zip(smaller, choice)) for smaller in found):
            continue
        there = outside | dict(zip(most, choice))
        if all(requirement.met(there) for requirement in row.requirements):
            found.append(choice)
    return tuple(tuple((o, n) for o, n in zip(most, choice) if n) for choice in found)


def undecided(row: RowClass) -> tuple[str, ...]:
    """The offerings outside the row on which its demands hang."""
    names: dict[str, None] = {}
    for requirement in row.requirements:
        for term in requirement.terms:
            for offering in (*(term.triggers or ()), *((term.unless,) if term.unless else ())):
                if offering not in row.within:
                    names[offering] = None
    return tuple(names)


def counts_units_outside(row: RowClass) -> bool:
    """Whether a demand in the row is multiplied with units that stand outside it."""
    return any(
        term.per_unit and any(offering not in row.within for offering in term.triggers or ())
        for requirement in row.requirements
        for term in requirement.terms
    )
