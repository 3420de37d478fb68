"""Where no plan is complete: a set of wants, limits and rules that cannot hold together, and of which nothing can be left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from advisor.engine.assessments import checks_once, waits_for
from advisor.engine.planning import Planning
from advisor.engine.say_wants import name_of
from advisor.engine.schedule import longest_chain
from advisor.engine.shown import Shown
from advisor.engine.speak import speak, values_for
from advisor.pack import Decline, Needs, Rule
from advisor.planner.problem import Plan, Problem, Requirement
from advisor.recommendation import ConflictPart
from advisor.saying import say_date, say_money_pair

Kind = Literal["want", "budget", "date", "should", "limit", "must", "supply"]


@dataclass(frozen=True)
class Constraint:
    kind: Kind
    id: str


def conflict_of(shown: Shown, problem: Problem, outcomes: Sequence[str]) -> tuple[ConflictPart, ...]:
    """The conflict in a world without a plan for these outcomes, blamed in this order: wants, budget, date, should, limits, must
    (QuickXplain, U. Junker 2004). Each part says what giving it up alone would allow."""
    constraints = _constraints(shown, problem)
    whole = shown.decision.without_limits().plan_whole(problem)
    looking = _Looking(shown, problem, outcomes, shown.decision.checks_before(outcomes, whole) if whole else {})

    def holds(kept: Sequence[Constraint]) -> bool:
        return looking.planning(kept).cheapest(_kept_alone(problem, kept)) is not None

    if holds(constraints):
        return ()
    minimal = quick_explain(holds, (), constraints)
    return tuple(
        ConflictPart(c.kind, c.id, _says(shown, c), _giving_up(looking, constraints, c))
        for c in constraints
        if c in minimal
    )


def quick_explain(
    holds: Callable[[Sequence[Constraint]], bool], background: Sequence[Constraint], constraints: Sequence[Constraint]
) -> tuple[Constraint, ...]:
    """A subset of `constraints` that does not hold together with `background`, and of which nothing can be left out. Earlier
    constraints are blamed first. They must not all hold."""

    def explain(background: Sequence[Constraint], added: bool, rest: Sequence[Constraint]) -> tuple[Constraint, ...]:
        if added and not holds(background):
            return ()
        if len(rest) == 1:
            return tuple(rest)
        half = len(rest) // 2
        first, second = rest[:half], rest[half:]
        later = explain([*background, *first], bool(first), second)
        earlier = explain([*background, *later], bool(later), first)
        return (*earlier, *later)

    return explain(background, bool(background), constraints) if constraints else ()


def _constraints(shown: Shown, problem: Problem) -> list[Constraint]:
    case, pack = shown.decision.case, shown.decision.index.pack
    checks = shown.decision.wanted.checks(shown.decision.index)
    found = [Constraint("want", offering) for offering in (*checks, *(name for name, _ in problem.at_least))]
    if case.budget.once is not None or case.budget.monthly is not None:
        found.append(Constraint("budget", "budget"))
    if case.needed_by is not None:
        found.append(Constraint("date", "date"))
    names = dict.fromkeys(
        [*(b.rule for b in problem.bounds), *(c.rule for c in problem.conflicts), *problem.impossible]
    )
    rows = [r for group in problem.row_groups for row in group for r in row.requirements]
    names.update(dict.fromkeys(term.rule for r in (*problem.requirements, *rows) for term in r.terms))
    rules = [pack.rules[name] for name in pack.rules if name in names]
    found += [Constraint("should", rule.id) for rule in rules if rule.strength == "should"]
    found += [
        Constraint("limit", rule.id) for rule in rules if rule.strength == "must" and not isinstance(rule.effect, Needs)
    ]
    found += [
        Constraint("must", rule.id) for rule in rules if rule.strength == "must" and isinstance(rule.effect, Needs)
    ]
    return found


@dataclass(frozen=True)
class _Looking:
    """What the conflict is looked for in. `checks`: those that rules demand before the whole is delivered, with these rules; they
    take their part of the budget and of the time."""

    shown: Shown
    problem: Problem
    outcomes: Sequence[str]
    checks: Mapping[str, Sequence[str]]

    def planning(self, kept: Sequence[Constraint]) -> Planning:
        """The planner, with budget and date only where they are among these."""
        decision = self.shown.decision
        planning, budget = decision.planning, decision.case.budget
        limited = any(c.kind == "budget" for c in kept)
        spent = self.once(self.checks, kept)
        once = max(budget.once - spent, -1) if limited and budget.once is not None else None
        catalogue = replace(planning.catalogue, budget_once=once, budget_monthly=budget.monthly if limited else None)
        days = planning.days if any(c.kind == "date" for c in kept) else None
        return replace(planning, catalogue=catalogue, days=days, waits=self.waits, remembered={})

    def once(self, checks: Mapping[str, Sequence[str]], kept: Sequence[Constraint]) -> int:
        """What these checks cost once: those that a rule demands, and those of the wants that are kept (cents)."""
        wants = {c.id for c in kept if c.kind == "want"}
        paid = [check for check, rules in checks.items() if rules or check in wants]
        return checks_once(self.shown.decision.index, self.shown.decision.case, paid)

    @property
    def waits(self) -> dict[str, int]:
        return waits_for(self.shown.decision.index, self.shown.decision.planning.lead_days, self.checks)

    def ready(self, plan: Plan) -> date:
        """The first day on which a plan can be there."""
        planning = self.shown.decision.planning
        _, days = longest_chain(planning.before, plan.quantities, planning.lead_days, self.waits)
        return self.shown.decision.case.date + timedelta(days=days)


def _kept_alone(problem: Problem, constraints: Sequence[Constraint]) -> Problem:
    """The problem with these rules and wants alone."""
    rules = {c.id for c in constraints if c.kind in ("should", "limit", "must")}
    wants = {c.id for c in constraints if c.kind == "want"}

    def kept(requirements: Sequence[Requirement]) -> tuple[Requirement, ...]:
        found = (replace(r, terms=tuple(t for t in r.terms if t.rule in rules)) for r in requirements)
        return tuple(r for r in found if r.terms)

    return replace(
        problem,
        requirements=kept(problem.requirements),
        row_groups=tuple(
            tuple(replace(row, requirements=kept(row.requirements)) for row in group) for group in problem.row_groups
        ),
        bounds=tuple(b for b in problem.bounds if b.rule in rules),
        conflicts=tuple(c for c in problem.conflicts if c.rule in rules),
        impossible=tuple(name for name in problem.impossible if name in rules),
        at_least=tuple(pair for pair in problem.at_least if pair[0] in wants),
    )


def _says(shown: Shown, constraint: Constraint) -> str:
    case, pack = shown.decision.case, shown.decision.index.pack
    if constraint.kind == "want":
        return f"You want {name_of(shown, constraint.id)}."
    if constraint.kind == "budget":
        return f"You have {say_money_pair(case.budget.once or 0, case.budget.monthly or 0, pack.currency)} to spend."
    if constraint.kind == "date":
        return f"You need it by {say_date(case.needed_by) if case.needed_by else ''}."
    rule: Rule = pack.rules[constraint.id]
    return speak(
        rule.because, rule.because_unknown, f"{rule.title}.", values_for(shown.decision, rule, shown.known, shown.plan)
    )


def _giving_up(looking: _Looking, constraints: Sequence[Constraint], given_up: Constraint) -> str:
    """What the customer gets when this alone is given up, checks included; nothing is promised where we refuse."""
    shown, problem = looking.shown, looking.problem
    rule = shown.decision.index.pack.rules.get(given_up.id)
    if given_up.kind == "limit" and rule is not None and isinstance(rule.effect, Decline):
        return ""
    others = [c for c in constraints if c != given_up]
    plan = looking.planning(others).plan_whole(_kept_alone(problem, others))
    if plan is None:
        return ""
    catalogue, currency = shown.decision.catalogue, shown.decision.index.pack.currency
    units = plan.quantities
    checks = looking.once(shown.decision.checks_before(looking.outcomes, plan), others)
    price = say_money_pair(catalogue.once(units) + checks, catalogue.monthly(units), currency)
    match given_up.kind:
        case "budget":
            return f"With {price} it can be had."
        case "date":
            return f"By {say_date(looking.ready(plan))} it can be had, for {price}."
        case "want":
            return f"Without {name_of(shown, given_up.id)} the rest costs {price}."
        case "should":
            return f"If you go without this, it costs {price}."
        case _:
            return (
                f"If this did not hold, it would cost {price}."
                if units
                else "If this did not hold, nothing would have to be bought."
            )
