"""The packs of a folder as the app needs them: loaded or with all that is wrong, whether they changed, and their sample cases."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.case import Case
from advisor.loading.files import PackReader
from advisor.loading.load import load_pack
from advisor.loading.load_case import load_case
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Problem

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Loaded:
    """A pack, or None with every problem of its files."""

    pack: Pack | None
    problems: tuple[Problem, ...] = ()


def root_of(arguments: Sequence[str]) -> Path:
    """The folder that holds `rules/` and `data/`: what follows `--root`, else the project's own."""
    given = list(arguments)
    if "--root" in given[:-1]:
        return Path(given[given.index("--root") + 1]).resolve()
    return PROJECT


def mark_of(root: Path, pack_id: str) -> str:
    """A mark that changes when a file of the pack is written, added or removed; it reads no file's content."""
    digest = hashlib.sha256()
    for folder in (root / "rules" / pack_id, root / "data" / pack_id):
        for path, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                file = Path(path, name)
                try:
                    about = file.lstat()
                except OSError:  # removed in between
                    continue
                digest.update(f"{file}\0{about.st_mtime_ns}\0{about.st_size}\0".encode("utf-8", "replace"))
    return digest.hexdigest()


def load(root: Path, pack_id: str, reader: PackReader | None = None) -> Loaded:
    """Load a pack. Never raises: what is wrong with its files is part of the answer."""
    try:
        return Loaded(load_pack(root, pack_id, reader))
    except FilesAtFault as fault:
        return Loaded(None, fault.problems)


def labels_of(found: Mapping[str, Loaded]) -> dict[str, str]:
    """How each pack is called in a list: its title, in the order of titles; those with faults last, with how many."""
    good = {name: state.pack.title for name, state in found.items() if state.pack is not None}
    bad = {
        name: f"{name} (cannot be used: {len(state.problems)} {'fault' if len(state.problems) == 1 else 'faults'})"
        for name, state in found.items()
        if state.pack is None
    }
    return {name: label for part in (good, bad) for name, label in sorted(part.items(), key=lambda entry: entry[1])}


def sample_cases(root: Path, pack: Pack) -> tuple[Case, ...]:
    """The sample cases of a pack that can be read, in the order of their references."""
    cases = []
    for path in sorted((root / "data" / pack.id / "cases").glob("*.yaml")):
        try:
            cases.append(load_case(path, pack))
        except FilesAtFault:
            continue  # `python -m advisor test` says what is wrong with it
    return tuple(sorted(cases, key=lambda case: (case.customer.reference, case.customer.name)))
