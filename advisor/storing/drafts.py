"""Drafts of files of a pack: shared by all editors, each saving on top of the revision it has seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from advisor.storing.store import Store
from advisor.storing.tables import drafts, people


@dataclass(frozen=True)
class Draft:
    """A file as somebody would have it. `text` None: it is to be deleted. `base`: the version it was begun on."""

    pack: str
    path: str
    text: str | None
    base: str
    revision: int
    at: datetime
    who: str
    name: str


class DraftConflict(Exception):
    """The file was saved by somebody else after it was read. `mine`: the text that was not saved; `theirs`: what is there now,
    None where they took their draft back."""

    def __init__(self, mine: str | None, theirs: Draft | None) -> None:
        self.mine, self.theirs = mine, theirs
        who = f"{theirs.name} has saved this file" if theirs else "Somebody has taken the draft of this file back"
        super().__init__(f"{who} since you opened it. Nothing was overwritten: look at both, and choose.")


def drafts_of(store: Store, pack: str) -> tuple[Draft, ...]:
    """Every draft of a pack, by path."""
    with store.reading() as connection:
        rows = connection.execute(_drafts().where(drafts.c.pack == pack).order_by(drafts.c.path)).all()
    return tuple(Draft(*row) for row in rows)


def draft_of(store: Store, pack: str, path: str) -> Draft | None:
    with store.reading() as connection:
        return _find(connection, pack, path)


def save_draft(store: Store, pack: str, path: str, text: str | None, base: str, who: str, seen: int | None) -> Draft:
    """Save a draft on top of the revision that the editor saw (None: there was no draft). Raises DraftConflict, StoreFault."""
    key = (drafts.c.pack == pack) & (drafts.c.path == path)
    new = {"text": text, "base": base, "at": store.now(), "who": who}
    try:
        with store.writing() as connection:
            if seen is None:
                connection.execute(insert(drafts).values(pack=pack, path=path, revision=1, **new))
            else:
                saved = connection.execute(
                    update(drafts).where(key, drafts.c.revision == seen).values(revision=seen + 1, **new)
                )
                if saved.rowcount == 0:
                    raise DraftConflict(text, _find(connection, pack, path))
            found = _find(connection, pack, path)
    except IntegrityError as error:
        raise DraftConflict(text, draft_of(store, pack, path)) from error
    assert found is not None
    return found


def drop_draft(store: Store, pack: str, path: str, seen: int) -> None:
    """Take a draft back, or put it aside once it is published. Raises DraftConflict, StoreFault."""
    with store.writing() as connection:
        gone = connection.execute(
            delete(drafts).where(drafts.c.pack == pack, drafts.c.path == path, drafts.c.revision == seen)
        )
        if gone.rowcount == 0:
            raise DraftConflict(None, _find(connection, pack, path))


def _drafts() -> Select[Any]:
    one = drafts.c
    asked = select(one.pack, one.path, one.text, one.base, one.revision, one.at, one.who, people.c.name)
    return asked.join(people, people.c.id == one.who)


def _find(connection: Connection, pack: str, path: str) -> Draft | None:
    row = connection.execute(_drafts().where(drafts.c.pack == pack, drafts.c.path == path)).one_or_none()
    return None if row is None else Draft(*row)
