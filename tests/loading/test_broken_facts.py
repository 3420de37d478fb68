"""What is said about facts that are at fault, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# what happened, file, text that is there (none: the whole file), text in its place, every message
BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    (
        "a number has no range",
        "rules/water/facts.yaml",
        "  range: [1, 200]\n",
        "",
        [
            "rules/water/facts.yaml, line 2: "
            "The number `people` has no range; where nobody knows it, the advisor must know between what "
            "it lies. Write `range`: the least and the greatest number there can be, such as `[1, 500]`.",
        ],
    ),
    (
        "a typical value lies out of range",
        "rules/water/facts.yaml",
        "{10: 3, 40: 1}",
        "{10: 3, 400: 1}",
        [
            "rules/water/facts.yaml, line 8: "
            "`people` is 400; it must lie between 1 and 200 people. Look for a slip of the hand; if it is "
            "right, the range of `people` in facts.yaml is too narrow.",
        ],
    ),
    (
        "a typical value has no weight",
        "rules/water/facts.yaml",
        "{10: 3, 40: 1}",
        "{10: 3, 40: 0}",
        [
            "rules/water/facts.yaml, line 8: "
            "The weight of “40” is 0. Write a weight above 0; the others count equally by themselves.",
        ],
    ),
    (
        "a range is backwards",
        "rules/water/facts.yaml",
        "range: [1, 200]",
        "range: [200, 1]",
        [
            "rules/water/facts.yaml, line 7: `range` begins above its end. Write the smaller number first.",
        ],
    ),
    (
        "a type is unknown",
        "rules/water/facts.yaml",
        "type: date",
        "type: day",
        [
            "rules/water/facts.yaml, line 39: "
            "`type` cannot be “day”. Write number, choice, choices, yes_no, date or inventory.",
        ],
    ),
    (
        "a type is missing",
        "rules/water/facts.yaml",
        "  type: date\n",
        "",
        [
            "rules/water/facts.yaml, line 37: "
            "`type` of `moving_in` is missing. Write `type`: number, choice, choices, yes_no, date or "
            "inventory.",
        ],
    ),
    (
        "a question is missing",
        "rules/water/facts.yaml",
        "  asks: When do you move in?\n",
        "",
        [
            "rules/water/facts.yaml, line 37: "
            "`asks` of `moving_in` is missing. Write `asks`: the question, as it is asked on a call.",
        ],
    ),
    (
        "a number has choices",
        "rules/water/facts.yaml",
        "  type: number\n  unit: °dH",
        "  type: number\n  choices: [a, b]\n  unit: °dH",
        [
            "rules/water/facts.yaml, line 28: "
            "`choices` means nothing for the number `hardness`. Delete it, or make `type` choice or "
            "choices.",
        ],
    ),
    (
        "there is only one choice",
        "rules/water/facts.yaml",
        "[still, sparkling, hot]",
        "[still]",
        [
            "rules/water/facts.yaml, line 36: "
            "`choices` needs at least two choices. Add the others, or delete the fact: what can only be "
            "one thing is no question.",
        ],
    ),
    (
        "a choice stands twice",
        "rules/water/facts.yaml",
        "[still, sparkling, hot]",
        "[still, still]",
        [
            "rules/water/facts.yaml, line 36: `choices` names a choice twice. Keep each choice once.",
        ],
    ),
    (
        "a choice bears the name of a fact",
        "rules/water/facts.yaml",
        "[still, sparkling, hot]",
        "[still, people]",
        [
            "rules/water/facts.yaml, line 36: "
            "The choice `people` of `drinks` bears the name of a fact. Give the choice another name.",
            "rules/water/rooms/clean_the_tap.yaml, line 2: "
            "`when`: sparkling is not a choice of drinks. Its choices are still, people.",
            "rules/water/rooms/clean_the_tap.yaml, line 8: "
            "“hot” is no choice of `drinks`. The choices are still, people.",
            "rules/water/rooms/clean_the_tap.yaml, line 8: "
            "“sparkling” is no choice of `drinks`. The choices are still, people.",
            "rules/water/rooms/clean_the_tap.yaml, line 9: "
            "“hot” is no choice of `drinks`. The choices are still, people.",
        ],
    ),
    (
        "a choice bears the name of a column",
        "rules/water/facts.yaml",
        "[still, sparkling, hot]",
        "[still, seats]",
        [
            "rules/water/facts.yaml, line 36: "
            "The choice `seats` of `drinks` bears the name of a column of `rooms`. Give the choice "
            "another name.",
            "rules/water/rooms/clean_the_tap.yaml, line 2: "
            "`when`: sparkling is not a choice of drinks. Its choices are still, seats.",
            "rules/water/rooms/clean_the_tap.yaml, line 8: "
            "“hot” is no choice of `drinks`. The choices are still, seats.",
            "rules/water/rooms/clean_the_tap.yaml, line 8: "
            "“sparkling” is no choice of `drinks`. The choices are still, seats.",
            "rules/water/rooms/clean_the_tap.yaml, line 9: "
            "“hot” is no choice of `drinks`. The choices are still, seats.",
        ],
    ),
    (
        "a choice is called unknown",
        "rules/water/facts.yaml",
        "[still, sparkling, hot]",
        "[still, unknown]",
        [
            "rules/water/facts.yaml, line 36: "
            "`unknown` cannot be a choice: every fact can be answered with it anyway. Delete it.",
        ],
    ),
    (
        "a column bears the name of a fact",
        "rules/water/facts.yaml",
        "    seats:\n",
        "    people:\n",
        [
            "rules/water/facts.yaml, line 44: "
            "The column `people` bears the name of a fact. Give the column another name.",
            "rules/water/rooms/tap_in_every_large_room.yaml, line 4: "
            "`when`: There is no fact, formula or column called seats. Ask for it in facts.yaml, or "
            "correct the name.",
            "rules/water/rooms/tap_in_every_large_room.yaml, line 8: "
            "`because`: The text names {seats}, which does not exist here. Write the id of a fact or a "
            "formula, or leave it out.",
            "rules/water/rooms/tap_in_every_large_room.yaml, line 12: "
            "There is no column or fact `seats`. There are people, has_tap, people, water_meter, "
            "pressure, hardness, drinks, moving_in and 1 more.",
            "rules/water/rooms/tap_in_every_large_room.yaml, line 13: "
            "There is no column or fact `seats`. There are people, has_tap, people, water_meter, "
            "pressure, hardness, drinks, moving_in and 1 more.",
        ],
    ),
    (
        "a column is called count",
        "rules/water/facts.yaml",
        "    seats:\n",
        "    count:\n",
        [
            "rules/water/facts.yaml, line 44: Every inventory has the column `count` by itself. Delete it here.",
        ],
    ),
    (
        "assume is no choice",
        "rules/water/facts.yaml",
        "assume: normal",
        "assume: usual",
        [
            "rules/water/facts.yaml, line 24: “usual” is no choice of `pressure`. The choices are low, normal, high.",
        ],
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "messages"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_every_message_is_said_word_for_word(
    file: str, old: str, new: str, messages: list[str], messages_after: Callable[[str, str, str], list[str]]
) -> None:
    assert messages_after(file, old, new) == messages
