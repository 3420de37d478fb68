"""What every answer of the server bears: headers against being framed or scripted, the editor's file, and calm words for a fault."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.service.access import SignIn
from app_pages.desk import readiness
from app_pages.doorkeeper import OnlyThisMachine, WayBack

_PREFIX = str(st.get_option("server.baseUrlPath") or "").strip("/")
BASE = f"/{_PREFIX}" if _PREFIX else ""  # of every path, where the app is one of several behind one name
EDITOR_FILE = Path(__file__).parent / "editor" / "code_editor.js"
EDITOR_PATH = f"/editor/code_editor.{hashlib.sha256(EDITOR_FILE.read_bytes()).hexdigest()[:12]}.js"


def _inline_scripts() -> str:
    """The hashes of the scripts inside Streamlit's own page: they run, no other inline script does."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts)


# The tables Streamlit draws need WebAssembly, its styles are written into the page, and a component of its own is read from a blob.
POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' 'wasm-unsafe-eval' blob: {_inline_scripts()}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers to every answer over HTTP; the connection of a session passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _editor(_: Request) -> FileResponse:
    return FileResponse(
        EDITOR_FILE, media_type="text/javascript", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


def _ready(_: Request) -> PlainTextResponse:
    """For whoever watches the app: 200 where people can work, 503 and why where they cannot."""
    ready, says = readiness()
    return PlainTextResponse(f"{says}\n", 200 if ready else 503, {"Cache-Control": "no-store"})


def say_fault(error: Exception) -> bool:
    """What a person sees in place of a traceback; whoever looks after the app finds that in the log."""
    logging.getLogger(__name__).error("A page could not be shown.", exc_info=error)
    st.error(
        "This is a fault of the advisor: the page could not be shown to its end. What was saved is safe. Reload the page; if it "
        "happens again, tell whoever looks after the app what was done last.",
        icon=":material/error:",
    )
    return True


def middleware(sign_in: SignIn | None) -> list[Middleware]:
    """Streamlit holds only the connection of a session against the allowed hosts; here every request is."""
    hosts = st.get_option("server.allowedHosts") or ["*"]
    door = Middleware(OnlyThisMachine) if sign_in is None else Middleware(WayBack, BASE, sign_in.is_encrypted)
    return [
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
        door,
    ]


def routes() -> list[Route]:
    return [Route(f"{BASE}{EDITOR_PATH}", _editor), Route(f"{BASE}/ready", _ready)]
