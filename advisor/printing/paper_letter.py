"""The letters: why we do not do something and what to do instead, why nothing is needed, and what stands in the way."""

from __future__ import annotations

from typing import Any

from advisor.case import Case
from advisor.pack import Pack
from advisor.printing.paper_lines import say_day
from advisor.recommendation import Recommendation
from advisor.saying import say_money_pair

NOTHING_BETTER = "Nothing that we sell would help you here, so please do not buy anything from us for it."

WHY_HEADS = {
    "not_us": "Why we do not do this",
    "nothing_needed": "Why nothing is needed",
}
CAN_BE_GIVEN_UP = ("want", "budget", "date", "should")  # by the customer; what must be is said and no more
OBSTACLES_HEADS = {
    "not_yet": "What stands in the way, and what would change it",
}


def letter_of(pack: Pack, recommendation: Recommendation) -> dict[str, Any]:
    """The body of a letter without an offer; empty where something is offered."""
    if recommendation.verdict == "not_us":
        instead = _instead_of(pack, recommendation)
        return {
            "why_head": WHY_HEADS["not_us"],
            "why": _refused(pack, recommendation),
            "instead_head": "What you can do instead" if instead else "Our advice",
            "instead": instead or [{"head": "", "says": NOTHING_BETTER}],
        }
    if recommendation.verdict == "nothing_needed":
        why = [{"head": "", "says": says} for says in recommendation.already]
        return {
            "why_head": WHY_HEADS["nothing_needed"],
            "why": why or [{"head": "", "says": recommendation.summary}],
            "instead_head": "",
            "instead": [],
        }
    return {}


def _refused(pack: Pack, recommendation: Recommendation) -> list[dict[str, str]]:
    """Per thing that was asked for the exact reasons; then what speaks against all of it."""
    rows: list[dict[str, str]] = []
    refusals = [flag for flag in recommendation.flags if flag.kind in ("decline", "conflict")]
    for want in recommendation.wants:
        offering = pack.offerings.get(want.offering or "")
        reasons = [_without_advice(flag.says, flag.instead) for flag in refusals if flag.offering == want.offering]
        says = " ".join(dict.fromkeys(reasons)) or want.says
        rows.append({"head": offering.name if offering else "", "says": says})
    said = {row["says"] for row in rows}
    for flag in refusals:
        reason = _without_advice(flag.says, flag.instead)
        if flag.offering is None and reason not in said:
            rows.append({"head": "", "says": reason})
    if not refusals:
        rows += [{"head": "", "says": part.says} for part in recommendation.conflict if part.says not in said]
    return [dict(row) for row in dict.fromkeys(tuple(row.items()) for row in rows)]


def _without_advice(says: str, instead: str) -> str:
    return says.removesuffix(instead).strip() if instead else says


def _instead_of(pack: Pack, recommendation: Recommendation) -> list[dict[str, str]]:
    """The better directions, each once; where several things were asked for, with what it is instead of."""
    several = len(recommendation.wants) > 1
    found: dict[str, str] = {}
    for flag in recommendation.flags:
        offering = pack.offerings.get(flag.offering or "")
        if flag.instead:
            found.setdefault(flag.instead, offering.name if offering and several else "")
    return [{"head": name, "says": says} for says, name in found.items()]


def obstacles_of(recommendation: Recommendation) -> list[dict[str, str]]:
    """What cannot hold together, each with what giving it up would allow; in a refusal the reasons are said already."""
    if recommendation.verdict == "not_us":
        return []
    return [
        {"head": part.says, "says": part.giving_up if part.kind in CAN_BE_GIVEN_UP else ""}
        for part in recommendation.conflict
    ]


def missed_of(case: Case, recommendation: Recommendation) -> dict[str, str]:
    """Per outcome that budget and date leave no complete plan for, the sentence that says so."""
    budget = case.budget.once is not None or case.budget.monthly is not None
    limits = ["within your budget"] if budget else []
    limits += [f"by {say_day(case.needed_by)}"] if case.needed_by is not None else []
    dropped = [flag.fact for flag in recommendation.flags if flag.kind == "dropped_outcome"]
    more = {
        sum.outcome: say_money_pair(sum.once, sum.monthly, recommendation.cost.currency)
        for sum in recommendation.next_sums
    }
    return {
        outcome: f"Not {' '.join(limits)}{f'; {more[outcome]} more would do it' if outcome in more else ''}."
        for outcome in dropped
        if outcome
    }
