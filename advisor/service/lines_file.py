"""The lines of a recommendation for a spreadsheet, as CSV or XLSX; nothing that a customer or a rule says is ever a formula there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font

from advisor.pack import Pack

COLUMNS = (
    "Offering", "Firm", "Likely", "At most", "Unit", "Once, firm", "Once, at most", "A month, firm", "A month, at most",
    "Currency", "Stage", "Reason",
)  # fmt: skip
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MOST_LETTERS = 32_000  # of one cell of a spreadsheet


def lines_csv(pack: Pack, recommendation: Mapping[str, Any], customer: str) -> bytes:
    """UTF-8 with a mark at its beginning, so that spreadsheets read names right; the same bytes for the same lines."""
    written = io.StringIO(newline="")
    sheet = csv.writer(written)
    for row in _rows(pack, recommendation, customer):
        sheet.writerow([_text(cell) if isinstance(cell, str) else cell for cell in row])
    return written.getvalue().encode("utf-8-sig")


def lines_xlsx(pack: Pack, recommendation: Mapping[str, Any], customer: str) -> bytes:
    """Every text is a text cell, whatever it begins with; the same bytes for the same lines."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Lines"
    for number, row in enumerate(_rows(pack, recommendation, customer), 1):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            cell.value = _text(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl takes what begins with "=" for a formula
            if number == 3:
                cell.font = Font(bold=True)
    day = date.fromisoformat(str(recommendation["date"]))
    book.properties.created = book.properties.modified = datetime(day.year, day.month, day.day)
    book.properties.creator = ""
    written = io.BytesIO()
    book.save(written)
    return _without_clock(written.getvalue(), day)


def _rows(pack: Pack, recommendation: Mapping[str, Any], customer: str) -> list[list[Any]]:
    version = recommendation["pack"]["version"]
    about = [customer, str(recommendation["date"]), f"rules {version}", f"prices of {pack.prices_of.isoformat()}"]
    currency = recommendation["cost"]["currency"]
    rows: list[list[Any]] = [about, [], list(COLUMNS)]
    for line in recommendation["lines"]:
        offering = pack.offerings.get(line["offering"])
        quantity, once, monthly = line["quantity"], line["once"], line["monthly"]
        reasons = " ".join(dict.fromkeys(reason["says"] for reason in line["reasons"]))
        rows.append(
            [
                offering.name if offering else line["offering"],
                quantity["firm"], quantity["likely"], quantity["up_to"],
                offering.unit.many if offering and offering.unit else "",
                _money(once["firm"]), _money(once["up_to"]), _money(monthly["firm"]), _money(monthly["up_to"]),
                currency, line["phase"], reasons,
            ]
        )  # fmt: skip
    return rows


def _money(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _text(text: str) -> str:
    """A text that no spreadsheet calculates: an apostrophe stands before what could begin a formula."""
    plain = _NOT_IN_XML.sub("", text)[:MOST_LETTERS]
    return f"'{plain}" if plain.lstrip(" \u00a0\u200b\ufeff").startswith(_STARTS_FORMULA) or plain.startswith(_STARTS_FORMULA) else plain  # fmt: skip


def _without_clock(content: bytes, day: date) -> bytes:
    """The same archive with the day of the case as the time of every file in it."""
    written = io.BytesIO()
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    with ZipFile(io.BytesIO(content)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(ZipInfo(entry.filename, stamp), old.read(entry.filename), ZIP_DEFLATED)
    return written.getvalue()
