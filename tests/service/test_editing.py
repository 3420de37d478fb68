"""A pack as its editors have it: drafts on top of what is published, looked at and published as one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.engine.recommend import recommend
from advisor.loading.load import load_contents
from advisor.service.cases import begin_case
from advisor.service.desk import Desk
from advisor.service.editing import cases_to_look_at, editing_of, publish_drafts
from advisor.service.rights import NotAllowed
from advisor.service.rules import publish_shipped, save_draft
from advisor.storing.audit import entries
from advisor.storing.cases import new_case_id
from advisor.storing.drafts import DraftConflict, drafts_of
from advisor.storing.store import Store
from advisor.storing.versions import current, load_version
from advisor.workshop.looking import Looking
from advisor.workshop.publishing import ImpactNotSeen, NotReady, readiness_of
from tests.desks import desk_of

RULE = "rules/water/supply/soften_hard_water.yaml"


@pytest.fixture
def anna(store: Store, root_with: Path) -> Desk:
    case = root_with / "data/water/cases/thirty_people.yaml"
    case.write_text(case.read_text("utf-8").replace(", absent: [pump]", ""), "utf-8")  # it expects what does not come
    desk = desk_of(store, "Anna", "engineer", "seller")
    publish_shipped(desk, root_with)
    return desk


def softened_from(text: str, limit: int) -> str:
    return text.replace("21.1", f"{limit}.1").replace("21", str(limit))


def edit(desk: Desk, text_of: str, seen: int | None = None) -> None:
    editing = editing_of(desk, "water")
    assert editing is not None
    save_draft(desk, "water", RULE, text_of, editing.version.digest, seen)


def test_a_draft_stands_in_the_place_of_its_file_and_changes_nothing_for_calls(store: Store, anna: Desk) -> None:
    before = editing_of(anna, "water")
    assert before is not None and before.changed == ()
    edit(anna, softened_from(before.base[RULE].decode(), 18))
    after = editing_of(anna, "water")
    assert after is not None and after.changed == (RULE,) and after.mark != before.mark
    assert b"hardness > 18" in after.files[RULE] and b"hardness > 21" in after.base[RULE]
    assert "> 21" in load_version(store, "water", after.version.digest).rules["soften_hard_water"].when.source  # type: ignore[union-attr]


def test_what_is_published_is_what_was_looked_at_and_the_drafts_are_put_aside(store: Store, anna: Desk) -> None:
    before = editing_of(anna, "water")
    assert before is not None
    edit(anna, softened_from(before.base[RULE].decode(), 18))
    editing = editing_of(anna, "water")
    assert editing is not None
    ready = readiness_of("water", editing.files, recommend)
    with pytest.raises(ImpactNotSeen):
        publish_drafts(anna, editing, ready, "", None)
    done = publish_drafts(anna, editing, ready, "the new guide", (editing.version.digest, ready.digest))
    assert (done.number, done.note) == (2, "the new guide")
    assert drafts_of(store, "water") == ()
    now = current(store, "water")
    assert now is not None and now.digest == ready.digest


def test_a_draft_that_was_saved_again_meanwhile_stays_on_top_of_the_new_version(store: Store, anna: Desk) -> None:
    otto = desk_of(store, "Otto", "engineer")
    before = editing_of(anna, "water")
    assert before is not None
    text = before.base[RULE].decode()
    edit(anna, softened_from(text, 18))
    editing = editing_of(anna, "water")
    assert editing is not None
    ready = readiness_of("water", editing.files, recommend)
    edit(otto, softened_from(text, 17), seen=1)
    publish_drafts(anna, editing, ready, "", (editing.version.digest, ready.digest))
    (left,) = drafts_of(store, "water")
    assert left.text is not None and "hardness > 17" in left.text


def test_the_second_to_save_sees_both_texts_and_nothing_is_overwritten(store: Store, anna: Desk) -> None:
    otto = desk_of(store, "Otto", "engineer")
    edit(anna, "title: Anna's\n")
    with pytest.raises(DraftConflict) as conflict:
        edit(otto, "title: Otto's\n")
    assert conflict.value.mine == "title: Otto's\n"
    assert conflict.value.theirs is not None and conflict.value.theirs.text == "title: Anna's\n"
    assert str(conflict.value).startswith("Anna has saved this file since you opened it.")
    (kept,) = drafts_of(store, "water")
    assert kept.text == "title: Anna's\n"


def test_what_fails_an_example_is_not_published(anna: Desk) -> None:
    before = editing_of(anna, "water")
    assert before is not None
    edit(anna, before.base[RULE].decode().replace("hardness > 21", "hardness > 20"))
    editing = editing_of(anna, "water")
    assert editing is not None
    ready = readiness_of("water", editing.files, recommend)
    with pytest.raises(NotReady) as refused:
        publish_drafts(anna, editing, ready, "", (editing.version.digest, ready.digest))
    assert f"{RULE}, line " in str(refused.value)
    assert "“21 is not” expects" in str(refused.value)


def test_a_seller_may_neither_save_a_draft_nor_publish_nor_look_at_the_cases_of_others(
    store: Store, anna: Desk
) -> None:
    before = editing_of(anna, "water")
    assert before is not None
    edit(anna, softened_from(before.base[RULE].decode(), 18))
    editing = editing_of(anna, "water")
    assert editing is not None
    ready = readiness_of("water", editing.files, recommend)
    sam = desk_of(store, "Sam", "seller")
    with pytest.raises(NotAllowed):
        save_draft(sam, "water", RULE, "title: mine\n", editing.version.digest, 1)
    with pytest.raises(NotAllowed):
        publish_drafts(sam, editing, ready, "", (editing.version.digest, ready.digest))
    with pytest.raises(NotAllowed):
        cases_to_look_at(sam, editing)
    refused = [one.what for one in entries(store, refused=True)]
    assert set(refused) >= {"save a draft", "publish", "look at saved cases"}
    assert current(store, "water") == editing.version


def test_a_look_finds_the_kept_case_that_changes_and_names_it_by_its_reference_alone(store: Store, anna: Desk) -> None:
    before = editing_of(anna, "water")
    assert before is not None
    case = {
        "pack": "water",
        "date": "2026-01-20",
        "customer": {"name": "Hard Water Ltd", "reference": "EX-20"},
        "request": {"words": "a cooler", "wants": [{"offering": "dispenser", "quantity": 1, "insists": "yes"}]},
        "answers": {"people": 10, "hardness": 20, "pressure": "normal", "water_meter": "yes"},
    }
    begin_case(anna, new_case_id(), "water", before.version.digest, {"case": case, "by_hand": []})
    edit(anna, softened_from(before.base[RULE].decode(), 18))
    editing = editing_of(anna, "water")
    assert editing is not None
    looking = Looking(load_contents("water", editing.base), editing.files, cases_to_look_at(anna, editing)).start()
    looking.wait(120)
    assert looking.result is not None and looking.result.readiness.ready, looking.result
    found = looking.result.impact
    assert found is not None and [change.label for change in found.changes] == ["EX-20", "rooms from a file"]
    assert [(line.offering, line.before, line.after) for line in found.changes[0].lines if not line.only_reasons] == [
        ("softener_box", "", "1")
    ]
    assert "Hard Water" not in json.dumps([str(change) for change in found.changes])


def test_a_look_at_files_that_cannot_be_read_says_why_and_looks_at_no_case(anna: Desk) -> None:
    edit(anna, "title: [")
    editing = editing_of(anna, "water")
    assert editing is not None
    looking = Looking(load_contents("water", editing.base), editing.files, ()).start()
    looking.wait(60)
    assert looking.result is not None and looking.result.impact is None
    assert looking.result.readiness.sentences[0].startswith(f"{RULE}, line ")


def test_a_look_that_is_stopped_leaves_the_cases_out(anna: Desk) -> None:
    editing = editing_of(anna, "water")
    assert editing is not None
    looking = Looking(load_contents("water", editing.base), editing.files, ())
    looking.stop()
    looking.start().wait(60)
    assert looking.result is not None and looking.result.impact is None and not looking.running


def test_a_pack_whose_examples_fail_is_not_published_at_the_first_start(store: Store, root_with: Path) -> None:
    rule = root_with / RULE
    rule.write_text(rule.read_text("utf-8").replace("hardness > 21", "hardness > 20"), "utf-8")
    at_fault = publish_shipped(desk_of(store, "Anna", "engineer"), root_with)
    assert str(at_fault["water"].problems[0]).startswith(f"{RULE}, line ")
    assert "“21 is not” expects" in str(at_fault["water"])
    assert current(store, "water") is None
