"""The ways an open fact can turn out: intervals of a number, choices, days, or the states of an inventory with unknown cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise, product
from math import ceil, comb, floor, lcm, prod
from typing import cast

from advisor.case import Answer
from advisor.engine.cuts import Cuts, Key
from advisor.pack import Fact
from advisor.row_cells import limits_of
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Number, Row, Value, exact

MOST_VALUES = 2_500  # of one number that amounts read; beyond that only some values are looked at
MOST_KEPT = 500  # of the cells worked out for a pack, with every pair of limits that answers have
MOST_STATES = 1_500  # of one inventory
MOST_SOME_STATES = 24  # where there are more than that, and only some are looked at
MOST_OUTCOMES = 1_200  # of one row with unknown cells, before those that make no difference are put together


@dataclass(frozen=True)
class Cell:
    """Answers among which no rule tells a difference. `value` stands for them; `weight` is their likelihood in whole parts;
    a number's cell reaches from `least` to `most`."""

    value: Value
    weight: int
    least: Number | None = None
    most: Number | None = None


@dataclass(frozen=True)
class Cells:
    """All cells of one open fact. `whole` is False where only some of its answers are among them."""

    fact: str
    cells: tuple[Cell, ...]
    whole: bool = True
    answers: int = 0  # where not whole: how many answers there are

    @property
    def count(self) -> int:
        return len(self.cells) if self.whole else max(self.answers, len(self.cells))

    @cached_property
    def weightiest(self) -> Value:
        return max(self.cells, key=lambda cell: cell.weight).value


def cells_of(fact: Fact, answer: Answer | None, cuts: Cuts, inventory: str | None = None) -> Cells:
    """The cells of an open fact, or of an unknown cell of a column of `inventory`; worked out once for a pack."""
    limits = (None, None) if answer is None else (answer.at_least, answer.less_than)
    key = (inventory, fact.id, *limits)
    found = cuts.cells.get(key)
    if not isinstance(found, Cells):
        if len(cuts.cells) >= MOST_KEPT:
            cuts.cells.clear()
        found = cuts.cells[key] = _cells_of(fact, answer, cuts, inventory)
    return found


def _cells_of(fact: Fact, answer: Answer | None, cuts: Cuts, inventory: str | None) -> Cells:
    if fact.type == "number":
        found = _numbers(fact, answer, cuts, inventory)
    elif fact.type == "choice":
        weights = _weights(fact)
        found = Cells(fact.id, tuple(Cell(c, weights.get(c, 0) if weights else 1) for c in fact.choices))
    elif fact.type == "choices":
        sets = [frozenset(some) for size in range(len(fact.choices) + 1) for some in combinations(fact.choices, size)]
        whole = len(fact.choices) <= 8
        kept = sets if whole else [s for s in sets if len(s) <= 1 or len(s) == len(fact.choices)]
        found = Cells(fact.id, tuple(Cell(s, 1) for s in kept), whole, len(sets))
    else:
        days: list[date] = cuts.days(fact, inventory)
        found = Cells(fact.id, tuple(Cell(day, 1) for day in days), (inventory, fact.id) not in cuts.every)
    if not fact.may_not_apply:
        return found
    if not fact.typical:
        return replace(found, cells=(*found.cells, Cell(DOES_NOT_APPLY, 1)))
    # as likely as one typical answer on average; all weights times their number, so that they stay whole
    typical = len(fact.typical)
    total = sum(_weights(fact).values())
    heavier = tuple(replace(cell, weight=cell.weight * typical) for cell in found.cells)
    return replace(found, cells=(*heavier, Cell(DOES_NOT_APPLY, total)))


def _weights(fact: Fact) -> dict[Value, int]:
    """`typical` as whole numbers."""
    scale = lcm(*(Fraction(w).denominator for _, w in fact.typical)) if fact.typical else 1
    return {value: int(weight * scale) for value, weight in fact.typical}


def _numbers(fact: Fact, answer: Answer | None, cuts: Cuts, inventory: str | None) -> Cells:
    ticks, least, most = _ends(fact, answer)
    starts = cuts.starts(fact, inventory, least, most)
    whole = True
    if (inventory, fact.id) in cuts.every:
        stride = max(1, ceil((most - least + 1) / MOST_VALUES))
        whole = stride == 1
        starts = sorted({*starts, *range(least, most + 1, stride), most})
    weights = ((v * ticks, w) for v, w in _weights(fact).items() if isinstance(v, int | Fraction))
    typical = [(v, w) for v, w in weights if least <= v <= most]
    weighing = [0] * len(starts)
    for value, weight in typical:
        weighing[bisect_right(starts, value) - 1] += weight
    found = []
    for start, after, weight in zip(starts, [*starts[1:], most + 1], weighing):
        first = _number(start, ticks)
        last = first if after - 1 == start else _number(after - 1, ticks)
        found.append(Cell(first, weight if typical else after - start, first, last))
    return Cells(fact.id, tuple(found), whole, most - least + 1)


