"""What was heard, as the page shows it: the words with what was found marked, and what is asked back, left out or not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from advisor.calling.call import Call
from advisor.calling.call_text import escape
from advisor.calling.heard_money import HeardMoney
from advisor.calling.heard_synonyms import suggested_synonyms
from advisor.calling.heard_values import AskedBack, Heard, NotAdded, Span
from advisor.pack import Pack
from advisor.saying import say_date, say_list, say_money, say_number

MOST_MARKED = 1_500  # letters round what was found; of a longer text only the pieces with something in them
MOST_CHOICES = 4
AROUND = 60

MARKS: Mapping[str, tuple[str, str]] = {
    "want": ("green", "check"),
    "outcome": ("blue", "flag"),
    "ask": ("orange", "help"),
    "not": ("gray", "block"),
    "elsewhere": ("violet", "call_split"),
    "day": ("blue", "event"),
    "money": ("blue", "payments"),
}
WHY_NOT: Mapping[str, str] = {
    "refused": "they do not want it",
    "there": "they have it",
    "passing": "named only in passing",
    "corrected": "corrected at once",
}


@dataclass(frozen=True)
class Ask:
    """A line that waits for a click: `kind` says which field stands behind it; `choices` are ids with their names."""

    key: str
    text: str
    kind: Literal["how_many", "whether", "which", "money", "day"]
    said: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    money: HeardMoney | None = None
    quantity: int = 1


@dataclass(frozen=True)
class Found:
    """A match that can be corrected or taken away: the words, and what they mean now."""

    key: str
    said: str
    meant: str


@dataclass(frozen=True)
class HeardView:
    """`marked`: Markdown of the words; `found`: what can be corrected; `kept`: corrections that were made, with what they mean."""

    marked: str = ""
    asks: tuple[Ask, ...] = ()
    notes: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[tuple[str, str], ...] = ()
    suggested: int = 0


def heard_view(pack: Pack, call: Call, titles: Mapping[str, str]) -> HeardView:
    """`titles`: how the packs are called, by id."""
    heard, words = call.heard, call.case.words
    if not words.strip():
        return HeardView()
    return HeardView(
        marked=_marked(words, heard),
        asks=tuple(_asks(pack, call)),
        notes=tuple(_notes(pack, call, titles)),
        found=tuple(_found(words, heard)),
        meanings={
            **{one.id: _capital(one.title) for one in pack.outcomes.values()},
            **{one.id: one.name for one in pack.offerings.values()},
        },
        kept=tuple(
            (one.said, f"“{escape(_cut(one.said))}” means {escape(_name(pack, one.meant))}") for one in call.corrections
        ),
        suggested=len(suggested_synonyms(pack, call)),
    )


def say_untaught(said: str, fault: Exception) -> str:
    """That a correction holds in the call, and why the rule editors do not hear of it."""
    cause = str(fault)
    return f"“{_inline(_cut(said))}” is understood so in this call, but was not suggested to the rule editors: {escape(cause[:1].lower() + cause[1:])}"


def _marks(heard: Heard) -> list[tuple[Span, str]]:
    marks: list[tuple[Span, str]] = [
        *((one.span, "want") for one in heard.wants),
        *((one.span, "outcome") for one in heard.outcomes),
        *((asked.span, "ask") for asked in heard.asked_back),
        *((unclear.span, "ask") for unclear in heard.unclear),
        *((one.span, "not") for one in heard.not_added),
        *((one.span, "elsewhere") for one in heard.elsewhere),
        *((day.span, "day" if day.day else "ask") for day in heard.days),
        *((one.span, "money" if not one.why else "ask") for one in heard.money),
    ]
    apart: list[tuple[Span, str]] = []
    for span, kind in sorted(marks):
        if not apart or span[0] >= apart[-1][0][1]:
            apart.append((span, kind))
    return apart


def _marked(words: str, heard: Heard) -> str:
    """The words with each match on a coloured ground and with a sign; every letter of theirs is escaped. "" where nothing was found."""
    marks = _marks(heard)
    if not marks:
        return ""
    is_long = len(words) > MOST_MARKED
    pieces: list[str] = []
    at = 0
    for (first, last), kind in marks:
        pieces.append(_plain(words[at:first], is_long))
        colour, icon = MARKS[kind]
        pieces.append(f":{colour}-background[:material/{icon}: {_inline(words[first:last])}]")
        at = last
    pieces.append(_plain(words[at:], is_long))
    text = "".join(pieces)
    return text if len(marks) <= 200 else "".join(pieces[:400]) + "…"


def _plain(text: str, is_long: bool) -> str:
    """Words between two matches; of a long text only their ends."""
    if is_long and len(text) > 2 * AROUND:
        text = f"{text[:AROUND]} … {text[-AROUND:]}"
    begins, ends = text[:1].isspace(), text[-1:].isspace()
    inner = _inline(text)
    return (" " if begins else "") + inner + (" " if ends and inner else "")


def _inline(text: str) -> str:
    """One line in which no sign means anything."""
    one = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text)
    return escape(" ".join(one.split())).replace("\ufffd", "?").encode("utf-8", "replace").decode("utf-8")


def _name(pack: Pack, id: str | None) -> str:
    if id is None:
        return "nothing here"
    if id in pack.offerings:
        return pack.offerings[id].name
    return pack.outcomes[id].title if id in pack.outcomes else "nothing here"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _asks(pack: Pack, call: Call) -> list[Ask]:
    """What has to be asked back before anything is added."""
    wanted = {want.offering for want in call.case.wants} | call.by_hand
    asks = []
    for one in call.heard.asked_back:
        if one.offering not in wanted:
            asks.append(_asked_back(pack, call, one))
    for n, unclear in enumerate(call.heard.unclear):
        if not wanted & set(unclear.offerings):
            choices = tuple((id, pack.offerings[id].name) for id in unclear.offerings[:MOST_CHOICES])
            asks.append(
                Ask(f"unclear_{n}", f"“{_inline(_cut(unclear.text))}”: did they mean", "which", unclear.text, choices)
            )
    for n, piece in enumerate(call.heard.suggested):
        found = tuple((id, _capital(_name(pack, id))) for id in piece.things if id not in wanted)
        if found:
            text = f"Not understood: “{_inline(_cut(piece.text))}”. Perhaps"
            asks.append(Ask(f"rest_{n}", text, "which", piece.text, found))
    asks += [ask for n, money in enumerate(call.heard.money) if (ask := _money(pack, call, n, money)) is not None]
    for n, day in enumerate(call.heard.days):
        if day.day is None and call.case.needed_by is None:
            said = call.case.words[day.span[0] : day.span[1]]
            asks.append(Ask(f"day_{n}", f"“{_inline(said)}”: by which day must it be there?", "day", said))
    return asks


def _asked_back(pack: Pack, call: Call, one: AskedBack) -> Ask:
    offering = pack.offerings[one.offering]
    said = _inline(_cut(call.case.words[one.span[0] : one.span[1]]))
    name = escape(offering.name)
    if one.why == "how_many":
        number = f"“{_inline(_cut(one.said))}”" if one.said else "no number"
        many = escape(offering.unit.many) if offering.unit else "of them"
        return Ask(
            f"many_{one.offering}",
            f"{name}: they said {number}. How many {many}?",
            "how_many",
            said,
            ((one.offering, offering.name),),
            many,
        )
    text = (
        f"{name}: they said that one is enough. Do they want one more?"
        if one.why == "enough"
        else f"{name}: they said “maybe”. Do they want it?"
        if one.why == "maybe"
        else f"{name}: they have none. Do they want it?"
    )
    return Ask(
        f"whether_{one.offering}", text, "whether", said, ((one.offering, "Yes, add it"),), quantity=one.quantity or 1
    )


def _money(pack: Pack, call: Call, n: int, money: HeardMoney) -> Ask | None:
    said = _inline(_cut(call.case.words[money.span[0] : money.span[1]]))
    limits = call.case.budget
    if not money.why or (limits.once if money.per == "once" else limits.monthly) is not None:
        return None
    amount = escape(say_money(money.cents, pack.currency))
    match money.why:
        case "currency":
            return Ask(f"money_{n}", f"“{said}” is not in {pack.currency}; no budget was set.", "money", said)
        case "rate":
            return Ask(f"money_{n}", f"“{said}” is neither once nor a month; no budget was set.", "money", said)
        case "range":
            text = f"“{said}”: is {amount} {'a month ' if money.per == 'monthly' else ''}the most they pay?"
        case _:
            text = f"“{said}”: is it the most they pay{' a month' if money.per == 'monthly' else ''}?"
    return Ask(f"money_{n}", text, "money", said, (("take", "Yes, it is"),), money=money)


def _notes(pack: Pack, call: Call, titles: Mapping[str, str]) -> list[str]:
    """What was named and not added, what belongs elsewhere, days and budgets, and what was not understood."""
    heard, words, notes = call.heard, call.case.words, []
    if heard.needed_by is not None and call.case.needed_by == heard.needed_by:
        notes.append(f"Needed by {say_date(heard.needed_by)}.")
    limits = [
        f"{escape(say_money(cents, pack.currency))} {said}"
        for cents, taken, said in (
            (heard.budget("once"), call.case.budget.once, "once"),
            (heard.budget("monthly"), call.case.budget.monthly, "a month"),
        )
        if cents is not None and cents == taken
    ]
    if limits:
        notes.append(f"They pay at most {say_list(limits)}.")
    for why, said in WHY_NOT.items():
        named = _named([one for one in heard.not_added if one.why == why and not _is_wanted(call, one)])
        if named:
            notes.append(f"Not added, {said}: {named}.")
    for pack_id in dict.fromkeys(one.pack for one in heard.elsewhere):
        here = [one.text for one in heard.elsewhere if one.pack == pack_id]
        notes.append(f"{_quoted(here)} belongs to {escape(titles.get(pack_id, pack_id))}: start a second case.")
    answered = {piece.span for piece in heard.suggested}
    left = [words[first:last] for first, last in heard.rest if (first, last) not in answered]
    if left and (heard.wants or heard.outcomes or heard.asked_back or heard.unclear):
        notes.append(f"Not understood: {_quoted(left)}.")
    if heard.unread:
        notes.append(f"The last {say_number(heard.unread)} letters were kept, and not listened to.")
    return notes


def _is_wanted(call: Call, one: NotAdded) -> bool:
    return bool({want.offering for want in call.case.wants} & set(one.offerings))


def _named(found: Sequence[NotAdded]) -> str:
    return _quoted([one.text for one in found]) if found else ""


def _quoted(texts: Sequence[str]) -> str:
    apart = list(dict.fromkeys(_inline(_cut(text)) for text in texts))
    said = [f"“{text}”" for text in apart[:MOST_CHOICES]]
    if len(apart) > MOST_CHOICES:
        said.append(f"{len(apart) - MOST_CHOICES} more")
    return say_list(said)


def _found(words: str, heard: Heard) -> list[Found]:
    """Every match once, in the order of the words."""
    spans = [
        *((one.span, one.offering) for one in heard.wants),
        *((one.span, one.offering) for one in heard.asked_back),
        *((one.span, one.outcome) for one in heard.outcomes),
    ]
    found: dict[str, Found] = {}
    for (first, last), meant in sorted(spans):
        said = words[first:last]
        found.setdefault(" ".join(said.casefold().split()), Found(f"{meant}_{first}", said, meant))
    return list(found.values())
