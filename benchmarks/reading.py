"""Checking a pack against reading its files with ruamel.yaml, and one rule's condition against zen-engine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import zen
from ruamel.yaml import YAML

from advisor.expressions.evaluate import compile_truth
from advisor.loading.files import PackReader
from advisor.loading.load import LISTS, load_pack
from benchmarks.measure import Figure, fastest, timed
from benchmarks.packs import large_pack

PROJECT = Path(__file__).parents[1]
PACK = "software_rollout"
RULES = 500


def reading() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        rules = many_rules(root)
        files = sorted((root / "rules").rglob("*.yaml"))

        def ruamel() -> None:
            for file in files:
                YAML().load(file.read_text(encoding="utf-8"))

        read = min(timed(ruamel)[0] for _ in range(2))
        reader = PackReader()
        first, pack = timed(load_pack, root, PACK, reader)
        again = []
        for number in range(3):
            changed = rules[number]
            changed.write_text(changed.read_text(encoding="utf-8") + f"\n# changed {number}\n", encoding="utf-8")
            again.append(timed(load_pack, root, PACK, reader)[0])
        note = f"{len(pack.rules)} rules; reading included"
        yield Figure("loading and checking a pack / ruamel.yaml reading its files", first / read, 1, note=note)
        yield Figure("loading again with one file changed / the first time", min(again) / first, 0.1)


def many_rules(root: Path) -> list[Path]:
    """The sample pack with its rules copied under further names until there are enough; returns the copies."""
    for part in ("rules", "data"):
        shutil.copytree(PROJECT / part / PACK, root / part / PACK)
    originals = [f for f in sorted((root / "rules" / PACK).rglob("*.yaml")) if f.stem not in LISTS]
    copies: list[Path] = []
    for number in range(RULES - len(originals)):
        original = originals[number % len(originals)]
        copy = original.with_name(f"{original.stem}_copy_{number}.yaml")
        shutil.copyfile(original, copy)
        copies.append(copy)
    return copies


def conditions() -> Iterator[Figure]:
    pack, case = large_pack(0, 200, 500)
    facts = {name: answer.value for name, answer in case.answers.items()}
    sources = [rule.when.source for rule in pack.rules.values() if rule.when is not None and rule.each is None]
    ours = [
        compile_truth(rule.when.node) for rule in pack.rules.values() if rule.when is not None and rule.each is None
    ]
    # the same conditions in its language: a yes/no fact compared with "yes"
    theirs = [
        zen.compile_expression(s.replace("usual", "usual == 'yes'").replace("rare", "rare == 'yes'")) for s in sources
    ]
    context = {name: value for name, value in facts.items() if not isinstance(value, tuple)}
    for one, other, source in zip(ours, theirs, sources, strict=True):
        assert one(facts, None) == other.evaluate(context), source
    mine = fastest(lambda: [condition(facts, None) for condition in ours])
    zens = fastest(lambda: [condition.evaluate(context) for condition in theirs])
    note = f"{mine / len(ours) * 1e6:.1f} and {zens / len(ours) * 1e6:.1f} microseconds a rule"
    yield Figure("zen-engine / our compiled condition", zens / mine, None, note=note)
