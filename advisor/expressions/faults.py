"""The one shape of a fault in an expression or a text, and "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process


class ExpressionFault(Exception):
    """An expression cannot be used: `what` and `cure` are whole sentences, `code` stands in docs/errors.md."""

    def __init__(self, code: str, what: str, cure: str) -> None:
        self.code, self.what, self.cure = code, what, cure
        super().__init__(code, what, cure)

    def __str__(self) -> str:
        return f"{self.what} {self.cure}".rstrip()


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Find the name that was most likely meant (the first by alphabet of equals); None where nothing is near."""
    ordered = sorted(set(names) - {name})
    found = process.extractOne(name.lower(), ordered, scorer=fuzz.ratio, score_cutoff=65)
    if found is not None:
        return str(found[0])
    words = set(name.lower().split("_"))
    return next((each for each in ordered if words <= set(each.split("_"))), None)  # tap for large_tap


def did_you_mean(name: str, names: Iterable[str], otherwise: str = "") -> str:
    """Ask "Did you mean ...?" where a name is near, else say `otherwise`."""
    near = nearest(name, names)
    return otherwise if near is None else f"Did you mean {near}?"


def listed(names: Iterable[str], most: int = 8) -> str:
    """Name the first few of many: "a, b and 3 more"."""
    all_names = list(names)
    if len(all_names) > most:
        return f"{', '.join(all_names[:most])} and {len(all_names) - most} more"
    return ", ".join(all_names)
