"""Checks a finished recommendation from the pack and the case alone: `python -m advisor verify CASE RECOMMENDATION`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from advisor.case import Case
from advisor.pack import Pack
from advisor.verifying.verify_all import one_world_faults, world_faults
from advisor.verifying.verify_certificate import bound_faults, check_faults, listed_faults
from advisor.verifying.verify_lines import (
    ReadLine,
    checks_money,
    cost_faults,
    line_faults,
    no_likely_plan,
    plan_of,
    read_lines,
    says_bounds_only,
)
from advisor.verifying.verify_numbers import Facts, NotKnown, Plan, Situation, on_sale
from advisor.verifying.verify_plan import TooMany, gap
from advisor.verifying.verify_reach import Reach, reach
from advisor.verifying.verify_rules import look
from advisor.verifying.verify_search import STATES, Search, choice_price
from advisor.verifying.verify_world import finish, read_world
from advisor.verifying.verify_worlds import known_facts

SUBSETS = 5_000  # smaller plans that are tried one by one


@dataclass(frozen=True)
class Verification:
    """`faults`: what is wrong, as sentences; none means accepted. `notes`: what was and what was not looked at."""

    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        return not self.faults


def verify(
    pack: Pack, case: Case, recommendation: Any, world: Mapping[str, Any] | None = None, states: int = STATES
) -> Verification:
    """Recompute what a recommendation (contract 2, parsed) says. `world`: hold firm, up to and cover against this world too (a
    fact's id to its value as a case file writes it; what it leaves out is as in the certificate's world). `states`: how many plans
    the search may look at."""
    if not isinstance(recommendation, Mapping):
        return Verification(("This is no recommendation: it is not an object with lines, cost and certificate.",))
    lines, faults = read_lines(pack, recommendation)
    faults += _header_faults(pack, case, recommendation)
    if not faults:
        faults += line_faults(pack, case, lines, recommendation) + cost_faults(pack, case, lines, recommendation)
    if faults:
        return Verification(
            tuple(dict.fromkeys(faults)), ("Worlds and plans were not looked at: the lines disagree with themselves.",)
        )
    search = Search(pack, case, states, checks_money(pack, case, lines))
    notes: list[str] = []
    certificate = recommendation.get("certificate")
    chosen = _chosen(lines) if case.stance == "advised" else {}
    kept_sets = _kept_outcomes(case, recommendation)
    known = finish(pack, case, known_facts(pack, case))
    named = [outcome.outcome for outcome in case.outcomes]
    reached = reach(pack, case, known, named, [line.offering for line in lines])
    kept = kept_sets[0]
    if isinstance(certificate, dict):
        written = certificate.get("world")
        if not isinstance(written, dict):
            return Verification(("The certificate names no world.",))
        facts, faults = read_world(pack, case, written)
        plan = None if no_likely_plan(lines, recommendation) else plan_of(lines, "likely")
        try:
            if not faults and plan is not None:
                kept, faults = _plan_faults(search, facts, plan, kept_sets, reached, chosen, notes)
                faults += listed_faults(lines, certificate)
                faults += bound_faults(pack, case, certificate, plan)
                faults += check_faults(pack, case, facts, lines, certificate, kept)
            if world is not None and not faults:
                named_facts, faults = read_world(pack, case, {**written, **world}, "The world")
                if not faults:
                    situation = look(pack, case, named_facts, kept, reached.rules, chosen)
                    faults += one_world_faults(search, lines, situation, not says_bounds_only(recommendation), notes)
        except NotKnown as unknown:
            faults.append(f"The world leaves open what {unknown.what} is.")
    elif any(line.quantity["likely"] for line in lines if not line.is_check):
        faults.append("There are lines, but no certificate that says why they are complete and not excessive.")
    if not faults and case.needed_by is not None:
        notes.append("Bound not checked: with a date to be met the cheapest plan may be too late.")
    elif not faults:
        faults += world_faults(search, lines, recommendation, kept, reached, chosen, notes)
    return Verification(tuple(dict.fromkeys(faults)), tuple(dict.fromkeys(notes)))


def _chosen(lines: Sequence[ReadLine]) -> dict[str, int]:
    """What stays although it is not needed; with no plan in the likely world, as much of it as some world has."""
    quantities = {x.offering: x.quantity for x in lines if x.choice}
    return {name: (q["up_to"] if q["likely"] is None else q["likely"]) or 0 for name, q in quantities.items()}


def _header_faults(pack: Pack, case: Case, recommendation: Mapping[str, Any]) -> list[str]:
    wrong: list[str] = []
    made_with = recommendation.get("pack")
    version = made_with.get("version") if isinstance(made_with, dict) else None
    if version != pack.version:
        wrong.append(
            f"The recommendation was made with version {version} of the pack; these files are version {pack.version}."
        )
    if recommendation.get("date") != case.date.isoformat():
        wrong.append(f"The recommendation is of {recommendation.get('date')}; the case is of {case.date.isoformat()}.")
    if recommendation.get("verdict") == "nothing_needed" and recommendation.get("lines"):
        wrong.append("The verdict is that nothing is needed, and there are lines.")
    return wrong


def _kept_outcomes(case: Case, recommendation: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Which outcomes may have been kept: all of them, less as many as there are flags for dropped ones."""
    named = tuple(outcome.outcome for outcome in case.outcomes)
    flags = recommendation.get("flags")
    dropped = (
        sum(isinstance(f, dict) and f.get("kind") == "dropped_outcome" for f in flags if isinstance(flags, list))
        if flags
        else 0
    )
    return list(combinations(named, max(0, len(named) - dropped)))


