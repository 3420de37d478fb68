"""Looking at what drafts change, beside the page: everything that stands in the way of publishing, then the impact on cases."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
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
    """One look, in a thread of its own: `doing` says where it is ("examples and sample cases", or how many cases are answered).
    Nothing but its own fields is written, so a page may read it at any time."""

    before: Pack
    files: Files
    cases: Sequence[SavedCase]
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
        """How far it is, from 0 to 1; the examples and sample cases come before the counting begins."""
        return self.done / self.of if self.of else 0.0

    def _run(self) -> None:
        try:
            self.result = self._look(self._tell)
        except Exception:  # the page says so; whoever looks after the app finds the reason in the log
            logging.getLogger(__name__).exception("A draft could not be looked at.")
            self.failed = True

    def _tell(self, done: int, of: int) -> None:
        self.done, self.of = done, of

    def _look(self, tell: Callable[[int, int], None]) -> Looked:
        readiness = readiness_of(self.before.id, self.files, recommend)
        if readiness.pack is None or readiness.findings or self._stop.is_set():
            return Looked(readiness, None)
        return Looked(readiness, impact(self.before, readiness.pack, self.cases, tell, self._stop.is_set))
