"""Questions about a column of an inventory as people answer them: "of these ten, how many have less than 8 GB?"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any

from advisor.engine.questions import effects_of_worlds, expected, matters, says_all, span_of
from advisor.engine.shown import Shown
from advisor.engine.worlds import World
from advisor.pack import Fact
from advisor.recommendation import NO_PLAN, AnswerEffect, Narrows, Question, Span
from advisor.row_cells import limits_of, not_asked
from advisor.saying import say_number, say_value
from advisor.values import Row, Value

NONE, ALL = "none of them", "all of them"


def column_questions(shown: Shown, spent: int) -> tuple[Question, ...]:
    """Per inventory that was listed, the questions about columns nobody was asked about yet and that can matter: rows that are
    known alike together, each question splitting them in two. `spent`: the checks' price over the horizon (cents)."""
    found = []
    space = shown.decision.explored.possibilities
    for place, inventory in enumerate(space.open):
        fact = shown.decision.index.pack.facts[inventory]
        rows = shown.known.get(inventory)
        for column in fact.columns if isinstance(rows, tuple) else ():
            if (inventory, column.id) in space.columns and column.formula is None and matters(shown, place):
                assert isinstance(rows, tuple)
                found += _of_column(shown, place, fact, column, rows, spent)
    return tuple(found)


def _of_column(shown: Shown, place: int, fact: Fact, column: Fact, rows: Sequence[Row], spent: int) -> list[Question]:
    groups: dict[object, list[Row]] = {}
    for row in rows:
        if not_asked(row, column.id) and _varies(shown, fact, str(row.get("name", ""))):
            groups.setdefault(limits_of(row, column.id), []).append(row)
    found = []
    for members in groups.values():
        split = _split(shown, fact, column, {str(row.get("name", "")) for row in members})
        if split is not None:
            found.append(_question(shown, place, fact, column, members, split, spent))
    return found


def _varies(shown: Shown, fact: Fact, name: str) -> bool:
    """Whether the unknown cells of the rows of this name can turn out in ways that the rules tell apart."""
    states = (cell.value for cell in shown.decision.explored.possibilities.open[fact.id].cells)
    ways = {
        tuple(str(row.get(column.id)) for column in fact.columns)
        for state in states
        for row in (state if isinstance(state, tuple) else ())
        if row.get("name") == name
    }
    return len(ways) > 1


def _split(shown: Shown, fact: Fact, column: Fact, names: Collection[str]) -> dict[str, Any] | None:
    """What sets these rows apart: the middle one of the limits between which the rules tell a difference, or a choice."""
    states = (cell.value for cell in shown.decision.explored.possibilities.open[fact.id].cells)
    values = {
        row[column.id]
        for state in states
        for row in (state if isinstance(state, tuple) else ())
        if row.get("name") in names and column.id in row
    }
    if column.type == "number":
        numbers = sorted(value for value in values if isinstance(value, int | Fraction))
        return {"less_than": numbers[len(numbers) // 2]} if len(numbers) > 1 else None
    if column.is_yes_no:
        return {"value": "yes"}
    chosen = [choice for choice in column.choices if choice in values]
    return {"value": chosen[0]} if column.type == "choice" and len(chosen) > 1 else None


def _question(
    shown: Shown, place: int, fact: Fact, column: Fact, members: Sequence[Row], split: dict[str, Any], spent: int
) -> Question:
    names = tuple(str(row.get("name", "")) for row in members)
    total = sum(_count(row) for row in members)
    worlds = shown.decision.explored.worlds
    cells = shown.decision.explored.possibilities.open[fact.id].cells
    many_of = [
        sum(
            _count(row)
            for row in (cell.value if isinstance(cell.value, tuple) else ())
            if row.get("name") in names and _falls(row.get(column.id), split)
        )
        for cell in cells
    ]
    shares: dict[int, list[World]] = {}
    for world in worlds:
        shares.setdefault(many_of[world.at[place]], []).append(world)
    plans, price = expected(shown, fact.id, place, list(shares.values()), spent)
    answers = [
        _answer(
            shown, fact, [number for number, here in enumerate(many_of) if here == many], said,
            {**split, "count": many}, shares.get(many, ()), spent,
        )
        for many, said in ((0, NONE), (total, ALL))
    ]  # fmt: skip
    asks = f"{column.asks} Of these {say_number(total)}: how many {_said(column, split)}?"
    name = f"{fact.id}.{column.id}"
    return Question(
        name, names, asks, column.find_out, "", tuple(answers), Narrows(plans, price), {**split, "of": total},
        not says_all(shown),
    )  # fmt: skip


def _answer(
    shown: Shown,
    fact: Fact,
    numbers: Sequence[int],
    said: str,
    value: dict[str, Any],
    worlds: Sequence[World],
    spent: int,
) -> AnswerEffect:
    if not worlds:  # among the worlds that were looked at, or that make a difference, there is none
        return AnswerEffect(said, value, (), Span(0, None), "")
    span = span_of(shown, fact.id, numbers, worlds, spent)
    lines, says = effects_of_worlds(shown, worlds, span)
    return AnswerEffect(said, value, lines, span, says, says == NO_PLAN)


def _falls(value: Value | None, split: dict[str, Any]) -> bool:
    if "value" in split:
        return bool(value == split["value"])
    limit: Fraction = Fraction(split["less_than"])
    return isinstance(value, int | Fraction) and value < limit


def _count(row: Row) -> int:
    count = row.get("count", 1)
    return count if isinstance(count, int) else 1


def _said(column: Fact, split: dict[str, Any]) -> str:
    if "value" in split:
        return say_value(column, split["value"])
    return f"less than {say_value(column, split['less_than'])}"
