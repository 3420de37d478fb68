"""The command line as it is typed: what it prints, what it says on stderr, and its exit status."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from advisor.command_line import cli_cases
from advisor.command_line.cli import main
from advisor.loading import load
from advisor.loading.files import PackReader

PROJECT = Path(__file__).parent.parent
PACKS = Path(__file__).parent / "packs"
STORY = "data/software_rollout/cases/crm_on_forty_pcs.yaml"
AFTER = "data/software_rollout/cases/crm_after_the_look.yaml"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def reader() -> PackReader:
    """What the commands of this file read; the shipped packs stay as they are, so they are read once."""
    return PackReader()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, reader: PackReader) -> Run:
    """`run("check")` as it would be typed in the project's folder."""
    monkeypatch.chdir(PROJECT)
    monkeypatch.setattr(load, "PackReader", lambda: reader)

    def typed(*arguments: str) -> Ran:
        try:
            status = main(arguments)
        except SystemExit as stop:  # argparse: --help and wrong usage
            status = int(stop.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return typed


@pytest.fixture
def water(tmp_path: Path) -> Path:
    """A folder with the small pack `water`, to be spoilt."""
    shutil.copytree(PACKS / "rules", tmp_path / "rules")
    shutil.copytree(PACKS / "data", tmp_path / "data")
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


COMMANDS = ("recommend", "verify", "explain", "print", "check", "test", "sentences", "new-rule")


def test_help_lists_every_command_and_the_exit_status(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    for command in COMMANDS:
        assert f"\n    {command}" in ran.out
    assert "exit status: 0 good; 1 a pack or a case is at fault" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_an_example_and_the_root(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.status == 0
    assert f"examples:\n  python -m advisor {command}" in ran.out
    assert "--root DIR" in ran.out


# recommend


def test_recommend_can_be_read_out_verdict_first(run: Run) -> None:
    ran = run("recommend", STORY)
    assert (ran.status, ran.err) == (0, "")
    order = [
        "Harbour Dental Supplies",
        "CHECK FIRST: ",
        "What you asked for",
        "1 Assess",
        "Left out",
        "Price",
        "Certificate",
    ]
    places = [ran.out.index(text) for text in order]
    assert places == sorted(places)
    assert "12 to 22 × PC memory, to 8 GB [added]" in ran.out.replace("\N{NO-BREAK SPACE}", " ")
    assert max(len(line) for line in ran.out.splitlines()) <= 100


def test_recommend_prints_contract_2_as_json(run: Run) -> None:
    ran = run("recommend", STORY, "--json")
    assert (ran.status, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert found["verdict"] == "check_first"
    assert {line["offering"]: line["quantity"]["up_to"] for line in found["lines"]}["pc_memory_8"] == 22
    keys = {"verdict", "summary", "pack", "date", "wants", "lines", "left_out", "flags", "questions", "cost"}
    assert keys <= set(found)


def test_recommend_says_the_same_twice(run: Run) -> None:
    assert run("recommend", STORY, "--json").out == run("recommend", STORY, "--json").out


def test_a_case_is_also_looked_for_below_the_root(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("recommend", STORY, "--root", str(PROJECT)).status == 0


def test_the_root_may_stand_before_the_command(run: Run) -> None:
    ran = run("--root", str(PACKS), "check")
    assert (ran.status, ran.out) == (
        0,
        "water: 11 rules, 8 offerings, 2 sample cases, nothing wrong (3 findings silenced with a reason)\n",
    )


# what is wrong with files: status 1, with file and line


def test_a_case_at_fault_is_said_with_file_and_line(run: Run, water: Path) -> None:
    spoil(water / "data/water/cases/thirty_people.yaml", "offering: dispenser", "offering: dispensor")
    ran = run("recommend", "data/water/cases/thirty_people.yaml", "--root", str(water))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "data/water/cases/thirty_people.yaml, line 7: There is no offering “dispensor” on the price list. "
        "Did you mean dispenser? [offering_unknown]\n"
        "1 problem. The word in brackets is a heading in docs/errors.md.\n"
    )


def test_nothing_is_recommended_from_a_broken_pack_and_every_problem_is_said(run: Run, water: Path) -> None:
    spoil(water / "rules/water/rooms/tap_in_every_large_room.yaml", "seats >= 10", "seets >= 10")
    spoil(water / "rules/water/supply/a_day_of_water.yaml", "owner: sales", "ovner: sales")
    ran = run("recommend", "data/water/cases/thirty_people.yaml", "--root", str(water))
    assert (ran.status, ran.out) == (1, "")
    assert "rules/water/rooms/tap_in_every_large_room.yaml, line 4: " in ran.err
    assert "rules/water/supply/a_day_of_water.yaml, line " in ran.err
    assert "Traceback" not in ran.err


def test_a_case_of_a_pack_that_is_not_there_is_at_fault(run: Run, water: Path) -> None:
    case = water / "data/water/cases/thirty_people.yaml"
    spoil(case, "pack: water", "pack: fire")
    ran = run("recommend", str(case), "--root", str(water))
    assert ran.status == 1
    assert "The case belongs to the pack “fire”, which is not in rules/." in ran.err


# wrong usage: status 2, with what to type instead


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("recomend", STORY), "invalid choice: 'recomend'"),
        (
            ("recommend", "no_such_case.yaml"),
            "There is no file no_such_case.yaml. Sample cases lie in data/<pack>/cases/.",
        ),
        (("recommend", STORY, "--jsn"), "unrecognized arguments: --jsn"),
        (
            ("verify", STORY, "no_such.json"),
            "There is no file no_such.json. Write one with: python -m advisor recommend CASE",
        ),
        (("explain", STORY), "one of the arguments --why --why-not --what-if is required"),
        (("explain", STORY, "--why", "crm_suit"), "There is no offering “crm_suit”. Did you mean crm_suite?"),
        (("explain", STORY, "--why-not", "xyz"), "There is no offering “xyz”. There are hardware_assessment, "),
        (("explain", STORY, "--what-if", "users"), "“users” is no answer. Write it as fact=value, such as users=60"),
        (("explain", STORY, "--what-if", "usrs=3"), "There is no fact “usrs”. Did you mean users?"),
        (("explain", STORY, "--what-if", "users=0"), "`users` is 0; it must lie between 1 and 500 people."),
        (("explain", STORY, "--what-if", "pcs=3"), "pcs is a table. Change it in a copy of the case file."),
        (("explain", STORY, "--what-if", "erp_workers=3"), "erp_workers is worked out from other facts."),
        (("print", STORY, "-o", "offer.txt"), "What is printed is a PDF. Call it offer.pdf."),
        (("print", STORY, "-o", "no/such/folder/offer.pdf"), "no/such/folder/offer.pdf cannot be written: "),
        (("check", "softwear_rollout"), "There is no pack “softwear_rollout”. Did you mean software_rollout?"),
        (("test", "xyz"), "There is no pack “xyz”. There are "),
        (("sentences", "watre"), "There is no pack “watre”. There are "),
        (("new-rule", "software_rollout", "New-Rule"), "“New-Rule” cannot be an id."),
        (("new-rule", "software_rollout", "class"), "“class” cannot be an id."),
        (
            ("new-rule", "software_rollout", "crm_users_are_trained"),
            "There is a rule crm_users_are_trained already, in ",
        ),
        (
            ("check", "--root", "no/such/folder"),
            "no/such/folder holds no folder rules/. Give --root the folder that holds",
        ),
    ],
)
def test_wrong_usage_is_status_2_with_a_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


# verify


def test_verify_accepts_what_recommend_prints(run: Run, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(run("recommend", STORY, "--json").out, encoding="utf-8")
    ran = run("verify", STORY, str(answer))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith(
        "Accepted: the plan is complete, keeps every limit, adds up, and nothing can be taken off.\n"
    )


def test_verify_refuses_a_changed_line_and_says_why(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("recommend", AFTER, "--json").out)
    line = next(line for line in found["lines"] if line["offering"] == "pc_memory_8")
    line["quantity"] = dict.fromkeys(line["quantity"], 11)
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(found), encoding="utf-8")
    ran = run("verify", AFTER, str(answer))
    assert ran.status == 1
    assert ran.err.startswith("Wrong: ")
    assert "pc_memory_8" in ran.err
    assert "Refused: " in ran.out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_verify_reads_what_any_shell_has_written(run: Run, tmp_path: Path, encoding: str) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(run("recommend", AFTER, "--json").out, encoding=encoding)
    assert run("verify", AFTER, str(answer)).status == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{\n,", "answer.json, line 2: This cannot be read as JSON."),
        ("[]", "answer.json: This is no recommendation."),
        ("[" * 100_000, "answer.json, line 1: This cannot be read as JSON."),
    ],
)
def test_verify_of_something_else_is_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    (tmp_path / "answer.json").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = run("verify", str(PROJECT / STORY), "answer.json")
    assert ran.status == 1
    assert ran.err.startswith(said)


