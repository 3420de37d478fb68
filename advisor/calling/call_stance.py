"""Which of the three degrees of client their words speak for, and what each of them changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import get_args

from ruamel.yaml import YAML

from advisor.calling.call import Call
from advisor.calling.call_change import say_difference
from advisor.calling.call_text import escape
from advisor.case import Case, Stance
from advisor.engine.recommend import Memory, recommend
from advisor.pack import Pack
from advisor.recommendation import Recommendation

STANCES: dict[Stance, tuple[str, str]] = {
    "need_led": ("Need-led", "What the result needs, and nothing else"),
    "advised": ("Advised", "Wishes that are merely not needed stay, marked as their choice"),
    "as_asked": ("As asked", "Everything they ask for counts as insisted on"),
}
PHRASES = Path(__file__).with_name("stance_words.yaml")


@dataclass(frozen=True)
class Proposal:
    """A stance that their words speak for. `says` is Markdown and quotes them."""

    stance: Stance
    label: str
    says: str


@cache
def phrases() -> Mapping[Stance, tuple[str, ...]]:
    """The phrases by stance, in the order in which they are looked for."""
    read = YAML(typ="safe").load(PHRASES.read_text("utf-8"))
    return {stance: tuple(read[stance]) for stance in read if stance in get_args(Stance)}


def propose_stance(call: Call) -> Proposal | None:
    """The stance that their words speak for; None where they speak for none, or for the one that holds, or somebody set it."""
    if call.stance_by_hand:
        return None
    words = _plain(call.case.words)
    for stance, said in phrases().items():
        for phrase in said:
            if re.search(rf"(?<!\w){re.escape(_plain(phrase))}(?!\w)", words):
                label = STANCES[stance][0]
                says = f"They say “{escape(phrase)}”: judge their wishes “{label.lower()}”?"
                return Proposal(stance, label, says) if stance != call.case.stance else None
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def other_stances(
    pack: Pack, case: Case, now: Recommendation, memory: Memory | None = None
) -> tuple[tuple[Stance, str], ...]:
    """What each other stance would change against the recommendation as it is, in one sentence each (Markdown)."""
    others = [stance for stance in STANCES if stance != case.stance]
    return tuple(
        (stance, say_difference(pack, now, recommend(pack, replace(case, stance=stance), memory))) for stance in others
    )
