"""What keepers of rules wait for: checking a large pack, looking at a text that is typed, and what a change does to many cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from ruamel.yaml import YAML

from advisor.case import Case
from advisor.engine.recommend import recommend
from advisor.loading.files import PackReader, Problems
from advisor.loading.load import contents_of, load_contents
from advisor.pack import Pack
from advisor.workshop.check import check_contents
from advisor.workshop.drafting import look_at
from advisor.workshop.impact import SavedCase, impact, reached_cases
from advisor.workshop.saved_cases import sample_cases
from benchmarks.measure import Figure, timed
from benchmarks.reading import PACK, PROJECT, many_rules

CASES = 1_000
RULE = f"rules/{PACK}/phones/a_telephone_for_every_desk.yaml"


def workshop() -> Iterator[Figure]:
    yield from _checking()
    yield from _impact()


def _checking() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        rules = many_rules(root)
        files = sorted((root / "rules").rglob("*.yaml"))

        def ruamel() -> None:
            for file in files:
                YAML().load(file.read_text(encoding="utf-8"))

        read = min(timed(ruamel)[0] for _ in range(2))
        contents = contents_of(root, PACK, Problems())
        checked = min(timed(check_contents, PACK, contents)[0] for _ in range(2))
        yield Figure("loading and every check of a pack / ruamel.yaml reading its files", checked / read, 2)

        reader = PackReader()
        path = rules[0].relative_to(root).as_posix()
        text = contents[path].decode()
        look_at(PACK, contents, path, text, reader)
        typed = []
        for number in range(5):
            start = process_time()
            look_at(PACK, contents, path, f"{text}\n# {number}\n", reader)
            typed.append(process_time() - start)
        yield Figure("a text that is typed, among 500 rules, of processor time", min(typed) * 1000, 200, "ms")


def _impact() -> Iterator[Figure]:
    contents = contents_of(PROJECT, PACK, Problems())
    old = load_contents(PACK, contents)
    rule = old.rules[Path(RULE).stem]
    new = replace(old, version="changed", rules={**old.rules, rule.id: replace(rule, without="Nobody can be reached.")})
    cases = _saved(old)
    reached = reached_cases(old, new, cases)

    def peer() -> None:
        for case in reached:
            for pack in (old, new):
                recommend(pack, case.read(pack))

    taken, found = timed(impact, old, new, cases)
    answered, _ = timed(peer)
    note = f"{len(reached)} of {found.cases} cases within reach, {len(found.changes)} change"
    yield Figure("impact over 1,000 cases / recommending those within reach", taken / answered, 1.2, note=note)
    yield Figure("cases recognised as out of reach", 100 * (1 - len(reached) / len(cases)), unit="%")


def _saved(pack: Pack) -> tuple[SavedCase, ...]:
    """As many customers as it takes, of the sample cases."""
    samples = [one.read(pack) for one in sample_cases(PROJECT, pack.id)]

    def reading(case: Case) -> Callable[[Pack], Case]:
        return lambda pack: case

    return tuple(SavedCase(str(n), f"customer {n}", reading(samples[n % len(samples)])) for n in range(CASES))
