"""Turns Python's tree of an expression into our nodes, by a whitelist: every name looked up, every type checked."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, NoReturn

from advisor.expressions import types
from advisor.expressions.calls import WORDS, read_call, usage
from advisor.expressions.faults import ExpressionFault, did_you_mean
from advisor.expressions.nodes import And, Choices, Compare, Literal_, Negative, Node, Not, Or
from advisor.expressions.scope import Scope
from advisor.expressions.span import span
from advisor.expressions.spelling import named_date, number, with_plain_dates
from advisor.expressions.types import Typed
from advisor.pack import Fact

_YES_NO = {"yes": "yes", "no": "no", "true": "yes", "false": "no", "True": "yes", "False": "no"}
_ARITHMETIC: Mapping[type[ast.operator], Any] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_NO_VALUES = ("unknown", "does_not_apply", "none", "null")


class Reader:
    """Turns the tree of one line into typed nodes, and notes what is read on the way."""

    def __init__(self, line: str, scope: Scope) -> None:
        self._bytes = line.encode()
        self.scope = scope
        self.inventory: str | None = None  # inside count(pcs, ...): pcs
        self._columns = scope.columns
        self.reads: set[str] = set()
        self.reads_columns: set[str] = set()

    def read(self, tree: ast.expr) -> Typed:
        text = self.text(tree)
        match tree:
            case ast.Constant(value):
                if isinstance(value, bool):
                    return self._yes_no(str(value))
                return Typed(Literal_(number(text)), text, "number")
            case ast.Name(id):
                return self._name(id)
            case ast.BoolOp(op, values):
                parts = tuple(types.as_condition(self.read(value)).node for value in values)
                return Typed(And(parts) if isinstance(op, ast.And) else Or(parts), text, "condition")
            case ast.UnaryOp(ast.Not(), operand):
                return Typed(Not(types.as_condition(self.read(operand)).node), text, "condition")
            case ast.UnaryOp(ast.USub() | ast.UAdd() as sign, operand):
                typed = types.as_number(self.read(operand))
                node = typed.node if isinstance(sign, ast.UAdd) else _negative(typed.node)
                return Typed(node, text, "number", typed.unit)
            case ast.BinOp(left, op, right) if type(op) in _ARITHMETIC:
                one, other = self.read(left), self.read(right)
                names = {**self.scope.facts, **self._columns}
                return types.arithmetic(
                    _ARITHMETIC[type(op)], one, other, text, span(other.node, names, self.scope.facts)
                )
            case ast.Compare(left, ops, comparators):
                return self._chain([left, *comparators], ops, text)
            case ast.Call(ast.Name(function), arguments, keywords):
                if keywords:
                    self._not_a_word(f"{keywords[0].arg}=", "Give the arguments without names.")
                if any(isinstance(argument, ast.Starred) for argument in arguments):
                    self._not_a_word("*", "Name every argument.")
                return read_call(self, function, arguments, text)
            case _:
                self._refuse(tree, text)

    @contextmanager
    def inside(self, inventory: Fact) -> Iterator[None]:
        """Within this, bare names are the columns of an inventory."""
        outer = self._columns
        self._columns, self.inventory = {column.id: column for column in inventory.columns}, inventory.id
        try:
            yield
        finally:
            self._columns, self.inventory = outer, None

    def text(self, tree: ast.expr) -> str:
        """The part of the line that a tree was read from (Python counts columns in bytes)."""
        return with_plain_dates(self._bytes[tree.col_offset : tree.end_col_offset].decode(errors="replace"))

    # Names

    def _name(self, id: str) -> Typed:
        day = named_date(id)
        if day is not None:
            return Typed(Literal_(day), day.isoformat(), "date")
        fact = self._fact(id)
        if fact is not None:
            return self._noted(fact)
        if id in _YES_NO:
            return self._yes_no(id)
        self._unknown(id)

    def _fact(self, id: str) -> Fact | None:
        return self._columns.get(id) or self.scope.facts.get(id)

    def _noted(self, fact: Fact) -> Typed:
        if fact.id not in self._columns:
            self.reads.add(fact.id)
        elif self.inventory is None:
            self.reads_columns.add(fact.id)
        return types.of_fact(fact, fact.id)

    def _yes_no(self, word: str) -> Typed:
        return Typed(Literal_(_YES_NO[word]), _YES_NO[word], "yes_no", choices=("yes", "no"))

    def _unknown(self, id: str) -> NoReturn:
        if id in _NO_VALUES:
            raise ExpressionFault(
                "expression_unknown_name",
                f"Nothing is compared with {id}: what nobody knows makes a rule wait, by itself.",
                "Take the comparison out; a rule with know: demands an answer.",
            )
        owners = [fact for fact in (*self._columns.values(), *self.scope.facts.values()) if id in fact.choices]
        if owners:
            raise ExpressionFault(
                "expression_unknown_name",
                f"{id} is a choice of {owners[0].id} and says nothing by itself.",
                f"Write {id} in {owners[0].id}." if owners[0].type == "choices" else f"Write {owners[0].id} == {id}.",
            )
        if id in self.scope.offerings:
            raise ExpressionFault(
                "expression_unknown_name",
                f"{id} is an offering, not a fact.",
                f"Write asked({id}) for how many the customer asked for.",
            )
        if id in self.scope.tables:
            raise ExpressionFault(
                "expression_unknown_name",
                f"{id} is a sizing table.",
                f"Write lookup({id}, column, {self.scope.tables[id].key}).",
            )
        if id in WORDS:
            raise ExpressionFault(
                "expression_unknown_name", f"{id} is a function and needs brackets.", f"Write {usage(id)}."
            )
        if self.inventory is not None and id in self.scope.columns:
            raise ExpressionFault(
                "expression_unknown_name",
                f"{id} is not a column of {self.inventory}.",
                f"Inside the brackets only columns of {self.inventory} and facts can be named.",
            )
        for fact in self.scope.facts.values():
            if any(column.id == id for column in fact.columns):
                raise ExpressionFault(
                    "expression_unknown_name",
                    f"{id} is a column of {fact.id}, and no row of it is meant here.",
                    f"Write {_row_by_row(fact.id, id)}, or each: {fact.id} for a rule that looks at every row.",
                )
        names = (*self._columns, *self.scope.facts)
        hint = did_you_mean(id, names, "Ask for it in facts.yaml, or correct the name.")
        raise ExpressionFault("expression_unknown_name", f"There is no fact, formula or column called {id}.", hint)

    # Comparisons

    def _chain(self, sides: list[ast.expr], ops: list[ast.cmpop], text: str) -> Typed:
        compared = []
        for left, op, right in zip(sides, ops, sides[1:], strict=False):
            if type(op) not in _COMPARISONS:
                self._not_a_word("is", "Write == or !=.")
            part = text if len(ops) == 1 else f"{self.text(left)} {_COMPARISONS[type(op)]} {self.text(right)}"
            compared.append(self._compare(_COMPARISONS[type(op)], left, right, part))
        return compared[0] if len(compared) == 1 else Typed(And(tuple(c.node for c in compared)), text, "condition")

    def _compare(self, op: str, left: ast.expr, right: ast.expr, text: str) -> Typed:
        if op in ("in", "not in"):
            return self._among(op, left, right, text)
        one, other = self._choice_against(left, right), self._choice_against(right, left)
        if one is not None and other is not None:  # each names a choice of the other: the left one is the fact
            one = None
        return types.comparison(op, one or self.read(left), other or self.read(right), text)

    def _choice_against(self, tree: ast.expr, opposite: ast.expr) -> Typed | None:
        """Read a bare name as a choice of the fact on the other side; None where it is none (and not meant as one)."""
        fact = self._fact(opposite.id) if isinstance(opposite, ast.Name) else None
        if fact is None or not fact.choices:
            return None
        if isinstance(tree, ast.Name):
            id = _YES_NO.get(tree.id, tree.id) if fact.is_yes_no else tree.id
            if id in fact.choices or (self._fact(id) is None and named_date(id) is None and id not in _YES_NO):
                return types.literal_of(id, fact, id)
        return None

    def _among(self, op: str, left: ast.expr, right: ast.expr, text: str) -> Typed:
        if isinstance(right, (ast.Tuple, ast.List)):
            return self._in_list(op, left, right.elts, text)
        several = self._fact(right.id) if isinstance(right, ast.Name) else None
        if several is not None and several.type == "choices":
            item = self._choice_against(left, right) or self.read(left)
            return types.comparison(op, item, self._noted(several), text)
        if isinstance(right, (ast.Name, ast.Constant)) and (several is None or several.type != "inventory"):
            return self._in_list(op, left, [right], text)  # `x in (a)`: Python sees no list in it
        return types.comparison(op, self.read(left), self.read(right), text)

    def _in_list(self, op: str, left: ast.expr, items: list[ast.expr], text: str) -> Typed:
        if not items:
            raise ExpressionFault(
                "expression_arguments", "The list after in is empty.", "Name at least one value in the brackets."
            )
        one = self.read(left)
        compared = [
            types.comparison("==", one, self._choice_against(item, left) or self.read(item), text) for item in items
        ]
        if one.kind == "yes_no":  # each is the fact or its opposite already
            either: Node = Or(tuple(typed.node for typed in compared))
            return Typed(either if op == "in" else Not(either), text, "condition")
        rights = tuple(typed.node.right for typed in compared if isinstance(typed.node, Compare))
        return Typed(Compare(op, one.node, Choices(rights)), text, "condition")  # type: ignore[arg-type]

    # What is not in the language

    def _refuse(self, tree: ast.expr, text: str) -> NoReturn:
        match tree:
            case ast.Attribute(ast.Name(owner), column):
                fact = self.scope.facts.get(owner)
                if fact is None or fact.type != "inventory":
                    self._not_a_word(".", "Write the name of the fact alone.")
                inside = self.inventory == owner or column in self.scope.columns
                cure = f"Write {column} alone." if inside else f"Write {_row_by_row(owner, column)}."
                raise ExpressionFault("expression_dot", f"{owner}.{column} cannot stand in an expression.", cure)
            case ast.Tuple() | ast.List():
                cure = "Write decimals with a point (0.5), thousands without a sign (1450), and lists only after in."
                raise ExpressionFault("expression_comma", f"{text} is a list, and no list can stand here.", cure)
            case ast.IfExp():
                self._not_a_word("if", "Write one rule for each of the cases, each with its when:.")
            case ast.BinOp(_, op, _):
                self._not_a_word(type(op).__name__, "There are + - * / and floor, ceil, round.")
            case _:
                self._not_a_word(text[:40], "Write a comparison, or an amount made with + - * / and the functions.")

    def _not_a_word(self, sign: str, cure: str) -> NoReturn:
        raise ExpressionFault("expression_not_allowed", f"{sign} is not part of this language.", cure)


def _negative(node: Node) -> Node:
    if isinstance(node, Literal_) and isinstance(node.value, (int, Fraction)):
        return Literal_(-node.value)
    return Negative(node)


def _row_by_row(inventory: str, column: str) -> str:
    return f"count({inventory}, {column} ...) or sum({inventory}, {column})"
