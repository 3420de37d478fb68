"""What a browser session holds of a call, and how a field's change gets into it. The truth is the call, never a widget."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from advisor.calling.call import Call, Change, Refused, call_of, new_call, reference_for
from advisor.calling.call_change import say_change
from advisor.calling.call_packs import Loaded, load, mark_of, root_of, sample_cases
from advisor.calling.call_table import TextRow
from advisor.case import Case
from advisor.engine.alternatives import Alternative
from advisor.engine.index import Index
from advisor.engine.recommend import Memory, recommend, with_holds
from advisor.loading.files import PackReader
from advisor.pack import Pack
from advisor.recommendation import Recommendation

KEY = "advisor_call"


@dataclass
class Session:
    """One call in one browser. `pack` stays the one it began with. `refused`: what was typed into a field and cannot be meant;
    `tried_from`: the call as it was, while something else is tried; `alternatives`: those of the line last asked about."""

    pack: Pack
    mark: str
    call: Call
    memory: Memory
    shown: tuple[Case, Recommendation] | None = None
    changed: str = ""
    failed: bool = False
    refused: dict[str, str] = field(default_factory=dict)
    look_at: str | None = None
    tables: dict[str, tuple[int, list[TextRow]]] = field(default_factory=dict)
    table_faults: dict[str, tuple[str, ...]] = field(default_factory=dict)
    uploads_done: int = 0
    tried_from: tuple[Call, Recommendation] | None = None
    alternatives: tuple[Case, str, tuple[Alternative, ...]] | None = None
    references: tuple[str, ...] = ()
    number: int = 1


def root() -> Path:
    return root_of(sys.argv[1:])


@st.cache_resource(max_entries=8, show_spinner=False)
def _reader(folder: str, pack_id: str) -> tuple[PackReader, threading.Lock]:
    return PackReader(), threading.Lock()


@st.cache_resource(max_entries=8, show_spinner=False)
def _loaded(folder: str, pack_id: str, mark: str) -> Loaded:
    reader, lock = _reader(folder, pack_id)
    with lock:
        return load(Path(folder), pack_id, reader)


@st.cache_resource(max_entries=8, show_spinner=False)
def _samples(folder: str, mark: str, _pack: Pack) -> tuple[Case, ...]:
    return sample_cases(Path(folder), _pack)


def loaded(pack_id: str) -> Loaded:
    """The pack as its files are now."""
    return _loaded(str(root()), pack_id, mark_of(root(), pack_id))


def samples(pack: Pack) -> tuple[Case, ...]:
    return _samples(str(root()), mark_of(root(), pack.id), pack)


def current() -> Session | None:
    found = st.session_state.get(KEY)
    return found if isinstance(found, Session) else None


def begin(pack: Pack, case: Case | None = None) -> Session:
    """Begin a new call, or go on with a case, in place of the one that was open."""
    before = current()
    references = before.references if before is not None else ()
    reference = reference_for(datetime.now(), references)
    call = new_call(pack, date.today(), reference) if case is None else call_of(pack, case)
    session = Session(
        pack=pack,
        mark=mark_of(root(), pack.id),
        call=call,
        memory=Memory.of(Index(pack)),
        references=(*references, call.case.customer.reference),
        number=before.number + 1 if before is not None else 1,
    )
    st.session_state[KEY] = session
    return session


def restart(pack: Pack, case: Case | None = None) -> None:
    """`begin`, as a button wants it."""
    begin(pack, case)


def name_of(session: Session, field_name: str) -> str:
    """The key of a field's widget: another one in each call, so that nothing of the last one stands in it."""
    return f"{field_name}_{session.number}"


def seed(session: Session, key: str, truth: Any) -> None:
    """Show the truth in a field, unless what was typed there was refused and waits to be corrected."""
    if key not in session.refused:
        st.session_state[key] = truth


def change(session: Session, key: str, how: Change) -> None:
    """Take over what was typed into a field, or keep it there with the sentence why it cannot be meant."""
    try:
        session.call = how(session.call)
    except Refused as refused:
        session.refused[key] = str(refused)
    else:
        session.refused.pop(key, None)


def take(session: Session, key: str, how: Callable[[Call, Any], Call]) -> None:
    """Take over what stands in the field now."""
    change(session, key, lambda call: how(call, st.session_state[key]))


def show_refusal(session: Session, key: str) -> None:
    if key in session.refused:
        st.error(session.refused[key], icon=":material/error:")


def recommendation(session: Session) -> Recommendation | None:
    """The recommendation for the call as it stands; worked out only when the case has changed. None: it could not be."""
    case = session.call.case
    before = session.shown
    if before is not None and before[0] == case:
        return before[1]
    try:
        after = recommend(session.pack, case, session.memory)
    except Exception:  # a fault of ours must not take the call away from the person who is in it
        logging.getLogger(__name__).exception("The recommendation could not be worked out.")
        session.failed = True
        return before[1] if before is not None else None
    session.failed = False
    if before is not None and session.call.because:
        session.changed = say_change(session.pack, before[1], after, session.call.because)
    session.shown = (case, after)
    return after


def with_limits(session: Session) -> Recommendation:
    """The recommendation that is shown, with how far each number can move before it changes."""
    assert session.shown is not None, "nothing is shown yet"
    case, there = session.shown
    try:
        whole = with_holds(session.pack, case, there, session.memory)
    except Exception:  # the answer itself stands without it
        logging.getLogger(__name__).exception("How far numbers can move could not be worked out.")
        return there
    session.shown = (case, whole)
    return whole


def edits_of(key: str) -> Mapping[str, Any]:
    found = st.session_state.get(key)
    return found if isinstance(found, Mapping) else {}
