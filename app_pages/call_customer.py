"""The head of the call: who the customer is, how their wishes are judged, and their budget and date."""

from __future__ import annotations

import streamlit as st

from advisor.calling.call import set_budget, set_customer, set_needed_by, set_stance
from advisor.calling.call_request_view import LIMITS, limits_of, stance_label
from advisor.calling.call_stance import STANCES, other_stances, propose_stance
from app_pages.call_session import Session, change, name_of, seed, show_refusal, take


def show_customer(session: Session) -> None:
    customer = session.call.case.customer
    with st.popover("Customer", type="tertiary", key=name_of(session, "customer")):
        keys = [name_of(session, part) for part in ("customer_name", "contact", "reference")]

        def keep() -> None:
            change(session, keys[0], lambda call: set_customer(call, *(st.session_state[key] for key in keys)))

        for key, label, truth in zip(
            keys, ("Name", "Contact", "Reference"), (customer.name, customer.contact, customer.reference), strict=True
        ):
            seed(session, key, truth)
            st.text_input(label, key=key, max_chars=200, on_change=keep)
        st.segmented_control("Paper", ["A4", "US Letter"], default="A4", required=True, key=name_of(session, "paper"))


def show_stance(session: Session) -> None:
    case = session.call.case
    box = st.popover(stance_label(case), type="tertiary", key=name_of(session, "stance_box"), on_change="rerun")
    with box:
        key = name_of(session, "stance")
        seed(session, key, case.stance)
        st.radio(
            "How their wishes are judged",
            list(STANCES),
            key=key,
            format_func=lambda stance: STANCES[stance][0],
            captions=[caption for _, caption in STANCES.values()],
            on_change=take,
            args=(session, key, set_stance),
        )
        if box.open:
            _what_others_change(session)
        _limits(session)


def _what_others_change(session: Session) -> None:
    """Worked out only while somebody looks at it."""
    if session.shown is None or session.shown[0] != session.call.case:
        return
    for stance, says in other_stances(session.pack, *session.shown, session.memory):
        st.caption(f"{STANCES[stance][0]}: {says}.")


def show_proposed_stance(session: Session) -> None:
    """The stance that their words speak for, with the words, and one click to take it."""
    proposal = propose_stance(session.call)
    if proposal is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(proposal.says, width="content")
        key = name_of(session, "proposed_stance")
        for label, stance in ((proposal.label, proposal.stance), ("leave it", session.call.case.stance)):
            st.button(
                label,
                key=f"{key}_{stance}",
                type="tertiary",
                on_click=change,
                args=(session, key, lambda call, s=stance: set_stance(call, s)),
            )


def _limits(session: Session) -> None:
    limits = limits_of(session.call.case)
    for which, label in LIMITS.items():
        key = name_of(session, f"budget_{which}")
        seed(session, key, limits[which])
        st.number_input(
            f"{label}, {session.pack.currency}",
            key=key,
            value=None,
            step=1.0,
            format="%.2f",
            on_change=take,
            args=(session, key, lambda call, typed, w=which: set_budget(call, w, typed)),
        )
        show_refusal(session, key)
    key = name_of(session, "needed_by")
    seed(session, key, session.call.case.needed_by)
    st.date_input(
        "Needed by", value=None, key=key, format="DD/MM/YYYY", on_change=take, args=(session, key, set_needed_by)
    )
    show_refusal(session, key)
