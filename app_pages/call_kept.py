"""Whether the call is saved, taking changes back, what happened to it, and carrying it elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import streamlit as st

from advisor.calling.call_history import history_view, notes_on
from advisor.calling.call_kept import content_of, move_to
from advisor.calling.call_text import escape
from advisor.calling.call_times import say_time, zone_of
from advisor.pack import Pack
from advisor.service import cases
from advisor.service.case_file import case_file, copy_of
from advisor.service.keeping import look_for_others
from advisor.service.rights import NotFound
from advisor.storing.faults import StoreFault
from app_pages.call_issues import show_issues
from app_pages.call_people import do, show_people
from app_pages.call_session import Session, begin, name_of, save
from app_pages.desk import current_version, desk

TRY_AGAIN_SECONDS = 3
LOOK_SECONDS = 5
SAY_FAULT_AFTER = timedelta(seconds=10)


def show_kept(session: Session) -> None:
    """One row under the title: saved or not, undo, redo, and the case itself. Nothing before something was typed."""
    if session.tried_from is not None:
        st.caption("Only tried, not saved")
        return
    if not session.kept.is_begun:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        if session.kept.unsaved_since is not None:
            _trying_again(session)
        else:
            _saved(session)
        for label, icon, shortcut, can, kind in (
            ("Undo", "undo", "Alt+Z", session.kept.can_undo, "undo"),
            ("Redo", "redo", "Alt+Y", session.kept.can_redo, "redo"),
        ):
            st.button(
                label,
                key=name_of(session, kind),
                type="tertiary",
                icon=f":material/{icon}:",
                shortcut=shortcut,
                disabled=not can or session.kept.unsaved_since is not None,
                on_click=_step,
                args=(session, kind),
            )
        box = st.popover("Case", type="tertiary", key=name_of(session, "case_box"), on_change="rerun")  # fmt: skip
        if box.open:
            with box:
                _case(session)
        show_issues(session)
    if session.told:
        st.info(escape(session.told), icon=":material/group:")
    refused = session.refused.get("")
    if refused:
        st.error(refused, icon=":material/error:")
    _newer_rules(session)


def _saved(session: Session) -> None:
    at = session.kept.saved_at
    said = f"Saved {say_time(at, zone_of(st.context.timezone), seconds=True)}" if at else "Saved"
    st.caption(said, width="content")
    if session.kept.is_shared:
        _looking(session)


@st.fragment(run_every=LOOK_SECONDS)
def _looking(session: Session) -> None:
    """Somebody else may be in this case: what they change is seen without a click."""
    try:
        changed = look_for_others(desk(), session.kept) is not None
    except NotFound:  # it is not shared any more; the page says so
        changed = True
    if changed:
        st.rerun()


@st.fragment(run_every=TRY_AGAIN_SECONDS)
def _trying_again(session: Session) -> None:
    since = session.kept.unsaved_since
    if since is None:
        return
    save(session, "")
    if session.kept.unsaved_since is None:
        st.rerun()
    st.caption(f":orange[Not saved since {say_time(since, zone_of(st.context.timezone))} – trying again]")
    if desk().store.now() - since > SAY_FAULT_AFTER:
        st.error(escape(session.kept.fault), icon=":material/cloud_off:")


def _step(session: Session, kind: Literal["undo", "redo"]) -> None:
    how = cases.undo if kind == "undo" else cases.redo
    do(session, lambda: how(desk(), session.kept.id, session.kept.seen))


def _newer_rules(session: Session) -> None:
    """A call stays with the rules it began with, and is offered the newer ones."""
    state = current_version(session.pack.id)
    if state is None or state.pack is None or state.pack.version == session.pack.version:
        return
    newer = state.pack
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("Newer rules are published since this call began.", width="content")
        st.button(
            "Use the new rules",
            key=name_of(session, "newer_rules"),
            type="tertiary",
            icon=":material/update:",
            on_click=_use_rules,
            args=(session, newer),
        )


def _use_rules(session: Session, newer: Pack) -> None:
    moved = move_to(newer, session.pack, session.call.case)
    content = content_of(newer, replace(session.call, case=moved.case))
    do(session, lambda: cases.move_case(desk(), session.kept.id, session.kept.seen, content, newer.version))
    if moved.dropped:
        session.told = f"The new rules do not know this any more, so it was left out: {', '.join(moved.dropped)}."


def _case(session: Session) -> None:
    """What happened to the case, who sees it, and carrying it elsewhere."""
    if session.kept.unsaved_since is not None or session.kept.seen == 0:
        st.caption("This is not saved yet.")
        return
    zone = zone_of(st.context.timezone)
    try:
        history = cases.history_of(desk(), session.kept.id)
        stored = cases.open_case(desk(), session.kept.id)
    except (StoreFault, NotFound) as fault:
        st.error(escape(str(fault)), icon=":material/error:")
        return
    with st.container(horizontal=True):
        st.button(
            "Copy as new",
            key=name_of(session, "copy"),
            icon=":material/content_copy:",
            on_click=_copy,
            args=(session,),
        )
        file = case_file(session.pack, session.call.case)
        st.download_button(
            "Export",
            data=file,
            file_name=f"{session.call.file_name}.yaml",
            mime="application/yaml",
            key=name_of(session, "export"),
            icon=":material/download:",
            on_click="ignore",
        )
    show_people(session, stored)
    rows = history_view(session.pack, history, zone, desk().store.now())
    st.table(rows, border="horizontal", hide_index=True, alt="What happened to this case, the newest first")


def _copy(session: Session) -> None:
    state = current_version(session.pack.id)
    newest = state.pack if state is not None and state.pack is not None else session.pack
    begin(newest, copy_of(newest, session.pack, session.call.case))


def show_notes(session: Session, fact: str) -> None:
    """Beside an answer: what was noted about it, and a field for more (who said it, how sure they sounded)."""
    if session.kept.seen == 0 or session.kept.unsaved_since is not None or session.tried_from is not None:
        return
    try:
        history = cases.history_of(desk(), session.kept.id)
    except (StoreFault, NotFound):
        return
    zone = zone_of(st.context.timezone)
    for note in notes_on(history, f"answers.{fact}", zone, desk().store.now()):
        st.caption(note)
    key = name_of(session, f"note_{fact}_{session.kept.seen}")

    def add() -> None:
        text = str(st.session_state.get(key) or "").strip()
        if text:
            do(session, lambda: cases.note_on(desk(), session.kept.id, f"answers.{fact}", text))

    st.text_input(
        "Add a note", key=key, max_chars=500, placeholder="who said it, how sure they were", on_change=add
    )  # fmt: skip
