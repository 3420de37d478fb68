"""The page in a real browser: the story by mouse, the story by keyboard alone, the paper, and accessibility light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import (
    QUESTION,
    WORDS,
    answer_story,
    asked,
    load_sample,
    open_call,
    plain,
    say,
    settle,
    text_of,
    until_other,
)
from playwright.sync_api import Browser, Page, sync_playwright

from tests.running_app import RunningApp

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHECKS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=chromium, args=options)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, running_app: RunningApp) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    open_call(opened, running_app.address)
    yield opened
    context.close()


def lines_on(page: Page) -> list[tuple[str, str]]:
    """Every line of the plan: "12 × PC memory" and its whole text, the price in it."""
    lines = page.locator('[class*="st-key-line_"]')
    found = [
        (line.locator("strong").first.inner_text(), line.inner_text().split("\n\n")[0])
        for line in lines.all()
        if line.locator("strong").count()
    ]
    return [(name, text) for name, text in found if "×" in name]


def test_the_story_as_a_salesperson_types_it_until_the_paper_is_in_their_hands(page: Page, tmp_path: Path) -> None:
    say(page, WORDS)
    seen = [page.locator("h2").last.inner_text()]
    answer_story(page, tmp_path, lambda: seen.append(page.locator("h2").last.inner_text()))
    assert len(set(seen)) > 1, "The recommendation never changed."
    assert page.get_by_test_id("stAlert").first.inner_text().strip().endswith(".")
    assert "Changed by the last answer" in page.get_by_test_id("stAlert").first.inner_text()

    lines = lines_on(page)
    assert len(lines) >= 5
    reason = page.locator('[class*="st-key-line_"] summary').nth(1)
    reason.click()
    settle(page)
    chain = page.locator('[class*="st-key-line_"] ol').nth(1)
    assert chain.is_visible() and chain.locator("li").count() >= 2

    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Print").click()
    assert re.fullmatch(r"[A-Za-z0-9-]+\.pdf", download.value.suggested_filename)
    paper = text_of(Path(download.value.path()))
    for name, text in lines:
        assert plain(name) in paper, name
        for amount in re.findall(r"€[\d,.]*\d", text):
            assert amount in paper, (name, amount)
    for total in page.get_by_test_id("stMetricValue").all_inner_texts():
        assert plain(total) in paper, total


def test_by_keyboard_alone_from_the_words_to_the_paper(page: Page, tmp_path: Path) -> None:
    def focus_on(condition: str, most: int = 60) -> None:
        for _ in range(most):
            if page.evaluate(f"() => {{ const e = document.activeElement; return {condition}; }}"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {condition}.")

    focus_on("e.tagName === 'TEXTAREA'")
    page.keyboard.type("CRM for 40 people")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Next question").wait_for(timeout=60_000)
    settle(page)
    answered = 0
    while (name := asked(page)) is not None:
        assert answered < 16
        if page.locator(f"{QUESTION} input").count() and name != "pcs":
            focus_on("e.tagName === 'INPUT' && e.closest('[class*=\"st-key-next_\"]') !== null")
            page.keyboard.type("30")
            page.keyboard.press("Control+Enter")
        else:
            page.keyboard.press("Alt+1")
        until_other(page, name)
        answered += 1
    assert answered >= 3
    focus_on("e.tagName === 'SUMMARY' && e.closest('[class*=\"st-key-line_\"]') !== null")
    page.keyboard.press("Enter")
    page.locator('[class*="st-key-line_"] ol').first.wait_for()
    with page.expect_download(timeout=60_000) as download:
        page.keyboard.press("Alt+p")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.keyboard.press("Alt+n")
    page.get_by_text("The recommendation appears here").wait_for()


def test_a_quantity_that_cannot_be_stays_in_its_field_until_it_is_corrected(page: Page) -> None:
    load_sample(page)
    field = page.locator('[class*="st-key-quantity_"] input').first
    field.fill("0")
    field.press("Enter")
    page.get_by_role("alert").first.wait_for()
    settle(page)
    assert field.input_value() == "0"
    assert "0 cannot be ordered" in page.get_by_role("alert").first.inner_text()
    field.fill("41")
    field.press("Enter")
    settle(page)
    assert page.get_by_role("alert").filter(has_text="cannot be ordered").count() == 0


def test_no_other_host_is_asked_for_anything(browser: Browser, running_app: RunningApp) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked_of: set[str] = set()
    page.on("request", lambda request: asked_of.add(request.url.split("/")[2] if "//" in request.url else ""))
    open_call(page, running_app.address)
    load_sample(page)
    assert asked_of <= {running_app.address.split("/")[2], ""}
    context.close()


def findings(page: Page) -> list[tuple[str, Any]]:
    found = Axe().run(page, options={"runOnly": CHECKS}).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_an_empty_call_a_question_and_an_answer(
    browser: Browser, running_app: RunningApp, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    open_call(page, running_app.address)
    assert findings(page) == []
    say(page, WORDS)
    assert findings(page) == []
    page.keyboard.press("Alt+n")
    page.get_by_text("The recommendation appears here").wait_for()
    settle(page)
    load_sample(page)
    page.locator('[class*="st-key-line_"] summary').nth(1).click()
    page.locator('[class*="st-key-folded_"] summary').click()
    settle(page)
    assert findings(page) == []
    context.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, running_app: RunningApp) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 900})
    page = context.new_page()
    open_call(page, running_app.address)
    load_sample(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 400
    context.close()
