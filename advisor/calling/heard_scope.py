"""What is said of a thing that was named: wanted, refused, there already, lacking, or named only in passing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from advisor.calling.heard_cues import Cue, cues_of
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_names import Match
from advisor.calling.heard_numbers import Number, numbers_of
from advisor.calling.heard_words import Word, dictionary_of

Said = Literal["wanted", "maybe", "refused", "there", "lacking", "passing", "compound"]
GOVERNING = ("wanting", "refusing", "harmless", "having", "lacking", "reason")
BY_HAND = 4  # the grade of a match that was set by hand
NEAR = 12  # things of one clause that are looked at round a thing, so that a text without full stops is read as quickly
REACH = 6  # words behind a thing in which "is not needed" still speaks of it


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

    @cached_property
    def number_at(self) -> Mapping[int, Number]:
        return {place: number for number in self.numbers for place in range(number.first, number.last + 1)}

    @cached_property
    def cues(self) -> Sequence[Cue]:
        return cues_of(self.words, self.lists, GOVERNING, self.at)

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
            self.lists.correcting | self.lists.indefinite | self.lists.definite | self.lists.about | self.lists.filling
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
        follows = after in self.number_at or after in self.at
        if not (counted and follows):
            return False
        if self.words[cue.first].raw in self.lists.refusing and cue.first == cue.last:
            set_off = self.words[cue.last + 1].part != self.words[cue.last].part
            begins = (
                self.words[cue.first].part != self.words[before].part
                and self.words[cue.last + 1].raw in self.lists.filling
            )
            return set_off or begins or (cue.last + 1 in self.number_at and before in self.number_at)
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


def judge(text: Text) -> list[Said]:
    """What is said of each match, in their order."""
    said = [_said_of(text, n, match) for n, match in enumerate(text.matches)]
    for n in range(1, len(said)):
        if said[n - 1 : n + 1] == ["wanted", "wanted"] and _is_either(text, n):
            said[n - 1] = said[n] = "maybe"
    return said


def _is_either(text: Text, n: int) -> bool:
    """ "An ERP or a CRM": two things of which only one is wanted."""
    one, other = text.matches[n - 1], text.matches[n]
    between = text.words[one.last + 1 : other.first]
    together = text.words[one.last].part == text.words[other.first].part and one.names != other.names
    only_or = all(word.raw in text.lists.filling | text.lists.describing for word in between)
    return (
        together
        and only_or
        and any(word.raw in text.lists.either for word in between)
        and "outcome"
        not in (
            one.names[0].kind,
            other.names[0].kind,
        )
    )


def _said_of(text: Text, n: int, match: Match) -> Said:
    begin = text.begin(match)
    governing = _governing(text, n, match, begin)
    if match.names[0].kind == "outcome":
        return "refused" if governing == "refused" and match.size < 4 else "wanted"
    if match.grade < BY_HAND and _is_compound(text, n, match):
        return "passing" if governing in ("refused", "there", "passing") else "compound"
    if match.grade < BY_HAND and _is_verb(text, match):
        return "passing"
    behind = _said_behind(text, n, match)
    if behind is not None:
        return behind
    if governing == "refused" and match.last + 1 in text.cue_at and _does_something(text, match.last + 1):
        return "passing"  # "we don't need the posters put up": the posters stay
    if governing in ("refused", "lacking"):
        return governing
    raws = {word.raw for word in text.words[begin : match.first]}
    is_novel = text.words[match.first].raw in text.lists.novel or bool(raws & text.lists.novel)
    if raws & text.lists.owned and not is_novel:
        return "there"
    if governing in ("there", "passing"):
        return governing
    counted = (
        is_novel or bool(raws & text.lists.indefinite) or any(p in text.number_at for p in range(begin, match.first))
    )
    told = None if counted or governing is not None else _told_of(text, match)
    if told is not None:
        return told
    if match.grade < BY_HAND and _is_passing(text, n, match, begin, counted):
        return "passing"
    unknown = not counted and governing is None and bool(raws & text.lists.definite)
    if unknown and _is_object_of_unknown(text, match, begin):
        return "passing"
    return "maybe" if _is_maybe(text, n, match, begin) else "wanted"


def _does_something(text: Text, place: int) -> bool:
    """Whether a wish for something to be done begins here ("put up"), and not one for the thing ("needed")."""
    return "wanting" in text.cue_at[place].of and text.words[place].raw not in text.lists.asking


def _is_verb(text: Text, match: Match) -> bool:
    """ "to sign", "we support": the word does something and names nothing; "switch to VoIP" names it."""
    before, after = match.first - 1, match.last + 1
    if match.first == match.last and not text.words[match.first].is_plural and after < len(text.words):
        begins = before < 0 or text.words[before].part != text.words[match.first].part
        if (
            begins
            and text.words[after].part == text.words[match.last].part
            and text.words[after].raw in text.lists.objects
        ):
            return True
    if match.first != match.last or before < 0 or text.words[before].part != text.words[match.first].part:
        return False
    cue = text.cue_at.get(before)
    names_it = cue is not None and ("wanting" in cue.of or "having" in cue.of or "refusing" in cue.of)
    return text.words[before].raw in text.lists.verb_before and not names_it and not text.words[match.first].is_plural


def _is_object_of_unknown(text: Text, match: Match, begin: int) -> bool:
    """ "Nobody answers the phone": something else is said of it before."""
    place = begin - 1
    while place >= 0 and text.words[place].part == text.words[match.first].part:
        if place not in text.at and (
            text.words[place].raw
            not in text.lists.filling | text.lists.joining | text.lists.correcting | text.lists.following
        ):
            return True
        place -= 1
    return False


Governing = Literal["wanted", "refused", "there", "lacking", "passing"]


def _governing(text: Text, n: int, match: Match, begin: int) -> Governing | None:
    """What the nearest deciding words before a thing say of it."""
    clause = text.words[match.first].clause
    for cue in text.cues_before(match.first):
        if text.words[cue.first].clause != clause or match.first - cue.last > 80:
            return None
        if cue.of == {"harmless"} or cue.first in text.corrected_at:
            continue
        verdict = _verdict(text, cue)
        if verdict == "wanted":
            if _is_passive(text, cue, match):
                continue
            return "wanted"
        if _reaches(text, cue, n, match, begin, verdict):
            return verdict
        return None
    return None


def _is_passive(text: Text, cue: Cue, match: Match) -> bool:
    """ "No fibre line needed, the Wi-Fi is bad": the wish is for what stands before it."""
    words = text.words
    before = cue.first - 1
    behind_thing = before in text.at and words[before].part == words[cue.first].part
    return (
        behind_thing and words[cue.first].raw in text.lists.asking and words[match.first].part != words[cue.last].part
    )


def _verdict(text: Text, cue: Cue) -> Governing:
    if "wanting" in cue.of:
        before = list(islice(text.cues_before(cue.first), 1))
        negated = (
            before and "refusing" in before[0].of and "harmless" not in before[0].of and cue.first - before[0].last <= 3
        )
        together = negated and text.words[before[0].last].part == text.words[cue.first].part
        if (
            together
            and before[0].first not in text.corrected_at
            and not any(p in text.at for p in range(before[0].last, cue.first))
        ):
            return "refused"
        return "wanted"
    if "lacking" in cue.of:
        return "lacking"
    if "reason" in cue.of:
        return "passing"
    return "there" if "having" in cue.of else "refused"


def _reaches(text: Text, cue: Cue, n: int, match: Match, begin: int, verdict: str) -> bool:
    """Whether "no" or "we have" still speaks of a thing behind commas, "and" or another thing."""
    words, lists = text.words, text.lists
    earlier = n > 0 and text.matches[n - 1].first > cue.last
    connectors = words[(text.matches[n - 1].last if earlier else cue.last) + 1 : match.first]
    raws = {word.raw for word in connectors}
    crosses = (
        words[cue.last].part != words[match.first].part
        if not earlier
        else words[text.matches[n - 1].last].part != words[match.first].part
    )
    joins = bool(raws & lists.joining)
    if raws & lists.either:
        return True
    if not earlier:
        return not crosses and not joins
    if verdict == "refused":
        definite = begin < match.first and words[begin].raw in lists.definite and cue.first != cue.last
        if joins:
            return definite and not crosses
        return crosses and _ends_with_or(text, match)
    if joins:
        return not crosses
    return crosses and not _asks(text, match)


def _ends_with_or(text: Text, match: Match) -> bool:
    """Whether a list goes on behind a thing and ends with "or"."""
    for word in text.words[match.last + 1 : match.last + 40]:
        if word.clause != text.words[match.last].clause or word.raw in text.lists.joining:
            return False
        if word.raw in text.lists.either:
            return True
    return False


def _asks(text: Text, match: Match) -> bool:
    part = text.words[match.first].part
    return any(
        word.raw in text.lists.asking_for for word in text.words[match.last + 1 : match.last + 5] if word.part == part
    )


def _following(text: Text, n: int, match: Match) -> Iterator[int]:
    """The places behind a match in its clause, up to the next match."""
    stop = text.matches[n + 1].first if n + 1 < len(text.matches) else len(text.words)
    for place in range(match.last + 1, stop):
        if text.words[place].clause != text.words[match.last].clause:
            return
        yield place


def _said_behind(text: Text, n: int, match: Match) -> Said | None:
    """ "... is not needed", "... we have already"."""
    places = list(_following(text, n, match))[: REACH + 4]
    if not places:
        return None
    words = text.words[places[0] : places[-1] + 1]
    after = places[0] + 1
    alone = after == len(text.words) or text.words[after].part != words[0].part
    if words[0].raw in text.lists.no_alone and alone:
        return "refused"
    for cue in cues_of(words, text.lists, ("refused_after", "had_after")):
        between = words[: cue.first]
        if cue.first > REACH or (between and words[cue.first].part != text.words[match.last].part and len(between) > 2):
            continue
        if all(
            word.raw in text.lists.filling | text.lists.heads | text.lists.stating | text.lists.following
            for word in between
        ):
            if "refused_after" in cue.of:
                return "refused"
            comma = words[cue.first].part != text.words[match.last].part
            ends = (
                cue.last + 1 == len(words)
                or words[cue.last + 1].part != words[cue.last].part
                or words[cue.last + 1].raw in text.lists.filling | text.lists.following
            )
            if ends and not (comma and cue.last + 1 < len(words) and words[cue.last + 1].part == words[cue.last].part):
                return "there"
    return None


def _told_of(text: Text, match: Match) -> Said | None:
    """Whether something is only told of it: "the server is slow", but not "a server is needed"; "cameras should run" may be either."""
    lists = text.lists
    places = [
        p
        for p in range(match.last + 1, min(match.last + 5, len(text.words)))
        if text.words[p].part == text.words[match.last].part
    ]
    while places and text.words[places[0]].raw in lists.heads:
        places.pop(0)
    if not places:
        return None
    words = [text.words[p] for p in places]
    asking = cues_of(words, lists, ("asking",))
    if asking and asking[0].first <= 1:
        return None
    if words[0].raw in lists.modal:
        return "compound"
    return "there" if words[0].raw in lists.stating else None


def _is_passing(text: Text, n: int, match: Match, begin: int, counted: bool) -> bool:
    """Whether it is only where something goes or what it is for: "on the server", "support for the CRM"."""
    if begin == 0 or text.words[begin - 1].part != text.words[match.first].part:
        return False
    cue = text.cue_at.get(begin - 1)
    if cue is not None and "wanting" in cue.of:
        return False
    preposition, lists = text.words[begin - 1].raw, text.lists
    clause = text.words[match.first].clause
    near = (*text.matches[max(0, n - NEAR) : n], *text.matches[n + 1 : n + 1 + NEAR])
    others = [m for m in near if text.words[m.first].clause == clause and m.names != match.names]
    earlier = [m for m in others if m.last < match.first]
    if earlier and earlier[-1].last == begin - 2:
        if preposition in lists.for_words:
            return True  # "cables to ten cameras": these are where they go, however many
        if preposition in lists.place_words:
            return text.words[begin].raw not in lists.indefinite  # "a recorder in a steel cabinet" are two wishes
    if preposition in lists.place_words:
        return bool(others) and not counted
    if preposition in lists.for_words:
        if not counted and earlier and text.words[earlier[-1].last].part == text.words[match.first].part:
            return True
        thing = begin - 2
        if thing < 0 or thing in text.at or thing in text.number_at or thing in text.busy:
            return False
        word = text.words[thing]
        return not (word.raw in lists.before_for or word.base in lists.generic or _in_cue(text, thing))
    return False


def _in_cue(text: Text, place: int) -> bool:
    return place in text.cue_at


def _is_maybe(text: Text, n: int, match: Match, begin: int) -> bool:
    lists, words = text.lists, text.words
    first = begin
    stop = text.matches[n - 1].last if n else -1
    while first - 1 > stop and begin - first < REACH and words[first - 1].part == words[match.first].part:
        first -= 1
    last = match.last
    while (
        last + 1 < len(words)
        and last < match.last + 3
        and words[last + 1].part == words[match.last].part
        and last + 1 not in text.at
    ):
        last += 1
    before = cues_of(words[first:begin], lists, ("maybe",))
    behind = cues_of(words[match.last + 1 : last + 1], lists, ("maybe",))
    return bool(before) or bool(behind and behind[0].first == 0) or _ends_with_maybe(text, n, match)


def _ends_with_maybe(text: Text, n: int, match: Match) -> bool:
    """ "... just for testing, maybe": the last word of the clause."""
    places = list(_following(text, n, match))[: 2 * REACH]
    if not places or (
        places[-1] + 1 < len(text.words) and text.words[places[-1] + 1].clause == text.words[match.last].clause
    ):
        return False
    return bool(cues_of(text.words[places[-1] : places[-1] + 1], text.lists, ("maybe",)))


def _is_compound(text: Text, n: int, match: Match) -> bool:
    """Whether the name is only a word of a longer one: "search server", "CRM consultant", "a bigger backup of photographs"."""
    words = text.words
    before, after = match.first - 1, match.last + 1
    if (
        after < len(words)
        and words[after].part == words[match.last].part
        and not words[after].dashed
        and after in text.at
    ):
        follower = text.at[after]
        if 1 in (match.size, follower.size) and not words[match.last].is_plural and follower.first == after:
            return True
    elif after < len(words) and words[after].part == words[match.last].part and not _may_follow(text, after):
        return True
    if match.size > 1 or before < 0 or words[before].part != words[match.first].part:
        return False
    if before in text.at:
        return not words[before].is_plural
    return not _may_precede(text, before) or words[before].raw in text.lists.comparing


def _may_precede(text: Text, place: int) -> bool:
    word, lists = text.words[place], text.lists
    return (
        place in text.number_at
        or word.raw in lists.may_precede
        or _in_cue(text, place)
        or word.raw[0].isdigit()
        or word.raw.endswith(tuple(lists.endings_before))
        or text.is_brand(place)
    )


def _may_follow(text: Text, place: int) -> bool:
    word, lists = text.words[place], text.lists
    return (
        place in text.number_at
        or word.raw in lists.may_follow
        or word.base in lists.generic
        or _in_cue(text, place)
        or not word.raw[0].isalpha()
        or word.raw.endswith(tuple(lists.endings_behind))
    )
