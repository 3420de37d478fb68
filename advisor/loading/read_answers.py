"""Answers as they are written in cases, examples and packs, as values of their facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.expressions.faults import did_you_mean, listed
from advisor.loading.shapes import plain, read_day, read_number, read_text, read_yes_no, shown
from advisor.loading.spot import Spot
from advisor.pack import Fact
from advisor.row_cells import AT_LEAST, LESS_THAN, NOT_ASKED, limits_of, not_asked, with_cell
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Number, Row, Value

MOST_ALIKE = 100_000  # rows of one kind, and pieces of one offering
MOST_ROWS = 5_000


def read_answer_value(fact: Fact, raw: Any, spot: Spot, column: bool = False) -> Value | None:
    """Read one value of a fact, or of a column; None with the problem reported at `spot`. `unknown` is UNKNOWN."""
    if raw is None or raw is UNKNOWN or (isinstance(raw, str) and raw.strip() == "unknown"):
        if raw is None and not column:
            spot.say(
                "nothing_there", "{key} has no answer behind it.", "Write the answer, or `unknown` where nobody knows."
            )
            return None
        return UNKNOWN
    if raw is DOES_NOT_APPLY or (
        isinstance(raw, str) and raw.strip() in ("does_not_apply", *(["-"] if column else []))
    ):
        if column or fact.may_not_apply:
            return DOES_NOT_APPLY
        spot.say(
            "answer_must_apply",
            "{key} cannot be answered with `does_not_apply`.",
            f"Answer it, or write `may_not_apply: yes` at `{fact.id}` in facts.yaml.",
        )
        return None
    match fact.type:
        case "number":
            return _number(fact, raw, spot)
        case "choice":
            return _choice(fact, raw, spot)
        case "choices":
            items = raw if isinstance(raw, (list, tuple, set, frozenset)) else [raw]
            chosen = [_choice(fact, item, spot) for item in items]
            return None if None in chosen else frozenset(item for item in chosen if item is not None)
        case "date":
            return spot.read(read_day, raw)
        case "inventory":
            return read_rows(fact, raw, spot)


def _number(fact: Fact, raw: Any, spot: Spot) -> Number | None:
    number = spot.read(read_number, raw)
    return None if number is None or not number_fits(fact, number, spot) else number


def number_fits(fact: Fact, number: Number, spot: Spot) -> bool:
    """Whether a number is one that the fact can have; reported where not."""
    unit = f" {fact.unit.many}" if fact.unit else ""
    if fact.range and not fact.range[0] <= number <= fact.range[1]:
        low, high = plain(fact.range[0]), plain(fact.range[1])
        spot.say(
            "answer_out_of_range",
            f"{{key}} is {plain(number)}; it must lie between {low} and {high}{unit}.",
            f"Look for a slip of the hand; if it is right, the range of `{fact.id}` in facts.yaml is too narrow.",
        )
        return False
    if not isinstance(number * 10**fact.decimals, int) and (number * 10**fact.decimals).denominator != 1:
        many = f"at most {fact.decimals} decimal{'' if fact.decimals == 1 else 's'}" if fact.decimals else "no decimals"
        spot.say("answer_decimals", f"{{key}} is {plain(number)}; it has {many}.", "Round it.")
        return False
    return True


def _choice(fact: Fact, raw: Any, spot: Spot) -> str | None:
    text = ("yes" if raw else "no") if isinstance(raw, bool) else spot.read(read_text, raw)
    if text is None:
        return None
    if fact.is_yes_no:
        text = {"true": "yes", "false": "no"}.get(text.lower(), text.lower())
    if text in fact.choices:
        return text
    if fact.is_yes_no:
        spot.say(
            "answer_no_choice",
            f"{{key}} is answered with yes or no, not with {shown(text)}.",
            "Write `yes`, `no` or `unknown`.",
        )
    else:
        spot.say(
            "answer_no_choice",
            f"{shown(text)} is no choice of {{key}}.",
            did_you_mean(text, fact.choices, f"The choices are {listed(fact.choices, 30)}."),
        )
    return None


def read_rows(fact: Fact, raw: Any, spot: Spot) -> tuple[Row, ...] | None:
    """The rows of an inventory: every column in each, `name` and `count` among them; an absent cell is UNKNOWN."""
    if not isinstance(raw, (list, tuple)):
        spot.say(
            "answer_no_rows",
            "{key} is a table and needs rows.",
            "Write each row as `- {name: ..., count: 1, ...}`, or `{file: pcs.csv}`.",
        )
        return None
    if len(raw) > MOST_ROWS:
        spot.say(
            "too_many_rows",
            f"{{key}} has {len(raw)} rows; at most {MOST_ROWS} are read.",
            "Put rows that are alike into one, with `count`.",
        )
        return None
    rows = [_row(fact, n, row, spot.at(n)) for n, row in enumerate(raw)]
    return None if None in rows else tuple(row for row in rows if row is not None)


def _row(fact: Fact, n: int, raw: Any, spot: Spot) -> Row | None:
    if not isinstance(raw, Mapping):
        spot.say("answer_no_rows", f"Row {n + 1} of {{key}} is no row.", "Write it as `- {name: ..., count: 1, ...}`.")
        return None
    columns = {column.id: column for column in fact.columns}
    known = ("name", "count", *columns)
    good = True
    for cell in raw:
        if cell not in known:
            spot.at(str(cell)).say(
                "column_unknown",
                f"`{fact.id}` has no column `{cell}`.",
                did_you_mean(str(cell), known, f"Its columns are {listed(known, 30)}."),
            )
            good = False
    row: dict[str, Value] = {"name": f"row {n + 1}", "count": 1}
    if raw.get("name") not in (None, ""):
        row["name"] = str(raw["name"])
    if raw.get("count") not in (None, ""):
        count = spot.at("count").read(read_number, raw["count"])
        if count is None or not isinstance(count, int) or not 1 <= count <= MOST_ALIKE:
            if count is not None:
                spot.at("count").say(
                    "row_count",
                    f"{{key}} is {plain(count)}; it says how many rows are alike.",
                    f"Write a whole number from 1 to {MOST_ALIKE}.",
                )
            return None
        row["count"] = count
    for column in fact.columns:
        cell = raw.get(column.id)
        if cell == NOT_ASKED or isinstance(cell, Mapping):
            remarks = _remarks(column, cell, spot.at(column.id))
            good = good and remarks is not None
            row = with_cell(row, column.id, UNKNOWN, *(remarks or (None, None, True)))
            continue
        value = UNKNOWN if cell == "" else read_answer_value(column, cell, spot.at(column.id), column=True)
        if value is None:
            good = False
        else:
            row[column.id] = value
    return row if good else None


def _remarks(column: Fact, cell: Any, spot: Spot) -> tuple[Number | None, Number | None, bool] | None:
    """What is said of an unknown cell: between which limits it lies, and whether somebody was asked. `not_asked`, or
    `{at_least: 8, less_than: 16, asked: no}`, each part where it is known."""
    if cell == NOT_ASKED:
        return None, None, False
    known = (AT_LEAST, LESS_THAN, "asked") if column.type == "number" else ("asked",)
    strange = [str(key) for key in cell if key not in known]
    if strange:
        spot.say(
            "cell_unclear",
            f"A cell of `{column.id}` has no `{strange[0]}`.",
            "Write the value, `unknown`, `not_asked`, or for a number `{at_least: ..., less_than: ...}`.",
        )
        return None
    limits: list[Number | None] = []
    for key in (AT_LEAST, LESS_THAN):
        limit = spot.at(key).read(read_number, cell[key]) if key in cell else None
        if key in cell and limit is None:
            return None
        limits.append(limit)
    asked = spot.at("asked").read(read_yes_no, cell["asked"]) if "asked" in cell else True
    if asked is None:
        return None
    low, high = limits
    if low is not None and high is not None and low >= high:
        spot.say(
            "answers_exclude",
            f"No number is at least {plain(low)} and less than {plain(high)}.",
            "Correct one of the two.",
        )
        return None
    return low, high, asked


def _write_row(row: Row) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for cell, item in row.items():
        if " " in cell:
            continue
        limits = dict(zip((AT_LEAST, LESS_THAN), limits_of(row, cell)))
        said = {key: write_number(limit) for key, limit in limits.items() if limit is not None}
        if not_asked(row, cell):
            written[cell] = {**said, "asked": "no"} if said else NOT_ASKED
        else:
            written[cell] = said or write_value(item)
    return written


def write_value(value: Value) -> Any:
    """A value as it is written in a case file: numbers as int or float, choices as words, days as `2026-11-21`."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | str():
            return value
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case tuple():
            return [_write_row(row) for row in value]
    if value in (UNKNOWN, DOES_NOT_APPLY):
        return str(getattr(value, "value", value))
    return write_number(value)  # type: ignore[arg-type]


def write_number(number: Number) -> int | float | str:
    """An int, a float whose decimals are the number exactly, or (where no float is) the decimals as text."""
    if isinstance(number, int):
        return number
    text = plain(number)
    return float(text) if plain(read_number(float(text))) == text else text
