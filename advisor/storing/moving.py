"""The whole store as one file, and back, also into the other kind of database; what arrived is counted and summed before it counts."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Connection, MetaData, Table, func, select, text

from advisor.storing.store import Store, bring_up_to_date, open_store, schema_of

ABOUT = "about.json"
BATCH = 500


@dataclass(frozen=True)
class Sum:
    """How many rows a table has, and a sum over their contents that does not depend on their order."""

    rows: int
    checksum: str


@dataclass(frozen=True)
class Moved:
    """What was carried over, by table; `schema`: the revision it was written with."""

    schema: str
    tables: Mapping[str, Sum]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.tables.values())


class CannotMove(Exception):
    """The file or the place is not what it should be; nothing was changed. The message is a sentence."""


def back_up(store: Store, file: Path) -> Moved:
    """Write the whole store into a file, as it is at one moment. Raises CannotMove where the file is there already."""
    if file.exists():
        raise CannotMove(f"{file} is there already. Choose another name; backups are never overwritten.")
    begun = file.with_name(f"{file.name}.part")
    with store.reading() as connection, ZipFile(begun, "w", ZIP_DEFLATED) as archive:
        schema = schema_of(connection) or ""
        sums = {}
        for table in _tables(connection):
            counting = _Counting()
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as rows:
                for line in counting.over(_lines(connection, table)):
                    rows.write(line.encode("utf-8") + b"\n")
            sums[table.name] = counting.sum
        moved = Moved(schema, sums)
        about = {"schema": schema, "tables": {name: [one.rows, one.checksum] for name, one in sums.items()}}
        archive.writestr(ABOUT, json.dumps(about, indent=1))
    begun.replace(file)
    return moved


def restore(file: Path, where: str) -> Moved:
    """Bring a backup back into an empty store, on either kind of database; an older one is brought up to date after that.

    Raises CannotMove where the place is not empty, or what arrived is not what was written; nothing is changed then.
    """
    try:
        with ZipFile(file) as archive:
            about = json.loads(archive.read(ABOUT))
            expected = Moved(about["schema"], {name: Sum(*one) for name, one in about["tables"].items()})

            def lines_of(table: str) -> Iterator[str]:
                with archive.open(f"{table}.jsonl") as rows:
                    for line in rows:
                        yield line.decode("utf-8").rstrip("\n")

            return _fill(where, expected, lines_of)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise CannotMove(f"{file} is no whole backup of the advisor. Take another one.") from error


def move(store: Store, where: str) -> Moved:
    """Carry the whole store over into an empty one, such as from SQLite to PostgreSQL. Raises CannotMove as `restore` does."""
    with store.reading() as connection:
        found = {table.name: table for table in _tables(connection)}
        sums = {}
        for name, table in found.items():
            counting = _Counting()
            for _ in counting.over(_lines(connection, table)):
                pass
            sums[name] = counting.sum
        expected = Moved(schema_of(connection) or "", sums)
        return _fill(where, expected, lambda name: _lines(connection, found[name]))


def _fill(where: str, expected: Moved, lines_of: Any) -> Moved:
    target = open_store(where, expected.schema)
    try:
        with target.writing() as connection:
            tables = _tables(connection)
            for table in tables:
                if connection.execute(select(func.count()).select_from(table)).scalar_one():
                    raise CannotMove(f"There is something in the store already: {target.place}. Choose an empty place.")
            for table in tables:
                if table.name in expected.tables:
                    _insert(connection, table, lines_of(table.name))
            for table in tables:
                counting = _Counting()
                for _ in counting.over(_lines(connection, table)):
                    pass
                if counting.sum != expected.tables.get(table.name, Sum(0, _Counting().sum.checksum)):
                    raise CannotMove(
                        f"What arrived in the table {table.name} is not what was written. Nothing was changed."
                    )
            _go_on_counting(connection, tables)
        bring_up_to_date(target)
    finally:
        target.close()
    return expected


def _tables(connection: Connection) -> list[Table]:
    """Every table as it is, in an order in which rows may be added."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    for row in connection.execution_options(yield_per=BATCH).execute(select(table)).mappings():
        written = {str(name): _write(value) for name, value in row.items()}
        yield json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _write(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()}
    if isinstance(value, (bytes, memoryview)):
        return {"bytes": base64.b64encode(bytes(value)).decode("ascii")}
    return value


def _read(value: Any, is_sqlite: bool) -> Any:
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return base64.b64decode(value["bytes"])
    moment = datetime.fromisoformat(value["at"])
    return moment.replace(tzinfo=None) if is_sqlite else moment


def _insert(connection: Connection, table: Table, lines: Iterable[str]) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    waiting: list[dict[str, Any]] = []
    for line in lines:
        waiting.append({name: _read(value, is_sqlite) for name, value in json.loads(line).items()})
        if len(waiting) == BATCH:
            connection.execute(table.insert(), waiting)
            waiting = []
    if waiting:
        connection.execute(table.insert(), waiting)


def _go_on_counting(connection: Connection, tables: Iterable[Table]) -> None:
    """PostgreSQL counts by itself what is added: from where the rows end."""
    if connection.dialect.name == "sqlite":
        return
    for table in tables:
        if "number" in table.c and table.c["number"].server_default is not None:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'number'), "
                    f"COALESCE((SELECT max(number) FROM {table.name}), 0) + 1, false)"
                )
            )


@dataclass
class _Counting:
    """Sums lines as they go by."""

    rows: int = 0
    total: int = 0
    _size: int = field(default=1 << 256, repr=False)

    def over(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.rows += 1
            self.total = (self.total + int.from_bytes(hashlib.sha256(line.encode("utf-8")).digest())) % self._size
            yield line

    @property
    def sum(self) -> Sum:
        return Sum(self.rows, f"{self.total:064x}")
