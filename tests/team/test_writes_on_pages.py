"""Each role tries every write of the others on the page that has it, which stood open while they still might: refused, said, logged."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import app_pages.call_session
from advisor.calling.heard import Correction
from advisor.loading.load import load_pack
from advisor.service import cases, issuing
from advisor.service.desk import Desk
from advisor.service.rights import RIGHTS
from advisor.service.rules import publish, publish_shipped, save_draft, suggest_synonym
from advisor.storing.audit import entries
from advisor.storing.cases import new_case_id
from advisor.storing.people import ROLES, Role
from advisor.storing.store import Store
from advisor.storing.versions import current, files_of
from tests.desks import content, desk_of
from tests.running_app import PROJECT
from tests.team.roles import come_in, give
from tests.writes import WRITES, may, state_of

SAMPLE = "data/water/cases/thirty_people.yaml"
LARGE_ROOM, SOFTENER = "rules/water/rooms/tap_in_every_large_room.yaml", "rules/water/supply/soften_hard_water.yaml"
NOT_MY_ROLE, NOT_MY_CASE = "Your role does not allow this: it takes a ", "There is no such case here. "


class Tried:
    """One person at one page, whose rights come and go while it stands open."""

    def __init__(self, store: Store, roles: Collection[Role], case: str = "") -> None:
        self.store, self.roles, self.case = store, roles, case
        self.me = give(store, *roles)
        self.lead = desk_of(store, "Lena", "lead")
        self.otto = desk_of(store, "Otto", "seller")
        self.page: AppTest

    def keyed(self, kind: str, key: str) -> Any:
        """The widget whose key begins so."""
        there = [one for one in getattr(self.page, kind) if one.key]
        found = [one for one in there if one.key == key] or [one for one in there if one.key.startswith(key)]
        assert found, f"{key} is not on the page, but {[one.key for one in there]}"
        return found[0]

    def press(self, key: str) -> None:
        self.keyed("button", key).click().run()

    def set(self, kind: str, key: str, value: Any) -> None:
        self.keyed(kind, key).set_value(value).run()

    def one_more(self) -> None:
        field = self.keyed("number_input", "quantity_dispenser")
        field.set_value(field.value + 1).run()

    def has_again(self) -> None:
        """As it was before: the roles, and the case is theirs."""
        give(self.store, *self.roles)
        if "seller" in self.roles:
            cases.hand_over(self.lead, self.case, self.me.person.id)

    def loses(self, role: Role | None, is_by_role: bool) -> None:
        """From now on they have this role alone; where that still allows it in general, the case is somebody else's."""
        give(self.store, *([role] if role else []))
        if not is_by_role:
            cases.hand_over(self.lead, self.case, self.otto.person.id)
            cases.unshare_case(self.lead, self.case, self.me.person.id)

    def lose_in_the_middle(self, role: Role | None, is_by_role: bool, patch: pytest.MonkeyPatch) -> list[object]:
        """The same, between an answer that is saved and what is worked out from it; how things stood then comes into the list."""
        saved: list[object] = []
        bounds = app_pages.call_session.first_bounds

        def lose(*given: Any) -> Any:
            patch.setattr(app_pages.call_session, "first_bounds", bounds)
            self.loses(role, is_by_role)
            saved.append(state_of(self.store, self.case))
            return bounds(*given)

        patch.setattr(app_pages.call_session, "first_bounds", lose)
        return saved

    def said(self) -> str:
        return "\n".join(one.value for one in (*self.page.error, *self.page.warning))


@dataclass(frozen=True)
class OnPage:
    """How a page writes, and what the log calls that. `open`: brings the page to where it can be done."""

    open: Callable[[Tried], None]
    what: str
    do: Callable[[Tried], None]


def new_call(tried: Tried) -> None:
    tried.page.query_params.clear()
    tried.page.session_state["advisor_call"] = None
    tried.page.run()


def open_call(tried: Tried) -> None:
    """The case with everything open that can be done with it."""
    page = tried.page
    page.query_params["case"] = tried.case
    session = page.session_state["advisor_call"]
    if session is None or session.kept.id != tried.case:
        session = page.run().session_state["advisor_call"]
    session.look_at = "people"
    for box in ("case_box", "issues", "folded", "heard"):
        page.session_state[f"{box}_{session.number}"] = True
    page.run()


def open_corrected(tried: Tried) -> None:
    """A call in which words that the rules do not know were put right."""
    tried.page.session_state["advisor_call"] = None
    open_call(tried)
    session = tried.page.session_state["advisor_call"]
    session.call = replace(session.call, corrections=(Correction("the bubbly thing", "dispenser"),))


def open_rule(tried: Tried) -> None:
    """A rule with a draft, and words that wait."""
    page = tried.page.run()
    page.switch_page("rules.py")
    page.session_state["rules_search"] = "tap_in_every_large_room"
    if "advisor_workbench" in page.session_state:
        page.session_state["advisor_workbench"].look_anew()
    page.run()


