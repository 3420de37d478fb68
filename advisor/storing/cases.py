"""Cases as they are kept: every change a revision that stays, undo and redo among them; the callers have checked rights."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from advisor.storing.case_fields import Content, by_hand_of, changed_fields, merge
from advisor.storing.case_words import words_of
from advisor.storing.tables import case_people, case_revisions, case_words, cases, people

Kind: TypeAlias = Literal["begun", "change", "undo", "redo", "note", "rules"]


@dataclass(frozen=True)
class StoredCase:
    """A case as it stands. `revision` counts whatever happened to it; `state` is the revision whose content holds now."""

    id: str
    owner: str
    owner_name: str
    pack: str
    pack_version: str
    revision: int
    state: int
    content: Content
    began_at: datetime
    touched_at: datetime
    shared_with: tuple[tuple[str, str], ...]  # (person's id, name), without the owner
    can_undo: bool
    can_redo: bool
    issued: str
    erased: bool

    def is_open_to(self, person: str) -> bool:
        return person == self.owner or any(person == id for id, _ in self.shared_with)


@dataclass(frozen=True)
class Revision:
    """One thing that happened to a case. `fields`: what it touched, by name, each with what stood there before and after."""

    number: int
    at: datetime
    who: str
    name: str
    kind: Kind
    fields: tuple[str, ...]
    note: str
    pack_version: str
    before: Content | None
    after: Content


class ChangedMeanwhile(Exception):
    """Somebody else has changed the same fields since they were seen; nothing was saved. `now`: the case as it stands."""

    def __init__(self, fields: tuple[str, ...], name: str, at: datetime, now: StoredCase) -> None:
        self.fields, self.name, self.at, self.now = fields, name, at, now
        super().__init__(f"{name} has changed {', '.join(fields)} at {at.isoformat()}.")


# Built once: to build a question takes longer than to answer it.
_CASE = select(cases, people.c.name).join(people, people.c.id == cases.c.owner).where(cases.c.id == bindparam("id"))
_CASE_TO_WRITE = _CASE.with_for_update(of=cases)
_NEWEST = (
    select(cases.c.revision, cases.c.owner, case_people.c.person)
    .outerjoin(case_people, (case_people.c.case == cases.c.id) & (case_people.c.person == bindparam("person")))
    .where(cases.c.id == bindparam("id"))
)
_SHARED = (
    select(people.c.id, people.c.name)
    .join(case_people, case_people.c.person == people.c.id)
    .where(case_people.c.case == bindparam("id"), people.c.id != bindparam("owner"))
    .order_by(people.c.name)
)
_REVISION = select(case_revisions).where(
    case_revisions.c.case == bindparam("id"), case_revisions.c.number == bindparam("number")
)
_LAST_KIND = (
    select(case_revisions.c.kind)
    .where(
        case_revisions.c.case == bindparam("id"),
        case_revisions.c.number <= bindparam("number"),
        case_revisions.c.kind != "note",
    )
    .order_by(case_revisions.c.number.desc())
    .limit(1)
)


def new_case_id() -> str:
    """An address that nobody can guess."""
    return secrets.token_urlsafe(16)


def begin_case(
    connection: Connection, now: datetime, who: str, id: str, pack: str, version: str, content: Content, note: str = ""
) -> None:
    """Keep a new case under an id of `new_case_id`."""
    connection.execute(
        insert(cases).values(
            id=id, owner=who, pack=pack, pack_version=version, revision=1, began_at=now, touched_at=now,
            verdict="", says="", currency="", questions=0, waiting_for="", summary_of=0, issued="", erased=False,
            **_listed(content),
        )
    )  # fmt: skip
    connection.execute(insert(case_people).values(case=id, person=who, touched_at=now))
    _keep_words(connection, id, content)
    _add(connection, id, 1, now, who, "begun", (), note, version, 1, 0, content)


def find_case(connection: Connection, id: str, to_write: bool = False) -> StoredCase | None:
    """The case of this id; `to_write` keeps other writers away from it until the transaction ends."""
    row = connection.execute(_CASE_TO_WRITE if to_write else _CASE, {"id": id}).one_or_none()
    if row is None:
        return None
    last = _revision(connection, id, row.revision)
    state = last if last.state == last.number else _revision(connection, id, last.state)
    shared = connection.execute(_SHARED, {"id": id, "owner": row.owner}).all()
    return StoredCase(
        id, row.owner, row.name, row.pack, row.pack_version, row.revision, state.number, json.loads(state.content),
        row.began_at, row.touched_at, tuple((one.id, one.name) for one in shared), state.parent > 0,
        _redone(connection, id, row.revision, state.number) is not None, row.issued, row.erased,
    )  # fmt: skip


def find_revision(connection: Connection, id: str, person: str) -> tuple[int, bool] | None:
    """The newest revision of a case, and whether it is open to this person; without reading what is in it."""
    row = connection.execute(_NEWEST, {"id": id, "person": person}).one_or_none()
    return None if row is None else (row.revision, row.owner == person or row.person is not None)


def save_case(
    connection: Connection, now: datetime, who: str, case: StoredCase, seen: int, mine: Content, kind: Kind = "change",
    version: str | None = None,
) -> None:  # fmt: skip
    """Keep a change of a case that was found `to_write`, made on top of revision `seen`. What others have changed since then
    stays; raises ChangedMeanwhile where it is the same field."""
    merged = mine
    if seen != case.revision:
        put_together = merge(_content_at(connection, case.id, seen), mine, case.content)
        if put_together.conflicts:
            raise _meanwhile(connection, case, seen, put_together.conflicts)
        merged = put_together.content
    fields = changed_fields(case.content, merged)
    version = version or case.pack_version
    if not fields and by_hand_of(merged) == by_hand_of(case.content) and version == case.pack_version:
        return
    number = case.revision + 1
    _add(connection, case.id, number, now, who, kind, fields, "", version, number, case.state, merged)
    _touch(connection, now, case.id, number, version, merged)


def step(
    connection: Connection, now: datetime, who: str, case: StoredCase, seen: int, kind: Literal["undo", "redo"]
) -> None:
    """Take the last change back, or make it again. Where there is none, nothing happens; raises ChangedMeanwhile where somebody
    else has changed something since revision `seen`: nobody takes back what they have not seen."""
    unseen = changed_fields(_content_at(connection, case.id, seen), case.content)
    if unseen:
        raise _meanwhile(connection, case, seen, unseen)
    there = _revision(connection, case.id, case.state)
    to = there.parent if kind == "undo" else _redone(connection, case.id, case.revision, case.state)
    if not to:
        return
    target = _revision(connection, case.id, to)
    content = json.loads(target.content)
    fields = changed_fields(case.content, content)
    number = case.revision + 1
    _add(connection, case.id, number, now, who, kind, fields, "", target.pack_version, to, target.parent, None)
    _touch(connection, now, case.id, number, target.pack_version, content)


def add_note(connection: Connection, now: datetime, who: str, case: StoredCase, field: str, text: str) -> None:
    """Note something about one field, such as who said it."""
    parent = _revision(connection, case.id, case.state).parent
    number = case.revision + 1
    _add(
        connection, case.id, number, now, who, "note", (field,), text, case.pack_version, case.state, parent, None
    )  # fmt: skip
    _touch(connection, now, case.id, number, case.pack_version, None)


def share_case(connection: Connection, case: StoredCase, person: str) -> None:
    if not case.is_open_to(person):
        new = {"case": case.id, "person": person, "touched_at": case.touched_at}
        connection.execute(insert(case_people).values(new))


def unshare_case(connection: Connection, case: StoredCase, person: str) -> None:
    if person != case.owner:
        connection.execute(delete(case_people).where(case_people.c.case == case.id, case_people.c.person == person))


def hand_over(connection: Connection, case: StoredCase, person: str) -> None:
    """Make somebody else the owner; who owned it before still sees it."""
    share_case(connection, case, person)
    connection.execute(update(cases).where(cases.c.id == case.id).values(owner=person))


def history_of(connection: Connection, id: str) -> tuple[Revision, ...]:
    """Everything that happened to a case, in that order."""
    asked = (
        select(case_revisions, people.c.name)
        .join(people, people.c.id == case_revisions.c.who)
        .where(case_revisions.c.case == id)
        .order_by(case_revisions.c.number)
    )
    contents: dict[int, Content] = {}
    found: list[Revision] = []
    for row in connection.execute(asked):
        if row.content:
            contents[row.number] = json.loads(row.content)
        after = contents[row.state]
        before = found[-1].after if found else None
        fields = tuple(row.fields.split("\n")) if row.fields else ()
        found.append(
            Revision(
                row.number, row.at, row.who, row.name, row.kind, fields, row.note, row.pack_version, before, after
            )
        )  # fmt: skip
    return tuple(found)


def _listed(content: Content) -> dict[str, str]:
    case = content["case"]
    customer = case.get("customer", {})
    words = case.get("request", {}).get("words", "")
    return {"customer": customer.get("name", ""), "reference": customer.get("reference", ""), "words": words[:300]}


def _keep_words(connection: Connection, id: str, content: Content) -> None:
    case = content["case"]
    customer = case.get("customer", {})
    texts = (customer.get("name", ""), customer.get("reference", ""), case.get("request", {}).get("words", ""))
    new = set(words_of(*texts))
    old = set(connection.execute(select(case_words.c.word).where(case_words.c.case == id)).scalars())
    if old - new:
        connection.execute(delete(case_words).where(case_words.c.case == id, case_words.c.word.in_(old - new)))
    if new - old:
        connection.execute(insert(case_words), [{"case": id, "word": word} for word in sorted(new - old)])


def _touch(
    connection: Connection, now: datetime, id: str, revision: int, version: str, content: Content | None
) -> None:  # fmt: skip
    """What a list shows follows the newest revision; `content` None: it has not changed."""
    listed = _listed(content) if content is not None else {}
    connection.execute(
        update(cases).where(cases.c.id == id).values(revision=revision, touched_at=now, pack_version=version, **listed)
    )
    connection.execute(update(case_people).where(case_people.c.case == id).values(touched_at=now))
    if content is not None:
        _keep_words(connection, id, content)


def _add(
    connection: Connection, id: str, number: int, now: datetime, who: str, kind: Kind, fields: Iterable[str],
    note: str, version: str, state: int, parent: int, content: Content | None,
) -> None:  # fmt: skip
    connection.execute(
        insert(case_revisions).values(
            case=id, number=number, at=now, who=who, kind=kind, fields="\n".join(fields), note=note,
            pack_version=version, state=state, parent=parent,
            content="" if content is None else json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        )
    )  # fmt: skip


def _revision(connection: Connection, id: str, number: int) -> Any:
    return connection.execute(_REVISION, {"id": id, "number": number}).one()


def _content_at(connection: Connection, id: str, number: int) -> Content:
    found = _revision(connection, id, number)
    content: Content = json.loads(found.content or _revision(connection, id, found.state).content)
    return content


def _redone(connection: Connection, id: str, revision: int, state: int) -> int | None:
    """The newest change that was made on this state and taken back, unless something else was changed since."""
    last = connection.execute(_LAST_KIND, {"id": id, "number": revision}).scalar_one()
    if last not in ("undo", "redo"):
        return None
    one = case_revisions.c
    asked = select(func.max(one.number)).where(one.case == id, one.parent == state, one.state == one.number)
    found: int | None = connection.execute(asked).scalar_one()
    return found


def _meanwhile(
    connection: Connection, case: StoredCase, seen: int, fields: tuple[str, ...]
) -> ChangedMeanwhile:  # fmt: skip
    one = case_revisions.c
    asked = (
        select(one.fields, one.at, people.c.name)
        .join(people, people.c.id == one.who)
        .where(one.case == case.id, one.number > seen)
        .order_by(one.number.desc())
    )
    rows = connection.execute(asked).all()
    last = next((row for row in rows if set(row.fields.split("\n")) & set(fields)), rows[0])
    return ChangedMeanwhile(fields, last.name, last.at, case)
