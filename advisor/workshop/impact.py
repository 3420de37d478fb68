"""What a draft of a pack changes for cases that are already there: verdict, lines, money and reasons, before anybody publishes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from advisor.case import Case
from advisor.engine.cuts import Cuts
from advisor.engine.decide import Memory
from advisor.engine.index import Index
from advisor.engine.recommend import recommend
from advisor.pack import Pack
from advisor.problems import FilesAtFault
from advisor.workshop.pack_change import PackChange, change_between
from advisor.workshop.reach import can_reach, play_of

Json: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class SavedCase:
    """A case that is there: `read` gives it under a pack (raises FilesAtFault where the pack no longer understands it);
    `issued`: it has been handed over; `answer`: the recommendation (contract 2) that was worked out for it, if it is kept."""

    id: str
    label: str
    read: Callable[[Pack], Case]
    issued: bool = False
    answer: Json | None = None


@dataclass(frozen=True)
class LineChange:
    """One offering, how many before and after ("12", "12 to 22", "" for none), and the reasons that only one side has."""

    offering: str
    name: str
    before: str
    after: str
    reasons_gone: tuple[str, ...] = ()
    reasons_new: tuple[str, ...] = ()

    @property
    def only_reasons(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True)
class Money:
    """In cents, in the likely world; over the horizon. None where nothing is known."""

    once: int | None
    monthly: int | None
    total: int | None


@dataclass(frozen=True)
class CaseChange:
    """What became different in one case. `fault`: why the draft cannot answer it at all, "" where it can."""

    case: str
    label: str
    issued: bool
    verdict: tuple[str, str]
    lines: tuple[LineChange, ...]
    money: tuple[Money, Money]
    wants: tuple[str, ...]  # offerings asked for whose answer is different
    fault: str = ""

    @property
    def more(self) -> int:
        """What it costs more over the horizon, in cents."""
        before, after = (one.total for one in self.money)
        return 0 if before is None or after is None else after - before

    @property
    def likeness(self) -> tuple[object, ...]:
        """Cases with equal likeness change in the same way, if not by the same amount."""
        lines = tuple((line.offering, _way(line.before, line.after)) for line in self.lines)
        return self.verdict, lines, self.issued, bool(self.fault)


def _way(before: str, after: str) -> str:
    if before == after:
        return "reasons"
    return "comes" if not before else "goes" if not after else "changes"


@dataclass(frozen=True)
class Group:
    """Cases that change in the same way: the first stands for all."""

    changes: tuple[CaseChange, ...]

    @property
    def more(self) -> int:
        return sum(change.more for change in self.changes)


@dataclass(frozen=True)
class Impact:
    """`reached`: cases that the change can reach; only these were answered. `stopped`: before the last of them."""

    old: str
    new: str
    currency: str
    change: PackChange
    cases: int
    reached: int
    answered: int
    changes: tuple[CaseChange, ...]

    @property
    def stopped(self) -> bool:
        return self.answered < self.reached

    @property
    def more(self) -> int:
        return sum(change.more for change in self.changes)

    @property
    def groups(self) -> tuple[Group, ...]:
        found: dict[tuple[object, ...], list[CaseChange]] = {}
        for change in self.changes:
            found.setdefault(change.likeness, []).append(change)
        return tuple(Group(tuple(changes)) for changes in found.values())


def impact(
    old: Pack,
    new: Pack,
    cases: Iterable[SavedCase],
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Impact:
    """Answer every case that the change can reach under both versions, and keep what is different.

    `progress` is told how many of the reached cases are answered; as soon as `stop` says so the rest is left out. An answer of
    a case that was kept is used where it was worked out with the old version.
    """
    change = change_between(old, new)
    everybody = tuple(cases)
    reached = reached_cases(old, new, everybody, change)
    before, after = _Answers(old), _Answers(new)
    found: list[CaseChange] = []
    answered = 0
    for case in reached:
        if stop is not None and stop():
            break
        different = _different(case, before, after)
        answered += 1
        if different is not None:
            found.append(different)
        if progress is not None:
            progress(answered, len(reached))
    return Impact(old.version, new.version, new.currency, change, len(everybody), len(reached), answered, tuple(found))


def reached_cases(
    old: Pack, new: Pack, cases: Sequence[SavedCase], change: PackChange | None = None
) -> tuple[SavedCase, ...]:
    """The cases that can come out differently, without solving any of them."""
    change = change if change is not None else change_between(old, new)
    if not change:
        return ()
    before, after = Index(old), Index(new)
    return tuple(case for case in cases if _reaches(change, before, after, case))


def _reaches(change: PackChange, before: Index, after: Index, case: SavedCase) -> bool:
    try:
        was = case.read(before.pack)
    except FilesAtFault:
        return False  # it was at fault before; nothing becomes worse
    try:
        now = case.read(after.pack)
    except FilesAtFault:
        return True
    return was != now or can_reach(change, play_of(before, was), play_of(after, now))


class _Answers:
    """Answers cases under one pack, whose cross-references are worked out once."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._index = Index(pack)
        self._cuts = Cuts(self._index)

    def of(self, saved: SavedCase) -> Json:
        """The recommendation in the form of contract 2. Raises FilesAtFault."""
        if saved.answer is not None and saved.answer["pack"] == {"name": self.pack.id, "version": self.pack.version}:
            return saved.answer
        case = saved.read(self.pack)
        return recommend(self.pack, case, Memory.of(self._index, self._cuts)).to_json()


