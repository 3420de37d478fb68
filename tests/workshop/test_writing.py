"""Changing one number of a rule, or one table, leaves every other character of the file as it was."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from openpyxl import Workbook

from advisor.workshop.numbers import NotANumber, numbers_in, with_number
from advisor.workshop.tables import CellChange, NoTable, content_of, difference, frame_of, from_file, row_at

RULE = """\
# the sizing guide, table 3
title: The CRM needs memory for 40 people   # not a number of the rule
for: crm_2
when: users > 50 and begun >= 2026-03-01 and
  count(pcs, ram_gb < 8) in (1, 2.50)
needs:
  server_memory: "8 + 0.5 * users"   # 8 for the system
  disk: max(2, 3)
because: >-
  8 GB, and 0.5 for each.
examples:
  - {name: 28, given: {users: 40}, expect: {server_memory: 28}}
"""


def test_the_numbers_of_conditions_and_amounts_are_found_and_no_others() -> None:
    found = [(one.where, one.line, one.written) for one in numbers_in(RULE)]
    assert found == [
        ("when", 4, "50"),
        ("when", 5, "8"),
        ("when", 5, "1"),
        ("when", 5, "2.50"),
        ("needs.server_memory", 7, "8"),
        ("needs.server_memory", 7, "0.5"),
        ("needs.disk", 8, "2"),
        ("needs.disk", 8, "3"),
    ]
    assert numbers_in(RULE)[4].around == 'server_memory: "8 + 0.5 * users"   # 8 for the system'


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("position", range(8))
def test_one_number_is_replaced_and_all_else_stays(ending: str, mark: str, position: int) -> None:
    text = mark + RULE.replace("\n", ending)
    spot = numbers_in(text)[position]
    new = with_number(text, spot, "60")
    assert new == text[: spot.start] + "60" + text[spot.end :]
    assert [one.written for one in numbers_in(new)][position] == "60"
    assert len(new.split(ending)) == len(text.split(ending)) and new.startswith(mark)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sixty", "This must be a number, and is “sixty”. Write a number such as `12` or `0.5`."),
        ("5%", "This must be a number, and is “5%”. Per cent is written as a decimal: `0.05`."),
        ("1,900", "This must be a number, and is “1,900”. Write it without signs between the thousands: `1900`."),
        ("-3", "A number in a rule is written without a sign; change the text where something is taken off."),
    ],
)
def test_what_is_no_number_is_refused_with_what_to_write(typed: str, said: str) -> None:
    with pytest.raises(NotANumber) as refused:
        with_number(RULE, numbers_in(RULE)[0], typed)
    assert str(refused.value) == said


def test_a_number_of_a_text_that_has_changed_is_not_written_into_another() -> None:
    spot = numbers_in(RULE)[0]
    with pytest.raises(NotANumber, match="The text has changed since"):
        with_number("# a line more\n" + RULE, spot, "60")


def test_a_text_that_is_no_yaml_has_no_numbers_to_offer() -> None:
    assert numbers_in("when: [users > 5") == ()


LIST = b"""\
id,name,once
seat,"Seat, comfortable",100
line,  Line  ,"20"
box,Box,5
"""


def test_a_table_that_nobody_changed_is_written_to_the_same_bytes() -> None:
    for content in (LIST, LIST.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + LIST):
        assert content_of(frame_of(content), content) == content


def test_one_cell_changes_one_row_of_the_file() -> None:
    frame = frame_of(LIST)
    frame.loc[2, "once"] = "6"
    assert content_of(frame, LIST) == LIST.replace(b"box,Box,5", b"box,Box,6")
    assert difference(frame_of(LIST), frame).changed == (CellChange("box", "once", "5", "6"),)


def test_rows_that_come_and_go_are_named_by_their_first_cells() -> None:
    old = frame_of(b"offering,capability,amount\na,x,1\na,y,2\nb,x,3\n")
    new = frame_of(b"offering,capability,amount\na,x,1\nb,x,4\nb,y,5\n")
    found = difference(old, new)
    assert (found.added, found.removed) == (("b, y",), ("a, y",))
    assert found.changed == (CellChange("b, x", "amount", "3", "4"),)
    assert found.says == "1 row new, 1 row gone, 1 cell changed"
    assert difference(old, old).says == "nothing is different"


def test_another_order_of_the_price_list_is_a_difference_because_it_breaks_ties() -> None:
    assert difference(
        frame_of(LIST), frame_of(b'id,name,once\nline,Line,20\nseat,"Seat, comfortable",100\nbox,Box,5\n')
    ).says == ("rows in another order")


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_table_is_replaced_from_xlsx_with_its_columns_in_the_old_order() -> None:
    content = xlsx(
        ("Once", "ID", "Name", "our own note"), (110, "seat", "Seat, comfortable", "x"), (20, "line", "Line", "")
    )
    frame, notes = from_file("prices.xlsx", content, LIST)
    assert list(frame.columns) == ["id", "name", "once"]
    assert notes == ("Left out: our own note.",)
    found = difference(frame_of(LIST), frame)
    assert (found.removed, found.changed) == (("box",), (CellChange("seat", "once", "100", "110"),))
    assert content_of(frame, LIST) == b'id,name,once\nseat,"Seat, comfortable",110\nline,  Line  ,"20"\n'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("prices.csv", b"id,name\nseat,Seat\n", "The columns `once` are missing; there are id, name."),
        ("prices.csv", b"", "The file is empty. Its first row must name the columns."),
        ("prices.xlsx", b"no workbook", None),
    ],
)
def test_a_file_that_cannot_take_its_place_is_refused_with_the_reason(
    name: str, content: bytes, said: str | None
) -> None:
    with pytest.raises(NoTable) as refused:
        from_file(name, content, LIST)
    assert str(refused.value) == said if said else str(refused.value)


def test_a_frame_with_an_empty_line_at_its_end_is_written_without_it() -> None:
    frame = pd.concat([frame_of(LIST), pd.DataFrame([{"id": None, "name": None, "once": None}])])
    assert content_of(frame, LIST) == LIST


def test_a_row_is_called_by_its_first_cells() -> None:
    prices = b'offering,from_quantity,once\ndispenser,5,360\n\ndispenser,10,"3\n40"\npump,1,200\n'
    assert [row_at(prices, line) for line in range(1, 8)] == [
        "", "dispenser, 5", "", "dispenser, 10", "dispenser, 10", "pump, 1", "",
    ]  # fmt: skip
    assert row_at(b"id,name\npump,Pump\n", 2) == "pump"
    assert row_at(b"", 1) == ""
