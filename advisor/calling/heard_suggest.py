"""Three things that words may mean in which no name was found, by a search over all that a pack says of its offerings."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from advisor.calling.heard_lists import WordLists, lists_of
from advisor.calling.heard_words import stem_of, words_of
from advisor.pack import CUSTOMER_TASK, Needs, Pack

SUGGESTIONS = 3
MOST_WORDS = 60  # of the words that are searched for
LEAST_ALIKE = 0.93
NAME, SEARCH, DESCRIPTION, AROUND = 4.0, 3.0, 2.0, 1.0  # how much a word counts, by where it stands
SATURATION, LENGTH = 1.2, 0.4  # the two numbers of BM25


@dataclass(frozen=True)
class _Search:
    """By stem: which of the things has it and with what weight."""

    found_in: Mapping[str, tuple[tuple[str, float], ...]]


Documents = tuple[tuple[str, tuple[tuple[float, str], ...]], ...]


def suggest(pack: Pack, text: str) -> tuple[str, ...]:
    """Up to three offerings or results that a piece of text may mean, the likeliest first; none where nothing in it is known."""
    lists = lists_of(pack)
    search = _search(tuple(_documents(pack)), _Lists(lists))
    scores: dict[str, float] = {}
    wanted = list(dict.fromkeys(_stems(text, lists)))[:MOST_WORDS]
    for word in wanted:
        for known, likeness in _known(word, search):
            for name, weight in search.found_in[known]:
                scores[name] = scores.get(name, 0.0) + weight * likeness
    order = {name: place for place, (name, _) in enumerate(_documents(pack))}
    best = sorted(scores, key=lambda name: (-scores[name], order[name]))
    return tuple(best[:SUGGESTIONS])


def _known(word: str, search: _Search) -> Iterator[tuple[str, float]]:
    if word in search.found_in:
        yield word, 1.0
    elif len(word) >= 4:
        for known, likeness, _ in process.extract(
            word, search.found_in.keys(), scorer=JaroWinkler.similarity, score_cutoff=LEAST_ALIKE, limit=2
        ):
            yield known, likeness / 2


def _documents(pack: Pack) -> Iterator[tuple[str, tuple[tuple[float, str], ...]]]:
    """What the pack says of each thing: its names, its description, what it is good for, and the rules that call for it."""
    around: dict[str, list[str]] = {}
    by_capability: dict[str, list[str]] = {}
    by_outcome: dict[str, list[str]] = {}
    for rule in pack.live_rules:
        said = " ".join((rule.title, rule.without, rule.because if len(rule.because) < 400 else ""))
        if isinstance(rule.effect, Needs):
            for capability, _ in rule.effect.amounts:
                by_capability.setdefault(capability, []).append(said)
                for outcome in pack.for_outcomes(rule):
                    by_outcome.setdefault(outcome, []).append(capability)
    for about, whys in pack.whys.items():
        around.setdefault(about, []).extend(
            text for why in whys for text in (why.asks, *(one.says for one in why.answers))
        )
    for one in pack.offerings.values():
        if one.kind == CUSTOMER_TASK:
            continue
        supplied = [capability for capability, _ in one.provides]
        parts = [(NAME, " ".join((one.name, one.said_as, *one.synonyms))), (DESCRIPTION, one.description)]
        parts += [(SEARCH, text) for text in pack.words.search.get(one.id, ())]
        parts += [(DESCRIPTION, pack.capabilities[name].title) for name in supplied]
        parts += [(AROUND, text) for name in supplied for text in by_capability.get(name, ())]
        parts += [(AROUND, text) for text in around.get(one.id, ())]
        parts += [(AROUND, pack.facts[name].asks) for name in one.settles if name in pack.facts]
        yield one.id, tuple(parts)
    for result in pack.outcomes.values():
        parts = [(NAME, result.title), *((NAME, text) for text in pack.words.called.get(result.id, ()))]
        parts += [(SEARCH, text) for text in pack.words.search.get(result.id, ())]
        parts += [(AROUND, text) for text in around.get(result.id, ())]
        yield result.id, tuple(parts)


@dataclass(frozen=True, eq=False)
class _Lists:
    """Word lists in a key: the same object is the same key."""

    lists: WordLists

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Lists) and other.lists is self.lists

    def __hash__(self) -> int:
        return id(self.lists)


@lru_cache(maxsize=8)
def _search(documents: Documents, key: _Lists) -> _Search:
    counts: dict[str, Counter[str]] = {}
    for name, parts in documents:
        counted: Counter[str] = Counter()
        for weight, text in parts:
            for word in _stems(text, key.lists):
                counted[word] = max(counted[word], weight) if counted[word] else weight  # type: ignore[assignment]
        counts[name] = counted
    having = Counter(word for counted in counts.values() for word in counted)
    mean = sum(sum(counted.values()) for counted in counts.values()) / max(len(counts), 1)
    found: dict[str, list[tuple[str, float]]] = {}
    for name, counted in counts.items():
        length = sum(counted.values()) / mean if mean else 1.0
        for word, weight in counted.items():
            rare = math.log(1 + (len(counts) - having[word] + 0.5) / (having[word] + 0.5))
            found.setdefault(word, []).append(
                (name, rare * weight * (SATURATION + 1) / (weight + SATURATION * (1 - LENGTH + LENGTH * length)))
            )
    return _Search({word: tuple(entries) for word, entries in found.items()})


def _stems(text: str, lists: WordLists) -> list[str]:
    words = words_of(text, lists)
    return [stem_of(word.base, lists) for word in words if word.raw not in lists.filling and not word.raw[0].isdigit()]
