"""Texts for the page: Markdown in which only our own signs mean anything, money in bold, badges in their colours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from advisor.recommendation import Line, Verdict
from advisor.saying import NO_BREAK_SPACE, say_money

Colour = Literal["red", "orange", "yellow", "blue", "green", "violet", "gray"]

_SIGNS = re.compile(r"([\\`*_\[\]<>#$~|&!]|:(?=[:A-Za-z+-]))")  # a colon before a letter begins an icon or a colour
_LEADING = re.compile(r"^(\s*)([-+=>]|\d+[.)])(?=\s)", re.MULTILINE)
_AMOUNT = re.compile("(\N{MINUS SIGN}?\N{WORD JOINER}?" + r"\\?[€$£]\d[\d,]*(?:\.\d+)?)")
_SHORT_NAMES = re.compile(
    r":(?=[A-Za-z0-9_+/-]+:)"
)  # ":smile:" and ":material/home:" are drawn even behind a backslash
_LINKS = re.compile(r"(?i)(\bwww)\.|(://)|(@)")


@dataclass(frozen=True)
class Badge:
    """A word beside a name. Its colour repeats what it says and never says more."""

    text: str
    colour: Colour
    icon: str = ""

    @property
    def markdown(self) -> str:
        icon = f":material/{self.icon}: " if self.icon else ""
        return f":{self.colour}-badge[{icon}{escape(self.text)}]"


VERDICTS: dict[Verdict, Badge] = {
    "proceed": Badge("Go ahead", "green", "check"),
    "check_first": Badge("Check first", "orange", "search"),
    "not_yet": Badge("Not yet", "orange", "schedule"),
    "not_us": Badge("Not from us", "red", "block"),
    "nothing_needed": Badge("Nothing needed", "green", "check"),
}
COLOURS: dict[str, Colour] = {
    "added": "blue",
    "first this": "blue",
    "something else": "blue",
    "as asked": "gray",
    "fewer than asked": "green",
    "more than asked": "orange",
    "your choice": "violet",
    "not needed": "green",
    "cannot work": "red",
    "not from us": "red",
    "your own work": "gray",
}


def badge(text: str) -> Badge:
    return Badge(text, COLOURS.get(text, "gray"))


def escape(text: str) -> str:
    """Text that Markdown shows as it is: no sign in it means anything, and nothing in it becomes a link."""
    one = _LINKS.sub(
        lambda found: (
            found.group().replace(".", ".\N{WORD JOINER}").replace("://", ":\N{WORD JOINER}//") + "\N{WORD JOINER}"
        ),
        " ".join(text.split(" ")),
    )
    one = _SHORT_NAMES.sub(":\N{WORD JOINER}", one)
    signs = _SIGNS.sub(r"\\\1", one.replace("\n", " "))
    return _LEADING.sub(
        lambda found: f"{found.group(1)}\\{found.group(2)}" if found.group(2) in "-+=>" else _number(found), signs
    )


def _number(found: re.Match[str]) -> str:
    """ "1. " at the beginning would start a list."""
    return f"{found.group(1)}{found.group(2)[:-1]}\\{found.group(2)[-1]}"


def with_bold_money(text: str) -> str:
    """Escaped text with its amounts of money in bold."""
    return _AMOUNT.sub(r"**\1**", text)


def said_money(cents: int, currency: str) -> str:
    """Money for Markdown."""
    return escape(say_money(cents, currency))


def price_range(firm: int, most: int | None, currency: str) -> str:
    """ "**€1,080** to €1,980", the firm part in bold; "" where nothing is paid."""
    if not firm and not most and most is not None:
        return ""
    if not firm and most is None:
        return "not known yet"
    least = f"**{said_money(firm, currency)}**"
    if most is None:
        return f"{least} or more"
    return least if most == firm else f"{least} to {said_money(most, currency)}"


def pair_of_prices(once: tuple[int, int | None], monthly: tuple[int, int | None], currency: str) -> str:
    """What is paid once and a month (from, to): "**€1,800** + **€630** a month"; "no charge" where it is nothing."""
    at_once, a_month = price_range(*once, currency), price_range(*monthly, currency)
    if "not known yet" in (at_once, a_month):
        return ":gray[price not known yet]"
    parts = [at_once, f"{a_month} a{NO_BREAK_SPACE}month" if a_month else ""]
    return " + ".join(part for part in parts if part) or "no charge"


NO_RULE = "You asked for it, and no rule speaks about it."


def line_reason(line: Line) -> str:
    """The first sentence that says why a line is there."""
    return next((reason.says for reason in line.reasons if reason.says), NO_RULE)
