"""The small pack `water` in a folder of its own, to be spoilt by each test in one place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.loading.load import load_pack
from advisor.pack import Pack
from advisor.problems import FilesAtFault

PACKS = Path(__file__).parent.parent / "packs"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the folder that holds `rules/water` and `data/water`."""
    shutil.copytree(PACKS / "rules", tmp_path / "rules")
    shutil.copytree(PACKS / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture(scope="session")
def water() -> Pack:
    return load_pack(PACKS, "water")


@pytest.fixture
def messages_after(root: Path) -> Callable[[str, str, str], list[str]]:
    """Every message about the pack once `old` has become `new` in one file (`old` empty: the whole file)."""

    def spoil(file: str, old: str, new: str) -> list[str]:
        path = root / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text, f"{old!r} is not in {file}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8", newline="")
        try:
            load_pack(root, "water")
        except FilesAtFault as fault:
            return [str(problem) for problem in fault.problems]
        return []

    return spoil
