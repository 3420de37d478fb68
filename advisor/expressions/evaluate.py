"""Evaluates expressions with three truth values: every node is compiled once into a small function."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias, cast

from advisor.expressions import nodes
from advisor.expressions.nodes import Choices, Compare, Literal_, Node
from advisor.expressions.operators import AGGREGATES, ARITHMETIC, COMPARISONS, FUNCTIONS
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Number, Special, Truth, Value, asked_key, exact

Facts: TypeAlias = Mapping[str, Value]
Amount: TypeAlias = Callable[[Facts, Facts | None], Value]
Condition: TypeAlias = Callable[[Facts, Facts | None], Truth]

_NOT_COMPARED = (DOES_NOT_APPLY, BEYOND_TABLE)


def amount(node: Node, facts: Facts, row: Facts | None = None) -> Value:
    """Evaluate as a value. `facts`: by id (a missing one is UNKNOWN, a missing `asked(...)` 0); `row`: by column."""
    return compile_amount(node)(facts, row)


def truth(node: Node, facts: Facts, row: Facts | None = None) -> Truth:
    """Evaluate as a condition in negation normal form: True, False or UNKNOWN."""
    return compile_truth(node)(facts, row)


@lru_cache(maxsize=16_384)
def compile_truth(node: Node) -> Condition:
    """Compile a condition, once for equal nodes."""
    match node:
        case Compare():
            return _comparison(node)
        case nodes.And(operands):
            return _all_of(tuple(map(compile_truth, operands)))
        case nodes.Or(operands):
            return _any_of(tuple(map(compile_truth, operands)))
        case nodes.Not(operand):
            return _stands(operand, "no", False)
        case _:
            return _stands(node, "yes", True)


@lru_cache(maxsize=16_384)
def compile_amount(node: Node) -> Amount:
    """Compile a value, once for equal nodes; a condition's value is its truth."""
    match node:
        case Literal_(value):
            return lambda facts, row: value
        case nodes.Name(id):
            return _named(id)
        case nodes.Asked(offering):
            key = asked_key(offering)
            return lambda facts, row: facts.get(key, 0)
        case nodes.Arithmetic():
            return _arithmetic(node)
        case nodes.Negative(operand):
            return _arithmetic(nodes.Arithmetic("-", Literal_(0), operand))
        case nodes.Call(function, arguments):
            return _call(FUNCTIONS[function].work, tuple(map(compile_amount, arguments)))
        case nodes.Aggregate("count", inventory, of):
            return _count(inventory, None if of is None else compile_truth(of))
        case nodes.Aggregate(function, inventory, of):
            assert of is not None
            return _over_rows(function, inventory, compile_amount(of))
        case nodes.Lookup():
            return _lookup(node)
        case Choices():
            raise TypeError("a list of choices has no value of its own")
        case _:
            return compile_truth(node)


def _named(id: str) -> Amount:
    def value(facts: Facts, row: Facts | None) -> Value:
        if row is not None and id in row:  # no column bears a fact's id, so the order decides nothing
            return row[id]
        return facts.get(id, UNKNOWN)

    return value


def _stands(node: Node, word: str, flag: bool) -> Condition:
    """A yes/no fact, a condition that is a formula, or `asked(...)` standing alone (`flag` False: negated)."""
    value_of = compile_amount(node)

    def test(facts: Facts, row: Facts | None) -> Truth:
        value = value_of(facts, row)
        if value.__class__ is str or value.__class__ is bool:
            return value == word or value is flag
        if value.__class__ is Special:
            return UNKNOWN if value is UNKNOWN else False
        return (value != 0) is flag

    return test


def _all_of(parts: tuple[Condition, ...]) -> Condition:
    def test(facts: Facts, row: Facts | None) -> Truth:
        result: Truth = True
        for part in parts:
            value = part(facts, row)
            if value is False:
                return False
            if value is UNKNOWN:
                result = UNKNOWN
        return result

    return test


def _any_of(parts: tuple[Condition, ...]) -> Condition:
    def test(facts: Facts, row: Facts | None) -> Truth:
        result: Truth = False
        for part in parts:
            value = part(facts, row)
            if value is True:
                return True
            if value is UNKNOWN:
                result = UNKNOWN
        return result

    return test


def _comparison(node: Compare) -> Condition:
    if isinstance(node.right, Choices):
        return _one_of(node, node.right)
    holds = COMPARISONS[node.op].test
    left, right = (_comparable(side, node.order) for side in (node.left, node.right))
    if isinstance(node.right, Literal_):  # the usual case, made quick
        limit = right({}, None)

        def test_limit(facts: Facts, row: Facts | None) -> Truth:
            value = left(facts, row)
            if value.__class__ is Special:
                return UNKNOWN if value is UNKNOWN else False
            return holds(value, limit)

        return test_limit

    def test(facts: Facts, row: Facts | None) -> Truth:
        one, other = left(facts, row), right(facts, row)
        if one.__class__ is Special or other.__class__ is Special:
            # Whatever an unknown side turns out to be, a comparison with what does not apply is false.
            return False if one in _NOT_COMPARED or other in _NOT_COMPARED else UNKNOWN
        return holds(one, other)

    return test


