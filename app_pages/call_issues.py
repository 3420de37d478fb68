"""Issuing on the call page, what was issued before, and its lines for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from advisor.calling.call_text import escape
from advisor.calling.call_times import say_when, zone_of
from advisor.pack import Pack
from advisor.printing.paper import PaperSize
from advisor.saying import say_date
from advisor.service.issuing import NothingNew, issue_case, issues_of, paper_of, withdraw_issue
from advisor.service.lines_file import lines_csv, lines_xlsx
from advisor.service.rights import NotAllowed, NotFound
from advisor.storing.cases import ChangedMeanwhile
from advisor.storing.faults import StoreFault
from advisor.storing.issues import Issue
from app_pages.call_session import Session, adopt, name_of
from app_pages.desk import desk

ISSUE = "issue"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = {
    "issued": "in force",
    "expired": ":orange[expired]",
    "superseded": "replaced by a later one",
    "withdrawn": ":red[withdrawn]",
}


def show_issues(session: Session) -> None:
    """A box beside the saved time: hand the recommendation over, and what was handed over before."""
    if session.kept.seen == 0 or session.call.is_empty:
        return
    box = st.popover("Issue", type="tertiary", key=name_of(session, "issues"), on_change="rerun")
    if not box.open:
        return
    with box:
        if session.kept.unsaved_since is not None:
            st.caption("This is not saved yet, so it cannot be issued.")
            return
        try:
            issued = issues_of(desk(), session.kept.id)
        except (StoreFault, NotFound) as fault:
            st.error(escape(str(fault)), icon=":material/error:")
            return
        number = issued[0].number + 1 if issued else 1
        st.caption("What is issued is kept as it is: rules, prices, answers and paper. A later change is a new issue.")
        st.button(
            f"Issue as number {number}",
            key=name_of(session, f"issue_{number}"),
            icon=":material/task_alt:",
            on_click=_issue,
            args=(session,),
        )
        if ISSUE in session.refused:
            st.error(session.refused[ISSUE], icon=":material/error:")
        _lines(session)
        for one in issued:
            _issued(session, one)


def _issue(session: Session) -> None:
    paper: PaperSize = "us-letter" if st.session_state.get(name_of(session, "paper")) == "US Letter" else "a4"
    session.refused.pop(ISSUE, None)
    try:
        issue_case(desk(), session.kept.id, session.kept.seen, session.pack, paper)
    except ChangedMeanwhile as told:
        adopt(session, told.now, told=True)
        session.refused[ISSUE] = "Somebody has changed the case meanwhile. Look at it, and issue it then."
    except (NothingNew, StoreFault, NotAllowed, NotFound) as refused:
        session.refused[ISSUE] = escape(str(refused))


def _lines_now(session: Session, make: Callable[[Pack, Mapping[str, Any], str], bytes]) -> bytes:
    assert session.shown is not None, "nothing is shown yet"
    case, recommendation = session.shown
    return make(session.pack, recommendation.to_json(), case.customer.name)


def _lines(session: Session) -> None:
    if session.shown is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("These lines:", width="content")
        for label, make, ending, mime in (
            ("CSV", lines_csv, "csv", "text/csv"),
            ("XLSX", lines_xlsx, "xlsx", SPREADSHEET),
        ):
            st.download_button(
                label,
                data=partial(_lines_now, session, make),
                file_name=f"{session.call.file_name}.{ending}",
                mime=mime,
                key=name_of(session, f"lines_{ending}"),
                type="tertiary",
                icon=":material/table_view:",
                on_click="ignore",
            )


def _issued(session: Session, one: Issue) -> None:
    zone = zone_of(st.context.timezone)
    with st.container(border=True, gap="xsmall"):
        st.markdown(
            f"**Number {one.number}**, {STATES[one.state]} · {say_when(one.at, desk().store.now(), zone)} by {escape(one.name)}"
        )
        st.caption(
            f"Rules {one.pack_version} · prices of {say_date(one.prices_of)} · holds until {say_date(one.valid_until)}"
        )
        for change in one.changes:
            st.caption(escape(change))
        if one.withdrawn:
            st.caption(f"Withdrawn: {escape(one.withdrawn)}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.download_button(
                "Print again",
                data=partial(paper_of, desk(), session.kept.id, one.number),
                file_name=f"{session.call.file_name}-{one.number}.pdf",
                mime="application/pdf",
                key=name_of(session, f"paper_{one.number}"),
                type="tertiary",
                icon=":material/print:",
                on_click="ignore",
            )
            if one.state in ("issued", "expired"):
                key = name_of(session, f"withdraw_{one.number}")
                st.text_input(
                    "Withdraw it, because",
                    key=key,
                    max_chars=300,
                    placeholder="the reason, then Enter",
                    on_change=_withdraw,
                    args=(session, one.number, key),
                )


def _withdraw(session: Session, number: int, key: str) -> None:
    reason = str(st.session_state.get(key) or "").strip()
    if not reason:
        return
    session.refused.pop(ISSUE, None)
    try:
        withdraw_issue(desk(), session.kept.id, number, reason)
    except (StoreFault, NotAllowed, NotFound) as refused:
        session.refused[ISSUE] = escape(str(refused))
