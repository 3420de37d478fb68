"""The recommendation: contract 2 as frozen dataclasses, and its JSON. All money is whole cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

Verdict = Literal["not_us", "not_yet", "nothing_needed", "check_first", "proceed"]
Disposition = Literal[
    "cannot_work",
    "declined",
    "customers_choice",
    "not_needed",
    "something_else",
    "after",
    "less_than_asked",
    "more_than_asked",
    "as_asked",
]
FlagKind = Literal[
    "missing_prerequisite",
    "conflict",
    "decline",
    "waived",
    "assumption",
    "no_rule",
    "advice",
    "dropped_outcome",
]


@dataclass(frozen=True)
class PackVersion:
    name: str
    version: str


@dataclass(frozen=True)
class WantAnswer:
    """What became of one want. `says` can be said aloud; `rules` are the ids behind it."""

    offering: str | None
    asks: Mapping[str, Any] | None
    asked: Any  # a quantity, or the value wished for
    disposition: Disposition
    quantity: int | None
    says: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Range:
    """Over all worlds: `firm` least, `up_to` most, `likely` in the world of the weightiest answers, `cover` in the cover plan.
    A figure that is not known, or a plan that does not exist, is None."""

    firm: int
    likely: int | None
    up_to: int | None
    cover: int | None


@dataclass(frozen=True)
class RowPart:
    """What one kind of row of an inventory gets of a line (rows with equal values are spoken of together)."""

    row: str
    quantity: int
    says: str


@dataclass(frozen=True)
class Numbers:
    """What a capability needs, has and lacks, as exact numbers where known."""

    needed: Fraction | int | None
    have: Fraction | int | None
    short: Fraction | int | None


@dataclass(frozen=True)
class Reason:
    """Why a line is there: the rule's sentence with this customer's numbers, the facts it stands on, and its sources (ids)."""

    rule: str
    says: str
    numbers: Numbers | None
    facts: Mapping[str, Any]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One offering of the plan. `asked` is 0 where nobody asked for it. `start_day` counts from the case's date."""

    offering: str
    role: Literal["solution", "check"]
    quantity: Range
    order_now: int
    asked: int
    phase: int
    start_day: int
    hangs_on: tuple[str, ...]
    rows: tuple[RowPart, ...]
    once: Range
    monthly: Range
    reasons: tuple[Reason, ...]
    without: str
    worth: int | None = None  # of a check, over the horizon; None where a rule demands it or no cover plan exists
    choice: bool = False  # the customer's own choice
    needed_by: tuple[str, ...] = ()  # the lines that this one comes before


@dataclass(frozen=True)
class LeftOut:
    """What was asked for (or is usual) and is not needed. `saves_*` are against the want as asked; `saves` over the horizon."""

    offering: str | None
    fact: str | None
    says: str
    quantity: int
    saves: int
    saves_once: int
    saves_monthly: int
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Flag:
    kind: FlagKind
    says: str
    rule: str | None = None
    fact: str | None = None
    offering: str | None = None
    instead: str = ""  # of a refusal: what to do instead, said at the end of `says` too


@dataclass(frozen=True)
class LineRange:
    offering: str
    from_: int
    to: int


@dataclass(frozen=True)
class Span:
    """From the least to the most, in cents; `to` is None where nothing covers every answer."""

    from_: int
    to: int | None


NO_PLAN = "nothing that is complete can be had"


@dataclass(frozen=True)
class AnswerEffect:
    """One answer that can be given, as it is written in a case file (`value`) and said (`answer`), and what it would lead to.
    `no_plan`: then nothing that is complete can be had; `total` is what is spent before that is known."""

    answer: str
    value: Any
    lines: tuple[LineRange, ...]
    total: Span
    says: str
    no_plan: bool = False


@dataclass(frozen=True)
class Narrows:
    """What is to be expected once it is answered: how many different plans are left, and how wide the price still is (cents)."""

    plans: float
    price: int


