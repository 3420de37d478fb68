"""Every sentence of every sample case can be said to a customer: whole, short, without ids, with its units right."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.case import Want
from advisor.pack import Unit
from advisor.recommendation import LeftOut
from advisor.sentences import Part, Sentence, sentences_of
from tests.sampled import CASES, Sampled, name_of
from tests.small import RESULT, Small
from tests.spoken import MOST_WORDS, faults_of, faults_of_sentence, units_of

WHOLE: frozenset[Part] = frozenset(
    {
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
    }
    | {"holds_while"}
)
IN_ONE_BREATH: frozenset[Part] = frozenset({"verdict", "want"})


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_every_sentence_of_a_sample_case_can_be_said(path: Path, sampled: Sampled) -> None:
    recommendation, units = sampled.recommendation_of(path), units_of(sampled.pack_of(path))
    sentences = sentences_of(recommendation)
    found = {}
    for sentence in sentences:
        faults = (faults_of_sentence if sentence.part in WHOLE else faults_of)(sentence.says, units)
        if sentence.part == "holds_while" and "a large number with decimals" in faults:
            faults.remove("a large number with decimals")  # how far it holds is exact
        if sentence.part in IN_ONE_BREATH and len(sentence.says.split()) > MOST_WORDS:
            faults.append("too long for one breath")
        if faults:
            found[sentence.says] = [*faults, *sentence.about]
    assert found == {}
    # Nothing is left without its sentence: not the verdict, no want, no refusal, no line, nothing left out.
    assert recommendation.summary
    assert [want for want in recommendation.wants if not want.says] == []
    assert [flag for flag in recommendation.flags if not flag.says] == []
    assert [left for left in recommendation.left_out if not left.says] == []
    assert [line for line in recommendation.lines if not any(reason.says for reason in line.reasons)] == []


@pytest.mark.parametrize(
    ("says", "fault"),
    [
        ("You need crm_suite.", "an id"),
        ("You need  two.", "a space too many"),
        ("You need two .", "a space too many"),
        ("You need two,.", "punctuation twice"),
        ("What is it for?.", "punctuation twice"),
        ("You need it ().", "empty brackets or quotes"),
        ("You need {users}.", "braces"),
        ("You need None.", "the inside of the program"),
        ("You need the the server.", "a word twice"),
        ("You need a UPS and a accelerator.", "“a” before a vowel"),
        ("You need a 8-port switch.", "“a” before a vowel"),
        ("You need an server.", "“an” before a consonant"),
        ("1 person are there.", "one of something in the plural"),
        ("It holds 45000 files.", "a large number without commas"),
        ("It takes 333.3 VA.", "a large number with decimals"),
        ("1 persons is there.", "“1 persons”"),
        ("There are 8\N{NO-BREAK SPACE}person.", "“8\N{NO-BREAK SPACE}person”"),
        ("you need it.", "no capital at the beginning"),
        ("You need it", "no full stop at the end"),
        (f"You need it{' and it' * 15} much.", "34 words in one sentence"),
    ],
)
def test_what_is_wrong_with_a_sentence_is_found(says: str, fault: str) -> None:
    assert faults_of_sentence(says, (Unit("person", "persons"),)) == [fault]


@pytest.mark.parametrize(
    "says",
    [
        "8 person days are left, and an hour; a UPS of 1,500 VA, an 8-port switch and an 18 V supply.",
        "Nobody has an answer yet to “How many are there?”",
        "€1,450.50 once, 2.5 TB, and 51 persons. One person is there.",
        "Is it so? (Nobody knows.)",
    ],
)
def test_a_good_sentence_has_no_fault(says: str) -> None:
    assert faults_of_sentence(says, (Unit("person", "persons"),)) == []


def test_sentences_stand_in_the_order_in_which_they_are_read_each_once() -> None:
    small = Small().capability("seats", demands="add", supplies="add").offering("seat", 60, {"seats": 1})
    answer = small.rule({"seats": 40}, for_=(RESULT,)).recommend(Want("seat", 50, outcome=RESULT))
    sentences = sentences_of(answer)
    parts = list(dict.fromkeys(sentence.part for sentence in sentences))
    assert parts[:4] == ["verdict", "want", "line", "left_out"]
    assert len(set(sentences)) == len(sentences)
    assert Sentence("verdict", answer.summary, ("proceed",)) == sentences[0]
    assert isinstance(answer.left_out[0], LeftOut)
