"""A call as it is kept between two answers, and read back; also with other rules than those it began with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from advisor.calling.call import Call
from advisor.calling.heard import hear
from advisor.calling.heard_values import Correction
from advisor.case import Case
from advisor.loading.dump_case import dump_case
from advisor.loading.load_case import read_case
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Place

MOST_ROUNDS = 20


@dataclass(frozen=True)
class Moved:
    """A case with other rules. `dropped`: what these do not know any more, each as it is called in a case file."""

    case: Case
    dropped: tuple[str, ...]


def content_of(pack: Pack, call: Call) -> dict[str, Any]:
    """The call as it is kept: a case file's content, answers in the order in which they were given, and what was set by hand."""
    case = dump_case(replace(call.case, expect={}), pack)
    given = case.get("answers", {})
    if given:
        case["answers"] = {name: given[name] for name in call.case.answers if name in given}
    corrections = [[one.said, one.meant] for one in call.corrections]
    by_hand: dict[str, Any] = {"corrections": corrections, "stance_by_hand": call.stance_by_hand}
    return {"case": case, "by_hand": sorted(call.by_hand)} | {name: found for name, found in by_hand.items() if found}


def call_from(pack: Pack, content: Mapping[str, Any], because: str = "") -> Call:
    """Raises FilesAtFault where the rules do not understand what was kept."""
    case = read_case(content["case"], pack, Place(""))
    corrections = tuple(Correction(said, meant) for said, meant in content.get("corrections", ()))
    return Call(
        case,
        hear(pack, case.words, case.date, (), corrections),
        frozenset(content.get("by_hand", ())),
        bool(content.get("stance_by_hand")),
        corrections,
        because,
    )


def move_to(pack: Pack, before: Pack, case: Case) -> Moved:
    """Read a case with other rules; what they do not know, or would refuse now, is left out and named."""
    data = dump_case(replace(case, expect={}), before)
    dropped: list[str] = []
    for _ in range(MOST_ROUNDS):
        try:
            return Moved(read_case(data, pack, Place("")), tuple(dropped))
        except FilesAtFault as fault:
            fields = {problem.place.file for problem in fault.problems}
            dropped += [name for field in sorted(fields, reverse=True) if (name := _leave_out(data, field))]
    return Moved(Case(pack.id, case.date, case.customer, case.words), ("everything but their words",))


def _leave_out(data: dict[str, Any], field: str) -> str:
    """Take the part of a case away in which a problem stands, such as "answers.users" or "request.wants.0.offering"."""
    names = field.split(".")
    here: Any = data
    for depth, name in enumerate(names):
        at: Any = int(name) if isinstance(here, list) else name
        inside = (
            here[at] if (isinstance(here, list) and at < len(here)) or (isinstance(here, dict) and at in here) else None
        )
        is_entry = isinstance(here, list) or (names[0] == "answers" and depth == 1) or depth == len(names) - 1
        if is_entry:
            if inside is None:
                return ""
            del here[at]
            return str(inside.get("offering") or inside.get("outcome") or name if isinstance(inside, dict) else name)
        here = inside
    return ""
