"""Words of customers that somebody suggests as another name of an offering, until an engineer has decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select, update

from advisor.storing.store import Store
from advisor.storing.tables import people, synonyms

Decision = Literal["", "taken", "refused"]


@dataclass(frozen=True)
class SuggestedSynonym:
    """`decided` is "" while nobody has."""

    number: int
    pack: str
    offering: str
    phrase: str
    at: datetime
    who: str
    name: str
    decided: Decision


def suggest_synonym(store: Store, pack: str, offering: str, phrase: str, who: str) -> None:
    """Suggest one; the same words for the same offering once, whoever says them and whatever was decided."""
    same = (
        (synonyms.c.pack == pack) & (synonyms.c.offering == offering) & (synonyms.c.phrase == phrase)
    )  # fmt: skip
    with store.writing() as connection:
        if connection.execute(select(synonyms.c.number).where(same)).first() is None:
            new = {"pack": pack, "offering": offering, "phrase": phrase, "at": store.now(), "who": who, "decided": ""}
            connection.execute(insert(synonyms).values(new))


def suggested_synonyms(store: Store, pack: str, decided: Decision | None = "") -> tuple[SuggestedSynonym, ...]:
    """Those of a pack that wait (or that were decided so; None: all), the oldest first."""
    one = synonyms.c
    asked = select(
        one.number, one.pack, one.offering, one.phrase, one.at, one.who, people.c.name, one.decided
    ).join(people, people.c.id == one.who)  # fmt: skip
    asked = asked.where(one.pack == pack).order_by(one.number)
    if decided is not None:
        asked = asked.where(one.decided == decided)
    with store.reading() as connection:
        return tuple(SuggestedSynonym(*row) for row in connection.execute(asked))


def decide_synonym(store: Store, number: int, decision: Decision, who: str) -> None:
    with store.writing() as connection:
        connection.execute(
            update(synonyms)
            .where(synonyms.c.number == number)
            .values(decided=decision, decided_at=store.now(), decided_by=who)
        )
