"""What was heard in a customer's words, as values: wants, results, what is asked back, left out or not understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor.calling.heard_days import HeardDay
from advisor.calling.heard_money import HeardMoney
from advisor.calling.heard_suggest import Suggested

Span = tuple[int, int]


@dataclass(frozen=True)
class HeardWant:
    """An offering that was asked for, how many, and where that stands in the words. `said`: the words of the number ("about 40",
    "500" cards that are five boxes); "" where none was said, which is one."""

    offering: str
    quantity: int
    span: Span
    said: str = ""


@dataclass(frozen=True)
class AskedBack:
    """An offering that was asked for, but not so that it can be added: how many was left open ("a few", "40 to 50", 0, or not said),
    or whether at all ("maybe", "one is plenty", or "we have none")."""

    offering: str
    span: Span
    said: str
    why: Literal["how_many", "maybe", "enough", "lacking"]
    quantity: int | None = None


@dataclass(frozen=True)
class HeardOutcome:
    outcome: str
    span: Span


@dataclass(frozen=True)
class Unclear:
    """Words that name several offerings alike, or are only a part of a longer name; whoever listens chooses."""

    text: str
    offerings: tuple[str, ...]
    span: Span


@dataclass(frozen=True)
class NotAdded:
    """Named, but as something refused, there already, corrected, or only in passing ("on the server")."""

    text: str
    offerings: tuple[str, ...]
    why: Literal["refused", "there", "passing", "corrected"]
    span: Span


@dataclass(frozen=True)
class Elsewhere:
    """What another pack sells."""

    text: str
    pack: str
    names: tuple[str, ...]
    span: Span


@dataclass(frozen=True)
class Correction:
    """What the words `said` mean, set by hand: an offering or a result, or nothing (`meant` None)."""

    said: str
    meant: str | None


@dataclass(frozen=True)
class Heard:
    """What the words say. `rest`: where nothing was found; `suggested`: what the first of these may mean. `unread`: how many letters were too many to listen to."""

    wants: tuple[HeardWant, ...] = ()
    outcomes: tuple[HeardOutcome, ...] = ()
    asked_back: tuple[AskedBack, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    not_added: tuple[NotAdded, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    days: tuple[HeardDay, ...] = ()
    money: tuple[HeardMoney, ...] = ()
    rest: tuple[Span, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    unread: int = 0

    @property
    def asked_for(self) -> set[str]:
        """The offerings that were asked for, those that are asked back among them."""
        return {want.offering for want in self.wants} | {asked.offering for asked in self.asked_back}

    @property
    def needed_by(self) -> date | None:
        """The earliest of the days by which it must be there."""
        return min((day.day for day in self.days if day.day is not None), default=None)

    def budget(self, per: Literal["once", "monthly"]) -> int | None:
        """The lowest limit that was named, in cents."""
        return min((money.cents for money in self.money if money.per == per and not money.why), default=None)
