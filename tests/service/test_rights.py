"""Each role tries every write of the others through the service: all refused, all logged, nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.loading.load import load_pack
from advisor.service import cases, people
from advisor.service.desk import Desk
from advisor.service.editing import kept_cases
from advisor.service.rights import NotAllowed, NotFound
from advisor.storing.audit import entries
from advisor.storing.cases import new_case_id
from advisor.storing.people import ROLES, Role
from advisor.storing.store import Store
from tests.desks import VERSION, content, desk_of
from tests.writes import WRITES, may, state_of, writes_of_service


def test_every_function_of_the_service_that_writes_is_tried_here() -> None:
    """Whoever adds one adds it to `tests/writes.py`."""
    assert writes_of_service() == set(WRITES)


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_every_write_that_a_role_may_not_make_is_refused_and_logged_and_changes_nothing(
    store: Store, tmp_path: Path, role: Role
) -> None:
    owner = desk_of(store, "Owner", "seller")
    case = cases.begin_case(owner, new_case_id(), "water", VERSION, content()).id
    before = state_of(store, case)
    desk = desk_of(store, "Somebody", *([role] if role in ROLES else []))
    refused = [name for name, write in WRITES.items() if not may(role, write)]
    assert len(refused) >= 6
    for number, name in enumerate(refused, 1):
        with pytest.raises((NotAllowed, NotFound)):
            WRITES[name].how(desk, case, tmp_path)
        logged = entries(store, refused=True)
        assert len(logged) == number, name
        assert logged[0].name == "Somebody"
    assert state_of(store, case) == before
    assert list(tmp_path.glob("it.zip")) == []


def test_whoever_keeps_the_rules_sees_what_was_answered_but_not_by_whom(store: Store, project: Path) -> None:
    cases.begin_case(desk_of(store, "Owner", "seller"), new_case_id(), "water", VERSION, content(people=30))
    (seen,) = kept_cases(desk_of(store, "Egon", "engineer"), "water")
    assert seen.read(load_pack(project / "tests" / "packs", "water")).answers["people"].value == 30
    assert (seen.label, "Example Ltd" in str(seen)) == ("EX-1", False)
    with pytest.raises(NotAllowed):
        kept_cases(desk_of(store, "Sam", "seller"), "water")


def test_the_last_administrator_stays_one(store: Store) -> None:
    first = people.name_administrator(store, "https://login.example", "adam", "Adam")
    desk = Desk(store, first)
    with pytest.raises(people.LastAdministrator, match="Make somebody else one first"):
        people.set_roles(desk, first.id, {"seller"})
    other = people.sign_in(store, "https://login.example", "eve", "Eve").person
    assert other.roles == frozenset()
    people.set_roles(desk, other.id, {"administrator"})
    people.set_roles(desk, first.id, {"seller"})
    assert [one.what for one in entries(store)] == ["set roles"] * 3
