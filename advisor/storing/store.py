"""Opening the store: a folder with one SQLite file, or a PostgreSQL database; short transactions, and faults in plain words."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import platformdirs
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from advisor.storing.faults import StoreBusy, StoreMissing, StoreNewer, StoreUnknown, fault_of

APP = "solution-advisor"
FILE = "advisor.db"
WAIT_SECONDS = 8  # for a lock, before it is said that the store is locked
_LOCK_OF_MIGRATIONS = 5_207_411  # any number, the same in every process


@dataclass(frozen=True)
class Store:
    """An open store. `place`: as it is named to people, without a password. `folder`: where versions of packs are laid out."""

    engine: Engine
    place: str
    folder: Path
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    _writers: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment and writes nothing."""
        with self._saying(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is written as a whole when it ends, or not at all."""
        with (
            self._saying(),
            self._in_turn(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite has one writer at a time; threads of one process queue here instead of polling its lock."""
        if not self.is_sqlite:
            yield
            return
        if not self._writers.acquire(timeout=WAIT_SECONDS * 2):
            raise StoreBusy(self.place)
        try:
            yield
        finally:
            self._writers.release()

    @contextmanager
    def _saying(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            fault = fault_of(error, self.place)
            if fault is None:
                raise
            raise fault from error


def where_of(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """Where the store lies: what follows `--store`, else ADVISOR_STORE, else the user's data folder."""
    given = list(arguments)
    if "--store" in given[:-1]:
        return given[given.index("--store") + 1]
    return environment.get("ADVISOR_STORE") or platformdirs.user_data_dir(APP, appauthor=False)


def open_store(where: str | Path, schema: str = "head") -> Store:
    """Open the store in a folder or at a `postgresql://` address, and bring its schema up to date (or to an older one).

    Raises StoreFault.
    """
    store = _postgres(str(where)) if str(where).startswith(("postgresql:", "postgres:")) else _sqlite(str(where))
    bring_up_to_date(store, schema)
    return store


def _sqlite(where: str) -> Store:
    if "://" in where or not where.strip():
        raise StoreUnknown(where.partition("@")[2] or where)
    folder = Path(where).expanduser().absolute()
    file = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreMissing(str(folder)) from error
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions begin where `_begin` says so, also round changes of the schema
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return Store(engine, str(file), folder)


def _postgres(where: str) -> Store:
    try:
        url = make_url(where).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise StoreUnknown(where.rpartition("@")[2]) from error
    limits = f"-c statement_timeout={WAIT_SECONDS * 4000} -c lock_timeout={WAIT_SECONDS * 1000} -c timezone=UTC"
    engine = create_engine(
        url,
        pool_pre_ping=True,  # a database that was started again is noticed before a question is lost
        pool_size=10,
        max_overflow=20,
        pool_timeout=WAIT_SECONDS,
        connect_args={"connect_timeout": WAIT_SECONDS, "options": limits, "application_name": APP},
    )
    place = url.set(drivername="postgresql").render_as_string(hide_password=True)
    here = sha256(place.encode()).hexdigest()[:12]
    return Store(engine, place, Path(platformdirs.user_cache_dir(APP, appauthor=False), here))


def newest_schema() -> str:
    """The revision of the schema that this version of the advisor works with."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def schema_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def bring_up_to_date(store: Store, to: str = "head") -> None:
    """Run the migrations that are missing, in one transaction; one process at a time."""
    wanted = newest_schema() if to == "head" else to
    with store.reading() as connection:
        if schema_of(connection) == wanted:
            return
    with store.writing() as connection:
        if not store.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK_OF_MIGRATIONS})
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, wanted)
        except CommandError as error:
            raise StoreNewer(store.place) from error


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
