"""The people of the tests' team, as their provider knows them, and how they sign in."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page

NAMES = {"ann": "Ann Example", "otto": "Otto Example", "lea": "Lea Example", "eve": "Eve Example"}
COOKIE_SECRET = "sentinel-cookie-secret-0123456789abcdef"
CLIENT_SECRET = "sentinel-client-secret"


def settings(provider: str, address: str) -> Mapping[str, str]:
    """The environment of an app that is opened under this address and asks this provider."""
    return {
        "ADVISOR_SIGN_IN_METADATA": f"{provider}/.well-known/openid-configuration",
        "ADVISOR_SIGN_IN_CLIENT": "advisor",
        "ADVISOR_SIGN_IN_SECRET": CLIENT_SECRET,
        "ADVISOR_COOKIE_SECRET": COOKIE_SECRET,
        "ADVISOR_ADDRESS": address,
    }


def sign_in(page: Page, address: str, subject: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.locator(f'button[value="{subject}"]').click()
