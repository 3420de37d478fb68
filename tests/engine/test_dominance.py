"""What another offering does for less is in no least plan, and has no line in any bound; each reason why it may be, by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.engine.decide import Memory, decide
from advisor.engine.index import Index
from advisor.pack import AtMost
from advisor.planner.dominance import dominated
from advisor.planner.least import least_plan
from advisor.planner.problem import (
    Article,
    Bound,
    Catalogue,
    Conflict,
    PriceTier,
    Problem,
    Requirement,
    Term,
)
from tests.small import RESULT, Small

POWER = Requirement("power", (Term("r", 10),), 0, (("dear", 4), ("cheap", 4), ("weak", 3)))


def article(name: str, *prices: int, **terms: Any) -> Article:
    """Cents a unit from 1, 10, 20 … units on."""
    tiers = tuple(PriceTier(max(1, 10 * place), price, 0) for place, price in enumerate(prices))
    return Article(name, terms.get("least", 1), terms.get("step", 1), terms.get("setup", 0), tiers)


def catalogue(*articles: Article, **limits: Any) -> Catalogue:
    return Catalogue({one.id: one for one in articles}, 12, **limits)


DEAR, CHEAP, WEAK = article("dear", 500), article("cheap", 499), article("weak", 100)
LIST = catalogue(DEAR, CHEAP, WEAK)


def test_what_gives_no_more_and_costs_more_is_left_out() -> None:
    assert dominated([Problem((POWER,))], LIST) == {"dear"}


def test_at_the_same_price_neither_is_left_out_for_the_order_of_the_price_list_decides() -> None:
    assert dominated([Problem((POWER,))], catalogue(DEAR, article("cheap", 500))) == frozenset()


NEEDS_CHEAP = Requirement("care", (Term("s", 1, ("cheap",)),), 0, (("weak", 1),))
NEEDS_BOTH = Requirement("care", (Term("s", 1, ("cheap", "dear")),), 0, (("weak", 1),))
UNLESS_DEAR = Requirement("care", (Term("s", 1, None, False, "dear"),), 0, (("weak", 1),))
ONLY_DEAR_COOLS = Requirement("cool", (Term("s", 1),), 0, (("dear", 1),))


@pytest.mark.parametrize(
    ("why", "problem"),
    [
        ("the cheaper one is limited", Problem((POWER,), bounds=(Bound("b", "cheap", 2),))),
        ("the cheaper one is in a conflict", Problem((POWER,), conflicts=(Conflict("c", ("cheap", "weak")),))),
        ("the cheaper one may come too late", Problem((POWER,), never_together=(frozenset({"cheap", "weak"}),))),
        ("the cheaper one needs something else", Problem((POWER, NEEDS_CHEAP))),
        ("the dearer one makes something else needless", Problem((POWER, UNLESS_DEAR))),
        ("the dearer one does something else too", Problem((POWER, ONLY_DEAR_COOLS))),
        ("the dearer one is asked for", Problem((POWER,), at_least=(("dear", 1),))),
    ],
)
def test_it_stays_where(why: str, problem: Problem) -> None:
    assert "dear" not in dominated([problem], LIST)


def test_it_is_left_out_where_both_need_the_same() -> None:
    assert dominated([Problem((POWER, NEEDS_BOTH))], LIST) == {"dear"}


@pytest.mark.parametrize(
    ("why", "dear", "cheap"),
    [
        ("many of the dearer one cost less", article("dear", 500, 400), CHEAP),
        ("the cheaper one is dearer in bulk", DEAR, article("cheap", 400, 450)),
        ("the cheaper one must be set up", DEAR, article("cheap", 400, setup=1)),
        ("the cheaper one is sold in pairs", DEAR, article("cheap", 400, step=2)),
        ("the cheaper one is sold from three on", DEAR, article("cheap", 400, least=3)),
    ],
)
def test_prices_and_packs_of_both_decide(why: str, dear: Article, cheap: Article) -> None:
    assert dominated([Problem((POWER,))], catalogue(dear, cheap)) == frozenset()


def test_where_a_budget_holds_once_the_cheaper_one_may_not_cost_more_once() -> None:
    monthly = Article("dear", 1, 1, 0, (PriceTier(1, 100, 40),))  # 580 over 12 months
    free, once = catalogue(monthly, CHEAP), catalogue(monthly, CHEAP, budget_once=1_000)
    assert dominated([Problem((POWER,))], free) == {"dear"}
    assert dominated([Problem((POWER,))], once) == frozenset()
    assert dominated([Problem((POWER,))], replace(once, not_counted=frozenset({"cheap"}))) == {"dear"}


def test_the_plan_is_the_same_as_when_the_dearer_one_cannot_be_had_at_all() -> None:
    plan = least_plan(Problem((POWER,)), LIST)
    assert plan is not None
    assert plan.quantities == {"weak": 4}
    assert plan == least_plan(Problem((POWER,), bounds=(Bound("b", "dear", 0),)), LIST)


def two_ways(many: bool) -> Small:
    """Power for an unknown number of seats, from a dear or a cheap unit; `many`: at thirty seats and more the cheap one is out."""
    small = Small().number("seats", 1, 40).capability("power")
    small.offering("dear", 50, {"power": 4}).offering("cheap", 40, {"power": 4})
    small.rule({"power": "seats"}, for_=(RESULT,))
    if many:
        small.draft.add_rule(AtMost((("cheap", small.draft.amount(0)),)), "seats >= 30")
    return small


def test_of_what_is_dominated_in_every_world_there_is_none_in_the_bounds_either() -> None:
    for many, most in ((False, None), (True, 10)):
        small = two_ways(many)
        said = decide(Memory.of(Index(small.pack())), small.case(), {}, 0).explored
        assert len(said.worlds) < said.of
        assert said.up_to.get("dear") == most
