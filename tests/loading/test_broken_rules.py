"""What is said about rule files that are at fault, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# what happened, file, text that is there (none: the whole file), text in its place, every message
BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    (
        "a key of a rule is misspelt",
        "rules/water/supply/soften_hard_water.yaml",
        "when: hardness > 21",
        "wehn: hardness > 21",
        [
            "rules/water/supply/soften_hard_water.yaml, line 3: `wehn` is not a key of a rule. Did you mean when?",
        ],
    ),
    (
        "a rule has no reason",
        "rules/water/supply/soften_hard_water.yaml",
        "because: Your water has {hardness}; above 21 the machine furs up.\n",
        "",
        [
            "rules/water/supply/soften_hard_water.yaml, line 1: "
            "`because` is missing. Write `because`: why, in words for the customer, with this customer's "
            "{numbers}. A rule that is not finished can be kept with `status: draft`.",
        ],
    ),
    (
        "a rule has no source",
        "rules/water/supply/soften_hard_water.yaml",
        "source: fitters\n",
        "",
        [
            "rules/water/supply/soften_hard_water.yaml, line 1: "
            "`source` is missing. Write `source`: where the rule has it from: ids of sources.yaml or "
            "figures.csv. A rule that is not finished can be kept with `status: draft`.",
        ],
    ),
    (
        "a rule has no owner",
        "rules/water/supply/soften_hard_water.yaml",
        "owner: fitting\n",
        "",
        [
            "rules/water/supply/soften_hard_water.yaml, line 1: "
            "`owner` is missing. Write `owner`: the role that keeps this rule right. A rule that is not "
            "finished can be kept with `status: draft`.",
        ],
    ),
    (
        "a rule has no examples",
        "rules/water/supply/soften_hard_water.yaml",
        (
            "examples:\n"
            "  - name: 21.1 is hard\n"
            "    given: {hardness: 21.1}\n"
            "    expect: {softener: 1}\n"
            "  - name: 21 is not\n"
            "    given: {hardness: 21}\n"
            "    expect: does not apply\n"
            "  - name: nobody measured\n"
            "    given: {people: 3}\n"
            "    expect: cannot tell yet\n"
        ),
        "",
        [
            "rules/water/supply/soften_hard_water.yaml, line 1: "
            "`examples` is missing. Write `examples`: tests: at least one where it applies and one where "
            "it does not. A rule that is not finished can be kept with `status: draft`.",
        ],
    ),
    (
        "a rule has one example",
        "rules/water/supply/soften_hard_water.yaml",
        (
            "  - name: 21 is not\n"
            "    given: {hardness: 21}\n"
            "    expect: does not apply\n"
            "  - name: nobody measured\n"
            "    given: {people: 3}\n"
            "    expect: cannot tell yet\n"
        ),
        "",
        [
            "rules/water/supply/soften_hard_water.yaml, line 12: "
            "There is only one example. Write at least two: one where the rule applies and one where it "
            "does not.",
        ],
    ),
    (
        "no example shows where the rule does not apply",
        "rules/water/supply/soften_hard_water.yaml",
        "expect: does not apply",
        "expect: cannot tell yet",
        [
            "rules/water/supply/soften_hard_water.yaml, line 12: "
            "In every example the rule applies, or nobody can tell. Add one with `expect: does not "
            "apply`.",
        ],
    ),
    (
        "no example shows where the rule applies",
        "rules/water/supply/soften_hard_water.yaml",
        "expect: {softener: 1}",
        "expect: does not apply",
        [
            "rules/water/supply/soften_hard_water.yaml, line 12: "
            "In no example the rule applies. Add one, with what is to be expected.",
        ],
    ),
    (
        "a rule has two effects",
        "rules/water/supply/soften_hard_water.yaml",
        "needs:\n",
        "know: [people]\nneeds:\n",
        [
            "rules/water/supply/soften_hard_water.yaml, line 5: "
            "A rule has one effect, and this one has 2: `needs`, `know`. Make a rule of each.",
        ],
    ),
    (
        "a rule has no effect",
        "rules/water/supply/soften_hard_water.yaml",
        "needs:\n  softener: 1\n",
        "",
        [
            "rules/water/supply/soften_hard_water.yaml, line 1: "
            "This rule has no effect. Write one of `needs`, `at_most`, `at_least`, `not_together`, "
            "`know`, `decline`, `advise`.",
        ],
    ),
    (
        "a title is a list",
        "rules/water/supply/soften_hard_water.yaml",
        "title: Hard water is softened",
        "title:\n  - Hard water is softened",
        [
            "rules/water/supply/soften_hard_water.yaml, line 1: "
            "`title` must be a text. Write the text behind the colon, in one line or after `>-`.",
        ],
    ),
    (
        "a condition is a list",
        "rules/water/supply/soften_hard_water.yaml",
        "when: hardness > 21",
        "when: [hardness > 21]",
        [
            "rules/water/supply/soften_hard_water.yaml, line 3: "
            "`when` must be a condition or an amount and begins with a bracket that YAML reads as a map "
            "or list. Write it so that it does not begin with `{` or `[`.",
        ],
    ),
    (
        "an unfinished rule is no draft",
        "rules/water/rooms/clear_the_corner.yaml",
        "status: draft\n",
        "",
        [
            "rules/water/rooms/clear_the_corner.yaml, line 1: "
            "`because` is missing. Write `because`: why, in words for the customer, with this customer's "
            "{numbers}. A rule that is not finished can be kept with `status: draft`.",
            "rules/water/rooms/clear_the_corner.yaml, line 1: "
            "`examples` is missing. Write `examples`: tests: at least one where it applies and one where "
            "it does not. A rule that is not finished can be kept with `status: draft`.",
            "rules/water/rooms/clear_the_corner.yaml, line 1: "
            "`owner` is missing. Write `owner`: the role that keeps this rule right. A rule that is not "
            "finished can be kept with `status: draft`.",
            "rules/water/rooms/clear_the_corner.yaml, line 1: "
            "`source` is missing. Write `source`: where the rule has it from: ids of sources.yaml or "
            "figures.csv. A rule that is not finished can be kept with `status: draft`.",
        ],
    ),
    (
        "a rule is a list",
        "rules/water/supply/soften_hard_water.yaml",
        "",
        "- a\n- b\n",
        [
            "rules/water/supply/soften_hard_water.yaml, line 1: "
            "Here a rule was expected, with a name and a colon in each line. Compare it with a file that "
            "works.",
        ],
    ),
    (
        "a rule file is empty",
        "rules/water/supply/soften_hard_water.yaml",
        "",
        "\n",
        [
            "rules/water/supply/soften_hard_water.yaml: The file is empty. Write something in it, or delete it.",
        ],
    ),
    (
        "a rule file has the wrong ending",
        "rules/water/rooms/new.yml",
        "",
        "title: x\n",
        [
            "rules/water/rooms/new.yml: A file that ends in `.yml` is not read. Rename it, so that it ends in `.yaml`.",
        ],
    ),
    (
        "a rule file has a name that is no id",
        "rules/water/rooms/Big-Room.yaml",
        "",
        "title: x\n",
        [
            "rules/water/rooms/Big-Room.yaml: "
            "The file's name “Big-Room” cannot be an id. Use small letters, digits and `_`, beginning "
            "with a letter, such as `crm_needs_memory`.",
        ],
    ),
    (
        "two rules bear one name",
        "rules/water/supply/no_lemonade.yaml",
        "",
        "title: x\n",
        [
            "rules/water/supply/no_lemonade.yaml: "
            "The rule `no_lemonade` is there twice: also as rules/water/rooms/no_lemonade.yaml. Rename "
            "one of the two files: a rule's id is its file's name, whatever folder it lies in.",
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
