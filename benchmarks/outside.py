"""What stands round the engine: the paper against the bare Typst compile, and the memory of the running app."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

import typst
from playwright.sync_api import sync_playwright

from advisor.engine.recommend import recommend
from advisor.loading.load import load_pack
from advisor.loading.load_case import load_case
from advisor.printing import paper
from advisor.printing.paper_text import FONTS, printable
from benchmarks.measure import Figure, timed
from benchmarks.reading import PACK, PROJECT

CASE = PROJECT / "data" / PACK / "cases" / "crm_on_forty_pcs.yaml"
TIMES = 9
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def printing() -> Iterator[Figure]:
    pack = load_pack(PROJECT, PACK)
    case = load_case(CASE, pack)
    recommendation = recommend(pack, case)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    # Typst remembers what it has set before, so every paper is for another customer
    cases = [
        replace(case, customer=replace(case.customer, name=f"Customer {number} Ltd")) for number in range(2 * TIMES)
    ]
    sets = [
        json.dumps(printable({**paper.paper_data(pack, one, recommendation), "paper": "a4"})) for one in cases[:TIMES]
    ]

    def bare(data: str) -> object:
        return typst.compile(
            paper.TEMPLATE, root=paper.TEMPLATE.parent, font_paths=fonts, sys_inputs={"data": data}, format="pdf",
            pdf_standards=paper.STANDARDS,
        )  # fmt: skip

    paper.printed_pdf(pack, case, recommendation)  # fonts are looked through once
    theirs = median(timed(bare, data)[0] for data in sets)
    ours = median(timed(paper.printed_pdf, pack, one, recommendation)[0] for one in cases[TIMES:])
    yield Figure(
        "PDF from a recommendation / bare Typst compile", ours / theirs, 3, note=f"bare {theirs * 1000:.0f} ms"
    )


def memory() -> Iterator[Figure]:
    """Resident memory of the app's process after one page has been shown in a browser."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "advisor_app.py",
        "--server.headless",
        "true",
        "--server.port",
        str(port),
    ]
    app = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=next((p for p in CHROMIUM if Path(p).exists()), None))
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{port}")
            page.wait_for_selector('[data-testid="stTextArea"], [data-testid="stTextInput"]', timeout=60_000)
            time.sleep(3)
            browser.close()
        yield Figure("memory of the app's process after one page", resident_megabytes(app.pid), 400, "MB")
    finally:
        app.terminate()
        app.wait(timeout=20)


def _wait_for(address: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"the app did not answer at {address} within {seconds:.0f} seconds")


def resident_megabytes(process: int) -> float:
    """As Linux counts it; elsewhere there is no /proc and FileNotFoundError is raised."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError("the system says nothing about resident memory")
