"""Negation normal form, in which a comparison with what does not apply is false, negated or not."""

from __future__ import annotations

from advisor.expressions.nodes import And, Compare, Literal_, Node, Not, Or
from advisor.expressions.operators import COMPARISONS


def normal_form(node: Node, wanted: bool = True) -> Node:
    """Bring a condition (its contrary, unless `wanted`) into the form where `not` stands only before a single name."""
    match node:
        case Not(operand):
            return normal_form(operand, not wanted)
        case And(operands) | Or(operands):
            parts = tuple(normal_form(operand, wanted) for operand in operands)
            return And(parts) if isinstance(node, And) == wanted else Or(parts)
        case Compare(op, left, right, order) if not wanted:
            return Compare(COMPARISONS[op].opposite, left, right, order)  # type: ignore[arg-type]
        case Literal_("yes" | "no" as word) if not wanted:
            return Literal_("no" if word == "yes" else "yes")
        case _:
            return node if wanted else Not(node)
