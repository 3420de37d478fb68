"""What is meant to be so although a check speaks of it: the `silence:` of the files beside the rules, whose shapes were read before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor.loading.spot import Spot
from advisor.pack import Silence


def silences_of_entries(spot: Spot) -> Iterator[Silence]:
    """Of a file that maps ids to entries: `silence: {check: why}` inside an entry, or inside a column of it."""
    for name, entry in (spot.value or {}).items():
        if not isinstance(entry, Mapping):
            continue
        yield from _of(name, spot.at(name))
        for column in entry.get("columns") or {}:
            yield from _of(f"{name}.{column}", spot.at(name, "columns", column))


def silences_of_pack(spot: Spot) -> Iterator[Silence]:
    """Of pack.yaml, for what lies in data/ and can bear no remark: `silence: {check: {id: why}}`."""
    for check, reasons in (spot.at("silence").value or {}).items():
        for name, reason in reasons.items():
            yield Silence(check, name, reason.strip(), spot.at("silence", check, name).place)


def _of(name: str, spot: Spot) -> Iterator[Silence]:
    reasons = spot.at("silence").value
    for check, reason in reasons.items() if isinstance(reasons, Mapping) else ():
        yield Silence(check, name, reason.strip(), spot.at("silence", check).place)
