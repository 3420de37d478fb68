"""Requirements that the same plans meet, brought into one form: then answers that make no difference to a plan can be seen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, gcd, lcm
from typing import cast

from advisor.planner.problem import Problem, Requirement, RowClass, Term
from advisor.values import Number, exact


def canonical(problem: Problem, sure: frozenset[str], reach: frozenset[str]) -> Problem:
    """The problem with every requirement in its one form. `sure`: offerings that every complete plan contains; `reach`: all that
    a plan can contain."""
    if not (problem.requirements or problem.row_groups):
        return problem
    requirements = [_canonical(r, sure, reach, frozenset()) for r in problem.requirements]
    groups = (tuple(_row(row, sure, reach) for row in group) for group in problem.row_groups)
    kept = (_joined(tuple(row for row in group if row.requirements)) for group in groups)
    return Problem(
        tuple(r for r in requirements if r),
        tuple(g for g in kept if g),
        problem.bounds,
        problem.conflicts,
        problem.at_least,
        problem.impossible,
        problem.never_together,
    )


def _row(row: RowClass, sure: frozenset[str], reach: frozenset[str]) -> RowClass:
    found = (_canonical(r, sure, reach, row.within) for r in row.requirements)
    return replace(row, requirements=tuple(r for r in found if r))


def _joined(rows: tuple[RowClass, ...]) -> tuple[RowClass, ...]:
    """Rows that have become alike, counted together; in an order of their own."""
    counts: dict[RowClass, int] = {}
    for row in rows:
        one = replace(row, count=1)
        counts[one] = counts.get(one, 0) + row.count
    return tuple(sorted((replace(row, count=n) for row, n in counts.items()), key=repr))


def _canonical(
    requirement: Requirement, sure: frozenset[str], reach: frozenset[str], within: frozenset[str]
) -> Requirement | None:
    """None where it is met whatever is in the plan."""
    counting = (term for term in requirement.terms if term.triggers is None or not reach.isdisjoint(term.triggers))
    terms = tuple(_settled(term, sure - within) for term in counting)
    demands = [term.amount for term in terms if not term.per_unit]
    if len(demands) == len(terms):
        most = max(demands, default=0) if requirement.highest else sum(demands)
        if most <= requirement.already:
            return None
    if any(term.triggers is not None or term.unless is not None for term in terms):
        named = tuple(sorted(terms, key=repr))
        return replace(requirement, terms=named)
    needed = max(demands) if requirement.highest else sum(demands)
    if requirement.best:
        able = tuple((offering, 1) for offering, amount in requirement.supplies if amount >= needed)
        return Requirement(requirement.capability, (Term("", 1),), 0, able)
    return Requirement(
        requirement.capability,
        (Term("", _rounded(needed - requirement.already, requirement)),),
        0,
        requirement.supplies,
    )


def _settled(term: Term, sure: frozenset[str]) -> Term:
    """A term without its rule, and without a trigger that is in every plan."""
    certain = term.triggers is not None and not term.per_unit and not sure.isdisjoint(term.triggers)
    return Term("", term.amount, None if certain else term.triggers, term.per_unit, term.unless)


def _rounded(short: Number, requirement: Requirement) -> Number:
    """The least sum of supplies that can reach what is short: all supplies are multiples of one amount."""
    if not requirement.supplies:
        return 1  # nothing supplies it: short is short
    if isinstance(short, int) and all(isinstance(amount, int) for _, amount in requirement.supplies):
        common = gcd(*(cast(int, amount) for _, amount in requirement.supplies))
        return -(-short // common) * common
    amounts = [Fraction(amount) for _, amount in requirement.supplies]
    scale = lcm(*(amount.denominator for amount in amounts))
    step = Fraction(gcd(*(int(amount * scale) for amount in amounts)), scale)
    return exact(ceil(short / step) * step)
