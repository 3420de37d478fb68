"""Reading the log, for those whose roles allow it; whoever else tries stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

import pandas as pd

from advisor.service.desk import Desk
from advisor.service.rights import NotAllowed
from advisor.storing.audit import Entry, entries
from advisor.storing.people import all_people

COLUMNS = ("When", "Who", "What", "About", "Details", "Refused")


def read_log(desk: Desk, most: int, before: int | None = None, refused_only: bool = False) -> tuple[Entry, ...]:
    """The newest lines first; `before`: those older than the line of this number. Raises NotAllowed, StoreFault."""
    try:
        with desk.store.reading() as connection:
            desk.expect(connection, "read the log")
    except NotAllowed as refused:
        desk.log_refused("read the log", "log", refused)
        raise
    return entries(desk.store, most, before, refused=True if refused_only else None)


def names_of_people(desk: Desk) -> Mapping[str, str]:
    return {one.id: one.name for one in all_people(desk.store)}


def log_table(lines: Sequence[Entry], zone: tzinfo, names: Mapping[str, str]) -> pd.DataFrame:
    """The lines as plain text, one row each; people by their `names`."""
    rows = [
        (
            line.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            line.name or line.who,
            line.what,
            _with_name(line.object, names),
            "; ".join(f"{key.replace('_', ' ')}: {_say(value, names)}" for key, value in line.details.items()),
            "refused" if line.refused else "",
        )
        for line in lines
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _with_name(about: str, names: Mapping[str, str]) -> str:
    kind, _, id = about.partition(" ")
    return names.get(id, about) if kind == "person" else about


def _say(value: object, names: Mapping[str, str]) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else names.get(str(value), str(value))
