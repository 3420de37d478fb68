"""What an amount or a condition can still be while answers are open: a number its interval, everything else a set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import product
from typing import Any, cast

from advisor.engine.span_values import (
    ALWAYS,
    ANYTHING,
    OPEN,
    ZERO,
    Atom,
    Between,
    Possible,
    SpanFacts,
    SpanRow,
    Truths,
    certain,
    compared,
    number_of,
    reckoned,
    together,
)
from advisor.expressions import nodes
from advisor.expressions.nodes import Choices, Compare, Literal_, Node
from advisor.expressions.operators import FUNCTIONS
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Number, Special, Truth, asked_key, exact


def truth_span(node: Node, facts: SpanFacts, row: SpanRow | None = None) -> Truths:
    """All that a condition can turn out to be."""
    match node:
        case Compare():
            return _comparison(node, facts, row)
        case nodes.And(operands):
            return _all_of(truth_span(part, facts, row) for part in operands)
        case nodes.Or(operands):
            return _any_of(truth_span(part, facts, row) for part in operands)
        case nodes.Not(operand):
            return _stands(amount_span(operand, facts, row), "no", False)
        case _:
            return _stands(amount_span(node, facts, row), "yes", True)


def amount_span(node: Node, facts: SpanFacts, row: SpanRow | None = None) -> Possible:
    """All that a value can turn out to be. Raises NoEnd where nothing can be said."""
    match node:
        case Literal_(value):
            return certain(value)
        case nodes.Name(id):
            return row[id] if row is not None and id in row else facts.values.get(id, frozenset({UNKNOWN}))
        case nodes.Asked(offering):
            return facts.values.get(asked_key(offering), frozenset({ZERO}))
        case nodes.Arithmetic(op, left, right):
            sides = amount_span(left, facts, row), amount_span(right, facts, row)
            return _of_numbers(lambda some: reckoned(op, *some), sides)
        case nodes.Negative(operand):
            return _of_numbers(lambda some: reckoned("-", ZERO, *some), (amount_span(operand, facts, row),))
        case nodes.Call(function, arguments):
            work = FUNCTIONS[function].work  # each of them grows with its arguments
            return _of_numbers(
                lambda some: Between(exact(work([n.least for n in some])), exact(work([n.most for n in some]))),
                [amount_span(argument, facts, row) for argument in arguments],
            )
        case nodes.Aggregate("count", inventory, of):
            return _count(inventory, of, facts)
        case nodes.Aggregate(function, inventory, of):
            assert of is not None
            return _over_rows(function, inventory, of, facts)
        case nodes.Lookup():
            return _lookup(node, _comparable(node.key, (), facts, row))
        case Choices():
            raise TypeError("a list of choices has no value of its own")
        case _:
            return cast(Possible, truth_span(node, facts, row))


def _all_of(parts: Iterable[Truths]) -> Truths:
    def both(one: Truth, other: Truth) -> Truth:
        return False if one is False or other is False else UNKNOWN if UNKNOWN in (one, other) else True

    return reduce(lambda found, part: frozenset(both(a, b) for a in found for b in part), parts, ALWAYS)


def _any_of(parts: Iterable[Truths]) -> Truths:
    def either(one: Truth, other: Truth) -> Truth:
        return True if one is True or other is True else UNKNOWN if UNKNOWN in (one, other) else False

    never: Truths = frozenset({False})
    return reduce(lambda found, part: frozenset(either(a, b) for a in found for b in part), parts, never)


def _stands(value: Possible, word: str, flag: bool) -> Truths:
    """A yes/no fact, a condition that is a formula, or `asked(...)` standing alone (`flag` False: negated)."""

    def truths(atom: Atom) -> Truths:
        if atom is ANYTHING:
            return OPEN
        if isinstance(atom, Between):
            nonzero = compared("!=", atom, ZERO)
            return nonzero if flag else frozenset(not one for one in nonzero)
        if isinstance(atom, Special):
            return frozenset({UNKNOWN if atom is UNKNOWN else False})
        return frozenset({atom == word or atom is flag})

    return frozenset[Truth]().union(*map(truths, value))


def _comparable(node: Node, order: tuple[str, ...], facts: SpanFacts, row: SpanRow | None) -> Possible:
    """One side of a comparison: its place in the order of the choices if there is one; a truth as yes or no."""
    value = amount_span(node, facts, row)
    if not order and not isinstance(node, nodes.Name):
        return value
    words: dict[Any, Atom] = {choice: Between(place, place) for place, choice in enumerate(order)}
    words = words or {True: "yes", False: "no"}
    return together(words.get(atom, atom) if isinstance(atom, bool | str) else atom for atom in value)


def _comparison(node: Compare, facts: SpanFacts, row: SpanRow | None) -> Truths:
    left = _comparable(node.left, node.order, facts, row)
    if not isinstance(node.right, Choices):
        right = _comparable(node.right, node.order, facts, row)
        return frozenset[Truth]().union(*(compared(node.op, a, b) for a, b in product(left, right)))
    items = [_comparable(item, (), facts, row) for item in node.right.items]
    op, join = ("==", _any_of) if node.op == "in" else ("!=", _all_of)
    found: set[Truth] = set()
    for atom in left:
        found |= join(frozenset[Truth]().union(*(compared(op, atom, other) for other in item)) for item in items)
    return frozenset(found)


def _of_numbers(work: Callable[[tuple[Between, ...]], Atom], values: Iterable[Possible]) -> Possible:
    """Work done with every combination; what does not apply counts as 0, and what is unknown stays so."""
    found: list[Atom] = []
    for some in product(*values):
        if UNKNOWN in some:
            found.append(UNKNOWN)
        elif BEYOND_TABLE in some:
            found.append(BEYOND_TABLE)
        else:
            found.append(work(tuple(number_of(ZERO if atom is DOES_NOT_APPLY else atom) for atom in some)))
    return together(found)


def _alike(row: SpanRow) -> Between | None:
    """How many rows a row stands for; None where nobody knows."""
    numbers = [ZERO if atom is DOES_NOT_APPLY else atom for atom in row.get("count", frozenset({Between(1, 1)}))]
    return None if UNKNOWN in numbers else cast(Between, next(iter(together(numbers))))


def _count(inventory: str, of: Node | None, facts: SpanFacts) -> Possible:
    found: set[Atom] = {UNKNOWN} if UNKNOWN in facts.values.get(inventory, frozenset()) else set()
    least, most = 0, 0
    for row in facts.rows.get(inventory, ()):
        holds, alike = ALWAYS if of is None else truth_span(of, facts, row), _alike(row)
        if holds == {False} or alike == ZERO:
            continue
        if alike is None or UNKNOWN in holds:
            found.add(UNKNOWN)
        if alike is not None:
            least += cast(int, alike.least) if holds == ALWAYS else 0
            most += cast(int, alike.most) if True in holds else 0
    return frozenset({*found, Between(least, most)})


def _over_rows(function: str, inventory: str, of: Node, facts: SpanFacts) -> Possible:
    """`sum`, `min` or `max` over the rows without the cells that do not apply; the least of none does not apply."""
    found: set[Atom] = {UNKNOWN} if UNKNOWN in facts.values.get(inventory, frozenset()) else set()
    sums: list[Between] = []
    sure: list[Between] = []  # cells that are there in every case
    maybe: list[Between] = []
    for row in facts.rows.get(inventory, ()):
        cells, alike = amount_span(of, facts, row), _alike(row)
        if alike == ZERO or cells == {DOES_NOT_APPLY}:
            continue
        found |= {special for special in (UNKNOWN, BEYOND_TABLE) if special in cells}
        if alike is None:
            found.add(UNKNOWN)
            continue
        for cell in cells - {UNKNOWN, BEYOND_TABLE, DOES_NOT_APPLY}:
            numbers = number_of(cell)
            counted = DOES_NOT_APPLY not in cells and alike.least > 0
            (sure if counted else maybe).append(numbers)
            by_all = reckoned("*", numbers, alike)
            sums.extend(together((by_all, ZERO) if DOES_NOT_APPLY in cells else (by_all,)))  # type: ignore[arg-type]
    if function == "sum":
        return frozenset({*found, Between(exact(sum(s.least for s in sums)), exact(sum(s.most for s in sums)))})
    if not sure:
        found.add(DOES_NOT_APPLY)
    if not sure and not maybe:
        return frozenset(found)
    pick, other = (min, max) if function == "min" else (max, min)

    def end(of_one: Callable[[Between], Number], far: bool) -> Number:
        """The far end is that of any cell; the near end can only be held by the cells that are surely there."""
        if far:
            return pick(of_one(one) for one in (*sure, *maybe))
        return pick(of_one(one) for one in sure) if sure else other(of_one(one) for one in maybe)

    least = end(lambda one: one.least, far=function == "min")
    return frozenset({*found, Between(least, end(lambda one: one.most, far=function == "max"))})


def _lookup(node: nodes.Lookup, keys: Possible) -> Possible:
    found: list[Atom] = []
    for key in keys:
        if isinstance(key, Special):
            found.append(key)
        elif not isinstance(key, Between):
            rows = [value for name, value in node.rows if key in (name, ANYTHING)]
            found.extend(Between(value, value) for value in (rows if key is ANYTHING else rows[:1]))
            found.extend([BEYOND_TABLE] if not rows or key is ANYTHING else [])
        else:
            found.extend(_rows_reached(node, key))
    return together(found)


def _rows_reached(node: nodes.Lookup, key: Between) -> Iterable[Atom]:
    """The rows of a sizing table that a number can lead to."""
    before: Number | None = None
    for limit, value in cast(Iterable[tuple[Number, Number]], node.rows):
        if node.up_to:
            reached = key.least <= limit and (before is None or key.most > before)
        else:
            reached = key.least <= limit <= key.most
        if reached:
            yield Between(value, value)
        before = limit
    beyond = before is None or key.most > before if node.up_to else key.least != key.most
    if beyond or (not node.up_to and all(limit != key.least for limit, _ in node.rows)):
        yield BEYOND_TABLE
