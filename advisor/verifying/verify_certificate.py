"""Holds a certificate and the checks against the lines and the rules that demand to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.case import Case
from advisor.pack import ASSESSMENT, Know, Pack, Rule
from advisor.values import UNKNOWN
from advisor.verifying.verify_lines import ReadLine
from advisor.verifying.verify_numbers import Facts, Plan, at_least_on_sale
from advisor.verifying.verify_plan import counts
from advisor.verifying.verify_search import choice_price, line_money
from advisor.verifying.verify_wants import asked_for, insisted, rules_that_count


def listed_faults(lines: list[ReadLine], certificate: Mapping[str, Any]) -> list[str]:
    """A line that stands in no likely plan can only be missed by its name."""
    listed = certificate.get("listed")
    names = [line.offering for line in lines]
    missing = [name for name in listed if name not in names] if isinstance(listed, list) else []
    return [f"The certificate speaks of {name}, and there is no line for it." for name in missing]


def bound_faults(pack: Pack, case: Case, certificate: Mapping[str, Any], plan: Plan) -> list[str]:
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


def check_faults(
    pack: Pack, case: Case, facts: Facts, lines: list[ReadLine], certificate: Mapping[str, Any], kept: Sequence[str]
) -> list[str]:
    """Checks that nothing calls for, and facts that must be known and that no check looks at."""
    wrong: list[str] = []
    checks = [line.offering for line in lines if line.is_check]
    kept_by_choice = (
        {x.offering for x in lines if x.choice} & asked_for(case).keys() if case.stance == "advised" else set()
    )
    decided = {*insisted(case), *kept_by_choice}
    written = certificate.get("checks")
    proofs = {p.get("offering"): p for p in written if isinstance(p, dict)} if isinstance(written, list) else {}
    know = {rule.id: rule for rule in rules_that_count(pack, case) if isinstance(rule.effect, Know)}
    for check in checks:
        settles = set(pack.offerings[check].settles)
        proof = proofs.get(check, {})
        demanded = [r for r in proof.get("demanded_by") or () if r in know and settles & set(_facts_of(know[r].effect))]
        worth = proof.get("worth")
        if check in decided:
            continue
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
        if not _applies(rule, facts):
            continue
        for name in _facts_of(rule.effect):
            if name in can_be and name not in settled and _not_verified(case, name):
                wrong.append(f"The rule {rule.id} wants {name} to be known before, and no check looks at it.")
    return wrong


def checks_left_out(pack: Pack, case: Case, plan: Plan, kept: Sequence[str], facts: Facts) -> int:
    """What the checks cost once at least that rules demand before a plan in the world of these facts, or that are insisted on
    (cents)."""
    by_choice = [pack.offerings[name] for name in insisted(case) if pack.offerings[name].kind == ASSESSMENT]
    prices = [sum(line_money(case, check, at_least_on_sale(check, 1))[0] for check in by_choice)]
    for rule in rules_that_count(pack, case):
        for_it = not rule.for_ or set(kept) & set(rule.for_) or counts(pack.for_offerings(rule) or ("",), plan)
        if not for_it or not _applies(rule, facts):
            continue
        for name in _facts_of(rule.effect):
            able = [o for o in pack.offerings.values() if name in o.settles]
            if able and _not_verified(case, name):
                prices.append(min(line_money(case, o, at_least_on_sale(o, 1))[0] for o in able))
    return max(prices)


def _applies(rule: Rule, facts: Facts) -> bool:
    """Whether the condition of a rule holds, in some row where it looks at rows."""
    listed = (None,) if rule.each is None else facts.get(rule.each)
    rows = listed if isinstance(listed, tuple) else ()
    return rule.when is None or any(rule.when.truth(facts, row) is True for row in rows)


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
