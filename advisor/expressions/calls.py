"""Reads the functions of the language: `asked`, `lookup`, those of numbers, and those that go over rows."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from advisor.expressions import types
from advisor.expressions.faults import ExpressionFault, did_you_mean, listed
from advisor.expressions.nodes import Aggregate, Asked, Lookup
from advisor.expressions.normal_form import normal_form
from advisor.expressions.operators import AGGREGATES, FUNCTIONS
from advisor.expressions.types import Typed
from advisor.pack import Fact
from advisor.values import asked_key

if TYPE_CHECKING:
    from advisor.expressions.reader import Reader

WORDS = tuple(sorted({*FUNCTIONS, *AGGREGATES, "lookup", "asked"}))


def usage(function: str) -> str:
    """How a function is written."""
    usages = {
        "asked": "asked(offering)",
        "lookup": "lookup(table, column, key)",
        "count": "count(table, condition)",
        "sum": "sum(table, column)",
        "min": "min(a, b)",
        "max": "max(a, b)",
    }
    return usages.get(function, f"{function}(number)")


def read_call(reader: Reader, function: str, arguments: list[ast.expr], text: str) -> Typed:
    """Read one call, whatever its function."""
    if function == "asked":
        return _asked(reader, arguments, text)
    if function == "lookup":
        return _lookup(reader, arguments, text)
    if function not in FUNCTIONS and function not in AGGREGATES:
        hint = did_you_mean(function, WORDS, f"There are {', '.join(WORDS)}.")
        raise ExpressionFault("expression_unknown_function", f"There is no function called {function}.", hint)
    inventory = _inventory_named(reader, arguments[0]) if arguments else None
    if function in AGGREGATES and inventory is not None:
        return _over_rows(reader, function, inventory, arguments[1:], text)
    if function not in FUNCTIONS:
        shown = reader.text(arguments[0]) if arguments else "nothing"
        inventories = [fact.id for fact in reader.scope.facts.values() if fact.type == "inventory"]
        raise ExpressionFault(
            "expression_arguments",
            f"{function} goes over the rows of a table of facts, and {shown} is none.",
            did_you_mean(shown, inventories, f"Write {usage(function)}."),
        )
    one_only = function in ("ceil", "floor", "round")
    if len(arguments) != 1 if one_only else len(arguments) < 2:
        wanted = "one number" if one_only else "two numbers or more, or a table and a column"
        raise ExpressionFault("expression_arguments", f"{function} takes {wanted}.", f"Write {usage(function)}.")
    return types.call(function, [reader.read(argument) for argument in arguments], text)  # type: ignore[arg-type]


def _inventory_named(reader: Reader, tree: ast.expr) -> Fact | None:
    fact = reader.scope.facts.get(tree.id) if isinstance(tree, ast.Name) else None
    return fact if fact is not None and fact.type == "inventory" else None


def _over_rows(reader: Reader, function: str, inventory: Fact, arguments: list[ast.expr], text: str) -> Typed:
    if len(arguments) > 1 or (not arguments and function != "count"):
        raise ExpressionFault(
            "expression_arguments", f"{function} takes a table and one thing to look at.", f"Write {usage(function)}."
        )
    if reader.inventory is not None:
        raise ExpressionFault(
            "expression_arguments",
            f"{text} stands inside the brackets of another count, sum, min or max.",
            "Give it a name of its own: a fact with is: in facts.yaml.",
        )
    reader.reads.add(inventory.id)
    if not arguments:
        return Typed(Aggregate("count", inventory.id, None), text, "number")
    with reader.inside(inventory):
        of = reader.read(arguments[0])
    if function == "count":
        return Typed(Aggregate("count", inventory.id, normal_form(types.as_condition(of).node)), text, "number")
    node = Aggregate(function, inventory.id, types.as_number(of).node)  # type: ignore[arg-type]
    return Typed(node, text, "number", of.unit)


def _asked(reader: Reader, arguments: list[ast.expr], text: str) -> Typed:
    if len(arguments) != 1 or not isinstance(arguments[0], ast.Name):
        raise ExpressionFault("expression_arguments", "asked takes the id of one offering.", f"Write {usage('asked')}.")
    offering = arguments[0].id
    if offering not in reader.scope.offerings:
        hint = did_you_mean(offering, reader.scope.offerings, "The ids are in offerings.csv.")
        raise ExpressionFault("expression_unknown_name", f"There is no offering called {offering}.", hint)
    reader.reads.add(asked_key(offering))
    return Typed(Asked(offering), text, "number")


def _lookup(reader: Reader, arguments: list[ast.expr], text: str) -> Typed:
    match arguments:
        case [ast.Name(table_id), ast.Name(column), key_tree]:
            pass
        case _:
            raise ExpressionFault(
                "expression_arguments",
                "lookup takes a table, one of its columns, and a key.",
                f"Write {usage('lookup')}.",
            )
    table = reader.scope.tables.get(table_id)
    if table is None:
        hint = did_you_mean(table_id, reader.scope.tables, "Sizing tables lie in the folder tables of the pack's data.")
        raise ExpressionFault("expression_unknown_name", f"There is no sizing table called {table_id}.", hint)
    if column not in table.columns:
        hint = did_you_mean(column, table.columns, f"Its columns are {listed(table.columns)}.")
        raise ExpressionFault("expression_unknown_name", f"The table {table_id} has no column called {column}.", hint)
    rows = table.columns[column]
    key = reader.read(key_tree)
    words = [row_key for row_key, _ in rows if isinstance(row_key, str)]
    if not words:
        key = types.as_number(key)
    elif key.kind not in ("choice", "yes_no") or not set(words) & set(key.choices):
        types.refuse(key, f"a fact with the choices {listed(words)}", f"The key column {table.key} holds these words.")
    return Typed(Lookup(table_id, column, key.node, table.up_to, rows), text, "number")
