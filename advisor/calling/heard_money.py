"""Budgets in a text: "at most 12,000 euros", "900 a month tops"; a price that is no limit is left alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from advisor.calling.heard_cues import Cue, cues_of
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_words import Word

REACH_BEFORE, REACH_AFTER = 6, 4
LARGEST_CENTS = 10**12
Why = Literal["", "currency", "rate", "range", "no_limit"]


@dataclass(frozen=True)
class HeardMoney:
    """An amount of money. `per`: "once" or "monthly"; `why`: why it is not taken as a budget ("" where it is): in another currency,
    at another rate (a year, a seat), a range, or not said to be a limit."""

    cents: int
    per: Literal["once", "monthly"]
    why: Why
    span: tuple[int, int]


@dataclass(frozen=True)
class _Amount:
    first: int
    last: int
    cents: int
    currency: str | None


def money_of(words: Sequence[Word], lists: WordLists, currency: str, taken: Collection[int]) -> list[HeardMoney]:
    """Every amount of money: those with a currency, and a bare number right behind the word for a budget."""
    limits = cues_of(words, lists, ("budget",), taken)
    against = cues_of(words, lists, ("not_budget",), taken)
    rates = cues_of(words, lists, ("monthly", "other_rate"), taken)
    found: list[HeardMoney] = []
    before: tuple[_Amount, Cue] | None = None  # the amount before, with its limit: "at most 12,000 and 900 a month"
    for amount in _amounts(words, lists, taken):
        limit = _near(words, amount, limits, REACH_BEFORE, REACH_AFTER)
        rate = _rate(words, amount, rates) or _at_start(words, amount, rates)
        if limit is None and before is not None and _goes_on(words, before[0], amount):
            limit = before[1]
        if amount.currency is None and not _is_bare_budget(words, amount, limit, rate, lists):
            continue
        if limit is not None:
            before = (amount, limit)
        per: Literal["once", "monthly"] = "monthly" if rate is not None and "monthly" in rate.of else "once"
        why: Why = ""
        if amount.currency not in (None, currency):
            why = "currency"
        elif rate is not None and "other_rate" in rate.of and "monthly" not in rate.of:
            why = "rate"
        elif limit is None or _near(words, amount, against, REACH_BEFORE, REACH_AFTER) is not None:
            why = "no_limit"
        elif _is_range(words, amount, lists):
            why = "range"
        first = min(amount.first, limit.first) if limit is not None and limit.last < amount.first else amount.first
        last = max(amount.last, rate.last) if rate is not None else amount.last
        found.append(HeardMoney(amount.cents, per, why, (words[first].start, words[last].end)))
    return found


def _amounts(words: Sequence[Word], lists: WordLists, taken: Collection[int]) -> list[_Amount]:
    found: list[_Amount] = []
    for place, word in enumerate(words):
        if place in taken or (
            not word.raw[0].isdigit() and word.raw not in lists.scales and word.raw not in lists.numbers
        ):
            continue
        if found and place <= found[-1].last:
            continue
        value, last = _value(words, place, lists)
        if value is None:
            continue
        before = words[place - 1] if place else None
        after = words[last + 1] if last + 1 < len(words) and words[last + 1].part == word.part else None
        first, currency = place, None
        if before is not None and before.raw in lists.currencies and before.part == word.part:
            first, currency = place - 1, lists.currencies[before.raw]
        elif after is not None and after.raw in lists.currencies:
            last, currency = last + 1, lists.currencies[after.raw]
        cents = int(value * 100)
        if 0 <= cents <= LARGEST_CENTS:
            found.append(_Amount(first, last, cents, currency))
    return found


def _value(words: Sequence[Word], place: int, lists: WordLists) -> tuple[Decimal | None, int]:
    """The number at a place in currency units, with "k", "thousand" and "grand"; and the place of its last word."""
    raw, last, total = words[place].raw, place, Decimal(0)
    if raw[0].isdigit():
        number = _decimal(raw)
        if number is None:
            return None, place
        total = number
    else:
        while last < len(words) and words[last].part == words[place].part and words[last].raw in lists.numbers:
            total += lists.numbers[words[last].raw]
            last += 1
        last = max(last - 1, place)
        if raw in lists.scales:
            total = Decimal(1) if place and words[place - 1].raw in lists.indefinite else Decimal(0)
            if not total:
                return None, place
            last = place - 1
    while last + 1 < len(words) and words[last + 1].part == words[place].part and words[last + 1].raw in lists.scales:
        if words[last + 1].raw in lists.glued_scales and not words[last + 1].glued:
            break
        total *= lists.scales[words[last + 1].raw]
        last += 1
    return total, max(last, place)


def _decimal(raw: str) -> Decimal | None:
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", raw) or re.fullmatch(r"\d{1,12}", raw):
        return Decimal(re.sub(r"[.,]", "", raw))
    if re.fullmatch(r"\d{1,3}(,\d{3})+\.\d{1,2}|\d{1,12}\.\d{1,2}", raw):
        return Decimal(raw.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{1,2}|\d{1,12},\d{1,2}", raw):
        return Decimal(raw.replace(".", "").replace(",", "."))
    return None


def _near(words: Sequence[Word], amount: _Amount, cues: Sequence[Cue], before: int, after: int) -> Cue | None:
    """The nearest cue round an amount in its clause."""
    clause = words[amount.first].clause
    best: tuple[int, Cue] | None = None
    for cue in cues:
        if words[cue.first].clause != clause:
            continue
        distance = amount.first - cue.last if cue.last < amount.first else cue.first - amount.last
        reach = before if cue.last < amount.first else after
        if 0 < distance <= reach and (best is None or distance < best[0]):
            best = (distance, cue)
    return best[1] if best else None


def _rate(words: Sequence[Word], amount: _Amount, rates: Sequence[Cue]) -> Cue | None:
    """ "a month" right behind an amount, no other number between."""
    rate = _near(words, amount, rates, 0, 3)
    between = words[amount.last + 1 : rate.first] if rate is not None else ()
    return None if any(word.raw[0].isdigit() for word in between) else rate


def _at_start(words: Sequence[Word], amount: _Amount, rates: Sequence[Cue]) -> Cue | None:
    """ "the monthly budget is 900": a rate just before the amount's limit."""
    clause = words[amount.first].clause
    found = [
        cue
        for cue in rates
        if words[cue.first].clause == clause and 0 < amount.first - cue.last <= 4 and "monthly" in cue.of
    ]
    return Cue(amount.first, amount.last, found[-1].of) if found and found[-1].last < amount.first else None


