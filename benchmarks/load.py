"""`python -m benchmarks.load`: browser sessions on one core of the real app, each answering every ten seconds; how long until it is kept."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.request import urlopen

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from advisor.calling.call import call_of
from advisor.calling.call_kept import content_of
from advisor.loading.load import load_pack
from advisor.loading.load_case import load_case
from advisor.service.cases import begin_case
from advisor.service.desk import local_desk
from advisor.service.rules import publish_shipped
from advisor.storing.cases import new_case_id
from advisor.storing.store import open_store
from advisor.storing.versions import all_current
from benchmarks.reading import PACK, PROJECT

CASE = PROJECT / "data" / PACK / "cases" / "crm_on_forty_pcs.yaml"
EVERY = 10.0  # seconds between two answers of one salesperson, on average: people are no clocks, so from half to one and a half
MARK = 0.3  # seconds within which 95 of 100 answers are acknowledged and their bounds drawn
FIELD = "quantity_"
AHEAD = "-15"  # how nice a group of processes is to the others
SAVED = "Saved "


@dataclass
class Measured:
    """How long each answer took until the page said that it is saved, and until everything was drawn; and the memory of the app."""

    saved: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    failed: int = 0


class Seller:
    """One browser session, spoken over the connection that a browser uses."""

    def __init__(self, address: str, case: str, measured: Measured) -> None:
        self._address, self._case, self._measured = address.replace("http", "ws"), case, measured
        self._fields: dict[str, str] = {}
        self._typed: dict[str, float] = {}
        self._saved_at = 0.0

    async def work(self, start: float, end: float, random_: random.Random) -> None:
        where = f"{self._address}/_stcore/stream"
        async with websockets.connect(where, max_size=None, subprotocols=[websockets.Subprotocol("streamlit")]) as line:
            self._line = line
            await self._run()
            await self._until_finished()
            await self._listen(start)
            while time.monotonic() < end:
                number = random_.randrange(20, 80)
                key = next(name for name in reversed(self._fields) if name.startswith(FIELD))
                self._typed = {self._fields[key]: float(number)}
                asked, self._saved_at = time.monotonic(), 0.0
                await self._run()
                try:
                    await asyncio.wait_for(self._until_finished(), 30)
                except TimeoutError:
                    self._measured.failed += 1
                else:
                    self._measured.drawn.append(time.monotonic() - asked)
                    if self._saved_at:
                        self._measured.saved.append(self._saved_at - asked)
                    else:
                        self._measured.failed += 1
                await self._listen(asked + EVERY * random_.uniform(0.5, 1.5))

    async def _listen(self, until: float) -> None:
        """What the server sends by itself, as the exact answer that follows."""
        while (left := until - time.monotonic()) > 0:
            try:
                await asyncio.wait_for(self._take(), left)
            except TimeoutError:
                return

    async def _run(self, fragment: str = "") -> None:
        said = BackMsg()
        said.rerun_script.query_string = f"case={self._case}"
        if fragment:
            said.rerun_script.fragment_id = fragment
        for id, value in self._typed.items():
            said.rerun_script.widget_states.widgets.append(WidgetState(id=id, double_value=value))
        await self._line.send(said.SerializeToString())

    async def _until_finished(self) -> None:
        while True:
            message = await self._take()
            if message.WhichOneof("type") == "script_finished" and message.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):  # fmt: skip
                return

    async def _take(self) -> ForwardMsg:
        data = await self._line.recv()
        assert isinstance(data, bytes)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "number_input":
                id = element.number_input.id
                self._fields.setdefault(id.split("-", 2)[-1], id)
            elif element.WhichOneof("type") == "markdown" and SAVED in element.markdown.body and not self._saved_at:
                self._saved_at = time.monotonic()
        elif kind == "auto_rerun":
            self._follow = asyncio.create_task(self._again(message.auto_rerun.interval, message.auto_rerun.fragment_id))
        return message

    async def _again(self, seconds: float, fragment: str) -> None:
        await asyncio.sleep(seconds)
        await self._run(fragment)


def begin_cases(root: Path, folder: Path, many: int) -> list[str]:
    store = open_store(folder)
    desk = local_desk(store)
    publish_shipped(desk, root)
    version = all_current(store)[PACK].digest
    pack = load_pack(root, PACK)
    content = content_of(pack, call_of(pack, load_case(CASE, pack)))
    ids = [new_case_id() for _ in range(many)]
    for id in ids:
        begin_case(desk, id, PACK, version, content)
    store.close()
    return ids


async def measure(address: str, cases: Sequence[str], seconds: float, process: psutil.Process) -> Measured:
    measured, random_ = Measured(), random.Random(1)
    begin = time.monotonic() + 5 + len(cases) * 0.4  # the first pages are drawn before anything is measured
    sellers = [
        Seller(address, case, measured).work(
            begin + random_.uniform(0, EVERY), begin + seconds, random.Random(random_.random())
        )
        for case in cases
    ]

    async def watch() -> None:
        await asyncio.sleep(max(0.0, begin - time.monotonic()))
        while time.monotonic() < begin + seconds:
            measured.memory.append(process.memory_info().rss)
            await asyncio.sleep(5)

    await asyncio.gather(watch(), *sellers)
    return measured


def say(many: int, seconds: float, measured: Measured) -> bool:
    def point(times: list[float], which: int) -> str:
        return f"{quantiles(times, n=100)[which - 1] * 1000:.0f}" if len(times) > 1 else "-"

    first, last = (sum(part) / len(part) / 2**20 for part in (measured.memory[:6], measured.memory[-6:]))
    times = (measured.saved, measured.drawn)
    met = all(len(one) > 1 and quantiles(one, n=100)[94] < MARK for one in times) and not measured.failed
    print(
        f"{many} sessions, {seconds:.0f} s, {len(measured.saved)} answers: saved p50 {point(measured.saved, 50)} p95 "
        f"{point(measured.saved, 95)} ms; drawn p50 {point(measured.drawn, 50)} p95 {point(measured.drawn, 95)} ms; "
        f"memory {first:.0f} to {last:.0f} MB ({last / first - 1:+.0%}); {measured.failed} failed; {'met' if met else 'MISSED'}",
        flush=True,
    )
    return met


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument(
        "sessions", nargs="*", type=int, default=[40], help="how many at once, one run after another (40)"
    )
    parser.add_argument("--seconds", type=float, default=60, help="how long each run is measured (60)")
    parser.add_argument(
        "--ahead", action="store_true", help="both sides go ahead of whatever else the machine does (Linux, by root)"
    )
    parser.add_argument("--port", type=int, default=8599)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        root, folder = Path(place, "root"), Path(place, "store")
        for part in ("rules", "data"):
            shutil.copytree(PROJECT / part / PACK, root / part / PACK)
        cases = begin_cases(root, folder, max(given.sessions))
        command = [sys.executable, "-m", "streamlit", "run", "advisor_app.py", "--server.port", str(given.port)]
        app = subprocess.Popen(
            [*command, "--", "--root", str(root), "--store", str(folder)],
            cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        if given.ahead:
            if os.getpgrp() != os.getpid():
                os.setsid()
            for id in (app.pid, os.getpid()):
                Path(f"/proc/{id}/autogroup").write_text(AHEAD)
        try:
            process, address = psutil.Process(app.pid), f"http://127.0.0.1:{given.port}"
            process.cpu_affinity([0])
            psutil.Process().cpu_affinity([max(psutil.Process().cpu_affinity())])
            for _ in range(120):
                try:
                    with urlopen(f"{address}/ready", timeout=60):
                        break
                except OSError:
                    time.sleep(0.5)
            for many in given.sessions:
                busy, before = psutil.getloadavg()[0], sum(process.cpu_times()[:2])
                measured = asyncio.run(measure(address, cases[:many], given.seconds, process))
                say(many, given.seconds, measured)
                spent = sum(process.cpu_times()[:2]) - before
                print(
                    f"  (load of the machine before: {busy:.1f}; {spent:.1f} s of processor time, first pages included)",
                    flush=True,
                )
        finally:
            app.terminate()
            app.wait(20)


if __name__ == "__main__":
    main()
