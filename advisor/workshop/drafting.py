"""What is wrong in a text that is being typed, at its lines, among the other files of its pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor.loading.files import PackReader
from advisor.loading.load import load_contents
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Problem
from advisor.workshop.check import check_pack
from advisor.workshop.findings import Bench, Finding
from advisor.workshop.trial import Failure, try_rule


@dataclass(frozen=True)
class Mark:
    """One thing at one line of the text (1 is the first): an error stops the pack, a warning stands in the way of publishing."""

    line: int
    says: str
    severity: Literal["error", "warning"]
    page: str  # the heading in docs/errors.md, or the page in docs/checks/


@dataclass(frozen=True)
class ExampleResult:
    """One example of the rule: as expected, or what came instead."""

    name: str
    passed: bool
    says: str


@dataclass(frozen=True)
class Typed:
    """What came of a text. `pack`: with the text in it, None while something is wrong anywhere. `elsewhere`: what is wrong in
    other files because of it, such as a rule that names an offering which is gone. Rules are only held against the one that is
    typed: what else a check would find stands in the list of rules."""

    pack: Pack | None
    marks: tuple[Mark, ...]
    elsewhere: tuple[str, ...]
    examples: tuple[ExampleResult, ...]

    @property
    def good(self) -> bool:
        return self.pack is not None and not self.marks and all(one.passed for one in self.examples)


def look_at(
    pack_id: str,
    files: Mapping[str, bytes],
    path: str,
    text: str,
    reader: PackReader | None = None,
    today: date | None = None,
) -> Typed:
    """Look at a text as if it were saved under `path`. `reader` keeps what the other files said the last time."""
    reader = reader or PackReader()
    contents = {**files, path: text.encode()}
    try:
        pack = load_contents(pack_id, contents, reader)
    except FilesAtFault as fault:
        here = [_of_problem(problem) for problem in fault.problems if problem.place.file == path]
        others = tuple(str(problem) for problem in fault.problems if problem.place.file != path)
        return Typed(None, tuple(here), others, ())
    rule = next((rule.id for rule in pack.rules.values() if rule.place.file == path), None)
    found = check_pack(Bench(pack, contents, today or pack.prices_of, reader, rule)).findings
    marks = tuple(_of_finding(finding) for finding in found if finding.place.file == path)
    elsewhere = tuple(str(finding) for finding in found if finding.place.file != path)
    return Typed(pack, marks, elsewhere, _examples(pack, path))


def _of_problem(problem: Problem) -> Mark:
    return Mark(max(problem.place.line, 1), f"{problem.what} {problem.cure}".strip(), "error", problem.code)


def _of_finding(finding: Finding) -> Mark:
    return Mark(max(finding.place.line, 1), f"{finding.what} {finding.cure}", "warning", finding.check)


def _examples(pack: Pack, path: str) -> tuple[ExampleResult, ...]:
    rule = next((rule for rule in pack.rules.values() if rule.place.file == path), None)
    if rule is None:
        return ()
    failed: dict[str, Failure] = {failure.example: failure for failure in try_rule(pack, rule)}
    return tuple(
        ExampleResult(
            one.name,
            one.name not in failed,
            failed[one.name].says.removeprefix(f"“{one.name}” ") if one.name in failed else "as expected",
        )
        for one in rule.examples
    )
