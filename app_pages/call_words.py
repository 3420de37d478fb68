"""What was heard in their words: marked where it stands, asked back where it was left open, corrected with one key."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call import Call, add_want, set_needed_by, set_words
from advisor.calling.heard_call import correct, leave_out, take_money, withdraw_correction
from advisor.calling.heard_view import Ask, Found, HeardView, heard_view, say_untaught
from advisor.pack import Pack
from advisor.service.rights import NotAllowed
from advisor.service.suggesting import suggest_words
from advisor.storing.faults import StoreFault
from app_pages.call_session import Session, change, name_of, show_refusal
from app_pages.desk import desk, published

NOTHING = ""  # the choice "nothing here" in the list of meanings


def other_packs(session: Session) -> tuple[Pack, ...]:
    """The packs that words may belong to beside the call's own."""
    try:
        states = published()
    except StoreFault:  # the words of this pack are understood all the same
        return ()
    return tuple(state.pack for name, state in states.items() if name != session.pack.id and state.pack is not None)


def take_words(session: Session, call: Call, words: str) -> Call:
    return set_words(session.pack, call, words, other_packs(session))


def heard_in(session: Session) -> HeardView:
    return heard_view(session.pack, session.call, {pack.id: pack.title for pack in other_packs(session)})


def show_heard(session: Session, view: HeardView) -> None:
    if view.marked:
        with st.container(height=160 if len(view.marked) > 1200 else "content", border=False):
            st.markdown(view.marked)
    with st.container(gap=None):
        for ask in view.asks:
            _ask(session, ask)
    if view.notes:
        st.caption("  \n".join(view.notes))
    if session.untaught:
        st.warning(session.untaught, icon=":material/school:")


def show_corrections(session: Session, view: HeardView) -> None:
    """What was heard can be taken off, corrected, and kept as a synonym."""
    if view.found or view.kept:
        key = name_of(session, "heard")
        box = st.popover(
            "Not what they meant?", type="tertiary", icon=":material/edit:", key=key, on_change="rerun"
        )  # fmt: skip
        if box.open:
            with box:
                _corrections(session, view)


def _ask(session: Session, ask: Ask) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(ask.text)
        key = name_of(session, f"ask_{ask.key}")
        if ask.kind == "how_many":
            _how_many(session, ask, key)
        elif ask.kind == "day":
            _day(session, key)
        for n, (choice, label) in enumerate(ask.choices if ask.kind != "how_many" else ()):
            here = f"{key}_{n}"
            st.button(
                label,
                key=name_of(session, f"ask_{ask.key}_{n}"),
                type="tertiary",
                icon=":material/add:",
                on_click=change,
                args=(session, here, partial(_chosen, session, ask, choice)),
            )
        if ask.kind in ("how_many", "whether", "which"):
            st.button(
                "no",
                key=name_of(session, f"no_{ask.key}"),
                type="tertiary",
                icon=":material/close:",
                help="They mean nothing of this",
                on_click=change,
                args=(session, key, partial(_none_of_it, session, ask)),
            )
    show_refusal(session, key)


def _chosen(session: Session, ask: Ask, choice: str, call: Call) -> Call:
    if ask.money is not None:
        return take_money(call, ask.money)
    if ask.kind == "whether":
        return add_want(call, choice, ask.quantity)
    return _corrected(session, ask.said, choice, call)


def _corrected(session: Session, said: str, meant: str | None, call: Call) -> Call:
    """What the words mean from now on, in this call and as a suggestion to the rule editors."""
    after = correct(session.pack, other_packs(session), call, said, meant)
    try:
        suggest_words(desk(), session.pack, after)
    except (NotAllowed, StoreFault) as fault:
        session.untaught = say_untaught(said, fault)
    return after


def _none_of_it(session: Session, ask: Ask, call: Call) -> Call:
    if ask.kind == "which":
        return correct(session.pack, other_packs(session), call, ask.said, None)
    return leave_out(call, ask.choices[0][0])


def _how_many(session: Session, ask: Ask, key: str) -> None:
    offering = ask.choices[0][0]

    def take() -> None:
        typed = st.session_state[key]
        if typed is not None:
            change(session, key, lambda call: add_want(call, offering, int(typed)))

    st.number_input(
        ask.text,
        key=key,
        value=None,
        min_value=1,
        max_value=100_000,
        step=1,
        width=110,
        label_visibility="collapsed",
        on_change=take,
    )


def _day(session: Session, key: str) -> None:
    def take() -> None:
        change(session, key, lambda call: set_needed_by(call, st.session_state[key]))

    st.date_input(
        "Needed by", value=None, key=key, format="DD/MM/YYYY", width=150, label_visibility="collapsed", on_change=take
    )


def _corrections(session: Session, view: HeardView) -> None:
    for found in view.found:
        _found(session, view, found)
    for n, (said, text) in enumerate(view.kept):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(text, width="stretch")
            key = name_of(session, f"kept_{n}")
            st.button(
                "undo",
                key=key,
                type="tertiary",
                on_click=change,
                args=(
                    session,
                    key,
                    lambda call, s=said: withdraw_correction(session.pack, other_packs(session), call, s),
                ),
            )
    if view.suggested:
        st.caption(f"Suggested to the rule editors as synonyms: {view.suggested}.")


def _found(session: Session, view: HeardView, found: Found) -> None:
    key = name_of(session, f"means_{found.key}")

    def take() -> None:
        meant = st.session_state[key]
        change(session, key, lambda call: _corrected(session, found.said, meant or None, call))

    st.session_state[key] = found.meant
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            f"“{' '.join(found.said.split())[:80]}” means",
            [NOTHING, *view.meanings],
            key=key,
            format_func=lambda id: view.meanings.get(id, "nothing here"),
            on_change=take,
        )
        off = name_of(session, f"unheard_{found.key}")
        st.button(
            "",
            key=off,
            icon=":material/close:",
            help="They did not mean it",
            on_click=change,
            args=(session, off, lambda call: correct(session.pack, other_packs(session), call, found.said, None)),
        )
