"""Two people's changes of one case put together, field by field."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.storing.case_fields import changed_fields, fields_of, merge
from tests.desks import content


def whole() -> dict[str, Any]:
    """A case in which every kind of field says something."""
    return {
        "case": {
            "pack": "water",
            "date": "2026-11-21",
            "customer": {"name": "Example Ltd", "reference": "EX-1", "contact": "the owner"},
            "request": {
                "words": "Cold water.",
                "wants": [{"offering": "bar", "quantity": 2}, {"asks": {"chilled": "yes"}}, {"offering": "filter", "quantity": 1}],
            },
            "outcomes": ["cheaper", {"outcome": "healthier", "measure": "sick days"}],
            "answers": {"people": 30, "rooms": [{"name": "hall", "count": 2}]},
            "goes_without": ["spare_filter"],
            "budget": {"once": 1000},
            "needed_by": "2027-01-31",
            "stance": "advised",
        },
        "by_hand": ["bar"],
    }  # fmt: skip


def test_every_field_has_a_name() -> None:
    assert list(fields_of(whole())) == [
        "pack", "date", "stance", "needed_by", "customer.name", "customer.reference", "customer.contact", "words",
        "want bar", "want chilled", "want filter", "outcome cheaper", "outcome healthier", "answers.people",
        "answers.rooms", "goes_without.spare_filter", "budget.once",
    ]  # fmt: skip


def test_nothing_is_lost_when_nothing_was_changed() -> None:
    assert merge(whole(), whole(), whole()).content == whole()


def test_two_answers_to_two_questions_are_both_kept() -> None:
    merged = merge(content(people=30), content(people=30, chilled="yes"), content(people=31))
    assert merged.content == content(people=31, chilled="yes")
    assert merged.conflicts == ()


def test_two_answers_to_one_question_are_a_conflict_and_theirs_stands() -> None:
    merged = merge(content(people=30), content(people=40), content(people=31))
    assert (merged.conflicts, merged.content) == (("answers.people",), content(people=31))


def test_the_same_answer_twice_is_no_conflict() -> None:
    assert merge(content(), content(people=30), content(people=30)).conflicts == ()
    assert merge(content(people=30), content(), content()).conflicts == ()  # both took it back


@pytest.mark.parametrize(
    ("mine", "theirs"), [(content(), content(people=31)), (content(people=31), content())], ids=["back", "changed"]
)
def test_taking_back_what_the_other_has_changed_is_a_conflict(mine: Any, theirs: Any) -> None:
    assert merge(content(people=30), mine, theirs).conflicts == ("answers.people",)


def test_wants_keep_their_order_and_new_ones_of_both_follow() -> None:
    mine, theirs = whole(), whole()
    mine["case"]["request"]["wants"].append({"offering": "mine", "quantity": 1})
    theirs["case"]["request"]["wants"].append({"offering": "theirs", "quantity": 1})
    wants = merge(whole(), mine, theirs).content["case"]["request"]["wants"]
    assert [want.get("offering") for want in wants] == ["bar", None, "filter", "theirs", "mine"]


def test_putting_another_result_first_is_a_change_of_order_alone() -> None:
    mine = whole()
    mine["case"]["outcomes"].reverse()
    assert changed_fields(whole(), mine) == ("outcomes",)
    theirs = whole()
    theirs["case"]["answers"]["people"] = 31
    merged = merge(whole(), mine, theirs)
    assert merged.conflicts == ()
    assert merged.content["case"]["outcomes"] == mine["case"]["outcomes"]
    assert merged.content["case"]["answers"]["people"] == 31


def test_what_was_set_by_hand_by_either_stays_so() -> None:
    merged = merge(content(), content(by_hand=("bar",)), content(by_hand=("filter",)))
    assert merged.content["by_hand"] == ["bar", "filter"]
