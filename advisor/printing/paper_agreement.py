"""What the customer's signature orders."""

from __future__ import annotations

from typing import Any

from advisor.case import Case
from advisor.engine.setting import article_of
from advisor.pack import Pack
from advisor.printing.paper_lines import most_of, own_work, paid_of, showing
from advisor.recommendation import Line, Recommendation
from advisor.saying import say_list, say_money_pair, say_number


def agreement(pack: Pack, case: Case, recommendation: Recommendation) -> dict[str, Any]:
    """What the customer's signature orders; empty where nothing is offered. A draft is not signed."""
    shown = showing(recommendation)
    lines = [line for line in recommendation.lines if most_of(line.quantity, shown) != 0 and not own_work(pack, line)]
    if recommendation.verdict not in ("proceed", "check_first") or not lines:
        return {}
    cost = recommendation.cost
    checks = [line for line in lines if line.role == "check"]
    now = checks or [line for line in lines if line.order_now > 0]
    everything = shown == "cover" or (shown == "exact" and all(line.order_now >= line.quantity.firm for line in lines))
    if everything:
        price = say_money_pair(paid_of(cost.once, shown), paid_of(cost.monthly, shown), cost.currency)
        says = f"You order everything above: {price}."
    elif now:
        says = f"You order now: {say_list([_ordered(pack, case, line) for line in now])}. "
        says += "Everything else is ordered only after you have seen what is found."
    else:
        says = "You order nothing yet. What is recommended is ordered when you have seen what is found."
    draft = bool(recommendation.questions)
    if draft:
        says = f"This is a draft; nothing is signed while questions are open. As it stands: {says[0].lower()}{says[1:]}"
    return {"says": says, "sign": not draft and (everything or bool(now))}


def _ordered(pack: Pack, case: Case, line: Line) -> str:
    offering = pack.offerings.get(line.offering)
    name = offering.name if offering else line.offering
    if line.order_now == line.quantity.firm or offering is None:
        once, monthly = line.once.firm, line.monthly.firm
    else:
        article = article_of(offering, case)
        once, monthly = article.once(line.order_now), article.monthly(line.order_now)
    price = f" ({say_money_pair(once, monthly, pack.currency)})" if once or monthly else ""
    return f"{say_number(line.order_now)}\u00a0×\u00a0{name}{price}"
