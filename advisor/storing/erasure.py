"""Taking people out of what is kept: names, contacts and free words go from cases and issues; figures stay for learning."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from advisor.storing.tables import audit, case_revisions, case_words, cases, erasing, issue_withdrawals, issues

FIGURES = ("verdict", "pack", "date", "lines", "cost", "worlds")
FIGURES_OF_LINE = ("offering", "role", "quantity", "order_now", "asked", "phase", "once", "monthly")
Json = Mapping[str, Any]


def erase_case(connection: Connection, id: str) -> None:
    """Erase one case, with all its revisions and issues; the caller has opened what is only added to (see `while_erasing`)."""
    one = case_revisions.c
    for row in connection.execute(select(one.number, one.content).where(one.case == id)).all():
        connection.execute(
            update(case_revisions)
            .where(one.case == id, one.number == row.number)
            .values(content=_changed(row.content, without_people), note="")
        )
    for row in connection.execute(select(issues).where(issues.c.case == id)).all():
        connection.execute(
            update(issues)
            .where(issues.c.case == id, issues.c.number == row.number)
            .values(
                content=_changed(row.content, without_people),
                recommendation=_changed(row.recommendation, _only_figures),
                pdf=b"",
                changes="",
            )
        )
    connection.execute(update(issue_withdrawals).where(issue_withdrawals.c.case == id).values(reason=""))
    connection.execute(delete(case_words).where(case_words.c.case == id))
    gone = {"customer": "", "reference": "", "words": "", "says": "", "erased": True}
    connection.execute(update(cases).where(cases.c.id == id).values(**gone))


def while_erasing(connection: Connection, how: Callable[[], None]) -> None:
    """Let rows be changed that are only added to, for as long as this takes."""
    connection.execute(insert(erasing).values(one=1))
    how()
    connection.execute(delete(erasing))


def forget_log(connection: Connection, before: datetime) -> int:
    """Delete the lines of the log that are older; returns how many."""
    return connection.execute(delete(audit).where(audit.c.at < before)).rowcount


def without_people(content: Json) -> dict[str, Any]:
    """The content of a case without names, contacts and free words."""
    case = dict(content["case"])
    request = case.get("request", {})
    wants = [{name: value for name, value in want.items() if name != "why"} for want in request.get("wants", ())]
    outcomes = [one if isinstance(one, str) else one["outcome"] for one in case.get("outcomes", ())]
    answers = {name: _without_names(value) for name, value in case.get("answers", {}).items()}
    case |= {"customer": {}, "request": {"wants": wants}, "outcomes": outcomes, "answers": answers}
    kept = {name: value for name, value in case.items() if value}
    return {"case": kept, "by_hand": list(content.get("by_hand", ()))}


def _without_names(answer: Any) -> Any:
    """The rows of an inventory are numbered; what they are called may be somebody's name."""
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        return answer
    return [{**row, "name": f"row {n}"} for n, row in enumerate(answer, 1)]


def _only_figures(recommendation: Json) -> dict[str, Any]:
    found = {name: recommendation[name] for name in FIGURES if name in recommendation}
    found["lines"] = [
        {name: line[name] for name in FIGURES_OF_LINE if name in line} for line in recommendation.get("lines", ())
    ]
    return found


def _changed(text: str, how: Callable[[Json], Json]) -> str:
    return json.dumps(how(json.loads(text)), ensure_ascii=False, separators=(",", ":")) if text else ""
