"""Price list, figures and sizing tables as tables: edited cell by cell, or replaced from a file after a look at the difference."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from advisor.calling.call_text import escape
from advisor.workshop.drafting import Typed
from advisor.workshop.tables import NoTable, content_of, difference, frame_of, from_file, row_at
from app_pages.rules_edit import keep, show_draft
from app_pages.rules_session import Workbench, look, show_fault

MOST_CHANGES = 12


def table_paths(bench: Workbench) -> tuple[str, ...]:
    """The tables of the pack; those that come with sample cases belong to the cases."""
    return tuple(path for path in bench.editing.files if path.endswith(".csv") and "/cases/" not in path)


def show_table(bench: Workbench, path: str) -> None:
    content = bench.text_of(path).encode()
    frame = frame_of(content)
    show_fault(bench)
    generation = bench.generation_of(path)
    edited = st.data_editor(
        frame, key=f"table_{generation}", num_rows="dynamic", hide_index=True, height=420, width="stretch",
        alt=f"The table {path}",
    )  # fmt: skip
    st.caption(f"{path} · {len(frame)} rows. Edit the cells, then save; or replace the whole table from a file.")
    changed = difference(frame, edited)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Save as a draft",
            key=f"save_{path}",
            disabled=not changed,
            on_click=partial(_save, bench, path, edited, content),
        )
        if changed:
            st.caption(f"Not saved yet: {escape(changed.says)}.")
    show_draft(bench, path)
    _replace(bench, path, frame, content)
    _problems(look(bench, path, bench.text_of(path)), content)


def _save(bench: Workbench, path: str, frame: pd.DataFrame, like: bytes) -> None:
    keep(bench, path, content_of(frame, like).decode())
    bench.renew(path)


def _replace(bench: Workbench, path: str, frame: pd.DataFrame, content: bytes) -> None:
    key = f"replace_{bench.generation_of(path)}"
    given = st.file_uploader("Replace it from a CSV or XLSX file", type=["csv", "xlsx", "txt"], key=key)
    if given is None:
        return
    try:
        new, notes = from_file(given.name, given.getvalue(), content)
    except NoTable as refused:
        st.error(escape(str(refused)), icon=":material/error:")
        return
    for note in notes:
        st.warning(escape(note), icon=":material/warning:")
    found = difference(frame, new)
    st.markdown(f"**The file against the table: {escape(found.says)}.**")
    rows = [
        *({"Row": key, "Column": "", "Now": "", "With the file": "new row"} for key in found.added),
        *({"Row": key, "Column": "", "Now": "row", "With the file": "gone"} for key in found.removed),
        *(
            {"Row": one.key, "Column": one.column, "Now": one.before, "With the file": one.after}
            for one in found.changed
        ),
    ]
    if rows:
        st.table(rows[:MOST_CHANGES], border="horizontal", hide_index=True)
        if len(rows) > MOST_CHANGES:
            st.caption(f"And {len(rows) - MOST_CHANGES} more.")
        st.button("Take the file over", key=f"take_{path}", on_click=partial(_save, bench, path, new, content))


def _problems(result: Typed, content: bytes) -> None:
    """What is wrong, by the row it stands in."""
    for mark in result.marks[:5]:
        row = row_at(content, mark.line)
        where = f"Row “{row}”, line {mark.line}" if row else f"Line {mark.line}"
        st.error(f"{escape(where)}: {escape(mark.says)}", icon=":material/error:")
    for other in result.elsewhere[:5]:
        st.error(escape(other), icon=":material/error:")
