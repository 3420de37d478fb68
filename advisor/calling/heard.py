"""What a customer's own words ask for: offerings, results, days and budgets; never more than was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_days import HeardDay, days_of
from advisor.calling.heard_lists import lists_of
from advisor.calling.heard_money import HeardMoney, money_of
from advisor.calling.heard_names import Match, Name, find, ids_of, names_of
from advisor.calling.heard_quantity import Quantity, quantity_of
from advisor.calling.heard_scope import BY_HAND, Said, judge
from advisor.calling.heard_suggest import Suggested, suggested_for
from advisor.calling.heard_text import Text
from advisor.calling.heard_words import Word, words_of
from advisor.pack import Pack

MOST_LETTERS = 200_000  # what is longer is kept, but not listened to to its end
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
    or whether at all ("maybe", or "we have none")."""

    offering: str
    span: Span
    said: str
    why: Literal["how_many", "maybe", "lacking"]
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


def hear(
    pack: Pack,
    words: str,
    today: date | None = None,
    others: Sequence[Pack] = (),
    corrections: Sequence[Correction] = (),
) -> Heard:
    """Read a customer's words. Nothing is added that was not said: what is refused, or there already, is no want.

    `today` is the day they were said on (without it, no day is read); `others` are the packs that the rest may belong to.
    """
    source = words[:MOST_LETTERS]
    lists = lists_of(pack)
    found = words_of(source, lists)
    names = names_of(pack, others, _learned(pack, corrections))
    matches = find(found, names, lists, pack.id)
    matches = _without(source, found, matches, corrections)
    text = Text(found, matches, lists)
    taken = text.at
    days = () if today is None else tuple(days_of(source, found, lists, today, taken))
    money = tuple(money_of(found, lists, pack.currency, taken))
    text = _without_money_and_days(text, money, days)
    hearing = _Hearing(pack, source, text)
    heard = hearing.heard()
    spans = [*(day.span for day in days), *(one.span for one in money)]
    rest = tuple(_rest(text, spans, hearing.decided))
    return replace(
        heard,
        days=days,
        money=money,
        rest=rest,
        suggested=suggested_for(pack, source, rest),
        unread=max(0, len(words) - MOST_LETTERS),
    )


def _learned(pack: Pack, corrections: Sequence[Correction]) -> tuple[tuple[Name, tuple[str, ...]], ...]:
    return tuple(
        (Name(pack.id, "outcome" if one.meant in pack.outcomes else "offering", one.meant), (one.said,))
        for one in corrections
        if one.meant in pack.offerings or one.meant in pack.outcomes
        if one.meant is not None
    )