@dataclass(frozen=True)
class Question:
    """An open question that can change the recommendation; the first of the list is to be asked next. `rows` and `split`: it is
    about a column in these rows, and an answer says how many `of` them are `less_than` a number or have a `value`.
    `of_those_looked_at`: the lines of the answers, and what it narrows, are those of the possibilities looked at, and not all were;
    the totals hold for all of them."""

    fact: str
    rows: tuple[str, ...]
    asks: str
    find_out: str
    why: str
    answers: tuple[AnswerEffect, ...]
    narrows: Narrows
    split: Mapping[str, Any] | None = None
    of_those_looked_at: bool = False


@dataclass(frozen=True)
class NextSum:
    """With how much more (cents, over the budget) a dropped outcome could be kept."""

    outcome: str
    once: int
    monthly: int
    says: str


@dataclass(frozen=True)
class CostRange:
    firm: int
    likely: int | None
    from_: int
    to: int | None


@dataclass(frozen=True)
class Cost:
    """The whole price, with the checks. Neither end is the sum of a column of the lines."""

    currency: str
    horizon_months: int
    once: CostRange
    monthly: CostRange
    total: CostRange


@dataclass(frozen=True)
class HoldsWhile:
    """The plan stays the same while `fact` is between `from_` and `to` (None: no end within the fact's range)."""

    fact: str
    from_: Any
    to: Any
    then: str
    says: str


@dataclass(frozen=True)
class Worlds:
    """How many of the ways in which open answers can turn out were looked at. `more_to_look_at`: with more effort the bounds can
    become tighter (see `recommend`)."""

    looked_at: int
    of: int
    more_to_look_at: bool = False


@dataclass(frozen=True)
class ConflictPart:
    """One of the wants, limits and rules that cannot hold together, and what giving it up would allow."""

    kind: Literal["want", "budget", "date", "should", "limit", "must", "supply"]
    id: str
    says: str
    giving_up: str


@dataclass(frozen=True)
class CapabilityProof:
    """Demands (cause, amount) against supplies (offering or "already", amount) of one capability, in one row where `row` is given."""

    capability: str
    row: str
    demands: tuple[tuple[str, Fraction | int], ...]
    supplies: tuple[tuple[str, Fraction | int], ...]
    needed: Fraction | int
    have: Fraction | int


@dataclass(frozen=True)
class LineProof:
    """What fails with one step fewer of an offering, or the group of offerings that can only leave together."""

    offering: str
    fewer: int
    fails: str
    together_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckProof:
    offering: str
    worth: int | None
    demanded_by: tuple[str, ...]
    settles: tuple[str, ...]


@dataclass(frozen=True)
class Certificate:
    """Why the plan of the likely world is complete, not excessive and the least. `bound` is the proven least price (cents)."""

    world: Mapping[str, Any]
    capabilities: tuple[CapabilityProof, ...]
    lines: tuple[LineProof, ...]
    price: int
    bound: int
    proven: bool
    checks: tuple[CheckProof, ...]
    listed: tuple[str, ...]  # the offerings of all lines, also of those that are not in the likely plan
    says: str


@dataclass(frozen=True)
class Recommendation:
    verdict: Verdict
    summary: str
    pack: PackVersion
    date: date
    wants: tuple[WantAnswer, ...]
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    flags: tuple[Flag, ...]
    questions: tuple[Question, ...]
    questions_say: str  # which of the three ends of questioning holds
    cost: Cost
    holds_while: tuple[HoldsWhile, ...] | None  # None: not worked out (then it is not in the JSON)
    worlds: Worlds
    conflict: tuple[ConflictPart, ...]
    certificate: Certificate | None
    already: tuple[str, ...] = ()  # where nothing is needed: why what is there is enough
    findings: tuple[Question, ...] = ()  # what each result of the checks would lead to
    next_sums: tuple[NextSum, ...] = ()  # what more money would buy, where outcomes were dropped

    def to_json(self) -> dict[str, Any]:
        """Contract 2, ready for `json.dumps`: `from_` becomes "from", exact fractions become "a/b" or a whole number, None stays null."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        if self.holds_while is None:
            del plain["holds_while"]
        return plain


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name.rstrip("_"): _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)
