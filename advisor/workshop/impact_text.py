"""An impact in words and as a table: the headline, one row for each group, and everything as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.saying import say_list, say_money, say_number, say_small
from advisor.workshop.impact import CaseChange, Group, Impact, LineChange, Money

VERDICTS = {
    "not_us": "not from us",
    "not_yet": "not yet",
    "nothing_needed": "nothing needed",
    "check_first": "check first",
    "proceed": "yes",
    "": "no answer",
}
MOST_SHOWN = 2  # of one group; the others are "four more like it"
COLUMNS = (
    "case", "issued", "verdict before", "verdict after", "lines before", "lines after", "reasons changed", "wants changed",
    "once before", "once after", "monthly before", "monthly after", "total before", "total after", "more", "fault",
)  # fmt: skip


@dataclass(frozen=True)
class ImpactRow:
    """A row for people: a case, or the rest of its group (`id` ""). `price` is signed ("+€380"), "" where nothing is paid
    differently."""

    id: str
    case: str
    issued: bool
    now: str
    then: str
    price: str


@dataclass(frozen=True)
class ReasonRow:
    """Why a line stands in a case, as the customer reads it: now, and with the change."""

    case: str
    line: str
    now: str
    then: str


def reason_rows(impact: Impact) -> tuple[ReasonRow, ...]:
    """The lines that stay and whose reasons change, of the first case of each group."""
    return tuple(
        ReasonRow(group.changes[0].label, line.name, " ".join(line.reasons_gone), " ".join(line.reasons_new))
        for group in impact.groups
        for line in group.changes[0].lines
        if line.before and line.after and (line.reasons_gone or line.reasons_new)
    )


def headline(impact: Impact) -> str:
    """ "7 of 60 cases change: 2 lines more, €4,100 less"."""
    if not impact.changes:
        done = "" if not impact.stopped else f" among the {impact.answered} looked at"
        return f"None of {_cases(impact.cases)} changes{done}"
    verb = "changes" if len(impact.changes) == 1 else "change"
    lines = sum(_lines_more(change) for change in impact.changes)
    parts = (
        [f"{abs(lines)} {'line' if abs(lines) == 1 else 'lines'} {'more' if lines > 0 else 'fewer'}"] if lines else []
    )
    if impact.more:
        parts.append(f"{say_money(abs(impact.more), impact.currency)} {'more' if impact.more > 0 else 'less'}")
    tail = f": {', '.join(parts)}" if parts else ", in reasons or verdict only"
    return f"{len(impact.changes)} of {_cases(impact.cases)} {verb}{tail}"


def _cases(number: int) -> str:
    return f"{say_number(number)} case" if number == 1 else f"{say_number(number)} cases"


def _lines_more(change: CaseChange) -> int:
    return sum((not line.before) - (not line.after) for line in change.lines)


def reach_says(impact: Impact) -> str:
    """How many cases were recognised as out of reach, without answering them."""
    away = impact.cases - impact.reached
    share = away / impact.cases if impact.cases else 1
    said = f"{say_number(away)} of {_cases(impact.cases)} ({share:.0%}) cannot be reached by the change and were not answered."
    if impact.stopped:
        left = impact.reached - impact.answered
        said += f" Stopped: {say_number(left)} of {_cases(impact.reached)} within reach were not looked at."
    return said


def rows(impact: Impact) -> tuple[ImpactRow, ...]:
    """The changes in groups: the first two of each, then how many more are like them."""
    return tuple(row for group in impact.groups for row in _rows_of(group, impact.currency))


def _rows_of(group: Group, currency: str) -> Iterator[ImpactRow]:
    shown = group.changes if len(group.changes) <= MOST_SHOWN + 1 else group.changes[:MOST_SHOWN]
    for change in shown:
        yield ImpactRow(
            change.case,
            change.label,
            change.issued,
            _side(change, False, currency),
            _side(change, True, currency),
            _price(change.more, currency),
        )
    rest = group.changes[len(shown) :]
    if rest:
        price = _price(sum(change.more for change in rest), currency)
        more = f"{say_small(len(rest)).capitalize()} more like it"
        yield ImpactRow("", more, rest[0].issued, "", "", price)


def _price(cents: int, currency: str) -> str:
    return f"{'+' if cents > 0 else ''}{say_money(cents, currency)}" if cents else ""


def _side(change: CaseChange, after: bool, currency: str) -> str:
    """The verdict where it is different, and the lines of one side."""
    if after and change.fault:
        return f"no answer: {change.fault}"
    said = [VERDICTS[change.verdict[after]]] if change.verdict[0] != change.verdict[1] else []
    for line in change.lines:
        said.append(_line(line, after))
    if not change.lines and change.wants:
        said.append(
            "another answer to " + say_list(want.replace("_", " ") for want in change.wants) if after else "as now"
        )
    total = change.money[after].total
    if not said and change.more and total is not None:
        return f"the same, for {say_money(total, currency)} in all"
    return "; ".join(part for part in said if part) or ("other words" if after else "as now")


def _line(line: LineChange, after: bool) -> str:
    if line.only_reasons:
        return f"{line.name}, {'for another reason' if after else line.before}"
    quantity = line.after if after else line.before
    if not quantity:
        return f"no {line.name}"
    return line.name if quantity == "1" else f"{quantity} × {line.name}"


def as_csv(impact: Impact) -> str:
    """Every change, one case a row, money in currency units."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for change in impact.changes:
        before, after = change.money
        writer.writerow(
            [
                change.label,
                "yes" if change.issued else "no",
                *change.verdict,
                "; ".join(f"{line.before or 0} {line.offering}" for line in change.lines),
                "; ".join(f"{line.after or 0} {line.offering}" for line in change.lines),
                "; ".join(line.offering for line in change.lines if line.only_reasons),
                "; ".join(change.wants),
                *(_units(value) for pair in _pairs(before, after) for value in pair),
                _units(change.more),
                change.fault,
            ]
        )
    return text.getvalue()


def _pairs(before: Money, after: Money) -> tuple[tuple[int | None, int | None], ...]:
    return (before.once, after.once), (before.monthly, after.monthly), (before.total, after.total)


def _units(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:.2f}"
