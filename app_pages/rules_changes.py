"""What changes for the cases that are there: how far the look is, and what it found, in lines, money and reasons."""

from __future__ import annotations

import streamlit as st

from advisor.calling.call_text import escape
from advisor.service.cases import open_to
from advisor.workshop.impact import Impact
from advisor.workshop.impact_text import ImpactRow, as_csv, headline, reach_says, reason_rows, rows
from advisor.workshop.looking import Looking
from app_pages.desk import desk
from app_pages.server import BASE

MOST_REASONS = 12


@st.fragment(run_every=0.7)
def show_running(looking: Looking) -> None:
    if not looking.running:
        st.rerun()
    st.progress(looking.share, text=looking.says)
    st.button("Stop", key="rules_stop", on_click=looking.stop)


def seen_label(found: Impact) -> str:
    """What somebody says who has looked."""
    many = len(found.changes)
    few = {0: "I have seen that no case changes", 1: "I have looked at this case"}
    return few.get(many, f"I have looked at these {many} cases")


def show_changes(found: Impact) -> None:
    """The cases that change, those alike in one row; and the reasons that are others."""
    st.subheader(headline(found), anchor=False)
    shown = rows(found)
    mine = open_to(desk(), [row.id for row in shown])
    table = [
        {
            "Case": _case(row, row.id in mine),
            "Now": escape(row.now),
            "With this change": escape(row.then),
            "Price": escape(row.price),
        }
        for row in shown
    ]
    if table:
        st.table(table, border="horizontal", hide_index=True, alt="The cases that change")
        reasons = [
            {
                "Case": one.case,
                "Line": one.line,
                "Reason now": one.now or "–",
                "Reason with this change": one.then or "–",
            }
            for one in reason_rows(found)[:MOST_REASONS]
        ]
        if reasons:
            with st.expander("Reasons that change"):
                escaped = [{key: escape(value) for key, value in row.items()} for row in reasons]
                st.table(escaped, border="horizontal", hide_index=True, alt="The reasons that change, line by line")
        st.download_button(
            "All of it as CSV", data=as_csv(found), file_name=f"{found.new}.csv", mime="text/csv", type="tertiary",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    st.caption(reach_says(found))


def _case(row: ImpactRow, is_open: bool) -> str:
    """With a link for whoever may open the case; it opens beside this page."""
    said = f"[{escape(row.case)}]({BASE}/?case={row.id})" if is_open else escape(row.case)
    return f"{said} · issued" if row.issued else said
