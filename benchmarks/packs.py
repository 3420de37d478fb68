"""Random packs: the pieces that every generator builds with, and large packs for measuring. The same seed gives the same pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from advisor.case import Answer, Case, NamedOutcome, Want
from advisor.expressions.nodes import Expression
from advisor.expressions.read import read_amount, read_condition
from advisor.expressions.scope import Scope
from advisor.loading.graph import circles
from advisor.pack import (
    AtMost,
    Capability,
    Effect,
    Fact,
    Needs,
    NotTogether,
    Offering,
    Outcome,
    Pack,
    PriceBreak,
    Rule,
    Seller,
)
from advisor.problems import Place
from advisor.values import Value

HERE = Place("generated")
DAY = date(2026, 11, 21)


@dataclass
class Draft:
    """A pack while it is being put together; expressions are read against the facts that are there by then."""

    facts: dict[str, Fact] = field(default_factory=dict)
    capabilities: dict[str, Capability] = field(default_factory=dict)
    offerings: dict[str, Offering] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    offering_ids: tuple[str, ...] = ()

    def scope(self, inventory: str | None = None) -> Scope:
        columns = {} if inventory is None else {c.id: c for c in self.facts[inventory].columns}
        return Scope(self.facts, columns, frozenset(self.offering_ids), {})

    def amount(self, source: str | int, inventory: str | None = None) -> Expression:
        return read_amount(str(source), self.scope(inventory))

    def condition(self, source: str, inventory: str | None = None) -> Expression:
        return read_condition(source, self.scope(inventory))

    def add_rule(self, effect: Effect, when: str | None = None, each: str | None = None, **terms: Any) -> None:
        name = f"r{len(self.rules) + 1:03}"
        condition = None if when is None else self.condition(when, each)
        self.rules[name] = Rule(
            name, f"Rule {name}", "", HERE, effect, f"Because {name} says so.", when=condition, each=each, **terms
        )

    def needs(self, capability: str, amount: str | int, each: str | None = None) -> Needs:
        return Needs(((capability, self.amount(amount, each)),))

    def pack(self, version: str) -> Pack:
        return Pack(
            id="generated", title="Generated", version=version, currency="EUR", horizon_months=12, validity_days=30,
            prices_of=DAY, tax_note="plus tax", sample_prices=True, seller=Seller("Seller", "Seller", "Somebody"),
            facts=self.facts, outcomes=self.outcomes, capabilities=self.capabilities, offerings=self.offerings,
            rules=self.rules, sources={}, figures={}, whys={}, delivery_groups=delivery_groups(self),
        )  # fmt: skip


def number_fact(name: str, low: int, high: int, **terms: Any) -> Fact:
    return Fact(name, f"How much is {name}?", "number", HERE, range=(low, high), **terms)


def choice_fact(name: str, choices: Iterable[str], **terms: Any) -> Fact:
    return Fact(name, f"What is {name}?", "choice", HERE, choices=tuple(choices), **terms)


def yes_no_fact(name: str, **terms: Any) -> Fact:
    return choice_fact(name, ("yes", "no"), **terms)


def delivery_groups(draft: Draft) -> tuple[frozenset[str], ...]:
    """Offerings that need each other: each can be reached from the other along "needs what the other supplies"."""
    suppliers: dict[str, set[str]] = {}
    for offering in draft.offerings.values():
        for capability, _ in offering.provides:
            suppliers.setdefault(capability, set()).add(offering.id)
    leads_to: dict[str, set[str]] = {name: set() for name in draft.offerings}
    for rule in draft.rules.values():
        if isinstance(rule.effect, Needs):
            for offering in draft.offerings.values():
                if offering.id in rule.for_ or offering.kind in rule.for_:
                    for capability, _ in rule.effect.amounts:
                        leads_to[offering.id] |= suppliers.get(capability, set()) - {offering.id}

    return tuple(group for group in circles(leads_to) if len(group) > 1)


def large_pack(
    seed: int, offerings: int = 20, rules: int = 50, applying: float | None = None, unknown_facts: int = 0
) -> tuple[Pack, Case]:
    """A pack to measure with, and a case for it.

    Every capability has three suppliers or more, none of them better than the others in every way, so that the plan is a
    real choice. A third of the packs has price breaks, another third an inventory with capabilities met row by row.
    `applying`: the share of the rules whose condition is true (by default 40 %, and 15 % from 200 offerings on).
    `unknown_facts` rules that apply hang on facts nobody has answered, half of them yes or no, half numbers from 0 to 39.
    """
    random = Random(f"large {seed} {offerings} {rules} {unknown_facts}")
    share = (0.15 if offerings >= 200 else 0.4) if applying is None else applying
    with_breaks, with_rows = seed % 3 == 0, seed % 3 == 1
    draft = Draft(offering_ids=tuple(f"o{n:03}" for n in range(1, offerings + 1)))
    answers: dict[str, Answer] = {}
    for n in range(1, 6):
        draft.facts[f"size_{n}"] = number_fact(f"size_{n}", 1, 60)
        answers[f"size_{n}"] = Answer(random.randint(5, 40))
    for name, yes in (("rare", False), ("usual", True)):
        draft.facts[name] = yes_no_fact(name)
        answers[name] = Answer("yes" if yes else "no")
    unknown = [f"open_{n}" for n in range(1, unknown_facts + 1)]
    for n, name in enumerate(unknown):
        draft.facts[name] = yes_no_fact(name) if n % 2 else number_fact(name, 0, 39)
    if with_rows:
        draft.facts["places"] = Fact(
            "places",
            "Which places are there?",
            "inventory",
            HERE,
            columns=(number_fact("held", 0, 12), yes_no_fact("old")),
        )
        answers["places"] = Answer(tuple(_row(random, n) for n in range(offerings // 10 + 3)))
    draft.outcomes["faster"] = Outcome("faster", "faster work", HERE)
    plain = [f"c{n:02}" for n in range(1, max(5, offerings // 4) + 1)]
    in_rows = ["held_there", "new_there"] if with_rows else []
    for name in plain:
        highest = random.random() < 0.15
        draft.capabilities[name] = Capability(
            name, name, HERE, demands="highest" if highest else "add", supplies="best" if highest else "add"
        )
    for name in in_rows:
        draft.capabilities[name] = Capability(name, name, HERE, of="places")
    _add_offerings(draft, random, plain, in_rows, with_breaks)
    _add_rules(draft, random, rules, share, plain, in_rows, unknown)
    wants = tuple(
        Want(name, random.randint(1, 8), outcome="faster", insists=random.random() < 0.2)
        for name in random.sample(draft.offering_ids, 2)
    )
    case = Case("generated", DAY, wants=wants, outcomes=(NamedOutcome("faster"),), answers=answers)
    return draft.pack(f"{seed:012x}"), case


def _row(random: Random, place: int) -> Mapping[str, Value]:
    return {
        "name": f"place {place + 1}", "count": random.randint(1, 3), "held": random.randint(0, 12),
        "old": random.choice(("yes", "no")),
    }  # fmt: skip


def _add_offerings(draft: Draft, random: Random, plain: list[str], in_rows: list[str], with_breaks: bool) -> None:
    """Deal the capabilities out in turn (so that each has three suppliers or more); larger units are cheaper a piece."""
    dealt = [*plain, *plain, *plain]
    random.shuffle(dealt)
    for place, name in enumerate(draft.offering_ids):
        given: dict[str, int] = {}
        for capability in dealt[place :: len(draft.offering_ids)]:
            given[capability] = random.randint(1, 12)
        while (len(given) < 2 and random.random() < 0.7) or not given:
            given.setdefault(random.choice(plain), random.randint(1, 12))
        if in_rows and (place < 3 or random.random() < 0.1):
            given = {capability: random.randint(2, 8) for capability in in_rows}
        worth = sum(amount**0.85 for amount in given.values()) * random.uniform(0.8, 1.25)
        once, monthly = int(worth * random.randint(3000, 5000)), 0
        if random.random() < 0.3:
            once, monthly = once // 2, once // 24
        breaks: tuple[PriceBreak, ...] = ()
        if with_breaks and random.random() < 0.4:
            breaks = tuple(
                PriceBreak(start, int(once * cut), int(monthly * cut)) for start, cut in ((3, 0.92), (8, 0.85))
            )
        least = step = 1
        if random.random() < 0.1:
            least = step = random.choice((2, 5))
        draft.offerings[name] = Offering(
            name, name.upper(), random.choice(("thing", "service", "licence")), HERE, once=once, monthly=monthly,
            setup=random.choice((0, 0, 0, 9000)), least=least, step=step, lead_days=random.randint(0, 20), breaks=breaks,
            provides=tuple((capability, draft.amount(amount)) for capability, amount in given.items()),
        )  # fmt: skip
    # A capability whose suppliers were dealt to the same offering, or were moved into the rows, gets others.
    for capability in (*plain, *in_rows):
        others = [o for o in draft.offerings.values() if capability not in dict(o.provides)]
        flat = [o for o in others if (capability in in_rows) or not set(in_rows) & set(dict(o.provides))]
        lacking = 3 - (len(draft.offerings) - len(others))
        for offering in random.sample(flat, max(0, lacking)):
            more = (capability, draft.amount(random.randint(1, 12)))
            draft.offerings[offering.id] = replace(offering, provides=(*offering.provides, more))
    for best in (c.id for c in draft.capabilities.values() if c.supplies == "best"):
        _reach_highest(draft, random, best)


def _reach_highest(draft: Draft, random: Random, capability: str) -> None:
    """Where the best single supply counts, the two best reach every demand; each of a supplier's price grows with what it gives."""
    suppliers = [o for o in draft.offerings.values() if capability in dict(o.provides)]
    for place, offering in enumerate(random.sample(suppliers, len(suppliers))):
        amount = 40 if place < 2 else random.randint(5, 39)
        provides = tuple(
            (name, draft.amount(amount) if name == capability else given) for name, given in offering.provides
        )
        draft.offerings[offering.id] = replace(offering, provides=provides)


