"""What a customer's own words ask for: offerings, results, days and budgets; never more than was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import date

from advisor.calling.heard_bases import righted
from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_days import HeardDay, days_of
from advisor.calling.heard_find import find
from advisor.calling.heard_lists import lists_of
from advisor.calling.heard_match import BY_HAND, Match
from advisor.calling.heard_money import HeardMoney, money_of
from advisor.calling.heard_names import Name, names_of
from advisor.calling.heard_suggest import suggested_for
from advisor.calling.heard_text import Text
from advisor.calling.heard_values import Correction, Heard, Span
from advisor.calling.heard_wants import Hearing
from advisor.calling.heard_words import Word, words_of
from advisor.pack import Pack

MOST_LETTERS = 200_000  # what is longer is kept, but not listened to to its end


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
    names = names_of(pack, others, _learned(pack, corrections))
    found = righted(words_of(source, lists), names, lists)
    matches = find(found, names, lists, pack.id)
    matches = _without(source, found, matches, corrections)
    text = Text(found, matches, lists)
    taken = text.at
    days = () if today is None else tuple(days_of(source, found, lists, today, taken))
    money = tuple(money_of(found, lists, pack.currency, taken))
    text = _without_money_and_days(text, money, days)
    hearing = Hearing(pack, source, text)
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
