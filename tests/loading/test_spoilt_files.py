"""Whatever stands in a file, a pack or a case loads or says what is wrong: nothing else ever comes out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.loading.files import PackReader
from advisor.loading.load import load_pack
from advisor.loading.load_case import load_case
from advisor.problems import FilesAtFault

PACKS = Path(__file__).parent.parent / "packs"
FILES = sorted(path.relative_to(PACKS).as_posix() for path in PACKS.rglob("*") if path.suffix in (".yaml", ".csv"))
SNIPPETS = ["\t", ": ", "{", "}", "[", "]", '"', "'", "\n", "- ", "  ", "#", ",", ";", "\x00", "\ufeff", "é", "0", "-1"]
SNIPPETS += ["1e9", "unknown", "yes", ">-", "\n\n", "people", "==", "%", "&a", "*a", "!!x", "9" * 50]
READER = PackReader()  # shared, so that what is kept is spoilt too


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(PACKS, name, dirs_exist_ok=True)
        yield Path(name)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FILES), st.floats(0, 1), st.integers(0, 12), st.lists(st.sampled_from(SNIPPETS), max_size=3))
def test_a_spoilt_file_is_loaded_or_explained(
    folder: Path, file: str, where: float, cut: int, pieces: list[str]
) -> None:
    path = folder / file
    whole = path.read_bytes()
    text = whole.decode("utf-8")
    at = int(where * len(text))
    path.write_bytes((text[:at] + "".join(pieces) + text[at + cut :]).encode("utf-8"))
    try:
        pack = load_pack(folder, "water", READER)
        load_case(folder / "data/water/cases/thirty_people.yaml", pack)
        load_case(folder / "data/water/cases/rooms_from_a_file.yaml", pack)
    except FilesAtFault as fault:
        assert fault.problems
        for problem in fault.problems:
            assert problem.what.endswith((".", "?")), problem
            assert problem.cure, problem
            assert "{key}" not in f"{problem.what}{problem.cure}", problem
    finally:
        path.write_bytes(whole)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FILES), st.binary(max_size=60), st.floats(0, 1))
def test_bytes_of_no_meaning_are_explained(folder: Path, file: str, noise: bytes, where: float) -> None:
    path = folder / file
    whole = path.read_bytes()
    at = int(where * len(whole))
    path.write_bytes(whole[:at] + noise + whole[at:])
    try:
        load_pack(folder, "water", READER)
    except FilesAtFault as fault:
        assert fault.problems
    finally:
        path.write_bytes(whole)
