"""Reads an expression as it stands in a rule file: parsed by Python's own `ast`, never run, every type checked."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from fractions import Fraction

from advisor.expressions import types
from advisor.expressions.faults import ExpressionFault
from advisor.expressions.nodes import Expression, Literal_
from advisor.expressions.normal_form import normal_form
from advisor.expressions.reader import Reader
from advisor.expressions.scope import Scope, Table
from advisor.expressions.spelling import DEEPEST, plain_line, with_named_dates, with_plain_dates
from advisor.expressions.types import Typed
from advisor.pack import Fact, Unit
from advisor.values import exact

__all__ = ["ExpressionFault", "Scope", "Table", "read_amount", "read_condition", "read_value"]

_ENDS_OPEN = re.compile(r"([-+*/<>=,.]|\b(and|or|not|in))$")


def read_condition(source: str, scope: Scope) -> Expression:
    """Read a condition, in negation normal form. Raises ExpressionFault."""
    return _read(source, scope, types.as_condition)


def read_amount(source: str | int | Fraction, scope: Scope, unit: Unit | None = None) -> Expression:
    """Read an amount. `unit`: what it is to be counted in; a bare number fits any. Raises ExpressionFault."""
    return _read(source, scope, lambda typed: types.fits_unit(types.as_number(typed), unit))


def read_value(source: str | int | Fraction, scope: Scope, fact: Fact) -> Expression:
    """Read the `is:` of a named formula, of the type that the fact has. Raises ExpressionFault."""
    if fact.type == "number":
        return read_amount(source, scope, fact.unit)
    if fact.is_yes_no:
        return _read(source, scope, types.as_condition)
    return _read(source, scope, lambda typed: types.fits_fact(typed, fact), fact.choices)


def _read(source: object, scope: Scope, check: Callable[[Typed], Typed], choices: tuple[str, ...] = ()) -> Expression:
    """Read and check one expression; one of `choices` standing alone is that choice."""
    text = "" if source is None else str(source)
    if isinstance(source, (int, Fraction)) and not isinstance(source, bool):
        return Expression(text, check(Typed(Literal_(exact(source)), text, "number")).node, frozenset())
    line = with_named_dates(plain_line(text))
    tree = _parse(line)
    reader = Reader(line, scope)
    if isinstance(tree, ast.Name) and tree.id in choices:
        typed = Typed(Literal_(tree.id), tree.id, "choice", choices=choices)
    else:
        typed = reader.read(tree)
    node = normal_form(check(typed).node)
    return Expression(text, node, frozenset(reader.reads), frozenset(reader.reads_columns))


def _parse(line: str) -> ast.expr:
    try:
        tree = ast.parse(line, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise _unreadable(line, error) from None
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return tree
    raise ExpressionFault(
        "expression_too_deep",
        f"The expression is nested more than {DEEPEST} levels deep.",
        "Give a part of it a name: a fact with is: in facts.yaml.",
    )


def _unreadable(line: str, error: BaseException) -> ExpressionFault:
    for opening, closing in ("()", "[]"):
        missing = line.count(opening) - line.count(closing)
        if missing:
            one_too_few = closing if missing > 0 else opening
            return ExpressionFault(
                "expression_brackets",
                f"A {one_too_few} is missing.",
                "Close every bracket that is opened, and no other.",
            )
    if _ENDS_OPEN.search(line):
        return ExpressionFault(
            "expression_unreadable",
            f"The expression stops after {with_plain_dates(line)[-40:]}.",
            "Say what comes after it, or take the last word out.",
        )
    offset = error.offset if isinstance(error, SyntaxError) else None
    place = min(max((offset or 1) - 1, 0), len(line))
    before = with_plain_dates(line[:place])[-40:].strip()
    where = f"after {before}" if before else "at its beginning"
    return ExpressionFault(
        "expression_unreadable",
        f"The expression cannot be read {where}.",
        "Look there for a sign or a name too many or too few; two names need and, or, or a sign between them.",
    )
