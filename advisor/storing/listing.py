"""Lists of cases: a page at a time, the newest first, counted and searched through indexes, never through all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select, tuple_, update

from advisor.storing.case_words import words_of
from advisor.storing.tables import case_people, case_words, cases, people

Filter: TypeAlias = Literal["mine", "check_first", "issued", "other_rules", "all"]
FILTERS: tuple[Filter, ...] = ("mine", "check_first", "issued", "other_rules", "all")
MOST_COUNTED = (
    1000  # beyond it "1,000+" is said: to count a hundred thousand would take longer than the rest of the page
)
MOST_FETCHED = 3000  # cases with a word of the search, up to which they are looked up by themselves
MOST_SHOWN = 200  # on one page
LONGEST_TERM = "\U0010ffff"


@dataclass(frozen=True)
class Summary:
    """What a list shows of a recommendation. Money in cents; None: no upper end, or none was worked out."""

    verdict: str
    says: str
    currency: str
    once_firm: int | None
    once_most: int | None
    monthly_most: int | None
    total_most: int | None
    questions: int
    waiting_for: str


@dataclass(frozen=True)
class Listed:
    """One case in a list."""

    id: str
    owner: str
    owner_name: str
    pack: str
    pack_version: str
    revision: int
    touched_at: datetime
    customer: str
    reference: str
    words: str
    issued: str
    summary: Summary


@dataclass(frozen=True)
class Page:
    """`more`: whether older ones follow; the last of them is where the next page begins."""

    cases: tuple[Listed, ...]
    more: bool


@dataclass(frozen=True)
class Looking:
    """Who looks, and at what: `sees_all`, or what is open to them; `current` is the current version of each pack."""

    person: str
    sees_all: bool
    current: Mapping[str, str]


def keep_summary(connection: Connection, case: str, revision: int, summary: Summary) -> None:
    """Show this in lists, unless something newer is shown already."""
    connection.execute(
        update(cases)
        .where(cases.c.id == case, cases.c.summary_of <= revision)
        .values(
            summary_of=revision, verdict=summary.verdict, says=summary.says, currency=summary.currency,
            once_firm=summary.once_firm, once_most=summary.once_most, monthly_most=summary.monthly_most,
            total_most=summary.total_most, questions=summary.questions, waiting_for=summary.waiting_for,
        )
    )  # fmt: skip


def page_of(
    connection: Connection,
    looking: Looking,
    which: Filter,
    search: str = "",
    after: Listed | None = None,
    size: int = 50,
) -> Page:
    """The newest cases, or those older than `after`."""
    order = _order(looking)
    asked = select(cases, people.c.name).join(people, people.c.id == cases.c.owner)
    asked = _open(asked, looking).where(_filter(which, looking))
    if after is not None:
        asked = asked.where(tuple_(order, cases.c.id) < tuple_(after.touched_at, after.id))
    asked = _found(connection, asked, search, order)
    rows = connection.execute(asked.order_by(order.desc(), cases.c.id.desc()).limit(size + 1)).all()
    return Page(tuple(_listed(row) for row in rows[:size]), len(rows) > size)


def count_of(connection: Connection, looking: Looking, which: Filter) -> int:
    """How many there are, up to one more than MOST_COUNTED."""
    some = _open(select(cases.c.id), looking).where(_filter(which, looking)).limit(MOST_COUNTED + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _order(looking: Looking) -> ColumnElement[datetime]:
    """The column of the index that is walked along."""
    return cases.c.touched_at if looking.sees_all else case_people.c.touched_at


def _open(asked: Select[Any], looking: Looking) -> Select[Any]:
    if looking.sees_all:
        return asked
    return asked.join(case_people, case_people.c.case == cases.c.id).where(case_people.c.person == looking.person)


def _filter(which: Filter, looking: Looking) -> ColumnElement[bool]:
    match which:
        case "mine":
            return cases.c.owner == looking.person
        case "check_first":
            return cases.c.verdict == "check_first"
        case "issued":
            return cases.c.issued == "issued"
        case "other_rules":
            others = [
                and_(cases.c.pack == pack, or_(cases.c.pack_version < digest, cases.c.pack_version > digest))
                for pack, digest in sorted(looking.current.items())
            ]
            return or_(*others) if others else false()
        case "all":
            return cases.c.id != ""


def _found(
    connection: Connection, asked: Select[Any], search: str, order: ColumnElement[datetime]
) -> Select[Any]:  # fmt: skip
    """Those in which every word of the search begins some word. The rarest decides how: few are looked up by themselves and put in
    order here, of many the newest are walked along until the page is full."""
    few: set[str] | None = None
    for word in words_of(search)[:8]:
        begins = and_(case_words.c.word >= word, case_words.c.word < word + LONGEST_TERM)
        some = set(connection.execute(select(case_words.c.case).where(begins).limit(MOST_FETCHED + 1)).scalars())
        if len(some) <= MOST_FETCHED:
            few = some if few is None else few & some
        else:
            asked = asked.where(select(case_words.c.case).where(case_words.c.case == cases.c.id, begins).exists())
    if few is None:
        return asked
    there = asked.with_only_columns(cases.c.id, order.label("touched")).where(cases.c.id.in_(few)).order_by(None)
    newest = sorted(connection.execute(there).all(), key=lambda row: (row.touched, row.id), reverse=True)
    return asked.where(cases.c.id.in_([row.id for row in newest[: MOST_SHOWN + 1]]))


def _listed(row: Any) -> Listed:
    summary = Summary(
        row.verdict, row.says, row.currency, row.once_firm, row.once_most, row.monthly_most, row.total_most,
        row.questions, row.waiting_for,
    )  # fmt: skip
    return Listed(
        row.id, row.owner, row.name, row.pack, row.pack_version, row.revision, row.touched_at, row.customer,
        row.reference, row.words, row.issued, summary,
    )  # fmt: skip
