"""Sizing tables, figures and price lists as tables: edited cell by cell or replaced from a file, with the difference shown first."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from advisor.calling.inventory_file import open_inventory
from advisor.loading.files import BOM, text_of

Cells = Mapping[str, str]


@dataclass(frozen=True)
class CellChange:
    """One cell; `key` says in which row, as its first cells do."""

    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class TableDifference:
    """What is different between two states of a table. `columns`: names of columns that came or went."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[CellChange, ...]
    columns: tuple[str, ...]
    reordered: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.columns or self.reordered)

    @property
    def says(self) -> str:
        """ "2 rows new, 1 gone, 3 cells changed"."""
        parts = [
            f"{len(self.added)} {_rows(len(self.added))} new" if self.added else "",
            f"{len(self.removed)} {_rows(len(self.removed))} gone" if self.removed else "",
            f"{len(self.changed)} {'cell' if len(self.changed) == 1 else 'cells'} changed" if self.changed else "",
            f"columns changed: {', '.join(self.columns)}" if self.columns else "",
            "rows in another order" if self.reordered else "",
        ]
        return ", ".join(part for part in parts if part) or "nothing is different"


def _rows(number: int) -> str:
    return "row" if number == 1 else "rows"


class NoTable(Exception):
    """A file that cannot take the place of a table; the message says why."""


def frame_of(content: bytes) -> pd.DataFrame:
    """A CSV file of a pack as a table of texts."""
    header, rows = _read(text_of(content))
    return pd.DataFrame(rows, columns=header, dtype=str)


def from_file(name: str, content: bytes, like: bytes) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """A CSV or XLSX file that is to take the place of a table, its columns in the order of the old one; and what was noticed.

    Raises NoTable where it cannot be read, or lacks a column.
    """
    opened = open_inventory(name, content)
    if not opened.headings:
        raise NoTable(" ".join(opened.notes) or "The file is empty.")
    old = list(frame_of(like).columns)
    by_name = {heading.strip().lower(): heading for heading in opened.headings}
    missing = [column for column in old if column.lower() not in by_name]
    if missing:
        there = ", ".join(opened.headings)
        raise NoTable(f"The columns {', '.join(f'`{one}`' for one in missing)} are missing; there are {there}.")
    places = [opened.headings.index(by_name[column.lower()]) for column in old]
    names = {column.lower() for column in old}
    unknown = [one for one in opened.headings if one.strip() and one.strip().lower() not in names]
    notes = opened.notes + ((f"Left out: {', '.join(unknown)}.",) if unknown else ())
    rows = [[row[place].strip() for place in places] for row in opened.rows if any(cell.strip() for cell in row)]
    return pd.DataFrame(rows, columns=old, dtype=str), notes


def difference(old: pd.DataFrame, new: pd.DataFrame) -> TableDifference:
    """What changes from one table to the other. Rows are known again by their first cells, as many as it takes."""
    keys = _key_columns(old, new)
    before, after = _by_key(old, keys), _by_key(new, keys)
    changed = tuple(
        CellChange(key, column, before[key][column], after[key][column])
        for key in before
        if key in after
        for column in old.columns
        if column in new.columns and before[key][column] != after[key][column]
    )
    common = [key for key in before if key in after]
    return TableDifference(
        tuple(key for key in after if key not in before),
        tuple(key for key in before if key not in after),
        changed,
        tuple(column for column in {**dict.fromkeys(old.columns), **dict.fromkeys(new.columns)}
              if (column in old.columns) != (column in new.columns)),
        common != [key for key in after if key in before],
    )  # fmt: skip


def row_at(content: bytes, line: int) -> str:
    """How the row in this line of the file is called: by its first cells, as many as tell it from the others; "" for no row."""
    frame = frame_of(content)
    reader = csv.reader(io.StringIO(text_of(content), newline=""))
    place = -2  # the header comes before the first row
    for row in reader:
        place += any(row)
        if reader.line_num >= line:
            if not any(row) or place < 0:
                return ""
            keys = [list(frame.columns).index(one) for one in _key_columns(frame, frame)]
            return ", ".join(filter(None, (str(frame.iloc[place, key]) for key in keys)))
    return ""


def content_of(frame: pd.DataFrame, like: bytes) -> bytes:
    """The table as a CSV file: rows that say what they said keep their very text; line ends and a BOM are those of `like`."""
    text = text_of(like)
    kept = _lines_of(text)
    header = _line(list(frame.columns))
    lines = [kept.get(tuple(frame.columns), [header])[0]]
    for cells in frame.fillna("").itertuples(index=False):
        row = tuple(str(cell).strip() for cell in cells)
        if any(row):
            same = kept.get(row)
            lines.append(same.pop(0) if same else _line(row))
    whole = "\n".join(lines) + ("\n" if text.endswith("\n") or not text else "")
    if b"\r\n" in like:
        whole = whole.replace("\n", "\r\n")
    return (BOM if like.startswith(BOM) else b"") + whole.encode()


def _read(text: str) -> tuple[list[str], list[list[str]]]:
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
    if not rows:
        return [], []
    header, *body = rows
    return header, [[*row[: len(header)], *[""] * (len(header) - len(row))] for row in body]


def _lines_of(text: str) -> dict[tuple[str, ...], list[str]]:
    """The text of every row, by what its cells say."""
    found: dict[tuple[str, ...], list[str]] = {}
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text, newline=""))
    begin = 0
    for row in reader:
        raw = "\n".join(lines[begin : reader.line_num])
        begin = reader.line_num
        if any(row):
            found.setdefault(tuple(cell.strip() for cell in row), []).append(raw)
    return found


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def _key_columns(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """The first columns, as many as it takes to tell the rows of both tables apart."""
    common = [column for column in old.columns if column in new.columns]
    for many in range(1, len(common) + 1):
        if not old.duplicated(common[:many]).any() and not new.duplicated(common[:many]).any():
            return common[:many]
    return common


def _by_key(frame: pd.DataFrame, keys: Sequence[str]) -> dict[str, Cells]:
    found: dict[str, Cells] = {}
    for row in frame.fillna("").to_dict("records"):
        cells = {str(column): str(cell).strip() for column, cell in row.items()}
        key = ", ".join(cells[one] for one in keys)
        while key in found:  # a row that stands there twice
            key += " (again)"
        found[key] = cells
    return found
