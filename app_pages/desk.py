"""Who sits here, which store they work on, and the packs that are published in it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from advisor.calling.call_packs import Loaded, load, mark_of, root_of, sample_cases
from advisor.case import Case
from advisor.loading.files import PackReader
from advisor.loading.load import pack_ids
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Place, Problem
from advisor.service.desk import Desk, local_desk
from advisor.service.rules import publish_shipped
from advisor.storing.faults import StoreFault
from advisor.storing.store import Store, open_store, where_of
from advisor.storing.versions import all_current, folder_of, load_version

KEY = "advisor_desk"


def root() -> Path:
    return root_of(sys.argv[1:])


@st.cache_resource(max_entries=16, show_spinner=False, on_release=lambda store: store.close())
def _store(where: str) -> Store:
    return open_store(where)


@st.cache_resource(show_spinner=False)
def _reader() -> tuple[PackReader, threading.Lock]:
    return PackReader(), threading.Lock()


@st.cache_resource(max_entries=24, show_spinner=False)
def _version(pack_id: str, digest: str, _store: Store) -> Loaded:
    """A version by its content: the same in every store."""
    reader, lock = _reader()
    try:
        with lock:
            return Loaded(load_version(_store, pack_id, digest, reader))
    except FilesAtFault as fault:
        return Loaded(None, fault.problems)
    except KeyError:
        what, cure = f"Version {digest} is not in the store.", "Bring back a backup that holds it."
        return Loaded(None, (Problem(Place(f"rules/{pack_id}"), "version_missing", what, cure),))


@st.cache_resource(max_entries=16, show_spinner=False)
def _samples(pack_id: str, digest: str, _store: Store, _pack: Pack) -> tuple[Case, ...]:
    return sample_cases(folder_of(_store, pack_id, digest), _pack)


@st.cache_resource(max_entries=16, show_spinner=False)
def _first_start(where: str, folder: str, marks: tuple[str, ...], _desk: Desk) -> Mapping[str, tuple[Problem, ...]]:
    """Publish what was never published; what is wrong with the rest, looked at again when its files change."""
    reader, lock = _reader()
    with lock:
        return {name: fault.problems for name, fault in publish_shipped(_desk, Path(folder), reader).items()}


@st.cache_resource(max_entries=16, show_spinner=False)
def _in_folder(folder: str, pack_id: str, mark: str) -> Loaded:
    reader, lock = _reader()
    with lock:
        return load(Path(folder), pack_id, reader)


def in_folder(pack_id: str) -> Loaded:
    """A pack as its files in the folder are now, published or not."""
    return _in_folder(str(root()), pack_id, mark_of(root(), pack_id))


def where() -> str:
    return where_of(sys.argv[1:])


def desk() -> Desk:
    """The desk of whoever is at this browser. Raises StoreFault."""
    found = st.session_state.get(KEY)
    if isinstance(found, Desk):
        return found
    made = local_desk(_store(where()))
    st.session_state[KEY] = made
    return made


def version(pack_id: str, digest: str) -> Loaded:
    """A pack as it was published under this digest. Raises StoreFault."""
    return _version(pack_id, digest, desk().store)


def samples(pack: Pack) -> tuple[Case, ...]:
    return _samples(pack.id, pack.version, desk().store, pack)


def published() -> dict[str, Loaded]:
    """The current version of every pack; those that were never published, because of their faults, with these."""
    here = desk()
    unpublished = [name for name in pack_ids(root()) if name not in all_current(here.store)]
    at_fault: Mapping[str, tuple[Problem, ...]] = {}
    if unpublished:
        marks = tuple(mark_of(root(), name) for name in unpublished)
        at_fault = _first_start(here.store.place, str(root()), marks, here)
    found = {name: version(name, one.digest) for name, one in all_current(here.store).items()}
    return found | {name: Loaded(None, problems) for name, problems in at_fault.items() if name not in found}


def current_version(pack_id: str) -> Loaded | None:
    """The pack as calls begin with it now; None where the store cannot say."""
    try:
        return published().get(pack_id)
    except StoreFault:
        return None
