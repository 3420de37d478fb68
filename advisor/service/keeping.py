"""How a running call is kept: every change at once, tried again where the store fails, and others' changes taken in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from advisor.service import cases
from advisor.service.desk import Desk
from advisor.storing.case_fields import Content
from advisor.storing.cases import StoredCase, new_case_id
from advisor.storing.faults import StoreFault


@dataclass(frozen=True)
class Kept:
    """What is known of a call in the store. `seen`: the revision that `content` is of; 0: it was never kept.

    `unsaved_since` and `fault`: since when, and why, what was typed last is not in the store; None where it is.
    """

    id: str
    seen: int = 0
    content: Content | None = None
    saved_at: datetime | None = None
    unsaved_since: datetime | None = None
    fault: str = ""
    is_shared: bool = False
    can_undo: bool = False
    can_redo: bool = False

    @property
    def is_begun(self) -> bool:
        return self.seen > 0 or self.unsaved_since is not None


def not_kept_yet() -> Kept:
    """A call in which nothing was typed: nothing is kept of it before."""
    return Kept(new_case_id())


def kept_of(desk: Desk, case: StoredCase) -> Kept:
    """A case as it was found, or as it was just written."""
    shared = bool(case.shared_with) or case.owner != desk.person.id
    return Kept(
        case.id, case.revision, case.content, case.touched_at, None, "", shared, case.can_undo, case.can_redo
    )  # fmt: skip


def keep(desk: Desk, kept: Kept, pack: str, version: str, content: dict[str, Any], note: str = "") -> Kept:
    """Keep the call as it stands now. Never raises for a store that fails: then it is not saved *yet*, and says so.

    Raises ChangedMeanwhile where somebody else has changed the same field, NotFound, NotAllowed.
    """
    try:
        if kept.seen == 0:
            return kept_of(desk, cases.begin_case(desk, kept.id, pack, version, content, note))
        if kept.unsaved_since is None and content == kept.content:
            return kept
        return kept_of(desk, cases.save_case(desk, kept.id, kept.seen, content))
    except StoreFault as fault:
        return replace(kept, unsaved_since=kept.unsaved_since or desk.store.now(), fault=str(fault))


def look_for_others(desk: Desk, kept: Kept) -> StoredCase | None:
    """The case, where somebody else (or the same person, elsewhere) has changed it since; None where not, or not to be told."""
    if kept.seen == 0 or kept.unsaved_since is not None:
        return None
    try:
        return cases.open_case(desk, kept.id) if cases.revision_of(desk, kept.id) > kept.seen else None
    except StoreFault:
        return None
