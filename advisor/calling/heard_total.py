"""How many, said at a distance: "they all need one", "that's 22 of them", "the remaining three", "sorry, they tell me 480"."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_each import item_of
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_match import Match
from advisor.calling.heard_numbers import Number
from advisor.calling.heard_text import Text
from advisor.calling.heard_words import Word
from advisor.pack import Offering

REACH = 14  # words behind a thing in which the number of all of it stands
FAR = 30  # words over which "they all" looks back, and in which a number is taken back
MOST_LEADING = 5  # words of its part before a number that replaces another


def told_apart(text: Text, n: int, offering: Offering, unit: str) -> Number | None:
    """The number of a thing that has none of its own beside it."""
    match = text.matches[n]
    behind = None if unit in text.lists.bought_once else _total(text, n, match, unit)
    return behind or _of_everyone(text, match, offering, unit) or _remaining(text, match)


def taken_back(text: Text, n: int, end: int) -> Number | None:
    """The last number behind a word that takes the first one back: "18 people, or wait, Petra retires, so make that 17"."""
    words, lists = text.words, text.lists
    stop = min(text.next_thing(n), end + FAR, len(words))
    retracting = {cue.first: cue.last for cue in cues_of(words[end + 1 : stop], lists, ("retracting",))}
    found, retracted = None, False
    for place in range(end + 1, stop):
        if words[place].clause - words[end].clause > 2:
            break
        last = retracting.get(place - end - 1)
        retracted = retracted or (last is not None and _is_set_off(text, place, end + 1 + last))
        number = text.number_at.get(place)
        if retracted and number is not None and number.first == place and _replaces(text, number, stop):
            found = number
    return found


def _is_set_off(text: Text, first: int, last: int) -> bool:
    """A bare "no" takes back what was said only where a comma or a number follows: "no cables" does not."""
    if text.words[first].raw not in text.lists.no_alone or last > first:
        return True
    after = last + 1
    return after < len(text.words) and (text.words[after].part != text.words[last].part or after in text.number_at)


def _replaces(text: Text, number: Number, stop: int) -> bool:
    """Whether a number ends its part and little leads to it: "so make that seventeen", but not "two of them left"."""
    words, lists = text.words, text.lists
    begin, tail = _begin(words, number.first), _tail(words, number)
    counted = bool(tail) and (tail[0].raw in lists.ending or tail[0].base in lists.by_head | lists.heads)
    ends = _is_last(text, tail) or (counted and len(tail) < 3)
    if number.last + 1 == stop < len(words) and tail:
        return False  # it counts the next thing
    before = words[number.first - 1].raw
    leads = lists.filling | lists.about | lists.reporting | lists.correcting | lists.retracting
    return ends and number.first - begin <= MOST_LEADING and (begin == number.first or before in leads)


def _total(text: Text, n: int, match: Match, unit: str) -> Number | None:
    """ "..., that's 22 of them", "..., it's 1,800 houses", "Letters by post. Four hundred."."""
    words, lists = text.words, text.lists
    stop = text.next_thing(n)
    for place in range(match.last + 1, min(len(words), match.last + REACH, stop)):
        if words[place].clause - words[match.last].clause > 1:
            return None
        number = text.number_at.get(place)
        if number is None:
            continue
        begin, tail = _begin(words, place), _tail(words, number)
        if begin <= match.last:
            return None
        lead = words[begin:place]
        total = cues_of(lead, lists, ("totals",))
        idle = all(word.raw in lists.filling | lists.about | lists.joining for word in lead)
        ends = _is_last(text, tail)
        if total and (ends or _counts(text, match, unit, tail)):
            return number
        plural = any(word.is_plural for word in words[match.first : match.last + 1])
        return number if idle and plural and ends else None
    return None


def _counts(text: Text, match: Match, unit: str, tail: Sequence[Word]) -> bool:
    """Whether a noun behind a number says how many of a thing: the unit of it, a word of its name, or those who have it."""
    lists, noun = text.lists, tail[0]
    ends = len(tail) == 1 or tail[1].raw in lists.filling | lists.following or _begins_with(tail[1:], lists, "totalled")
    named = {word.base for word in text.words[match.first : match.last + 1]}
    heads = unit in lists.by_head and (noun.base in lists.by_head or is_people(noun, lists))
    pieces = unit in lists.pieces and noun.is_plural
    return ends and (noun.base == unit or noun.base in named or heads or pieces)


def _of_everyone(text: Text, match: Match, offering: Offering, unit: str) -> Number | None:
    """ "26 computers ..., they all go up to Windows 11", "we are eight, everybody needs one"."""
    words, lists = text.words, text.lists
    begin = max(0, match.first - REACH)
    clause = words[match.first].clause
    near = [p for p in range(begin, min(len(words), match.last + 6)) if words[p].clause == clause]
    for cue in cues_of([words[p] for p in near], lists, ("everyone",)):
        first = near[cue.first]
        between = range(near[cue.last] + 1, match.first) if first < match.first else range(match.last + 1, first)
        if any(place in text.at for place in between):
            continue  # these are all of something else
        for number in reversed(text.numbers):
            if number.first >= first:
                continue
            if first - number.first > FAR or words[first].clause - words[number.first].clause > 2:
                break
            if number.value is not None and number.value > 1 and _has_it(text, number, offering, unit):
                return number
    return None


def _has_it(text: Text, number: Number, offering: Offering, unit: str) -> bool:
    """Whether each of those that a number counts can have one of this."""
    lists, tail = text.lists, _tail(text.words, number)[:3]
    nouns = [word for word in tail if word.is_plural or is_people(word, lists)]
    if not nouns:
        return False
    if unit in lists.by_head:
        return any(noun.base in lists.by_head or is_people(noun, lists) for noun in nouns)
    thing = any(p in text.at for p in range(number.last + 1, number.last + 1 + len(tail)))
    return nouns[0].base in item_of(offering) or (unit not in lists.bought_once and thing)


def _remaining(text: Text, match: Match) -> Number | None:
    """ "The remaining three are too old, there they want new PCs"."""
    words, lists = text.words, text.lists
    if not any(word.is_plural for word in words[match.first : match.last + 1]):
        return None
    for place in range(text.begin(match) - 1, max(0, match.first - REACH), -1):
        if words[place].clause != words[match.first].clause or place in text.at:
            return None
        number = text.number_at.get(place)
        if number is not None:
            return number if words[number.first - 1].raw in lists.remaining else None
    return None


def is_people(word: Word, lists: WordLists) -> bool:
    """ "People", "nurses", "gardeners"."""
    if word.raw in lists.heads_of or word.base in lists.heads_of:
        return True
    return word.raw.endswith(tuple(lists.people_endings)) and word.raw not in lists.no_people and len(word.raw) > 5


def _begin(words: Sequence[Word], place: int) -> int:
    while place > 0 and words[place - 1].part == words[place].part:
        place -= 1
    return place


def _tail(words: Sequence[Word], number: Number) -> list[Word]:
    """The words behind a number in its part."""
    found: list[Word] = []
    for word in words[number.last + 1 : number.last + 1 + FAR]:
        if word.part != words[number.last].part:
            break
        found.append(word)
    return found


def _is_last(text: Text, tail: Sequence[Word]) -> bool:
    """Whether nothing more is said behind a number: "22 of them", "nine should do", but not "ten of them want more memory"."""
    lists = text.lists
    if len(tail) > 1 and tail[0].raw in lists.for_words and tail[1].raw in lists.pronouns:
        tail = tail[2:]
    return not tail or _begins_with(tail, lists, "totalled")


def _begins_with(words: Sequence[Word], lists: WordLists, name: str) -> bool:
    cues = cues_of(words, lists, (name,))
    return bool(cues) and cues[0].first == 0
