"""Plans for the problems of one case: what is insisted on walked in order, the date kept, and every plan remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from advisor.engine.schedule import longest_chain
from advisor.planner.least import Solved, least_plan
from advisor.planner.problem import Catalogue, Plan, Problem, Requirement, RowClass, Term
from advisor.values import Number


@dataclass
class Planning:
    """The planner of one case. `days` is the time until the date the customer named (None: none); `waits` the days that an
    offering waits for a check that a rule demands before it; `before` what can come before each offering (`schedule.comes_before`)."""

    catalogue: Catalogue
    lead_days: Mapping[str, int]
    days: int | None = None
    waits: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    solved: Solved = field(default_factory=Solved)
    remembered: dict[Problem, Plan | None] = field(default_factory=dict)
    strongest: dict[tuple[str, tuple[int, ...]], list[Problem]] = field(
        default_factory=dict
    )  # of a part, see `cover_plan`

    def plan(self, problem: Problem) -> Plan | None:
        """The least plan of a problem. Where not all that must be there can be, it is walked in order and each is kept with which
        a complete plan still exists."""
        if problem not in self.remembered:
            self.remembered[problem] = self._plan(problem)
        return self.remembered[problem]

    def _plan(self, problem: Problem) -> Plan | None:
        problem = replace(problem, at_least=self.within_limits(problem))
        plan = self._in_time(problem)
        if plan is not None or not problem.at_least:
            return plan
        free = Planning(
            replace(self.catalogue, budget_once=None, budget_monthly=None), self.lead_days, solved=self.solved
        )
        if free.cheapest(problem) is not None:
            return None  # budget and date drop outcomes, never wants
        kept: tuple[tuple[str, int], ...] = ()
        for pair in problem.at_least:
            if free.cheapest(replace(problem, at_least=(*kept, pair))) is not None:
                kept = (*kept, pair)
        return self._in_time(replace(problem, at_least=kept))

    def plan_whole(self, problem: Problem) -> Plan | None:
        """The least plan with everything that must be there, uncut; or None."""
        return self._in_time(problem)

    def cheapest(self, problem: Problem) -> Plan | None:
        """A plan of the same price as `plan_whole`, in half the time; of several as cheap it is not said which."""
        return self._in_time(problem, price_alone=True)

    def within_limits(self, problem: Problem) -> tuple[tuple[str, int], ...]:
        """What must be there, cut to what can be sold within the limits that hold whatever else is in the plan."""
        kept = []
        for offering, units in problem.at_least:
            article = self.catalogue.articles[offering]
            limits = [b.at_most for b in problem.bounds if b.offering == offering and b.triggers is None]
            most = min([article.whole(units), *limits])
            sellable = most - most % article.step
            if sellable >= article.whole(1):
                kept.append((offering, sellable))
        return tuple(kept)

    def _in_time(self, problem: Problem, price_alone: bool = False) -> Plan | None:
        """The least plan whose longest chain of prerequisites ends by the date: chains that are too long are ruled out one by one."""
        while True:
            plan = least_plan(problem, self.catalogue, self.solved, price_alone)
            if plan is None or self.days is None:
                return plan
            chain, days = longest_chain(self.before, plan.quantities, self.lead_days, self.waits)
            if days <= self.days:
                return plan
            problem = replace(problem, never_together=(*problem.never_together, frozenset(chain)))


def weaker(one: Problem, other: Problem) -> bool:
    """Whether every plan that meets `other` meets `one` (a sure yes; a no may be too careful)."""
    if one == other:
        return True
    same = (
        one.conflicts == other.conflicts
        and one.at_least == other.at_least
        and one.impossible == other.impossible
        and one.never_together == other.never_together
    )
    return (
        same
        and _weaker_bounds(one, other)
        and all(any(_weaker_requirement(a, b) for b in other.requirements) for a in one.requirements)
        and _weaker_rows(one, other)
    )


def _weaker_bounds(one: Problem, other: Problem) -> bool:
    return all(
        any(b.offering == a.offering and b.triggers == a.triggers and b.at_most <= a.at_most for b in other.bounds)
        for a in one.bounds
    )


def _weaker_requirement(one: Requirement, other: Requirement) -> bool:
    if one.capability != other.capability or one.supplies != other.supplies:
        return False
    if [t for t in one.terms if not _always(t)] != [t for t in other.terms if not _always(t)]:
        return False
    fixed_one, fixed_other = _always_needed(one), _always_needed(other)
    if one.best or one.highest:
        return fixed_one <= fixed_other and one.already >= other.already
    return fixed_one - one.already <= fixed_other - other.already


def _always_needed(requirement: Requirement) -> Number:
    amounts = [term.amount for term in requirement.terms if _always(term)]
    return max(amounts, default=0) if requirement.highest else sum(amounts)


def _always(term: Term) -> bool:
    return term.triggers is None and term.unless is None


def _weaker_rows(one: Problem, other: Problem) -> bool:
    """Whether each group of one is found in a group of the other with at least as many rows of every class."""

    def counted(group: Iterable[RowClass]) -> dict[tuple[Requirement, ...], int]:
        return {row.requirements: row.count for row in group}

    others = [counted(group) for group in other.row_groups]
    return all(
        any(all(there.get(needs, 0) >= count for needs, count in counted(group).items()) for there in others)
        for group in one.row_groups
    )
