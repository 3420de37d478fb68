"""A problem as a mixed-integer model: columns for units, presence, price tiers and row cures; every coefficient a whole number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import ceil, floor, gcd, lcm

from advisor.planner.lower import MOST_UNITS, upper_bounds
from advisor.planner.problem import (
    Article,
    Bound,
    Catalogue,
    PriceTier,
    Problem,
    Quantities,
    Requirement,
    RowClass,
    Term,
)
from advisor.planner.rows import candidates, counts_units_outside, minimal_cures, most_needed, undecided
from advisor.values import Number

MOST_ROUNDS = 20
MOST_UNDECIDED = 4

Linear = dict[int, Number]  # column -> coefficient


@dataclass
class Model:
    """Columns with bounds, rows `lower <= sum <= upper` (None: no end). `whole` are the integer columns."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[tuple[tuple[int, int], ...], int | None, int | None]] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)  # offering -> column of its steps
    cures: list[tuple[int, int, int, tuple[tuple[str, int], ...]]] = field(
        default_factory=list
    )  # group, class, column, units
    price: dict[int, int] = field(default_factory=dict)
    infeasible: bool = False

    def column(self, lower: int, upper: int, whole: bool = True) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, terms: Linear, lower: Number | None, upper: Number | None) -> None:
        """Add a row, scaled to whole numbers without a common divisor."""
        terms = {column: value for column, value in terms.items() if value}
        ends = [end for end in (lower, upper) if end is not None]
        if not terms:
            self.infeasible |= (lower is not None and lower > 0) or (upper is not None and upper < 0)
            return
        scale = lcm(*(Fraction(value).denominator for value in (*terms.values(), *ends)))
        whole = {column: int(value * scale) for column, value in terms.items()}
        divisor = gcd(*whole.values())
        least = None if lower is None else ceil(Fraction(lower) * scale / divisor)
        most = None if upper is None else floor(Fraction(upper) * scale / divisor)
        self.rows.append((tuple((column, value // divisor) for column, value in whole.items()), least, most))


@dataclass(frozen=True)
class Scope:
    """Where a requirement stands: how many units there are and whether there is any, as linear sums over columns."""

    units: Callable[[str], Linear]
    there: Callable[[str], Linear]
    most: Callable[[str], int]


class Builder:
    """Builds the model of one component: `problem` speaks of `offerings` only."""

    def __init__(self, problem: Problem, catalogue: Catalogue, forced: dict[str, int], allowed: frozenset[str]) -> None:
        self.problem, self.catalogue, self.forced, self.allowed = problem, catalogue, forced, allowed
        self.model = Model()
        self.flags: dict[str, int] = {}
        self.tier_columns: dict[str, list[tuple[int, PriceTier]]] = {}
        self.most_units = most_useful_units(problem, catalogue, forced, allowed)
        for offering, article in catalogue.articles.items():
            if offering in self.most_units:
                self._offering(offering, article)
        plan = Scope(self.units, self.there, lambda o: self.most_units.get(o, 0))
        for requirement in problem.requirements:
            self.requirement(requirement, plan)
        for group_number, group in enumerate(problem.row_groups):
            self._row_group(group_number, group)
        for bound in problem.bounds:
            self._bound(bound)
        for conflict in problem.conflicts:
            self._never(dict.fromkeys(conflict.offerings, 1), conflict.triggers)
        for chain in problem.never_together:
            self._never(dict.fromkeys(sorted(chain), 1), None)
        self._budgets()

    def units(self, offering: str) -> Linear:
        if offering not in self.model.units:
            return {}
        return {self.model.units[offering]: self.catalogue.articles[offering].step}

    def there(self, offering: str) -> Linear:
        """Presence as a column of 0 or 1."""
        if offering not in self.model.units:
            return {}
        if offering not in self.flags:
            article, column = self.catalogue.articles[offering], self.model.units[offering]
            flag = self.model.column(1 if self.forced.get(offering) else 0, 1)
            smallest = article.whole(1) // article.step
            self.model.row({column: 1, flag: -smallest}, 0, None)
            self.model.row({column: 1, flag: -self.model.upper[column]}, None, 0)
            self.flags[offering] = flag
        return {self.flags[offering]: 1}

    def _offering(self, offering: str, article: Article) -> None:
        model, horizon = self.model, self.catalogue.horizon
        column = model.column(self.forced.get(offering, 0) // article.step, self.most_units[offering] // article.step)
        model.units[offering] = column
        if article.whole(1) > article.step or article.setup:
            flag = next(iter(self.there(offering)))
            if article.setup:
                model.price[flag] = article.setup
        if len(article.tiers) == 1:
            self.tier_columns[offering] = [(column, article.tiers[0])]
        else:
            self.tier_columns[offering] = self._tiers(column, article)
        for part, tier in self.tier_columns[offering]:
            model.price[part] = (tier.once + tier.monthly * horizon) * article.step

    def _tiers(self, column: int, article: Article) -> list[tuple[int, PriceTier]]:
        """All units in one tier: a column of steps and a choice for each, the steps adding up to the offering's."""
        model, most = self.model, self.model.upper[column]
        starts = [max(ceil(tier.from_quantity / article.step), 1) for tier in article.tiers]
        steps: Linear = {column: -1}
        choice: Linear = {}
        parts: list[tuple[int, PriceTier]] = []
        for start, end, tier in zip(starts, [*starts[1:], most + 1], article.tiers):
            last = min(end - 1, most)
            if start > last:
                continue
            part, chosen = model.column(0, last), model.column(0, 1)
            model.row({part: 1, chosen: -start}, 0, None)
            model.row({part: 1, chosen: -last}, None, 0)
            steps[part], choice[chosen] = 1, 1
            parts.append((part, tier))
        model.row(steps, 0, 0)
        model.row(choice, None, 1)
        return parts

    def requirement(self, requirement: Requirement, scope: Scope) -> None:
        """Rows that hold exactly when the requirement is met."""
        terms = [term for term in requirement.terms if term.amount > 0]
        alternatives = [[term] for term in terms] if requirement.highest else [terms]
        for together in alternatives:
            if not together:
                continue
            demand, constant, most = self._demand(together, scope)
            if requirement.best:
                self._best(requirement, demand, constant, most, scope)
            else:
                supply: Linear = {}
                for offering, amount in requirement.supplies:
                    _add(supply, scope.units(offering), amount)
                _add(supply, demand, -1)
                self.model.row(supply, constant - requirement.already, None)

    def _best(self, requirement: Requirement, demand: Linear, constant: Number, most: Number, scope: Scope) -> None:
        """For every level of supply: the demand is not above it unless something better is there."""
        supplies = [(o, a) for o, a in requirement.supplies if scope.most(o)]
        levels = sorted({requirement.already, *(a for _, a in supplies if a > requirement.already)})
        for level in levels:
            if most <= level:
                break
            row: Linear = dict(demand)
            for offering, amount in supplies:
                if amount > level:
                    _add(row, scope.units(offering), -(most - level))
            self.model.row(row, None, level - constant)

    def _demand(self, terms: Iterable[Term], scope: Scope) -> tuple[Linear, Number, Number]:
        """The sum of demands as columns and a constant, and the most it can be."""
        demand: Linear = {}
        constant: Number = 0
        most: Number = 0
        for term in terms:
            active, always, highest = self._active(term, scope)
            _add(demand, active, term.amount)
            constant += term.amount * always
            most += term.amount * highest
        return demand, constant, most

    def _active(self, term: Term, scope: Scope) -> tuple[Linear, int, int]:
        """How often a term counts: columns, a constant, and the most."""
        away = scope.there(term.unless) if term.unless else {}
        if term.triggers is None:
            if not away:
                return {}, 1, 1
            column = self.model.column(0, 1, whole=False)
            present: Linear = {column: 1}
            _add(present, away, 1)
            self.model.row(present, 1, None)
            return {column: 1}, 0, 1
        triggers = [trigger for trigger in term.triggers if scope.most(trigger)]
        if not triggers:
            return {}, 0, 0
        if term.per_unit:
            units: Linear = {}
            for trigger in triggers:
                _add(units, scope.units(trigger), 1)
            most = sum(scope.most(trigger) for trigger in triggers)
            if not away:
                return units, 0, most
            column = self.model.column(0, most, whole=False)
            row: Linear = {column: 1}
            _add(row, units, -1)
            _add(row, away, most)
            self.model.row(row, 0, None)
            return {column: 1}, 0, most
        if len(triggers) == 1 and not away:
            return scope.there(triggers[0]), 0, 1
        column = self.model.column(0, 1, whole=False)
        for trigger in triggers:
            row = {column: 1}
            _add(row, scope.there(trigger), -1)
            _add(row, away, 1)
            self.model.row(row, 0, None)
        return {column: 1}, 0, 1

    def _row_group(self, number: int, group: tuple[RowClass, ...]) -> None:
        used: dict[str, Linear] = {}
        for class_number, row in enumerate(group):
            self._row_class(number, class_number, row, used)
        for offering, columns in used.items():
            row_sum = dict(columns)
            _add(row_sum, self.units(offering), -1)
            self.model.row(row_sum, None, 0)

    def _row_class(self, group: int, number: int, row: RowClass, used: dict[str, Linear]) -> None:
        hanging = [o for o in undecided(row) if o in self.model.units and not self.forced.get(o)]
        cures: dict[tuple[tuple[str, int], ...], list[frozenset[str]]] | None = {}
        if counts_units_outside(row) or len(hanging) > MOST_UNDECIDED:
            cures = None
        else:
            cures = self._cures(row, hanging)
        if cures is None:
            for _ in range(row.count):
                self._single_row(group, number, row, used)
            return
        columns: Linear = {}
        for cure, fails_with in cures.items():
            column = self.model.column(0, row.count)
            columns[column] = 1
            self.model.cures.append((group, number, column, cure))
            for offering, units in cure:
                _add(used.setdefault(offering, {}), {column: 1}, units)
            for present in fails_with:
                # with exactly this set of undecided offerings there, the cure does not do
                condition: Linear = {column: 1}
                for offering in hanging:
                    _add(condition, self.there(offering), row.count if offering in present else -row.count)
                self.model.row(condition, None, row.count * len(present))
        self.model.row(columns, row.count, row.count)

    def _cures(
        self, row: RowClass, hanging: list[str]
    ) -> dict[tuple[tuple[str, int], ...], list[frozenset[str]]] | None:
        """Every cure that is smallest for some set of the undecided offerings, with the sets for which it does not do."""
        sure = frozenset(o for o, n in self.forced.items() if n)
        sets = [frozenset(some) for size in range(len(hanging) + 1) for some in combinations(hanging, size)]
        cures: dict[tuple[tuple[str, int], ...], list[frozenset[str]]] = {}
        for present in sets:
            smallest = minimal_cures(row, sure | present, self.allowed)
            if smallest is None:
                return None
            for cure in smallest:
                cures.setdefault(cure, [])
        for cure, fails_with in cures.items():
            for present in sets:
                units = dict.fromkeys(sorted((sure | present) - row.within), 1) | dict(cure)
                if not all(requirement.met(units) for requirement in row.requirements):
                    fails_with.append(present)
        return cures

    def _single_row(self, group: int, number: int, row: RowClass, used: dict[str, Linear]) -> None:
        """One row by itself, with a column for the units of each offering in it: for cures too many to list."""
        own: dict[str, int] = {}
        flags: dict[str, int] = {}

        def units(offering: str) -> Linear:
            if offering not in row.within:
                return self.units(offering)
            if offering not in self.model.units:
                return {}
            if offering not in own:
                own[offering] = self.model.column(0, self.most_units[offering])
                _add(used.setdefault(offering, {}), {own[offering]: 1}, 1)
                self.model.cures.append((group, number, own[offering], ((offering, 1),)))
            return {own[offering]: 1}

        def there(offering: str) -> Linear:
            if offering not in row.within:
                return self.there(offering)
            columns = units(offering)
            if columns and offering not in flags:
                flags[offering] = self.model.column(0, 1)
                self.model.row(columns | {flags[offering]: -1}, 0, None)
                self.model.row(columns | {flags[offering]: -self.most_units[offering]}, None, 0)
            return {flags[offering]: 1} if columns else {}

        scope = Scope(units, there, lambda o: self.most_units.get(o, 0))
        for requirement in row.requirements:
            self.requirement(requirement, scope)

    def _bound(self, bound: Bound) -> None:
        if bound.offering not in self.model.units:
            return
        units = self.units(bound.offering)
        most = self.most_units[bound.offering]
        if bound.triggers is None:
            self.model.row(units, None, bound.at_most)
        elif most > bound.at_most:
            for trigger in bound.triggers:
                row = dict(units)
                _add(row, self.there(trigger), most - bound.at_most)
                self.model.row(row, None, most)

    def _never(self, offerings: dict[str, int], triggers: tuple[str, ...] | None) -> None:
        """Not all of these together (and, where there are triggers, any of them)."""
        if any(o not in self.model.units for o in offerings):
            return
        for trigger in triggers if triggers is not None else (None,):
            together = offerings if trigger is None else offerings | {trigger: 1}
            if any(o not in self.model.units for o in together):
                continue
            row: Linear = {}
            for offering in together:
                _add(row, self.there(offering), 1)
            self.model.row(row, None, len(together) - 1)

    def _budgets(self) -> None:
        self._budget(self.catalogue.budget_once, lambda tier: tier.once, with_setup=True)
        self._budget(self.catalogue.budget_monthly, lambda tier: tier.monthly, with_setup=False)

    def _budget(self, limit: int | None, unit_price: Callable[[PriceTier], int], with_setup: bool) -> None:
        if limit is None:
            return
        row: Linear = {}
        for offering, parts in self.tier_columns.items():
            if offering in self.catalogue.not_counted:
                continue
            article = self.catalogue.articles[offering]
            for column, tier in parts:
                _add(row, {column: 1}, unit_price(tier) * article.step)
            if with_setup and article.setup:
                _add(row, self.there(offering), article.setup)
        self.model.row(row, None, limit)


def most_useful_units(
    problem: Problem, catalogue: Catalogue, forced: Quantities, allowed: frozenset[str]
) -> dict[str, int]:
    """Per offering that can be of use, the most units that a least plan can contain."""
    most = {o: n for o, n in forced.items() if n}
    for _ in range(MOST_ROUNDS):
        before = dict(most)
        for requirement in problem.requirements:
            short = most_needed(requirement, most) - requirement.already
            for offering, amount in requirement.supplies:
                if short > 0 and amount > 0 and offering in allowed:
                    useful = 1 if requirement.best else ceil(short / amount)
                    most[offering] = max(most.get(offering, 0), useful)
            _note_unless(requirement, most, allowed)
        for group in problem.row_groups:
            in_group: dict[str, int] = {}
            for row in group:
                for offering, units in candidates(row, allowed, most).items():
                    in_group[offering] = in_group.get(offering, 0) + units * row.count
                for requirement in row.requirements:
                    _note_unless(requirement, most, allowed)
            for offering, units in in_group.items():
                most[offering] = max(most.get(offering, 0), units)
        most = {o: min(_with_tiers(catalogue.articles[o], n), MOST_UNITS) for o, n in most.items()}
        if most == before:
            break
    limits = upper_bounds(problem, catalogue)
    return {o: n if limits[o] is None else min(n, limits[o] or 0) for o, n in most.items()}


def _note_unless(requirement: Requirement, most: dict[str, int], allowed: frozenset[str]) -> None:
    for term in requirement.terms:
        if term.unless is not None and term.unless in allowed:
            most.setdefault(term.unless, 1)


def _with_tiers(article: Article, units: int) -> int:
    """A quantity that may be sold, and large enough for every price break."""
    return max(
        article.whole(units),
        *(article.whole(tier.from_quantity) for tier in article.tiers if len(article.tiers) > 1),
        0,
    )


def _add(into: Linear, terms: Linear, factor: Number) -> None:
    for column, value in terms.items():
        into[column] = into.get(column, 0) + value * factor
