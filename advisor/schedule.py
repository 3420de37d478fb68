"""When each line can start: what meets a prerequisite comes before what needs it; offerings that need each other go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor.planner.problem import Problem, Quantities


@dataclass(frozen=True)
class Schedule:
    """Per offering the day it starts (after the case's date), and the offerings that come directly before it."""

    start: Mapping[str, int]
    before: Mapping[str, frozenset[str]]


def prerequisites(problem: Problem, plan: Quantities) -> dict[str, frozenset[str]]:
    """Per offering of the plan, the offerings that meet a demand made because of it."""
    before: dict[str, set[str]] = {offering: set() for offering, units in plan.items() if units}
    requirements = [
        *problem.requirements,
        *(r for group in problem.row_groups for row in group for r in row.requirements),
    ]
    for requirement in requirements:
        suppliers = [o for o, _ in requirement.supplies if o in before]
        for term in requirement.terms:
            for trigger in term.triggers or ():
                if trigger in before:
                    before[trigger].update(s for s in suppliers if s != trigger)
    return {offering: frozenset(names) for offering, names in before.items()}


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
    problem: Problem, plan: Quantities, lead_days: Mapping[str, int], waits: Mapping[str, int]
) -> tuple[tuple[str, ...], int]:
    """The offerings of the chain that ends last, and the day it ends."""
    before = prerequisites(problem, plan)
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
