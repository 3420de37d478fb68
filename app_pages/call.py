"""The call: their words and the questions on the left, the live recommendation on the right."""

import streamlit as st

from advisor.calling.call_faults import faults_table
from advisor.calling.call_packs import labels_of
from advisor.loading.load import pack_ids
from app_pages.call_question import show_folded, show_question
from app_pages.call_recommendation import show_empty, show_recommendation
from app_pages.call_request import show_request, show_start
from app_pages.call_session import Session, begin, current, loaded, recommendation, root


def show_faults(pack_id: str, table: list[dict[str, str]]) -> None:
    st.title("The rules cannot be used", anchor=False)
    st.error(
        f"Faults in the files of “{pack_id}”: {len(table)}. Nothing is recommended from them. Put them right, then reload this page.",
        icon=":material/error:",
    )
    st.table(table, border="horizontal", hide_index=True, alt="What is wrong, file by file")


def show_call(session: Session) -> None:
    left, right = st.columns([5, 7], gap="medium")
    found = None if session.call.is_empty else recommendation(session)
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


packs = labels_of({name: loaded(name) for name in pack_ids(root())})
session = current()
chosen = next(iter(packs), "")
if len(packs) > 1 and (session is None or session.call.is_empty):
    chosen = st.selectbox("Field of business", list(packs), key="field_of_business", format_func=packs.__getitem__)
elif session is not None:
    chosen = session.pack.id
if session is not None and session.pack.id == chosen:
    show_call(session)
elif not packs:
    st.title("There are no rules yet", anchor=False)
    st.info(f"No folder inside “{root() / 'rules'}” holds a pack. Put one there, and reload this page.")
else:
    state = loaded(chosen)
    if state.pack is None:
        show_faults(chosen, faults_table(state.problems))
    else:
        show_call(begin(state.pack))
