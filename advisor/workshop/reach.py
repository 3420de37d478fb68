"""Which cases a change of a pack can reach. Those it cannot are recognised without solving; in doubt a case is reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from advisor.case import Case
from advisor.engine.facts import Facts, Settled, derive, settle
from advisor.engine.index import Index
from advisor.engine.setting import article_of
from advisor.expressions.evaluate import compile_truth
from advisor.pack import ASSESSMENT, Advise, AtLeast, AtMost, Decline, Know, Needs, NotTogether, Rule
from advisor.texts import slots
from advisor.values import UNKNOWN
from advisor.workshop.pack_change import NOWHERE, PackChange


@dataclass(frozen=True)
class Play:
    """What can come into play in one case under one version of a pack. `offerings`: those that can stand in a plan or are spoken
    of beside it; `reads`: the facts that decide over them; `open`: facts whose answers nobody has."""

    index: Index
    case: Case
    facts: Facts
    open: frozenset[str]
    wished: frozenset[str]
    offerings: frozenset[str]
    capabilities: frozenset[str]
    rules: frozenset[str]
    reads: frozenset[str]


def play_of(index: Index, case: Case) -> Play:
    """Follow the wishes to rules, from rules to what supplies their demands, and so on, leaving out nothing that may happen."""
    settled = settle(index, case, lambda rule: True)
    facts = _facts(index, settled)
    opened = frozenset(settled.open) | settled.unlisted
    outcomes = {named.outcome for named in case.outcomes}
    offerings = {want.offering for want in case.wants if want.offering in index.pack.offerings}
    capabilities: set[str] = set()
    rules: set[str] = set()
    grown = True
    while grown:
        grown = False
        for rule in index.live:
            if rule.id in rules or not _stands(index, rule, outcomes, offerings) or not may_apply(rule, facts, case):
                continue
            rules.add(rule.id)
            grown = True
            for capability in _needed(rule):
                capabilities.add(capability)
                offerings.update(offering for offering, _ in index.suppliers[capability])
            if rule.unless is not None:
                offerings.add(rule.unless)
    reads = frozenset(_reads(index, rules, capabilities))
    return Play(
        index, case, facts, opened, settled.wished, frozenset(o for o in offerings if o is not None),
        frozenset(capabilities), frozenset(rules), index.closure(reads) | reads,
    )  # fmt: skip


def _facts(index: Index, settled: Settled) -> Facts:
    """What is known for sure here; a wish that a limit may cut is as good as open."""
    facts: Facts = {name: value for name, value in settled.known.items() if name not in settled.unlisted}
    facts.update(dict.fromkeys(settled.wished, UNKNOWN))
    return derive(index, replace(settled, wished=frozenset()), facts, index.pack.facts)


def _stands(index: Index, rule: Rule, outcomes: set[str], offerings: set[str | None]) -> bool:
    """Whether what the rule is for can be there."""
    if not rule.for_:
        return True
    return not outcomes.isdisjoint(rule.for_) or not offerings.isdisjoint(index.triggers[rule.id])


def may_apply(rule: Rule, facts: Facts, case: Case) -> bool:
    """False only where the answers rule it out whatever the open ones turn out to be."""
    if rule.when is None:
        return True
    test = compile_truth(rule.when.node)
    if rule.each is None:
        return test(facts, None) is not False
    answer = case.answers.get(rule.each)
    if answer is None or not isinstance(answer.value, tuple):
        return True
    return any(test(facts, row) is not False for row in answer.value)


def _needed(rule: Rule) -> tuple[str, ...]:
    return tuple(name for name, _ in rule.effect.amounts) if isinstance(rule.effect, Needs) else ()


def _reads(index: Index, rules: Iterable[str], capabilities: Iterable[str]) -> Iterator[str]:
    for name in rules:
        rule = index.pack.rules[name]
        yield from index.rule_reads(rule)
        for text in (rule.because, rule.because_unknown, rule.enough, rule.without, rule.instead):
            yield from (slot.name for slot in slots(text) if slot.name in index.pack.facts)
        match rule.effect:
            case Know(facts):
                yield from (fact.partition(".")[0] for fact in facts)
            case AtMost(limits) | AtLeast(limits):
                yield from (limited for limited, _ in limits if limited in index.pack.facts)
            case _:
                pass
    for name in capabilities:
        for already in index.pack.capabilities[name].already:
            yield from already.value.reads | (already.when.reads if already.when else frozenset())
        for _, amount in index.suppliers[name]:
            yield from amount.reads


def can_reach(change: PackChange, old: Play, new: Play) -> bool:
    """Whether the case can come out differently; `old` and `new`: the same case under both versions."""
    if change.everything or any(named.outcome in change.outcomes for named in new.case.outcomes):
        return True
    offerings, reads = old.offerings | new.offerings, old.reads | new.reads
    return (
        not change.facts.isdisjoint(reads | old.wished | new.wished | new.case.answers.keys())
        or not change.capabilities.isdisjoint(old.capabilities | new.capabilities)
        or any(_offering_matters(name, offerings, reads, old, new) for name in change.offerings)
        or any(_rule_matters(name, play, offerings, reads) for name in change.rules for play in (old, new))
        or _groups(old) != _groups(new)
    )


def _groups(play: Play) -> set[frozenset[str]]:
    return {group for group in play.index.pack.delivery_groups if not group.isdisjoint(play.offerings)}


def _offering_matters(name: str, offerings: frozenset[str], reads: frozenset[str], old: Play, new: Play) -> bool:
    """A changed offering matters where it can stand in the plan, unless only prices changed that do not hold on the day; an
    assessment where it settles something open."""
    before, after = old.index.pack.offerings.get(name), new.index.pack.offerings.get(name)
    for play, one in ((old, before), (new, after)):
        if one is not None and one.kind == ASSESSMENT:
            settled = {fact.partition(".")[0] for fact in one.settles}
            if not settled.isdisjoint(play.open & reads) or name in offerings:
                return True
    supplied = {capability for one in (before, after) if one is not None for capability, _ in one.provides}
    if name not in offerings and supplied.isdisjoint(old.capabilities | new.capabilities):
        return False
    if before is None or after is None:
        return True
    bare = [replace(one, breaks=(), once=0, monthly=0, setup=0, place=NOWHERE) for one in (before, after)]
    return bare[0] != bare[1] or article_of(before, old.case) != article_of(after, new.case)


def _rule_matters(name: str, play: Play, offerings: frozenset[str], reads: frozenset[str]) -> bool:
    rule, index = play.index.pack.rules.get(name), play.index
    if rule is None or rule.status != "live":
        return False
    case = play.case
    wanted = {want.offering for want in case.wants}
    if name in play.rules or name in case.goes_without:
        return True
    if any(named.outcome in rule.for_ for named in case.outcomes):
        return True  # a verdict asks whether any rule speaks of the outcome
    if rule.effect == Decline(None) and may_apply(rule, play.facts, case):
        return True  # who declines everything is heard whatever is in the plan
    touched = _touched(index, rule)
    if not touched.isdisjoint(wanted) or not touched.isdisjoint(play.wished):
        return True  # a want that no rule judges stays as it was asked
    if rule.enough and (not touched.isdisjoint(offerings) or not play.capabilities.isdisjoint(_needed(rule))):
        return True  # it speaks where its condition does not hold
    return not index.closure(index.rule_reads(rule)).isdisjoint(_undecided(play) & reads)


def _undecided(play: Play) -> frozenset[str]:
    """Facts whose ranges rules cut into intervals, and inventories, whose rows are put together by what rules read."""
    rows = {
        fact.id for fact in play.index.pack.facts.values() if fact.type == "inventory" and fact.id in play.case.answers
    }
    return play.open | rows


def _touched(index: Index, rule: Rule) -> frozenset[str | None]:
    """The offerings and facts that a rule speaks about."""
    match rule.effect:
        case Needs(amounts):
            return frozenset(offering for capability, _ in amounts for offering, _ in index.suppliers[capability])
        case AtMost(limits) | AtLeast(limits):
            return frozenset(name for name, _ in limits)
        case NotTogether(offerings):
            return frozenset(offerings)
        case Decline(offering) | Advise(offering):
            return frozenset({offering})
        case Know():
            return frozenset()
