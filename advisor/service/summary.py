"""What a list shows of a recommendation: verdict, price, and what it waits for, in a word or two."""

from __future__ import annotations

from advisor.recommendation import Recommendation
from advisor.saying import say_number
from advisor.storing.listing import Summary

_STANDS_IN_THE_WAY = {"budget": "budget", "date": "date", "supply": "supply"}


def summary_of(recommendation: Recommendation) -> Summary:
    cost = recommendation.cost
    return Summary(
        recommendation.verdict,
        recommendation.summary,
        cost.currency,
        cost.once.firm,
        cost.once.to,
        cost.monthly.to,
        cost.total.to,
        len(recommendation.questions),
        _waiting_for(recommendation),
    )


def _waiting_for(recommendation: Recommendation) -> str:
    match recommendation.verdict:
        case "check_first":
            number = len(recommendation.questions)
            return f"{say_number(number)} question{'' if number == 1 else 's'}" if number else "a check"
        case "not_yet":
            kinds = [part.kind for part in recommendation.conflict]
            return next((word for kind, word in _STANDS_IN_THE_WAY.items() if kind in kinds), "a way to do it")
        case _:
            return ""
