"""The left side above the questions: the customer, their words, and each want with how many, what for, and whether they insist."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call import (
    add_want,
    set_insists,
    set_purpose,
    set_quantity,
    set_why,
    take_off,
)
from advisor.calling.call_outcomes import add_outcome
from advisor.calling.call_request_view import NOTHING_HEARD, WantView, outcomes_to_name, request_view
from advisor.calling.heard_view import HeardView
from app_pages.call_customer import show_customer, show_proposed_stance, show_stance
from app_pages.call_kept import show_kept
from app_pages.call_outcomes import show_outcomes
from app_pages.call_session import Session, change, name_of, restart, seed, show_refusal, take
from app_pages.call_try import show_try_button
from app_pages.call_words import heard_in, show_corrections, show_heard, take_words
from app_pages.desk import current_version, samples


def show_request(session: Session) -> None:
    current = session.shown[1] if session.shown is not None and session.shown[0] == session.call.case else None
    view = request_view(session.pack, session.call, current)
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.title(view.title, anchor=False, width="stretch")
            show_customer(session)
            show_stance(session)
        show_kept(session)
        key = name_of(session, "words")
        seed(session, key, session.call.case.words)
        st.text_area(
            "In their own words",
            key=key,
            height=76,
            placeholder="What they ask for, as they say it. Ctrl+Enter takes it over.",
            on_change=take,
            args=(session, key, partial(take_words, session)),
        )
        show_proposed_stance(session)
        heard = heard_in(session)
        show_heard(session, heard)
        for want in view.wants:
            _want(session, want)
        for title in view.outcomes:
            st.markdown(f":material/flag: {title}")
        if view.nothing_heard:
            st.info(NOTHING_HEARD, icon=":material/hearing:")
            _picker(session)
        _more(session, heard, bool(view.wants or view.outcomes))


def _more(session: Session, heard: HeardView, has_wants: bool) -> None:
    """One row of what is needed now and then: another wish, the results and their measures, what was heard wrongly."""
    with st.container(horizontal=True, gap="small"):
        if has_wants:
            with st.popover("Add", type="tertiary", icon=":material/add:", key=name_of(session, "add")):
                _picker(session)
            show_outcomes(session)
        show_corrections(session, heard)


def _want(session: Session, want: WantView) -> None:
    n = want.place
    name, many, why = st.columns([34, 31, 63], gap="xsmall", wrap=False, vertical_alignment="center")
    name.markdown(f"**{want.name}**")
    if want.is_counted:
        key = name_of(session, f"quantity_{want.key}")
        seed(session, key, want.quantity)
        many.number_input(
            want.quantity_label,
            key=key,
            step=1,
            label_visibility="collapsed",
            on_change=take,
            args=(session, key, lambda call, typed: set_quantity(call, n, typed)),
        )
    else:
        many.markdown(want.value)
    box = why.popover(
        want.state, type="tertiary", icon=want.icon, key=name_of(session, f"why_{want.key}"), on_change="rerun"
    )
    if box.open:  # what nobody looks at is not drawn after every answer
        with box:
            _purpose(session, want)
    if want.is_counted:
        show_refusal(session, key)


def _purpose(session: Session, want: WantView) -> None:
    """Inside a want: which result it is for, the why questions, insisting, taking it off."""
    n, titles = want.place, {one.id: one.title for one in session.pack.outcomes.values()}
    key = name_of(session, f"purpose_{want.key}")
    seed(session, key, want.outcome)
    st.selectbox(
        "Which result is it for?",
        list(titles),
        index=None,
        key=key,
        format_func=lambda outcome: titles[outcome],
        placeholder="Nobody has said yet",
        on_change=take,
        args=(session, key, lambda call, outcome: set_purpose(call, n, outcome)),
    )
    for line in want.why_questions:
        st.markdown(line)
    key = name_of(session, f"reason_{want.key}")
    seed(session, key, want.why)
    st.text_input(
        "Why, in their words",
        key=key,
        max_chars=500,
        on_change=take,
        args=(session, key, lambda call, typed: set_why(call, n, typed)),
    )
    key = name_of(session, f"insists_{want.key}")
    seed(session, key, want.insists)
    st.checkbox(
        "They insist on it",
        key=key,
        on_change=take,
        args=(session, key, lambda call, typed: set_insists(call, n, typed)),
    )
    if want.said:
        st.caption(want.said)
    key = name_of(session, f"off_{want.key}")
    st.button(
        "Take it off",
        key=key,
        icon=":material/close:",
        on_click=change,
        args=(session, key, lambda call: take_off(call, n)),
    )


def _picker(session: Session) -> None:
    offerings = {one.id: one.name for one in session.pack.offerings.values()}
    outcomes = outcomes_to_name(session.pack, session.call)
    for label, options, field, how in (
        ("What they ask for", offerings, "pick_offering", add_want),
        ("What they want to reach", outcomes, "pick_outcome", add_outcome),
    ):
        key = name_of(session, field)

        def pick(key: str = key, how: object = how) -> None:
            picked = st.session_state[key]
            if picked is not None:
                change(session, key, lambda call: how(call, picked))  # type: ignore[operator]
            st.session_state[key] = None

        st.selectbox(
            label,
            list(options),
            index=None,
            key=key,
            format_func=options.__getitem__,
            placeholder="Type to search",
            on_change=pick,
        )


def show_start(session: Session) -> None:
    """New call and, where nothing was said yet, a sample."""
    state = current_version(session.pack.id)
    newest = state.pack if state is not None and state.pack is not None else session.pack
    with st.container(horizontal=True):
        if session.call.is_empty and not session.call.case.words:
            cases = samples(session.pack)
            if cases:
                st.button(
                    "Load a sample case",
                    type="tertiary",
                    icon=":material/play_circle:",
                    on_click=partial(restart, session.pack, cases[0]),
                )
                with st.popover("Other samples", type="tertiary"):
                    for n, case in enumerate(cases[1:]):
                        st.button(
                            f"{case.customer.name} · {case.customer.reference}",
                            key=f"sample_{n}",
                            type="tertiary",
                            help=case.words,
                            on_click=restart,
                            args=(session.pack, case),
                        )
        else:
            st.button(
                "New call",
                type="tertiary",
                icon=":material/add_call:",
                shortcut="Alt+N",
                on_click=partial(restart, newest),
            )
            show_try_button(session)