# explain


def test_why_goes_from_the_line_to_rule_answer_and_source(run: Run) -> None:
    ran = run("explain", AFTER, "--why", "server_memory_32")
    said = ran.out.replace("\N{NO-BREAK SPACE}", " ")
    assert (ran.status, ran.err) == (0, "")
    assert said.startswith("Why 1 × Server memory, to 32 GB?\n  You did not ask for it.\n")
    flat = " ".join(said.split())
    assert "Rule: The CRM needs memory on the customer's own server" in flat
    assert "(rules/software_rollout/crm/crm_needs_server_memory.yaml)" in flat
    assert "It applies when deployment is 'on our own server'." in flat
    assert "How many people are at work at the same time? 30 people" in flat
    assert "Source: Sizing we use for the CRM of the sample price list" in flat
    assert "\nWhy 30 × CRM suite, seats?\n" in said  # what it is there for is explained too


def test_why_of_what_is_not_in_the_plan_points_to_why_not(run: Run) -> None:
    ran = run("explain", AFTER, "--why", "second_server")
    assert ran.out == "Second server that takes over is not in the plan. For the reasons: --why-not second_server\n"


def test_why_not_says_what_it_would_cost_all_the_same(run: Run) -> None:
    ran = run("explain", STORY, "--why-not", "second_server")
    flat = " ".join(ran.out.replace("\N{NO-BREAK SPACE}", " ").split())
    assert ran.status == 0
    assert "Why not Second server that takes over? - You asked for 1 [not needed]." in flat
    assert "If you insist on it, the plan with 1 × Second server that takes over costs " in flat


