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
from tests.small import RESULT, UNKNOWN, Small, bought

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


LOOK, MODULE, TABLE = 2_000, 10_000, 5_000  # cents


def looked_at(cents: int | None, *outcomes: str, **more: Any) -> Recommendation:
    """A module for one result, before which the memory has to be looked at; a table for the other."""
    small = Small().number("ram", 1, 16)
    small.capability("memory", "ram", demands="highest", supplies="best").capability("desk")
    small.offering("module", 100, {"memory": 32}).offering("a_table", 50, {"desk": 1}).check("look", 20, "ram")
    small.rule({"memory": 32}, for_=(RESULT,)).know("ram", for_=("module",)).rule({"desk": 1}, for_=(LESSER,))
    small.draft.outcomes[LESSER] = Outcome(LESSER, "the lesser result", HERE)
    case = small.case(budget=Budget(once=cents), answers={"ram": UNKNOWN}, **more)
    return recommend(small.pack(), replace(case, outcomes=tuple(NamedOutcome(outcome) for outcome in outcomes)))


def test_what_must_be_known_first_is_part_of_the_sum_that_would_do_it() -> None:
    short = looked_at(LOOK + MODULE - 1, RESULT)
    assert short.verdict == "not_yet"
    assert short.summary == "Not yet: nothing that is complete can be had within €119.99. With €120 it can be had."
    assert [(more.once, more.says) for more in short.next_sums] == [(1, "With €0.01 more, also the result.")]
    assert bought(looked_at(LOOK + MODULE, RESULT)) == {"look": 1, "module": 1}


def test_a_check_for_a_result_that_is_dropped_takes_nothing_of_the_budget() -> None:
    assert bought(looked_at(TABLE, RESULT, LESSER)) == {"a_table": 1}
    assert looked_at(TABLE - 1, RESULT, LESSER).verdict == "not_yet"
    # The dearer result alone could be paid without the look; then there is nothing left for the look.
    assert bought(looked_at(LOOK + MODULE - 1, RESULT, LESSER)) == {"a_table": 1}


def test_a_date_says_the_price_with_what_must_be_known_first() -> None:
    early = looked_at(None, RESULT, needed_by=DAY + timedelta(days=1))
    assert early.summary.endswith(", for €120.")


def test_what_is_insisted_on_and_too_dear_waits_and_is_not_said_to_be_impossible() -> None:
    def chairs(cents: int) -> Recommendation:
        small = Small().capability("seat", demands="add", supplies="add").offering("chair", 10, {"seat": 1})
        want = Want("chair", 3, outcome=RESULT, insists=True)
        return small.rule({"seat": 1}, for_=(RESULT,)).recommend(want, budget=Budget(once=cents))

    [enough], [short] = chairs(3_000).wants, chairs(2_999).wants
    assert (enough.disposition, enough.quantity) == ("customers_choice", 3)
    assert (short.disposition, short.quantity) == ("after", 0)
    assert short.says == "Not chair yet, because this cannot be reached within your budget: the result."
    assert chairs(2_999).left_out == ()


@pytest.mark.parametrize(
    ("cents", "chairs", "disposition"), [(3_000, 3, "customers_choice"), (2_999, 1, "less_than_asked")]
)
def test_for_what_nobody_needs_an_advised_customer_gives_up_no_result(
    cents: int, chairs: int, disposition: str
) -> None:
    small = Small().capability("seat", demands="add", supplies="add").offering("chair", 10, {"seat": 1})
    answer = small.rule({"seat": 1}, for_=(RESULT,)).recommend(
        Want("chair", 3, outcome=RESULT), budget=Budget(once=cents), stance="advised"
    )
    assert bought(answer) == {"chair": chairs}
    assert answer.wants[0].disposition == disposition


def test_what_stays_although_no_result_can_be_kept_does_not_make_the_verdict_say_that_nothing_can_be_had() -> None:
    small = two_results().offering("a_lamp", 30).rule({"copies": 0}, for_=("a_lamp",))
    want = Want("a_lamp", 1, insists=True)
    answer = small.recommend(want, budget=Budget(once=90_000))
    assert (answer.verdict, bought(answer)) == ("not_yet", {"a_lamp": 1})
    assert answer.summary == "Not yet: what you want to reach cannot be had within €900. With €1,030 it can be had."
