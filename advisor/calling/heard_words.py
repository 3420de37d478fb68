"""The words of a text as they are compared: small, singular, without accents, with the clause that each stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import snowballstemmer
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from advisor.calling.heard_lists import WordLists

SHORTEST_TO_MEND = 4  # a slip of the hand in a shorter word leaves too little of it
LETTERS_FOR_TWO_SLIPS = 7
SHORTEST_TO_WIDEN = 3  # letters of a word whose vowels were left out
LEAST_COMMON = 300  # times that a word stands in the texts of which the dictionary was made
VOWELS = "aeiouy"

_WORD = re.compile(
    r"[bB]4(?!\w)|[wW]/[oO]?(?![^\W\d_])|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’`´][^\W\d_]+)*|[€$£%~&#×]", re.UNICODE
)
_HARD = re.compile(r"[;!?\n]|\.(?=\s|$)|\.{2,}|…")
_COMMA = re.compile(r"^\s*,")
_SOFT = re.compile(r"[,:()\[\]–—/=]|->|(?<=\s)[-*•](?=\s)|^[-*•](?=\s)|(?<=\s)\+")


_SIGN = re.compile(r"[:=–—]|->|\s-\s")


@dataclass(frozen=True)
class Word:
    """`base`: singular, in the spelling that stands for all; `clause`: between full stops; `part`: between commas as well;
    `glued`: nothing stands between it and the word before; `aside`: which brackets it stands in, 0 for none; `dotted`: a full stop
    behind it may only shorten it; `several`: a plural of capitals ("PCs"), whose `raw` is the singular; `mended`: a slip of the hand for `base`;
    `answers`: the first word behind a question mark; `announced`: behind a colon, a dash or the like."""

    raw: str
    base: str
    start: int
    end: int
    clause: int
    part: int
    glued: bool
    dashed: bool = False
    aside: int = 0
    dotted: bool = False
    several: bool = False
    mended: bool = False
    answers: bool = False
    announced: bool = False

    @property
    def is_plural(self) -> bool:
        return self.several or singular(self.raw) != self.raw


def words_of(text: str, lists: WordLists) -> list[Word]:
    """The words with the clause each stands in. A full stop behind an abbreviation ends nothing."""
    found: list[Word] = []
    clause = part = last = brackets = aside = 0
    hesitating = False
    for match in _WORD.finditer(text):
        raw = plain(match.group())
        if not raw:
            continue
        raw = lists.slips.get(raw, raw)
        gap = text[last : match.start()]
        if raw in lists.interjections:
            last = match.end() if not _HARD.search(gap) else last
            hesitating = True
            continue
        if hesitating:
            gap, hesitating = _COMMA.sub("", gap) or " ", False
        if found and gap:
            hard = _HARD.search(gap)
            goes_on = gap.startswith(".") and "\n" not in gap and not match.group()[0].isupper()
            if goes_on:
                found[-1] = replace(found[-1], dotted=True)
            if hard and not (goes_on and _is_short(found[-1].raw, raw, lists)):
                clause, part = clause + 1, part + 1
            elif _SOFT.search(gap):
                part += 1
        if "(" in gap:
            brackets += 1
        if "(" in gap or ")" in gap:
            aside = brackets if gap.rfind("(") > gap.rfind(")") else 0
        if raw in lists.breaking and not (found and found[-1].raw in lists.unbroken):
            clause, part = clause + 1, part + 1
        dashed = gap.strip() in ("-", "–", "—") and bool(found)
        several = bool(re.fullmatch(r"[A-Z]{2,}s|[A-Z]+[SXZ]es", match.group()))
        if several:
            raw = raw[:-2] if raw.endswith("es") else raw[:-1]  # "UPSs", "NVRs", "UPSes"
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
                aside,
                several=several,
                answers="?" in gap,
                announced=bool(_SIGN.search(gap)),
            )
        )
        last = match.end()
    return found


def _is_short(word: str, following: str, lists: WordLists) -> bool:
    """Whether a full stop behind a word shortens it: one of a list, or a short one that nobody uses ("surge prot. 5 pcs")."""
    unknown = 2 < len(word) < 6 and word.isalpha() and word not in common_words(lists.dictionary)
    goes_on = following[0].isdigit() or following in lists.adding | lists.for_words
    return word in lists.abbreviations or (unknown and goes_on)


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
def _frequencies(language: str) -> Mapping[str, int]:
    return dict(SpellChecker(language=language).word_frequency.dictionary)


def frequency_of(language: str, word: str) -> int:
    """How often a word stands in the texts of which the dictionary was made."""
    return _frequencies(language).get(word, 0)


@lru_cache(maxsize=4)
def dictionary_of(language: str) -> frozenset[str]:
    """Every word of a language, so that a right word is never taken for a slip of the hand."""
    return frozenset(_frequencies(language))


@lru_cache(maxsize=4)
def common_words(language: str) -> frozenset[str]:
    """The words of a language that people use; "prot" stands in a dictionary, too."""
    return frozenset(word for word, times in _frequencies(language).items() if times >= LEAST_COMMON)


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


def _is_jumbled(word: str, other: str) -> bool:
    """Whether a word is another one with two letters out of place."""
    same = len(word) > SHORTEST_TO_MEND and sorted(word) == sorted(other)
    return same and word[0] == other[0] and OSA.distance(word, other, score_cutoff=2) <= 2


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
        if distance > most and _is_jumbled(word, other):
            distance = most  # "suvery"
        if distance < nearest:
            best, nearest = [other], distance
        elif distance == nearest and distance <= most:
            best.append(other)
    same_letters = [other for other in best if sorted(other) == sorted(word)] or best
    if not best and word.endswith("s") and len(word) > SHORTEST_TO_MEND:
        return mended(word[:-1], beginnings, dictionary)  # "baners"
    return same_letters[0] if len(same_letters) == 1 else None
