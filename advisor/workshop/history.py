"""The history of one file of a pack: the published versions in which it became something else, each with what was different."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from advisor.loading.files import plain_bytes
from advisor.pack import Pack
from advisor.workshop.compare import Difference, compare


class VersionMark(Protocol):
    @property
    def digest(self) -> str: ...


Version = TypeVar("Version", bound=VersionMark)


@dataclass(frozen=True)
class Change(Generic[Version]):
    """A version that changed the file. `what`: it came, it went, or it says something else."""

    version: Version
    before: Version | None
    what: str


def history_of(
    path: str, everything: Sequence[Version], content_of: Callable[[str, str], bytes | None]
) -> tuple[Change[Version], ...]:
    """The changes of a file, the newest first. `everything`: all versions, the newest first; `content_of(digest, path)`: what
    the file said in one, None where it was not there."""
    found: list[Change[Version]] = []
    said: dict[str, bytes | None] = {}
    before: Version | None = None
    for version in reversed(everything):
        if version.digest not in said:
            content = content_of(version.digest, path)
            said[version.digest] = None if content is None else plain_bytes(content)
        now = said[version.digest]
        was = None if before is None else said[before.digest]
        if now != was:
            what = "It came." if was is None else "It went." if now is None else "It says something else."
            found.append(Change(version, before, what))
        before = version
    return tuple(reversed(found))


def says_change(old: Pack, new: Pack, rule: str) -> tuple[str, ...]:
    """What one change made of a rule, in plain English."""
    found: tuple[Difference, ...] = compare(old, new)
    return next((one.says for one in found if (one.kind, one.id) == ("rule", rule)), ())
