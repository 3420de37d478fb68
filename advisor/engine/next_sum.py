"""What more money would buy: for every outcome that budget or date dropped, the sum with which it could be kept."""

from __future__ import annotations

from dataclasses import replace

from advisor.engine.assessments import checks_once
from advisor.engine.shown import Shown
from advisor.recommendation import NextSum
from advisor.saying import say_money_pair


def next_sums(shown: Shown) -> tuple[NextSum, ...]:
    """Per dropped outcome that money alone stands against, in order of priority: what its least plan, together with the outcomes
    that are kept and the checks that rules demand before it, costs more than the budget in the likely world."""
    decision = shown.decision
    budget = decision.case.budget
    if not decision.dropped or (budget.once is None and budget.monthly is None):
        return ()
    kept = [o.outcome for o in decision.case.outcomes if o.outcome not in decision.dropped]
    unlimited = replace(
        decision.planning,
        catalogue=replace(decision.catalogue, budget_once=None, budget_monthly=None),
        remembered={},
    )
    found = []
    for outcome in decision.dropped:
        outcomes = tuple(dict.fromkeys((*kept, outcome)))
        plan = unlimited.plan(decision.problem_with(outcomes, shown.facts))
        if plan is None:
            continue
        spent = checks_once(decision.index, decision.case, decision.checks_before(outcomes, plan))
        once = max(0, unlimited.catalogue.once(plan.quantities) + spent - budget.once) if budget.once is not None else 0
        monthly = (
            max(0, unlimited.catalogue.monthly(plan.quantities) - budget.monthly) if budget.monthly is not None else 0
        )
        if once or monthly:
            title, currency = decision.index.pack.outcomes[outcome].title, decision.index.pack.currency
            says = f"With {say_money_pair(once, monthly, currency)} more, also {title}."
            found.append(NextSum(outcome, once, monthly, says))
    return tuple(found)
