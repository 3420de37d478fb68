"""From facts to demands: what the rules call for, limit and exclude in one world, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TypeAlias, cast

from advisor.engine.facts import Facts
from advisor.engine.index import Index
from advisor.expressions.nodes import Expression
from advisor.pack import AtLeast, AtMost, Capability, Decline, NotTogether, Rule
from advisor.planner.problem import Bound, Conflict, Problem, Requirement, RowClass, Term
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Number, Row, Truth

NOTHING = Problem()


@dataclass(frozen=True)
class Setting:
    """What of a case is the same in all worlds: the outcomes kept, the `should` rules waived, and the wants insisted on, or that
    stay as they were asked until somebody has said what they are for."""

    outcomes: frozenset[str]
    waived: frozenset[str]
    insisted: frozenset[str]

    def counts(self, index: Index, rule: Rule) -> bool:
        """Whether a rule is looked at: not waived, and not only for outcomes that nobody is after."""
        if rule.id in self.waived:
            return False
        return not rule.for_ or bool(index.triggers[rule.id]) or any(name in self.outcomes for name in rule.for_)

    def triggers(self, index: Index, rule: Rule) -> tuple[str, ...] | None:
        """The offerings of which one must be in the plan for the rule to count; None where it counts by itself."""
        if not rule.for_ or any(name in self.outcomes for name in rule.for_):
            return None
        return tuple(o for o in index.triggers[rule.id] if o in index.plannable)


def join(fragments: Iterable[Problem]) -> Problem:
    """Several parts as one problem; the rows of each part stay a group of their own."""
    parts = [part for part in fragments if part is not NOTHING]
    return Problem(
        tuple(r for part in parts for r in part.requirements),
        tuple(group for part in parts for group in part.row_groups),
        tuple(b for part in parts for b in part.bounds),
        tuple(c for part in parts for c in part.conflicts),
        tuple(pair for part in parts for pair in part.at_least),
        tuple(rule for part in parts for rule in part.impossible),
        tuple(chain for part in parts for chain in part.never_together),
    )


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


def requirement_of(
    index: Index, setting: Setting, capability: Capability, facts: Facts, row: Row | None = None
) -> Problem:
    """The requirement for one capability (in one row, where it is met row by row), and what no table reaches."""
    return requirement_from(index, setting, capability)(facts, row)


Demanding: TypeAlias = Callable[[Facts, Row | None], Problem]
"""`requirement_of` one capability, as a function of the facts and the row."""


def requirement_from(index: Index, setting: Setting, capability: Capability, base: Facts | None = None) -> Demanding:
    """`requirement_of` for many facts: what is the same for all of them is worked out once. `base`: what is known in all of them;
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


def limits_of(index: Index, setting: Setting, rule: Rule, facts: Facts, wished: frozenset[str]) -> Problem:
    """What a limit, a conflict or a decline excludes. A `should` yields to what the customer insists on."""
    if rule.each is not None or not setting.counts(index, rule) or not _applies(rule, facts):
        return NOTHING
    triggers = setting.triggers(index, rule)
    if triggers == ():
        return NOTHING
    must = rule.strength == "must"
    match rule.effect:
        case AtMost(limits):
            return _at_most(index, setting, rule, triggers, limits, facts, wished)
        case AtLeast(limits):
            broken = any(n not in wished and _breaks(facts, n, e, below=True) for n, e in limits)
            return _broken_fact(rule, triggers, must) if broken else NOTHING
        case NotTogether(offerings):
            pairs = [(a, b) for number, a in enumerate(offerings) for b in offerings[number + 1 :]]
            kept = [pair for pair in pairs if must or not setting.insisted.intersection(pair)]
            return Problem(conflicts=tuple(Conflict(rule.id, pair, triggers, must) for pair in kept))
        case Decline(None):
            return _broken_fact(rule, triggers, must)
        case Decline(offering) if offering in index.plannable and (must or offering not in setting.insisted):
            return Problem(bounds=(Bound(rule.id, offering, 0, triggers, must),))
        case _:
            return NOTHING


def _at_most(
    index: Index,
    setting: Setting,
    rule: Rule,
    triggers: tuple[str, ...] | None,
    limits: tuple[tuple[str, Expression], ...],
    facts: Facts,
    wished: frozenset[str],
) -> Problem:
    must = rule.strength == "must"
    parts: list[Problem] = []
    for name, expression in limits:
        if name in index.pack.facts:
            if name not in wished and _breaks(facts, name, expression, below=False):
                parts.append(_broken_fact(rule, triggers, must))
            continue
        limit = amount_of(expression, facts)
        if limit is not None and (must or name not in setting.insisted):
            parts.append(Problem(bounds=(Bound(rule.id, name, max(floor(limit), 0), triggers, must),)))
    return join(parts) if parts else NOTHING


def _breaks(facts: Facts, name: str, expression: Expression, below: bool) -> bool:
    """Whether a known number is beyond a limit."""
    value, limit = facts.get(name, UNKNOWN), amount_of(expression, facts)
    if not isinstance(value, int | Fraction) or limit is None:
        return False
    return value < limit if below else value > limit


def _broken_fact(rule: Rule, triggers: tuple[str, ...] | None, must: bool) -> Problem:
    """A fact beyond a limit: what the rule is for cannot be in the plan; where it is for nothing, no plan is complete."""
    if triggers is None:
        return Problem(impossible=(rule.id,))
    return Problem(bounds=tuple(Bound(rule.id, trigger, 0, None, must) for trigger in triggers))
