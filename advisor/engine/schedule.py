"""When each line can start: what meets a prerequisite comes before what needs it; offerings that need each other go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor.engine.demands import truth_of
from advisor.engine.effects import Setting
from advisor.engine.facts import Facts
from advisor.engine.index import Index
from advisor.planner.problem import Quantities


@dataclass(frozen=True)
class Schedule:
    """Per offering the day it starts (after the case's date), and the offerings that come directly before it."""

    start: Mapping[str, int]
    before: Mapping[str, frozenset[str]]


def comes_before(index: Index, setting: Setting, known: Facts, offerings: Iterable[str]) -> dict[str, frozenset[str]]:
    """Per offering, what comes before it when all of these are in the plan: whatever supplies what a rule calls for because of
    it, where the rule may apply as far as is known."""
    together = frozenset(offerings)
    before: dict[str, set[str]] = {offering: set() for offering in index.pack.offerings if offering in together}
    for capability, rules in index.demanding.items():
        suppliers = {o for o, _ in index.suppliers[capability]} & together
        for rule, _ in rules:
            triggers = setting.triggers(index, rule)
            if triggers and setting.counts(index, rule) and truth_of(rule, known) is not False:
                for trigger in together.intersection(triggers):
                    before[trigger] |= suppliers - {trigger}
    return {offering: frozenset(earlier) for offering, earlier in before.items()}


def schedule(before: Mapping[str, frozenset[str]], lead_days: Mapping[str, int], waits: Mapping[str, int]) -> Schedule:
    """Start each offering as soon as what comes before it is done; the members of a group start together."""
    groups = _groups(before)
    start: dict[str, int] = {}
    ready: dict[frozenset[str], int] = {}

    def begin(group: frozenset[str]) -> int:
        if group not in ready:
            ends = [waits.get(member, 0) for member in group]
            for member in group:
                for earlier in before[member] - group:
                    own = group_of[earlier]
                    ends.append(begin(own) + max(lead_days.get(m, 0) for m in own))
            ready[group] = max(ends, default=0)
        return ready[group]

    group_of = {member: group for group in groups for member in group}
    for offering in before:
        start[offering] = begin(group_of[offering])
    return Schedule(start, before)


def longest_chain(
    possible: Mapping[str, frozenset[str]], plan: Quantities, lead_days: Mapping[str, int], waits: Mapping[str, int]
) -> tuple[tuple[str, ...], int]:
    """The offerings of a plan's chain that ends last, and the day it ends. `possible`: see `comes_before`."""
    there = frozenset(offering for offering, units in plan.items() if units)
    before = {offering: possible.get(offering, frozenset()) & there for offering in possible if offering in there}
    if not before:
        return (), 0
    times = schedule(before, lead_days, waits)
    groups = {member: group for group in _groups(before) for member in group}

    def ends(offering: str) -> int:
        return times.start[offering] + max(lead_days.get(m, 0) for m in groups[offering])

    last = max(before, key=ends)
    chain: list[str] = []
    group: frozenset[str] | None = groups[last]
    while group is not None:
        chain.extend(sorted(group))
        earlier = [e for member in sorted(group) for e in sorted(before[member] - group)]
        begins = times.start[next(iter(group))]
        group = next((groups[e] for e in earlier if ends(e) == begins and begins > 0), None)
    return tuple(chain), ends(last)


def _groups(before: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Sets of offerings that need each other, however long the way round; most are of one."""
    reach = {offering: _reachable(before, offering) for offering in before}
    found: dict[frozenset[str], None] = {}
    for offering in before:
        found[frozenset({offering, *(o for o in reach[offering] if offering in reach[o])})] = None
    return tuple(found)


def _reachable(before: Mapping[str, frozenset[str]], start: str) -> frozenset[str]:
    seen: set[str] = set()
    waiting: list[Iterable[str]] = [before[start]]
    while waiting:
        for offering in waiting.pop():
            if offering not in seen:
                seen.add(offering)
                waiting.append(before[offering])
    return frozenset(seen)
