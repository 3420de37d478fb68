"""What a browser session holds of the rules page: the pack as it is edited, the file that is open, and what was found out of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import streamlit as st

from advisor.calling.call_text import escape
from advisor.loading.files import PackReader, text_of
from advisor.pack import Pack
from advisor.problems import Problem
from advisor.service.editing import Editing, editing_of, overtaken
from advisor.service.rights import NotAllowed
from advisor.storing.drafts import Draft, DraftConflict
from advisor.storing.faults import StoreFault
from advisor.storing.versions import Version
from advisor.workshop.drafting import Typed, look_at
from advisor.workshop.looking import Looking
from advisor.workshop.rules_view import RulesView, fired_in, view_of
from app_pages.desk import desk, samples

KEY = "advisor_workbench"


@dataclass
class Workbench:
    """One pack being edited in one browser. `typed`: what could not be saved yet, by path; `generation`: counts up when the app,
    not the person, changes the text; `looking`: the impact that is being worked out or was; `accepted`: the versions whose
    difference somebody has looked at; `back_to`: the older version that is looked at instead of the drafts."""

    editing: Editing
    typed: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, DraftConflict] = field(default_factory=dict)
    generation: dict[str, int] = field(default_factory=dict)
    looked: dict[str, tuple[str, Typed]] = field(default_factory=dict)
    reader: PackReader = field(default_factory=PackReader)
    looking: Looking | None = None
    accepted: tuple[str | None, str] | None = None
    back_to: Version | None = None
    older: tuple[tuple[object, ...], dict[str, int]] | None = None
    fired: frozenset[str] | None = None
    fault: str = ""
    done: str = ""

    def text_of(self, path: str) -> str:
        """The file as it stands in the editor."""
        if path in self.typed:
            return self.typed[path]
        draft = self.editing.drafts.get(path)
        return (draft.text or "") if draft is not None else self.published_text(path)

    def published_text(self, path: str) -> str:
        return text_of(self.editing.base[path]) if path in self.editing.base else ""

    def generation_of(self, path: str) -> str:
        return f"{self.editing.pack} {path} {self.generation.get(path, 0)}"

    def renew(self, path: str) -> None:
        """Put the app's text into the editor in place of what stands there."""
        self.generation[path] = self.generation.get(path, 0) + 1

    def saved(self, draft: Draft) -> None:
        self.typed.pop(draft.path, None)
        drafts = dict(sorted({**self.editing.drafts, draft.path: draft}.items()))
        self.editing = Editing(self.editing.pack, self.editing.version, self.editing.base, drafts)
        self.look_anew()
        self.done = ""

    def reload(self) -> None:
        """See what others have saved and published."""
        found = editing_of(desk(), self.editing.pack)
        if found is None or found.mark == self.editing.mark:
            return
        for path in {*found.drafts, *self.editing.drafts}:
            before, after = self.editing.drafts.get(path), found.drafts.get(path)
            if path not in self.typed and (before.text if before else None) != (after.text if after else None):
                self.renew(path)
        self.editing = found
        self.look_anew()

    def overtaken(self) -> dict[str, int]:
        """The drafts that were begun on an older text of their file, with the number of that version; worked out once."""
        if self.older is None or self.older[0] != self.editing.mark:
            self.older = self.editing.mark, overtaken(desk(), self.editing)
        return self.older[1]

    def look_anew(self) -> None:
        """What was looked at is not what there is now."""
        self.accepted, self.looking, self.back_to = None, None, None


def workbench(pack_id: str) -> Workbench | None:
    """The pack on the bench, with what others did since the page was drawn last. Raises StoreFault."""
    found = st.session_state.get(KEY)
    if isinstance(found, Workbench) and found.editing.pack == pack_id:
        found.reload()
        return found
    editing = editing_of(desk(), pack_id)
    if editing is None:
        return None
    made = Workbench(editing)
    st.session_state[KEY] = made
    return made


@contextmanager
def say_faults(bench: Workbench) -> Iterator[None]:
    """A write that fails is said, and what was typed is kept."""
    bench.fault = ""
    try:
        yield
    except (StoreFault, NotAllowed) as fault:
        logging.getLogger(__name__).info("Not saved: %s", fault)
        bench.fault = f"{fault} What you typed is still here."


def show_fault(bench: Workbench) -> None:
    if bench.fault:
        st.error(escape(bench.fault), icon=":material/cloud_off:")


def look(bench: Workbench, path: str, text: str) -> Typed:
    """What is in a text, worked out once for each text among the files it stands in."""
    key = f"{bench.editing.mark} {text}"
    before = bench.looked.get(path)
    if before is None or before[0] != key:
        before = key, look_at(bench.editing.pack, bench.editing.files, path, text, bench.reader)
        bench.looked[path] = before
    return before[1]


@st.cache_resource(max_entries=16, show_spinner=False)
def _good(pack_id: str) -> tuple[PackReader, threading.Lock, dict[str, Pack]]:
    """What was read, and the last version of a pack that could be loaded; one at a time."""
    return PackReader(), threading.Lock(), {}


@st.cache_resource(max_entries=16, show_spinner=False)
def _view(
    pack_id: str, mark: tuple[object, ...], fired: frozenset[str] | None, _editing: Editing
) -> RulesView | tuple[Problem, ...]:
    reader, lock, good = _good(pack_id)
    with lock:
        view = view_of(
            pack_id, _editing.files, good.get(pack_id), reader, fired=fired, edited=frozenset(_editing.changed)
        )
        if isinstance(view, RulesView) and view.loads:
            good[pack_id] = view.pack
        return view


def rules_view(bench: Workbench) -> RulesView | tuple[Problem, ...]:
    """The rules as they are edited now."""
    return _view(bench.editing.pack, bench.editing.mark, bench.fired, bench.editing)


@st.cache_resource(max_entries=8, show_spinner=False)
def _fired(version: str, _pack: Pack) -> frozenset[str]:
    cases = {case.customer.reference or case.customer.name or str(n): case for n, case in enumerate(samples(_pack))}
    return frozenset(fired_in(_pack, cases))


def look_for_fired(bench: Workbench, pack: Pack) -> None:
    """A button, because every sample case has to be answered for it."""
    if bench.fired is None and st.button("Find unused rules", icon=":material/search_insights:", type="tertiary"):
        with st.spinner("Answering every sample case"):
            bench.fired = _fired(bench.editing.version.digest, pack)
        st.rerun()
