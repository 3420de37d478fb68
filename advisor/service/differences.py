"""How one recommendation differs from another, as sentences; both as contract 2 has them, since that is what is kept of an issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from advisor.pack import Pack
from advisor.printing.paper_lines import say_count
from advisor.recommendation import Range
from advisor.saying import say_money

Json: TypeAlias = Mapping[str, Any]
_VERDICTS = {
    "proceed": "go ahead",
    "check_first": "check first",
    "not_yet": "not yet",
    "not_us": "not from us",
    "nothing_needed": "nothing needed",
}


def differences(pack: Pack, before: Json, after: Json) -> tuple[str, ...]:
    """One sentence for each line, price and verdict that is another; none where nothing is."""
    found = []
    if before["verdict"] != after["verdict"]:
        found.append(f"The answer is “{_VERDICTS[after['verdict']]}” instead of “{_VERDICTS[before['verdict']]}”.")
    old, new = _lines(before), _lines(after)
    for name in {**new, **old}:
        title = pack.offerings[name].name if name in pack.offerings else name
        if name not in old:
            found.append(f"New: {new[name]} × {title}.")
        elif name not in new:
            found.append(f"No longer in it: {old[name]} × {title}.")
        elif old[name] != new[name]:
            found.append(f"{title}: {new[name]} instead of {old[name]}.")
    currency = after["cost"]["currency"]
    for label, key in (("Once", "once"), ("A month", "monthly")):
        was, now = _cost(before, key, currency), _cost(after, key, currency)
        if was != now:
            found.append(f"{label}: {now} instead of {was}.")
    return tuple(found)


def _lines(recommendation: Json) -> dict[str, str]:
    counts = {}
    for line in recommendation["lines"]:
        quantity = line["quantity"]
        said = say_count(Range(quantity["firm"], quantity["likely"], quantity["up_to"], quantity["cover"]), "open")
        if said != "0":
            counts[str(line["offering"])] = said
    return counts


def _cost(recommendation: Json, key: str, currency: str) -> str:
    cost = recommendation["cost"][key]
    least = say_money(cost["from"], currency)
    if cost["to"] is None:
        return f"from {least}, no upper end,"
    return least if cost["from"] == cost["to"] else f"{least} to {say_money(cost['to'], currency)}"
