"""From facts to demands: what the rules call for, limit and exclude in one world, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TypeAlias, cast

from advisor.engine.effects import NOTHING, Setting, effect_of, join
from advisor.engine.facts import Facts
from advisor.engine.index import Index
from advisor.expressions.nodes import Expression
from advisor.pack import AtLeast, AtMost, Capability, Rule
from advisor.planner.problem import Bound, Problem, Requirement, RowClass, Term
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Number, Row, Truth


def _applies(rule: Rule, facts: Facts, row: Row | None = None) -> bool:
    return rule.when is None or rule.when.truth(facts, cast(Facts, row)) is True


def truth_of(rule: Rule, facts: Facts, row: Row | None = None) -> Truth:
    """Whether a rule's condition applies; in an `each` rule without a row: in any of the rows."""
    if rule.when is None:
        return True
    test = rule.when.truth
    if rule.each is None or row is not None:
        return test(facts, cast(Facts, row))
    rows = facts.get(rule.each, ())
    found = [test(facts, cast(Facts, row)) for row in rows] if isinstance(rows, tuple) else []
    return True if True in found else UNKNOWN if UNKNOWN in found else False


def amount_of(expression: Expression, facts: Facts, row: Row | None = None) -> Number | None:
    """An amount as a number: 0 where it does not apply or nobody knows, None where a sizing table ends before it."""
    value = expression.amount(facts, cast(Facts, row))
    if value is BEYOND_TABLE:
        return None
    if value is DOES_NOT_APPLY or value is UNKNOWN or not isinstance(value, int | Fraction):
        return 0
    return value


def already_of(capability: Capability, facts: Facts, row: Row | None = None) -> Number:
    """What the environment has of a capability: the first of its entries whose condition holds."""
    for already in capability.already:
        if already.when is None or already.when.truth(facts, cast(Facts, row)) is True:
            return max(amount_of(already.value, facts, row) or 0, 0)
    return 0


Demanding: TypeAlias = Callable[[Facts, Row | None], Problem]
"""The requirement for one capability (in one row, where it is met row by row), and what no table reaches, as a function of the facts
and the row."""


def requirement_from(index: Index, setting: Setting, capability: Capability, base: Facts | None = None) -> Demanding:
    """The requirement for many facts: what is the same for all of them is worked out once. `base`: what is known in all of them;
    rules that it excludes are not looked at again."""
    counting = []
    for rule, expression in index.demanding[capability.id]:
        triggers = setting.triggers(index, rule)
        if triggers != () and setting.counts(index, rule):
            excluded = (
                base is not None and rule.when is not None and rule.each is None and rule.when.truth(base) is False
            )
            if not excluded:
                unless = rule.unless if rule.unless in index.plannable else None
                per_unit = rule.per == "unit" and triggers is not None
                counting.append((rule, expression, triggers, per_unit, unless))
    suppliers = index.suppliers[capability.id]
    fixed = not any(a.reads or a.reads_columns for _, a in suppliers)
    highest, best = capability.demands == "highest", capability.supplies == "best"

    def supplies(facts: Facts, row: Row | None) -> tuple[tuple[str, Number], ...]:
        amounts = ((o, amount_of(a, facts, row) or 0) for o, a in suppliers)
        return tuple((o, a) for o, a in amounts if a > 0)

    always = supplies({}, None) if fixed else ()

    def requirement(facts: Facts, row: Row | None) -> Problem:
        terms: list[Term] = []
        impossible: list[str] = []
        bounds: list[Bound] = []
        for rule, expression, triggers, per_unit, unless in counting:
            if rule.when is not None and rule.when.truth(facts, row) is not True:
                continue
            amount = amount_of(expression, facts, row)
            if amount is None:
                bounds.extend(Bound(rule.id, trigger, 0) for trigger in triggers or ())
                impossible.extend([rule.id] if triggers is None else [])
            elif amount > 0:
                terms.append(Term(rule.id, amount, triggers, per_unit, unless))
        if not (terms or bounds or impossible):
            return NOTHING
        given = (always if fixed else supplies(facts, row)) if terms else ()
        there = already_of(capability, facts, row) if terms else 0
        needs = (Requirement(capability.id, tuple(terms), there, given, highest, best),) if terms else ()
        return Problem(needs, (), tuple(bounds), (), (), tuple(impossible))

    return requirement


