"""The least and the greatest that rules can call for while answers are open, and the weakest and the strictest limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor

from advisor.engine.effects import Setting, effect_of, join
from advisor.engine.index import Index
from advisor.engine.span_values import ALWAYS, Between, Possible, SpanFacts, SpanRow, Truths
from advisor.engine.spans import amount_span, truth_span
from advisor.expressions.nodes import Expression
from advisor.pack import AtMost, Capability, Rule
from advisor.planner.problem import Bound, Problem, Requirement, RowClass, Term
from advisor.values import BEYOND_TABLE, UNKNOWN, Number

HARDLY_ANYTHING = Fraction(1, 10**9)  # what an offering gives of which nobody knows if it gives anything


@dataclass(frozen=True)
class Ends:
    """Of one part: every plan that is complete in any world meets `weakest`; every plan that meets `strictest` is complete in all
    of them. `useful`: the greatest demands with the least that each offering can give, for the most units that can be of use
    (None: of any offering any number)."""

    weakest: Problem
    strictest: Problem
    useful: Problem | None


@dataclass(frozen=True)
class Amount:
    """Numbers from `least` to `most`; what does not apply is 0. `beyond`: a sizing table may end before it; `never`: it does."""

    least: Number
    most: Number
    beyond: bool
    never: bool


def amount_ends(expression: Expression, facts: SpanFacts, row: SpanRow | None) -> Amount:
    possible = amount_span(expression.node, facts, row)
    numbers = [_as_number(atom) for atom in possible if atom is not BEYOND_TABLE] or [Between(0, 0)]
    beyond = BEYOND_TABLE in possible
    return Amount(min(n.least for n in numbers), max(n.most for n in numbers), beyond, beyond and len(possible) == 1)


def _as_number(atom: object) -> Between:
    return atom if isinstance(atom, Between) else Between(0, 0)


def _applies(rule: Rule, facts: SpanFacts, row: SpanRow | None = None) -> Truths:
    return ALWAYS if rule.when is None else truth_span(rule.when.node, facts, row)


@dataclass
class _Found:
    """What is gathered for the weakest and the strictest of a part."""

    terms: list[Term] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)

    def beyond(self, rule: Rule, triggers: tuple[str, ...] | None) -> None:
        self.bounds.extend(Bound(rule.id, trigger, 0) for trigger in triggers or ())
        self.impossible.extend([rule.id] if triggers is None else [])

    def problem(self, capability: Capability, already: Number, supplies: Mapping[str, Number]) -> Problem:
        highest, best = capability.demands == "highest", capability.supplies == "best"
        given = tuple((o, a) for o, a in supplies.items() if a > 0)
        needs = (Requirement(capability.id, tuple(self.terms), already, given, highest, best),) if self.terms else ()
        return Problem(needs, (), tuple(self.bounds), (), (), tuple(self.impossible))


def requirement_ends(
    index: Index,
    setting: Setting,
    capability: Capability,
    facts: SpanFacts,
    row: SpanRow | None = None,
    excluded: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset()),
) -> Ends:
    """The ends of the demands for one capability. `excluded`: the offerings that a row surely, and that it possibly may not have."""
    low, high = _Found(), _Found()
    for rule, expression in index.demanding[capability.id]:
        triggers = setting.triggers(index, rule)
        if triggers == () or not setting.counts(index, rule):
            continue
        applies = _applies(rule, facts, row)
        if True not in applies:
            continue
        sure, amount = applies == ALWAYS, amount_ends(expression, facts, row)
        if amount.beyond:
            high.beyond(rule, triggers)
        if amount.never and sure:
            low.beyond(rule, triggers)
        unless = rule.unless if rule.unless in index.plannable else None
        per_unit = rule.per == "unit" and triggers is not None
        if amount.least > 0 and sure and not amount.beyond:
            low.terms.append(Term(rule.id, amount.least, triggers, per_unit, unless))
        if amount.most > 0:
            high.terms.append(Term(rule.id, amount.most, triggers, per_unit, unless))
    least_there, most_there = _already_ends(capability, facts, row)
    given = {offering: amount_ends(a, facts, row) for offering, a in index.suppliers[capability.id]}
    surely_not, possibly_not = excluded
    most = {o: max(a.most, 0) for o, a in given.items() if o not in surely_not}
    least = {o: 0 if given[o].beyond else given[o].least for o in most}
    useful = {o: max(least[o], HARDLY_ANYTHING) for o, a in most.items() if a > 0}
    return Ends(
        low.problem(capability, most_there, most),
        high.problem(capability, least_there, {o: a for o, a in least.items() if o not in possibly_not}),
        replace(high.problem(capability, least_there, useful), bounds=(), impossible=()),
    )


def _already_ends(capability: Capability, facts: SpanFacts, row: SpanRow | None) -> tuple[Number, Number]:
    """What the environment has: the first of its entries whose condition holds, or any that can be that one."""
    can: list[Amount] = []
    for already in capability.already:
        holds = ALWAYS if already.when is None else truth_span(already.when.node, facts, row)
        if True in holds:
            can.append(amount_ends(already.value, facts, row))
        if holds == ALWAYS:
            break
    else:
        can.append(Amount(0, 0, False, False))
    return max(min(0 if a.beyond else a.least for a in can), 0), max(0, *(a.most for a in can))


def rows_ends(index: Index, setting: Setting, inventory: str, facts: SpanFacts) -> Ends:
    """The ends of an inventory: every row at its least, at its greatest, and with all that can be of use to it."""
    demanding = [c for c in index.pack.capabilities.values() if c.of == inventory]
    groups: tuple[dict[tuple[Requirement, ...], int], ...] = ({}, {}, {})
    rest: tuple[list[Problem], ...] = ([], [], [])
    for row in facts.rows.get(inventory, ()):
        excluded = _excluded(index, setting, inventory, facts, row)
        ends = [requirement_ends(index, setting, c, facts, row, excluded) for c in demanding]
        least, most = _alike(row)
        sides = ([e.weakest for e in ends], [e.strictest for e in ends], [e.useful or Problem() for e in ends])
        for side, parts, count in zip(range(3), sides, (least, most, most)):
            needs = tuple(r for part in parts for r in part.requirements)
            if needs and count:
                groups[side][needs] = groups[side].get(needs, 0) + count
            if count:
                rest[side].extend(part for part in parts if part.bounds or part.impossible)
    within = index.row_offerings[inventory]
    problems = []
    for group, others in zip(groups, rest):
        classes = tuple(RowClass(inventory, count, needs, within) for needs, count in group.items())
        beyond = join(others)
        bounds, impossible = tuple(dict.fromkeys(beyond.bounds)), tuple(dict.fromkeys(beyond.impossible))
        problems.append(Problem((), (classes,) if classes else (), bounds, (), (), impossible))
    return Ends(*problems)


def _alike(row: SpanRow) -> tuple[int, int]:
    counts = [_as_number(atom) for atom in row.get("count", frozenset({Between(1, 1)}))]
    return int(min(c.least for c in counts)), int(max(c.most for c in counts))


def _excluded(
    index: Index, setting: Setting, inventory: str, facts: SpanFacts, row: SpanRow
) -> tuple[frozenset[str], frozenset[str]]:
    """Offerings that `each` rules surely keep out of a row, and those that they may."""
    surely: set[str] = set()
    possibly: set[str] = set()
    for rule in index.limiting:
        if rule.each != inventory or not isinstance(rule.effect, AtMost) or not setting.counts(index, rule):
            continue
        applies = _applies(rule, facts, row)
        lifted = setting.insisted if rule.strength == "should" else frozenset()
        for name, limit in rule.effect.limits:
            if True not in applies or name in lifted:
                continue
            amount = amount_ends(limit, facts, row)
            if amount.least <= 0 <= amount.most and not amount.never:
                possibly.add(name)
                if applies == ALWAYS and amount.least == amount.most and not amount.beyond:
                    surely.add(name)
    return frozenset(surely), frozenset(possibly)


def limit_ends(index: Index, setting: Setting, rule: Rule, facts: SpanFacts, wished: frozenset[str]) -> Ends:
    """The ends of a limit, a conflict or a decline: what it surely excludes, and all that it may."""
    low, high = (_limited(index, setting, rule, facts, wished, surely) for surely in (True, False))
    return Ends(low, high, Problem())


def _limited(
    index: Index, setting: Setting, rule: Rule, facts: SpanFacts, wished: frozenset[str], surely: bool
) -> Problem:
    applies, triggers = _applies(rule, facts), setting.triggers(index, rule)
    if rule.each is not None or not setting.counts(index, rule) or triggers == ():
        return Problem()
    if applies != ALWAYS if surely else True not in applies:
        return Problem()

    def at_most(expression: Expression) -> int | None:
        amount = amount_ends(expression, facts, None)
        if amount.never or (surely and amount.beyond):
            return None
        return floor(amount.most if surely else amount.least)

    def breaks(name: str, expression: Expression, below: bool) -> bool:
        return name not in wished and _breaks(facts, name, expression, below, surely)

    return effect_of(index, setting, rule, triggers, at_most, breaks)


def _breaks(facts: SpanFacts, name: str, expression: Expression, below: bool, surely: bool) -> bool:
    """Whether a number surely, or possibly, is beyond a limit."""
    value: Possible = facts.values.get(name, frozenset({UNKNOWN}))
    limit = amount_ends(expression, facts, None)
    numbers: Iterable[Between] = [atom for atom in value if isinstance(atom, Between)]
    if limit.never or (surely and (limit.beyond or len(list(numbers)) < len(value))):
        return False
    if below:
        return any(n.most < limit.least if surely else n.least < limit.most for n in numbers)
    return any(n.least > limit.most if surely else n.most > limit.least for n in numbers)
