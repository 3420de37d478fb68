"""A team signs in at a real OpenID Connect provider: roles decide what each sees, and every write asks for the right again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from advisor.command_line.cli import main
from advisor.service.cases import list_cases
from advisor.service.desk import Desk
from advisor.storing.audit import entries
from advisor.storing.people import find_person
from tests.pages.browsing import say, settle
from tests.team.people import CLIENT_SECRET, COOKIE_SECRET, sign_in
from tests.team.running_team import Team

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORDS = "A water cooler for thirty people."


@pytest.fixture
def team(browser: Browser, provider: str, root_with: Path, tmp_path: Path) -> Iterator[Team]:
    running = Team(browser, provider, root_with, tmp_path / "team_store")
    yield running
    running.stop()


def pages_of(page: Page) -> list[str]:
    """The titles in the navigation."""
    settle(page)
    names = page.get_by_test_id("stTopNavLink").all_inner_texts()
    return [name.split()[-1] for name in names]


def test_a_team_signs_in_gets_roles_and_keeps_its_cases_apart(
    team: Team, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first administrator is named by the command line, and has never signed in.
    monkeypatch.setenv("ADVISOR_STORE", str(team.folder))
    assert main(["people", team.provider, "lea", "--name", "Lea", "--roles", "administrator"]) == 0

    # Somebody without a role sees whom to ask and what to hand to them.
    ann = team.page()
    ann.goto(team.address)
    ann.get_by_text("Sign in to go on.").wait_for(timeout=60_000)
    assert pages_of(ann) == []
    sign_in(ann, team.address, "ann")
    ann.get_by_role("heading", name="You have no role yet").wait_for()
    ann.get_by_text("Ask Lea for a role, and hand them this:").wait_for()
    assert ann.get_by_test_id("stCode").inner_text().split() == [team.provider, "ann"]

    # The administrator gives it on the page People, and has no page for calls.
    lea = team.page()
    sign_in(lea, team.address, "lea")
    lea.get_by_role("heading", name="People").wait_for()
    assert pages_of(lea) == ["People", "Log", "You"]
    lea.get_by_label("Whose roles").click()
    lea.get_by_role("option", name="Ann Example (ann)").click()
    settle(lea)
    lea.get_by_role("button", name="seller", exact=True).click()
    settle(lea)
    lea.get_by_role("button", name="Save roles").click()
    lea.get_by_text("Saved. It holds for Ann Example from now on.").wait_for()

    # From then on Ann takes calls, and sees no page of others.
    ann.reload()
    ann.get_by_label("In their own words").wait_for(timeout=60_000)
    assert pages_of(ann) == ["Call", "Cases", "You"]
    say(ann, WORDS)
    ann.get_by_text("Saved ").first.wait_for()
    address = ann.url
    assert "?case=" in address
    for closed in ("rules", "people", "log"):
        ann.goto(f"{team.address}/{closed}")
        settle(ann)
        assert ann.get_by_role("heading", name=re.compile("People|Log")).count() == 0
        assert ann.get_by_text("Find a rule").count() == 0

    # A foreign case is not found, also when its address was kept over the sign-in; a lead sees it.
    otto = team.page()
    sign_in(otto, address, "otto")
    otto.get_by_role("heading", name="You have no role yet").wait_for()
    assert otto.url == address
    team.give("otto", "seller")
    otto.reload()
    otto.get_by_role("heading", name="Case not found").wait_for(timeout=60_000)
    assert WORDS not in otto.content()
    assert ("Otto Example", "open a case", "not found, or not theirs") in team.refused()
    team.give("otto", "lead")
    otto.reload()
    otto.get_by_text(WORDS).first.wait_for(timeout=60_000)
    assert pages_of(otto) == ["Call", "Cases", "Log", "You"]

    # Signed out, nothing of it is left in the browser.
    otto.get_by_role("link", name="You").click()
    otto.get_by_role("heading", name="Otto Example").wait_for()
    otto.get_by_role("button", name="Sign out").click()
    otto.get_by_role("button", name="End session").click()
    otto.goto(address)
    otto.get_by_text("Sign in to open this case. You come back to it.").wait_for(timeout=60_000)
    assert WORDS not in otto.content()

    printed = team.log.read_text("utf-8", "replace")
    assert COOKIE_SECRET not in printed and CLIENT_SECRET not in printed


def test_a_write_whose_right_was_taken_away_meanwhile_is_refused_and_logged(team: Team) -> None:
    ann = team.page()
    sign_in(ann, team.address, "ann")
    ann.get_by_role("heading", name="You have no role yet").wait_for()
    desk = team.give("ann", "seller")
    ann.reload()
    say_when_there(ann)
    team.give("ann", "engineer", "administrator")
    field = ann.locator('[class*="st-key-quantity_"] input').first
    field.fill("12")
    field.press("Enter")
    settle(ann)
    assert team.refused() == []  # an engineer takes calls too
    team.give("ann", "administrator")
    before = entries(team.store)[0].number if entries(team.store) else 0
    field.fill("15")
    field.press("Enter")
    ann.get_by_role("heading", name="People").wait_for()  # the call is no page of theirs any more
    assert ("Ann Example", "change a case", "lacks the right to take calls") in team.refused()
    assert all(line.refused for line in entries(team.store) if line.number > before)
    team.give("ann", "seller")
    lines = list_cases(Desk(team.store, desk.person), "mine").cases
    assert len(lines) == 1

    # And the other way round: the page of an administrator stands open while they stop being one.
    team.give("ann", "seller", "administrator")
    ann.goto(f"{team.address}/people")
    ann.get_by_role("heading", name="People").wait_for(timeout=60_000)
    settle(ann)
    ann.get_by_role("button", name="lead", exact=True).click()
    settle(ann)
    team.give("ann", "seller")
    ann.get_by_role("button", name="Save roles").click()
    ann.get_by_label("In their own words").wait_for(timeout=60_000)
    assert ("Ann Example", "set roles", "lacks the right to manage people") in team.refused()
    found = find_person(team.store, team.provider, "ann")
    assert found is not None and found.roles == {"seller"}


def say_when_there(page: Page) -> None:
    page.get_by_label("In their own words").wait_for(timeout=60_000)
    settle(page)
    say(page, WORDS)
    page.get_by_text("Saved ").first.wait_for()