@dataclass(frozen=True)
class AlikeRows:
    """A row class with the rows (positions in the inventory) that are in it."""

    row_class: RowClass
    positions: tuple[int, ...]


def rows_of(index: Index, setting: Setting, inventory: str, facts: Facts) -> tuple[tuple[AlikeRows, ...], Problem]:
    """The rows of an inventory, those that need the same put together; and what no table reaches in any of them."""
    demanding = [requirement_from(index, setting, c) for c in index.pack.capabilities.values() if c.of == inventory]
    within = index.row_offerings[inventory]
    classes: dict[tuple[Requirement, ...], tuple[int, list[int]]] = {}
    beyond: list[Problem] = []
    rows = cast(Sequence[Row], facts.get(inventory, ()))
    for position, row in enumerate(rows if isinstance(rows, tuple) else ()):
        parts = [requirement(facts, row) for requirement in demanding]
        requirements = tuple(r for part in parts for r in part.requirements)
        excluded = _excluded(index, setting, inventory, facts, row)
        if excluded:
            requirements = tuple(_without(r, excluded) for r in requirements)
        beyond.extend(part for part in parts if part.bounds or part.impossible)
        if requirements:
            count, positions = classes.get(requirements, (0, []))
            classes[requirements] = (count + cast(int, row.get("count", 1)), [*positions, position])
    alike = tuple(
        AlikeRows(RowClass(inventory, count, requirements, within), tuple(positions))
        for requirements, (count, positions) in classes.items()
    )
    rest = join(beyond)
    return alike, Problem(bounds=tuple(dict.fromkeys(rest.bounds)), impossible=tuple(dict.fromkeys(rest.impossible)))


def _excluded(index: Index, setting: Setting, inventory: str, facts: Facts, row: Row) -> frozenset[str]:
    """Offerings that an `each` rule keeps out of this row."""
    found: set[str] = set()
    for rule in index.limiting:
        if (
            rule.each == inventory
            and isinstance(rule.effect, AtMost)
            and setting.counts(index, rule)
            and _applies(rule, facts, row)
        ):
            lifted = setting.insisted if rule.strength == "should" else frozenset()
            found |= {
                name for name, limit in rule.effect.limits if amount_of(limit, facts, row) == 0 and name not in lifted
            }
    return frozenset(found)


def _without(requirement: Requirement, excluded: frozenset[str]) -> Requirement:
    supplies = tuple(pair for pair in requirement.supplies if pair[0] not in excluded)
    return Requirement(
        requirement.capability, requirement.terms, requirement.already, supplies, requirement.highest, requirement.best
    )


def rows_problem(index: Index, setting: Setting, inventory: str, facts: Facts) -> Problem:
    alike, beyond = rows_of(index, setting, inventory, facts)
    if not alike:
        return beyond if beyond.bounds or beyond.impossible else NOTHING
    return Problem((), (tuple(some.row_class for some in alike),), beyond.bounds, (), (), beyond.impossible)


def limits_from(index: Index, setting: Setting, rule: Rule, wished: frozenset[str]) -> Callable[[Facts], Problem]:
    """What a limit, a conflict or a decline excludes, as a function of the facts: what is the same for all of them is worked out
    once. A `should` yields to what the customer insists on."""
    triggers = setting.triggers(index, rule)
    if rule.each is not None or not setting.counts(index, rule) or triggers == ():
        return lambda facts: NOTHING

    def excludes(facts: Facts) -> Problem:
        def at_most(expression: Expression) -> int | None:
            limit = amount_of(expression, facts)
            return None if limit is None else floor(limit)

        def breaks(name: str, expression: Expression, below: bool) -> bool:
            return name not in wished and _breaks(facts, name, expression, below)

        return effect_of(index, setting, rule, triggers, at_most, breaks)

    limits = rule.effect.limits if isinstance(rule.effect, AtMost | AtLeast) else ()
    if any(name in index.pack.facts or expression.reads or expression.reads_columns for name, expression in limits):
        return lambda facts: excludes(facts) if _applies(rule, facts) else NOTHING
    always = excludes({})
    return lambda facts: always if _applies(rule, facts) else NOTHING


def _breaks(facts: Facts, name: str, expression: Expression, below: bool) -> bool:
    """Whether a known number is beyond a limit."""
    value, limit = facts.get(name, UNKNOWN), amount_of(expression, facts)
    if not isinstance(value, int | Fraction) or limit is None:
        return False
    return value < limit if below else value > limit
