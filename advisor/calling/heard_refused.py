"""What is said at a distance behind a thing: that it is turned down, or there already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from advisor.calling.heard_cues import Cue, cues_of
from advisor.calling.heard_match import Match
from advisor.calling.heard_text import Text

REACH = 18  # words behind a thing in which it may be turned down
NEAR = 5  # words behind a thing in which a last "not" or "already" is about it
SHORT = 8  # words of a sentence of its own that does so
VERDICTS = ("turned_down", "left_there")


def at_a_distance(text: Text, n: int, match: Match) -> Literal["refused", "there"] | None:
    """ "Guards, too dear he says", "a cluster maybe next year, not now", "sound? No, never", "a server in the cellar, so that's there"."""
    clause = text.words[match.last].clause
    for place in _behind(text, n, match):
        if _is_last(text, match, place):
            if text.words[place].raw in text.lists.no_alone and place not in text.corrected_at:
                return "refused"
            if text.words[place].raw in text.lists.by_now:
                return "there"
        if _is_by_themselves(text, match, place):
            return "refused"
        cue = _verdict_at(text, place)
        if cue is not None and "turned_down" in cue.of:
            return "refused"
        if cue is not None and text.words[place].clause == clause:
            return "there"
        if place in text.cue_at and text.cue_at[place].of == {"wanting"} and text.cue_at[place].first == place:
            return None
    return None


def _behind(text: Text, n: int, match: Match) -> Iterator[int]:
    """The places up to the next thing in the same sentence, and those of a short sentence behind it that names nothing."""
    words = text.words
    stop = text.next_thing(n)
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
    idle = lists.subjects | lists.by_words | lists.gone_with | lists.joining | lists.reporting | lists.reason
    ends = after == len(words) or words[after].part != words[last].part or words[last].raw in lists.place_words
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


def _is_last(text: Text, match: Match, place: int) -> bool:
    """Whether a word ends the part of a thing: "fibre between the floors not", "postcards they've printed already"."""
    words, after = text.words, place + 1
    same = words[place].part == words[match.last].part and place - match.last <= NEAR
    return same and (after == len(words) or words[after].part != words[place].part)


def _is_by_themselves(text: Text, match: Match, place: int) -> bool:
    """ "The letters we stuff ourselves", "he measures the cables himself", but not "the cameras themselves" and "for ourselves"."""
    words, lists = text.words, text.lists
    if words[place].raw not in lists.selves or words[place].part != words[match.last].part or place - match.last > NEAR:
        return False
    after = place + 1
    ends = after == len(words) or words[after].part != words[place].part
    appositive = place == match.last + 1 and not ends
    return words[place - 1].raw not in lists.for_words and not appositive
