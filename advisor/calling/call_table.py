"""An inventory as a table of texts that people edit: what is typed is read cell by cell, and what cannot be read is said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from advisor.calling.call_answers import Refused, read_cell, read_count
from advisor.case import Answer
from advisor.loading.read_answers import MOST_ROWS
from advisor.loading.shapes import plain, read_number
from advisor.pack import Fact
from advisor.row_cells import limits_of, not_asked, with_cell
from advisor.saying import say_choice, say_number
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Number, Row, Value

TextRow: TypeAlias = dict[str, str | None]
"""One row as it is typed: every column by id, `name` and `count`; None or "" is unknown, "-" does not apply."""

NOT_APPLY = "-"
LIMITS = re.compile(r"less than (?P<high>[\d.]+)|(?P<low>[\d.]+) or more|(?P<from>[\d.]+) to less than (?P<to>[\d.]+)")
PLAIN_WORDS = frozenset(
    {"in", "on", "of", "to", "is", "the", "and", "for", "up", "at", "no", "has", "new", "old", "age", "who"}
)


@dataclass(frozen=True)
class Column:
    """A column of the table: its title, what it asks, and the labels to choose from (none: anything may be typed)."""

    id: str
    title: str
    asks: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadRows:
    """Rows with every cell that could be read, and a sentence for every one that could not (it then stays unknown)."""

    rows: tuple[Row, ...]
    faults: tuple[str, ...]


def columns_of(fact: Fact) -> tuple[Column, ...]:
    """The columns in their order: which ones, how many are alike, and what is asked of each."""
    own = [
        Column("name", "Which", "What these are called"),
        Column("count", "How many alike", "How many rows are alike"),
    ]
    own += [
        Column(one.id, _title(one), one.asks, (*_labels(one), *([NOT_APPLY] if one.choices else ())))
        for one in fact.columns
    ]
    return tuple(own)


def _title(column: Fact) -> str:
    """ "RAM, GB", "CRM user": the id as words, short ones that are no plain words in capitals, with the unit unless it is there."""
    words = column.id.split("_")
    unit = column.unit.many if column.unit is not None else ""
    if unit and words[-1].lower() == unit.lower():
        words.pop()
    said = [word.upper() if len(word) <= 3 and word not in PLAIN_WORDS else word for word in words] or [unit]
    text = " ".join([said[0][:1].upper() + said[0][1:], *said[1:]])
    return f"{text}, {unit}" if unit else text


def _labels(column: Fact) -> tuple[str, ...]:
    return tuple(say_choice(choice, column) for choice in column.choices)


def text_rows(fact: Fact, rows: Sequence[Row]) -> list[TextRow]:
    """Rows as they are typed."""
    return [
        {
            "name": str(row.get("name", "")),
            "count": str(row.get("count", 1)),
            **{column.id: _text(column, row) for column in fact.columns},
        }
        for row in rows
    ]


def _text(column: Fact, row: Row) -> str | None:
    value = row.get(column.id, UNKNOWN)
    if value is UNKNOWN:
        return say_limits(column, row) or None
    if value is DOES_NOT_APPLY:
        return NOT_APPLY
    if isinstance(value, str):
        return say_choice(value, column)
    if isinstance(value, frozenset):
        return ", ".join(say_choice(choice, column) for choice in column.choices if choice in value)
    return plain(_exact(value)) if not hasattr(value, "isoformat") else str(value)


def say_limits(column: Fact, row: Row) -> str:
    """ "8 or more", "less than 8", "8 to less than 16"; "" where nothing is said of an unknown cell."""
    low, high = limits_of(row, column.id)
    if low is not None and high is not None:
        return f"{plain(low)} to less than {plain(high)}"
    return f"{plain(low)} or more" if low is not None else f"less than {plain(high)}" if high is not None else ""


def _limits(text: str) -> tuple[Number | None, Number | None] | None:
    """The limits that `say_limits` wrote, or somebody typed so; None for any other text."""
    found = LIMITS.fullmatch(text.casefold().strip())
    if found is None:
        return None
    low, high = found.group("low") or found.group("from"), found.group("high") or found.group("to")
    return (read_number(low) if low else None), (read_number(high) if high else None)


def _exact(value: Any) -> Number:
    number: Number = value
    return number


def alike(fact: Fact, count: Any) -> Row:
    """One row for all of them, of which only their number is known. Raises Refused."""
    name = f"all {fact.unit.many}" if fact.unit is not None else "all"
    row: Row = {"name": name, "count": read_count(count)}
    for column in fact.columns:
        row = with_cell(row, column.id, UNKNOWN, asked=False)
    return row


def with_edits(rows: Sequence[TextRow], edits: Mapping[str, Any]) -> list[TextRow]:
    """The rows after what was typed into the table: changed cells, deleted rows, and new rows at the end."""
    changed = [{**row, **_texts(edits.get("edited_rows", {}).get(n, {}))} for n, row in enumerate(rows)]
    deleted = set(edits.get("deleted_rows", ()))
    kept = [row for n, row in enumerate(changed) if n not in deleted]
    return kept + [
        _texts(row) for row in edits.get("added_rows", ()) if any(str(cell or "").strip() for cell in row.values())
    ]


def _texts(cells: Mapping[str, Any]) -> TextRow:
    return {column: None if cell is None else str(cell) for column, cell in cells.items() if not column.startswith("_")}


def rows_before(rows: Sequence[TextRow], edits: Mapping[str, Any], there: Answer | None) -> Sequence[Row]:
    """The rows that edited ones replace, by place, for cells that cannot be read; none where rows were taken out or in."""
    value = there.value if there is not None else ()
    same = isinstance(value, tuple) and not edits.get("deleted_rows") and len(value) >= len(rows)
    return value if same and isinstance(value, tuple) else ()


def read_text_rows(
    fact: Fact, typed: Sequence[Mapping[str, Any]], before: Sequence[Row] = (), first: int = 1
) -> ReadRows:
    """Read typed rows. A cell that cannot be read keeps what was there `before` (by place), else it is unknown; nothing else of
    its row is lost. `first`: the number by which the first row is spoken of."""
    rows: list[Row] = []
    faults: list[str] = []
    if len(typed) > MOST_ROWS:
        faults.append(
            f"There are {say_number(len(typed))} rows; the first {say_number(MOST_ROWS)} are kept. "
            "Put rows that are alike into one, with how many there are."
        )
    for n, cells in enumerate(typed[:MOST_ROWS]):
        there = before[n] if n < len(before) else {}
        row: dict[str, Value] = {"name": _name(cells, n), "count": 1}
        label = f"Row {first + n} ({row['name']})" if cells.get("name") else f"Row {first + n}"
        try:
            row["count"] = read_count(cells["count"]) if _typed(cells.get("count")) else 1
        except Refused as refused:
            row["count"] = there.get("count", 1)
            faults.append(f"{label}, how many alike: {refused}")
        for column in fact.columns:
            try:
                row = _with_typed(row, column, cells, there)
            except Refused as refused:
                row[column.id] = there.get(column.id, UNKNOWN)
                faults.append(f"{label}, {_title(column)}: {refused}")
        rows.append(row)
    return ReadRows(tuple(rows), tuple(faults))


def _with_typed(row: Row, column: Fact, cells: Mapping[str, Any], there: Row) -> dict[str, Value]:
    """The row with a typed cell; a column that is not in the table at all was not asked about yet."""
    text = _typed(cells.get(column.id))
    limits = _limits(text) if column.type == "number" else None
    if limits is not None:
        return with_cell(row, column.id, UNKNOWN, *limits, asked=not not_asked(there, column.id))
    value = read_cell(column, _meant(column, text))
    waits = value is UNKNOWN and (column.id not in cells or (not text and not_asked(there, column.id)))
    return with_cell(row, column.id, value, asked=not waits)


def _name(cells: Mapping[str, Any], n: int) -> str:
    return _typed(cells.get("name"))[:200] or f"row {n + 1}"


def _typed(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _meant(column: Fact, cell: Any) -> Any:
    """A cell as a case file has it: labels as choices, "8 GB" as 8, a comma as the decimal point, blanks as unknown."""
    text = _typed(cell)
    small = text.casefold()
    if small in ("", "?", "unknown", "nobody knows", "none", "nan", "n/a", "null"):
        return UNKNOWN
    if small in (NOT_APPLY, "–", "does not apply"):
        return DOES_NOT_APPLY
    if column.type == "number":
        unit = column.unit
        for word in (unit.one, unit.many) if unit is not None else ():
            small = small.removesuffix(word.casefold()).strip()
        return re.sub(r"^(-?\d+),(\d{1,2})$", r"\1.\2", small) if small else text
    if column.type == "choices":
        return [_choice(column, part) for part in text.split(",")]
    return _choice(column, text) if column.type == "choice" else text


def _choice(column: Fact, text: str) -> str:
    wanted = text.strip().casefold()
    same = (
        {"true": "yes", "y": "yes", "x": "yes", "1": "yes", "false": "no", "n": "no", "0": "no"}
        if column.is_yes_no
        else {}
    )
    wanted = same.get(wanted, wanted)
    for choice in column.choices:
        if wanted in (choice.casefold(), choice.replace("_", " ").casefold(), say_choice(choice, column).casefold()):
            return choice
    return text
