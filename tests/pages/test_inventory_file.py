"""Inventories from files and from typing: what can be read is kept, what cannot is named with its row and column."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from advisor.calling.call_table import columns_of, read_text_rows, text_rows, with_edits
from advisor.calling.inventory_file import match_columns, open_inventory, read_inventory, say_unmatched
from advisor.loading.load import load_pack
from advisor.pack import Fact
from advisor.values import DOES_NOT_APPLY, UNKNOWN


@pytest.fixture(scope="module")
def pcs(project: Path) -> Fact:
    return load_pack(project, "software_rollout").facts["pcs"]


def read(pcs: Fact, content: bytes, name: str = "pcs.csv") -> tuple[list[tuple[object, ...]], tuple[str, ...]]:
    file = open_inventory(name, content)
    found = read_inventory(pcs, file, match_columns(pcs, file.headings))
    return [(row["name"], row["count"], row["ram_gb"], row["crm_user"]) for row in found.rows], (
        *file.notes,
        *found.faults,
    )


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


GOOD = [("front desk", 12, 4, "yes"), ("store", 1, UNKNOWN, DOES_NOT_APPLY)]


@pytest.mark.parametrize(
    "text",
    [
        "name,count,ram_gb,crm_user\nfront desk,12,4,yes\nstore,,,-\n",
        "Name;How many;RAM (GB);CRM user\r\nfront desk;12;4 GB;Yes\r\nstore;1;?;-\r\n",
        "Computer\tQty\tRAM\tcrm user\nfront desk\t12\t4\ty\nstore\t1\tunknown\tdoes not apply\n",
        "\n\nname,count,ram_gb,crm_user,owner\nfront desk,12,4,yes,Ann\nstore,1,,-\n\n",
    ],
    ids=["own ids", "semicolons", "tabs", "more columns"],
)
def test_a_csv_file_is_read_however_it_was_written(pcs: Fact, text: str) -> None:
    for content in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        assert read(pcs, content) == (GOOD, ())


def test_a_spreadsheet_is_read_and_a_formula_is_no_value(pcs: Fact) -> None:
    content = workbook(["Name", "Count", "RAM", "CRM user"], ["front desk", 12, 4, True], ["store", 1, "=2*4", "-"])
    rows, said = read(pcs, content, "pcs.xlsx")
    assert rows == GOOD
    assert said == ("Formulas are not worked out, so these cells stay unknown: row 3, RAM.",)


def test_a_cell_that_cannot_be_read_is_named_and_the_rest_of_its_row_is_kept(pcs: Fact) -> None:
    rows, said = read(pcs, b"name,count,ram_gb,crm_user\nfront desk,0,4,yes\nstore,3,500,maybe\n")
    assert rows == [("front desk", 1, 4, "yes"), ("store", 3, UNKNOWN, UNKNOWN)]
    assert said == (
        "Row 2 (front desk), how many alike: 0 cannot be counted; write how many there are, from 1 to 100,000.",
        "Row 3 (store), CRM user: Choose one of: yes or no.",
        "Row 3 (store), RAM, GB: 500\N{NO-BREAK SPACE}GB cannot be; it is between 1 and 128\N{NO-BREAK SPACE}GB.",
    )


def test_more_rows_than_can_be_kept_are_said(pcs: Fact) -> None:
    rows, said = read(pcs, b"name,ram_gb\n" + b"pc,4\n" * 100_000)
    assert len(rows) == 5_000
    assert any("the first 5,000 are kept" in sentence for sentence in said)
    assert len(read(pcs, b"name,ram_gb\n" + b"pc,4\n" * 5_000)[0]) == 5_000
    assert read(pcs, b"name,ram_gb\n" + b"pc,4\n" * 5_000)[1] == ()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "pcs.csv", "The file is empty. Its first row must name the columns."),
        (b"name,ram_gb\n", "pcs.csv", "There are headings, and no rows below them."),
        (
            b"\x00\x01\x02" * 900,
            "pcs.csv",
            "This is no text file. Save the table as CSV or XLSX, and choose that file.",
        ),
        (
            b"no spreadsheet",
            "pcs.xlsx",
            "This file cannot be opened as a spreadsheet. Save it as XLSX or CSV again, without a password.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(pcs: Fact, content: bytes, name: str, sentence: str) -> None:
    assert read(pcs, content, name) == ([], (sentence,))


def test_another_encoding_is_read_and_said(pcs: Fact) -> None:
    rows, said = read(pcs, "name,ram_gb\nBüro,4\n".encode("cp1252"))
    assert rows[0][0] == "Büro"
    assert said[0].startswith("The file is not written in UTF-8 (first seen in row 2)")


def test_headings_that_are_no_column_and_columns_that_are_not_there_are_said(pcs: Fact) -> None:
    file = open_inventory("pcs.csv", b"name,ram_gb,favourite colour\nfront desk,4,blue\n")
    said = say_unmatched(pcs, file, match_columns(pcs, file.headings))
    assert said[0] == "Not used: “favourite colour”. Choose below what they are, if they are something."
    assert said[1].startswith("Not in the file, so not asked yet: CRM user, ")


def test_what_is_shown_in_the_table_is_read_back_as_it_was(pcs: Fact) -> None:
    rows = read_text_rows(
        pcs, [{"name": "a", "count": "2", "ram_gb": "8", "windows": "Windows 11", "tpm": "-"}, {}]
    ).rows
    assert read_text_rows(pcs, text_rows(pcs, rows), rows).rows == rows


def test_typing_into_a_table_changes_that_cell_and_a_refused_one_keeps_what_was_there(pcs: Fact) -> None:
    rows = read_text_rows(pcs, [{"name": "a", "ram_gb": "8"}, {"name": "b", "ram_gb": "4"}]).rows
    typed = with_edits(text_rows(pcs, rows), {"edited_rows": {0: {"ram_gb": "16"}, 1: {"ram_gb": "lots"}}})
    read_again = read_text_rows(pcs, typed, rows)
    assert [row["ram_gb"] for row in read_again.rows] == [16, 4]
    assert read_again.faults == ("Row 2 (b), RAM, GB: “lots” is no number; write it in figures, such as 12.",)


def test_rows_are_added_and_taken_out_and_empty_ones_are_none(pcs: Fact) -> None:
    base = text_rows(pcs, read_text_rows(pcs, [{"name": "a"}, {"name": "b"}]).rows)
    after = with_edits(base, {"deleted_rows": [0], "added_rows": [{"name": "c"}, {}, {"name": None}]})
    assert [row["name"] for row in after] == ["b", "c"]


def test_every_column_has_a_title_and_choices_their_words(pcs: Fact) -> None:
    titles = {column.id: column.title for column in columns_of(pcs)}
    assert titles["ram_gb"] == "RAM, GB" and titles["crm_user"] == "CRM user" and titles["disk_gb"] == "Disk, GB"
    windows = next(column for column in columns_of(pcs) if column.id == "windows")
    assert windows.labels == ("Windows 10", "Windows 11", "-")
