"""The words of a text as they are looked up: slips of the hand mended, words put together that were run apart, numbers in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from advisor.calling.heard_cues import Same, forms_of
from advisor.calling.heard_figures import in_figures
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_names import Names
from advisor.calling.heard_words import Word, by_beginning, dictionary_of, frequency_of, mended, singular

SHORTEST_COMMON = 4  # letters of a mistyped word of everyday speech
LETTERS_FOR_TWO_SLIPS = 8
SHORTEST_TOGETHER = 6  # letters of a word of a name that was run apart
EVERYDAY = (  # the lists whose words say something of a thing, and name none
    "filling following stating modal asking wanting refusing harmless refused_after having owned had_after keeping maybe vague about "
    "correcting retracting reason joining adding either place_words for_words definite to_each deadline next_words novel describing"
).split()


def righted(words: Sequence[Word], names: Names, lists: WordLists) -> list[Word]:
    """The words, those of everyday speech set right where they are mistyped: "frst" is "first", "behnd" is "behind"."""
    known, dictionary = _everyday(Same(lists)), dictionary_of(lists.dictionary)
    seen: dict[str, str | None] = {}
    for word in words:
        raw = word.raw
        if raw in seen or len(raw) < SHORTEST_COMMON or not raw.isalpha() or raw in dictionary or raw in known.words:
            continue
        if raw in names.vocabulary or word.base in names.vocabulary:
            continue
        named = mended(raw, names.beginnings, dictionary)
        seen[raw] = _everyday_word(raw, known, lists) if named is None else named if named in known.words else None
    found = []
    for word in words:
        right = seen.get(word.raw)
        found.append(word if right is None else replace(word, raw=right, base=lists.same.get(right, singular(right))))
    return found


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
def _everyday(key: Same) -> _Everyday:
    lists = key.lists
    entries = [entry for name in EVERYDAY for entry in getattr(lists, name)]
    words = {word for entry in entries for form in forms_of(entry) for word in form.split()} | lists.numbers.keys()
    return _Everyday(frozenset(words), by_beginning(frozenset(words)))


def bases_of(words: Sequence[Word], names: Names, lists: WordLists) -> tuple[list[str], set[int]]:
    """The words as they are looked up, and the places where a slip of the hand was mended.

    A number of several words stands in figures at its first place, and the others are empty; so is the first half of a word that was
    run apart.
    """
    bases, mended_at = [], set()
    seen: dict[str, str | None] = {}
    for place, word in enumerate(words):
        base = word.base
        if base not in names.vocabulary and word.raw not in names.vocabulary and word.raw not in lists.filling:
            if word.raw not in seen:
                right = mended(word.raw, names.beginnings, dictionary_of(lists.dictionary))
                seen[word.raw] = singular(right) if right is not None else None
            found = seen[word.raw]
            if found is not None:
                base = lists.same.get(found, found)
                mended_at.add(place)
        bases.append(base)
    for place in range(1, len(words)):
        whole = _put_together(words[place - 1], words[place], names)
        if whole is not None:
            bases[place - 1 : place + 1] = ["", whole]
    return in_figures(words, bases, lists, names.vocabulary), mended_at


def _put_together(one: Word, other: Word, names: Names) -> str | None:
    """ "Out side" and "play back" are one word of a name."""
    if one.part != other.part or not (one.raw.isalpha() and other.raw.isalpha()):
        return None
    if one.base in names.vocabulary and other.base in names.vocabulary:
        return None
    whole = singular(one.raw + other.raw)
    return whole if len(whole) >= SHORTEST_TOGETHER and whole in names.vocabulary else None
