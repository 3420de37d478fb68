"""Trying something else: the call as it was is kept, and both versions stand side by side until one of them is chosen."""

from __future__ import annotations

import streamlit as st

from advisor.calling.call import Change
from advisor.calling.call_compare import side_by_side
from advisor.recommendation import Recommendation
from app_pages.call_session import Session, change, name_of, save


def try_it(session: Session, key: str | None = None, how: Change | None = None) -> None:
    """From now on changes are tried only; begin with this one, if there is one."""
    if session.tried_from is None and session.shown is not None:
        session.tried_from = (session.call, session.shown[1])
    if key is not None and how is not None:
        change(session, key, how)


def _keep(session: Session) -> None:
    session.tried_from = None
    save(session, "")


def _go_back(session: Session) -> None:
    """As it was, with every answer."""
    if session.tried_from is not None:
        session.call = session.tried_from[0]
        session.refused.clear()
        session.tried_from = None


def show_try_button(session: Session) -> None:
    if session.tried_from is None and session.shown is not None:
        st.button(
            "What if …",
            key=name_of(session, "try"),
            type="tertiary",
            icon=":material/alt_route:",
            shortcut="Alt+W",
            help="Try other answers or wishes; the call stays as it is until you keep them",
            on_click=try_it,
            args=(session,),
        )


def show_tried(session: Session, recommendation: Recommendation) -> None:
    """Both versions, while something is tried."""
    if session.tried_from is None:
        return
    before = session.tried_from[1]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(":material/alt_route: **What if:** change anything; the call as it was is kept.", width="stretch")
        st.button("Keep this", key=name_of(session, "keep"), type="tertiary", on_click=_keep, args=(session,))
        st.button(
            "Back to how it was",
            key=name_of(session, "back"),
            type="tertiary",
            icon=":material/undo:",
            on_click=_go_back,
            args=(session,),
        )
    if before is not recommendation:
        compared = side_by_side(session.pack, before, recommendation)
        st.table(
            list(compared.rows),
            border="horizontal",
            hide_index=True,
            alt="The call as it was and as it is tried, line by line",
        )
        st.caption(compared.same)
