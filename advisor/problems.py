"""What is wrong with a file, where, and what to do: the one shape of every message to people who write files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """A file, named relative to the folder that holds `rules/` and `data/`, and a line in it (from 1; 0 for the whole file)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Problem:
    """One fault. `what` says what is wrong, `cure` what to do; both are whole sentences. `code` names its page in docs/errors.md."""

    place: Place
    code: str
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.cure}".rstrip()


class FilesAtFault(Exception):
    """A pack or a case cannot be used; carries every problem found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
