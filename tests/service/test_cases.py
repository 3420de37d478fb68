"""Cases of people: kept, changed by two at once, taken back, shared, handed over, and not found by anybody else."""

from __future__ import annotations

import pytest

from advisor.service.cases import (
    begin_case,
    count_cases,
    hand_over,
    history_of,
    keep_summary_of,
    list_cases,
    move_case,
    note_on,
    open_case,
    redo,
    revision_of,
    save_case,
    share_case,
    undo,
    unshare_case,
)
from advisor.service.desk import Desk, local_desk
from advisor.service.rights import NotAllowed, NotFound
from advisor.storing.audit import entries
from advisor.storing.cases import ChangedMeanwhile, StoredCase, new_case_id
from advisor.storing.listing import Summary
from advisor.storing.store import Store
from tests.desks import VERSION, answers_of, content, desk_of

NOT_FOUND = "There is no such case here. Look at the address, or ask whoever sent it to share the case with you."


@pytest.fixture
def anna(store: Store) -> Desk:
    return desk_of(store, "Anna", "seller")


@pytest.fixture
def otto(store: Store) -> Desk:
    return desk_of(store, "Otto", "seller")


@pytest.fixture
def case(anna: Desk) -> StoredCase:
    return begin_case(anna, new_case_id(), "water", VERSION, content(people=30))


def test_a_case_is_there_again_with_everything_that_was_saved(anna: Desk, case: StoredCase) -> None:
    saved = save_case(anna, case.id, case.revision, content(people=30, chilled="yes"))
    assert open_case(anna, case.id) == saved
    assert answers_of(saved.content) == {"people": 30, "chilled": "yes"}
    assert (saved.revision, saved.pack_version, saved.owner_name) == (2, VERSION, "Anna")
    assert len(case.id) == 22  # 128 random bits: nobody guesses it


def test_begun_twice_because_nobody_heard_of_the_first_time_it_is_there_once(anna: Desk, case: StoredCase) -> None:
    again = begin_case(anna, case.id, "water", VERSION, content(people=30))
    assert again.revision == 1 and list_cases(anna, "mine").cases[0].id == case.id
    assert count_cases(anna)["mine"] == 1


def test_saving_the_same_again_makes_no_new_revision(anna: Desk, case: StoredCase) -> None:
    assert save_case(anna, case.id, 1, content(people=30)).revision == 1
    second = save_case(anna, case.id, 1, content(people=31))
    assert save_case(anna, case.id, 1, content(people=31)).revision == second.revision == 2


def test_two_people_who_answer_two_questions_at_once_lose_nothing(anna: Desk, otto: Desk, case: StoredCase) -> None:
    share_case(anna, case.id, otto.person.id)
    save_case(anna, case.id, 1, content(people=31))
    both = save_case(otto, case.id, 1, content(people=30, chilled="yes"))
    assert answers_of(both.content) == {"people": 31, "chilled": "yes"}
    assert revision_of(anna, case.id) == 3


def test_the_later_of_two_who_answer_one_question_is_told_by_whom_and_can_overrule(
    anna: Desk, otto: Desk, case: StoredCase
) -> None:
    share_case(anna, case.id, otto.person.id)
    save_case(anna, case.id, 1, content(people=31))
    save_case(anna, case.id, 2, content(people=31, chilled="yes"))
    with pytest.raises(ChangedMeanwhile) as told:
        save_case(otto, case.id, 1, content(people=40))
    assert (told.value.fields, told.value.name) == (("answers.people",), "Anna")
    now = told.value.now
    assert answers_of(now.content) == {"people": 31, "chilled": "yes"}
    assert now == open_case(otto, case.id)  # nothing was saved
    overruled = save_case(otto, case.id, now.revision, content(people=40, chilled="yes"))
    assert answers_of(overruled.content)["people"] == 40


