"""A suggested synonym that an editor accepts changes one field of the price list and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.workshop.suggestions import CannotAdd, with_synonym

LIST = 'id,name,synonyms,description\nbar,"Bar, long","a;b","Says ""hello"", twice."\ntap,Tap,,One.\ncup,Cup,mug,Two.\n'


@pytest.mark.parametrize(
    ("offering", "phrase", "line"),
    [
        ("bar", "the long thing", 'bar,"Bar, long","a;b;the long thing","Says ""hello"", twice."'),
        ("tap", "  spigot ", "tap,Tap,spigot,One."),
        ("cup", "beaker", "cup,Cup,mug;beaker,Two."),
    ],
)
def test_an_accepted_synonym_stands_behind_the_others_and_all_else_stays(offering: str, phrase: str, line: str) -> None:
    before, after = LIST.splitlines(), with_synonym(LIST, offering, phrase).splitlines()
    assert [new for old, new in zip(before, after, strict=True) if new != old] == [line]


def test_a_synonym_that_is_there_already_changes_nothing() -> None:
    assert with_synonym(LIST, "cup", "Mug") == LIST


@pytest.mark.parametrize(
    ("offering", "phrase", "says"),
    [
        (
            "jug",
            "pitcher",
            "There is no offering `jug` in offerings.csv any more: refuse the suggestion, or choose another one.",
        ),
        ("cup", "a;b", "“a;b” cannot be a synonym: write 1 to 80 letters without ; , and quotation marks."),
        ("cup", " ", "“” cannot be a synonym: write 1 to 80 letters without ; , and quotation marks."),
    ],
)
def test_what_cannot_become_a_synonym_is_said(offering: str, phrase: str, says: str) -> None:
    with pytest.raises(CannotAdd) as fault:
        with_synonym(LIST, offering, phrase)
    assert str(fault.value) == says


def test_the_price_lists_of_the_packs_keep_every_other_byte(project: Path) -> None:
    for path in sorted((project / "data").glob("*/offerings.csv")):
        text = path.read_bytes().decode("utf-8")
        offering = text.splitlines()[1].partition(",")[0]
        assert with_synonym(text, offering, "thingummy").replace(";thingummy", "") == text
