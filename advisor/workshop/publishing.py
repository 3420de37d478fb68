"""From a draft to a published version: what stands in its way, and publishing what nothing stands in the way of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeAlias

from advisor.loading.files import PackReader, plain_bytes, version_of
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Problem
from advisor.workshop.check import check_contents
from advisor.workshop.findings import Finding
from advisor.workshop.trial import Failure, Recommend, try_examples, try_pack

Files: TypeAlias = Mapping[str, bytes]


class DraftText(Protocol):
    """A file as somebody would have it; `text` None: it is to be deleted."""

    @property
    def path(self) -> str: ...
    @property
    def text(self) -> str | None: ...


@dataclass(frozen=True)
class Readiness:
    """Everything that stands in the way of publishing some files; nothing: they are ready."""

    pack_id: str
    files: Files
    pack: Pack | None
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def ready(self) -> bool:
        return not (self.problems or self.findings or self.failures)

    @property
    def digest(self) -> str:
        return version_of(self.files)

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence for each thing in the way, with file and line."""
        return tuple(str(one) for one in (*self.problems, *self.findings, *self.failures))


class NotReady(Exception):
    """Nothing was published: something stands in the way."""

    def __init__(self, readiness: Readiness) -> None:
        self.readiness = readiness
        many = len(readiness.sentences)
        things = "one thing stands" if many == 1 else f"{many} things stand"
        super().__init__("\n".join((f"Nothing was published: {things} in the way.", *readiness.sentences)))


class ImpactNotSeen(Exception):
    """Nothing was published: nobody has looked at what it changes for the cases that are there."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was published: look first at what the change does to the saved cases, and say that you have seen it."
        )


def with_drafts(files: Files, drafts: Iterable[DraftText]) -> dict[str, bytes]:
    """The files as they would be with the drafts in their places. A draft that says the same leaves the file untouched."""
    whole = dict(files)
    for draft in drafts:
        if draft.text is None:
            whole.pop(draft.path, None)
        elif draft.path not in whole or plain_bytes(whole[draft.path]) != plain_bytes(draft.text.encode()):
            whole[draft.path] = draft.text.encode()
    return dict(sorted(whole.items()))


def changed_files(old: Files, new: Files) -> tuple[str, ...]:
    """The paths of what was added, removed or changed; line ends and a BOM are no change."""
    return tuple(
        path
        for path in sorted({*old, *new})
        if path not in old or path not in new or plain_bytes(old[path]) != plain_bytes(new[path])
    )


def readiness_of(
    pack_id: str,
    files: Files,
    recommend: Recommend | None,
    today: date | None = None,
    reader: PackReader | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Readiness:
    """Load, check, and run examples and cases. `recommend` None: the cases are left out, which answers at once. `progress` and
    `stop`: as for `try_pack`; what was stopped tells nothing of the cases that were left out."""
    try:
        checked = check_contents(pack_id, files, today, reader)
    except FilesAtFault as fault:
        return Readiness(pack_id, files, None, fault.problems)
    if recommend is None:
        return Readiness(pack_id, files, checked.pack, (), checked.findings, try_examples(checked.pack))
    with TemporaryDirectory() as folder:  # cases may name tables that lie beside them
        lay_out(files, Path(folder))
        failures = try_pack(Path(folder), checked.pack, recommend, progress, stop).failures
    return Readiness(pack_id, files, checked.pack, (), checked.findings, failures)


def lay_out(files: Files, root: Path) -> None:
    """Write the files of a pack below a folder, as they are."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def publish_ready(
    readiness: Readiness,
    publish: Callable[[Files, str | None], Published],
    expected_current: str | None,
    looked_at: tuple[str | None, str] | None,
) -> Published:
    """Publish with `publish(files, expected_current)` what nothing stands in the way of.

    `looked_at`: the versions whose difference somebody has looked at, before and after. Raises NotReady, ImpactNotSeen, and what
    `publish` raises.
    """
    if not readiness.ready:
        raise NotReady(readiness)
    if expected_current is not None and looked_at != (expected_current, readiness.digest):
        raise ImpactNotSeen
    return publish(readiness.files, expected_current)


class Published(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def digest(self) -> str: ...
