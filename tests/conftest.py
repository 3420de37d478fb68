"""What several tests share: the project's folder, a copy of it to break, the app in a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running_app import RunningApp

PROJECT = Path(__file__).resolve().parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
NO_CHROMIUM = "Chromium is not installed, so the pages are not tried in a browser (Debian: apt install chromium)."


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


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
def running_app(chromium: str, story_root: Path) -> Iterator[RunningApp]:
    app = RunningApp("--root", str(story_root))
    yield app
    app.stop()
