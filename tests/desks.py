"""People at their desks for tests, each with roles of their own, and a small content to keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.service.desk import Desk
from advisor.storing.people import Person, Role, keep_person, set_roles
from advisor.storing.store import Store

VERSION = "0123456789ab"


def desk_of(store: Store, name: str, *roles: Role) -> Desk:
    with store.writing() as connection:
        person = keep_person(connection, store, "https://login.example", name.lower(), name)
        set_roles(connection, person.id, roles)
    return Desk(store, Person(person.id, person.issuer, person.subject, name, frozenset(roles)))


def content(words: str = "Water for thirty people.", by_hand: tuple[str, ...] = (), **answers: Any) -> dict[str, Any]:
    """A call as it is kept, with these answers."""
    case: dict[str, Any] = {
        "pack": "water",
        "date": "2026-11-21",
        "customer": {"name": "Example Ltd", "reference": "EX-1"},
        "request": {"words": words},
        "answers": answers,
        "stance": "need_led",
    }
    return {"case": {key: value for key, value in case.items() if value}, "by_hand": list(by_hand)}


def answers_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    return dict(kept["case"].get("answers", {}))
