"""The sample cases with their recommendations, each worked out once in a run of the tests, whoever asks."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.case import Case
from advisor.engine.index import Index
from advisor.engine.recommend import Memory, recommend, with_holds
from advisor.loading.load import load_pack
from advisor.loading.load_case import case_pack_id, load_case
from advisor.pack import Pack
from advisor.recommendation import Recommendation

PROJECT = Path(__file__).parents[1]
CASES = sorted(PROJECT.glob("data/*/cases/*.yaml"))


def name_of(path: Path) -> str:
    """A case as tests name it, with its pack."""
    return f"{path.parts[-3]}-{path.stem}"


@dataclass
class Sampled:
    """What is worked out lies in a folder that the processes of one run share. What is solved for one case of a pack serves the
    others, as in one call after another."""

    folder: Path
    packs: dict[str, Pack] = field(default_factory=dict)
    cases: dict[Path, Case] = field(default_factory=dict)
    memories: dict[str, Memory] = field(default_factory=dict)

    def pack_of(self, path: Path) -> Pack:
        name = case_pack_id(path)
        if name not in self.packs:
            self.packs[name] = load_pack(PROJECT, name)
        return self.packs[name]

    def case_of(self, path: Path) -> Case:
        if path not in self.cases:
            self.cases[path] = load_case(path, self.pack_of(path))
        return self.cases[path]

    def recommendation_of(self, path: Path) -> Recommendation:
        kept = self.folder / f"{name_of(path)}.pickle"
        if not kept.exists():
            pack, case = self.pack_of(path), self.case_of(path)
            memory = self.memories.get(pack.id) or Memory.of(Index(pack))
            self.memories[pack.id] = memory
            answer = with_holds(pack, case, recommend(pack, case, memory), memory)
            half = kept.with_suffix(f".{os.getpid()}")
            half.write_bytes(pickle.dumps(answer))
            half.replace(kept)  # whole or not at all, whoever reads at the same time
        found: Any = pickle.loads(kept.read_bytes())
        assert isinstance(found, Recommendation)
        return found

    def recommend(self, pack: Pack, case: Case) -> Recommendation:
        """The same for whoever has a sample case and not its file."""
        return next(self.recommendation_of(p) for p in CASES if p.parts[-3] == pack.id and self.case_of(p) == case)