def test_what_if_names_only_what_is_different(run: Run) -> None:
    ran = run("explain", AFTER, "--what-if", "deployment=hosted")
    said = ran.out.replace("\N{NO-BREAK SPACE}", " ")
    assert ran.status == 0
    assert "- 1 × Server memory, to 32 GB: no longer in the plan." in said
    assert "Once: €5,230 instead of €5,870" in said
    assert "CRM training" not in said


def test_what_if_nothing_is_different_says_so(run: Run) -> None:
    assert run("explain", AFTER, "--what-if", "users=30").out == "These are the answers already. Nothing changes.\n"


def test_what_if_the_plan_stays_only_the_numbers_in_its_reason_are_new(run: Run) -> None:
    said = run("explain", AFTER, "--what-if", "users=31").out.replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "If: How many people are at work at the same time? 31 people instead of 30 people.\n"
        "* Server memory, to 32 GB: as many, and the reason is now\n"
        "    31 people at work take half a gigabyte each on your server and the system takes 8 GB, so\n"
        "    23.5 GB must be free for the CRM.\n"
    )


# print


def test_print_writes_the_same_pdf_twice(run: Run, tmp_path: Path) -> None:
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for file in files:
        assert run("print", STORY, "-o", str(file)).status == 0
    first, second = (file.read_bytes() for file in files)
    assert first == second
    assert first.startswith(b"%PDF-")


