"""How many of a thing are asked for: a number before or behind it, corrected where it was corrected, never made up."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_each import Shared, item_of, shared_by
from advisor.calling.heard_match import Match
from advisor.calling.heard_number_behind import is_of_them, number_behind
from advisor.calling.heard_numbers import LARGEST_QUANTITY, Number
from advisor.calling.heard_text import Text
from advisor.calling.heard_total import taken_back, told_apart
from advisor.calling.heard_units import capacity_of, in_units, unit_of
from advisor.pack import Offering

REACH_OF_CORRECTION = 8


@dataclass(frozen=True)
class Quantity:
    """`value`: None where the customer has to say. `said`: the words it comes from. `stated`: whether a number was said at all;
    `last`: the place of its last word."""

    value: int | None
    said: str = ""
    stated: bool = False
    last: int = -1


def quantity_of(text: Text, source: str, n: int, offering: Offering) -> Quantity:
    """The quantity of the match `n`, which is of this offering."""
    match = text.matches[n]
    number, is_left = _left(text, n), True
    if number is None or (number.value == 1 and not number.about):
        shared = shared_by(text, n, offering, unit_of(offering))
        if shared is not None:
            return _of_each(text, source, n, offering, shared)
        right = number_behind(text, n, offering) or (
            None if number else told_apart(text, n, offering, unit_of(offering))
        )
        number, is_left = (right, False) if right is not None else (number, True)
    end = max(match.last, number.last if number else -1)
    corrected = _correction(text, n, end)
    number, is_left = (corrected, is_left) if corrected is not None else (number, is_left)
    if number is not None and is_left and corrected is None and not _counts_offering(text, n, offering, number):
        number = None
    if number is None:
        return _unstated(text, n, offering)
    said = source[text.words[number.first].start : text.words[number.last].end]
    if number.value is None or not 1 <= number.value <= LARGEST_QUANTITY or _may_be_more(text, n, end):
        return Quantity(None, said, True, number.last)
    value = in_units(text, n, offering, number, is_left)
    return Quantity(value, said, True, max(number.last, match.last))


def _may_be_more(text: Text, n: int, end: int) -> bool:
    """ "Ten of them, might be twelve": another number is thought of behind it."""
    words, stop = text.words, text.next_thing(n)
    behind = range(end + 1, min(stop, end + REACH_OF_CORRECTION))
    for cue in cues_of([words[p] for p in behind], text.lists, ("maybe",)):
        number = text.number_at.get(end + 2 + cue.last)
        first = words[end + 1 + cue.first]
        if number is not None and first.clause == words[end].clause and first.part == words[number.last].part:
            after = number.last + 1
            return after >= stop or words[after].part != first.part or after in text.corrected_at
    return False


def _of_each(text: Text, source: str, n: int, offering: Offering, shared: Shared) -> Quantity:
    """One for each of so many; asked back where nobody said of how many."""
    if shared.number is None or shared.number.value is None:
        return Quantity(None, source[text.words[shared.last].start : text.words[shared.last].end], True, shared.last)
    number = _correction(text, n, max(shared.last, text.matches[n].last)) or shared.number
    said = source[text.words[number.first].start : text.words[number.last].end]
    if number.value is None or not 1 <= number.value <= LARGEST_QUANTITY:
        return Quantity(None, said, True, number.last)
    value = in_units(text, n, offering, number, False) if unit_of(offering) in text.lists.gatherings else number.value
    return Quantity(value, said, True, max(number.last, text.matches[n].last))


def _left(text: Text, n: int) -> Number | None:
    match = text.matches[n]
    inside = [text.number_at[place] for place in match.numbers if place in text.number_at]
    in_each = any(word.raw in text.lists.to_each for word in text.words[match.last + 1 : match.last + 3])
    if inside and not (in_each and inside[0].value == 1):
        return inside[0]  # not in "two meeting rooms, one screen in each"
    of_them = text.begin(match) - 3  # "three of them video telephones"
    near = of_them >= 0 and text.words[of_them].part == text.words[match.first].part
    if near and of_them in text.number_at and is_of_them(text, text.number_at[of_them]):
        return text.number_at[of_them]
    place = match.first - 1
    while place >= text.begin(match):
        if place in text.number_at:
            return text.number_at[place]
        place -= 1
    part_of = _part_of(text, match, text.begin(match))
    if part_of is not None:
        return part_of
    if place < 1 or place in text.at or text.words[place - 1].part != text.words[match.first].part:
        return None
    word, lists = text.words[place], text.lists
    stops = (
        lists.filling
        | lists.joining
        | lists.either
        | lists.measures
        | lists.following
        | lists.for_words
        | lists.place_words
    )
    one_unknown = word.raw.isalpha() and word.raw not in stops and place not in text.cue_at
    return text.number_at.get(place - 1) if one_unknown else None  # "8 dome cameras"


def _part_of(text: Text, match: Match, begin: int) -> Number | None:
    """ "Two of the switches", "twelve on the surge protection", "two boxes of the 350 ones"."""
    words, lists = text.words, text.lists
    linked = begin - 1
    if (
        linked < 1
        or words[linked].part != words[match.first].part
        or words[linked].raw not in lists.for_words | lists.place_words
    ):
        return None
    if begin == match.first and words[begin].raw not in lists.definite:
        return None
    before = linked - 1 if linked - 1 in text.number_at or words[linked - 1].base not in lists.holders else linked - 2
    number = text.number_at.get(before)
    return number if number is not None and before not in text.at and words[before].part == words[linked].part else None


def _counts_offering(text: Text, n: int, offering: Offering, number: Number) -> bool:
    """ "Move 30 mailboxes" counts what is sold; "check 4,000 addresses", "4,000 addresses to check" are one check."""
    match, unit, place = text.matches[n], unit_of(offering), number.last + 1
    inside = number.first > match.first
    passed = text.lists.describing | text.lists.novel | text.lists.owned
    if inside and place < len(text.words) and text.words[place].raw in text.lists.for_words:
        place, passed = place + 1, passed | text.lists.definite  # "for six of the cameras"
    while place < len(text.words) and text.words[place].raw in passed:
        place += 1
    turned = (
        match.size > 1
        and place == match.first
        and text.words[match.first].is_plural
        and not text.words[_noun_place(text, match)].is_plural
    )
    if place >= len(text.words) or number.value is None or not (inside or turned):
        return True
    if any(word.base == unit and word.is_plural for word in text.words[match.first : number.first]):
        return True  # "lamps for three views": one for each
    base = text.words[place].base
    if base in item_of(offering):
        return True  # "network cable to nine cameras"
    if turned and not inside and unit not in text.lists.bought_once:
        return True  # "600 letters by Royal Mail"
    return base == unit or (base in text.lists.by_head and unit in text.lists.by_head)


def _noun_place(text: Text, match: Match) -> int:
    """The last word of a name, or its noun where a size is told behind it: "UPSs, 3000 each"."""
    last = text.words[match.last]
    sized = last.raw[0].isdigit() or last.raw in text.lists.filling
    return match.noun_place if sized or match.noun >= 0 else match.last


def _correction(text: Text, n: int, end: int) -> Number | None:
    """The number that was put in place of the one before: "40 seats, sorry, 35", "four signs for the fence, I mean five"."""
    words, lists = text.words, text.lists
    stop = text.next_thing(n)
    place, found, reach, unknown = end + 1, None, end + REACH_OF_CORRECTION, False
    while place < min(stop, reach):
        cue = text.correcting.get(place)
        if cue is None:
            unknown = unknown or not _is_idle(text, place)
            place += 1
            continue
        if unknown and words[cue.first].raw in lists.no_alone and cue.first == cue.last:
            break  # a bare "no" corrects what stands right before it
        place = cue.last + 1
        skipped = lists.filling | lists.about | lists.correcting | lists.reporting
        while place < stop and words[place].raw in skipped and place not in text.number_at:
            place += 1
        number = text.number_at.get(place)
        counts_next = number is not None and number.last + 1 == stop < len(words)
        if number is None or (counts_next and words[stop].part == words[number.last].part):
            break
        if _is_part(text, number):
            break  # "40, no, two of those have left"
        found, unknown = number, False
        place, reach = number.last + 1, number.last + 4
    later = taken_back(text, n, end)
    return later if later is not None and (found is None or later.first > found.first) else found


def _is_part(text: Text, number: Number) -> bool:
    """Whether more is said of so many of them: "two of those have left"."""
    after = number.last + 3
    goes_on = after < len(text.words) and text.words[after].part == text.words[number.last].part
    return goes_on and is_of_them(text, number)


def _is_idle(text: Text, place: int) -> bool:
    """Whether a word between a quantity and its correction says nothing, or is a size: "two banners, three by one metre, no, three"."""
    word, lists = text.words[place], text.lists
    sized = word.raw in lists.measures | lists.times | lists.by_words or word.raw in lists.numbers or word.raw.isdigit()
    return sized or word.raw in lists.heads | lists.filling or word.base in lists.heads_of | lists.by_head


def _unstated(text: Text, n: int, offering: Offering) -> Quantity:
    """No number was said: one, unless a countable thing was said in the plural."""
    match = text.matches[n]
    last = text.words[match.noun_place]
    unit = unit_of(offering)
    holds = unit in text.lists.holders
    if last.is_plural and (
        last.base == unit or last.raw in text.lists.ones or (holds and capacity_of(offering) is not None)
    ):
        return Quantity(None, "")
    return Quantity(1)
