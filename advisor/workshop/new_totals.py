"""Sums of money that sample cases expect and that come out differently now: shown, and written into the cases once somebody accepts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from advisor.saying import say_list, say_money
from advisor.workshop.matching import Path
from advisor.workshop.trial import Failure

SUMS = ("once", "monthly", "total")  # of the whole recommendation, under `cost`, and of one of its lines


@dataclass(frozen=True)
class NewTotal:
    """One sum, in cents. `path` leads to it in the case's file, `where` says it for people."""

    file: str
    line: int
    where: str
    path: Path
    expected: int
    now: int


class CannotAccept(Exception):
    """The file of the case is another one by now."""

    def __init__(self, total: NewTotal) -> None:
        super().__init__(
            f"{total.file} does not expect {total.expected} for {total.where} any more. Look at what changes again, and accept then."
        )


def new_totals(failures: Iterable[Failure]) -> tuple[NewTotal, ...]:
    """Those of the failures that are sums of money; a verdict, a line or a quantity is changed by hand or not at all."""
    return tuple(total for failure in failures if (total := total_of(failure)) is not None)


def by_case(totals: Iterable[NewTotal]) -> dict[str, tuple[NewTotal, ...]]:
    """The sums of each case, by its file."""
    found: dict[str, tuple[NewTotal, ...]] = {}
    for total in totals:
        found[total.file] = (*found.get(total.file, ()), total)
    return found


def total_of(failure: Failure) -> NewTotal | None:
    one = failure.different
    if one is None or not isinstance(one.value, int) or isinstance(one.value, bool) or not _is_sum(one.path):
        return None
    if not one.expected.isdecimal():
        return None
    place = failure.place
    return NewTotal(place.file, place.line or 0, one.where, ("expect", *one.path), int(one.expected), one.value)


def say_totals(totals: Iterable[NewTotal], currency: str) -> str:
    """ "once €5,870 → €6,120; monthly €630 → €640": how firm, least and most move is said once where it is the same."""
    moves: dict[str, dict[tuple[int, int], list[str]]] = {}
    for one in totals:
        *before, part, of = one.where.split(", ")[1:]
        moves.setdefault(" of ".join((part, *before)), {}).setdefault((one.expected, one.now), []).append(of)
    return "; ".join(
        f"{what if len(ways) == 1 else f'{what}, {say_list(of)},'} {say_money(was, currency)} → {say_money(now, currency)}"
        for what, ways in moves.items()
        for (was, now), of in ways.items()
    )


def _is_sum(path: Path) -> bool:
    match path:
        case ("cost", part, *_) | ("lines", int(), part, *_):
            return part in SUMS
        case _:
            return False


def with_totals(text: str, totals: Iterable[NewTotal]) -> str:
    """The text of one case with these sums in place of those it expects; all else stays as it is written. Raises CannotAccept."""
    wanted = {total.path: total for total in totals}
    found: dict[Path, tuple[int, int]] = {}
    with suppress(YAMLError):  # then none of them is there
        found = {path: place for path, place in _scalars(text) if path in wanted}
    for path, total in sorted(wanted.items(), key=lambda one: found.get(one[0], (0, 0)), reverse=True):
        start, end = found.get(path, (0, 0))
        if text[start:end] != str(total.expected):
            raise CannotAccept(total)
        text = f"{text[:start]}{total.now}{text[end:]}"
    return text


def _scalars(text: str) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Where every value of a YAML text stands, by the way to it."""
    way: list[str | int] = []  # of every map and list that is open, the key or the place that is being read
    is_map: list[bool] = []
    has_key = False
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            way.pop()
            is_map.pop()
            has_key = False
            continue
        if not isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent)):
            continue
        if is_map and is_map[-1] and not has_key and isinstance(event, ScalarEvent):
            way[-1], has_key = str(event.value), True
            continue
        if is_map and not is_map[-1]:
            way[-1] = int(way[-1]) + 1
        has_key = False
        if isinstance(event, ScalarEvent):
            yield tuple(way), (event.start_mark.index, event.end_mark.index)
        else:
            is_map.append(isinstance(event, MappingStartEvent))
            way.append("" if is_map[-1] else -1)
