"""What is said about YAML that does not say what its writer meant, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# what happened, file, text that is there (none: the whole file), text in its place, every message
BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    (
        "the needs stand in curly brackets with a comma",
        "rules/water/supply/soften_hard_water.yaml",
        "needs:\n  softener: 1\n",
        "needs: {softener: max(1, 2)}\n",
        [
            "rules/water/supply/soften_hard_water.yaml, line 5: "
            "`needs` is written in curly brackets; there a comma, as in `max(2, 3)`, would begin a new "
            "entry. Write each entry in a line of its own, indented, without brackets.",
        ],
    ),
    (
        "a text begins with a curly bracket",
        "rules/water/supply/soften_hard_water.yaml",
        "because: Your water has {hardness}; above 21 the machine furs up.",
        "because: {hardness} is too much.",
        [
            "rules/water/supply/soften_hard_water.yaml, line 7: "
            "A text that begins with `{` is read as a map, not as a text. Write `>-` behind the colon and "
            "the text in the next line, indented.",
        ],
    ),
    (
        "a text is one curly bracket",
        "rules/water/supply/soften_hard_water.yaml",
        "because: Your water has {hardness}; above 21 the machine furs up.",
        "because: {hardness}",
        [
            "rules/water/supply/soften_hard_water.yaml, line 7: "
            "`because` is a text that begins with `{`; YAML reads that as a map. Write `>-` behind the "
            "colon and the text in the next line, indented.",
        ],
    ),
    (
        "a text holds a colon",
        "rules/water/supply/soften_hard_water.yaml",
        "without: The machine is descaled every month.",
        "without: Mind: it furs up.",
        [
            "rules/water/supply/soften_hard_water.yaml, line 9: "
            "A second colon with a space behind it stands in this line; YAML takes it for a new key. Put "
            'quotes round the text ("..."), or write `>-` behind the first colon and the text in the next '
            "line, indented.",
        ],
    ),
    (
        "a line is indented with a tab",
        "rules/water/supply/soften_hard_water.yaml",
        "  softener: 1",
        "\tsoftener: 1",
        [
            "rules/water/supply/soften_hard_water.yaml, line 6: "
            "A tab stands here; YAML is indented with spaces. Put two spaces in its place.",
        ],
    ),
    (
        "a key is indented too far",
        "rules/water/supply/soften_hard_water.yaml",
        "owner: fitting",
        "  owner: fitting",
        [
            "rules/water/supply/soften_hard_water.yaml, line 11: "
            "`owner` is indented under a line that has its value already. Let all keys of one level begin "
            "in the same column.",
        ],
    ),
    (
        "a quote is not closed",
        "rules/water/supply/soften_hard_water.yaml",
        "title: Hard",
        'title: "Hard',
        [
            "rules/water/supply/soften_hard_water.yaml, line 1: "
            "A quote is opened here and never closed. Close it at the end of the text.",
        ],
    ),
    (
        "a key stands twice",
        "rules/water/supply/soften_hard_water.yaml",
        "owner: fitting",
        "owner: fitting\nowner: sales",
        [
            "rules/water/supply/soften_hard_water.yaml, line 12: "
            "`owner` stands here twice: in line 11 and in line 12. Keep one of the two.",
        ],
    ),
    (
        "a merge was not finished",
        "rules/water/supply/soften_hard_water.yaml",
        "owner: fitting",
        "<<<<<<< mine\nowner: fitting\n=======\nowner: sales\n>>>>>>> theirs",
        [
            "rules/water/supply/soften_hard_water.yaml, line 11: "
            "`<<<<<<<` marks two versions of this file that were never put together. Keep the lines that "
            "are right and delete the three marker lines.",
        ],
    ),
    (
        "a text begins with a star",
        "rules/water/supply/soften_hard_water.yaml",
        "title: Hard water is softened",
        "title: *hard",
        [
            "rules/water/supply/soften_hard_water.yaml, line 1: "
            "`*hard` stands for another part of the file; such references are not read. Write the text "
            "out; if it only begins with `*`, put quotes round it.",
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
