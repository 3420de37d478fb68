"""A rule's texts with this customer's numbers: what is needed, there and short, and whom it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from advisor.engine.decide import Decision
from advisor.engine.demands import truth_of
from advisor.engine.effects import Setting
from advisor.engine.facts import Facts, derive
from advisor.engine.index import Index
from advisor.pack import Capability, Fact, Needs, Rule, Unit
from advisor.planner.problem import Quantities
from advisor.recommendation import Numbers, Reason
from advisor.saying import say_list, say_number, say_value
from advisor.texts import fill
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Number, Row, Special, Value

MOST_NAMES = 4  # rows named one by one; beyond that they are counted


def known_facts(decision: Decision) -> Facts:
    """What is known of the case, formulas included; open facts are UNKNOWN, inventories keep their unknown cells."""
    facts: Facts = dict(decision.settled.known)
    for fact in decision.settled.open:
        answer = decision.case.answers.get(fact)
        if answer is not None and isinstance(answer.value, tuple):
            facts[fact] = answer.value
    return derive(decision.index, decision.settled, facts, decision.index.pack.facts)


@dataclass(frozen=True)
class Spoken:
    """The numbers of one capability as far as they are known."""

    needed: Number | None
    have: Number | None
    here: Number | None

    @property
    def short(self) -> Number | None:
        return None if self.needed is None or self.have is None else max(self.needed - self.have, 0)


def spoken_numbers(
    index: Index,
    setting: Setting,
    capability: Capability,
    facts: Facts,
    plan: Quantities,
    rule: Rule | None,
    row: Row | None,
) -> Spoken:
    """Needed by all demands that count with this plan, there already, and needed by `rule` alone; None where it is not known."""
    demands: list[Number | None] = []
    here: Number | None = None
    for other, expression in index.demanding[capability.id]:
        triggers = setting.triggers(index, other)
        if not setting.counts(index, other) or (triggers is not None and not any(plan.get(t, 0) for t in triggers)):
            continue
        applies = truth_of(other, facts, row)
        amount = _number(expression.amount(facts, cast(Facts, row))) if applies is not False else 0
        if amount is not None and other.per == "unit" and triggers is not None:
            amount *= sum(plan.get(t, 0) for t in triggers)
        if rule is not None and other.id == rule.id:
            here = amount
        demands.append(None if applies is UNKNOWN else amount)
    known = [max(d, 0) for d in demands if d is not None]
    total = (
        (max(known, default=0) if capability.demands == "highest" else sum(known))
        if len(known) == len(demands)
        else None
    )
    return Spoken(total, _already(capability, facts, row), here)


def _already(capability: Capability, facts: Facts, row: Row | None) -> Number | None:
    for already in capability.already:
        applies = True if already.when is None else already.when.truth(facts, cast(Facts, row))
        if applies is UNKNOWN:
            return None
        if applies:
            return _number(already.value.amount(facts, cast(Facts, row)))
    return 0


def _number(value: Value) -> Number | None:
    if value is DOES_NOT_APPLY:
        return 0
    return (
        None
        if isinstance(value, Special) or (not isinstance(value, int) and not hasattr(value, "numerator"))
        else cast(Number, value)
    )


Said = tuple[Value, Unit | None] | str


def values_for(
    decision: Decision, rule: Rule, facts: Facts, plan: Quantities, rows: Sequence[Row] = (), asked: int | None = None
) -> dict[str, Said]:
    """Everything that a rule's text may name, as far as it is known here. `rows`: the (equal) rows that are spoken of."""
    pack = decision.index.pack
    said: dict[str, Said] = {}
    for fact in pack.facts.values():
        said.update(_said(fact, facts.get(fact.id, UNKNOWN)))
    if rows and rule.each is not None:
        inventory = pack.facts[rule.each]
        for column in inventory.columns:
            said.update(_said(column, rows[0].get(column.id, UNKNOWN)))
        said["rows"] = say_row_names(inventory, rows)
    if asked is not None:
        said["asked"] = (asked, None)
    if isinstance(rule.effect, Needs):
        for number, (name, _) in enumerate(rule.effect.amounts):
            capability = pack.capabilities[name]
            row = rows[0] if rows else None
            spoken = spoken_numbers(decision.index, decision.setting, capability, facts, plan, rule, row)
            for word, value in (
                ("needed", spoken.needed), ("have", spoken.have), ("short", spoken.short), ("needed_here", spoken.here)
            ):  # fmt: skip
                if value is not None:
                    said[f"{word}.{name}"] = (value, capability.unit)
                    if number == 0:
                        said[word] = (value, capability.unit)
    return said


