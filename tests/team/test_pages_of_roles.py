"""Which role sees which page, and that the page of another role stays closed, also when it was open a moment ago."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest

from advisor.service.log import read_log
from advisor.service.people import administrators
from advisor.service.rights import RIGHTS, NotAllowed
from advisor.storing.audit import entries
from advisor.storing.people import ROLES, Role
from advisor.storing.store import Store
from app_pages.pages import ENTRIES, entries_for
from tests.desks import desk_of
from tests.team.people import NAMES
from tests.team.roles import ISSUER, START, come_in, give


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


def test_whoever_loses_a_page_while_it_stands_open_is_told(team: Store) -> None:
    give(team, "seller", "lead")
    page = come_in()
    give(team, "lead")
    page.run()
    assert not page.warning  # the page is there still
    give(team, "administrator")
    page.run()
    said = "The page “Call” is closed to you now. An administrator has changed what you may do here."
    assert ([one.value for one in page.warning], page.title[0].value) == ([said], "People")
    page.run()
    assert not page.warning  # said once
    give(team, "seller")
    page.run()
    assert ["“People” is closed" in one.value for one in page.warning] == [True]


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
