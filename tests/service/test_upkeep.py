"""Backups, moving between databases, how long things are kept, and one customer's data handed out or erased."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from advisor.service.cases import begin_case, count_cases, history_of, list_cases, note_on, open_case, save_case
from advisor.service.desk import Desk, local_desk
from advisor.service.issuing import issues_of, paper_of
from advisor.service.rules import save_draft, suggest_synonym
from advisor.service.upkeep import Ended, Kept, end_of_time, erase_customer, export_customer, read_log
from advisor.storing.cases import new_case_id
from advisor.storing.issues import issue
from advisor.storing.moving import CannotMove, back_up, move, restore
from advisor.storing.people import Person
from advisor.storing.store import FILE, Store, open_store
from advisor.storing.synonyms import suggested_synonyms
from advisor.storing.versions import publish
from tests.databases import RunningPostgres
from tests.desks import VERSION, answers_of, content

SECRETS = ("Müller", "0171", "Herr", "thirty")


@pytest.fixture
def desk(store: Store) -> Desk:
    """A store with something in every table, a customer's names and words all over it."""
    desk = local_desk(store)
    kept = content("Water for thirty of Herr Müller's people.", by_hand=("pump",), people=30)
    kept["case"]["customer"] = {"name": "Müller & Söhne", "reference": "MS-1", "contact": "Herr Müller, 0171 555"}
    kept["case"]["request"]["wants"] = [{"offering": "pump", "quantity": 2, "why": "Herr Müller wants it"}]
    kept["case"]["answers"]["rooms"] = [{"name": "Herr Müller's room", "count": 2}]
    case = begin_case(desk, new_case_id(), "water", VERSION, kept)
    note_on(desk, case.id, "answers.people", "said Herr Müller")
    changed = {**kept, "case": {**kept["case"], "answers": {**kept["case"]["answers"], "people": 31}}}
    saved = save_case(desk, case.id, 2, changed)
    begin_case(desk, new_case_id(), "water", VERSION, content("Somebody else's."))
    written = {
        "verdict": "proceed", "summary": "Yes, Herr Müller.", "pack": {"version": VERSION}, "date": "2026-11-21",
        "lines": [{"offering": "pump", "quantity": {"firm": 2}, "reasons": [{"says": "Herr Müller"}]}], "cost": {"total": 440},
    }  # fmt: skip
    with store.writing() as connection:
        day = store.now().date()
        issue(connection, store.now(), desk.person.id, saved, day, day, written, "a4", b"%PDF-Herr M\xc3\xbcller", ())
    publish(
        store,
        "water",
        {"rules/water/facts.yaml": b"a: 1\n", "data/water/x.bin": bytes(range(256))},
        desk.person.id,
        "",
        None,
    )
    save_draft(desk, "water", "rules/water/facts.yaml", "a: 2\n", VERSION, None)
    suggest_synonym(desk, "water", "pump", "squirter")
    return desk


def everything(desk: Desk) -> str:
    """All that is kept, as one text to look for names in."""
    with desk.store.reading() as connection:
        tables = ("cases", "case_revisions", "case_words", "issues", "issue_withdrawals", "audit")
        return "\n".join(str(row) for one in tables for row in connection.execute(text(f"SELECT * FROM {one}")))


def seen(desk: Desk) -> object:
    (case,) = list_cases(desk, "all", "mull").cases
    return (
        case, open_case(desk, case.id), history_of(desk, case.id), issues_of(desk, case.id), paper_of(desk, case.id, 1),
        count_cases(desk), read_log(desk), suggested_synonyms(desk.store, "water"),
    )  # fmt: skip


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
@pytest.mark.parametrize("through", ["a backup", "a move"])
def test_a_store_arrives_whole_in_an_empty_one_of_either_kind_and_works_on(
    desk: Desk, tmp_path: Path, postgres: RunningPostgres, to: str, through: str
) -> None:
    where = str(tmp_path / "new") if to == "sqlite" else postgres.new_database(empty=True)
    if through == "a move":
        done = move(desk.store, where)
    else:
        done = back_up(desk.store, tmp_path / "backup.zip")
        assert restore(tmp_path / "backup.zip", where) == done
    assert done.tables["cases"].rows == 2 and done.tables["version_files"].rows == 2
    arrived = local_desk(open_store(where))
    assert arrived.person == desk.person
    assert seen(arrived) == seen(desk)
    begin_case(arrived, new_case_id(), "water", VERSION, content())  # the numbers of the log go on where they were
    assert read_log(arrived)[0].number > read_log(desk)[0].number
    arrived.store.close()


