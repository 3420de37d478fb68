"""Bytes, names and CSV: what is read alike everywhere, and what is refused before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.loading.files import read_csv_text
from advisor.loading.load import load_pack, pack_ids
from advisor.problems import FilesAtFault


def messages(root: Path, pack: str = "water") -> list[str]:
    try:
        load_pack(root, pack)
    except FilesAtFault as fault:
        return [str(problem) for problem in fault.problems]
    return []


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(root: Path) -> None:
    before = load_pack(root, "water")
    for path in [*root.rglob("*.yaml"), *root.rglob("*.csv")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    after = load_pack(root, "water")
    assert after == before
    assert after.version == before.version


def test_one_changed_letter_makes_another_version(root: Path) -> None:
    before = load_pack(root, "water").version
    path = root / "rules/water/pack.yaml"
    path.write_text(path.read_text("utf-8").replace("the front desk", "the back desk"), "utf-8")
    assert load_pack(root, "water").version != before


def test_a_file_in_another_encoding_is_named_with_its_line(root: Path) -> None:
    path = root / "data/water/offerings.csv"
    path.write_bytes(path.read_bytes().replace(b"Pump,a pump", "Pümp,a pump".encode("latin-1")))
    assert messages(root) == [
        "data/water/offerings.csv, line 6: "
        "Here a sign stands that is not UTF-8: the file was saved in another encoding. "
        "Save it as UTF-8 (in Excel: “CSV UTF-8”)."
    ]


@pytest.mark.parametrize(("size", "refused"), [(200_000, False), (200_001, True)])
def test_a_rule_file_of_200_kb_is_read_and_a_larger_one_is_not(root: Path, size: int, refused: bool) -> None:
    path = root / "rules/water/rooms/no_lemonade.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + "#" * (size - len(text)), "utf-8")
    too_large = "rules/water/rooms/no_lemonade.yaml: The file has 200 kB; at most 200 kB are read. "
    assert messages(root) == (
        [too_large + "Split it into several files, or delete what does not belong in it."] if refused else []
    )


def test_a_link_out_of_the_pack_is_refused(root: Path, tmp_path: Path) -> None:
    (root / "rules/water/rooms/elsewhere.yaml").symlink_to(tmp_path / "secret.yaml")
    assert messages(root) == [
        "rules/water/rooms/elsewhere.yaml: This is a link to a file or folder elsewhere; links are not followed. "
        "Put the file itself here."
    ]


@pytest.mark.parametrize("name", ["../water", "/etc", "", "Water", "..", "water/rooms"])
def test_a_pack_is_named_by_its_folder_and_by_nothing_else(root: Path, name: str) -> None:
    assert messages(root, name)[0].startswith(f"rules: There is no pack “{name}”. ")


def test_a_misspelt_pack_is_answered_with_the_one_that_was_meant(root: Path) -> None:
    assert messages(root, "wter") == ["rules: There is no pack “wter”. Did you mean water?"]


def test_folders_that_are_no_packs_are_not_listed(root: Path) -> None:
    (root / "rules/.hidden").mkdir()
    (root / "rules/Not-a-pack").mkdir()
    (root / "rules/README.md").write_text("x")
    assert pack_ids(root) == ("water",)


def test_a_folder_without_rules_has_no_packs(tmp_path: Path) -> None:
    assert pack_ids(tmp_path) == ()


@pytest.mark.parametrize(
    "file",
    ["rules/water/pack.yaml", "rules/water/facts.yaml", "rules/water/capabilities.yaml", "data/water/offerings.csv"],
)
def test_a_missing_file_is_one_message_and_not_a_hundred(root: Path, file: str) -> None:
    (root / file).unlink()
    assert messages(root) == [
        f"{file}: There is no such file, and no pack is without it. Create it, or correct the name."
    ]


@pytest.mark.parametrize("file", ["rules/water/why.yaml", "data/water/prices.csv"])
def test_a_pack_does_without_the_files_that_are_optional(root: Path, file: str) -> None:
    (root / file).unlink()
    assert messages(root) == []


def test_hidden_files_and_notes_beside_the_rules_are_left_alone(root: Path) -> None:
    (root / "rules/water/.draft.yaml").write_text("{{{")
    (root / "rules/water/README.md").write_text("# Notes")
    assert messages(root) == []


def test_faults_in_several_files_are_all_said_in_the_order_of_files_and_lines(root: Path) -> None:
    for file, old, new in [
        ("rules/water/supply/soften_hard_water.yaml", "strength: should", "strength: shall"),
        ("rules/water/supply/soften_hard_water.yaml", "title: Hard", "titel: Hard"),
        ("data/water/offerings.csv", "machine,400", "machine,-400"),
        ("rules/water/facts.yaml", "range: [1, 200]", "range: [200, 1]"),
    ]:
        path = root / file
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    places = [message.partition(": ")[0] for message in messages(root)]
    assert places == [
        "data/water/offerings.csv, line 3",
        "rules/water/facts.yaml, line 7",
        "rules/water/supply/soften_hard_water.yaml, line 1",
        "rules/water/supply/soften_hard_water.yaml, line 1",
        "rules/water/supply/soften_hard_water.yaml, line 4",
    ]


def test_a_row_that_goes_over_several_lines_keeps_the_number_of_its_first() -> None:
    table, faults = read_csv_text('a,b\n1,"two\nlines"\n\n3,4\n')
    assert faults == [] and table is not None
    assert [(row.line, dict(row.cells)) for row in table.rows] == [
        (2, {"a": "1", "b": "two\nlines"}),
        (5, {"a": "3", "b": "4"}),
    ]


@pytest.mark.parametrize(
    "column",
    [
        "margin",
        "Margin %",
        "gross_margin",
        "commission",
        "profit",
        "stock",
        "target",
        "cost_price",
        "markup",
        "bonus",
        "quota",
        "discount",
        "inventory_level",
    ],
)
@pytest.mark.parametrize("file", ["offerings", "prices", "provides", "settles", "figures", "tables/daily"])
def test_no_file_may_tell_what_the_seller_would_like_to_sell(root: Path, file: str, column: str) -> None:
    path = root / f"data/water/{file}.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([f"{lines[0]},{column}", *(f"{line},5" for line in lines[1:])]) + "\n", "utf-8")
    assert (
        f"data/water/{file}.csv, line 1: The column `{column}` is about the seller's own advantage; "
        "the recommendation must not know it. Delete the column."
    ) in messages(root)
