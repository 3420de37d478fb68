"""The right side: verdict, prices, the plan by stages with its reasons, what was left out, and why it can be trusted."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call import can_give_up, confirm, give_up, set_goes_without
from advisor.calling.call_lines import LineView
from advisor.calling.call_results import say_alternatives
from advisor.calling.call_view import CallView, call_view, holds_of
from advisor.engine.alternatives import alternatives
from advisor.printing.paper import PaperSize, printed_pdf
from advisor.recommendation import Recommendation
from app_pages.call_further import follow_further
from app_pages.call_session import Session, change, name_of, with_limits
from app_pages.call_try import show_tried, try_it


def show_empty(session: Session) -> None:
    st.header("The recommendation appears here", anchor=False)
    st.caption("Write down what the customer asks for, as they say it; or load a sample case to see an answer.")
    if session.failed:
        _failed()


def _failed() -> None:
    st.error(
        "The recommendation could not be worked out for what was typed last. Nothing that was typed is lost: take the last "
        "change back to go on, and tell whoever looks after the rules.",
        icon=":material/error:",
    )


def show_recommendation(session: Session, recommendation: Recommendation) -> None:
    view = call_view(session.pack, session.call.case, recommendation)
    st.header(view.headline, anchor=False)
    _prices(session, recommendation, view)
    if session.failed:
        _failed()
    if session.changed:
        st.info(session.changed, icon=":material/sync_alt:")
    show_tried(session, recommendation)
    for stage in view.stages:
        with st.container(gap="xsmall"):
            st.subheader(stage.title, anchor=False)
            for line in stage.lines:
                _line(session, line)
    if view.perhaps:
        with st.expander(view.perhaps_label, icon=":material/more_horiz:", key=name_of(session, "perhaps")):
            for line in view.perhaps:
                _line(session, line)
    _obstacles(session, view)
    for title, lines in view.asked:
        with st.container(gap="xsmall"):
            st.subheader(title, anchor=False)
            for line in lines:
                _line(session, line)
    _flags(session, view)


def _prices(session: Session, recommendation: Recommendation, view: CallView) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container(horizontal=True, width="content", gap="medium"):
            for price in view.prices:
                st.metric(price.label, price.value, width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            if view.over_time:
                st.caption(view.over_time, width="content", text_alignment="right")
            paper: PaperSize = "us-letter" if st.session_state.get(name_of(session, "paper")) == "US Letter" else "a4"
            st.download_button(
                "Print",
                data=partial(_printed, session, paper),
                file_name=f"{session.call.file_name}.pdf",
                mime="application/pdf",
                icon=":material/print:",
                shortcut="Alt+P",
                on_click="ignore",
                key=name_of(session, "print"),
            )


def _printed(session: Session, paper: PaperSize) -> bytes:
    return printed_pdf(session.pack, session.call.case, with_limits(session), paper)


def _line(session: Session, line: LineView) -> None:
    with st.container(gap=None, key=name_of(session, f"line_{line.key}")):
        with st.container(horizontal=True, vertical_alignment="center"):
            badges = " ".join(one.markdown for one in line.badges)
            st.markdown(f"{line.name} {badges}".strip(), width="stretch")
            if line.price:
                st.markdown(line.price, width="content", text_alignment="right")
        with st.expander(line.reason, type="compact", key=name_of(session, f"reason_of_{line.key}")):
            st.markdown("\n".join(f"{n}. {step}" for n, step in enumerate(line.chain, 1)))
            for note in line.notes:
                st.markdown(note)
            if line.role == "solution":
                _alternatives(session, line)
            if line.waives:
                key = name_of(session, f"without_{line.key}")
                st.button(
                    "They go without it, in writing",
                    key=key,
                    type="tertiary",
                    on_click=change,
                    args=(session, key, lambda call: set_goes_without(call, line.waives, True)),
                )


def _look_for(session: Session, offering: str) -> None:
    case = session.call.case
    found = alternatives(session.pack, case, offering, session.memory)
    session.alternatives = (case, offering, found)


def _alternatives(session: Session, line: LineView) -> None:
    """What could stand in a line's place, worked out when somebody asks."""
    known = session.alternatives
    if known is None or known[:2] != (session.call.case, line.key):
        key = name_of(session, f"alternatives_{line.key}")
        st.button("What else would do?", key=key, type="tertiary", on_click=_look_for, args=(session, line.key))
        return
    found = say_alternatives(session.pack, known[2])
    st.markdown("**Instead of it**\n" + "\n".join(f"- {says}" for says in found))


def _obstacles(session: Session, view: CallView) -> None:
    if not view.obstacles:
        return
    st.subheader("What cannot hold together", anchor=False)
    for n, (says, giving_up, part) in enumerate(view.obstacles):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{says} {giving_up}".strip(), width="stretch")
            if can_give_up(part):
                key = name_of(session, f"give_up_{n}_{part.id}")
                st.button(
                    "try without it",
                    key=key,
                    type="tertiary",
                    icon=":material/alt_route:",
                    on_click=try_it,
                    args=(session, key, lambda call, p=part: give_up(call, p)),
                )
    for says in view.next_sums:
        st.markdown(f":material/add_circle: {says}")


def _flags(session: Session, view: CallView) -> None:
    for warning in view.warnings:
        st.markdown(f":orange[:material/warning:] {warning}")
    for says, rule in view.waived:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":violet[:material/draw:] {says}", width="stretch")
            key = name_of(session, f"take_back_{rule}")
            st.button(
                "take back",
                key=key,
                type="tertiary",
                on_click=change,
                args=(session, key, lambda call, r=rule: set_goes_without(call, r, False)),
            )
    if view.assumed:
        with st.popover(view.assumed_label, type="tertiary", icon=":material/rule:", key=name_of(session, "assumed")):
            for n, one in enumerate(view.assumed):
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(one.says, width="stretch")
                    if one.fact:
                        key = name_of(session, f"confirm_{n}_{one.fact}")
                        st.button(
                            "confirmed",
                            key=key,
                            type="tertiary",
                            icon=":material/check:",
                            on_click=change,
                            args=(session, key, lambda call, f=one.fact: confirm(session.pack, call, f)),
                        )
    if view.recommends:
        limits = st.expander(
            ":material/straighten: How far can numbers move before this changes?",
            type="compact",
            key=name_of(session, "holds"),
            on_change="rerun",  # worked out only when somebody opens it
        )
        if limits.open:
            with limits:
                for text in holds_of(with_limits(session)):
                    st.markdown(f":small[{text}]")
    if view.proof:
        with st.expander(f":material/verified: {view.proof}", type="compact", key=name_of(session, "proof")):
            st.markdown("\n".join(f"- {line}" for line in view.proof_details))
    if session.further is not None:
        follow_further()
    if view.looked_at:
        st.caption(view.looked_at)
