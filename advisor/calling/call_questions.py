"""The questions as the page asks them: the next one with what each answer changes, and any other by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from advisor.calling.call_text import escape, with_bold_money
from advisor.calling.call_whys import STAYS, effect_of
from advisor.pack import ASSESSMENT, Fact, Pack
from advisor.printing.paper_checks import find_fact
from advisor.recommendation import AnswerEffect, Question, Recommendation
from advisor.saying import say_choice, say_number
from advisor.values import Number, exact

Kind = Literal["buttons", "number", "date", "choices", "table"]
UNKNOWN_SAID, NOT_APPLY_SAID = "We don’t know", "Does not apply"


@dataclass(frozen=True)
class AnswerView:
    """A button: its label, the answer as a case file has it, and beside it what it changes (Markdown)."""

    label: str
    value: Any
    effect: str = ""


@dataclass(frozen=True)
class QuestionView:
    """A question and its field. `answers` in the order of their keys, those of the field's own kind apart. `hint` is the label
    of a number field, `effects` what stands under it. `about`: a fact, or an offering whose purpose is asked;
    `split`: a typed number says of how many of `rows` it is so."""

    about: str
    kind: Kind
    asks: str
    why: str
    find_out: str
    answers: tuple[AnswerView, ...]
    hint: str = ""
    step: Number = 1
    choices: tuple[tuple[str, str], ...] = ()
    effects: str = ""
    rows: tuple[str, ...] = ()
    is_purpose: bool = False
    split: Mapping[str, Any] | None = None

    @property
    def field_step(self) -> int | float:
        """The step of a number's field; a float where decimals may be typed."""
        return self.step if isinstance(self.step, int) else float(self.step)


def next_question(pack: Pack, recommendation: Recommendation) -> QuestionView | None:
    """The question to ask now, the first of the recommendation's; None where there is none."""
    waiting = recommendation.questions
    return question_view(pack, recommendation, waiting[0]) if waiting else None


def question_view(pack: Pack, recommendation: Recommendation, question: Question) -> QuestionView:
    fact = find_fact(pack, question.fact)
    why = escape(question.why)
    if fact is None:
        return _purpose_view(pack, question, why)
    if question.split is not None:
        return _column_view(question, why)
    view = replace(
        fact_view(pack, question.fact),
        asks=escape(question.asks),
        why=why,
        find_out=escape(question.find_out),
        rows=question.rows,
    )
    offered = [effect for effect in question.answers if effect.value not in ("unknown", "does_not_apply")]
    special = {
        effect.value: _effect(effect) for effect in question.answers if effect.value in ("unknown", "does_not_apply")
    }
    special.setdefault("unknown", _effect_of_unknown(pack, recommendation, question.fact))
    last = tuple(
        AnswerView(one.label, one.value, special.get(one.value, "")) for one in view.answers[-_specials(fact) :]
    )
    if view.kind == "number" and not covers_range(fact, [effect.value for effect in offered]):
        effects = "; ".join(f"{escape(effect.answer)}: {_effect(effect)}" for effect in offered if effect.says)
        return replace(view, answers=last, effects=effects)
    if view.kind in ("date", "choices", "table") or not offered:
        return replace(view, answers=last if view.kind != "buttons" else view.answers)
    if fact.type == "number" and len(offered) == 2 and isinstance(offered[1].value, Mapping):
        return _as_yes_or_no(view, question, offered[0], offered[1], last)
    buttons = tuple(AnswerView(_label(fact, effect), effect.value, _effect(effect)) for effect in offered)
    return replace(view, kind="buttons", answers=(*buttons, *last))


def _as_yes_or_no(
    view: QuestionView, question: Question, less: AnswerEffect, more: AnswerEffect, last: tuple[AnswerView, ...]
) -> QuestionView:
    """A number of which only one limit matters: "How much memory does your server have: 32 GB or more?" """
    yes, no = (AnswerView(label, one.value, _effect(one)) for label, one in (("Yes", more), ("No", less)))
    asks = f"{escape(question.asks.removesuffix('?'))}: {escape(more.answer)}?"
    return replace(view, kind="buttons", asks=asks, answers=(yes, no, *last))


