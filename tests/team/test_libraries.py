"""What we use of others: pinned or brought by a pin, fitting together, and under licences that let us ship it."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.running_app import PROJECT

# Licences under which a library may be shipped beside a program whose source is not given away.
LICENCES = re.compile(r"apache|\bbsd\b|\bmit\b|mit-cmu|\bisc\b|\bpsf\b|python software|mpl|mozilla|lgpl|unlicense|zlib|cc0|0bsd", re.I)  # fmt: skip
NOT_SHIPPED = re.compile(r"(?<!l)gpl|affero", re.I)


def pins() -> list[str]:
    lines = (PROJECT / "requirements.txt").read_text("utf-8").splitlines()
    return [line.partition("==")[0] for line in lines if line and not line.startswith("#")]


def brought_by(names: list[str]) -> set[str]:
    """These libraries and all that they need on this machine."""
    found: set[str] = set()
    open_ = [canonicalize_name(name) for name in names]
    while open_:
        name = open_.pop()
        if name in found:
            continue
        try:
            needed = distribution(name).requires or []
        except PackageNotFoundError:
            pytest.fail(f"{name} is needed and not installed.")
        found.add(name)
        for line in needed:
            one = Requirement(line)
            if one.marker is None or one.marker.evaluate({"extra": ""}):
                open_.append(canonicalize_name(one.name))
    return found


def licence_of(name: str) -> str:
    about = distribution(name).metadata
    said = [about.get("License-Expression") or "", *(about.get_all("Classifier") or []), about.get("License") or ""]
    return "; ".join(one for one in said if one and ("License ::" in one or not one.count("::")))[:300]


def test_no_two_libraries_ask_for_versions_that_exclude_each_other() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout


def test_every_library_that_the_app_ships_has_a_licence_that_allows_it() -> None:
    shipped = brought_by(pins())
    assert {"streamlit", "authlib", "starlette", "sqlalchemy"} <= shipped
    wrong = {name: said for name in sorted(shipped) if not LICENCES.search(said := licence_of(name)) or NOT_SHIPPED.search(said)}  # fmt: skip
    assert wrong == {}


def test_every_promise_of_the_security_page_names_a_test_that_is_there() -> None:
    text = (PROJECT / "docs/security.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "promise | test" not in line]
    assert len(rows) > 20
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)`", row)
        assert named, row
        assert [path for path in named if not (PROJECT / path).exists()] == [], row
