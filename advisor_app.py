"""The app: page settings and navigation, nothing else."""

import streamlit as st

st.set_page_config(page_title="Solution advisor", layout="wide")
st.navigation(
    [st.Page("app_pages/call.py", title="Call", icon=":material/call:", default=True)],
    position="top",
).run()
