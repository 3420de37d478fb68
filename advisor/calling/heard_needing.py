"""Things that are named by what is to be done with what is there: "the list needs a good clean", "so I need a new one"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.calling.heard_cues import cues_of
from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_match import OTHER_FORM, Match
from advisor.calling.heard_names import Name, Names, counts
from advisor.calling.heard_words import Word, stem_of

MOST_WORDS = 4  # of what is there
MOST_DONE = 3  # words of what is to be done with it
REACH = 8  # words in which these stand
FAR = 30  # words before "a new one" in which the thing stands that it is one of


def to_be_done(words: Sequence[Word], names: Names, lists: WordLists) -> Iterator[Match]:
    """ "The list needs a good clean" is a cleaning of the list, "a mailbox that ought to be moved" a move of it."""
    for cue in cues_of(words, lists, ("needing",)):
        there = _content(words, range(cue.first - 1, max(-1, cue.first - 1 - REACH), -1), cue.first, lists)
        done = _content(words, range(cue.last + 1, min(len(words), cue.last + 1 + REACH)), cue.last, lists)
        for many in range(min(len(there), MOST_WORDS), 0, -1):
            for few in range(min(len(done), MOST_DONE), 0, -1):
                things, doing = there[:many][::-1], done[:few]
                named = _named(words, things, doing, names, lists)
                if named:
                    yield Match(things[0], doing[-1], named, many + few, OTHER_FORM)


def done_to_it(words: Sequence[Word], names: Names, lists: WordLists) -> Iterator[Match]:
    """ "The shared folders are a pigsty, please tidy those": a word for what was named before, with what is to be done with it."""
    for place in range(2, len(words)):
        verb = words[place - 1]
        if words[place].raw not in lists.pronouns or verb.part != words[place].part or not counts(verb, lists):
            continue
        if verb.raw in lists.place_words | lists.stating:
            continue  # "something round them", "it looks it"
        if place + 1 < len(words) and words[place + 1].part == verb.part and counts(words[place + 1], lists):
            continue  # "tidy those desks"
        for last in range(place - 2, max(-1, place - FAR), -1):
            if verb.clause - words[last].clause > 1:
                break
            things = _content(words, range(last, max(-1, last - MOST_WORDS), -1), last, lists)
            named = next(
                (
                    found
                    for many in range(len(things), 0, -1)
                    if (found := _named(words, things[:many][::-1], [place - 1], names, lists))
                ),
                (),
            )
            if named:
                yield Match(place - 1, place, named, 2, OTHER_FORM)
                break


def _content(words: Sequence[Word], places: range, cue: int, lists: WordLists) -> list[int]:
    """The places that count, up to a comma or a word that denies it."""
    found: list[int] = []
    for place in places:
        word = words[place]
        if word.part != words[cue].part or word.raw in lists.joining or word.raw in lists.refusing:
            break
        if counts(word, lists) and not (word.raw in lists.describing or (word.raw in lists.following and not found)):
            found.append(place)
    return found


def _named(
    words: Sequence[Word], there: Sequence[int], done: Sequence[int], names: Names, lists: WordLists
) -> tuple[Name, ...]:
    one, other = ["".join(stem_of(words[p].base, lists) for p in places) for places in (there, done)]
    found = names.stems.get(other + one) or names.stems.get(one + other) or ()
    return tuple(name for name in found if name.kind == "offering")


def another(words: Sequence[Word], matches: Sequence[Match], names: Names, lists: WordLists) -> Iterator[Match]:
    """ "My website is from 2009, so I need a new one": one of the thing that was named before."""
    ends = {place: match for match in matches for place in range(match.first, match.last + 1)}
    for place, word in enumerate(words):
        first = place
        while first > 0 and words[first - 1].raw in lists.novel and words[first - 1].part == word.part:
            first -= 1
        if word.raw not in lists.ones or first == place or place in ends or not _is_alone(words, place, lists):
            continue
        found = _before(words, first, ends, names, lists)
        if found is not None:
            last, named = _of_kind(words, place, *found[:2], names)
            yield Match(first, last, named, found[2] + last - first, OTHER_FORM, noun=place)


def _of_kind(
    words: Sequence[Word], place: int, named: tuple[Name, ...], key: str, names: Names
) -> tuple[int, tuple[Name, ...]]:
    """With the kind that is told behind it: "we need new ones, 4K"."""
    for last in range(min(len(words) - 1, place + MOST_DONE), place, -1):
        kind = words[place + 1 : last + 1]
        if kind[-1].clause == words[place].clause and all(word.part == kind[0].part for word in kind):
            said = "".join(word.base for word in kind)
            told = names.exact.get(said + key) or names.exact.get(key + said)
            if told:
                return last, told
    return place, named


def _is_alone(words: Sequence[Word], place: int, lists: WordLists) -> bool:
    after = place + 1
    ends = after == len(words) or words[after].part != words[place].part
    return ends or words[after].raw in lists.filling or words[after].raw in lists.following


def _before(
    words: Sequence[Word], first: int, ends: dict[int, Match], names: Names, lists: WordLists
) -> tuple[tuple[Name, ...], str, int] | None:
    """What the thing before is called, its words, and how many of them count; what stands behind a preposition is passed over."""
    novel = words[first].base
    for place in range(first - 1, max(-1, first - FAR), -1):
        if words[first].clause - words[place].clause > 1:
            return None
        match = ends.get(place)
        begin = match.first if match is not None else place
        while begin > 0 and words[begin - 1].raw in lists.definite | lists.owned:
            begin -= 1
        behind = begin > 0 and words[begin - 1].raw in lists.place_words | lists.for_words
        if behind and words[begin - 1].part == words[place].part:
            continue
        things = range(match.first, match.last + 1) if match is not None else (place,)
        key = "".join(words[p].base for p in things if counts(words[p], lists))
        named = names.exact.get(novel + key) if key else None
        named = named or (match.names if match is not None else ())
        offerings = tuple(name for name in named or () if name.kind == "offering")
        if offerings:
            return offerings, key, match.size + 1 if match is not None else 2
    return None
