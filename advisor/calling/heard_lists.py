"""The words of a language that tell a wish from what is not one, and what a pack adds to them; all of it data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

from advisor.loading.load_words import plain_entry, read_language
from advisor.pack import Pack

Words = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class WordLists:
    """One language with the additions of a pack. docs/words.md says what each list does.

    Two are the same where they are one object: `lists_of` keeps them by content, so they may be part of a key as they are."""

    interjections: frozenset[str]
    filling: frozenset[str]
    describing: frozenset[str]
    heads: frozenset[str]
    following: frozenset[str]
    stating: frozenset[str]
    asking: frozenset[str]
    wanting: frozenset[str]
    refusing: frozenset[str]
    harmless: frozenset[str]
    refused_after: frozenset[str]
    turned_down: frozenset[str]
    left_there: frozenset[str]
    suggesting: frozenset[str]
    past_verbs: frozenset[str]
    past_deeds: frozenset[str]
    others: frozenset[str]
    doing: frozenset[str]
    someone: frozenset[str]
    spoken_of: frozenset[str]
    selves: frozenset[str]
    itself: frozenset[str]
    by_now: frozenset[str]
    having: frozenset[str]
    owned: frozenset[str]
    had_after: frozenset[str]
    keeping: frozenset[str]
    relative: frozenset[str]
    subordinate: frozenset[str]
    idioms: frozenset[str]
    idle_words: frozenset[str]
    pronouns: frozenset[str]
    pieces: frozenset[str]
    lacking: frozenset[str]
    none_of: frozenset[str]
    missing: frozenset[str]
    needing: frozenset[str]
    unsaid_after: frozenset[str]
    everyone: frozenset[str]
    remaining: frozenset[str]
    totals: frozenset[str]
    totalled: frozenset[str]
    retracting: frozenset[str]
    ending: frozenset[str]
    no_people: frozenset[str]
    people_endings: frozenset[str]
    telling: frozenset[str]
    hence: frozenset[str]
    adverbs: frozenset[str]
    subjects: frozenset[str]
    tellers: frozenset[str]
    leaving: frozenset[str]
    parted: frozenset[str]
    parting: frozenset[str]
    swapping: frozenset[str]
    too: frozenset[str]
    gone_with: frozenset[str]
    sufficing: frozenset[str]
    single: frozenset[str]
    correcting: frozenset[str]
    reporting: frozenset[str]
    maybe: frozenset[str]
    vague: frozenset[str]
    about: frozenset[str]
    to_words: frozenset[str]
    between: frozenset[str]
    singles: frozenset[str]
    between_number: frozenset[str]
    times: frozenset[str]
    by_words: frozenset[str]
    measures: frozenset[str]
    naming: frozenset[str]
    streets: frozenset[str]
    by_head: frozenset[str]
    heads_of: frozenset[str]
    gatherings: frozenset[str]
    holders: frozenset[str]
    budget: frozenset[str]
    not_budget: frozenset[str]
    monthly: frozenset[str]
    other_rate: frozenset[str]
    deadline: frozenset[str]
    in_words: frozenset[str]
    next_words: frozenset[str]
    this_words: frozenset[str]
    end_of: frozenset[str]
    abbreviations: frozenset[str]
    novel: frozenset[str]
    comparing: frozenset[str]
    modal: frozenset[str]
    verb_before: frozenset[str]
    adding: frozenset[str]
    reason: frozenset[str]
    joining: frozenset[str]
    either: frozenset[str]
    place_words: frozenset[str]
    onto: frozenset[str]
    for_words: frozenset[str]
    definite: frozenset[str]
    articles: frozenset[str]
    breaking: frozenset[str]
    unbroken: frozenset[str]
    half: frozenset[str]
    number_and: frozenset[str]
    or_so: frozenset[str]
    bare_scales: frozenset[str]
    glued_scales: frozenset[str]
    glued_measures: frozenset[str]
    day_links: frozenset[str]
    span_links: frozenset[str]
    other_words: frozenset[str]
    past: frozenset[str]
    repeating: frozenset[str]
    deadline_behind: frozenset[str]
    strong_budget: frozenset[str]
    to_each: frozenset[str]
    apiece: frozenset[str]
    per: frozenset[str]
    bought_once: frozenset[str]
    of_all: frozenset[str]
    kind_links: frozenset[str]
    referring: frozenset[str]
    ones: frozenset[str]
    sizes: frozenset[str]
    asking_for: frozenset[str]
    endings_before: frozenset[str]
    endings_behind: frozenset[str]
    source_words: frozenset[str]
    objects: frozenset[str]
    no_alone: frozenset[str]
    whole_endings: frozenset[str]
    indefinite: frozenset[str]
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    day_words: Mapping[str, int]
    spans: Mapping[str, int]
    short_months: Mapping[str, int]
    feasts: Mapping[str, str]
    currencies: Mapping[str, str]  # sign or word to code
    same: Mapping[str, str]  # a spelling to the one that stands for all
    related: tuple[Words, ...]  # words near in meaning, for suggestions
    slips: Mapping[str, str]  # shorthand and slips of common words to the right ones
    language: str
    stemmer: str
    dictionary: str

    @cached_property
    def generic(self) -> frozenset[str]:
        """Nouns that say nothing of what they are: "seat", "box"."""
        return self.heads | self.holders

    @cached_property
    def beside(self) -> frozenset[str]:
        """What stands before a thing and belongs to it: articles, adjectives, "pieces"."""
        return (
            self.definite
            | self.indefinite
            | self.describing
            | self.novel
            | self.owned
            | self.between_number
            | self.vague
        )

    @cached_property
    def may_precede(self) -> frozenset[str]:
        """What may stand right before a name without making it a part of a longer one."""
        return self.beside.union(
            *(
                self.filling,
                self.singles,
                self.heads,
                self.following,
                self.times,
                self.joining,
                self.adding,
                self.measures,
            ),
            *(self.place_words, self.for_words, self.correcting, self.about, self.stating),
        )

    @cached_property
    def may_follow(self) -> frozenset[str]:
        """What may stand right behind a name without making it a part of a longer one."""
        return self.generic.union(
            *(self.filling, self.following, self.stating, self.modal, self.adding, self.reason, self.describing),
            *(
                self.between_number,
                self.measures,
                self.deadline,
                self.joining,
                self.either,
                self.place_words,
                self.for_words,
            ),
            *(self.correcting, self.times, self.heads_of, self.next_words, self.this_words, self.maybe, self.about),
            *(self.in_words, self.budget, self.vague),
        )

    @cached_property
    def before_for(self) -> frozenset[str]:
        """What "for" may stand behind without leading to a mere purpose: "seats for the CRM"."""
        return (
            self.filling
            | self.following
            | self.describing
            | self.between_number
            | self.measures
            | self.generic
            | self.budget
        )


LISTS = tuple(one.name for one in fields(WordLists) if one.type == "frozenset[str]")


def lists_of(pack: Pack) -> WordLists:
    """The lists of a pack's language with what the pack adds."""
    added = tuple((name, tuple(words)) for name, words in pack.words.lists.items())
    return _lists(pack.words.language, added, tuple(tuple(words) for words in pack.words.same))


