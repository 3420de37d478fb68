"""What the customer decides against our advice: what they have all the same, and what they go without; to be signed."""

from __future__ import annotations

from advisor.pack import Pack
from advisor.printing.paper_checks import asks_of, say_of
from advisor.recommendation import Recommendation


def decided(pack: Pack, recommendation: Recommendation) -> list[dict[str, str]]:
    """Each with what it costs more than they need, or with what may happen; the first sentence is the head."""
    rows = []
    chosen = [want for want in recommendation.wants if want.disposition == "customers_choice"]
    reasons = {line.offering: line.reasons[0].says for line in recommendation.lines if line.choice and line.reasons}
    for want in chosen:
        head, says = _head_and_rest(want.says)
        if not says:  # there was no breath left for it
            says = _head_and_rest(reasons.get(want.offering or "", ""))[1]
        if not head and want.asks:
            fact, value = next(iter(want.asks.items()))
            head = f"You have: {asks_of(pack, fact)} {say_of(pack, fact, value)}."
        rows.append({"head": head, "says": says})
    named = {want.offering for want in chosen}
    for line in recommendation.lines:
        if line.choice and line.offering not in named:
            offering = pack.offerings.get(line.offering)
            name = (offering.said_as or offering.name) if offering else line.offering
            says = line.reasons[0].says if line.reasons else ""
            rows.append({"head": f"You have {name} because you decided so.", "says": says})
    for flag in recommendation.flags:
        rule = pack.rules.get(flag.rule or "")
        if flag.kind == "waived" and (rule is None or rule.strength == "should"):
            head, says = _head_and_rest(flag.says)
            rows.append({"head": head, "says": says})
    return rows


def _head_and_rest(says: str) -> tuple[str, str]:
    """The first sentence, and what follows it."""
    head, stop, rest = says.strip().partition(". ")
    return (f"{head}.", rest) if stop else (says.strip(), "")
