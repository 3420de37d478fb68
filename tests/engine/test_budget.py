"""Budget and date choose which complete plan it is; they never cut one short. And what nobody needs is not bought."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from advisor.case import Budget, Case, NamedOutcome, Want
from advisor.engine.recommend import recommend
from advisor.pack import Outcome, Pack, Unit
from advisor.printing.paper_view import paper_data
from advisor.recommendation import Recommendation
from benchmarks.packs import DAY, HERE
from tests.small import RESULT, Small, bought

LESSER = "lesser"
WHOLE = 100_000 + 40_000  # cents: both results
LEAST = 40_000  # cents: the smaller one alone


def two_results() -> Small:
    """A server for one result, a backup for the other; the server takes a UPS before it."""
    small = Small().capability("server", demands="highest", supplies="best")
    small.capability("power", demands="highest", supplies="best").capability(
        "copies", demands="highest", supplies="best"
    )
    small.offering("a_server", 800, {"server": 1}, lead_days=10, said_as="a server")
    small.offering("a_ups", 200, {"power": 1}, lead_days=5, said_as="a UPS")
    small.offering("a_backup", 400, {"copies": 1}, lead_days=2, said_as="a backup")
    small.offering("a_gift", 1, {"copies": 0}, said_as="a gift")
    small.rule({"server": 1}, for_=(RESULT,)).rule({"power": 1}, for_=("a_server",))
    return small.rule({"copies": 1}, for_=(LESSER,))


def asked(cents: int | None, *outcomes: str, **more: Any) -> tuple[Pack, Case, Recommendation]:
    small = two_results()
    small.draft.outcomes[LESSER] = Outcome(LESSER, "the lesser result", HERE)
    pack, case = small.pack(), small.case(budget=Budget(once=cents), **more)
    case = replace(case, outcomes=tuple(NamedOutcome(outcome) for outcome in outcomes or (RESULT, LESSER)))
    return pack, case, recommend(pack, case)


def test_with_exactly_what_the_whole_costs_the_whole_is_there() -> None:
    assert bought(asked(WHOLE)[2]) == {"a_server": 1, "a_ups": 1, "a_backup": 1}


def test_one_cent_more_buys_nothing() -> None:
    exactly, more = asked(WHOLE)[2], asked(WHOLE + 1)[2]
    assert bought(more) == bought(exactly)
    assert more.cost.total.to == WHOLE


def test_one_cent_less_leaves_a_smaller_complete_goal_and_no_cut_list() -> None:
    pack, case, answer = asked(WHOLE - 1)
    assert bought(answer) == {"a_server": 1, "a_ups": 1}  # the first result, whole, with what it takes
    assert [flag.says for flag in answer.flags if flag.kind == "dropped_outcome"] == [
        "Not within your budget: the lesser result."
    ]
    paper = paper_data(pack, case, answer)
    assert [result["missed"] for result in paper["reach"]] == ["", "Not within your budget; €0.01 more would do it."]
    assert "With €1,400 it can be had." in [part["says"] for part in paper["obstacles"]]


def test_where_the_first_result_is_too_dear_the_next_is_kept() -> None:
    answer = asked(LEAST)[2]
    assert bought(answer) == {"a_backup": 1}
    assert answer.verdict == "proceed"


@pytest.mark.parametrize("cents", [60_000, LEAST * 6 // 10])  # 60 % of the first result, and of the smaller one
def test_below_the_least_complete_plan_it_is_not_now_with_what_is_missing(cents: int) -> None:
    pack, case, answer = asked(cents, RESULT)
    assert (answer.verdict, answer.lines) == ("not_yet", ())
    assert answer.summary.endswith("With €1,000 it can be had.")
    paper = paper_data(pack, case, answer)
    assert (paper["title"], paper["plan"], paper["agree"]) == ("Not yet", {}, {})
    assert paper["obstacles_head"] == "What stands in the way, and what would change it"
    assert paper["obstacles"][0]["says"] == "With €1,000 it can be had."


def test_a_date_too_early_says_when_it_can_be_had() -> None:
    answer = asked(None, RESULT, needed_by=DAY + timedelta(days=14))[2]
    assert answer.verdict == "not_yet"
    assert "by your date" in answer.summary
    assert [part.giving_up for part in answer.conflict if part.kind == "date"] == [answer.summary.partition(". ")[2]]
    in_time = asked(None, RESULT, needed_by=DAY + timedelta(days=15))[2]
    assert bought(in_time) == {"a_server": 1, "a_ups": 1}


def licences(insists: bool) -> tuple[Pack, Case, Recommendation]:
    small = Small().number("users", 1, 500)
    small.capability("seats", demands="add", supplies="add")
    small.offering("licence", 30, {"seats": 1}, said_as="the licence", unit=Unit("licence", "licences"))
    pack = small.rule({"seats": "users"}, for_=(RESULT,)).pack()
    because = "{users} people work with it, and each needs one."
    pack = replace(pack, rules={id: replace(rule, because=because) for id, rule in pack.rules.items()})
    case = small.case(Want("licence", 50, outcome=RESULT, insists=insists), answers={"users": 40}, words="50 licences.")
    return pack, case, recommend(pack, case)


def test_fifty_licences_for_forty_people_are_forty_with_the_reason_and_the_saving() -> None:
    pack, case, answer = licences(insists=False)
    (want,), (left,) = answer.wants, answer.left_out
    assert bought(answer) == {"licence": 40}
    assert (want.disposition, want.asked, want.quantity) == ("less_than_asked", 50, 40)  # the fifty stay on record
    assert want.says == (
        "Yes to the licence, 40\N{NO-BREAK SPACE}licences rather than 50. 40 people work with it, and each needs one."
    )
    assert (left.quantity, left.saves_once) == (10, 30_000)
    paper = paper_data(pack, case, answer)
    assert paper["asked"]["words"] == "“50 licences.”"
    assert paper["left_out"] == [
        {
            "name": "10\N{NO-BREAK SPACE}× licence",
            "says": "40 people work with it, and each needs one.",
            "keep": "€300",
        }
    ]


def test_fifty_licences_insisted_on_are_fifty_marked_and_priced() -> None:
    pack, case, answer = licences(insists=True)
    (want,) = answer.wants
    assert bought(answer) == {"licence": 50}
    assert (want.disposition, want.quantity) == ("customers_choice", 50)
    assert want.says.startswith("You have the licence because you decided so: €300 more than you need.")
    paper = paper_data(pack, case, answer)
    assert paper["plan"]["stages"][0]["lines"][0]["tags"] == ["your choice"]
    assert paper["decided"] == [
        {
            "head": "You have the licence because you decided so: €300 more than you need.",
            "says": "40 people work with it, and each needs one.",
        }
    ]
