"""What an expression is made of, once it has been read. Every node is frozen and knows the names it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from advisor.values import Number, Truth, Value


@dataclass(frozen=True)
class Literal_:
    """A number, a choice value (written without quotes) or a date."""

    value: Number | str | date


@dataclass(frozen=True)
class Name:
    """A fact, a formula, or (inside `each`, `count` and the like) a bare column of the row."""

    id: str


@dataclass(frozen=True)
class Asked:
    """`asked(offering)`: how many the customer asked for; alone as a condition, whether they asked for any."""

    offering: str


@dataclass(frozen=True)
class Compare:
    """One comparison; a chain `a < b < c` is read as `And` of two.

    `order`: where ordered choices are compared with `<` and the like, all of them, the least first.
    """

    op: Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
    left: Node
    right: Node
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """The right side of `in`: `(a, b)` or `[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    operand: Node


@dataclass(frozen=True)
class And:
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Arithmetic:
    op: Literal["+", "-", "*", "/"]
    left: Node
    right: Node


@dataclass(frozen=True)
class Negative:
    operand: Node


@dataclass(frozen=True)
class Call:
    """`min`, `max` of two or more numbers; `ceil`, `floor`, `round` of one."""

    function: Literal["min", "max", "ceil", "floor", "round"]
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Aggregate:
    """`count(rooms, seats < 8)`, `sum(rooms, seats)`, `min`/`max`: over all rows of an inventory, `count` rows alike counted as many."""

    function: Literal["count", "sum", "min", "max"]
    inventory: str
    of: Node | None  # a condition for `count` (None: every row), an amount for the others


@dataclass(frozen=True)
class Lookup:
    """`lookup(table, column, key)`; `rows` are (key, value), ascending where `up_to` (the first row at or above the key counts)."""

    table: str
    column: str
    key: Node
    up_to: bool
    rows: tuple[tuple[Number | str, Number], ...] = field(compare=True)


Node: TypeAlias = (
    Literal_ | Name | Asked | Compare | Choices | Not | And | Or | Arithmetic | Negative | Call | Aggregate | Lookup
)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, left to right."""
    match node:
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Choices(nodes) | And(nodes) | Or(nodes) | Call(_, nodes):
            return nodes
        case Not(operand) | Negative(operand):
            return (operand,)
        case Aggregate(of=of):
            return () if of is None else (of,)
        case Lookup(key=key):
            return (key,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything inside it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


@dataclass(frozen=True)
class Expression:
    """A checked expression. `reads`: ids of facts, formulas (not what they read in turn) and inventories, and `asked(...)` keys;
    `reads_columns`: bare columns of the row of the rule's `each` (empty elsewhere)."""

    source: str
    node: Node
    reads: frozenset[str]
    reads_columns: frozenset[str] = frozenset()

    def amount(self, facts: Mapping[str, Value], row: Mapping[str, Value] | None = None) -> Value:
        """Evaluate as a value (a number, mostly). A fact that is missing from `facts` is UNKNOWN."""
        return self._compiled_amount(facts, row)

    def truth(self, facts: Mapping[str, Value], row: Mapping[str, Value] | None = None) -> Truth:
        """Evaluate as a condition: True, False or UNKNOWN."""
        return self._compiled_truth(facts, row)

    @cached_property
    def _compiled_amount(self) -> Callable[[Mapping[str, Value], Mapping[str, Value] | None], Value]:
        from advisor.expressions.evaluate import compile_amount  # evaluate needs the nodes

        return compile_amount(self.node)

    @cached_property
    def _compiled_truth(self) -> Callable[[Mapping[str, Value], Mapping[str, Value] | None], Truth]:
        from advisor.expressions.evaluate import compile_truth

        return compile_truth(self.node)

    def __getstate__(self) -> dict[str, object]:
        """Pickle and copy the fields only: compiled functions cannot be pickled, and are made again when needed."""
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_compiled")}
