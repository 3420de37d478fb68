"""How the open answers reach the plan: part by part, what each combination of answers makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import prod

from advisor.engine.cells import Cell, Cells
from advisor.engine.cuts import Key
from advisor.engine.facts import Facts
from advisor.engine.sources import Must, Sources
from advisor.engine.span_demands import Ends
from advisor.planner.problem import Problem
from advisor.values import Special, Value


@dataclass(frozen=True)
class Part:
    """One capability, inventory or limit: `table` maps a choice of cells (positions, for `facts` in order) to one of `fragments`.
    `ends`: where it reads a fact of which not every answer is among the cells, what holds over all of its answers."""

    name: str
    facts: tuple[str, ...]
    table: Mapping[tuple[int, ...], int]
    fragments: tuple[Problem, ...]
    ends: Ends | None = None

    @property
    def possible(self) -> tuple[int, ...]:
        """The fragments that still can come about."""
        return tuple(sorted(set(self.table.values())))


@dataclass(frozen=True)
class Possibilities:
    """The open facts that can reach the plan, each with its cells, and the parts they decide. `fixed`: what is so in every world.
    `whole` is False where not every answer is among the cells."""

    open: Mapping[str, Cells]
    parts: tuple[Part, ...]
    fixed: tuple[Problem, ...]
    must: Must
    whole: bool
    reads: frozenset[str]  # every fact that the looked-at parts read
    columns: frozenset[Key]  # and every column
    sources: Sources
    settled: Mapping[str, Value] = field(
        default_factory=dict
    )  # open facts whose answers make no difference, with a likely one
    choices_alike: Mapping[str, Mapping[object, object]] = field(
        default_factory=dict
    )  # fact -> choice -> the one standing for it

    def exactly(self, facts: Facts) -> Problem:
        """What all of this comes to in one world, with every demand as its rule has it."""
        return self.sources.problem(facts, self.must)

    @property
    def count(self) -> int:
        return prod(cells.count for cells in self.open.values())

    def narrowed(self, fact: str, positions: Sequence[int]) -> Possibilities:
        """With only these cells of one fact left. Of a fact whose answers are not all among them, the others are left out: what is
        then said holds for what was looked at alone."""
        cells = self.open[fact]
        kept = replace(cells, cells=tuple(cells.cells[p] for p in positions))
        parts = []
        for part in self.parts:
            if fact not in part.facts:
                parts.append(part)
                continue
            at = part.facts.index(fact)
            renumber = {old: new for new, old in enumerate(positions)}
            table = {
                (*key[:at], renumber[key[at]], *key[at + 1 :]): fragment
                for key, fragment in part.table.items()
                if key[at] in renumber
            }
            parts.append(replace(part, table=table, ends=part.ends if cells.whole else None))
        return replace(self, open=dict(self.open) | {fact: kept}, parts=tuple(parts))

    def facts_of(self, world: Sequence[int]) -> Facts:
        """The values of the open facts in a world, of those too that make no difference to any."""
        return dict(self.settled) | {fact: cells.cells[at].value for (fact, cells), at in zip(self.open.items(), world)}


def merged(found: Possibilities) -> Possibilities:
    """Cells among which no part tells a difference become one, a number's only side by side; facts with one cell are dropped."""
    for fact, cells in list(found.open.items()):
        marks = _marks(found.parts, fact, cells)
        runs = [list(run) for _, run in groupby(range(len(marks)), key=lambda p: marks[p])]
        if cells.cells[0].least is None:  # no number: equal answers need not stand side by side
            by_mark: dict[object, list[int]] = {}
            for position, mark in enumerate(marks):
                by_mark.setdefault(mark, []).append(position)
            runs = list(by_mark.values())
        if len(runs) == len(marks) and len(runs) > 1:
            continue
        ends = {part.name: part.ends for part in found.parts}
        found = found.narrowed(fact, [run[0] for run in runs])
        found = replace(found, parts=tuple(replace(part, ends=ends[part.name]) for part in found.parts))
        joined = tuple(_joined([cells.cells[p] for p in run]) for run in runs)
        stands_for: dict[object, object] = (
            {cells.cells[p].value: one.value for run, one in zip(runs, joined) for p in run} if _single(cells) else {}
        )
        alike = dict(found.choices_alike) | {fact: stands_for}
        found = replace(found, open=dict(found.open) | {fact: replace(cells, cells=joined)}, choices_alike=alike)
    ended = {fact for part in found.parts if part.ends for fact in part.facts}
    single = {f for f, cells in found.open.items() if len(cells.cells) == 1 and (cells.whole or f not in ended)}
    parts = tuple(_drop(part, single) for part in found.parts)
    return replace(
        found,
        open={fact: cells for fact, cells in found.open.items() if fact not in single},
        settled={fact: found.open[fact].cells[0].value for fact in found.open if fact in single},
        parts=tuple(part for part in parts if part.facts),
        fixed=(*found.fixed, *(part.fragments[n] for part in parts if not part.facts for n in part.table.values())),
    )


def _single(cells: Cells) -> bool:
    """Whether the cells are plain choices."""
    return all(
        isinstance(cell.value, str) or (cell.least is None and isinstance(cell.value, Special)) for cell in cells.cells
    )


def _marks(parts: Iterable[Part], fact: str, cells: Cells) -> list[object]:
    """Per cell, all that the parts make of it: cells with equal marks are the same to every rule."""
    marks: list[list[object]] = [[cell.least is None] for cell in cells.cells]
    for part in parts:
        if fact in part.facts:
            at = part.facts.index(fact)
            for key, fragment in part.table.items():
                marks[key[at]].append((*key[:at], *key[at + 1 :], fragment))
    return [tuple(mark) for mark in marks]


def _joined(cells: Sequence[Cell]) -> Cell:
    heaviest = max(cells, key=lambda cell: cell.weight)
    return Cell(heaviest.value, sum(cell.weight for cell in cells), cells[0].least, cells[-1].most)


def _drop(part: Part, single: set[str]) -> Part:
    kept = [number for number, fact in enumerate(part.facts) if fact not in single]
    if len(kept) == len(part.facts):
        return part
    table = {tuple(key[number] for number in kept): fragment for key, fragment in part.table.items()}
    return replace(part, facts=tuple(part.facts[number] for number in kept), table=table)