def test_nothing_is_written_over_what_is_there(desk: Desk, where: str, tmp_path: Path) -> None:
    back_up(desk.store, tmp_path / "backup.zip")
    with pytest.raises(CannotMove, match="backups are never overwritten"):
        back_up(desk.store, tmp_path / "backup.zip")
    with pytest.raises(CannotMove, match="There is something in the store already"):
        restore(tmp_path / "backup.zip", where)


def test_a_backup_that_was_changed_or_cut_off_is_refused_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    back_up(desk.store, file)
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"quantity\\":2', b'"quantity\\":9'))
    with pytest.raises(CannotMove, match=r"is not what was written\. Nothing was changed"):
        restore(forged, str(tmp_path / "new"))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(CannotMove, match=r"is no whole backup of the advisor\. Take another one\."):
        restore(cut, str(tmp_path / "new"))
    with sqlite3.connect(tmp_path / "new" / FILE) as connection:
        assert connection.execute("SELECT count(*) FROM cases").fetchone() == (0,)
    restore(file, str(tmp_path / "new"))


def test_a_customer_that_is_erased_leaves_figures_and_no_name_anywhere(desk: Desk) -> None:
    (case,) = list_cases(desk, "all", "müller").cases
    assert all(secret in everything(desk) for secret in SECRETS)
    assert erase_customer(desk, "  müller & söhne ") == 1
    assert [secret for secret in SECRETS if secret in everything(desk)] == []
    erased = open_case(desk, case.id)
    assert answers_of(erased.content) == {"people": 31, "rooms": [{"name": "row 1", "count": 2}]}
    assert erased.content["case"]["request"]["wants"] == [{"offering": "pump", "quantity": 2}]
    assert [one.kind for one in history_of(desk, case.id)] == ["begun", "note", "change"]
    (issued,) = issues_of(desk, case.id)
    assert issued.recommendation["cost"] == {"total": 440} and len(issued.sha256) == 64
    assert paper_of(desk, case.id, 1) == b""
    assert list_cases(desk, "all", "müller").cases == () and count_cases(desk)["all"] == 2
    assert read_log(desk)[0].what == "erase a customer"
    assert erase_customer(desk, "nobody") == 0


def test_everything_about_a_customer_is_handed_out_in_one_file(desk: Desk, tmp_path: Path) -> None:
    assert export_customer(desk, "Müller & Söhne", tmp_path / "it.zip") == 1
    with zipfile.ZipFile(tmp_path / "it.zip") as archive:
        assert sorted(archive.namelist()) == ["case_1/history.json", "case_1/issue_1.json", "case_1/issue_1.pdf"]
        history = json.loads(archive.read("case_1/history.json"))
        assert history[1]["note"] == "said Herr Müller"
        assert archive.read("case_1/issue_1.pdf").startswith(b"%PDF-")
    with pytest.raises(FileExistsError):
        export_customer(desk, "Müller & Söhne", tmp_path / "it.zip")


@pytest.mark.parametrize(("days", "gone"), [(31, 0), (29, 2)])
def test_what_nobody_has_touched_for_so_long_is_erased_once(desk: Desk, days: int, gone: int) -> None:
    later = Desk(replace(desk.store, now=lambda: desk.store.now() + timedelta(days=30)), desk.person)
    assert end_of_time(later, Kept(cases=days)) == Ended(gone, 0)
    assert end_of_time(later, Kept(cases=days)) == Ended(0, 0)
    assert count_cases(desk)["all"] == 2


def test_old_lines_of_the_log_go_and_that_they_went_is_in_it(desk: Desk) -> None:
    later = Desk(replace(desk.store, now=lambda: desk.store.now() + timedelta(days=30)), desk.person)
    lines = len(read_log(desk))
    assert end_of_time(later, Kept(log=31)).log == 0
    assert end_of_time(later, Kept(log=29)).log == lines
    assert [one.what for one in read_log(desk)] == ["end of time", "end of time"]


def test_the_log_is_for_those_who_may_read_it(desk: Desk) -> None:
    from advisor.service.rights import NotAllowed
    from tests.desks import desk_of

    with pytest.raises(NotAllowed):
        read_log(desk_of(desk.store, "Sam", "seller"))
    newest = read_log(desk_of(desk.store, "Lena", "lead"), most=1)[0]
    assert (newest.what, newest.refused, newest.name) == ("read the log", True, "Sam")
    assert isinstance(desk.person, Person)
