"""What is said about formulas, ids and columns that are at fault, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# what happened, file, text that is there (none: the whole file), text in its place, every message
BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    (
        "a formula has a range",
        "rules/water/facts.yaml",
        "  is: 1.5 * people\n",
        "  is: 1.5 * people\n  range: [1, 2]\n",
        [
            "rules/water/facts.yaml, line 11: "
            "`litres_a_day` is a formula, so nobody is asked; `range` means nothing here. Delete the "
            "line.",
        ],
    ),
    (
        "a formula names a fact that is misspelt",
        "rules/water/facts.yaml",
        "  is: 1.5 * people",
        "  is: 1.5 * peple",
        [
            "rules/water/facts.yaml, line 10: "
            "`is`: There is no fact, formula or column called peple. Did you mean people?",
        ],
    ),
    (
        "a formula reads itself",
        "rules/water/facts.yaml",
        "  is: 1.5 * people",
        "  is: 1.5 * litres_a_day",
        [
            "rules/water/facts.yaml, line 9: `litres_a_day` is explained by itself. Write it with other facts.",
        ],
    ),
    (
        "two formulas read each other",
        "rules/water/facts.yaml",
        "  is: 1.5 * people",
        "  is: 1.5 * b\nb:\n  is: litres_a_day / 2",
        [
            "rules/water/facts.yaml, line 9: "
            "These are explained by each other, in a circle: litres_a_day, b. Write one of them without "
            "the others.",
        ],
    ),
    (
        "a question is asked only when its own answer is known",
        "rules/water/facts.yaml",
        "type: yes_no\npressure",
        "type: yes_no\n  asked_when: hardness > 3\npressure",
        [
            "rules/water/facts.yaml, line 12: "
            "These are explained by each other, in a circle: water_meter, hardness. Write one of them "
            "without the others.",
        ],
    ),
    (
        "an id has a capital letter",
        "rules/water/facts.yaml",
        "moving_in:",
        "Moving-in:",
        [
            "rules/water/facts.yaml, line 37: "
            "“Moving-in” cannot be an id. Use small letters, digits and `_`, beginning with a letter, and "
            "no word that Python reserves.",
        ],
    ),
    (
        "an id is a word of Python",
        "rules/water/facts.yaml",
        "moving_in:",
        "while:",
        [
            "rules/water/facts.yaml, line 37: "
            "“while” cannot be an id. Use small letters, digits and `_`, beginning with a letter, and no "
            "word that Python reserves.",
        ],
    ),
    (
        "a fact bears the name of an offering",
        "rules/water/facts.yaml",
        "moving_in:",
        "pump:",
        [
            "data/water/offerings.csv, line 6: "
            "`pump` is an offering here and a fact in rules/water/facts.yaml, line 37; one name must mean "
            "one thing. Give one of the two another name.",
        ],
    ),
    (
        "what is assumed is unknown",
        "rules/water/facts.yaml",
        "assume: normal",
        "assume: unknown",
        [
            "rules/water/facts.yaml, line 24: "
            "`assume` of `pressure` must be a value. Write the value that is mostly right, or delete the "
            "line.",
        ],
    ),
    (
        "a column is a formula",
        "rules/water/facts.yaml",
        "      asks: Is there a tap?\n      type: yes_no",
        "      type: yes_no\n      is: seats > 3",
        [
            "rules/water/facts.yaml, line 51: "
            "The column `has_tap` cannot be a formula. Write the formula where it is needed, inside "
            "`each` or `count(...)`.",
        ],
    ),
    (
        "a column is a table",
        "rules/water/facts.yaml",
        "      asks: Is there a tap?\n      type: yes_no",
        "      type: inventory\n      columns: {a: {type: date}}",
        [
            "rules/water/facts.yaml, line 49: "
            "The column `has_tap` cannot have rows of its own. Make it a fact of its own.",
        ],
    ),
    (
        "a formula is a day",
        "rules/water/facts.yaml",
        "  is: 1.5 * people\n  unit: litre|litres",
        "  is: 1.5 * people\n  type: date",
        [
            "rules/water/facts.yaml, line 11: A formula is a number, a choice or a yes or no. Correct `type`.",
        ],
    ),
    (
        "the facts are a list",
        "rules/water/facts.yaml",
        "",
        "- people\n",
        [
            "rules/water/facts.yaml, line 1: Each entry needs a name and a colon. Compare it with a file that works.",
        ],
    ),
    (
        "the facts are empty",
        "rules/water/facts.yaml",
        "",
        "# nothing\n",
        [
            "rules/water/facts.yaml: The file is empty. Write something in it, or delete it.",
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
