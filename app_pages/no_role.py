"""For somebody who is signed in and has no role: whom to ask, and what to hand to them."""

import streamlit as st

from advisor.calling.call_text import escape
from advisor.service.people import administrators
from advisor.storing.faults import StoreFault
from app_pages.desk import desk

_, middle, _ = st.columns([1, 3, 1])
with middle:
    try:
        person = desk().person
        names = administrators(desk().store)
        st.title("You have no role yet", anchor=False)
        whom = escape(" or ".join(names)) if names else "whoever looks after the advisor"
        st.write(
            f"You are signed in as {escape(person.name)}, but nobody has said yet what you may do here. Ask {whom} for a role, and "
            "hand them this:"
        )
        st.code(f"{person.issuer}\n{person.subject}", language=None)
        st.caption("Reload this page when you have it.")
    except StoreFault as fault:
        st.title("The store cannot be used", anchor=False)
        st.error(escape(str(fault)), icon=":material/cloud_off:")
    st.button("Sign out", icon=":material/logout:", on_click=st.logout)
