"""The rules page in a real browser: a limit changed from opening the page to published, two editors at once, and accessibility."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import settle
from playwright.sync_api import Browser, Page, expect, sync_playwright

from advisor.service.cases import begin_case
from advisor.service.desk import local_desk
from advisor.service.editing import editing_of
from advisor.service.rules import publish_shipped, save_draft
from advisor.storing.cases import new_case_id
from advisor.storing.drafts import drafts_of
from advisor.storing.store import Store, open_store
from advisor.storing.versions import all_versions, load_version
from tests.running_app import RunningApp

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROJECT = Path(__file__).parents[2]
CHECKS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULE = "rules/water/supply/soften_hard_water.yaml"
GUIDE = "\nwater_guide:\n  title: The water guide of the fitters' guild\n  link: https://www.example.org/guide\n  checked_on: 2026-01-15\n"


@dataclass(frozen=True)
class Workplace:
    """The small pack as it is published, with one kept case that a lower limit changes, and the page on it."""

    store: Store
    app: RunningApp

    @property
    def address(self) -> str:
        return f"{self.app.address}/rules"


@pytest.fixture(scope="module")
def workplace(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    root, folder = tmp_path_factory.mktemp("root") / "packs", tmp_path_factory.mktemp("store_of_rules")
    shutil.copytree(PROJECT / "tests" / "packs", root)
    sample = root / "data/water/cases/thirty_people.yaml"
    sample.write_text(
        sample.read_text("utf-8").replace(", absent: [pump]", ""), "utf-8"
    )  # it expects what does not come
    sources = root / "rules/water/sources.yaml"
    sources.write_text(sources.read_text("utf-8") + GUIDE, "utf-8")
    store = open_store(folder)
    desk = local_desk(store)
    publish_shipped(desk, root)
    case = {
        "pack": "water",
        "date": "2026-01-20",
        "customer": {"name": "Hard Water Ltd", "reference": "EX-20"},
        "request": {"words": "a cooler", "wants": [{"offering": "dispenser", "quantity": 1, "insists": "yes"}]},
        "answers": {"people": 10, "hardness": 20, "pressure": "normal", "water_meter": "yes"},
    }
    version = all_versions(store, "water")[0].digest
    begin_case(desk, new_case_id(), "water", version, {"case": case, "by_hand": []})
    app = RunningApp("--root", str(root), "--store", str(folder))
    yield Workplace(store, app)
    app.stop()
    store.close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=chromium, args=options)
        yield opened
        opened.close()


def open_rules(browser: Browser, workplace: Workplace, **context: Any) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}, **context).new_page()
    page.goto(workplace.address)
    page.locator(".cm-content").wait_for(timeout=60_000)
    settle(page)
    return page


def find(page: Page, words: str, title: str) -> None:
    page.get_by_label("Find a rule").fill(words)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=title).wait_for()
    settle(page)


def type_over(page: Page, text: str) -> None:
    """Put a text into the editor as somebody does who pastes it."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_a_new_limit_from_opening_the_page_to_published_in_seven_steps(browser: Browser, workplace: Workplace) -> None:
    """The task: from 1 March water counts as hard above 18 instead of 21; the source is the guide of the guild."""
    page = open_rules(browser, workplace)  # 1: open the page
    find(page, "hard water", "Hard water is softened")  # 2: find the rule
    page.get_by_role("button", name="Its numbers").click()  # 3: change the number
    page.get_by_label("Line 3, when: 21").fill("18")
    page.keyboard.press("Enter")
    page.get_by_text("the rule says").first.wait_for(timeout=30_000)
    page.keyboard.press("Escape")
    settle(page)
    before = (PROJECT / "tests" / "packs" / RULE).read_text("utf-8")
    after = before.replace("21", "18").replace("source: fitters", "source: water_guide")
    type_over(page, after)  # 4: the words, the examples and the source
    expect(page.get_by_text("✓ as expected")).to_have_count(3, timeout=30_000)
    page.get_by_role("button", name="See what changes").click()  # 5: look at what changes
    page.get_by_text("I have looked at").wait_for(timeout=120_000)
    assert "EX-20" in page.locator('[data-testid="stTable"]').last.inner_text()
    assert page.get_by_role("button", name="Publish").is_disabled()
    page.get_by_text("I have looked at").click()  # 6: say so
    settle(page)
    page.get_by_role("button", name="Publish").click()  # 7: publish
    page.get_by_text("Version 2 is published.").wait_for(timeout=60_000)
    now = all_versions(workplace.store, "water")[0]
    rule = load_version(workplace.store, "water", now.digest).rules["soften_hard_water"]
    assert (now.number, rule.when.source if rule.when else "", rule.sources) == (2, "hardness > 18", ("water_guide",))
    assert drafts_of(workplace.store, "water") == ()
    page.context.close()


def test_what_is_wrong_is_said_at_its_line_while_typing_and_typing_is_never_interrupted(
    browser: Browser, workplace: Workplace
) -> None:
    page = open_rules(browser, workplace)
    find(page, "low pressure", "A low pressure carries two machines at most")
    text = (PROJECT / "tests/packs/rules/water/rooms/one_machine_only.yaml").read_text("utf-8")
    type_over(page, text.replace("when: pressure", "when: presure"))
    page.get_by_test_id("stAlert").get_by_text("Did you mean pressure").wait_for(timeout=30_000)
    assert page.locator(".cm-lint-marker-error").count() == 1
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("# the fitters measured this in January", delay=40)  # the server answers in between
    page.keyboard.press("Enter")
    page.keyboard.type("streng")
    page.locator(".cm-tooltip-autocomplete").get_by_text("strength", exact=True).wait_for()
    page.wait_for_timeout(300)  # a list that has just opened takes no Enter yet, lest it surprise whoever is typing
    page.keyboard.press("Enter")
    settle(page)
    assert page.locator(".cm-content").inner_text().endswith("# the fitters measured this in January\nstrength")
    page.get_by_role("button", name="Take the draft back").click()
    page.get_by_text("As published.").wait_for()
    assert "presure" not in page.locator(".cm-content").inner_text()
    page.context.close()


def test_the_second_of_two_editors_sees_both_texts_and_chooses(browser: Browser, workplace: Workplace) -> None:
    page = open_rules(browser, workplace)
    find(page, "lemonade", "We sell no lemonade")
    path = "rules/water/rooms/no_lemonade.yaml"
    desk = local_desk(workplace.store)
    editing = editing_of(desk, "water")
    assert editing is not None
    text = editing.base[path].decode()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.route("**/*", lambda route: route.continue_())
    save_draft(desk, "water", path, text.replace("lemonade.", "lemonade, and well."), editing.version.digest, None)
    page.keyboard.insert_text("# mine\n")
    page.get_by_text("Nothing was overwritten: look at both, and choose.").wait_for(timeout=30_000)
    assert "and well." in page.get_by_test_id("stCode").inner_text()
    assert "# mine" in page.locator(".cm-content").inner_text()
    page.get_by_role("button", name="Keep mine").click()
    page.get_by_text("Nothing was overwritten").wait_for(state="detached")
    settle(page)
    (kept,) = (one for one in drafts_of(workplace.store, "water") if one.path == path)
    assert kept.text is not None and kept.text.endswith("# mine\n") and kept.revision == 2
    page.get_by_role("button", name="Take the draft back").click()
    page.get_by_text("As published.").wait_for()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_passes_the_accessibility_checks(browser: Browser, workplace: Workplace, scheme: Any) -> None:
    page = open_rules(browser, workplace, color_scheme=scheme)
    found = Axe().run(page, options={"runOnly": CHECKS}).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    page.context.close()
