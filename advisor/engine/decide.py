"""The decision over one case: outcomes kept, worlds explored, checks chosen. Everything that is said later is read from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.case import Case
from advisor.engine.assessments import Checks, checks_once, choose_checks, demanded_checks, know_rules, waits_for
from advisor.engine.cuts import Cuts
from advisor.engine.effects import Setting
from advisor.engine.facts import Facts, Settled, derive, settle
from advisor.engine.index import Index
from advisor.engine.planning import Planning
from advisor.engine.schedule import comes_before
from advisor.engine.setting import Wanted, catalogue_of, look_at_wants, setting_of
from advisor.engine.sources import sources_of
from advisor.engine.tabulate import possibilities
from advisor.engine.worked_out import WorkedOut
from advisor.engine.worlds import Explored, explore
from advisor.pack import Rule
from advisor.planner.least import Found, Solved
from advisor.planner.problem import Catalogue, Plan, Problem


def has_limits(case: Case) -> bool:
    return case.budget.once is not None or case.budget.monthly is not None or case.needed_by is not None


@dataclass(frozen=True)
class Decision:
    """All that was worked out about a case. `dropped`: outcomes for which budget or date leave no complete plan."""

    index: Index
    case: Case
    settled: Settled
    wanted: Wanted
    setting: Setting
    planning: Planning
    explored: Explored
    checks: Checks
    know: tuple[Rule, ...]
    dropped: tuple[str, ...]

    @property
    def catalogue(self) -> Catalogue:
        return self.planning.catalogue

    @property
    def open_ended(self) -> bool:
        """Whether a rule reads an inventory that nobody has listed: then no price has an upper end."""
        return bool(self.settled.unlisted & self.explored.possibilities.reads)

    @property
    def limited(self) -> bool:
        """Whether the customer named a budget or a date."""
        return has_limits(self.case)

    def without_limits(self) -> Planning:
        """The planner as if there were neither budget nor date."""
        free = replace(self.catalogue, budget_once=None, budget_monthly=None)
        return replace(self.planning, catalogue=free, days=None, remembered={})

    def checks_before(self, outcomes: Sequence[str], plan: Plan) -> dict[str, tuple[str, ...]]:
        """The checks that rules demand before this plan for these outcomes is delivered, each with these rules, and those that the
        customer insists on."""
        setting = replace(self.setting, outcomes=frozenset(outcomes))
        explored = replace(self.explored, worlds=tuple(replace(w, plan=plan) for w in self.explored.worlds))
        rules = know_rules(self.index, setting, self.case, self.settled, explored)
        insisted: dict[str, tuple[str, ...]] = dict.fromkeys(self.wanted.checks(self.index), ())
        return insisted | demanded_checks(self.index, self.case, explored, rules)

    def problem_with(self, outcomes: Sequence[str], facts: Facts) -> Problem:
        """What a world with these facts would ask for if all these outcomes were kept."""
        setting = replace(self.setting, outcomes=frozenset(outcomes))
        must = self.wanted.at_least(self.index, self.case).at_least
        return sources_of(self.index, setting, self.settled, must).problem(facts, must)


@dataclass(frozen=True)
class Memory:
    """What can be carried from one answer to the next of the same call on the same pack: cross-references, and what was solved.

    It changes how long an answer takes, never the answer. Several threads may use one at the same time: nothing in it is changed
    once it is there, and nobody waits for anybody; at worst two of them solve the same."""

    index: Index
    cuts: Cuts
    known: dict[object, Found]
    parts: WorkedOut

    @classmethod
    def of(cls, index: Index, cuts: Cuts | None = None) -> Memory:
        """`cuts` of the same index, where they are there already."""
        return cls(index, cuts if cuts is not None else Cuts(index), {}, WorkedOut(index))


def decide(memory: Memory, case: Case, kept: Mapping[str, int], effort: int) -> Decision:
    """Walk the outcomes, explore the worlds and choose the checks. `kept`: wants that stay although they are not needed; `effort`:
    see `recommend`."""
    return _walk_outcomes(_Request(memory, Solved(memory.known), case, kept, effort))


@dataclass(frozen=True)
class _Request:
    """One question asked of the engine, with its account."""

    memory: Memory
    solved: Solved
    case: Case
    kept: Mapping[str, int]
    effort: int


def _walk_outcomes(request: _Request) -> Decision:
    """Keep all outcomes if some world then has a plan; else, in order of priority, each with which one still has."""
    case = request.case
    named = tuple(dict.fromkeys(outcome.outcome for outcome in case.outcomes))
    whole = _decide_for(request, named, ())
    if not has_limits(case) or _has_plan(whole) or not named:
        return whole
    keeping: tuple[str, ...] = ()
    for outcome in named:
        if _has_plan(_decide_for(request, (*keeping, outcome), ())):
            keeping = (*keeping, outcome)
    dropped = tuple(outcome for outcome in named if outcome not in keeping)
    return _decide_for(request, keeping, dropped)


def _has_plan(decision: Decision) -> bool:
    """Whether some world may have one: it is not proven that none has."""
    return not decision.explored.no_plan


def _decide_for(request: _Request, outcomes: Sequence[str], dropped: tuple[str, ...]) -> Decision:
    """With these outcomes. What a rule demands to know is paid from the same budget, and only a plan shows what that is."""
    spent = 0
    while True:
        decision = _decide_within(request, spent, outcomes, dropped)
        first = {*decision.checks.demanded_by, *decision.wanted.checks(decision.index)}
        demanded = checks_once(decision.index, decision.case, first)
        if request.case.budget.once is None or demanded <= spent:
            return decision
        spent = demanded


def _decide_within(request: _Request, spent: int, outcomes: Sequence[str], dropped: tuple[str, ...]) -> Decision:
    memory, case, effort = request.memory, request.case, request.effort
    index = memory.index
    wanted = look_at_wants(index, case, request.kept)
    setting = setting_of(index, case, frozenset(outcomes), wanted)
    settled = settle(index, case, lambda rule: setting.counts(index, rule))
    once = case.budget.once
    catalogue = replace(
        catalogue_of(index, case),
        budget_once=None if once is None else max(once - spent, -1),
        budget_monthly=case.budget.monthly,
    )
    must = wanted.at_least(index, case).at_least
    found = possibilities(index, setting, case, settled, memory.cuts, must, catalogue, memory.parts)
    lead_days = {offering.id: offering.lead_days for offering in index.pack.offerings.values()}
    days = None if case.needed_by is None else (case.needed_by - case.date).days
    base = derive(index, settled, dict(settled.known), index.pack.facts)
    before = {} if days is None else comes_before(index, setting, base, index.plannable)
    planning = Planning(catalogue, lead_days, days, solved=request.solved, before=before)
    explored = explore(planning, found, effort)
    know = know_rules(index, setting, case, settled, explored)
    room = None if catalogue.budget_once is None else catalogue.budget_once - max(
        (catalogue.once(w.plan.quantities) for w in explored.worlds if w.plan), default=0
    )  # fmt: skip
    checks = choose_checks(index, case, settled, planning, explored, know, wanted.checks(index), room, effort)
    waits = waits_for(index, lead_days, checks.demanded_by)
    if days is not None and waits != dict(planning.waits):
        planning = replace(planning, waits=waits, remembered={})
        explored = explore(planning, found, effort)
    return Decision(index, case, settled, wanted, setting, planning, explored, checks, know, dropped)
