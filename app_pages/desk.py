"""Who sits here, which store they work on, and the packs that are published in it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from advisor.calling.call_packs import Loaded, load, mark_of, root_of, sample_cases
from advisor.calling.turns import Turns
from advisor.case import Case
from advisor.engine.index import Index
from advisor.engine.recommend import Memory
from advisor.loading.files import PackReader
from advisor.loading.load import pack_ids
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Place, Problem
from advisor.service.desk import Desk, local_desk
from advisor.service.people import sign_in
from advisor.service.rights import RIGHTS, NotAllowed, NotFound, Right
from advisor.service.rules import publish_shipped
from advisor.storing.faults import StoreFault
from advisor.storing.people import Role, person_of
from advisor.storing.store import Store, open_store, where_of
from advisor.storing.versions import all_current, folder_of, load_version
from app_pages.identity import identity_here, sign_in_here

KEY = "advisor_desk"


REFUSED = "advisor_refused"


class NotSignedIn(Exception):
    """Somebody who is not signed in asked for something that only people at a desk get."""


class DeskOfPage(Desk):
    """A desk that keeps what was refused last, to be said also where the page on which it was tried is closed by now."""

    def log_refused(self, what: str, about: str, refused: NotAllowed | NotFound) -> None:
        super().log_refused(what, about, refused)
        if isinstance(refused, NotAllowed):
            st.session_state[REFUSED] = str(refused)


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


@st.cache_resource(max_entries=24, show_spinner=False)
def _memory(pack_id: str, digest: str, _pack: Pack) -> Memory:
    return Memory.of(Index(_pack))


def memory_of(pack: Pack) -> Memory:
    """A memory for one call: what follows from the pack alone is worked out once for all of them."""
    there = _memory(pack.id, pack.version, pack)
    return Memory.of(there.index, there.cuts)


@st.cache_resource(show_spinner=False)
def turns() -> Turns:
    """The order in which the calls of this process are worked out."""
    return Turns()


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
    """The desk of whoever is at this browser. Raises StoreFault, NotSignedIn."""
    found = st.session_state.get(KEY)
    who = None
    if sign_in_here() is not None:
        who = identity_here()
        if who is None:
            raise NotSignedIn
    if isinstance(found, Desk):
        if who is None or (found.person.issuer, found.person.subject) == (who.issuer, who.subject):
            return found
        st.session_state.clear()  # what somebody else has left in this browser
    made = local_desk(_store(where())) if who is None else sign_in(_store(where()), who.issuer, who.subject, who.name)
    at = DeskOfPage(made.store, made.person)
    st.session_state[KEY] = at
    return at


def is_at_desk() -> bool:
    """Whether somebody has begun to work here."""
    return isinstance(st.session_state.get(KEY), Desk)


def roles_now() -> frozenset[Role]:
    """The roles that whoever is here has by now. Raises StoreFault, NotSignedIn."""
    here = desk()
    if sign_in_here() is None:
        return here.person.roles
    person = person_of(here.store, here.person.id)
    return person.roles if person is not None else frozenset()


def may(right: Right) -> bool:
    """Whether to offer it; whoever does it is asked again. Raises StoreFault, NotSignedIn."""
    return not RIGHTS[right].isdisjoint(roles_now())


def version(pack_id: str, digest: str) -> Loaded:
    """A pack as it was published under this digest. Raises StoreFault."""
    return _version(pack_id, digest, desk().store)


def samples(pack: Pack) -> tuple[Case, ...]:
    return _samples(pack.id, pack.version, desk().store, pack)


def published() -> dict[str, Loaded]:
    """The current version of every pack; those that were never published, because of their faults, with these."""
    here = desk()
    current = all_current(here.store)
    unpublished = [name for name in pack_ids(root()) if name not in current]
    at_fault: Mapping[str, tuple[Problem, ...]] = {}
    if unpublished:
        marks = tuple(mark_of(root(), name) for name in unpublished)
        at_fault = _first_start(here.store.place, str(root()), marks, here)
        current = all_current(here.store)
    found = {name: version(name, one.digest) for name, one in current.items()}
    return found | {name: Loaded(None, problems) for name, problems in at_fault.items() if name not in found}


def current_version(pack_id: str) -> Loaded | None:
    """The pack as calls begin with it now; None where the store cannot say."""
    try:
        return published().get(pack_id)
    except StoreFault:
        return None


def readiness() -> tuple[bool, str]:
    """Whether people can work now, and why not, in a sentence with nothing in it that strangers should not know."""
    try:
        store = _store(where())
        current = all_current(store)
        packs = {name: _version(name, one.digest, store) for name, one in current.items()}
    except StoreFault as fault:
        return False, f"Not ready. {fault.what}."
    packs |= {name: in_folder(name) for name in pack_ids(root()) if name not in packs}
    if not packs:
        return False, "Not ready. There are no rules."
    broken = sorted(name for name, one in packs.items() if one.pack is None)
    if len(broken) == len(packs):
        return False, f"Not ready. The rules cannot be used: {', '.join(broken)}."
    return True, f"Ready. These rules cannot be used: {', '.join(broken)}." if broken else "Ready."