def fact_view(pack: Pack, name: str) -> QuestionView:
    """A fact as it can be answered at any time, without effects."""
    fact = find_fact(pack, name)
    assert fact is not None, name
    last = [AnswerView(UNKNOWN_SAID, "unknown")]
    if fact.may_not_apply:
        last.append(AnswerView(NOT_APPLY_SAID, "does_not_apply"))
    choices = tuple((choice, _capital(say_choice(choice, fact))) for choice in fact.choices)
    buttons = tuple(AnswerView(escape(label), choice) for choice, label in choices) if fact.type == "choice" else ()
    kinds: dict[str, Kind] = {
        "number": "number",
        "choice": "buttons",
        "choices": "choices",
        "date": "date",
        "inventory": "table",
    }
    return QuestionView(
        about=name,
        kind=kinds[fact.type],
        asks=escape(fact.asks),
        why="",
        find_out=escape(fact.find_out),
        answers=(*buttons, *last),
        hint=_hint(fact),
        step=1 if not fact.decimals else exact_step(fact),
        choices=choices,
    )


def _column_view(question: Question, why: str) -> QuestionView:
    """How many rows of a column: none, all, a number between, or nobody knows."""
    split = dict(question.split or {})
    total = split.pop("of")
    buttons = tuple(AnswerView(escape(_capital(one.answer)), one.value, _effect(one)) for one in question.answers)
    return QuestionView(
        about=question.fact,
        kind="number",
        asks=escape(question.asks),
        why=why,
        find_out=escape(question.find_out),
        answers=(*buttons, AnswerView(UNKNOWN_SAID, "unknown")),
        hint=f"How many, 0 to {say_number(total)}",
        rows=question.rows,
        split=split,
    )


def _specials(fact: Fact) -> int:
    return 2 if fact.may_not_apply else 1


def _purpose_view(pack: Pack, question: Question, why: str) -> QuestionView:
    """What a want is for: what people say when they are asked, and where it leads."""
    answers = [AnswerView(escape(one.answer), one.value, effect_of(pack, one)) for one in question.answers]
    return QuestionView(
        about=question.fact,
        kind="buttons",
        asks=escape(question.asks),
        why=why,
        find_out="",
        answers=(*answers, AnswerView(UNKNOWN_SAID, {"simply_wanted": True}, STAYS)),
        is_purpose=True,
    )


def exact_step(fact: Fact) -> Number:
    return exact(Fraction(1, 10**fact.decimals))


def covers_range(fact: Fact, values: Sequence[Any]) -> bool:
    """Whether the offered intervals and numbers, put together, leave out nothing of a number's range."""
    if fact.range is None or not values:
        return False
    step = exact_step(fact) if fact.decimals else 1
    reached: Number = fact.range[0]
    for low, high in sorted((_ends(fact, value, step) for value in values), key=lambda ends: ends[0]):
        if low > reached:
            return False
        reached = max(reached, high)
    return reached > fact.range[1]


def _ends(fact: Fact, value: Any, step: Number) -> tuple[Number, Number]:
    """From (in) and to (out) of an answer that is a number or an interval."""
    assert fact.range is not None
    beyond = exact(fact.range[1] + step)
    if isinstance(value, Mapping):
        return value.get("at_least", fact.range[0]), value.get("less_than", beyond)
    return value, exact(value + step)


def _label(fact: Fact, effect: AnswerEffect) -> str:
    return escape(_capital(effect.answer))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _effect(effect: AnswerEffect) -> str:
    return with_bold_money(escape(effect.says))


def _effect_of_unknown(pack: Pack, recommendation: Recommendation, fact: str) -> str:
    """ "We don't know" changes nothing by itself; where a check in the plan finds it out, it says so."""
    for line in recommendation.lines:
        offering = pack.offerings[line.offering]
        if offering.kind == ASSESSMENT and fact in offering.settles:
            return f"no change; {escape(offering.said_as or offering.name)} finds out"
    finds = next((one for one in pack.offerings.values() if one.kind == ASSESSMENT and fact in one.settles), None)
    return f"may call for {escape(finds.said_as or finds.name)}" if finds else "no change; it stays open"


def _hint(fact: Fact) -> str:
    """The label of a number's field: "People, 1 to 500"."""
    if fact.type != "number":
        return ""
    unit = _capital(fact.unit.many) if fact.unit is not None else "Number"
    return f"{unit}, {say_number(fact.range[0])} to {say_number(fact.range[1])}" if fact.range is not None else unit