def test_what_was_taken_back_can_be_made_again_until_something_else_is_changed(anna: Desk, case: StoredCase) -> None:
    for n in (31, 32):
        case = save_case(anna, case.id, case.revision, content(people=n))
    case = undo(anna, case.id, case.revision)
    assert (answers_of(case.content)["people"], case.can_undo, case.can_redo) == (31, True, True)
    case = undo(anna, case.id, case.revision)
    assert (answers_of(case.content)["people"], case.can_undo, case.can_redo) == (30, False, True)
    case = undo(anna, case.id, case.revision)  # there is nothing before the beginning
    assert answers_of(case.content)["people"] == 30
    case = redo(anna, case.id, case.revision)
    case = redo(anna, case.id, case.revision)
    assert (answers_of(case.content)["people"], case.can_redo) == (32, False)
    case = undo(anna, case.id, case.revision)
    case = save_case(anna, case.id, case.revision, content(people=50))
    assert not case.can_redo
    case = undo(anna, case.id, case.revision)
    assert answers_of(redo(anna, case.id, case.revision).content)["people"] == 50


def test_nobody_takes_back_what_they_have_not_seen(anna: Desk, otto: Desk, case: StoredCase) -> None:
    share_case(anna, case.id, otto.person.id)
    save_case(otto, case.id, 1, content(people=31))
    with pytest.raises(ChangedMeanwhile) as told:
        undo(anna, case.id, 1)
    assert told.value.name == "Otto"
    assert answers_of(undo(anna, case.id, told.value.now.revision).content) == {"people": 30}


def test_the_history_says_who_changed_what_and_notes_change_nothing(anna: Desk, otto: Desk, case: StoredCase) -> None:
    share_case(anna, case.id, otto.person.id)
    case = save_case(otto, case.id, 1, content(people=31))
    case = note_on(anna, case.id, "answers.people", "says the receptionist")
    assert answers_of(case.content) == {"people": 31}
    case = undo(anna, case.id, case.revision)
    assert [(one.name, one.kind, one.fields, one.note) for one in history_of(anna, case.id)] == [
        ("Anna", "begun", (), ""),
        ("Otto", "change", ("answers.people",), ""),
        ("Anna", "note", ("answers.people",), "says the receptionist"),
        ("Anna", "undo", ("answers.people",), ""),
    ]
    assert [answers_of(one.after)["people"] for one in history_of(anna, case.id)] == [30, 31, 31, 30]


def test_a_case_stays_with_its_rules_until_it_is_moved_and_undo_moves_it_back(anna: Desk, case: StoredCase) -> None:
    moved = move_case(anna, case.id, 1, content(), "ffffffffffff")
    assert (moved.pack_version, answers_of(moved.content)) == ("ffffffffffff", {})
    back = undo(anna, case.id, moved.revision)
    assert (back.pack_version, answers_of(back.content)) == (VERSION, {"people": 30})


def test_a_guessed_case_and_one_of_somebody_else_are_not_found_alike_and_both_are_logged(
    store: Store, anna: Desk, otto: Desk, case: StoredCase
) -> None:
    for id in (case.id, new_case_id(), "", "' OR 1=1 --", "x" * 5000):
        with pytest.raises(NotFound) as refused:
            open_case(otto, id)
        assert str(refused.value) == NOT_FOUND
        with pytest.raises(NotFound):
            save_case(otto, id, 1, content())
    logged = entries(store, refused=True)
    assert len(logged) == 10 and {one.name for one in logged} == {"Otto"}
    assert {one.details["why"] for one in logged} == {"not found, or not theirs"}
    assert logged[-1].object == f"case {case.id}"


def test_a_case_is_open_to_whom_it_is_shared_with_until_it_no_longer_is(
    anna: Desk, otto: Desk, case: StoredCase
) -> None:
    assert [name for _, name in share_case(anna, case.id, otto.person.id).shared_with] == ["Otto"]
    assert open_case(otto, case.id).id == case.id
    unshare_case(anna, case.id, otto.person.id)
    with pytest.raises(NotFound):
        open_case(otto, case.id)


def test_handed_over_it_belongs_to_the_other_and_is_still_open_to_the_first(
    anna: Desk, otto: Desk, case: StoredCase
) -> None:
    share_case(anna, case.id, otto.person.id)
    with pytest.raises(NotAllowed):
        hand_over(otto, case.id, otto.person.id)
    assert hand_over(anna, case.id, otto.person.id).owner_name == "Otto"
    assert open_case(anna, case.id).is_open_to(anna.person.id)


