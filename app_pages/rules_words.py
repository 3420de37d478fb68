"""Words of customers that were suggested on calls as another name of an offering: taken into the price list as a draft, or refused."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call_text import escape
from advisor.pack import Pack
from advisor.service.rules import decide_synonym
from advisor.storing.synonyms import SuggestedSynonym, suggested_synonyms
from advisor.workshop.suggestions import CannotAdd, with_synonym
from app_pages.desk import desk
from app_pages.rules_edit import keep
from app_pages.rules_session import Workbench, say_faults


def show_suggested_words(bench: Workbench, pack: Pack) -> None:
    waiting = suggested_synonyms(desk().store, bench.editing.pack)
    if not waiting:
        return
    with st.popover(f"Suggested words {len(waiting)}", icon=":material/hearing:", width="stretch", key="rules_words"):
        for one in waiting:
            offering = pack.offerings.get(one.offering)
            name = escape(offering.name if offering else one.offering)
            st.markdown(f"“{escape(one.phrase)}” for **{name}** · {escape(one.name)}")
            with st.container(horizontal=True):
                st.button("Take", key=f"take_word_{one.number}", on_click=partial(_take, bench, one))
                st.button("Refuse", key=f"refuse_word_{one.number}", on_click=partial(_refuse, bench, one))


def _take(bench: Workbench, one: SuggestedSynonym) -> None:
    path = f"data/{one.pack}/offerings.csv"
    try:
        text = with_synonym(bench.text_of(path), one.offering, one.phrase)
    except CannotAdd as refused:
        bench.fault = str(refused)
        return
    if text != bench.text_of(path):
        keep(bench, path, text)
        bench.renew(path)
    if path not in bench.conflicts and not bench.fault:
        with say_faults(bench):
            decide_synonym(desk(), one.number, "taken")


def _refuse(bench: Workbench, one: SuggestedSynonym) -> None:
    with say_faults(bench):
        decide_synonym(desk(), one.number, "refused")
