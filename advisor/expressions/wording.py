"""Says an expression in plain English, from the same table of operators that evaluates it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from advisor.expressions import nodes
from advisor.expressions.nodes import Choices, Literal_, Name, Node
from advisor.expressions.operators import AGGREGATES, AND, ARITHMETIC, COMPARISONS, EVERY_ROW, FUNCTIONS, OR
from advisor.pack import Fact, Unit
from advisor.saying import MINUS, say_choice, say_date, say_number
from advisor.values import Number

_MOST_DECIMALS = 18


def say_condition(node: Node, facts: Mapping[str, Fact], columns: Mapping[str, Fact] | None = None) -> str:
    """A condition: "colour is 'light red' and users is more than 50". `columns`: of the row that it looks at."""
    return _Wording(facts, columns or {}).condition(node)


def say_amount(node: Node, facts: Mapping[str, Fact], columns: Mapping[str, Fact] | None = None) -> str:
    """An amount: "the largest of (2; users)", with the signs of a printed page."""
    return _Wording(facts, columns or {}).amount(node)


def say_exactly(value: Number) -> str:
    """A number with all its decimals; as a fraction where they never end."""
    for places in range(_MOST_DECIMALS + 1):
        if (value * 10**places) == int(value * 10**places):
            return say_number(value, decimals=places)
    assert isinstance(value, Fraction)
    return f"{say_number(value.numerator)}/{say_number(value.denominator)}"


class _Wording:
    """Knows whose names are meant: the facts of the pack and the columns of the row at hand."""

    def __init__(self, facts: Mapping[str, Fact], columns: Mapping[str, Fact]) -> None:
        self._facts, self._columns = facts, columns

    def condition(self, node: Node) -> str:
        match node:
            case nodes.Compare(op, left, right):
                one = self._side(left, right)
                other = self._side(right, left)
                return f"{one} {COMPARISONS[op].words} {other}"
            case nodes.And(operands):
                return self._joined(AND, operands)
            case nodes.Or(operands):
                return self._joined(OR, operands)
            case nodes.Not(nodes.Asked(offering)):
                return f"they did not ask for {_spaced(offering)}"
            case nodes.Asked(offering):
                return f"they asked for {_spaced(offering)}"
            case nodes.Not(Name(id)):
                return f"{_spaced(id)} is {say_choice('no', self._fact(id))}"
            case nodes.Not(operand):
                return f"it is not so that ({self.condition(operand)})"
            case Name(id):
                return f"{_spaced(id)} is {say_choice('yes', self._fact(id))}"
            case Literal_(word):
                return "always" if word == "yes" else "never"
            case _:
                return self.amount(node)

    def amount(self, node: Node) -> str:
        match node:
            case Literal_():
                return self._literal(node, None, None)
            case Name(id):
                return _spaced(id)
            case nodes.Asked(offering):
                return f"the quantity of {_spaced(offering)} asked for"
            case nodes.Arithmetic(op, left, right):
                binding = ARITHMETIC[op].binding
                return f"{self._term(left, binding)} {ARITHMETIC[op].sign} {self._term(right, binding + 1)}"
            case nodes.Negative(operand):
                return f"{MINUS}{self._term(operand, 3)}"
            case nodes.Call(function, arguments):
                return FUNCTIONS[function].words.format("; ".join(self.amount(argument) for argument in arguments))
            case nodes.Aggregate(function, inventory, of):
                return self._over_rows(function, inventory, of)
            case nodes.Lookup(table, column, key):
                return f"the {_spaced(column)} that the table {_spaced(table)} gives for ({self.amount(key)})"
            case Choices(items):
                return ", ".join(self.amount(item) for item in items)
            case _:
                return self.condition(node)

    def _joined(self, word: str, operands: tuple[Node, ...]) -> str:
        """Join conditions; one that is itself joined goes in brackets, so that and and or are never read together."""
        parts = [
            f"({self.condition(operand)})" if isinstance(operand, (nodes.And, nodes.Or)) else self.condition(operand)
            for operand in operands
        ]
        return f" {word} ".join(parts)

    def _term(self, node: Node, binding: int) -> str:
        """A part of a sum or product, in brackets where it binds less than what stands around it."""
        own = ARITHMETIC[node.op].binding if isinstance(node, nodes.Arithmetic) else 3
        if isinstance(node, nodes.Negative) or (isinstance(node, Literal_) and str(node.value).startswith("-")):
            own = 0
        return f"({self.amount(node)})" if own < binding else self.amount(node)

    def _over_rows(self, function: str, inventory: str, of: Node | None) -> str:
        rows = _spaced(inventory)
        if of is None:
            return EVERY_ROW.format(rows=rows)
        fact = self._facts.get(inventory)
        inside = _Wording(self._facts, {column.id: column for column in fact.columns} if fact is not None else {})
        said = inside.condition(of) if function == "count" else inside.amount(of)
        return AGGREGATES[function].words.format(rows=rows, of=said)

    def _side(self, node: Node, opposite: Node) -> str:
        """One side of a comparison; a bare value is said as the fact on the other side says it."""
        fact = self._fact(opposite.id) if isinstance(opposite, Name) else None
        if isinstance(node, Literal_):
            return self._literal(node, fact, fact.unit if fact is not None else None)
        if isinstance(node, Choices):
            return ", ".join(self._side(item, opposite) for item in node.items)
        return self.amount(node)

    def _literal(self, node: Literal_, fact: Fact | None, unit: Unit | None) -> str:
        value = node.value
        if isinstance(value, str):
            return f"'{say_choice(value, fact)}'"
        if isinstance(value, date):
            return say_date(value)
        symbol = f"\N{NO-BREAK SPACE}{unit.one}" if unit is not None and unit.one == unit.many else ""
        return say_exactly(value) + symbol

    def _fact(self, id: str) -> Fact | None:
        return self._columns.get(id) or self._facts.get(id)


def _spaced(id: str) -> str:
    return id.replace("_", " ")
