"""What each result of a check leads to, what more money would buy, and which answers make no difference any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from advisor.case import Answer, Budget, Case, NamedOutcome, Want
from advisor.engine.idle import idle_answers
from advisor.engine.index import Index
from advisor.engine.recommend import Memory, recommend
from advisor.pack import Outcome
from benchmarks.packs import DAY, HERE
from tests.engine.test_checks import PCS, fleet
from tests.small import RESULT, UNKNOWN, Small


def server(check_price: int) -> Small:
    """Below 8 GB of memory a server gets a module for 100; looking costs something."""
    return (
        Small()
        .number("ram", 1, 16)
        .capability("memory", "ram", demands="highest", supplies="best")
        .offering("module", 100, {"memory": 8})
        .check("look", check_price, "ram")
        .rule({"memory": 8}, for_=(RESULT,))
        .know("ram", for_=(RESULT,))
    )


def test_each_result_of_a_check_says_what_it_leads_to_with_the_check_in_its_price() -> None:
    [found] = server(20).recommend(answers={"ram": UNKNOWN}).findings
    assert found.fact == "ram"
    assert [(one.answer, [(p.offering, p.to) for p in one.lines], one.total.to) for one in found.answers] == [
        ("less than 8", [("module", 1)], 12_000),
        ("8 or more", [], 2_000),
    ]


def test_of_a_list_the_best_and_the_worst_result_are_said() -> None:
    [found] = fleet(200).recommend(answers=PCS).findings
    # 4 modules for sure, at most 16 more; 200 for the look
    assert [(one.answer, one.lines[0].from_, one.lines[0].to, one.total.to) for one in found.answers] == [
        ("at best", 4, 4, 56_000),
        ("at worst", 20, 20, 200_000),
    ]


def test_where_nothing_is_looked_at_there_is_nothing_to_find() -> None:
    assert server(20).recommend(answers={"ram": 4}).findings == ()
    assert fleet(811).recommend(answers=PCS).findings == ()


def two_results() -> Small:
    small = (
        Small()
        .capability("seat")
        .capability("desk")
        .offering("licence", 100, {"seat": 1})
        .offering("table", 300, {"desk": 1})
        .rule({"seat": 1}, for_=(RESULT,))
        .rule({"desk": 2}, for_=("calm",))
    )
    small.draft.outcomes["calm"] = Outcome("calm", "a quiet place", HERE)
    return small


def with_budget(euros: int | None, **terms: object) -> Case:
    case = two_results().case(budget=Budget(None if euros is None else euros * 100), **terms)
    return replace(case, outcomes=(NamedOutcome(RESULT), NamedOutcome("calm")))


def test_where_a_result_is_dropped_the_next_sum_that_keeps_it_is_said() -> None:
    answer = recommend(two_results().pack(), with_budget(250))
    # 100 for the licence and 2 x 300 for the tables are 700
    assert [(one.outcome, one.once, one.says) for one in answer.next_sums] == [
        ("calm", 45_000, "With €450 more, also a quiet place.")
    ]
    assert [line.offering for line in answer.lines] == ["licence"]


def test_with_just_that_sum_more_it_is_kept_and_with_one_euro_less_it_is_not() -> None:
    pack = two_results().pack()
    assert recommend(pack, with_budget(250 + 450)).next_sums == ()
    assert {line.offering for line in recommend(pack, with_budget(700)).lines} == {"licence", "table"}
    assert [one.once for one in recommend(pack, with_budget(699)).next_sums] == [100]


def test_what_only_the_date_stands_against_no_money_buys() -> None:
    small = two_results()
    slow = replace(small.draft.offerings["table"], lead_days=30)
    small.draft.offerings["table"] = slow
    case = replace(with_budget(5_000), needed_by=DAY + timedelta(days=10))
    answer = recommend(small.pack(), case)
    assert [flag.says for flag in answer.flags if flag.kind == "dropped_outcome"] == [
        "Not within your budget and your date: a quiet place."
    ]
    assert answer.next_sums == ()


def test_an_answer_that_nothing_reads_any_more_makes_no_difference() -> None:
    small = (
        Small()
        .yes_no("own_server")
        .number("ram", 1, 16)
        .capability("memory", "ram", demands="highest", supplies="best")
        .offering("module", 100, {"memory": 8})
        .rule({"memory": 8}, when="own_server", for_=(RESULT,))
    )
    memory = Memory.of(Index(small.pack()))
    answers = {"own_server": Answer("yes"), "ram": Answer(4)}
    assert idle_answers(small.case(answers=answers), memory) == ()
    # without a server of their own nothing is done to its memory; that there is none still matters
    assert idle_answers(small.case(answers=answers | {"own_server": Answer("no")}), memory) == ("ram",)


def test_an_answer_that_keeps_a_rule_away_makes_a_difference() -> None:
    small = (
        Small()
        .number("hours", 0, 100)
        .capability("spare")
        .offering("second", 100, {"spare": 1})
        .rule({"spare": 1}, when="hours < 8", for_=(RESULT,))
    )
    case = small.case(Want("second", outcome=RESULT), answers={"hours": 24})
    assert idle_answers(case, Memory.of(Index(small.pack()))) == ()


def test_a_result_after_which_nothing_complete_is_left_is_said_so_and_is_not_the_best() -> None:
    small = server(20).case(answers={"ram": UNKNOWN}, budget=Budget(once=11_999))
    [found] = recommend(server(20).pack(), small).findings
    assert [(one.answer, one.says, one.no_plan) for one in found.answers] == [
        ("less than 8", "nothing that is complete can be had", True),
        ("8 or more", "€20", False),
    ]
    [enough] = recommend(server(20).pack(), replace(small, budget=Budget(once=12_000))).findings
    assert [one.no_plan for one in enough.answers] == [False, False]
    small_fleet = fleet(200, must_know=True)
    listed = small_fleet.case(answers=PCS, budget=Budget(once=199_999))
    [of_list] = recommend(small_fleet.pack(), listed).findings
    assert [(one.answer, one.no_plan) for one in of_list.answers] == [("at best", False), ("at worst", True)]
