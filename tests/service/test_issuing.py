"""Issued recommendations: frozen, printed again to the same bytes, compared with the one before, withdrawn, expired."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from advisor.calling.call import answer, call_of
from advisor.calling.call_kept import content_of
from advisor.case import Case, Customer
from advisor.engine.recommend import recommend
from advisor.loading.load import load_pack
from advisor.loading.load_case import load_case
from advisor.pack import Pack
from advisor.service.cases import begin_case, list_cases, open_case, save_case
from advisor.service.desk import Desk
from advisor.service.issuing import NothingNew, issue_case, issues_of, paper_of, withdraw_issue
from advisor.service.lines_file import COLUMNS, lines_csv, lines_xlsx
from advisor.service.rights import NotFound
from advisor.storing.cases import ChangedMeanwhile, StoredCase, new_case_id
from advisor.storing.store import Store
from tests.desks import desk_of

PACKS = Path(__file__).resolve().parents[1] / "packs"
NOW = datetime(2026, 11, 21, 14, 32, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(PACKS, "water")


@pytest.fixture(scope="module")
def thirty(pack: Pack) -> Case:
    return replace(
        load_case(PACKS / "data/water/cases/thirty_people.yaml", pack), date=date(2026, 11, 21), needed_by=None
    )


@pytest.fixture
def anna(store: Store) -> Desk:
    return desk_of(replace(store, now=lambda: NOW), "Anna", "seller")


@pytest.fixture
def case(anna: Desk, pack: Pack, thirty: Case) -> StoredCase:
    return begin_case(anna, new_case_id(), "water", pack.version, content_of(pack, call_of(pack, thirty)))


def test_what_is_issued_stays_as_it_was_and_prints_to_the_same_bytes(anna: Desk, pack: Pack, case: StoredCase) -> None:
    issued = issue_case(anna, case.id, case.revision, pack, "a4")
    paper = paper_of(anna, case.id, 1)
    assert paper.startswith(b"%PDF-")
    assert issued.sha256 == hashlib.sha256(paper).hexdigest()
    assert (issued.number, issued.state, issued.changes, issued.name) == (1, "issued", (), "Anna")
    assert (issued.pack_version, issued.prices_of) == (pack.version, pack.prices_of)
    assert issued.valid_until == date(2026, 11, 21) + timedelta(days=pack.validity_days)
    assert issued.content == case.content
    save_case(anna, case.id, 1, {**case.content, "case": {**case.content["case"], "answers": {}}})
    assert paper_of(anna, case.id, 1) == paper
    assert issues_of(anna, case.id) == (issued,)
    assert list_cases(anna, "issued").cases[0].id == case.id


def test_a_later_change_is_a_new_issue_that_says_what_is_different(
    anna: Desk, pack: Pack, thirty: Case, case: StoredCase
) -> None:
    issue_case(anna, case.id, 1, pack, "a4")
    with pytest.raises(NothingNew, match="Nothing has changed since issue 1"):
        issue_case(anna, case.id, 1, pack, "a4")
    more = answer(pack, call_of(pack, thirty), "people", 90)
    changed = save_case(anna, case.id, 1, content_of(pack, more))
    second = issue_case(anna, case.id, changed.revision, pack, "a4")
    assert second.number == 2 and second.changes
    assert any(" instead of " in change or change.startswith("New: ") for change in second.changes)
    assert [(one.number, one.state) for one in issues_of(anna, case.id)] == [(2, "issued"), (1, "superseded")]


def test_the_same_on_another_paper_is_another_issue(anna: Desk, pack: Pack, case: StoredCase) -> None:
    issue_case(anna, case.id, 1, pack, "a4")
    assert issue_case(anna, case.id, 1, pack, "us-letter").changes == ("The same on another paper.",)


def test_nobody_issues_what_they_have_not_seen(anna: Desk, pack: Pack, case: StoredCase) -> None:
    save_case(anna, case.id, 1, {**case.content, "case": {**case.content["case"], "stance": "as_asked"}})
    with pytest.raises(ChangedMeanwhile):
        issue_case(anna, case.id, 1, pack, "a4")
    assert issues_of(anna, case.id) == ()


def test_one_that_was_withdrawn_says_why_and_keeps_its_paper(anna: Desk, pack: Pack, case: StoredCase) -> None:
    issue_case(anna, case.id, 1, pack, "a4")
    paper = paper_of(anna, case.id, 1)
    for reason in ("the price of the dispenser was wrong", "said twice"):
        (one,) = withdraw_issue(anna, case.id, 1, reason)
    assert (one.state, one.withdrawn) == ("withdrawn", "the price of the dispenser was wrong")
    assert paper_of(anna, case.id, 1) == paper
    assert open_case(anna, case.id).issued == "withdrawn"
    assert issue_case(anna, case.id, 1, pack, "a4").number == 2  # the same may be issued again
    with pytest.raises(NotFound):
        withdraw_issue(anna, case.id, 7, "there is none")


@pytest.mark.parametrize(("days", "state"), [(0, "issued"), (1, "expired")])
def test_it_holds_until_the_last_day_of_its_validity(
    anna: Desk, pack: Pack, case: StoredCase, days: int, state: str
) -> None:
    issue_case(anna, case.id, 1, pack, "a4")
    later = Desk(replace(anna.store, now=lambda: NOW + timedelta(days=pack.validity_days + days)), anna.person)
    assert issues_of(later, case.id)[0].state == state


def test_issues_of_others_are_not_found(store: Store, anna: Desk, pack: Pack, case: StoredCase) -> None:
    issue_case(anna, case.id, 1, pack, "a4")
    otto = desk_of(store, "Otto", "seller")
    for look in (lambda: issues_of(otto, case.id), lambda: paper_of(otto, case.id, 1)):
        with pytest.raises(NotFound):
            look()


HOSTILE = (
    '=HYPERLINK("http://evil.example","click")', "+1+1", "-2", "@SUM(A1)", "\t=1+1", "  =1+1", "|calc", "<script>",
    '#panic("x")', "../../x", "x" * 5000, "שלום עולם", "🧭👩\N{ZERO WIDTH JOINER}🔧", "a\x00b\x0bc",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_customer_is_called_a_spreadsheet_shows_it_as_text(pack: Pack, thirty: Case, name: str) -> None:
    written = recommend(pack, replace(thirty, customer=Customer(name))).to_json()
    rows = list(csv.reader(io.StringIO(lines_csv(pack, written, name).decode("utf-8-sig"))))
    shown = rows[0][0]
    sheet = openpyxl.load_workbook(io.BytesIO(lines_xlsx(pack, written, name))).active
    assert sheet is not None
    cell = sheet.cell(1, 1)
    assert (cell.data_type, cell.value) == ("s", shown)
    assert not shown.lstrip().startswith(("=", "+", "-", "@", "|")) and "\x00" not in shown
    assert shown.removeprefix("'") == name.replace("\x00", "").replace("\x0b", "")
    assert tuple(rows[2]) == COLUMNS and tuple(one.value for one in sheet[3]) == COLUMNS
    assert len(rows) == 3 + len(written["lines"])


def test_the_lines_of_a_spreadsheet_are_those_of_the_recommendation_and_the_same_bytes(
    pack: Pack, thirty: Case
) -> None:
    written = recommend(pack, thirty).to_json()
    (line, *_) = written["lines"]
    row = list(csv.reader(io.StringIO(lines_csv(pack, written, "Example Ltd").decode("utf-8-sig"))))[3]
    assert row[:4] == [pack.offerings[line["offering"]].name, *(str(line["quantity"][key]) for key in ("firm", "likely", "up_to"))]  # fmt: skip
    assert float(row[5]) == line["once"]["firm"] / 100
    assert lines_xlsx(pack, written, "Example Ltd") == lines_xlsx(pack, written, "Example Ltd")
