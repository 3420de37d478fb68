"""Random changes of random packs, and several customers for each, to try what a change can reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from advisor.case import Case
from advisor.expressions.nodes import Literal_
from advisor.pack import AtLeast, AtMost, Needs, Pack, Rule
from tests.random_packs import random_pack


def changed_pack(seed: int) -> tuple[Pack, Pack, tuple[Case, ...]]:
    """A pack, the same with one change, and customers of it."""
    random = Random(f"change {seed}")
    pack, case = random_pack(
        seed, offerings=6, rules=9, unknown_facts=random.choice((0, 0, 1, 2)), wishes=seed % 3 == 0
    )
    return pack, _changed(random, pack), tuple(_customers(random, case))


def _changed(random: Random, pack: Pack) -> Pack:
    rule = random.choice(list(pack.rules.values()))
    offering = random.choice(list(pack.offerings.values()))
    fact = random.choice(list(pack.facts.values()))
    match random.randrange(8):
        case 0:
            return replace(pack, rules={name: one for name, one in pack.rules.items() if name != rule.id})
        case 1 | 2:
            return replace(pack, rules={**pack.rules, rule.id: _other_number(rule)})
        case 3:
            strength = "should" if rule.strength == "must" else "must"
            return replace(pack, rules={**pack.rules, rule.id: replace(rule, strength=strength)})  # type: ignore[arg-type]
        case 4:
            return replace(pack, rules={**pack.rules, rule.id: replace(rule, when=None)})
        case 5:
            return replace(
                pack, rules={**pack.rules, rule.id: replace(rule, because="Another reason.", enough="Enough.")}
            )
        case 6:
            return replace(pack, offerings={**pack.offerings, offering.id: replace(offering, once=offering.once + 700)})
        case _:
            return replace(pack, facts={**pack.facts, fact.id: replace(fact, labels={"yes": "certainly"})})


def _other_number(rule: Rule) -> Rule:
    match rule.effect:
        case Needs(pairs) | AtMost(pairs) | AtLeast(pairs):
            (name, amount), *rest = pairs
            number = amount.node.value if isinstance(amount.node, Literal_) else 0
            other = replace(amount, source="changed", node=Literal_(number + 1 if isinstance(number, int) else 1))
            return replace(rule, effect=type(rule.effect)(((name, other), *rest)))
        case _:
            return replace(rule, because="Another reason.")


def _customers(random: Random, case: Case) -> Iterator[Case]:
    """The pack's own case, and others who want less, are after less, or have answered less."""
    yield case
    for _ in range(4):
        wants = tuple(want for want in case.wants if random.random() < 0.5)
        outcomes = tuple(outcome for outcome in case.outcomes if random.random() < 0.5)
        named = {outcome.outcome for outcome in outcomes}
        wants = tuple(want if want.outcome in named else replace(want, outcome=None) for want in wants)
        answers = {name: answer for name, answer in case.answers.items() if random.random() < 0.9}
        yield replace(case, wants=wants, outcomes=outcomes, answers=answers)
