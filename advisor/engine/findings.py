"""What each result of a check would lead to."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.engine.assessments import alike_once_known
from advisor.engine.questions import effects_of, span_of, total_of
from advisor.engine.shown import Shown
from advisor.engine.worlds import World
from advisor.pack import Fact
from advisor.recommendation import AnswerEffect, LineRange, Narrows, Question, Span

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
            found.append(Question(fact, (), one.asks, one.find_out, "", results, Narrows(0, 0)))
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
    ends = sorted(there, key=lambda part: _dearest(shown, part[1]))
    return tuple(_end(shown, name, members, spent) for name, (_, members) in ((AT_BEST, ends[0]), (AT_WORST, ends[-1])))


def _dearest(shown: Shown, worlds: Sequence[World]) -> int:
    return max(total_of(shown, w.plan.quantities if w.plan else {}) for w in worlds)


def _end(shown: Shown, name: str, worlds: Sequence[World], spent: int) -> AnswerEffect:
    plans = [w.plan.quantities if w.plan else {} for w in worlds]
    totals = [total_of(shown, plan) + spent for plan in plans]
    articles = [o for o in shown.decision.catalogue.articles if any(plan.get(o) for plan in plans)]
    lines = tuple(LineRange(o, min(p.get(o, 0) for p in plans), max(p.get(o, 0) for p in plans)) for o in articles)
    return AnswerEffect(name, name, lines, Span(min(totals), max(totals)), "")