@lru_cache(maxsize=16)
def _lists(language: str, added: tuple[tuple[str, Words], ...], same: tuple[Words, ...]) -> WordLists:
    data = read_language(language)
    more = dict(added)
    return WordLists(
        **{name: frozenset(plain_entry(word) for word in (*data[name], *more.get(name, ()))) for name in LISTS},
        numbers=_whole(data["numbers"]),
        scales=_whole(data["scales"]),
        day_words=_whole(data["day_words"]),
        spans=_whole(data["spans"]),
        short_months=_whole(data["short_months"]),
        feasts={plain_entry(word): str(day) for word, day in data["feasts"].items()},
        currencies={plain_entry(sign): code for code, signs in data["currencies"].items() for sign in signs},
        same=_one_for_all((*data["same"], *same)),
        related=tuple(tuple(plain_entry(word) for word in group) for group in data["related"]),
        slips={plain_entry(word): plain_entry(right) for word, right in data["slips"].items()},
        language=language,
        stemmer=data["stemmer"],
        dictionary=data["dictionary"],
    )


def _whole(numbers: Mapping[str, Any]) -> dict[str, int]:
    return {plain_entry(word): int(number) for word, number in numbers.items()}


def _one_for_all(groups: Iterable[Iterable[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for group in groups:
        first, *others = [plain_entry(word) for word in group]
        found.update(dict.fromkeys(others, first))
    return found
