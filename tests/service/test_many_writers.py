"""Twenty writers on one case and two hundred on many, killed in the middle: every answer that was acknowledged is there."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor.service.cases import begin_case, history_of, open_case
from advisor.service.desk import local_desk
from advisor.storing.cases import new_case_id
from advisor.storing.store import Store, open_store
from tests.desks import VERSION, content

WRITER = Path(__file__).with_name("writer.py")
PROCESSES = (2, 1)  # before and after the killing


def lines_of(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


@pytest.mark.slow
@pytest.mark.parametrize(("cases", "writers", "wanted"), [(1, 20, 60), (50, 200, 120)])
def test_every_acknowledged_answer_is_there_after_the_writers_were_killed_and_others_went_on(
    store: Store, where: str, tmp_path: Path, cases: int, writers: int, wanted: int
) -> None:
    desk = local_desk(store)
    ids = [begin_case(desk, new_case_id(), "water", VERSION, content()).id for _ in range(cases)]
    plan, acknowledged = tmp_path / "plan", tmp_path / "acknowledged"
    plan.write_text("\n".join(ids))
    store.close()
    for generation, processes in enumerate(PROCESSES):  # those of the second go on where the first were killed
        before = len(lines_of(acknowledged))
        command = [sys.executable, str(WRITER), where]
        running = [
            subprocess.Popen([*command, f"g{generation}p{n}", str(plan), str(acknowledged), str(writers // processes)])
            for n in range(processes)
        ]
        try:
            for _ in range(1200):
                if len(lines_of(acknowledged)) >= before + wanted:
                    break
                time.sleep(0.05)
        finally:
            for one in running:
                one.kill()
                one.wait(20)
    lines = lines_of(acknowledged)
    assert len(lines) >= 2 * wanted and len(set(lines)) == len(lines)

    again = local_desk(open_store(where))
    kept = {id: open_case(again, id) for id in ids}
    for line in lines:
        id, fact, value = line.split()
        assert kept[id].content["case"]["answers"][fact] == int(value)
    for id, case in kept.items():
        answers = case.content["case"].get("answers", {})
        assert len(history_of(again, id)) == case.revision == 1 + len(answers)  # each once, nothing half, nothing twice
    again.store.close()
