"""Two people in two browsers on one case: shared, seen by both, told what the other changed, handed over; and who reads their pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from advisor.calling.call_kept import call_from
from advisor.engine.recommend import recommend
from advisor.loading.load import load_pack
from advisor.service.cases import begin_case, keep_summary_of, open_case
from advisor.service.rules import publish_shipped
from advisor.service.summary import summary_of
from advisor.storing.cases import new_case_id
from tests.desks import content
from tests.pages.browsing import order, quantity_on, say, settle
from tests.running_app import PROJECT
from tests.team.people import sign_in
from tests.team.running_team import Team

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHECKS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORDS = "A water cooler for thirty people."
HALF_A_MINUTE = 30_000


@pytest.fixture(scope="module")
def team(browser: Browser, provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    root = tmp_path_factory.mktemp("root") / "packs"
    shutil.copytree(PROJECT / "tests" / "packs", root)
    running = Team(browser, provider, root, tmp_path_factory.mktemp("team") / "store")
    publish_shipped(running.give("lea", "administrator", "lead", "seller"), root)
    yield running
    running.stop()


def open_case_box(page: Page) -> None:
    page.get_by_role("button", name="Case", exact=True).click()
    page.get_by_text(re.compile("^Owner: ")).wait_for()
    settle(page)


def test_two_people_share_a_case_see_what_the_other_says_and_hand_it_over(team: Team) -> None:
    team.give("ann", "seller")
    otto_desk = team.give("otto", "seller")
    ann, otto = team.page(), team.page()
    sign_in(ann, team.address, "ann")
    ann.get_by_label("In their own words").wait_for(timeout=60_000)
    settle(ann)
    say(ann, WORDS)
    ann.get_by_text("Saved ").first.wait_for()
    id = ann.url.partition("case=")[2]

    # Otto does not find it until Ann shares it.
    sign_in(otto, ann.url, "otto")
    otto.get_by_role("heading", name="Case not found").wait_for(timeout=60_000)
    open_case_box(ann)
    ann.get_by_label("Share with").click()
    assert ann.get_by_role("option").all_inner_texts() == ["Lea Example", "Otto Example"]
    ann.get_by_role("option", name="Otto Example").click()
    ann.get_by_text("Shared with Otto Example").wait_for()
    ann.keyboard.press("Escape")
    otto.goto(ann.url)
    otto.get_by_text(WORDS).first.wait_for(timeout=60_000)

    # What one changes the other sees without a click, and is told.
    order(otto, 12)
    ann.get_by_text("Changed elsewhere: ").wait_for(timeout=HALF_A_MINUTE)
    settle(ann)
    assert quantity_on(ann) == "12"

    # Whoever saves the same field second, without having seen the first, is told by whom and what, and overrules knowingly.
    told = ann.get_by_text("Otto Example has changed this at ")
    for number in range(
        20, 26
    ):  # the page looks for others every few seconds; where it just has, there is nothing to tell
        ann.locator('[class*="st-key-quantity_"] input').first.fill(str(number + 10))
        order(otto, number)
        ann.keyboard.press("Enter")
        settle(ann)
        if told.count():
            break
    expect(told).to_contain_text("Yours is not saved; give it again to overrule.")
    wants = open_case(otto_desk, id).content["case"]["request"]["wants"]
    assert wants[0]["quantity"] == number

    # Handed over, it is Otto's; he takes it away from Ann, whose page says so by itself.
    open_case_box(ann)
    ann.get_by_role("button", name="Hand over").click()
    ann.get_by_text("Owner: Otto Example").wait_for()
    assert ann.get_by_role("button", name="Hand over").count() == 0
    assert open_case(otto_desk, id).owner == otto_desk.person.id
    open_case_box(otto)
    otto.get_by_text("Shared with Ann Example").wait_for()
    otto.get_by_role("button", name="Take away").click()
    ann.get_by_role("heading", name="Case not found").wait_for(timeout=HALF_A_MINUTE)
    assert WORDS not in ann.content()


def test_the_pages_of_a_team_pass_the_accessibility_checks_light_and_dark(team: Team) -> None:
    lea_desk = team.give("lea", "administrator", "lead", "seller")
    pack = load_pack(PROJECT / "tests" / "packs", "water")
    for words in (WORDS, "A large dispenser, and somebody to look at the taps."):
        kept = begin_case(lea_desk, new_case_id(), "water", pack.version, content(words, people=30))
        keep_summary_of(lea_desk, kept.id, 1, summary_of(recommend(pack, call_from(pack, kept.content).case)))
    page = team.page()
    page.emulate_media(color_scheme="dark")
    page.goto(team.address)
    page.get_by_text("Sign in to go on.").wait_for(timeout=60_000)
    expect_accessible(page)
    sign_in(page, team.address, "lea")
    page.get_by_label("In their own words").wait_for(timeout=60_000)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{team.address}/cases")
        page.get_by_text(re.compile(r"^All \d")).click(timeout=60_000)
        settle(page)
        page.get_by_role("button", name="Compare with").click()
        page.get_by_text("Choose another case in the list").wait_for()
        settle(page)
        choose_second_row(page)
        page.mouse.move(5, 5)
        expect_accessible(page)
        for path, title in (("people", "People"), ("log", "Log")):
            page.goto(f"{team.address}/{path}")
            page.get_by_role("heading", name=title).wait_for(timeout=60_000)
            expect_accessible(page)


def choose_second_row(page: Page) -> None:
    """The list is a canvas: its row is clicked where it is drawn, again where the page was drawing anew just then."""
    compared = page.get_by_test_id("stTable")
    for _ in range(10):
        table = page.get_by_test_id("stDataFrame").first.bounding_box()
        assert table is not None
        page.mouse.click(table["x"] + 16, table["y"] + 2.5 * 33)
        settle(page)
        if compared.count():
            return
    raise AssertionError("The second case was not chosen.")


def expect_accessible(page: Page) -> None:
    settle(page)
    found = Axe().run(page, options={"runOnly": CHECKS}).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == [], page.url
