"""Stores for tests: SQLite in a folder, and PostgreSQL really started, each opened fresh from a copy that was migrated once."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text

from advisor.storing.store import open_store

NO_POSTGRESQL = "PostgreSQL is not installed, so the store is not tried on it (Debian: apt install postgresql)."


def postgresql_programs() -> Path | None:
    """The folder with `initdb` and `postgres`: Debian's newest, or wherever the PATH finds them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


class RunningPostgres:
    """A PostgreSQL server of our own in a temporary folder, reached through a socket in it; nobody else sees it."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="advisor_pg_"))
        self._user = None
        if os.name == "posix" and os.getuid() == 0:  # PostgreSQL refuses to run as root
            self._user = "postgres"  # the user that its package has made
            shutil.chown(self.folder, self._user)
        self._databases = 0
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "advisor", "-A", "trust", "-N", "-E", "UTF8")
        self.start()
        self._admin("CREATE DATABASE template_of_tests")
        open_store(self.address("template_of_tests")).close()

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=120 -c shared_buffers=32MB"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-o", options, "-w", "-t", "30", "start")

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "-w", "-t", "30", "stop")

    def end(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str) -> str:
        return f"postgresql://advisor@/{database}?host={self.folder}"

    def new_database(self, empty: bool = False) -> str:
        """The address of a database of its own, with the newest schema, or `empty`."""
        self._databases += 1
        name = f"store_{self._databases}"
        self._admin(f"CREATE DATABASE {name}" + ("" if empty else " TEMPLATE template_of_tests"))
        return self.address(name)

    def _admin(self, command: str) -> None:
        engine = create_engine(
            self.address("postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(text(command))
        engine.dispose()

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            user=self._user,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{program} ended with {done.returncode}."
