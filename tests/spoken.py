"""What is wrong with a sentence that is said to a customer, as far as a program can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from advisor.pack import Pack, Unit

MOST_WORDS = 30
GAP = "[ \N{NO-BREAK SPACE}]"

FAULTS = {
    "an id": r"\b[a-z0-9]+_[a-z0-9_]+\b",
    "a space too many": r"  |\s$|^\s| [,.;:!?]|\( | \)",
    "punctuation twice": r"[,;:]\.|\.\.(?!\.)|,,|[.!?],|\?\.|\.;",
    "empty brackets or quotes": r"\(\)|“”|\[\]",
    "braces": r"[{}]",
    "the inside of the program": r"(\bNone\b(?! of)|\b(True|False|nan|inf|null|Fraction|Decimal|Special)\b)",
    "a word twice": r"\b([a-z]+) \1\b",
    "“a” before a vowel": r"(\ba|(^|[.!?] )A) ((?!one\b|once\b|euro|uni|use)[aeio][a-z]|(8|11|18|8\d)\b)",
    "“an” before a consonant": r"\b[Aa]n [bcdfgjklmnpqrstvwxyz][a-z]|\b[Aa]n (?!8|11\b|18\b)\d",
    "one of something in the plural": rf"(?<![\d.,])1{GAP}[a-z]+ (are|have|were|need|take|make|go|do)\b|\b[Tt]here are (1|one)\b",
    "a large number without commas": r"(?<![\w.,:/€-])\d{5,}\b",
    "a large number with decimals": r"(?<![€$£\d,.])\d[\d,]*\d{2}\.\d",
}


def faults_of(says: str, units: Iterable[Unit] = ()) -> list[str]:
    """The faults of any text, whole sentence or not."""
    found = [name for name, pattern in FAULTS.items() if re.search(pattern, says)]
    found += [f"“{match}”" for unit in units for match in _miscounted(says, unit)]
    return found


def faults_of_sentence(says: str, units: Iterable[Unit] = ()) -> list[str]:
    """The faults of a whole sentence, or of several after one another: each can be said in one breath."""
    found = faults_of(says, units)
    if not re.match(r"[“(]?([A-Z0-9€$£]|[a-z]+[A-Z])", says):
        found.append("no capital at the beginning")
    if not re.search(r"[.!?…][”)]?$", says):
        found.append("no full stop at the end")
    for sentence in re.split(r"(?<=[.!?])[”)]? (?=[A-Z0-9“])", says):
        if len(sentence.split()) > MOST_WORDS:
            found.append(f"{len(sentence.split())} words in one sentence")
    return found


def units_of(pack: Pack) -> tuple[Unit, ...]:
    """Every noun of a pack that is counted."""
    facts = [*pack.facts.values(), *(column for fact in pack.facts.values() for column in fact.columns)]
    units = [*(f.unit for f in facts), *(c.unit for c in pack.capabilities.values())]
    units += [o.unit for o in pack.offerings.values()]
    return tuple(dict.fromkeys(unit for unit in units if unit is not None and unit.one != unit.many))


def _miscounted(says: str, unit: Unit) -> Iterator[str]:
    """ "1 persons" and "8 person", but not "8 person days"."""
    one = rf"(?<![\d.,x-])(?<!x )1{GAP}{re.escape(unit.many)}\b"
    many = rf"(?<![\d.,])(?!1{GAP})(?:\d[\d,.]*){GAP}{re.escape(unit.one)}\b(?![{GAP[1:-1]}-][a-z])"
    for pattern in (one, many):
        yield from (match.group() for match in re.finditer(pattern, says))
