"""The app's entry: the pages behind the headers, routes and messages that every answer of the server bears."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

from advisor.service.access import WrongSettings, expect_closed
from app_pages.identity import sign_in_here
from app_pages.server import middleware, routes, say_fault

# While an answer is worked out, every message of the connection waits this long for its turn; Python's own 5 ms add up.
sys.setswitchinterval(0.001)
try:
    sign_in = sign_in_here()
    expect_closed(sign_in, st.get_option("server.address"), st.get_option("server.allowedHosts"))
except WrongSettings as refused:
    sys.exit(f"The advisor did not start. {refused}")
app = st.App(
    Path(__file__).parent / "app_pages" / "navigation.py",
    secrets={"auth": dict(sign_in.auth)} if sign_in is not None else None,
    middleware=middleware(sign_in),
    routes=routes(),
    on_script_error=say_fault,
)
