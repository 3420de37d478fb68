"""The app in a process of its own, for tests in a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


class RunningApp:
    """The app in a process of its own; `address` without a slash at its end."""

    def __init__(
        self,
        *arguments: str,
        port: int | None = None,
        options: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        log: Path | None = None,
        base: str = "",
    ) -> None:
        """`options` of Streamlit; what it prints goes into the file `log`; `base`: the path before every path of the app."""
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}{base}"
        command = [sys.executable, "-m", "streamlit", "run", "advisor_app.py", "--server.port", str(self.port)]
        if base:
            command += ["--server.baseUrlPath", base]
        with (log or Path(os.devnull)).open("ab") as printed:
            self._process = subprocess.Popen(
                [*command, *options, "--", *arguments],
                cwd=PROJECT,
                stdout=printed,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
            )
        self._wait()

    def kill(self) -> None:
        """End it in the middle of whatever it does, as a power cut would."""
        self._process.kill()
        self._process.wait(20)

    def _wait(self) -> None:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2):
                    return
            except OSError:
                assert self._process.poll() is None, "The app ended before it answered."
                time.sleep(0.05)
        raise AssertionError("The app did not answer within 30 seconds.")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
