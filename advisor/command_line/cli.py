"""The command line: `python -m advisor COMMAND`. Reads what was typed, hands it on, and turns every fault into a sentence."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

from advisor.command_line import cli_runs
from advisor.command_line.cli_says import Usage, say_problems
from advisor.command_line.cli_store import add_store_commands
from advisor.problems import FilesAtFault

GOOD, AT_FAULT, WRONG_USAGE, STOPPED = 0, 1, 2, 130
PROJECT = Path(__file__).resolve().parents[2]

Command: TypeAlias = Callable[[argparse.Namespace], int]

EPILOG = """\
examples:
  python -m advisor check
  python -m advisor recommend data/PACK/cases/CASE.yaml
  python -m advisor explain data/PACK/cases/CASE.yaml --why-not OFFERING

exit status: 0 good; 1 a pack or a case is at fault, or a test failed (said on stderr with file and line); 2 wrong usage.
Everything is described in docs/command_line.md.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status and never lets a traceback out."""
    _write_utf8()
    try:
        # argparse ends the process by itself after --help (0) and after wrong usage (2).
        chosen = build_parser().parse_args(arguments)
        chosen.root = _root_of(chosen.root)
        run: Command = chosen.run
        return run(chosen)
    except FilesAtFault as fault:
        say_problems(fault.problems)
        return AT_FAULT
    except Usage as fault:
        print(fault, file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # the reader has gone, as in `... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except Exception as error:  # noqa: BLE001 (the last resort: a fault of the program, said in one sentence)
        print(_say_own_fault(error), file=sys.stderr)
        return AT_FAULT


def build_parser() -> argparse.ArgumentParser:
    """The commands with their arguments, in the order in which a newcomer meets them."""
    parser = argparse.ArgumentParser(
        prog="python -m advisor",
        description="Answers a customer's request: everything that is needed to reach the result, and nothing more.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--root", type=Path, default=PROJECT, metavar="DIR", help=_ROOT_HELP)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    one = _add(commands, "recommend", cli_runs.recommend, "say what a case needs, with reasons", "CASE", "CASE --json")
    _case_argument(one)
    one.add_argument("--json", action="store_true", help="print the whole recommendation as JSON")
    one.add_argument("--on", metavar="DAY", type=_day, help="with the prices of that day (the day of the case)")

    one = _add(
        commands, "verify", cli_runs.verify, "check a recommendation with an evaluator of its own", "CASE answer.json"
    )
    _case_argument(one)
    one.add_argument(
        "recommendation", metavar="RECOMMENDATION", help="what `recommend CASE --json` printed; - reads stdin"
    )
    help_ = "look at this world instead of the likely one; facts that are left out are as in the case"
    one.add_argument("--world", metavar="FACT=VALUE", nargs="+", help=help_)

    questions = ("CASE --why OFFERING", "CASE --why-not OFFERING", "CASE --what-if fact=60 other_fact=unknown")
    one = _add(
        commands,
        "explain",
        cli_runs.explain,
        "say why something is in the plan, why not, or what would change it",
        *questions,
    )
    _case_argument(one)
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("--why", metavar="OFFERING", help="from the customer's wish down to rule, answers and source")
    what.add_argument("--why-not", metavar="OFFERING", help="why it is not in the plan, and what it would cost more")
    what.add_argument("--what-if", metavar="FACT=VALUE", nargs="+", help="what changes if these answers were different")

    one = _add(
        commands, "print", cli_runs.print_, "print the recommendation as PDF", "CASE -o quote.pdf --paper us-letter"
    )
    _case_argument(one)
    one.add_argument("-o", "--output", metavar="FILE.pdf", type=Path, required=True, help="the file to write")
    one.add_argument("--paper", choices=("a4", "us-letter"), default="a4", help="the size of the paper (a4)")

    one = _add(commands, "check", cli_runs.check, "find everything that is wrong with a pack", "", "PACK")
    _pack_argument(one)
    one.add_argument(
        "--schemas", metavar="FOLDER", type=Path, help="also write JSON Schema files, for editors, into a folder"
    )

    one.add_argument(
        "--today", metavar="DAY", type=_day, help="the day against which sources are old (the day of the price list)"
    )

    one = _add(
        commands, "test", cli_runs.test, "run every example of every rule and every sample case", "", "PACK --mutate"
    )
    _pack_argument(one)
    one.add_argument(
        "--mutate",
        action="store_true",
        help="also change numbers and comparisons of rules one at a time, and see who notices",
    )
    one.add_argument(
        "--accept-sums",
        action="store_true",
        help="write sums of money that came out differently into the cases, and nothing else",
    )

    one = _add(
        commands,
        "sentences",
        cli_runs.sentences,
        "print every sentence that the sample cases say",
        "",
        "PACK --once",
        "PACK --json",
    )
    _pack_argument(one)
    one.add_argument("--once", action="store_true", help="a sentence only where it is said first in its pack")
    one.add_argument("--json", action="store_true", help="print them as JSON, with part and source of each")

    one = _add(commands, "coverage", cli_runs.coverage, "say which rules no sample case tries both ways", "", "PACK")
    _pack_argument(one)

    one = _add(
        commands, "impact", cli_runs.impact, "say what a changed pack changes for the cases that are there", "PACK",
        "PACK --against ../other_folder --csv impact.csv",
    )  # fmt: skip
    one.add_argument("pack", metavar="PACK", help="the folder in rules/ that holds the change")
    one.add_argument(
        "--against", metavar="WHAT", help="a published version (number or mark), or a folder with rules/ and data/"
    )
    one.add_argument("--csv", metavar="FILE.csv", type=Path, help="also write every change into a file")
    _store_argument(one)

    one = _add(
        commands, "publish", cli_runs.publish, "publish a pack, so that new calls use it", 'PACK --note "limit 60"'
    )
    one.add_argument("pack", metavar="PACK", help="the folder in rules/")
    one.add_argument("--note", metavar="TEXT", default="", help="what was changed, and why")
    _store_argument(one)

    one = _add(
        commands, "versions", cli_runs.versions, "list, compare or export what was published", "PACK", "PACK --compare 3 4",
        "PACK --export ../for_git --version 3",
    )  # fmt: skip
    one.add_argument("pack", metavar="PACK", help="a pack that was published")
    what = one.add_mutually_exclusive_group()
    what.add_argument("--compare", metavar="VERSION", nargs=2, help="two versions, by number or mark, in plain English")
    what.add_argument("--rule", metavar="RULE", help="what became of one rule, version by version")
    what.add_argument("--export", metavar="FOLDER", type=Path, help="write one version into a folder, as files")
    one.add_argument("--version", metavar="VERSION", help="which one to export (the current one)")
    _store_argument(one)

    one = _add(commands, "rollback", cli_runs.rollback, "publish an old version again", "PACK 3")
    one.add_argument("pack", metavar="PACK", help="a pack that was published")
    one.add_argument("version", metavar="VERSION", help="its number, or the beginning of its mark")
    one.add_argument("--note", metavar="TEXT", default="", help="why")
    _store_argument(one)

    names = ("PACK needs_a_scanner", "PACK some_topic/needs_a_scanner")
    one = _add(commands, "new-rule", cli_runs.new_rule, "begin a rule file that is already right, as a draft", *names)
    one.add_argument("pack", metavar="PACK", help="the folder in rules/")
    one.add_argument("id", metavar="ID", help="the rule's id, with its topic in front if it has one: topic/id")

    add_store_commands(partial(_add, commands), _store_argument)
    return parser


_ROOT_HELP = "the folder that holds rules/ and data/ (the project's own)"


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Command, says: str, *examples: str
) -> argparse.ArgumentParser:
    shown = "\n".join(f"  python -m advisor {name} {example}".rstrip() for example in examples)
    parser = commands.add_parser(
        name,
        help=says,
        description=f"{says[0].upper()}{says[1:]}.",
        epilog=f"examples:\n{shown}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    # Left out here, the --root before the command counts.
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, metavar="DIR", help=_ROOT_HELP)
    parser.set_defaults(run=run)
    return parser


def _case_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", type=Path, help="a case file, YAML or JSON")


def _store_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store", metavar="WHERE", help="the store: a folder or a postgresql:// address (the user's own)"
    )


def _pack_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", metavar="PACK", nargs="?", help="a folder in rules/ (left out: every pack)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write year, month and day, such as 2026-11-21") from None


def _root_of(folder: Path) -> Path:
    if not (folder / "rules").is_dir():
        raise Usage(f"{folder} holds no folder rules/. Give --root the folder that holds rules/ and data/.")
    return folder.resolve()


def _write_utf8() -> None:
    """Names and currencies print on every machine, also into a file on Windows."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _say_own_fault(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return (
        f"This is a fault of the advisor, not of your files ({type(error).__name__}{where}: {error}). "
        "Please report it as the README says under “When something goes wrong”, with the command and the case file."
    )