def _said(fact: Fact, value: Value) -> dict[str, Said]:
    if value is UNKNOWN or value is DOES_NOT_APPLY:
        return {}
    if fact.type == "number" or (
        fact.formula is not None and hasattr(value, "numerator") and not isinstance(value, bool)
    ):
        return {fact.id: (value, fact.unit)}
    return {fact.id: say_value(fact, value)}


def say_row_names(inventory: Fact, rows: Sequence[Row]) -> str:
    """The rows by name, with how many each stands for: "front desk (12 PCs)"; many rows are counted."""
    total = sum(_count(row) for row in rows)
    unit = inventory.unit or Unit("row", "rows")
    if len(rows) > MOST_NAMES:
        return f"{say_number(total)} {unit.one if total == 1 else unit.many}"
    names = []
    for row in rows:
        count = _count(row)
        counted = f" ({say_number(count)} {unit.many})" if count > 1 else ""
        names.append(f"{row.get('name', '')}{counted}")
    return say_list(names)


def _count(row: Row) -> int:
    count = row.get("count", 1)
    return count if isinstance(count, int) else 1


def speak(text: str, unknown: str, otherwise: str, values: Mapping[str, Said]) -> str:
    """The first of the texts whose names are all known here."""
    for candidate in (text, unknown):
        filled = fill(candidate, values) if candidate else None
        if filled is not None:
            return filled
    return otherwise


def reason_of(
    decision: Decision, rule: Rule, facts: Facts, plan: Quantities, rows: Sequence[Row] = (), asked: int | None = None
) -> Reason:
    """A rule's sentence with the numbers and facts it stands on."""
    values = values_for(decision, rule, facts, plan, rows, asked)
    because = rule.because if truth_of(rule, facts, rows[0] if rows else None) is True else ""
    says = speak(because, rule.because_unknown, "", values)
    if not says:
        says = _nobody_knows(decision, rule, facts) or speak(rule.because, "", rule.title + ".", values)
    numbers = None
    if isinstance(rule.effect, Needs):
        spoken = spoken_numbers(
            decision.index, decision.setting, decision.index.pack.capabilities[rule.effect.amounts[0][0]], facts, plan, rule,
            rows[0] if rows else None,
        )  # fmt: skip
        numbers = Numbers(spoken.needed, spoken.have, spoken.short)
    return Reason(rule.id, says, numbers, _facts_of(decision, rule, facts, rows), rule.sources)


def know_sentence(decision: Decision, rule: Rule, facts: Facts, plan: Quantities) -> str:
    """Why something has to be known that is not: the sentence for that comes first."""
    values = values_for(decision, rule, facts, plan)
    return speak(rule.because_unknown, rule.because, f"{rule.title}.", values)


def _nobody_knows(decision: Decision, rule: Rule, facts: Facts) -> str:
    pack = decision.index.pack
    open_facts = [
        f for f in sorted(decision.index.closure(decision.index.rule_reads(rule))) if f in decision.settled.open
    ]
    questions = [f"“{pack.facts[f].asks}”" for f in open_facts if pack.facts[f].type != "inventory"]
    return f"{rule.title}. Nobody has an answer yet to {say_list(questions)}." if questions else ""


def _facts_of(decision: Decision, rule: Rule, facts: Facts, rows: Sequence[Row]) -> dict[str, Any]:
    """The facts (and the row's columns) that a rule reads, as they are said."""
    index, said = decision.index, dict[str, Any]()
    for name in sorted(index.rule_reads(rule)):
        fact = index.pack.facts.get(name)
        if fact is not None and fact.type != "inventory":
            said[name] = say_value(fact, facts.get(name, UNKNOWN))
    if rows and rule.each is not None and rule.when is not None:
        for column in index.pack.facts[rule.each].columns:
            if column.id in rule.when.reads_columns:
                said[f"{rule.each}.{column.id}"] = say_value(column, rows[0].get(column.id, UNKNOWN))
    return said
