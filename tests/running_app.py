"""The app in a process of its own, for tests in a browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


class RunningApp:
    """The app in a process of its own; `address` without a slash at its end."""

    def __init__(self, *arguments: str, port: int | None = None) -> None:
        port = port or free_port()
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "streamlit", "run", "advisor_app.py", "--server.port", str(port)]
        self._process = subprocess.Popen(
            [*command, "--", *arguments], cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait()

    def kill(self) -> None:
        """End it in the middle of whatever it does, as a power cut would."""
        self._process.kill()
        self._process.wait(20)

    def _wait(self) -> None:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2):
                    return
            except OSError:
                assert self._process.poll() is None, "The app ended before it answered."
                time.sleep(0.25)
        raise AssertionError("The app did not answer within 30 seconds.")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
