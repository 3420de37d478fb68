"""The command `impact`: what a pack as it lies in its folder would change, against a published version or another folder."""

from __future__ import annotations

import sys
from pathlib import Path

from advisor.command_line.cli_says import expect_one_of, wrapped
from advisor.command_line.cli_versions import published_pack
from advisor.loading.load import load_pack, pack_ids
from advisor.pack import Pack
from advisor.workshop.impact import Impact, SavedCase, impact
from advisor.workshop.impact_text import as_csv, headline, reach_says, rows
from advisor.workshop.saved_cases import sample_cases


def run_impact(root: Path, pack_id: str, against: str | None, store: str | None, export: Path | None) -> int:
    """Print what changes, grouped. That cases change is no fault, so the status is 0."""
    expect_one_of(pack_id, pack_ids(root), "pack")
    draft = load_pack(root, pack_id)
    old, kept = _against(pack_id, against, store)
    cases = (*kept, *sample_cases(root, pack_id))
    found = impact(old, draft, cases, _progress if sys.stderr.isatty() else None)
    print(text_of(found))
    if export is not None:
        export.write_text(as_csv(found), encoding="utf-8", newline="")
        print(f"All of it is in {export.as_posix()}.")
    return 0


def text_of(found: Impact) -> str:
    """The headline, the rows, and how many cases nobody had to answer."""
    lines = [f"{headline(found)}."]
    for row in rows(found):
        issued = " (issued)" if row.issued else ""
        price = f" {row.price}" if row.price else ""
        what = f": {row.now} → {row.then}" if row.now or row.then else ""
        lines += wrapped(f"{row.case}{issued}{what}{price}", first="  - ")
    lines += wrapped(reach_says(found))
    return "\n".join(lines)


def _progress(done: int, of: int) -> None:
    print(f"\r{done} of {of} cases answered", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _against(pack_id: str, against: str | None, where: str | None) -> tuple[Pack, tuple[SavedCase, ...]]:
    """The pack to compare with: in a folder, or a published version (by its number or mark), then with the kept cases."""
    if against is not None and (Path(against) / "rules").is_dir():
        other = Path(against).resolve()
        expect_one_of(pack_id, pack_ids(other), "pack")
        return load_pack(other, pack_id), ()
    return published_pack(pack_id, against, where)