def look_at_changes(tried: Tried) -> None:
    open_rule(tried)
    press_and_wait(tried, "rules_look")


def look_back(tried: Tried) -> None:
    open_rule(tried)
    press_and_wait(tried, "rules_look_back")


def press_and_wait(tried: Tried, key: str) -> None:
    """Look at what changes, and say that one has."""
    tried.keyed("button", key).click().run()
    tried.page.session_state["advisor_workbench"].looking.wait(60)
    tried.page.run()
    tried.keyed("checkbox", "rules_seen").check().run()


def open_people(tried: Tried) -> None:
    tried.page.run().switch_page("people.py").run()
    tried.page.button_group[0].set_value(["lead"]).run()


# Every write by its name in the service. A text: no page has it; who else has.
ON_PAGES: dict[str, OnPage | str] = {
    "begin_case": OnPage(new_call, "begin a case", lambda tried: tried.set("text_area", "words", "A water cooler.")),
    "save_case": OnPage(open_call, "change a case", lambda tried: tried.set("number_input", "quantity_dispenser", 15)),
    "undo": OnPage(open_call, "undo", lambda tried: tried.press("undo_")),
    "redo": OnPage(open_call, "redo", lambda tried: tried.press("redo_")),
    "note_on": OnPage(open_call, "note", lambda tried: tried.set("text_input", "note_people", "said the owner")),
    "move_case": OnPage(open_call, "use other rules", lambda tried: tried.press("newer_rules_")),
    "share_case": OnPage(open_call, "share a case", lambda tried: tried.set("selectbox", "share_", tried.lead.person.id)),
    "unshare_case": OnPage(open_call, "unshare a case", lambda tried: tried.press("unshare_")),
    "hand_over": OnPage(open_call, "hand a case over", lambda tried: tried.press("hand_over_")),
    "keep_summary_of": OnPage(open_call, "summarise a case", lambda tried: tried.one_more()),
    "issue_case": OnPage(open_call, "issue", lambda tried: tried.press("issue_2")),
    "withdraw_issue": OnPage(open_call, "withdraw", lambda tried: tried.set("text_input", "withdraw_1", "a wrong price")),
    "suggest_synonym": OnPage(open_corrected, "suggest a word", lambda tried: tried.set("selectbox", "means_dispenser", "pump")),
    "save_draft": OnPage(open_rule, "save a draft", lambda tried: tried.set("text_input", f"number_{LARGE_ROOM}", "12")),
    "drop_draft": OnPage(open_rule, "drop a draft", lambda tried: tried.press(f"drop_{LARGE_ROOM}")),
    "decide_synonym": OnPage(open_rule, "decide on a word", lambda tried: tried.press("refuse_word_")),
    "publish": OnPage(look_at_changes, "publish", lambda tried: tried.press("rules_publish")),
    "publish_again": OnPage(look_back, "publish", lambda tried: tried.press("rules_back")),
    "set_roles": OnPage(open_people, "set roles", lambda tried: tried.press("people_save")),
    "erase_customer": "the command line, by whoever has the store in their hands",
    "export_customer": "the command line, by whoever has the store in their hands",
    "end_of_time": "the command line, by whoever has the store in their hands",
}  # fmt: skip


def test_every_write_of_the_service_stands_in_the_table_and_what_has_no_page_is_on_none() -> None:
    """Whoever adds a write adds it to `tests/writes.py`, and here with the page that has it."""
    assert set(ON_PAGES) == set(WRITES)
    named = {name for path in (PROJECT / "app_pages").glob("*.py") for name in names_in(path)}
    assert {name for name, on_page in ON_PAGES.items() if isinstance(on_page, str)} & named == set()


def test_no_page_writes_past_the_service() -> None:
    """What the store can write is reached through the rights of somebody at a desk only."""
    writers = {
        node.name
        for path in (PROJECT / "advisor" / "storing").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and ".writing()" in ast.unparse(node)
    }
    assert {"publish", "save_draft", "suggest_synonym", "note_refused"} <= writers
    for path in sorted((PROJECT / "app_pages").glob("*.py")):
        assert ".writing(" not in path.read_text("utf-8"), path.name
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("advisor.storing"):
                assert {one.name for one in node.names} & (writers - {"open_store"}) == set(), path.name


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    used = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
    return used | {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}


