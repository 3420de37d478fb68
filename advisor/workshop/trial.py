"""Tries a pack out: every example of every rule, and every sample case against what it expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from advisor.case import Answer, Case
from advisor.engine.facts import Facts, derive, settle
from advisor.engine.index import Index
from advisor.expressions.faults import did_you_mean
from advisor.expressions.nodes import Expression
from advisor.loading.files import PackReader, Problems, read_bytes, read_yaml
from advisor.loading.load_case import load_case
from advisor.loading.shapes import plain
from advisor.loading.yaml_text import line_of
from advisor.pack import AtLeast, AtMost, Example, Needs, Pack, Rule
from advisor.problems import FilesAtFault, Place
from advisor.recommendation import Recommendation
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Number, Value
from advisor.workshop.matching import Difference, differences

DOES_NOT, CANNOT_TELL = "does not apply", "cannot tell yet"
BEYOND = "lies beyond the sizing table"

Amounts: TypeAlias = Mapping[str, Number | str]  # by capability, offering or fact; a text where there is no number
Recommend: TypeAlias = Callable[[Pack, Case], Recommendation]


@dataclass(frozen=True)
class Failure:
    """One example or case that came out differently. `says` is a whole sentence; `example`: its name, where it is one; `different`:
    what of a case's `expect`."""

    place: Place
    says: str
    example: str = ""
    different: Difference | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.says}"


@dataclass(frozen=True)
class Trial:
    """What came of trying one pack."""

    pack: str
    rules: int
    drafts: int
    examples: int
    cases: int
    cases_without_expect: tuple[str, ...]
    examples_failed: int
    cases_failed: int
    failures: tuple[Failure, ...] = field(default=())

    @property
    def passed(self) -> bool:
        return not self.failures


