"""Numbers of a name or a text as they are compared: "twenty-four" and "fifteen hundred" in figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_numbers import number_at
from advisor.calling.heard_words import Word


def in_figures(
    words: Sequence[Word], bases: Sequence[str], lists: WordLists, known: Collection[str] | None = None
) -> list[str]:
    """The words as they are looked up, with every number in words in figures at its first place and nothing at the others.

    `known`: the words of all names, by which "four fifty" is 450 where there is a 450; None for a name itself.
    """
    found = list(bases)
    place = 0
    while place < len(words):
        raw = words[place].raw
        if not (raw in lists.numbers or raw in lists.scales or _is_scaled(words, place, lists)):
            place += 1
            continue
        number = number_at(words, place, lists, ())
        if number is None or number.value is None:
            place += 1
            continue
        last, figures = number.last, str(number.value)
        hundreds = None if known is None else _hundreds(words, place, number.value, number.last, lists)
        if hundreds is not None and known is not None and str(hundreds[0]) in known:
            figures, last = str(hundreds[0]), hundreds[1]
        found[place : last + 1] = [figures, *[""] * (last - place)]
        place = last + 1
    return found


def _is_scaled(words: Sequence[Word], place: int, lists: WordLists) -> bool:
    """ "8 hundred", "3 thousand"."""
    after = place + 1
    return (
        words[place].raw[0].isdigit()
        and after < len(words)
        and words[after].raw in lists.scales
        and len(words[after].raw) > 1
    )


def _hundreds(words: Sequence[Word], place: int, value: int, last: int, lists: WordLists) -> tuple[int, int] | None:
    """ "Four fifty" is 450, and "two fifty-six" 256: the value and the place of its last word."""
    after = last + 1
    if (
        not 0 < value < 10
        or after >= len(words)
        or words[after].part != words[place].part
        or words[after].raw not in lists.numbers
    ):
        return None
    rest = number_at(words, after, lists, ())
    return (
        (value * 100 + rest.value, rest.last)
        if rest is not None and rest.value is not None and 10 <= rest.value < 100
        else None
    )
