"""Whether a thing only occurs in what somebody tells or thinks, and nobody asks for it: then it is asked about, and not added."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, takewhile

from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_match import Match
from advisor.calling.heard_text import Text

FAR = 24  # words behind a thing in which something may be told of it
NEAR = 8  # words behind a thing in which a part about somebody begins


def is_told(text: Text, n: int, match: Match, is_asked_for: bool) -> bool:
    """ "A fax number was on the list", "guards - she laughed at the price", "a new website? They love the old one"."""
    story = (
        _is_past(text, match)
        or _is_fronted(text, n, match)
        or _goes_on(text, n, match)
        or _is_doubted(text, match)
        or (not _is_counted(text, match) and any(_is_said_of_it(text, part) for part in _parts_behind(text, n, match)))
    )
    return (story and not is_asked_for) or _is_suggested(text, n, match)


def _is_past(text: Text, match: Match) -> bool:
    """ "The second server was my brother's idea", "a form gives him nightmares", but not "was needed"."""
    after = match.last + 1
    behind = text.words[after : after + NEAR]
    if not behind or behind[0].part != text.words[match.last].part:
        return False
    if behind[0].raw not in text.lists.past_verbs | text.lists.doing:
        return False
    asking = cues_of(behind, text.lists, ("asking", "wanting", "sufficing"))
    return not (asking and asking[0].first < 2)


def _is_fronted(text: Text, n: int, match: Match) -> bool:
    """ "Sound recording we leave well alone", but not "the chat we talked about" and "that one we need"."""
    words, lists, first = text.words, text.lists, match.last + 1
    stop = text.next_thing(n)
    if first + 1 >= stop or words[first].part != words[match.last].part or words[first].raw not in lists.someone:
        return False
    said = list(takewhile(lambda p: p < stop and words[p].part == words[first].part, range(first, len(words))))
    wanting = any(p in text.cue_at and "wanting" in text.cue_at[p].of for p in said)
    return not wanting and not any(words[p].raw in lists.spoken_of for p in said)


def _goes_on(text: Text, n: int, match: Match) -> bool:
    """ "Guards - she laughed at the price", "a recorder: bought one in May"."""
    words, lists = text.words, text.lists
    stop = text.next_thing(n)
    of_next = words[stop].part if stop < len(words) else -1
    for place in range(match.last + 1, min(stop, match.last + 1 + NEAR)):
        if words[place].clause != words[match.last].clause or words[place].part == of_next:
            return False
        if words[place].part == words[match.last].part:
            continue
        if place in text.corrected_at or place in text.number_at:
            return False
        if words[place].raw in lists.others and place + 1 < stop:
            says = words[place + 1].raw in lists.reporting
            wants = place + 1 in text.cue_at and "wanting" in text.cue_at[place + 1].of
            return not (says or wants)
        return words[place].raw in lists.past_deeds
    return False


def _parts_behind(text: Text, n: int, match: Match) -> Iterator[list[int]]:
    """The parts of its sentence behind a thing, up to the one in which the next thing stands, or a reason."""
    words = text.words
    stop = text.next_thing(n)
    last = words[stop].part if stop < len(words) else -1
    behind = takewhile(
        lambda p: words[p].clause == words[match.last].clause, range(match.last + 1, min(stop, match.last + FAR))
    )
    for part, places in groupby(behind, key=lambda p: words[p].part):
        found = list(places)
        if part == last or words[found[0]].raw in text.lists.reason | text.lists.subordinate | text.lists.relative:
            return
        if part != words[match.last].part:
            yield found


def _is_counted(text: Text, match: Match) -> bool:
    """ "Windows 11 on the nine PCs upstairs": who says how many, wants them."""
    near = range(max(0, match.first - 3), min(len(text.words), match.last + NEAR))
    return any(
        p in text.number_at and p not in text.at and text.words[p].part == text.words[match.last].part for p in near
    )


def _is_said_of_it(text: Text, part: list[int]) -> bool:
    """ "Another firm did that", "agency of theirs is on it", "the landlord pays for that one", and behind a colon "she comes on Monday"."""
    words, lists = text.words, text.lists
    if any(place in text.cue_at and "wanting" in text.cue_at[place].of for place in part):
        return False
    counted = any(place in text.number_at and text.number_at[place].value != 1 for place in part)
    if counted or words[part[0]].raw in lists.joining or any(place in text.corrected_at for place in part):
        return False
    raws = [words[place].raw for place in part]
    if cues_of([words[place] for place in part], lists, ("asking", "sufficing", "correcting")):
        return False
    does = [
        n
        for n, raw in enumerate(raws)
        if raw in lists.stating | lists.telling | lists.modal | lists.past_verbs | lists.past_deeds | lists.doing
    ]
    if not does:
        return False
    of_it = any(
        raw in lists.pronouns and raws[n - 1] not in lists.for_words for n, raw in enumerate(raws) if n > does[0]
    )
    return of_it or words[part[0]].announced


def _is_doubted(text: Text, match: Match) -> bool:
    """ "A new website? They love the old one": a question, and what is said then names nothing."""
    words, after = text.words, match.last + 1
    if (
        after == len(words)
        or not words[after].answers
        or words[after].raw not in text.lists.someone | text.lists.definite
    ):
        return False
    return not any(p in text.at or p in text.cue_at for p in _clause_from(text, after))


def _is_suggested(text: Text, n: int, match: Match) -> bool:
    """ "My brother-in-law says I need a RAID controller, but he says a lot": somebody else thinks so, and nothing more is said of it."""
    words, lists = text.words, text.lists
    clause = words[match.first].clause
    first = next((p for p in range(match.first, -1, -1) if words[p].clause != clause), -1) + 1
    stop = text.matches[n - 1].last + 1 if n else 0
    cues = cues_of(words[max(first, stop) : match.first], lists, ("suggesting",))
    behind = [word for word in words[match.last + 1 : match.last + 1 + NEAR] if word.clause == clause]
    turned = bool(cues_of(behind, lists, ("suggesting",)))  # "a hidden camera my son suggested"
    after = match.last + 1 + len(behind)
    objected = after < len(words) and words[after].raw in lists.breaking
    return bool(cues or turned) and objected and not any(p in text.at for p in _clause_from(text, after))


def _clause_from(text: Text, first: int) -> Iterator[int]:
    words = text.words
    return takewhile(lambda p: words[p].clause == words[first].clause, range(first, len(words)))
