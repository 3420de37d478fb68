"""From a draft to a published version: what stands in the way, what is compared, and going back; typed as a keeper of rules would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from advisor.command_line.cli import main
from advisor.engine.recommend import recommend
from advisor.loading.files import PackReader
from advisor.loading.load_case import load_case
from advisor.printing.paper import printed_pdf
from advisor.service.cases import begin_case
from advisor.service.desk import local_desk
from advisor.storing import versions
from advisor.storing.people import keep_person
from advisor.storing.store import open_store
from advisor.storing.tables import cases
from advisor.workshop.publishing import (
    ImpactNotSeen,
    NotReady,
    changed_files,
    publish_ready,
    readiness_of,
    with_drafts,
)
from tests.desks import content

PACKS = Path(__file__).parents[1] / "packs"
LARGE_ROOM = "rules/water/rooms/tap_in_every_large_room.yaml"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """A folder with the pack, a store beside it, and the command line."""

    root: Path
    run: Callable[..., Ran]

    def change(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    root = tmp_path / "root"
    shutil.copytree(PACKS, root)
    case = root / "data/water/cases/thirty_people.yaml"
    case.write_text(case.read_text("utf-8").replace(", absent: [pump]", ""), "utf-8")  # it expects what does not come

    def run(*typed: str) -> Ran:
        status = main([typed[0], "--root", str(root), *typed[1:], "--store", str(tmp_path / "store")])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return Desk(root, run)


def test_publish_compare_and_go_back(desk: Desk) -> None:
    assert desk.run("publish", "water", "--note", "as shipped").out.startswith("water: version 1 (")
    again = desk.run("publish", "water")
    assert again.status == 0 and again.out.endswith(" says the same; nothing to publish.\n")
    desk.change(LARGE_ROOM, "seats >= 10", "seats >= 12")
    refused = desk.run("publish", "water", "--note", "twelve")
    assert refused.status == 1
    assert refused.err.startswith(
        f"{LARGE_ROOM}, line 12: “ten seats are enough” expects tap 1; the rule says “does not apply”."
    )
    assert refused.out == "water: nothing was published, because one thing stands in the way.\n"
    desk.change(LARGE_ROOM, "{seats: 10}, expect", "{seats: 12}, expect")
    done = desk.run("publish", "water", "--note", "twelve")
    assert done.status == 0
    assert "version 2 (" in done.out and "seats is at least 12" in done.out
    back = desk.run("rollback", "water", "1")
    assert back.out.splitlines()[0].endswith(" is published; it says what version 1 said.")
    listed = desk.run("versions", "water").out.splitlines()
    assert [line.split()[0] for line in listed] == ["3", "2", "1"]
    assert listed[0].split()[1] == listed[2].split()[1]  # the same content has the same mark
    assert listed[0].endswith(": back to version 1")
    assert desk.run("rollback", "water", "1").out == "water: version 3 says the same; nothing to go back from.\n"


def test_the_history_of_a_rule_is_said_version_by_version(desk: Desk) -> None:
    desk.run("publish", "water")
    desk.change("rules/water/rooms/no_lemonade.yaml", "We sell water.", "We sell nothing but water.")
    desk.run("publish", "water", "--note", "clearer")
    newest, said, oldest = desk.run("versions", "water", "--rule", "no_lemonade").out.splitlines()
    assert newest.startswith("   2  ") and newest.endswith(": It says something else. clearer")
    assert said == "      The reason was “We sell water.” and is “We sell nothing but water.”."
    assert oldest.startswith("   1  ") and oldest.endswith(": It came.")
    wrong = desk.run("versions", "water", "--rule", "no_lemonad")
    assert (wrong.status, wrong.err) == (2, "There is no rule “no_lemonad”. Did you mean no_lemonade?\n")


def test_two_versions_are_compared_in_plain_english(desk: Desk) -> None:
    desk.run("publish", "water")
    desk.change("data/water/offerings.csv", "machine,400,", "machine,420,")
    desk.run("publish", "water")
    compared = desk.run("versions", "water", "--compare", "1", "2")
    assert (
        compared.out.splitlines()[1]
        == "  - Dispenser (offering dispenser): Its price once was €400 and is €420 (+€20)."
    )
    wrong = desk.run("versions", "water", "--compare", "1", "7")
    assert wrong.status == 2 and wrong.err.startswith("There is no version “7”. There are 2 (")


def test_a_version_is_written_into_a_folder_for_git(desk: Desk, tmp_path: Path) -> None:
    desk.run("publish", "water")
    desk.change("data/water/offerings.csv", "machine,400,", "machine,420,")
    desk.run("publish", "water")
    folder = tmp_path / "for_git"
    assert desk.run("versions", "water", "--export", str(folder), "--version", "1").status == 0
    assert "machine,400," in (folder / "data/water/offerings.csv").read_text("utf-8")
    assert (folder / LARGE_ROOM).read_bytes() == (desk.root / LARGE_ROOM).read_bytes()
    twice = desk.run("versions", "water", "--export", str(folder))
    assert twice.status == 2 and "holds the pack already" in twice.err


def test_the_impact_is_against_what_is_published(desk: Desk, tmp_path: Path) -> None:
    before = desk.run("impact", "water")
    assert before.status == 2 and before.err.startswith("Nothing was ever published of “water” in ")
    desk.run("publish", "water")
    assert desk.run("impact", "water").out.splitlines()[0] == "None of 2 cases changes."
    desk.change("data/water/offerings.csv", "machine,400,", "machine,420,")
    table = tmp_path / "impact.csv"
    said = desk.run("impact", "water", "--csv", str(table))
    assert said.out.splitlines()[:2] == [
        "2 of 2 cases change: €60 more.",
        "  - rooms from a file: the same, for €1,060 in all → the same, for €1,080 in all +€20",
    ]
    assert len(table.read_text("utf-8").splitlines()) == 3


def test_cases_of_calls_are_looked_at_by_their_reference_and_issued_ones_are_marked(desk: Desk, tmp_path: Path) -> None:
    desk.run("publish", "water")
    store = open_store(tmp_path / "store")
    own = local_desk(store)
    kept = content(people=30)
    kept["case"]["request"]["wants"] = [{"offering": "dispenser", "quantity": 2}]
    begin_case(own, "a_case_of_a_call", "water", versions.current(store, "water").digest, kept)  # type: ignore[union-attr]
    with store.writing() as connection:
        connection.execute(update(cases).values(issued="issued"))
    store.close()
    desk.change("data/water/offerings.csv", "machine,400,", "machine,420,")
    said = desk.run("impact", "water").out
    assert said.startswith("3 of 3 cases change: ")
    assert "  - EX-1 (issued): the same, for " in said


def test_a_pack_at_fault_is_not_published_and_the_last_good_version_stays(desk: Desk) -> None:
    desk.run("publish", "water")
    desk.change("data/water/offerings.csv", "softener_box,Softener", "softener_bag,Softener")
    refused = desk.run("publish", "water")
    assert refused.status == 1
    assert refused.err.startswith("data/water/provides.csv, line 6: There is no offering `softener_box`. ")
    assert len(desk.run("versions", "water").out.splitlines()) == 1


def test_rolling_back_what_was_never_published_says_so(desk: Desk) -> None:
    ran = desk.run("rollback", "water", "1")
    assert ran.status == 2 and ran.err.startswith("Nothing was ever published of “water” in ")


# the same without a command line, as the page does it


@dataclass(frozen=True)
class Draft:
    path: str
    text: str | None


@dataclass(frozen=True)
class Done:
    number: int
    digest: str


def test_drafts_lie_over_the_files_and_what_says_the_same_is_no_change(water_files: dict[str, bytes]) -> None:
    text = water_files[LARGE_ROOM].decode()
    assert with_drafts(water_files, [Draft(LARGE_ROOM, text.replace("\n", "\r\n"))]) == water_files
    other = with_drafts(
        water_files, [Draft(LARGE_ROOM, text + "# seen\n"), Draft("rules/water/rooms/new.yaml", "title: x\n")]
    )
    assert changed_files(water_files, other) == ("rules/water/rooms/new.yaml", LARGE_ROOM)
    without = with_drafts(water_files, [Draft(LARGE_ROOM, None)])
    assert changed_files(water_files, without) == (LARGE_ROOM,) and LARGE_ROOM not in without


def good(files: dict[str, bytes]) -> dict[str, bytes]:
    case = "data/water/cases/thirty_people.yaml"
    return {**files, case: files[case].replace(b", absent: [pump]", b"")}


def published(files: Mapping[str, bytes], expected: str | None) -> Done:
    return Done(2, "222222222222")


def test_nothing_is_published_before_the_impact_was_looked_at(water_files: dict[str, bytes], kept: PackReader) -> None:
    ready = readiness_of("water", good(water_files), recommend, reader=kept)
    assert ready.ready and ready.sentences == ()
    for looked_at in (None, ("000000000000", ready.digest), ("111111111111", "000000000000")):
        with pytest.raises(ImpactNotSeen, match="look first at what the change does to the saved cases"):
            publish_ready(ready, published, "111111111111", looked_at)
    assert publish_ready(ready, published, "111111111111", ("111111111111", ready.digest)).number == 2
    assert (
        publish_ready(ready, published, None, None).number == 2
    )  # before the first version there is nothing to look at


def test_nothing_is_published_while_a_finding_or_an_example_stands_in_the_way(
    water_files: dict[str, bytes], kept: PackReader
) -> None:
    text = water_files[LARGE_ROOM].decode().replace("seats >= 10", "seats > 100")
    ready = readiness_of("water", with_drafts(good(water_files), [Draft(LARGE_ROOM, text)]), None, reader=kept)
    assert [finding.check for finding in ready.findings] == ["rule_never_applies"]
    assert [failure.place.line for failure in ready.failures] == [12]
    with pytest.raises(NotReady) as refused:
        publish_ready(ready, published, None, None)
    first, *rest = str(refused.value).splitlines()
    assert first == "Nothing was published: 2 things stand in the way."
    assert rest == list(ready.sentences)


def test_a_case_is_previewed_with_the_prices_of_another_day(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.change("data/water/prices.csv", "dispenser,5,", "dispenser,1,500,12.50,2027-01-01,\ndispenser,5,")
    case = str(desk.root / "data/water/cases/rooms_from_a_file.yaml")

    def once(*typed: str) -> int:
        assert main(["recommend", case, "--json", "--root", str(desk.root), *typed]) == 0
        total: int = json.loads(capsys.readouterr().out)["cost"]["once"]["likely"]
        return total

    now = once()
    assert once("--on", "2026-12-31") == now
    assert once("--on", "2027-01-01") == now + 100_00
    with pytest.raises(SystemExit) as refused:
        main(["recommend", case, "--on", "1.1.2027"])
    assert refused.value.code == 2
    assert "1.1.2027 is no day; write year, month and day, such as 2026-11-21" in capsys.readouterr().err


def test_what_was_printed_before_three_published_changes_prints_to_the_same_bytes(
    tmp_path: Path, water_files: dict[str, bytes]
) -> None:
    store = open_store(tmp_path)
    with store.writing() as connection:
        who = keep_person(connection, store, "local", "local", "Anna").id
    first = versions.publish(store, "water", water_files, who, "as shipped", None)
    case = PACKS / "data/water/cases/rooms_from_a_file.yaml"

    def printed(digest: str) -> bytes:
        pack = versions.load_version(store, "water", digest)
        read = load_case(case, pack)
        return printed_pdf(pack, read, recommend(pack, read))

    before = printed(first.digest)
    files, digest = dict(water_files), first.digest
    offerings = "data/water/offerings.csv"
    changes = [(offerings, b"machine,400,", b"machine,420,"), (LARGE_ROOM, b"seats >= 10", b"seats >= 4"),
               (offerings, b"dispenser,Dispenser,", b"dispenser,Water dispenser,")]  # fmt: skip
    for number, (file, old, new) in enumerate(changes, 2):
        assert old in files[file]
        files[file] = files[file].replace(old, new)
        done = versions.publish(store, "water", files, who, "", digest)
        assert done.number == number
        digest = done.digest
    assert printed(first.digest) == before
    assert printed(digest) != before
