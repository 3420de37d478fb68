"""What is said of a thing that was named: wanted, refused, there already, lacking, or named only in passing."""

from __future__ import annotations

from itertools import islice
from typing import Literal

from advisor.calling.heard_behind import REACH, SURE, Said, following, said_behind, told_of
from advisor.calling.heard_cues import Cue, cues_of
from advisor.calling.heard_match import BY_HAND, NEARLY, Match
from advisor.calling.heard_place import (
    does_something,
    is_compound,
    is_done,
    is_done_already,
    is_object_of_unknown,
    is_passing,
    is_place_of_it,
    is_to_be_done,
    is_verb,
    is_weak,
)
from advisor.calling.heard_refused import at_a_distance
from advisor.calling.heard_story import is_told
from advisor.calling.heard_text import Text


def judge(text: Text) -> list[Said]:
    """What is said of each match, in their order."""
    said = [_said_of(text, n, match) for n, match in enumerate(text.matches)]
    for n in range(1, len(said)):
        if said[n - 1] in ("refused", "there") and said[n] not in ("refused", "there") and _is_too(text, n):
            said[n] = said[n - 1]
        if said[n - 1 : n + 1] == ["wanted", "wanted"] and _is_either(text, n):
            said[n - 1] = said[n] = "maybe"
    return said


def _is_too(text: Text, n: int) -> bool:
    """ "The dummies are out, the lamps too": it is with this as with what stands before it."""
    one, other, words = text.matches[n - 1], text.matches[n], text.words
    after = other.last + 1
    if words[one.last].clause != words[other.first].clause or after == len(words):
        return False
    ends = after + 1 == len(words) or words[after + 1].part != words[after].part
    return ends and words[after].part == words[other.last].part and words[after].raw in text.lists.too


def _is_either(text: Text, n: int) -> bool:
    """ "An ERP or a CRM": two things of which only one is wanted."""
    one, other = text.matches[n - 1], text.matches[n]
    between = text.words[one.last + 1 : other.first]
    together = text.words[one.last].part == text.words[other.first].part and one.names != other.names
    only_or = all(word.raw in text.lists.filling | text.lists.describing for word in between)
    return (
        together
        and only_or
        and any(word.raw in text.lists.either for word in between)
        and "outcome"
        not in (
            one.names[0].kind,
            other.names[0].kind,
        )
    )


def _said_of(text: Text, n: int, match: Match) -> Said:
    begin = text.begin(match)
    governing = _governing(text, n, match, begin)
    if governing in ("there", "passing") and is_to_be_done(text, match):
        governing = "wanted"
    if match.names[0].kind == "outcome":
        return "refused" if governing == "refused" and match.size < 4 else "wanted"
    behind = said_behind(text, n, match, begin)
    if behind is None and match.grade < BY_HAND:
        behind = at_a_distance(text, n, match)
    if behind == "refused":
        return behind
    if behind == "there" and governing == "lacking":
        behind = None  # "there is no restore test in place"
    if match.grade < BY_HAND and is_compound(text, n, match):
        return "passing" if governing in ("refused", "there", "passing") else "compound"
    if match.grade < BY_HAND and is_verb(text, match):
        return "passing"
    if match.grade == NEARLY and match.size < SURE and governing in (None, "wanted"):
        return "compound"
    if behind is not None:
        return behind
    if governing == "refused" and match.last + 1 in text.cue_at and does_something(text, match.last + 1):
        return "passing"  # "we don't need the posters put up": the posters stay
    if governing in ("refused", "lacking"):
        return governing
    if is_done_already(text, match):
        return "there"
    raws = {word.raw for word in text.words[begin : match.first]}
    is_novel = text.words[match.first].raw in text.lists.novel or bool(raws & text.lists.novel) or is_done(text, match)
    if raws & text.lists.owned and not is_novel and not (governing == "wanted" and match.size > 2):
        return "there"
    if governing in ("there", "passing"):
        return governing
    if match.grade < BY_HAND and is_place_of_it(text, match, begin):
        return "compound"
    counted = (
        is_novel or bool(raws & text.lists.indefinite) or any(p in text.number_at for p in range(begin, match.first))
    )
    if match.grade < BY_HAND and is_told(text, n, match, governing == "wanted"):
        return "weak"
    told = None if counted or governing is not None else told_of(text, match)
    if told is not None:
        return told
    if match.grade < BY_HAND and is_passing(text, n, match, begin, counted):
        return "passing"
    if match.grade < BY_HAND and not counted and is_weak(text, match, begin, governing is None):
        return "weak"
    unknown = not counted and governing is None and bool(raws & text.lists.definite)
    if unknown and is_object_of_unknown(text, match, begin):
        return "passing"
    return "maybe" if _is_maybe(text, n, match, begin) else "wanted"


Governing = Literal["wanted", "refused", "there", "lacking", "passing"]


