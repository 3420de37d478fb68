"""Issued recommendations: what was handed to a customer, frozen with its paper; another state of it is another row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, insert, select, update

from advisor.storing.case_fields import Content
from advisor.storing.cases import StoredCase
from advisor.storing.tables import cases, issue_withdrawals, issues, people

State: TypeAlias = Literal["issued", "expired", "superseded", "withdrawn"]


@dataclass(frozen=True)
class Issue:
    """One issue of a case. `changes`: how it differs from the one before it, one sentence each. The paper is in `paper_of`."""

    case: str
    number: int
    at: datetime
    who: str
    name: str
    revision: int
    pack: str
    pack_version: str
    prices_of: date
    valid_until: date
    content: Content
    recommendation: Mapping[str, Any]
    paper: str
    sha256: str
    changes: tuple[str, ...]
    state: State
    withdrawn: str = ""  # why, where it was


def issue(
    connection: Connection,
    now: datetime,
    who: str,
    case: StoredCase,
    prices_of: date,
    valid_until: date,
    recommendation: Mapping[str, Any],
    paper: str,
    pdf: bytes,
    changes: tuple[str, ...],
) -> int:
    """Freeze what is handed over of a case that was found `to_write`. Returns its number in the case."""
    last = connection.execute(
        select(issues.c.number).where(issues.c.case == case.id).order_by(issues.c.number.desc()).limit(1)
    ).scalar_one_or_none()
    number = (last or 0) + 1
    connection.execute(
        insert(issues).values(
            case=case.id, number=number, at=now, who=who, revision=case.revision, pack=case.pack,
            pack_version=case.pack_version, prices_of=prices_of.isoformat(), valid_until=valid_until.isoformat(),
            content=_json(case.content), recommendation=_json(recommendation), paper=paper, pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(), changes="\n".join(changes),
        )
    )  # fmt: skip
    connection.execute(update(cases).where(cases.c.id == case.id).values(issued="issued"))
    return number


def withdraw(connection: Connection, now: datetime, who: str, case: str, number: int, reason: str) -> None:
    """Say that an issue no longer holds; once."""
    key = (issue_withdrawals.c.case == case) & (issue_withdrawals.c.number == number)
    if connection.execute(select(issue_withdrawals.c.number).where(key)).first() is not None:
        return
    connection.execute(insert(issue_withdrawals).values(case=case, number=number, at=now, who=who, reason=reason))
    newest = issues_of(connection, case, now)[0]
    if newest.number == number:
        connection.execute(update(cases).where(cases.c.id == case).values(issued="withdrawn"))


def issues_of(connection: Connection, case: str, now: datetime) -> tuple[Issue, ...]:
    """The issues of a case as they stand at a moment, the newest first."""
    one = issues.c
    columns = [column for column in one if column.name != "pdf"]
    asked = (
        select(*columns, people.c.name, issue_withdrawals.c.reason)
        .join(people, people.c.id == one.who)
        .outerjoin(
            issue_withdrawals, (issue_withdrawals.c.case == one.case) & (issue_withdrawals.c.number == one.number)
        )
        .where(one.case == case)
        .order_by(one.number.desc())
    )
    rows = connection.execute(asked).all()
    return tuple(_issue(row, newest=row.number == rows[0].number, today=now.date()) for row in rows)


def paper_of(connection: Connection, case: str, number: int) -> bytes | None:
    """The bytes that were handed over; b"" where they were erased, None where there is no such issue."""
    asked = select(issues.c.pdf).where(issues.c.case == case, issues.c.number == number)
    found = connection.execute(asked).scalar_one_or_none()
    return None if found is None else bytes(found)


def _issue(row: Any, newest: bool, today: date) -> Issue:
    state: State = "issued" if newest else "superseded"
    valid_until = date.fromisoformat(row.valid_until)
    if newest and valid_until < today:
        state = "expired"
    if row.reason is not None:
        state = "withdrawn"
    return Issue(
        row.case, row.number, row.at, row.who, row.name, row.revision, row.pack, row.pack_version,
        date.fromisoformat(row.prices_of), valid_until, json.loads(row.content), json.loads(row.recommendation),
        row.paper, row.sha256, tuple(row.changes.split("\n")) if row.changes else (), state, row.reason or "",
    )  # fmt: skip


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
