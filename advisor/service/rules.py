"""What people do with rules: drafts, publishing, and the words they suggest; all through the rights of who is at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from advisor.loading.files import PackReader
from advisor.problems import FilesAtFault, Problem
from advisor.service.desk import Desk
from advisor.storing import drafts, synonyms, versions
from advisor.storing.drafts import Draft
from advisor.storing.synonyms import Decision
from advisor.storing.versions import Version
from advisor.workshop.publishing import readiness_of


def save_draft(desk: Desk, pack: str, path: str, text: str | None, base: str, seen: int | None) -> Draft:
    """Raises NotAllowed, DraftConflict, StoreFault."""
    desk.check("edit rules", "save a draft", path)
    return drafts.save_draft(desk.store, pack, path, text, base, desk.person.id, seen)


def drop_draft(desk: Desk, pack: str, path: str, seen: int) -> None:
    """Raises NotAllowed, DraftConflict, StoreFault."""
    desk.check("edit rules", "drop a draft", path)
    drafts.drop_draft(desk.store, pack, path, seen)


def publish(
    desk: Desk, pack: str, files: Mapping[str, bytes], note: str, expected_current: str | None
) -> Version:  # fmt: skip
    """Raises NotAllowed, PublishedMeanwhile, StoreFault. The caller has loaded the files and found no fault."""
    desk.check("publish rules", "publish", f"pack {pack}")
    return versions.publish(desk.store, pack, files, desk.person.id, note, expected_current)


def publish_again(desk: Desk, pack: str, digest: str, note: str, expected_current: str | None) -> Version:
    """Go back to a version. Raises NotAllowed, PublishedMeanwhile, StoreFault."""
    desk.check("publish rules", "publish", f"pack {pack}")
    return versions.publish_again(desk.store, pack, digest, desk.person.id, note, expected_current)


def publish_shipped(desk: Desk, root: Path, reader: PackReader | None = None) -> dict[str, FilesAtFault]:
    """The first start, by whoever makes it: what lies in `root`, was never published, and passes its checks and examples. What is
    published stays."""
    reader = reader or PackReader()  # what lies in the folder is read once, and looked at as it was read

    def look(pack: str, files: Mapping[str, bytes]) -> None:
        found = readiness_of(pack, files, None, reader=reader)
        if not found.ready:
            said = [Problem(one.place, one.check, one.what, one.cure) for one in found.findings]
            failed = [Problem(one.place, "example_fails", one.says, "") for one in found.failures]
            raise FilesAtFault([*found.problems, *said, *failed])

    return versions.publish_shipped(desk.store, root, desk.person.id, reader, look)


def suggest_synonym(desk: Desk, pack: str, offering: str, phrase: str) -> None:
    """Raises NotAllowed, StoreFault."""
    desk.check("suggest words", "suggest a word", f"pack {pack}")
    synonyms.suggest_synonym(desk.store, pack, offering, phrase, desk.person.id)


def decide_synonym(desk: Desk, number: int, decision: Decision) -> None:
    """Raises NotAllowed, StoreFault."""
    desk.check("edit rules", "decide on a word", f"synonym {number}")
    synonyms.decide_synonym(desk.store, number, decision, desk.person.id)
