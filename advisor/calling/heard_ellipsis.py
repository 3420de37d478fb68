"""Names that are not said whole: "sixteen cameras, all 4K", "four 4K, two 4 MP", "the old ones moved", "SQL Srv Std"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from rapidfuzz.distance import OSA

from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_match import ABBREVIATED, NEARLY, OTHER_FORM, Match
from advisor.calling.heard_names import Name, Names, counts
from advisor.calling.heard_words import (
    SHORTEST_TO_MEND,
    VOWELS,
    Word,
    common_words,
    dictionary_of,
    mended,
    singular,
    stem_of,
)

MOST_OF_KIND = 3  # words that say which kind of a thing is meant
REACH = 16  # words behind a thing in which its kinds may still be told
MOST_IN_SHORT = 4  # words of a name of which some are shortened
MOST_MEANINGS = 8  # words that one shortened word may stand for
MOST_TRIED = 200
WHOLE, LAST, NOUN = "whole", "last", "noun"  # which words of a thing "ones" may stand for
FEW_LEFT_OUT = 2  # letters that may be missing from a shortened word that keeps a vowel
SHORTEST_NEAR = 5  # letters of a right word that may be a slip in a name


def of_a_kind(
    words: Sequence[Word], matches: Sequence[Match], names: Names, lists: WordLists
) -> Iterator[tuple[Match, int]]:
    """Kinds that are told behind a thing, each with the place of the thing: it is named by the two together."""
    for thing in matches:
        counted = False
        key = "".join(words[p].base for p in range(thing.first, thing.last + 1) if counts(words[p], lists))
        for first in range(thing.last + 1, min(thing.last + REACH, len(words))):
            if words[first].clause != words[thing.last].clause:
                break
            for last in range(min(first + MOST_OF_KIND, len(words)) - 1, first - 1, -1):
                named = _kind(words, names, lists, thing, key, first, last)
                if named is None:
                    continue
                if _is_counted(words, lists, first):
                    counted = True
                    yield Match(first, last, named, thing.size + last - first + 1, OTHER_FORM), thing.last
                    break
                between = words[thing.last + 1 : first]
                link = lists.of_all | lists.kind_links | lists.numbers.keys()
                if not counted and all(w.raw in link or w.raw.isdigit() for w in between):
                    size = thing.size + last - first + 1
                    yield Match(thing.first, last, named, size, OTHER_FORM, noun=thing.noun_place), thing.last
                    break


def _kind(
    words: Sequence[Word], names: Names, lists: WordLists, thing: Match, key: str, first: int, last: int
) -> tuple[Name, ...] | None:
    """What a thing and the kind behind it name together, where the kind is a whole piece and names nothing else."""
    kind = words[first : last + 1]
    if any(word.part != kind[0].part for word in kind) or any(word.raw in lists.joining for word in kind):
        return None
    if kind[0].raw in lists.filling:
        return None
    after = words[last + 1] if last + 1 < len(words) else None
    ends = after is None or after.part != kind[-1].part or after.raw in lists.filling or after.raw in lists.following
    if not ends:
        return None
    said = "".join(word.base for word in kind)
    named = names.exact.get(said + key) or names.exact.get(key + said)
    alone = names.exact.get(said)
    if named is None or (alone is not None and not set(alone) <= set(named if said[0].isdigit() else thing.names)):
        return None
    if set(named) == set(thing.names):
        return None
    return tuple(name for name in named if name.kind == "offering") or None


def _is_counted(words: Sequence[Word], lists: WordLists, first: int) -> bool:
    """Whether a number of its own stands before a kind: "5 x 4K", "four of them 4K"."""
    place = first - 1
    while place >= 0 and words[place].raw in lists.times | lists.pronouns | lists.for_words | lists.kind_links:
        place -= 1
    if place < 0 or words[place].clause != words[first].clause:
        return False
    raw = words[place].raw
    return raw in lists.numbers or (raw.isdigit() and not words[place].glued)


def referring(words: Sequence[Word], matches: Sequence[Match], names: Names, lists: WordLists) -> Iterator[Match]:
    """Names in which a word stands for the thing before: "the old ones moved over", "two that turn and zoom"."""
    ends = sorted(((match.noun_place, match) for match in matches), key=lambda end: end[0])
    places = [end for end, _ in ends]
    for place, word in enumerate(words):
        number = word.raw in lists.numbers and place + 1 < len(words) and words[place + 1].raw in lists.relative
        kind = word.raw in lists.sizes and _is_kind(words, place, lists)
        if not (word.raw in lists.referring or number or kind):
            continue
        until = bisect_left(places, place)
        before = [match for end, match in ends[max(0, until - REACH) : until] if place - end < 2 * REACH]
        if not before or word.clause - words[before[-1].last].clause > 1:
            continue
        if word.raw in lists.singles and not _is_one_of_a_kind(words, place, lists):
            continue
        for chosen, which in product(_windows_with(words, place, lists), (WHOLE, LAST, NOUN)):
            thing = next((match for match in reversed(before) if match.last < chosen[0]), None)
            if thing is None:
                continue
            told = [words[p].base for p in range(thing.first, thing.last + 1) if counts(words[p], lists)]
            nouns = [words[p].base for p in range(thing.first, thing.last + 1) if words[p].is_plural]
            antecedent = "".join({WHOLE: told, LAST: told[-1:], NOUN: nouns[:1]}[which])
            bases = [antecedent if p == place else words[p].base for p in chosen]
            key, stems = "".join(bases), "".join(stem_of(base, lists) for base in bases)
            named = names.exact.get(key) or names.stems.get(stems)
            offerings = tuple(name for name in named or () if name.kind == "offering")
            if not offerings:
                continue
            if not number and _is_same_thing(words, thing, place, chosen, offerings, lists):
                size, own = len(chosen) + thing.size, _number_of_them(words, place, lists)
                inside = (own,) if own is not None else thing.numbers
                yield Match(
                    thing.first, max(chosen[-1], thing.last), offerings, size, OTHER_FORM, inside, thing.noun_place
                )
            else:
                yield Match(chosen[0], chosen[-1], offerings, len(chosen), OTHER_FORM, (place,) if number else ())


def _is_kind(words: Sequence[Word], place: int, lists: WordLists) -> bool:
    """ "The Wi-Fi 7 sort": the last word of what tells which it is."""
    after = place + 1
    return after == len(words) or words[after].part != words[place].part or words[after].raw in lists.filling


def _is_one_of_a_kind(words: Sequence[Word], place: int, lists: WordLists) -> bool:
    """Whether "one" stands for a thing: "the 500 meg one", but not "one of them" and "at one"."""
    before, after = place - 1, place + 1
    ends = after == len(words) or words[after].part != words[place].part or words[after].raw in lists.filling
    kind = before >= 0 and words[before].part == words[place].part and words[before].raw not in lists.filling
    return ends and kind and words[before].raw not in lists.place_words | lists.numbers.keys()


def _is_same_thing(
    words: Sequence[Word],
    thing: Match,
    place: int,
    chosen: Sequence[int],
    offerings: Sequence[Name],
    lists: WordLists,
) -> bool:
    """ "APs, the Wi-Fi 7 ones" are one thing; "two cameras and three outdoor ones" are two."""
    between = words[thing.last + 1 : chosen[0]]
    together = words[thing.last].clause == words[place].clause and not any(w.raw in lists.joining for w in between)
    general = (thing.size == 1 and chosen[-1] == place) or set(offerings) < set(thing.names)
    uncounted = words[chosen[0] - 1].raw in lists.definite
    general = general or (uncounted and words[place].raw in lists.sizes)  # "access points, the Wi-Fi 7 sort"
    return together and general and words[place].raw in lists.ones | lists.sizes


def _number_of_them(words: Sequence[Word], place: int, lists: WordLists) -> int | None:
    """ "Three of the ones with": the place of the number."""
    for before in range(place - 1, max(-1, place - 4), -1):
        if words[before].raw in lists.numbers or words[before].raw.isdigit():
            return before if words[before + 1].raw in lists.for_words else None
    return None


def _windows_with(words: Sequence[Word], place: int, lists: WordLists) -> Iterator[list[int]]:
    """The words that count round a place, with it; no preposition is one of them."""
    near = [p for p in range(max(0, place - 4), min(len(words), place + 5)) if words[p].part == words[place].part]
    idle = lists.owned | lists.place_words | lists.for_words
    content = [p for p in near if p == place or (counts(words[p], lists) and words[p].raw not in idle)]
    at = content.index(place)
    for first in range(at, -1, -1):
        for last in range(at, len(content)):
            if 0 < last - first < MOST_IN_SHORT:
                yield content[first : last + 1]


def shortened(words: Sequence[Word], names: Names, lists: WordLists, own: str) -> Iterator[Match]:
    """Names of several words of which some are shortened ("SQL Srv Std"), or one is another right word ("backup devise")."""
    known: dict[str, tuple[tuple[str, ...], int]] = {}
    content = [place for place, word in enumerate(words) if counts(word, lists)]
    meanings = []
    for place in content:
        raw = words[place].raw
        key = f"{raw}." if words[place].dotted else raw
        if key not in known:
            known[key] = _meanings(words[place], names, lists)
        meanings.append(known[key])
    for at in range(len(content)):
        for end in range(at + 1, min(at + MOST_IN_SHORT, len(content))):
            if words[content[end]].part != words[content[at]].part or not meanings[end][0]:
                break
            window = meanings[at : end + 1]
            sure = [grade for _, grade in window]
            if not window[0][0]:
                break
            if min(sure) == OTHER_FORM or sure.count(NEARLY) > 1 or (NEARLY in sure and ABBREVIATED in sure):
                continue
            tried = _tried(words, content[at : end + 1], [options for options, _ in window], names, lists)
            named = tuple(name for name in tried if name.pack == own)
            if named:
                yield Match(content[at], content[end], named, end - at + 1, min(sure))


def _tried(
    words: Sequence[Word], places: Sequence[int], options: Sequence[Sequence[str]], names: Names, lists: WordLists
) -> tuple[Name, ...]:
    found: dict[Name, None] = {}
    linked = any(w.raw in lists.for_words | lists.place_words for w in words[places[0] : places[-1]])
    for bases in islice(product(*options), MOST_TRIED):
        for order in (bases, (*bases[1:], bases[0])) if linked else (bases,):
            for name in names.exact.get("".join(order), ()):
                if name.kind == "offering":
                    found[name] = None
    return tuple(found)


def _meanings(word: Word, names: Names, lists: WordLists) -> tuple[tuple[str, ...], int]:
    """The words of names that a word may stand for, and how surely: as it is, shortened, or a right word that is nearly another."""
    raw = word.raw
    if not word.mended and (word.base in names.vocabulary or raw in names.vocabulary or not raw.isalpha()):
        return (word.base,), OTHER_FORM
    if raw in lists.filling or len(raw) < 2:
        return (), OTHER_FORM
    same_letter = names.beginnings.get(raw[0], ())
    is_right = raw in common_words(lists.dictionary) and raw not in lists.abbreviations and not word.dotted
    if not is_right:
        right = mended(raw, names.beginnings, dictionary_of(lists.dictionary))
        short = raw[:-1] if raw.endswith("s") and len(raw) > 3 else raw
        longer = [*([] if right is None else [right]), *(o for o in same_letter if is_short_for(short, o))]
        if longer:
            return tuple(dict.fromkeys(singular(other) for other in longer))[:MOST_MEANINGS], ABBREVIATED
    if len(raw) < SHORTEST_NEAR:
        return (), OTHER_FORM
    near = [
        other for other in same_letter if len(other) >= SHORTEST_NEAR and OSA.distance(raw, other, score_cutoff=1) == 1
    ]
    return tuple(dict.fromkeys(singular(other) for other in near[:MOST_MEANINGS])), NEARLY


def is_short_for(short: str, word: str) -> bool:
    """ "Exch" and "mtg": the beginning of a word, or some of its consonants in their order."""
    if len(short) + 2 > len(word) or len(word) <= SHORTEST_TO_MEND:
        return False
    if word.startswith(short):
        return len(short) >= 3
    if any(letter in VOWELS for letter in short[1:]) and len(word) - len(short) > FEW_LEFT_OUT:
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)


def without_totals(matches: Sequence[Match], told: Mapping[int, Sequence[Match]]) -> list[Match]:
    """The matches without those things whose kinds are counted behind them: "six cameras: four 4K, two 4 MP"."""
    taken = {id(match) for match in matches}
    kinds_of_it = {id(kind) for kinds in told.values() for kind in kinds}
    gone = {place for place, kinds in told.items() if any(id(kind) in taken and kind.first > place for kind in kinds)}
    return [match for match in matches if not (match.last in gone and id(match) not in kinds_of_it)]
