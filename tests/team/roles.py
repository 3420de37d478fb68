"""Somebody of a team at the app without a browser, with roles that come and go."""

from __future__ import annotations

import time

from streamlit.testing.v1 import AppTest

from advisor.service.desk import Desk
from advisor.storing.people import Role, keep_person, set_roles
from advisor.storing.store import Store
from tests.running_app import PROJECT
from tests.team.people import NAMES

ISSUER = "https://login.example"
START = str(PROJECT / "app_pages" / "navigation.py")


def give(store: Store, *roles: Role, subject: str = "ann") -> Desk:
    with store.writing() as connection:
        person = keep_person(connection, store, ISSUER, subject, NAMES[subject])
        set_roles(connection, person.id, roles)
    return Desk(store, person)


def come_in(signed_in: float = 0, **claims: object) -> AppTest:
    """Somebody opens the app, signed in so many seconds ago."""
    page = AppTest.from_file(START, default_timeout=60)
    said = {"iss": ISSUER, "sub": "ann", "name": NAMES["ann"], "iat": time.time() - signed_in}
    page.user = {"is_logged_in": True, **said, **claims}
    page.run()
    assert not page.exception
    return page
