"""JSON text to maps, lists and words that know their lines, as from YAML."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from advisor.loading.yaml_faults import Fault
from advisor.loading.yaml_text import Items, Map, read_yaml_text

MOST_LETTERS_WITH_LINES = 100_000  # finding the line of each entry takes long in a larger text


def read_json_text(text: str) -> tuple[Any, list[Fault]]:
    """Read one JSON text. The data knows its lines (see `yaml_text`), unless it is large or no YAML."""
    faults: list[Fault] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        for name in sorted({name for name in names if names.count(name) > 1}):
            what = f"`{name}` stands twice in one pair of brackets."
            faults.append(Fault(0, "json_twice", what, "Keep one of the two."))
        return dict(pairs)

    try:
        data = json.loads(text, object_pairs_hook=once, parse_float=Decimal)
    except json.JSONDecodeError as error:
        cure = "Look here for a comma, a quote or a bracket too many or too few."
        return None, [Fault(error.lineno, "json_unreadable", "From here on the file cannot be read as JSON.", cure)]
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        what = "The file is nested too deep, or holds a number that is too long."
        return None, [Fault(0, "json_unreadable", what, "Compare it with an exported case.")]
    if len(text) > MOST_LETTERS_WITH_LINES:
        return data, faults
    with_lines, slips = read_yaml_text(text)  # JSON is YAML, but for a few ways to write letters and numbers
    return (with_lines if not slips and _alike(data, with_lines) else data), faults


def _alike(data: Any, words: Any) -> bool:
    """Whether YAML's reader understood a JSON text as JSON's did."""
    if isinstance(data, dict):
        return (
            isinstance(words, Map) and list(data) == list(words) and all(_alike(data[key], words[key]) for key in data)
        )
    if isinstance(data, list):
        return isinstance(words, Items) and len(data) == len(words) and all(map(_alike, data, words))
    if data is None:
        return words is None
    return isinstance(words, str) and words == (str(data).lower() if isinstance(data, bool) else str(data))
