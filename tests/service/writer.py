"""A program that writes answers into cases with many threads until it is killed; what was acknowledged it notes in a file.

Usage: writer.py WHERE NAME PLAN ACKNOWLEDGED THREADS; PLAN has a case a line, and each thread takes every THREADS-th.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from advisor.service.cases import open_case, save_case
from advisor.service.desk import local_desk
from advisor.storing.cases import ChangedMeanwhile
from advisor.storing.faults import StoreBusy
from advisor.storing.store import open_store


def main(where: str, name: str, plan: str, acknowledged: str, threads: str) -> None:
    desk = local_desk(open_store(where))
    cases = Path(plan).read_text().split()
    file = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    many = int(threads)

    def write(number: int) -> None:
        mine = cases[number::many]
        for turn in range(10_000):
            id = mine[turn % len(mine)]
            fact = f"fact_{name}_{number}_{turn}"
            while True:
                try:
                    case = open_case(desk, id)
                    answers = {**case.content["case"].get("answers", {}), fact: turn}
                    save_case(
                        desk, id, case.revision, {**case.content, "case": {**case.content["case"], "answers": answers}}
                    )
                except (ChangedMeanwhile, StoreBusy):
                    continue
                break
            os.write(file, f"{id} {fact} {turn}\n".encode())  # one write: whole lines, whoever else writes

    running = [threading.Thread(target=write, args=(number,), daemon=True) for number in range(many)]
    for one in running:
        one.start()
    for one in running:
        one.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
