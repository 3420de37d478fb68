"""A trace of rules over cases: in which cases each rule fires, and in which it is looked at and does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from advisor.case import Answer, Case
from advisor.engine.cells import likely_value
from advisor.engine.decide import Memory, decide
from advisor.engine.demands import amount_of, truth_of
from advisor.engine.facts import Facts, derive, settle
from advisor.engine.index import Index
from advisor.engine.setting import asked
from advisor.engine.shown import Shown, show
from advisor.engine.speak import known_facts
from advisor.engine.worlds import MOST_EFFORT
from advisor.pack import AtMost, Decline, Needs, NotTogether, Pack, Rule
from advisor.values import UNKNOWN, Row, Value

Came = Literal["fires", "fails", "cannot tell", "not in play"]


@dataclass(frozen=True)
class Look:
    """One look of a rule at a case, or at one row of it, with the facts as far as they are known and what came of it.

    `fires`: what it is for is there, and it surely applies. `fails`: what it is for is there, and it surely does not apply.
    `not in play`: what it is for is not there. Nobody's guess counts: an answer that is open is UNKNOWN here.
    """

    rule: str
    case: str
    facts: Facts
    row: Row | None
    came: Came


@dataclass(frozen=True)
class RuleCoverage:
    """The cases in which a rule fires, and those in which it does not: its condition fails, or, where it has none, what it is for
    is not there."""

    rule: Rule
    fires_in: tuple[str, ...]
    fails_in: tuple[str, ...]

    @property
    def covered(self) -> bool:
        """Fired in one case, and failed to in another."""
        return bool(self.fires_in) and any(case not in self.fires_in[:1] for case in self.fails_in)


@dataclass(frozen=True)
class Coverage:
    """What the sample cases try of a pack's live rules."""

    pack: str
    cases: int
    rules: tuple[RuleCoverage, ...]

    @property
    def uncovered(self) -> tuple[RuleCoverage, ...]:
        return tuple(one for one in self.rules if not one.covered)


def coverage_of(pack: Pack, cases: Mapping[str, Case]) -> Coverage:
    """Which live rules fire and fail in which cases (by name)."""
    fires: dict[str, dict[str, None]] = {rule.id: {} for rule in pack.live_rules}
    fails: dict[str, dict[str, None]] = {rule.id: {} for rule in pack.live_rules}
    for look in looks_of(pack, cases):
        if look.came == "fires":
            fires[look.rule][look.case] = None
        elif look.came == "fails" or (look.came == "not in play" and pack.rules[look.rule].when is None):
            fails[look.rule][look.case] = None
    rules = tuple(RuleCoverage(rule, tuple(fires[rule.id]), tuple(fails[rule.id])) for rule in pack.live_rules)
    return Coverage(pack.id, len(cases), rules)


def looks_of(pack: Pack, cases: Mapping[str, Case]) -> Iterator[Look]:
    """Every look of every live rule at every case: one a case, in an `each` rule one a row."""
    index = Index(pack)
    memory = Memory.of(index)
    likely: dict[str, Value] = {}
    for name, case in cases.items():
        shown, known = _likely_plan(memory, case, likely)
        for rule in index.live:
            for row in _rows(rule, known):
                yield Look(rule.id, name, known, row, _came(shown, rule, known, row))


def _likely_plan(memory: Memory, case: Case, likely: dict[str, Value]) -> tuple[Shown, Facts]:
    """What the likely world calls for, and the facts as far as they are known. The other worlds are not looked at: the open
    answers are taken as likely, so that nothing is open and one plan is worked out. `likely`: what was found out before."""
    index = memory.index
    settled = settle(index, case, lambda rule: True)
    facts: Facts = dict(settled.known)
    for name in settled.open:
        answer = case.answers.get(name)
        if answer is not None and (isinstance(answer.value, tuple) or answer.at_least or answer.less_than):
            facts[name] = likely_value(index.pack.facts[name], answer, memory.cuts)
        else:
            if name not in likely:
                likely[name] = likely_value(index.pack.facts[name], None, memory.cuts)
            facts[name] = likely[name]
    derive(index, settled, facts, index.pack.facts)
    answers = {**case.answers, **{name: Answer(facts[name]) for name in settled.open}}
    decision = decide(memory, replace(case, answers=answers), {}, MOST_EFFORT)
    return show(decision, memory.cuts), known_facts(replace(decision, case=case, settled=settled))


def _rows(rule: Rule, facts: Facts) -> Iterable[Row | None]:
    if rule.each is None:
        return (None,)
    rows = facts.get(rule.each, ())
    return rows if isinstance(rows, tuple) and rows else (None,)


def _came(shown: Shown, rule: Rule, known: Facts, row: Row | None) -> Came:
    if not in_play(shown, rule):
        return "not in play"
    truth = truth_of(rule, known, row)
    if truth is UNKNOWN:
        return "cannot tell"
    return "fires" if truth and _asks_for_something(rule, known, row) else "fails"


def in_play(shown: Shown, rule: Rule) -> bool:
    """Whether what a rule is for is there: an outcome that is sought, an offering in the plan; for what limits, advises or demands
    to know, also an offering that was asked for. A rule for nothing is there where what it speaks of is."""
    decision = shown.decision
    index, setting = decision.index, decision.setting
    if not setting.counts(index, rule) or (rule.unless and shown.plan.get(rule.unless)):
        return False
    there = {offering for offering, units in shown.plan.items() if units}
    wanted = there | set(asked(decision.case))
    triggers = setting.triggers(index, rule)
    if triggers is not None:
        return not (there if isinstance(rule.effect, Needs) else wanted).isdisjoint(triggers)
    if rule.for_:
        return True
    match rule.effect:
        case NotTogether(offerings):
            return len(wanted.intersection(offerings)) > 1
        case Decline(offering) if offering is not None:
            return offering in wanted
        case AtMost(limits) if all(name in index.pack.offerings for name, _ in limits):
            return any(name in wanted for name, _ in limits)
        case _:
            return True


def _asks_for_something(rule: Rule, facts: Facts, row: Row | None) -> bool:
    """Whether what a rule calls for is more than nothing, or may be; a limit of 0 is one."""
    if not isinstance(rule.effect, Needs):
        return True
    return any(
        amount.amount(facts, row) is UNKNOWN or amount_of(amount, facts, row) != 0 for _, amount in rule.effect.amounts
    )
