"""Why the plan of the likely world is complete, why nothing can be taken off it, and why nothing costs less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.engine.lines import hangs_on
from advisor.engine.rows import suffices
from advisor.engine.say_wants import name_of
from advisor.engine.shown import Shown
from advisor.engine.speak import say_row_names
from advisor.pack import Know
from advisor.planner.lower import keeps_limits
from advisor.planner.problem import Problem, Requirement
from advisor.recommendation import CapabilityProof, Certificate, CheckProof, LineProof
from advisor.row_cells import without_remarks
from advisor.saying import say_number
from advisor.values import Number


def certificate_of(shown: Shown, listed: tuple[str, ...], with_choices: bool) -> Certificate | None:
    """Of the likely world's plan; None where that world has none. `listed`: the offerings of the recommendation's lines;
    `with_choices`: whether the customer chose some of them beyond what is needed."""
    plan = shown.world.plan
    if plan is None:
        return None
    pack, checks = shown.decision.index.pack, shown.decision.checks
    world: dict[str, Any] = {name: without_remarks(shown.facts[name]) for name in shown.decision.settled.open}
    lines = tuple(_line(shown, offering) for offering in plan.quantities)
    hanging = {name for names in hangs_on(shown).values() for name in names}
    hanging |= {n for rule in shown.decision.know if isinstance(rule.effect, Know) for n in rule.effect.facts}
    proofs = tuple(
        CheckProof(
            c,
            None if c in checks.demanded_by or c in checks.insisted else checks.worth,
            checks.demanded_by.get(c, ()),
            tuple(
                n for n in sorted(hanging) if any(n == s or n.startswith(s + ".") for s in pack.offerings[c].settles)
            ),
        )
        for c in checks.chosen
    )
    if plan.proven:
        beyond = "nothing to take off but what you chose" if with_choices else "nothing to take off"
        says = f"Checked: nothing missing, {beyond}, least price"
    else:
        gap = (plan.price - plan.bound) * 100 / max(plan.price, 1)
        says = f"Best found, within {say_number(max(1, round(gap)))} % of the least possible price"
    return Certificate(world, _capabilities(shown), lines, plan.price, plan.bound, plan.proven, proofs, listed, says)


def _capabilities(shown: Shown) -> tuple[CapabilityProof, ...]:
    found = [_proof(r, "", shown.plan) for r in shown.problem.requirements]
    for cured in shown.cured:
        fact = shown.decision.index.pack.facts[cured.inventory]
        units = dict(shown.plan) | dict.fromkeys(cured.alike.row_class.within, 0) | dict(cured.units)
        found += [_proof(r, say_row_names(fact, cured.rows), units) for r in cured.alike.row_class.requirements]
    return tuple(proof for proof in found if proof.demands)


def _proof(requirement: Requirement, row: str, units: Mapping[str, int]) -> CapabilityProof:
    demands = tuple((term.rule, demand) for term in requirement.terms if (demand := term.demand(units)) > 0)
    supplies: list[tuple[str, Number]] = [("already", requirement.already)] if requirement.already else []
    for offering, amount in requirement.supplies:
        if units.get(offering):
            supplies.append((offering, amount if requirement.best else amount * units[offering]))
    return CapabilityProof(
        requirement.capability, row, demands, tuple(supplies), requirement.needed(units), requirement.have(units)
    )


def _line(shown: Shown, offering: str) -> LineProof:
    """Take one step off a line, and say what is then missing."""
    catalogue, problem = shown.decision.catalogue, shown.problem
    article = catalogue.articles[offering]
    now = shown.plan[offering]
    fewer = now - article.step if now - article.step >= article.whole(1) else 0
    units = dict(shown.plan) | {offering: fewer}
    group = tuple(
        sorted(o for o in shown.before.get(offering, ()) if offering in shown.before.get(o, ()) and shown.plan.get(o))
    )
    for requirement in problem.requirements:
        if not requirement.met(units):
            capability = shown.decision.index.pack.capabilities[requirement.capability]
            needed, have = (
                say_number(requirement.needed(units), capability.unit),
                say_number(requirement.have(units), capability.unit),
            )
            return LineProof(offering, fewer, f"{capability.title}: {needed} needed, {have} there", group)
    for rows in problem.row_groups:
        if not suffices(rows, units):
            return LineProof(offering, fewer, "some rows are left without what they need", group)
    if any(units.get(o, 0) < n for o, n in problem.at_least):
        return LineProof(offering, fewer, "it is what was asked for", group)
    if catalogue.price(units) >= catalogue.price(shown.plan):
        return LineProof(offering, fewer, "fewer would cost more", group)
    if not keeps_limits(_plain(problem), catalogue, units):
        return LineProof(offering, fewer, "a limit would be broken", group)
    return LineProof(offering, fewer, f"{name_of(shown, offering)} leaves only with what needs it", group)


def _plain(problem: Problem) -> Problem:
    return Problem(bounds=problem.bounds, conflicts=problem.conflicts, never_together=problem.never_together)
