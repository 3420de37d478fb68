"""Each role tries every write of the others through the service: all refused, all logged, nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from advisor.service import cases, issuing, people, rules, upkeep
from advisor.service.desk import Desk
from advisor.service.rights import RIGHTS, NotAllowed, NotFound, Right
from advisor.storing.audit import entries
from advisor.storing.cases import new_case_id
from advisor.storing.drafts import drafts_of
from advisor.storing.listing import Summary
from advisor.storing.people import ROLES, Role
from advisor.storing.store import Store
from advisor.storing.synonyms import suggested_synonyms
from advisor.storing.versions import current
from tests.desks import VERSION, content, desk_of

FILE = "rules/water/facts.yaml"
SUMMARY = Summary("proceed", "Yes.", "EUR", 1, 1, 0, 1, 0, "")


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


def may(role: Role, write: Write) -> bool:
    return role in RIGHTS[write.right] and (write.of_others is None or role in RIGHTS[write.of_others])


def state_of(store: Store, case: str) -> Any:
    lead = desk_of(store, "Witness", "lead")
    return (
        cases.open_case(lead, case), cases.count_cases(lead)["all"], drafts_of(store, "water"), current(store, "water"),
        suggested_synonyms(store, "water", None),
    )  # fmt: skip


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_every_write_that_a_role_may_not_make_is_refused_and_logged_and_changes_nothing(
    store: Store, tmp_path: Path, role: Role
) -> None:
    owner = desk_of(store, "Owner", "seller")
    case = cases.begin_case(owner, new_case_id(), "water", VERSION, content()).id
    before = state_of(store, case)
    desk = desk_of(store, "Somebody", *([role] if role in ROLES else []))
    refused = [name for name, write in WRITES.items() if not may(role, write)]
    assert len(refused) >= 6
    for number, name in enumerate(refused, 1):
        with pytest.raises((NotAllowed, NotFound)):
            WRITES[name].how(desk, case, tmp_path)
        logged = entries(store, refused=True)
        assert len(logged) == number, name
        assert logged[0].name == "Somebody"
    assert state_of(store, case) == before
    assert list(tmp_path.glob("it.zip")) == []


def test_every_function_of_the_service_that_writes_is_tried_here() -> None:
    """Whoever adds one adds it above: it takes a desk and opens a transaction that writes."""
    import inspect

    names = set()
    for module in (cases, issuing, people, rules, upkeep):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            source = inspect.getsource(function)
            if function.__module__ == module.__name__ and not name.startswith("_"):
                names |= (
                    {name} if "desk.writing(" in source or "desk.check(" in source or "_erase(desk" in source else set()
                )
    assert names - set(WRITES) == {
        "issue_case",
        "cases_of_customer",
        "cases_for_rules",
    }  # the first needs a pack; two only read
    assert set(WRITES) - names == set()


def test_issuing_a_case_of_somebody_else_is_refused(store: Store, root_with: Path) -> None:
    from advisor.loading.load import load_pack

    case = cases.begin_case(desk_of(store, "Owner", "seller"), new_case_id(), "water", VERSION, content()).id
    with pytest.raises(NotFound):
        issuing.issue_case(desk_of(store, "Somebody", "seller"), case, 1, load_pack(root_with, "water"), "a4")


def test_whoever_keeps_the_rules_sees_what_was_answered_but_not_by_whom(store: Store) -> None:
    cases.begin_case(desk_of(store, "Owner", "seller"), new_case_id(), "water", VERSION, content(people=30))
    (seen,) = cases.cases_for_rules(desk_of(store, "Egon", "engineer"), "water")
    assert seen.content["case"]["answers"] == {"people": 30}
    assert (seen.reference, "Example Ltd" in str(seen)) == ("EX-1", False)
    with pytest.raises(NotAllowed):
        next(cases.cases_for_rules(desk_of(store, "Sam", "seller"), "water"))


def test_the_last_administrator_stays_one(store: Store) -> None:
    first = people.name_administrator(store, "https://login.example", "adam", "Adam")
    desk = Desk(store, first)
    with pytest.raises(people.LastAdministrator, match="Make somebody else one first"):
        people.set_roles(desk, first.id, {"seller"})
    other = people.sign_in(store, "https://login.example", "eve", "Eve").person
    assert other.roles == frozenset()
    people.set_roles(desk, other.id, {"administrator"})
    people.set_roles(desk, first.id, {"seller"})
    assert [one.what for one in entries(store)] == ["set roles"] * 3
