"""Cases in a list, as people read it: one row a case, short, with the newest touch last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import pandas as pd

from advisor.calling.call_text import VERDICTS, escape
from advisor.calling.call_times import say_when
from advisor.saying import join_reference, say_date, say_money, say_number
from advisor.storing.listing import MOST_COUNTED, Filter, Listed

FILTER_NAMES: dict[Filter, str] = {
    "mine": "Mine",
    "check_first": "Check first",
    "issued": "Issued",
    "other_rules": "Other rules in force",
    "all": "All",
}
MONEY = ("Once, firm", "At most", "A month")
NOTHING = "–"
MOST_WORDS = 60


@dataclass(frozen=True)
class SelectedView:
    """The case that is chosen in a list. Texts are Markdown."""

    title: str
    says: str
    about: str


def say_filter(which: Filter, count: int) -> str:
    """ "Mine 18", "All 1,000+"."""
    return f"{FILTER_NAMES[which]} {say_number(min(count, MOST_COUNTED))}{'+' if count > MOST_COUNTED else ''}"


def frame_of(cases: Sequence[Listed], zone: tzinfo, now: datetime) -> pd.DataFrame:
    rows = [
        {
            "Customer": one.customer or "(no name yet)",
            "Case": one.reference,
            "In their words": _short(one.words),
            "Verdict": verdict_name(one.summary.verdict).lower(),
            **dict(
                zip(
                    MONEY,
                    (
                        _money(cents, one)
                        for cents in (one.summary.once_firm, one.summary.once_most, one.summary.monthly_most)
                    ),
                    strict=True,
                )
            ),
            "Waiting for": one.issued or one.summary.waiting_for,
            "Last touched": say_when(one.touched_at, now, zone),
        }
        for one in cases
    ]
    return pd.DataFrame(rows)


def case_title(one: Listed) -> str:
    """ "Harbour Dental Supplies, EX-114", as Markdown."""
    parts = (f"{one.customer}," if one.customer else "", one.reference)
    return escape(join_reference(" ".join(part for part in parts if part))) or "No name yet"


def selected_view(one: Listed, version: int | None, prices_of: date | None) -> SelectedView:
    """`version`: the number under which its rules were published."""
    says = f"“{escape(one.summary.says)}”" if one.summary.says else "Nothing was worked out for it yet."
    state = {"issued": "Issued", "withdrawn": "Withdrawn"}.get(one.issued, "Not issued yet")
    rules = f"rules version {version}" if version else f"rules {one.pack_version}"
    prices = f" · prices of {say_date(prices_of)}" if prices_of else ""
    return SelectedView(case_title(one), says, escape(f"{state} · {rules}{prices} · {one.owner_name}"))


def verdict_name(verdict: str) -> str:
    known: dict[str, str] = {name: badge.text for name, badge in VERDICTS.items()}
    return known.get(verdict, "")


def _money(cents: int | None, one: Listed) -> str:
    return say_money(cents, one.summary.currency) if cents and one.summary.currency else NOTHING


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= MOST_WORDS else f"{plain[: MOST_WORDS - 1].rstrip()}…"
