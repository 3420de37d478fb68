"""The results they are after: named, dropped, put in order, and measured in the customer's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from advisor.calling.call import Call, once_each
from advisor.calling.call_text import escape
from advisor.case import Case, NamedOutcome
from advisor.pack import Pack
from advisor.saying import say_number

Part = Literal["measure", "today", "target"]
PARTS: dict[Part, tuple[str, str]] = {
    "measure": ("How they measure it", "days to a quote"),
    "today": ("Today", "two days"),
    "target": ("What they want to reach", "the same day"),
}


@dataclass(frozen=True)
class OutcomeView:
    """One result in its place of priority. `measured` says how they measure it, in one line (Markdown); "" where nobody has said."""

    outcome: str
    title: str
    measured: str
    texts: tuple[tuple[Part, str], ...]


def outcomes_view(pack: Pack, case: Case) -> tuple[OutcomeView, ...]:
    """All results that were named, the most important first."""
    return tuple(
        OutcomeView(
            one.outcome,
            escape(pack.outcomes[one.outcome].title),
            escape(say_measure(one)),
            (("measure", one.measure), ("today", one.today), ("target", one.target)),
        )
        for one in case.outcomes
    )


def outcomes_label(case: Case) -> str:
    """ "3 results, 1 measured"."""
    count, measured = len(case.outcomes), sum(bool(say_measure(one)) for one in case.outcomes)
    return f"{say_number(count)} {'result' if count == 1 else 'results'}, {say_number(measured) if measured else 'none'} measured"


def say_measure(one: NamedOutcome) -> str:
    """ "days to a quote: two today, none wanted"."""
    ends = [text for text in (one.today and f"{one.today} today", one.target and f"{one.target} wanted") if text]
    return ": ".join(text for text in (one.measure, ", ".join(ends)) if text)


def add_outcome(call: Call, outcome: str) -> Call:
    return _with_outcomes(call, once_each((*call.case.outcomes, NamedOutcome(outcome))))


def drop_outcome(call: Call, outcome: str) -> Call:
    """No longer after this result; wants that were for it stay, and are for nothing that was said."""
    wants = tuple(replace(want, outcome=None) if want.outcome == outcome else want for want in call.case.wants)
    without = replace(call, case=replace(call.case, wants=wants))
    return _with_outcomes(without, tuple(one for one in call.case.outcomes if one.outcome != outcome))


def move_up(call: Call, outcome: str) -> Call:
    """Put a result before the one that is now more important; the first stays where it is."""
    outcomes = list(call.case.outcomes)
    place = next(n for n, one in enumerate(outcomes) if one.outcome == outcome)
    if place:
        outcomes[place - 1], outcomes[place] = outcomes[place], outcomes[place - 1]
    return _with_outcomes(call, tuple(outcomes))


def set_measure(call: Call, outcome: str, part: Part, said: str) -> Call:
    """Write down how they measure a result, where they are today, or what they want to reach."""
    changed = {part: " ".join(said.split())}
    return _with_outcomes(
        call, tuple(replace(one, **changed) if one.outcome == outcome else one for one in call.case.outcomes)
    )


def _with_outcomes(call: Call, outcomes: tuple[NamedOutcome, ...]) -> Call:
    return replace(call, case=replace(call.case, outcomes=outcomes), because="request")
