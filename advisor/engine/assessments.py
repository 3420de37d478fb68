"""Checks: assessments that a rule demands, and those whose knowledge is worth more than their price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import cast

from advisor.case import Case
from advisor.engine.bounds import weakest
from advisor.engine.effects import Setting
from advisor.engine.facts import Facts, Settled, derive
from advisor.engine.index import Index
from advisor.engine.planning import Planning
from advisor.engine.setting import article_of
from advisor.engine.worlds import Explored, World, cover_plan
from advisor.pack import ASSESSMENT, Know, Rule
from advisor.planner.problem import Article, Catalogue, Plan
from advisor.row_cells import limits_of
from advisor.values import UNKNOWN, Row

MOST_FINDINGS = 200  # results of a set of checks that are planned for one by one


@dataclass(frozen=True)
class Finding:
    """One result that checks can have: its likelihood (a share of 1), and the cover plan of what then stays open."""

    share: Fraction
    cover: Plan | None
    no_plan_at_all: bool  # every world that stays possible is without a plan


@dataclass(frozen=True)
class Checks:
    """The checks to be bought, in price-list order. `demanded_by`: per demanded check the rules that demand it; `worth`: of the
    others as a set, cents over the horizon (None: without them nothing covers every answer). `findings` are those of all of them.
    `insisted`: those of the chosen that are there because the customer decided so, and for nothing else."""

    chosen: tuple[str, ...]
    demanded_by: Mapping[str, tuple[str, ...]]
    worth: int | None
    single_worth: Mapping[str, int | None]
    findings: tuple[Finding, ...] | None  # None: too many to plan for one by one
    insisted: tuple[str, ...] = ()


def waits_for(index: Index, lead_days: Mapping[str, int], demanded_by: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Per offering the days it waits for a check that a rule demands before it."""
    days: dict[str, int] = {}
    for check, rules in demanded_by.items():
        for rule in rules:
            for offering in index.triggers[rule]:
                days[offering] = max(days.get(offering, 0), lead_days.get(check, 0))
    return days


def unverified(case: Case, explored: Explored, name: str) -> bool:
    """Whether a fact, or a column as "rooms.seats", is unknown, merely reported or assumed. A number that is known for sure to lie
    where no rule makes a difference any more is verified."""
    fact, _, column = name.partition(".")
    answer = case.answers.get(fact)
    if answer is None or not answer.sure:
        return True
    if answer.value is UNKNOWN:
        narrowed = answer.at_least is not None or answer.less_than is not None
        return not narrowed or fact in explored.possibilities.open
    rows = answer.value if isinstance(answer.value, tuple) else ()
    settled = fact not in explored.possibilities.open
    return any(
        row.get(c, UNKNOWN) is UNKNOWN and not (settled and limits_of(row, c) != (None, None))
        for row in rows
        for c in ([column] if column else row)
    )


def know_rules(index: Index, setting: Setting, case: Case, settled: Settled, explored: Explored) -> tuple[Rule, ...]:
    """The `know` rules that count in some world that has a plan, and ask for something that is not known for sure."""
    found = []
    for rule in index.knowing:
        assert isinstance(rule.effect, Know)
        if not setting.counts(index, rule) or not any(unverified(case, explored, name) for name in rule.effect.facts):
            continue
        triggers = setting.triggers(index, rule)
        worlds = [w for w in explored.worlds if w.plan is not None and _triggered(triggers, w.plan)]
        if any(_may_hold(index, settled, rule, explored, world) for world in _distinct(index, rule, explored, worlds)):
            found.append(rule)
    return tuple(found)


def _triggered(triggers: tuple[str, ...] | None, plan: Plan) -> bool:
    return triggers is None or any(plan.quantities.get(offering, 0) for offering in triggers)


def _distinct(index: Index, rule: Rule, explored: Explored, worlds: Sequence[World]) -> Iterable[World]:
    """One world for each combination of answers that the rule reads."""
    reads = index.closure(index.rule_reads(rule))
    places = [number for number, fact in enumerate(explored.possibilities.open) if fact in reads]
    return {tuple(world.at[p] for p in places): world for world in worlds}.values()


