"""Every pin, and all that it brings with it, has wheels for Linux, Windows and macOS: nobody needs a compiler."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PINS = (PROJECT / "requirements.txt", PROJECT / "tests/requirements.txt")
PLATFORMS = {
    "Linux": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "Windows": ("win_amd64",),
    "macOS": ("macosx_14_0_arm64",),
}
OLDEST, NEWER = "3.11", "3.13"
# Whoever runs this has installed them on one machine; these are the others, each system and each version once.
ELSEWHERE = (("Linux", NEWER), ("Windows", OLDEST), ("macOS", OLDEST))


def find_wheels(folder: Path, platform: str, python: str, *what: str) -> subprocess.CompletedProcess[str]:
    """Ask pip to choose wheels for another machine, without installing anything."""
    named = [part for tag in PLATFORMS[platform] for part in ("--platform", tag)]
    return subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed"),
            *("--disable-pip-version-check", "--no-input", "--only-binary=:all:", "--python-version", python),
            *("--target", str(folder), *named, *what),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )  # fmt: skip


def errors_of(run: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in run.stderr.splitlines() if line.startswith("ERROR")]


needs_index = pytest.mark.skipif(not os.environ.get("CI"), reason="asks the package index; set CI=1 to run it")


@pytest.mark.network
@needs_index
@pytest.mark.parametrize(("platform", "python"), ELSEWHERE)
def test_every_pin_has_a_wheel(tmp_path: Path, platform: str, python: str) -> None:
    run = find_wheels(tmp_path, platform, python, "-r", str(PINS[1]))
    assert (run.returncode, errors_of(run)) == (0, [])


@pytest.mark.network
@needs_index
def test_a_pin_without_a_wheel_would_be_noticed(tmp_path: Path) -> None:
    run = find_wheels(tmp_path, "Windows", OLDEST, "docopt==0.6.2")  # there is only its source
    assert run.returncode != 0
    assert "docopt==0.6.2" in errors_of(run)[-1]


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_requirement_is_an_exact_version(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    wrong = [line for line in lines if line != "-r ../requirements.txt" and not re.fullmatch(r"[\w.-]+==[\w.]+", line)]
    assert lines
    assert wrong == []


def test_the_tests_use_the_pins_of_the_app() -> None:
    assert "-r ../requirements.txt" in PINS[1].read_text("utf-8").splitlines()
