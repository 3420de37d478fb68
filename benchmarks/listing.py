"""The page of cases with a hundred thousand cases against the same page with a hundred."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from advisor.service.cases import count_cases, list_cases
from advisor.service.desk import Desk, local_desk
from advisor.storing.case_words import words_of
from advisor.storing.store import Store, open_store
from advisor.storing.tables import case_people, case_revisions, case_words, cases
from benchmarks.measure import Figure, fastest

FEW, MANY = 100, 100_000
PAIRS = 25
VERDICTS = ("proceed", "check_first", "not_yet", "nothing_needed")
NAMES = ("Harbour", "Northgate", "Castell", "Vidal", "Orrin", "Pier", "Brook", "Mill", "Anne", "Lindqvist")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def listing() -> Iterator[Figure]:
    """The list, its counts and a search, each as the page asks for it; then the page itself."""
    with TemporaryDirectory() as folder:
        few, many = (filled(Path(folder) / str(number), number) for number in (FEW, MANY))
        for name, look in (
            ("first page of all cases", lambda desk: list_cases(desk, "all")),
            ("counts of all filters", count_cases),
            ("search for a word of every tenth case", lambda desk: list_cases(desk, "all", "harbour")),
            ("search for the word of one case", lambda desk: list_cases(desk, "all", "number77")),
        ):
            small, large = (fastest(partial(look, desk)) for desk in (few, many))
            note = f"{small * 1000:.1f} and {large * 1000:.1f} ms"
            yield Figure(f"{name}, {MANY:,} cases / {FEW}", large / small, note=note)
        pages = [page_of(desk.store) for desk in (few, many)]
        pairs = [[processor_time(page) for page in pages] for _ in range(PAIRS)]  # in turn: other work comes and goes
        small, large = (median(column) for column in zip(*pairs, strict=True))
        yield Figure(
            f"page of cases, {MANY:,} cases / {FEW}, median of {PAIRS} pairs",
            median(large / small for small, large in pairs),
            1.5,
            note=f"{small * 1000:.0f} and {large * 1000:.0f} ms of processor time",
        )
        for desk in (few, many):
            desk.store.close()


def processor_time(page: AppTest) -> float:
    """Seconds of a run of the whole page, those in which others had the processor left out."""
    before = time.process_time()
    page.run()
    return time.process_time() - before


def page_of(store: Store) -> AppTest:
    """The page as somebody has it open on this store."""
    root = store.folder / "root"
    (root / "rules").mkdir(parents=True, exist_ok=True)
    sys.argv = ["streamlit", "--root", str(root)]
    os.environ["ADVISOR_STORE"] = str(store.folder)
    page = Path(__file__).parents[1] / "app_pages" / "navigation.py"
    app = AppTest.from_file(str(page), default_timeout=60).run()
    app.switch_page("cases.py").run()
    assert not app.exception and len(app.dataframe[0].value) == 50
    return app


def filled(folder: Path, number: int) -> Desk:
    """A store with so many cases of a pack that was never published."""
    store = open_store(folder)
    desk = local_desk(store)
    with store.writing() as connection:
        for start in range(0, number, 2000):
            batch = range(start, min(start + 2000, number))
            connection.execute(insert(cases), [case_of(desk, n) for n in batch])
            connection.execute(
                insert(case_people), [{"case": id_of(n), "person": desk.person.id, "touched_at": at(n)} for n in batch]
            )
            connection.execute(insert(case_revisions), [revision_of(desk, n) for n in batch])
            words = [
                {"case": id_of(n), "word": word} for n in batch for word in words_of(name_of(n), f"EX-{n}", said(n))
            ]
            connection.execute(insert(case_words), words)
    return desk


def id_of(n: int) -> str:
    return f"case-{n:017d}"


def at(n: int) -> datetime:
    return BEGAN + timedelta(minutes=n)


def name_of(n: int) -> str:
    return f"{NAMES[n % len(NAMES)]} Supplies"


def said(n: int) -> str:
    return f"Put the new system on all our PCs, number{n}."


def case_of(desk: Desk, n: int) -> dict[str, object]:
    return {
        "id": id_of(n), "owner": desk.person.id, "pack": "made_up", "pack_version": "0123456789ab", "revision": 1,
        "began_at": at(n), "touched_at": at(n), "customer": name_of(n), "reference": f"EX-{n}", "words": said(n),
        "verdict": VERDICTS[n % 4], "says": "Yes.", "currency": "EUR", "once_firm": n, "once_most": n, "monthly_most": 0,
        "total_most": n, "questions": 0, "waiting_for": "", "summary_of": 1, "issued": "issued" if n % 3 == 0 else "",
        "erased": False,
    }  # fmt: skip


def revision_of(desk: Desk, n: int) -> dict[str, object]:
    content = {"case": {"pack": "made_up", "date": "2026-01-01", "request": {"words": said(n)}}, "by_hand": []}
    return {
        "case": id_of(n), "number": 1, "at": at(n), "who": desk.person.id, "kind": "begun", "fields": "", "note": "",
        "pack_version": "0123456789ab", "state": 1, "parent": 0, "content": json.dumps(content),
    }  # fmt: skip
