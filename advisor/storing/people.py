"""The people who use the advisor, known by who vouches for them (issuer) and under which name there (subject)."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from sqlalchemy import Connection, insert, select, update

from advisor.storing.store import Store
from advisor.storing.tables import people

Role: TypeAlias = Literal["administrator", "engineer", "lead", "seller"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Person:
    """Somebody who may be let in. Without a role they may do nothing."""

    id: str
    issuer: str
    subject: str
    name: str
    roles: frozenset[Role] = frozenset()


def find_person(store: Store, issuer: str, subject: str) -> Person | None:
    with store.reading() as connection:
        return _find(connection, issuer, subject)


def person_of(store: Store, id: str) -> Person | None:
    with store.reading() as connection:
        row = connection.execute(select(people).where(people.c.id == id)).one_or_none()
    return None if row is None else _person(row)


def all_people(store: Store) -> tuple[Person, ...]:
    """Everybody, by name."""
    with store.reading() as connection:
        rows = connection.execute(select(people).order_by(people.c.name, people.c.id)).all()
    return tuple(_person(row) for row in rows)


def keep_person(connection: Connection, store: Store, issuer: str, subject: str, name: str) -> Person:
    """The person of this issuer and subject; written down without a role where they are new, and under their newest name."""
    found = _find(connection, issuer, subject)
    if found is None:
        found = Person(secrets.token_hex(8), issuer, subject, name)
        connection.execute(
            insert(people).values(id=found.id, issuer=issuer, subject=subject, name=name, roles="", at=store.now())
        )
    elif name and found.name != name:
        connection.execute(update(people).where(people.c.id == found.id).values(name=name))
        found = Person(found.id, issuer, subject, name, found.roles)
    return found


def set_roles(connection: Connection, id: str, roles: Collection[Role]) -> None:
    connection.execute(update(people).where(people.c.id == id).values(roles=",".join(sorted(roles))))


def _find(connection: Connection, issuer: str, subject: str) -> Person | None:
    asked = select(people).where(people.c.issuer == issuer, people.c.subject == subject)
    row = connection.execute(asked).one_or_none()
    return None if row is None else _person(row)


def _person(row: object) -> Person:
    given: Iterable[str] = row.roles.split(",")  # type: ignore[attr-defined]
    roles: frozenset[Role] = frozenset(role for role in ROLES if role in given)
    return Person(row.id, row.issuer, row.subject, row.name, roles)  # type: ignore[attr-defined]
