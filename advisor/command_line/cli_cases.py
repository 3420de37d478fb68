"""The commands about a case: `recommend`, `verify`, `explain` and `print`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.case import Case
from advisor.command_line.cli_answers import read_answers
from advisor.command_line.cli_says import Usage, expect_one_of, wrapped
from advisor.engine.index import Index
from advisor.loading.load import load_pack, pack_ids
from advisor.loading.load_case import case_pack_id, load_case
from advisor.loading.read_answers import write_value
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Place, Problem

if TYPE_CHECKING:  # the printer is brought in only where something is printed
    from advisor.printing.paper import PaperSize


def open_case(root: Path, path: Path) -> tuple[Pack, Case]:
    """The case and its pack. A path that does not exist from here is looked for below `root`.

    Raises Usage where there is no such file, FilesAtFault where the case or its pack is at fault.
    """
    if not path.is_file():
        if not (root / path).is_file():
            raise Usage(f"There is no file {path.as_posix()}. Sample cases lie in data/<pack>/cases/.")
        path = root / path
    pack_id = case_pack_id(path)
    if pack_id not in pack_ids(root):
        what = f"The case belongs to the pack “{pack_id}”, which is not in rules/."
        cure = "Correct `pack` in the case, or say with --root where the pack lies."
        raise FilesAtFault([Problem(Place(path.as_posix()), "pack_unknown", what, cure)])
    pack = load_pack(root, pack_id)
    return pack, load_case(path, pack)


def run_recommend(root: Path, path: Path, as_json: bool, on: date | None = None) -> int:
    """Print the recommendation for a case, as text or as JSON; `on`: as if the conversation were on that day."""
    from advisor.command_line.cli_text import recommendation_text
    from advisor.engine.recommend import Memory, recommend, with_holds

    pack, case = open_case(root, path)
    if on is not None:
        case = replace(case, date=on)
    memory = Memory.of(Index(pack))
    recommendation = with_holds(pack, case, recommend(pack, case, memory), memory)
    if as_json:
        print(json.dumps(recommendation.to_json(), ensure_ascii=False, indent=2))
    else:
        print(recommendation_text(pack, case, recommendation))
    return 0


def run_verify(root: Path, path: Path, recommendation: str, world: Sequence[str]) -> int:
    """Check a recommendation, in the world that is named or in the likely one; what is wrong with it goes to stderr."""
    from advisor.verifying.verify import verify

    pack, case = open_case(root, path)
    verification = verify(pack, case, _read_json(recommendation), _world(pack, world))
    for fault in verification.faults:
        print("\n".join(wrapped(str(fault), first="Wrong: ")), file=sys.stderr)
    for note in verification.notes:
        print("\n".join(wrapped(str(note), first="Note: ")))
    if verification.faults:
        many = len(verification.faults)
        print(f"Refused: {'one thing is' if many == 1 else f'{many} things are'} wrong with this recommendation.")
        return 1
    print("Accepted: the plan is complete, keeps every limit, adds up, and nothing can be taken off.")
    return 0


def _world(pack: Pack, written: Sequence[str]) -> dict[str, Any] | None:
    if not written:
        return None
    return {name: write_value(value) for name, value in read_answers(pack, written, "--world").items()}


def _read_json(name: str) -> Any:
    """The recommendation from a file or, as `-`, from stdin. PowerShell writes UTF-16, others UTF-8 with or without a mark."""
    if name != "-" and not Path(name).is_file():
        raise Usage(f"There is no file {name}. Write one with: python -m advisor recommend CASE --json > {name}")
    file = "stdin" if name == "-" else name
    content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        found = json.loads(content.decode(encoding))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        what, cure = "This cannot be read as JSON.", "Write it again with `python -m advisor recommend CASE --json`."
        raise FilesAtFault([Problem(Place(file, line), "json_unreadable", what, cure)]) from error
    if not isinstance(found, dict):
        what, cure = (
            "This is no recommendation.",
            "Give the whole of what `python -m advisor recommend CASE --json` prints.",
        )
        raise FilesAtFault([Problem(Place(file), "not_a_map", what, cure)])
    return found


def run_explain(root: Path, path: Path, why: str | None, why_not: str | None, what_if: Sequence[str]) -> int:
    """Answer one question about a recommendation."""
    from advisor.command_line.cli_explain import say_why, say_why_not
    from advisor.command_line.cli_what_if import changed_case, say_changes
    from advisor.engine.recommend import recommend

    pack, case = open_case(root, path)
    for offering in filter(None, (why, why_not)):
        expect_one_of(offering, pack.offerings, "offering")
    if what_if:
        changed = changed_case(pack, case, what_if)
        print(say_changes(pack, case, changed, recommend(pack, case), recommend(pack, changed)))
    elif why:
        print(say_why(pack, case, recommend(pack, case), why))
    elif why_not:
        print(say_why_not(pack, case, recommend(pack, case), why_not, recommend))
    return 0


def run_print(root: Path, path: Path, output: Path, paper: PaperSize) -> int:
    """Write the PDF."""
    from advisor.engine.recommend import Memory, recommend, with_holds
    from advisor.printing.paper import printed_pdf

    if output.suffix.lower() != ".pdf":
        raise Usage(f"What is printed is a PDF. Call it {output.with_suffix('.pdf').as_posix()}.")
    pack, case = open_case(root, path)
    memory = Memory.of(Index(pack))
    content = printed_pdf(pack, case, with_holds(pack, case, recommend(pack, case, memory), memory), paper)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Usage(f"{output.as_posix()} cannot be written: {error.strerror}. Choose another place.") from error
    print(f"{output.as_posix()} is written.")
    return 0
