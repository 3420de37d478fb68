"""Whether a name stands for a thing of its own: not for a part of a longer name, a verb, or where another thing goes."""

from __future__ import annotations

from itertools import takewhile

from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_match import Match
from advisor.calling.heard_text import Text

FAR = 80  # words before a thing in which somebody may begin to tell of it
NEAR = 12  # things of one clause that are looked at round a thing, so that a text without full stops is read as quickly


def is_compound(text: Text, n: int, match: Match) -> bool:
    """Whether the name is only a word of a longer one: "search server", "CRM consultant", "a bigger backup of photographs"."""
    words = text.words
    before, after = match.first - 1, match.last + 1
    follows = after < len(words) and words[after].part == words[match.last].part
    if follows and not words[after].dashed and after in text.at:
        follower = text.at[after]
        if 1 in (match.size, follower.size) and not words[match.last].is_plural and follower.first == after:
            return True
    elif follows and match.size == 1 and not _may_follow(text, after):
        return True
    if match.size > 1 or before < 0 or words[before].part != words[match.first].part:
        return False
    if before in text.at:
        return not words[before].is_plural
    return not _may_precede(text, before) or words[before].raw in text.lists.comparing


def _may_precede(text: Text, place: int) -> bool:
    word, lists = text.words[place], text.lists
    return (
        place in text.number_at
        or word.raw in lists.may_precede
        or _in_cue(text, place)
        or word.raw[0].isdigit()
        or word.raw.endswith(tuple(lists.endings_before))
        or text.is_brand(place)
    )


def _may_follow(text: Text, place: int) -> bool:
    word, lists = text.words[place], text.lists
    return (
        place in text.number_at
        or word.raw in lists.may_follow
        or word.base in lists.generic
        or _in_cue(text, place)
        or not word.raw[0].isalpha()
        or word.raw.endswith(tuple(lists.endings_behind))
    )


def is_verb(text: Text, match: Match) -> bool:
    """ "to sign", "we support": the word does something and names nothing; "switch to VoIP" names it."""
    before, after = match.first - 1, match.last + 1
    if match.first == match.last and not text.words[match.first].is_plural and after < len(text.words):
        begins = before < 0 or text.words[before].part != text.words[match.first].part
        if (
            begins
            and text.words[after].part == text.words[match.last].part
            and text.words[after].raw in text.lists.objects
        ):
            return True
    if match.first != match.last or before < 0 or text.words[before].part != text.words[match.first].part:
        return False
    cue = text.cue_at.get(before)
    names_it = cue is not None and ("wanting" in cue.of or "having" in cue.of or "refusing" in cue.of)
    return text.words[before].raw in text.lists.verb_before and not names_it and not text.words[match.first].is_plural


def is_done(text: Text, match: Match) -> bool:
    """ "Our mailboxes moved", "our list needs a good clean": something is to be done with what is there."""
    done = text.words[match.last].raw.endswith("ed") and match.first != match.last
    return match.size > 1 and (done or is_to_be_done(text, match))


def is_done_already(text: Text, match: Match) -> bool:
    """ "The PCs were upgraded to Windows 11"."""
    before = match.first - 1
    done = text.words[match.first].raw.endswith("ed") and before >= 0
    return (
        done
        and text.words[before].raw in text.lists.past_verbs
        and text.words[before].part == text.words[match.first].part
    )


def is_to_be_done(text: Text, match: Match) -> bool:
    """ "The list needs a good clean", "a mailbox that ought to be moved"."""
    return bool(cues_of(text.words[match.first : match.last], text.lists, ("needing",)))


def does_something(text: Text, place: int) -> bool:
    """Whether a wish for something to be done begins here ("put up"), and not one for the thing ("needed")."""
    return "wanting" in text.cue_at[place].of and text.words[place].raw not in text.lists.asking


