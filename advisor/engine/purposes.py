"""What a want is for: the why questions of wants that only rules for an outcome judge, at most two deep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.case import Want
from advisor.engine.say_wants import capital, name_of
from advisor.engine.shown import Shown
from advisor.pack import Why, WhyAnswer
from advisor.recommendation import AnswerEffect, Narrows, Question, Span

NOT_JUDGED = "No rule can judge it before we know."


def purposes_of(shown: Shown, plans: int) -> tuple[Question, ...]:
    """One question a want whose purpose nobody was asked about, in the order of the request, while any answer can still change
    what becomes of it. `plans`: how many different plans there are."""
    found: dict[str, Question] = {}
    wanted, worlds = shown.decision.wanted, shown.decision.explored.worlds
    stuck = all(world.plan is None for world in worlds)
    for want in shown.decision.case.wants:
        offering = want.offering
        if offering is None or offering not in wanted.without_outcome or want.simply_wanted or offering in found:
            continue
        # Where there is no plan at all, the wish as asked may be what stands against one.
        if stuck or any(world.plan is not None and world.plan.quantities.get(offering) for world in worlds):
            found[offering] = _question(shown, want, offering, plans)
    return tuple(found.values())


def asked_back(whys: tuple[Why, ...], said: str) -> Why | None:
    """The counter-question to what was said, if there is one."""
    for why in whys:
        for one in why.answers:
            if one.counter is not None and one.says == said:
                return one.counter
    return None


def _question(shown: Shown, want: Want, offering: str, plans: int) -> Question:
    index = shown.decision.index
    whys = index.pack.whys.get(offering, ())
    back = asked_back(whys, want.why)
    told = any(one.facts and one.says == want.why for why in whys for one in why.answers)
    why = back or (None if told else next(iter(whys), None))
    answers = [_answer(one) for one in why.answers] if why is not None else []
    named = {effect.value.get("outcome") for effect in answers}
    for rule in index.judging(offering):
        for outcome in index.pack.for_outcomes(rule):
            if outcome not in named:
                named.add(outcome)
                title = capital(index.pack.outcomes[outcome].title)
                answers.append(AnswerEffect(title, {"outcome": outcome}, (), Span(0, None), ""))
    asks = why.asks if why is not None else f"What do you want {name_of(shown, offering)} for?"
    reason = f"“{want.why}”: ask back once." if back is not None else NOT_JUDGED
    return Question(offering, (), asks, "", reason, tuple(answers), Narrows(plans, 0))


def _answer(one: WhyAnswer) -> AnswerEffect:
    """An answer with what it writes into the case: the result and facts it leads to, and their words."""
    leads: dict[str, Any] = {"why": one.says}
    if one.outcome is not None:
        leads["outcome"] = one.outcome
    if one.facts:
        leads["facts"] = {name: dict(raw) if isinstance(raw, Mapping) else raw for name, raw in one.facts}
    if one.simply_wanted:
        leads["simply_wanted"] = True
    return AnswerEffect(one.says, leads, (), Span(0, None), "")
