"""The request as the page shows it: each want with how many and what for, and results."""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.calling.call import Call
from advisor.calling.call_stance import STANCES
from advisor.calling.call_text import escape
from advisor.calling.call_whys import why_lines
from advisor.case import Case, Want
from advisor.pack import Offering, Pack
from advisor.printing.paper_checks import asks_of, say_of
from advisor.recommendation import Recommendation
from advisor.saying import join_reference, say_for

NOTHING_HEARD = (
    "Nothing on the price list and no result was recognised in these words, so nothing was added. "
    "Choose what they ask for, or only what they want to reach."
)
LIMITS = {"once": "Most they pay once", "monthly": "Most they pay a month"}


@dataclass(frozen=True)
class WantView:
    """One want. `place`: its place in the case; `state`: the label of what it is for. Texts are Markdown."""

    place: int
    key: str
    name: str
    is_counted: bool
    quantity: int
    quantity_label: str
    value: str
    state: str
    icon: str
    outcome: str | None
    why: str
    insists: bool
    said: str  # what became of it
    why_questions: tuple[str, ...]


@dataclass(frozen=True)
class RequestView:
    """`outcomes`: results named without a want."""

    title: str
    wants: tuple[WantView, ...]
    outcomes: tuple[str, ...]
    nothing_heard: bool


def request_view(pack: Pack, call: Call, recommendation: Recommendation | None = None) -> RequestView:
    """`recommendation`: the one for this call, where there is one already."""
    case = call.case
    answers = recommendation.wants if recommendation is not None else ()
    served = {want.outcome for want in case.wants}
    return RequestView(
        title=escape(join_reference(case.customer.name)) or "New call",
        wants=tuple(_want(pack, case, n, answers[n].says if n < len(answers) else "") for n in range(len(case.wants))),
        outcomes=tuple(
            escape(_capital(pack.outcomes[one.outcome].title)) for one in case.outcomes if one.outcome not in served
        ),
        nothing_heard=call.is_empty and bool(case.words.strip()) and not (call.heard.unclear or call.heard.asked_back),
    )


def _want(pack: Pack, case: Case, n: int, said: str) -> WantView:
    want = case.wants[n]
    same = [other for other in case.wants[:n] if other.offering == want.offering and other.asks == want.asks]
    if want.offering is not None:
        name, value, key = _short(pack.offerings[want.offering]), "", want.offering
    else:
        fact, wished = want.asks or ("", 0)
        name, value, key = asks_of(pack, fact), say_of(pack, fact, wished), fact
    state, icon = _state(pack, want)
    return WantView(
        place=n,
        key=f"{key}_{len(same)}" if same else key,
        name=escape(name),
        is_counted=want.offering is not None,
        quantity=want.quantity,
        quantity_label=f"How many: {escape(name)}",
        value=escape(value),
        state=state,
        icon=icon,
        outcome=want.outcome,
        why=want.why,
        insists=want.insists,
        said=escape(said),
        why_questions=why_lines(pack, want),
    )


def _short(offering: Offering) -> str:
    """How it is said, without its article: "Second server", "CRM"."""
    said = offering.said_as or offering.name
    return _capital(re.sub(r"^(a|an|the) ", "", said))


def _state(pack: Pack, want: Want) -> tuple[str, str]:
    """The label of what a want is for, and its icon."""
    if want.insists:
        return "they insist", ":material/lock:"
    if want.outcome is None and want.simply_wanted:
        return "simply wanted", ":material/favorite:"
    if want.outcome is None:
        return "why do they want it?", ":material/help:"
    return escape(say_for(pack.outcomes[want.outcome].title)), ":material/flag:"


def outcomes_to_name(pack: Pack, call: Call) -> dict[str, str]:
    """Results that were not named yet, by id."""
    named = {one.outcome for one in call.case.outcomes}
    return {one.id: _capital(one.title) for one in pack.outcomes.values() if one.id not in named}


def stance_label(case: Case) -> str:
    """ "Need-led", and that there are limits where they named any."""
    limited = case.needed_by is not None or case.budget.once is not None or case.budget.monthly is not None
    return STANCES[case.stance][0] + (" · limits" if limited else "")


def limits_of(case: Case) -> dict[str, float | None]:
    """The budget in currency units, as its fields show it."""
    cents = {"once": case.budget.once, "monthly": case.budget.monthly}
    return {which: None if amount is None else amount / 100 for which, amount in cents.items()}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
