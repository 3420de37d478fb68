"""A name where it stands in a text, and how surely it is meant."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.calling.heard_names import Name

AS_WRITTEN, OTHER_FORM, MISTYPED, ABBREVIATED, NEARLY = 3, 2, 1, 1, 0
BY_HAND = 4  # set by whoever listens


@dataclass(frozen=True)
class Match:
    """A name in the text: places of its first and last word, what it may stand for, how many words of it count, and how sure
    (4: set by hand; 3: as it is written; 2: another form or order; 1: mistyped or shortened; 0: a right word that is nearly one of
    the name)."""

    first: int
    last: int
    names: tuple[Name, ...]
    size: int
    grade: int
    numbers: tuple[int, ...] = ()  # places of numbers inside it that are no part of it
    noun: int = -1  # the place of the word that is counted, where that is not the last

    @property
    def noun_place(self) -> int:
        return self.last if self.noun < 0 else self.noun