def _add_rules(
    draft: Draft, random: Random, rules: int, share: float, plain: list[str], in_rows: list[str], unknown: list[str]
) -> None:
    true_ones = round(rules * share)
    for place in range(rules):
        applies = place < true_ones
        when: str | None = "usual" if applies else "rare"
        if random.random() < 0.5:
            when = f"{when} and size_{random.randint(1, 5)} >= 1"
        capability = random.choice(plain)
        size = f"size_{random.randint(1, 5)}"
        amount = random.choice((str(random.randint(3, 40)), size, f"ceil({size} / 3)"))
        chance = random.random()
        if place < len(unknown):  # one rule for every open fact
            name = unknown[place]
            if draft.facts[name].is_yes_no:
                draft.add_rule(draft.needs(capability, amount), when=name)
            else:
                draft.add_rule(draft.needs(capability, f"5 * ceil({name} / 10)"), when=when)
        elif in_rows and chance < 0.15:
            draft.add_rule(
                draft.needs(random.choice(in_rows), random.choice((random.randint(2, 9), "max(0, 12 - held)")), "places"),
                when=f"{when} and {random.choice(('old', 'held < 8'))}", each="places",
            )  # fmt: skip
        elif chance < 0.45:
            strength = "should" if random.random() < 0.15 else "must"
            draft.add_rule(draft.needs(capability, amount), when=when, strength=strength)
        elif chance < 0.55:
            draft.add_rule(draft.needs(capability, amount), when=when, for_=("faster",))
        elif chance < 0.9:
            per = "unit" if random.random() < 0.3 else "order"
            needed = random.randint(1, 2) if per == "unit" else random.randint(2, 20)
            offering, capability = _prerequisite(draft, random, plain)
            draft.add_rule(draft.needs(capability, needed), when=when, for_=(offering,), per=per)
        elif chance < 0.96:
            limit = draft.amount(random.randint(2, 12))
            draft.add_rule(AtMost(((random.choice(draft.offering_ids), limit),)), when=when)
        else:
            one, other = random.sample(draft.offering_ids, 2)
            draft.add_rule(NotTogether((one, other)), when=when)


def _prerequisite(draft: Draft, random: Random, plain: list[str]) -> tuple[str, str]:
    """An offering and a capability that it can need: of twenty draws the first in which no supplier stands before the offering.

    An offering stands where the first capability that it supplies does; so only few offerings need each other.
    """
    stands = {
        o.id: min([plain.index(name) for name, _ in o.provides if name in plain], default=len(plain))
        for o in draft.offerings.values()
    }
    for _ in range(20):
        offering, capability = random.choice(draft.offering_ids), random.choice(plain)
        suppliers = [o.id for o in draft.offerings.values() if capability in dict(o.provides)]
        if stands[offering] < min(stands[name] for name in suppliers):
            break
    return offering, capability