def _comparable(node: Node, order: tuple[str, ...]) -> Amount:
    """The value of one side: its place in the order of the choices if there is one; a truth as yes or no."""
    value_of = compile_amount(node)
    if not order and not isinstance(node, nodes.Name):
        return value_of
    words: dict[Any, Any] = {choice: place for place, choice in enumerate(order)} or {True: "yes", False: "no"}

    def translated(facts: Facts, row: Facts | None) -> Value:
        value = value_of(facts, row)
        if value.__class__ is bool or value.__class__ is str:
            return cast(Value, words.get(value, value))
        return value

    return translated


def _one_of(node: Compare, choices: Choices) -> Condition:
    """`x in (a, b)` is x == a or x == b; `x not in (a, b)` is x != a and x != b."""
    wanted = node.op == "in"
    if all(isinstance(item, Literal_) for item in choices.items):
        items = frozenset(cast(Literal_, item).value for item in choices.items)
        value_of = _comparable(node.left, ())

        def test(facts: Facts, row: Facts | None) -> Truth:
            value = value_of(facts, row)
            if value.__class__ is Special:
                return UNKNOWN if value is UNKNOWN else False
            return (value in items) is wanted

        return test
    if wanted:
        return _any_of(tuple(compile_truth(Compare("==", node.left, item)) for item in choices.items))
    return _all_of(tuple(compile_truth(Compare("!=", node.left, item)) for item in choices.items))


def _special_among(values: list[Value]) -> Special | None:
    """What the result must be because of the special values among the operands: UNKNOWN before BEYOND_TABLE."""
    if UNKNOWN in values:
        return UNKNOWN
    return BEYOND_TABLE if BEYOND_TABLE in values else None


def _arithmetic(node: nodes.Arithmetic) -> Amount:
    left, right = compile_amount(node.left), compile_amount(node.right)
    work = cast(Callable[[Any, Any], Number | Special], ARITHMETIC[node.op].work)

    def result(facts: Facts, row: Facts | None) -> Value:
        one, other = left(facts, row), right(facts, row)
        if one.__class__ is Special or other.__class__ is Special:
            special = _special_among([one, other])
            if special is not None:
                return special
            one = 0 if one is DOES_NOT_APPLY else one
            other = 0 if other is DOES_NOT_APPLY else other
        value = work(one, other)
        return exact(value) if value.__class__ is Fraction else value

    return result


def _call(work: Callable[[list[Number]], Number], arguments: tuple[Amount, ...]) -> Amount:
    def result(facts: Facts, row: Facts | None) -> Value:
        values = [argument(facts, row) for argument in arguments]
        special = _special_among(values)
        if special is not None:
            return special
        return exact(work([0 if value is DOES_NOT_APPLY else cast(Number, value) for value in values]))

    return result


def _rows(inventory: str, facts: Facts) -> tuple[Facts, ...] | None:
    """The rows of an inventory, none where it does not apply; None where nobody knows."""
    rows = facts.get(inventory, UNKNOWN)
    if rows is UNKNOWN:
        return None
    return () if isinstance(rows, Special) else cast(tuple[Facts, ...], rows)


def _count(inventory: str, condition: Condition | None) -> Amount:
    def result(facts: Facts, row: Facts | None) -> Value:
        rows = _rows(inventory, facts)
        if rows is None:
            return UNKNOWN
        total = 0
        for each in rows:
            holds = True if condition is None else condition(facts, each)
            alike = each.get("count", 1)
            if holds is False or alike == 0 or alike is DOES_NOT_APPLY:
                continue
            if holds is UNKNOWN or alike is UNKNOWN:
                return UNKNOWN
            total += cast(int, alike)
        return total

    return result


def _over_rows(function: str, inventory: str, cell_of: Amount) -> Amount:
    """`sum`, `min` or `max` over the rows without the cells that do not apply; the least of none does not apply."""
    adds = function == "sum"
    work = AGGREGATES[function].work

    def result(facts: Facts, row: Facts | None) -> Value:
        rows = _rows(inventory, facts)
        if rows is None:
            return UNKNOWN
        cells: list[Value] = []
        for each in rows:
            alike, cell = each.get("count", 1), cell_of(facts, each)
            if alike == 0 or alike is DOES_NOT_APPLY or cell is DOES_NOT_APPLY:
                continue
            if alike is UNKNOWN:
                return UNKNOWN
            cells.append(cell * alike if adds and cell.__class__ is not Special else cell)  # type: ignore[operator]
        special = _special_among(cells)
        if special is not None:
            return special
        return exact(work(cast(list[Number], cells))) if cells or adds else DOES_NOT_APPLY

    return result


def _lookup(node: nodes.Lookup) -> Amount:
    key_of = _comparable(node.key, ())
    keys: list[Any] = [key for key, _ in node.rows]
    values: list[Number] = [value for _, value in node.rows]
    exactly: dict[Any, Number] = dict(reversed(node.rows))  # of equal keys the first counts

    def result(facts: Facts, row: Facts | None) -> Value:
        key = key_of(facts, row)
        if key.__class__ is Special:
            return key
        if not node.up_to:
            return exactly.get(key, BEYOND_TABLE)
        place = bisect_left(keys, key)
        return values[place] if place < len(keys) else BEYOND_TABLE

    return result