def _goes_on(words: Sequence[Word], one: _Amount, other: _Amount) -> bool:
    return words[one.last].clause == words[other.first].clause and 0 < other.first - one.last <= REACH_BEFORE


def _is_bare_budget(
    words: Sequence[Word], amount: _Amount, limit: Cue | None, rate: Cue | None, lists: WordLists
) -> bool:
    """ "budget 12k", "the budget is 3000": a number without a currency right behind the word itself."""
    if limit is None or limit.last > amount.first:
        return False
    after = words[amount.last + 1] if amount.last + 1 < len(words) else None
    if rate is not None and "monthly" in rate.of and rate.first == amount.last + 1:
        return True
    said = [word.raw for word in words[limit.first : limit.last + 1]]
    between = [word.raw for word in words[limit.last + 1 : amount.first]]
    strong = any(word in lists.strong_budget for word in said)
    ends = (
        after is None
        or after.part != words[amount.last].part
        or after.raw in lists.filling | lists.monthly | lists.following | lists.budget
    )
    return strong and ends and all(raw in lists.filling | lists.budget | lists.monthly for raw in between)


def _is_range(words: Sequence[Word], amount: _Amount, lists: WordLists) -> bool:
    """Whether it is one end of "5,000 to 8,000"."""
    for step, edge in ((-1, amount.first), (1, amount.last)):
        link, other = edge + step, edge + 2 * step
        inside = 0 <= other < len(words) and 0 <= link < len(words)
        if inside and words[link].raw in lists.to_words and words[other].raw[0].isdigit():
            return True
    return False
