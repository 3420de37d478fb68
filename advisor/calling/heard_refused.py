"""What is said at a distance behind a thing: that it is turned down, or there already."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Literal

from advisor.calling.heard_cues import Cue, cues_of
from advisor.calling.heard_match import Match
from advisor.calling.heard_text import Text

REACH = 18  # words behind a thing in which it may be turned down
NEAR = 5  # words behind a thing in which a last "not" is about it
SHORT = 8  # words of a sentence of its own that does so
VERDICTS = ("turned_down", "left_there")


def at_a_distance(text: Text, n: int, match: Match) -> Literal["refused", "there"] | None:
    """ "Guards, too dear he says", "a cluster maybe next year, not now", "sound? No, never", "a server in the cellar, so that's there"."""
    clause = text.words[match.last].clause
    for place in _behind(text, n, match):
        if _is_no_at_the_end(text, match, place):
            return "refused"
        cue = _verdict_at(text, place)
        if cue is not None and "turned_down" in cue.of:
            return "refused"
        if cue is not None and text.words[place].clause == clause:
            return "there"
        if place in text.cue_at and text.cue_at[place].of == {"wanting"} and text.cue_at[place].first == place:
            return None
    return None


def is_only_suggested(text: Text, n: int, match: Match) -> bool:
    """ "My brother-in-law says I need a RAID controller, but he says a lot": somebody else thinks so, and nothing more is said of it."""
    words, lists = text.words, text.lists
    clause = words[match.first].clause
    first = next((p for p in range(match.first, -1, -1) if words[p].clause != clause), -1) + 1
    stop = text.matches[n - 1].last + 1 if n else 0
    cues = cues_of(words[max(first, stop) : match.first], lists, ("suggesting",))
    behind = [word for word in words[match.last + 1 : match.last + 1 + SHORT] if word.clause == clause]
    turned = bool(cues_of(behind, lists, ("suggesting",)))  # "a hidden camera my son suggested"
    after = match.last + 1 + len(behind)
    objected = after < len(words) and words[after].raw in lists.breaking
    return bool(cues or turned) and objected and not any(p in text.at for p in _clause_from(text, after))


def _clause_from(text: Text, first: int) -> Iterator[int]:
    words = text.words
    return takewhile(lambda p: words[p].clause == words[first].clause, range(first, len(words)))


def _behind(text: Text, n: int, match: Match) -> Iterator[int]:
    """The places up to the next thing in the same sentence, and those of a short sentence behind it that names nothing."""
    words = text.words
    stop = text.matches[n + 1].first if n + 1 < len(text.matches) else len(words)
    clause = words[match.last].clause
    for place in range(match.last + 1, min(stop, match.last + 1 + REACH)):
        if words[place].clause != clause:
            if words[place].clause > clause + 1 or not _is_short(text, place, stop):
                return
            clause = words[place].clause
        yield place


def _is_short(text: Text, first: int, stop: int) -> bool:
    """Whether a sentence is short and about nothing else."""
    words, last = text.words, first
    while last < len(words) and words[last].clause == words[first].clause:
        last += 1
    return last - first <= SHORT and last <= stop


def _verdict_at(text: Text, place: int) -> Cue | None:
    words = text.words
    cues = cues_of(words[place : place + SHORT], text.lists, VERDICTS, ())
    if not cues or cues[0].first != 0:
        return None
    last = place + cues[0].last
    after = last + 1
    lists = text.lists
    idle = lists.subjects | lists.gone_with | lists.joining | lists.reporting | lists.reason
    ends = after == len(words) or words[after].part != words[last].part
    if last == place and not _stands_alone(text, place):
        return None  # "dropped" by itself turns down, "the line dropped" does not
    return cues[0] if ends or (words[after].raw in idle and after not in text.at) else None


def _stands_alone(text: Text, place: int) -> bool:
    """Whether a word has its part to itself: "dummy cameras: definitely none", "an ERP = no"."""
    lists, part = text.lists, text.words[place].part
    near = [
        word
        for word in text.words[max(0, place - SHORT) : place + SHORT]
        if word.part == part and word is not text.words[place]
    ]
    return all(
        word.raw in lists.filling | lists.adverbs | lists.correcting | lists.no_alone | lists.gone_with for word in near
    )


def _is_no_at_the_end(text: Text, match: Match, place: int) -> bool:
    """ "Fibre between the floors not", "face recognition NO"."""
    words, after = text.words, place + 1
    same = words[place].part == words[match.last].part and place - match.last <= NEAR
    ends = after == len(words) or words[after].part != words[place].part
    return same and ends and words[place].raw in text.lists.no_alone and place not in text.corrected_at
