"""The rows of inventories in a model: a column for each cure of a class of rows, or, where cures are too many, the rows one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from advisor.planner.linear import Linear, Model, Scope, add
from advisor.planner.problem import Quantities, Requirement, RowClass
from advisor.planner.rows import counts_units_outside, minimal_cures, undecided

MOST_UNDECIDED = 4


@dataclass(frozen=True)
class RowColumns:
    """Adds row groups to a model. `plan`: the scope of the whole plan; `require`: adds the rows of one requirement in a scope."""

    model: Model
    plan: Scope
    forced: Quantities
    allowed: frozenset[str]
    require: Callable[[Requirement, Scope], None]

    def group(self, number: int, group: tuple[RowClass, ...]) -> None:
        used: dict[str, Linear] = {}
        for class_number, row in enumerate(group):
            self._row_class(number, class_number, row, used)
        for offering, columns in used.items():
            row_sum = dict(columns)
            add(row_sum, self.plan.units(offering), -1)
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
                add(used.setdefault(offering, {}), {column: 1}, units)
            for present in fails_with:
                # with exactly this set of undecided offerings there, the cure does not do
                condition: Linear = {column: 1}
                for offering in hanging:
                    add(condition, self.plan.there(offering), row.count if offering in present else -row.count)
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
                return self.plan.units(offering)
            if offering not in self.model.units:
                return {}
            if offering not in own:
                own[offering] = self.model.column(0, self.plan.most(offering))
                add(used.setdefault(offering, {}), {own[offering]: 1}, 1)
                self.model.cures.append((group, number, own[offering], ((offering, 1),)))
            return {own[offering]: 1}

        def there(offering: str) -> Linear:
            if offering not in row.within:
                return self.plan.there(offering)
            columns = units(offering)
            if columns and offering not in flags:
                flags[offering] = self.model.column(0, 1)
                self.model.row(columns | {flags[offering]: -1}, 0, None)
                self.model.row(columns | {flags[offering]: -self.plan.most(offering)}, None, 0)
            return {flags[offering]: 1} if columns else {}

        scope = Scope(units, there, self.plan.most)
        for requirement in row.requirements:
            self.require(requirement, scope)
