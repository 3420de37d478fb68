"""Which role sees which page, and that the page of another role stays closed, also when it was open a moment ago."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.service.desk import Desk
from advisor.service.log import read_log
from advisor.service.people import administrators
from advisor.service.rights import RIGHTS, NotAllowed, Right
from advisor.storing.audit import entries
from advisor.storing.people import ROLES, Role, find_person, keep_person, set_roles
from advisor.storing.store import Store, open_store
from app_pages.pages import ENTRIES, entries_for
from tests.desks import desk_of
from tests.running_app import PROJECT
from tests.team.people import NAMES, settings

ISSUER = "https://login.example"
START = str(PROJECT / "app_pages" / "navigation.py")


@pytest.mark.parametrize(
    ("roles", "titles"),
    [
        (["seller"], ["Call", "Cases", "You"]),
        (["engineer"], ["Call", "Cases", "Rules", "You"]),
        (["lead"], ["Call", "Cases", "Log", "You"]),
        (["administrator"], ["People", "Log", "You"]),
        (["seller", "administrator"], ["Call", "Cases", "People", "Log", "You"]),
        ([], ["No role yet"]),
    ],
)
def test_each_role_sees_its_pages_and_arrives_at_the_first(roles: list[Role], titles: list[str]) -> None:
    assert [one.title for one in entries_for(roles, team=True)] == titles


def test_alone_without_sign_in_there_is_nobody_to_give_roles_to() -> None:
    assert [one.title for one in entries_for(ROLES, team=False)] == ["Call", "Cases", "Rules", "Log"]


@pytest.fixture
def team(root_with: Path, monkeypatch: pytest.MonkeyPatch, store_of_test: Path) -> Store:
    """The store of a team whose app asks a provider."""
    monkeypatch.setattr(sys, "argv", ["streamlit", "--root", str(root_with)])
    for name, value in settings(ISSUER, "http://localhost:8501").items():
        monkeypatch.setenv(name, value)
    return open_store(store_of_test)


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


def test_signed_out_or_signed_in_too_long_ago_one_signs_in(team: Store) -> None:
    give(team, "seller")
    page = AppTest.from_file(START, default_timeout=60)
    page.user = {"is_logged_in": False}
    page.run()
    assert [one.value for one in page.markdown] == ["Sign in to go on. What you do here is kept under your name."]
    page = come_in(signed_in=13 * 3600)
    assert "more than half a day ago" in page.markdown[0].value
    assert [one.label for one in page.button] == ["Sign in"]
    page = come_in(iss="")
    assert "does not say who you are" in page.error[0].value
    assert [one.label for one in come_in(signed_in=11 * 3600).text_area] == ["In their own words"]


def test_a_call_that_is_open_is_not_interrupted_by_the_end_of_the_half_day(team: Store) -> None:
    give(team, "seller")
    page = come_in(signed_in=11 * 3600)
    page.user = {**page.user, "iat": time.time() - 13 * 3600}
    page.run()
    assert [one.label for one in page.text_area] == ["In their own words"]


def test_another_person_in_the_same_browser_finds_nothing_of_the_first(team: Store) -> None:
    give(team, "seller")
    give(team, "seller", subject="eve")
    page = come_in()
    page.text_area[0].set_value("A water cooler for thirty people.").run()
    assert page.text_area[0].value
    page.user = {**page.user, "sub": "eve", "name": NAMES["eve"]}
    page.query_params.clear()
    page.run()
    assert not page.exception
    assert page.session_state["advisor_desk"].person.subject == "eve"
    assert [one.value for one in page.text_area] in ([""], [None])


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_of_other_roles_are_not_there(team: Store, role: Role) -> None:
    give(team, role)
    page = come_in()
    for entry in ENTRIES:
        if entry.right is None or role in RIGHTS[entry.right]:
            page.switch_page(entry.file)
        else:
            with pytest.raises(ValueError, match="Could not find a navigation page"):
                page.switch_page(entry.file)


def refusals(store: Store) -> list[tuple[str, str]]:
    return [(line.what, str(line.details["why"])) for line in entries(store, refused=True)]


def type_words(page: AppTest) -> None:
    page.text_area[0].set_value("A water cooler for thirty people.")


def choose_role(page: AppTest) -> None:
    page.button_group[0].set_value(["lead"]).run()


def save_roles(page: AppTest) -> None:
    page.button(key="people_save").click()


def find_rule(page: AppTest) -> None:
    page.text_input(key="rules_search").input("tap_in_every_large_room").run()


def change_number(page: AppTest) -> None:
    next(one for one in page.text_input if (one.key or "").startswith("number_")).input("12")


@pytest.mark.parametrize(
    ("right", "file", "prepare", "write", "what"),
    [
        ("take calls", "call.py", lambda page: None, type_words, "begin a case"),
        ("manage people", "people.py", choose_role, save_roles, "set roles"),
        ("edit rules", "rules.py", find_rule, change_number, "save a draft"),
    ],
)
def test_a_write_on_a_page_that_was_open_is_refused_to_every_role_without_the_right_and_logged(
    team: Store,
    right: Right,
    file: str,
    prepare: Callable[[AppTest], None],
    write: Callable[[AppTest], None],
    what: str,
) -> None:
    for role in ROLES:
        if role in RIGHTS[right]:
            continue
        give(team, *RIGHTS[right])
        page = come_in()
        page.switch_page(file).run()
        prepare(page)
        before = len(refusals(team))
        give(team, role)
        write(page)
        page.run()
        assert not page.exception
        assert refusals(team)[: len(refusals(team)) - before] == [(what, f"lacks the right to {right}")], role
        person = find_person(team, ISSUER, "ann")
        assert person is not None and person.roles == {role}


def test_the_last_administrator_is_told_to_make_another_one_first(team: Store) -> None:
    give(team, "administrator")
    page = come_in()
    page.button_group[0].set_value(["lead"]).run()
    page.button(key="people_save").click().run()
    assert [one.value for one in page.error] == ["This is the last administrator. Make somebody else one first."]


def test_the_log_is_read_by_leads_and_administrators_and_tells_who_else_tried(team: Store) -> None:
    for role in ROLES:
        desk = desk_of(team, role, role)
        if role in RIGHTS["read the log"]:
            read_log(desk, 10)
        else:
            with pytest.raises(NotAllowed):
                read_log(desk, 10)
            assert entries(team, most=1)[0].what == "read the log"


def test_whoever_has_no_role_is_told_whom_to_ask(team: Store) -> None:
    give(team)
    page = come_in()
    assert page.title[0].value == "You have no role yet"
    assert "Ask whoever looks after the advisor for a role" in page.markdown[0].value
    give(team, "administrator", subject="lea")
    assert administrators(team) == ("Lea Example",)
    page.run()
    assert "Ask Lea Example for a role" in page.markdown[0].value
    assert page.code[0].value == f"{ISSUER}\nann"
