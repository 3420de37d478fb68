"""From a case's answers to all that each of its facts can still be, the facts that follow from others among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from advisor.case import Case
from advisor.engine.cells import Cells, CellsOfColumns
from advisor.engine.cuts import Cuts
from advisor.engine.facts import Settled
from advisor.engine.index import Index
from advisor.engine.span_values import ANYTHING, Atom, Between, Possible, SpanFacts, SpanRow, Truths, certain, together
from advisor.engine.spans import amount_span, truth_span
from advisor.pack import AtLeast, AtMost, Fact
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Row


def span_facts(
    index: Index, settled: Settled, case: Case, cuts: Cuts, cells: Mapping[str, Cells], wanted: frozenset[str]
) -> SpanFacts:
    """What the wanted facts can be; `wanted` is closed under reading. `cells`: of the open ones, whole or not."""
    facts = SpanFacts({}, {})
    for name, value in settled.known.items():
        if isinstance(value, tuple):
            facts.rows[name] = tuple({column: certain(cell) for column, cell in row.items()} for row in value)
        else:
            facts.values[name] = certain(value)
    for name, found in cells.items():
        fact = index.pack.facts[name]
        if fact.type == "inventory" and name in wanted:
            rows = cast(tuple[Row, ...], case.answers[name].value)
            columns = CellsOfColumns(name, cuts)
            facts.rows[name] = tuple(_row(fact, row, columns) for row in rows)
        elif fact.type != "inventory":
            facts.values[name] = possible_of(found)
    _derive(index, settled, facts, wanted)
    return facts


def possible_of(cells: Cells) -> Possible:
    """All that an open fact can be, also where only some of its answers are among the cells: of a number its whole interval."""
    atoms: list[Atom] = []
    for cell in cells.cells:
        if cell.least is not None and cell.most is not None:
            atoms.append(Between(cell.least, cell.most))
        elif cell.value is DOES_NOT_APPLY or cells.whole:
            atoms.extend(certain(cell.value))
        else:
            atoms.append(ANYTHING)
    return together(atoms)


def _row(fact: Fact, row: Row, columns: CellsOfColumns) -> SpanRow:
    known = {name: certain(cell) for name, cell in row.items() if cell is not UNKNOWN}
    open_columns = (column for column in fact.columns if row.get(column.id, UNKNOWN) is UNKNOWN)
    return known | {column.id: possible_of(columns.of(column, row)) for column in open_columns}


def _derive(index: Index, settled: Settled, facts: SpanFacts, wanted: Iterable[str]) -> None:
    """As `facts.derive`, with all that each of them can be."""
    for name in index.derived_in(frozenset(wanted)):
        fact = index.pack.facts[name]
        if fact.formula is not None:
            facts.values[name] = _as_answer(fact, amount_span(fact.formula.node, facts))
        elif fact.asked_when is not None and (name not in settled.known or name in settled.unlisted):
            _ask_only_when(fact, truth_span(fact.asked_when.node, facts), facts)
        if name in settled.wished and name in index.wish_limits:
            facts.values[name] = _limited(settled, name, facts)


def _as_answer(fact: Fact, possible: Possible) -> Possible:
    words: dict[Atom, Atom] = {True: "yes", False: "no"}
    if fact.type != "choice":
        return possible
    return frozenset(words[atom] if isinstance(atom, bool) else atom for atom in possible)


def _ask_only_when(fact: Fact, asked: Truths, facts: SpanFacts) -> None:
    """A fact that is perhaps not asked here does not apply then; an inventory has no rows then."""
    specials = frozenset({UNKNOWN}) if UNKNOWN in asked else frozenset[Atom]()
    if fact.type == "inventory":
        facts.values[fact.id] = specials
        if False in asked or UNKNOWN in asked:
            rows = facts.rows.get(fact.id, ())
            facts.rows[fact.id] = tuple(_perhaps(row) for row in rows) if True in asked else ()
        return
    there = facts.values.get(fact.id, frozenset({UNKNOWN})) if True in asked else frozenset[Atom]()
    facts.values[fact.id] = there | specials | (frozenset({DOES_NOT_APPLY}) if False in asked else frozenset[Atom]())


def _perhaps(row: SpanRow) -> SpanRow:
    return {**row, "count": together({*row.get("count", certain(1)), *certain(0)})}


def _limited(settled: Settled, name: str, facts: SpanFacts) -> Possible:
    """A wish with every limit that counts here, or may count, put in its place."""
    value = facts.values[name]
    for rule in settled.wish_limits.get(name, ()):
        applies = frozenset({True}) if rule.when is None else truth_span(rule.when.node, facts)
        if True not in applies:
            continue
        assert isinstance(rule.effect, AtMost | AtLeast)
        pick = min if isinstance(rule.effect, AtMost) else max
        for limited, expression in rule.effect.limits:
            if limited != name:
                continue
            limits = [atom for atom in amount_span(expression.node, facts) if isinstance(atom, Between)]
            numbers = [atom for atom in value if isinstance(atom, Between)]
            picked = [
                Between(pick(n.least, limit.least), pick(n.most, limit.most)) for n in numbers for limit in limits
            ]
            value = together([*value, *picked])  # that it is not limited stays possible: wide rather than wrong
    return value