def _ends(fact: Fact, answer: Answer | None) -> tuple[int, int, int]:
    """How many ticks a whole number has, and between which of them the answer lies: whole numbers are counted much faster."""
    assert fact.range is not None, f"{fact.id} has no range"
    ticks = 10**fact.decimals
    least, most = ceil(fact.range[0] * ticks), floor(fact.range[1] * ticks)
    if answer is not None and answer.at_least is not None:
        least = max(least, ceil(answer.at_least * ticks))
    if answer is not None and answer.less_than is not None:
        most = min(most, ceil(answer.less_than * ticks) - 1)
    return ticks, least, most


def _number(tick: int, ticks: int) -> Number:
    return tick if ticks == 1 else exact(Fraction(tick, ticks))


def inventory_cells(
    fact: Fact, rows: tuple[Row, ...], cuts: Cuts, columns: frozenset[Key], mark: Callable[[Row], object]
) -> Cells:
    """The states that an inventory's unknown cells can be in: of rows that look alike it counts how many, not which. `columns`:
    those that can matter; `mark`: what the rules make of a row (rows with equal marks are the same to them)."""
    groups = _alike(fact, rows, cuts, columns, mark)
    whole = all(outcomes.whole for _, _, outcomes in groups)
    sizes = [comb(count + len(outcomes.cells) - 1, count) for _, count, outcomes in groups]
    if prod(sizes) > MOST_STATES:
        return Cells(fact.id, tuple(_some_states(groups)), False, prod(sizes))
    states = []
    for parts in product(*(tuple(_shares(count, outcomes)) for _, count, outcomes in groups)):
        states.append(_state(groups, parts))
    return Cells(fact.id, tuple(states), whole)


Group = tuple[list[Row], int, "Outcomes"]
Share = tuple[tuple[int, int], ...]  # (outcome, how many rows of a group have it), those that none has left out


@dataclass(frozen=True)
class Outcomes:
    """The ways in which one row's unknown cells can turn out together, unknown cells of a row being independent. Those that the
    rules cannot tell apart are one."""

    cells: tuple[tuple[tuple[str, Value], ...], ...]
    weights: tuple[int, ...]
    marks: tuple[object, ...]
    whole: bool


def likely_value(fact: Fact, answer: Answer | None, cuts: Cuts) -> Value:
    """The weightiest answer of an open fact that no rule looks at; an inventory with every unknown cell filled in like that."""
    if fact.type == "inventory":
        assert answer is not None
        return with_likely_cells(fact, cast(tuple[Row, ...], answer.value), cuts)
    if fact.type == "number" and (None, fact.id) in cuts.every and not fact.typical:
        ticks, least, _ = _ends(fact, answer)
        return _number(least, ticks)  # every number is as likely as any other: the first
    return cells_of(fact, answer, cuts).weightiest


def with_likely_cells(fact: Fact, rows: tuple[Row, ...], cuts: Cuts) -> tuple[Row, ...]:
    """Rows with whatever is still unknown in them filled in."""
    cells = CellsOfColumns(fact.id, cuts)
    return tuple({**row, **{c.id: cells.of(c, row).weightiest for c in fact.columns if _open(row, c)}} for row in rows)


def _open(row: Row, column: Fact) -> bool:
    return column.formula is None and row.get(column.id, UNKNOWN) is UNKNOWN


@dataclass
class CellsOfColumns:
    """The cells of a column's unknown cells, by the limits between which they are known to lie."""

    inventory: str
    cuts: Cuts
    known: dict[tuple[str, Number | None, Number | None], Cells] = field(default_factory=dict)

    def of(self, column: Fact, row: Row) -> Cells:
        low, high = limits_of(row, column.id)
        key = (column.id, low, high)
        if key not in self.known:
            self.known[key] = cells_of(column, Answer(UNKNOWN, True, low, high), self.cuts, self.inventory)
        return self.known[key]


