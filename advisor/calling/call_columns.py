"""The answer to "of these ten, how many have less than 8 GB?", written into the rows: rows that are alike are split by count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from advisor.calling.call import Call, set_rows
from advisor.calling.call_answers import Refused, read_cell, say_amount
from advisor.pack import Fact, Pack
from advisor.row_cells import limits_of, with_cell
from advisor.saying import say_choice, say_number
from advisor.values import UNKNOWN, Number, Row


def answer_column(pack: Pack, call: Call, name: str, rows: Collection[str], said: Any) -> Call:
    """Answer a question about a column ("rooms.seats") in these rows. `said`: "unknown", or how many (`count`) of them are
    `less_than` a number or have a `value`; the others are then known to be not. Raises Refused."""
    inventory, _, column_id = name.partition(".")
    column = next(one for one in pack.facts[inventory].columns if one.id == column_id)
    there = call.case.answers[inventory].value
    listed = there if isinstance(there, tuple) else ()
    mine = [row for row in listed if row.get("name") in rows]
    total = sum(_count(row) for row in mine)
    left = 0 if said == "unknown" else _how_many(said, total)
    changed: list[Row] = []
    for row in listed:
        if row not in mine:
            changed.append(row)
        elif said == "unknown":
            low, high = limits_of(row, column_id)
            changed.append(with_cell(row, column_id, UNKNOWN, low, high))
        else:
            taken = min(left, _count(row))
            left -= taken
            changed += _parts(row, column, said, taken)
    return replace(set_rows(call, inventory, tuple(changed)), because="answer")


def _how_many(said: Mapping[str, Any], total: int) -> int:
    many = said.get("count")
    if not isinstance(many, int) or isinstance(many, bool) or not 0 <= many <= total:
        raise Refused(f"There are {say_number(total)} of them; write a number from 0 to {say_number(total)}.")
    return many


def _parts(row: Row, column: Fact, said: Mapping[str, Any], taken: int) -> list[Row]:
    """The rows of which it is so, and those of which it is not."""
    whole = _count(row)
    parts: list[Row] = []
    for count, is_so in ((taken, True), (whole - taken, False)):
        if count:
            cell = _cell(row, column, said, is_so)
            name = row["name"] if count == whole else f"{row['name']}, {_said(column, said, is_so)}"
            parts.append({**cell, "name": name, "count": count})
    return parts


def _cell(row: Row, column: Fact, said: Mapping[str, Any], is_so: bool) -> dict[str, Any]:
    if "value" in said:
        value = read_cell(column, said["value"])
        if is_so:
            return with_cell(row, column.id, value)
        others = [choice for choice in column.choices if choice != value]
        return with_cell(row, column.id, others[0] if len(others) == 1 else UNKNOWN)
    low, high = limits_of(row, column.id)
    limit: Number = said["less_than"]
    return with_cell(row, column.id, UNKNOWN, low if is_so else limit, limit if is_so else high, asked=False)


def _said(column: Fact, said: Mapping[str, Any], is_so: bool) -> str:
    if "value" in said:
        return f"{'' if is_so else 'not '}{say_choice(said['value'], column)}"
    limit = say_amount(column, said["less_than"])
    return f"less than {limit}" if is_so else f"{limit} or more"


def _count(row: Row) -> int:
    count = row.get("count", 1)
    return count if isinstance(count, int) else 1
