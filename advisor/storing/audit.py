"""The audit log: who did what to what, and what was refused; rows are added and read, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from advisor.storing.store import Store
from advisor.storing.tables import audit, people


@dataclass(frozen=True)
class Entry:
    """One line of the log. `who`: the person's id; `name`: as they are called now, "" where nobody was signed in."""

    number: int
    at: datetime
    who: str
    name: str
    what: str
    object: str
    details: Mapping[str, Any]
    refused: bool


def note(
    connection: Connection,
    at: datetime,
    who: str,
    what: str,
    object: str,
    details: Mapping[str, Any] | None = None,
    refused: bool = False,
) -> None:
    """Add one line, within the transaction of what it is about."""
    written = json.dumps(details or {}, ensure_ascii=False, sort_keys=True)
    connection.execute(insert(audit).values(at=at, who=who, what=what, object=object, details=written, refused=refused))


def note_refused(store: Store, who: str, what: str, object: str, details: Mapping[str, Any] | None = None) -> None:
    """Add one line about something that was not allowed, or not found."""
    with store.writing() as connection:
        note(connection, store.now(), who, what, object, details, refused=True)


def entries(
    store: Store, most: int = 200, before: int | None = None, since: datetime | None = None, refused: bool | None = None
) -> tuple[Entry, ...]:
    """The newest lines first; `before`: those older than the line of this number."""
    asked = select(audit, people.c.name).outerjoin(people, people.c.id == audit.c.who).order_by(audit.c.number.desc())
    if before is not None:
        asked = asked.where(audit.c.number < before)
    if since is not None:
        asked = asked.where(audit.c.at >= since)
    if refused is not None:
        asked = asked.where(audit.c.refused == refused)
    with store.reading() as connection:
        rows = connection.execute(asked.limit(most)).all()
    return tuple(
        Entry(
            row.number, row.at, row.who, row.name or "", row.what, row.object, json.loads(row.details), row.refused
        )
        for row in rows
    )  # fmt: skip
