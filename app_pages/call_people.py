"""Whose case it is: shared with a colleague, taken from them again, and handed over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from advisor.calling.call_text import escape
from advisor.service import cases
from advisor.service.people import colleagues
from advisor.service.rights import NotAllowed, NotFound
from advisor.storing.cases import ChangedMeanwhile, StoredCase
from advisor.storing.faults import StoreFault
from app_pages.call_session import Session, adopt, name_of, say_meanwhile
from app_pages.desk import desk


def do(session: Session, how: Callable[[], StoredCase]) -> None:
    """Do something to the kept case and go on with what it is then; what goes wrong is said under the title."""
    session.refused.pop("", None)
    try:
        stored = how()
    except ChangedMeanwhile as told:
        adopt(session, told.now)
        session.refused[""] = say_meanwhile(session, told)
    except (StoreFault, NotFound, NotAllowed) as fault:
        session.refused[""] = escape(str(fault))
    else:
        session.told = ""
        session.refused.clear()
        adopt(session, stored)


def show_people(session: Session, stored: StoredCase) -> None:
    """The owner and whom it is shared with; nothing where nobody else takes calls. Raises StoreFault."""
    others = {one.id: one.name for one in colleagues(desk())}
    if not others and not stored.shared_with:
        st.caption(f"Owner: {escape(stored.owner_name)}")
        return
    st.caption(f"Owner: {escape(stored.owner_name)}")
    may_hand_over = cases.may_hand_over(desk(), stored)
    for id, name in stored.shared_with:
        if id != stored.owner:
            _one(session, id, name, may_hand_over and id in others)
    free = [id for id in others if not stored.is_open_to(id)]
    if not free:
        return
    key = name_of(session, "share")
    st.selectbox(
        "Share with", free, index=None, key=key, format_func=others.__getitem__, placeholder="Choose a colleague",
        on_change=partial(_share, session, key),
    )  # fmt: skip


def _one(session: Session, id: str, name: str, may_hand_over: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"Shared with {escape(name)}", width="stretch")
        if may_hand_over:
            st.button(
                "Hand over",
                key=name_of(session, f"hand_over_{id}"),
                type="tertiary",
                help=f"{escape(name)} owns it from then on; you still see it",
                on_click=partial(do, session, lambda: cases.hand_over(desk(), session.kept.id, id)),
            )
        if id != desk().person.id:
            st.button(
                "Take away",
                key=name_of(session, f"unshare_{id}"),
                type="tertiary",
                help=f"{escape(name)} does not see it any more",
                on_click=partial(do, session, lambda: cases.unshare_case(desk(), session.kept.id, id)),
            )


def _share(session: Session, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen:
        do(session, lambda: cases.share_case(desk(), session.kept.id, chosen))
