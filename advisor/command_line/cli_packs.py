"""The commands about packs: `check`, `test` and `new-rule`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from advisor.command_line.cli_says import Usage, counted, expect_one_of, say_findings, say_problems
from advisor.loading.files import PackReader
from advisor.loading.load import load_pack, pack_ids
from advisor.loading.load_case import load_case
from advisor.loading.schema import write_schemas
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Problem
from advisor.workshop.branches import branches_never_taken, rows_never_used
from advisor.workshop.check import Checked, check_folder
from advisor.workshop.coverage import RuleCoverage, coverage_of
from advisor.workshop.mutation import guard_of
from advisor.workshop.mutation_cases import MOST_ANSWERS, watch_of
from advisor.workshop.new_rule import NoNewRule, new_rule_file
from advisor.workshop.new_totals import by_case, new_totals, say_totals, total_of, with_totals
from advisor.workshop.trial import Recommend, Trial, case_files, try_pack


def run_check(root: Path, pack_id: str | None, schemas: Path | None, today: date | None = None) -> int:
    """Say everything that is wrong with one pack, or with all, sample cases included, and everything the checks find."""
    if schemas is not None:
        write_schemas(schemas)
        print(f"JSON Schema files are in {schemas.as_posix()}/.")
    status = 0
    for one in _chosen(root, pack_id):
        reader = PackReader()
        try:
            pack = load_pack(root, one, reader)
            problems = _problems_of_cases(root, pack)
        except FilesAtFault as fault:
            problems = fault.problems
        if problems:
            say_problems(problems)
            print(f"{one}: {counted(len(problems), 'problem')}, so nothing is recommended from it.")
            status = 1
            continue
        checked = check_folder(root, one, today, reader)
        status = 1 if checked.findings else status
        say_findings(checked.findings)
        print(_say_checked(checked, len(case_files(root, one))))
    return status


def _say_checked(checked: Checked, cases: int) -> str:
    pack = checked.pack
    what = f"{counted(len(pack.rules), 'rule')}, {counted(len(pack.offerings), 'offering')}, {counted(cases, 'sample case')}"
    silenced = f" ({counted(len(checked.silenced), 'finding')} silenced with a reason)" if checked.silenced else ""
    found = counted(len(checked.findings), "finding") if checked.findings else "nothing wrong"
    return f"{pack.id}: {what}, {found}{silenced}"


def _problems_of_cases(root: Path, pack: Pack) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for path in case_files(root, pack.id):
        try:
            load_case(path, pack)
        except FilesAtFault as fault:
            found.extend(fault.problems)
    return tuple(found)


def run_test(root: Path, pack_id: str | None, mutate: bool, accept_sums: bool = False) -> int:
    """Run examples and sample cases; failures go to stderr, one line for each pack to stdout. `accept_sums`: write sums of money
    that came out differently into the cases; whoever asks for it has looked at them."""
    from advisor.engine.recommend import recommend  # brings the solver, which only cases need

    status = 0
    for one in _chosen(root, pack_id):
        try:
            pack = load_pack(root, one)
        except FilesAtFault as fault:
            say_problems(fault.problems)
            print(f"{one}: {counted(len(fault.problems), 'problem')}, so nothing was tested.")
            status = 1
            continue
        trial = try_pack(root, pack, recommend)
        for failure in trial.failures:
            print(failure, file=sys.stderr)
        print(_say_trial(trial))
        if accept_sums:
            for file, totals in by_case(new_totals(trial.failures)).items():
                case = root / file
                case.write_bytes(with_totals(case.read_bytes().decode(), totals).encode())
                print(f"{file}: {say_totals(totals, pack.currency)}, accepted")
        if mutate:
            print(_say_guard(root, pack, recommend))
        failed = any(not accept_sums or total_of(failure) is None for failure in trial.failures)
        status = 1 if failed else status
    return status


def _say_trial(trial: Trial) -> str:
    examples = f"{trial.examples - trial.examples_failed} of {counted(trial.examples, 'example')} passed"
    cases = f"{trial.cases - trial.cases_failed} of {counted(trial.cases, 'case')} passed"
    drafts = f" ({counted(trial.drafts, 'draft')} among them)" if trial.drafts else ""
    silent = f"; expecting nothing: {', '.join(trial.cases_without_expect)}" if trial.cases_without_expect else ""
    return f"{trial.pack}: {counted(trial.rules, 'rule')}{drafts}, {examples}, {cases}{silent}"


def _say_guard(root: Path, pack: Pack, recommend: Recommend) -> str:
    """The changes that nobody notices, one a line, and how many were noticed."""
    watch = watch_of(root, pack, recommend)
    guard = guard_of(pack, watch.notices)
    if not guard.changes:
        return f"{pack.id}: no live rule has a number or a comparison in it."
    lines = [str(mutant) for mutant in guard.unnoticed]
    by_cases = f" ({guard.by_cases} of them by sample cases alone)" if guard.by_cases else ""
    parts = counted(guard.parts, "rule and formula", "rules and formulas")
    lines.append(
        f"{pack.id}: {guard.noticed} of {counted(guard.changes, 'change')} of a number or a comparison were noticed "
        f"({guard.share:.0%}){by_cases}; {guard.guarded} of {parts} notice every one."
    )
    if watch.untried:
        lines.append(
            f"{pack.id}: {counted(len(watch.untried), 'change')} of these no example notices, and the sample cases were "
            f"not asked: after {MOST_ANSWERS} answers the advisor stops asking. Add an example to the rule."
        )
    return "\n".join(lines)


def run_coverage(root: Path, pack_id: str | None) -> int:
    """Say which live rules no sample case tries both ways; status 1 where there is one."""
    status = 0
    for one in _chosen(root, pack_id):
        try:
            pack = load_pack(root, one)
            cases = {path.stem: load_case(path, pack) for path in case_files(root, one)}
            coverage = coverage_of(pack, cases)
        except FilesAtFault as fault:
            say_problems(fault.problems)
            print(f"{one}: {counted(len(fault.problems), 'problem')}, so nothing was looked at.")
            status = 1
            continue
        for rule in coverage.uncovered:
            print(say_uncovered(rule), file=sys.stderr)
            status = 1
        unused = (*branches_never_taken(pack, cases.values()), *rows_never_used(pack, cases.values()))
        for part in unused:
            print(part, file=sys.stderr)
        covered = len(coverage.rules) - len(coverage.uncovered)
        print(
            f"{one}: {covered} of {counted(len(coverage.rules), 'live rule')} fire in one of "
            f"{counted(coverage.cases, 'case')} and fail to fire in another; "
            f"{counted(len(unused), 'branch or row', 'branches and rows')} never used"
        )
    return status


def say_uncovered(one: RuleCoverage) -> str:
    """Which case is missing for a rule."""
    if not one.fires_in:
        return f"{one.rule.place.file}: no sample case in which it fires. Add one."
    if not one.fails_in:
        how = "what it is for is there and it does not apply" if one.rule.when else "what it is for is not there"
        return f"{one.rule.place.file}: no sample case in which {how}. Add one."
    return f"{one.rule.place.file}: it fires and fails to fire in one case only, {one.fires_in[0]}. Add another case."


def run_new_rule(root: Path, pack_id: str, name: str) -> int:
    """Write a draft that loads and passes its own examples, and say what to do next."""
    expect_one_of(pack_id, pack_ids(root), "pack")
    there = [file.relative_to(root).as_posix() for file in root.joinpath("rules", pack_id).rglob("*.yaml")]
    try:
        path, text = new_rule_file(load_pack(root, pack_id), name, there)
    except NoNewRule as refused:
        raise Usage(str(refused)) from refused
    root.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
    root.joinpath(path).write_text(text, encoding="utf-8", newline="\n")
    print(f"{path} is a draft: nobody's recommendation changes until its status is live.")
    print(f"Replace what it says, then run `python -m advisor check {pack_id}` and `python -m advisor test {pack_id}`.")
    return 0


def _chosen(root: Path, pack_id: str | None) -> tuple[str, ...]:
    known = pack_ids(root)
    if pack_id is None:
        return known
    expect_one_of(pack_id, known, "pack")
    return (pack_id,)
