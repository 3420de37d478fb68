"""Where names stand in a text: the longest and surest, slips of the hand mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from advisor.calling.heard_apart import with_longer_names
from advisor.calling.heard_bases import bases_of
from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_ellipsis import of_a_kind, referring, shortened, without_totals
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_match import Match
from advisor.calling.heard_names import MOST_WORDS, Name, Names, counts
from advisor.calling.heard_needing import another, done_to_it, to_be_done
from advisor.calling.heard_sizes import Sizes
from advisor.calling.heard_words import Word, stem_of

MOST_BETWEEN = 4  # filling words between two words of a name


def find(words: Sequence[Word], names: Names, lists: WordLists, own: str) -> list[Match]:
    """The longest and surest matches, none over another, in the order of the words. `own`: the pack that goes first."""
    bases = bases_of(words, names, lists)
    mended_at = {place for place, word in enumerate(words) if word.mended}
    content = [place for place, word in enumerate(words) if counts(word, lists) and bases[place]]
    unnumbered = [
        place
        for place in content
        if not words[place].raw[0].isdigit()
        and words[place].raw not in lists.numbers
        and words[place].raw not in lists.owned | (lists.novel & lists.describing)  # "the move of the old mailboxes"
    ]
    found = [
        *_literal(words, names, lists),
        *_windows(words, bases, mended_at, content, names, lists),
        *(
            _of_offerings(match)
            for match in _windows(words, bases, mended_at, unnumbered, names, lists)
            if match.size > 1
        ),
    ]
    told: dict[int, list[Match]] = {}
    for match, place in of_a_kind(words, _best(words, found, lists), names, lists):
        told.setdefault(place, []).append(match)
    found += [match for some in told.values() for match in some]
    found += shortened(words, names, lists, own)
    found += to_be_done(words, names, lists)
    found += done_to_it(words, names, lists)
    best = _best(words, found, lists)
    best = without_totals(best, told)
    referred = [*referring(words, best, names, lists), *another(words, best, names, lists)]
    best = _best(words, [*best, *referred], lists) if referred else best
    best = Sizes(words, bases, names, lists).told([_own_first(match, own) for match in best])
    return with_longer_names(words, best, names, lists)


def _best(words: Sequence[Word], found: Sequence[Match], lists: WordLists) -> list[Match]:
    """The longest and surest, none over another, in the order of the words."""
    said_so = _idioms(words, lists)
    found = [match for match in found if match.names and not any(_is_of_idiom(match, one) for one in said_so)]
    ranked = sorted(
        found, key=lambda m: (-m.size, -m.grade, -m.last)
    )  # of two that overlap, the later one has the noun
    taken = [False] * len(words)
    best: dict[tuple[int, int], Match] = {}
    for match in ranked:
        span = (match.first, match.last)
        if span in best:
            there = best[span]
            if (there.grade, there.size) == (match.grade, match.size):
                best[span] = replace(there, names=_merged(there.names, match.names))
        elif not any(taken[match.first : match.last + 1]):
            taken[match.first : match.last + 1] = [True] * (match.last - match.first + 1)
            best[span] = match
    return sorted(best.values(), key=lambda match: match.first)


def _idioms(words: Sequence[Word], lists: WordLists) -> list[tuple[int, int]]:
    return [(cue.first, cue.last) for cue in cues_of(words, lists, ("idioms",))]


def _is_of_idiom(match: Match, idiom: tuple[int, int]) -> bool:
    """ "Of course" names no course; a name that has the whole of it within may stand."""
    first, last = idiom
    overlaps = match.first <= last and first <= match.last
    return overlaps and not (match.first <= first and last <= match.last)


def _of_offerings(match: Match) -> Match:
    """A number may stand inside the name of what is counted, but not inside a result."""
    names = tuple(name for name in match.names if name.kind == "offering")
    return replace(match, names=names)


def _merged(some: tuple[Name, ...], more: tuple[Name, ...]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys((*some, *more)))


def _own_first(match: Match, own: str) -> Match:
    """Names of the call's own pack stand before those of others, and a result before an offering."""
    names = tuple(name for name in match.names if name.pack == own) or match.names
    results = tuple(name for name in names if name.kind == "outcome")
    return replace(match, names=results or names)


