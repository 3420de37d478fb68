"""Where rules change over a number's range: the points that cut it into intervals within which no condition changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import ceil, floor

from advisor.engine.index import Index
from advisor.expressions.nodes import (
    Aggregate,
    Choices,
    Compare,
    Expression,
    Literal_,
    Lookup,
    Name,
    Node,
    children,
    walk,
)
from advisor.pack import AtLeast, AtMost, Fact, Needs
from advisor.values import Number

Key = tuple[str | None, str]
"""(inventory, column) or (None, fact)."""


class Cuts:
    """Per fact or column the comparisons made with it, and whether an amount reads it (then every value is a case of its own)."""

    def __init__(self, index: Index) -> None:
        self.points: dict[Key, set[tuple[str, Number | date]]] = {}
        self.every: set[Key] = set()
        self.cells: dict[tuple[object, ...], object] = {}  # of `cells_of`: they depend on the pack and two limits alone
        self._columns = {
            fact.id: frozenset(c.id for c in fact.columns)
            for fact in index.pack.facts.values()
            if fact.type == "inventory"
        }
        for expression, inventory in expressions(index):
            self._visit(expression.node, inventory)

    def _key(self, name: str, inventory: str | None) -> Key:
        return (inventory, name) if inventory is not None and name in self._columns[inventory] else (None, name)

    def _visit(self, node: Node, inventory: str | None) -> None:
        match node:
            case Name(id):
                self.every.add(self._key(id, inventory))
            case Compare(op, Name(id), Literal_(value)) if not isinstance(value, str):
                self._point(id, inventory, op, value)
            case Compare(op, Literal_(value), Name(id)) if not isinstance(value, str):
                self._point(id, inventory, MIRRORED.get(op, op), value)
            case Compare("in" | "not in", Name(id), Choices(items)):
                for item in items:
                    if isinstance(item, Literal_) and not isinstance(item.value, str):
                        self._point(id, inventory, "==", item.value)
            case Compare(_, Name(), Literal_()) | Compare(_, Literal_(), Name()):
                pass  # choices are looked at one by one anyway
            case Lookup(key=Name(id), up_to=True, rows=rows):
                for key, _ in rows:
                    if not isinstance(key, str):
                        self._point(id, inventory, "<=", key)
            case Aggregate(_, within, of):
                if of is not None:
                    self._visit(of, within)
            case _:
                for child in children(node):
                    self._visit(child, inventory)

    def _point(self, name: str, inventory: str | None, op: str, value: Number | date) -> None:
        self.points.setdefault(self._key(name, inventory), set()).add((op, value))

    def starts(self, fact: Fact, inventory: str | None, least: int, most: int) -> list[int]:
        """The first value of every interval of a number between `least` and `most`, ascending; all in ticks, of which a whole
        number is 10 to the power of the fact's decimals."""
        ticks = 10**fact.decimals
        found = {least}
        for op, value in self.points.get((inventory, fact.id), ()):
            assert not isinstance(value, date)
            if op in ("<", ">=", "==", "!="):
                found.add(ceil(value * ticks))
            if op in ("<=", ">", "==", "!="):
                found.add(floor(value * ticks) + 1)
        return sorted(v for v in found if least <= v <= most)

    def days(self, fact: Fact, inventory: str | None) -> list[date]:
        """Days that stand for every interval of a date: one before the first cut, and the first of each after it."""
        found: set[date] = set()
        for op, value in self.points.get((inventory, fact.id), ()):
            assert isinstance(value, date)
            if op in ("<", ">=", "==", "!="):
                found.add(value)
            if op in ("<=", ">", "==", "!="):
                found.add(value + timedelta(days=1))
        return [min(found) - timedelta(days=1), *sorted(found)] if found else [date(2000, 1, 1)]


def columns_read(index: Index, found: Iterable[tuple[Expression, str | None]]) -> frozenset[Key]:
    """The columns that expressions read, bare within a row of their inventory or inside `count`, `sum` and the like."""
    keys: set[Key] = set()
    for expression, inventory in found:
        if inventory is not None:
            keys |= {(inventory, column) for column in expression.reads_columns}
        for node in walk(expression.node):
            if isinstance(node, Aggregate) and node.of is not None:
                columns = {column.id for column in index.pack.facts[node.inventory].columns}
                keys |= {(node.inventory, n.id) for n in walk(node.of) if isinstance(n, Name) and n.id in columns}
    return frozenset(keys)


MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def expressions(index: Index) -> Iterator[tuple[Expression, str | None]]:
    """Every expression of a pack that can decide over a plan, with the inventory whose rows it looks at."""
    pack = index.pack
    for rule in index.live:
        if rule.when is not None:
            yield rule.when, rule.each
        if isinstance(rule.effect, Needs):
            for name, amount in rule.effect.amounts:
                yield amount, rule.each or pack.capabilities[name].of
        elif isinstance(rule.effect, AtMost | AtLeast):
            for name, amount in rule.effect.limits:
                yield amount, rule.each
                fact = pack.facts.get(name)
                if fact is not None and fact.type == "number":
                    yield Expression("", Compare("<=", Name(name), amount.node), amount.reads | {name}), rule.each
    for capability in pack.capabilities.values():
        for already in capability.already:
            yield already.value, capability.of
            if already.when is not None:
                yield already.when, capability.of
    for offering in pack.offerings.values():
        for capability_id, amount in offering.provides:
            yield amount, pack.capabilities[capability_id].of
    for fact in pack.facts.values():
        for expression in (fact.formula, fact.asked_when):
            if expression is not None:
                yield expression, None
