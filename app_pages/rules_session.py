"""What the rules page keeps between two looks: the view of each pack, and which rules apply in the sample cases once asked for."""

from __future__ import annotations

import threading
from pathlib import Path

import streamlit as st

from advisor.calling.call_packs import mark_of, sample_cases
from advisor.loading.files import PackReader, Problems
from advisor.loading.load import contents_of
from advisor.pack import Pack
from advisor.problems import Problem
from advisor.workshop.rules_view import RulesView, fired_in, view_of
from app_pages.desk import root

FIRED = "rules_fired"


@st.cache_resource(max_entries=8, show_spinner=False)
def _reader(folder: str, pack_id: str) -> tuple[PackReader, threading.Lock, dict[str, Pack]]:
    """What was read, and the last version of each pack that could be loaded; one at a time."""
    return PackReader(), threading.Lock(), {}


@st.cache_resource(max_entries=8, show_spinner=False)
def _view(folder: str, pack_id: str, mark: str, fired: frozenset[str] | None) -> RulesView | tuple[Problem, ...]:
    reader, lock, good = _reader(folder, pack_id)
    with lock:
        problems = Problems()
        files = contents_of(Path(folder), pack_id, problems)
        view = view_of(pack_id, files, good.get(pack_id), reader, fired=fired)
        if isinstance(view, RulesView) and view.loads:
            good[pack_id] = view.pack
        return view


@st.cache_resource(max_entries=8, show_spinner=False)
def _fired(version: str, folder: str, _pack: Pack) -> frozenset[str]:
    cases = {
        case.customer.reference or case.customer.name or str(n): case
        for n, case in enumerate(sample_cases(Path(folder), _pack))
    }
    return frozenset(fired_in(_pack, cases))


def rules_of_pack(pack_id: str) -> RulesView | tuple[Problem, ...]:
    """The rules as the files are now."""
    return _view(str(root()), pack_id, mark_of(root(), pack_id), st.session_state.get(f"{FIRED} {pack_id}"))


def look_for_fired(pack: Pack) -> None:
    """A button, because every sample case has to be answered for it."""
    if f"{FIRED} {pack.id}" not in st.session_state and st.button(
        "Find unused rules", icon=":material/search_insights:"
    ):
        with st.spinner("Answering every sample case"):
            st.session_state[f"{FIRED} {pack.id}"] = _fired(pack.version, str(root()), pack)
        st.rerun()
