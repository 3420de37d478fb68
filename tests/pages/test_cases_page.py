"""The page of cases, the call in its store, and what the page says when the store fails, as flows without a browser."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from advisor.service.cases import begin_case, count_cases, history_of, list_cases, open_case, save_case, share_case
from advisor.service.desk import Desk, local_desk
from advisor.service.rules import publish_shipped
from advisor.storing.audit import entries
from advisor.storing.cases import new_case_id
from advisor.storing.store import FILE, open_store
from advisor.storing.versions import current
from tests.desks import desk_of

STATE = "advisor_call"


@pytest.fixture
def desk(store_of_test: Path) -> Iterator[Desk]:
    store = open_store(store_of_test)
    yield local_desk(store)
    store.close()


@pytest.fixture
def app(project: Path, root_with: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(sys, "argv", ["streamlit", "--root", str(root_with)])
    return new_browser(project).run()


def new_browser(project: Path) -> AppTest:
    return AppTest.from_file(str(project / "app_pages" / "navigation.py"), default_timeout=90)


def keyed(widgets: Any, key: str) -> Any:
    return next(one for one in widgets if (one.key or "").startswith(f"{key}_"))


def button(app: AppTest, label: str) -> Any:
    return next(one for one in app.button if one.label == label)


def say(app: AppTest, words: str = "A water cooler for thirty people.") -> AppTest:
    return keyed(app.text_area, "words").set_value(words).run()


def order(app: AppTest, number: int) -> AppTest:
    return keyed(app.number_input, "quantity_dispenser").set_value(number).run()


def captions(app: AppTest) -> str:
    return "\n".join(one.value for one in app.caption)


def address(app: AppTest) -> str:
    there = app.query_params["case"]
    return there[0] if isinstance(there, list) else there


def test_nothing_is_kept_before_something_was_typed_and_then_the_address_holds_a_number_alone(
    app: AppTest, desk: Desk
) -> None:
    assert "case" not in app.query_params and count_cases(desk)["all"] == 0
    say(app)
    assert list(app.query_params) == ["case"] and address(app) == list_cases(desk, "all").cases[0].id
    assert "Saved " in captions(app)


def test_in_another_browser_the_call_goes_on_where_it_was(app: AppTest, desk: Desk, project: Path) -> None:
    order(say(app), 12)
    other = new_browser(project)
    other.query_params["case"] = address(app)
    other.run()
    assert not other.exception
    assert keyed(other.number_input, "quantity_dispenser").value == 12
    assert keyed(other.text_area, "words").value == "A water cooler for thirty people."
    order(other, 13)
    assert keyed(app.run().number_input, "quantity_dispenser").value == 13  # and the first one sees it
    assert any(one.value.startswith("Changed elsewhere: ") for one in app.info)


def test_a_want_that_was_taken_off_stays_off_after_a_refresh(app: AppTest, project: Path) -> None:
    say(app, "A water cooler and a survey.")
    app.session_state[f"why_site_visit_{app.session_state['advisor_call'].number}"] = True
    keyed(app.run().button, "off_site_visit").click().run()
    other = new_browser(project)
    other.query_params["case"] = address(app)
    say(other.run(), "A water cooler and a survey, soon.")
    assert [want.offering for want in other.session_state[STATE].call.case.wants] == ["dispenser"]


def test_undo_and_redo_and_the_history_of_a_case(app: AppTest, desk: Desk) -> None:
    order(order(say(app), 12), 13)
    keyed(app.button, "undo").click().run()
    assert keyed(app.number_input, "quantity_dispenser").value == 12
    keyed(app.button, "redo").click().run()
    assert keyed(app.number_input, "quantity_dispenser").value == 13
    kinds = [one.kind for one in history_of(desk, address(app))]
    assert kinds == ["begun", "change", "change", "undo", "redo"]


def test_who_changes_the_same_field_second_is_told_and_what_they_typed_stays(app: AppTest, desk: Desk) -> None:
    order(say(app), 12)
    id = address(app)
    otto = desk_of(desk.store, "Otto", "seller")
    share_case(desk, id, otto.person.id)
    session = app.session_state[STATE]

    # Otto changes it in the moment between what the page shows and what is typed into it.
    before = session.kept
    case = open_case(otto, id)
    content = {**case.content, "case": {**case.content["case"], "request": {**case.content["case"]["request"]}}}
    content["case"]["request"]["wants"] = [{**content["case"]["request"]["wants"][0], "quantity": 40}]
    save_case(otto, id, case.revision, content)
    session.kept = before
    order(app, 50)
    (told,) = [one.value for one in app.error if "has changed this at" in one.value]
    assert told.startswith("Otto has changed this at ") and "40" in told
    assert told.endswith("Yours is not saved; give it again to overrule.")
    assert keyed(app.number_input, "quantity_dispenser").value == 50
    assert open_case(desk, id).content["case"]["request"]["wants"][0]["quantity"] == 40


@pytest.mark.parametrize("number", ["guessed", "x" * 400, "../../etc/passwd"])
def test_a_guessed_case_is_not_found_and_logged(app: AppTest, desk: Desk, project: Path, number: str) -> None:
    other = new_browser(project)
    other.query_params["case"] = number
    other.run()
    assert [one.value for one in other.title] == ["Case not found"]
    assert [one.what for one in entries(desk.store, refused=True)] == ["open a case"]
    button(other, "New call").click().run()
    assert [one.value for one in other.title] == ["New call"]


def test_what_cannot_be_saved_stays_on_the_page_and_is_saved_once_the_store_is_free(
    app: AppTest, desk: Desk, store_of_test: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(say(app), 12)
    id = address(app)
    from app_pages import desk as desk_of_page

    store = app.session_state[desk_of_page.KEY].store
    monkeypatch.setattr("advisor.storing.store.WAIT_SECONDS", 0.1)
    store.engine.dispose()
    blocker = sqlite3.connect(store_of_test / FILE, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with monkeypatch.context() as patch:
        patch.setattr(type(store), "writing", failing_writing(store))
        order(app, 13)
        assert not app.exception
        assert "Not saved since " in captions(app) and "trying again" in captions(app)
        assert keyed(app.number_input, "quantity_dispenser").value == 13
        assert app.header[-1].value.count("“") == 1  # and it is answered all the same
        assert open_case(desk, id).content["case"]["request"]["wants"][0]["quantity"] == 12
    blocker.execute("ROLLBACK")
    blocker.close()
    app.run()
    assert "Saved " in captions(app) and "Not saved" not in captions(app)
    assert open_case(desk, id).content["case"]["request"]["wants"][0]["quantity"] == 13


def failing_writing(store: Any) -> Any:
    from contextlib import contextmanager

    from advisor.storing.faults import StoreBusy

    @contextmanager
    def writing(_: Any) -> Iterator[None]:
        raise StoreBusy(store.place)
        yield

    return writing


def test_a_store_that_cannot_be_opened_says_so_and_what_to_do(
    project: Path, root_with: Path, store_of_test: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_of_test.mkdir()
    (store_of_test / FILE).write_bytes(b"this is no database" * 1000)
    monkeypatch.setattr(sys, "argv", ["streamlit", "--root", str(root_with)])
    app = new_browser(project).run()
    assert [one.value for one in app.title] == ["The store cannot be used"]
    assert "is damaged and cannot be read" in app.error[0].value


def test_the_list_opens_copies_and_compares(app: AppTest, desk: Desk) -> None:
    order(say(app), 12)
    first = address(app)
    keyed(app.text_input, "customer_name").set_value("Harbour <b>Dental</b>").run()
    app.switch_page("cases.py").run()
    assert not app.exception
    assert [one.value for one in app.title] == ["Cases"]
    frame = app.dataframe[0].value
    assert list(frame.columns) == [
        "Customer", "Case", "In their words", "Verdict", "Once, firm", "At most", "A month", "Waiting for", "Last touched",
    ]  # fmt: skip
    assert frame["Customer"][0] == "Harbour <b>Dental</b>"
    assert app.header[0].value.startswith("Harbour \\<b\\>Dental\\</b\\>,")
    assert app.button_group[0].options == [
        "Mine 1", "Check first 1", "Issued 0", "Other rules in force 0", "All 1",
    ]  # fmt: skip
    app.button(key="cases_compare").click().run()
    assert any("Choose another case in the list" in one.value for one in app.caption)
    app.button(key="cases_copy").click().run()
    app.switch_page("call.py").run()
    assert address(app) != first
    assert keyed(app.number_input, "quantity_dispenser").value == 12
    assert count_cases(desk)["all"] == 2


def test_a_case_is_looked_at_with_the_prices_of_another_day(
    desk: Desk, root_with: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["streamlit", "--root", str(root_with)])
    prices = root_with / "data/water/prices.csv"
    text = prices.read_text("utf-8")
    prices.write_text(text.replace("dispenser,5,", "dispenser,1,500,12.50,2027-01-01,\ndispenser,5,"), "utf-8")
    publish_shipped(desk, root_with)
    version = current(desk.store, "water")
    assert version is not None
    wants = [{"offering": "dispenser", "quantity": 1, "insists": "yes"}]
    case = {
        "pack": "water", "date": "2026-11-26", "customer": {"reference": "EX-20"}, "request": {"words": "a cooler", "wants": wants},
        "answers": {"people": 10, "hardness": 20, "pressure": "normal", "water_meter": "yes"},
    }  # fmt: skip
    begin_case(desk, new_case_id(), "water", version.digest, {"case": case, "by_hand": []})
    app = new_browser(project).run()
    app.switch_page("cases.py").run()
    (day,) = app.date_input
    day.set_value(date(2027, 1, 2)).run()
    (found,) = [one.value for one in app.table]
    assert list(found.columns)[1:3] == ["On 26 November 2026", "On 2 January 2027"]
    once = found[found["What"] == "Once"].iloc[0]
    assert (once.iloc[1], once.iloc[2]) == ("€540", "**€640**")
    assert list_cases(desk, "all").cases[0].revision == 1  # nothing of the case has changed


def test_a_search_that_finds_nothing_says_so(app: AppTest) -> None:
    say(app)
    app.switch_page("cases.py").run()
    app.text_input(key="cases_search").set_value("nobody").run()
    assert [one.value for one in app.info] == ["No case fits this search."]
    app.text_input(key="cases_search").set_value("COOL").run()
    assert len(app.dataframe[0].value) == 1
