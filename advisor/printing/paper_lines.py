"""The printed plan: stages with their dates, lines with their money, what it comes to, and what is ordered now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias

from advisor.case import Case
from advisor.pack import CUSTOMER_TASK, Pack
from advisor.printing.paper_serves import serves_of
from advisor.recommendation import CostRange, Disposition, Line, Range, Recommendation
from advisor.saying import say_date, say_money, say_number

TAGS: dict[Disposition, str] = {
    "as_asked": "as asked",
    "less_than_asked": "fewer than asked",
    "more_than_asked": "more than asked",
    "something_else": "something else",
    "customers_choice": "your choice",
}
REASONS_PRINTED = 3
MANY = 100_000  # beyond it nobody reads a number of possibilities

Showing: TypeAlias = Literal["exact", "cover", "open"]
"""How lines are counted: `exact` (all worlds agree), `cover` (they differ, and the cover plan is what is offered), or
`open` (from firm to at most, because something is looked at first)."""


def showing(recommendation: Recommendation) -> Showing:
    differs = any(r.firm != r.up_to for line in recommendation.lines for r in (line.quantity, line.once, line.monthly))
    if not differs:
        return "exact"
    covered = all(line.quantity.cover is not None for line in recommendation.lines)
    return "cover" if recommendation.verdict == "proceed" and covered else "open"


def plan_table(pack: Pack, case: Case, recommendation: Recommendation) -> dict[str, Any]:
    """The table of the plan, empty where there is no line: stages, the row of sums, and the totals said as "from … to"."""
    shown = showing(recommendation)
    lines = [line for line in recommendation.lines if most_of(line.quantity, shown) != 0]
    if not lines:
        return {}
    stages: list[dict[str, Any]] = []
    served = serves_of(pack, case, recommendation)
    parts = stages_of(lines)
    for name, members in parts:
        entries = [_line(pack, recommendation, line, shown, served.get(line.offering, "")) for line in members]
        title = f"{len(stages) + 1} {name}" if len(parts) > 1 else name
        stages.append({"title": title, "when": say_when(pack, case, name, members), "lines": entries})
    columns = ["Once, firm", "Once, at most", "A month"] if shown == "open" else ["Once", "A month"]
    together = _together(recommendation, shown)
    if not any(_costs_monthly(line, shown) for line in lines):  # a column of dashes says nothing
        columns = columns[:-1]
        for part in (*(entry for stage in stages for entry in stage["lines"]), together):
            part["money"] = part["money"][:-1]
    return {
        "columns": columns,
        "stages": stages,
        "together": together,
        "totals": _totals(recommendation, shown),
        "notes": _notes(pack, recommendation, lines, shown),
    }


def _costs_monthly(line: Line, shown: Showing) -> bool:
    return most_of(line.monthly, shown) != 0 or line.monthly.firm != 0


def stages_of(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Checks, then what must be ready before, then what was to be reached; only the stages that exist."""
    solution = [line for line in lines if line.role == "solution"]
    last = max((line.phase for line in solution), default=0)
    parts = {
        "Assess": [line for line in lines if line.role == "check"],
        "Prepare": sorted((line for line in solution if line.phase < last), key=lambda line: line.phase),
        "Deliver": [line for line in solution if line.phase == last],
    }
    return [(name, members) for name, members in parts.items() if members]


def say_when(pack: Pack, case: Case, stage: str, lines: Sequence[Line]) -> str:
    """When a stage happens: from the first line's start to the last one's end; the last stage only begins, unless its lines begin
    on different days."""
    start = case.date + timedelta(days=min(line.start_day for line in lines))
    end = case.date + timedelta(days=max(line.start_day + _lead_days(pack, line) for line in lines))
    begins = {line.start_day for line in lines}
    open_end = stage == "Deliver" and len(begins) == 1
    return f"from {say_day(start)}" if open_end or end == start else _from_to(start, end)


def say_day(day: date) -> str:
    """A date that stays on one line."""
    return say_date(day).replace(" ", "\u00a0")


def _lead_days(pack: Pack, line: Line) -> int:
    offering = pack.offerings.get(line.offering)
    return offering.lead_days if offering else 0


