"""Looking after the store: the log, how long things are kept, and one customer's data handed out or erased."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from advisor.service.desk import Desk
from advisor.service.rights import NotAllowed
from advisor.storing import audit
from advisor.storing.audit import Entry
from advisor.storing.cases import history_of
from advisor.storing.erasure import erase_case, forget_log, while_erasing
from advisor.storing.issues import issues_of, paper_of
from advisor.storing.tables import cases


@dataclass(frozen=True)
class Kept:
    """For how many days things are kept; None: for ever."""

    cases: int | None = None
    log: int | None = None


@dataclass(frozen=True)
class Ended:
    """How many cases were erased, and lines of the log deleted, because their time was over."""

    cases: int
    log: int


def read_log(
    desk: Desk, most: int = 200, before: int | None = None, since: datetime | None = None, refused: bool | None = None
) -> tuple[Entry, ...]:
    """The newest lines first. Raises NotAllowed, and logs it."""
    with desk.store.reading() as connection:
        allowed = desk.may(connection, "read the log")
    if not allowed:
        refusal = NotAllowed("read the log")
        desk.log_refused("read the log", "log", refusal)
        raise refusal
    return audit.entries(desk.store, most, before, since, refused)


def cases_of_customer(desk: Desk, customer: str) -> tuple[str, ...]:
    """The cases of a customer by the name that stands in them, whoever owns them; capitals make no difference."""
    wanted = customer.strip().casefold()
    with desk.writing("look after the store", "look for a customer", "cases") as connection:
        rows = connection.execute(select(cases.c.id, cases.c.customer).where(func.length(cases.c.customer) > 0)).all()
    return tuple(sorted(row.id for row in rows if row.customer.strip().casefold() == wanted))


def export_customer(desk: Desk, customer: str, file: Path) -> int:
    """Everything that is kept about a customer, in one ZIP file: cases with their history, issues, papers. Returns how many cases."""
    found = cases_of_customer(desk, customer)
    with desk.writing("look after the store", "export a customer", f"{len(found)} cases") as connection:
        with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as archive:
            for number, id in enumerate(found, 1):
                history = [
                    {
                        "at": one.at.isoformat(), "by": one.name, "kind": one.kind, "fields": one.fields,
                        "note": one.note, "case": one.after["case"],
                    }
                    for one in history_of(connection, id)
                ]  # fmt: skip
                archive.writestr(f"case_{number}/history.json", json.dumps(history, ensure_ascii=False, indent=1))
                for issue in issues_of(connection, id, desk.store.now()):
                    name = f"case_{number}/issue_{issue.number}"
                    archive.writestr(f"{name}.json", json.dumps(issue.recommendation, ensure_ascii=False, indent=1))
                    archive.writestr(f"{name}.pdf", paper_of(connection, id, issue.number) or b"")
        desk.log(connection, "export a customer", f"{len(found)} cases")
    return len(found)


def erase_customer(desk: Desk, customer: str) -> int:
    """Names, contacts, words and papers of a customer go from every case and its history; figures stay. Returns how many cases."""
    found = cases_of_customer(desk, customer)
    _erase(desk, "erase a customer", found)
    return len(found)


def end_of_time(desk: Desk, kept: Kept) -> Ended:
    """Erase cases that nobody has touched for so long, and delete lines of the log that are older."""
    now, over, lines = desk.store.now(), (), 0
    if kept.cases is not None:
        with desk.writing("look after the store", "end of time", "cases") as connection:
            old = cases.c.touched_at < now - timedelta(days=kept.cases)
            over = tuple(connection.execute(select(cases.c.id).where(old, ~cases.c.erased)).scalars())
        _erase(desk, "end of time", over)
    if kept.log is not None:
        with desk.writing("look after the store", "end of time", "log") as connection:
            forgotten: list[int] = []
            before = now - timedelta(days=kept.log)
            while_erasing(connection, lambda: forgotten.append(forget_log(connection, before)))
            lines = forgotten[0]
            desk.log(connection, "end of time", "log", lines=lines)
    return Ended(len(over), lines)


def _erase(desk: Desk, what: str, ids: tuple[str, ...]) -> None:
    """All of them or none."""
    with desk.writing("look after the store", what, f"{len(ids)} cases") as connection:

        def erase_all() -> None:
            for id in ids:
                erase_case(connection, id)

        while_erasing(connection, erase_all)
        for id in ids:
            desk.log(connection, what, f"case {id}")
