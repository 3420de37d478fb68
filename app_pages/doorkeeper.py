"""What stands before every request: without sign-in only this machine comes in; with it, a wanted case survives the way there and back."""

from __future__ import annotations

import logging
import re
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.service.access import CALLBACK, HOW_TO, is_loopback

WANTED = "advisor_case"  # the cookie with the case that was asked for before somebody signed in
_CASE = re.compile(r"[\w-]{10,64}", re.ASCII)
_TEN_MINUTES = 600
ONLY_HERE = f"Without sign-in the advisor answers on its own machine only. {HOW_TO}\n"
NO_PROVIDER = (
    "The sign-in service does not answer as it should, so nobody can be let in now. Go back and try again in a minute; if it "
    "lasts, tell whoever looks after the advisor.\n"
)


class OnlyThisMachine:
    """Refuses everybody else, also whoever comes through a proxy: without sign-in all who come in may do everything."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or _comes_from_here(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(ONLY_HERE, 403)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


def _comes_from_here(scope: Scope) -> bool:
    client = scope.get("client")  # None where the connection is a socket file
    forwarded = Headers(scope=scope).get("x-forwarded-for", "")
    told = [part.strip() for part in forwarded.split(",") if part.strip()]
    return all(is_loopback(host) for host in [*([client[0]] if client else []), *told])


class WayBack:
    """Keeps the case of the address while somebody signs in, and marks every cookie as one for encrypted connections."""

    def __init__(self, app: ASGIApp, base: str, encrypted: bool) -> None:
        self._app, self._base, self._encrypted = app, base, encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, failed = scope["path"], False

        async def send_on(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start":
                if path in (f"{self._base}/auth/login", f"{self._base}{CALLBACK}") and message["status"] >= 400:
                    failed = True
                    logging.getLogger(__name__).error("Sign-in failed with status %s.", message["status"])
                    return
                self._dress(scope, message)
            if not failed:
                await send(message)

        await self._app(scope, receive, send_on)
        if failed:
            await PlainTextResponse(NO_PROVIDER, 503)(scope, receive, send)

    def _dress(self, scope: Scope, message: Message) -> None:
        headers, path = MutableHeaders(scope=message), scope["path"]
        if path in (f"{self._base}/", self._base):
            wanted = _wanted_by(scope)
            if wanted:
                headers.append("set-cookie", self._cookie(wanted, _TEN_MINUTES))
            elif _kept_in(scope):
                headers.append("set-cookie", self._cookie("", 0))
        elif path == f"{self._base}{CALLBACK}" and headers.get("location") == f"{self._base}/":
            kept = _kept_in(scope)
            if kept:
                headers["location"] = f"{self._base}/?case={kept}"
        if self._encrypted:
            message["headers"] = [
                (name, value + b"; Secure" if name == b"set-cookie" and b"; secure" not in value.lower() else value)
                for name, value in message["headers"]
            ]

    def _cookie(self, value: str, age: int) -> str:
        return f"{WANTED}={value}; Path={self._base or '/'}; HttpOnly; SameSite=Lax; Max-Age={age}"


def _wanted_by(scope: Scope) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("case", [""])[0]
    return asked if _CASE.fullmatch(asked) else ""


def _kept_in(scope: Scope) -> str:
    """Only what has the form of a case's number: nobody is led elsewhere by a cookie."""
    cookies = SimpleCookie()
    try:
        cookies.load(Headers(scope=scope).get("cookie", ""))
    except ValueError:
        return ""
    kept = cookies[WANTED].value if WANTED in cookies else ""
    return kept if _CASE.fullmatch(kept) else ""