def _from_to(start: date, end: date) -> str:
    """ "24 to 28 November 2026": the month is said once where it is the same."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {say_day(end)}"
    begin = say_day(start)
    if start.year == end.year:
        begin = begin.removesuffix(str(start.year)).rstrip(" \u00a0,")
    return f"{begin} to {say_day(end)}"


def _joined(says: Sequence[str]) -> str:
    """Sentences after one another; what several in a row are about, "front desk (12 PCs)", is said once."""
    said, topic = "", None
    for sentence in says:
        about, colon, rest = sentence.partition(": ")
        same = colon and about == topic
        said += f" {rest[:1].upper()}{rest[1:]}" if same else f" {sentence}"
        topic = about if colon else None
    return said.strip()


def _line(pack: Pack, recommendation: Recommendation, line: Line, shown: Showing, serves: str) -> dict[str, Any]:
    offering = pack.offerings.get(line.offering)
    says = list(dict.fromkeys(reason.says for reason in line.reasons if reason.says))
    spoken_of = " ".join(says[:REASONS_PRINTED]).lower()
    small = []
    if len(says) > REASONS_PRINTED:
        more = len(says) - REASONS_PRINTED
        small.append(
            f"And for {say_number(more)} more {'reason' if more == 1 else 'reasons'}, which we are glad to show you."
        )
    if any(part.row.lower() not in spoken_of for part in line.rows):
        small.append("For " + ", ".join(f"{part.row} ({say_number(part.quantity)})" for part in line.rows) + ".")
    tags = [tag_of(recommendation, line, shown)]
    if own_work(pack, line):
        tags.append("you do this yourselves")
        own = say_range(line.once.firm, most_of(line.once, shown), pack.currency)
        if most_of(line.once, shown):
            small.append(f"Counted as {own} of your own time; not in our prices.")
    return {
        "name": f"{say_count(line.quantity, shown)}\u00a0× {offering.name if offering else line.offering}",
        "tags": [tag for tag in tags if tag],
        "serves": serves,
        "reason": _joined(says[:REASONS_PRINTED]),
        "small": small,
        "money": _money(line, pack.currency, shown)
        if not own_work(pack, line)
        else ["–"] * (3 if shown == "open" else 2),
    }


def own_work(pack: Pack, line: Line) -> bool:
    offering = pack.offerings.get(line.offering)
    return offering is not None and offering.kind == CUSTOMER_TASK


def say_count(quantity: Range, shown: Showing) -> str:
    """ "12", "0 or 1", "12 to 22", "12 or more"."""
    if shown == "cover" and quantity.cover is not None:
        return say_number(quantity.cover)
    least, most = quantity.firm, most_of(quantity, shown)
    if most is None:
        return f"{say_number(least)} or more"
    if most == least:
        return say_number(least)
    return f"{say_number(least)} {'or' if most == least + 1 else 'to'} {say_number(most)}"


def most_of(amount: Range, shown: Showing) -> int | None:
    if shown == "cover":
        return amount.cover
    # A line that is in no world's plan but in the one that covers every answer is still part of the most.
    return amount.up_to if amount.up_to != 0 else max(amount.up_to, amount.cover or 0)


def _money(line: Line, currency: str, shown: Showing) -> list[str]:
    if shown == "cover":
        return [_price(line.once.cover or 0, currency), _price(line.monthly.cover or 0, currency)]
    if shown == "exact":
        return [_price(line.once.firm, currency), _price(line.monthly.firm, currency)]
    once_most, monthly_most = most_of(line.once, shown), most_of(line.monthly, shown)
    once = ["–", "–"]
    if once_most != 0:
        once = [
            say_money(line.once.firm, currency),
            say_money(once_most, currency) if once_most is not None else "not known",
        ]
    return [*once, say_range(line.monthly.firm, monthly_most, currency) if monthly_most != 0 else "–"]


def _price(cents: int, currency: str) -> str:
    return say_money(cents, currency) if cents else "–"


def say_range(least: int, most: int | None, currency: str) -> str:
    if most is None:
        return f"{say_money(least, currency)} or more"
    return (
        say_money(least, currency) if least == most else f"{say_money(least, currency)} to {say_money(most, currency)}"
    )


def tag_of(recommendation: Recommendation, line: Line, shown: Showing) -> str:
    """The outlined word beside a line's name. "First this" stands at what comes first, never at what waits for it."""
    want = next((w for w in recommendation.wants if w.offering == line.offering), None)
    if line.choice or (want is not None and want.disposition == "customers_choice"):
        return "your choice"
    if want is None and line.asked == 0:
        rules = {reason.rule for reason in line.reasons}
        instead = any(w.disposition == "something_else" and rules & set(w.rules) for w in recommendation.wants)
        waits = any(w.disposition == "after" and w.offering in line.needed_by for w in recommendation.wants)
        return "something else" if instead else "first this" if waits and line.role == "check" else "added"
    if want is not None and want.disposition in TAGS:
        return TAGS[want.disposition]
    least, most = (
        (line.quantity.firm, most_of(line.quantity, shown)) if shown != "cover" else (line.quantity.cover,) * 2
    )
    if most is not None and most < line.asked:
        return TAGS["less_than_asked"]
    if least is not None and least > line.asked:
        return TAGS["more_than_asked"]
    return TAGS["as_asked"] if least == most == line.asked else ""


