"""The words that files are made of: ids, texts, expressions, numbers, days, money."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from advisor.loading.yaml_text import Items, Map
from advisor.values import Number, exact

ID = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LARGEST = 10**12  # no number of a case or a pack is larger; larger ones are slips of the hand


class Shape(BaseModel):
    """Base of every shape: unknown keys are refused; `for` and `is` may be keys although Python reserves them."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, arbitrary_types_allowed=True)


def refuse(code: str, what: str, cure: str) -> PydanticCustomError:
    """A complaint from inside a validator; `{key}` in `what` or `cure` becomes the name of the field."""
    return PydanticCustomError(code, "{what}", {"what": what, "cure": cure})


def is_id(text: str) -> bool:
    return ID.fullmatch(text) is not None and not keyword.iskeyword(text)


def shown(value: Any) -> str:
    """Show a value in a message, cut to 40 characters."""
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def read_text(value: Any) -> str:
    if isinstance(value, (Map, Items)) and value.flow:
        sign, kind = ("{", "map") if isinstance(value, Map) else ("[", "list")
        raise refuse(
            "yaml_text_in_brackets",
            f"{{key}} is a text that begins with `{sign}`; YAML reads that as a {kind}.",
            "Write `>-` behind the colon and the text in the next line, indented.",
        )
    if isinstance(value, (Mapping, Sequence)) and not isinstance(value, str):
        raise refuse(
            "not_a_text", "{key} must be a text.", "Write the text behind the colon, in one line or after `>-`."
        )
    if value is None or not str(value).strip():
        raise refuse("nothing_there", "{key} has nothing behind it.", "Write the text, or delete the line.")
    return str(value).strip()