def try_pack(
    root: Path,
    pack: Pack,
    recommend: Recommend,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Trial:
    """Run the examples of all rules, drafts too, and the cases of `data/<pack>/cases/`. `recommend` answers a case; `progress` is
    told how many of them are tried; as soon as `stop` says so the rest is left out."""
    of_examples = try_examples(pack)
    of_cases: list[Failure] = []
    failed, silent = 0, []
    paths = case_files(root, pack.id)
    for number, path in enumerate(paths, 1):
        if stop is not None and stop():
            break
        failures, expects = _try_case(root, path, pack, recommend)
        failed += bool(failures)
        of_cases.extend(failures)
        if not expects:
            silent.append(path.relative_to(root).as_posix())
        if progress is not None:
            progress(number, len(paths))
    return Trial(
        pack=pack.id,
        rules=len(pack.rules),
        drafts=len(pack.rules) - len(pack.live_rules),
        examples=sum(len(rule.examples) for rule in pack.rules.values()),
        cases=len(paths),
        cases_without_expect=tuple(silent),
        examples_failed=len(of_examples),
        cases_failed=failed,
        failures=(*of_examples, *of_cases),
    )


def case_files(root: Path, pack_id: str) -> tuple[Path, ...]:
    """The sample cases of a pack, by name."""
    folder = root / "data" / pack_id / "cases"
    return tuple(sorted(path for ending in ("*.yaml", "*.json") for path in folder.glob(ending)))


def try_examples(pack: Pack) -> tuple[Failure, ...]:
    """One failure for each example that does not come out as its rule's file says."""
    index = Index(pack)
    return tuple(failure for rule in pack.rules.values() for failure in _failures(index, rule))


def try_rule(pack: Pack, rule: Rule) -> tuple[Failure, ...]:
    """The same for one rule."""
    return tuple(_failures(Index(pack), rule))


def _failures(index: Index, rule: Rule) -> Iterator[Failure]:
    for example in rule.examples:
        came = answer_of(rule, *situation_of(index, rule, example))
        if not agrees(example, came):
            says = f"“{example.name}” expects {_say(example.expect)}; the rule says {_say(came, example.expect)}."
            yield Failure(example.place, says, example.name)


def situation_of(index: Index, rule: Rule, example: Example) -> tuple[Facts, Mapping[str, Value] | None]:
    """The facts of an example as a case would have them, formulas worked out; and the row, where the rule looks at rows.

    What is not given is not known, a whole inventory too, but for what the pack assumes.
    """
    columns = {column.id for column in index.pack.facts[rule.each].columns} if rule.each else set[str]()
    in_row = {name: value for name, value in example.given.items() if name in columns}
    given = {name: value for name, value in example.given.items() if name not in columns}
    answers = {name: Answer(value) for name, value in given.items() if name in index.pack.facts}
    settled = settle(index, Case(index.pack.id, index.pack.prices_of, answers=answers), lambda rule: True)
    facts: Facts = {name: value for name, value in settled.known.items() if name not in settled.unlisted}
    facts.update(given)
    derive(index, settled, facts, index.closure(index.rule_reads(rule)))
    return facts, {"name": "the row", "count": 1, **in_row} if rule.each else None


def answer_of(rule: Rule, facts: Facts, row: Mapping[str, Value] | None) -> Amounts | str:
    """What a rule says about one situation: its amounts (none for a rule without), or that it does not apply, or cannot tell."""
    applies = True if rule.when is None else rule.when.truth(facts, row)
    if applies is False:
        return DOES_NOT
    if applies is UNKNOWN:
        return CANNOT_TELL
    amounts = {name: _amount(rule, expression, facts, row) for name, expression in amounts_of(rule)}
    return CANNOT_TELL if amounts and all(amount == CANNOT_TELL for amount in amounts.values()) else amounts


def amounts_of(rule: Rule) -> tuple[tuple[str, Expression], ...]:
    match rule.effect:
        case Needs(amounts) | AtMost(amounts) | AtLeast(amounts):
            return amounts
        case _:
            return ()


def _amount(rule: Rule, expression: Expression, facts: Facts, row: Mapping[str, Value] | None) -> Number | str:
    value = expression.amount(facts, row)
    if value is UNKNOWN:
        return CANNOT_TELL
    if value is BEYOND_TABLE:
        return BEYOND
    if value is DOES_NOT_APPLY or isinstance(value, str):
        return 0
    assert not isinstance(value, frozenset | tuple | bool) and not hasattr(value, "isoformat")  # types were checked
    return max(value, 0) if isinstance(rule.effect, Needs) else value  # type: ignore[type-var, return-value]


def agrees(example: Example, came: Amounts | str) -> bool:
    """Whether an answer is the one that an example expects; amounts that it does not name may be any."""
    if isinstance(example.expect, str) or isinstance(came, str):
        return example.expect == came
    if isinstance(example.expect, bool):
        return CANNOT_TELL not in came.values()
    return all(came.get(name) == amount for name, amount in example.expect.items())


def _say(answer: Amounts | bool | str, only: Amounts | bool | str = "") -> str:
    """An answer in words; of amounts, those that are expected (`only`) and differ."""
    if isinstance(answer, str):
        return f"“{answer}”"
    if isinstance(answer, bool) or not answer:
        return "“applies”"
    if isinstance(only, Mapping):
        answer = {name: amount for name, amount in answer.items() if name in only and only[name] != amount}
    return ", ".join(
        f"{name} {amount if isinstance(amount, str) else plain(amount)}" for name, amount in answer.items()
    )


def _try_case(root: Path, path: Path, pack: Pack, recommend: Recommend) -> tuple[list[Failure], bool]:
    """The failures of one case, and whether it expects anything."""
    try:
        case = load_case(path, pack)
    except FilesAtFault as fault:
        return [Failure(problem.place, f"{problem.what} {problem.cure}".rstrip()) for problem in fault.problems], True
    file = path.relative_to(root).as_posix()
    lines = _lines_of(path, file)
    failures = [
        Failure(
            Place(file, line_of(lines, ("expect", "absent"))), f"`absent` names {name}, which is no offering. {cure}"
        )
        for name, cure in _unknown_absent(case.expect.get("absent"), pack)
    ]
    try:
        came = _worked_out(pack, case, recommend(pack, case)).to_json()
    except Exception as error:  # noqa: BLE001 (one case that the advisor breaks down on must not hide the others)
        says = f"The advisor broke down on this case ({type(error).__name__}: {error}). Please report it."
        return [*failures, Failure(Place(file), says)], True
    for difference in differences(case.expect, came):
        place = Place(file, line_of(lines, ("expect", *difference.path)))
        failures.append(Failure(place, str(difference), different=difference))
    return failures, bool(case.expect)


def _worked_out(pack: Pack, case: Case, came: Recommendation) -> Recommendation:
    """With what is worked out only on request, where the case expects something of it."""
    if "holds_while" not in case.expect:
        return came
    from advisor.engine.recommend import with_holds  # brings the solver, which only cases need

    return with_holds(pack, case, came)


def _unknown_absent(absent: Any, pack: Pack) -> list[tuple[str, str]]:
    """Nothing would ever notice a misspelt offering that is expected to be absent."""
    names = absent if isinstance(absent, list) else []
    return [
        (str(name), did_you_mean(str(name), pack.offerings, "Choose one of the price list."))
        for name in names
        if name not in pack.offerings
    ]


def _lines_of(path: Path, file: str) -> Any:
    """The case's text once more, with its lines; None for JSON, where a failure stands at the whole file."""
    problems = Problems()
    content = read_bytes(path, file, problems)
    return read_yaml(file, content, PackReader(), problems) if content is not None and path.suffix == ".yaml" else None
