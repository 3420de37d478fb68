"""What is said about conditions, texts and examples that are at fault, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# what happened, file, text that is there (none: the whole file), text in its place, every message
BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    (
        "a condition names a fact that is misspelt",
        "rules/water/supply/soften_hard_water.yaml",
        "when: hardness > 21",
        "when: hardnes > 21",
        [
            "rules/water/supply/soften_hard_water.yaml, line 3: "
            "`when`: There is no fact, formula or column called hardnes. Did you mean hardness?",
        ],
    ),
    (
        "a condition has one equals sign",
        "rules/water/supply/soften_hard_water.yaml",
        "when: hardness > 21",
        "when: hardness = 21",
        [
            "rules/water/supply/soften_hard_water.yaml, line 3: "
            "`when`: A single = does not compare. Write == to say is.",
        ],
    ),
    (
        "a number is compared with a choice",
        "rules/water/supply/soften_hard_water.yaml",
        "when: hardness > 21",
        "when: hardness == low",
        [
            "rules/water/supply/soften_hard_water.yaml, line 3: "
            "`when`: low is a choice of pressure and says nothing by itself. Write pressure == low.",
        ],
    ),
    (
        "a condition has a per cent sign",
        "rules/water/supply/soften_hard_water.yaml",
        "when: hardness > 21",
        "when: hardness > 21%",
        [
            "rules/water/supply/soften_hard_water.yaml, line 3: "
            "`when`: A per cent sign cannot stand in an expression. Write 5 % as 0.05.",
        ],
    ),
    (
        "a text names a fact that is misspelt",
        "rules/water/supply/soften_hard_water.yaml",
        "{hardness}",
        "{hardnes}",
        [
            "rules/water/supply/soften_hard_water.yaml, line 7: "
            "`because`: The text names {hardnes}, which does not exist here. Did you mean hardness?",
        ],
    ),
    (
        "a text names an amount that the rule does not have",
        "rules/water/supply/meter_must_be_known.yaml",
        "a meter.",
        "a meter {needed}.",
        [
            "rules/water/supply/meter_must_be_known.yaml, line 4: "
            "`because`: The text names {needed}, which does not exist here. Write the id of a fact or a "
            "formula, or leave it out.",
        ],
    ),
    (
        "an example expects an unknown word",
        "rules/water/supply/soften_hard_water.yaml",
        "expect: does not apply",
        "expect: nothing",
        [
            "rules/water/supply/soften_hard_water.yaml, line 18: "
            "`expect` in entry 2 of `examples` says none of the things that can be expected of a rule. "
            "Write `applies`, `does not apply`, `cannot tell yet`, or the amount, as `{seats: 40}`.",
        ],
    ),
    (
        "an example expects another capability",
        "rules/water/supply/soften_hard_water.yaml",
        "expect: {softener: 1}",
        "expect: {tap: 1}",
        [
            "rules/water/supply/soften_hard_water.yaml, line 15: "
            "`tap` is expected, but this rule is about `softener`. Correct the name, or write `applies`.",
        ],
    ),
    (
        "an example gives a fact that is misspelt",
        "rules/water/supply/soften_hard_water.yaml",
        "given: {hardness: 21.1}",
        "given: {hardnes: 21.1}",
        [
            "rules/water/supply/soften_hard_water.yaml, line 14: There is no fact `hardnes`. Did you mean hardness?",
        ],
    ),
    (
        "an example gives a formula",
        "rules/water/supply/a_day_of_water.yaml",
        "given: {people: 10}",
        "given: {litres_a_day: 10}",
        [
            "rules/water/supply/a_day_of_water.yaml, line 13: "
            "`litres_a_day` is a formula and cannot be given. Give the facts that it is made of: 1.5 * "
            "people.",
        ],
    ),
    (
        "an example gives a number out of range",
        "rules/water/supply/soften_hard_water.yaml",
        "given: {hardness: 21.1}",
        "given: {hardness: 41}",
        [
            "rules/water/supply/soften_hard_water.yaml, line 14: "
            "`hardness` is 41; it must lie between 0 and 40 °dH. Look for a slip of the hand; if it is "
            "right, the range of `hardness` in facts.yaml is too narrow.",
        ],
    ),
    (
        "an example gives too many decimals",
        "rules/water/supply/soften_hard_water.yaml",
        "given: {hardness: 21.1}",
        "given: {hardness: 21.11}",
        [
            "rules/water/supply/soften_hard_water.yaml, line 14: "
            "`hardness` is 21.11; it has at most 1 decimal. Round it.",
        ],
    ),
    (
        "an example gives a choice that is misspelt",
        "rules/water/rooms/one_machine_only.yaml",
        "given: {pressure: low}",
        "given: {pressure: lo}",
        [
            "rules/water/rooms/one_machine_only.yaml, line 9: “lo” is no choice of `pressure`. Did you mean low?",
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
