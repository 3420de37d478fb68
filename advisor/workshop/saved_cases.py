"""The cases against which a draft is held: the sample cases of the pack, and those that are kept in the store."""

from __future__ import annotations

from pathlib import Path

from advisor.case import Case
from advisor.loading.load_case import load_case
from advisor.pack import Pack
from advisor.workshop.impact import SavedCase
from advisor.workshop.trial import case_files


def sample_cases(root: Path, pack_id: str) -> tuple[SavedCase, ...]:
    """The cases of `data/<pack>/cases/`, by name."""
    return tuple(_sample(path) for path in case_files(root, pack_id))


def _sample(path: Path) -> SavedCase:
    def read(pack: Pack) -> Case:
        return load_case(path, pack)

    return SavedCase(f"cases/{path.name}", path.stem.replace("_", " "), read)
