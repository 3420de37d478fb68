"""Who is let in and with which roles; and the first administrator, whom the command line names."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from advisor.service.desk import LOCAL, Desk
from advisor.service.rights import has_right
from advisor.storing.people import Person, Role, all_people, keep_person, person_of
from advisor.storing.people import set_roles as keep_roles
from advisor.storing.store import Store
from advisor.storing.tables import people


class LastAdministrator(Exception):
    """Without an administrator nobody could ever give a role again."""

    def __init__(self) -> None:
        super().__init__("This is the last administrator. Make somebody else one first.")


def sign_in(store: Store, issuer: str, subject: str, name: str) -> Desk:
    """The desk of somebody whom the issuer vouches for; new ones are known from now on, and may do nothing yet."""
    with store.writing() as connection:
        return Desk(store, keep_person(connection, store, issuer, subject, name))


def set_roles(desk: Desk, person: str, roles: Collection[Role]) -> None:
    """Raises NotAllowed, LastAdministrator."""
    with desk.writing("manage people", "set roles", f"person {person}") as connection:
        others = connection.execute(
            select(func.count())
            .select_from(people)
            .where(people.c.roles.contains("administrator"), people.c.id != person)
        ).scalar_one()
        if not others and "administrator" not in roles:
            raise LastAdministrator
        keep_roles(connection, person, roles)
        desk.log(connection, "set roles", f"person {person}", roles=sorted(roles))


def everybody(desk: Desk) -> tuple[Person, ...]:
    """All who were ever let in."""
    return all_people(desk.store)


def colleagues(desk: Desk) -> tuple[Person, ...]:
    """Those who take calls here too, by now: cases are shared with them and handed over to them."""
    return tuple(
        one
        for one in all_people(desk.store)
        if one.id != desk.person.id and one.issuer != LOCAL and has_right(one, "take calls")
    )


def administrators(store: Store) -> tuple[str, ...]:
    """The names of those who give roles, other than the one user of a machine without sign-in."""
    return tuple(one.name for one in all_people(store) if "administrator" in one.roles and one.issuer != LOCAL)


def name_administrator(store: Store, issuer: str, subject: str, name: str) -> Person:
    """From the command line, by who has the store in their hands anyway: add the role to a person, known or not."""
    with store.writing() as connection:
        person = keep_person(connection, store, issuer, subject, name)
        keep_roles(connection, person.id, person.roles | {"administrator"})
        desk = Desk(store, person)
        desk.log(connection, "set roles", f"person {person.id}", roles=sorted(person.roles | {"administrator"}))
    found = person_of(store, person.id)
    assert found is not None
    return found
