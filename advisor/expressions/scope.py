"""What the names in an expression mean, depending on where the expression stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor.pack import Fact
from advisor.values import Number


@dataclass(frozen=True)
class Table:
    """A sizing table, data/<pack>/tables/<id>.csv: per column its (key, value) rows in the order of the file.

    `key` is the name of the key column; with `up_to` its numbers ascend, and the first row at or above the key counts.
    """

    id: str
    key: str
    up_to: bool
    columns: Mapping[str, tuple[tuple[Number | str, Number], ...]]


@dataclass(frozen=True)
class Scope:
    """Facts and formulas by id; the columns of the row that an `each` rule looks at (else none); offerings, tables."""

    facts: Mapping[str, Fact]
    columns: Mapping[str, Fact] = field(default_factory=dict)
    offerings: frozenset[str] = frozenset()
    tables: Mapping[str, Table] = field(default_factory=dict)
