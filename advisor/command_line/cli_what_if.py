"""What would change if some answers were different: two recommendations for one case, and their differences in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from advisor.case import Answer, Case
from advisor.command_line.cli_answers import read_answers
from advisor.command_line.cli_says import wrapped
from advisor.command_line.cli_text import BADGES, VERDICTS, say_want
from advisor.pack import Pack
from advisor.printing.paper_checks import say_of
from advisor.printing.paper_lines import say_count
from advisor.recommendation import CostRange, Line, Recommendation
from advisor.saying import say_money


def changed_case(pack: Pack, case: Case, written: Sequence[str]) -> Case:
    """The case with other answers, each written as fact=value. Raises Usage."""
    answers = {name: Answer(value) for name, value in read_answers(pack, written, "--what-if").items()}
    return replace(case, answers={**case.answers, **answers})


def say_changes(pack: Pack, case: Case, changed: Case, before: Recommendation, after: Recommendation) -> str:
    """Every difference, or the sentence that there is none."""
    names = [name for name in changed.answers if changed.answers[name] != case.answers.get(name)]
    if not names:
        return "These are the answers already. Nothing changes."
    said = []
    for name in names:
        was = case.answers.get(name)
        old = say_of(pack, name, was.value) if was is not None else "not asked yet"
        said += wrapped(
            f"{pack.facts[name].asks} {say_of(pack, name, changed.answers[name].value)} instead of {old}.", first="If: "
        )
    differences = [
        *_verdict(before, after),
        *_wants(pack, before, after),
        *_lines(pack, before, after),
        *_sentences("Left out too", _left_out(before), _left_out(after)),
        *_sentences("No longer left out", _left_out(after), _left_out(before)),
        *_sentences("To be known", _flags(before), _flags(after)),
        *_sentences("No longer so", _flags(after), _flags(before)),
        *_questions(before, after),
        *_money(before, after),
    ]
    return "\n".join([*said, *(differences or ["Nothing changes: the same verdict, lines, reasons and prices."])])


def _verdict(before: Recommendation, after: Recommendation) -> list[str]:
    if before.verdict == after.verdict:
        return []
    return [f"Verdict: {VERDICTS[before.verdict]} becomes {VERDICTS[after.verdict]}.", *wrapped(after.summary, 2)]


def _wants(pack: Pack, before: Recommendation, after: Recommendation) -> list[str]:
    lines = []
    for old, new in zip(before.wants, after.wants, strict=True):
        if old.disposition != new.disposition:
            what = f"{say_want(pack, new)}: [{BADGES[old.disposition]}] becomes [{BADGES[new.disposition]}]. {new.says}"
            lines += wrapped(what, first="* ")
    return lines


def _lines(pack: Pack, before: Recommendation, after: Recommendation) -> list[str]:
    old = {(line.role, line.offering): line for line in before.lines}
    new = {(line.role, line.offering): line for line in after.lines}
    lines: list[str] = []
    for key in [*new, *(key for key in old if key not in new)]:
        lines += _line(pack.offerings[key[1]].name, old.get(key), new.get(key))
    return lines


def _line(name: str, old: Line | None, new: Line | None) -> list[str]:
    if new is None:
        assert old is not None
        return [f"- {_count(old)} × {name}: no longer in the plan."]
    reasons = list(dict.fromkeys(reason.says for reason in new.reasons))
    if old is None:
        return [f"+ {_count(new)} × {name}", *(line for says in reasons for line in wrapped(says, 4))]
    known = {reason.says for reason in old.reasons}
    fresh = [line for says in reasons if says not in known for line in wrapped(says, 4)]
    if old.quantity != new.quantity:
        return [f"* {name}: {_count(new)} instead of {_count(old)}", *fresh]
    return [f"* {name}: as many, and the reason is now", *fresh] if fresh else []


def _count(line: Line) -> str:
    return say_count(line.quantity, "open")


def _left_out(recommendation: Recommendation) -> list[str]:
    return [entry.says for entry in recommendation.left_out]


def _flags(recommendation: Recommendation) -> list[str]:
    """What must be known beside the lines: what a line gives as its reason is said there."""
    reasons = {reason.says for line in recommendation.lines for reason in line.reasons}
    return [flag.says for flag in recommendation.flags if flag.says not in reasons]


def _sentences(title: str, known: Iterable[str], now: Iterable[str]) -> list[str]:
    """The sentences that are new."""
    seen = set(known)
    fresh = [text for text in dict.fromkeys(now) if text and text not in seen]
    return [line for text in fresh for line in wrapped(text, first=f"{title}: ", hang=2)]


def _questions(before: Recommendation, after: Recommendation) -> list[str]:
    if before.questions_say == after.questions_say:
        return []
    return wrapped(after.questions_say, first="Questions: ", hang=2)


def _money(before: Recommendation, after: Recommendation) -> list[str]:
    currency, months = after.cost.currency, after.cost.horizon_months
    parts = (
        ("Once", before.cost.once, after.cost.once),
        ("A month", before.cost.monthly, after.cost.monthly),
        (f"Over {months} months", before.cost.total, after.cost.total),
    )
    return [
        f"{label}: {_said(new, currency)} instead of {_said(old, currency)}" for label, old, new in parts if old != new
    ]


def _said(cost: CostRange, currency: str) -> str:
    least = say_money(cost.from_, currency)
    if cost.to is None:
        return f"from {least}, no upper end"
    return least if cost.from_ == cost.to else f"{least} to {say_money(cost.to, currency)}"
