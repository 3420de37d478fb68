"""Lets sample cases notice what no example does: only cases in which the change can be seen are recommended again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from advisor.case import Case
from advisor.engine.facts import Facts, Settled, derive, settle
from advisor.engine.index import Index
from advisor.loading.load_case import load_case
from advisor.pack import Pack, Rule
from advisor.problems import FilesAtFault
from advisor.workshop.matching import differences
from advisor.workshop.mutation import Mutant
from advisor.workshop.trial import CANNOT_TELL, Amounts, Recommend, answer_of, case_files

MOST_ANSWERS = (
    60  # so many times, in all, a case is recommended again; each takes about as long as one answer in a call
)

_Said: TypeAlias = Amounts | str


@dataclass
class CaseWatch:
    """Asks the sample cases of a pack whether they notice a change. `untried`: changes for which no answers were left."""

    pack: Pack
    cases: tuple[Case, ...]
    recommend: Recommend
    left: int = MOST_ANSWERS
    untried: list[Mutant] = field(default_factory=list)
    _index: Index = field(init=False)

    def __post_init__(self) -> None:
        self._index = Index(self.pack)

    def notices(self, mutant: Mutant) -> bool:
        """Whether some case no longer gets what it expects."""
        changed = self._index if mutant.pack.facts is self.pack.facts else Index(mutant.pack)
        for case in self.cases:
            if not self._can_see(case, mutant, changed):
                continue
            if self.left <= 0:
                self.untried.append(mutant)
                return False
            self.left -= 1
            if differences(case.expect, self.recommend(mutant.pack, case).to_json()):
                return True
        return False

    def _can_see(self, case: Case, mutant: Mutant, changed: Index) -> bool:
        """Whether a changed rule says something else in this case, or nobody can tell before all worlds are looked at."""
        for rule in mutant.rules:
            old = tuple(_said(self._index, self.pack.rules[rule.id], case))
            new = tuple(_said(changed, rule, case))
            if old != new or any(_open(answer) for answer in (*old, *new)):
                return True
        return False


def watch_of(root: Path, pack: Pack, recommend: Recommend) -> CaseWatch:
    """The cases of `data/<pack>/cases/` that can be read and expect something."""
    found = []
    for path in case_files(root, pack.id):
        try:
            case = load_case(path, pack)
        except FilesAtFault:
            continue  # `check` and `test` say what is wrong with it
        if case.expect:
            found.append(case)
    return CaseWatch(pack, tuple(found), recommend)


def _said(index: Index, rule: Rule, case: Case) -> Iterator[_Said]:
    """What a rule says in a case, for each row where it looks at rows."""
    settled = settle(index, case, lambda rule: True)
    facts = _facts(index, settled, rule)
    if rule.each is None:
        yield answer_of(rule, facts, None)
        return
    answer = case.answers.get(rule.each)  # with the cells that nobody knows
    rows = answer.value if answer is not None else facts.get(rule.each)
    for row in rows if isinstance(rows, tuple) else ():
        yield answer_of(rule, facts, row)


def _facts(index: Index, settled: Settled, rule: Rule) -> Facts:
    facts: Facts = {name: value for name, value in settled.known.items() if name not in settled.unlisted}
    return derive(index, settled, facts, index.closure(index.rule_reads(rule)))


def _open(answer: _Said) -> bool:
    return answer == CANNOT_TELL or (isinstance(answer, Mapping) and CANNOT_TELL in answer.values())
