"""A salesperson at the page: typing, answering by click or by key, waiting until the page has settled."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

WORDS = "Put the new CRM on all 40 PCs next month. And a second server so we're safe, and support at night."
PCS = """name,count,ram_gb,crm_user
front desk,12,4,yes
sales office,8,16,yes
field service,10,,yes
warehouse,10,4,no
"""
# What the customer of the story says, by what is asked: the words on a button, a number, or a file.
STORY: dict[str, str | int | Path] = {
    "crm_suite": "Quotes are slow; our customer list is clean",
    "second_server": "We can wait a day; the backup is tried out",
    "night_support": "Weekdays 8 to 18; our contract covers that",
    "deployment": "On our own server",
    "users": 30,
    "people_with_customers": 30,
    "customer_list": "A list that was cleared of duplicates this year",
    "server_memory_installed": "We don’t know",
    "hours_without_server": 24,
    "restore_tested": "Yes",
    "working_hours": "Weekdays between 8 and 18",
    "support_contract": "Yes",
}
QUESTION = '[class*="st-key-next_"]'
SETTLED = """() => document.querySelector('[data-testid="stApp"]')?.getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-stale="true"]')"""


def settle(page: Page) -> None:
    """Wait until the page has taken in what was done last."""
    page.wait_for_timeout(150)
    page.wait_for_function(SETTLED, timeout=60_000)
    page.wait_for_timeout(100)


def open_call(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("In their own words").wait_for(timeout=90_000)
    settle(page)


def say(page: Page, words: str) -> None:
    page.get_by_label("In their own words").click()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Next question").wait_for(timeout=60_000)
    settle(page)


def quantity_on(page: Page) -> str:
    field = page.locator('[class*="st-key-quantity_"] input').first
    field.wait_for(timeout=60_000)
    return field.input_value()


def key_of_quantity(page: Page) -> str:
    """The class of the field, another one whenever the call is loaded from the store."""
    classes = page.locator('[class*="st-key-quantity_"]').first.get_attribute("class") or ""
    return next(name for name in classes.split() if name.startswith("st-key-quantity_"))


def order(page: Page, number: int) -> None:
    """Type how many, and wait until the page says that it is saved."""
    saved = page.get_by_text("Saved ")
    field = page.locator('[class*="st-key-quantity_"] input').first
    field.fill(str(number))
    field.press("Enter")
    settle(page)
    saved.first.wait_for(timeout=30_000)


def load_sample(page: Page) -> None:
    page.get_by_role("button", name="Load a sample case").click()
    page.get_by_test_id("stMetric").first.wait_for(timeout=60_000)
    settle(page)


def asked(page: Page) -> str | None:
    """What the question on the page is about; None where there is none."""
    field = page.locator(QUESTION)
    if not field.count():
        return None
    names = re.findall(r"st-key-next_(\w+?)_(?:\d+|typed)(?:_answer)?_\d+", field.first.get_attribute("class") or "")
    return names[0] if names else None


def until_other(page: Page, before: str | None) -> None:
    """Wait until another question, or none, is asked."""
    for _ in range(300):
        settle(page)
        if asked(page) != before:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"The question about {before} is still asked.")


def answer_story(page: Page, folder: Path, changed: Callable[[], None] = lambda: None, most: int = 20) -> list[str]:
    """Answer question after question as the story has it, by mouse; what the story does not tell nobody knows."""
    answered: list[str] = []
    while (name := asked(page)) is not None:
        assert len(answered) < most, f"More than {most} questions: {answered}"
        said = STORY.get(name, "We don’t know")
        box = page.locator(QUESTION)
        if name == "pcs":
            file = folder / "pcs.csv"
            file.write_text(PCS, "utf-8")
            page.get_by_role("tab", name="CSV or XLSX").first.click()
            page.locator('input[type="file"]').first.set_input_files(file)
            page.get_by_role("button", name="Take over 4 rows").first.click()
        elif isinstance(said, int) and page.locator(f"{QUESTION} input").count():
            page.locator(f"{QUESTION} input").first.fill(str(said))
            page.keyboard.press("Control+Enter")
        else:
            label = str(said) if isinstance(said, str) else answer_with(page, int(str(said)))
            box.get_by_role("button", name=label).first.click()
        until_other(page, name)
        answered.append(name)
        changed()
    return answered


def answer_with(page: Page, number: int) -> str:
    """The button that holds a number: an interval, or yes or no to "…: 23 GB or more?"."""
    labels = page.locator(QUESTION).all_inner_texts()
    if not labels[0].startswith("Yes"):
        return interval_with(labels, number)
    limit = page.locator("h2").filter(has_text="or more?").inner_text().rpartition(":")[2]
    return "Yes" if number >= int(re.sub(r"\D", "", limit)) else "No"


def interval_with(labels: list[str], number: int) -> str:
    """The button whose interval holds a number: "up to 150 people", "less than 23 GB", "23 GB or more", "8 to 22 GB"."""
    for label in (text.splitlines()[0] for text in labels if text.strip()):
        found = [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", label)]
        if not found:
            continue
        small = label.lower()
        if small.startswith("less than") and number < found[0]:
            return label
        if small.startswith("up to") and number <= found[0]:
            return label
        if small.endswith("or more") and number >= found[0]:
            return label
        if small.startswith("more than") and number > found[0]:
            return label
        if len(found) == 2 and found[0] <= number <= found[1]:
            return label
        if len(found) == 1 and number == found[0] and not re.match("less than|up to|more than", small):
            return label
    raise AssertionError(f"No answer holds {number}: {labels}")


def text_of(pdf: Path) -> str:
    """The text of a PDF as poppler reads it, in plain letters and single spaces."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed, so the text of the PDF cannot be read back.")
    return plain(subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode())


def plain(text: str) -> str:
    for invisible in "\u200b\u2060\u00ad":
        text = text.replace(invisible, "")
    return " ".join(unicodedata.normalize("NFKC", text.replace("\u2011", "-")).replace("\u2010", "-").split())