def _same_words(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _without(
    source: str, words: Sequence[Word], matches: list[Match], corrections: Sequence[Correction]
) -> list[Match]:
    """The matches after what was set by hand: some words mean nothing, some mean another thing."""
    by_hand = {" ".join(one.said.casefold().split()): one.meant for one in corrections}
    kept = []
    for match in matches:
        said = " ".join(source[words[match.first].start : words[match.last].end].casefold().split())
        if said in by_hand:
            meant = by_hand[said]
            names = tuple(name for name in match.names if name.id == meant)
            if names:
                kept.append(replace(match, names=names, grade=BY_HAND))
        else:
            kept.append(match)
    return kept


def _without_money_and_days(text: Text, money: Sequence[HeardMoney], days: Sequence[HeardDay]) -> Text:
    """The text for quantities: no number of an amount or a day counts things."""
    spans = [one.span for one in money] + [day.span for day in days]
    return Text(text.words, text.matches, text.lists, tuple(spans))


class _Hearing:
    """Collects what was heard, mention by mention; a later one that says more stands for the earlier one."""

    def __init__(self, pack: Pack, source: str, text: Text) -> None:
        self.pack, self.source, self.text = pack, source, text
        self.wants: dict[str, tuple[HeardWant | AskedBack, Quantity]] = {}
        self.outcomes: dict[str, HeardOutcome] = {}
        self.unclear: dict[tuple[str, ...], Unclear] = {}
        self.not_added: list[NotAdded] = []
        self.elsewhere: list[Elsewhere] = []
        self.decided: set[int] = set()  # the places of what is more than named in passing

    def heard(self) -> Heard:
        for n, said in enumerate(judge(self.text)):
            match = self.text.matches[n]
            if said != "passing":
                self.decided.update(range(match.first, match.last + 1))
            self._take(n, match, said)
        decided = [one for one, _ in self.wants.values()]
        return Heard(
            wants=tuple(one for one in decided if isinstance(one, HeardWant)),
            outcomes=tuple(self.outcomes.values()),
            asked_back=tuple(one for one in decided if isinstance(one, AskedBack)),
            unclear=tuple(self.unclear.values()),
            not_added=tuple(self.not_added),
            elsewhere=tuple(self.elsewhere),
        )

    def _span(self, match: Match) -> Span:
        return self.text.words[match.first].start, self.text.words[match.last].end

    def _take(self, n: int, match: Match, said: Said) -> None:
        span, first = self._span(match), match.names[0]
        named, offerings = self.source[span[0] : span[1]], ids_of(match.names)
        if said in ("refused", "there", "passing"):
            if first.pack == self.pack.id and first.kind == "offering":
                self._refuse(NotAdded(named, offerings, said, span))
        elif first.pack != self.pack.id:
            if said != "compound":
                self.elsewhere.append(Elsewhere(named, first.pack, offerings, span))
        elif first.kind == "outcome":
            self.outcomes.setdefault(first.id, HeardOutcome(first.id, span))
        elif len(offerings) > 1 or said == "compound":
            self.unclear.setdefault(offerings, Unclear(named, offerings, span))
        else:
            self._want(n, offerings[0], said, span)

    def _refuse(self, refused: NotAdded) -> None:
        self.not_added.append(refused)
        if refused.why == "refused":
            for offering in refused.offerings:
                there = self.wants.get(offering)
                if there is not None and self._is_same_thing(there[0].span, refused.span):
                    del self.wants[offering]

    def _is_same_thing(self, one: Span, other: Span) -> bool:
        """Whether two names of one offering share a word: "a new website? no, forget the website", but not "Mattermost, not Slack"."""
        said = [{word.base for word in self.text.words if a <= word.start < b} for a, b in (one, other)]
        return bool(said[0] & said[1] - self.text.lists.filling)

    def _want(self, n: int, offering: str, said: Said, span: Span) -> None:
        quantity = quantity_of(self.text, self.source, n, self.pack.offerings[offering])
        if self._is_replaced(n):
            self._replace(n)
        before = self.wants.get(offering)
        if before is not None:
            quantity, span = self._together(n, before, quantity, span)
        self.wants[offering] = (self._as_heard(offering, said, quantity, span), quantity)

    def _as_heard(self, offering: str, said: Said, quantity: Quantity, span: Span) -> HeardWant | AskedBack:
        if said == "maybe" or said == "lacking":
            return AskedBack(offering, span, quantity.said, said, quantity.value)
        if quantity.value is None:
            return AskedBack(offering, span, quantity.said, "how_many")
        return HeardWant(offering, quantity.value, span, quantity.said)

    def _together(
        self, n: int, before: tuple[HeardWant | AskedBack, Quantity], now: Quantity, span: Span
    ) -> tuple[Quantity, Span]:
        """Two mentions of one thing: the one with a number counts; two numbers are asked about, unless one corrects the other."""
        there, earlier = before
        if not now.stated or (earlier.stated and earlier.value == now.value):
            return earlier if earlier.stated or there.span != span else now, there.span
        if not earlier.stated or self._is_replaced(n):
            return now, span
        both = f"{earlier.said}, {now.said}"
        return Quantity(None, both, True, now.last), span

    def _correction_before(self, n: int) -> int | None:
        """The place of a correcting word right before a mention."""
        begin = self.text.begin(self.text.matches[n])
        ends = {cue.last + 1: cue.first for cue in self.text.correcting.values()}
        return ends.get(begin)

    def _is_replaced(self, n: int) -> bool:
        return n > 0 and self._correction_before(n) is not None

    def _replace(self, n: int) -> None:
        """ "A NAS, sorry, a server": what stood right before the correction goes, unless it is the same thing."""
        place = self._correction_before(n)
        earlier = self.text.matches[n - 1]
        if place is None or place - earlier.last > 2 or earlier.names == self.text.matches[n].names:
            return
        offerings = ids_of(earlier.names)
        for offering in offerings:
            if self.wants.pop(offering, None) is not None:
                span = self._span(earlier)
                self.not_added.append(NotAdded(self.source[span[0] : span[1]], (offering,), "corrected", span))


def _rest(text: Text, spans: Sequence[Span], decided: Set[int]) -> Iterator[Span]:
    """The pieces between commas and "and" in which something was said and nothing found, as they were said."""
    lists, words = text.lists, text.words
    cues = {
        place
        for cue in cues_of(
            words,
            lists,
            ("wanting", "refusing", "having", "harmless", "correcting", "maybe", "vague", "deadline", "budget"),
            text.at,
        )
        for place in range(cue.first, cue.last + 1)
    }
    idle = lists.filling | lists.following | lists.heads | lists.describing | lists.between_number
    piece: list[int] = []
    waiting: list[list[int]] = []
    for place, word in enumerate(words):
        if piece and (word.part != words[piece[-1]].part or (word.raw in lists.joining and place not in text.at)):
            waiting.append(piece)
            piece = []
        piece.append(place)
    waiting.append(piece)
    for piece in waiting:
        if any(place in decided for place in piece):
            continue
        inside = [p for p in piece if not any(a <= words[p].start < b for a, b in spans)]
        telling = [p for p in inside if words[p].raw not in idle and p not in cues and p not in text.number_at]
        if (telling and len(inside) > 1) or (len(telling) == len(inside) == 1 and len(words[inside[0]].raw) > 3):
            yield words[inside[0]].start, words[inside[-1]].end
