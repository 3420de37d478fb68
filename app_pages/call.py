"""The call: their words and the questions on the left, the live recommendation on the right."""

import streamlit as st

from advisor.calling.call_faults import faults_table
from advisor.calling.call_packs import labels_of
from advisor.calling.call_text import escape
from advisor.problems import FilesAtFault
from advisor.service.rights import NotFound
from advisor.storing.faults import StoreFault
from app_pages.call_question import show_folded, show_question
from app_pages.call_recommendation import show_empty, show_recommendation
from app_pages.call_request import show_request, show_start
from app_pages.call_session import KEY, Session, begin, current, leave, recommendation
from app_pages.connection import watch_connection
from app_pages.desk import published, root


def show_faults(pack_id: str, table: list[dict[str, str]]) -> None:
    st.title("The rules cannot be used", anchor=False)
    st.error(
        f"Faults in the files of “{pack_id}”: {len(table)}. Nothing is recommended from them. Put them right, then reload this page.",
        icon=":material/error:",
    )
    st.table(table, border="horizontal", hide_index=True, alt="What is wrong, file by file")


def show_call(session: Session) -> None:
    left, right = st.columns([5, 7], gap="medium")
    with left:
        show_request(session)  # with what was saved, before anything is worked out
    found = None if session.call.is_empty else recommendation(session)
    with left:
        if found is not None:
            show_question(session, found)
            show_folded(session, found)
        show_start(session)
    with right:
        if found is not None:
            show_recommendation(session, found)
        else:
            show_empty(session)


def show_page() -> None:
    session = current()
    choice = st.empty()  # keeps its place when there is nothing left to choose, so that nothing below it moves
    if session is not None and not session.call.is_empty:
        show_call(session)
        return
    packs = published()
    labels = labels_of(packs)
    chosen = session.pack.id if session is not None else next(iter(labels), "")
    if len(labels) > 1:
        chosen = choice.selectbox(
            "Field of business", list(labels), key="field_of_business", format_func=labels.__getitem__,
            index=list(labels).index(chosen) if chosen in labels else 0,
        )  # fmt: skip
    if session is not None and session.pack.id == chosen:
        show_call(session)
    elif not labels:
        st.title("There are no rules yet", anchor=False)
        st.info(f"No folder inside “{root() / 'rules'}” holds a pack. Put one there, and reload this page.")
    else:
        state = packs[chosen]
        if state.pack is None:
            show_faults(chosen, faults_table(state.problems))
        else:
            show_call(begin(state.pack))


def show_instead(title: str, says: str) -> None:
    """A page instead of the call, and the way on from it."""
    st.title(title, anchor=False)
    st.error(escape(says), icon=":material/error:")
    st.button("New call", icon=":material/add_call:", shortcut="Alt+N", on_click=leave)


try:
    show_page()
except NotFound as refused:
    show_instead("Case not found", str(refused))
except FilesAtFault as fault:
    show_instead(
        "This case cannot be read",
        f"The rules do not understand it: {fault.problems[0]} Nothing of it is lost or changed.",
    )
except StoreFault as fault:
    if KEY in st.session_state and isinstance(st.session_state[KEY], Session):
        st.error(escape(str(fault)), icon=":material/cloud_off:")
        show_call(st.session_state[KEY])
    else:
        st.title("The store cannot be used", anchor=False)
        st.error(escape(str(fault)), icon=":material/cloud_off:")
watch_connection()
