"""Checks: bought when their knowledge is worth more than their price, or when a rule demands to know."""

from __future__ import annotations

from dataclasses import replace

from tests.small import RESULT, UNKNOWN, Small, bought, line, number_fact, rows


def fleet(check_price: int, *, must_know: bool = False) -> Small:
    """24 PCs below 8 GB are given memory for 90 each."""
    small = (
        Small()
        .table("pcs", number_fact("ram", 1, 16))
        .capability("memory", "ram", of="pcs", demands="highest", supplies="best")
        .offering("module", 90, {"memory": 8})
        .check("look", check_price, "pcs.ram")
        .rule({"memory": 8}, each="pcs", for_=(RESULT,))
    )
    return small.know("pcs.ram", for_=(RESULT,)) if must_know else small


PCS = {"pcs": rows((4, {"ram": 4}), (4, {"ram": 16}), (16, {"ram": UNKNOWN}))}


def test_sixteen_unknown_of_24_pcs_are_named_firm_likely_and_at_most() -> None:
    answer = fleet(200).recommend(answers=PCS)
    assert answer.verdict == "check_first"
    # 4 have too little for sure; of the 16 unknown 7 in 16 have less than 8, so 7 are the likeliest; all 16 at most
    assert (line(answer, "module").quantity.firm, line(answer, "module").quantity.likely) == (4, 11)
    assert (line(answer, "module").quantity.up_to, line(answer, "module").quantity.cover) == (20, 20)
    assert line(answer, "module").hangs_on == ("pcs.ram",)


def test_the_look_is_worth_what_it_saves_on_average_less_its_price() -> None:
    answer = fleet(200).recommend(answers=PCS)
    # without it 20 modules cover every answer; with it 4 + 16 x 7/16 = 11 on average: 9 x 90 - 200 = 610
    assert line(answer, "look").worth == 61_000
    assert answer.cost.once.from_ == 20_000 + 4 * 9_000
    assert answer.cost.once.to == 20_000 + 20 * 9_000


def test_a_look_that_costs_more_than_it_can_save_is_not_recommended() -> None:
    answer = fleet(811).recommend(answers=PCS)
    assert "look" not in bought(answer)
    assert answer.verdict == "proceed"
    assert "whatever the open answers turn out to be" in answer.summary
    assert answer.cost.once.to == 20 * 9_000


def test_a_look_that_costs_just_what_it_saves_is_not_recommended_either() -> None:
    assert "look" not in bought(fleet(810).recommend(answers=PCS))
    assert "look" in bought(fleet(809).recommend(answers=PCS))


def test_a_rule_that_demands_to_know_brings_the_dear_look_back_and_says_so() -> None:
    answer = fleet(811, must_know=True).recommend(answers=PCS)
    assert "look" in bought(answer)
    assert [reason.rule for reason in line(answer, "look").reasons] == ["r002"]
    assert line(answer, "look").worth is None
    assert line(answer, "look").phase == 0


def test_what_is_known_for_sure_demands_no_look() -> None:
    known = {"pcs": rows((24, {"ram": 16}))}
    assert bought(fleet(200, must_know=True).recommend(answers=known)) == {}


def choice() -> Small:
    """A does where the fact is yes, B where it is no, Z does for both."""
    return (
        Small()
        .yes_no("indoors", "unrelated")
        .capability("for_indoors")
        .capability("for_outdoors")
        .offering("a", 100, {"for_indoors": 1})
        .offering("b", 100, {"for_outdoors": 1})
        .offering("z", 150, {"for_indoors": 1, "for_outdoors": 1})
        .rule({"for_indoors": 1}, "indoors", for_=(RESULT,))
        .rule({"for_outdoors": 1}, "not indoors", for_=(RESULT,))
    )


def test_one_that_does_for_both_answers_is_the_cover_plan() -> None:
    answer = choice().recommend(answers={"indoors": UNKNOWN})
    assert line(answer, "z").quantity.cover == 1
    assert answer.verdict == "proceed"
    assert answer.cost.total.to == 15_000


