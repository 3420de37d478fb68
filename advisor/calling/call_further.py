"""Bounds at once, and the exact answer while the salesperson talks: what has more to look at is looked at further in the background."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

from advisor.calling.turns import Turns
from advisor.case import Case
from advisor.engine.recommend import EFFORTS, Memory, recommend
from advisor.pack import Pack
from advisor.recommendation import Recommendation


@dataclass
class Further:
    """One case that is looked at with more and more effort in a thread of its own, until nothing more is to be looked at or it is
    told to stop. `latest` is the best answer so far; what was solved is in the memory, also for the next answer."""

    pack: Pack
    case: Case
    memory: Memory
    latest: Recommendation
    turns: Turns = field(default_factory=Turns)
    done: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Look no further than what is being looked at now; nobody waits for it."""
        self._stop.set()

    def start(self) -> Further:
        threading.Thread(target=self.run, daemon=True, name="looking further").start()
        return self

    def run(self) -> None:
        try:
            for effort in EFFORTS[1:]:
                with self.turns.later():
                    if self._stop.is_set():
                        break
                    found = recommend(self.pack, self.case, self.memory, effort)
                if found == self.latest:
                    break
                self.latest = found
        except Exception:  # the bounds that are shown hold without it
            logging.getLogger(__name__).exception("The recommendation could not be looked at further.")
        finally:
            self.done = True


def first_bounds(pack: Pack, case: Case, memory: Memory) -> Recommendation:
    """What can be said at once; everything in it holds."""
    return recommend(pack, case, memory, EFFORTS[0])


def look_further(
    pack: Pack, case: Case, memory: Memory, found: Recommendation, turns: Turns | None = None
) -> Further | None:
    """Begin to look further, where not everything was looked at."""
    everything = not found.worlds.more_to_look_at and found.worlds.looked_at == found.worlds.of
    return None if everything else Further(pack, case, memory, found, turns or Turns()).start()
