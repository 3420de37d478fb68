"""Who is signed in, what their roles allow, and the way out."""

import streamlit as st

from advisor.calling.call_text import escape
from advisor.service.rights import RIGHTS, ROLE_NAMES
from advisor.storing.faults import StoreFault
from app_pages.desk import desk, roles_now

try:
    person, roles = desk().person, roles_now()
    st.title(escape(person.name), anchor=False)
    st.write(f"You are {', '.join(ROLE_NAMES[role] for role in ROLE_NAMES if role in roles)} here.")
    st.caption(f"You may {', '.join(right for right, given in RIGHTS.items() if not given.isdisjoint(roles))}.")
    st.code(f"{person.issuer}\n{person.subject}", language=None)
except StoreFault as fault:
    st.title("The store cannot be used", anchor=False)
    st.error(escape(str(fault)), icon=":material/cloud_off:")
st.button("Sign out", icon=":material/logout:", on_click=st.logout)