# --- the likely plan --------------------------------------------------------------------------------------------------


def _plan_faults(
    search: Search, facts: Facts, plan: Plan, kept_sets: Sequence[tuple[str, ...]], reached: Reach,
    chosen: Plan, notes: list[str],
) -> tuple[tuple[str, ...], list[str]]:  # fmt: skip
    """The outcomes that were kept, and what is wrong with a plan in one world: not complete, too dear, excessive, not the least."""
    pack, case = search.pack, search.case
    wrong: list[str] = []
    for kept in kept_sets:
        situation = look(pack, case, facts, kept, reached.rules, chosen)
        wrong = _completeness(search, situation, plan, notes)
        if not wrong:
            break
    else:
        return kept_sets[0], wrong
    if not search.affordable(plan):
        wrong.append("The likely plan with its checks does not keep within the budget.")
    if case.needed_by is not None:
        return kept, wrong + _removable(search, situation, plan, notes)
    try:
        situation = search.settled(situation)
        least = search.least([situation])
    except TooMany:
        notes.append("Bound not checked: more plans would have to be looked at than the verifier looks at.")
        return kept, wrong + _removable(search, situation, plan, notes)
    notes.append("Least price proven by a search of its own.")
    if least != plan:
        wrong += _removable(search, situation, plan, notes) or [_not_least(search, plan, least)]
    return kept, wrong


def _completeness(search: Search, situation: Situation, plan: Plan, notes: list[str]) -> list[str]:
    try:
        found = gap(search.pack, situation, plan, search.effort)
        if found is not None and situation.wanted:
            # Wants that cannot hold together are not all kept: look again at those that are.
            found = gap(search.pack, search.settled(situation), plan, search.effort)
    except TooMany:
        notes.append("Rows not checked: there are more ways to share the units out than the verifier looks at.")
        return []
    return [] if found is None else [f"The likely plan is not complete: {found.says}."]


def _not_least(search: Search, plan: Plan, least: Plan | None) -> str:
    if least is None:
        return "The likely plan is not complete: the verifier's search finds no complete plan at all."
    price, less = choice_price(search.pack, search.case, plan), choice_price(search.pack, search.case, least)
    instead = ", ".join(f"{quantity} x {name}" for name, quantity in least.items()) or "nothing"
    if less < price:
        return f"The likely plan costs {price} cents over the horizon; {instead} is complete for {less}."
    return f"The likely plan is not the least of those that cost {price} cents: {instead} comes before it."


def _removable(search: Search, situation: Situation, plan: Plan, notes: list[str]) -> list[str]:
    """Name what can be taken off without the plan getting dearer or incomplete."""
    pack, price = search.pack, choice_price(search.pack, search.case, plan)
    for fewer in _smaller_plans(pack, plan, notes):
        try:
            if choice_price(pack, search.case, fewer) <= price and gap(pack, situation, fewer, search.effort) is None:
                off = [
                    f"{plan[name] - fewer.get(name, 0)} x {name}" for name in plan if plan[name] > fewer.get(name, 0)
                ]
                return [
                    f"The likely plan is excessive: {' and '.join(off)} can be taken off, and it is still complete."
                ]
        except TooMany:
            continue
    return []


def _smaller_plans(pack: Pack, plan: Plan, notes: list[str]) -> Iterable[dict[str, int]]:
    """Every smaller plan where there are few; otherwise one step, one line, two lines or one delivery group less."""
    names = list(plan)
    levels = [[q for q in range(plan[name], -1, -1) if on_sale(pack.offerings[name], q)] for name in names]
    many = 1
    for level in levels:
        many *= len(level)
    if many <= SUBSETS:
        for chosen in list(product(*levels))[1:]:
            yield dict(zip(names, chosen, strict=True))
        return
    notes.append(
        "Removability checked for steps, lines, pairs of lines and delivery groups, not for every smaller plan."
    )
    for name, level in zip(names, levels, strict=True):
        yield {**plan, name: level[1]}
    groups = [*combinations(names, 1), *combinations(names, 2), *(tuple(g) for g in pack.delivery_groups)]
    for group in groups:
        yield {name: 0 if name in group else quantity for name, quantity in plan.items()}
