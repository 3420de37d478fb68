"""What a check finds in a pack that loads: where, what, and what to do; and the bench on which checks work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from advisor.engine.index import Index
from advisor.loading.files import CsvTable, PackReader, read_csv_text
from advisor.loading.yaml_text import line_of, read_yaml_text
from advisor.pack import Pack, Rule
from advisor.problems import Place
from advisor.workshop.possible import Customers


@dataclass(frozen=True, order=True)
class Finding:
    """`check`: its id, with a page in docs/checks/; `about`: the id of what it speaks of; `what` and `cure`: whole sentences."""

    place: Place
    check: str
    about: str
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.cure} [{self.check}]"


@dataclass(frozen=True)
class Bench:
    """A loaded pack with its files. `today`: the day against which sources are old, as the caller says it; `focus`: the one rule
    that matters just now, so that others are only held against it."""

    pack: Pack
    contents: Mapping[str, bytes]
    today: date
    reader: PackReader = field(default_factory=PackReader, compare=False)
    focus: str | None = None

    def concerns(self, *rules: Rule) -> bool:
        """Whether one of these rules matters just now."""
        return self.focus is None or any(rule.id == self.focus for rule in rules)

    @cached_property
    def index(self) -> Index:
        return Index(self.pack)

    def customers(self, each: str | None) -> Customers:
        if each not in self._customers:
            self._customers[each] = Customers(self.pack, each)
        return self._customers[each]

    @cached_property
    def _customers(self) -> dict[str | None, Customers]:
        return {}

    def at(self, file: str, *path: str | int) -> Place:
        """The line of a part of a YAML file; the file's first line where the part is not there."""
        content = self.contents.get(file)
        data: Any = self.reader.document(file, content, read_yaml_text)[0] if content is not None else None
        return Place(file, line_of(data, path) or 1)

    def of_rule(self, rule: Rule, *path: str | int) -> Place:
        return self.at(rule.place.file, *path)

    def table(self, file: str) -> CsvTable:
        content = self.contents.get(file)
        table = self.reader.document(file, content, read_csv_text)[0] if content is not None else None
        return table or CsvTable()

    def row(self, file: str, column: str, name: str) -> Place:
        """The line of a CSV file whose cell in `column` is `name`; the whole file where there is none."""
        rows = self.table(file).rows
        return Place(file, next((row.line for row in rows if row.cells.get(column) == name), 0))
