"""What each result of a check would lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.engine.assessments import alike_once_known
from advisor.engine.questions import effects_of, says_all, span_of, total_of
from advisor.engine.shown import Shown
from advisor.engine.worlds import World
from advisor.pack import Fact
from advisor.recommendation import NO_PLAN, AnswerEffect, LineRange, Narrows, Question, Span

MOST_RESULTS = 5
AT_BEST, AT_WORST = "at best", "at worst"


def findings_of(shown: Shown, spent: int) -> tuple[Question, ...]:
    """Per open fact that a chosen check settles: its possible results (of a list of many rows or numbers: the best and the worst),
    each with the lines and the price it leads to. `spent`: the checks' price over the horizon (cents), part of every total."""
    decision = shown.decision
    settles = [name for check in decision.checks.chosen for name in decision.index.pack.offerings[check].settles]
    found = []
    for place, (fact, cells) in enumerate(decision.explored.possibilities.open.items()):
        names = [name for name in settles if name.partition(".")[0] == fact]
        if not names:
            continue
        one = decision.index.pack.facts[fact]
        groups = alike_once_known([cell.value for cell in cells.cells], fact, names)
        results = _results(shown, place, one, groups, spent)
        if len({(effect.lines, effect.total) for effect in results}) > 1:
            looked_at = not says_all(shown)
            found.append(
                Question(fact, (), one.asks, one.find_out, "", results, Narrows(0, 0), of_those_looked_at=looked_at)
            )
    return tuple(found)


def _results(
    shown: Shown, place: int, fact: Fact, groups: Sequence[Sequence[int]], spent: int
) -> tuple[AnswerEffect, ...]:
    worlds = shown.decision.explored.worlds
    seen = [(group, [w for w in worlds if w.at[place] in group]) for group in groups]
    there = [(group, members) for group, members in seen if members]
    if fact.type != "inventory" and len(there) <= MOST_RESULTS:
        cells = shown.decision.explored.possibilities.open[fact.id].cells
        return tuple(
            effect
            for group, members in there
            for effect in effects_of(
                shown, fact, cells[group[0]], cells, members, span_of(shown, fact.id, group, members, spent)
            )
        )
    if len(there) < 2:
        return ()
    ends = sorted(there, key=lambda part: (any(w.plan is None for w in part[1]), _dearest(shown, part[1])))
    best, worst = (_end(shown, name, ends[at][1], spent) for name, at in ((AT_BEST, 0), (AT_WORST, -1)))
    if shown.decision.explored.all_looked_at:
        return best, worst
    group, members = ends[0]
    best = replace(best, total=span_of(shown, fact.id, group, members, spent))
    return best, _at_the_very_worst(shown, worst, spent)


def _at_the_very_worst(shown: Shown, seen: AnswerEffect, spent: int) -> AnswerEffect:
    """Not all results were looked at: at worst it is what covers every one of them, if anything does."""
    cover, least = shown.decision.explored.cover, shown.decision.explored.least.total + spent
    if cover is None or shown.decision.open_ended:
        return replace(seen, total=Span(least, None))
    reach = {line.offering: line for line in seen.lines}
    units = cover.quantities
    lines = tuple(
        LineRange(o, reach[o].from_ if o in reach else 0, max(reach[o].to if o in reach else 0, units.get(o, 0)))
        for o in shown.decision.catalogue.articles
        if o in reach or units.get(o)
    )
    return replace(seen, lines=lines, total=Span(least, total_of(shown, units) + spent))


def _dearest(shown: Shown, worlds: Sequence[World]) -> int:
    return max(total_of(shown, w.plan.quantities if w.plan else {}) for w in worlds)


def _end(shown: Shown, name: str, worlds: Sequence[World], spent: int) -> AnswerEffect:
    if any(w.plan is None for w in worlds):
        return AnswerEffect(name, name, (), Span(spent, None), NO_PLAN, no_plan=True)
    plans = [w.plan.quantities if w.plan else {} for w in worlds]
    totals = [total_of(shown, plan) + spent for plan in plans]
    articles = [o for o in shown.decision.catalogue.articles if any(plan.get(o) for plan in plans)]
    lines = tuple(LineRange(o, min(p.get(o, 0) for p in plans), max(p.get(o, 0) for p in plans)) for o in articles)
    to = None if shown.decision.open_ended else max(totals)
    return AnswerEffect(name, name, lines, Span(min(totals), to), "")
