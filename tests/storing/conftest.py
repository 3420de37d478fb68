"""What the tests of the store share: two people, and the files of a small pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.storing.people import Person, keep_person
from advisor.storing.store import Store
from advisor.storing.versions import folder_content

PACKS = Path(__file__).resolve().parents[1] / "packs"


@pytest.fixture
def anna(store: Store) -> Person:
    with store.writing() as connection:
        return keep_person(connection, store, "here", "anna", "Anna")


@pytest.fixture
def otto(store: Store) -> Person:
    with store.writing() as connection:
        return keep_person(connection, store, "here", "otto", "Otto")


@pytest.fixture(scope="session")
def water() -> dict[str, bytes]:
    return folder_content(PACKS, "water")
