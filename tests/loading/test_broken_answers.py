"""What is said about answers that are at fault, word for word, at their field."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.loading.load_case import read_case
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Place

GOOD = {"pack": "water", "date": "2026-01-20"}

# what happened, what is changed in a good case, every message after its field
BROKEN: list[tuple[str, dict[str, Any], list[str]]] = [
    (
        "an answer is for a fact that is misspelt",
        {"answers": {"peple": 3}},
        [
            "answers.peple: There is no fact “peple”. Did you mean people?",
        ],
    ),
    (
        "an answer is for a formula",
        {"answers": {"litres_a_day": 3}},
        [
            "answers.litres_a_day: `litres_a_day` is worked out from other facts and cannot be answered. "
            "Answer the facts that it is made of: 1.5 * people.",
        ],
    ),
    (
        "an answer is above its range",
        {"answers": {"people": 201}},
        [
            "answers.people: `people` is 201; it must lie between 1 and 200 people. Look for a slip of "
            "the hand; if it is right, the range of `people` in facts.yaml is too narrow.",
        ],
    ),
    (
        "an answer is below its range",
        {"answers": {"people": 0}},
        [
            "answers.people: `people` is 0; it must lie between 1 and 200 people. Look for a slip of the "
            "hand; if it is right, the range of `people` in facts.yaml is too narrow.",
        ],
    ),
    (
        "an answer is a half person",
        {"answers": {"people": 1.5}},
        [
            "answers.people: `people` is 1.5; it has no decimals. Round it.",
        ],
    ),
    (
        "an answer is a word",
        {"answers": {"people": "forty"}},
        [
            "answers.people: `people` must be a number, and is “forty”. Write a number such as `12` or `0.5`.",
        ],
    ),
    (
        "an answer has a unit",
        {"answers": {"people": "40 people"}},
        [
            "answers.people: `people` must be a number, and is “40 people”. Write only the number: `40`.",
        ],
    ),
    (
        "an answer has a sign between the thousands",
        {"answers": {"people": "1,000"}},
        [
            "answers.people: `people` must be a number, and is “1,000”. Write it without signs between "
            "the thousands: `1000`.",
        ],
    ),
    (
        "an answer is empty",
        {"answers": {"people": None}},
        [
            "answers.people: `people` has no answer behind it. Write the answer, or `unknown` where nobody knows.",
        ],
    ),
    (
        "a yes or no is maybe",
        {"answers": {"water_meter": "maybe"}},
        [
            "answers.water_meter: `water_meter` is answered with yes or no, not with “maybe”. Write "
            "`yes`, `no` or `unknown`.",
        ],
    ),
    (
        "a choice is misspelt",
        {"answers": {"pressure": "hihg"}},
        [
            "answers.pressure: “hihg” is no choice of `pressure`. Did you mean high?",
        ],
    ),
    (
        "one of several choices is misspelt",
        {"answers": {"drinks": ["still", "hots"]}},
        [
            "answers.drinks: “hots” is no choice of `drinks`. Did you mean hot?",
        ],
    ),
    (
        "a day is not in the calendar",
        {"answers": {"moving_in": "2026-02-29"}},
        [
            "answers.moving_in: `moving_in`: there is no day 2026-02-29 in the calendar. Write year, "
            "month and day, such as `2026-11-21`.",
        ],
    ),
    (
        "a fact that always applies does not",
        {"answers": {"people": "does_not_apply"}},
        [
            "answers.people: `people` cannot be answered with `does_not_apply`. Answer it, or write "
            "`may_not_apply: yes` at `people` in facts.yaml.",
        ],
    ),
    (
        "an answer has an unknown key",
        {"answers": {"people": {"value": 3, "shure": "no"}}},
        [
            "answers.people.shure: An answer has no `shure`. Did you mean sure?",
        ],
    ),
    (
        "a cell has a limit of another kind",
        {"answers": {"rooms": [{"seats": {"more_than": 3}}]}},
        [
            "answers.rooms.0.seats: A cell of `seats` has no `more_than`. Write the value, `unknown`, `not_asked`, or for a "
            "number `{at_least: ..., less_than: ...}`.",
        ],
    ),
    (
        "a cell that is no number has limits",
        {"answers": {"rooms": [{"has_tap": {"at_least": 3}}]}},
        [
            "answers.rooms.0.has_tap: A cell of `has_tap` has no `at_least`. Write the value, `unknown`, `not_asked`, or for a "
            "number `{at_least: ..., less_than: ...}`.",
        ],
    ),
    (
        "the limits of a cell exclude each other",
        {"answers": {"rooms": [{"seats": {"at_least": 9, "less_than": 9}}]}},
        [
            "answers.rooms.0.seats: No number is at least 9 and less than 9. Correct one of the two.",
        ],
    ),
    (
        "an answer has no value",
        {"answers": {"people": {"sure": "no"}}},
        [
            "answers.people: The answer to `people` has no value. Write `{value: ..., sure: no}`, or only the value.",
        ],
    ),
    (
        "sure is a number",
        {"answers": {"people": {"value": 3, "sure": 4}}},
        [
            "answers.people.sure: `sure` must be yes or no, and is “4”. Write `yes` or `no`.",
        ],
    ),
    (
        "a limit of a choice",
        {"answers": {"pressure": {"at_least": 2}}},
        [
            "answers.pressure: `pressure` is no number, so `at_least` and `less_than` mean nothing. Write "
            "the answer, or `unknown`.",
        ],
    ),
    (
        "limits that exclude each other",
        {"answers": {"people": {"at_least": 20, "less_than": 20}}},
        [
            "answers.people: No number is at least 20 and less than 20. Correct one of the two.",
        ],
    ),
    (
        "a value and a limit",
        {"answers": {"people": {"value": 3, "less_than": 20}}},
        [
            "answers.people: `people` has a value and limits too. Keep the value, or the limits.",
        ],
    ),
    (
        "a limit out of range",
        {"answers": {"people": {"at_least": 201}}},
        [
            "answers.people.at_least: `at_least` is 201; it must lie between 1 and 200 people. Look for a "
            "slip of the hand; if it is right, the range of `people` in facts.yaml is too narrow.",
        ],
    ),
    (
        "a limit below the range",
        {"answers": {"people": {"less_than": 1}}},
        [
            "answers.people.less_than: `people` cannot be less than 1; its least is 1. Correct it.",
        ],
    ),
    (
        "an inventory is a number",
        {"answers": {"rooms": 3}},
        [
            "answers.rooms: `rooms` is a table and needs rows. Write each row as `- {name: ..., count: 1, "
            "...}`, or `{file: pcs.csv}`.",
        ],
    ),
    (
        "a row is a word",
        {"answers": {"rooms": ["hall"]}},
        [
            "answers.rooms.0: Row 1 of `rooms` is no row. Write it as `- {name: ..., count: 1, ...}`.",
        ],
    ),
    (
        "a column is misspelt",
        {"answers": {"rooms": [{"seat": 3}]}},
        [
            "answers.rooms.0.seat: `rooms` has no column `seat`. Did you mean seats?",
        ],
    ),
    (
        "a count is zero",
        {"answers": {"rooms": [{"count": 0}]}},
        [
            "answers.rooms.0.count: `count` is 0; it says how many rows are alike. Write a whole number "
            "from 1 to 100000.",
        ],
    ),
    (
        "a count is a word",
        {"answers": {"rooms": [{"count": "two"}]}},
        [
            "answers.rooms.0.count: `count` must be a number, and is “two”. Write a number such as `12` or `0.5`.",
        ],
    ),
    (
        "a cell is out of range",
        {"answers": {"rooms": [{"name": "hall", "seats": 3}, {"seats": 101}]}},
        [
            "answers.rooms.1.seats: `seats` is 101; it must lie between 0 and 100 people. Look for a slip "
            "of the hand; if it is right, the range of `seats` in facts.yaml is too narrow.",
        ],
    ),
    (
        "a table comes from a file on the page",
        {"answers": {"rooms": {"file": "rooms.csv"}}},
        [
            "answers.rooms.file: A table can come from a file only in a case file. Give its rows here.",
        ],
    ),
    (
        "a number comes from a file",
        {"answers": {"people": {"file": "rooms.csv"}}},
        [
            "answers.people.file: `people` is no table, so it cannot come from a file. Write the answer, or `unknown`.",
        ],
    ),
]


@pytest.mark.parametrize(("change", "messages"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_every_message_is_said_at_its_field(change: dict[str, Any], messages: list[str], water: Pack) -> None:
    data = {key: value for key, value in (GOOD | change).items() if value is not None}
    with pytest.raises(FilesAtFault) as fault:
        read_case(data, water, Place(""))
    assert [str(problem) for problem in fault.value.problems] == messages