def _literal(words: Sequence[Word], names: Names, lists: WordLists) -> Iterator[Match]:
    """Names word for word, filling words and all: "24/7", "put it up"."""
    for first, begin in enumerate(words):
        if begin.raw in lists.definite | lists.indefinite:
            continue
        key = ""
        for last in range(first, min(first + MOST_WORDS + 3, len(words))):
            if words[last].clause != words[first].clause:
                break
            key += words[last].raw
            if key in names.literal and (words[last].part == words[first].part or key in names.crossing):
                size = sum(word.raw not in lists.filling for word in words[first : last + 1])
                yield Match(first, last, names.literal[key], max(size, 1), 3)


def _windows(
    words: Sequence[Word],
    bases: Sequence[str],
    mended_at: set[int],
    content: Sequence[int],
    names: Names,
    lists: WordLists,
) -> Iterator[Match]:
    """Names by the words that count, in their order or turned round."""
    stems = [stem_of(base, lists) for base in bases]
    for at in range(len(content)):
        places: list[int] = []
        for place in content[at : at + MOST_WORDS]:
            if places and not _go_together(words, places[-1], place, lists):
                break
            places.append(place)
            found = _look_up(words, bases, stems, places, names, lists)
            if found is not None:
                named, grade = found
                if mended_at.intersection(places):
                    grade = 1
                inside = set(range(places[0], place + 1)) - set(places)
                numbers = tuple(p for p in sorted(inside) if _is_number(words[p], lists) and _head(bases, p) in inside)
                yield Match(places[0], place, named, len(places), grade, numbers)


def _is_number(word: Word, lists: WordLists) -> bool:
    return word.raw[0].isdigit() or word.raw in lists.numbers or word.raw in lists.scales


def _head(bases: Sequence[str], place: int) -> int:
    """The first place of the number that a place belongs to."""
    while place > 0 and not bases[place]:
        place -= 1
    return place


def _go_together(words: Sequence[Word], one: int, other: int, lists: WordLists) -> bool:
    if words[one].clause != words[other].clause or other - one - 1 > MOST_BETWEEN:
        return False
    between = words[one + 1 : other]
    if any(word.raw in lists.joining | lists.either for word in between):
        return False
    two_wishes = any(word.raw in lists.adding for word in between[:-1]) and between[-1].raw in lists.indefinite
    return not two_wishes  # "cameras with a recorder"


def _look_up(
    words: Sequence[Word],
    bases: Sequence[str],
    stems: Sequence[str],
    places: Sequence[int],
    names: Names,
    lists: WordLists,
) -> tuple[tuple[Name, ...], int] | None:
    key = "".join(bases[place] for place in places)
    if words[places[0]].part != words[places[-1]].part and key not in names.crossing:
        ones = [p for p in range(places[0] + 1, places[-1]) if bases[p] == "1" or words[p].raw in lists.single]
        if not (key in names.single and ones):  # "GitLab, one server"
            return None
    if key in names.exact:
        return names.exact[key], 3
    if len(places) == 1:
        return None
    key = "".join(stems[place] for place in places)
    if key in names.stems:
        return names.stems[key], 2
    if len(places) == 2 and words[places[1]].raw.endswith("ed"):
        key = stems[places[1]] + stems[places[0]]
        if key in names.stems:
            return names.stems[key], 2
    for split in range(1, len(places)):
        between = words[places[split - 1] + 1 : places[split]]
        if any(word.raw in lists.for_words | lists.place_words | lists.adding for word in between):
            key = "".join(stems[place] for place in (*places[split:], *places[:split]))
            if key in names.stems:
                return names.stems[key], 2
    return None
