"""Which size of a thing is meant: "recorder 16ch 8TB", "a recorder for sixteen", "the UPSs, the 1500 ones", "no, make it the 32"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_match import OTHER_FORM, Match
from advisor.calling.heard_names import Name, Names
from advisor.calling.heard_words import Word

REACH = 12  # words behind a name in which its size may stand
FAR = 30  # words before "the 32" in which the thing stands that it is a size of
LONGEST_SHORT = 3  # letters of a shortened unit: "16 ch"
MOST_UNITS = 4  # words of a name behind its number: "8 cameras with 4 TB"


@dataclass(frozen=True)
class _Size:
    """A number that says a size: its first and last word with its unit, and its figures."""

    first: int
    last: int
    figures: str
    unit: str = ""


class Sizes:
    """Reads sizes round the names of a text."""

    def __init__(self, words: Sequence[Word], bases: Sequence[str], names: Names, lists: WordLists) -> None:
        self.words, self.bases, self.names, self.lists = words, bases, names, lists
        self.named: set[int] = set()  # the places of all that was found

    def told(self, matches: Sequence[Match]) -> list[Match]:
        """The matches: those of several sizes with the one that is said, and sizes that stand for a thing named before."""
        found: list[Match] = []
        matches = self._put_together(matches)
        self.named = {place for match in matches for place in range(match.first, match.last + 1)}
        for n, match in enumerate(matches):
            if found and match.first <= found[-1].last:
                continue  # "a recorder for sixteen cameras": these are its size
            later = islice(matches, n + 1, n + 4)
            stop = next((m.first for m in later if not self._may_be_unit(match, m)), len(self.words))
            found.append(self._narrowed(match, stop, found[-1].last + 1 if found else 0))
        for match, thing in self._referring(found):
            found = [one for one in found if not match.first <= one.first <= match.last]
            if (
                thing in found
                and len(thing.names) > 1
                and match.names[0] in thing.names
                and not self._is_refused(match.first)
            ):
                found[found.index(thing)] = replace(thing, names=match.names)
            else:
                found.append(match)
        return sorted(found, key=lambda match: match.first)

    def _put_together(self, matches: Sequence[Match]) -> list[Match]:
        """The matches, a general one with the size that is named right behind it: "fibre line 500 Mbit"."""
        found: list[Match] = []
        for match in matches:
            before = found[-1] if found else None
            if before is not None and before.last + 1 == match.first and set(match.names) < set(before.names):
                size = before.size + match.size
                found[-1] = replace(before, last=match.last, names=match.names, size=size, noun=before.noun_place)
            else:
                found.append(match)
        return found

    def _is_refused(self, begin: int) -> bool:
        return begin > 0 and self.words[begin - 1].raw in self.lists.refusing

    def _may_be_unit(self, match: Match, other: Match) -> bool:
        """Whether another name is only a word of the size: "for eight cameras"."""
        one = other.size == 1 and other.first == other.last
        return one and self.words[other.first].base in self._nouns(self._kin(match))

    def _kin(self, match: Match) -> tuple[Name, ...]:
        """What the thing may be, sizes of it included that were not said."""
        sized = any(self.bases[p].isdigit() for p in range(match.first, match.last + 1) if p not in match.numbers)
        if len(match.names) > 1 or sized:
            return match.names
        return self.names.families.get(match.names[0], match.names)

    def _narrowed(self, match: Match, stop: int, begin: int) -> Match:
        kin = self._kin(match)
        if len(kin) < 2:
            return match
        said = [size for size in self._sizes(match, kin, stop, begin) if self._is_of(size, kin)]
        fitting = [name for name in kin if said and all(self._fits(size, name, kin) for size in said)]
        if len(fitting) != 1 or (fitting[0] in match.names and len(match.names) == 1):
            return match
        first, last = min(match.first, *(size.first for size in said)), max(match.last, *(size.last for size in said))
        inside = range(match.last + 1, min(size.first for size in said))
        counted = tuple(p for p in inside if self._is_number(p) and self._counts_pieces(p + 1))
        return replace(
            match,
            first=first,
            last=last,
            names=tuple(fitting),
            size=match.size + len(said),
            numbers=match.numbers or counted,
            noun=match.noun_place,
        )

    def _counts_pieces(self, after: int) -> bool:
        """ "Three of the ones with one screen", "five boxes on the 350 gram"."""
        return self.words[after].raw in self.lists.for_words or self.words[after].base in self.lists.holders

    def _fits(self, size: _Size, name: Name, kin: Sequence[Name]) -> bool:
        """Whether a thing has the size: with its unit where one of the family has both, "16 cameras" and not "16 TB"."""
        measured = size.figures + size.unit
        if any(measured in self.names.sizes[other] for other in kin):
            return measured in self.names.sizes[name]
        return size.figures in self.names.sizes[name]

    def _is_of(self, size: _Size, kin: Sequence[Name]) -> bool:
        return any(size.figures in self.names.sizes[name] for name in kin)

    def _sizes(self, match: Match, kin: Sequence[Name], stop: int, begin: int) -> Iterator[_Size]:
        """Numbers that say a size and no quantity: with their unit, or behind "for", "up to" and "the"."""
        words = self.words
        before = match.first - 2
        if before >= begin and words[before].part == words[match.first].part and self._is_unit(match.first - 1, kin):
            place = self._number_ending(before)
            if place is not None and place >= begin:
                yield _Size(place, match.first - 1, self.bases[place], self.bases[match.first - 1])
        near = self._number_ending(match.first - 1)
        if near is not None and near >= begin and self._is_size_before(near, match):
            yield _Size(near, match.first - 1, self.bases[near])
        place = match.first
        while place < min(stop, match.last + REACH):
            if words[place].clause != words[match.last].clause:
                return
            size = self._size_at(place, kin, match) if place not in match.numbers else None
            if size is not None:
                yield size
            place = place + 1 if size is None else size.last + 1

    def _size_at(self, place: int, kin: Sequence[Name], match: Match) -> _Size | None:
        """A size that begins here, with its unit."""
        words, lists = self.words, self.lists
        if not self._is_number(place) or self._is_refused(place - 1 if self._is_the(place) else place):
            return None
        end = self._end_of_number(place)
        behind = place > match.last or place > match.noun_place
        after = end + 1 if end + 1 < len(words) and words[end + 1].part == words[end].part else None
        raw = words[place - 1].raw if place else ""
        next_to_it = place == match.last + 1 and end + 1 not in self.named  # "mtg room, one screen"
        leads = raw in lists.for_words | lists.to_words | lists.adding or self._is_the(place)
        if after is not None and self._is_unit(after, kin):
            measure = words[after].glued or {words[after].raw, words[after].base} & lists.measures
            short = words[after].base not in self._nouns(kin) and len(words[after].raw) <= LONGEST_SHORT
            if behind and (measure or leads or next_to_it or words[after].dashed or short):
                return _Size(place, self._end_of_unit(after, kin), self.bases[place], self.bases[after])
            return None
        ends = after is None or words[after].raw in lists.ones | lists.joining | lists.reason | lists.filling
        if behind and leads and ends:
            return _Size(place, end, self.bases[place], self._first_unit(self.bases[place], kin))
        return None

    def _first_unit(self, figures: str, kin: Sequence[Name]) -> str:
        """What a bare number most likely counts: what the first number of the names does, "for 16" cameras and not TB."""
        for name in kin:
            for place, base in enumerate(self.names.told[name]):
                if base[:1].isdigit():
                    if base == figures:
                        return "".join(self.names.told[name][place + 1 : place + 2])
                    break
        return ""

    def _is_size_before(self, place: int, match: Match) -> bool:
        """ "The 500 fibre line": a number before one thing is no quantity."""
        one = not self.words[match.noun_place].is_plural and self.bases[place] != "1"
        return one and self.words[place].part == self.words[match.first].part

    def _end_of_unit(self, place: int, kin: Sequence[Name]) -> int:
        """The last of the words of a name behind a number: "4K screens"."""
        while place + 1 < len(self.words) and self.words[place + 1].part == self.words[place].part:
            if self.words[place + 1].base not in self._nouns(kin):
                break
            place += 1
        return place

    def _nouns(self, kin: Sequence[Name]) -> frozenset[str]:
        return frozenset(unit for name in kin for unit in self.names.units.get(name, ()))

    def _is_the(self, place: int) -> bool:
        """ "The 1500 ones", "the small 750": an article before the number."""
        begin = place - 1
        while begin >= 0 and self.words[begin].raw in self.lists.describing:
            begin -= 1
        return begin >= 0 and self.words[begin].raw in self.lists.definite

    def _is_number(self, place: int) -> bool:
        return self.bases[place].isdigit() and not (self.words[place].glued and self.words[place - 1].raw.isalpha())

    def _number_ending(self, place: int) -> int | None:
        """The first place of the number that ends here."""
        while place >= 0 and not self.bases[place]:
            place -= 1
        return place if place >= 0 and self._is_number(place) else None

    def _end_of_number(self, place: int) -> int:
        while place + 1 < len(self.words) and not self.bases[place + 1]:
            place += 1
        return place

    def _is_unit(self, place: int, kin: Sequence[Name]) -> bool:
        word, lists = self.words[place], self.lists
        if not word.raw.isalpha():
            return False
        if word.raw in lists.measures or word.base in self._nouns(kin):
            return True
        no_unit = lists.filling | lists.joining | lists.times | lists.pieces | lists.novel | lists.following
        return word.raw not in no_unit | lists.describing and word.base not in lists.heads

    def _referring(self, matches: Sequence[Match]) -> Iterator[tuple[Match, Match]]:
        """Sizes that stand for a thing before, each with that thing: "the one for 8 cameras", "make it the 32", "not the 128 one"."""
        taken = {place: match for match in matches for place in range(match.first, match.last + 1)}
        for place in range(len(self.words)):
            if place in taken or not self._is_number(place):
                continue
            begin = self._begin(place)
            found = None if begin is None else self._antecedent(matches, begin, self.bases[place])
            if begin is None or found is None:
                continue
            name, thing = found
            end = self._end(place, name)
            over = {id(taken[p]): taken[p] for p in range(begin, end + 1) if p in taken}.values()
            if all(
                self._may_be_unit(thing, one) or self._may_be_unit(replace(thing, names=(name,)), one) for one in over
            ):
                yield Match(begin, end, (name,), 2, OTHER_FORM, noun=end), thing

    def _begin(self, place: int) -> int | None:
        """Where what stands for the thing begins: "the 32", "the one that goes up to 32"."""
        words, lists = self.words, self.lists
        end = self._end_of_number(place)
        one = end + 1 < len(words) and words[end + 1].part == words[end].part and words[end + 1].raw in lists.ones
        if self._is_the(place):
            begin = place - 1
            while words[begin].raw not in lists.definite:
                begin -= 1
            return begin
        if one:
            return place
        for first in range(place - 1, max(-1, place - 9), -1):
            if words[first].part != words[place].part or words[first].raw in lists.joining:
                return None
            if words[first].raw in lists.ones or words[first].base in lists.sizes:
                return first - 1 if first and words[first - 1].raw in lists.definite else first
            if words[first].raw not in lists.filling | lists.adding | lists.to_words | lists.stating | lists.telling:
                return None
        return None

    def _end(self, place: int, name: Name) -> int:
        """The last word of the size: its unit, "one"."""
        words = self.words
        last = self._end_of_number(place)
        for after in range(last + 1, min(len(words), last + 1 + MOST_UNITS)):
            if words[after].part != words[last].part:
                break
            of_name = (
                words[after].base in self._nouns((name,)) or words[after].raw in self.lists.measures | self.lists.ones
            )
            if not of_name and self.bases[after] not in self.names.sizes[name]:
                break
            last = after
        return last

    def _antecedent(self, matches: Sequence[Match], begin: int, figures: str) -> tuple[Name, Match] | None:
        for match in reversed([m for m in matches if m.last < begin and begin - m.last < FAR]):
            if self.words[begin].clause - self.words[match.last].clause > 2:
                return None
            kin = dict.fromkeys(other for name in match.names for other in self.names.families.get(name, (name,)))
            fitting = [name for name in kin if figures in self.names.sizes[name]]
            first = [
                name for name in fitting if next((b for b in self.names.told[name] if b[:1].isdigit()), "") == figures
            ]
            fitting = first if len(fitting) > 1 and first else fitting  # "the one for 8" cameras, and not TB
            if len(kin) > 1 and len(fitting) == 1:
                return fitting[0], match
        return None
