"""Names whose words stand apart: "contrast, and it should be the strictest level" may be another thing than "contrast" alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.calling.heard_lists import WordLists
from advisor.calling.heard_match import BY_HAND, Match
from advisor.calling.heard_names import Name, Names, counts
from advisor.calling.heard_words import Word

AROUND = 8  # words behind a name in which the rest of a longer one may stand


def with_longer_names(words: Sequence[Word], matches: Sequence[Match], names: Names, lists: WordLists) -> list[Match]:
    """The matches, a general one ("contrast") with those longer names that have all their words behind it, so that it is asked."""
    taken = {place for match in matches for place in range(match.first, match.last + 1)}
    found = []
    for match in matches:
        one = len(match.names) == 1 and match.names[0].kind == "offering" and match.size == 1 and match.grade < BY_HAND
        longer = _longer(words, match, taken, names, lists) if one else ()
        found.append(replace(match, names=(*match.names, *longer)) if longer else match)
    return found


def _longer(words: Sequence[Word], match: Match, taken: set[int], names: Names, lists: WordLists) -> tuple[Name, ...]:
    near = {
        words[place].base
        for place in range(match.last + 1, min(len(words), match.last + AROUND + 1))
        if place not in taken and words[place].part == words[match.first].part and counts(words[place], lists)
    }
    base = words[match.noun_place].base
    best: dict[Name, None] = {}
    for rest, name in names.longer.get(base, ()):
        if rest <= near and name.pack == match.names[0].pack and not rest <= lists.describing | lists.heads:
            best[name] = None
    return tuple(name for name in best if name not in match.names)[:3]
