"""YAML text to maps, lists and words that know their lines; a scalar stays the text that was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from advisor.loading.yaml_faults import Fault, foreign_line, in_plain_words

MOST_LEVELS = 12  # of maps and lists inside each other; the deepest file of a pack has five


class Map(dict[str, Any]):
    """A mapping. `line` is where it begins, `lines` where each key stands; `flow`: written as `{a: 1}`."""

    __slots__ = ("flow", "line", "lines")

    def __init__(self, line: int, flow: bool) -> None:
        super().__init__()
        self.line = line
        self.flow = flow
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list. `lines` holds where each entry begins; `flow`: written as `[a, b]`."""

    __slots__ = ("flow", "line", "lines")

    def __init__(self, line: int, flow: bool) -> None:
        super().__init__()
        self.line = line
        self.flow = flow
        self.lines: list[int] = []


class Quoted(str):
    """A scalar that stood in quotes or as a block: text, whatever it looks like."""

    __slots__ = ()


def line_of(data: object, path: Iterable[str | int]) -> int:
    """The line of the innermost part of `path` that is there; 0 for data that came from no file."""
    line = getattr(data, "line", 0)
    for part in path:
        if isinstance(data, Map) and part in data.lines:
            line = data.lines[str(part)]
        elif isinstance(data, Items) and isinstance(part, int) and part < len(data.lines):
            line = data.lines[part]
        if isinstance(data, Mapping) and part in data:
            data = data[str(part)]
        elif isinstance(data, Sequence) and not isinstance(data, str) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            break
    return int(line)


def read_yaml_text(text: str) -> tuple[Any, list[Fault]]:
    """Read one document. Scalars become `str` (`Quoted` where quoted), empty ones None; nothing is guessed.

    Returns the data (None where the text cannot be read) and the faults; after a fault of YAML's own grammar there is
    no data, while keys that stand twice are all reported and the first of each is kept.
    """
    foreign = foreign_line(text)
    if foreign is not None:
        return None, [foreign]
    builder = _Builder()
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if builder.take(event):
                return None, builder.faults
    except YAMLError as error:
        return None, [*builder.faults, in_plain_words(error, text)]
    return builder.document, builder.faults


class _Builder:
    """Puts events together without recursion, so that no nesting can exhaust the stack."""

    def __init__(self) -> None:
        self.document: Any = None
        self.faults: list[Fault] = []
        self.documents = 0
        self.open: list[Map | Items] = []
        self.keys: list[str | None] = []  # per open map: the key that waits for its value

    def take(self, event: Any) -> bool:
        """Add one event; True when reading must stop."""
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                what = "A line `---` begins a second document; only one is read."
                return self._stop(
                    event,
                    "yaml_second_document",
                    what,
                    "Delete the line `---`, or move what follows to a file of its own.",
                )
            return False
        if isinstance(event, AliasEvent):
            return self._stop(
                event,
                "yaml_alias",
                f"`*{event.anchor}` stands for another part of the file; such references are not read.",
                "Write the text out; if it only begins with `*`, put quotes round it.",
            )
        if getattr(event, "anchor", None) is not None:
            return self._stop(
                event,
                "yaml_alias",
                f"`&{event.anchor}` names a part of the file; such names are not read.",
                "Delete it; if the text only begins with `&`, put quotes round it.",
            )
        if getattr(event, "tag", None) is not None:
            return self._stop(
                event,
                "yaml_tag",
                f"`{str(event.tag).replace('tag:yaml.org,2002:', '!!')}` is a YAML tag; tags are not read.",
                "Delete it; if the text only begins with `!`, put quotes round it.",
            )
        if isinstance(event, ScalarEvent):
            return self._value(event, _scalar(event))
        if isinstance(event, MappingStartEvent):
            return self._begin(event, Map(event.start_mark.line + 1, bool(event.flow_style)))
        if isinstance(event, SequenceStartEvent):
            return self._begin(event, Items(event.start_mark.line + 1, bool(event.flow_style)))
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.open.pop()
            self.keys.pop()
        return False

    def _begin(self, event: Any, container: Map | Items) -> bool:
        if len(self.open) >= MOST_LEVELS:
            what = f"Here maps and lists lie more than {MOST_LEVELS} deep in each other."
            return self._stop(
                event, "yaml_too_deep", what, "Take brackets or indentation away until it looks like the examples."
            )
        if self._value(event, container):
            return True
        self.open.append(container)
        self.keys.append(None)
        return False

    def _value(self, event: Any, value: Any) -> bool:
        line = event.start_mark.line + 1
        if not self.open:
            self.document = value
            return False
        holder = self.open[-1]
        if isinstance(holder, Items):
            holder.append(value)
            holder.lines.append(line)
            return False
        key = self.keys[-1]
        if key is None:
            if not isinstance(value, str):
                return self._stop(
                    event,
                    "yaml_key",
                    "The name before a colon must be a plain word.",
                    "If this is a text that begins with `{` or `[`, put quotes round it.",
                )
            self.keys[-1] = str(value)
            if value in holder.lines:
                what = f"`{value}` stands here twice: in line {holder.lines[value]} and in line {line}."
                self.faults.append(Fault(line, "yaml_twice", what, "Keep one of the two."))
            else:
                holder.lines[str(value)] = line
            return False
        self.keys[-1] = None
        holder.setdefault(key, value)
        return False

    def _stop(self, event: Any, code: str, what: str, cure: str) -> bool:
        self.faults.append(Fault(event.start_mark.line + 1, code, what, cure))
        return True


def _scalar(event: Any) -> str | None:
    if event.style is not None:
        return Quoted(event.value)
    return None if event.value in ("", "~", "null") else str(event.value)
