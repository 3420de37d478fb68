"""Reading one example of a rule: what is given, and what is expected of the rule then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.expressions.nodes import Expression
from advisor.loading.known import Known
from advisor.loading.read_answers import read_answer_value
from advisor.loading.shapes import read_number
from advisor.loading.shapes_rule import ExampleShape, RuleShape
from advisor.loading.spot import Spot
from advisor.pack import AtLeast, AtMost, Effect, Example, Needs
from advisor.values import Number, Value, asked_key


def read_example(shape: ExampleShape, spot: Spot, rule: RuleShape, known: Known, effect: Effect | None) -> Example:
    """An example; what of it is at fault is reported and left out."""
    columns = known.columns(rule.each)
    asked = {fact.id: fact for fact in known.facts.values() if fact.formula is None}
    given: dict[str, Value] = {}
    for name, raw in shape.given.items():
        here = spot.at("given", name)
        if name.startswith("asked(") and name.endswith(")"):
            offering = name.removeprefix("asked(").removesuffix(")").strip()
            number = (
                here.read(read_number, raw) if known.expect(offering, {"offering": known.offerings}, here) else None
            )
            if number is not None:
                given[asked_key(offering)] = number
            continue
        fact = columns.get(name) or asked.get(name)
        if fact is None:
            formula = known.facts.get(name)
            if formula is not None:
                here.say(
                    "answer_to_formula",
                    f"`{name}` is a formula and cannot be given.",
                    f"Give the facts that it is made of: {formula.formula.source if formula.formula else ''}.",
                )
            else:
                known.expect(name, {"a column": columns, "fact": asked} if rule.each else {"fact": asked}, here)
            continue
        value = read_answer_value(fact, raw, here, column=name in columns)
        if value is not None:
            given[name] = value
    return Example(shape.name, given, _expected(shape.expect, spot.at("expect"), effect), spot.place)


def _expected(expect: Any, spot: Spot, effect: Effect | None) -> Mapping[str, Number] | bool | str:
    if not isinstance(expect, Mapping):
        return True if expect == "applies" else str(expect)
    amounts: tuple[tuple[str, Expression], ...] = ()
    if isinstance(effect, Needs):
        amounts = effect.amounts
    elif isinstance(effect, (AtMost, AtLeast)):
        amounts = effect.limits
    names = [name for name, _ in amounts]
    found: dict[str, Number] = {}
    for name, raw in expect.items():
        if effect is not None and name not in names:
            about = ", ".join(f"`{one}`" for one in names) or "nothing with an amount"
            what = f"`{name}` is expected, but this rule is about {about}."
            spot.at(name).say("expect_unknown", what, "Correct the name, or write `applies`.")
            continue
        number = spot.at(name).read(read_number, raw)
        if number is not None:
            found[name] = number
    return found
