"""A case: one customer conversation, as contract 1 has it (money in cents, answers checked against the pack)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from advisor.values import Number, Value

Day: TypeAlias = date  # the field `date` of a case hides the type
Stance = Literal["need_led", "advised", "as_asked"]


@dataclass(frozen=True)
class Customer:
    name: str = ""
    reference: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Want:
    """One line of the request: an offering and how many, or (with `asks`) a property: a fact and the value wished for.
    `simply_wanted`: they were asked what it is for, and there is no result behind it, or nobody knows one."""

    offering: str | None = None
    quantity: int = 1
    asks: tuple[str, Value] | None = None
    outcome: str | None = None
    why: str = ""
    insists: bool = False
    simply_wanted: bool = False


@dataclass(frozen=True)
class NamedOutcome:
    """A result the customer is after, with their own measure of it."""

    outcome: str
    measure: str = ""
    today: str = ""
    target: str = ""


@dataclass(frozen=True)
class Answer:
    """What was said about a fact. `value` may be UNKNOWN (asked, nobody knows), then narrowed by `at_least` and `less_than`;
    not `sure`: reported, not verified. For an inventory: a tuple of rows, their cells values, UNKNOWN or DOES_NOT_APPLY."""

    value: Value
    sure: bool = True
    at_least: Number | None = None
    less_than: Number | None = None


@dataclass(frozen=True)
class Budget:
    """Limits in cents; None where the customer named none."""

    once: int | None = None
    monthly: int | None = None


@dataclass(frozen=True)
class Case:
    """`outcomes` in order of priority, those of wants included. `expect` is any part of contract 2, for `advisor test`."""

    pack: str
    date: Day
    customer: Customer = Customer()
    words: str = ""
    wants: tuple[Want, ...] = ()
    outcomes: tuple[NamedOutcome, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    goes_without: tuple[str, ...] = ()
    budget: Budget = Budget()
    needed_by: Day | None = None
    stance: Stance = "need_led"
    expect: Mapping[str, Any] = field(default_factory=dict)
