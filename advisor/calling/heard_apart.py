"""Names whose words stand apart: "contrast, and it should be the strictest level" may be another thing than "contrast" alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_match import BY_HAND, Match
from advisor.calling.heard_names import Name, Names, counts
from advisor.calling.heard_words import Word, stem_of

SURE = 3  # further words of a longer name from which on it is meant
AROUND = 8  # words behind a name in which the rest of a longer one may stand


def with_longer_names(words: Sequence[Word], matches: Sequence[Match], names: Names, lists: WordLists) -> list[Match]:
    """The matches, a general one ("contrast") with those longer names that have all their words behind it, so that it is asked."""
    taken = {place for match in matches for place in range(match.first, match.last + 1)}
    found = []
    for match in matches:
        one = len(match.names) == 1 and match.names[0].kind == "offering" and match.size == 1 and match.grade < BY_HAND
        longer = _longer(words, match, taken, names, lists) if one else {}
        whole = [name for name, rest in longer.items() if rest >= SURE]
        if len(whole) == 1:
            match = replace(
                match, names=(whole[0],), size=match.size + longer[whole[0]]
            )  # "GitLab that keeps running when a machine fails"
        elif longer:
            match = replace(match, names=(*match.names, *longer))
        found.append(match)
    return found


def _longer(words: Sequence[Word], match: Match, taken: set[int], names: Names, lists: WordLists) -> dict[Name, int]:
    """The longer names that have all their words behind it, each with how many these are."""
    near = {
        stem_of(words[place].base, lists)
        for place in range(match.last + 1, min(len(words), match.last + AROUND + 1))
        if place not in taken and words[place].part == words[match.first].part and counts(words[place], lists)
    }
    best: dict[Name, int] = {}
    for rest, name in names.longer.get(words[match.noun_place].base, ()):
        said = {stem_of(word, lists) for word in rest} <= near and not rest <= lists.describing | lists.heads
        if said and name.pack == match.names[0].pack and name not in match.names:
            best[name] = max(best.get(name, 0), len(rest))
    return dict(islice(best.items(), 3))
