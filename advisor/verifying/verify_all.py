"""The verifier over all worlds: what is firm, what is at most, what covers every answer, and the range of the price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.case import Case
from advisor.pack import Pack
from advisor.verifying.verify_certificate import checks_left_out
from advisor.verifying.verify_lines import ReadLine, checks_money, plan_of, says_bounds_only
from advisor.verifying.verify_numbers import Facts, NotKnown, Plan, Situation
from advisor.verifying.verify_plan import Effort, TooMany, gap
from advisor.verifying.verify_reach import Reach
from advisor.verifying.verify_rules import look
from advisor.verifying.verify_search import Search, our_money
from advisor.verifying.verify_worlds import all_worlds, some_worlds


def world_faults(
    search: Search, lines: list[ReadLine], recommendation: Mapping[str, Any], kept: Sequence[str], reached: Reach,
    chosen: Plan, notes: list[str],
) -> list[str]:  # fmt: skip
    """What is wrong with firm, up to, cover and the range of the price; `notes` gets what could not be looked at."""
    pack, case = search.pack, search.case
    worlds = all_worlds(pack, case, reached)
    every = worlds is not None and not says_bounds_only(recommendation)
    if worlds is None:
        worlds = some_worlds(pack, case, recommendation, reached)
        notes.append(
            f"There are too many worlds to look at each; firm, up to and cover were held against {len(worlds)} of them."
        )
    try:
        situations = [look(pack, case, facts, kept, reached.rules, chosen) for facts in worlds]
    except NotKnown as unknown:
        notes.append(f"Worlds not looked at: {unknown.what} stays open in them.")
        return []
    least: dict[Situation, dict[str, int] | None] = {}
    try:
        settled = {s: search.settled(s) for s in dict.fromkeys(situations)}
        for situation in dict.fromkeys(settled.values()):
            least[situation] = search.least([situation])
    except TooMany:
        notes.append(
            "Bound not checked: more plans would have to be looked at in all worlds than the verifier looks at."
        )
        return _quick_cover_faults(pack, lines, situations)
    of_world = [settled[s] for s in situations]
    plans = [least[s] for s in of_world]
    once = case.budget.once
    if (
        once is not None
        and not lines
        and any(
            plan is not None and our_money(pack, case, plan)[0] + checks_left_out(pack, case, plan, kept, facts) > once
            for plan, facts in zip(plans, worlds, strict=True)
        )
    ):
        notes.append(
            "Worlds not looked at: the least plan leaves too little of the budget for the checks that rules demand before it."
        )
        return []
    wrong = _range_faults(pack, lines, plans, every, not says_bounds_only(recommendation))
    try:
        wrong += _cover_faults(search, lines, of_world, plans, every)
        if every and not wrong:
            wrong += _cost_faults(search, lines, recommendation, worlds, of_world, least, bool(reached.unlisted))
    except TooMany:
        notes.append(
            "Bound of the cover plan not checked: more plans would have to be looked at than the verifier looks at."
        )
    verdict = recommendation.get("verdict")
    free = case.budget.once is None and case.budget.monthly is None
    # Where every want is for something that is not sold here, the empty plan is complete and the verdict still right.
    found = [plan for plan in plans if plan or (plan is not None and verdict == "not_yet")]
    if every and free and verdict in ("not_yet", "not_us") and found:
        plan = found[0]
        wrong.append(f"The verdict is {verdict.replace('_', ' ')}, but a complete plan exists: {said(plan)}.")
    return wrong


def one_world_faults(
    search: Search, lines: list[ReadLine], situation: Situation, all_listed: bool, notes: list[str]
) -> list[str]:
    """What is wrong with firm, up to and cover in one world."""
    try:
        settled = search.settled(situation)
        plan = search.least([settled])
        return _range_faults(search.pack, lines, [plan], False, all_listed) + _cover_faults(
            search, lines, [settled], [plan], False
        )
    except TooMany:
        notes.append(
            "Bound not checked in this world: more plans would have to be looked at than the verifier looks at."
        )
        return _quick_cover_faults(search.pack, lines, [situation])


def said(plan: Plan) -> str:
    return ", ".join(f"{quantity} x {name}" for name, quantity in plan.items() if quantity) or "nothing"


def _range_faults(
    pack: Pack, lines: list[ReadLine], plans: Sequence[Plan | None], every: bool, all_listed: bool
) -> list[str]:
    """Hold firm and up to against the least plan of each world; a world without a plan counts as the empty plan.
    `all_listed`: what is no line is needed in no world."""
    wrong: list[str] = []
    written = {line.offering: line.quantity for line in lines if not line.is_check}
    for name in pack.offerings:
        counted = [0 if plan is None else plan.get(name, 0) for plan in plans]
        low, high = min(counted, default=0), max(counted, default=0)
        firm, up_to = (
            (written[name]["firm"] or 0, written[name]["up_to"]) if name in written else (0, 0 if all_listed else None)
        )
        if firm > low or (every and firm != low):
            wrong.append(f"{name}: {firm} are called firm; in the world that needs fewest it is {low}.")
        if up_to is not None and (up_to < high or (every and up_to != high)):
            wrong.append(f"{name}: up to {up_to} are written; in the world that needs most it is {high}.")
    return wrong


def _quick_cover_faults(pack: Pack, lines: list[ReadLine], situations: Sequence[Situation]) -> list[str]:
    cover = plan_of(lines, "cover")
    if not cover or any(s.wanted for s in situations):  # without lines there may be no plan at all
        return []
    for situation in dict.fromkeys(situations):
        try:
            found = gap(pack, situation, cover, Effort())
        except TooMany:
            continue
        if found is not None:
            return [f"The cover plan is not complete in every world: {found.says}."]
    return []


def _cover_faults(
    search: Search, lines: list[ReadLine], situations: Sequence[Situation], plans: Sequence[Plan | None], every: bool
) -> list[str]:
    """The cover plan is complete in every world, and the least that is; there is none only where none can be."""
    cover, distinct = plan_of(lines, "cover"), list(dict.fromkeys(situations))
    solution = [line for line in lines if not line.is_check]
    if cover is not None and solution:
        for situation in distinct:
            found = gap(search.pack, situation, cover, search.effort)
            if found is not None:
                return [f"The cover plan is not complete in every world: {found.says}."]
    if not every:
        return []
    least = None if any(plan is None for plan in plans) else search.least(distinct)
    if cover is None and least is not None:
        return [f"No cover plan is written, but one covers every answer: {said(least)}."]
    if solution and cover is not None and least != cover:
        return [f"The cover plan is not the least that covers every answer: {said(least or {})} does."]
    if not solution and least:
        return [f"No line is written, but every answer is covered by {said(least)}."]
    return []


def _cost_faults(
    search: Search, lines: list[ReadLine], recommendation: Mapping[str, Any], worlds: Sequence[Facts],
    situations: Sequence[Situation], least: Mapping[Situation, Plan | None], open_ended: bool,
) -> list[str]:  # fmt: skip
    """Hold the total's from and to against every world and everything that the checks can find. `open_ended`: a list is missing."""
    pack, case = search.pack, search.case
    checks = [line.offering for line in lines if line.is_check]
    paid = _total(pack, checks_money(pack, case, lines))
    start = paid + min(_total(pack, our_money(pack, case, least[s] or {})) for s in situations)
    groups: dict[str, list[Situation]] = {}
    for facts, situation in zip(worlds, situations, strict=True):
        groups.setdefault(_finding(pack, case, checks, facts), []).append(situation)
    ends: list[int | None] = []
    for group in groups.values():
        distinct = list(dict.fromkeys(group))
        missing = [least[s] is None for s in distinct]
        if all(missing):
            ends.append(0)
            continue
        cover = None if any(missing) else search.least(distinct)
        ends.append(None if cover is None else _total(pack, our_money(pack, case, cover)))
    to = (
        None
        if open_ended or None in ends or all(least[s] is None for s in situations)
        else paid + max(e for e in ends if e is not None)
    )
    total = recommendation["cost"]["total"]
    wrong: list[str] = []
    if total["from"] != start:
        wrong.append(f"The total is said to start from {total['from']}; the least over all worlds is {start} (cents).")
    if total["to"] != to and open_ended:
        wrong.append(f"The total is said to go up to {total['to']}; a list is missing, so it has no upper end.")
    elif total["to"] != to:
        wrong.append(f"The total is said to go up to {total['to']}; whoever follows this pays at most {to} (cents).")
    return wrong


def _total(pack: Pack, money: tuple[int, int]) -> int:
    return money[0] + money[1] * pack.horizon_months


def _finding(pack: Pack, case: Case, checks: Sequence[str], facts: Facts) -> str:
    """What the checks would find in a world."""
    found: list[object] = []
    for name in (name for check in checks for name in pack.offerings[check].settles):
        fact, _, column = name.partition(".")
        rows = facts.get(fact)
        found.append([row.get(column) for row in rows] if column and isinstance(rows, tuple) else rows)
    return repr(found)
