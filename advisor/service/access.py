"""Who vouches for people, and where the app may answer: read from the settings, and refused where it would let everybody in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

HOW_TO = "docs/deploy.md says how a team is set up."
CALLBACK = "/oauth2callback"  # where the provider sends people back to
LEAST_SECRET = 32
# Each setting of the provider, as Streamlit calls it, with the environment variable that may give it.
VARIABLES = {
    "server_metadata_url": "ADVISOR_SIGN_IN_METADATA",
    "client_id": "ADVISOR_SIGN_IN_CLIENT",
    "client_secret": "ADVISOR_SIGN_IN_SECRET",
    "cookie_secret": "ADVISOR_COOKIE_SECRET",
    "redirect_uri": "ADVISOR_ADDRESS",
}
# A browser keeps its cookie for thirty days; whoever begins to work has signed in within the last half day.
LONGEST = timedelta(hours=12)


class WrongSettings(Exception):
    """The app must not start like this."""


@dataclass(frozen=True)
class SignIn:
    """The provider of the team. The secrets are in `auth` and nowhere else, and are not shown when this is printed."""

    address: str  # of the app, as people open it, without a slash at its end
    auth: Mapping[str, Any] = field(repr=False)

    @property
    def is_encrypted(self) -> bool:
        return self.address.startswith("https://")


@dataclass(frozen=True)
class Identity:
    """Somebody whom the provider vouches for."""

    issuer: str
    subject: str
    name: str


def sign_in_of(environment: Mapping[str, str], file: Mapping[str, Any] | None) -> SignIn | None:
    """The sign-in that environment variables and the part `[auth]` of a file of secrets describe, variables first; None where
    nothing is said of it. Raises WrongSettings where only a part is said, or one that keeps nobody out."""
    given = {name: environment[variable] for name, variable in VARIABLES.items() if environment.get(variable)}
    if "redirect_uri" in given:
        given["redirect_uri"] = given["redirect_uri"].rstrip("/") + CALLBACK
    auth = dict(file or {}) | given
    if not auth:
        return None
    missing = [f"{name} (or {variable})" for name, variable in VARIABLES.items() if not auth.get(name)]
    if missing:
        raise WrongSettings(f"Sign-in is configured only in part. Missing: {', '.join(missing)}. {HOW_TO}")
    callback = str(auth["redirect_uri"])
    parts = urlsplit(callback)
    if not callback.endswith(CALLBACK) or not parts.hostname:
        raise WrongSettings(
            f"redirect_uri must be the app's whole address followed by {CALLBACK}, such as https://advisor.example{CALLBACK}. {HOW_TO}"
        )
    if parts.scheme != "https" and not is_loopback(parts.hostname):
        raise WrongSettings(
            f"People would sign in over {parts.scheme}, where others can read along. Put HTTPS in front. {HOW_TO}"
        )
    if len(str(auth["cookie_secret"])) < LEAST_SECRET:
        raise WrongSettings(
            f"cookie_secret is shorter than {LEAST_SECRET} characters, so it could be guessed. Make one with: openssl rand -hex 32"
        )
    return SignIn(callback.removesuffix(CALLBACK), auth)


def expect_closed(sign_in: SignIn | None, address: str | None, hosts: Iterable[str]) -> None:
    """Raises WrongSettings where others could reach the app and nobody would ask who they are."""
    if sign_in is not None:
        return
    if not is_loopback(address or ""):
        raise WrongSettings(
            f"Without sign-in it answers on its own machine alone, not on {address or 'every address'}: whoever reaches it could "
            f"read and change everything. Leave server.address at 127.0.0.1, or configure sign-in. {HOW_TO}"
        )
    others = [host for host in hosts if not is_loopback(host)]
    if others:
        raise WrongSettings(
            f"server.allowedHosts lets in {', '.join(others)}, but no sign-in is configured: whoever reaches it could read and "
            f"change everything. Take the name away, or configure sign-in. {HOW_TO}"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine is meant."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def identity_of(claims: Mapping[str, Any]) -> Identity | None:
    """Who signed in, by what the provider says of them; None where it does not say who vouches for whom."""
    issuer, subject = str(claims.get("iss") or ""), str(claims.get("sub") or "")
    if not issuer or not subject:
        return None
    names = (str(claims.get(key) or "").strip() for key in ("name", "preferred_username", "email"))
    return Identity(issuer, subject, next((name for name in names if name), subject)[:200])


def is_recent(claims: Mapping[str, Any], now: float) -> bool:
    """Whether they signed in not long ago, by the time at which the provider said so."""
    said = claims.get("iat")
    return isinstance(said, int | float) and now - said < LONGEST.total_seconds()
