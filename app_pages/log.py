"""The log: who did what, when, and what was refused; nobody can change it."""

from __future__ import annotations

import streamlit as st

from advisor.calling.call_text import escape
from advisor.calling.call_times import zone_of
from advisor.service.log import log_table, names_of_people, read_log
from advisor.service.rights import NotAllowed
from advisor.storing.faults import StoreFault
from app_pages.desk import desk

BEFORE = "log_before"  # the first line of each page before this one
SIZE = 100
SHOWN_WHOLE = 16


def show_page() -> None:
    st.title("Log", anchor=False)
    refused = st.toggle("Only what was refused", key="log_refused", on_change=st.session_state.pop, args=(BEFORE, None))
    pages: list[int] = st.session_state.setdefault(BEFORE, [])
    lines = read_log(desk(), SIZE, pages[-1] if pages else None, refused)
    if not lines:
        st.info("Nothing stands here yet.", icon=":material/history:")
    else:
        st.dataframe(
            log_table(lines, zone_of(st.context.timezone), names_of_people(desk())), hide_index=True, height="content" if len(lines) <= SHOWN_WHOLE else 600,
            alt="Who did what, and when; the newest first",
        )  # fmt: skip
    with st.container(horizontal=True):
        if pages:
            st.button("Newer", type="tertiary", icon=":material/arrow_back:", on_click=newer)
        if len(lines) == SIZE:
            st.button(
                "Older", type="tertiary", icon=":material/arrow_forward:", on_click=pages.append, args=(lines[-1].number,)
            )  # fmt: skip


def newer() -> None:
    st.session_state[BEFORE].pop()


try:
    show_page()
except (StoreFault, NotAllowed) as fault:
    st.error(escape(str(fault)), icon=":material/error:")
