"""A number that was said in the units of an offering: 500 cards are five boxes of 100."""

from __future__ import annotations

import re
from fractions import Fraction

from advisor.calling.heard_numbers import Number
from advisor.calling.heard_text import Text
from advisor.calling.heard_words import plain, singular
from advisor.pack import Offering


def in_units(text: Text, n: int, offering: Offering, number: Number, is_left: bool) -> int | None:
    """The number in the offering's units: 500 cards are five boxes of 100; where nobody can tell, None."""
    value = number.value or 0
    unit = unit_of(offering)
    if unit not in text.lists.holders or value == 1:
        return value
    match = text.matches[n]
    if any(word.base == unit for word in text.words[number.last + 1 : max(match.last, number.last + 1) + 1]):
        return value
    words = text.words[number.last + 1 : number.last + 2]
    if words and words[0].base == unit:
        return value
    if is_left and not any(word.is_plural for word in text.words[match.first : match.last + 1]):
        return value
    capacity = capacity_of(offering)
    if capacity is None or (not is_left and unit not in text.lists.gatherings and value < capacity):
        return None  # "cards, 5": five boxes or five cards?
    return -int(-Fraction(value, capacity) // 1)


def capacity_of(offering: Offering) -> int | None:
    """How many a box or group of this offering holds, as its name says: "box of 100", "group of up to 15"."""
    unit = re.escape(offering.unit.one) if offering.unit else ""
    found = re.search(rf"\b{unit} (?:of|for) (?:up to )?(\d[\d,]*)", offering.name) if unit else None
    return int(found.group(1).replace(",", "")) if found else None


def unit_of(offering: Offering) -> str:
    """The last word of the unit, as words are compared."""
    if offering.unit is None:
        return ""
    one = plain(offering.unit.one.split()[-1])
    if plain(offering.unit.many) in (f"{one}s", f"{one}es"):
        return one
    return (
        singular(plain(offering.unit.many.replace("-", " ").split()[-1]))
        if "-" not in offering.unit.many
        else plain(offering.unit.one)
    )
