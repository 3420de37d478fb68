"""Words of the lists where they stand in a text, those of several words as one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, product

from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_words import Word, words_of


@dataclass(frozen=True)
class Cue:
    """Places of its first and last word, and the lists it stands in."""

    first: int
    last: int
    of: frozenset[str]


@dataclass
class _Node:
    """Where a list entry may go on, and the lists of those that end here."""

    following: dict[str, _Node] = field(default_factory=dict)
    of: set[str] = field(default_factory=set)


def cues_of(words: Sequence[Word], lists: WordLists, of: tuple[str, ...], taken: Collection[int] = ()) -> list[Cue]:
    """The entries of some lists in the text, the longest first, none over another nor over a word that is taken."""
    return list(_cues(words, _entries(of, lists), taken))


def _cues(words: Sequence[Word], entries: _Node, taken: Collection[int]) -> Iterator[Cue]:
    place = 0
    while place < len(words):
        found = None if place in taken else _at(words, place, entries, taken)
        if found is None:
            place += 1
        else:
            yield found
            place = found.last + 1


def _at(words: Sequence[Word], place: int, node: _Node, taken: Collection[int]) -> Cue | None:
    longest = None
    for last in range(place, len(words)):
        if last in taken or words[last].clause != words[place].clause:
            break
        further = node.following.get(words[last].raw)
        if further is None:
            break
        node = further
        if node.of:
            longest = Cue(place, last, frozenset(node.of))
    return longest


def choices_of(entry: str) -> list[list[str]]:
    """What may stand at each place of an entry: "we|they have it?" is ["we", "they"], ["have"], ["it", ""]."""
    return [[*word.removesuffix("?").split("|"), *([""] if word.endswith("?") else [])] for word in entry.split()]


@lru_cache(maxsize=1024)
def _entries(named: tuple[str, ...], lists: WordLists) -> _Node:
    root = _Node()
    for name in named:
        for raws in _raws(name, lists):
            node = root
            for raw in raws:
                node = node.following.setdefault(raw, _Node())
            node.of.add(name)
    return root


@lru_cache(maxsize=1024)
def _raws(name: str, lists: WordLists) -> tuple[tuple[str, ...], ...]:
    """The words of every form of the entries of one list: of "we|they have it?" these are four."""
    found: dict[tuple[str, ...], None] = {}
    read: dict[str, tuple[str, ...]] = {}
    for entry in getattr(lists, name):
        choices = choices_of(entry)
        for word in chain(*choices):
            if word not in read:
                read[word] = tuple(one.raw for one in words_of(word, lists))
        for chosen in product(*choices):
            found[tuple(chain(*(read[word] for word in chosen)))] = None
    return tuple(raws for raws in found if raws)
