"""Days by which something must be there, as people say them: "by Friday", "in two weeks", "before 15 March"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

from advisor.calling.heard_cues import Cue, cues_of
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_numbers import digits_of
from advisor.calling.heard_words import Word, plain

MOST_WORDS = 6
_NUMERIC = re.compile(
    r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})(?:\2(\d{2}|\d{4}))?(?![\d/-]|\.\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"
)


@dataclass(frozen=True)
class HeardDay:
    """A day by which it must be there. `day`: None where the words do not settle it; then they are asked back."""

    day: date | None
    span: tuple[int, int]


@dataclass(frozen=True)
class _Day:
    """A day that was named, in the places of its words."""

    first: int
    last: int
    day: date | None
    is_deadline: bool = False  # the words themselves say that it is one: "in two weeks", "next month"


def days_of(text: str, words: Sequence[Word], lists: WordLists, today: date, taken: Collection[int]) -> list[HeardDay]:
    """Every day that is said to be a limit, or may be one; a day in the past is none."""
    deadlines = cues_of(words, lists, ("deadline",), taken)
    found = []
    for day in _named_days(text, words, lists, today, taken):
        before = [
            cue
            for cue in deadlines
            if cue.last < day.first and day.first - cue.last <= 3 and words[cue.last].clause == words[day.first].clause
        ]
        behind = [
            cue for cue in deadlines if cue.first == day.last + 1 and words[cue.first].raw in lists.deadline_behind
        ]
        limit = bool(before or behind)
        if day.day is not None and day.day < today:
            continue
        first = before[-1].first if before else day.first
        last = behind[-1].last if behind else day.last
        settled = day.day if limit or day.is_deadline else None
        found.append(HeardDay(settled, (words[first].start, words[last].end)))
    return found


def _named_days(text: str, words: Sequence[Word], lists: WordLists, today: date, taken: Collection[int]) -> list[_Day]:
    found = [day for day in _numeric(text, words, today) if day.first not in taken]
    busy = {place for day in found for place in range(day.first, day.last + 1)} | set(taken)
    place = 0
    while place < len(words):
        day = None if place in busy else _at(words, place, lists, today)
        if day is None:
            place += 1
        else:
            found.append(day)
            place = day.last + 1
    return sorted(found, key=lambda day: day.first)


def _numeric(text: str, words: Sequence[Word], today: date) -> list[_Day]:
    """15.3.2027, 15/03, 2027-03-15; where day and month can be taken for each other, it is asked."""
    by_start = {word.start: place for place, word in enumerate(words)}
    by_end = {word.end: place for place, word in enumerate(words)}
    found = []
    for match in _NUMERIC.finditer(text):
        first, last = by_start.get(match.start()), by_end.get(match.end())
        if first is None or last is None:
            continue
        if match.group(5):
            day = _date(int(match.group(5)), int(match.group(6)), int(match.group(7)))
        else:
            one, other, year = int(match.group(1)), int(match.group(3)), match.group(4)
            if (match.group(2) == "-" and year is None) or (match.group(2) == "." and year is None):
                continue
            if one > 12 or one == other or match.group(2) == ".":
                day = _in_year(one, other, year, today)
            elif other > 12:
                day = _in_year(other, one, year, today)
            else:
                day = None
            if day is None and not (1 <= one <= 31 and 1 <= other <= 31):
                continue
        found.append(_Day(first, last, day))
    return found


def _in_year(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = _date(today.year, month, day)
    return _date(today.year + 1, month, day) if this is not None and this < today else this


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(words: Sequence[Word], place: int, lists: WordLists, today: date) -> _Day | None:
    raw = words[place].raw
    feast = cues_of(words[place : place + 3], lists, ("feasts",))
    if feast and feast[0].first == 0:
        said = " ".join(word.raw for word in words[place : place + feast[0].last + 1])
        month, day = (int(part) for part in lists.feasts[said].split("-"))
        return _Day(place, place + feast[0].last, _in_year(day, month, None, today))
    if raw in lists.day_words:
        return _Day(place, place, today + timedelta(lists.day_words[raw]), True)
    weekdays, months = names_of_days(lists.language), {**names_of_months(lists.language), **lists.short_months}
    if raw in weekdays and not (len(raw) <= 3 and words[place].is_plural):
        last = words[place - 1].raw if place else ""
        first = place - 1 if last in lists.next_words | lists.this_words else place
        if last in lists.repeating or (words[place].raw.endswith("s") and len(raw) > 3 and raw[:-1] in weekdays):
            return None
        if (
            place + 1 < len(words)
            and words[place + 1].raw in lists.spans
            and words[place + 1].part == words[place].part
        ):
            return _Day(first, place + 1, _weekday(today, weekdays[raw]) + timedelta(7))  # "Friday week"
        settled = None if last in lists.next_words else _weekday(today, weekdays[raw])  # "next Friday": which one?
        return _Day(first, place, settled)
    if raw in months:
        return _in_month(words, place, months[raw], today, lists)
    if raw in lists.next_words | lists.this_words and place + 1 < len(words) and words[place + 1].base in lists.spans:
        return _Day(
            place, place + 1, _end_of(today, words[place + 1].base, raw in lists.next_words), raw in lists.next_words
        )
    return _ahead(words, place, lists, today) or _at_the_end(words, place, lists, today)


def _weekday(today: date, weekday: int) -> date:
    """The next such day after today."""
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def _in_month(words: Sequence[Word], place: int, month: int, today: date, lists: WordLists) -> _Day | None:
    """ "15 March 2027", "March 15th", "the end of March", "March": its last day."""
    first = last = place
    day = None
    if place and words[place].raw not in lists.other_words and words[place - 1].raw in lists.past:
        return None
    before = place - 1
    while before >= 0 and (words[before].raw in lists.day_links):
        before -= 1
    if before >= 0 and words[before].clause == words[place].clause and re.fullmatch(r"\d{1,2}", words[before].raw):
        day, first = int(words[before].raw), before
    elif (
        place + 1 < len(words)
        and re.fullmatch(r"\d{1,2}", words[place + 1].raw)
        and words[place + 1].part == words[place].part
    ):
        day, last = int(words[place + 1].raw), place + 1
        if last + 1 < len(words) and words[last + 1].glued:
            last += 1
    elif words[place].raw in lists.other_words and not (
        place and words[place - 1].raw in lists.deadline | lists.place_words | lists.end_of | lists.for_words
    ):
        return None  # the verbs
    year = None
    if last + 1 < len(words) and re.fullmatch(r"20\d\d", words[last + 1].raw):
        year, last = words[last + 1].raw, last + 1
    if day is not None:
        return _Day(first, last, _in_year(day, month, year, today)) if 1 <= day <= 31 else None
    number = int(year) if year else today.year + (month < today.month)
    return _Day(place, last, date(number, month, calendar.monthrange(number, month)[1]))


def _end_of(today: date, span: str, is_next: bool) -> date:
    """The last day of this or the next week (a Friday), month or year."""
    if span == "week":
        friday = today + timedelta((4 - today.weekday()) % 7)
        return friday + timedelta(7) if is_next else friday
    if span == "month":
        year, month = divmod(today.year * 12 + today.month - 1 + is_next, 12)
        return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    if span == "year":
        return date(today.year + is_next, 12, 31)
    return today + timedelta(14 if span == "fortnight" else 1)


def _ahead(words: Sequence[Word], place: int, lists: WordLists, today: date) -> _Day | None:
    """ "in two weeks", "within 10 days"."""
    cue = next((cue for cue in cues_of(words[place : place + 4], lists, ("in_words",)) if cue.first == 0), None)
    if cue is None:
        return None
    at = place + cue.last + 1
    while at < len(words) and words[at].raw in lists.span_links:
        at += 1
    if at + 1 >= len(words) or words[at].clause != words[place].clause:
        return None
    number = _small(words[at], lists)
    many = at + 1
    if many < len(words) and words[many].raw in lists.span_links:
        many += 1
    if many >= len(words) or words[many].base not in lists.spans:
        return None
    days = None if number is None else today + timedelta(min(number, 1000) * lists.spans[words[many].base])
    if number is None and words[at].raw not in lists.vague:
        return None
    return _Day(place, many, days, True)


def _small(word: Word, lists: WordLists) -> int | None:
    if word.raw[0].isdigit():
        return digits_of(word.raw)
    return 1 if word.raw in lists.indefinite else lists.numbers.get(word.raw)


def _at_the_end(words: Sequence[Word], place: int, lists: WordLists, today: date) -> _Day | None:
    """ "the end of the month", "end of January"."""
    cue: Cue | None = next(
        (cue for cue in cues_of(words[place : place + 4], lists, ("end_of",)) if cue.first == 0), None
    )
    if cue is None:
        return None
    at = place + cue.last + 1
    is_next = False
    while (
        at < len(words)
        and at < place + MOST_WORDS
        and words[at].raw in lists.span_links | lists.next_words | lists.this_words
    ):
        is_next = is_next or words[at].raw in lists.next_words
        at += 1
    if at >= len(words) or words[at].clause != words[place].clause:
        return None
    months = {**names_of_months(lists.language), **lists.short_months}
    if words[at].base in lists.spans:
        return _Day(place, at, _end_of(today, words[at].base, is_next))
    if words[at].raw in months:
        month = _in_month(words, at, months[words[at].raw], today, lists) or _Day(
            at, at, _last_of(months[words[at].raw], today)
        )
        return _Day(place, month.last, month.day)
    return None


def _last_of(month: int, today: date) -> date:
    year = today.year + (month < today.month)
    return date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=4)
def names_of_days(language: str) -> Mapping[str, int]:
    """Weekdays by name and abbreviation, Monday 0."""
    return {
        plain(name).rstrip("."): number
        for width in ("wide", "abbreviated")
        for number, name in get_day_names(width, locale=language).items()
    }


@lru_cache(maxsize=4)
def names_of_months(language: str) -> Mapping[str, int]:
    """Months by name and abbreviation."""
    return {
        plain(name).rstrip("."): number
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }
