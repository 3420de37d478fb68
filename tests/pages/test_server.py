"""What every answer of the server bears, whoever asks."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from app_pages.server import EDITOR_FILE, EDITOR_PATH, HEADERS
from tests.running_app import RunningApp

pytestmark = pytest.mark.browser


def test_every_answer_over_http_bears_the_security_headers(running_app: RunningApp) -> None:
    for path in ("/", "/_stcore/health", EDITOR_PATH):
        with urllib.request.urlopen(f"{running_app.address}{path}") as answer:
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS, path


def test_no_inline_script_runs_but_streamlits_own_and_nobody_may_frame_the_page() -> None:
    policy = HEADERS["Content-Security-Policy"]
    scripts = policy.partition("script-src ")[2].partition(";")[0]
    assert "'unsafe-inline'" not in scripts and "'unsafe-eval'" not in scripts
    assert "'sha256-" in scripts
    assert "frame-ancestors 'none'" in policy


def test_the_editor_is_served_whole_and_kept_by_browsers_under_its_hash(running_app: RunningApp) -> None:
    with urllib.request.urlopen(f"{running_app.address}{EDITOR_PATH}") as answer:
        assert answer.read() == EDITOR_FILE.read_bytes()
        assert "immutable" in answer.headers["Cache-Control"]


def test_another_host_name_is_refused(running_app: RunningApp) -> None:
    asked = urllib.request.Request(f"{running_app.address}/", headers={"Host": "advisor.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    assert refused.value.code == 400
