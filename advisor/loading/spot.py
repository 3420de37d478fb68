"""A spot in a file: where a message belongs, and how it gets there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic_core import PydanticCustomError

from advisor.loading.files import Problems
from advisor.loading.yaml_faults import Fault
from advisor.loading.yaml_text import line_of
from advisor.problems import Place

Read = TypeVar("Read")


@dataclass(frozen=True)
class Spot:
    """`path` leads from the file's data (`data`) to the part that is spoken of; `key` is what messages call it."""

    problems: Problems
    file: str
    data: Any
    path: tuple[str | int, ...] = ()
    first_line: int = 0  # for data that knows no lines
    name: str = ""  # how this part is called, where the path's last word would not do

    def at(self, *parts: str | int) -> Spot:
        return replace(self, path=(*self.path, *parts), name="")

    def called(self, name: str) -> Spot:
        return replace(self, name=name)

    @property
    def place(self) -> Place:
        return self._place(line_of(self.data, self.path), ())

    def _place(self, line: int, inner: tuple[str | int, ...]) -> Place:
        """Data that came from no file has fields instead of lines: `request.wants.0.quantity`."""
        return Place(self.file or ".".join(str(part) for part in (*self.path, *inner)), line or self.first_line)

    @property
    def key(self) -> str:
        if self.name:
            return f"`{self.name}`"
        words = [part for part in self.path if isinstance(part, str)]
        return f"`{words[-1]}`" if words else "this"

    @property
    def value(self) -> Any:
        """What stands here; None where nothing does."""
        found = self.data
        for part in self.path:
            if isinstance(found, Mapping):
                found = found.get(str(part))
            elif isinstance(found, (list, tuple)) and isinstance(part, int) and part < len(found):
                found = found[part]
            else:
                return None
        return found

    def say(self, code: str, what: str, cure: str) -> None:
        """Report what is wrong here; `{key}` becomes the name of this part."""
        self.problems.add(self.place, code, what.replace("{key}", self.key), cure.replace("{key}", self.key))

    def take(self, faults: Iterable[Fault]) -> None:
        """Report faults that were found in the value that stands here."""
        for fault in faults:
            self.problems.add(
                self._place(fault.line or self.place.line, fault.path), fault.code, fault.what, fault.cure
            )

    def read(self, how: Callable[[Any], Read], value: Any) -> Read | None:
        """`how(value)`, or None with its complaint reported here."""
        try:
            return how(value)
        except PydanticCustomError as error:
            context = error.context or {}
            self.say(error.type, str(context.get("what", "")), str(context.get("cure", "")))
            return None
