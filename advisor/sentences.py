"""Every sentence that a recommendation says, in the order in which it is read, with where it stands and what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from advisor.recommendation import Line, Question, Recommendation

Part: TypeAlias = Literal[
    "verdict",
    "want",
    "check",
    "line",
    "row",
    "without",
    "already",
    "left_out",
    "flag",
    "conflict",
    "giving_up",
    "next_sum",
    "question",
    "why",
    "find_out",
    "answer",
    "end",
    "holds_while",
    "certificate",
]


@dataclass(frozen=True)
class Sentence:
    """`about` names what the sentence comes from, by ids: offering, fact or rule, and what became of a want."""

    part: Part
    says: str
    about: tuple[str, ...] = ()


def sentences_of(recommendation: Recommendation) -> tuple[Sentence, ...]:
    """All of them, those that say nothing left out; the same sentence of one part about the same thing once."""
    return tuple(dict.fromkeys(sentence for sentence in _all(recommendation) if sentence.says))


def _all(recommendation: Recommendation) -> Iterator[Sentence]:
    yield Sentence("verdict", recommendation.summary, (recommendation.verdict,))
    for want in recommendation.wants:
        subject = want.offering or ", ".join(want.asks or ())
        yield Sentence("want", want.says, (want.disposition, subject, *want.rules))
    for line in recommendation.lines:
        yield from _of_line(line)
    for says in recommendation.already:
        yield Sentence("already", says)
    for left in recommendation.left_out:
        yield Sentence("left_out", left.says, (left.offering or left.fact or "", *left.rules))
    for flag in recommendation.flags:
        yield Sentence("flag", flag.says, (flag.kind, *filter(None, (flag.rule, flag.fact, flag.offering))))
    for part in recommendation.conflict:
        yield Sentence("conflict", part.says, (part.kind, part.id))
        yield Sentence("giving_up", part.giving_up, (part.kind, part.id))
    for more in recommendation.next_sums:
        yield Sentence("next_sum", more.says, (more.outcome,))
    for question in recommendation.questions:
        yield from _of_question(question)
    yield Sentence("end", recommendation.questions_say)
    for held in recommendation.holds_while or ():
        yield Sentence("holds_while", held.says, (held.fact,))
    if recommendation.certificate is not None:
        yield Sentence("certificate", recommendation.certificate.says)


def _of_line(line: Line) -> Iterator[Sentence]:
    part: Part = "check" if line.role == "check" else "line"
    for reason in line.reasons:
        yield Sentence(part, reason.says, tuple(filter(None, (line.offering, reason.rule))))
    for row in line.rows:
        yield Sentence("row", row.says, (line.offering, row.row))
    yield Sentence("without", line.without, (line.offering,))


def _of_question(question: Question) -> Iterator[Sentence]:
    about = (question.fact, *question.rows)
    yield Sentence("question", question.asks, about)
    yield Sentence("why", question.why, about)
    yield Sentence("find_out", question.find_out, about)
    for effect in question.answers:
        yield Sentence("answer", f"{effect.answer}: {effect.says}" if effect.says else effect.answer, about)
