"""Holds what a case expects against a recommendation (contract 2): any part of it may be expected, and only that part is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

# What tells one entry of a list from another; with several of them in an entry, all must agree.
MARKS = ("offering", "fact", "asks", "kind", "rule", "role", "row", "answer", "capability", "id")
NOTHING = "nothing"

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Difference:
    """`path` leads through `expect` to where it stands; `where` says it for people; `came` is what the recommendation has there,
    and `value` is that as it is, where one value was expected."""

    path: Path
    where: str
    expected: str
    came: str
    value: Any = None

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, came {self.came}."


def differences(expect: Mapping[str, Any], came: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Everything that is expected and did not come, in the order of `expect`. Empty: they agree.

    A mapping agrees when every key that is expected agrees. A list agrees when each entry that is expected is met by some
    entry that came (found by offering, fact, or kind and rule), wherever it stands; an empty list expects none.
    `absent: [offering]` expects no line with that offering.
    """
    found: list[Difference] = []
    for key, value in expect.items():
        if key == "absent":
            found.extend(_present(value, came))
        else:
            found.extend(_compare((key,), key, value, came, key))
    return tuple(found)


def _present(absent: Any, came: Mapping[str, Any]) -> list[Difference]:
    lines = {line["offering"]: line for line in came.get("lines", ())}
    names = absent if isinstance(absent, Sequence) and not isinstance(absent, str) else [absent]
    return [
        Difference(("absent", n), "absent", f"no {name}", f"{_say(lines[name]['quantity'])} of it")
        for n, name in enumerate(names)
        if name in lines
    ]


def _compare(path: Path, where: str, expected: Any, parent: Mapping[str, Any], key: str) -> list[Difference]:
    """One key of a mapping."""
    if key not in parent:
        return [Difference(path, where, _say(expected), f"no “{key}” at all; there are {', '.join(parent)}")]
    return _differ(path, where, expected, parent[key])


def _differ(path: Path, where: str, expected: Any, came: Any) -> list[Difference]:
    if isinstance(expected, Mapping) and isinstance(came, Mapping):
        return [
            d for key, value in expected.items() for d in _compare((*path, key), f"{where}, {key}", value, came, key)
        ]
    if isinstance(expected, list) and isinstance(came, list):
        if not expected:
            return [Difference(path, where, "none", _say_list(came))] if came else []
        return [d for n, entry in enumerate(expected) for d in _entry((*path, n), where, entry, came)]
    return [] if _same(expected, came) else [Difference(path, where, _say(expected), _say(came), came)]


def _entry(path: Path, where: str, expected: Any, came: list[Any]) -> list[Difference]:
    """One entry of a list: where none agrees, what is different from the nearest one of the same marks."""
    if not isinstance(expected, Mapping):
        if any(not _differ(path, where, expected, one) for one in came):
            return []
        return [Difference(path, where, _say(expected), _say_list(came))]
    marks = {key: expected[key] for key in MARKS if key in expected}
    named = f"{where}, {' '.join(_say(mark) for mark in marks.values())}" if marks else where
    alike = [one for one in came if isinstance(one, Mapping) and not _differ(path, where, marks, one)]
    if not alike:
        return [Difference(path, named, "an entry", _say_list(came, marks or MARKS))]
    return min((_differ(path, named, expected, one) for one in alike), key=len)


def _same(expected: Any, came: Any) -> bool:
    """Equal as they are meant: yes is true, 2.5 is 5/2, and kinds of blanks make no difference."""
    if expected is None or came is None:
        return came is None and expected in (None, "null", "none", "~", "")
    if isinstance(came, bool) or isinstance(expected, bool):
        return bool(_yes_or_no(expected) == _yes_or_no(came))
    one, other = _number(expected), _number(came)
    if one is not None and other is not None:
        return one == other
    return isinstance(expected, str) and isinstance(came, str) and _plain(expected) == _plain(came)


def _yes_or_no(value: Any) -> Any:
    return ("no", "yes")[value] if isinstance(value, bool) else value


def _number(value: Any) -> Fraction | None:
    if isinstance(value, str):
        return Fraction(value) if re.fullmatch(r"-?\d+/[1-9]\d*", value) else None
    # A float of a file is meant as its decimals say; those of a recommendation are rounded the same way.
    return Fraction(str(value)) if isinstance(value, int | float) else None


def _plain(text: str) -> str:
    return " ".join(text.replace("\N{WORD JOINER}", "").replace("\N{NON-BREAKING HYPHEN}", "-").split())


def _say(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_say(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_say(item) for item in value) + "]"
    text = str(value)
    return f"“{text}”" if " " in text else text


def _say_list(came: list[Any], marks: Iterable[str] = MARKS) -> str:
    """What a list holds instead, in few words: of entries only the marks."""
    if not came:
        return "an empty list"
    shown = [_marks_of(one, marks) if isinstance(one, Mapping) else _say(one) for one in came]
    return ", ".join(shown[:8]) + (f" and {len(shown) - 8} more" if len(shown) > 8 else "")


def _marks_of(entry: Mapping[str, Any], marks: Iterable[str]) -> str:
    return " ".join(_say(entry[key]) for key in marks if entry.get(key) is not None) or "one without a name"
