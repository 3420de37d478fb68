"""The numbers of a text that may count things: in digits and words, ranges and "a few" as what they are; measures left alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_words import Word

LARGEST_QUANTITY = 100_000
YEARS = range(1990, 2040)


@dataclass(frozen=True)
class Number:
    """Places of its first and last word; `value`: None where it is no one whole number ("40 to 50", "a few"); `about`: "about 40"."""

    first: int
    last: int
    value: int | None
    about: bool = False


def numbers_of(words: Sequence[Word], lists: WordLists, taken: Collection[int]) -> list[Number]:
    """Every number that may say how many, in their order; `taken`: places that belong to names."""
    vague = {cue.first: cue for cue in cues_of(words, lists, ("vague",), taken)}
    plain: list[Number] = []
    place = 0
    while place < len(words):
        cue = vague.get(place)
        if cue is not None and plain and plain[-1].last == place - 1 and words[place].raw in lists.between_number:
            cue = None  # "three lots of"
        number = _dozens(words, place, lists, taken) or (
            Number(cue.first, cue.last, None) if cue is not None else None
        )  # "a couple of" counts before "a" does
        if number is None and place not in taken:
            number = number_at(words, place, lists, taken)
        if number is None:
            place += 1
        else:
            plain.append(number)
            place = number.last + 1
    joined = _ranges(words, plain, lists)
    good = [number for number in joined if not _is_no_count(words, number, lists, taken)]
    return [_with_about(words, number, lists, taken) for number in good]


def _dozens(words: Sequence[Word], place: int, lists: WordLists, taken: Collection[int]) -> Number | None:
    """ "half a dozen", "a hundred", "a couple": an article before a number word."""
    raws = [word.raw for word in words[place : place + 3]]
    if place in taken or len(raws) < 2:
        return None
    mixed = [word.raw for word in words[place : place + 5]]
    if len(mixed) == 5 and mixed[0] in lists.numbers and mixed[1] in lists.number_and and mixed[3] in lists.half:
        scale = lists.scales.get(mixed[4])
        if scale is not None and mixed[2] in lists.indefinite:  # "two and a half thousand"
            return Number(place, place + 4, lists.numbers[mixed[0]] * scale + scale // 2)
    half = raws[0] in lists.half and len(raws) == 3 and raws[1] in lists.indefinite and raws[2] in lists.scales
    if half:
        return Number(place, place + 2, lists.scales[raws[2]] // 2)
    if raws[0] in lists.indefinite and (raws[1] in lists.scales or lists.numbers.get(raws[1], 0) == 2):
        if (
            cues_of(words[place : place + 4], lists, ("vague",))[:1]
            and cues_of(words[place : place + 4], lists, ("vague",))[0].first == 0
        ):
            return None
        inner = number_at(words, place + 1, lists, taken)
        return Number(place, inner.last if inner else place + 1, inner.value if inner else lists.scales.get(raws[1], 2))
    return None


def number_at(words: Sequence[Word], place: int, lists: WordLists, taken: Collection[int]) -> Number | None:
    """A number that begins at a place: "1,200", "2k", "three hundred and fifty", "twenty-five"."""
    total = current = 0
    at, found, small = place, False, False
    while at < len(words) and at not in taken and words[at].clause == words[place].clause:
        raw = words[at].raw
        if found and words[at].part != words[place].part:
            break
        if raw[0].isdigit():
            if found:
                break
            value = digits_of(raw)
            if value is None:
                scale = lists.scales.get(words[at + 1].raw) if at + 1 < len(words) else None
                if re.fullmatch(r"\d+[.,]\d", raw) and scale and scale >= 100:  # 1.5k
                    return Number(place, at + 1, int(float(raw.replace(",", ".")) * scale))
                return None
            current, found, small = value, True, False
        elif raw in lists.scales and (found or raw not in lists.bare_scales):
            if raw in lists.glued_scales and not words[at].glued:
                break
            current = max(current, 1) * lists.scales[raw]
            if lists.scales[raw] >= 1000:
                total, current = total + current, 0
            found, small = True, False
        elif raw in lists.numbers:
            value = lists.numbers[raw]
            if (
                found
                and not (value < 10 and current % 100 >= 20 and current % 10 == 0 and small)
                and not (value < 100 and not small and not words[at - 1].raw[0].isdigit())
            ):
                break
            current, found, small = current + value, True, True
        elif (
            raw in lists.number_and
            and found
            and at + 1 < len(words)
            and words[at + 1].raw in lists.numbers
            and words[at - 1].raw in lists.scales
        ):
            pass
        else:
            break
        at += 1
    return Number(place, at - 1, total + current) if found else None


def digits_of(raw: str) -> int | None:
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+|\d{1,9}", raw):
        return int(re.sub(r"[.,]", "", raw))
    return None


def _ranges(words: Sequence[Word], numbers: Sequence[Number], lists: WordLists) -> list[Number]:
    """ "40 to 50" is one number that nobody has settled yet."""
    joined: list[Number] = []
    for number in numbers:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.value is not None
            and number.value is not None
            and _is_range(words, before, number, lists)
        ):
            joined[-1] = Number(before.first, number.last, None)
        else:
            joined.append(number)
    return joined


def _is_range(words: Sequence[Word], one: Number, other: Number, lists: WordLists) -> bool:
    between = [word.raw for word in words[one.last + 1 : other.first]]
    opened = one.first > 0 and words[one.first - 1].raw in lists.between
    rising = (one.value or 0) < (other.value or 0)
    if not between:
        return words[other.first].dashed and rising and not words[one.last].glued
    linking = [raw for raw in between if raw not in lists.maybe | lists.about]
    return (
        len(linking) == 1 and rising and (linking[0] in lists.to_words or (opened and linking[0] in lists.number_and))
    )


def _is_no_count(words: Sequence[Word], number: Number, lists: WordLists, taken: Collection[int]) -> bool:
    """Whether it measures, dates or names something: 40 GB, 2026, room 12, 12 Harbour Road, 555 0100, 3 x 1 m."""
    first, last = words[number.first], words[number.last]
    after = words[number.last + 1] if number.last + 1 < len(words) else None
    before = words[number.first - 1] if number.first else None
    digits = first.raw[0].isdigit()
    if after is not None and after.clause == last.clause:
        if after.raw in lists.measures and after.part == last.part:
            return after.glued or after.raw not in lists.glued_measures
        if after.glued and digits and after.raw not in lists.times and after.raw not in lists.between_number:
            return True
        numbered = after.raw[0].isdigit() and number.last + 1 not in taken  # "4 4MP cameras"
        if numbered and digits and after.part == last.part and not after.dashed:
            return True
        if (
            digits
            and after.raw in lists.times
            and number.last + 2 not in taken
            and _is_size(words, number.last + 1, lists)
        ):
            return True
    if number.value is None:
        return False
    if _is_by(words, number, lists) or _is_glued_size(words, number, lists):
        return True
    if not digits:
        return False
    if before is not None and before.clause == first.clause and before.part == first.part:
        if first.glued and before.raw not in lists.times:
            return True
        dated = before.raw in lists.place_words and number.value < YEARS.start  # "in nine", but not "in 2019"
        if (
            (before.raw in lists.naming and not dated)
            or before.raw in lists.currencies
            or (before.raw[0].isdigit() and not first.dashed)
        ):
            return True
        if (
            before.raw in lists.times
            and number.first > 1
            and words[number.first - 2].raw[0].isdigit()
            and _measured(words, number, lists)
        ):
            return True
    if re.fullmatch(r"\d{4}", first.raw) and number.value in YEARS and number.value % 50:
        return True
    return any(
        word.raw in lists.streets and not word.glued for word in words[number.last + 1 : number.last + 4]
    ) and _is_street(words, number, lists)


def _is_by(words: Sequence[Word], number: Number, lists: WordLists) -> bool:
    """Whether it is one side of something: "three by one metre"."""
    around = [words[p].raw for p in (number.first - 1, number.last + 1) if 0 <= p < len(words)]
    other = [words[p].raw for p in (number.first - 2, number.last + 2) if 0 <= p < len(words)]
    counted = any(raw in lists.numbers or raw[0].isdigit() for raw in other)
    return counted and any(raw in lists.by_words for raw in around)


def _is_glued_size(words: Sequence[Word], number: Number, lists: WordLists) -> bool:
    """ "3x1", where "2x4K" counts."""
    for sign, other in ((number.last + 1, number.last + 2), (number.first - 1, number.first - 2)):
        first, last = min(sign, other, number.first), max(sign, other, number.last)
        if first < 0 or last >= len(words) or words[sign].raw not in lists.times or not words[other].raw[0].isdigit():
            continue
        glued = all(word.glued for word in words[first + 1 : last + 1])
        ends = last + 1 == len(words) or not words[last + 1].glued
        if glued and ends:
            return True
    return False


def _is_size(words: Sequence[Word], at: int, lists: WordLists) -> bool:
    """ "3 x 1 m": behind the sign a number that measures."""
    return (
        at + 2 < len(words)
        and words[at + 1].raw[0].isdigit()
        and words[at + 2].raw in lists.measures
        and words[at + 2].part == words[at].part
    )


def _measured(words: Sequence[Word], number: Number, lists: WordLists) -> bool:
    return number.last + 1 < len(words) and words[number.last + 1].raw in lists.measures


def _is_street(words: Sequence[Word], number: Number, lists: WordLists) -> bool:
    for word in words[number.last + 1 : number.last + 4]:
        if word.part != words[number.last].part:
            return False
        if word.raw in lists.streets:
            return True
        if word.raw in lists.filling or word.is_plural:
            return False
    return False


def _with_about(words: Sequence[Word], number: Number, lists: WordLists, taken: Collection[int]) -> Number:
    """The same with "about" before it, which stays with the number."""
    before = number.first - 1
    if number.value is None:
        if before >= 0 and words[before].raw in lists.between and words[before].part == words[number.first].part:
            return Number(before, number.last, None)
        so = cues_of(words[number.last + 1 : number.last + 3], lists, ("or_so",))
        return Number(number.first, number.last + 1 + so[0].last, None) if so and so[0].first == 0 else number
    for first in (number.first - 2, number.first - 1):
        if first < 0 or first in taken or words[first].clause != words[number.first].clause:
            continue
        cues = cues_of(words[first : number.first], lists, ("about",))
        if cues and cues[0].first == 0 and cues[0].last == number.first - first - 1:
            return Number(first, number.last, number.value, True)
    if words[number.last].raw in lists.numbers or words[number.last].raw[0].isdigit():
        after = words[number.last + 1 : number.last + 3]
        so = cues_of(after, lists, ("or_so",))
        if so and so[0].first == 0:
            return Number(number.first, number.last + 1 + so[0].last, number.value, True)
    return number
