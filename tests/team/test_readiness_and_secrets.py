"""Whoever watches the app is told whether it is ready; nobody is told a secret, and nobody comes in who should not."""

from __future__ import annotations

import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.pages.browsing import settle
from tests.running_app import PROJECT, RunningApp, free_port
from tests.team.people import CLIENT_SECRET, COOKIE_SECRET, settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "sentinel-password-of-the-database"


def ask(address: str, **headers: str) -> tuple[int, str]:
    asked = urllib.request.Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_it_is_ready_while_store_and_rules_are_there_and_says_why_when_not(root_with: Path, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    folder.joinpath("advisor.db").write_bytes(b"no database" * 1000)
    app = RunningApp("--root", str(root_with), "--store", str(folder), base="/team")
    try:
        assert ask(f"{app.address}/ready") == (503, "Not ready. The store is damaged and cannot be read.\n")
        folder.joinpath("advisor.db").unlink()
        assert ask(f"{app.address}/ready") == (200, "Ready.\n")  # without starting it again
        assert ask(f"{app.address.removesuffix('/team')}/ready")[1] != "Ready.\n"  # under the path of the app alone
        # Without sign-in nobody comes in through a proxy either.
        assert ask(f"{app.address}/", X_Forwarded_For="192.0.2.7") == (
            403,
            "Without sign-in the advisor answers on its own machine only. docs/deploy.md says how a team is set up.\n",
        )
        assert ask(f"{app.address}/", X_Forwarded_For="127.0.0.1")[0] == 200
    finally:
        app.stop()


def test_without_rules_it_is_not_ready(tmp_path: Path, root_with: Path) -> None:
    shutil.rmtree(root_with / "rules")
    (root_with / "rules").mkdir()
    app = RunningApp("--root", str(root_with), "--store", str(tmp_path / "watched"))
    try:
        assert ask(f"{app.address}/ready") == (503, "Not ready. There are no rules.\n")
    finally:
        app.stop()


def test_no_secret_is_shown_or_printed_when_database_and_provider_are_gone(
    browser: Browser, root_with: Path, tmp_path: Path
) -> None:
    nobody, port, log = free_port(), free_port(), tmp_path / "log"
    address = f"http://localhost:{port}"
    environment = {
        **settings(f"http://localhost:{nobody}", address),
        "ADVISOR_STORE": f"postgresql://advisor:{PASSWORD}@127.0.0.1:{nobody}/advisor",
    }
    app = RunningApp("--root", str(root_with), port=port, environment=environment, log=log)
    context = browser.new_context()
    try:
        assert ask(f"{address}/ready") == (503, "Not ready. The store does not answer.\n")
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name="Sign in").click(timeout=60_000)
        page.get_by_text("The sign-in service does not answer as it should").wait_for(timeout=30_000)
        shown = page.content()
    finally:
        context.close()
        app.stop()
    printed = log.read_text("utf-8", "replace")
    assert "Sign-in failed with status 400." in printed
    for secret in (PASSWORD, COOKIE_SECRET, CLIENT_SECRET):
        assert secret not in printed and secret not in shown


def test_a_local_page_shows_a_store_that_is_gone_without_its_password(
    browser: Browser, root_with: Path, tmp_path: Path
) -> None:
    nobody, log = free_port(), tmp_path / "log"
    where = f"postgresql://advisor:{PASSWORD}@127.0.0.1:{nobody}/advisor"
    app = RunningApp("--root", str(root_with), environment={"ADVISOR_STORE": where}, log=log)
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(app.address)
        page.get_by_role("heading", name="The store cannot be used").wait_for(timeout=60_000)
        settle(page)
        assert f"127.0.0.1:{nobody}/advisor" in page.inner_text("body")
        assert PASSWORD not in page.content() + log.read_text("utf-8", "replace")
    finally:
        context.close()
        app.stop()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--server.address", "0.0.0.0"), "Without sign-in it answers on its own machine alone, not on 0.0.0.0: "),
        (("--server.allowedHosts", "advisor.example"), "server.allowedHosts lets in advisor.example, but no sign-in is "),
    ],
)  # fmt: skip
def test_it_does_not_start_where_everybody_could_come_in(options: tuple[str, ...], says: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "advisor_app.py", "--server.port", str(free_port()), *options]
    ended = subprocess.run(
        [*command, "--", "--store", str(tmp_path)], cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=60
    )
    assert ended.returncode != 0
    assert f"The advisor did not start. {says}" in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr
