"""A number behind a thing: "CRM x 12", "CRM, 40 seats", "a switch, two of them", "on all 40 PCs" where each of these gets one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_numbers import Number
from advisor.calling.heard_text import Text
from advisor.calling.heard_total import is_people
from advisor.calling.heard_units import unit_of
from advisor.calling.heard_words import Word
from advisor.pack import Offering

REACH = 8  # words behind a thing in which its number may stand


@dataclass(frozen=True)
class _Behind:
    """The first number behind a thing. `between`: the words up to it; `after`: the word behind it, None where its part ends; `part`: the
    place where its part begins; `crossed`: how many commas stand between; `lost`: whether words came between that say nothing of how
    many; `ends`: whether at most one word follows in its part."""

    number: Number
    between: tuple[str, ...]
    after: Word | None
    part: int
    crossed: int
    lost: bool
    ends: bool


def number_behind(text: Text, n: int, offering: Offering) -> Number | None:
    """How many of the thing `n`, where the number stands behind it and counts it."""
    behind = _first_number(text, n)
    if behind is None:
        return None
    if any(rule(text, offering, behind) for rule in (_alone, _of_them, _in_its_units, _in_so_many, _signed)):
        return behind.number
    if behind.lost:
        return None
    next_to_it = behind.after is not None and behind.number.last + 1 == text.next_thing(n)
    if next_to_it and not set(behind.between) & text.lists.times:  # it counts the next thing
        return behind.number if _has_it_each(text, n, offering, behind) else None
    return behind.number if _counts(text, offering, behind) else None


def _first_number(text: Text, n: int) -> _Behind | None:
    match, words, lists = text.matches[n], text.words, text.lists
    skipped = (
        lists.filling | lists.heads | lists.times | lists.describing | lists.for_words | lists.place_words | lists.novel
    )
    crossed, lost, part = 0, False, match.last + 1
    for place in range(match.last + 1, min(text.next_thing(n), match.last + 1 + REACH)):
        if words[place].clause != words[match.last].clause:
            return None
        if words[place].part != words[place - 1].part:
            crossed, part = crossed + 1, place
        number = text.number_at.get(place)
        if number is not None and number.first == place and not _is_pronoun(words, number, lists):
            if number.last + 2 in text.number_at and words[number.last + 1].raw in lists.times - lists.pieces:
                continue  # "PC disk 256 x 6"
            between = tuple(word.raw for word in words[match.last + 1 : place])
            last = number.last
            goes_on = last + 1 < len(words) and words[last + 1].part == words[last].part
            ends = last + 2 >= len(words) or words[last + 2].part != words[last].part
            return _Behind(number, between, words[last + 1] if goes_on else None, part, crossed, lost, ends)
        if (
            number is None and not words[place].raw[0].isdigit()
        ):  # a version may stand there: "SQL Server 2022, two of them"
            lost = lost or (words[place].raw not in skipped and words[place].base not in lists.heads)
    return None


def _is_pronoun(words: Sequence[Word], number: Number, lists: WordLists) -> bool:
    """ "On every one of the 32 PCs": this one counts nothing."""
    return number.value == 1 and number.last + 1 < len(words) and words[number.last + 1].raw in lists.for_words


def _alone(text: Text, offering: Offering, behind: _Behind) -> bool:
    """ "Lamp for the yard, four pcs", "posters for the hall: 6", "the mailboxes, all 42", "housings, seven please"."""
    lists, after = text.lists, behind.after
    if after is not None and behind.ends and after.raw in lists.pieces:
        return True
    polite = after is not None and behind.ends and after.raw in lists.asking_for | lists.ending
    leading = text.words[behind.part : behind.number.first]
    idle = all(word.raw in lists.of_all | lists.filling | lists.following | lists.about for word in leading)
    return behind.crossed == 1 and idle and (after is None or polite)


def _of_them(text: Text, offering: Offering, behind: _Behind) -> bool:
    """ "For everyone, that's 31 of us", "a switch with 60 W a port, two of them"."""
    first = behind.part == behind.number.first
    by_head = unit_of(offering) in text.lists.by_head
    last = behind.number.last + 2
    ends = (
        last + 1 >= len(text.words) or text.words[last + 1].part != text.words[last].part
    )  # not "two of those switches"
    return behind.crossed == 1 and ends and (first or by_head) and is_of_them(text, behind.number)


def _in_its_units(text: Text, offering: Offering, behind: _Behind) -> bool:
    """ "Training for the sales team, two groups"."""
    after = behind.after
    return behind.crossed <= 2 and after is not None and after.is_plural and after.base == unit_of(offering)


def _in_so_many(text: Text, offering: Offering, behind: _Behind) -> bool:
    """ "Battery packs for it: two", "memory to 8 GB in nine", "a disk, nine too"."""
    lists, after = text.lists, behind.after
    if behind.crossed > 1 or behind.lost or unit_of(offering) in lists.bought_once:
        return False
    if after is not None:
        return behind.ends and after.raw in lists.too | lists.apiece
    linking = lists.for_words | lists.place_words
    for_it = any(raw in linking for raw in behind.between)
    return not behind.between or (for_it and all(raw in linking | lists.pronouns for raw in behind.between))


def _signed(text: Text, offering: Offering, behind: _Behind) -> bool:
    """ "Signs for the gates x4"."""
    signed = bool(behind.between) and behind.between[-1] in text.lists.times
    return signed and behind.crossed <= 1 and behind.after is None


def _has_it_each(text: Text, n: int, offering: Offering, behind: _Behind) -> bool:
    """ "Windows 11 on all 40 PCs": the next thing has one of this each."""
    lists = text.lists
    linked = set(behind.between) & (lists.for_words | lists.place_words)
    users = text.words[text.matches[n + 1].last].base in lists.by_head
    return bool(linked) and users and unit_of(offering) in lists.by_head


def _counts(text: Text, offering: Offering, behind: _Behind) -> bool:
    lists, unit, after = text.lists, unit_of(offering), behind.after
    if after is not None and unit and after.base == unit and behind.crossed <= 1:
        return True
    heads = after is not None and unit in lists.by_head and (after.base in lists.by_head or after.raw in lists.heads_of)
    if heads and behind.crossed <= 1 and all(raw in lists.filling | lists.heads for raw in behind.between):
        return True  # "Windows 11 upgrade - 17 machines"
    if after is not None and behind.crossed <= 1 and is_of_them(text, behind.number):
        return True
    between = [raw for raw in behind.between if not raw[0].isdigit()]
    signed = bool(set(between) & lists.times)
    if all(raw in lists.times | lists.heads for raw in between) and (signed or behind.crossed <= 1):
        if after is None:
            return True
        if after.raw in lists.between_number | lists.heads | lists.following | lists.joining | lists.either:
            return behind.crossed == 0 or signed
        return signed or after.base in lists.heads
    linked = set(between) & (lists.for_words | lists.place_words | lists.to_each | lists.of_all)
    if behind.crossed > 0 or not linked:
        return False
    to_each = bool(set(between) & lists.to_each) and after is not None and after.is_plural
    people = to_each or after is None or is_people(after, lists) or after.raw in lists.filling | lists.following
    return people and (unit in lists.by_head or unit in lists.gatherings)


def is_of_them(text: Text, number: Number) -> bool:
    """ "..., two of them"."""
    behind = [word.raw for word in text.words[number.last + 1 : number.last + 3]]
    return (
        len(behind) == 2 and behind[0] in text.lists.for_words and behind[1] in text.lists.pronouns | text.lists.objects
    )
