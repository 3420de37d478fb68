"""The words of a sentence as they are compared: small, singular, without accents, with their clause and their numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

ALIKE = 87  # per cent; a word of five letters or more may differ by a slip of the hand, a shorter one by nothing
LARGEST_QUANTITY = 100_000

_WORD = re.compile(r"\d+(?:[.,]\d+)*(?:/\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
_BREAK = re.compile(r"[.;:!?\n()–—]|,(?!\d)")


def _bag(words: str) -> frozenset[str]:
    return frozenset(words.split())


FILLING = _bag(
    "a an the of for to in on at with by and or our your my their his her its some all any up that this these those "
    "please just really also"
)
NOT = _bag("no not 0 zero without nor never neither don't doesn't isn't aren't won't cannot can't")
INSTEAD = {"instead": "of", "rather": "than"}
OWNED = _bag("existing current old present our my")  # just before a thing: it is there
HAVE = _bag("have has had already")  # anywhere before it
WANT = _bag("want wants need needs like get buy order put install add give another more new second")
_UNITS = _bag(
    "gb tb mb mbit ghz core cores year years month months week weeks day days hour hours minute minutes percent euro "
    "euros eur usd dollars pounds am pm o'clock"
)
FOR_MANY = _bag("on for to all our the every of each x")  # may stand between a thing and "40 PCs"
# One of these for each person, desk or PC; a server or a contract is not bought forty times because forty people use it.
BY_HEAD = _bag("seat user person account mailbox telephone phone pc computer laptop tablet device desk")
NUMBERS = {
    **dict(zip(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), range(1, 10), strict=True)),
    **dict(zip(("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"), range(10, 17), strict=True)),
    **dict(zip(("seventeen", "eighteen", "nineteen"), range(17, 20), strict=True)),
    **dict(
        zip(
            ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
            range(20, 100, 10),
            strict=True,
        )
    ),
    **dict(zip(("dozen", "both", "couple"), (12, 2, 2), strict=True)),
}


@dataclass(frozen=True)
class Word:
    text: str  # in small letters, without accents, singular
    raw: str
    start: int
    end: int
    clause: int


def words_of(text: str) -> list[Word]:
    """The words with the clause each stands in."""
    breaks = [mark.start() for mark in _BREAK.finditer(text)]
    found, clause = [], 0
    for match in _WORD.finditer(text):
        while breaks and breaks[0] < match.start():
            breaks.pop(0)
            clause += 1
        raw = plain(match.group())
        if raw == "but":
            clause += 1
        found.append(Word(singular(raw), raw, match.start(), match.end(), clause))
    return found


def plain(word: str) -> str:
    small = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    return "".join(letter for letter in small if not unicodedata.combining(letter))


def singular(word: str) -> str:
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def alike(said: str, word: str) -> float:
    """How alike two words are, in per cent; 0 where they are not the same word."""
    if said == word:
        return 100
    if min(len(said), len(word)) < 5 or said[0] != word[0] or any(letter.isdigit() for letter in said + word):
        return 0
    grade = ratio(said, word)
    return grade if grade >= ALIKE else 0


def number_at(found: Sequence[Word], place: int) -> int | None:
    """The whole number that stands at a place, in digits or words; None where it measures (40 GB) or where none stands."""
    word = found[place]
    after = found[place + 1] if place + 1 < len(found) and found[place + 1].clause == word.clause else None
    if after is not None and after.raw in _UNITS:
        return None
    number: int | None
    if re.fullmatch(r"\d{1,3}(,\d{3})+|\d{1,6}", word.raw):
        number = int(word.raw.replace(",", ""))
    else:
        number = NUMBERS.get(word.raw)
        earlier = found[place - 1] if place and found[place - 1].clause == word.clause else None
        if number is not None and number < 10 and earlier is not None and NUMBERS.get(earlier.raw, 0) >= 20:
            number += NUMBERS[earlier.raw]
    return number if number is not None and 1 <= number <= LARGEST_QUANTITY else None
