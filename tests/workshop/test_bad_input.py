"""Bad input of every kind: a sentence at the line, nothing published, and the last good version stays in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from advisor.loading.files import PackReader
from advisor.storing import versions
from advisor.storing.people import keep_person
from advisor.storing.store import Store, open_store
from advisor.workshop.publishing import NotReady, publish_ready, readiness_of

RULE = "rules/water/rooms/tap_in_every_large_room.yaml"
BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


@dataclass(frozen=True)
class Shop:
    """A store in which the small pack is published once."""

    store: Store
    who: str
    digest: str

    def publish(self, files: Mapping[str, bytes], kept: PackReader) -> None:
        def write(ready: Mapping[str, bytes], expected: str | None) -> versions.Version:
            return versions.publish(self.store, "water", ready, self.who, "", expected)

        ready = readiness_of("water", files, None, reader=kept)
        publish_ready(ready, write, self.digest, (self.digest, ready.digest))


@pytest.fixture
def shop(tmp_path: Path, water_files: dict[str, bytes]) -> Shop:
    store = open_store(tmp_path)
    with store.writing() as connection:
        who = keep_person(connection, store, "local", "local", "Anna").id
    return Shop(store, who, versions.publish(store, "water", water_files, who, "as shipped", None).digest)


def spoilt(files: dict[str, bytes], file: str, old: str, new: str) -> dict[str, bytes]:
    text = files[file].decode()
    assert old in text
    return {**files, file: text.replace(old, new, 1).encode()}


def of_rule(old: str, new: str) -> tuple[str, str, str]:
    return RULE, old, new


KINDS = [
    ("a syntax error", of_rule("needs:\n", "needs\n"),
     f"{RULE}, line 6: In `needs` the colon is missing."),
    ("a merge that was never finished", of_rule("when: seats >= 10", "<<<<<<< mine\nwhen: seats >= 10\n=======\nwhen: seats >= 12\n>>>>>>> theirs"),
     f"{RULE}, line 4: `<<<<<<<` marks two versions of this file that were never put together."),
    ("a deleted offering that rules still name", ("data/water/offerings.csv", "pump,Pump,a pump", "hand_pump,Pump,a pump"),
     "rules/water/rooms/tap_in_every_large_room.yaml, line 5: There is no offering `pump`."),
    ("a YAML bomb", of_rule("title:", BOMB + "title:"),
     f"{RULE}, line 1: `&a` names a part of the file; such names are not read."),
    ("a tab", of_rule("  tap: 1", "\ttap: 1"),
     f"{RULE}, line 7: A tab stands here; YAML is indented with spaces."),
    ("a fact that is gone", ("rules/water/facts.yaml", "    seats:\n", "    chairs:\n"),
     f"{RULE}, line 4: `when`: There is no fact, formula or column called seats."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS])
def test_a_fault_is_said_at_its_line_and_the_last_good_version_stays(
    shop: Shop, water_files: dict[str, bytes], kept: PackReader, change: tuple[str, str, str], said: str
) -> None:
    with pytest.raises(NotReady) as refused:
        shop.publish(spoilt(water_files, *change), kept)
    assert any(line.startswith(said) for line in str(refused.value).splitlines()[1:]), str(refused.value)
    still = versions.current(shop.store, "water")
    assert still is not None and (still.number, still.digest) == (1, shop.digest)
    assert versions.load_version(shop.store, "water", shop.digest).version == shop.digest


def test_ten_thousand_lines_are_refused_with_their_size(
    shop: Shop, water_files: dict[str, bytes], kept: PackReader
) -> None:
    long = water_files[RULE] + b"# a log that was pasted in here by mistake\n" * 10_000
    with pytest.raises(NotReady) as refused:
        shop.publish({**water_files, RULE: long}, kept)
    assert str(refused.value).splitlines()[1].startswith(f"{RULE}: The file has 430 kB; at most 200 kB are read. ")


@pytest.mark.parametrize(
    "path", ["rules/water/../../etc/cron.yaml", "rules/water/rooms\\x.yaml", "rules/other/x.yaml", "/etc/passwd"]
)
def test_a_name_that_leads_elsewhere_is_refused(
    shop: Shop, water_files: dict[str, bytes], kept: PackReader, path: str
) -> None:
    with pytest.raises(NotReady) as refused:
        shop.publish({**water_files, path: b"title: x\n"}, kept)
    assert str(refused.value).splitlines()[1] == (
        f"{path}: “{path}” leads out of the folders of the pack. Give it a name in rules/water/ or data/water/, without `..` and "
        "`\\`."
    )


@pytest.mark.parametrize(
    "spoil", [lambda content: content.replace(b"\n", b"\r\n"), lambda content: b"\xef\xbb\xbf" + content],
    ids=["line ends of Windows", "a BOM"],
)  # fmt: skip
def test_line_ends_of_windows_and_a_bom_change_nothing(
    shop: Shop, water_files: dict[str, bytes], kept: PackReader, spoil: object
) -> None:
    files = {file: spoil(content) for file, content in water_files.items()}  # type: ignore[operator]
    ready = readiness_of("water", files, None, reader=kept)
    assert ready.ready and ready.digest == shop.digest
