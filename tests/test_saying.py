"""Numbers, money, dates and answers as they are printed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.pack import Fact, FactType, Unit
from advisor.problems import Place
from advisor.saying import (
    join_reference,
    say_count_of,
    say_date,
    say_list,
    say_money,
    say_money_pair,
    say_number,
    say_small,
    say_span,
    say_value,
)
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Value

PEOPLE, GB = Unit("person", "people"), Unit("GB", "GB")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (28, "28"),
        (999, "999"),
        (1000, "1,000"),
        (1234567, "1,234,567"),
        (Fraction(57, 2), "28.5"),
        (Fraction(1449, 100), "14.5"),
        (Fraction(1444, 100), "14.4"),
        (Fraction(1, 4), "0.25"),
        (Fraction(1, 8), "0.13"),
        (Fraction(1, 20), "0.05"),
        (Fraction(1, 3), "0.33"),
        (Fraction(4, 3), "1.3"),
        (Fraction(1, 500), "0.002"),
        (-3, "−\u20603"),
        (Fraction(-5, 2), "−\u20602.5"),
        (Fraction(1999, 100), "20"),
        (Fraction(999, 10), "99.9"),
        (Fraction(1000, 3), "333"),
    ],
)
def test_a_number_has_one_decimal_at_most_from_a_hundred_on_none_and_below_one_two(value: Any, said: str) -> None:
    assert say_number(value) == said


def test_a_number_with_decimals_of_its_own_keeps_as_many_and_no_idle_noughts() -> None:
    assert say_number(Fraction(1444, 100), decimals=2) == "14.44"
    assert say_number(Fraction(29, 2), decimals=2) == "14.5"
    assert say_number(Fraction(29, 2), decimals=0) == "15"


def test_only_a_symbol_is_printed_after_a_number_and_a_noun_only_when_it_is_counted() -> None:
    assert say_number(28, GB) == "28\u00a0GB"
    assert say_number(5, Unit("%", "%")) == "5%"
    assert say_number(30, PEOPLE) == "30"
    assert say_count_of(30, PEOPLE) == "30\u00a0people"
    assert say_count_of(1, PEOPLE) == "1\u00a0person"
    assert say_count_of(0, PEOPLE) == "0\u00a0people"
    assert say_count_of(Fraction(3, 2), Unit("day", "days")) == "1.5\u00a0days"
    assert say_count_of(28, GB) == "28\u00a0GB"


@pytest.mark.parametrize(
    ("cents", "currency", "said"),
    [
        (145000, "EUR", "€1,450"),
        (1450, "EUR", "€14.50"),
        (1405, "EUR", "€14.05"),
        (0, "EUR", "€0"),
        (-128000, "EUR", "−\u2060€1,280"),
        (-5, "EUR", "−\u2060€0.05"),
        (Fraction(201, 2), "EUR", "€1.01"),
        (Fraction(-1, 3), "EUR", "€0"),
        (63000, "USD", "$630"),
        (63000, "GBP", "£630"),
        (63000, "CHF", "CHF\u00a0630"),
    ],
)
def test_money_is_printed_from_cents_and_shows_them_only_when_there_are_any(
    cents: Any, currency: str, said: str
) -> None:
    assert say_money(cents, currency) == said


@given(st.integers(-(10**12), 10**12))
def test_no_cent_is_lost_in_print(cents: int) -> None:
    said = say_money(cents, "EUR")
    digits = "".join(character for character in said if character.isdigit())
    assert int(digits) * (1 if "." in said else 100) == abs(cents)
    assert said.startswith("−") == (cents < 0)


def test_what_is_paid_once_and_monthly_is_said_together() -> None:
    assert say_money_pair(180000, 63000, "EUR") == "€1,800 and €630 a month"
    assert say_money_pair(180000, 0, "EUR") == "€1,800"
    assert say_money_pair(0, 63000, "EUR") == "€630 a month"
    assert say_money_pair(0, 0, "EUR") == "nothing"


def test_a_day_is_said_in_full() -> None:
    assert say_date(date(2026, 11, 21)) == "21 November 2026"
    assert say_date(date(2026, 3, 1)) == "1 March 2026"


def test_a_list_ends_with_and() -> None:
    assert say_list([]) == ""
    assert say_list(["a"]) == "a"
    assert say_list(["a", "b"]) == "a and b"
    assert say_list(["a", "b", "c"]) == "a, b and c"
    assert say_list(["a", "b", "c"], "or") == "a, b or c"
    assert say_list(["{0}", "{", "}"]) == "{0}, { and }"


def test_small_numbers_are_words_up_to_twelve() -> None:
    assert [say_small(number) for number in (0, 1, 2, 12, 13, 1450)] == ["no", "one", "two", "twelve", "13", "1,450"]


def test_references_do_not_break_and_words_may() -> None:
    assert join_reference("EX-114") == "EX\u2011114"
    assert (
        join_reference("See EX-114-b, a well-known case (CRM-A).")
        == "See EX\u2011114\u2011b, a well-known case (CRM\u2011A)."
    )


def fact(type: FactType, **more: Any) -> Fact:
    return Fact("it", "What about it?", type, Place("facts.yaml", 1), **more)


YES_NO = fact("choice", choices=("yes", "no"))
WHERE = fact("choice", choices=("hosted", "on_premises"), labels={"on_premises": "on your premises"})
CHANNELS = fact("choices", choices=("phone", "web_chat", "mail"))


@pytest.mark.parametrize(
    ("asked", "value", "said"),
    [
        (fact("number", unit=PEOPLE), 30, "30\u00a0people"),
        (fact("number", unit=PEOPLE), 1, "1\u00a0person"),
        (fact("number", unit=GB), 28, "28\u00a0GB"),
        (fact("number"), 1450, "1,450"),
        (fact("number", decimals=2), Fraction(1444, 100), "14.44"),
        (YES_NO, "yes", "yes"),
        (YES_NO, False, "no"),
        (WHERE, "on_premises", "on your premises"),
        (WHERE, "hosted", "hosted"),
        (CHANNELS, frozenset({"mail", "web_chat"}), "web chat and mail"),
        (CHANNELS, frozenset(), "none of them"),
        (fact("date"), date(2026, 3, 1), "1 March 2026"),
        (fact("inventory"), ({"count": 12}, {"name": "boss"}), "13\u00a0rows"),
        (YES_NO, UNKNOWN, "not known"),
        (fact("number"), DOES_NOT_APPLY, "does not apply"),
        (fact("number"), BEYOND_TABLE, "more than the sizing table covers"),
    ],
)
def test_an_answer_is_said_in_the_words_of_its_fact(asked: Fact, value: Value, said: str) -> None:
    assert say_value(asked, value) == said


def test_a_span_names_its_unit_once() -> None:
    people = Fact("people", "How many?", "number", Place("facts.yaml"), unit=PEOPLE)
    memory = Fact("memory", "How much?", "number", Place("facts.yaml"), unit=GB)
    bare = Fact("bare", "How many?", "number", Place("facts.yaml"))
    assert say_span(people, 1, 30) == "1 to 30\u00a0people"
    assert say_span(people, 30, 30) == "30\u00a0people"
    assert say_span(memory, 16, 31) == "16 to 31\u00a0GB"
    assert say_span(bare, 2, 1500) == "2 to 1,500"
