"""Whatever a customer is called or says, it is text: on the pages, in the PDF, in CSV and XLSX; and no page breaks the content policy."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from advisor.calling.call_kept import call_from
from advisor.case import Case
from advisor.engine.recommend import recommend, with_holds
from advisor.loading.load import load_pack
from advisor.pack import Pack
from advisor.printing.paper import printed_pdf
from advisor.service.cases import begin_case
from advisor.service.desk import Desk, local_desk
from advisor.service.lines_file import lines_csv, lines_xlsx
from advisor.service.rules import publish_shipped
from advisor.storing.cases import new_case_id
from advisor.storing.store import open_store
from advisor.storing.versions import all_current
from tests.pages.browsing import load_sample, open_call, plain, settle, text_of
from tests.running_app import RunningApp

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEXTS = {
    "formula": '=HYPERLINK("http://evil.example","click")',
    "script": "<script>window.harmed=1;alert(1)</script>",
    "picture": "<img src=x onerror=window.harmed=1>",
    "typst": '#panic("x")',
    "path": "../../x",
    "link": "[click](javascript:window.harmed=1) ![x](http://evil.example/x.png) :material/home: $x^2$",
    "right_to_left": "שלום עולם \u202eevil\u202c",
    "emoji": "🧭👩\N{ZERO WIDTH JOINER}🔧🇩🇪",
    "long": "x" * 5_000,
}
WATCH = """window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));"""


class Watched:
    """A page whose dialogs, requests to other hosts, and breaches of the content policy are written down."""

    def __init__(self, browser: Browser, address: str, scheme: str = "light") -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        self.page: Page = self._context.new_page()
        self.page.add_init_script(WATCH)
        self.dialogs: list[str] = []
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda one: self._look_at(one.url, address))
        self.page.on("console", lambda said: self._hear(said.text))

    def _look_at(self, url: str, address: str) -> None:
        if not url.startswith((address, address.replace("http:", "ws:"), "data:", "blob:")):
            self.foreign.append(url)

    def _hear(self, said: str) -> None:
        if "Content Security Policy" in said:
            self.complaints.append(said)

    def expect_calm(self) -> None:
        found = self.page.evaluate("[window.violations, window.harmed ?? null]")
        assert (found, self.dialogs, self.foreign, self.complaints) == ([[], None], [], [], [])

    def close(self) -> None:
        self._context.close()


@pytest.fixture
def desk(store_of_test: Path) -> Iterator[Desk]:
    store = open_store(store_of_test)
    yield local_desk(store)
    store.close()


def hostile_case(pack: Pack, text: str) -> dict[str, object]:
    """A call of a customer who bears this text wherever a customer bears a text."""
    request = {
        "words": text,
        "wants": [{"offering": next(iter(pack.offerings)), "quantity": 2, "why": text}],
    }
    customer = {"name": text, "reference": text[:100], "contact": text}
    case = {"pack": pack.id, "date": "2026-11-21", "customer": customer, "request": request, "stance": "need_led"}
    return {"case": case, "by_hand": []}


def test_hostile_texts_are_text_on_page_paper_and_spreadsheet(
    browser: Browser, desk: Desk, root_with: Path, store_of_test: Path, tmp_path: Path
) -> None:
    publish_shipped(desk, root_with)
    ((pack_id, version),) = all_current(desk.store).items()
    pack = load_pack(root_with, pack_id)
    ids = {}
    for name, text in TEXTS.items():
        ids[name] = new_case_id()
        begin_case(desk, ids[name], pack_id, version.digest, hostile_case(pack, text))

    app = RunningApp("--root", str(root_with), "--store", str(store_of_test))
    watched = Watched(browser, app.address)
    try:
        page = watched.page
        for name, text in TEXTS.items():
            page.goto(f"{app.address}/?case={ids[name]}")
            page.get_by_label("In their own words").wait_for(timeout=60_000)
            settle(page)
            assert page.get_by_label("In their own words").input_value() == text
            watched.expect_calm()
        page.goto(f"{app.address}/cases")
        page.get_by_role("heading", name="Cases").wait_for(timeout=60_000)
        settle(page)
        watched.expect_calm()
    finally:
        watched.close()
        app.stop()

    for name, text in TEXTS.items():
        case = call_from(pack, hostile_case(pack, text)).case
        expect_text_in_files(pack, case, text, tmp_path / f"{name}.pdf")


def expect_text_in_files(pack: Pack, case: Case, text: str, file: Path) -> None:
    whole = with_holds(pack, case, recommend(pack, case))
    file.write_bytes(printed_pdf(pack, replace(case, words=text), whole))
    letters = [letter for letter in plain(text) if letter.isascii() and letter.isalnum()]
    shown = [letter for letter in text_of(file) if letter.isascii() and letter.isalnum()]
    assert "".join(letters) in "".join(shown)
    written = whole.to_json()
    first = next(csv.reader(io.StringIO(lines_csv(pack, written, text).decode("utf-8-sig"))))[0]
    sheet = openpyxl.load_workbook(io.BytesIO(lines_xlsx(pack, written, text))).active
    assert sheet is not None
    assert (sheet.cell(1, 1).data_type, sheet.cell(1, 1).value) == ("s", first)
    assert first.removeprefix("'") == text and not first.startswith("=")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_the_content_policy_or_asks_another_host(
    browser: Browser, running_app: RunningApp, scheme: str
) -> None:
    watched = Watched(browser, running_app.address, scheme)
    page = watched.page
    open_call(page, running_app.address)
    load_sample(page)
    watched.expect_calm()
    page.goto(f"{running_app.address}/cases")
    page.get_by_role("heading", name="Cases").wait_for(timeout=60_000)
    page.locator("canvas").first.wait_for()
    settle(page)
    watched.expect_calm()
    page.goto(f"{running_app.address}/rules")
    page.get_by_text("How it hangs together").click(timeout=60_000)
    page.get_by_test_id("stGraphVizChart").locator("svg").wait_for(timeout=60_000)
    settle(page)
    watched.expect_calm()
    page.goto(f"{running_app.address}/log")
    page.get_by_role("heading", name="Log").wait_for(timeout=60_000)
    settle(page)
    watched.expect_calm()
    watched.close()


def test_a_breach_of_the_content_policy_would_be_noticed(browser: Browser, running_app: RunningApp) -> None:
    watched = Watched(browser, running_app.address)
    watched.page.goto(running_app.address)
    settle(watched.page)
    watched.page.evaluate(
        "() => { const one = document.createElement('script'); one.textContent = 'window.harmed = 1'; document.body.append(one) }"
    )
    watched.page.evaluate("() => { new Image().src = 'http://evil.example/x.png' }")
    watched.page.wait_for_timeout(200)
    with pytest.raises(AssertionError):
        watched.expect_calm()
    assert watched.page.evaluate("window.harmed ?? null") is None  # noticed, and not run
    assert {one.split()[0] for one in watched.page.evaluate("window.violations")} == {"script-src-elem", "img-src"}
    watched.close()


def test_a_file_of_more_than_ten_megabytes_is_refused_by_the_server(
    browser: Browser, running_app: RunningApp, tmp_path: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "PUT" else None)
    page.goto(f"{running_app.address}/cases")
    page.get_by_role("button", name="Import a case").click(timeout=60_000)
    file = tmp_path / "case.yaml"
    file.write_text("pack: none\n", "utf-8")
    page.locator('input[type="file"]').first.set_input_files(file)
    settle(page)
    token = next(one["value"] for one in context.cookies() if one["name"] == "_streamlit_xsrf")
    for size, status in ((10 * 1024**2 - 1024, 204), (11 * 1024**2, 413)):
        answer = context.request.put(
            sent[0],
            headers={"X-Xsrftoken": token},
            multipart={"file": {"name": "case.yaml", "mimeType": "text/plain", "buffer": b"x" * size}},
        )
        assert answer.status == status
    assert context.request.put(sent[0], multipart={"file": "x"}).status == 403  # nor from another site
    context.close()