def is_passing(text: Text, n: int, match: Match, begin: int, counted: bool) -> bool:
    """Whether it is only where something goes or what it is for: "on the server", "support for the CRM"."""
    if (
        begin == 0
        or text.words[begin - 1].part != text.words[match.first].part
        or _is_counted_before(text, match, begin)
    ):
        return False
    cue = text.cue_at.get(begin - 1)
    if cue is not None and "wanting" in cue.of:
        return False
    preposition, lists = text.words[begin - 1].raw, text.lists
    clause = text.words[match.first].clause
    near = (*text.matches[max(0, n - NEAR) : n], *text.matches[n + 1 : n + 1 + NEAR])
    others = [m for m in near if text.words[m.first].clause == clause and m.names != match.names]
    earlier = [m for m in others if m.last < match.first]
    if earlier and earlier[-1].last == begin - 2:
        if preposition in lists.for_words:
            return True  # "cables to ten cameras": these are where they go, however many
        if preposition in lists.place_words:
            known = match.size == 1 or text.words[begin].raw in lists.definite
            return (
                known and text.words[begin].raw not in lists.indefinite
            )  # "a recorder in a steel cabinet" are two wishes
    if preposition in lists.place_words:
        known = match.size == 1 or text.words[begin].raw in lists.definite
        return bool(others) and not counted and known
    if preposition in lists.for_words:
        if not counted and earlier and text.words[earlier[-1].last].part == text.words[match.first].part:
            return True
        thing = begin - 2
        if thing >= 1 and not counted and words_of_number(text, thing) and text.words[match.last].is_plural:
            return True  # "surge prot. 5 pcs for outdoor cams"
        if match.size > 2 or thing < 0 or thing in text.at or thing in text.number_at or thing in text.busy:
            return False
        word = text.words[thing]
        return not (word.raw in lists.before_for or word.base in lists.generic or _in_cue(text, thing))
    return False


def is_place_of_it(text: Text, match: Match, begin: int) -> bool:
    """ "Put that on one server": where the thing before goes, which may be there or not."""
    if begin < 2 or text.words[begin - 2].part != text.words[match.first].part or begin - 2 in text.at:
        return False
    lists = text.lists
    if text.words[begin].raw in lists.indefinite and match.size > 1:
        return False  # "put it into a steel cabinet"
    place = text.words[begin - 1].raw in lists.place_words | lists.onto
    return place and text.words[begin - 2].raw in lists.pronouns | lists.referring


def _is_counted_before(text: Text, match: Match, begin: int) -> bool:
    """ "Twelve on the surge protection", "two boxes on the 350 gram"."""
    words = text.words
    held = begin - 3 if begin > 2 and words[begin - 2].base in text.lists.holders else begin - 2
    return begin > 1 and held in text.number_at and words[held].part == words[match.first].part


def is_weak(text: Text, match: Match, begin: int, untold: bool) -> bool:
    """Whether one common word stands behind a preposition, or in a story that asks for nothing: it is asked about."""
    words, lists = text.words, text.lists
    before = words[begin - 1] if begin and words[begin - 1].part == words[match.first].part else None
    if _is_counted_before(text, match, begin):
        return False
    if before is not None and before.raw in lists.place_words | lists.source_words and begin - 1 not in text.cue_at:
        return match.size == 1 or words[begin].raw in lists.definite
    if match.size > 1:
        return False
    clause = words[match.first].clause
    story = range(match.first - 1, max(-1, match.first - FAR), -1)
    return untold and any(
        words[p].raw in lists.tellers for p in takewhile(lambda p: words[p].clause == clause, story) if p not in text.at
    )


def words_of_number(text: Text, place: int) -> bool:
    """Whether a number of pieces ends here."""
    return text.words[place].raw in text.lists.pieces and place - 1 in text.number_at


def _in_cue(text: Text, place: int) -> bool:
    return place in text.cue_at


def is_object_of_unknown(text: Text, match: Match, begin: int) -> bool:
    """ "Nobody answers the phone": something else is said of it before."""
    place = begin - 1
    while place >= 0 and text.words[place].part == text.words[match.first].part:
        if place not in text.at and (
            text.words[place].raw
            not in text.lists.filling | text.lists.joining | text.lists.correcting | text.lists.following
        ):
            return True
        place -= 1
    return False
