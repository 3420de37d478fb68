"""The verifier on paper alone: are the lines of a recommendation well formed, and do their quantities and money agree?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.case import Case
from advisor.pack import ASSESSMENT, CUSTOMER_TASK, NOT_OURS, Pack
from advisor.verifying.verify_numbers import on_sale
from advisor.verifying.verify_search import line_money
from advisor.verifying.verify_wants import asked_for

ENDS = ("firm", "likely", "up_to", "cover")


@dataclass(frozen=True)
class ReadLine:
    """One line as it is written. A quantity is None where there is no such plan."""

    offering: str
    role: str
    quantity: Mapping[str, int | None]
    order_now: int
    choice: bool
    once: Mapping[str, Any]
    monthly: Mapping[str, Any]

    @property
    def is_check(self) -> bool:
        return self.role == "check"


def read_lines(pack: Pack, recommendation: Mapping[str, Any]) -> tuple[list[ReadLine], list[str]]:
    """The lines, and what keeps them from being read."""
    written = recommendation.get("lines")
    if not isinstance(written, list):
        return [], ["The recommendation has no list of lines."]
    lines: list[ReadLine] = []
    wrong: list[str] = []
    for place, line in enumerate(written, 1):
        offering = line.get("offering") if isinstance(line, dict) else None
        if not isinstance(offering, str) or offering not in pack.offerings:
            wrong.append(f"Line {place} is for {offering!r}, which is not on the price list.")
            continue
        ranges = [line.get(name) for name in ("quantity", "once", "monthly")]
        if not all(isinstance(found, dict) and set(ENDS) <= set(found) for found in ranges):
            wrong.append(f"The line {offering} lacks a part of its quantity, once or monthly ({', '.join(ENDS)}).")
            continue
        quantity, once, monthly = ranges
        sure = [quantity["firm"], line.get("order_now")]
        may_lack = [quantity["likely"], quantity["cover"]]
        (may_lack if says_bounds_only(recommendation) else sure).append(quantity["up_to"])
        if not all(map(_is_whole, sure)) or not all(n is None or _is_whole(n) for n in may_lack):
            wrong.append(f"The line {offering} has a quantity that is no whole number from 0 up.")
            continue
        if any(other.offering == offering for other in lines):
            wrong.append(f"There are two lines for {offering}.")
        role = str(line.get("role"))
        lines.append(ReadLine(offering, role, quantity, line["order_now"], line.get("choice") is True, once, monthly))
    return lines, wrong


def says_bounds_only(recommendation: Mapping[str, Any]) -> bool:
    """Whether the recommendation says that it did not look at all worlds: then firm, from and to are bounds that hold, and what is
    at most in a line may not be known."""
    worlds = recommendation.get("worlds")
    looked_at, of = (worlds.get("looked_at"), worlds.get("of")) if isinstance(worlds, dict) else (None, None)
    return isinstance(looked_at, int) and isinstance(of, int) and looked_at < of


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def line_faults(pack: Pack, case: Case, lines: list[ReadLine], recommendation: Mapping[str, Any]) -> list[str]:
    """What is wrong with single lines: their role, the order of their quantities, what is on sale, and their money."""
    wrong: list[str] = []
    for line in lines:
        offering, quantity, name = pack.offerings[line.offering], line.quantity, line.offering
        role = "check" if offering.kind == ASSESSMENT else "solution"
        if line.role != role:
            wrong.append(f"The line {name} is written as a {line.role}; as {offering.kind} it is a {role}.")
        if offering.kind == NOT_OURS:
            wrong.append(f"{name} is not ours to sell and cannot be a line.")
        if line.is_check and any(quantity[end] != offering.least for end in ENDS):
            wrong.append(f"A check is done once or not at all: the quantities of {name} must all be {offering.least}.")
        if quantity["up_to"] is not None and not any(quantity[end] for end in ENDS):
            wrong.append(f"The line {name} has no quantity in any world and is no line.")
        firm, likely, up_to = quantity["firm"] or 0, quantity["likely"], quantity["up_to"]
        middle = firm if likely is None else likely
        if not firm <= middle <= (middle if up_to is None else up_to):
            wrong.append(f"The quantities of {name} are out of order: firm {firm}, likely {likely}, up to {up_to}.")
        if line.order_now > firm:
            wrong.append(f"{line.order_now} x {name} are to be ordered now, but only {firm} are firm.")
        for end in ENDS:
            units = quantity[end]
            if units is not None and not on_sale(offering, units):
                sold = f"at least {offering.least}, in steps of {offering.step}"
                wrong.append(f"{name}, {end.replace('_', ' ')}: {units} is not on sale ({sold}).")
            right = (None, None) if units is None else line_money(case, offering, units)
            if (line.once[end], line.monthly[end]) != right:
                says = f"{line.once[end]} once and {line.monthly[end]} monthly"
                wrong.append(
                    f"{name}, {end.replace('_', ' ')}: {units} cost {right[0]} once and {right[1]} monthly (cents), not {says}."
                )
    asked = asked_for(case)
    for written in recommendation["lines"]:
        if isinstance(written, dict) and written.get("offering") in pack.offerings:
            name = written["offering"]
            if written.get("asked") != asked.get(name, 0):
                wrong.append(
                    f"The line {name} says {written.get('asked')} were asked for; it was {asked.get(name, 0)}."
                )
    for end in ("likely", "cover"):
        there = {line.quantity[end] is None for line in lines if not line.is_check}
        if len(there) > 1:
            wrong.append(f"Some lines have a {end} quantity and some have none; there is one plan for all or no plan.")
    return wrong


def no_likely_plan(lines: list[ReadLine], recommendation: Mapping[str, Any]) -> bool:
    """Whether the recommendation says that the likely world has no plan: by its lines, or by its cost where there is none."""
    solution = [line for line in lines if not line.is_check]
    if solution:
        return any(line.quantity["likely"] is None for line in solution)
    cost = recommendation["cost"]
    return all(cost[part]["likely"] is None for part in ("once", "monthly", "total"))


def plan_of(lines: list[ReadLine], end: str) -> dict[str, int] | None:
    """The solution at one end; None where there is no such plan."""
    solution = [line for line in lines if not line.is_check]
    if any(line.quantity[end] is None for line in solution):
        return None
    return {line.offering: units for line in solution if (units := line.quantity[end])}


def checks_money(pack: Pack, case: Case, lines: list[ReadLine]) -> tuple[int, int]:
    """Cents once and monthly for all the checks."""
    pairs = [line_money(case, pack.offerings[x.offering], x.quantity["firm"] or 0) for x in lines if x.is_check]
    return sum(once for once, _ in pairs), sum(monthly for _, monthly in pairs)


def cost_faults(pack: Pack, case: Case, lines: list[ReadLine], recommendation: Mapping[str, Any]) -> list[str]:
    """What is wrong with the whole price as far as the lines alone show it."""
    cost = recommendation.get("cost")
    parts = ("once", "monthly", "total")
    if not isinstance(cost, dict) or not all(
        isinstance(cost.get(p), dict) and {"firm", "likely", "from", "to"} <= set(cost[p]) for p in parts
    ):
        return ["The recommendation has no whole cost (once, monthly and total, each with firm, likely, from and to)."]
    wrong: list[str] = []
    if cost.get("currency") != pack.currency:
        wrong.append(f"The cost is in {cost.get('currency')!r}; the price list is in {pack.currency}.")
    if cost.get("horizon_months") != pack.horizon_months:
        wrong.append(
            f"The cost is over {cost.get('horizon_months')!r} months; the pack's horizon is {pack.horizon_months}."
        )
    ours = [line for line in lines if pack.offerings[line.offering].kind != CUSTOMER_TASK]
    for end in ("firm", "likely"):
        money: list[int | None] = [None, None, None]
        if not (end == "likely" and no_likely_plan(lines, recommendation)):
            pairs = [line_money(case, pack.offerings[x.offering], x.quantity[end] or 0) for x in ours]
            once, monthly = sum(o for o, _ in pairs), sum(m for _, m in pairs)
            money = [once, monthly, once + monthly * pack.horizon_months]
        for part, right in zip(parts, money, strict=True):
            if cost[part][end] != right:
                wrong.append(f"The {end} cost ({part}) is {cost[part][end]}; the lines add up to {right} (cents).")
    total = cost["total"]
    if all(_is_whole(total[end]) for end in ("from", "likely")) and total["from"] > total["likely"]:
        wrong.append(f"The least total ({total['from']}) is above the likely one ({total['likely']}).")
    tasks = any(offering.kind == CUSTOMER_TASK for offering in pack.offerings.values())
    if not tasks and all(_is_whole(total[end]) for end in ("to", "likely")) and total["to"] < total["likely"]:
        wrong.append(f"The most they pay ({total['to']}) is below the likely total ({total['likely']}).")
    return wrong
