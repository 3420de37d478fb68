"""Every function of the service that writes, the right it takes, and how somebody calls it who may not."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import advisor.service
from advisor.loading.load import load_pack
from advisor.pack import Pack
from advisor.service import cases, issuing, people, rules, upkeep
from advisor.service.desk import Desk
from advisor.service.rights import RIGHTS, Right
from advisor.storing.cases import new_case_id
from advisor.storing.drafts import drafts_of
from advisor.storing.listing import Summary
from advisor.storing.people import ROLES, Role
from advisor.storing.store import Store
from advisor.storing.synonyms import suggested_synonyms
from advisor.storing.versions import current
from tests.desks import VERSION, content, desk_of

PACKS = Path(__file__).parent / "packs"
FILE = "rules/water/facts.yaml"
SUMMARY = Summary("proceed", "Yes.", "EUR", 1, 1, 0, 1, 0, "")


@cache
def small_pack() -> Pack:
    return load_pack(PACKS, "water")


@dataclass(frozen=True)
class Write:
    """One function of the service that writes, and the right it takes. `case`: somebody else's."""

    right: Right
    how: Callable[[Desk, str, Path], Any]
    of_others: Right | None = None  # the right to do it with a case of somebody else


WRITES: dict[str, Write] = {
    "begin_case": Write("take calls", lambda desk, case, _: cases.begin_case(desk, new_case_id(), "water", VERSION, content())),
    "save_case": Write("take calls", lambda desk, case, _: cases.save_case(desk, case, 1, content(people=1)), "change all cases"),
    "undo": Write("take calls", lambda desk, case, _: cases.undo(desk, case, 1), "change all cases"),
    "redo": Write("take calls", lambda desk, case, _: cases.redo(desk, case, 1), "change all cases"),
    "note_on": Write("take calls", lambda desk, case, _: cases.note_on(desk, case, "words", "x"), "change all cases"),
    "move_case": Write("take calls", lambda desk, case, _: cases.move_case(desk, case, 1, content(), "f" * 12), "change all cases"),
    "share_case": Write("take calls", lambda desk, case, _: cases.share_case(desk, case, desk.person.id), "change all cases"),
    "unshare_case": Write("take calls", lambda desk, case, _: cases.unshare_case(desk, case, desk.person.id), "change all cases"),
    "hand_over": Write("take calls", lambda desk, case, _: cases.hand_over(desk, case, desk.person.id), "change all cases"),
    "keep_summary_of": Write("take calls", lambda desk, case, _: cases.keep_summary_of(desk, case, 9, SUMMARY), "change all cases"),
    "issue_case": Write("take calls", lambda desk, case, _: issuing.issue_case(desk, case, 1, small_pack(), "a4"), "change all cases"),
    "withdraw_issue": Write("take calls", lambda desk, case, _: issuing.withdraw_issue(desk, case, 1, "x"), "change all cases"),
    "save_draft": Write("edit rules", lambda desk, case, _: rules.save_draft(desk, "water", FILE, "x", VERSION, None)),
    "drop_draft": Write("edit rules", lambda desk, case, _: rules.drop_draft(desk, "water", FILE, 1)),
    "publish": Write("publish rules", lambda desk, case, _: rules.publish(desk, "water", {FILE: b"x"}, "", None)),
    "publish_again": Write("publish rules", lambda desk, case, _: rules.publish_again(desk, "water", VERSION, "", None)),
    "suggest_synonym": Write("suggest words", lambda desk, case, _: rules.suggest_synonym(desk, "water", "pump", "x")),
    "decide_synonym": Write("edit rules", lambda desk, case, _: rules.decide_synonym(desk, 1, "taken")),
    "set_roles": Write("manage people", lambda desk, case, _: people.set_roles(desk, desk.person.id, ROLES)),
    "erase_customer": Write("look after the store", lambda desk, case, _: upkeep.erase_customer(desk, "Example Ltd")),
    "export_customer": Write("look after the store", lambda desk, case, folder: upkeep.export_customer(desk, "Example Ltd", folder / "it.zip")),
    "end_of_time": Write("look after the store", lambda desk, case, _: upkeep.end_of_time(desk, upkeep.Kept(cases=1, log=1))),
}  # fmt: skip


ONLY_READ = {"cases_of_customer", "kept_cases"}  # they ask for a right, to read


def may(role: Role, write: Write) -> bool:
    return role in RIGHTS[write.right] and (write.of_others is None or role in RIGHTS[write.of_others])


def state_of(store: Store, case: str) -> Any:
    lead = desk_of(store, "Witness", "lead")
    return (
        cases.open_case(lead, case), cases.count_cases(lead)["all"], drafts_of(store, "water"), current(store, "water"),
        suggested_synonyms(store, "water", None),
    )  # fmt: skip


def writes_of_service() -> set[str]:
    """The names of all functions that somebody at a desk writes with: they open a transaction that writes, or ask for a right
    and leave the writing to the store."""
    found = set()
    for module in pkgutil.iter_modules(advisor.service.__path__, "advisor.service."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            source = inspect.getsource(function)
            at_desk = "desk.writing(" in source or "desk.check(" in source or "_erase(desk" in source
            if function.__module__ == module.name and not name.startswith("_") and at_desk:
                found.add(name)
    return found - ONLY_READ
