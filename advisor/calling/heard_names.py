"""Every way in which the offerings and results of the packs may be called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from advisor.calling.heard_figures import in_figures
from advisor.calling.heard_lists import WordLists, lists_of
from advisor.calling.heard_words import Word, by_beginning, singular, stem_of, words_of
from advisor.pack import Pack

MOST_WORDS = 9  # of a name, without filling words
LEAST_OF_RESULT = 3  # words that count in a result's name; a shorter one is heard only as it is written


@dataclass(frozen=True, order=True)
class Name:
    """What a name stands for."""

    pack: str
    kind: Literal["offering", "outcome"]
    id: str


@dataclass(frozen=True)
class Names:
    """`exact` and `stems`: by the words that count, joined; `literal`: by all words, joined; `crossing`: with a comma inside."""

    exact: Mapping[str, tuple[Name, ...]]
    stems: Mapping[str, tuple[Name, ...]]
    literal: Mapping[str, tuple[Name, ...]]
    crossing: frozenset[str]
    single: frozenset[str]  # names with "one" inside: "GitLab on one server"
    vocabulary: frozenset[str]
    sizes: Mapping[Name, frozenset[str]]  # the numbers in the names of a thing
    told: Mapping[Name, tuple[str, ...]]  # the words of its name as they are looked up
    units: Mapping[Name, frozenset[str]]  # those that are no numbers
    families: Mapping[Name, tuple[Name, ...]]  # what is called the same but for the numbers
    beginnings: Mapping[str, tuple[str, ...]]
    longer: Mapping[str, tuple[tuple[frozenset[str], Name], ...]]  # by each word of a name: its other words


Calls = tuple[tuple[Name, tuple[str, ...]], ...]


def names_of(pack: Pack, others: Sequence[Pack], learned: Calls = ()) -> Names:
    """The names of a pack and of the others; `learned`: what was corrected in this call."""
    calls = tuple(entry for one in (pack, *others) for entry in _calls(one))
    return _gathered(calls + learned, lists_of(pack))


def _calls(pack: Pack) -> Iterator[tuple[Name, tuple[str, ...]]]:
    for one in pack.offerings.values():
        yield (
            Name(pack.id, "offering", one.id),
            tuple(
                form for call in (*spoken_forms(one.name), one.said_as, *one.synonyms) for form in (call, *_sized(call))
            ),
        )
    answers: dict[str, list[str]] = {}
    for whys in pack.whys.values():
        for answer in (answer for why in whys for answer in why.answers if answer.outcome is not None):
            answers.setdefault(answer.outcome or "", []).append(answer.says)
    for outcome in pack.outcomes.values():
        more = (*answers.get(outcome.id, ()), *pack.words.called.get(outcome.id, ()))
        yield Name(pack.id, "outcome", outcome.id), (outcome.title, *more)


def spoken_forms(name: str) -> tuple[str, ...]:
    """ "UPS, 750 VA" is also said "UPS" and "750 VA UPS"; what stands in brackets is a name, too."""
    inside = re.findall(r"\(([^)]+)\)", name)
    outer = re.sub(r"\s*\([^)]*\)", "", name)
    first, *rest = [piece.strip() for piece in re.split(r",\s+", outer)]  # not in "1,500 VA"
    forms = [name, outer, first, *inside]
    for piece in rest:
        forms.append(f"{first} {piece}")
        if len(piece.split()) < 3 and not piece.endswith("s"):  # "8 cameras" in front would be a wish of its own
            forms.append(f"{piece} {first}")
    return tuple(dict.fromkeys(form for form in forms if form))


def _sized(call: str) -> tuple[str, ...]:
    """ "Camera 4K" is also a "4K camera", and the other way round."""
    behind, before = re.fullmatch(r"([^\d,]+) (\d[^,]*)", call), re.fullmatch(r"(\d+ ?[^\s,]*) ([^\d,]+)", call)
    found = behind or before
    return (f"{found[2]} {found[1]}",) if found and len(call.split()) < 4 else ()


class _Gathering(dict[str, dict[Name, None]]):
    def put(self, key: str, name: Name) -> None:
        self.setdefault(key, {})[name] = None

    def frozen(self) -> dict[str, tuple[Name, ...]]:
        return {key: tuple(names) for key, names in self.items()}


@lru_cache(maxsize=32)
def _gathered(calls: Calls, lists: WordLists) -> Names:
    exact, stems, literal = _Gathering(), _Gathering(), _Gathering()
    crossing, single, vocabulary = set(), set(), set()
    sizes: dict[Name, set[str]] = {}
    told: dict[Name, tuple[str, ...]] = {}
    units: dict[Name, frozenset[str]] = {}
    families: dict[tuple[str, frozenset[str]], list[Name]] = {}
    longer: dict[str, dict[tuple[frozenset[str], Name], None]] = {}
    for name, texts in calls:
        for text in texts:
            words = words_of(text, lists)
            figures = in_figures(words, [word.base for word in words], lists)
            sizes.setdefault(name, set()).update(_sizes(figures))
            if name.kind == "offering" and name not in units:
                told[name] = tuple(figures)
                units[name] = frozenset(
                    word.base for word in words if counts(word, lists) and not word.raw[0].isdigit()
                )
                families.setdefault(_family(name.pack, words, lists), []).append(name)
            content = [word for word in words if counts(word, lists)]
            bases = [figure for word, figure in zip(words, figures, strict=True) if counts(word, lists)]
            if name.kind == "outcome" and all(word.raw in lists.idle_words for word in words):
                continue  # "everything" answers a why question, and names no result by itself
            if name.kind == "outcome" and len(bases) < LEAST_OF_RESULT:
                literal.put("".join(word.raw for word in words), name)
                vocabulary |= set(bases)
                continue
            if not words or len(content) > MOST_WORDS:
                continue
            literal.put("".join(word.raw for word in words), name)
            if len(bases) > 1 or (bases and len(words) == 1) or (bases and _is_article(words, lists)):
                orders = [bases, *(_turned(words, lists) if name.kind == "offering" else ())]
                for order in orders:
                    exact.put("".join(order), name)
                    if len(order) > 1:
                        stems.put("".join(stem_of(base, lists) for base in order), name)
                exact.put(
                    "".join(singular(word.raw) for word in content), name
                )  # "deskphone", where phone is telephone
                if name.kind == "offering" and 1 < len(set(bases)) < MOST_WORDS:
                    for base in set(bases):
                        longer.setdefault(base, {})[frozenset(bases) - {base}, name] = None
                if any(word.part != words[0].part for word in words):
                    crossing.add("".join(bases))
                if any(word.raw in lists.single for word in words[1:-1]):
                    single.add("".join(bases))
                vocabulary |= set(bases) | {word.raw for word in content}
    known = frozenset(vocabulary)
    return Names(
        exact.frozen(),
        stems.frozen(),
        literal.frozen(),
        frozenset(crossing),
        frozenset(single),
        known,
        {name: frozenset(some) for name, some in sizes.items()},
        told,
        units,
        {name: tuple(kin) for kin in families.values() if len(kin) > 1 for name in kin},
        by_beginning(known),
        {base: tuple(some) for base, some in longer.items()},
    )


def _sizes(figures: Sequence[str]) -> Iterator[str]:
    """The numbers of a name, alone and with the word behind them: "16" and "16camera"."""
    for place, figure in enumerate(figures):
        if figure[:1].isdigit():
            yield figure
            yield figure + "".join(figures[place + 1 : place + 2])


def _family(pack: str, words: Sequence[Word], lists: WordLists) -> tuple[str, frozenset[str]]:
    """A name without its numbers and what they measure: "UPS, 750 VA" and "UPS, 1,500 VA" are one family."""
    plain = (w for w in words if counts(w, lists) and not w.raw[0].isdigit())
    return pack, frozenset(w.base for w in plain if not (w.glued or w.raw in lists.measures or w.raw in lists.numbers))


def _is_article(words: Sequence[Word], lists: WordLists) -> bool:
    """Whether only an article stands before the one word that counts: "the CRM"."""
    return len(words) == 2 and words[0].raw in lists.articles


def _turned(words: Sequence[Word], lists: WordLists) -> list[list[str]]:
    """ "Move of a mailbox" is also a "mailbox move"."""
    orders = []
    for place, word in enumerate(words):
        if word.raw in lists.for_words | lists.place_words | lists.adding and 0 < place < len(words) - 1:
            before = [w.base for w in words[:place] if counts(w, lists)]
            after = [w.base for w in words[place + 1 :] if counts(w, lists)]
            if before and after:
                orders.append(after + before)
    return orders


def counts(word: Word, lists: WordLists) -> bool:
    """Whether a word counts in a name: the "a" of "Cat6a" does, as it stands in one word."""
    return word.glued or word.raw not in lists.filling


def ids_of(names: Iterable[Name]) -> tuple[str, ...]:
    return tuple(name.id for name in names)
