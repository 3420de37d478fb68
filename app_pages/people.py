"""Everybody who has ever signed in, and the roles they have; an administrator gives and takes them here."""

from __future__ import annotations

import streamlit as st

from advisor.calling.call_text import escape
from advisor.service.people import LastAdministrator, everybody, set_roles
from advisor.service.rights import RIGHTS, ROLE_NAMES, NotAllowed
from advisor.storing.faults import StoreFault
from advisor.storing.people import Person, Role
from app_pages.desk import desk

TOLD = "people_told"
SHOWN_WHOLE = 10


def show_page() -> None:
    st.title("People", anchor=False)
    everyone = {person.id: person for person in everybody(desk()) if person.issuer != "local"}
    st.dataframe(
        [
            {"Name": one.name, "Roles": roles_said(one) or "none yet", "Issuer": one.issuer, "Subject": one.subject}
            for one in everyone.values()
        ],
        hide_index=True,
        height="content" if len(everyone) <= SHOWN_WHOLE else 390,
        alt="Everybody who has signed in, with their roles",
    )
    st.caption("Somebody new signs in once; then they stand here.")
    chosen = st.selectbox(
        "Whose roles", list(everyone), key="people_who", format_func=lambda id: say_person(everyone[id])
    )
    if chosen is not None:
        show_roles(everyone[chosen])


def show_roles(person: Person) -> None:
    key = f"people_roles_{person.id}"
    now = [role for role in ROLE_NAMES if role in person.roles]
    roles: list[Role] = st.pills(
        "Roles", list(ROLE_NAMES), default=now, selection_mode="multi", format_func=ROLE_NAMES.__getitem__, key=key
    )
    for role in roles:
        may = ", ".join(right for right, given in RIGHTS.items() if role in given)
        st.caption(f"{ROLE_NAMES[role].capitalize()}: may {may}.")
    st.button(
        "Save roles", icon=":material/save:", key="people_save", on_click=save, args=(person, key), disabled=set(roles) == set(now)
    )  # fmt: skip
    icon, said = st.session_state.pop(TOLD, ("", ""))
    if said:
        (st.success if icon == "check" else st.error)(said, icon=f":material/{icon}:")


def save(person: Person, key: str) -> None:
    try:
        set_roles(desk(), person.id, st.session_state[key])
        st.session_state[TOLD] = ("check", f"Saved. It holds for {escape(person.name)} from now on.")
    except (NotAllowed, LastAdministrator, StoreFault) as refused:
        st.session_state[TOLD] = ("error", escape(str(refused)))


def roles_said(person: Person) -> str:
    return ", ".join(ROLE_NAMES[role] for role in ROLE_NAMES if role in person.roles)


def say_person(person: Person) -> str:
    """With the subject: two people may have one name."""
    return f"{person.name} ({person.subject})"


try:
    show_page()
except (StoreFault, NotAllowed) as fault:
    st.error(escape(str(fault)), icon=":material/error:")
