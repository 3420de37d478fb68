"""The commands about published versions: `publish`, `versions`, `rollback`, and what `impact` compares with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from advisor.command_line.cli_says import Usage, counted, expect_one_of, say_findings, say_problems, wrapped
from advisor.loading.files import Problems
from advisor.loading.load import contents_of, pack_ids
from advisor.pack import Pack
from advisor.service import rules
from advisor.service.desk import local_desk
from advisor.service.editing import kept_cases
from advisor.storing import versions
from advisor.storing.faults import StoreFault
from advisor.storing.store import Store, open_store, where_of
from advisor.storing.versions import PublishedMeanwhile, Version
from advisor.workshop.compare import compare
from advisor.workshop.history import history_of, says_change
from advisor.workshop.impact import SavedCase
from advisor.workshop.publishing import lay_out, readiness_of


def run_publish(root: Path, pack_id: str, note: str, where: str | None) -> int:
    """Publish a pack as it lies in its folder; 1 with every reason where something stands in the way."""
    from advisor.engine.recommend import recommend

    expect_one_of(pack_id, pack_ids(root), "pack")
    problems = Problems()
    files = contents_of(root, pack_id, problems)
    problems.raise_any()
    ready = readiness_of(pack_id, files, recommend)
    if not ready.ready:
        if ready.problems:
            say_problems(ready.problems)
        say_findings(ready.findings)
        for failure in ready.failures:
            print(failure, file=sys.stderr)
        many = len(ready.sentences)
        print(
            f"{pack_id}: nothing was published, because {'one thing stands' if many == 1 else f'{many} things stand'} in the way."
        )
        return 1
    with _store(where) as store:
        now = versions.current(store, pack_id)
        if now is not None and now.digest == ready.digest:
            print(f"{pack_id}: version {now.number} ({now.digest}) says the same; nothing to publish.")
            return 0
        before = None if now is None else versions.load_version(store, pack_id, now.digest)
        done = rules.publish(local_desk(store), pack_id, files, note, now.digest if now else None)
        assert ready.pack is not None
        print(f"{pack_id}: version {done.number} ({done.digest}) is published; new calls use it.")
        if before is not None:
            _say_differences(before, ready.pack)
    return 0


def run_versions(
    pack_id: str,
    compared: list[str] | None,
    export: Path | None,
    version: str | None,
    rule: str | None,
    where: str | None,
) -> int:
    """List what was published, compare two versions in plain English, say what became of a rule, or write one for git."""
    with _store(where) as store:
        everything = versions.all_versions(store, pack_id)
        if not everything:
            raise Usage(f"Nothing was ever published of “{pack_id}” in {store.place}. `publish {pack_id}` begins.")
        if compared is not None:
            old, new = (version_named(everything, name) for name in compared)
            _say_differences(*(versions.load_version(store, pack_id, one.digest) for one in (old, new)))
        elif rule is not None:
            _say_history(store, pack_id, everything, rule)
        elif export is not None:
            one = version_named(everything, version) if version else everything[0]
            if any((export / part / pack_id).exists() for part in ("rules", "data")):
                raise Usage(
                    f"{export.as_posix()} holds the pack already; choose an empty folder, or delete it there first."
                )
            lay_out(versions.files_of(store, pack_id, one.digest), export)
            print(f"Version {one.number} ({one.digest}) of {pack_id} is in {export.as_posix()}/.")
        else:
            for one in everything:
                when = one.at.strftime("%Y-%m-%d %H:%M")
                note = f": {one.note}" if one.note else ""
                print(f"{one.number:>4}  {one.digest}  {when}  {one.name}{note}")
    return 0


def _say_history(store: Store, pack_id: str, everything: tuple[Version, ...], rule: str) -> None:
    """Every version that changed a rule, and what was different then."""
    files = {one.digest: versions.files_of(store, pack_id, one.digest) for one in everything}
    ending = f"/{rule}.yaml"
    paths = dict.fromkeys(path for content in files.values() for path in content if path.endswith(ending))
    expect_one_of(rule, sorted({Path(p).stem for c in files.values() for p in c if p.endswith(".yaml")}), "rule")
    for path in paths:
        for change in history_of(path, everything, lambda digest, path: files[digest].get(path)):
            one = change.version
            print(f"{one.number:>4}  {one.at:%Y-%m-%d}  {one.name}: {change.what} {one.note}".rstrip())
            if change.before is not None and path in files[change.before.digest] and path in files[one.digest]:
                old = versions.load_version(store, pack_id, change.before.digest)
                for said in says_change(old, versions.load_version(store, pack_id, one.digest), rule):
                    print("\n".join(wrapped(said, indent=6)))


def run_rollback(pack_id: str, version: str, note: str, where: str | None) -> int:
    """Publish an old version again; the versions between stay."""
    with _store(where) as store:
        everything = versions.all_versions(store, pack_id)
        if not everything:
            raise Usage(
                f"Nothing was ever published of “{pack_id}” in {store.place}, so there is nothing to go back to."
            )
        old = version_named(everything, version)
        if old.digest == everything[0].digest:
            print(f"{pack_id}: version {everything[0].number} says the same; nothing to go back from.")
            return 0
        before = versions.load_version(store, pack_id, everything[0].digest)
        note = note or f"back to version {old.number}"
        done = rules.publish_again(local_desk(store), pack_id, old.digest, note, everything[0].digest)
        print(f"{pack_id}: version {done.number} ({done.digest}) is published; it says what version {old.number} said.")
        _say_differences(before, versions.load_version(store, pack_id, done.digest))
    return 0


def version_named(everything: tuple[Version, ...], name: str) -> Version:
    """A version by its number, or by the beginning of its mark. Raises Usage."""
    found = [one for one in everything if str(one.number) == name or (len(name) >= 4 and one.digest.startswith(name))]
    if not found:
        there = ", ".join(f"{one.number} ({one.digest})" for one in everything[:8])
        raise Usage(f"There is no version “{name}”. There are {there}.")
    return found[0]


def published_pack(pack_id: str, name: str | None, where: str | None) -> tuple[Pack, tuple[SavedCase, ...]]:
    """The current version of a pack, or the one that is named, with the cases that are kept beside it. Raises Usage."""
    with _store(where) as store:
        everything = versions.all_versions(store, pack_id)
        if not everything:
            raise Usage(
                f"Nothing was ever published of “{pack_id}” in {store.place}. Publish it first, or say with --against which "
                "folder with rules/ and data/ to compare with."
            )
        one = version_named(everything, name) if name else everything[0]
        return versions.load_version(store, pack_id, one.digest), kept_cases(local_desk(store), pack_id)


def _say_differences(old: Pack, new: Pack) -> None:
    found = compare(old, new)
    print(f"{counted(len(found), 'difference')} between {old.version} and {new.version}{':' if found else '.'}")
    for one in found:
        print("\n".join(wrapped(str(one), first="  - ")))


@contextmanager
def _store(where: str | None) -> Iterator[Store]:
    """The store, closed again; its faults are said as sentences."""
    try:
        store = open_store(where_of(["--store", where] if where else []))
        try:
            yield store
        finally:
            store.close()
    except (StoreFault, PublishedMeanwhile) as fault:
        raise Usage(str(fault)) from fault
