"""Words of the lists where they stand in a text, those of several words as one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_words import Word, words_of


@dataclass(frozen=True)
class Cue:
    """Places of its first and last word, and the lists it stands in."""

    first: int
    last: int
    of: frozenset[str]


Entries = Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]


def cues_of(words: Sequence[Word], lists: WordLists, of: tuple[str, ...], taken: Collection[int] = ()) -> list[Cue]:
    """The entries of some lists in the text, the longest first, none over another nor over a word that is taken."""
    return list(_cues(words, _entries(of, _Same(lists)), taken))


def _cues(words: Sequence[Word], entries: Entries, taken: Collection[int]) -> Iterator[Cue]:
    place = 0
    while place < len(words):
        found = None if place in taken else _at(words, place, entries, taken)
        if found is None:
            place += 1
        else:
            yield found
            place = found.last + 1


def _at(words: Sequence[Word], place: int, entries: Entries, taken: Collection[int]) -> Cue | None:
    for said, of in entries.get(words[place].raw, ()):
        last = place + len(said) - 1
        if last >= len(words) or words[last].clause != words[place].clause:
            continue
        if all(words[place + n].raw == word and place + n not in taken for n, word in enumerate(said)):
            return Cue(place, last, of)
    return None


@dataclass(frozen=True, eq=False)
class _Same:
    """Word lists in a key: the same object is the same key."""

    lists: WordLists

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.lists is self.lists

    def __hash__(self) -> int:
        return id(self.lists)


@lru_cache(maxsize=64)
def _entries(named: tuple[str, ...], key: _Same) -> Entries:
    by_words: dict[tuple[str, ...], set[str]] = {}
    for name in named:
        for entry in getattr(key.lists, name):
            said = tuple(word.raw for word in words_of(entry, key.lists))
            if said:
                by_words.setdefault(said, set()).add(name)
    found: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for said in sorted(by_words, key=lambda said: (-len(said), said)):
        found.setdefault(said[0], []).append((said, frozenset(by_words[said])))
    return {first: tuple(some) for first, some in found.items()}
