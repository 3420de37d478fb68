"""Reading why.yaml: what to ask about a want, what people say, and where that leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.loading.fit import fit
from advisor.loading.known import Known
from advisor.loading.read_case_answers import read_answer
from advisor.loading.shapes import shown
from advisor.loading.shapes_pack import WhyAnswerShape, WhyShape
from advisor.loading.spot import Spot
from advisor.pack import Why, WhyAnswer


def read_whys(spot: Spot, known: Known) -> dict[str, tuple[Why, ...]]:
    """The why questions by offering or outcome; everything else must be known."""
    whys: dict[str, tuple[Why, ...]] = {}
    for about in spot.value or {}:
        here = spot.at(about)
        known.expect(about, {"offering": known.offerings, "outcome": known.outcomes}, here)
        questions = here.value if isinstance(here.value, list) else [here.value]
        found = []
        for n, data in enumerate(questions):
            why = _why(about, data, here.at(n) if isinstance(here.value, list) else here, known)
            if why is not None:
                found.append(why)
        whys[about] = tuple(found)
    return whys


def _why(about: str, data: Any, spot: Spot, known: Known, asked_back: bool = False) -> Why | None:
    shape, faults = fit(WhyShape, data, "a why question")
    spot.take(faults)
    if shape is None:
        return None
    read = [(one, _answer(about, one, spot.at("answers", n), known, asked_back)) for n, one in enumerate(shape.answers)]
    answers = [answer for _, answer in read if answer is not None]
    return Why(
        about, shape.asks, tuple(_with_plain_counter(about, one, answer, answers) for one, answer in read if answer)
    )


def _with_plain_counter(
    about: str, shape: WhyAnswerShape, answer: WhyAnswer, answers: Sequence[WhyAnswer]
) -> WhyAnswer:
    """A counter-question without answers of its own is answered by those of the question that it goes back to."""
    if not isinstance(shape.counter, str):
        return answer
    others = tuple(other for other in answers if other.outcome or other.facts or other.simply_wanted)
    return WhyAnswer(answer.says, counter=Why(about, shape.counter, others))


def _answer(about: str, shape: WhyAnswerShape, spot: Spot, known: Known, asked_back: bool) -> WhyAnswer | None:
    ends = [key for key in ("outcome", "fact", "simply_wanted", "counter") if getattr(shape, key)]
    if not ends or (len(ends) > 1 and ends != ["outcome", "fact"]):
        spot.say(
            "why_leads",
            f"“{shape.says}” leads to {' and '.join(ends) if ends else 'nothing'}.",
            "Write `outcome` or `fact` or both, or else `simply_wanted: yes`, or `counter`.",
        )
        return None
    if shape.counter is not None and asked_back:
        spot.at("counter").say(
            "why_too_deep",
            f"“{shape.says}” asks back where a question was asked back already.",
            "Let it lead to an outcome, a fact or `simply_wanted: yes`: two questions about one wish are enough.",
        )
        return None
    if shape.outcome is not None and not known.expect(shape.outcome, {"outcome": known.outcomes}, spot.at("outcome")):
        return None
    facts = []
    for name, raw in (shape.fact or {}).items():
        asked = {n: f for n, f in known.facts.items() if f.formula is None and f.type != "inventory"}
        here = spot.at("fact", name)
        if not known.expect(name, {"fact": asked}, here):
            return None
        answer = read_answer(asked[name], raw, here, None)
        if answer is None:
            return None
        facts.append((name, dict(raw) if isinstance(raw, Mapping) else raw))
    counter = None
    if isinstance(shape.counter, Mapping):
        counter = _why(about, shape.counter, spot.at("counter"), known, asked_back=True)
    elif shape.counter is not None and not isinstance(shape.counter, str):
        spot.at("counter").say(
            "why_leads", f"`counter` is {shown(shape.counter)}.", "Write the question, or `asks` and `answers` of it."
        )
        return None
    return WhyAnswer(shape.says, shape.outcome, tuple(facts), shape.simply_wanted, counter)
