"""What happened to a case, as a table that is read from top to bottom, and the notes on one field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from advisor.calling.call_fields import NOTHING, say_content, say_field
from advisor.calling.call_text import escape
from advisor.calling.call_times import say_time, say_when
from advisor.pack import Pack
from advisor.storing.case_fields import fields_of
from advisor.storing.cases import Revision

MOST_SHOWN = 100
_KINDS = {"undo": "Took back: ", "redo": "Again: ", "rules": "Other rules. "}


def history_view(
    pack: Pack, history: Sequence[Revision], zone: tzinfo, now: datetime
) -> list[dict[str, str]]:  # fmt: skip
    """The newest first: when, who, what. Texts are Markdown."""
    rows = []
    for one in reversed(history[-MOST_SHOWN:]):
        when = f"{say_when(one.at, now, zone).removesuffix(' today')}"
        rows.append({"When": when, "Who": escape(one.name), "What": escape(_what(pack, one))})
    return rows


def notes_on(history: Sequence[Revision], field: str, zone: tzinfo, now: datetime) -> tuple[str, ...]:
    """The notes on one field, and who answered it last, each as a line of Markdown."""
    lines = []
    last = next((one for one in reversed(history) if field in one.fields and one.kind != "note"), None)
    if last is not None:
        lines.append(escape(f"{last.name}, {say_when(last.at, now, zone)}"))
    for one in history:
        if one.kind == "note" and one.fields == (field,):
            lines.append(escape(f"{one.name}, {say_time(one.at, zone)}: {one.note}"))
    return tuple(lines)


def _what(pack: Pack, one: Revision) -> str:
    if one.kind == "begun":
        return f"Began the case{f': {one.note}' if one.note else ''}"
    if one.kind == "note":
        return f"Noted on “{say_field(pack, one.fields[0])}”: {one.note}"
    before, after = fields_of(one.before) if one.before else {}, fields_of(one.after)
    said = []
    for name in one.fields:
        old, new = say_content(pack, name, before.get(name)), say_content(pack, name, after.get(name))
        label = say_field(pack, name)
        said.append(f"{label}{'' if label.endswith('?') else ':'} {new if old == NOTHING else f'{old} → {new}'}")
    return f"{_KINDS.get(one.kind, '')}{'; '.join(said)}"
