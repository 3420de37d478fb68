"""The page follows what is looked at further in the background, and is never blocked by it."""

from __future__ import annotations

import streamlit as st

from app_pages.call_session import current, take_further

EVERY = 0.7  # seconds


@st.fragment(run_every=EVERY)
def follow_further() -> None:
    """Drawn only as long as something is looked at; once there is a better answer the page is drawn with it."""
    session = current()
    if session is None or session.further is None:
        return
    if take_further(session):
        st.rerun()
    st.caption(":material/hourglass_empty: Looking further; what is said already holds.")
