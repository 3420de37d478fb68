"""Handing a recommendation over: printed once, frozen with all that it stands on, and never changed after that."""

from __future__ import annotations

from datetime import timedelta

from advisor.calling.call_kept import call_from
from advisor.engine.recommend import recommend, with_holds
from advisor.pack import Pack
from advisor.printing.paper import PaperSize, printed_pdf
from advisor.service.desk import Desk
from advisor.service.differences import differences
from advisor.service.rights import NotFound
from advisor.storing import issues as kept
from advisor.storing.cases import ChangedMeanwhile, StoredCase
from advisor.storing.issues import Issue


class NothingNew(Exception):
    """The last issue says the same: a second one would only confuse."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Nothing has changed since issue {number}. Print that one again, or withdraw it first.")


def issue_case(desk: Desk, id: str, seen: int, pack: Pack, paper: PaperSize) -> Issue:
    """Issue what is recommended for a case as it was seen at revision `seen`: worked out anew from what is kept, so that nothing
    else can be handed over. A later change is a new issue, with the difference.

    Raises ChangedMeanwhile where somebody else has changed the case since, NothingNew, NotFound, NotAllowed, StoreFault.
    """
    with desk.writing(
        "take calls", "issue", f"case {id}"
    ) as connection:  # who may not is refused before anything is printed
        seen_case = desk.case(connection, id, to_write=True)
    if seen_case.revision != seen or seen_case.pack_version != pack.version:
        raise ChangedMeanwhile((), seen_case.owner_name, seen_case.touched_at, seen_case)
    case = call_from(pack, seen_case.content).case
    whole = with_holds(pack, case, recommend(pack, case))
    pdf = printed_pdf(pack, case, whole, paper)
    valid_until = case.date + timedelta(days=pack.validity_days)
    written = whole.to_json()
    with desk.writing("take calls", "issue", f"case {id}") as connection:
        now = desk.case(connection, id, to_write=True)
        if now.revision != seen:  # changed while it was being printed
            raise ChangedMeanwhile((), now.owner_name, now.touched_at, now)
        before = kept.issues_of(connection, id, desk.store.now())
        changes: tuple[str, ...] = ()
        if before:
            changes = differences(pack, before[0].recommendation, written) or _other(before[0], now, paper)
            if not changes and before[0].state == "issued":
                raise NothingNew(before[0].number)
        number = kept.issue(
            connection, desk.store.now(), desk.person.id, now, pack.prices_of, valid_until, written, paper, pdf, changes
        )
        desk.log(connection, "issue", f"case {id}", number=number, pack_version=pack.version)
        return kept.issues_of(connection, id, desk.store.now())[0]


def _other(before: Issue, now: StoredCase, paper: PaperSize) -> tuple[str, ...]:
    found = []
    if before.content != now.content:
        found.append("The same lines and prices; the answers they stand on are others.")
    if before.pack_version != now.pack_version:
        found.append("The same lines and prices, by newer rules.")
    if before.paper != paper:
        found.append("The same on another paper.")
    return tuple(found)


def withdraw_issue(desk: Desk, id: str, number: int, reason: str) -> tuple[Issue, ...]:
    """Mark an issue as one that no longer holds, with the reason; its paper stays as it was handed over."""
    with desk.writing("take calls", "withdraw", f"case {id}") as connection:
        desk.case(connection, id, to_write=True)
        if kept.paper_of(connection, id, number) is None:
            raise NotFound
        kept.withdraw(connection, desk.store.now(), desk.person.id, id, number, reason)
        desk.log(connection, "withdraw", f"case {id}", number=number, reason=reason)
        return kept.issues_of(connection, id, desk.store.now())


def issues_of(desk: Desk, id: str) -> tuple[Issue, ...]:
    """The newest first. Raises NotFound."""
    with desk.store.reading() as connection:
        desk.case(connection, id)
        return kept.issues_of(connection, id, desk.store.now())


def paper_of(desk: Desk, id: str, number: int) -> bytes:
    """The very bytes that were handed over. Raises NotFound."""
    with desk.store.reading() as connection:
        desk.case(connection, id)
        found = kept.paper_of(connection, id, number)
    if found is None:
        raise NotFound
    return found
