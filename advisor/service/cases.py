"""What people do with cases: begin, change, take back, share, hand over, look at; each only with their own and shared ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from advisor.service.desk import Desk
from advisor.service.rights import NotFound
from advisor.storing import cases as kept
from advisor.storing.case_fields import Content
from advisor.storing.cases import Revision, StoredCase, find_case
from advisor.storing.listing import FILTERS, Filter, Listed, Looking, Page, Summary, count_of, keep_summary, page_of
from advisor.storing.versions import all_current


def begin_case(desk: Desk, id: str, pack: str, version: str, content: Content, note: str = "") -> StoredCase:
    """Keep a new case under an id of `new_case_id`; it stays on this version of the rules until it is moved to another. Begun
    twice, because nobody heard that it was kept the first time, it is there once."""
    with desk.writing("take calls", "begin a case", f"pack {pack}") as connection:
        there = find_case(connection, id, to_write=True)
        if there is not None:
            case = desk.case(connection, id, to_write=True)
            kept.save_case(connection, desk.store.now(), desk.person.id, case, 1, content)
            return desk.case(connection, id)
        kept.begin_case(connection, desk.store.now(), desk.person.id, id, pack, version, content, note)
        desk.log(connection, "begin a case", f"case {id}", **({"note": note} if note else {}))
        return desk.case(connection, id)


def open_case(desk: Desk, id: str) -> StoredCase:
    """Raises NotFound, the same for a case that does not exist and for one of somebody else; both are logged."""
    try:
        with desk.store.reading() as connection:
            return desk.case(connection, id)
    except NotFound as refused:
        desk.log_refused("open a case", f"case {id}", refused)
        raise


def open_to(desk: Desk, ids: Iterable[str]) -> frozenset[str]:
    """Those of these cases that this person may open; to offer the way to them, so nothing is logged."""
    found = set()
    with desk.store.reading() as connection:
        for id in ids:
            with suppress(NotFound):
                found.add(desk.case(connection, id).id)
    return frozenset(found)


def save_case(desk: Desk, id: str, seen: int, mine: Content) -> StoredCase:
    """Keep what was changed since revision `seen`. Raises ChangedMeanwhile where somebody else has changed the same field."""
    with desk.writing("take calls", "change a case", f"case {id}") as connection:
        case = desk.case(connection, id, to_write=True)
        kept.save_case(connection, desk.store.now(), desk.person.id, case, seen, mine)
        return desk.case(connection, id)


def undo(desk: Desk, id: str, seen: int) -> StoredCase:
    """Take the last change back. Raises ChangedMeanwhile where there is one that was not seen."""
    with desk.writing("take calls", "undo", f"case {id}") as connection:
        case = desk.case(connection, id, to_write=True)
        kept.step(connection, desk.store.now(), desk.person.id, case, seen, "undo")
        return desk.case(connection, id)


def redo(desk: Desk, id: str, seen: int) -> StoredCase:
    """Make the change again that was taken back last."""
    with desk.writing("take calls", "redo", f"case {id}") as connection:
        case = desk.case(connection, id, to_write=True)
        kept.step(connection, desk.store.now(), desk.person.id, case, seen, "redo")
        return desk.case(connection, id)


def note_on(desk: Desk, id: str, field: str, text: str) -> StoredCase:
    """Add a note to one field, such as who said it."""
    with desk.writing("take calls", "note", f"case {id}") as connection:
        case = desk.case(connection, id, to_write=True)
        kept.add_note(connection, desk.store.now(), desk.person.id, case, field, text)
        return desk.case(connection, id)


def move_case(desk: Desk, id: str, seen: int, content: Content, version: str) -> StoredCase:
    """Go on with other rules: `content` is the case as those read it."""
    with desk.writing("take calls", "use other rules", f"case {id}") as connection:
        case = desk.case(connection, id, to_write=True)
        kept.save_case(connection, desk.store.now(), desk.person.id, case, seen, content, "rules", version)
        return desk.case(connection, id)


def share_case(desk: Desk, id: str, with_person: str) -> StoredCase:
    with desk.writing("take calls", "share a case", f"case {id}") as connection:
        case = desk.case(connection, id, to_write=True)
        kept.share_case(connection, case, with_person)
        desk.log(connection, "share a case", f"case {id}", person=with_person)
        return desk.case(connection, id)


def unshare_case(desk: Desk, id: str, with_person: str) -> StoredCase:
    with desk.writing("take calls", "unshare a case", f"case {id}") as connection:
        case = desk.case(connection, id, to_write=True)
        kept.unshare_case(connection, case, with_person)
        desk.log(connection, "unshare a case", f"case {id}", person=with_person)
        return case


def hand_over(desk: Desk, id: str, to_person: str) -> StoredCase:
    """Make somebody else the owner; only the owner can, or a lead."""
    with desk.writing("take calls", "hand a case over", f"case {id}") as connection:
        case = desk.case(connection, id, to_write=True)
        if case.owner != desk.person.id:
            desk.expect(connection, "change all cases")
        kept.hand_over(connection, case, to_person)
        desk.log(connection, "hand a case over", f"case {id}", person=to_person)
        return desk.case(connection, id)


def may_hand_over(desk: Desk, case: StoredCase) -> bool:
    """Whether to offer it; `hand_over` asks again."""
    with desk.store.reading() as connection:
        return case.owner == desk.person.id or desk.may(connection, "change all cases")


def history_of(desk: Desk, id: str) -> tuple[Revision, ...]:
    with desk.store.reading() as connection:
        desk.case(connection, id)
        return kept.history_of(connection, id)


def revision_of(desk: Desk, id: str) -> int:
    """The newest revision, to see whether somebody else has changed something. Raises NotFound."""
    with desk.store.reading() as connection:
        return desk.revision(connection, id)


def keep_summary_of(desk: Desk, id: str, revision: int, summary: Summary) -> None:
    """What lists show of the recommendation that was worked out for this revision."""
    with desk.writing("take calls", "summarise a case", f"case {id}") as connection:
        desk.revision(connection, id, to_write=True)
        keep_summary(connection, id, revision, summary)


def list_cases(desk: Desk, which: Filter, search: str = "", after: Listed | None = None, size: int = 50) -> Page:
    """One page of the cases that are open to this person."""
    looking = _looking(desk)
    with desk.store.reading() as connection:
        return page_of(connection, looking, which, search, after, size)


def count_cases(desk: Desk) -> Mapping[Filter, int]:
    """How many each filter shows, up to one more than are counted."""
    looking = _looking(desk)
    with desk.store.reading() as connection:
        return {which: count_of(connection, looking, which) for which in FILTERS}


def _looking(desk: Desk) -> Looking:
    current = {pack: version.digest for pack, version in all_current(desk.store).items()}
    with desk.store.reading() as connection:
        return Looking(desk.person.id, desk.may(connection, "see all cases"), current)