def _may_hold(index: Index, settled: Settled, rule: Rule, explored: Explored, world: World) -> bool:
    if rule.when is None:
        return True
    facts: Facts = dict(settled.known) | explored.possibilities.facts_of(world.at)
    derive(index, settled, facts, index.closure(index.rule_reads(rule)))
    if rule.each is None:
        return rule.when.truth(facts, None) is not False
    rows = facts.get(rule.each, ())
    return any(rule.when.truth(facts, cast(Facts, row)) is not False for row in cast(tuple[Row, ...], rows))


def choose_checks(
    index: Index,
    case: Case,
    settled: Settled,
    planning: Planning,
    explored: Explored,
    rules: Sequence[Rule],
    insisted: Sequence[str],
    room: int | None,
    effort: int,
) -> Checks:
    """The demanded checks, those that are insisted on, and the set of up to two others of greatest positive worth beside the
    demanded ones. `room`: cents left of a budget for them. What the checks can find is planned for as far as `effort` goes; a set of which it does not suffice is not recommended."""
    planning.solved.limit(effort)
    assessments = _assessments(index)
    demanded_by = demanded_checks(index, case, explored, rules)
    demanded = tuple(demanded_by)
    others = [a for a in assessments if a not in demanded and _finds_something(index, explored, a)]
    sets = [s for size in (1, 2) for s in combinations(others, size) if room is None or _price(index, case, s) <= room]

    def expected(checks: Sequence[str]) -> Fraction | None:
        return _expected(_findings(index, planning, explored, checks, price_alone=True))

    before = expected(demanded)
    chosen: tuple[str, ...] = ()
    worth: int | None = None
    single: dict[str, int | None] = {}
    if before is not None:
        best = Fraction(0)
        for some in sets:
            after = expected((*demanded, *some))
            gain = Fraction(-1) if after is None else before - after - _price(index, case, some)
            if len(some) == 1:
                single[some[0]] = None if after is None else round(gain)
            if gain > best:
                chosen, best, worth = some, gain, round(gain)
    else:
        enough = [s for s in sets if expected((*demanded, *s)) is not None]
        chosen = min(enough, key=lambda s: _price(index, case, s), default=())
    every = tuple(o for o in index.pack.offerings if o in demanded or o in chosen or o in insisted)
    decided = tuple(o for o in every if o not in demanded and o not in chosen)
    return Checks(every, demanded_by, worth, single, _findings(index, planning, explored, every), decided)


def _assessments(index: Index) -> list[str]:
    return [o.id for o in index.pack.offerings.values() if o.kind == ASSESSMENT and o.settles]


def _articles(index: Index, case: Case, checks: Iterable[str]) -> list[Article]:
    return [article_of(index.pack.offerings[check], case) for check in checks]


def _price(index: Index, case: Case, checks: Sequence[str]) -> int:
    """One order of each, over the horizon."""
    return sum(a.price(a.whole(1), index.pack.horizon_months) for a in _articles(index, case, checks))


def checks_once(index: Index, case: Case, checks: Iterable[str]) -> int:
    """What one order of each costs once."""
    return sum(article.once(article.whole(1)) for article in _articles(index, case, checks))


def _settles(index: Index, check: str, name: str) -> bool:
    return any(s == name or name.startswith(s + ".") for s in index.pack.offerings[check].settles)


def _open_names(case: Case, explored: Explored, rules: Sequence[Rule]) -> list[str]:
    names = (n for rule in rules if isinstance(rule.effect, Know) for n in rule.effect.facts)
    return [n for n in dict.fromkeys(names) if unverified(case, explored, n)]


