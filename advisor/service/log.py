"""Reading the log, for those whose roles allow it; whoever else tries stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import pandas as pd

from advisor.service.desk import Desk
from advisor.service.rights import NotAllowed
from advisor.storing.audit import Entry, entries

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


def log_table(lines: Sequence[Entry], zone: tzinfo) -> pd.DataFrame:
    """The lines as plain text, one row each."""
    rows = [
        (
            line.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            line.name or line.who,
            line.what,
            line.object,
            "; ".join(f"{key}: {_say(value)}" for key, value in line.details.items()),
            "refused" if line.refused else "",
        )
        for line in lines
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _say(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
