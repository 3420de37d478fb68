"""Who gets what: the rows of inventories with the units that the shown plan gives each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from advisor.engine.demands import AlikeRows, rows_of
from advisor.engine.effects import Setting
from advisor.engine.facts import Facts
from advisor.engine.index import Index
from advisor.planner.problem import Quantities, RowClass
from advisor.planner.rows import minimal_cures
from advisor.values import Row

MOST_TRIES = 20_000


@dataclass(frozen=True)
class Cured:
    """Rows that look alike, and the units each of them gets."""

    inventory: str
    rows: tuple[Row, ...]
    alike: AlikeRows
    units: Mapping[str, int]


def cured_rows(index: Index, setting: Setting, facts: Facts, plan: Quantities) -> tuple[Cured, ...]:
    """A way to share the plan's units among the rows: the first that works, rows in the order of the inventory."""
    found: list[Cured] = []
    for inventory, offerings in index.row_offerings.items():
        if not offerings:
            continue
        alike, _ = rows_of(index, setting, inventory, facts)
        rows = cast(Sequence[Row], facts.get(inventory, ()))
        present = frozenset(o for o, n in plan.items() if n)
        options = [minimal_cures(some.row_class, present, present) or () for some in alike]
        shares = _share([some.row_class.count for some in alike], options, dict(plan))
        for some, cures in zip(alike, shares or [[] for _ in alike]):
            members = [rows[position] for position in some.positions]
            for units, count in cures:
                taken, members = _take(members, count)
                found.append(Cured(inventory, tuple(taken), some, dict(units)))
    return tuple(found)


Share = list[tuple[tuple[tuple[str, int], ...], int]]


def _share(
    counts: list[int], options: Sequence[Sequence[tuple[tuple[str, int], ...]]], left: dict[str, int]
) -> list[Share] | None:
    """Per class the cures and how many rows have each, such that the units suffice; whole classes alike where possible."""
    names = list(dict.fromkeys(o for cures in options for cure in cures for o, _ in cure))
    needs = [[tuple(dict(cure).get(o, 0) for o in names) for cure in cures] for cures in options]
    failed: set[tuple[int, int, int, tuple[int, ...]]] = set()  # what was tried in vain: it comes up again and again

    def assign(number: int, rows: int, option: int, left: tuple[int, ...]) -> list[Share] | None:
        if number == len(counts):
            return []
        if rows == 0:
            rest = assign(number + 1, counts[number + 1] if number + 1 < len(counts) else 0, 0, left)
            return None if rest is None else [[], *rest]
        here_and_now = (number, rows, option, left)
        if option == len(options[number]) or here_and_now in failed or len(failed) > MOST_TRIES:
            return None
        cure, need = options[number][option], needs[number][option]
        most = min([rows, *(there // n for there, n in zip(left, need) if n)])
        for here in range(most, -1, -1):
            remaining = tuple(there - here * n for there, n in zip(left, need))
            rest = (
                assign(number, rows - here, option + 1, remaining) if here < rows else assign(number, 0, 0, remaining)
            )
            if rest is not None:
                return [[(cure, here), *rest[0]] if here else rest[0], *rest[1:]]
        failed.add(here_and_now)
        return None

    return assign(0, counts[0], 0, tuple(left.get(o, 0) for o in names)) if counts else []


def _take(members: list[Row], count: int) -> tuple[list[Row], list[Row]]:
    """The first `count` rows, those that stand for several split where needed, and the rest."""
    taken: list[Row] = []
    rest = list(members)
    while count and rest:
        row = rest.pop(0)
        here = cast(int, row.get("count", 1))
        if here > count:
            taken.append({**row, "count": count})
            rest.insert(0, {**row, "count": here - count})
            count = 0
        else:
            taken.append(row)
            count -= here
    return taken, rest


def suffices(rows: Sequence[RowClass], plan: Quantities) -> bool:
    """Whether the plan's units can be shared so that every row of these classes has what it needs."""
    present = frozenset(o for o, n in plan.items() if n)
    options = [minimal_cures(row, present, present) or () for row in rows]
    return all(options) and _share([row.count for row in rows], options, dict(plan)) is not None