def demanded_checks(index: Index, case: Case, explored: Explored, rules: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    """The checks that these rules demand, each with the rules it is for."""
    checks = _cheapest_that_settle(index, case, explored, rules)
    return {check: _demanding(index, case, explored, check, rules) for check in checks}


def _cheapest_that_settle(index: Index, case: Case, explored: Explored, rules: Sequence[Rule]) -> tuple[str, ...]:
    """The cheapest set of assessments that settles whatever can be settled of what must be known."""
    assessments = _assessments(index)
    names = [n for n in _open_names(case, explored, rules) if any(_settles(index, a, n) for a in assessments)]
    useful = [a for a in assessments if any(_settles(index, a, n) for n in names)]
    for size in range(len(useful) + 1):
        enough = [s for s in combinations(useful, size) if all(any(_settles(index, a, n) for a in s) for n in names)]
        larger = [
            s for s in combinations(useful, size + 1) if all(any(_settles(index, a, n) for a in s) for n in names)
        ]
        if enough:
            return min([*enough, *larger], key=lambda s: (_price(index, case, s), len(s)))
    return ()


def _demanding(index: Index, case: Case, explored: Explored, check: str, rules: Sequence[Rule]) -> tuple[str, ...]:
    return tuple(
        rule.id
        for rule in rules
        if isinstance(rule.effect, Know)
        and any(unverified(case, explored, n) and _settles(index, check, n) for n in rule.effect.facts)
    )


def _finds_something(index: Index, explored: Explored, check: str) -> bool:
    return any(name.partition(".")[0] in explored.possibilities.open for name in index.pack.offerings[check].settles)


def _findings(
    index: Index, planning: Planning, explored: Explored, checks: Sequence[str], price_alone: bool = False
) -> tuple[Finding, ...] | None:
    """What checks can find out, each result with the cover plan of what then stays open (`price_alone`: any as cheap); None where
    there are too many results."""
    found = explored.possibilities
    groups: list[tuple[str, list[list[int]]]] = []
    for fact, cells in found.open.items():
        settled = [
            name for check in checks for name in index.pack.offerings[check].settles if name.partition(".")[0] == fact
        ]
        if settled:
            groups.append((fact, alike_once_known([cell.value for cell in cells.cells], fact, settled)))
    if prod(len(positions) for _, positions in groups) > MOST_FINDINGS:
        return None
    places = {fact: number for number, fact in enumerate(found.open)}
    results = []
    for chosen in product(*(positions for _, positions in groups)):
        if checks and planning.solved.spent():
            return None
        narrowed, share = found, Fraction(1)
        worlds = explored.worlds
        for (fact, _), positions in zip(groups, chosen):
            ways = found.open[fact].cells
            share *= Fraction(sum(ways[p].weight for p in positions), sum(cell.weight for cell in ways) or 1)
            narrowed = narrowed.narrowed(fact, positions)
            worlds = tuple(world for world in worlds if world.at[places[fact]] in positions)
        without = all(world.plan is None for world in worlds) and bool(worlds)
        if without and len(worlds) < narrowed.count:
            # then those that were not looked at have none either
            without = planning.cheapest(weakest(narrowed)) is None
        cover = None if without else cover_plan(planning, narrowed, worlds, price_alone)
        results.append(Finding(share, cover, without))
    return tuple(results)


def every_result_known(index: Index, explored: Explored, checks: Sequence[str]) -> bool:
    """Whether all that checks can find is among the answers looked at."""
    settled = {name.partition(".")[0] for check in checks for name in index.pack.offerings[check].settles}
    return all(cells.whole for fact, cells in explored.possibilities.open.items() if fact in settled)


def alike_once_known(values: Sequence[object], fact: str, settled: Sequence[str]) -> list[list[int]]:
    """Cells by position, those together that look alike once these names are known."""
    columns = [name.partition(".")[2] for name in settled]
    groups: dict[object, list[int]] = {}
    for position, value in enumerate(values):
        key: object = position
        if isinstance(value, tuple) and "" not in columns:
            key = tuple(sorted(repr([(c, row.get(c)) for c in (*columns, "name", "count")]) for row in value))
        groups.setdefault(key, []).append(position)
    return list(groups.values())


def _expected(findings: tuple[Finding, ...] | None) -> Fraction | None:
    """What the cover plan costs on average; None where some answer is left without one."""
    if findings is None or any(f.cover is None and not f.no_plan_at_all for f in findings):
        return None
    return sum((f.share * f.cover.price for f in findings if f.cover is not None), Fraction(0))


def cover_cost(catalogue: Catalogue, findings: tuple[Finding, ...] | None) -> tuple[int, int, int] | None:
    """Once, a month, and over the horizon (cents): each the dearest that can be left to pay; None where it is not bounded."""
    if findings is None or _expected(findings) is None or all(f.cover is None for f in findings):
        return None
    plans = [f.cover.quantities if f.cover else {} for f in findings]
    once, monthly = [catalogue.once(p) for p in plans], [catalogue.monthly(p) for p in plans]
    return max(once), max(monthly), max(o + m * catalogue.horizon for o, m in zip(once, monthly))
