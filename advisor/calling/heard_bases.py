"""The words of a text as they are looked up: slips of the hand mended, words put together that were run apart, numbers in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from advisor.calling.heard_cues import choices_of
from advisor.calling.heard_figures import in_figures
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_names import Names
from advisor.calling.heard_words import Word, by_beginning, dictionary_of, frequency_of, mended, singular

SHORTEST_COMMON = 4  # letters of a mistyped word of everyday speech
LETTERS_FOR_TWO_SLIPS = 8
SHORTEST_TOGETHER = 6  # letters of a word of a name that was run apart
EVERYDAY = (  # the lists whose words say something of a thing, and name none
    "filling",
    "following",
    "stating",
    "modal",
    "asking",
    "wanting",
    "refusing",
    "harmless",
    "refused_after",
    "having",
    "owned",
    "had_after",
    "keeping",
    "maybe",
    "vague",
    "about",
    "correcting",
    "retracting",
    "reason",
    "joining",
    "adding",
    "either",
    "place_words",
    "for_words",
    "definite",
    "to_each",
    "deadline",
    "next_words",
    "novel",
    "describing",
)


def righted(words: Sequence[Word], names: Names, lists: WordLists) -> list[Word]:
    """The words, slips of the hand mended: in words of names ("recroder"), and in those of everyday speech ("frst", "behnd")."""
    known, dictionary = _everyday(lists), dictionary_of(lists.dictionary)
    seen: dict[str, tuple[str | None, str | None]] = {}
    found = []
    for word in words:
        if word.raw in lists.filling or word.raw in names.vocabulary or word.base in names.vocabulary:
            found.append(word)
            continue
        if word.raw not in seen:
            seen[word.raw] = _right(word.raw, names, known, lists, dictionary)
        everyday, named = seen[word.raw]
        if everyday is not None:
            word = replace(word, raw=everyday, base=lists.same.get(everyday, singular(everyday)))
        elif named is not None:
            word = replace(word, base=lists.same.get(named, named), mended=True)
        found.append(word)
    return found


def _right(
    raw: str, names: Names, known: _Everyday, lists: WordLists, dictionary: frozenset[str]
) -> tuple[str | None, str | None]:
    """What a mistyped word is in everyday speech, or in the names: one of the two, or none."""
    if raw in known.words or not raw.isalpha():
        return None, None
    named = mended(raw, names.beginnings, dictionary)
    if named is not None:
        return (named, None) if named in known.words else (None, singular(named))
    if len(raw) < SHORTEST_COMMON or raw in dictionary:
        return None, None
    return _everyday_word(raw, known, lists), None


def _everyday_word(raw: str, known: _Everyday, lists: WordLists) -> str | None:
    """The word of everyday speech that is nearest; of several, the one that is used most."""
    most = 2 if len(raw) >= LETTERS_FOR_TWO_SLIPS else 1
    near = []
    for letter in dict.fromkeys(raw[:2]):
        for other in known.beginnings.get(letter, ()):
            distance = OSA.distance(raw, other, score_cutoff=most) if abs(len(other) - len(raw)) <= most else most + 1
            if distance <= most:
                near.append((distance, -frequency_of(lists.dictionary, other), other))
    return min(near)[2] if near else None


@dataclass(frozen=True)
class _Everyday:
    words: frozenset[str]
    beginnings: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=16)
def _everyday(lists: WordLists) -> _Everyday:
    entries = [entry for name in EVERYDAY for entry in getattr(lists, name)]
    words = {word for entry in entries for choices in choices_of(entry) for word in choices} | lists.numbers.keys()
    return _Everyday(frozenset(words), by_beginning(frozenset(words)))


def bases_of(words: Sequence[Word], names: Names, lists: WordLists) -> list[str]:
    """The words as they are looked up. A number of several words stands in figures at its first place, and the others are empty; so is
    the first half of a word that was run apart."""
    bases = [word.base for word in words]
    for place in range(1, len(words)):
        whole = _put_together(words[place - 1], words[place], names)
        if whole is not None:
            bases[place - 1 : place + 1] = ["", whole]
    return in_figures(words, bases, lists, names.vocabulary)


def _put_together(one: Word, other: Word, names: Names) -> str | None:
    """ "Out side" and "play back" are one word of a name."""
    if one.part != other.part or not (one.raw.isalpha() and other.raw.isalpha()):
        return None
    if one.base in names.vocabulary and other.base in names.vocabulary:
        return None
    whole = singular(one.raw + other.raw)
    return whole if len(whole) >= SHORTEST_TOGETHER and whole in names.vocabulary else None
