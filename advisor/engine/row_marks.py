"""What the rules make of one row of an inventory: rows, and answers in them, with the same mark are the same to every rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import cast

from advisor.engine.cells import Cells
from advisor.engine.facts import Facts, Settled, derive
from advisor.engine.index import Index
from advisor.engine.sources import Sources
from advisor.expressions.evaluate import compile_amount, compile_truth
from advisor.expressions.nodes import Aggregate, Name, walk
from advisor.planner.canonical import canonical
from advisor.values import Row

MOST_ROW_COMBINATIONS = 60  # of other open answers, for which a row is looked at


@dataclass(frozen=True)
class RowMarks:
    """`worlds`: the combinations of the other open answers that are looked at, one of `one_of`; `read`: the facts that decide in
    them; `within`: what is summed or counted over the rows."""

    index: Index
    inventory: str
    sources: Sources
    sure: frozenset[str]
    read: frozenset[str]
    within: tuple[Aggregate, ...]
    worlds: tuple[Facts, ...]
    one_of: int

    def of(self, row: Row) -> object:
        """What the rules make of one row."""
        mine = [part.evaluate for part in self.sources.parts if part.name == self.inventory]
        seen: list[object] = []
        for world in self.worlds:
            alone = world | {self.inventory: (row,)}
            seen.extend(canonical(evaluate(alone), self.sure, self.sources.reach) for evaluate in mine)
            seen.extend(_contribution(node, world, row) for node in self.within)
        return tuple(seen)


def row_marks(
    index: Index,
    settled: Settled,
    inventory: str,
    sources: Sources,
    cells: Mapping[str, Cells],
    sure: frozenset[str],
) -> RowMarks:
    """What the rules make of one row, for every combination of the other open answers that they read with it."""
    aggregates = dict.fromkeys(n for e, _ in sources.read for n in walk(e.node) if isinstance(n, Aggregate))
    within = tuple(node for node in aggregates if node.inventory == inventory and node.of is not None)
    closures = [index.closure(part.reads) for part in sources.parts if part.name == inventory]
    read = frozenset[str]().union(*closures, *(_names(index, node) for node in within))
    others = tuple(fact for fact in cells if fact in read)
    combinations = list(product(*((cell.value for cell in cells[f].cells) for f in others)))
    stride = max(1, len(combinations) // MOST_ROW_COMBINATIONS)
    worlds: list[Facts] = []
    for values in combinations[::stride]:
        world: Facts = dict(settled.known) | dict(zip(others, values))
        worlds.append(derive(index, settled, world, [n for n in index.pack.facts if n != inventory]))
    return RowMarks(index, inventory, sources, sure, read, within, tuple(worlds), stride)


def _names(index: Index, node: Aggregate) -> frozenset[str]:
    assert node.of is not None
    return index.closure(n.id for n in walk(node.of) if isinstance(n, Name))


def _contribution(node: Aggregate, facts: Facts, row: Row) -> object:
    """What one row adds to an aggregate."""
    assert node.of is not None
    if node.function == "count":
        return compile_truth(node.of)(facts, cast(Facts, row))
    return compile_amount(node.of)(facts, cast(Facts, row))
