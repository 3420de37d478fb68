"""Where a team signs in; nothing of the store is shown here."""

import streamlit as st

from app_pages.identity import identity_here

_, middle, _ = st.columns([1, 2, 1])
with middle:
    st.title("Solution advisor", anchor=False)
    if st.user.get("is_logged_in") and identity_here() is None:
        st.error(
            "The sign-in service does not say who you are: it sends no issuer or no subject. Tell whoever looks after the advisor.",
            icon=":material/error:",
        )
    elif st.user.get("is_logged_in"):
        st.write("You signed in more than half a day ago. Sign in again to go on; everything is as you left it.")
    elif "case" in st.query_params:
        st.write("Sign in to open this case. You come back to it.")
    else:
        st.write("Sign in to go on. What you do here is kept under your name.")
    st.button("Sign in", icon=":material/login:", on_click=st.login)
