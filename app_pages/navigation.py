"""Page settings and navigation, nothing else."""

import streamlit as st

# An emoji is drawn by the browser itself; for the icon of a page in the tab it would ask another host.
st.set_page_config(page_title="Solution advisor", page_icon="🧭", layout="wide")
st.navigation(
    [
        st.Page("call.py", title="Call", icon=":material/call:", default=True),
        st.Page("cases.py", title="Cases", icon=":material/folder_open:"),
        st.Page("rules.py", title="Rules", icon=":material/rule:"),
    ],
    position="top",
).run()
