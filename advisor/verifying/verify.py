"""Checks a finished recommendation from the pack and the case alone: `python -m advisor verify CASE RECOMMENDATION`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from advisor.case import Case
from advisor.pack import Know, Pack
from advisor.values import UNKNOWN, Value
from advisor.verifying.verify_all import one_world_faults, world_faults
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
from advisor.verifying.verify_plan import TooMany, counts, gap
from advisor.verifying.verify_reach import Reach, reach
from advisor.verifying.verify_rules import Facts, NotKnown, Plan, Situation, look, on_sale, rules_that_count
from advisor.verifying.verify_search import STATES, Search, choice_price, our_money
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
    chosen = {x.offering: x.quantity["likely"] or 0 for x in lines if x.choice} if case.stance == "advised" else {}
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
                faults += _listed_faults(lines, certificate)
                faults += _bound_faults(pack, case, certificate, plan)
                faults += _check_faults(pack, case, facts, lines, certificate, kept)
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


# --- certificate and checks -------------------------------------------------------------------------------------------


def _listed_faults(lines: list[ReadLine], certificate: Mapping[str, Any]) -> list[str]:
    """A line that stands in no likely plan can only be missed by its name."""
    listed = certificate.get("listed")
    names = [line.offering for line in lines]
    missing = [name for name in listed if name not in names] if isinstance(listed, list) else []
    return [f"The certificate speaks of {name}, and there is no line for it." for name in missing]


def _bound_faults(pack: Pack, case: Case, certificate: Mapping[str, Any], plan: Plan) -> list[str]:
    price, bound = certificate.get("price"), certificate.get("bound")
    wrong: list[str] = []
    if price != choice_price(pack, case, plan):
        wrong.append(
            f"The certificate puts the likely plan at {price} cents; it costs {choice_price(pack, case, plan)}."
        )
    if not isinstance(bound, int) or not isinstance(price, int) or bound > price:
        wrong.append(f"The certificate's bound ({bound}) is above the price ({price}).")
    elif certificate.get("proven") is True and bound != price:
        wrong.append(f"The certificate calls the price {price} proven, with a bound of {bound}.")
    return wrong


def _check_faults(
    pack: Pack, case: Case, facts: Facts, lines: list[ReadLine], certificate: Mapping[str, Any], kept: Sequence[str]
) -> list[str]:
    """Checks that nothing calls for, and facts that must be known and that no check looks at."""
    wrong: list[str] = []
    checks = [line.offering for line in lines if line.is_check]
    written = certificate.get("checks")
    proofs = {p.get("offering"): p for p in written if isinstance(p, dict)} if isinstance(written, list) else {}
    know = {rule.id: rule for rule in rules_that_count(pack, case) if isinstance(rule.effect, Know)}
    for check in checks:
        settles = set(pack.offerings[check].settles)
        proof = proofs.get(check, {})
        demanded = [r for r in proof.get("demanded_by") or () if r in know and settles & set(_facts_of(know[r].effect))]
        worth = proof.get("worth")
        if not any(_not_verified(case, name) for name in settles):
            wrong.append(f"The check {check} settles nothing that is still open.")
        elif not demanded and isinstance(worth, int) and worth <= 0:
            wrong.append(f"The check {check} is worth {worth}, and no rule demands it.")
        elif check not in proofs:
            wrong.append(f"The certificate does not say why the check {check} is there.")
    for name, proof in proofs.items():
        worth = proof.get("worth")
        called_for = proof.get("demanded_by") or worth is None or (isinstance(worth, int) and worth > 0)
        if name not in checks and called_for:
            wrong.append(f"The certificate calls for the check {name}, and there is no line for it.")
    solution = {line.offering: line.quantity["likely"] or 0 for line in lines if not line.is_check}
    settled = {name for check in checks for name in pack.offerings[check].settles}
    can_be = {name for offering in pack.offerings.values() for name in offering.settles}
    for rule in know.values():
        if rule.for_ and not set(kept) & set(rule.for_) and not counts(pack.for_offerings(rule) or ("",), solution):
            continue
        rows: Sequence[Mapping[str, Value] | None] = (None,)
        if rule.each is not None:
            listed = facts.get(rule.each)
            rows = listed if isinstance(listed, tuple) else ()
        if rule.when is not None and not any(rule.when.truth(facts, row) is True for row in rows):
            continue
        for name in _facts_of(rule.effect):
            if name in can_be and name not in settled and _not_verified(case, name):
                wrong.append(f"The rule {rule.id} wants {name} to be known before, and no check looks at it.")
    return wrong


def _facts_of(effect: object) -> tuple[str, ...]:
    return effect.facts if isinstance(effect, Know) else ()


def _not_verified(case: Case, name: str) -> bool:
    """Whether a fact, or some cell of a column, is open, merely reported or assumed."""
    fact, _, column = name.partition(".")
    answer = case.answers.get(fact)
    if answer is None or answer.value is UNKNOWN or not answer.sure:
        return True
    rows = answer.value if isinstance(answer.value, tuple) else ()
    return bool(column) and any(row.get(column, UNKNOWN) is UNKNOWN for row in rows)


def money_of(pack: Pack, case: Case, plan: Plan) -> tuple[int, int, int]:
    """Cents once, monthly and over the horizon that a plan costs with us, by the verifier's own arithmetic."""
    once, monthly = our_money(pack, case, plan)
    return once, monthly, once + monthly * pack.horizon_months
