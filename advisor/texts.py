"""The texts of rules: what stands in braces is found, checked when a pack is loaded, and filled in for one case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from advisor.expressions.faults import did_you_mean, listed
from advisor.pack import Unit
from advisor.saying import NO_BREAK_SPACE, say_choice, say_date, say_list, say_number, say_rows, say_small
from advisor.values import Special, Value

OF_A_NEED = ("needed", "have", "short", "needed_here")  # may name a capability: {needed.some_capability}

_PIECES = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BEGINS_SENTENCE = re.compile(r"(^|[.!?:] )$")
_BEGINS_CLAUSE = re.compile(r"(^|[.!?:;,] |, and )$")
_NOUN = re.compile(r" [a-z]{4}")  # what a bare number before it counts; a shorter word may be a unit (mm, dpi)
_WORDS_UP_TO = 12


@dataclass(frozen=True)
class Slot:
    """A place in a text: `{name}`, `{name.key}` (key: a capability) or `{name|one|many}`; what is not there is ""."""

    name: str
    key: str = ""
    one: str = ""
    many: str = ""

    @property
    def id(self) -> str:
        """Under which its value is found."""
        return f"{self.name}.{self.key}" if self.key else self.name


class TextFault(Exception):
    """A text whose braces cannot be read; `what` and `cure` are whole sentences."""

    def __init__(self, what: str, cure: str) -> None:
        self.what, self.cure = what, cure
        super().__init__(what, cure)

    def __str__(self) -> str:
        return f"{self.what} {self.cure}"


def slots(text: str) -> tuple[Slot, ...]:
    """The places of a text in their order. Raises TextFault."""
    return tuple(piece for piece in _pieces(text) if isinstance(piece, Slot))


@lru_cache(maxsize=8192)
def _pieces(text: str) -> tuple[str | Slot, ...]:
    """The text cut up into what stays as it is and what is filled in."""
    pieces: list[str | Slot] = []
    end = 0
    for found in _PIECES.finditer(text):
        pieces += [_between(text, end, found.start()), _slot(found.group(1))]
        end = found.end()
    pieces.append(_between(text, end, len(text)))
    return tuple(piece for piece in pieces if piece != "")


def _between(text: str, start: int, end: int) -> str:
    part = text[start:end]
    if "{" in part or "}" in part:
        brace = "{" if "{" in part else "}"
        near = part[max(0, part.index(brace) - 10) : part.index(brace) + 20].strip()
        raise TextFault(
            f"A curly brace stands alone near \N{LEFT DOUBLE QUOTATION MARK}{near}\N{RIGHT DOUBLE QUOTATION MARK}.",
            "Put the name between { and }, or take the brace out.",
        )
    return part


def _slot(inside: str) -> Slot:
    name, *words = (part.strip() for part in inside.split("|"))
    name, dot, key = name.partition(".")
    readable = _NAME.fullmatch(name) and (_NAME.fullmatch(key) if dot else True)
    if not readable:
        raise TextFault(f"{{{inside}}} is not a name.", "Write the id of a fact between the braces, as in {users}.")
    if words and (len(words) != 2 or not all(words)):
        raise TextFault(
            f"{{{inside}}} has to bring the word for one and the word for many.",
            f"Write it as in {{{name}|phone|phones}}.",
        )
    one, many = words or ("", "")
    return Slot(name, key, one, many)


def check_text(text: str, names: frozenset[str], capabilities: frozenset[str]) -> list[tuple[str, str]]:
    """Find what is wrong with a text: (what, cure) for each fault.

    `names`: everything that may stand bare in it, "needed" and the like among them; `capabilities`: what may follow
    the dot of `{needed.…}`.
    """
    try:
        found = slots(text)
    except TextFault as fault:
        return [(fault.what, fault.cure)]
    faults = [_fault(slot, names, capabilities) for slot in dict.fromkeys(found)]
    return [fault for fault in faults if fault is not None]


def _fault(slot: Slot, names: frozenset[str], capabilities: frozenset[str]) -> tuple[str, str] | None:
    if not slot.key:
        if slot.name in names:
            return None
        hint = did_you_mean(slot.name, names, "Write the id of a fact or a formula, or leave it out.")
        return f"The text names {{{slot.name}}}, which does not exist here.", hint
    if slot.name not in OF_A_NEED:
        hint = did_you_mean(slot.name, OF_A_NEED, f"Only {', '.join(OF_A_NEED)} take a capability.")
        return f"The text names {{{slot.id}}}, and {slot.name} takes nothing after a dot.", hint
    if slot.key in capabilities:
        return None
    otherwise = f"It needs {listed(sorted(capabilities))}." if capabilities else "Take the dot and what follows out."
    hint = did_you_mean(slot.key, capabilities, otherwise)
    return f"The text names {{{slot.id}}}, but the rule needs no {slot.key}.", hint


def fill(text: str, values: Mapping[str, tuple[Value, Unit | None] | str]) -> str | None:
    """Fill in a text, or None where a value that it names is not known or does not apply.

    `values`: by `Slot.id`, a value with its unit, or words ready to print. Of the units only a symbol (GB) is printed:
    a counted noun stands in the sentence itself, as in "{users} people" or "{phones|phone|phones}".
    """
    pieces = _pieces(text)
    whole = ""
    for number, piece in enumerate(pieces):
        if isinstance(piece, str):
            whole += piece
            continue
        given = values.get(piece.id)
        after = pieces[number + 1] if number + 1 < len(pieces) else ""
        words = _in_words(piece, given, whole, after if isinstance(after, str) else "") or _say(piece, given)
        if words is None:
            return None
        whole += words
    begins_with_slot = text.lstrip().startswith("{")
    return whole[:1].upper() + whole[1:] if begins_with_slot else whole


def _in_words(slot: Slot, given: tuple[Value, Unit | None] | str | None, before: str, after: str) -> str:
    """A small count that begins a sentence as a word, "Twelve people", and none of something as "no"; "" for all other."""
    if given is None or isinstance(given, str):
        return ""
    value, unit = given
    counts = slot.many or ((unit is None or unit.one != unit.many) and _NOUN.match(after))
    if not counts or not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _WORDS_UP_TO:
        return ""
    begins = _BEGINS_SENTENCE.search(before)
    if not begins and (value or not _BEGINS_CLAUSE.search(before)):
        return ""
    word = say_small(value)
    if begins and not before.endswith(": "):
        word = word[:1].upper() + word[1:]
    return f"{word} {slot.one if value == 1 else slot.many}" if slot.many else word


def _say(slot: Slot, given: tuple[Value, Unit | None] | str | None) -> str | None:
    if given is None or isinstance(given, str):
        return given
    value, unit = given
    if isinstance(value, Special):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, Fraction)):
        if slot.many:
            return f"{say_number(value)}{NO_BREAK_SPACE}{slot.one if value == 1 else slot.many}"
        return say_number(value, unit)
    if isinstance(value, str):
        return say_choice(value)
    if isinstance(value, frozenset):
        return say_list([say_choice(choice) for choice in sorted(value)])
    return say_date(value) if isinstance(value, date) else say_rows(value)
