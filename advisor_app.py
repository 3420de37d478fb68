"""The app's entry: the pages behind the headers, routes and messages that every answer of the server bears."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app_pages.server import MIDDLEWARE, ROUTES, say_fault

app = st.App(
    Path(__file__).parent / "app_pages" / "navigation.py",
    middleware=MIDDLEWARE,
    routes=ROUTES,
    on_script_error=say_fault,
)
