"""The rules page, driven without a browser: list, search, filters, and one rule beside its file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from advisor.engine.recommend import recommend
from advisor.loading.load import load_pack
from advisor.loading.load_case import load_case
from advisor.service.desk import Desk, local_desk
from advisor.service.editing import editing_of
from advisor.service.rules import publish, save_draft, suggest_synonym
from advisor.storing.drafts import drafts_of
from advisor.storing.store import open_store
from advisor.storing.synonyms import suggested_synonyms
from advisor.storing.versions import all_versions

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


def draft(store: Path, path: str, change: Callable[[str], str]) -> None:
    """What somebody else types and saves."""
    desk = local_desk(open_store(store))
    editing = editing_of(desk, "water")
    assert editing is not None
    save_draft(desk, "water", path, change(editing.base[path].decode()), editing.version.digest, None)


def number_field(page: AppTest) -> Any:
    """The field of the number in the condition of the rule about large rooms."""
    found = [one for one in page.text_input if (one.key or "").startswith(f"number_{LARGE_ROOM}_0")]
    assert found, [one.key for one in page.text_input]
    return found[0]


def texts(page: AppTest) -> str:
    return "\n".join([*(one.value for one in page.text), *(one.value for one in page.caption)])


def test_the_page_shows_the_first_rule_in_plain_english_beside_its_file(opened: Callable[[], AppTest]) -> None:
    page = opened()
    assert page.title[0].value == "A draft need not be finished"
    assert "When Large dispenser is in the plan:" in texts(page)
    assert "As published." in texts(page)
    assert list(page.dataframe[0].value["Health"]) == ["ok"] * 11


def test_a_search_leaves_the_rules_that_fit_and_shows_the_first(opened: Callable[[], AppTest]) -> None:
    page = opened()
    page.text_input(key="rules_search").input("lemonade").run()
    assert list(page.dataframe[0].value["Rule"]) == ["We sell no lemonade"]
    assert page.title[0].value == "We sell no lemonade"
    page.text_input(key="rules_search").input("no such words").run()
    assert not page.dataframe and "No rule fits." in texts(page)


def test_the_address_keeps_the_rule_and_nothing_else(opened: Callable[[], AppTest]) -> None:
    page = AppTest.from_file(PAGE, default_timeout=60)
    page.query_params["rule"] = "water/no_lemonade"
    assert page.run().title[0].value == "We sell no lemonade"
    page.text_input(key="rules_search").input("large room").run()
    rule = page.session_state["rules_chosen"] and page.query_params["rule"]
    assert list(page.query_params) == ["rule"] and rule != "water/no_lemonade"
    page.segmented_control(key="rules_what").set_value("Tables").run()
    assert list(page.query_params) == []
    for wrong in ("water/no_such_rule", "elsewhere/no_lemonade", "../../x"):
        page = AppTest.from_file(PAGE, default_timeout=60)
        page.query_params["rule"] = wrong
        assert page.run().title[0].value == "A draft need not be finished" and not page.exception


def test_a_topic_narrows_the_list(opened: Callable[[], AppTest]) -> None:
    page = opened()
    page.selectbox(key="rules_topic").select("supply").run()
    assert len(page.dataframe[0].value) == 4


def test_a_rule_whose_draft_is_broken_is_said_and_the_list_shows_the_last_good_version(
    opened: Callable[[], AppTest], store_of_test: Path
) -> None:
    page = opened()
    draft(store_of_test, LARGE_ROOM, lambda text: text.replace("seats >= 10", "seets >= 10"))
    page.run()
    page.pills(key="rules_show").set_value("Needs a look").run()
    assert list(page.dataframe[0].value["Health"]) == ["1 problem"]
    assert page.error[0].value.replace("\\", "").startswith("Line 4: `when`: There is no fact")
    assert "What the change does is shown once the file can be read." in texts(page)
    assert "Draft of" in texts(page) and "Calls go on with version 1." in texts(page)


def test_a_pack_that_was_never_published_is_said(opened: Callable[[], AppTest], root_with: Path) -> None:
    (root_with / "rules/water/facts.yaml").write_text("people: [", "utf-8")
    page = opened()
    assert page.title[0].value == "These rules were never published"
    assert "`python -m advisor check` names them" in page.info[0].value


def test_one_number_is_changed_without_touching_the_rest_of_the_file(
    opened: Callable[[], AppTest], store_of_test: Path
) -> None:
    page = opened()
    page.text_input(key="rules_search").input("tap_in_every_large_room").run()
    number = number_field(page)
    number.input("12").run()
    (saved,) = drafts_of(open_store(store_of_test), "water")
    before = (PROJECT / "tests/packs" / LARGE_ROOM).read_text("utf-8")
    assert saved.text == before.replace("seats >= 10", "seats >= 12")
    results = [list(one.value["Result"]) for one in page.table if "Result" in one.value]
    assert results[0][0].startswith("✗ expects tap 1; the rule says")


def test_what_is_no_number_is_refused_where_it_was_typed(opened: Callable[[], AppTest], store_of_test: Path) -> None:
    page = opened()
    page.text_input(key="rules_search").input("tap_in_every_large_room").run()
    number_field(page).input("ten").run()
    assert any("number" in one.value for one in page.error)
    assert drafts_of(open_store(store_of_test), "water") == ()


def test_a_new_rule_begins_as_a_draft_and_a_bad_name_is_refused(
    opened: Callable[[], AppTest], store_of_test: Path
) -> None:
    page = opened()
    page.text_input(key="rules_new_name").input("Rooms/../x").run()
    page.button(key="rules_begin").click().run()
    assert any("cannot be an id" in one.value for one in page.error)
    page.text_input(key="rules_new_name").input("rooms/a_room_needs_a_sink").run()
    page.button(key="rules_begin").click().run()
    (saved,) = drafts_of(open_store(store_of_test), "water")
    assert saved.path == "rules/water/rooms/a_room_needs_a_sink.yaml"
    assert page.title[0].value == "A room needs a sink"


def test_a_table_is_shown_as_a_table_and_other_files_in_the_editor(
    opened: Callable[[], AppTest], store_of_test: Path
) -> None:
    page = opened()
    page.segmented_control(key="rules_what").set_value("Tables").run()
    assert not page.exception and page.title[0].value == "figures.csv"
    draft(store_of_test, "data/water/offerings.csv", lambda text: text.replace("machine,400,", "machine,-400,"))
    page.run()
    page.radio(key="rules_file").set_value("data/water/offerings.csv").run()
    assert any(one.value.startswith("Row “dispenser”, line 3: ") for one in page.error)
    page.segmented_control(key="rules_what").set_value("Other files").run()
    assert not page.exception and page.title[0].value == "pack.yaml"


def test_sums_that_a_new_price_moves_are_shown_and_accepted_on_the_page(
    opened: Callable[[], AppTest], root_with: Path, store_of_test: Path
) -> None:
    sample = root_with / "data/water/cases/thirty_people.yaml"
    head = sample.read_text("utf-8").partition("expect:")[0]
    pack = load_pack(root_with, "water")
    once = recommend(pack, load_case(sample, pack)).to_json()["cost"]["once"]["to"]
    sample.write_text(f"{head}expect: {{cost: {{once: {{to: {once}}}}}}}  # by hand\n", "utf-8")
    opened()  # publishes the rules as they are
    draft(store_of_test, "data/water/offerings.csv", lambda text: text.replace("machine,400,", "machine,450,"))
    page = opened()
    look(page, "rules_look")
    assert page.error[0].value == "Nothing can be published yet: one thing stands in the way."
    assert [one.value for one in page.subheader if "expects" in one.value] == ["A sample case expects other sums"]
    (said,) = [one.value for one in page.markdown if one.value.startswith("**thirty people**")]
    assert re.fullmatch(r"\*\*thirty people\*\*: once €[\d,]+ → €[\d,]+", said)
    look(page, "accept_data/water/cases/thirty_people.yaml")
    assert not page.error and page.checkbox[0].label.startswith("I have looked at")
    saved = {one.path: one.text for one in drafts_of(open_store(store_of_test), "water")}
    text = saved["data/water/cases/thirty_people.yaml"] or ""
    assert text.startswith(head) and text.endswith("  # by hand\n") and f"to: {once}" not in text


def test_going_back_shows_what_it_changes_before_it_can_be_published(
    opened: Callable[[], AppTest], store_of_test: Path
) -> None:
    opened()
    price = "data/water/offerings.csv"
    desk = publish_change(store_of_test, price, lambda text: text.replace("machine,400,", "machine,450,"))
    page = opened()
    look(page, "rules_look_back")
    assert "Going back from version 2 to version 1" in [one.value for one in page.header]
    assert "of 2 cases change" in page.subheader[-1].value or "None of 2" in page.subheader[-1].value
    assert page.button(key="rules_back").disabled
    page.checkbox[0].check().run()
    page.button(key="rules_back").click().run()
    assert [one.value for one in page.success] == ["Version 3 is published; it says what version 1 said."]
    assert [one.number for one in all_versions(desk.store, "water")] == [3, 2, 1]
    page.selectbox(key="rules_other_version").set_value(2).run()
    look(page, "rules_look_back")
    page.button(key="rules_stay").click().run()
    assert not any("Going back" in one.value for one in page.header) and len(all_versions(desk.store, "water")) == 3


def test_a_draft_begun_before_its_file_was_published_anew_is_warned_of(
    opened: Callable[[], AppTest], store_of_test: Path
) -> None:
    opened()
    draft(store_of_test, LARGE_ROOM, lambda text: text + "# mine\n")
    publish_change(store_of_test, LARGE_ROOM, lambda text: text + "# theirs\n")
    page = opened()
    page.text_input(key="rules_search").input("tap_in_every_large_room").run()
    says = [one.value for one in page.warning if "begun on version 1" in one.value]
    assert len(says) == 2  # beside the text, and before publishing
    diff = next(one.value for one in page.code if "--- version 2" in one.value)
    assert "-# theirs" in diff and "+# mine" in diff
    number_field(page).input("11").run()  # typing on does not hide it
    assert [one for one in page.warning if "begun on version 1" in one.value]
    page.button(key=f"stands_{LARGE_ROOM}").click().run()
    assert not [one for one in page.warning if "begun on" in one.value]


def publish_change(store: Path, path: str, change: Callable[[str], str]) -> Desk:
    """What somebody publishes from elsewhere."""
    desk = local_desk(open_store(store))
    editing = editing_of(desk, "water")
    assert editing is not None
    files = {**editing.base, path: change(editing.base[path].decode()).encode()}
    publish(desk, "water", files, "", editing.version.digest)
    return desk


def look(page: AppTest, key: str) -> None:
    """Press a button that looks at what changes, and wait for what comes of it."""
    page.button(key=key).click().run()
    page.session_state["advisor_workbench"].looking.wait(60)
    page.run()
    assert not page.exception


def test_unused_rules_are_found_on_demand(opened: Callable[[], AppTest]) -> None:
    page = opened()
    next(one for one in page.button if one.label == "Find unused rules").click().run()
    found = page.dataframe[0].value
    assert "unused" in set(found["Health"]) and "ok" in set(found["Health"])
    assert not any(one.label == "Find unused rules" for one in page.button)


def test_a_suggested_word_becomes_a_draft_of_the_price_list_or_is_refused(
    opened: Callable[[], AppTest], store_of_test: Path
) -> None:
    page = opened()
    store = open_store(store_of_test)
    suggest_synonym(local_desk(store), "water", "dispenser", "water fountain")
    suggest_synonym(local_desk(store), "water", "pump", "thing")
    page.run()
    take, refuse = suggested_synonyms(store, "water")
    page.button(key=f"take_word_{take.number}").click().run()
    page.button(key=f"refuse_word_{refuse.number}").click().run()
    assert not page.exception and suggested_synonyms(store, "water") == ()
    (saved,) = drafts_of(store, "water")
    assert saved.path == "data/water/offerings.csv" and saved.text is not None
    assert "water cooler;cooler;water fountain" in saved.text and "thing" not in saved.text
