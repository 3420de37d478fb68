"""Three things that words may mean in which no name was found, by a search over all that a pack says of its offerings."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from advisor.calling.heard_lists import WordLists, lists_of
from advisor.calling.heard_words import stem, words_of
from advisor.pack import Needs, Pack

SUGGESTIONS = 3
MOST_PIECES = 6  # pieces of a text that get suggestions
MOST_WORDS = 60  # of the words that are searched for
LEAST_ALIKE = 0.93
SENTENCE_ENDS = (". ", "! ", "? ", "\n", "; ")
MOST_LETTERS = 300  # of a sentence that are looked at on either side of a piece
AROUND_PIECE, RELATED = 0.3, 0.45  # how much the rest of the sentence counts, and a word that is near in meaning
NAME, SEARCH, DESCRIPTION, AROUND = 4.0, 3.0, 2.0, 1.0  # how much a word counts, by where it stands
SATURATION, LENGTH = 1.2, 0.4  # the two numbers of BM25


@dataclass(frozen=True)
class _Search:
    """By stem: which of the things has it and with what weight."""

    found_in: Mapping[str, tuple[tuple[str, float], ...]]


Documents = tuple[tuple[str, tuple[tuple[float, str], ...]], ...]


@dataclass(frozen=True)
class Suggested:
    """Words in which no name was found, where they stand, and what they may mean: offerings, and a result where it fits best."""

    text: str
    span: tuple[int, int]
    offerings: tuple[str, ...]
    outcome: str | None = None

    @property
    def things(self) -> tuple[str, ...]:
        """Three in all, the result first."""
        first = () if self.outcome is None else (self.outcome,)
        return (*first, *self.offerings)


def suggested_for(pack: Pack, words: str, spans: Iterable[tuple[int, int]]) -> tuple[Suggested, ...]:
    """Suggestions for the first pieces in which no name was found; the sentence round a piece counts a little."""
    found = []
    documents: Documents | None = None
    for first, last in islice(spans, MOST_PIECES):
        documents = documents or tuple(_documents(pack))
        begin = max(words.rfind(sign, max(0, first - MOST_LETTERS), first) for sign in SENTENCE_ENDS) + 1
        ends = [place for sign in SENTENCE_ENDS if (place := words.find(sign, last, last + MOST_LETTERS)) >= 0]
        around = (
            f"{words[max(begin, first - MOST_LETTERS) : first]} {words[last : min(ends, default=last + MOST_LETTERS)]}"
        )
        offerings, outcome = _best(pack, documents, words[first:last], around)
        if offerings or outcome:
            found.append(Suggested(words[first:last], (first, last), offerings, outcome))
    return tuple(found)


def _best(pack: Pack, documents: Documents, text: str, around: str) -> tuple[tuple[str, ...], str | None]:
    lists = lists_of(pack)
    search = _search(documents, lists)
    wanted = dict.fromkeys(list(dict.fromkeys(_stems(text, lists)))[:MOST_WORDS], 1.0)
    scores = _scores(wanted, search, lists)
    if not scores:
        return (), None
    more = [word for word in dict.fromkeys(_stems(around, lists)) if word not in wanted][:MOST_WORDS]
    for name, score in _scores(dict.fromkeys(more, AROUND_PIECE), search, lists).items():
        if name in scores:
            scores[name] += score
    order = {name: place for place, (name, _) in enumerate(documents)}
    best = sorted(scores, key=lambda name: (-scores[name], order[name]))
    offerings: dict[str, str] = {}  # one of each family: which size it takes is not for the words to say
    for name in best:
        if name in pack.offerings:
            offerings.setdefault(_family(pack.offerings[name].name), name)
    outcome = best[0] if best[0] in pack.outcomes else None
    return tuple(islice(offerings.values(), SUGGESTIONS)), outcome


def _family(name: str) -> str:
    """What the sizes of one thing have in common: "UPS, 750 VA" and "UPS, 1,500 VA" are one."""
    return " ".join(word for word in re.split(r",\s", name)[0].split() if not any(letter.isdigit() for letter in word))


def _scores(wanted: Mapping[str, float], search: _Search, lists: WordLists) -> dict[str, float]:
    scores: dict[str, float] = {}
    for word, counts in wanted.items():
        best: dict[str, float] = {}
        for known, likeness in _known(word, search, lists):
            for name, weight in search.found_in[known]:
                best[name] = max(best.get(name, 0.0), weight * likeness)
        for name, weight in best.items():
            scores[name] = scores.get(name, 0.0) + weight * counts
    return scores


def _known(word: str, search: _Search, lists: WordLists) -> Iterator[tuple[str, float]]:
    near = _related(lists).get(word, frozenset())
    yield from ((other, RELATED) for other in sorted(near) if other in search.found_in)
    if word in search.found_in:
        yield word, 1.0
    elif len(word) >= 4 and not near:
        for known, likeness, _ in process.extract(
            word, search.found_in.keys(), scorer=JaroWinkler.similarity, score_cutoff=LEAST_ALIKE, limit=2
        ):
            yield known, likeness / 2


@lru_cache(maxsize=8)
def _related(lists: WordLists) -> Mapping[str, frozenset[str]]:
    """Words near in meaning, by stem."""
    found: dict[str, set[str]] = {}
    for group in lists.related:
        stems = {stem(word, lists.stemmer) for entry in group for word in entry.split()}
        for one in stems:
            found.setdefault(one, set()).update(stems - {one})
    return {one: frozenset(others) for one, others in found.items()}


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
                titles = [pack.outcomes[outcome].title for outcome in pack.for_outcomes(rule)]
                by_outcome.setdefault(capability, []).extend(titles)
    for about, whys in pack.whys.items():
        around.setdefault(about, []).extend(
            text for why in whys for text in (why.asks, *(one.says for one in why.answers))
        )
    for one in pack.offerings.values():
        supplied = [capability for capability, _ in one.provides]
        parts = [(NAME, " ".join((one.name, one.said_as, *one.synonyms))), (DESCRIPTION, one.description)]
        parts += [(SEARCH, text) for text in pack.words.search.get(one.id, ())]
        parts += [(DESCRIPTION, pack.capabilities[name].title) for name in supplied]
        parts += [(AROUND, text) for name in supplied for text in by_capability.get(name, ())]
        parts += [(AROUND, text) for name in supplied for text in dict.fromkeys(by_outcome.get(name, ()))]
        parts += [(AROUND, text) for text in around.get(one.id, ())]
        parts += [(AROUND, pack.facts[name].asks) for name in one.settles if name in pack.facts]
        yield one.id, tuple(parts)
    for result in pack.outcomes.values():
        parts = [(NAME, result.title), *((NAME, text) for text in pack.words.called.get(result.id, ()))]
        parts += [(SEARCH, text) for text in pack.words.search.get(result.id, ())]
        parts += [(AROUND, text) for text in around.get(result.id, ())]
        yield result.id, tuple(parts)


@lru_cache(maxsize=8)
def _search(documents: Documents, lists: WordLists) -> _Search:
    counts: dict[str, Counter[str]] = {}
    for name, parts in documents:
        counted: Counter[str] = Counter()
        for weight, text in parts:
            for word in _stems(text, lists):
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
    return [
        stem(word.base, lists.stemmer)
        for word in words
        if word.raw not in lists.filling | lists.idle_words and not word.raw[0].isdigit()
    ]
