"""A problem as a mixed-integer model: columns for units, presence, price tiers and row cures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil

from advisor.planner.linear import Linear, Model, Scope, add
from advisor.planner.model_rows import RowColumns
from advisor.planner.problem import (
    Article,
    Bound,
    Catalogue,
    PriceTier,
    Problem,
    Requirement,
    Term,
)
from advisor.planner.useful import most_useful_units
from advisor.values import Number


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
        rows = RowColumns(self.model, plan, forced, allowed, self.requirement)
        for number, group in enumerate(problem.row_groups):
            rows.group(number, group)
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
                    add(supply, scope.units(offering), amount)
                add(supply, demand, -1)
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
                    add(row, scope.units(offering), -(most - level))
            self.model.row(row, None, level - constant)

    def _demand(self, terms: Iterable[Term], scope: Scope) -> tuple[Linear, Number, Number]:
        """The sum of demands as columns and a constant, and the most it can be."""
        demand: Linear = {}
        constant: Number = 0
        most: Number = 0
        for term in terms:
            active, always, highest = self._active(term, scope)
            add(demand, active, term.amount)
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
            add(present, away, 1)
            self.model.row(present, 1, None)
            return {column: 1}, 0, 1
        triggers = [trigger for trigger in term.triggers if scope.most(trigger)]
        if not triggers:
            return {}, 0, 0
        if term.per_unit:
            units: Linear = {}
            for trigger in triggers:
                add(units, scope.units(trigger), 1)
            most = sum(scope.most(trigger) for trigger in triggers)
            if not away:
                return units, 0, most
            column = self.model.column(0, most, whole=False)
            row: Linear = {column: 1}
            add(row, units, -1)
            add(row, away, most)
            self.model.row(row, 0, None)
            return {column: 1}, 0, most
        if len(triggers) == 1 and not away:
            return scope.there(triggers[0]), 0, 1
        column = self.model.column(0, 1, whole=False)
        for trigger in triggers:
            row = {column: 1}
            add(row, scope.there(trigger), -1)
            add(row, away, 1)
            self.model.row(row, 0, None)
        return {column: 1}, 0, 1

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
                add(row, self.there(trigger), most - bound.at_most)
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
                add(row, self.there(offering), 1)
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
                add(row, {column: 1}, unit_price(tier) * article.step)
            if with_setup and article.setup:
                add(row, self.there(offering), article.setup)
        self.model.row(row, None, limit)
