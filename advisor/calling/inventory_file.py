"""Inventories from CSV and XLSX files: which column is which, which cells cannot be read and why, and everything else kept."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from rapidfuzz.fuzz import token_set_ratio

from advisor.calling.call_table import ReadRows, columns_of, read_text_rows
from advisor.loading.read_answers import MOST_ROWS
from advisor.pack import Fact
from advisor.saying import say_list, say_number

MOST_COLUMNS = 200
ALIKE = 90
COUNT_WORDS = ("count", "quantity", "qty", "number", "how many", "pieces", "amount")
NAME_WORDS = ("name", "which", "computer", "hostname", "host", "device", "room", "site", "department")


@dataclass(frozen=True)
class InventoryFile:
    """What stands in a file: its headings, its rows as texts, and what had to be said about it. `first`: the number of the first
    row as the file's own program shows it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int
    notes: tuple[str, ...]


def open_inventory(name: str, content: bytes) -> InventoryFile:
    """Open a CSV or XLSX file. Never raises: a file that cannot be read has no headings, and a note says why."""
    if name.lower().endswith((".xlsx", ".xlsm")):
        return _table(*_sheet(content))
    text, notes = _text(content)
    return _table(_csv_rows(text), notes) if text is not None else InventoryFile((), (), 2, tuple(notes))


def _table(found: Sequence[Sequence[str]], notes: list[str]) -> InventoryFile:
    """The first row that is not empty bears the headings."""
    begins = next((n for n, row in enumerate(found) if any(cell.strip() for cell in row)), None)
    if begins is None:
        return InventoryFile((), (), 2, tuple(notes or ["The file is empty. Its first row must name the columns."]))
    headings = tuple(cell.strip()[:80] for cell in found[begins][:MOST_COLUMNS])
    body = list(found[begins + 1 :])
    while body and not any(cell.strip() for cell in body[-1]):
        body.pop()
    if len(body) > MOST_ROWS:
        notes = [*notes, f"There are {say_number(len(body))} rows; the first {say_number(MOST_ROWS)} are kept."]
    rows, formulas = [], []
    for n, row in enumerate(body[:MOST_ROWS]):
        cells = [*row[: len(headings)], *[""] * (len(headings) - len(row))]
        for place, cell in enumerate(cells):
            if re.match(r"[=@]|[+-][A-Za-z(]", cell):
                formulas.append(f"row {begins + 2 + n}, {headings[place] or 'a column without a name'}")
                cells[place] = ""
        rows.append(tuple(cells))
    if formulas:
        more = f" and {say_number(len(formulas) - 3)} more" if len(formulas) > 3 else ""
        notes = [*notes, f"Formulas are not worked out, so these cells stay unknown: {'; '.join(formulas[:3])}{more}."]
    if not rows:
        notes = [*notes, "There are headings, and no rows below them."]
    return InventoryFile(headings, tuple(rows), begins + 2, tuple(notes))


def _text(content: bytes) -> tuple[str | None, list[str]]:
    if b"\0" in content[:4000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, ["This is no text file. Save the table as CSV or XLSX, and choose that file."]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), []
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return content.decode("cp1252", errors="replace"), [
            f"The file is not written in UTF-8 (first seen in row {row}); it was read as Windows text. Look whether names are right."
        ]


def _csv_rows(text: str) -> list[list[str]]:
    lines = text.splitlines()
    head = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows: list[list[str]] = []
    while len(rows) <= MOST_ROWS + 1_000:
        try:
            rows.append(next(reader))
        except StopIteration:
            break
        except csv.Error:  # a cell longer than the reader takes
            rows.append([])
    return rows


def _sheet(content: bytes) -> tuple[list[list[str]], list[str]]:
    """The first sheet, formulas as they are written."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        rows = [
            [_cell_text(cell) for cell in row]
            for row in sheet.iter_rows(max_row=MOST_ROWS + 1_000, max_col=MOST_COLUMNS, values_only=True)
        ]
        notes = [f"Only the first sheet, “{sheet.title}”, was read."] if len(book.worksheets) > 1 else []
        book.close()
        return rows, notes
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        EOFError,
        AttributeError,
    ):
        return [], ["This file cannot be opened as a spreadsheet. Save it as XLSX or CSV again, without a password."]


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def match_columns(fact: Fact, headings: Sequence[str]) -> dict[str, int]:
    """Which heading is which column (by its place in the file); a column that no heading names stands not in it."""
    found: dict[str, int] = {}
    for grade in (100, ALIKE):
        for column in columns_of(fact):
            calls = _calls(fact, column.id)
            for place, heading in enumerate(headings):
                if column.id in found or place in found.values() or not heading:
                    continue
                if _alike(_words(heading), calls) >= grade:
                    found[column.id] = place
    return found


def _calls(fact: Fact, column: str) -> tuple[str, ...]:
    if column == "count":
        return COUNT_WORDS
    if column == "name":
        return NAME_WORDS
    one = next(each for each in fact.columns if each.id == column)
    unit = one.unit.many if one.unit is not None else ""
    bare = one.id.removesuffix(f"_{unit.lower()}") if unit else one.id
    return (_words(one.id), _words(bare), _words(f"{bare} {unit}"), _words(one.asks))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _alike(heading: str, calls: Sequence[str]) -> float:
    if heading in calls:
        return 100
    # Of a whole question a heading may be a part ("memory"), of a short name it must be nearly all.
    grades = [min(token_set_ratio(heading, call), 95.0 if len(heading) >= 4 else 0.0) for call in calls]
    return max(grades, default=0)


def read_inventory(fact: Fact, file: InventoryFile, matched: Mapping[str, int]) -> ReadRows:
    """The rows of a file with these columns, every cell that cannot be read left unknown and named with its row and column."""
    typed = [{column: row[place] for column, place in matched.items() if place < len(row)} for row in file.rows]
    return read_text_rows(fact, typed, first=file.first)


def say_unmatched(fact: Fact, file: InventoryFile, matched: Mapping[str, int]) -> tuple[str, ...]:
    """Which headings were not understood, and which columns are not in the file."""
    strange = [
        f"“{heading}”" for place, heading in enumerate(file.headings) if heading and place not in matched.values()
    ]
    missing = [
        column.title for column in columns_of(fact) if column.id not in matched and column.id not in ("name", "count")
    ]
    said = []
    if strange:
        said.append(f"Not used: {say_list(strange[:8])}. Choose below what they are, if they are something.")
    if missing:
        said.append(f"Not in the file, so not asked yet: {say_list(missing)}.")
    return tuple(said)