def test_a_lead_sees_and_changes_all_cases_and_an_administrator_none(
    store: Store, anna: Desk, case: StoredCase
) -> None:
    lead = desk_of(store, "Lena", "lead")
    assert save_case(lead, case.id, 1, content(people=31)).owner_name == "Anna"
    with pytest.raises(NotFound):
        open_case(desk_of(store, "Adam", "administrator"), case.id)


def test_rights_are_those_of_now_not_those_of_the_beginning(store: Store, anna: Desk, case: StoredCase) -> None:
    desk_of(store, "Anna", "administrator")  # her roles change while she is in a call
    with pytest.raises(NotAllowed) as refused:
        save_case(anna, case.id, 1, content(people=31))
    assert str(refused.value) == (
        "Your role does not allow this: it takes a seller or a pre-sales engineer or a lead to take calls. "
        "Ask an administrator for the role."
    )


def test_lists_show_own_and_shared_cases_the_newest_first_a_page_at_a_time(
    store: Store, anna: Desk, otto: Desk
) -> None:
    made = [begin_case(anna, new_case_id(), "water", VERSION, content(f"Call number {n}")) for n in range(5)]
    theirs = begin_case(otto, new_case_id(), "water", VERSION, content("Otto's"))
    share_case(otto, theirs.id, anna.person.id)
    save_case(anna, made[0].id, 1, content("Call number 0", people=1))  # touched last
    first = list_cases(anna, "all", size=3)
    assert [one.id for one in first.cases] == [made[0].id, theirs.id, made[4].id] and first.more
    rest = list_cases(anna, "all", size=3, after=first.cases[-1])
    assert [one.id for one in rest.cases] == [made[3].id, made[2].id, made[1].id] and not rest.more
    assert count_cases(anna) == {"mine": 5, "check_first": 0, "issued": 0, "other_rules": 0, "all": 6}
    assert count_cases(otto)["all"] == 1
    assert count_cases(desk_of(store, "Lena", "lead"))["all"] == 6


@pytest.mark.parametrize("search", ["harbour", "HARB", "dent supp", "müll", "muller", "ex-77", "cam yard"])
def test_a_case_is_found_by_the_beginnings_of_words_of_customer_reference_and_request(
    anna: Desk, case: StoredCase, search: str
) -> None:
    wanted = content("Cameras for the yard.")
    wanted["case"]["customer"] = {"name": "Harbour Dental Supplies, Müller", "reference": "EX-77"}
    id = begin_case(anna, new_case_id(), "water", VERSION, wanted).id
    assert [one.id for one in list_cases(anna, "all", search).cases] == [id]


def test_a_search_follows_what_is_changed(anna: Desk, case: StoredCase) -> None:
    save_case(anna, case.id, 1, content("Coffee instead."))
    assert [one.id for one in list_cases(anna, "all", "coffee").cases] == [case.id]
    assert list_cases(anna, "all", "thirty").cases == ()
    assert list_cases(anna, "all", "%").cases != ()  # signs are no words: nothing is looked for


def test_a_summary_is_shown_unless_a_newer_one_is(anna: Desk, case: StoredCase) -> None:
    newer, older = (
        Summary(verdict, f"Yes, {verdict}.", "EUR", 100, None, 0, None, 2, "2 questions")
        for verdict in ("check_first", "proceed")
    )
    keep_summary_of(anna, case.id, 2, newer)
    keep_summary_of(anna, case.id, 1, older)
    assert list_cases(anna, "check_first").cases[0].summary == newer
    assert count_cases(anna)["check_first"] == 1


def test_without_sign_in_there_is_one_person_who_may_do_everything(store: Store) -> None:
    desk = local_desk(store)
    assert desk.person == local_desk(store).person
    case = begin_case(desk, new_case_id(), "water", VERSION, content())
    assert open_case(local_desk(store), case.id) == case
    assert desk.person.roles == {"administrator", "engineer", "lead", "seller"}
