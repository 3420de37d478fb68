"""Opening the store: where it lies, its schema, and every fault said in a sentence with what, where and what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from advisor.storing.audit import entries, note
from advisor.storing.faults import (
    StoreAway,
    StoreBusy,
    StoreDamaged,
    StoreFull,
    StoreMissing,
    StoreNewer,
    StoreReadOnly,
    StoreRefused,
    StoreUnknown,
)
from advisor.storing.people import find_person, keep_person
from advisor.storing.store import FILE, Store, newest_schema, open_store, schema_of, where_of
from advisor.storing.tables import APPEND_ONLY, audit, erasing, tables
from tests.databases import RunningPostgres


def test_the_store_lies_where_the_command_line_says_then_the_environment_then_in_the_data_folder() -> None:
    assert where_of(["--root", "here", "--store", "there"], {"ADVISOR_STORE": "elsewhere"}) == "there"
    assert where_of(["--root", "here"], {"ADVISOR_STORE": "elsewhere"}) == "elsewhere"
    assert where_of([], {}).endswith("solution-advisor")


def test_the_tables_of_the_code_are_those_that_the_migrations_make(store: Store) -> None:
    with store.reading() as connection:
        assert schema_of(connection) == newest_schema()
        assert compare_metadata(MigrationContext.configure(connection), tables) == []


def test_a_store_is_made_where_there_is_none_and_opened_again_as_it_was(tmp_path: Path) -> None:
    first = open_store(tmp_path / "new" / "folder")
    with first.writing() as connection:
        anna = keep_person(connection, first, "here", "anna", "Anna")
    first.close()
    again = open_store(tmp_path / "new" / "folder")
    assert find_person(again, "here", "anna") == anna
    assert find_person(again, "here", "otto") is None
    again.close()


def test_what_fails_half_way_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        keep_person(connection, store, "here", "anna", "Anna")
        raise ZeroDivisionError
    assert find_person(store, "here", "anna") is None


@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.name)
def test_rows_that_are_kept_for_ever_cannot_be_changed_or_deleted_by_any_path(store: Store, table: object) -> None:
    name = table.name  # type: ignore[attr-defined]
    with store.reading() as connection:
        if store.is_sqlite:
            asked = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name"
        else:
            asked = (
                "SELECT count(DISTINCT event_manipulation) FROM information_schema.triggers "
                "WHERE event_object_table = :name"
            )
        assert connection.execute(text(asked), {"name": name}).scalar_one() == 2


def test_a_line_of_the_audit_log_stays_unless_it_is_erased_within_one_transaction(store: Store) -> None:
    with store.writing() as connection:
        note(connection, store.now(), "anna", "publish", "pack water", {"number": 1})
    for change in (update(audit).values(what="nothing"), audit.delete()):
        with pytest.raises(DBAPIError, match="rows of audit are never changed"), store.writing() as connection:
            connection.execute(change)
    assert [(one.what, one.object, one.details) for one in entries(store)] == [("publish", "pack water", {"number": 1})]
    with store.writing() as connection:
        connection.execute(insert(erasing).values(one=1))
        connection.execute(audit.delete())
        connection.execute(erasing.delete())
    assert entries(store) == ()


def fill_with_notes(store: Store) -> None:
    for _ in range(200):
        with store.writing() as connection:
            note(connection, store.now(), "anna", "x" * 40, "y" * 5000)


def test_a_full_disk_is_said_and_saving_goes_on_once_there_is_room(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.reading() as connection:
        connection.exec_driver_sql(
            "PRAGMA max_page_count = 120"
        )  # of this one connection, which the pool hands out again
    with pytest.raises(StoreFull) as said:
        fill_with_notes(store)
    assert str(said.value) == (
        f"The disk of the store is full: {tmp_path / FILE}. Make room on it; saving goes on by itself after that."
    )
    with store.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    fill_with_notes(store)
    store.close()


def test_a_locked_store_is_said_and_saving_goes_on_once_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.storing.store.WAIT_SECONDS", 0.2)
    store = open_store(tmp_path)
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="is locked by another program"):
        fill_with_notes(store)
    other.execute("ROLLBACK")
    fill_with_notes(store)
    other.close()
    store.close()


def test_a_store_that_may_only_be_read_is_said(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(StoreReadOnly, match="may not be written"):
        fill_with_notes(store)
    store.close()


def test_a_damaged_store_is_said_and_the_file_left_as_it_is(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    file = tmp_path / FILE
    spoilt = b"not a database at all" * 500
    file.write_bytes(spoilt)
    for beside in tmp_path.glob("*-*"):
        beside.unlink()
    with pytest.raises(StoreDamaged, match=r"bring back the last backup: python -m advisor restore FILE\."):
        open_store(tmp_path)
    assert file.read_bytes() == spoilt


def test_a_page_in_the_middle_that_was_overwritten_is_said(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    fill_with_notes(store)
    store.close()
    file = tmp_path / FILE
    content = bytearray(file.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 200_000] = os.urandom(200_000)
    file.write_bytes(content)
    store = open_store(tmp_path)
    with pytest.raises(StoreDamaged):
        entries(store, most=1000)
    store.close()


def test_a_store_of_a_newer_version_is_not_touched(store: Store, where: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewer, match=r"Install that version, or a later one; this one would harm it\."):
        open_store(where)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreMissing, match="Create it, or choose another with --store or ADVISOR_STORE"):
        open_store(tmp_path / "file" / "store")


@pytest.mark.parametrize("where", ["mysql://anna:secret@db/advisor", "postgresql://anna:secret@db:port/advisor"])
def test_another_kind_of_address_is_refused_without_its_password(where: str) -> None:
    with pytest.raises(StoreUnknown) as said:
        open_store(where)
    assert "secret" not in str(said.value)
    assert str(said.value).endswith("Give a folder, or an address that begins with postgresql://.")


def test_a_database_that_is_not_there_is_said_without_its_password() -> None:
    with pytest.raises(StoreAway) as said:
        open_store("postgresql://anna:secret@127.0.0.1:1/advisor")
    assert str(said.value) == (
        "The store does not answer: postgresql://anna:***@127.0.0.1:1/advisor. Look whether the database is running and "
        "reachable; saving goes on by itself after that."
    )


def test_a_database_that_lets_nobody_in_is_said(postgres: RunningPostgres) -> None:
    for address in (postgres.address("no_such_database"), postgres.address("postgres").replace("advisor@", "otto@")):
        with pytest.raises(StoreRefused, match="Correct user, password or database in ADVISOR_STORE"):
            open_store(address)


def test_postgresql_gone_in_the_middle_is_said_and_works_again_when_it_is_back(postgres: RunningPostgres) -> None:
    store = open_store(postgres.new_database())
    with store.writing() as connection:
        anna = keep_person(connection, store, "here", "anna", "Anna")
    postgres.stop()
    with pytest.raises(StoreAway, match="does not answer"), store.writing() as connection:
        keep_person(connection, store, "here", "otto", "Otto")
    postgres.start()
    assert find_person(store, "here", "anna") == anna  # acknowledged before, and there
    with store.writing() as connection:
        keep_person(connection, store, "here", "otto", "Otto")
    store.close()


def test_two_programs_that_open_a_new_store_at_once_both_can(tmp_path: Path, postgres: RunningPostgres) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for where in (str(tmp_path / "sqlite"), postgres.new_database(empty=True)):
        with ThreadPoolExecutor(4) as pool:
            opened = list(pool.map(open_store, [where] * 4))
        for one in opened:
            with one.reading() as connection:
                assert connection.execute(select(audit)).all() == []
            one.close()
    shutil.rmtree(tmp_path / "sqlite")
