"""How well spoken requests are heard: precision, recall and every miss, for sets of requests. `python -m benchmarks.words [FILE ...]`"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from advisor.calling.heard import hear
from advisor.calling.heard_values import Heard
from advisor.loading.load import load_pack, pack_ids
from advisor.loading.yaml_text import read_yaml_text
from advisor.pack import Pack

PROJECT = Path(__file__).resolve().parent.parent
SETS = tuple(
    PROJECT / f"tests/words/{name}.yaml"
    for name in (
        "worked",
        "telegrams",
        "unseen",
        "paraphrased",
        "traps",
        *(f"strangers_{n}" for n in range(1, 16)),
    )
)
SAID_ON = date(2026, 11, 26)
KINDS = ("named", "misspelt", "paraphrased")


@dataclass
class Score:
    """`found`, `wanted` and `suggested` by kind; `wrong`: things heard that nobody wanted; `quantities`: right, of."""

    requests: int = 0
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    suggested: Counter[str] = field(default_factory=Counter)
    heard: int = 0
    wrong: int = 0
    quantities_right: int = 0
    quantities: int = 0
    others_right: int = 0
    others: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return (self.heard - self.wrong) / self.heard if self.heard else 1.0

    def recall(self, *kinds: str) -> float:
        wanted = sum(self.wanted[kind] for kind in kinds)
        return sum(self.found[kind] for kind in kinds) / wanted if wanted else 1.0

    @property
    def suggestions(self) -> float:
        """The share of paraphrased things that were heard, or that stand in the list of three suggestions."""
        wanted = self.wanted["paraphrased"]
        return self.suggested["paraphrased"] / wanted if wanted else 1.0


def measure(requests: list[dict[str, Any]], packs: dict[str, Pack]) -> Score:
    score = Score()
    for request in requests:
        score.requests += 1
        pack = packs[request["pack"]]
        others = [one for one in packs.values() if one.id != pack.id]
        _measure_one(score, request, pack, hear(pack, request["words"], SAID_ON, others))
    return score


def _measure_one(score: Score, request: dict[str, Any], pack: Pack, heard: Heard) -> None:
    words = request["words"]
    firm: dict[str, int | None] = {want.offering: want.quantity for want in heard.wants}
    firm |= {asked.offering: None for asked in heard.asked_back}
    unclear = [one.offerings for one in heard.unclear]
    wanted = request.get("wants") or []
    expected = {name for want in wanted for name in _names(want)}
    score.heard += len(firm)
    for offering in firm:
        if offering not in expected:
            score.wrong += 1
            score.misses.append(f"WRONG    “{words}”: heard {offering}")
    for want in wanted:
        kind, names = want.get("how", "named"), _names(want)
        score.wanted[kind] += 1
        hit = next((name for name in names if name in firm), None)
        asked = any(set(names) & set(offerings) for offerings in unclear)
        listed = [one for piece in heard.suggested for one in piece.offerings]
        if hit is not None or (asked and len(names) > 1):
            score.found[kind] += 1
            score.suggested[kind] += 1
            if hit is not None and "quantity" in want:
                _measure_quantity(score, words, hit, want["quantity"], firm[hit])
        elif asked or set(names) & set(listed):
            score.suggested[kind] += 1
            score.misses.append(
                f"offered  “{words}”: {'/'.join(names)} ({kind}) is {'asked about' if asked else 'suggested'}, not heard"
            )
        else:
            score.misses.append(
                f"MISSED   “{words}”: {'/'.join(names)} ({kind}); suggested: {', '.join(listed) or 'nothing'}"
            )
    _measure_others(score, request, heard)


def _names(want: dict[str, Any]) -> tuple[str, ...]:
    return tuple(want["one_of"]) if "one_of" in want else (want["offering"],)


def _measure_quantity(score: Score, words: str, offering: str, expected: str, heard: int | None) -> None:
    score.quantities += 1
    right = heard is None if expected == "open" else heard == int(expected)
    score.quantities_right += right
    if not right:
        score.misses.append(
            f"QUANTITY “{words}”: {offering} {heard if heard is not None else 'asked back'}, said {expected}"
        )


def _measure_others(score: Score, request: dict[str, Any], heard: Heard) -> None:
    """Refusals, results, budgets and days."""
    refused = {name for one in heard.not_added for name in one.offerings}
    checks = [(f"not wanted: {name}", name in refused) for name in request.get("not_wanted", [])]
    named = {one.outcome for one in heard.outcomes}
    checks += [(f"result: {name}", name in named) for name in request.get("outcomes", [])]
    for per, amount in request.get("budget", {}).items():
        checks.append((f"budget {per}: {amount}", heard.budget(per) == int(amount) * 100))
    if "needed_by" in request:
        checks.append((f"needed by {request['needed_by']}", str(heard.needed_by) == request["needed_by"]))
    score.others += len(checks)
    for what, right in checks:
        score.others_right += right
        if not right:
            score.misses.append(f"OTHER    “{request['words']}”: {what} was not heard so")


def read(path: Path) -> list[dict[str, Any]]:
    data, faults = read_yaml_text(path.read_text("utf-8"))
    if faults:
        raise SystemExit(f"{path}: {faults[0]}")
    return list(data)


def packs() -> dict[str, Pack]:
    return {name: load_pack(PROJECT, name) for name in pack_ids(PROJECT)}


def say(path: Path, score: Score) -> str:
    lines = [f"{path.name}: {score.requests} requests"]
    lines.append(
        f"  precision {score.precision:.1%} ({score.heard - score.wrong} of {score.heard} things heard were wanted)"
    )
    for kinds in (("named", "misspelt"), *((kind,) for kind in KINDS)):
        wanted = sum(score.wanted[kind] for kind in kinds)
        found = sum(score.found[kind] for kind in kinds)
        lines.append(f"  recall, {' or '.join(kinds)}: {score.recall(*kinds):.1%} ({found} of {wanted})")
    lines.append(
        f"  paraphrased: heard or among three suggestions {score.suggestions:.1%} ({score.suggested['paraphrased']} of {score.wanted['paraphrased']})"
    )
    lines.append(f"  quantities {score.quantities_right} of {score.quantities}")
    lines.append(f"  refusals, results, budgets and days {score.others_right} of {score.others}")
    return "\n".join([*lines, *(f"    {miss}" for miss in score.misses)])


def main(paths: list[Path]) -> None:
    known = packs()
    for path in paths:
        print(say(path, measure(read(path), known)))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or list(SETS))
