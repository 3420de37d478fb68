"""A case as a case file has it again (contract 1, currency units), for export."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from advisor.case import Answer, Case, NamedOutcome, Want
from advisor.loading.read_answers import write_number, write_value
from advisor.pack import Pack
from advisor.values import UNKNOWN, exact


def dump_case(case: Case, pack: Pack) -> dict[str, Any]:
    """A mapping that `load_case` reads back to the same case, ready for YAML or JSON; what says nothing is left out."""
    budget = {
        key: _money(cents)
        for key, cents in (("once", case.budget.once), ("monthly", case.budget.monthly))
        if cents is not None
    }
    request = {"words": case.words, "wants": [_want(want) for want in case.wants]}
    customer = {"name": case.customer.name, "reference": case.customer.reference, "contact": case.customer.contact}
    whole = {
        "pack": case.pack,
        "date": case.date.isoformat(),
        "customer": {key: text for key, text in customer.items() if text},
        "request": {key: value for key, value in request.items() if value},
        "outcomes": [_outcome(outcome) for outcome in case.outcomes],
        "answers": {name: _answer(case.answers[name]) for name in pack.facts if name in case.answers},
        "goes_without": list(case.goes_without),
        "budget": budget,
        "needed_by": case.needed_by.isoformat() if case.needed_by else None,
        "stance": case.stance,
        "expect": dict(case.expect),
    }
    return {key: value for key, value in whole.items() if value}


def _money(cents: int) -> Any:
    return write_number(exact(Fraction(cents, 100)))


def _want(want: Want) -> dict[str, Any]:
    if want.asks is not None:
        written: dict[str, Any] = {"asks": {want.asks[0]: write_value(want.asks[1])}}
    else:
        written = {"offering": want.offering, "quantity": want.quantity}
    more = {
        "outcome": want.outcome,
        "why": want.why,
        "insists": "yes" if want.insists else None,
        "simply_wanted": "yes" if want.simply_wanted else None,
    }
    return written | {key: value for key, value in more.items() if value}


def _outcome(outcome: NamedOutcome) -> Any:
    more = {
        key: text
        for key, text in (("measure", outcome.measure), ("today", outcome.today), ("target", outcome.target))
        if text
    }
    return {"outcome": outcome.outcome, **more} if more else outcome.outcome


def _answer(answer: Answer) -> Any:
    limits = {
        key: write_number(limit)
        for key, limit in (("at_least", answer.at_least), ("less_than", answer.less_than))
        if limit is not None
    }
    if answer.value is UNKNOWN:
        return limits or "unknown"
    value = write_value(answer.value)
    return value if answer.sure else {"value": value, "sure": "no"}
