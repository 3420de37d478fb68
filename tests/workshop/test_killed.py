"""Whoever publishes may be killed at any moment: the store opens again, with the old or the new version whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

# Publishes in a child that kills itself at its n-th step (each statement and each commit is one, before and after it), and then
# looks, in a fresh process, at what is there. Every round begins from a copy of the same store.
SCRIPT = """
import json, os, shutil, signal, sys
from pathlib import Path
from sqlalchemy import event
from advisor.loading.files import Problems, version_of
from advisor.loading.load import contents_of
from advisor.storing import versions
from advisor.storing.people import keep_person
from advisor.storing.store import open_store

project, folder = Path(sys.argv[1]), Path(sys.argv[2])
old = contents_of(project / "tests" / "packs", "water", Problems())
price = "data/water/offerings.csv"
new = {**old, price: old[price].replace(b"machine,400,", b"machine,420,")}

def first_version(where):
    store = open_store(where)
    with store.writing() as connection:
        who = keep_person(connection, store, "local", "local", "Anna").id
    versions.publish(store, "water", old, who, "as shipped", None)
    store.close()
    return who

def publish_until(where, who, deadly):
    steps = 0
    def step(*_):
        nonlocal steps
        steps += 1
        if steps == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
    store = open_store(where)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(store.engine, name, step)
    done = versions.publish(store, "water", new, who, "dearer", version_of(old))
    versions.folder_of(store, "water", done.digest)
    os._exit(0)

def look(where):
    store = open_store(where)
    now = versions.current(store, "water")
    pack = versions.load_version(store, "water", now.digest)
    whole = versions.files_of(store, "water", now.digest)
    print(json.dumps([now.number, now.digest == version_of(whole), pack.version == now.digest, len(whole)]), flush=True)
    os._exit(0)

def in_a_child(work, *arguments):
    child = os.fork()
    if child == 0:
        try:
            work(*arguments)
        finally:
            os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

who = first_version(folder / "begun")
for deadly in range(1, 200):
    where = folder / f"round_{deadly}"
    shutil.copytree(folder / "begun", where)
    came = in_a_child(publish_until, where, who, deadly)
    print(json.dumps(["published", came, deadly]), flush=True)
    looked = in_a_child(look, where)
    assert looked == 0, looked
    shutil.rmtree(where)
    if came == 0:
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system, so no child to kill")
def test_killed_at_every_step_of_publishing_the_store_has_the_old_or_the_new_version_whole(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(PROJECT), str(tmp_path)],
        capture_output=True, encoding="utf-8", timeout=300, env=environment,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    rounds = list(zip(lines[::2], lines[1::2], strict=True))
    killed = [seen for (_, came, _), seen in rounds if came == -9]
    assert len(killed) >= 15  # every statement twice, and the commit
    for number, marked_rightly, loads, files in killed:
        assert (number in (1, 2), marked_rightly, loads, files) == (True, True, True, rounds[0][1][3])
    assert killed[0][0] == 1 and killed[-1][0] == 2  # at first the old one, after the commit the new one
    (_, came, _), seen = rounds[-1]
    assert (came, seen[0]) == (0, 2)  # and once nobody kills it, it is published
