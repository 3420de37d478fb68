"""The world and the plan that are spoken of: the likely world, or the cover plan where it goes ahead with open answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.engine.cells import likely_value, with_likely_cells
from advisor.engine.cuts import Cuts
from advisor.engine.decide import Decision
from advisor.engine.effects import join
from advisor.engine.facts import Facts, derive
from advisor.engine.rows import Cured, cured_rows
from advisor.engine.schedule import comes_before
from advisor.engine.speak import known_facts
from advisor.engine.worlds import World
from advisor.planner.problem import Problem


@dataclass(frozen=True)
class Shown:
    """`known`: facts as far as known; `facts`: all facts of the likely world; `plan`: its units; `need_led`: its units if the
    customer insisted on nothing; `most`: per offering the most in any world; `before`: what comes directly before each offering;
    `beyond_limits`: nothing but budget and date stands against a plan."""

    decision: Decision
    known: Facts
    facts: Facts
    world: World
    problem: Problem
    plan: Mapping[str, int]
    need_led: Mapping[str, int]
    most: Mapping[str, int]
    before: Mapping[str, frozenset[str]]
    cured: tuple[Cured, ...]
    beyond_limits: bool = False


def show(decision: Decision, cuts: Cuts) -> Shown:
    explored, index = decision.explored, decision.index
    world = explored.likely
    facts: Facts = dict(decision.settled.known) | explored.possibilities.facts_of(world.at)
    for name in decision.settled.open:
        fact = index.pack.facts[name]
        if name not in facts:
            facts[name] = likely_value(fact, decision.case.answers.get(name), cuts)
    for fact in index.pack.facts.values():
        rows = facts.get(fact.id)
        if fact.type == "inventory" and isinstance(rows, tuple):
            facts[fact.id] = with_likely_cells(fact, rows, cuts)
    derive(index, decision.settled, facts, index.pack.facts)
    problem = explored.possibilities.exactly(facts)
    plan = world.plan.quantities if world.plan else {}
    chosen = set(decision.wanted.insisted) | set(decision.wanted.kept)
    need_led = plan
    if chosen.intersection(offering for offering, _ in problem.at_least):
        must = tuple(pair for pair in problem.at_least if pair[0] not in chosen)
        without = decision.planning.plan(join([_with_must(problem, must)]))
        need_led = without.quantities if without else {}
    most = {o: (n if n is not None else plan.get(o, 0)) for o, n in explored.up_to.items()}
    if explored.cover is not None:
        most = {
            o: max(most.get(o, 0), explored.cover.quantities.get(o, 0)) for o in (*most, *explored.cover.quantities)
        }
    together = frozenset(o for o in index.pack.offerings if most.get(o) or plan.get(o))
    known = known_facts(decision)
    return Shown(
        decision, known, facts, world, problem, plan, need_led, most,
        comes_before(index, decision.setting, known, together), cured_rows(index, decision.setting, facts, plan),
        explored.no_plan and decision.limited and decision.without_limits().plan(problem) is not None,
    )  # fmt: skip


def _with_must(problem: Problem, must: tuple[tuple[str, int], ...]) -> Problem:
    return Problem(
        problem.requirements,
        problem.row_groups,
        problem.bounds,
        problem.conflicts,
        must,
        problem.impossible,
        problem.never_together,
    )
