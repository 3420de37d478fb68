"""The results they are after, in order of priority, each with the customer's own measure."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call_outcomes import (
    PARTS,
    OutcomeView,
    drop_outcome,
    move_up,
    outcomes_label,
    outcomes_view,
    set_measure,
)
from app_pages.call_session import Session, change, name_of, seed, take


def show_outcomes(session: Session) -> None:
    views = outcomes_view(session.pack, session.call.case)
    if not views:
        return
    label = outcomes_label(session.call.case)
    key = name_of(session, "outcomes")
    box = st.popover(label, type="tertiary", icon=":material/flag:", key=key, on_change="rerun")
    if box.open:
        with box:
            for n, view in enumerate(views):
                _outcome(session, view, n)


def _outcome(session: Session, view: OutcomeView, n: int) -> None:
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{n + 1} · {view.title}**", width="stretch")
            if n:
                _button(session, f"up_{view.outcome}", "more important", partial(move_up, outcome=view.outcome))
            _button(session, f"drop_{view.outcome}", "take off", partial(drop_outcome, outcome=view.outcome))
        with st.container(horizontal=True):
            for part, said in view.texts:
                title, example = PARTS[part]
                key = name_of(session, f"{part}_{view.outcome}")
                seed(session, key, said)
                st.text_input(
                    title,
                    key=key,
                    max_chars=200,
                    placeholder=example,
                    on_change=take,
                    args=(
                        session,
                        key,
                        lambda call, typed, o=view.outcome, p=part: set_measure(call, o, p, typed),
                    ),
                )


def _button(session: Session, field: str, label: str, how: partial) -> None:  # type: ignore[type-arg]
    key = name_of(session, field)
    st.button(label, key=key, type="tertiary", on_click=change, args=(session, key, how))
