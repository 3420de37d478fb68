"""The words of a text as they are compared: small, singular, without accents, with the clause that each stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from advisor.calling.heard_lists import WordLists

SHORTEST_TO_MEND = 4  # a slip of the hand in a shorter word leaves too little of it
LETTERS_FOR_TWO_SLIPS = 7
SHORTEST_TO_WIDEN = 3  # letters of a word whose vowels were left out
VOWELS = "aeiouy"

_WORD = re.compile(r"[wW]/[oO]?(?![^\W\d_])|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’`´][^\W\d_]+)*|[€$£%~&#×]", re.UNICODE)
_HARD = re.compile(r"[;!?\n]|\.(?=\s|$)|\.{2,}|…")
_SOFT = re.compile(r"[,:()\[\]–—/]|(?<=\s)[-*•](?=\s)|^[-*•](?=\s)")


@dataclass(frozen=True)
class Word:
    """`base`: singular, in the spelling that stands for all; `clause`: between full stops; `part`: between commas as well;
    `glued`: nothing stands between it and the word before."""

    raw: str
    base: str
    start: int
    end: int
    clause: int
    part: int
    glued: bool
    dashed: bool = False

    @property
    def is_plural(self) -> bool:
        return singular(self.raw) != self.raw


def words_of(text: str, lists: WordLists) -> list[Word]:
    """The words with the clause each stands in. A full stop behind an abbreviation ends nothing."""
    found: list[Word] = []
    clause = part = last = 0
    for match in _WORD.finditer(text):
        raw = plain(match.group())
        if not raw:
            continue
        raw = lists.slips.get(raw, raw)
        gap = text[last : match.start()]
        if found and gap:
            hard = _HARD.search(gap)
            goes_on = gap.startswith(".") and "\n" not in gap and not match.group()[0].isupper()
            if hard and not (goes_on and found[-1].raw in lists.abbreviations):
                clause, part = clause + 1, part + 1
            elif _SOFT.search(gap):
                part += 1
        if raw in lists.breaking:
            clause, part = clause + 1, part + 1
        dashed = gap.strip() in ("-", "–", "—") and bool(found)
        if re.fullmatch(r"[A-Z]{2,}s", match.group()):
            raw = raw[:-1]  # "UPSs", "NVRs"
        base = re.sub(r"[.,](?=\d{3}(?!\d))", "", raw) if raw[0].isdigit() else lists.same.get(raw) or singular(raw)
        found.append(
            Word(
                raw,
                lists.same.get(base, base),
                match.start(),
                match.end(),
                clause,
                part,
                not gap and bool(found),
                dashed,
            )
        )
        last = match.end()
    return found


def plain(word: str) -> str:
    small = unicodedata.normalize("NFKD", word.lower().replace("’", "'").replace("`", "'").replace("´", "'"))
    return "".join(letter for letter in small if not unicodedata.combining(letter))


def singular(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("s'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ps")):
        return word[:-1]
    if len(word) > 4 and word.endswith("ps") and word[-3] in "aeioumarl":
        return word[:-1]
    return word


def stem_of(word: str, lists: WordLists) -> str:
    """The word without its endings, unless these make another thing of it."""
    return word if word.endswith(tuple(lists.whole_endings)) else stem(word, lists.stemmer)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The word without its endings: "training" and "train" are one. A stemmer is made each time: it cannot be shared."""
    return str(snowballstemmer.stemmer(language).stemWord(word))


@lru_cache(maxsize=4)
def dictionary_of(language: str) -> frozenset[str]:
    """Every word of a language, so that a right word is never taken for a slip of the hand."""
    return frozenset(SpellChecker(language=language).word_frequency.dictionary)


def by_beginning(vocabulary: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """The words that a mistyped one may have been meant for, by their first letter."""
    found: dict[str, list[str]] = {}
    for word in sorted(vocabulary):
        if len(word) >= SHORTEST_TO_MEND and word.isalpha():
            found.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in found.items()}


def is_without_vowels(word: str, other: str) -> bool:
    """Whether a word is another one with vowels left out: "srvr", "clstr", "cde"."""
    if len(word) >= len(other):
        return False
    place = 0
    for letter in other:
        if place < len(word) and word[place] == letter:
            place += 1
        elif letter not in VOWELS:
            return False
    return place == len(word)


def mended(word: str, beginnings: Mapping[str, Sequence[str]], dictionary: frozenset[str]) -> str | None:
    """The one word of a pack that a mistyped or shortened word must mean; None where it is a right word, or where two are as near."""
    if len(word) < SHORTEST_TO_WIDEN or not word.isalpha() or len(word) > 30 or word in dictionary:
        return None
    full = {singular(other): other for other in beginnings.get(word[0], ()) if is_without_vowels(word, other)}
    if not full and word.endswith("s"):
        full = {other: other for other in beginnings.get(word[0], ()) if is_without_vowels(word[:-1], other)}
    if len(full) == 1:
        return next(iter(full.values()))
    if len(word) < SHORTEST_TO_MEND:
        return None
    most = 2 if len(word) >= LETTERS_FOR_TWO_SLIPS else 1
    best, nearest = [], most + 1
    for other in (*beginnings.get(word[0], ()), *(beginnings.get(word[1], ()) if word[1] != word[0] else ())):
        if abs(len(other) - len(word)) > most or (most == 2 and len(other) < LETTERS_FOR_TWO_SLIPS - 1):
            continue
        distance = OSA.distance(word, other, score_cutoff=most)
        if distance < nearest:
            best, nearest = [other], distance
        elif distance == nearest and distance <= most:
            best.append(other)
    same_letters = [other for other in best if sorted(other) == sorted(word)] or best
    return same_letters[0] if len(same_letters) == 1 else None
