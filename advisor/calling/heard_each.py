"""How many of a thing that is had by each of several: "surge protection for four cameras", "a lamp for each", "15 people need one"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.calling.heard_match import Match
from advisor.calling.heard_numbers import Number
from advisor.calling.heard_text import Text
from advisor.calling.heard_words import plain, singular
from advisor.pack import Offering

REACH = 10  # words in which "each" or the number of what has it stands
FAR = 25  # words before a thing in which what "each" stands for was counted


@dataclass(frozen=True)
class Shared:
    """`number`: None where it was said that each has one, but not of how many."""

    number: Number | None
    last: int


def shared_by(text: Text, n: int, offering: Offering, unit: str) -> Shared | None:
    """Of how many things or people each has one of this."""
    match = text.matches[n]
    behind = _behind(text, match, offering, unit) or _each_behind(text, n, match)
    return behind or _before(text, n, match, unit)


def _behind(text: Text, match: Match, offering: Offering, unit: str) -> Shared | None:
    """ "For the four cameras", "in nine of them", "on all five doors", "at each of the six gates"."""
    words, lists = text.words, text.lists
    linked = each = whole = False
    for place in range(match.last + 1, min(len(words), match.last + REACH)):
        word = words[place]
        if word.part != words[match.last].part:
            return None
        number = text.number_at.get(place)
        if number is None:
            if place in text.at and not linked:
                return None
            linked = linked or word.raw in lists.for_words | lists.place_words | lists.adding
            each = each or word.raw in lists.to_each
            whole = whole or word.raw in lists.of_all
            if not (linked or word.raw in lists.filling | lists.heads) or place in text.cue_at:
                return None
            if (
                linked
                and word.raw
                not in lists.filling
                | lists.for_words
                | lists.place_words
                | lists.to_each
                | lists.of_all
                | lists.owned
                | lists.describing
                | lists.adding
            ):
                return None
            continue
        if number.value == 1 and number.last + 1 < len(words) and words[number.last + 1].raw in lists.for_words:
            continue  # "every one of the four rooms"
        if number.value is None or number.value < 2 or not linked:
            return None
        after = words[number.last + 1] if number.last + 1 < len(words) else None
        bare = after is None or after.part != word.part or after.raw in lists.joining | lists.filling | lists.following
        part_of = after is not None and after.raw in lists.for_words and number.last + 2 < len(words)
        partly = part_of and words[number.last + 2].raw in lists.pronouns | lists.definite
        noun = None if after is None or after.part != word.part else _noun(text, number.last + 1)
        item = item_of(offering)
        named = bool(item) and (bare or partly or noun in item)
        spread = unit not in lists.bought_once and (partly or ((each or whole) and noun is not None))
        return Shared(number, number.last) if each or named or spread else None
    return None


def _noun(text: Text, place: int) -> str | None:
    """The thing that a number before this place counts."""
    words = text.words
    if place in text.at:
        return words[text.at[place].noun_place].base
    for at in range(place, min(place + 3, len(words))):
        if words[at].part != words[place].part:
            return None
        if at in text.at:
            return words[text.at[at].noun_place].base
        if words[at].is_plural:
            return words[at].base
    return None


def item_of(offering: Offering) -> frozenset[str]:
    """What one of it is for, as its name says: "surge protection for a camera", "captions for a video"."""
    found = re.findall(r"\b(?:for|to|of|on) (?:a|an|one|each|every) ([a-z-]+)", plain(offering.name))
    return frozenset(singular(word) for word in found)


def _each_behind(text: Text, n: int, match: Match) -> Shared | None:
    """ "..., a lamp for each", "a desk phone each", "one per person, 22 people"."""
    words, lists = text.words, text.lists
    stop = text.next_thing(n)
    inside = [p for p in range(match.first, match.last) if words[p].raw in lists.to_each]  # "a cable to each camera"
    for place in (*inside, *range(match.last + 1, min(stop, match.last + 5))):
        if words[place].clause != words[match.last].clause or place in text.busy:
            return None
        if words[place].raw in lists.to_each | lists.apiece:
            per = words[place].raw in lists.per
            break
        if (
            words[place].raw not in lists.filling | lists.for_words | lists.adding
            or text.number_at.get(place, _ONE).value != 1
        ):
            return None
    else:
        return None
    after = [
        text.number_at[p]
        for p in range(place + 1, min(place + REACH, len(words)))
        if p in text.number_at and p not in text.at
    ]
    same = words[place + 1].base if per and place + 1 < len(words) else ""
    counted = [
        one for one in after if words[one.first].clause == words[place].clause and _counts_heads(text, one, same)
    ]
    if counted:
        return Shared(counted[0], counted[0].last)
    before = [one for one in text.numbers if match.first - FAR < one.first and one.last < text.begin(match)]
    several = [one for one in before if one.value is None or one.value > 1]
    if several:
        return Shared(several[-1] if several[-1].value is not None else None, place)
    return (
        Shared(None, place)
        if per or inside or place + 1 == len(words) or words[place + 1].part != words[place].part
        else None
    )


_ONE = Number(0, 0, 1)


def _counts_heads(text: Text, number: Number, same: str) -> bool:
    """ "For 45 people", "we are 22", "22 heads"; `same`: the word behind "per"."""
    words, lists = text.words, text.lists
    after = number.last + 1
    people = after < len(words) and (words[after].raw in lists.heads_of or words[after].base in lists.by_head | {same})
    ends = after == len(words) or words[after].part != words[number.last].part
    return people or (ends and number.first > 1 and words[number.first - 1].raw in lists.filling)


def _before(text: Text, n: int, match: Match, unit: str) -> Shared | None:
    """ "15 people need a desk phone each", "17 machines for Windows 11", "500 pieces as a letter", "in three of them a housing"."""
    words, lists = text.words, text.lists
    begin = text.begin(match)
    stop = text.matches[n - 1].last if n else -1
    for place in range(begin - 1, max(stop, begin - REACH), -1):
        if words[place].part != words[match.first].part:
            return None
        number = text.number_at.get(place)
        if number is None:
            continue
        after = number.last + 1
        if number.value is None or number.value < 2 or after >= begin:
            return None
        partly = words[after].raw in lists.for_words and words[after + 1].raw in lists.pronouns | lists.definite
        if partly and number.first and words[number.first - 1].raw in lists.place_words and after + 2 == begin:
            return Shared(number, number.last)
        each = any(word.raw in lists.to_each for word in words[max(0, number.first - 4) : number.first])
        heads = unit in lists.by_head
        people = words[after].raw in lists.heads_of or words[after].base in lists.by_head
        if words[after].base == unit or (heads and (people or (partly and after + 2 < begin))):
            return Shared(number, number.last)
        wanting = text.cue_at.get(after)
        if heads and wanting is not None and "wanting" in wanting.of and wanting.last + 1 == begin:
            return Shared(number, number.last)
        if _asks_for_one(text, match, after, begin) and (heads or unit not in lists.bought_once):
            return Shared(number, number.last)
        return Shared(number, number.last) if each else None
    return None


def _asks_for_one(text: Text, match: Match, after: int, begin: int) -> bool:
    """ "Six should get a new disk", "five can be upgraded to Windows 11"."""
    words, lists = text.words, text.lists
    wishes = [text.cue_at[p].of for p in range(after, begin) if p in text.cue_at]
    only = all(p in text.cue_at or words[p].raw in lists.modal | lists.filling for p in range(after, begin))
    plural = words[match.noun_place].is_plural
    return (
        (bool(wishes) or words[match.first].raw.endswith("ed"))
        and only
        and all(of == {"wanting"} for of in wishes)
        and not plural
    )
