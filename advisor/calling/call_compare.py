"""Two versions of one case side by side: lines, reasons and money."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.calling.call_text import VERDICTS, escape, line_reason
from advisor.pack import Pack
from advisor.printing.paper_lines import most_of, say_count, showing
from advisor.recommendation import CostRange, Line, Recommendation
from advisor.saying import NO_BREAK_SPACE, say_money, say_number, say_small

BEFORE, NOW, NOT_IN_IT = "As it was", "Now", "–"


@dataclass(frozen=True)
class Compared:
    """`rows`: what is different, and the money in any case (Markdown); `same` says how much is the same."""

    rows: tuple[dict[str, str], ...]
    same: str


def side_by_side(pack: Pack, before: Recommendation, now: Recommendation) -> Compared:
    """The verdict and every line of either version that differ, with the reason, and the money; what is different now is bold."""
    old, new = _lines(before), _lines(now)
    rows = [_row("Answer", VERDICTS[before.verdict].text, VERDICTS[now.verdict].text, "")]
    for name in [offering for offering in pack.offerings if offering in old or offering in new]:
        said = line_reason(new.get(name) or old[name])
        rows.append(_row(pack.offerings[name].name, _count(old.get(name), before), _count(new.get(name), now), said))
    different = [row for row in rows if row[NOW].startswith("**")]
    same = len(rows[1:]) - sum(row is not rows[0] for row in different)
    months = f"{say_number(now.cost.horizon_months)}{NO_BREAK_SPACE}months"
    money = [
        _row(title, _money(one, now.cost.currency), _money(other, now.cost.currency), "")
        for title, one, other in (
            ("Once", before.cost.once, now.cost.once),
            ("A month", before.cost.monthly, now.cost.monthly),
            (f"Over {months}", before.cost.total, now.cost.total),
        )
    ]
    return Compared((*different, *money), _say_same(same, bool(different)))


def _say_same(lines: int, changed: bool) -> str:
    if not changed:
        return "No line changes."
    return f"{say_small(lines).capitalize()} {'line stays' if lines == 1 else 'lines stay'} the same."


def _row(what: str, before: str, now: str, why: str) -> dict[str, str]:
    shown = escape(now) if before == now else f"**{escape(now)}**"
    return {"What": escape(what), BEFORE: escape(before), NOW: shown, "Why": escape(why)}


def _lines(recommendation: Recommendation) -> dict[str, Line]:
    shown = showing(recommendation)
    return {line.offering: line for line in recommendation.lines if most_of(line.quantity, shown) != 0}


def _count(line: Line | None, recommendation: Recommendation) -> str:
    return NOT_IN_IT if line is None else say_count(line.quantity, showing(recommendation))


def _money(cost: CostRange, currency: str) -> str:
    if cost.to is None:
        return f"from {say_money(cost.from_, currency)}"
    least, most = say_money(cost.from_, currency), say_money(cost.to, currency)
    return least if least == most else f"{least} to {most}"
