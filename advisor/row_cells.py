"""What is said of an unknown cell of an inventory beside "unknown": that nobody was asked yet, or between which limits it lies.

Beside its columns a row may bear such remarks, under keys that no column can have. Whoever does not look at them sees an unknown cell.
"""

from __future__ import annotations

from fractions import Fraction

from advisor.values import UNKNOWN, Number, Row, Value

NOT_ASKED, AT_LEAST, LESS_THAN = "not_asked", "at_least", "less_than"


def remark(column: str, what: str) -> str:
    """The key of a remark about a column's cell; with a space, so that no column is called so."""
    return f"{column} {what}"


def not_asked(row: Row, column: str) -> bool:
    """Whether the cell is unknown because nobody was asked yet."""
    return row.get(column, UNKNOWN) is UNKNOWN and remark(column, NOT_ASKED) in row


def limits_of(row: Row, column: str) -> tuple[Number | None, Number | None]:
    """From which number on (in) and up to which (out) an unknown cell lies; None where nobody has said."""
    low, high = row.get(remark(column, AT_LEAST)), row.get(remark(column, LESS_THAN))
    if row.get(column, UNKNOWN) is not UNKNOWN:
        return None, None
    return _number(low), _number(high)


def without_remarks(value: Value) -> Value:
    """An inventory's rows as their columns alone; any other value as it is."""
    if not isinstance(value, tuple):
        return value
    return tuple({key: cell for key, cell in row.items() if " " not in key} for row in value)


def with_cell(
    row: Row,
    column: str,
    value: Value,
    at_least: Number | None = None,
    less_than: Number | None = None,
    asked: bool = True,
) -> dict[str, Value]:
    """The row with this cell, and what is said of it where it is unknown; earlier remarks about it are gone."""
    remarks = {remark(column, what) for what in (NOT_ASKED, AT_LEAST, LESS_THAN)}
    changed: dict[str, Value] = {key: there for key, there in row.items() if key not in remarks}
    changed[column] = value
    if value is UNKNOWN:
        for what, limit in ((AT_LEAST, at_least), (LESS_THAN, less_than)):
            if limit is not None:
                changed[remark(column, what)] = limit
        if not asked:
            changed[remark(column, NOT_ASKED)] = True
    return changed


def _number(value: Value | None) -> Number | None:
    return value if isinstance(value, int | Fraction) else None
