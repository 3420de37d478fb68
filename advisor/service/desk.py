"""Somebody at work: the store and who they are. Their rights are read anew for every write, and what is refused is logged."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from advisor.service.rights import NotAllowed, NotFound, Right, has_right
from advisor.storing.audit import note, note_refused
from advisor.storing.cases import StoredCase, find_case, find_revision
from advisor.storing.people import ROLES, Person, keep_person, set_roles
from advisor.storing.store import Store
from advisor.storing.tables import people

LOCAL = "local"  # who vouches for the one user of a machine without sign-in
_ROLES = select(people.c.roles).where(people.c.id == bindparam("id"))


@dataclass(frozen=True)
class Desk:
    store: Store
    person: Person

    @contextmanager
    def writing(self, right: Right, what: str, about: str) -> Iterator[Connection]:
        """A transaction of somebody who has this right. Raises NotAllowed, and logs it, as it logs a NotFound inside."""
        try:
            with self.store.writing() as connection:
                self.expect(connection, right)
                yield connection
        except (NotAllowed, NotFound) as refused:
            self.log_refused(what, about, refused)
            raise

    def check(self, right: Right, what: str, about: str) -> None:
        """For what has a transaction of its own: raises NotAllowed, and logs it."""
        with self.writing(right, what, about):
            pass

    def log(self, connection: Connection, what: str, about: str, **details: object) -> None:
        note(connection, self.store.now(), self.person.id, what, about, details)

    def log_refused(self, what: str, about: str, refused: NotAllowed | NotFound) -> None:
        why = f"lacks the right to {refused.right}" if isinstance(refused, NotAllowed) else "not found, or not theirs"
        note_refused(self.store, self.person.id, what, about[:100], {"why": why})

    def expect(self, connection: Connection, right: Right) -> None:
        """Raises NotAllowed where the roles do not allow it as they are now, whatever they were at the beginning."""
        if not self.may(connection, right):
            raise NotAllowed(right)

    def may(self, connection: Connection, right: Right) -> bool:
        roles = connection.execute(_ROLES, {"id": self.person.id}).scalar_one_or_none()
        now = frozenset(role for role in ROLES if role in (roles or "").split(","))
        return has_right(Person("", "", "", "", now), right)

    def case(self, connection: Connection, id: str, to_write: bool = False) -> StoredCase:
        """A case that is open to this person. Raises NotFound for any other, as for one that does not exist."""
        found = find_case(connection, id, to_write)
        everyones: Right = "change all cases" if to_write else "see all cases"
        if found is None or not (found.is_open_to(self.person.id) or self.may(connection, everyones)):
            raise NotFound
        return found

    def revision(self, connection: Connection, id: str, to_write: bool = False) -> int:
        """The newest revision of a case that is open to this person, without reading the case. Raises NotFound."""
        found = find_revision(connection, id, self.person.id)
        everyones: Right = "change all cases" if to_write else "see all cases"
        if found is None or not (found[1] or self.may(connection, everyones)):
            raise NotFound
        return found[0]


def local_desk(store: Store) -> Desk:
    """The one user of a machine where no sign-in is configured: they may do everything."""
    with store.reading() as connection:
        asked = select(people).where(people.c.issuer == LOCAL, people.c.subject == LOCAL)
        row = connection.execute(asked).one_or_none()
    if row is not None and row.roles == ",".join(sorted(ROLES)):
        return Desk(store, Person(row.id, LOCAL, LOCAL, row.name, frozenset(ROLES)))
    with store.writing() as connection:
        person = keep_person(connection, store, LOCAL, LOCAL, _own_name())
        set_roles(connection, person.id, ROLES)
    return Desk(store, Person(person.id, LOCAL, LOCAL, person.name, frozenset(ROLES)))


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name is set, as in some containers
        return "you"
