"""What several tests share: the project's folder, a copy of it to break, the app in a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

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


class RunningApp:
    """The app in a process of its own; `address` without a slash at its end."""

    def __init__(self, *arguments: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "streamlit", "run", "advisor_app.py", "--server.port", str(port)]
        self._process = subprocess.Popen(
            [*command, "--", *arguments], cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2):
                    return
            except OSError:
                assert self._process.poll() is None, "The app ended before it answered."
                time.sleep(0.25)
        raise AssertionError("The app did not answer within 30 seconds.")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture(scope="session")
def running_app(chromium: str, story_root: Path) -> Iterator[RunningApp]:
    app = RunningApp("--root", str(story_root))
    yield app
    app.stop()
