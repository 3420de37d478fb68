"""The rules page, driven without a browser: list, search, filters, and one rule beside its file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PROJECT = Path(__file__).parents[2]
PAGE = str(PROJECT / "app_pages" / "rules.py")
LARGE_ROOM = "rules/water/rooms/tap_in_every_large_room.yaml"


@pytest.fixture
def opened(root_with: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AppTest]:
    monkeypatch.setattr(sys, "argv", ["streamlit", "--root", str(root_with)])

    def open_page() -> AppTest:
        page = AppTest.from_file(PAGE, default_timeout=60).run()
        assert not page.exception
        return page

    return open_page


def texts(page: AppTest) -> str:
    return "\n".join([*(one.value for one in page.text), *(one.value for one in page.caption)])


def test_the_page_shows_the_first_rule_in_plain_english_beside_its_file(opened: Callable[[], AppTest]) -> None:
    page = opened()
    assert page.title[0].value == "A draft need not be finished"
    assert "When Large dispenser is in the plan:" in texts(page)
    assert "title: A draft need not be finished" in page.code[0].value
    assert list(page.dataframe[0].value["Health"]) == ["ok"] * 11


def test_a_search_leaves_the_rules_that_fit_and_shows_the_first(opened: Callable[[], AppTest]) -> None:
    page = opened()
    page.text_input(key="rules_search").input("lemonade").run()
    assert list(page.dataframe[0].value["Rule"]) == ["We sell no lemonade"]
    assert page.title[0].value == "We sell no lemonade"
    page.text_input(key="rules_search").input("no such words").run()
    assert not page.dataframe and "No rule fits." in texts(page)


def test_a_topic_narrows_the_list(opened: Callable[[], AppTest]) -> None:
    page = opened()
    page.selectbox(key="rules_topic").select("supply").run()
    assert len(page.dataframe[0].value) == 4


def test_a_broken_rule_is_said_and_the_list_shows_the_last_good_version(
    opened: Callable[[], AppTest], root_with: Path
) -> None:
    page = opened()
    path = root_with / LARGE_ROOM
    path.write_text(path.read_text("utf-8").replace("seats >= 10", "seets >= 10"), "utf-8")
    page.run()
    assert page.error[0].value == "1 fault in the files; the list shows the last version that could be read."
    page.pills(key="rules_show").set_value("Needs a look").run()
    assert list(page.dataframe[0].value["Health"]) == ["1 problem"]
    assert page.warning[0].value.startswith(f"{LARGE_ROOM}, line 4: `when`: There is no fact")


def test_a_pack_that_never_could_be_read_shows_what_is_wrong(opened: Callable[[], AppTest], root_with: Path) -> None:
    (root_with / "rules/water/facts.yaml").write_text("people: [", "utf-8")
    page = opened()
    assert page.title[0].value == "These rules cannot be read"
    assert page.error[0].value.startswith("rules/water/facts.yaml, line 1: ")


def test_unused_rules_are_found_on_demand(opened: Callable[[], AppTest]) -> None:
    page = opened()
    next(one for one in page.button if one.label == "Find unused rules").click().run()
    found = page.dataframe[0].value
    assert "unused" in set(found["Health"]) and "ok" in set(found["Health"])
    assert not any(one.label == "Find unused rules" for one in page.button)
