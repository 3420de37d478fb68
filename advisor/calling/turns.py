"""Whose call is worked out now: one after another, and what somebody waits for before what may follow."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Two calls that are worked out at the same time share one core, and both wait twice as long; one after the other, one of them
    waits no longer than it must. What may follow is begun only while nobody waits, one at a time, and is not interrupted."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()  # the first of them has its turn
        self._following = False

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """For what somebody waits for, in the order of asking."""
        mine = object()
        with self._changed:
            self._waiting.append(mine)
            self._changed.wait_for(lambda: self._waiting[0] is mine)
        try:
            yield
        finally:
            with self._changed:
                self._waiting.popleft()
                self._changed.notify_all()

    @contextmanager
    def later(self) -> Iterator[None]:
        """For what may follow."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and not self._following)
            self._following = True
        try:
            yield
        finally:
            with self._changed:
                self._following = False
                self._changed.notify_all()
