"""Totals that sample cases expect and that a change of prices has moved: shown side by side, and accepted by whoever looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from advisor.calling.call_text import escape
from advisor.workshop.new_totals import CannotAccept, NewTotal, by_case, say_totals, with_totals
from app_pages.rules_edit import keep
from app_pages.rules_session import Workbench

MOST_CASES = 8


def show_new_totals(bench: Workbench, totals: Sequence[NewTotal], currency: str, look: Callable[[], None]) -> None:
    """One row a case, with a button to write the new sums into it; then everything is looked at again."""
    if not totals:
        return
    cases = by_case(totals)
    st.subheader(
        f"{'A sample case expects' if len(cases) == 1 else f'{len(cases)} sample cases expect'} other sums",
        anchor=False,
    )
    st.caption(
        "If the new sums are right, accept them: they are written into the cases as drafts, and nothing else of the files changes."
    )
    for file, of_file in list(cases.items())[:MOST_CASES]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            name = file.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
            st.markdown(f"**{escape(name)}**: {escape(say_totals(of_file, currency))}", width="stretch")
            st.button("Accept", key=f"accept_{file}", on_click=partial(_accept, bench, {file: of_file}, look))
    if len(cases) > MOST_CASES:
        st.caption(f"And {len(cases) - MOST_CASES} more cases.")
    if len(cases) > 1:
        st.button(f"Accept all {len(cases)}", key="accept_all", on_click=partial(_accept, bench, cases, look))


def _accept(bench: Workbench, cases: dict[str, tuple[NewTotal, ...]], look: Callable[[], None]) -> None:
    for file, totals in cases.items():
        try:
            text = with_totals(bench.text_of(file), totals)
        except CannotAccept as refused:
            bench.fault = str(refused)
            return
        keep(bench, file, text)
        if bench.fault or file in bench.conflicts:
            return
        bench.renew(file)
    look()
