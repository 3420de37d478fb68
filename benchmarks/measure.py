"""Measuring: how long something takes, and a ratio with its mark as one line of the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import ParamSpec, TypeVar

Result = TypeVar("Result")
Given = ParamSpec("Given")


@dataclass(frozen=True)
class Figure:
    """One line of the report. `value` is a ratio, or a number with its unit; `mark` is what it may be at most (None: only shown),
    or, with `at_least`, what it has to reach."""

    name: str
    value: float
    mark: float | None = None
    unit: str = "x"
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.mark is None:
            return None
        return self.value >= self.mark if self.at_least else self.value <= self.mark

    def __str__(self) -> str:
        word = {None: "", True: "met", False: "MISSED"}[self.met]
        sign = ">=" if self.at_least else "<="
        mark = "" if self.mark is None else f"{sign} {self.mark:g} {self.unit}"
        return f"{self.name:<66} {self.value:>9.2f} {self.unit:<5} {mark:>11}  {word:<6} {self.note}".rstrip()


def timed(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> tuple[float, Result]:
    """Seconds, and what came of it."""
    start = perf_counter()
    result = work(*given, **named)
    return perf_counter() - start, result


def fastest(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of several runs."""
    return min(timed(work)[0] for _ in range(times))
