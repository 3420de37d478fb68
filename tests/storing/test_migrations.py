"""From every released schema, with data in it, forward to the newest: nothing is lost, and the store works on."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from advisor.service.cases import begin_case, history_of, open_case
from advisor.service.desk import local_desk
from advisor.service.issuing import issues_of
from advisor.storing.cases import new_case_id
from advisor.storing.moving import restore
from advisor.storing.store import newest_schema, open_store, schema_of
from advisor.storing.tables import tables
from advisor.storing.versions import current, files_of
from tests.databases import RunningPostgres
from tests.desks import VERSION, answers_of, content

RELEASED = sorted((Path(__file__).parent / "released").glob("*.zip"))
CASE = "case-of-every-release-"  # as long as an id


def test_every_schema_that_was_released_has_its_data_here() -> None:
    from alembic.script import ScriptDirectory

    from advisor.storing.store import _config

    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    assert {path.stem for path in RELEASED} == known


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_store_of_an_older_release_is_brought_up_to_date_with_all_that_is_in_it(
    released: Path, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = str(tmp_path / "store")
    if kind == "postgresql":
        server: RunningPostgres = request.getfixturevalue("postgres")
        where = server.new_database(empty=True)
    assert restore(released, where).schema == released.stem
    store = open_store(where)
    with store.reading() as connection:
        assert schema_of(connection) == newest_schema()
        assert compare_metadata(MigrationContext.configure(connection), tables) == []
    desk = local_desk(store)
    case = open_case(desk, CASE)
    assert answers_of(case.content) == {"people": 31}
    assert [one.kind for one in history_of(desk, CASE)] == ["begun", "change", "note"]
    assert [one.number for one in issues_of(desk, CASE)] == [1]
    version = current(store, "water")
    assert version is not None and files_of(store, "water", version.digest)
    assert begin_case(desk, new_case_id(), "water", VERSION, content()).revision == 1
    store.close()
