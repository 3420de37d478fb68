"""The fields of a case as people call them, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.calling.call_answers import say_answer
from advisor.calling.call_request_view import LIMITS
from advisor.calling.call_stance import STANCES
from advisor.loading.load_case import read_case
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Place
from advisor.saying import say_for, say_money, say_number

_NAMES = {
    "words": "Their words",
    "date": "Day of the call",
    "stance": "How their wishes are judged",
    "needed_by": "Needed by",
    "customer.name": "Name of the customer",
    "customer.contact": "Contact",
    "customer.reference": "Reference",
    "wants": "Order of the wishes",
    "outcomes": "Order of the results",
}
NOTHING = "nothing"


def say_field(pack: Pack, field: str) -> str:
    """What a field is called: the question of a fact, the name of an offering, "Their words"."""
    if field in _NAMES:
        return _NAMES[field]
    kind, _, id = field.replace(" ", ".", 1).partition(".")
    id = id.replace(" again", "")
    if kind == "answers" and id in pack.facts:
        return pack.facts[id].asks
    if kind == "want":
        return pack.offerings[id].name if id in pack.offerings else pack.facts[id].asks if id in pack.facts else id
    if kind == "outcome" and id in pack.outcomes:
        title = pack.outcomes[id].title
        return f"{title[:1].upper()}{title[1:]}"
    if kind == "goes_without" and id in pack.rules:
        return f"Goes without: {pack.rules[id].title}"
    if kind == "budget":
        return LIMITS.get(id, id)
    return id or field


def say_content(pack: Pack, field: str, raw: Any) -> str:
    """What stands in a field; "nothing" where it is empty."""
    if raw is None:
        return NOTHING
    kind, _, id = field.replace(" ", ".", 1).partition(".")
    if kind == "answers" and id in pack.facts:
        try:
            case = read_case({"pack": pack.id, "date": "2000-01-01", "answers": {id: raw}}, pack, Place(""))
        except FilesAtFault:  # rules of another version understood it
            return str(raw)
        return say_answer(pack.facts[id], case.answers[id])
    if kind == "want" and isinstance(raw, Mapping):
        return _say_want(pack, raw)
    if kind == "outcome":
        return "named"
    if kind == "budget":
        return say_money(round(float(raw) * 100), pack.currency)
    if kind == "stance" and raw in STANCES:
        return STANCES[raw][0]
    return str(raw)


def _say_want(pack: Pack, raw: Mapping[str, Any]) -> str:
    parts = [say_number(raw["quantity"])] if isinstance(raw.get("quantity"), int) else ["as they wish"]
    outcome = pack.outcomes.get(str(raw.get("outcome", "")))
    parts += [say_for(outcome.title)] if outcome else []
    parts += ["they insist"] if raw.get("insists") == "yes" else []
    parts += [f"“{raw['why']}”"] if raw.get("why") else []
    return ", ".join(parts)
