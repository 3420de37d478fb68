"""The verifier's own list of the worlds of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, prod
from typing import Any

from advisor.case import Answer, Case
from advisor.expressions.evaluate import amount
from advisor.expressions.nodes import Compare, Expression, Literal_, Name, Node, children
from advisor.pack import AtLeast, AtMost, Fact, Needs, Pack
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Row, Value, exact
from advisor.verifying.verify_numbers import Facts
from advisor.verifying.verify_reach import Reach
from advisor.verifying.verify_world import finish, how_many, read_world, said_of_cell, told

WORLDS = 2_000  # as many are looked at one by one


def known_facts(pack: Pack, case: Case) -> dict[str, Value]:
    """What holds in every world; unknown cells stay unknown, rows that stand for several with one are told apart."""
    fixed: dict[str, Value] = {}
    for fact in pack.facts.values():
        said = told(case, fact) if fact.formula is None else None
        if fact.type == "inventory":
            spread: list[Row] = []
            for row in said if isinstance(said, tuple) else ():
                holes = any(c.formula is None and row.get(c.id, UNKNOWN) is UNKNOWN for c in fact.columns)
                spread += [{**row, "count": 1}] * how_many(row) if holes else [row]
            fixed[fact.id] = tuple(spread)
        elif said is not None:
            fixed[fact.id] = said
    return fixed


@dataclass(frozen=True)
class Slot:
    """An open fact (`place` -1), or an open cell of a row, with what it can be."""

    fact: str
    place: int
    column: str
    values: tuple[Value, ...]


def all_worlds(pack: Pack, case: Case, reached: Reach) -> list[Facts] | None:
    """Every world of a case that can make a difference, a number cut where something changes; None if there are more than `WORLDS`."""
    slots = _slots(pack, case, reached)
    if slots is None or prod(len(slot.values) for slot in slots) > WORLDS:
        return None
    fixed = known_facts(pack, case)
    return [finish(pack, case, _filled(fixed, slots, chosen)) for chosen in product(*(slot.values for slot in slots))]


def some_worlds(pack: Pack, case: Case, recommendation: Mapping[str, Any], reached: Reach) -> list[Facts]:
    """The certificate's world, and those in which every open fact (every open column in all its rows) is at an end of what it can
    be: in all combinations while they are few, otherwise one fact at a time beside the lowest."""
    certificate = recommendation.get("certificate")
    written = certificate.get("world") if isinstance(certificate, dict) else None
    likely, wrong = read_world(pack, case, written) if isinstance(written, dict) else ({}, ["no world"])
    found: list[Facts] = [] if wrong else [likely]
    slots = _slots(pack, case, reached)
    if slots is None:
        return found
    names = list(dict.fromkeys((slot.fact, slot.column) for slot in slots))
    ends: Iterable[Sequence[int]] = product((0, -1), repeat=len(names))
    if len(names) > 6:
        ends = [[-1 if name == high else 0 for name in names] for high in (None, *names)]
    fixed = known_facts(pack, case)
    for chosen in ends:
        end = dict(zip(names, chosen, strict=True))
        found.append(
            finish(pack, case, _filled(fixed, slots, [slot.values[end[slot.fact, slot.column]] for slot in slots]))
        )
    return found


def _slots(pack: Pack, case: Case, reached: Reach) -> list[Slot] | None:
    """What is open and can make a difference; None where one of them is of a kind that is not gone through here (dates, choices)."""
    fixed = known_facts(pack, case)
    known = finish(pack, case, fixed)
    read = list(_expressions(pack, reached))
    slots: list[Slot] = []
    for fact in pack.facts.values():
        if fact.type == "inventory":
            rows = fixed[fact.id]
            for place, row in enumerate(rows if isinstance(rows, tuple) else ()):
                for column in fact.columns:
                    open_here = column.id in reached.open_facts and column.formula is None
                    if open_here and row.get(column.id, UNKNOWN) is UNKNOWN:
                        slots.append(
                            Slot(
                                fact.id,
                                place,
                                column.id,
                                tuple(_values(column, said_of_cell(row, column.id), read, (), known)),
                            )
                        )
        elif fact.formula is None and fact.id in reached.open_facts and known.get(fact.id, UNKNOWN) is UNKNOWN:
            if fact.type not in ("number", "choice"):
                return None
            values = _values(fact, case.answers.get(fact.id), read, _limits_of(pack, fact.id), known)
            slots.append(Slot(fact.id, -1, "", tuple(values)))
    return slots


def _filled(fixed: Mapping[str, Value], slots: Sequence[Slot], chosen: Sequence[Value]) -> dict[str, Value]:
    facts = dict(fixed)
    for slot, value in zip(slots, chosen, strict=True):
        rows = facts.get(slot.fact)
        if slot.place < 0 or not isinstance(rows, tuple):
            facts[slot.fact] = value
        else:
            row = {**rows[slot.place], slot.column: value}
            facts[slot.fact] = (*rows[: slot.place], row, *rows[slot.place + 1 :])
    return facts


def _values(
    fact: Fact, answer: Answer | None, read: Sequence[Expression], limits: Sequence[Expression], known: Facts
) -> list[Value]:
    """The values of an open fact, one for each stretch in which no comparison changes; all of them where it is calculated with.

    `limits`: the numbers that rules hold the fact itself against.
    """
    values: list[Value] = list(fact.choices)
    if fact.type == "number":
        assert fact.range is not None
        grain, (start, high) = Fraction(1, 10**fact.decimals), fact.range
        low: int | Fraction = start
        if answer is not None and answer.at_least is not None:
            low = max(low, start + ceil((answer.at_least - start) / grain) * grain)
        if answer is not None and answer.less_than is not None:
            high = min(high, start + (ceil((answer.less_than - start) / grain) - 1) * grain)
        ends = _edges(fact.id, [e.node for e in read], known)
        literals = [
            e.node.value for e in limits if isinstance(e.node, Literal_) and isinstance(e.node.value, int | Fraction)
        ]
        if ends is None or len(literals) < len(limits):
            many = int((high - low) / grain) + 1
            values = [exact(low + i * grain) for i in range(many)] if many <= WORLDS else [low, *[exact(high)] * WORLDS]
        else:
            around = {low, high, *(end + shift for end in (*ends, *literals) for shift in (-grain, 0, grain))}
            values = [*sorted({exact(start + (n - start) // grain * grain) for n in around if low <= n <= high})]
    return [*values, DOES_NOT_APPLY] if fact.may_not_apply else values


def _edges(name: str, nodes: Sequence[Node], known: Facts) -> set[int | Fraction] | None:
    """The numbers a fact is compared with; None where it is used in any other way."""
    edges: set[int | Fraction] = set()
    for node in nodes:
        if isinstance(node, Name) and node.id == name:
            return None
        inner = list(children(node))
        if isinstance(node, Compare):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                against = amount(other, known) if isinstance(one, Name) and one.id == name else None
                if isinstance(against, int | Fraction):
                    edges.add(against)
                    inner = []
        below = _edges(name, inner, known)
        if below is None:
            return None
        edges |= below
    return edges


def _expressions(pack: Pack, reached: Reach) -> Iterator[Expression]:
    for fact in pack.facts.values():
        for one in (one for one in (fact, *fact.columns) if one.id in reached.open_facts):
            yield from (e for e in (one.formula, one.asked_when) if e is not None)
    for capability in pack.capabilities.values():
        for already in capability.already:
            yield from (e for e in (already.when, already.value) if e is not None)
    for offering in pack.offerings.values():
        yield from (given for _, given in offering.provides)
    for rule in (pack.rules[name] for name in pack.rules if name in reached.rules):
        if isinstance(rule.effect, Needs):
            yield from (needed for _, needed in rule.effect.amounts)
        if isinstance(rule.effect, AtMost | AtLeast):
            yield from (bound for _, bound in rule.effect.limits)
        if rule.when is not None:
            yield rule.when


def _limits_of(pack: Pack, fact: str) -> list[Expression]:
    """The numbers that rules hold a fact against as its least or most."""
    effects = [rule.effect for rule in pack.live_rules if isinstance(rule.effect, AtMost | AtLeast)]
    return [bound for effect in effects for name, bound in effect.limits if name == fact]