@pytest.fixture
def water(team: Store, root_with: Path) -> Store:
    """The rules of the tests, published twice, with a draft on top and a word that waits."""
    sample = root_with / SAMPLE
    sample.write_text(sample.read_text("utf-8").replace(", absent: [pump]", ""), "utf-8")  # expects what does not come
    egon = desk_of(team, "Egon", "engineer")
    publish_shipped(egon, root_with)
    version = current(team, "water")
    assert version is not None
    files = files_of(team, "water", version.digest)
    publish(egon, "water", {**files, SOFTENER: files[SOFTENER] + b"# looked at again\n"}, "", version.digest)
    now = current(team, "water")
    assert now is not None
    save_draft(egon, "water", LARGE_ROOM, files[LARGE_ROOM].decode() + "# measured\n", now.digest, None)
    suggest_synonym(egon, "water", "pump", "a thing that pumps")
    return team


def case_of_old(me: Desk, otto: Desk, root: Path) -> str:
    """A case on the first version, with an answer, an issue, and changes to take back and to make again; Otto sees it too."""
    pack = load_pack(root, "water")
    given = content("A water cooler for thirty people.", people=30)
    given["case"]["request"]["wants"] = [{"offering": "dispenser", "quantity": 10}]
    case = cases.begin_case(me, new_case_id(), "water", pack.version, given)
    issuing.issue_case(me, case.id, 1, pack, "a4")
    for hardness in (10, 12):
        answers = {**given["case"]["answers"], "hardness": hardness}
        case = cases.save_case(me, case.id, case.revision, {**given, "case": {**given["case"], "answers": answers}})
    cases.undo(me, case.id, case.revision)
    cases.share_case(me, case.id, otto.person.id)
    return case.id


def try_it(tried: Tried, name: str, on_page: OnPage, role: Role | None, patch: pytest.MonkeyPatch) -> None:
    """The write on the open page, by somebody who may not any more."""
    is_by_role = role not in RIGHTS[WRITES[name].right]
    tried.has_again()
    on_page.open(tried)
    lines = len(refusals(tried.store))
    if name == "keep_summary_of":  # the page itself writes this, after an answer that was saved
        saved = tried.lose_in_the_middle(role, is_by_role, patch)
        on_page.do(tried)
        (before,) = saved
        tried.page.run()
    else:
        tried.loses(role, is_by_role)
        before = state_of(tried.store, tried.case)
        on_page.do(tried)
    assert not tried.page.exception
    why = f"lacks the right to {WRITES[name].right}" if is_by_role else "not found, or not theirs"
    logged = refusals(tried.store)[: len(refusals(tried.store)) - lines]
    assert (tried.me.person.name, on_page.what, why) in logged
    assert (NOT_MY_ROLE if is_by_role else NOT_MY_CASE) in tried.said()
    assert state_of(tried.store, tried.case) == before


def refusals(store: Store) -> list[tuple[str, str, str]]:
    """Who tried what and why it was refused, the newest first."""
    return [(line.name, line.what, str(line.details["why"])) for line in entries(store, refused=True, most=10_000)]


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        (["seller"], [name for name in ON_PAGES if WRITES[name].right in ("take calls", "suggest words")]),
        (["engineer"], [name for name in ON_PAGES if WRITES[name].right in ("edit rules", "publish rules")]),
        (["administrator"], [name for name in ON_PAGES if WRITES[name].right == "manage people"]),
    ],
    ids=["call", "rules", "people"],
)
def test_what_a_role_may_not_is_refused_on_the_open_page_and_said_and_logged_and_changes_nothing(
    water: Store, root_with: Path, monkeypatch: pytest.MonkeyPatch, roles: list[Role], names: list[str]
) -> None:
    tried = Tried(water, roles)
    desk_of(water, "Adam", "administrator")  # so that nobody is the last one
    owner = tried.me if "seller" in roles else tried.otto
    tried.case = case_of_old(owner, tried.otto, root_with)
    tried.page = come_in()
    wrong, done = {}, 0
    for name in names:
        on_page = ON_PAGES[name]
        assert isinstance(on_page, OnPage)
        for role in (*ROLES, None):
            if role is not None and may(role, WRITES[name]):
                continue
            done += 1
            try:
                try_it(tried, name, on_page, role, monkeypatch)
            except AssertionError as fault:
                wrong[name, role] = str(fault)
    assert (wrong, done >= 2 * len(names)) == ({}, True)


def test_a_case_that_is_only_shared_is_not_handed_over_by_whoever_it_is_shared_with(
    water: Store, root_with: Path
) -> None:
    """The page does not offer it; where it did a moment ago, it is refused and said where it was tried."""
    tried = Tried(water, ["seller"])
    tried.case = case_of_old(tried.me, tried.otto, root_with)
    tried.page = come_in()
    open_call(tried)
    cases.hand_over(tried.lead, tried.case, tried.otto.person.id)
    tried.press("hand_over_")
    assert refusals(water) == [("Ann Example", "hand a case over", "lacks the right to change all cases")]
    assert "it takes a lead to change all cases" in tried.said()
    assert [one.value for one in tried.page.caption if one.value.startswith("Owner")] == ["Owner: Otto"]
    assert not [one for one in tried.page.button if (one.key or "").startswith("hand_over_")]
