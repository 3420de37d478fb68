"""Which pages somebody sees: those their roles give them something to do on. Every write asks for the right again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from advisor.calling.call_text import escape
from advisor.service.rights import RIGHTS, Right
from advisor.storing.faults import StoreFault
from advisor.storing.people import ROLES, Role
from app_pages.desk import REFUSED, is_at_desk, roles_now
from app_pages.identity import has_just_signed_in, identity_here, sign_in_here

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage


@dataclass(frozen=True)
class PageEntry:
    """A page with the right that makes it useful; None: everybody who is signed in."""

    file: str
    title: str
    icon: str
    right: Right | None
    only_in_a_team: bool = False


ENTRIES = (
    PageEntry("call.py", "Call", "call", "take calls"),
    PageEntry("cases.py", "Cases", "folder_open", "take calls"),
    PageEntry("rules.py", "Rules", "rule", "edit rules"),
    PageEntry("people.py", "People", "group", "manage people", only_in_a_team=True),
    PageEntry("log.py", "Log", "history", "read the log"),
    PageEntry("you.py", "You", "account_circle", None, only_in_a_team=True),
)
LAST_SHOWN, LAST_ROLES = "advisor_page", "advisor_roles"
SIGN_IN = PageEntry("sign_in.py", "Sign in", "login", None)
NO_ROLE = PageEntry("no_role.py", "No role yet", "account_circle", None)


def entries_for(roles: Collection[Role], team: bool) -> tuple[PageEntry, ...]:
    """The pages of these roles, the first of them is where one arrives."""
    if not roles:
        return (NO_ROLE,)
    return tuple(
        one
        for one in ENTRIES
        if (team or not one.only_in_a_team) and (one.right is None or not RIGHTS[one.right].isdisjoint(roles))
    )


def pages() -> list[StreamlitPage]:
    team = sign_in_here() is not None
    if team and (identity_here() is None or not (is_at_desk() or has_just_signed_in())):
        return [page_of(SIGN_IN, first=True)]
    try:
        roles = roles_now()
    except StoreFault:  # the page says it, and keeps what was typed; nothing can be read or written without the store
        roles = st.session_state.get(LAST_ROLES) or frozenset({"seller"} if team else ROLES)
    st.session_state[LAST_ROLES] = roles
    return [page_of(one, first=number == 0) for number, one in enumerate(entries_for(roles, team))]


def say_closed(open_now: Collection[str], shown: str) -> None:
    """Whoever loses a page while it stands open is told, with what was refused on it last. `open_now`: titles of the pages there
    are, `shown`: the one that is drawn."""
    before, refused = st.session_state.get(LAST_SHOWN), st.session_state.pop(REFUSED, "")
    st.session_state[LAST_SHOWN] = shown
    if before in {one.title for one in ENTRIES} and before not in open_now and shown != SIGN_IN.title:
        said = refused or "An administrator has changed what you may do here."
        st.warning(f"The page “{before}” is closed to you now. {escape(said)}", icon=":material/lock:")


def page_of(entry: PageEntry, first: bool) -> StreamlitPage:
    return st.Page(entry.file, title=entry.title, icon=f":material/{entry.icon}:", default=first)
