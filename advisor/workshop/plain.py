"""A rule in plain English, made from what the engine reads and not from the rule's own texts, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from advisor.expressions.nodes import Expression, Literal_
from advisor.expressions.wording import say_amount, say_condition
from advisor.pack import Advise, AtLeast, AtMost, Decline, Fact, Know, Needs, NotTogether, Pack, Rule
from advisor.saying import say_list, say_number
from advisor.values import Number


@dataclass(frozen=True)
class PlainRule:
    """`when`: where it applies, beginning with "When" or "Always"; `then`: what follows, a whole sentence each; `remarks`: the rest."""

    when: str
    then: tuple[str, ...]
    remarks: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join((f"{self.when}:", *self.then, *self.remarks))


def say_rule(pack: Pack, rule: Rule) -> PlainRule:
    columns = {column.id: column for column in pack.facts[rule.each].columns} if rule.each else {}
    return PlainRule(_when(pack, rule, columns), tuple(_then(pack, rule, columns)), tuple(_remarks(pack, rule)))


def name_of(pack: Pack, id: str) -> str:
    """An id as people call it: the name of an offering, a capability's or outcome's title; else the id with spaces."""
    if id in pack.offerings:
        return pack.offerings[id].name
    if id in pack.capabilities:
        return pack.capabilities[id].title
    if id in pack.outcomes:
        return pack.outcomes[id].title
    return id.replace("_", " ")


def _when(pack: Pack, rule: Rule, columns: Mapping[str, Fact]) -> str:
    parts = []
    if rule.for_:
        outcomes = [name for name in rule.for_ if name in pack.outcomes]
        others = [name for name in rule.for_ if name not in pack.outcomes]
        said = []
        if others:
            kinds = {offering.kind for offering in pack.offerings.values()}
            named = [f"anything of the kind {name_of(pack, n)}" if n in kinds else name_of(pack, n) for n in others]
            said.append(f"{say_list(named, 'or')} is in the plan")
        if outcomes:
            said.append(f"they are after {say_list([f'“{name_of(pack, name)}”' for name in outcomes], 'or')}")
        parts.append(" or ".join(said))
    if rule.each:
        parts.append(f"for each row of {name_of(pack, rule.each)}")
    if rule.when is not None:
        parts.append(say_condition(rule.when.node, pack.facts, columns))
    whole = "When " + " and ".join(parts) if parts else "Always"
    return whole + (f", unless {name_of(pack, rule.unless)} is in the plan" if rule.unless else "")


def _then(pack: Pack, rule: Rule, columns: Mapping[str, Fact]) -> list[str]:
    must = "must" if rule.strength == "must" else "should"

    def amount(expression: Expression, id: str) -> str:
        thing = pack.capabilities.get(id) or pack.facts.get(id)
        unit = thing.unit if thing is not None else None
        if unit is not None and isinstance(expression.node, Literal_):
            value = expression.node.value
            assert isinstance(value, int | Fraction)
            number: Number = value
            if unit.one == unit.many:
                return say_number(number, unit, decimals=3)
            return f"{say_number(number, decimals=3)} {unit.one if number == 1 else unit.many}"
        said = say_amount(expression.node, pack.facts, columns)
        return f"{said} {unit.many}" if unit is not None else said

    def needed(expression: Expression, id: str) -> str:
        there = pack.capabilities[id].unit is None and expression.node == Literal_(1)
        return "there" if there else f"at least {amount(expression, id)}"

    match rule.effect:
        case Needs(amounts):
            each = " for each unit" if rule.per == "unit" else ""
            return [f"{_start(name_of(pack, id))} {must} be {needed(e, id)}{each}." for id, e in amounts]
        case AtMost(limits):
            return [
                f"{_start(name_of(pack, id))} does not suit this customer."
                if e.node == Literal_(0) and id in pack.offerings
                else f"{_start(name_of(pack, id))} {must} be at most {amount(e, id)}."
                for id, e in limits
            ]
        case AtLeast(limits):
            return [f"{_start(name_of(pack, id))} {must} be at least {amount(e, id)}." for id, e in limits]
        case NotTogether(offerings):
            return [f"{_start(say_list([name_of(pack, o) for o in offerings]))} {must} not be together."]
        case Know(facts):
            asks = say_list([f"“{_question(pack, fact)}”" for fact in facts])
            return [f"The answer to {asks} {must} be known first."]
        case Decline(offering):
            what = name_of(pack, offering) if offering else "anything"
            return [f"We do not take on {what}."]
        case Advise():
            return [f"The customer is told: {rule.because}"]


def _question(pack: Pack, name: str) -> str:
    fact, _, column = name.partition(".")
    if not column:
        return pack.facts[fact].asks
    return next((c.asks for c in pack.facts[fact].columns if c.id == column), name)


def _remarks(pack: Pack, rule: Rule) -> list[str]:
    said = []
    if rule.strength == "should":
        said.append("They may go without it, in writing.")
    if rule.without:
        said.append(f"Without it: {rule.without}")
    if rule.instead:
        said.append(f"Instead: {rule.instead}")
    if rule.status == "draft":
        said.append("This is a draft: nobody acts on it.")
    return said


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]
