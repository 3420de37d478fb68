"""A team behind a real nginx, as docs/deploy/nginx.conf has it: two processes, one PostgreSQL, and one of the two is killed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from advisor.service.cases import history_of, list_cases
from advisor.service.desk import Desk
from advisor.storing.people import find_person, set_roles
from advisor.storing.store import open_store
from tests.databases import RunningPostgres
from tests.pages.browsing import key_of_quantity, order, quantity_on, say, settle
from tests.running_app import PROJECT, RunningApp, free_port
from tests.team.people import settings, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NO_NGINX = "nginx is not installed, so the app is not tried behind it (Debian: apt install nginx)."
MAIN = """
{user}
daemon off;
error_log {folder}/error.log;
pid {folder}/pid;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    log_format who '$cookie_advisor_node $upstream_addr';
    access_log {folder}/access.log who;
    include {folder}/advisor.conf;
}}
"""


class RunningNginx:
    """The shipped configuration with ports of its own, on this machine and without encryption."""

    def __init__(self, program: str, folder: Path, port: int, first: int, second: int) -> None:
        shipped = (PROJECT / "docs/deploy/nginx.conf").read_text("utf-8")
        plain = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", shipped, flags=re.DOTALL)
        plain = re.sub(r" +ssl_\w+ .*;\n", "", plain).replace("; Secure", "")
        changes = {"listen 443 ssl": f"listen 127.0.0.1:{port}", "127.0.0.1:8501": f"127.0.0.1:{first}"}
        changes |= {"127.0.0.1:8502": f"127.0.0.1:{second}", "server_name advisor.example": "server_name localhost"}
        for old, new in changes.items():
            assert old in plain, f"docs/deploy/nginx.conf has no “{old}” any more."
            plain = plain.replace(old, new)
        user = "user root;" if os.name == "posix" and os.getuid() == 0 else ""  # whose folder this is
        (folder / "advisor.conf").write_text(plain, "utf-8")
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), "utf-8")
        self.log = folder / "access.log"
        command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            if self._process.poll() is None and (folder / "pid").exists():
                return
            time.sleep(0.1)
        raise AssertionError((folder / "error.log").read_text())

    def process_of(self, node: str) -> int:
        """The port of the process to which the browser with this cookie was sent last."""
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return int(next(tried[-1] for who, *tried in reversed(lines) if who == node).rpartition(":")[2])

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture(scope="module")
def nginx() -> str:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is not None:
        return found
    if os.environ.get("CI"):
        pytest.fail(NO_NGINX)
    pytest.skip(NO_NGINX)


@pytest.fixture
def apps(
    nginx: str, provider: str, postgres: RunningPostgres, root_with: Path, tmp_path: Path
) -> Iterator[tuple[str, str, dict[int, RunningApp], RunningNginx]]:
    where, port = postgres.new_database(), free_port()
    address = f"http://localhost:{port}"
    environment = {**settings(provider, address), "ADVISOR_STORE": where, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    two = [RunningApp("--root", str(root_with), environment=environment, log=tmp_path / f"log{n}") for n in (1, 2)]
    folder = tmp_path / "nginx"
    folder.mkdir()
    front = RunningNginx(nginx, folder, port, two[0].port, two[1].port)
    yield address, where, {one.port: one for one in two}, front
    front.stop()
    for one in two:
        one.stop()


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_answer_on_one_process_kill_it_and_go_on_through_the_other(
    browser: Browser, provider: str, apps: tuple[str, str, dict[int, RunningApp], RunningNginx]
) -> None:
    address, where, processes, front = apps
    assert status_of(f"{address}/ready") == 200
    assert status_of(f"{address}/_stcore/metrics") == 404
    assert all(status_of(f"{one.address}/_stcore/metrics") == 200 for one in processes.values())

    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    sign_in(page, address, "ann")
    page.get_by_role("heading", name="You have no role yet").wait_for(timeout=60_000)
    store = open_store(where)
    person = find_person(store, provider, "ann")
    assert person is not None
    with store.writing() as connection:
        set_roles(connection, person.id, ["seller"])
    page.reload()
    page.get_by_label("In their own words").wait_for(timeout=60_000)
    settle(page)
    say(page, "A water cooler for thirty people.")
    order(page, 12)
    (node,) = (cookie["value"] for cookie in context.cookies() if cookie["name"] == "advisor_node")
    first = front.process_of(node)

    field = key_of_quantity(page)
    processes[first].kill()
    page.locator(f".{field}").wait_for(state="detached", timeout=60_000)  # the other process has loaded the call
    assert quantity_on(page) == "12"
    settle(page)
    order(page, 15)
    assert front.process_of(node) != first
    page.reload()
    settle(page)
    assert quantity_on(page) == "15"

    desk = Desk(store, person)
    (case,) = list_cases(desk, "mine").cases
    kept = [one.after["case"]["request"]["wants"][0]["quantity"] for one in history_of(desk, case.id)]
    assert kept[-2:] == [12, 15] and (kept.count(12), kept.count(15)) == (1, 1)  # nothing lost, nothing doubled
    context.close()
    store.close()
