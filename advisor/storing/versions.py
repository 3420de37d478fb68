"""Versions of packs: kept whole under the mark of their content, published one after another, and laid out as files to be loaded."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from advisor.loading.files import PackReader, Problems, plain_bytes, read_folder, version_of
from advisor.loading.load import load_pack, pack_ids
from advisor.pack import Pack
from advisor.problems import FilesAtFault
from advisor.storing.audit import note as note_in_audit
from advisor.storing.store import Store
from advisor.storing.tables import pack_versions, people, published, version_files


@dataclass(frozen=True)
class Version:
    """One publishing of a pack. `number` counts them, also where an old content came back; `digest` marks the content."""

    pack: str
    number: int
    digest: str
    at: datetime
    who: str
    name: str
    note: str


class PublishedMeanwhile(Exception):
    """Somebody else published this pack after it was looked at. `now`: what is current."""

    def __init__(self, now: Version | None) -> None:
        self.now = now
        who = f"{now.name} published version {now.number}" if now else "The pack was published"
        super().__init__(f"{who} meanwhile. Nothing was published: look at what changed, and publish again.")


def current(store: Store, pack: str) -> Version | None:
    """The version that calls begin with; None: it was never published."""
    with store.reading() as connection:
        return _current(connection, pack)


def all_current(store: Store) -> dict[str, Version]:
    """The current version of every pack, by pack."""
    with store.reading() as connection:
        rows = connection.execute(_newest_of_each()).all()
    return {row.pack: Version(*row) for row in rows}


def all_versions(store: Store, pack: str) -> tuple[Version, ...]:
    """Every publishing of a pack, the newest first."""
    asked = _versions().where(published.c.pack == pack).order_by(published.c.number.desc())
    with store.reading() as connection:
        return tuple(Version(*row) for row in connection.execute(asked))


def numbers_of(store: Store, pack: str) -> dict[str, int]:
    """Under which number each content was published last."""
    asked = select(published.c.digest, func.max(published.c.number)).where(published.c.pack == pack)
    with store.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(asked.group_by(published.c.digest))}


def publish(
    store: Store, pack: str, files: Mapping[str, bytes], who: str, note: str, expected_current: str | None
) -> Version:
    """Make these files (by path from the root: `rules/<pack>/...`, `data/<pack>/...`) the current version, in one transaction.

    `expected_current`: the digest that whoever publishes has looked at, None where there was none. The caller has loaded the
    files and found no fault. Raises PublishedMeanwhile, StoreFault.
    """
    _expect_paths_of(pack, files)
    digest, at = version_of(files), store.now()
    try:
        with store.writing() as connection:
            now = _current(connection, pack)
            if (now.digest if now else None) != expected_current:
                raise PublishedMeanwhile(now)
            _keep(connection, pack, digest, files, who, note, at)
            number = now.number + 1 if now else 1
            connection.execute(
                insert(published).values(pack=pack, number=number, digest=digest, at=at, who=who, note=note)
            )
            details = {"digest": digest, "number": number, "note": note}
            note_in_audit(connection, at, who, "publish", f"pack {pack}", details)
            done = _current(connection, pack)
    except IntegrityError as error:  # another writer took this number in the same moment
        raise PublishedMeanwhile(current(store, pack)) from error
    assert done is not None
    return done


def publish_again(store: Store, pack: str, digest: str, who: str, note: str, expected_current: str | None) -> Version:
    """Go back: publish what was published before."""
    return publish(store, pack, files_of(store, pack, digest), who, note, expected_current)


def files_of(store: Store, pack: str, digest: str) -> dict[str, bytes]:
    """The files of a version by path, in that order. Raises KeyError where there is no such version."""
    asked = (
        select(version_files.c.path, version_files.c.content)
        .where(version_files.c.pack == pack, version_files.c.digest == digest)
        .order_by(version_files.c.path)
    )
    with store.reading() as connection:
        found = {row.path: bytes(row.content) for row in connection.execute(asked)}
    if not found:
        raise KeyError(digest)
    return dict(sorted(found.items()))


def folder_of(store: Store, pack: str, digest: str) -> Path:
    """A root with `rules/<pack>` and `data/<pack>` of a version, for `load_pack(root, pack)`; laid out as a whole or not at all."""
    root = store.folder / "versions" / digest
    if (root / "rules" / pack).is_dir():
        return root
    files = files_of(store, pack, digest)
    root.parent.mkdir(parents=True, exist_ok=True)
    begun = Path(tempfile.mkdtemp(prefix=".laying_out_", dir=root.parent))
    try:
        (begun / "data" / pack).mkdir(parents=True)
        for path, content in files.items():
            file = begun / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        begun.chmod(0o755)
        try:
            os.replace(begun, root)
        except OSError:
            if not (root / "rules" / pack).is_dir():  # nobody else was faster
                raise
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return root


def load_version(store: Store, pack: str, digest: str, reader: PackReader | None = None) -> Pack:
    """Load a version; laid out anew where somebody has meddled with its files. Raises KeyError, FilesAtFault."""
    for _ in range(2):
        folder = folder_of(store, pack, digest)
        try:
            found = load_pack(folder, pack, reader)
            if found.version == digest:
                return found
        except (FilesAtFault, OSError):
            if folder_content(folder, pack) == files_of(store, pack, digest):
                raise
        shutil.rmtree(folder, ignore_errors=True)
    return load_pack(folder_of(store, pack, digest), pack, reader)


def folder_content(root: Path, pack: str) -> dict[str, bytes]:
    """The files of a pack below a root, as they are published. Raises FilesAtFault for those that cannot be read."""
    problems = Problems()
    found: dict[str, bytes] = {}
    for part in ("rules", "data"):
        if (root / part / pack).is_dir():
            found |= read_folder(root, root / part / pack, problems)
    problems.raise_any()
    return found


def publish_shipped(
    store: Store,
    root: Path,
    who: str,
    reader: PackReader | None = None,
    look: Callable[[str, Mapping[str, bytes]], None] = lambda pack, files: None,
) -> dict[str, FilesAtFault]:
    """Publish the packs that lie in `root` and were never published. Returns what is wrong with those that cannot be; `look` raises
    FilesAtFault for what loads and still must not be published."""
    at_fault: dict[str, FilesAtFault] = {}
    there = all_current(store)
    for pack in pack_ids(root):
        if pack in there:
            continue
        try:
            files = folder_content(root, pack)
            if load_pack(root, pack, reader).version == version_of(files):
                look(pack, files)
                publish(store, pack, files, who, "as shipped", None)
        except FilesAtFault as fault:
            at_fault[pack] = fault
        except PublishedMeanwhile:  # another process was faster
            continue
    return at_fault


def _versions() -> Select[Any]:
    one = published.c
    asked = select(one.pack, one.number, one.digest, one.at, one.who, people.c.name, one.note)
    return asked.join(people, people.c.id == one.who)


@cache  # every page asks it; to build the question takes longer than to answer it
def _newest_of_each() -> Select[Any]:
    newest = (
        select(published.c.pack, func.max(published.c.number).label("number")).group_by(published.c.pack).subquery()
    )
    asked = _versions().join(
        newest, (newest.c.pack == published.c.pack) & (newest.c.number == published.c.number)
    )  # fmt: skip
    return asked.order_by(published.c.pack)


def _current(connection: Connection, pack: str) -> Version | None:
    asked = _versions().where(published.c.pack == pack).order_by(published.c.number.desc()).limit(1)
    row = connection.execute(asked).one_or_none()
    return None if row is None else Version(*row)


def _keep(
    connection: Connection, pack: str, digest: str, files: Mapping[str, bytes], who: str, note: str, at: datetime
) -> None:
    """Keep a content once, however often it is published."""
    whole = _whole_mark(files)
    asked = select(pack_versions.c.sha256).where(pack_versions.c.pack == pack, pack_versions.c.digest == digest)
    there = connection.execute(asked).scalar_one_or_none()
    if there == whole:
        return
    if there is not None:
        raise ValueError(f"Two contents of {pack} bear the mark {digest}.")
    connection.execute(insert(pack_versions).values(pack=pack, digest=digest, sha256=whole, at=at, who=who, note=note))
    rows = [{"pack": pack, "digest": digest, "path": path, "content": files[path]} for path in sorted(files)]
    connection.execute(insert(version_files), rows)


def _expect_paths_of(pack: str, files: Mapping[str, bytes]) -> None:
    """A file that would be laid out elsewhere is a mistake of ours, or an attack."""
    for path in files:
        parts = PurePosixPath(path).parts
        if parts[:2] not in (("rules", pack), ("data", pack)) or ".." in parts or "\\" in path or len(parts) < 3:
            raise ValueError(f"{path} is no file of the pack {pack}.")


def _whole_mark(files: Mapping[str, bytes]) -> str:
    """The whole SHA-256 of which the digest is the beginning."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.encode("utf-8") + b"\0" + plain_bytes(files[path]) + b"\0")
    return digest.hexdigest()
