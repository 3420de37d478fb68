"""Corrections of a call as synonyms that the rule editors may accept: what was said, and what it turned out to mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from advisor.calling.call import Call
from advisor.calling.heard_lists import lists_of
from advisor.calling.heard_names import MOST_WORDS, names_of
from advisor.calling.heard_words import words_of
from advisor.pack import Pack

COLUMNS = ("pack", "version", "kind", "id", "said", "day", "reference")


@dataclass(frozen=True)
class SuggestedSynonym:
    """`said` is the correction's few words and never the rest of what the customer told; `version` is that of the pack's files."""

    pack: str
    version: str
    kind: Literal["offering", "outcome"]
    id: str
    said: str
    day: date
    reference: str


class SynonymSink(Protocol):
    """Where suggested synonyms are kept until an editor accepts or declines them."""

    def keep(self, suggested: SuggestedSynonym) -> None:
        """Keep one; the same one twice is one."""


def suggested_synonyms(pack: Pack, call: Call) -> tuple[SuggestedSynonym, ...]:
    """The corrections that would make good synonyms: short enough, and not a name of something already."""
    if not call.corrections:
        return ()
    lists = lists_of(pack)
    names = names_of(pack, ())
    found = []
    for one in call.corrections:
        if one.meant is None or (one.meant not in pack.offerings and one.meant not in pack.outcomes):
            continue
        words = words_of(one.said, lists)
        content = [word for word in words if word.raw not in lists.filling]
        key, literal = "".join(word.base for word in content), "".join(word.raw for word in words)
        if not 0 < len(content) <= MOST_WORDS or key in names.exact or literal in names.literal:
            continue
        kind: Literal["offering", "outcome"] = "offering" if one.meant in pack.offerings else "outcome"
        said = " ".join(one.said.split())
        found.append(
            SuggestedSynonym(pack.id, pack.version, kind, one.meant, said, call.case.date, call.case.customer.reference)
        )
    return tuple(dict.fromkeys(found))


def keep_synonyms(pack: Pack, call: Call, sink: SynonymSink) -> int:
    """Hand the suggested synonyms of a call over; returns how many."""
    suggested = suggested_synonyms(pack, call)
    for one in suggested:
        sink.keep(one)
    return len(suggested)


def synonyms_csv(suggested: Iterable[SuggestedSynonym]) -> str:
    """Suggested synonyms as a table, for whoever keeps the price list."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in suggested:
        cells = [one.pack, one.version, one.kind, one.id, one.said, one.day.isoformat(), one.reference]
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells])  # never a formula
    return out.getvalue()
