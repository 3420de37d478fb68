"""What was answered on a call, what else can be, and how far the questions are."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.calling.call import Call
from advisor.calling.call_answers import say_answer
from advisor.calling.call_text import escape
from advisor.case import Answer
from advisor.pack import Fact, Pack
from advisor.recommendation import Recommendation
from advisor.saying import NO_BREAK_SPACE, say_number, say_small
from advisor.values import UNKNOWN

MOST_NEXT = 5


@dataclass(frozen=True)
class Answered:
    """One answer that was given. `said` is Markdown; `sure`: verified, not only reported."""

    fact: str
    asks: str
    said: str
    sure: bool
    can_be_reported: bool


def answered(pack: Pack, call: Call) -> tuple[Answered, ...]:
    """What was answered, in the order in which it was."""
    found = []
    for name, there in call.case.answers.items():
        fact = pack.facts[name]
        found.append(
            Answered(
                name,
                escape(fact.asks),
                escape(say_answer(fact, there)),
                there.sure,
                fact.type != "inventory" and there.value is not UNKNOWN,
            )
        )
    return tuple(found)


def other_facts(pack: Pack, call: Call, recommendation: Recommendation) -> tuple[tuple[str, str], ...]:
    """All questions that may be answered too (id, text): those that can change something first, then those that make none."""
    asked = [question.fact for question in recommendation.questions if question.fact in pack.facts]
    rest = [fact.id for fact in pack.facts.values() if fact.formula is None and fact.id not in asked]
    order = [
        *asked,
        *(name for name in rest if name not in call.case.answers),
        *(name for name in rest if name in call.case.answers),
    ]
    return tuple((name, pack.facts[name].asks) for name in order)


def asked_next(pack: Pack, recommendation: Recommendation) -> tuple[tuple[str, str], ...]:
    """The open questions after the one that is asked now, the best first (id, text as Markdown)."""
    waiting = [question for question in recommendation.questions[1:] if question.fact in pack.facts]
    return tuple((question.fact, escape(question.asks)) for question in waiting[:MOST_NEXT])


def say_folded(pack: Pack, call: Call, recommendation: Recommendation) -> str:
    """ "7 answered · 9 make no difference here"."""
    open_ones = {question.fact for question in recommendation.questions}
    idle = sum(
        1
        for fact in pack.facts.values()
        if fact.formula is None and fact.id not in open_ones and fact.id not in call.case.answers
    )
    makes = "makes" if idle == 1 else "make"
    return f"{say_number(len(call.case.answers))} answered · {say_number(idle)} {makes} no difference here"


def progress_of(call: Call, recommendation: Recommendation) -> float:
    """How far the questions are answered, from 0 to 1."""
    done, left = len(call.case.answers), len(recommendation.questions)
    return done / (done + left) if done + left else 0.0


def say_open_rows(fact: Fact, there: Answer | None) -> str:
    """The label of an inventory: "PCs: 40 rows, 10 memory unknown"; how many rows there are and what is unknown in them."""
    name = fact.id.replace("_", " ").capitalize()
    name = f"{name[:-1].upper()}s" if len(name) <= 4 and name.endswith("s") else name
    if there is None or not isinstance(there.value, tuple):
        return f"{name}: nobody has listed them yet" if there is None else f"{name}: nobody knows them"
    counts = [row.get("count", 1) for row in there.value]
    total = sum(count for count in counts if isinstance(count, int))
    unknown = {
        column.id: sum(
            count
            for count, row in zip(counts, there.value, strict=True)
            if isinstance(count, int) and row.get(column.id, UNKNOWN) is UNKNOWN
        )
        for column in fact.columns
    }
    missing = [f"{say_number(count)} {column.replace('_', ' ')}" for column, count in unknown.items() if count]
    if len(missing) > 1:
        return f"{name}: {say_number(total)} listed, {say_small(len(missing))} columns with unknown cells"
    return f"{name}: {say_number(total)} listed{f', {missing[0]}{NO_BREAK_SPACE}unknown' if missing else ''}"
