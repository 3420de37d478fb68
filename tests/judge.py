"""The independent judge of the planner: every world, every plan, every set of checks, looked at one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations

from advisor.case import Case
from advisor.pack import ASSESSMENT, Decline, Know, Pack
from advisor.values import UNKNOWN
from tests.judge_plans import (
    Market,
    box_is_enough,
    candidates,
    complete,
    least_plan,
    our_money,
    price,
    removable,
)
from tests.judge_world import Facts, Plan, holds, live, rows_of
from tests.judge_worlds import World, facts_of, worlds

__all__ = [
    "Judgement",
    "box_is_enough",
    "candidates",
    "complete",
    "facts_of",
    "judge",
    "least_plan",
    "removable",
    "worlds",
]


@dataclass(frozen=True)
class Judgement:
    """What exhaustive search says about a case. Quantities of 0 are left out; `cost_to` None: nothing covers every answer."""

    worlds: tuple[World, ...]
    plans: tuple[dict[str, int] | None, ...]  # the least plan of each world
    firm: dict[str, int]
    up_to: dict[str, int]
    cover: dict[str, int] | None
    demanded: tuple[str, ...]  # checks that a `know` rule demands
    checks: tuple[str, ...]  # the set of greatest positive worth beside them
    worth: Fraction | None  # of `checks`; None where no cover plan exists
    cost_from: int
    cost_to: int | None
    verdict: str
    questions_open: bool

    @property
    def feasible_worlds(self) -> int:
        return sum(plan is not None for plan in self.plans)


def findings(pack: Pack, checks: Sequence[str], all_worlds: Sequence[World]) -> list[tuple[int, ...]]:
    """The worlds by number, those together that look alike once these checks are done."""
    groups: dict[str, list[int]] = {}
    for place, (_, facts) in enumerate(all_worlds):
        seen: list[object] = []
        for name in (name for check in checks for name in pack.offerings[check].settles):
            inventory, _, column = name.partition(".")
            seen.append([row.get(column) for row in rows_of(facts[inventory])] if column else facts.get(name))
        groups.setdefault(repr(seen), []).append(place)
    return [tuple(group) for group in groups.values()]


def checks_price(pack: Pack, case: Case, checks: Sequence[str]) -> int:
    """One order of each check, over the horizon."""
    return price(pack, case, {check: pack.offerings[check].least for check in checks})


def judge(pack: Pack, case: Case) -> Judgement:
    everything = worlds(pack, case)
    market = Market(pack, case, candidates(pack, case))
    settled = [market.settle(facts) for _, facts in everything]

    @cache
    def covered(world_numbers: tuple[int, ...]) -> dict[str, int] | None:
        """The cheapest plan complete in each of some worlds."""
        return market.affordable.cover(list(dict.fromkeys(settled[number][0] for number in world_numbers)))

    found = [covered((place,)) for place in range(len(everything))]
    least = [None if plan is None else {n: q for n, q in plan.items() if q} for plan in found]
    firm = {n: min((p or {}).get(n, 0) for p in least) for n in pack.offerings}
    up_to = {n: max((p or {}).get(n, 0) for p in least) for n in pack.offerings}
    cover = covered(tuple(range(len(everything))))

    def expected(checks: Sequence[str]) -> Fraction | None:
        """What the cover plan costs on average once these checks are done; None where an answer is left without."""
        total = Fraction(0)
        for group in findings(pack, checks, everything):
            plan = covered(group)
            if plan is None and any(found[place] is not None for place in group):
                return None
            total += sum(everything[place][0] for place in group) * (0 if plan is None else price(pack, case, plan))
        return total

    demanded = _demanded(pack, case, everything, least)
    assessments = [o.id for o in pack.offerings.values() if o.kind == ASSESSMENT and o.settles and o.id not in demanded]
    sets = [s for size in (0, 1, 2) for s in combinations(assessments, size)]
    chosen: tuple[str, ...] = ()
    worth: Fraction | None = None
    before = expected(demanded)
    if before is not None:
        worth = Fraction(0)
        for checks in sets:
            after = expected((*demanded, *checks))
            assert after is not None
            gain = before - after - checks_price(pack, case, checks)
            if gain > worth:
                chosen, worth = checks, gain
    else:
        enough = [s for s in sets if expected((*demanded, *s)) is not None]
        chosen = min(enough, key=lambda s: checks_price(pack, case, s), default=())
    every_check = (*demanded, *chosen)
    paid = our_money(pack, case, {check: pack.offerings[check].least for check in every_check})[2]
    totals = [our_money(pack, case, plan or {})[2] for plan in least]
    to: int | None = paid
    if expected(every_check) is None or all(plan is None for plan in least):
        to = None
    else:
        groups = [covered(group) for group in findings(pack, every_check, everything)]
        to = paid + max(our_money(pack, case, plan or {})[2] for plan in groups)
    open_ = any(
        least[a] != least[b]
        for a, b in combinations(range(len(everything)), 2)
        if _differ_in_unasked(pack, case, everything[a][1], everything[b][1])
    )
    return Judgement(
        tuple(everything), tuple(least), _positive(firm), _positive(up_to),
        None if cover is None else _positive(cover), demanded, chosen, worth, paid + min(totals), to,
        _verdict(pack, case, everything, [kept for _, kept in settled], least, bool(every_check) or open_), open_,
    )  # fmt: skip


def _positive(plan: Plan) -> dict[str, int]:
    return {name: quantity for name, quantity in plan.items() if quantity}


def _differ_in_unasked(pack: Pack, case: Case, one: Facts, other: Facts) -> bool:
    """Whether two worlds differ in exactly one plain fact, and nobody has been asked about it yet."""
    names = [f.id for f in pack.facts.values() if f.formula is None and one.get(f.id) != other.get(f.id)]
    return len(names) == 1 and names[0] not in case.answers


def _not_verified(pack: Pack, case: Case, name: str) -> bool:
    """Whether a fact or column is unknown, merely reported, or assumed."""
    inventory, _, column = name.partition(".")
    answer = case.answers.get(inventory)
    if answer is None or answer.value is UNKNOWN or not answer.sure:
        return True
    return bool(column) and any(row.get(column, UNKNOWN) is UNKNOWN for row in rows_of(answer.value))


def _demanded(
    pack: Pack, case: Case, everything: Sequence[World], least: Sequence[dict[str, int] | None]
) -> tuple[str, ...]:
    """The cheapest assessments that settle whatever a `know` rule asks for in some world with a plan."""
    wanted: set[str] = set()
    for (_, facts), plan in zip(everything, least, strict=True):
        for rule in live(pack, case):
            if plan is None or not isinstance(rule.effect, Know):
                continue
            rows = (None,) if rule.each is None else rows_of(facts[rule.each])
            if not any(holds(rule.when, facts, row) for row in rows):
                continue
            outcomes = {named.outcome for named in case.outcomes}
            if not rule.for_ or outcomes & set(rule.for_) or any(plan.get(n) for n in pack.for_offerings(rule)):
                wanted |= {name for name in rule.effect.facts if _not_verified(pack, case, name)}
    assessments = [o for o in pack.offerings.values() if o.kind == ASSESSMENT]
    wanted &= {name for o in assessments for name in o.settles}
    every = (s for size in range(len(assessments) + 1) for s in combinations([o.id for o in assessments], size))
    enough = [s for s in every if wanted <= {name for check in s for name in pack.offerings[check].settles}]
    return min(enough, key=lambda s: (checks_price(pack, case, s), len(s)))


def _verdict(
    pack: Pack, case: Case, everything: Sequence[World], kept: Sequence[tuple[str, ...]],
    least: Sequence[dict[str, int] | None], something_open: bool,
) -> str:  # fmt: skip
    """The verdict that fits first. "not_us" only where all is declined in every world: what could be changed is not judged."""
    if all(_all_declined(pack, case, facts) for _, facts in everything):
        return "not_us"
    named = [outcome.outcome for outcome in case.outcomes]
    if all(plan is None for plan in least) or (named and not any(kept)):
        return "not_yet"
    if named and not any(least) and None not in least and all(set(k) == set(named) for k in kept):
        read = {name for rule in pack.live_rules if rule.strength == "must" for name in rule.for_}
        if set(named) <= read:
            return "nothing_needed"
    if something_open or not any(least):
        return "check_first"
    return "proceed"


def _all_declined(pack: Pack, case: Case, facts: Facts) -> bool:
    return any(
        isinstance(rule.effect, Decline) and rule.effect.offering is None and not rule.for_ and holds(rule.when, facts)
        for rule in live(pack, case)
    )
