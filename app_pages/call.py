"""The call: their words and the questions on the left, the live recommendation on the right."""

import streamlit as st

from advisor.call_faults import faults_table
from advisor.load import pack_ids
from app_pages import call_session as session_of
from app_pages.call_question import show_folded, show_question
from app_pages.call_recommendation import show_empty, show_recommendation
from app_pages.call_request import show_request, show_start


def show_faults(pack_id: str, table: list[dict[str, str]]) -> None:
    st.title("The rules cannot be used", anchor=False)
    count = len(table)
    st.error(
        f"{count} {'fault' if count == 1 else 'faults'} in the files of “{pack_id}”. Nothing is recommended from them until "
        "they are put right; then reload this page.",
        icon=":material/error:",
    )
    st.table(table, border="horizontal", hide_index=True, alt="What is wrong, file by file")


def show_call(session: session_of.Session) -> None:
    left, right = st.columns([5, 7], gap="medium")
    asked = not session.call.is_empty
    found = session_of.recommendation(session) if asked else None
    with left:
        show_request(session)
        if found is not None:
            show_question(session, found)
            show_folded(session, found)
        show_start(session)
    with right:
        if found is not None:
            show_recommendation(session, found)
        else:
            show_empty(session)


folder = session_of.root()
packs = pack_ids(folder)
running = session_of.current()
if running is None and packs:
    chosen = packs[0] if len(packs) == 1 else st.selectbox("Field of business", packs, key="pack_id")
    state = session_of.loaded(chosen)
    if state.pack is None:
        show_faults(chosen, faults_table(state.problems))
    else:
        running = session_of.begin(state.pack)
elif not packs:
    st.title("There are no rules yet", anchor=False)
    st.info(f"No folder inside “{folder / 'rules'}” holds a pack. Put one there, and reload this page.")
if running is not None:
    show_call(running)
