"""A text with all that was found in it: names, numbers, cues and corrections, by their places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from advisor.calling.heard_cues import Cue, cues_of
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_match import Match
from advisor.calling.heard_numbers import Number, numbers_of
from advisor.calling.heard_words import Word, dictionary_of

FAR = 5  # words between what was said and "I mean", which corrects it
GOVERNING = ("wanting", "refusing", "harmless", "having", "lacking", "reason", "keeping", "telling")


@dataclass(frozen=True)
class Text:
    """A text with all that was found in it before anything is decided."""

    words: Sequence[Word]
    matches: Sequence[Match]
    lists: WordLists
    spoken_for: tuple[tuple[int, int], ...] = ()  # where amounts and days stand: their numbers count nothing

    @cached_property
    def at(self) -> Mapping[int, Match]:
        """The match that a place belongs to."""
        return {place: match for match in self.matches for place in range(match.first, match.last + 1)}

    @cached_property
    def numbers(self) -> Sequence[Number]:
        inside = {place for match in self.matches for place in match.numbers}
        return numbers_of(self.words, self.lists, (set(self.at) - inside) | self.busy)

    def next_thing(self, n: int) -> int:
        """The place where the thing behind the match `n` begins, or the end of the text."""
        return self.matches[n + 1].first if n + 1 < len(self.matches) else len(self.words)

    @cached_property
    def number_at(self) -> Mapping[int, Number]:
        return {place: number for number in self.numbers for place in range(number.first, number.last + 1)}

    @cached_property
    def cues(self) -> Sequence[Cue]:
        begins = {self.begin(match) for match in self.matches}
        return [
            cue
            for cue in cues_of(self.words, self.lists, GOVERNING, self.at)
            if (cue.of != {"keeping"} or cue.last + 1 in begins)  # "keep the server", but not "keep an eye on"
            and (cue.of != {"telling"} or self._has_subject(cue.first))
        ]

    def _has_subject(self, place: int) -> bool:
        """Whether somebody does what a verb says: "they share", but not "to share", "the share" and "share it"."""
        lists, before = self.lists, place - 1
        while before >= 0 and self.words[before].raw in lists.adverbs and before not in self.at:
            before -= 1
        if before < 0 or self.words[before].part != self.words[place].part:
            return False
        raw = self.words[before].raw
        if before in self.at or raw in lists.subjects:
            return True
        no_noun = lists.filling | lists.modal | lists.place_words | lists.for_words | lists.describing | lists.adding
        return raw[0].isalpha() and raw not in no_noun | lists.joining | lists.correcting | lists.numbers.keys()

    @cached_property
    def correcting(self) -> Mapping[int, Cue]:
        """Where a word corrects what was said before, by its first place: "forty, no, thirty-five", "a NAS, sorry, a server"."""
        return {
            cue.first: cue for cue in cues_of(self.words, self.lists, ("correcting",), self.at) if self._corrects(cue)
        }

    @cached_property
    def corrected_at(self) -> frozenset[int]:
        return frozenset(place for cue in self.correcting.values() for place in range(cue.first, cue.last + 1))

    def _corrects(self, cue: Cue) -> bool:
        """Whether something countable stands on both sides, and a plain "no" is set off from what follows, or a number follows it."""
        before = cue.first - 1
        while before >= 0 and self._is_idle(before):
            before -= 1
        after = cue.last + 1
        skipped = (
            self.lists.correcting
            | self.lists.indefinite
            | self.lists.definite
            | self.lists.about
            | self.lists.filling
            | self.lists.reporting
        )
        while (
            after < len(self.words)
            and self.words[after].raw in skipped
            and after not in self.number_at
            and after not in self.at
        ):
            after += 1
        if before < 0 or after >= len(self.words):
            return False
        counted = before in self.number_at or before in self.at
        if not counted and cue.first != cue.last:
            counted = any(p in self.number_at or p in self.at for p in range(max(0, before - FAR), before))
        follows = after in self.number_at or after in self.at
        if not (counted and follows):
            return False
        if self.words[cue.first].raw in self.lists.refusing and cue.first == cue.last:
            set_off = self.words[cue.last + 1].part != self.words[cue.last].part
            begins = (
                self.words[cue.first].part != self.words[before].part
                and self.words[cue.last + 1].raw in self.lists.filling
            )
            number = self.number_at.get(cue.last + 1)
            if number is not None and self.words[cue.first].part != self.words[before].part and before in self.at:
                after = number.last + 1  # "2 cable runs, no 3"
                return set_off or after == len(self.words) or self.words[after].part != self.words[number.last].part
            return set_off or begins or (number is not None and before in self.number_at)
        return True

    def _is_idle(self, place: int) -> bool:
        """Whether a word between a number and its correction says nothing: "40 seats, well, sorry, 35"."""
        if place in self.number_at or place in self.at:
            return False
        word, lists = self.words[place], self.lists
        return word.raw in lists.correcting | lists.filling or word.base in lists.heads | lists.by_head | lists.heads_of

    @cached_property
    def cue_at(self) -> Mapping[int, Cue]:
        return {place: cue for cue in self.cues for place in range(cue.first, cue.last + 1)}

    @cached_property
    def cue_ends(self) -> Sequence[int]:
        return [cue.last for cue in self.cues]

    def cues_before(self, place: int) -> Iterator[Cue]:
        """The cues that end before a place, the nearest first."""
        for n in range(bisect_left(self.cue_ends, place) - 1, -1, -1):
            yield self.cues[n]

    @cached_property
    def busy(self) -> frozenset[int]:
        """The places of amounts and days."""
        return (
            frozenset(p for p, word in enumerate(self.words) if any(a <= word.start < b for a, b in self.spoken_for))
            if self.spoken_for
            else frozenset()
        )

    def begin(self, match: Match) -> int:
        """Where the thing begins with its article, number and adjectives: "the two new" before "servers"."""
        place = match.first - 1
        while (
            place >= 0
            and self.words[place].part == self.words[match.first].part
            and place not in self.at
            and place not in self.corrected_at
        ):
            if not (place in self.number_at or self._belongs(place)):
                break
            place -= 1
        return place + 1

    def _belongs(self, place: int) -> bool:
        raw, lists = self.words[place].raw, self.lists
        if raw in lists.for_words and raw not in lists.pieces:
            return False  # "5 pcs for outdoor cameras" are of something else
        if raw in lists.for_words:  # "40 pieces of", but not "a picture of"
            counted = place - 1 in self.number_at or (place and self.words[place - 1].base in lists.generic)
            return bool(counted) or bool(place and self.words[place - 1].raw in lists.between_number)
        if raw[0].isdigit() and self.words[place].glued:  # "A5"
            return True
        return raw in lists.beside or self.is_brand(place)

    def is_brand(self, place: int) -> bool:
        """Whether a word is in no dictionary and names nothing: most likely a brand."""
        word = self.words[place]
        known = word.raw in dictionary_of(self.lists.dictionary) or word.raw in self.lists.filling
        return word.raw.isalpha() and len(word.raw) > 2 and not known
