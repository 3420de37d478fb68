"""What a customer's own words ask for: offerings of the price list and results, never more than was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from advisor.calling.heard_words import (
    BY_HEAD,
    FILLING,
    FOR_MANY,
    HAVE,
    INSTEAD,
    NOT,
    NUMBERS,
    OWNED,
    WANT,
    Word,
    alike,
    number_at,
    plain,
    singular,
    words_of,
)
from advisor.pack import CUSTOMER_TASK, Pack

MOST_LETTERS = 5_000  # what is longer is not read to its end


@dataclass(frozen=True)
class HeardWant:
    """An offering that was asked for, how many, and where that stands in the words (from, to)."""

    offering: str
    quantity: int
    span: tuple[int, int]


@dataclass(frozen=True)
class HeardOutcome:
    outcome: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Unclear:
    """Words that may name an offering, or name several alike; whoever listens chooses."""

    text: str
    offerings: tuple[str, ...]
    span: tuple[int, int]


@dataclass(frozen=True)
class Heard:
    """What the words say. `refused`: named, but as something not wanted or already there. `rest`: clauses nothing was found in."""

    wants: tuple[HeardWant, ...] = ()
    outcomes: tuple[HeardOutcome, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    refused: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Phrase:
    """How a thing may be called, as content words; `of`: what it names ("offering" or "outcome", id)."""

    words: tuple[str, ...]
    of: tuple[str, str]


@dataclass(frozen=True)
class _Match:
    first: int  # places in the list of words
    last: int
    of: tuple[tuple[str, str], ...]
    grade: float


def hear(pack: Pack, words: str) -> Heard:
    """Read a customer's words. Nothing is added that was not said: a thing that is refused, or that they have, is no want."""
    text = words[:MOST_LETTERS]
    found = words_of(text)
    wants: dict[str, HeardWant] = {}
    outcomes: dict[str, HeardOutcome] = {}
    unclear: list[Unclear] = []
    refused: list[str] = []
    matches = _matches(pack, found)
    for match in matches:
        span = (found[match.first].start, found[match.last].end)
        named = text[span[0] : span[1]]
        results = [name for kind, name in match.of if kind == "outcome"]
        offerings = tuple(name for kind, name in match.of if kind == "offering")
        if results:
            outcomes.setdefault(results[0], HeardOutcome(results[0], span))
        elif _is_refused(found, match) or _is_there_already(found, match):
            refused.append(named)
        elif len(offerings) > 1 or _is_part_of_more(found, match, matches):
            unclear.append(Unclear(named, offerings, span))
        else:
            quantity = _quantity(pack, offerings[0], found, match, matches)
            wants.setdefault(offerings[0], HeardWant(offerings[0], quantity, span))
    return Heard(
        tuple(wants.values()),
        tuple(outcomes.values()),
        tuple(unclear),
        tuple(dict.fromkeys(refused)),
        tuple(_rest(text, found, matches)),
    )


@lru_cache(maxsize=8)
def _phrases_of(named: tuple[tuple[tuple[str, str], tuple[str, ...]], ...]) -> tuple[_Phrase, ...]:
    phrases = []
    for of, calls in named:
        for call in calls:
            words = tuple(word.text for word in words_of(call) if word.raw not in FILLING)
            if words:
                phrases.append(_Phrase(words, of))
    return tuple(dict.fromkeys(phrases))


def _phrases(pack: Pack) -> tuple[_Phrase, ...]:
    """Every way in which an offering or a result may be called: name, the words before a comma of it, said as, synonyms; titles,
    and what people answer when they are asked why."""
    named = [
        (
            ("offering", one.id),
            (one.name, one.name.split(",")[0], one.said_as, *one.synonyms),
        )
        for one in pack.offerings.values()
        if one.kind != CUSTOMER_TASK
    ]
    answers: dict[str, list[str]] = {}
    for whys in pack.whys.values():
        for answer in (answer for why in whys for answer in why.answers if answer.outcome is not None):
            answers.setdefault(answer.outcome or "", []).append(answer.says)
    named += [
        (("outcome", outcome.id), (outcome.title, *answers.get(outcome.id, ()))) for outcome in pack.outcomes.values()
    ]
    return _phrases_of(tuple(named))


def _matches(pack: Pack, found: Sequence[Word]) -> list[_Match]:
    """The longest and best matches, none over another, in the order of the words."""
    content = [place for place, word in enumerate(found) if word.raw not in FILLING]
    by_first: dict[str, list[_Phrase]] = {}
    for phrase in _phrases(pack):
        by_first.setdefault(phrase.words[0][:1], []).append(phrase)
    candidates: list[_Match] = []
    for at, place in enumerate(content):
        for phrase in by_first.get(found[place].text[:1], ()):
            places = content[at : at + len(phrase.words)]
            if len(places) < len(phrase.words) or found[places[-1]].clause != found[place].clause:
                continue
            grades = [alike(found[p].text, word) for p, word in zip(places, phrase.words, strict=True)]
            if all(grades):
                candidates.append(_Match(place, places[-1], (phrase.of,), min(grades)))
    best: list[_Match] = []
    # An outcome is named by its whole sentence, so that it goes before an offering that is named within it.
    for match in _joined(candidates):
        if not any(match.first <= other.last and other.first <= match.last for other in best):
            best.append(match)
    return sorted(best, key=lambda match: match.first)