def read_source(value: Any) -> str:
    """An expression's text; a bare `yes` or number is one too."""
    if isinstance(value, (Map, Items)) and value.flow:
        raise refuse(
            "not_an_expression",
            "{key} must be a condition or an amount and begins with a bracket that YAML reads as a map or list.",
            "Write it so that it does not begin with `{` or `[`.",
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return read_text(value)


def read_id(value: Any) -> str:
    text = read_text(value)
    if is_id(text):
        return text
    why = "a word that Python reserves" if keyword.iskeyword(text) else "not an id"
    raise refuse(
        "not_an_id",
        f"{{key}}: {shown(text)} is {why}.",
        "Use small letters, digits and `_`, beginning with a letter, such as `large_room`.",
    )


def read_ids(value: Any) -> tuple[str, ...]:
    """One id, or a list of them without repetition."""
    if not isinstance(value, (list, tuple)):
        return (read_id(value),)
    ids = tuple(read_id(item) for item in value)
    if not ids:
        raise refuse("nothing_there", "{key} is an empty list.", "Write at least one id, or delete the line.")
    return ids


def read_sources(value: Any) -> tuple[tuple[str, Number | None], ...]:
    """Ids of sources and figures; with a figure the number that is taken from it, as `flow_at_3_bar: 12`."""
    found: list[tuple[str, Number | None]] = []
    for item in value if isinstance(value, (list, tuple)) else [value]:
        if not isinstance(item, Mapping):
            found.append((read_id(item), None))
            continue
        found.extend((read_id(name), read_number(number)) for name, number in item.items())
    if not found:
        raise refuse("nothing_there", "{key} is an empty list.", "Write at least one id, or delete the line.")
    return tuple(found)


def read_places(value: Any) -> tuple[str, ...]:
    """Facts, inventories, and columns as `rooms.seats`."""
    names = value if isinstance(value, (list, tuple)) else [value]
    for name in names:
        parts = read_text(name).split(".")
        if len(parts) > 2 or not all(map(is_id, parts)):
            raise refuse(
                "not_an_id",
                f"{{key}}: {shown(name)} names no fact and no column.",
                "Write a fact's id, or a column as `rooms.seats`.",
            )
    if not names:
        raise refuse("nothing_there", "{key} is an empty list.", "Write at least one id, or delete the line.")
    return tuple(str(name) for name in names)


def read_yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = read_text(value).lower()
    if text not in ("yes", "no", "true", "false"):
        raise refuse("not_yes_or_no", f"{{key}} must be yes or no, and is {shown(value)}.", "Write `yes` or `no`.")
    return text in ("yes", "true")


def read_number(value: Any) -> Number:
    """A number, exactly as written: text is read as decimals, a float by the decimals that it is shown with."""
    if isinstance(value, bool):
        raise refuse(
            "not_a_number", "{key} must be a number, and is yes or no.", "Write a number such as `12` or `0.5`."
        )
    if isinstance(value, (int, Fraction, Decimal)):
        return _bounded(Fraction(value))
    text = read_text(repr(value) if isinstance(value, float) else value)
    if len(text) <= 40 and _NUMBER.fullmatch(text):
        return _bounded(Fraction(text))
    if len(text) > 40 and text.lstrip("+-").replace(".", "", 1).isdigit():
        raise _too_large()
    raise refuse("not_a_number", f"{{key}} must be a number, and is {shown(text)}.", number_cure(text[:40]))


def number_cure(text: str) -> str:
    """What to write in place of a text that should have been a number."""
    if text.endswith("%") and _NUMBER.fullmatch(text[:-1].strip()):
        return f"Per cent is written as a decimal: `{plain(Fraction(text[:-1].strip()) / 100)}`."
    bare = text.replace("'", "").replace("’", "").replace("_", "").replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", bare):
        return f"Write it without signs between the thousands: `{bare.replace(',', '')}`."
    if re.fullmatch(r"\d+,\d+", bare):
        return f"Write the decimals behind a point: `{bare.replace(',', '.')}`."
    if _NUMBER.fullmatch(bare):
        return f"Write it without signs between the thousands: `{bare}`."
    leading = re.match(r"[^\d-]*(-?\d+(?:\.\d+)?)", text)
    return f"Write only the number: `{leading.group(1)}`." if leading else "Write a number such as `12` or `0.5`."


def _bounded(number: Fraction) -> Number:
    if abs(number) > LARGEST:
        raise _too_large()
    return exact(number)


def _too_large() -> PydanticCustomError:
    return refuse(
        "number_out_of_range", "{key} is longer than any number that makes sense here.", "Look for a digit too many."
    )


def plain(number: Number) -> str:
    """A number as it is written in a file: `28`, `0.05`; a fraction without end as `1/3`."""
    if isinstance(number, int):
        return str(number)
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    return format((Decimal(number.numerator) / Decimal(number.denominator)).normalize(), "f")


@dataclass(frozen=True)
class Whole:
    """A whole number between two limits, both of which belong to it: `Annotated[int, Whole(1, 120)]`."""

    least: int
    most: int

    def read(self, value: Any) -> int:
        number = read_number(value)
        cure = f"Write a whole number from {self.least} to {self.most}."
        if not isinstance(number, int):
            raise refuse("not_whole", f"{{key}} must be a whole number, and is {plain(number)}.", cure)
        if not self.least <= number <= self.most:
            what = f"{{key}} is {number}; it must lie between {self.least} and {self.most}."
            raise refuse("number_out_of_range", what, cure)
        return number

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


def read_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = read_text(value)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise refuse(
                "not_a_day",
                f"{{key}}: there is no day {text} in the calendar.",
                "Write year, month and day, such as `2026-11-21`.",
            ) from None
    raise refuse(
        "not_a_day",
        f"{{key}} must be a day, and is {shown(value)}.",
        "Write year, month and day, such as `2026-11-21`.",
    )


def read_cents(value: Any) -> int:
    """Currency units with at most two decimals, as whole cents."""
    number = read_number(value)
    if number < 0:
        raise refuse("money_negative", f"{{key}} is {plain(number)}; money is never negative here.", "Write 0 or more.")
    cents = exact(Fraction(number) * 100)
    if not isinstance(cents, int):
        raise refuse(
            "money_decimals", f"{{key}} is {plain(number)}; money has at most two decimals.", "Round it to whole cents."
        )
    return cents


def read_block_map(value: Any) -> Any:
    """Amounts by id, one a line; `{cores: max(2, 3)}` would silently become two keys."""
    if isinstance(value, Map) and value.flow:
        raise refuse(
            "flow_map",
            "{key} is written in curly brackets; there a comma, as in `max(2, 3)`, would begin a new entry.",
            "Write each entry in a line of its own, indented, without brackets.",
        )
    if not isinstance(value, Mapping):
        raise refuse(
            "not_a_map", "{key} needs a name and an amount.", "Write `name: amount` in the next line, indented."
        )
    if not value:
        raise refuse("nothing_there", "{key} is empty.", "Write `name: amount` in the next line, indented.")
    return {read_id(name): read_source(amount) for name, amount in value.items()}


_FIGURE = {"type": "object", "additionalProperties": {"type": "number"}, "minProperties": 1}
_SOURCES: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        _FIGURE,
        {"type": "array", "items": {"anyOf": [{"type": "string"}, _FIGURE]}, "minItems": 1},
    ]
}
_WORDS = {"type": "string"}
_SCALAR = {"type": ["string", "number", "boolean"]}
_IDS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
Text = Annotated[str, BeforeValidator(read_text), WithJsonSchema(_WORDS)]
Source_ = Annotated[
    str, BeforeValidator(read_source), WithJsonSchema({**_SCALAR, "description": "a condition or an amount"})
]
Id = Annotated[str, BeforeValidator(read_id), WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})]
Ids = Annotated[tuple[str, ...], BeforeValidator(read_ids), WithJsonSchema(_IDS)]
Sources = Annotated[
    tuple[tuple[str, int | Fraction | None], ...], BeforeValidator(read_sources), WithJsonSchema(_SOURCES)
]
Places = Annotated[tuple[str, ...], BeforeValidator(read_places), WithJsonSchema(_IDS)]
YesNo = Annotated[bool, BeforeValidator(read_yes_no), WithJsonSchema({"enum": ["yes", "no", True, False]})]
Exact = Annotated[int | Fraction, BeforeValidator(read_number), WithJsonSchema({"type": "number"})]
Day = Annotated[date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]
Cents = Annotated[int, BeforeValidator(read_cents), WithJsonSchema({"type": "number", "minimum": 0})]
Silences = Annotated[
    dict[Id, Text],
    WithJsonSchema({"type": "object", "additionalProperties": _WORDS, "minProperties": 1}),
]
Amounts = Annotated[
    dict[str, str],
    BeforeValidator(read_block_map),
    WithJsonSchema({"type": "object", "additionalProperties": _SCALAR, "minProperties": 1}),
]