def _alike(
    fact: Fact, rows: tuple[Row, ...], cuts: Cuts, columns: frozenset[Key], mark: Callable[[Row], object]
) -> list[Group]:
    """Rows with unknown cells that no rule can tell apart put together; rows without are each a group."""
    read = [column for column in fact.columns if (fact.id, column.id) in columns]
    cells = CellsOfColumns(fact.id, cuts)
    groups: dict[object, Group] = {}
    for number, row in enumerate(rows):
        unknown = [c for c in read if row.get(c.id, UNKNOWN) is UNKNOWN]
        outcomes = (
            _outcomes(row, unknown, [cells.of(c, row) for c in unknown], mark)
            if unknown
            else Outcomes(((),), (1,), (), True)
        )
        key = (outcomes.cells, outcomes.marks) if unknown else number
        count = int(cast(int, row.get("count", 1)))
        members, before, _ = groups.get(key, ([], 0, outcomes))
        groups[key] = ([*members, row], before + count, outcomes)
    return list(groups.values())


def _outcomes(row: Row, unknown: list[Fact], columns: list[Cells], mark: Callable[[Row], object]) -> Outcomes:
    while prod(len(cells.cells) for cells in columns) > MOST_OUTCOMES:
        widest = max(range(len(columns)), key=lambda number: len(columns[number].cells))
        columns[widest] = thinned(columns[widest])
    found: dict[object, tuple[tuple[tuple[str, Value], ...], int]] = {}
    for together in product(*(cells.cells for cells in columns)):
        cells = tuple((c.id, cell.value) for c, cell in zip(unknown, together))
        weight = prod(cell.weight for cell in together)
        seen = mark({**row, **dict(cells), "count": 1})
        first, before = found.get(seen, (cells, 0))
        found[seen] = (first, before + weight)
    kept = list(found.values())
    whole = all(cells.whole for cells in columns)
    return Outcomes(tuple(cells for cells, _ in kept), tuple(weight for _, weight in kept), tuple(found), whole)


def _shares(count: int, outcomes: Outcomes) -> Iterator[Share]:
    """All ways to share `count` rows among the outcomes."""
    if len(outcomes.cells) == 1:
        yield ((0, count),)
        return
    ends = range(count + len(outcomes.cells) - 1)
    for bars in combinations(ends, len(outcomes.cells) - 1):
        edges = (-1, *bars, len(ends))
        numbers = (right - left - 1 for left, right in pairwise(edges))
        yield tuple((outcome, number) for outcome, number in enumerate(numbers) if number)


def _state(groups: list[Group], parts: tuple[Share, ...]) -> Cell:
    rows: list[Row] = []
    weight = 1
    for (members, count, outcomes), share in zip(groups, parts):
        if len(outcomes.cells) == 1 and not outcomes.cells[0]:
            rows.extend(members)
            continue
        left = count
        for outcome, number in share:
            weight *= comb(left, number) * outcomes.weights[outcome] ** number
            left -= number
        rows.extend(_fill(members, share, outcomes.cells))
    return Cell(tuple(rows), weight)


def _fill(members: list[Row], share: Share, outcomes: tuple[tuple[tuple[str, Value], ...], ...]) -> Iterator[Row]:
    """The rows of a group with their unknown cells filled in, the first outcomes first."""
    waiting = [(row, int(cast(int, row.get("count", 1)))) for row in members]
    for outcome, number in share:
        cells = outcomes[outcome]
        while number:
            row, count = waiting[0]
            taken = min(number, count)
            filled: Mapping[str, Value] = {**row, **dict(cells), "count": taken}
            yield filled
            number -= taken
            waiting[0] = (row, count - taken)
            if count == taken:
                waiting.pop(0)


def _some_states(groups: list[Group]) -> Iterator[Cell]:
    """Where there are too many states: those in which every open row of a kind turns out alike, and the likeliest."""
    widest = max(len(outcomes.cells) for _, _, outcomes in groups)
    seen: set[tuple[Share, ...]] = set()
    stride = max(1, ceil(widest / MOST_SOME_STATES))
    for number in sorted({*range(0, widest, stride), widest - 1}):
        parts = tuple(((min(number, len(o.cells) - 1), count),) for _, count, o in groups)
        if parts not in seen:
            seen.add(parts)
            yield _state(groups, parts)
    likeliest = tuple(((max(range(len(o.cells)), key=lambda k: (o.weights[k], -k)), count),) for _, count, o in groups)
    if likeliest not in seen:
        yield _state(groups, likeliest)


def thinned(cells: Cells) -> Cells:
    """Every other cell, both ends kept; the weight of a dropped cell goes to the one before it."""
    kept: list[Cell] = []
    last = len(cells.cells) - 1
    for number, cell in enumerate(cells.cells):
        if number % 2 == 0 or number == last:
            kept.append(cell)
        else:
            kept[-1] = replace(kept[-1], weight=kept[-1].weight + cell.weight, most=cell.most)
    return replace(cells, cells=tuple(kept), whole=False, answers=cells.count)
