"""Who is at this browser, as the provider of the team says; nobody is asked where no sign-in is configured."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from advisor.service.access import Identity, SignIn, identity_of, is_recent, sign_in_of


@cache
def sign_in_here() -> SignIn | None:
    """Read once when the app starts: a file that is gone later does not open the door. Raises WrongSettings."""
    return sign_in_of(os.environ, _in_file())


def _in_file() -> Mapping[str, Any] | None:
    try:
        found = st.secrets.get("auth")
    except FileNotFoundError:
        return None
    return dict(found) if found else None


def identity_here() -> Identity | None:
    """Who is signed in; None where nobody is."""
    return identity_of(st.user.to_dict()) if st.user.get("is_logged_in") else None


def has_just_signed_in() -> bool:
    return is_recent(st.user.to_dict(), time.time())