def _different(saved: SavedCase, before: _Answers, after: _Answers) -> CaseChange | None:
    """What is different in one case; None where nothing is."""
    was = before.of(saved)
    try:
        now = after.of(saved)
    except FilesAtFault as fault:
        verdict = (was["verdict"], "")
        money = (_money(was), Money(None, None, None))
        return CaseChange(saved.id, saved.label, saved.issued, verdict, (), money, (), str(fault.problems[0]))
    names = {o.id: o.name for pack in (before.pack, after.pack) for o in pack.offerings.values()}
    lines = tuple(_lines(was, now, names))
    wants = tuple(_wants(was, now))
    same = was["verdict"] == now["verdict"] and _money(was) == _money(now) and not lines and not wants
    if same and was["left_out"] == now["left_out"] and was["flags"] == now["flags"]:
        return None
    return CaseChange(
        saved.id, saved.label, saved.issued, (was["verdict"], now["verdict"]), lines, (_money(was), _money(now)), wants
    )  # fmt: skip


def _lines(was: Json, now: Json, names: Mapping[str, str]) -> Iterable[LineChange]:
    old = {(line["offering"], line["role"]): line for line in was["lines"]}
    new = {(line["offering"], line["role"]): line for line in now["lines"]}
    for key in {**old, **new}:
        before, after = _quantity(old.get(key)), _quantity(new.get(key))
        if before != after or _said(old.get(key)) != _said(new.get(key)):
            gone, new_ones = (
                tuple(says for rule, says in _said(one.get(key)) if rule and (rule, says) not in _said(other.get(key)))
                for one, other in ((old, new), (new, old))
            )
            yield LineChange(key[0], names.get(key[0], key[0]), before, after, gone, new_ones)


def _quantity(line: Json | None) -> str:
    if line is None:
        return ""
    firm, most = line["quantity"]["firm"], line["quantity"]["up_to"]
    return str(firm) if most in (None, firm) else f"{firm} to {most}"


def _said(line: Json | None) -> list[tuple[str, str]]:
    if line is None:
        return []
    return [*((reason["rule"], reason["says"]) for reason in line["reasons"]), ("", line["without"])]


def _wants(was: Json, now: Json) -> Iterable[str]:
    for before, after in zip(was["wants"], now["wants"], strict=False):
        if (before["disposition"], before["quantity"]) != (after["disposition"], after["quantity"]):
            yield str(after["offering"] or after["asks"])


def _money(answer: Json) -> Money:
    cost = answer["cost"]
    return Money(*(_likely(cost[part]) for part in ("once", "monthly", "total")))


def _likely(cost: Json) -> int | None:
    found = cost["likely"] if cost["likely"] is not None else cost["from"]
    return None if found is None else int(found)
