"""Page settings and navigation, nothing else."""

import streamlit as st

from app_pages.pages import pages, say_closed

# An emoji is drawn by the browser itself; for the icon of a page in the tab it would ask another host.
st.set_page_config(page_title="Solution advisor", page_icon="🧭", layout="wide")
found = pages()
shown = st.navigation(found, position="top")
say_closed([page.title for page in found], shown.title)
shown.run()
