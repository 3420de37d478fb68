"""The history of a rule's file over the versions that were published."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.loading.files import PackReader
from advisor.loading.load import load_contents
from advisor.workshop.history import history_of, says_change

FILE = "rules/water/rooms/one_machine_only.yaml"


@dataclass(frozen=True)
class Mark:
    number: int
    digest: str


CONTENTS = {
    "a": {},
    "b": {FILE: b"title: two\n"},
    "c": {FILE: b"title: two\r\n"},  # line ends are no change
    "d": {FILE: b"title: three\n"},
}


def history(*digests: str) -> list[tuple[int, str]]:
    versions = [Mark(number, digest) for number, digest in enumerate(digests, 1)]
    found = history_of(FILE, versions[::-1], lambda digest, path: CONTENTS[digest].get(path))
    return [(change.version.number, change.what) for change in found]


def test_only_versions_that_changed_the_file_are_named_the_newest_first() -> None:
    assert history("a", "b", "c", "d") == [(4, "It says something else."), (2, "It came.")]


def test_going_back_is_a_change_too_and_a_file_may_go() -> None:
    assert history("b", "d", "b", "a") == [
        (4, "It went."), (3, "It says something else."), (2, "It says something else."), (1, "It came.")
    ]  # fmt: skip


def test_a_file_that_never_was_has_no_history() -> None:
    assert history("a", "a") == []


def test_a_change_is_said_in_plain_english(water_files: dict[str, bytes], kept: PackReader) -> None:
    old = load_contents("water", water_files, kept)
    text = water_files[FILE].decode().replace("dispenser: 2\n", "dispenser: 3\n")
    new = load_contents("water", {**water_files, FILE: text.encode()}, kept)
    assert says_change(old, new, "one_machine_only") == (
        "It said “Dispenser must be at most 2.” and says “Dispenser must be at most 3.”.",
    )
    assert says_change(old, new, "no_lemonade") == ()
