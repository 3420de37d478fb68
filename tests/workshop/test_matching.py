"""What a case expects is a part of the recommendation: which parts agree, and how the others are said."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.workshop.matching import differences

CAME: dict[str, Any] = {
    "verdict": "proceed",
    "summary": "Yes: 30\N{NO-BREAK SPACE}GB, and €\N{MINUS SIGN}\N{WORD JOINER}5.",
    "lines": [
        {"offering": "look", "role": "check", "quantity": {"firm": 1, "up_to": 1}, "hangs_on": [], "worth": None},
        {"offering": "seat", "role": "solution", "quantity": {"firm": 12, "up_to": 22}, "hangs_on": ["users", "staff"]},
    ],
    "wants": [{"offering": None, "asks": {"keep_days": 365}, "disposition": "as_asked"}],
    "flags": [
        {"kind": "advice", "rule": "clean", "says": "Clean it."},
        {"kind": "advice", "rule": "dust", "says": "Dust it."},
    ],
    "questions": [],
    "numbers": {"needed": "5/2", "plans": 1.5, "choice": True},
    "certificate": None,
}


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"verdict": "proceed"},
        {"summary": "Yes: 30 GB, and €−5."},
        {"lines": [{"offering": "seat", "quantity": {"firm": 12}}]},
        {"lines": [{"offering": "seat"}, {"offering": "look", "role": "check"}]},
        {"lines": [{"offering": "seat", "hangs_on": ["staff"]}]},
        {"lines": [{"offering": "look", "hangs_on": [], "worth": None}]},
        {"lines": [{"offering": "look", "worth": "null"}]},
        {"wants": [{"asks": {"keep_days": 365}, "disposition": "as_asked"}]},
        {"flags": [{"kind": "advice", "rule": "dust", "says": "Dust it."}]},
        {"flags": [{"kind": "advice"}]},
        {"questions": []},
        {"numbers": {"needed": 2.5, "plans": 1.5, "choice": "yes"}},
        {"certificate": None},
        {"absent": ["server"]},
    ],
)
def test_a_part_that_came_agrees(expect: dict[str, Any]) -> None:
    assert differences(expect, CAME) == ()


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ({"verdict": "not_yet"}, "verdict: expected not_yet, came proceed."),
        (
            {"lines": [{"offering": "seat", "quantity": {"firm": 13}}]},
            "lines, seat, quantity, firm: expected 13, came 12.",
        ),
        ({"lines": [{"offering": "server"}]}, "lines, server: expected an entry, came look, seat."),
        ({"lines": []}, "lines: expected none, came look check, seat solution."),
        (
            {"lines": [{"offering": "seat", "hangs_on": ["hours"]}]},
            "lines, seat, hangs_on: expected hours, came users, staff.",
        ),
        ({"questions": [{"fact": "users"}]}, "questions, users: expected an entry, came an empty list."),
        (
            {"flags": [{"kind": "advice", "rule": "dust", "says": "Clean it."}]},
            "flags, advice dust, says: expected “Clean it.”, came “Dust it.”.",
        ),
        ({"numbers": {"choice": "no"}}, "numbers, choice: expected no, came yes."),
        ({"numbers": {"needed": 2}}, "numbers, needed: expected 2, came 5/2."),
        ({"certificate": {"price": 1}}, "certificate: expected {price: 1}, came nothing."),
        ({"absent": ["seat"]}, "absent: expected no seat, came {firm: 12, up_to: 22} of it."),
    ],
)
def test_a_part_that_did_not_come_is_said_with_what_came(expect: dict[str, Any], said: str) -> None:
    assert [str(difference) for difference in differences(expect, CAME)] == [said]


def test_a_misspelt_key_never_agrees() -> None:
    (difference,) = differences({"verdikt": "proceed"}, CAME)
    assert str(difference).startswith("verdikt: expected proceed, came no “verdikt” at all; there are verdict, summary")


def test_an_entry_is_held_against_the_nearest_of_the_same_offering() -> None:
    twice = {
        "lines": [
            {"offering": "look", "role": "check", "quantity": {"firm": 1}},
            {"offering": "look", "role": "solution", "quantity": {"firm": 4}},
        ]
    }
    assert differences({"lines": [{"offering": "look", "quantity": {"firm": 4}}]}, twice) == ()
    (difference,) = differences({"lines": [{"offering": "look", "role": "solution", "quantity": {"firm": 1}}]}, twice)
    assert str(difference) == "lines, look solution, quantity, firm: expected 1, came 4."


def test_a_difference_knows_where_it_stands_in_expect() -> None:
    (difference,) = differences({"lines": [{"offering": "look"}, {"offering": "seat", "quantity": {"firm": 13}}]}, CAME)
    assert difference.path == ("lines", 1, "quantity", "firm")