def test_a_check_cheaper_than_the_difference_takes_its_place() -> None:
    assert "look" in bought(choice().check("look", 49, "indoors").recommend(answers={"indoors": UNKNOWN}))
    assert "look" not in bought(choice().check("look", 50, "indoors").recommend(answers={"indoors": UNKNOWN}))


def pair(price: int) -> Small:
    """Only who knows that both are no can do without the dear one."""
    return (
        Small()
        .yes_no("first", "second", "third")
        .capability("safe")
        .capability("extra")
        .offering("dear", 1_000, {"safe": 1})
        .offering("small", 10, {"extra": 1})
        .check("look_one", price, "first")
        .check("look_two", price, "second")
        .rule({"safe": 1}, "first or second", for_=(RESULT,))
    )


BOTH_UNKNOWN = {"first": UNKNOWN, "second": UNKNOWN, "third": UNKNOWN}


def test_two_checks_that_are_worth_it_only_together_are_found() -> None:
    # alone neither can ever rule the need out; together they do in one of four cases: 1000 / 4 = 250
    together = pair(100).recommend(answers=BOTH_UNKNOWN)
    assert {"look_one", "look_two"} <= set(bought(together))
    assert line(together, "look_one").worth == 25_000 - 20_000
    assert not {"look_one", "look_two"} & set(bought(pair(125).recommend(answers=BOTH_UNKNOWN)))


def test_a_rule_about_something_else_changes_no_worth() -> None:
    more = pair(100).rule({"extra": 1}, "third", for_=(RESULT,))
    assert line(more.recommend(answers=BOTH_UNKNOWN), "look_one").worth == 5_000


def test_where_nothing_covers_every_answer_the_cheapest_look_that_helps_is_bought() -> None:
    answer = (
        Small()
        .yes_no("possible")
        .capability("never")
        .capability("work")
        .offering("job", 100, {"work": 1})
        .check("look", 5_000, "possible")
        .rule({"work": 1}, for_=(RESULT,))
        .rule({"never": 1}, "not possible", for_=("job",))
        .recommend(answers={"possible": UNKNOWN})
    )
    assert answer.verdict == "check_first"
    assert bought(answer)["look"] == 1
    assert line(answer, "look").worth is None
    assert line(answer, "job").quantity.firm == 0


def test_reported_is_known_for_the_plan_and_not_for_a_rule_that_must_know() -> None:
    from advisor.case import Answer

    small = choice().check("look", 5_000, "indoors").know("indoors", for_=("a",))
    answer = small.recommend(answers={"indoors": Answer("yes", sure=False)})
    assert bought(answer) == {"look": 1, "a": 1}
    assert [flag.kind for flag in answer.flags] == ["missing_prerequisite", "assumption"]
    assert bought(small.recommend(answers={"indoors": "yes"})) == {"a": 1}


def test_a_line_waits_only_for_the_look_that_it_hangs_on() -> None:
    small = choice().check("look", 10, "indoors").capability("more").offering("c", 10, {"more": 1})
    answer = small.rule({"more": 1}, for_=(RESULT,)).recommend(answers={"indoors": UNKNOWN})
    assert line(answer, "c").start_day == 0
    assert {line.start_day for line in answer.lines if line.offering in ("a", "b")} == {5}


def test_the_budget_pays_for_a_demanded_look_too() -> None:
    from advisor.case import Budget

    small = choice().check("look", 60, "indoors").know("indoors", for_=(RESULT,))
    case = small.case(answers={"indoors": UNKNOWN})
    assert_fits = small.recommend(answers={"indoors": UNKNOWN}, budget=Budget(once=16_000))
    assert assert_fits.verdict == "check_first"
    tight = replace(case, budget=Budget(once=15_999))
    assert "dropped_outcome" in {
        flag.kind for flag in small.recommend(answers=tight.answers, budget=tight.budget).flags
    }
