"""The ways in which one row of an inventory can be cured: the smallest sets of units that meet what the row needs."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import ceil, prod
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from advisor.planner.problem import Quantities, Requirement, RowClass
from advisor.values import Number

Units = tuple[tuple[str, int], ...]

MOST_COMBINATIONS = 20_000
MOST_ROUNDS = 5
LARGEST_AMOUNT = 2**40  # sums of whole numbers up to here are exact


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
    named = _named(row.requirements)
    one = RowClass(row.inventory, 1, row.requirements, row.within)
    return _minimal_cures(one, (present & named) - row.within, allowed & named)


@lru_cache(maxsize=16_384)
def _named(requirements: tuple[Requirement, ...]) -> frozenset[str]:
    """The offerings that have a say in whether requirements are met."""
    found: set[str] = set()
    for requirement in requirements:
        found.update(offering for offering, _ in requirement.supplies)
        for term in requirement.terms:
            found.update(term.triggers or ())
            found.update((term.unless,) if term.unless else ())
    return frozenset(found)


@lru_cache(maxsize=16_384)
def _minimal_cures(row: RowClass, present: frozenset[str], allowed: frozenset[str]) -> tuple[Units, ...] | None:
    outside = dict.fromkeys(sorted(present), 1)
    most = candidates(row, allowed, outside)
    if prod(units + 1 for units in most.values()) > MOST_COMBINATIONS:
        return None
    every = np.array(list(product(*(range(units + 1) for units in most.values()))), dtype=np.int64)
    choices = every[np.argsort(every.sum(axis=1), kind="stable")]
    for requirement in row.requirements:
        choices = choices[_meeting(requirement, choices, tuple(most), outside)]
    found: list[tuple[int, ...]] = []
    while len(choices):
        found.append(tuple(map(int, choices[0])))
        choices = choices[(choices < choices[0]).any(axis=1)]  # none that contains this one
    return tuple(tuple((o, n) for o, n in zip(most, choice) if n) for choice in found)


def _meeting(
    requirement: Requirement, choices: NDArray[np.int64], names: tuple[str, ...], outside: Quantities
) -> NDArray[np.bool_]:
    """Which of these choices of units meet a requirement."""
    own = {o for t in requirement.terms for o in (*(t.triggers or ()), t.unless)}
    amounts = dict(requirement.supplies)
    plain = own.isdisjoint(names) and not requirement.best
    needed = requirement.needed(outside) - requirement.already if plain else 0
    if not plain or not all(isinstance(a, int) and a < LARGEST_AMOUNT for a in (needed, *amounts.values())):
        return np.array(
            [requirement.met({**outside, **dict(zip(names, map(int, one)))}) for one in choices], dtype=bool
        )
    short = needed - sum(amount * outside.get(o, 0) for o, amount in amounts.items() if o not in names)
    if requirement.needed(outside) <= 0:
        return np.ones(len(choices), dtype=bool)
    return choices @ np.array([amounts.get(name, 0) for name in names], dtype=np.int64) >= int(short)


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
