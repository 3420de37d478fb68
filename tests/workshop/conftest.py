"""The small pack `water` by its files, to be changed in one place without a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.loading.files import PackReader, Problems
from advisor.loading.load import contents_of
from advisor.workshop.check import check_contents

PACKS = Path(__file__).parents[1] / "packs"


@pytest.fixture(scope="session")
def water_files() -> dict[str, bytes]:
    return contents_of(PACKS, "water", Problems())


@pytest.fixture(scope="session")
def kept() -> PackReader:
    return PackReader()


@pytest.fixture
def findings_after(water_files: dict[str, bytes], kept: PackReader) -> Callable[..., list[str]]:
    """Every finding once the files named have changed: pairs of an old and a new text, or a whole new text, by file."""

    def spoil(**files: str | tuple[str, str]) -> list[str]:
        contents = dict(water_files)
        for name, change in files.items():
            (file,) = [f for f in contents if f.rpartition("/")[2].partition(".")[0] == name] or [
                f"rules/water/{name}.yaml"
            ]
            if isinstance(change, str):
                contents[file] = change.encode()
                continue
            text = contents[file].decode()
            assert change[0] in text, f"{change[0]!r} is not in {file}"
            contents[file] = text.replace(*change, 1).encode()
        return [str(finding) for finding in check_contents("water", contents, reader=kept).findings]

    return spoil