def test_print_takes_us_letter(run: Run, tmp_path: Path) -> None:
    for paper, width in (("a4", b"595"), ("us-letter", b"612")):
        file = tmp_path / f"{paper}.pdf"
        assert run("print", AFTER, "-o", str(file), "--paper", paper).status == 0
        assert re.search(rb"/MediaBox\s*\[0 0 " + width + rb"[ .]", file.read_bytes())


# check, test and new-rule


def test_check_says_what_it_has_looked_at(run: Run) -> None:
    ran = run("check", "software_rollout")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("software_rollout: ")
    assert ran.out.endswith(" sample cases, nothing wrong\n")


def test_check_finds_what_is_wrong_with_pack_and_cases(run: Run, water: Path) -> None:
    spoil(water / "data/water/cases/thirty_people.yaml", "people: 30", "people: 0")
    ran = run("check", "--root", str(water))
    assert (ran.status, ran.out) == (1, "water: 1 problem, so nothing is recommended from it.\n")
    assert ran.err.startswith("data/water/cases/thirty_people.yaml, line 12: `people` is 0; it must lie between 1 and ")


def test_check_writes_schemas_for_editors(run: Run, tmp_path: Path) -> None:
    assert run("check", "--schemas", str(tmp_path / "schemas")).status == 0
    assert "needs" in json.loads((tmp_path / "schemas/rule.schema.json").read_text("utf-8"))["properties"]


def test_a_failing_example_is_status_1(run: Run, water: Path) -> None:
    spoil(water / "rules/water/supply/a_day_of_water.yaml", "{water_a_day: 15}", "{water_a_day: 16}")
    spoil(water / "data/water/cases/thirty_people.yaml", "expect: {verdict: check_first, absent: [pump]}", "")
    ran = run("test", "water", "--root", str(water))
    assert ran.status == 1
    assert ran.err == (
        "rules/water/supply/a_day_of_water.yaml, line 12: “ten people drink 15 litres (10 x 1.5)” "
        "expects water_a_day 16; the rule says water_a_day 15.\n"
    )
    assert ran.out.startswith("water: 11 rules (1 draft among them), 20 of 21 examples passed, 2 of 2 cases passed; ")


def test_sums_that_came_out_differently_are_written_into_the_cases_where_asked(run: Run, water: Path) -> None:
    case = water / "data/water/cases/thirty_people.yaml"
    expect = "expect: {verdict: check_first, cost: {once: {from: 1, to: 116000}}}  # by hand"
    spoil(case, "expect: {verdict: check_first, absent: [pump]}", expect)
    failed = run("test", "water", "--root", str(water))
    assert failed.status == 1 and case.read_text("utf-8").endswith(f"{expect}\n")
    ran = run("test", "water", "--accept-sums", "--root", str(water))
    (accepted,) = ran.out.splitlines()[1:]
    assert ran.status == 0 and accepted.startswith("data/water/cases/thirty_people.yaml: once ")
    assert accepted.endswith(", accepted") and case.read_text("utf-8").endswith("}}}  # by hand\n")
    again = run("test", "water", "--root", str(water))
    assert (again.status, again.err) == (0, "")
    spoil(case, "verdict: check_first", "verdict: proceed")
    assert run("test", "water", "--accept-sums", "--root", str(water)).status == 1  # a verdict is changed by hand


