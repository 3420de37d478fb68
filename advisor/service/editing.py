"""A pack as its editors have it: the published version with everybody's drafts on top, until these become the next version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from advisor.case import Case
from advisor.loading.load_case import read_case
from advisor.pack import Pack
from advisor.problems import Place
from advisor.service import rules
from advisor.service.desk import Desk
from advisor.storing.drafts import Draft, DraftConflict, drafts_of
from advisor.storing.tables import case_revisions, cases
from advisor.storing.versions import Version, current, files_of, folder_of, numbers_of
from advisor.workshop.impact import SavedCase
from advisor.workshop.publishing import Files, Readiness, publish_ready, with_drafts
from advisor.workshop.saved_cases import sample_cases


@dataclass(frozen=True)
class Editing:
    """What all editors of a pack see. `base`: the files of the published version; `drafts`: by path."""

    pack: str
    version: Version
    base: Files
    drafts: Mapping[str, Draft]

    @cached_property
    def files(self) -> Files:
        """The files as they would be published now."""
        return with_drafts(self.base, self.drafts.values())

    @property
    def mark(self) -> tuple[object, ...]:
        """Another one whenever somebody has published or saved something."""
        return self.pack, self.version.digest, tuple((path, draft.revision) for path, draft in self.drafts.items())

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths whose draft says something else than the published file."""
        return tuple(path for path in self.drafts if self.base.get(path) != self.files.get(path))


def editing_of(desk: Desk, pack: str) -> Editing | None:
    """The pack as it is being edited; None: it was never published. Raises StoreFault."""
    version = current(desk.store, pack)
    if version is None:
        return None
    drafts = {draft.path: draft for draft in drafts_of(desk.store, pack)}
    return Editing(pack, version, files_of(desk.store, pack, version.digest), drafts)


def overtaken(desk: Desk, editing: Editing) -> dict[str, int]:
    """The drafts whose file says something else by now than in the version they were begun on: the number of that version, by
    path. Publishing them would take back, unseen, what others have published since. Raises StoreFault."""
    older = {editing.drafts[path].base for path in editing.changed} - {editing.version.digest}
    numbers = numbers_of(desk.store, editing.pack) if older else {}
    found = {}
    for base in sorted(older & set(numbers)):
        then = files_of(desk.store, editing.pack, base)
        for path in editing.changed:
            if editing.drafts[path].base == base and then.get(path) != editing.base.get(path):
                found[path] = numbers[base]
    return found


def publish_drafts(
    desk: Desk, editing: Editing, readiness: Readiness, note: str, looked_at: tuple[str | None, str] | None
) -> Version:
    """Make the files with all drafts the next version, and put these drafts aside. A draft that was saved again meanwhile stays.

    Raises NotReady, ImpactNotSeen, PublishedMeanwhile, NotAllowed, StoreFault.
    """
    expected = editing.version.digest
    publish_ready(
        readiness, lambda files, _: rules.publish(desk, editing.pack, files, note, expected), expected, looked_at
    )
    for path, draft in editing.drafts.items():
        try:
            rules.drop_draft(desk, editing.pack, path, draft.revision)
        except DraftConflict:
            continue
    published = current(desk.store, editing.pack)
    assert published is not None
    return published


def cases_to_look_at(desk: Desk, editing: Editing) -> tuple[SavedCase, ...]:
    """The sample cases of the published version, and every kept case of the pack. Raises NotAllowed, StoreFault."""
    samples = sample_cases(folder_of(desk.store, editing.pack, editing.version.digest), editing.pack)
    return (*kept_cases(desk, editing.pack), *samples)


def kept_cases(desk: Desk, pack: str) -> tuple[SavedCase, ...]:
    """Every kept case of a pack: by its reference alone, for whoever edits rules need not know the customers of others.

    Raises NotAllowed, StoreFault.
    """
    desk.check("edit rules", "look at saved cases", f"pack {pack}")
    now, text = case_revisions.alias("now"), case_revisions.alias("text")
    asked = (
        select(cases.c.id, cases.c.reference, cases.c.issued, text.c.content)
        .join(now, (now.c.case == cases.c.id) & (now.c.number == cases.c.revision))
        .join(text, (text.c.case == cases.c.id) & (text.c.number == now.c.state))
        .where(cases.c.pack == pack, cases.c.erased.is_(False))
        .order_by(cases.c.began_at, cases.c.id)
    )
    with desk.store.reading() as connection:
        kept = connection.execute(asked).all()
    return tuple(_saved(row.id, row.reference, row.issued, row.content) for row in kept)


def _saved(id: str, reference: str, issued: str, content: str) -> SavedCase:
    def read(pack: Pack) -> Case:
        return read_case(json.loads(content)["case"], pack, Place(f"case {reference}"))

    return SavedCase(id, reference or id, read, issued == "issued")
