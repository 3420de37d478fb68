"""The commands about the store, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.command_line.cli import main
from advisor.service.cases import begin_case
from advisor.service.desk import local_desk
from advisor.storing.cases import new_case_id
from advisor.storing.store import open_store
from tests.desks import VERSION, content


def said(capsys: pytest.CaptureFixture[str], *typed: str) -> tuple[int, str, str]:
    status = main(list(typed))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_first_administrator_is_named_and_the_log_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    typed = ("people", "https://login.example", "1234", "--name", "Anna Berg", "--roles", "administrator, lead")
    status, out, _ = said(capsys, *typed)
    assert status == 0
    assert "Anna Berg: administrator, lead (https://login.example 1234)\n" in out
    _, log, _ = said(capsys, "log")
    assert "set roles, person " in log
    status, _, err = said(capsys, "people", "https://login.example", "1234", "--roles", "boss")
    assert (status, err) == (2, "There is no role “boss”. There are administrator, engineer, lead, seller.\n")


def test_a_backup_is_brought_back_and_a_customer_erased(
    capsys: pytest.CaptureFixture[str], store_of_test: Path, tmp_path: Path
) -> None:
    store = open_store(store_of_test)
    begin_case(local_desk(store), new_case_id(), "water", VERSION, content())
    store.close()
    file, new = tmp_path / "backup.zip", tmp_path / "new"
    assert said(capsys, "backup", str(file))[0] == 0
    status, out, _ = said(capsys, "restore", str(file), "--store", str(new))
    assert status == 0 and out.endswith(" tables agree.\n")
    status, _, err = said(capsys, "restore", str(file), "--store", str(new))
    assert status == 2 and err.startswith("There is something in the store already: ")
    assert said(capsys, "erase-customer", "Example Ltd")[1] == (
        "1 case of “Example Ltd”. Nothing was erased; with --yes it is, for good.\n"
    )
    status, out, _ = said(capsys, "erase-customer", "Example Ltd", "--yes")
    assert out == "1 case of “Example Ltd” erased; backups made before still hold them.\n"
    status, out, _ = said(capsys, "move-store", str(tmp_path / "moved"))
    assert status == 0 and "cases: 1 row, checksum " in out
    assert said(capsys, "retention", "--cases", "1")[1] == "0 cases erased, 0 lines of the log deleted.\n"