def _governing(text: Text, n: int, match: Match, begin: int) -> Governing | None:
    """What the nearest deciding words before a thing say of it."""
    clause = text.words[match.first].clause
    for cue in text.cues_before(match.first):
        if text.words[cue.first].clause != clause or match.first - cue.last > 80:
            return None
        if cue.of == {"harmless"} or cue.first in text.corrected_at:
            continue
        if text.words[cue.first].aside not in (0, text.words[match.first].aside):
            continue  # what stands in brackets says nothing of what follows them
        verdict = _verdict(text, cue)
        if verdict == "wanted":
            if _is_passive(text, cue, match):
                continue
            return "wanted"
        if _reaches(text, cue, n, match, begin, verdict):
            none = verdict == "refused" and text.words[cue.first].raw in text.lists.none_of
            had = none and cues_of(text.words[match.first : match.last], text.lists, ("having",))
            return "lacking" if had else verdict  # "none of the cameras has surge protection"
        return None
    return None


def _is_passive(text: Text, cue: Cue, match: Match) -> bool:
    """ "No fibre line needed, the Wi-Fi is bad": the wish is for what stands before it."""
    words = text.words
    before = cue.first - 1
    behind_thing = before in text.at and words[before].part == words[cue.first].part
    return (
        behind_thing and words[cue.first].raw in text.lists.asking and words[match.first].part != words[cue.last].part
    )


def _verdict(text: Text, cue: Cue) -> Governing:
    if "wanting" in cue.of:
        before = list(islice(text.cues_before(cue.first), 1))
        negated = before and before[0].of & {"refusing", "lacking"} and cue.first - before[0].last <= 3
        together = negated and text.words[before[0].last].part == text.words[cue.first].part
        if (
            together
            and before[0].first not in text.corrected_at
            and not any(p in text.at for p in range(before[0].last, cue.first))
        ):
            return "refused"
        return "wanted"
    if "lacking" in cue.of or ("having" in cue.of and _is_none(text, cue)):
        return "lacking"
    if cue.of & {"reason", "telling"}:
        return "passing"
    return "there" if cue.of & {"having", "keeping"} else "refused"


def _is_none(text: Text, cue: Cue) -> bool:
    """ "None of the four has captions": what nobody has is lacking, and not there."""
    before = next(text.cues_before(cue.first), None)
    near = before is not None and cue.first - before.last <= REACH
    return (
        before is not None
        and near
        and text.words[before.first].raw in text.lists.none_of
        and _is_together(text, before, cue)
    )


def _is_together(text: Text, one: Cue, other: Cue) -> bool:
    return text.words[one.last].part == text.words[other.first].part


def _reaches(text: Text, cue: Cue, n: int, match: Match, begin: int, verdict: str) -> bool:
    """Whether "no" or "we have" still speaks of a thing behind commas, "and" or another thing."""
    words, lists = text.words, text.lists
    earlier = n > 0 and text.matches[n - 1].first > cue.last
    connectors = words[(text.matches[n - 1].last if earlier else cue.last) + 1 : match.first]
    raws = {word.raw for word in connectors}
    crosses = (
        words[cue.last].part != words[match.first].part
        if not earlier
        else words[text.matches[n - 1].last].part != words[match.first].part
    )
    joins = bool(raws & lists.joining)
    if "telling" in cue.of:
        return not crosses and not joins and not raws & lists.hence
    if verdict == "there" and raws & lists.hence:
        return False  # "they have the large one, so what is left is the small one"
    if raws & lists.either:
        return True
    if not earlier:
        return not crosses and not joins
    if verdict == "refused":
        definite = begin < match.first and words[begin].raw in lists.definite and cue.first != cue.last
        if joins:
            return definite and not crosses
        return crosses and _ends_with_or(text, match)
    if joins:
        return not crosses
    novel = any(word.raw in lists.novel for word in words[begin : match.first + 1])
    alone = any(word.raw in lists.single for word in words[max(0, begin - 2) : begin])  # "..., just a disk for it"
    return crosses and not novel and not alone and not _asks(text, match)


def _ends_with_or(text: Text, match: Match) -> bool:
    """Whether a list goes on behind a thing and ends with "or"."""
    for word in text.words[match.last + 1 : match.last + 40]:
        if word.clause != text.words[match.last].clause or word.raw in text.lists.joining:
            return False
        if word.raw in text.lists.either:
            return True
    return False


def _asks(text: Text, match: Match) -> bool:
    part = text.words[match.first].part
    return any(
        word.raw in text.lists.asking_for for word in text.words[match.last + 1 : match.last + 5] if word.part == part
    )


def _is_maybe(text: Text, n: int, match: Match, begin: int) -> bool:
    lists, words = text.lists, text.words
    first = begin
    stop = text.matches[n - 1].last if n else -1
    while first - 1 > stop and begin - first < REACH and words[first - 1].part == words[match.first].part:
        first -= 1
    last = match.last
    while (
        last + 1 < len(words)
        and last < match.last + 3
        and words[last + 1].part == words[match.last].part
        and last + 1 not in text.at
    ):
        last += 1
    before = cues_of(words[first:begin], lists, ("maybe",))
    behind = cues_of(words[match.last + 1 : last + 1], lists, ("maybe",))
    return bool(before) or bool(behind and behind[0].first == 0) or _ends_with_maybe(text, n, match)


def _ends_with_maybe(text: Text, n: int, match: Match) -> bool:
    """ "... just for testing, maybe": the last word of the clause."""
    places = list(following(text, n, match))[: 2 * REACH]
    if not places or (
        places[-1] + 1 < len(text.words) and text.words[places[-1] + 1].clause == text.words[match.last].clause
    ):
        return False
    return bool(cues_of(text.words[places[-1] : places[-1] + 1], text.lists, ("maybe",)))
