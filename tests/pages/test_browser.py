"""The page in a real browser: the story by mouse, the story by keyboard alone, the paper, and accessibility light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import (
    PCS,
    QUESTION,
    STORY,
    WORDS,
    answer_story,
    answer_with,
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


def test_by_keyboard_alone_from_the_words_to_the_answer_in_eight_answers_and_to_the_paper(page: Page) -> None:
    focus_on(page, "e.tagName === 'TEXTAREA'")
    page.keyboard.type(WORDS)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Next question").wait_for(timeout=60_000)
    settle(page)
    answered: list[str] = []
    while (name := asked(page)) is not None:
        assert len(answered) < 8, f"More than eight answers: {answered} and then {name}"
        answer_by_key(page, name)
        until_other(page, name)
        answered.append(name)
    assert "Go ahead" in page.locator("h2").last.inner_text()

    focus_on(page, "e.tagName === 'SUMMARY' && e.closest('[class*=\"st-key-line_\"]') !== null")
    page.keyboard.press("Enter")
    page.locator('[class*="st-key-line_"] ol').first.wait_for()
    with page.expect_download(timeout=60_000) as download:
        page.keyboard.press("Alt+p")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")

    # What was said second, that the backup is tried out, turns out to be wrong; everything else stays.
    focus_on(page, "e.tagName === 'SUMMARY' && e.closest('[class*=\"st-key-folded_\"]') !== null", back=True)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="change").first.wait_for()
    settle(page)
    before = said_so_far(page)
    focus_on(page, "e.closest('[class*=\"st-key-change_restore_tested\"]') !== null")
    page.keyboard.press("Enter")
    page.locator('[class*="st-key-other_restore_tested_1"]').wait_for()
    settle(page)
    focus_on(page, "e.closest('[class*=\"st-key-other_restore_tested_1\"]') !== null")
    page.keyboard.press("Enter")
    page.locator('[class*="st-key-line_restore_test"]').wait_for()
    settle(page)
    after = said_so_far(page)
    assert {question for question in before if before[question] != after.get(question)} == {
        "Has a backup been brought back successfully in the last twelve months?"
    }
    assert before.keys() == after.keys()
    page.keyboard.press("Alt+n")
    page.get_by_text("The recommendation appears here").wait_for()


def focus_on(page: Page, condition: str, most: int = 80, back: bool = False) -> None:
    """Press Tab until the element in focus meets a condition in JavaScript."""
    for _ in range(most):
        if page.evaluate(f"() => {{ const e = document.activeElement; return {condition}; }}"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab never reached {condition}.")


def answer_by_key(page: Page, name: str) -> None:
    """Answer the question as the customer of the story does after everything was looked at."""
    said = {**STORY, "server_memory_installed": 16}[name] if name != "pcs" else ""
    field = f"e.closest('{QUESTION}') !== null"
    if name == "pcs":
        focus_on(page, "e.getAttribute('role') === 'tab'")
        page.keyboard.press("ArrowRight")
        focus_on(page, f"e.tagName === 'TEXTAREA' && {field.replace('next_', 'paste_')}")
        page.keyboard.insert_text(PCS.replace("field service,10,,", "field service,10,8,"))
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Take over 4 rows").wait_for()
        settle(page)
        page.keyboard.press("Alt+t")
    elif isinstance(said, int) and page.locator(f"{QUESTION} input").count():
        focus_on(page, f"e.tagName === 'INPUT' && {field}")
        page.keyboard.type(str(said))
        page.keyboard.press("Control+Enter")
    else:
        labels = page.locator(QUESTION).all_inner_texts()
        label = said if isinstance(said, str) else answer_with(page, int(str(said)))
        place = next(n for n, text in enumerate(labels) if text.startswith(label))
        page.keyboard.press(f"Alt+{place + 1}")


def said_so_far(page: Page) -> dict[str, str]:
    """Every question that was answered and its answer, as the folded list has them."""
    rows = page.locator('[class*="st-key-folded_"] p:has(strong)').all()
    return {
        text.removesuffix(said).strip(): said
        for row in rows
        for text, said in [(row.inner_text(), row.locator("strong").inner_text())]
    }


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