def test_test_with_mutate_says_which_share_of_rules_notices(run: Run, water: Path) -> None:
    spoil(water / "data/water/cases/thirty_people.yaml", "expect: {verdict: check_first, absent: [pump]}", "")
    ran = run("test", "--mutate", "--root", str(water))
    assert ran.status == 0
    assert ran.out.splitlines()[-1] == (
        "water: 20 of 20 changes of a number or a comparison were noticed (100%); 7 of 7 rules and formulas notice every one."
    )


@pytest.mark.parametrize("name", ["needs_a_filter", "supply/needs_a_filter", "new_topic/needs_a_filter"])
def test_a_new_rule_is_a_draft_that_loads_and_passes(run: Run, water: Path, name: str) -> None:
    spoil(water / "data/water/cases/thirty_people.yaml", "expect: {verdict: check_first, absent: [pump]}", "")
    ran = run("new-rule", "water", name, "--root", str(water))
    assert ran.status == 0
    assert ran.out.startswith(f"rules/water/{name}.yaml is a draft: ")
    assert run("check", "--root", str(water)).out.startswith("water: 12 rules, ")
    tested = run("test", "--root", str(water))
    assert (tested.status, tested.err) == (0, "")
    assert "12 rules (2 drafts among them), 24 of 24 examples passed" in tested.out
    again = run("new-rule", "water", name, "--root", str(water))
    assert (again.status, again.err.startswith("There is a rule needs_a_filter already")) == (2, True)


# sentences


def test_the_sentences_of_all_sample_cases_are_one_text_with_what_each_comes_from(run: Run) -> None:
    ran = run("sentences", "--root", str(PACKS))
    said = ran.out.replace("\N{NO-BREAK SPACE}", " ")
    assert (ran.status, ran.err) == (0, "")
    assert said.startswith("=== water\n\n--- rooms_from_a_file: check_first\nVerdict:\n  - Yes to a dispenser")
    assert (
        "--- thirty_people: check_first\nVerdict:\n  - Yes to a dispenser (2 machines) with all it takes. It begins"
    ) in said
    assert "\nWhy it is there:\n  - A dispenser needs 2 bar of pressure. [pump, pressure_for_dispensers]\n" in said
    assert "\nWithout it:\n  - People go thirsty. [dispenser]\n" in said
    assert said.endswith(" sentences in 2 sample cases.\n")
    assert run("sentences", "water", "--root", str(PACKS)).out == ran.out


def test_once_leaves_out_what_was_said_before(run: Run) -> None:
    said = run("sentences", "--once", "--root", str(PACKS)).out
    assert said.count("People go thirsty.") == 1
    assert run("sentences", "--root", str(PACKS)).out.count("People go thirsty.") > 1


def test_sentences_as_json_say_part_and_source_of_each(run: Run) -> None:
    (pack,) = json.loads(run("sentences", "--json", "--root", str(PACKS)).out)
    case = next(case for case in pack["cases"] if case["case"] == "thirty_people")
    assert (pack["pack"], case["verdict"]) == ("water", "check_first")
    pump = {
        "part": "line",
        "says": "A dispenser needs 2 bar of pressure.",
        "about": ["pump", "pressure_for_dispensers"],
    }
    assert pump in case["sentences"]


# no traceback, ever


def test_a_fault_of_the_program_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> int:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(cli_cases, "run_recommend", broken)
    ran = run("recommend", STORY)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(
        "This is a fault of the advisor, not of your files (ZeroDivisionError in test_cli.py, line "
    )
    assert "When something goes wrong" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_stopping_it_is_no_fault(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_cases, "run_recommend", stopped)
    assert run("recommend", STORY) == Ran(130, "", "Stopped.\n")


def advisor(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "advisor", *arguments], cwd=PROJECT, capture_output=True, timeout=120)


def test_it_runs_as_a_module_and_writes_utf_8_whatever_the_machine_prefers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    ran = advisor("recommend", AFTER)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "€5,870" in ran.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "advisor", "recommend", AFTER, "--json"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=120) == 0
    process.stderr.close()
