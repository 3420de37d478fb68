"""What is said behind a thing: that it is not needed, there already, goes, or is enough; or what is only told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_match import BY_HAND, Match
from advisor.calling.heard_text import Text
from advisor.calling.heard_total import taken_back
from advisor.calling.heard_words import Word

Said = Literal["wanted", "maybe", "enough", "refused", "there", "lacking", "passing", "compound", "weak"]
SURE = 3  # words of a name from which on it is meant as it is said
REACH = 6  # words behind a thing in which "is not needed" still speaks of it


def following(text: Text, n: int, match: Match) -> Iterator[int]:
    """The places behind a match in its clause, up to the next match."""
    stop = text.next_thing(n)
    for place in range(match.last + 1, stop):
        if text.words[place].clause != text.words[match.last].clause:
            return
        yield place


def said_behind(text: Text, n: int, match: Match, begin: int) -> Said | None:
    """ "... is not needed", "... we have already", "..., that goes", "one ... is plenty"."""
    if _is_parted(text, match, begin):
        return "refused"
    inside = cues_of(text.words[match.first : match.last + 1], text.lists, ("had_after",))
    if inside and inside[-1].last == match.last - match.first and match.size > 1 and match.grade < BY_HAND:
        return "there"  # "sender records were set up"
    places = list(following(text, n, match))[: REACH + 4]
    if not places:
        corrected = taken_back(text, n, match.last) is not None
        return "refused" if not corrected and _is_answered(text, match.last + 1) else None
    end = places[-1] + 1
    broken = end < len(text.words) and text.words[end].raw in text.lists.breaking
    if broken and (_is_answered(text, end + 1) or _is_set_off_no(text, end + 1)):
        return "refused"
    after = places[0] + 1
    alone = after == len(text.words) or text.words[after].part != text.words[places[0]].part
    noun = text.words[match.last]
    if noun.raw.endswith("'s") and text.words[places[0]].part == noun.part:
        places = [match.last, *places]  # "the cable's there" is "the cable is there"
    words = [replace(text.words[p], raw="is", base="is") if p == match.last else text.words[p] for p in places]
    if words[0].raw in text.lists.no_alone and alone and taken_back(text, n, match.last) is None:
        return "refused"
    for cue in cues_of(words, text.lists, ("refused_after", "had_after", "leaving", "sufficing", "unsaid_after")):
        between = words[: cue.first]
        if any(word.raw in text.lists.subordinate for word in between):
            continue
        if cue.first > REACH or (
            between
            and words[cue.first].part != text.words[match.last].part
            and len(between) > 2
            and not _is_report(text, between)
        ):
            continue
        if all(
            word.raw[0].isdigit()  # a version or a year: "SQL Server 2019 stays"
            or word.raw
            in text.lists.filling | text.lists.heads | text.lists.stating | text.lists.following | text.lists.reporting
            for word in between
        ):
            if "refused_after" in cue.of and not _has_object(text, words, cue.last):
                return "refused"
            if "leaving" in cue.of and not _is_purpose(text, between) and _is_gone(text, places[0] + cue.last):
                return "refused"
            if "sufficing" in cue.of and match.size < SURE and _is_of_one(text, match, begin):
                return "enough"
            if "had_after" not in cue.of:
                continue
            if between and between[0].raw in text.lists.relative and between[0].part == text.words[match.last].part:
                continue  # "a CRM that works well"
            comma = words[cue.first].part != text.words[match.last].part
            if cue.last + 1 == len(words):
                ends = not _names_next(text, end)
            else:
                follower = words[cue.last + 1]
                idle = text.lists.filling | text.lists.following
                ends = follower.part != words[cue.last].part or follower.raw in idle
            if ends and not (comma and cue.last + 1 < len(words) and words[cue.last + 1].part == words[cue.last].part):
                return "there"
    return None


def _has_object(text: Text, words: Sequence[Word], last: int) -> bool:
    """ "We don't need the kind that ..." is said of something else."""
    after = last + 1
    return after < len(words) and words[after].part == words[last].part and words[after].raw in text.lists.articles


def _is_purpose(text: Text, between: Sequence[Word]) -> bool:
    """ "Letters to go out"."""
    return bool(between) and between[-1].raw in text.lists.onto


def _names_next(text: Text, place: int) -> bool:
    """Whether the next thing stands here, without a comma: "..., they have a server" is said of the server."""
    return place in text.at and text.words[place].part == text.words[place - 1].part


def _is_report(text: Text, between: Sequence[Word]) -> bool:
    """ "Dummy cameras, they asked, I said we're not doing those"."""
    idle = text.lists.filling | text.lists.reporting
    return len(between) < REACH and all(word.raw in idle for word in between)


def _is_parted(text: Text, match: Match, begin: int) -> bool:
    """ "Leave the ERP out", "replace the ERP with nothing"."""
    words, after, lists = text.words, match.last + 1, text.lists
    if after == len(words) or words[after].part != words[match.last].part:
        return False
    before = {words[p].raw for p in range(max(0, begin - 2), begin) if words[p].clause == words[match.first].clause}
    if words[after].raw in lists.parting:
        return bool(before & lists.parted)
    return words[after].raw in lists.adding | lists.by_words and bool(before & lists.swapping)


def _is_answered(text: Text, first: int) -> bool:
    """ "An ERP? Not for us.", "they dream of it, but the boss says no": a short sentence behind it refuses it."""
    words, last = text.words, first
    while last < len(words) and words[last].clause == words[first].clause and last - first <= REACH:
        last += 1
    if first < len(words) and _is_denied(text, first):
        return True
    if first == len(words) or last - first > REACH or any(place in text.at for place in range(first, last)):
        return False
    if last == first + 1 and words[first].raw in text.lists.no_alone:
        return True
    if words[first].answers and words[last - 1].raw in text.lists.no_alone:
        return True  # "a fax machine? Good heavens, no"
    cues = cues_of(words[first:last], text.lists, ("refused_after", "leaving"))
    idle = text.lists.filling | text.lists.no_alone
    return any(
        (
            (cue.first < 3 and words[first + cue.first].raw in text.lists.reporting)
            or all(word.raw in idle for word in words[first : first + cue.first])
        )
        and ("refused_after" in cue.of or _is_gone(text, first + cue.last))
        for cue in cues
    )


def _is_set_off_no(text: Text, first: int) -> bool:
    """ "..., but no, I want proper ones"."""
    words, after = text.words, first + 1
    return after < len(words) and words[first].raw in text.lists.no_alone and words[after].part != words[first].part


def _is_denied(text: Text, first: int) -> bool:
    """ "Lamps? No, it is lit all night anyway", but not "three lamps. No, four"."""
    words, after = text.words, first + 1
    if (
        not words[first].answers
        or words[first].raw not in text.lists.no_alone
        or after == len(words)
        or words[after].part == words[first].part
    ):
        return False
    return first not in text.corrected_at and not any(
        p in text.number_at or p in text.at for p in range(after, min(after + 3, len(words)))
    )


def _is_gone(text: Text, last: int) -> bool:
    """ "That goes", "that goes next month", but not "that goes on the fence"."""
    words, after = text.words, last + 1
    ends = after == len(words) or words[after].part != words[last].part or after in text.busy
    return ends or words[after].raw in text.lists.gone_with or after + 1 in text.busy


def _is_of_one(text: Text, match: Match, begin: int) -> bool:
    """ "One server is plenty" keeps what is there; "a new one will do" and "two cameras are enough" ask for it."""
    raws = {word.raw for word in text.words[begin : match.first]}
    first = begin - 1
    if first >= 0 and text.words[first].part == text.words[match.first].part:
        raws.add(text.words[first].raw)
    one = any(text.number_at[p].value == 1 for p in range(begin, match.first) if p in text.number_at)
    return (one or bool(raws & text.lists.single)) and not raws & text.lists.novel


def told_of(text: Text, match: Match) -> Said | None:
    """Whether something is only told of it: "the server is slow", but not "a server is needed"; "cameras should run" may be either."""
    lists = text.lists
    places = [
        p
        for p in range(match.last + 1, min(match.last + REACH, len(text.words)))
        if text.words[p].part == text.words[match.last].part
    ]
    while places and (
        text.words[places[0]].raw in lists.heads | lists.itself or _is_its_number(text, match, places[0])
    ):
        places.pop(0)
    if not places:
        return None
    words = [text.words[p] for p in places]
    if words[0].raw in lists.place_words and text.words[match.first - 1].raw in lists.definite and match.first:
        verb = next((n for n, word in enumerate(words) if word.raw in lists.stating), 0)
        words = words[verb:]  # "the camera at the till is broken"
    asking = cues_of(words, lists, ("asking",))
    if asking and asking[0].first <= 1:
        return None
    if cues_of(words, lists, ("missing",)):
        return "lacking"
    if words[0].raw in lists.modal:
        return "compound"
    if len(places) == 1 and words[0].is_plural and words[0].raw not in lists.stating:
        return None  # "SPF and DKIM records"
    return "there" if words[0].raw in lists.stating | lists.telling else None


def _is_its_number(text: Text, match: Match, place: int) -> bool:
    """ "Cam 3 looks at the door": which of them it is."""
    one = place == match.last + 1 and not text.words[match.last].is_plural
    return one and text.words[place].raw.isdigit()
