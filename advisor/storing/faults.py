"""What can go wrong with the store, each as a sentence that says what, where and what to do; nobody sees the database's own words."""

from __future__ import annotations

import re

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class StoreFault(Exception):
    """The store cannot be read or written now; nothing that was acknowledged is lost. `place`: its file or address."""

    what = "The store cannot be used"
    cure = "Tell whoever looks after the advisor; what was saved before is safe."

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(f"{self.what}: {place}. {self.cure}")


class StoreFull(StoreFault):
    what = "The disk of the store is full"
    cure = "Make room on it; saving goes on by itself after that."


class StoreBusy(StoreFault):
    what = "The store is locked by another program"
    cure = "Saving is tried again; if this lasts, close the program that holds it (a backup, a database viewer)."


class StoreReadOnly(StoreFault):
    what = "The store may not be written"
    cure = "Give the user that runs the advisor the right to write it, and its folder; saving goes on by itself after that."


class StoreDamaged(StoreFault):
    what = "The store is damaged and cannot be read"
    cure = "Stop the advisor, keep that file as it is, and bring back the last backup: python -m advisor restore FILE."


class StoreAway(StoreFault):
    what = "The store does not answer"
    cure = "Look whether the database is running and reachable; saving goes on by itself after that."


class StoreRefused(StoreFault):
    what = "The store does not let the advisor in"
    cure = "Correct user, password or database in ADVISOR_STORE."


class StoreNewer(StoreFault):
    what = "The store was written by a newer version of the advisor"
    cure = "Install that version, or a later one; this one would harm it."


class StoreMissing(StoreFault):
    what = "The folder of the store cannot be made"
    cure = "Create it, or choose another with --store or ADVISOR_STORE."


class StoreUnknown(StoreFault):
    what = "This is no place for a store"
    cure = "Give a folder, or an address that begins with postgresql://."


_SQLITE: tuple[tuple[str, type[StoreFault]], ...] = (
    ("SQLITE_FULL", StoreFull),
    ("SQLITE_IOERR_SHMSIZE", StoreFull),
    ("SQLITE_BUSY", StoreBusy),
    ("SQLITE_LOCKED", StoreBusy),
    ("SQLITE_READONLY", StoreReadOnly),
    ("SQLITE_PERM", StoreReadOnly),
    ("SQLITE_AUTH", StoreReadOnly),
    ("SQLITE_CORRUPT", StoreDamaged),
    ("SQLITE_NOTADB", StoreDamaged),
    ("SQLITE_CANTOPEN", StoreReadOnly),
)
_POSTGRES: tuple[tuple[str, type[StoreFault]], ...] = (
    ("53100", StoreFull),
    ("55P03", StoreBusy),  # a lock was waited for too long
    ("57014", StoreBusy),  # a statement took too long
    ("40", StoreBusy),  # two writers in each other's way
    ("25006", StoreReadOnly),
    ("42501", StoreReadOnly),
    ("28", StoreRefused),
    ("3D000", StoreRefused),
    ("XX001", StoreDamaged),
    ("XX002", StoreDamaged),
    ("53", StoreBusy),  # too many connections, no memory
    ("58", StoreFault),  # the operating system under the database
    ("08", StoreAway),
    ("57P", StoreAway),  # it is being shut down, or was just started
)
_LETS_NOBODY_IN = re.compile(r"password|authentication|role .* does not exist|database .* does not exist|pg_hba", re.I)


def fault_of(error: SQLAlchemyError, place: str) -> StoreFault | None:
    """The fault that an error of the database means; None where the error is a mistake of ours."""
    if isinstance(error, PoolTimeoutError):
        return StoreBusy(place)
    if not isinstance(error, DBAPIError) or error.orig is None:
        return None
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None or type(error.orig).__module__.startswith("sqlite3"):
        return next((kind(place) for begin, kind in _SQLITE if (name or "").startswith(begin)), _other(error, place))
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # it never came to a question: no connection
        text = str(error.orig)
        lost = type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout", "InterfaceError")
        return StoreRefused(place) if _LETS_NOBODY_IN.search(text) else StoreAway(place) if lost else None
    return next((kind(place) for begin, kind in _POSTGRES if state.startswith(begin)), None)


def _other(error: DBAPIError, place: str) -> StoreFault | None:
    name = getattr(error.orig, "sqlite_errorname", "") or ""
    return StoreFault(place) if name.startswith("SQLITE_IOERR") else None
