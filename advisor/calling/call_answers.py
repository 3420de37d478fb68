"""What is typed into the fields of a call, as answers and amounts; what cannot be meant is refused in a sentence for that field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import Any

from pydantic_core import PydanticCustomError

from advisor.case import Answer
from advisor.loading.files import Problems
from advisor.loading.read_answers import MOST_ALIKE, read_answer_value
from advisor.loading.read_case_answers import read_answers
from advisor.loading.shapes import read_cents, read_number
from advisor.loading.spot import Spot
from advisor.pack import Fact, Pack, Unit
from advisor.saying import say_choice, say_count_of, say_list, say_number, say_value
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Number, Row, Value


class Refused(Exception):
    """Something typed that cannot be meant; the sentence says what is wrong and what to do."""


def read_quantity(typed: Any) -> int:
    """How many are asked for, from 1 to 100,000. Raises Refused."""
    return _whole(typed, "cannot be ordered; write a number from 1 to {most}, or take the line off")


def read_count(typed: Any) -> int:
    """How many rows of an inventory are alike, from 1 to 100,000. Raises Refused."""
    return _whole(typed, "cannot be counted; write how many there are, from 1 to {most}")


def _whole(typed: Any, otherwise: str) -> int:
    number = _number(typed)
    most = say_number(MOST_ALIKE)
    if not isinstance(number, int):
        raise Refused(f"{_typed(typed)} is no whole number; write one from 1 to {most}.")
    if not 1 <= number <= MOST_ALIKE:
        raise Refused(f"{_typed(typed)} {otherwise.format(most=most)}.")
    return number


def read_money(typed: Any) -> int:
    """Currency units with at most two decimals, as cents. Raises Refused."""
    number = _number(typed)
    if number < 0:
        raise Refused(f"{_typed(typed)} is less than nothing; write an amount from 0, or leave the field empty.")
    try:
        return read_cents(number)
    except PydanticCustomError:
        raise Refused(f"{_typed(typed)} has more than two decimals; round it.") from None


def merge_answer(pack: Pack, there: Answer | None, fact: str, raw: Any, rows: Collection[str] = ()) -> Answer:
    """The answer that `raw` (as a case file has it) makes of what is there: limits of a number are put together, and an answer
    for a column ("rooms.seats") goes into the cells of these rows. Raises Refused."""
    name, _, column = fact.partition(".")
    if column:
        return _column_answer(pack.facts[name], column, there, raw, rows)
    one = pack.facts[name]
    if one.type == "number":
        _check_number(one, raw)
    spot = Spot(Problems(), "", {name: raw})
    given = read_answers(spot, pack, None).get(name)
    if given is None or spot.problems.found:
        raise Refused(_sentence(one, spot))
    if there is None or there.value is not UNKNOWN or given.value is not UNKNOWN:
        return given
    return _narrower(one, there, given)


def _narrower(fact: Fact, there: Answer, given: Answer) -> Answer:
    """Both limits where each answer named one; "nobody knows" alone takes earlier limits back."""
    if given.at_least is None and given.less_than is None:
        return given
    low = _one_of(lambda limits: max(limits), there.at_least, given.at_least)
    high = _one_of(lambda limits: min(limits), there.less_than, given.less_than)
    if low is not None and high is not None and low >= high:
        raise Refused(
            f"At least {say_amount(fact, low)} and less than {say_amount(fact, high)} exclude each other; "
            "change the earlier answer first."
        )
    return Answer(UNKNOWN, True, low, high)


def _one_of(choose: Callable[[list[Number]], Number], *limits: Number | None) -> Number | None:
    named = [limit for limit in limits if limit is not None]
    return choose(named) if named else None


def _column_answer(inventory: Fact, column: str, there: Answer | None, raw: Any, rows: Collection[str]) -> Answer:
    if there is None or not isinstance(there.value, tuple):
        raise Refused("There is no table yet that this could be written into; list the rows first.")
    cell = next(one for one in inventory.columns if one.id == column)
    value = read_cell(cell, raw)
    return Answer(tuple(_set(row, column, value, rows) for row in there.value), there.sure)


def read_cell(column: Fact, raw: Any) -> Value:
    """One cell of an inventory, as a case file has it. Raises Refused."""
    if column.type == "number":
        _check_number(column, raw)
    spot = Spot(Problems(), "", {column.id: raw}).at(column.id)
    value = read_answer_value(column, raw, spot, column=True)
    if value is None:
        raise Refused(_sentence(column, spot))
    return value


def _set(row: Row, column: str, value: Value, rows: Collection[str]) -> Row:
    """Write into the row if it is meant: one of these names or, without names, any whose cell is unknown."""
    meant = row.get("name") in rows if rows else row.get(column, UNKNOWN) is UNKNOWN
    return {**row, column: value} if meant else row


def _check_number(fact: Fact, raw: Any) -> None:
    """Refuse a number that the fact cannot be, in words for the person who typed it."""
    if isinstance(raw, Mapping):
        raw = raw.get("value", "unknown")
    if raw is None or raw in (UNKNOWN, DOES_NOT_APPLY, "unknown", "does_not_apply", "-"):
        return
    number = _number(raw)
    if fact.range is not None and not fact.range[0] <= number <= fact.range[1]:
        raise Refused(
            f"{say_amount(fact, number)} cannot be; it is between {say_number(fact.range[0])} and {say_amount(fact, fact.range[1])}."
        )
    if (Fraction(number) * 10**fact.decimals).denominator != 1:
        whole = "a whole number" if fact.decimals == 0 else f"a number with at most {fact.decimals} decimals"
        raise Refused(f"{_typed(raw)} is too exact; write {whole}.")


def say_amount(fact: Fact, number: Number) -> str:
    """A number with its unit, whether it counts or measures: "30 people", "8 GB"."""
    unit = fact.unit or Unit("", "")
    text = (
        say_count_of(number, unit)
        if unit.one != unit.many
        else say_number(number, unit if unit.one else None, fact.decimals)
    )
    return text.strip()


def say_answer(fact: Fact, there: Answer) -> str:
    if isinstance(there.value, tuple):
        return say_value(fact, there.value)
    if there.value is UNKNOWN:
        return _narrowed(fact, there)
    if there.value is DOES_NOT_APPLY:
        return "does not apply"
    number = plain_number(there)
    said = say_value(fact, there.value) if number is None else say_amount(fact, number)
    return said + ("" if there.sure else " (as reported)")


def _narrowed(fact: Fact, there: Answer) -> str:
    """ "nobody knows", "23 GB or more", "less than 23 GB", "8 to less than 23 GB"."""
    low = say_amount(fact, there.at_least) if there.at_least is not None else ""
    high = say_amount(fact, there.less_than) if there.less_than is not None else ""
    if low and high:
        return f"{low} or more, less than {high}"
    return f"{low} or more" if low else f"less than {high}" if high else "nobody knows"


def plain_number(there: Answer | None) -> Number | None:
    """The number that was answered, to begin with when it is changed."""
    value: Value = there.value if there is not None else UNKNOWN
    return value if isinstance(value, (int, Fraction)) and not isinstance(value, bool) else None


def _number(typed: Any) -> Number:
    if isinstance(typed, bool) or typed is None:
        raise Refused("Nothing was typed; write a number.")
    try:
        return read_number(typed)
    except PydanticCustomError as error:
        if error.type == "number_out_of_range":
            raise Refused("This number is longer than any that makes sense here; look for a digit too many.") from None
        raise Refused(f"{_typed(typed)} is no number; write it in figures, such as 12.") from None


def _typed(typed: Any) -> str:
    try:
        return say_number(read_number(typed), None, 6)
    except PydanticCustomError:
        text = " ".join(str(typed).split())
        return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def _sentence(fact: Fact, spot: Spot) -> str:
    """What is wrong with an answer, in the fact's own words."""
    if fact.choices:
        return f"Choose one of: {say_list([say_choice(choice, fact) for choice in fact.choices], 'or')}."
    found = spot.problems.found
    if found and found[0].code == "answer_must_apply":
        return "This question always applies; answer it, or say that nobody knows."
    return found[0].what.replace(f"`{fact.id}`", "The answer") if found else "This is no answer to the question."
