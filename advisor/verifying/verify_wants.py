"""Which rules count in a case, and which of its wants stay whatever is needed."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.case import Case
from advisor.pack import ASSESSMENT, NOT_OURS, AtMost, Decline, Needs, Pack, Rule
from advisor.values import Number
from advisor.verifying.verify_numbers import Ban, Limit, Plan, at_least_on_sale


def rules_that_count(pack: Pack, case: Case) -> tuple[Rule, ...]:
    return tuple(r for r in pack.live_rules if r.strength == "must" or r.id not in case.goes_without)


def insisted(case: Case) -> dict[str, int]:
    total: dict[str, int] = {}
    for want in case.wants:
        if want.offering is not None and (want.insists or case.stance == "as_asked"):
            total[want.offering] = total.get(want.offering, 0) + want.quantity
    return total


def insisted_wishes(case: Case) -> set[str]:
    """The facts of which the customer insists on a value."""
    return {w.asks[0] for w in case.wants if w.asks is not None and (w.insists or case.stance == "as_asked")}


def asked_for(case: Case) -> dict[str, int]:
    total: dict[str, int] = {}
    for want in case.wants:
        if want.offering is not None:
            total[want.offering] = total.get(want.offering, 0) + want.quantity
    return total


def _speaks_of(pack: Pack, rule: Rule, offering: str) -> bool:
    """Whether a rule demands what the offering supplies, limits or declines it."""
    effect = rule.effect
    if isinstance(effect, Needs):
        supplied = {capability for capability, _ in pack.offerings[offering].provides}
        return any(capability in supplied for capability, _ in effect.amounts)
    if isinstance(effect, AtMost):
        return any(name == offering for name, _ in effect.limits)
    return isinstance(effect, Decline) and effect.offering == offering


def lacks_purpose(pack: Pack, case: Case, offering: str) -> bool:
    """Whether only an outcome, which the want does not name, can say if it is needed: it is judged by rules for outcomes alone, or
    one of them calls for what it supplies."""
    if any(w.offering == offering and w.outcome is not None for w in case.wants):
        return False
    speaking = [rule for rule in rules_that_count(pack, case) if _speaks_of(pack, rule, offering)]
    for_outcomes = [r for r in speaking if r.for_ and all(name in pack.outcomes for name in r.for_)]
    if any(isinstance(rule.effect, Needs) for rule in for_outcomes):
        return True
    return bool(speaking) and for_outcomes == speaking


def judged(pack: Pack, case: Case, offering: str) -> bool:
    """Whether some live rule speaks of it, and no outcome has to be named first."""
    speaks = any(_speaks_of(pack, rule, offering) for rule in rules_that_count(pack, case))
    return speaks and not lacks_purpose(pack, case, offering)


def wanted(
    pack: Pack, case: Case, limits: Sequence[Limit], bans: Sequence[Ban], chosen: Plan
) -> tuple[tuple[str, int], ...]:
    """Wants that stay whatever is needed, cut to the limits that stand whatever is in the plan."""
    insists = insisted(case)
    stays: list[tuple[str, int]] = []
    for name, quantity in asked_for(case).items():
        offering = pack.offerings[name]
        if judged(pack, case, name):
            quantity = max(insists.get(name, 0), min(quantity, chosen.get(name, 0)))
        if offering.kind in (ASSESSMENT, NOT_OURS) or not quantity:
            continue
        most: Number = min([at_least_on_sale(offering, quantity), *(x.most for x in limits if x.offering == name)])
        if any(ban.together == (name,) and not ban.for_ for ban in bans):
            most = 0
        kept = int(most // offering.step) * offering.step
        if kept >= offering.least and kept > 0:
            stays.append((name, kept))
    return tuple(stays)