def _joined(candidates: Iterable[_Match]) -> list[_Match]:
    """One match for all that the same words name equally well, the longest first."""
    ranked = sorted(candidates, key=lambda m: (m.first - m.last, -m.grade, m.first, m.of))
    joined = []
    for (first, last, grade), same in groupby(ranked, key=lambda m: (m.first, m.last, m.grade)):
        named = tuple(dict.fromkeys(of for match in same for of in match.of))
        joined.append(_Match(first, last, named, grade))
    return joined


def _before(found: Sequence[Word], match: _Match) -> Iterator[Word]:
    """The words before a match in its clause, the nearest first."""
    for place in range(match.first - 1, -1, -1):
        if found[place].clause != found[match.first].clause:
            return
        yield found[place]


def _after(found: Sequence[Word], match: _Match) -> Iterator[Word]:
    """The words after a match in its clause."""
    for place in range(match.last + 1, len(found)):
        if found[place].clause != found[match.last].clause:
            return
        yield found[place]


def _is_refused(found: Sequence[Word], match: _Match) -> bool:
    """Whether a "no", "not" or "instead of" before it reaches it; "not only" and "not just" refuse nothing."""
    follows = ""
    for word in _before(found, match):
        if (word.raw in NOT and follows not in ("only", "just")) or INSTEAD.get(word.raw, "-") == follows:
            return True
        follows = word.raw
    return False


def _is_there_already(found: Sequence[Word], match: _Match) -> bool:
    """Whether they speak of what they have: "we have a CRM", "our 25 PCs", "the server we have"; "we have to get" is a wish."""
    after = [word.raw for word in _after(found, match)][:3]
    if any(pair in (["we", "have"], ["you", "have"]) for pair in (after[:2], after[1:3])):
        return True
    nearest, follows = True, ""
    for word in _before(found, match):
        if (nearest and word.raw in OWNED) or (word.raw in HAVE and follows != "to"):
            return True
        if word.raw in WANT:
            return False
        nearest = nearest and (word.raw in FILLING or word.raw.isdigit() or word.raw in NUMBERS)
        follows = word.raw
    return False


def _is_part_of_more(found: Sequence[Word], match: _Match, matches: Sequence[_Match]) -> bool:
    """Whether one word that names an offering stands in a longer name: "search server", "a bigger backup", "backup server"."""
    if match.first != match.last:
        return False
    if any(other.last == match.first - 1 or other.first == match.last + 1 for other in matches):
        return True
    before = next(_before(found, match), None)
    alone = before is None or before.raw in FILLING | WANT | HAVE | OWNED | {"have", "us", "me", "x", "only"}
    return not alone and before is not None and before.raw not in NUMBERS and not before.raw[0].isdigit()


def _quantity(pack: Pack, offering: str, found: Sequence[Word], match: _Match, matches: Sequence[_Match]) -> int:
    """How many: a number before the thing ("forty new seats"), or after what is had by each ("a CRM on all 40 PCs"); else 1."""
    taken = {place for other in matches if other is not match for place in range(other.first, other.last + 1)}
    for distance, word in enumerate(list(_before(found, match))[:3]):
        place = match.first - 1 - distance
        number = None if place in taken else number_at(found, place)
        if number is not None:
            return number
        if place in taken or word.raw not in FILLING | {"x", "new", "more"}:
            break
    unit = pack.offerings[offering].unit
    by_head = unit is not None and singular(plain(unit.many)) in BY_HEAD
    for place in range(match.last + 1, len(found)):
        if place in taken or found[place].clause != found[match.last].clause:
            break
        number = number_at(found, place)
        if number is not None:
            return number if _counts_things(found, place, match.last, by_head) else 1
        if found[place].raw not in FOR_MANY and not (unit and found[place].text == singular(plain(unit.many))):
            break
    return 1


def _counts_things(found: Sequence[Word], place: int, last: int, by_head: bool) -> bool:
    """Whether a number after a thing says how many of it: "CRM x 12", or "on 40 PCs" where each of these gets one."""
    between = {word.raw for word in found[last + 1 : place]}
    return "x" in between or (by_head and bool(between & {"on", "for", "to"}))


def _rest(text: str, found: Sequence[Word], matches: Sequence[_Match]) -> Iterator[str]:
    """The clauses of more than filling words in which nothing was found, as they were said."""
    heard = {found[match.first].clause for match in matches}
    for clause, words in groupby(found, key=lambda word: word.clause):
        said = list(words)
        if clause not in heard and any(word.raw not in FILLING for word in said):
            yield text[said[0].start : said[-1].end]
