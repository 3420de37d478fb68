"""Inventories: a table to type into, and pasted tables, CSV and XLSX files with a preview of what will be taken over."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from advisor.calling.call import set_rows
from advisor.calling.call_answered import say_open_rows
from advisor.calling.call_table import TextRow, alike, columns_of, read_text_rows, rows_before, text_rows, with_edits
from advisor.calling.inventory_file import InventoryFile, match_columns, open_inventory, read_inventory, say_unmatched
from advisor.pack import Fact
from app_pages.call_session import Session, change, edits_of, name_of, show_refusal

MOST_FAULTS = 5


def show_tables(session: Session) -> None:
    """One folded table for each inventory that was begun or is asked for; the one that is asked now stands in its question."""
    asked = [question.fact for question in session.shown[1].questions] if session.shown else []
    for fact in session.pack.facts.values():
        if fact.type != "inventory" or fact.id in asked[:1]:
            continue
        if fact.id not in session.call.case.answers and fact.id not in asked:
            continue
        label = say_open_rows(fact, session.call.case.answers.get(fact.id))
        box = st.expander(label, icon=":material/table:", key=name_of(session, f"table_{fact.id}"), on_change="rerun")
        if box.open:
            with box:
                show_table(session, fact.id, "folded")


def _base(session: Session, fact: Fact) -> tuple[int, list[TextRow]]:
    """What the table was drawn from: its edits are held against this. A change from elsewhere draws it anew."""
    rows = session.call.case.answers.get(fact.id)
    there = rows.value if rows is not None and isinstance(rows.value, tuple) else ()
    generation, base = session.tables.get(fact.id, (0, None))
    key = _key(session, fact, generation)
    if base is None or read_text_rows(fact, with_edits(base, edits_of(key)), there).rows != there:
        generation, base = generation + 1, text_rows(fact, there)
        session.tables[fact.id] = (generation, base)
    return generation, base


def _key(session: Session, fact: Fact, generation: int) -> str:
    return name_of(session, f"rows_{fact.id}_{generation}")


def show_table(session: Session, name: str, place: str) -> None:
    fact = session.pack.facts[name]
    typed, pasted, from_file = st.tabs(["Type", "Paste", "CSV or XLSX"], key=name_of(session, f"ways_{place}_{name}"))
    with typed:
        _typed(session, fact)
    with pasted:
        _pasted(session, fact)
    with from_file:
        _upload(session, fact)


def _typed(session: Session, fact: Fact) -> None:
    name = fact.id
    if name not in session.call.case.answers:
        _all_alike(session, fact)
    generation, base = _base(session, fact)
    key = _key(session, fact, generation)

    def keep() -> None:
        read = read_text_rows(
            fact, with_edits(base, edits_of(key)), rows_before(base, edits_of(key), session.call.case.answers.get(name))
        )
        change(session, key, lambda call: set_rows(call, name, read.rows))
        session.table_faults[name] = read.faults

    columns = columns_of(fact)
    frame = pd.DataFrame(base, columns=[column.id for column in columns], dtype="object")
    st.data_editor(
        frame,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        placeholder="unknown",
        alt=fact.asks,
        on_change=keep,
        column_config={
            column.id: st.column_config.SelectboxColumn(column.title, help=column.asks, options=list(column.labels))
            if column.labels
            else st.column_config.TextColumn(column.title, help=column.asks)
            for column in columns
        },
    )
    st.caption("Leave a cell empty where nobody knows; “-” where it does not apply.")
    for fault in session.table_faults.get(name, ())[:MOST_FAULTS]:
        st.error(fault, icon=":material/error:")


def _all_alike(session: Session, fact: Fact) -> None:
    """One row for all of them, where nothing sets them apart or nobody knows what does."""
    key = name_of(session, f"alike_{fact.id}")

    def keep() -> None:
        if st.session_state[key] is not None:
            change(session, key, lambda call: set_rows(call, fact.id, (alike(fact, st.session_state[key]),)))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input("All alike, as far as anybody knows? How many", value=None, step=1, key=key)
        st.button("One row for all", key=f"{key}_row", on_click=keep)
    show_refusal(session, key)


def _pasted(session: Session, fact: Fact) -> None:
    key = name_of(session, f"paste_{fact.id}_{session.uploads_done}")
    text = st.text_area(
        "A table from a spreadsheet or an e-mail",
        key=key,
        height=120,
        placeholder=f"The first row names the columns, such as\n{', '.join(c.id for c in columns_of(fact)[:4])}\nCtrl+Enter reads it.",
    )
    if text.strip():
        _take_over(session, fact, open_inventory("pasted.csv", text.encode()), key)


def _upload(session: Session, fact: Fact) -> None:
    key = name_of(session, f"file_{fact.id}_{session.uploads_done}")
    given = st.file_uploader(fact.asks, type=["csv", "xlsx", "txt"], key=key)
    if given is not None:
        _take_over(session, fact, open_inventory(given.name, given.getvalue()), key)


def _take_over(session: Session, fact: Fact, file: InventoryFile, key: str) -> None:
    """Show what was read, let its columns be matched, and take it over."""
    for note in file.notes:
        st.warning(note, icon=":material/warning:")
    if not file.rows:
        return
    guessed = match_columns(fact, file.headings)
    matched: dict[str, int] = {}
    own = [column for column in columns_of(fact) if column.id not in ("name", "count")]
    found = sum(column.id in guessed for column in own)
    with st.expander(
        f"Which column is which: {found} of {len(own)} found", type="compact", icon=":material/view_column:"
    ):
        for column in columns_of(fact):
            picked = st.selectbox(
                f"{column.title} stands in",
                range(len(file.headings)),
                index=guessed.get(column.id),
                format_func=lambda n: file.headings[n] or f"column {n + 1}",
                placeholder="not in the file",
                key=f"{key}_{column.id}",
            )
            if picked is not None:
                matched[column.id] = picked
    for note in say_unmatched(fact, file, matched):
        st.caption(note)
    read = read_inventory(fact, file, matched)
    for fault in read.faults[:MOST_FAULTS]:
        st.warning(fault, icon=":material/warning:")
    titles = {column.id: column.title for column in columns_of(fact)}
    preview = pd.DataFrame(text_rows(fact, read.rows[:8]), columns=list(titles)).fillna("").rename(columns=titles)
    st.table(preview, border="horizontal", hide_index=True, alt="The first rows as they will be taken over")

    def take() -> None:
        change(session, key, lambda call: set_rows(call, fact.id, read.rows))
        session.uploads_done += 1

    st.button(
        f"Take over {len(read.rows)} {'row' if len(read.rows) == 1 else 'rows'}",
        key=f"{key}_take",
        icon=":material/table_rows:",
        shortcut="Alt+T",
        on_click=take,
    )
