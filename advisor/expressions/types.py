"""What may be put together with what: kinds of values, units, and divisions that can be by zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn

from advisor.expressions.faults import ExpressionFault, did_you_mean, listed
from advisor.expressions.nodes import Arithmetic, Asked, Call, Compare, Literal_, Name, Node, Not
from advisor.expressions.span import Span
from advisor.pack import Fact, Unit

Kind = Literal["number", "condition", "yes_no", "choice", "choices", "date", "inventory"]

_A_KIND = {
    "number": "a number",
    "condition": "a condition",
    "yes_no": "a yes/no fact",
    "choice": "a choice",
    "choices": "a fact with several choices",
    "date": "a date",
    "inventory": "a table",
}


@dataclass(frozen=True)
class Typed:
    """A node with what is known about it. `text`: as it is written."""

    node: Node
    text: str
    kind: Kind
    unit: Unit | None = None
    choices: tuple[str, ...] = ()
    ordered: bool = False
    fact: Fact | None = None


def of_fact(fact: Fact, text: str) -> Typed:
    """A fact, formula or column that is named."""
    if fact.type == "number":
        return Typed(Name(fact.id), text, "number", fact.unit, fact=fact)
    kind: Kind = "yes_no" if fact.is_yes_no else fact.type
    return Typed(Name(fact.id), text, kind, choices=fact.choices, ordered=fact.ordered, fact=fact)


def refuse(typed: Typed, wanted: str, cure: str, code: str = "expression_type") -> NoReturn:
    """Say that something of another kind was expected."""
    raise ExpressionFault(code, f"{typed.text} is {_A_KIND[typed.kind]}, where {wanted} is expected.", cure)


def as_condition(typed: Typed) -> Typed:
    """What can be true or false: a comparison, a yes/no fact, or `asked(...)`."""
    if typed.kind in ("condition", "yes_no") or isinstance(typed.node, Asked):
        return typed
    cures = {
        "number": f"Compare it with something, as in {typed.text} > 0.",
        "choice": f"Compare it with one of its choices: {listed(typed.choices)}.",
        "choices": f"Ask whether a choice is among them, as in {_any_of(typed)} in {typed.text}.",
        "date": "Compare it with a date, as in 2026-03-01.",
        "inventory": f"Count its rows, as in count({typed.text}) > 0.",
    }
    refuse(typed, "a condition", cures[typed.kind])


def _any_of(typed: Typed) -> str:
    return typed.choices[0] if typed.choices else "x"


def as_number(typed: Typed) -> Typed:
    """What can be counted and reckoned with."""
    if typed.kind == "number":
        return typed
    cures = {
        "condition": "A condition belongs in when:; an amount is a number.",
        "yes_no": "Put it in when:, or write one rule for yes and one for no.",
        "choice": "Write one rule for each choice, or look the amount up with lookup(table, column, key).",
        "choices": "Write one rule for each choice.",
        "date": "Dates can only be compared.",
        "inventory": f"Count its rows with count({typed.text}), or add a column up with sum({typed.text}, column).",
    }
    refuse(typed, "a number", cures[typed.kind])


def _of_one_unit(sides: Sequence[Typed], doing: str) -> Unit | None:
    """The unit that all share; what has no unit fits any."""
    with_unit = [side for side in sides if side.unit is not None]
    for side in with_unit[1:]:
        first = with_unit[0]
        if side.unit != first.unit:
            assert first.unit is not None and side.unit is not None
            counted = f"{first.text} is counted in {first.unit.many} and {side.text} in {side.unit.many}"
            cure = f"Multiply by how many {first.unit.many} go to one {side.unit.one}, or take like with like."
            raise ExpressionFault("expression_unit", f"{counted}; they cannot be {doing}.", cure)
    return with_unit[0].unit if with_unit else None


def fits_unit(typed: Typed, unit: Unit | None) -> Typed:
    """Check an amount against the unit of the capability or fact that it is for."""
    if unit is not None and typed.unit is not None and unit != typed.unit:
        raise ExpressionFault(
            "expression_unit",
            f"{typed.text} is counted in {typed.unit.many}, but {unit.many} are expected here.",
            f"Multiply by how many {unit.many} go to one {typed.unit.one}.",
        )
    return typed


def fits_fact(typed: Typed, fact: Fact) -> Typed:
    """Check the value of a formula that is a choice, several choices or a date."""
    if typed.kind != fact.type or not set(typed.choices) <= set(fact.choices):
        wanted = f"one of {listed(fact.choices)}" if fact.choices else f"a {fact.type}"
        refuse(typed, wanted, f"Give {fact.id} a value of its own type.")
    return typed


def arithmetic(op: Literal["+", "-", "*", "/"], left: Typed, right: Typed, text: str, divisor: Span) -> Typed:
    """A sum, difference, product or quotient; `divisor`: the least and the most that `right` can be."""
    left, right = as_number(left), as_number(right)
    unit = None
    if op in ("+", "-"):
        unit = _of_one_unit((left, right), "added" if op == "+" else "taken from each other")
    low, high = divisor
    if op == "/" and (low is None or low <= 0) and (high is None or high >= 0):
        raise ExpressionFault(
            "expression_division",
            f"{right.text} can be 0, and nothing can be divided by 0.",
            f"Write max(1, {right.text}), or narrow the range of its facts so that 0 is not in it.",
        )
    return Typed(Arithmetic(op, left.node, right.node), text, "number", unit)


def call(function: Literal["min", "max", "ceil", "floor", "round"], arguments: Sequence[Typed], text: str) -> Typed:
    """`min` and `max` of like units; `ceil`, `floor` and `round` keep the unit."""
    arguments = [as_number(argument) for argument in arguments]
    unit = _of_one_unit(arguments, "held against each other")
    return Typed(Call(function, tuple(argument.node for argument in arguments)), text, "number", unit)


def literal_of(name: str, fact: Fact, text: str) -> Typed:
    """A choice value held against the fact it belongs to."""
    if name not in fact.choices:
        raise ExpressionFault(
            "expression_choice",
            f"{name} is not a choice of {fact.id}.",
            did_you_mean(name, fact.choices, f"Its choices are {listed(fact.choices)}."),
        )
    return Typed(Literal_(name), text, "choice", choices=fact.choices, ordered=fact.ordered)


def comparison(op: str, left: Typed, right: Typed, text: str) -> Typed:
    """One comparison of like with like."""
    if op in ("in", "not in"):
        return _membership(op, left, right, text)
    for side in (left, right):
        if side.kind == "inventory":
            refuse(side, "a value", f"Count its rows, as in count({side.text}).")
        if side.kind == "condition":
            refuse(side, "a value", "Join conditions with and, or, not; they cannot be compared.")
        if side.kind == "choices":
            refuse(side, "a single value", f"Ask whether a choice is among them, as in {_any_of(side)} in {side.text}.")
    order: tuple[str, ...] = ()
    if {left.kind, right.kind} <= {"choice", "yes_no"}:
        if not set(left.choices) & set(right.choices):
            raise ExpressionFault(
                "expression_choice",
                f"{left.text} and {right.text} have no choice in common, so they can never be equal.",
                "Compare a fact with one of its own choices.",
            )
        if op not in ("==", "!="):
            order = _order(op, left, right)
    elif left.kind != right.kind:
        raise ExpressionFault(
            "expression_type",
            f"{left.text} is {_A_KIND[left.kind]} and {right.text} is {_A_KIND[right.kind]}.",
            _cure_for(left, right),
        )
    elif left.kind == "number":
        _of_one_unit((left, right), "compared")
    if isinstance(right.node, Literal_) and right.node.value in ("yes", "no"):
        return _yes_or_no(op, left, right.node.value == "yes", text)
    if isinstance(left.node, Literal_) and left.node.value in ("yes", "no"):
        return _yes_or_no(op, right, left.node.value == "yes", text)
    return Typed(Compare(op, left.node, right.node, order), text, "condition")  # type: ignore[arg-type]


def _yes_or_no(op: str, side: Typed, yes: bool, text: str) -> Typed:
    """`fact == yes` is the fact alone, `fact == no` is not the fact: one form for one thing."""
    return Typed(side.node if yes == (op == "==") else Not(side.node), text, "condition")


def _order(op: str, left: Typed, right: Typed) -> tuple[str, ...]:
    fact = left.fact or right.fact
    if not (left.ordered and right.ordered and left.choices == right.choices):
        name = fact.id if fact is not None else left.text
        raise ExpressionFault(
            "expression_type",
            f"The choices of {name} have no order, so {op} cannot compare them.",
            f"Use ==, != or in, or write ordered: yes under {name} if its choices stand in order.",
        )
    return left.choices


def _cure_for(left: Typed, right: Typed) -> str:
    """Say what the fact among the two sides can be compared with."""
    for side in (left, right):
        if side.fact is not None and side.choices:
            return f"Compare {side.text} with one of its choices: {listed(side.choices)}."
        if side.kind == "date":
            return f"Compare {side.text} with a date, as in 2026-03-01."
        if side.fact is not None:
            return f"Compare {side.text} with a number."
    return "Compare like with like."


def _membership(op: str, left: Typed, right: Typed, text: str) -> Typed:
    if right.kind != "choices":
        refuse(
            right,
            "a list such as (a, b) or a fact with several choices",
            f"Write {left.text} == {right.text}, or a list in ( ).",
        )
    if left.kind != "choice" or not set(left.choices) <= set(right.choices):
        raise ExpressionFault(
            "expression_choice",
            f"{left.text} is not a choice of {right.text}.",
            f"Its choices are {listed(right.choices)}.",
        )
    return Typed(Compare(op, left.node, right.node), text, "condition")  # type: ignore[arg-type]
