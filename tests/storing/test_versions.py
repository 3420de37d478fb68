"""Versions of packs: published one after another, never half, never over somebody else's, and laid out as they were."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from advisor.loading.files import version_of
from advisor.loading.load import load_pack
from advisor.problems import FilesAtFault
from advisor.storing import versions
from advisor.storing.audit import entries
from advisor.storing.people import Person
from advisor.storing.store import Store
from advisor.storing.versions import (
    PublishedMeanwhile,
    all_current,
    all_versions,
    current,
    files_of,
    folder_of,
    load_version,
    publish,
    publish_again,
    publish_shipped,
)

OFFERINGS = "data/water/offerings.csv"


def changed(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, OFFERINGS: files[OFFERINGS] + b"\n"}


def test_what_is_published_is_current_and_the_older_stays(store: Store, anna: Person, water: dict[str, bytes]) -> None:
    assert current(store, "water") is None
    first = publish(store, "water", water, anna.id, "as shipped", None)
    second = publish(store, "water", changed(water), anna.id, "a blank line", first.digest)
    assert (first.number, second.number) == (1, 2)
    assert first.digest == version_of(water) != second.digest
    assert current(store, "water") == second == all_current(store)["water"]
    assert all_versions(store, "water") == (second, first)
    assert second.name == "Anna"
    assert files_of(store, "water", first.digest) == water
    assert [(one.what, one.object, one.details["number"]) for one in entries(store)] == [
        ("publish", "pack water", 2),
        ("publish", "pack water", 1),
    ]


def test_going_back_is_publishing_an_old_one(store: Store, anna: Person, water: dict[str, bytes]) -> None:
    first = publish(store, "water", water, anna.id, "", None)
    second = publish(store, "water", changed(water), anna.id, "", first.digest)
    third = publish_again(store, "water", first.digest, anna.id, "the blank line was wrong", second.digest)
    assert (third.number, third.digest) == (3, first.digest)
    assert [one.digest for one in all_versions(store, "water")] == [first.digest, second.digest, first.digest]


def test_who_publishes_on_top_of_what_they_have_not_seen_is_told_and_nothing_is_published(
    store: Store, anna: Person, otto: Person, water: dict[str, bytes]
) -> None:
    first = publish(store, "water", water, anna.id, "", None)
    with pytest.raises(PublishedMeanwhile) as told:
        publish(store, "water", changed(water), otto.id, "", None)
    assert told.value.now == first
    assert str(told.value) == (
        "Anna published version 1 meanwhile. Nothing was published: look at what changed, and publish again."
    )
    assert all_versions(store, "water") == (first,)


def test_of_many_who_publish_in_the_same_moment_one_does(store: Store, anna: Person, water: dict[str, bytes]) -> None:
    first = publish(store, "water", water, anna.id, "", None)

    def one(n: int) -> bool:
        try:
            publish(store, "water", {**water, OFFERINGS: water[OFFERINGS] + b"\n" * n}, anna.id, "", first.digest)
        except PublishedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(1, 7))) == 1
    assert [one.number for one in all_versions(store, "water")] == [2, 1]


def test_what_breaks_off_in_the_middle_publishes_nothing(
    store: Store, anna: Person, water: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(versions, "note_in_audit", break_off)
    with pytest.raises(KeyboardInterrupt):
        publish(store, "water", water, anna.id, "", None)
    assert current(store, "water") is None
    with pytest.raises(KeyError):
        files_of(store, "water", version_of(water))


@pytest.mark.parametrize("path", ["rules/water/../../../evil.yaml", "rules/other/a.yaml", "/etc/passwd", "rules/water"])
def test_a_file_that_would_be_laid_out_elsewhere_is_never_kept(
    store: Store, anna: Person, water: dict[str, bytes], path: str
) -> None:
    with pytest.raises(ValueError, match="is no file of the pack water"):
        publish(store, "water", {**water, path: b"x"}, anna.id, "", None)
    assert current(store, "water") is None


def test_a_version_is_laid_out_as_a_folder_that_loads_to_the_same_version(
    store: Store, anna: Person, water: dict[str, bytes]
) -> None:
    first = publish(store, "water", water, anna.id, "", None)
    with ThreadPoolExecutor(4) as pool:  # as many sessions at once as there may be
        (folder,) = set(pool.map(lambda _: folder_of(store, "water", first.digest), range(4)))
    assert load_pack(folder, "water").version == first.digest
    assert folder.is_relative_to(store.folder)
    assert [entry.name for entry in folder.parent.iterdir()] == [first.digest]  # nothing begun is left lying


def test_laying_out_that_breaks_off_leaves_nothing_that_would_be_loaded(
    store: Store, anna: Person, water: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(store, "water", water, anna.id, "", None)

    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", break_off)
        with pytest.raises(KeyboardInterrupt):
            folder_of(store, "water", first.digest)
    assert list((store.folder / "versions").iterdir()) == []
    assert load_version(store, "water", first.digest).version == first.digest


@pytest.mark.parametrize("content", [None, b"id,name\n", b"\x00"])
def test_a_version_whose_files_somebody_has_meddled_with_is_laid_out_anew(
    store: Store, anna: Person, water: dict[str, bytes], content: bytes | None
) -> None:
    first = publish(store, "water", water, anna.id, "", None)
    file = folder_of(store, "water", first.digest) / OFFERINGS
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert load_version(store, "water", first.digest).version == first.digest


def test_the_first_start_publishes_the_packs_without_fault_and_says_what_is_wrong_with_the_others(
    store: Store, anna: Person, root_with: Path
) -> None:
    for part in ("rules", "data"):
        shutil.copytree(root_with / part / "water", root_with / part / "bread")
    (root_with / "rules" / "bread" / "facts.yaml").write_text("people: {", "utf-8")
    at_fault = publish_shipped(store, root_with, anna.id)
    assert list(at_fault) == ["bread"] and isinstance(at_fault["bread"], FilesAtFault)
    assert list(all_current(store)) == ["water"]
    assert current(store, "water").note == "as shipped"  # type: ignore[union-attr]

    (root_with / OFFERINGS).write_bytes((root_with / OFFERINGS).read_bytes() + b"\n")
    publish_shipped(store, root_with, anna.id)  # what is published already is not published again
    assert len(all_versions(store, "water")) == 1