def _together(recommendation: Recommendation, shown: Showing) -> dict[str, Any]:
    """The row of sums. What is uncertain is never added up: its ends are said in the totals."""
    cost = recommendation.cost
    if shown == "open":
        money = [say_money(cost.once.firm, cost.currency), "", say_money(cost.monthly.firm, cost.currency)]
        return {"label": "Together, firm", "money": money}
    once, monthly = (paid_of(part, shown) for part in (cost.once, cost.monthly))
    return {"label": "Together", "money": [say_money(once, cost.currency), say_money(monthly, cost.currency)]}


def paid_of(cost: CostRange, shown: Showing) -> int:
    return cost.to if shown == "cover" and cost.to is not None else cost.firm


def _totals(recommendation: Recommendation, shown: Showing) -> list[dict[str, str]]:
    cost = recommendation.cost
    over = f"In all, over {say_number(cost.horizon_months)} months"
    monthly = cost.monthly.from_ or cost.monthly.to or cost.monthly.to is None
    if shown != "open":
        total = {"label": over, "money": say_money(paid_of(cost.total, shown), cost.currency)}
        return [total] if monthly else []  # without a monthly price it is the sum above
    if not monthly:
        return [{"label": "In all", "money": say_from_to(cost.once, cost.currency)}]
    parts = (("In all, once", cost.once), ("In all, a month", cost.monthly), (over, cost.total))
    return [{"label": label, "money": say_from_to(part, cost.currency)} for label, part in parts]


def say_from_to(cost: CostRange, currency: str) -> str:
    if cost.to is None:
        return f"from {say_money(cost.from_, currency)}; no upper end is known yet"
    if cost.from_ == cost.to:
        return say_money(cost.to, currency)
    return f"from {say_money(cost.from_, currency)} to {say_money(cost.to, currency)}"


def _notes(pack: Pack, recommendation: Recommendation, lines: Sequence[Line], shown: Showing) -> list[str]:
    explained = []
    if shown == "open":
        explained.append(
            "Firm: you need this whatever is found. At most: the most that this line can come to; these are not added up, "
            "because not everything can turn out that way at once."
        )
    if shown == "cover":
        explained.append("Some answers are still open; this is enough whatever they turn out to be.")
    if any("added" in (tag_of(recommendation, line, shown),) for line in lines):
        explained.append("“Added” is what you did not ask for and what the rest cannot do without.")
    worlds = recommendation.worlds
    if worlds.looked_at < worlds.of:
        explained.append(
            f"We looked at {say_number(worlds.looked_at)} of {say_many(worlds.of)} ways in which the open answers can turn "
            "out; the ends given here hold for all of them."
        )
    notes = [" ".join(explained)]
    if recommendation.certificate is not None:
        explained = [f"{recommendation.certificate.says.rstrip('.')}."]
        notes.append(" ".join([*explained, *(["The prices are a sample price list."] if pack.sample_prices else [])]))
    elif pack.sample_prices:
        notes.append("The prices are a sample price list.")
    return [note for note in notes if note]


def say_many(number: int) -> str:
    """A number beyond imagining is not spelt out."""
    return say_number(number) if number < MANY else f"more than {say_number(MANY)}"
