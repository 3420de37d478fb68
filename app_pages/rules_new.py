"""Beginning a rule: a draft that loads as it is, to be rewritten in the editor."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call_text import escape
from advisor.pack import Pack
from advisor.workshop.new_rule import NoNewRule, new_rule_file
from app_pages.rules_edit import keep
from app_pages.rules_session import Workbench

NAME = "rules_new_name"
REFUSED = "rules_new_refused"


def show_new_rule(bench: Workbench, pack: Pack) -> None:
    with st.popover("New rule", icon=":material/add:", width="stretch", key="rules_new"):
        st.text_input(
            "Its id, with the topic before it", placeholder="server/host_needs_two_disks", key=NAME, max_chars=120
        )
        if refused := st.session_state.get(REFUSED):
            st.error(escape(refused), icon=":material/error:")
        st.button("Begin", key="rules_begin", on_click=partial(_begin, bench, pack))


def _begin(bench: Workbench, pack: Pack) -> None:
    try:
        path, text = new_rule_file(pack, str(st.session_state.get(NAME, "")).strip(), bench.editing.files)
    except NoNewRule as refused:
        st.session_state[REFUSED] = str(refused)
        return
    st.session_state.pop(REFUSED, None)
    keep(bench, path, text)
    st.session_state["rules_search"] = path.rpartition("/")[2].removesuffix(".yaml")
    st.session_state[NAME] = ""
