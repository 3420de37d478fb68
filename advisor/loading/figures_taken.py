"""Holds every number that a rule takes from a figure against the row it cites, and against the numbers of the rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from advisor.expressions.nodes import Expression, Literal_, Lookup, Name, walk
from advisor.loading.files import Problems
from advisor.loading.known import Known
from advisor.loading.shapes import plain
from advisor.pack import AtLeast, AtMost, Figure, Needs, Rule
from advisor.values import Number, exact

# What a figure's number may be multiplied with to stand in a rule, by the figure's unit: one file counts in GB what another
# counts in MB.
FACTORS: dict[str, tuple[Fraction, ...]] = {
    "KB": (Fraction(1, 1000), Fraction(1, 1024)),
    "MB": (Fraction(1, 1000), Fraction(1, 1024)),
    "GB": (Fraction(1, 1000), Fraction(1000), Fraction(1, 1024), Fraction(1024)),
    "kbit/s": (Fraction(1, 1000),),
    "Mbit/s": (Fraction(1000),),
    "ms": (Fraction(1, 1000),),
    "s": (Fraction(1000),),
    "px/cm": (Fraction(100),),
    "px/m": (Fraction(1, 100),),
    "mm": (Fraction(1, 10), Fraction(1, 1000)),
    "cm": (Fraction(10), Fraction(1, 100)),
    "m": (Fraction(100), Fraction(1000)),
    "in": (Fraction(254, 10),),
    "kg": (Fraction(1000),),
}


_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def compare_figures(rule: Rule, known: Known, problems: Problems) -> None:
    """Report where a rule says that it takes a number from a figure, and the row, or the rule, has another."""
    if known.blind or not rule.takes:
        return
    there = Counter(numbers_of(rule, known))
    for taken in rule.takes:
        figure = known.figures.get(taken.figure)
        if figure is None:
            if taken.figure in known.sources:
                what = f"`{taken.figure}` is no figure, so no number can be taken from it."
                problems.add(taken.place, "figure_without_number", what, "Write its id alone, without a number.")
            continue
        values = values_of(figure)
        condition = f" ({figure.condition})" if figure.condition else ""
        row = f"the row in {figure.place} says {figure.value} {figure.unit}".rstrip() + condition
        if not values:
            what = f"`{figure.id}` has no number: {row}."
            problems.add(taken.place, "figure_without_number", what, "Write its id alone, without a number.")
        elif taken.number not in values:
            what = f"The rule takes {plain(taken.number)} from `{figure.id}`, and {row}."
            problems.add(
                taken.place, "figure_differs", what, "Look into the source, and correct the one that is wrong."
            )
        elif not there[taken.number]:
            has = f"it has {_listed(there)}" if +there else "it has none"
            what = f"The rule takes {plain(taken.number)} from `{figure.id}`, and no number of it is that: {has}."
            cure = "Correct the number in the rule; if it comes from elsewhere, say from where."
            problems.add(taken.place, "figure_not_used", what, cure)
        there[taken.number] -= 1


def values_of(figure: Figure) -> tuple[Number, ...]:
    """The numbers that a rule may write for a figure: the row's own, the same in the units next to it, and those of the condition
    for which it holds ("users <= 1000"). Per cent are written as a share, or as what something grows to. None for a word."""
    found = [Fraction(number.replace(",", "")) for number in _NUMBER.findall(figure.condition)]
    try:
        value = Fraction(figure.value)
    except ValueError:
        return tuple(map(exact, found))
    if figure.unit == "%":
        found = [value / 100, 1 + value / 100, *found]
    return tuple(map(exact, (value, *(value * factor for factor in FACTORS.get(figure.unit, ())), *found)))


def numbers_of(rule: Rule, known: Known) -> Iterator[Number]:
    """Every number on which the rule's answer stands: in its condition and amounts, in the formulas and sizing tables that these
    read, and in what is there already or supplied of the capabilities it calls for."""
    waiting: list[Expression] = [] if rule.when is None else [rule.when]
    match rule.effect:
        case Needs(pairs) | AtMost(pairs) | AtLeast(pairs):
            waiting.extend(expression for _, expression in pairs)
            capabilities = [known.capabilities[name] for name, _ in pairs if name in known.capabilities]
            for capability in capabilities:
                for already in capability.already:
                    waiting.extend(filter(None, (already.when, already.value)))
            called = {capability.id for capability in capabilities}
            for offering in known.offerings.values():
                waiting.extend(amount for name, amount in offering.provides if name in called)
    formulas: set[str] = set()
    while waiting:
        for node in walk(waiting.pop().node):
            match node:
                case Literal_(int() | Fraction() as number):
                    yield number
                case Lookup(rows=rows):
                    yield from (part for row in rows for part in row if not isinstance(part, str))
                case Name(name) if name in known.facts and name not in formulas:
                    formulas.add(name)
                    formula = known.facts[name].formula
                    if formula is not None:
                        waiting.append(formula)


def _listed(there: Counter[Number]) -> str:
    return ", ".join(plain(number) for number in sorted(number for number, times in there.items() if times > 0))
