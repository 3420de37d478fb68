"""The numbers in the condition and the amounts of a rule file, changeable one by one; everything else of the text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic_core import PydanticCustomError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from advisor.loading.shapes import plain, read_number

AMOUNTS = ("needs", "at_most", "at_least")
# Not within an id, a day, or another number.
_NUMBER = re.compile(r"(?<![\w.\-])\d+(?:\.\d+)?(?![\w.]|-\d)|(?<=[-+*/(<>=,\s])(?<!\d-)\d+(?:\.\d+)?(?![\w.]|-\d)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class NumberSpot:
    """One number of the text. `where`: "when", or "needs.some_capability"; `around`: the line it stands in, to be shown."""

    where: str
    line: int
    start: int
    end: int
    written: str
    around: str


class NotANumber(Exception):
    """What was typed cannot stand there."""


def numbers_in(text: str) -> tuple[NumberSpot, ...]:
    """Every number of `when` and of the amounts, in the order of the text; none where the text is no YAML."""
    starts = _starts(text)
    found: list[NumberSpot] = []
    try:
        for where, first, last in _expressions(text.removeprefix("\ufeff").replace("\r\n", "\n")):
            begin, end = (starts[line] + column for line, column in (first, last))
            found.extend(_within(text, where, begin, min(end, len(text)), starts))
    except YAMLError:
        return ()
    return tuple(found)


def with_number(text: str, spot: NumberSpot, new: str) -> str:
    """The text with one of its numbers replaced. Raises NotANumber where `new` is none, or the text is another one by now."""
    if text[spot.start : spot.end] != spot.written:
        raise NotANumber("The text has changed since; look at it again.")
    try:
        number = read_number(new.strip())
    except PydanticCustomError as error:
        context = error.context or {}
        said = f"{context.get('what', '')} {context.get('cure', '')}".replace("{key}", "This")
        raise NotANumber(said.strip()) from None
    if number < 0:
        raise NotANumber("A number in a rule is written without a sign; change the text where something is taken off.")
    return f"{text[: spot.start]}{plain(number)}{text[spot.end :]}"


def _starts(text: str) -> list[int]:
    """Where each line of the text begins; a BOM counts to no line."""
    begin = 1 if text.startswith("\ufeff") else 0
    return [begin, *(match.end() for match in re.finditer("\n", text)), len(text)]


def _expressions(text: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Where the scalars of `when` and of the amounts stand: name, first and last place as (line, column), from 0."""
    depth = 0
    key: str | None = None  # the key at the top that is open
    inner: str | None = None  # and the one below it
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            depth -= 1
            key, inner = (None if depth == 1 else key), None
        elif isinstance(event, ScalarEvent):
            place = (event.start_mark.line, event.start_mark.column), (event.end_mark.line, event.end_mark.column)
            if depth == 1:
                if key is None:
                    key = str(event.value)
                else:
                    if key == "when":
                        yield "when", *place
                    key = None
            elif depth == 2 and key in AMOUNTS:
                if inner is None:
                    inner = str(event.value)
                else:
                    yield f"{key}.{inner}", *place
                    inner = None


def _within(text: str, where: str, begin: int, end: int, starts: list[int]) -> Iterator[NumberSpot]:
    part = text[begin:end]
    days = [match.span() for match in _DAY.finditer(part)]
    for match in _NUMBER.finditer(part):
        if any(first <= match.start() < last for first, last in days):
            continue
        at = begin + match.start()
        line = max(n for n, start in enumerate(starts[:-1]) if start <= at)
        around = text[starts[line] : starts[line + 1]].strip()
        yield NumberSpot(where, line + 1, at, begin + match.end(), match.group(), around)
