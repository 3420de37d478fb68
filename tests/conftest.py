"""What several tests share: the project's folder, a copy of it to break, the app in a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from advisor.storing.store import FILE, Store, open_store
from app_pages.identity import sign_in_here
from tests.databases import NO_POSTGRESQL, RunningPostgres, postgresql_programs
from tests.running_app import RunningApp
from tests.sampled import Sampled

PROJECT = Path(__file__).resolve().parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
NO_CHROMIUM = "Chromium is not installed, so the pages are not tried in a browser (Debian: apt install chromium)."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file that share a started app stay in one process, so that it is started once (`--dist loadgroup`)."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Sampled:
    """The sample cases with their recommendations, shared by the processes of one run."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder) / "sampled"
    folder.mkdir(exist_ok=True)
    return Sampled(folder)


@pytest.fixture
def root_with(tmp_path: Path) -> Path:
    """A folder with the small pack of the tests, to be changed."""
    root = tmp_path / "root"
    shutil.copytree(PROJECT / "tests" / "packs", root)
    return root


@pytest.fixture(scope="session")
def story_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pack of the story alone, whatever other packs the project has."""
    root = tmp_path_factory.mktemp("story")
    for part in ("rules", "data"):
        shutil.copytree(PROJECT / part / "software_rollout", root / part / "software_rollout")
    return root


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium; without one the test is skipped, and under CI it fails."""
    named = os.environ.get("CHROMIUM")
    found = next((path for name in (named, *CHROMIUM) if name and (path := shutil.which(name))), None)
    if found is not None:
        return found
    if os.environ.get("CI"):
        pytest.fail(NO_CHROMIUM)
    pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="session")
def running_app(chromium: str, story_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    app = RunningApp("--root", str(story_root), "--store", str(tmp_path_factory.mktemp("store")))
    yield app
    app.stop()


@pytest.fixture(autouse=True, scope="session")
def store_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What lives longer than one test does not write there either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ADVISOR_STORE", str(tmp_path_factory.mktemp("store_of_tests")))
        yield


@pytest.fixture(autouse=True)
def store_of_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test writes into the data folder of whoever runs it: each has a store of its own, that the app and commands find."""
    folder = tmp_path / "store"
    monkeypatch.setenv("ADVISOR_STORE", str(folder))
    return folder


@pytest.fixture(autouse=True, scope="session")
def components_looked_for_once() -> Iterator[None]:
    """Each page that a test opens would look through every installed package for components; what is installed stays as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def sign_in_read_anew() -> None:
    """The app reads once, when it starts, who vouches for people; each test starts anew."""
    sign_in_here.cache_clear()


@pytest.fixture(scope="session")
def postgres() -> Iterator[RunningPostgres]:
    """A PostgreSQL server; without one installed the test is skipped, and under CI it fails."""
    programs = postgresql_programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail(NO_POSTGRESQL)
        pytest.skip(NO_POSTGRESQL)
    server = RunningPostgres(programs)
    yield server
    server.end()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and nothing in it."""
    folder = tmp_path_factory.mktemp("empty_store")
    open_store(folder).close()
    return folder / FILE


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path, empty_sqlite: Path) -> str:
    """Where a new, empty store lies: the test runs once on each database."""
    if request.param == "postgresql":
        server: RunningPostgres = request.getfixturevalue("postgres")
        return server.new_database()
    folder = tmp_path / "sqlite"
    folder.mkdir()
    shutil.copy(empty_sqlite, folder / FILE)
    return str(folder)


@pytest.fixture
def store(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A new, empty store, once on each database."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    opened = open_store(where)
    yield opened
    opened.close()
