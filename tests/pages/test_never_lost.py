"""What was saved is there: after a refresh, in another browser, after the server was killed and started again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import key_of_quantity, open_call, order, quantity_on, say, settle
from playwright.sync_api import Browser, sync_playwright

from advisor.service.cases import history_of, list_cases, open_case
from advisor.service.desk import Desk, local_desk
from advisor.storing.store import open_store
from tests.running_app import RunningApp, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TIMES = 10


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def desk(store_of_test: Path) -> Iterator[Desk]:
    store = open_store(store_of_test)
    yield local_desk(store)
    store.close()


def test_answer_refresh_kill_the_server_start_it_and_answer_on_ten_times_in_a_row(
    browser: Browser, desk: Desk, root_with: Path, store_of_test: Path
) -> None:
    arguments, port = ("--root", str(root_with), "--store", str(store_of_test)), free_port()
    app = RunningApp(*arguments, port=port)
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        open_call(page, app.address)
        assert "?" not in page.url
        say(page, "A water cooler for thirty people.")
        address = page.url
        (listed,) = list_cases(desk, "all").cases
        assert address == f"{app.address}/?case={listed.id}"  # and nothing of what was said
        given = []
        for n in range(TIMES):
            order(page, 10 + n)
            page.reload()
            settle(page)
            assert (quantity_on(page), page.url) == (str(10 + n), address)
            field = key_of_quantity(page)
            app.kill()
            app = RunningApp(*arguments, port=port)
            page.locator(f".{field}").wait_for(state="detached", timeout=60_000)  # the call was loaded anew
            assert quantity_on(page) == str(10 + n)
            settle(page)
            order(page, 100 + n)
            given += [10 + n, 100 + n]
        other = browser.new_page()
        other.goto(address)
        settle(other)
        assert quantity_on(other) == str(given[-1])
    finally:
        app.stop()
    assert len(list_cases(desk, "all").cases) == 1
    kept = [one.after["case"]["request"]["wants"][0]["quantity"] for one in history_of(desk, listed.id)]
    assert kept == [30, *given]  # nothing lost, nothing doubled, in this order
    assert open_case(desk, listed.id).content["case"]["request"]["words"] == "A water cooler for thirty people."
