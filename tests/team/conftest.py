"""A team for tests: a real OpenID Connect provider, people with roles, and the app that asks it who they are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, sync_playwright

from advisor.storing.store import Store, open_store
from tests.team.people import NAMES, settings
from tests.team.roles import ISSUER


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """The address of an OpenID Connect provider that knows some people."""
    people = [User(sub=subject, claims={"name": name}) for subject, name in NAMES.items()]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def team(root_with: Path, monkeypatch: pytest.MonkeyPatch, store_of_test: Path) -> Store:
    """The store of a team whose app asks a provider."""
    monkeypatch.setattr(sys, "argv", ["streamlit", "--root", str(root_with)])
    for name, value in settings(ISSUER, "http://localhost:8501").items():
        monkeypatch.setenv(name, value)
    return open_store(store_of_test)
