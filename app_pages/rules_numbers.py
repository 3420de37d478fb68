"""The numbers of a rule as fields: changed one by one, without touching anything else in the file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call_text import escape
from advisor.workshop.numbers import NotANumber, NumberSpot, numbers_in, with_number
from app_pages.rules_edit import keep
from app_pages.rules_session import Workbench

REFUSED = "rules_number_refused"


def show_numbers(bench: Workbench, path: str) -> None:
    text = bench.text_of(path)
    spots = numbers_in(text)
    if not spots:
        return
    with st.popover("Its numbers", icon=":material/pin:", type="tertiary", key=f"numbers_{path}"):
        st.caption("Change a number here, or in the file; the rest of the file stays as it is.")
        for n, spot in enumerate(spots):
            key = f"number_{path}_{n}_{spot.written}_{spot.start}"
            st.text_input(
                f"Line {spot.line}, {spot.where}: {spot.written}",
                value=spot.written,
                key=key,
                on_change=partial(_change, bench, path, spot, key),
            )
        if refused := st.session_state.get(REFUSED):
            st.error(escape(refused), icon=":material/error:")


def _change(bench: Workbench, path: str, spot: NumberSpot, key: str) -> None:
    st.session_state.pop(REFUSED, None)
    try:
        text = with_number(bench.text_of(path), spot, str(st.session_state[key]))
    except NotANumber as refused:
        st.session_state[REFUSED] = str(refused)
        return
    keep(bench, path, text)
    bench.renew(path)
