"""Reading figures.csv and the sizing tables."""

from __future__ import annotations

from typing import Any

from advisor.expressions.scope import Table
from advisor.loading.files import CsvTable
from advisor.loading.known import Known
from advisor.loading.load_facts import check_id
from advisor.loading.load_offerings import csv_rows, refuse_sellers_own
from advisor.loading.shapes import read_id, read_number
from advisor.loading.spot import Spot
from advisor.pack import Figure
from advisor.problems import Place
from advisor.values import Number

FIGURE_COLUMNS = (
    "id",
    "topic",
    "product",
    "version",
    "quantity",
    "condition",
    "value",
    "unit",
    "confidence",
    "source_title",
    "source_url",
)


def read_figures(table: CsvTable | None, spot: Spot, known: Known) -> None:
    """Fill `known.figures`: published numbers, each with its source."""
    for row, here in csv_rows(
        table, spot, ("id", "product", "quantity", "value", "source_title", "source_url"), FIGURE_COLUMNS, known
    ):
        cell = row.cells.get
        name = row.cells["id"]
        if not check_id(name, here):
            continue
        if name in known.figures or name in known.sources:
            where = f"line {known.figures[name].place.line}" if name in known.figures else "sources.yaml"
            here.say(
                "name_twice",
                f"The figure `{name}` is there twice: in {where} and in line {row.line}.",
                "Keep one of the two.",
            )
            continue
        for column in ("value", "source_title"):
            if not row.cells[column]:
                here.say(
                    "cell_empty",
                    f"`{column}` of `{name}` is empty.",
                    "Fill it in; a figure is a number with its source.",
                )
        what = " ".join(part for part in (cell("product", ""), cell("version", "")) if part)
        detail = cell("quantity", "") + (f" ({cell('condition')})" if cell("condition") else "")
        known.figures[name] = Figure(
            name,
            f"{what}: {detail}",
            row.cells["value"],
            cell("unit", ""),
            row.cells["source_title"],
            row.cells["source_url"],
            Place(spot.file, row.line),
            cell("condition", ""),
        )


def read_table(name: str, table: CsvTable | None, spot: Spot, known: Known) -> None:
    """Add one sizing table; its first column is the key, `..._up_to` where the first row at or above the key counts."""
    if table is None:
        known.blind = True
        return
    header = Spot(spot.problems, spot.file, None, (), 1)
    refuse_sellers_own(table.columns, header)
    key, *columns = table.columns
    up_to = key.endswith("_up_to")
    good = [check_id(column, header) for column in table.columns]
    if not columns or not table.rows:
        header.say(
            "table_empty",
            "A sizing table needs a key column, at least one other column, and rows.",
            "Fill it, or delete the file.",
        )
        known.broken.add(name)
        return
    if not all(good):
        known.broken.add(name)
        return
    found: dict[str, list[tuple[Number | str, Number]]] = {column: [] for column in columns}
    last: Number | None = None
    seen: dict[Number | str, int] = {}
    for row in table.rows:
        here = Spot(spot.problems, spot.file, None, (), row.line)
        at = here.at(key).read(read_number if up_to else _read_key, row.cells[key])
        if at is None:
            continue
        if seen.setdefault(at, row.line) != row.line:
            here.say(
                "key_twice",
                f"The key {row.cells[key]} is there twice: in line {seen[at]} and in line {row.line}.",
                "Keep one of the two.",
            )
        elif up_to and not isinstance(at, str) and last is not None and at < last:
            here.say(
                "keys_not_rising",
                f"The key {row.cells[key]} comes after a larger one; the first row at or above a number counts.",
                "Order the rows by the key, smallest first.",
            )
        else:
            last = at if up_to and not isinstance(at, str) else last
            for column in columns:
                cell = here.at(column).read(read_number, row.cells[column]) if row.cells[column] else None
                if cell is not None:
                    found[column].append((at, cell))
    known.tables[name] = Table(name, key, up_to, {column: tuple(cells) for column, cells in found.items()})


def _read_key(text: Any) -> Number | str:
    """A key that must be met exactly: a number, or a choice."""
    return read_number(text) if str(text).lstrip("-").replace(".", "", 1).isdigit() else read_id(text)
