"""What a case fixes for all its worlds: the price list on its day, what must be in the plan, and what the customer waives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.case import Case
from advisor.engine.effects import Setting
from advisor.engine.index import Index
from advisor.pack import ASSESSMENT, CUSTOMER_TASK, NOT_OURS, Decline, Needs, Offering, Rule
from advisor.planner.problem import Article, Catalogue, PriceTier, Problem


def catalogue_of(index: Index, case: Case) -> Catalogue:
    """The price list as it holds on the case's date, without checks and what is never sold. Budgets not set: see `outcomes`."""
    wanted = asked(case)
    articles = {
        o: article_of(index.pack.offerings[o], case, o in wanted) for o in index.pack.offerings if o in index.plannable
    }
    tasks = frozenset(o.id for o in index.pack.offerings.values() if o.kind == CUSTOMER_TASK)
    return Catalogue(articles, index.pack.horizon_months, not_counted=tasks)


def article_of(offering: Offering, case: Case, is_asked: bool = False) -> Article:
    """An offering with the price breaks that are valid on the case's date."""
    tiers = {1: PriceTier(1, offering.once, offering.monthly)}
    for step in offering.breaks:
        begun = step.valid_from is None or step.valid_from <= case.date
        if begun and (step.valid_to is None or case.date <= step.valid_to):
            tiers[step.from_quantity] = PriceTier(step.from_quantity, step.once, step.monthly)
    in_order = tuple(tiers[start] for start in sorted(tiers))
    return Article(offering.id, offering.least, offering.step, offering.setup, in_order, is_asked)


def asked(case: Case) -> dict[str, int]:
    """How many of each offering the customer asked for."""
    found: dict[str, int] = {}
    for want in case.wants:
        if want.offering is not None:
            found[want.offering] = found.get(want.offering, 0) + want.quantity
    return found


@dataclass(frozen=True)
class Wanted:
    """How the wants are looked at. `unjudged`: no rule speaks of them; `without_outcome`: only rules for an outcome do, and none
    was named; `insisted`: the customer will have them (units by offering)."""

    unjudged: frozenset[str]
    without_outcome: frozenset[str]
    insisted: Mapping[str, int]
    kept: Mapping[str, int]  # wants that stay because the customer is merely advised, with how many
    refused: frozenset[str] = frozenset()  # what some rule declines by name

    def checks(self, index: Index) -> tuple[str, ...]:
        """The assessments that are bought because the customer decided so."""
        chosen = {*self.insisted, *self.kept} - self.refused
        return tuple(o.id for o in index.pack.offerings.values() if o.id in chosen and o.kind == ASSESSMENT)

    def at_least(self, index: Index, case: Case) -> Problem:
        """The units that must be in the plan, in the order of the request."""
        units: dict[str, int] = {}
        for offering, quantity in asked(case).items():
            if offering not in index.plannable:
                continue
            if offering in self.unjudged or offering in self.without_outcome:
                units[offering] = quantity
            elif offering in self.insisted or offering in self.kept:
                units[offering] = max(self.insisted.get(offering, 0), self.kept.get(offering, 0))
        return Problem(at_least=tuple(units.items()))


def look_at_wants(index: Index, case: Case, kept: Mapping[str, int]) -> Wanted:
    """Sort the wants by how the rules speak of them."""
    unjudged, without_outcome = set(), set()
    insisted: dict[str, int] = {}
    for want in case.wants:
        if want.offering is None:
            continue
        kind = index.pack.offerings[want.offering].kind
        if want.insists or case.stance == "as_asked":
            insisted[want.offering] = insisted.get(want.offering, 0) + want.quantity
        if kind in (ASSESSMENT, NOT_OURS):
            continue
        judging = [rule for rule in index.judging(want.offering) if rule.id not in case.goes_without]
        has_outcome = any(w.outcome is not None for w in case.wants if w.offering == want.offering)
        if not judging:
            unjudged.add(want.offering)
        elif not has_outcome and _waits_for_purpose(index, judging):
            without_outcome.add(want.offering)
    refused = frozenset(
        rule.effect.offering
        for rule in index.limiting
        if isinstance(rule.effect, Decline) and rule.effect.offering is not None
    )
    return Wanted(frozenset(unjudged), frozenset(without_outcome), insisted, dict(kept), refused)


def _waits_for_purpose(index: Index, judging: Sequence[Rule]) -> bool:
    """Whether only an outcome can say if it is needed: a rule for outcomes alone calls for it, or no other rule speaks of it.
    Limits and refusals hold it in bounds without that, but never say that nobody needs it."""
    for_outcomes = [rule for rule in judging if index.only_for_outcomes(rule)]
    return len(for_outcomes) == len(judging) or any(isinstance(rule.effect, Needs) for rule in for_outcomes)


def setting_of(index: Index, case: Case, outcomes: frozenset[str], wanted: Wanted) -> Setting:
    """Only a `should` can be waived; naming another rule changes nothing."""
    waived = frozenset(
        r for r in case.goes_without if r in index.pack.rules and index.pack.rules[r].strength == "should"
    )
    return Setting(outcomes, waived, frozenset(wanted.insisted) | wanted.without_outcome)
