"""A synonym that was suggested on a call and is accepted: the price list with that word added and nothing else changed."""

from __future__ import annotations

import csv
import re

COLUMN = "synonyms"
MOST_LETTERS = 80
_FIELD = re.compile(r'"(?:[^"]|"")*"|[^,\r\n]*')


class CannotAdd(ValueError):
    """The words cannot become a synonym; the sentence says why and what to do."""


def with_synonym(offerings_csv: str, offering: str, phrase: str) -> str:
    """The text of `offerings.csv` with the phrase among the synonyms of an offering; the same text where it is there already.

    Raises CannotAdd.
    """
    said = " ".join(phrase.split())
    if not said or len(said) > MOST_LETTERS or set(said) & set(';,"'):
        raise CannotAdd(
            f"“{said[:MOST_LETTERS]}” cannot be a synonym: write 1 to {MOST_LETTERS} letters without ; , and quotation marks."
        )
    lines = offerings_csv.splitlines(keepends=True)
    header = next(csv.reader(lines[:1]), [])
    if COLUMN not in header:
        raise CannotAdd(f"offerings.csv has no column `{COLUMN}`: add it behind `lead_days`.")
    column = header.index(COLUMN)
    reader, first = csv.reader(lines), 0
    for row in reader:
        if row and row[0] == offering:
            record = "".join(lines[first : reader.line_num])
            return "".join((*lines[:first], _added(record, column, said), *lines[reader.line_num :]))
        first = reader.line_num
    raise CannotAdd(
        f"There is no offering `{offering}` in offerings.csv any more: refuse the suggestion, or choose another one."
    )


def _added(record: str, column: int, said: str) -> str:
    """One line of the list with a synonym more; every other field stays as it is written."""
    place = 0
    for _ in range(column):
        place = _end(record, place) + 1
    end = _end(record, place)
    raw = record[place:end]
    there = next(csv.reader([raw]), [""]) or [""]
    words = [word.strip() for word in there[0].split(";") if word.strip()]
    if said.casefold() in (word.casefold() for word in words):
        return record
    joined = ";".join((*words, said))
    return record[:place] + (f'"{joined}"' if raw.startswith('"') else joined) + record[end:]


def _end(record: str, place: int) -> int:
    found = _FIELD.match(record, place)
    return found.end() if found else place
