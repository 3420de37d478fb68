"""What was worked out for the answer before: an answer changes little, and what it cannot reach is taken as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar, cast

from advisor.engine.cells import Cells
from advisor.engine.cuts import expressions
from advisor.engine.effects import Setting
from advisor.engine.facts import Facts, Settled
from advisor.engine.index import Index
from advisor.engine.sources import Source

Found = TypeVar("Found")


class WorkedOut:
    """The last of each thing, with all that it hangs on. Several threads may use it: an entry is replaced as a whole, and where one
    does not fit the thing is worked out anew."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._last: dict[tuple[str, ...], tuple[object, object]] = {}
        self._read: dict[str, frozenset[str]] = {}
        self._beside = frozenset(n for e, _ in expressions(index) for n in e.reads if n not in index.pack.facts)

    def again(self, key: tuple[str, ...], hangs_on: object, work: Callable[[], Found]) -> Found:
        """What it was, if everything that it hangs on is the same; else it is worked out."""
        last = self._last.get(key)
        if last is not None and last[0] == hangs_on:
            return cast(Found, last[1])
        found = work()
        self._last[key] = (hangs_on, found)
        return found

    def of_part(
        self,
        source: Source,
        setting: Setting,
        settled: Settled,
        closure: frozenset[str],
        cells: Mapping[str, Cells],
        facts: Iterable[str],
        sure: frozenset[str],
        reach: frozenset[str],
    ) -> object:
        """Everything of a case that decides over a part, to be compared."""
        names = closure | self._read_by(source.name)
        known = {name: settled.known[name] for name in (*names, *self._beside) if name in settled.known}
        limits = {name: rules for name, rules in settled.wish_limits.items() if name in names}
        opened = {name: cells[name] for name in facts}
        return closure, setting, sure, reach, known, limits, settled.unlisted & names, settled.wished, opened

    def of_rows(self, inventory: str, read: frozenset[str], worlds: Iterable[Facts]) -> object:
        """Everything in these worlds that decides over what the rules make of a row."""
        names = (*(read | self._read_by(inventory)), *self._beside)
        return [{name: world[name] for name in names if name in world} for world in worlds]

    def _read_by(self, name: str) -> frozenset[str]:
        """The facts that any rule about a capability or an inventory reads, also one that cannot count now."""
        if name not in self._read:
            of = [c for c in self._index.pack.capabilities.values() if name in (c.id, c.of)]
            self._read[name] = self._index.closure(frozenset[str]().union(*map(self._index.capability_reads, of)))
        return self._read[name]
