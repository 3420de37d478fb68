"""Which size of a thing is meant, where a number near its name fits one size alone: "PoE switch, 8 port", "recorder 16ch 8TB"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_match import Match
from advisor.calling.heard_names import Names
from advisor.calling.heard_words import Word

REACH = 7  # words behind a name in which its size may stand


def narrowed(words: Sequence[Word], matches: Sequence[Match], names: Names, lists: WordLists) -> list[Match]:
    """The matches, those of several sizes with the one that the numbers round them fit."""
    places = {place for match in matches for place in range(match.first, match.last + 1)}
    found = []
    for n, match in enumerate(matches):
        if len(match.names) > 1:
            stop = matches[n + 1].first if n + 1 < len(matches) else len(words)
            match = _narrowed(words, match, stop, places, names, lists)
        found.append(match)
    return found


def _narrowed(
    words: Sequence[Word], match: Match, stop: int, taken: Collection[int], names: Names, lists: WordLists
) -> Match:
    said = list(_sizes(words, match, stop, taken, lists))
    known = [(place, number) for place, number in said if any(number in names.sizes[name] for name in match.names)]
    fitting = [name for name in match.names if known and all(number in names.sizes[name] for _, number in known)]
    if len(fitting) != 1:
        return match
    first = min(match.first, *(place for place, _ in known))
    last = max(match.last, *(_end(words, place) for place, _ in known))
    if any(place in taken for place in range(first, last + 1) if not match.first <= place <= match.last):
        return match
    inside = range(match.last + 1, min((place for place, _ in known), default=0))
    counted = tuple(p for p in inside if number_of(words[p], lists) and words[p + 1].raw in lists.for_words)
    return replace(
        match,
        first=first,
        last=last,
        names=tuple(fitting),
        size=match.size + len(known),
        numbers=match.numbers or counted,  # "meeting rooms, three of the ones with a single screen"
        noun=match.noun_place,
    )


def _end(words: Sequence[Word], place: int) -> int:
    """The last word of a size: its unit."""
    after = place + 1
    return after if after < len(words) and words[after].part == words[place].part else place


def _sizes(
    words: Sequence[Word], match: Match, stop: int, taken: Collection[int], lists: WordLists
) -> Iterator[tuple[int, str]]:
    """Numbers that say a size and no quantity: behind the name with their unit, or before it with a unit between."""
    before = match.first - 2
    if before >= 0 and words[before].part == words[match.first].part and match.first - 1 not in taken:
        number = number_of(words[before], lists)
        unit = words[match.first - 1]
        if number is not None and before not in taken and _is_unit(unit, lists):
            yield before, number
    for place in range(match.last + 1, min(stop, match.last + REACH)):
        if words[place].clause != words[match.last].clause:
            return
        number = number_of(words[place], lists)
        if number is None:
            continue
        after = words[place + 1] if place + 1 < len(words) else None
        measured = after is not None and after.part == words[place].part and place + 1 < stop and _is_unit(after, lists)
        told = _is_the_one(words, place, lists)
        up_to = words[place - 1].raw in lists.to_words and (after is None or after.part != words[place].part)
        if measured or up_to or told:
            yield place, number


def _is_the_one(words: Sequence[Word], place: int, lists: WordLists) -> bool:
    """ "The 1500 ones", "the small 750": a number that tells which one it is, by itself."""
    begin = place - 1
    while begin >= 0 and words[begin].raw in lists.describing:
        begin -= 1
    if not words[place].raw[0].isdigit() or begin < 0 or words[begin].raw not in lists.articles & lists.definite:
        return False
    after = words[place + 1] if place + 1 < len(words) else None
    return after is None or after.part != words[place].part or after.raw in lists.ones


def _is_unit(word: Word, lists: WordLists) -> bool:
    return (
        word.raw.isalpha() and word.raw not in lists.filling | lists.joining | lists.times | lists.pieces | lists.novel
    )


def number_of(word: Word, lists: WordLists) -> str | None:
    """A number of a name or a text as it is compared."""
    if word.raw in lists.numbers:
        return str(lists.numbers[word.raw])
    return word.base if word.raw[0].isdigit() else str(lists.numbers["one"]) if word.raw in lists.single else None
