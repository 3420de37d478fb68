"""The command `sentences`: everything that a pack's sample cases say, as one text to be read from top to bottom."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from advisor.command_line.cli_says import counted, expect_one_of, wrapped
from advisor.engine.index import Index
from advisor.loading.load import load_pack, pack_ids
from advisor.loading.load_case import load_case
from advisor.pack import Pack
from advisor.recommendation import Verdict
from advisor.sentences import Part, Sentence, sentences_of
from advisor.workshop.trial import case_files

HEADINGS: dict[Part, str] = {
    "verdict": "Verdict",
    "want": "What became of each wish",
    "check": "What is checked first",
    "line": "Why it is there",
    "row": "Which rows, and why",
    "without": "Without it",
    "already": "What is there and enough",
    "left_out": "Left out",
    "flag": "To be said beside it",
    "conflict": "What cannot hold together",
    "giving_up": "What giving it up would allow",
    "next_sum": "What more money would buy",
    "question": "Questions",
    "why": "Why we ask",
    "find_out": "How it is found out",
    "answer": "What an answer changes",
    "end": "End of questioning",
    "holds_while": "Holds while",
    "certificate": "Certificate",
}


@dataclass(frozen=True)
class Said:
    """What one sample case says."""

    case: str
    verdict: Verdict
    sentences: tuple[Sentence, ...]


def run_sentences(root: Path, pack_id: str | None, as_json: bool, once: bool) -> int:
    """Print the sentences of every sample case of one pack, or of all. With `once`, a sentence only where it is said first."""
    known = pack_ids(root)
    if pack_id is not None:
        expect_one_of(pack_id, known, "pack")
    packs = [load_pack(root, one) for one in (known if pack_id is None else (pack_id,))]  # faults before the work
    found: dict[str, list[Said]] = {}
    for pack in packs:
        said = said_in(root, pack)
        found[pack.id] = list(_each_once(said) if once else said)
    print(_json_text(found) if as_json else _text(found))
    return 0


def said_in(root: Path, pack: Pack) -> Iterator[Said]:
    """What the sample cases of a pack say, by the name of the case."""
    from advisor.engine.recommend import Memory, recommend, with_holds  # brings the solver

    for path in case_files(root, pack.id):
        case, memory = load_case(path, pack), Memory.of(Index(pack))
        recommendation = with_holds(pack, case, recommend(pack, case, memory), memory)
        yield Said(path.stem, recommendation.verdict, sentences_of(recommendation))


def _each_once(cases: Iterable[Said]) -> Iterator[Said]:
    seen: set[str] = set()
    for one in cases:
        new = []
        for sentence in one.sentences:
            if sentence.says not in seen:
                seen.add(sentence.says)
                new.append(sentence)
        yield replace(one, sentences=tuple(new))


def _text(found: dict[str, list[Said]]) -> str:
    lines: list[str] = []
    for pack_id, cases in found.items():
        lines += [f"=== {pack_id}", ""]
        for one in cases:
            lines += [*_case_text(one), ""]
        number = sum(len(one.sentences) for one in cases)
        lines += [f"{pack_id}: {counted(number, 'sentence')} in {counted(len(cases), 'sample case')}.", ""]
    return "\n".join(lines).rstrip()


def _case_text(one: Said) -> list[str]:
    """Sentence first, for reading; behind it in brackets what it comes from, for mending."""
    lines = [f"--- {one.case}: {one.verdict}"]
    heading: Part | None = None
    for sentence in one.sentences:
        if sentence.part != heading:
            heading = sentence.part
            lines.append(f"{HEADINGS[heading]}:")
        source = f" [{', '.join(sentence.about)}]" if sentence.about else ""
        lines += wrapped(f"{sentence.says}{source}", 2, "- ")
    return lines


def _json_text(found: dict[str, list[Said]]) -> str:
    packs = [
        {
            "pack": pack_id,
            "cases": [
                {
                    "case": one.case,
                    "verdict": one.verdict,
                    "sentences": [{"part": s.part, "says": s.says, "about": list(s.about)} for s in one.sentences],
                }
                for one in cases
            ],
        }
        for pack_id, cases in found.items()
    ]
    return json.dumps(packs, ensure_ascii=False, indent=2)
