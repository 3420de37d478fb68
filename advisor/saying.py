"""How values are said in English: numbers with their units, money, dates, lists and answers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_symbol

from advisor.pack import Fact, Unit
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Number, Row, Value

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}\N{WORD JOINER}"  # without the joiner a line may break between the sign and the number
_LOCALE = "en_GB"  # "a, b and c"; 21 November 2026
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPECIAL = {UNKNOWN: "not known", DOES_NOT_APPLY: "does not apply", BEYOND_TABLE: "more than the sizing table covers"}


def say_number(value: Number, unit: Unit | None = None, decimals: int | None = None) -> str:
    """A number as people say it, or with at most `decimals`: "1,450", "520", "28.5", "0.25", "28 GB".

    Only a unit that is a symbol (one word for one and many) is printed; for "30 people" see `say_count_of`.
    """
    places = _places(value) if decimals is None else decimals
    rounded = Decimal(math.floor(abs(value) * 10**places + Fraction(1, 2))).scaleb(-places)
    text = format_decimal(rounded, format=f"#,##0.{'#' * places}" if places else "#,##0", locale=_LOCALE)
    if value < 0 and rounded:
        text = MINUS + text
    if unit is None or unit.one != unit.many:
        return text
    return text + ("" if unit.one == "%" else NO_BREAK_SPACE) + unit.one


def _places(value: Number) -> int:
    """How many decimals a number needs: none from 100 on, one, or below 1 as many as reach its first digit, two at least."""
    if value == 0 or isinstance(value, int) or abs(value) >= 100:
        return 0
    places = 1 if abs(value) >= 1 else 2
    while abs(value) * 10**places < Fraction(1, 2):
        places += 1
    return places


def say_count_of(value: Number, unit: Unit) -> str:
    """A number with the noun that it counts, "1 person" or "30 people"; a symbol as `say_number` prints it."""
    if unit.one == unit.many:
        return say_number(value, unit)
    return f"{say_number(value)}{NO_BREAK_SPACE}{unit.one if value == 1 else unit.many}"


def say_small(number: int) -> str:
    """A small number as a word ("no" for 0), from 13 on in digits."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else say_number(number)


def say_money(cents: int | Fraction, currency: str) -> str:
    """Money from whole cents (a fraction is rounded half up): "€1,450", or "€14.50" where it is not whole."""
    whole = math.floor((-cents if cents < 0 else cents) + Fraction(1, 2))
    amount = format_decimal(Decimal(whole).scaleb(-2), format="#,##0.00" if whole % 100 else "#,##0", locale=_LOCALE)
    symbol = get_currency_symbol(currency, locale="en")
    gap = NO_BREAK_SPACE if symbol[-1].isalpha() else ""
    return f"{MINUS if cents < 0 and whole else ''}{symbol}{gap}{amount}"


def say_money_pair(once: int | Fraction, monthly: int | Fraction, currency: str) -> str:
    """What is paid once and every month: "€1,800 and €630 a month", only the part that is not 0, or "nothing"."""
    parts = [say_money(once, currency)] if once else []
    if monthly:
        parts.append(f"{say_money(monthly, currency)} a month")
    return " and ".join(parts) or "nothing"


def say_date(day: date) -> str:
    """A day: "21 November 2026"."""
    return format_date(day, "d MMMM y", locale=_LOCALE)


def say_list(items: Iterable[str], word: str = "and") -> str:
    """Join with commas and a last "and" (or "or"): "a, b and c"; nothing for no items."""
    style = {"and": "standard", "or": "or"}[word]
    return format_list(list(items), style=style, locale=_LOCALE)  # type: ignore[arg-type]


def say_choice(choice: str, fact: Fact | None = None) -> str:
    """A choice in the words of its fact; its id with spaces where it has none."""
    return (fact.labels if fact is not None else {}).get(choice, choice.replace("_", " "))


def say_value(fact: Fact, value: Value) -> str:
    """The answer to a fact, standing for itself: "30 people", "on premises", "phone and mail", "not known"."""
    if isinstance(value, bool):
        return say_choice("yes" if value else "no", fact)
    if isinstance(value, (int, Fraction)):
        if fact.unit is not None and fact.unit.one != fact.unit.many:
            return say_count_of(value, fact.unit)
        return say_number(value, fact.unit, fact.decimals or None)
    if isinstance(value, str):
        return say_choice(value, fact)
    if isinstance(value, frozenset):
        chosen = [choice for choice in fact.choices if choice in value] or sorted(value)
        return say_list([say_choice(choice, fact) for choice in chosen]) or "none of them"
    if isinstance(value, tuple):
        return say_rows(value)
    if isinstance(value, date):
        return say_date(value)
    return _SPECIAL[value]


def say_span(fact: Fact, least: Value, most: Value) -> str:
    """From the least to the most, the unit said once: "16 to 31 GB", "500 to 507 pieces"."""
    low, high = say_value(fact, least), say_value(fact, most)
    if low == high:
        return high
    number, gap, unit = low.rpartition(NO_BREAK_SPACE)
    counted = fact.unit is not None and gap != "" and unit in (fact.unit.one, fact.unit.many)
    return f"{number if counted else low} to {high}"


def say_rows(rows: tuple[Row, ...]) -> str:
    """How many rows a table has, those alike counted: "40 rows"."""
    counts = [row.get("count", 1) for row in rows]
    total = sum(count for count in counts if isinstance(count, int))
    return say_count_of(total, Unit("row", "rows"))


def join_reference(text: str) -> str:
    """Keep references such as EX-114 on one line: a no-break hyphen in every word of capitals or with a figure."""
    return re.sub(
        r"\S*\d\S*|[A-Z]+(-[A-Z]+)+",
        lambda word: re.sub(r"(?<=\w)-(?=\w)", "\N{NON-BREAKING HYPHEN}", word.group()),
        text,
    )


def say_for(result: str) -> str:
    """What a wish is for, from a result's title: "for quotes out the same day", "to see the place"."""
    return result if result.startswith("to ") else f"for {result}"
