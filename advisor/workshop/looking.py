"""Looking at what drafts change, beside the page: everything that stands in the way of publishing, then the impact on cases."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor.engine.recommend import recommend
from advisor.pack import Pack
from advisor.workshop.impact import Impact, SavedCase, impact
from advisor.workshop.publishing import Files, Readiness, readiness_of


@dataclass(frozen=True)
class Looked:
    """What came of it. `impact` None: the files cannot be read or a check found something, or the look was stopped before it."""

    readiness: Readiness
    impact: Impact | None


@dataclass
class Looking:
    """One look, in a thread of its own: first the examples and sample cases (`tried` of `to_try`), then the cases that the change
    can reach (`done` of `of`). `after`: the files as they were published once; then only the second part is done. Nothing but
    its own fields is written, so a page may read it at any time."""

    before: Pack
    files: Files
    cases: Sequence[SavedCase]
    after: Pack | None = None
    tried: int = 0
    to_try: int = 0
    done: int = 0
    of: int = 0
    result: Looked | None = None
    failed: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> Looking:
        self._thread = threading.Thread(target=self._run, name="looking at drafts", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Leave out what is not answered yet; what was found stays."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        if self._thread is not None:
            self._thread.join(seconds)

    @property
    def running(self) -> bool:
        return self.result is None and not self.failed

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1: each of the two parts is a half, for nobody knows how long the second is before the first
        is over."""
        first = self.tried / self.to_try if self.to_try else 0.0
        second = self.done / self.of if self.of else 0.0
        return second if self.after is not None else (first + second) / 2

    @property
    def says(self) -> str:
        if self.of:
            return f"{self.done} of {self.of} cases answered"
        return f"{self.tried} of {self.to_try} sample cases tried" if self.to_try else "Reading and checking the files"

    def _run(self) -> None:
        try:
            self.result = self._look()
        except Exception:  # the page says so; whoever looks after the app finds the reason in the log
            logging.getLogger(__name__).exception("A draft could not be looked at.")
            self.failed = True

    def _tell_tried(self, done: int, of: int) -> None:
        self.tried, self.to_try = done, of

    def _tell_done(self, done: int, of: int) -> None:
        self.done, self.of = done, of

    def _look(self) -> Looked:
        stopped = self._stop.is_set
        if self.after is not None:
            found = impact(self.before, self.after, self.cases, self._tell_done, stopped)
            return Looked(Readiness(self.before.id, self.files, self.after), found)
        readiness = readiness_of(self.before.id, self.files, recommend, progress=self._tell_tried, stop=stopped)
        if readiness.pack is None or readiness.findings or stopped():
            return Looked(readiness, None)
        return Looked(readiness, impact(self.before, readiness.pack, self.cases, self._tell_done, stopped))
