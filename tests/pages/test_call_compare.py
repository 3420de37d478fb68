"""Two versions of one case side by side, and what stands behind a line on request."""

from __future__ import annotations

from dataclasses import replace

from advisor.calling.call_compare import side_by_side
from advisor.calling.call_results import results_of, say_alternatives
from advisor.calling.call_view import call_view
from advisor.case import Answer, Case
from advisor.engine.alternatives import alternatives
from advisor.engine.recommend import recommend
from tests.engine.test_checks import PCS, fleet
from tests.small import RESULT, UNKNOWN, Small, line


def kits() -> Small:
    """So many people need a kit each and one sign; a bag serves as a kit too, and is dearer."""
    return (
        Small()
        .number("people", 1, 100)
        .capability("kit")
        .capability("notice")
        .offering("box", 10, {"kit": 1})
        .offering("bag", 30, {"kit": 1})
        .offering("sign", 5, {"notice": 1})
        .rule({"kit": "people"}, for_=(RESULT,))
        .rule({"notice": 1}, for_=(RESULT,))
    )


def case_of(people: int) -> Case:
    return kits().case(answers={"people": people})


def test_lines_and_money_that_differ_stand_side_by_side_with_their_reason_and_the_rest_is_counted() -> None:
    pack = kits().pack()
    compared = side_by_side(pack, recommend(pack, case_of(3)), recommend(pack, case_of(5)))
    assert [(row["What"], row["As it was"], row["Now"]) for row in compared.rows] == [
        ("box", "3", "**5**"),
        ("Once", "€35", "**€55**"),
        ("A month", "€0", "€0"),
        ("Over 12\N{NO-BREAK SPACE}months", "€35", "**€55**"),
    ]
    assert compared.rows[0]["Why"]
    assert compared.same == "One line stays the same."


def test_a_line_that_is_only_in_one_version_is_shown_with_a_dash_in_the_other() -> None:
    pack = kits().pack()
    none = replace(case_of(3), outcomes=())
    compared = side_by_side(pack, recommend(pack, case_of(3)), recommend(pack, none))
    assert [(row["As it was"], row["Now"]) for row in compared.rows if row["What"] in ("box", "sign")] == [
        ("3", "**–**"),
        ("1", "**–**"),
    ]


def test_two_versions_that_are_alike_say_so() -> None:
    pack = kits().pack()
    compared = side_by_side(pack, recommend(pack, case_of(3)), recommend(pack, case_of(3)))
    assert compared.same == "No line changes."
    assert [row["What"] for row in compared.rows][:1] == ["Once"]


def test_what_could_stand_in_a_lines_place_is_said_with_what_it_costs_more() -> None:
    pack = kits().pack()
    # a bag at 30 in place of a box at 10, three times
    assert say_alternatives(pack, alternatives(pack, case_of(3), "box")) == (
        "3\N{NO-BREAK SPACE}× bag: **€60** more over 12\N{NO-BREAK SPACE}months",
    )
    assert say_alternatives(pack, alternatives(pack, case_of(3), "sign")) == (
        "Nothing else on the price list does the same.",
    )


def test_the_line_of_a_check_says_what_each_result_leads_to() -> None:
    pack = fleet(200).pack()
    answer = recommend(pack, fleet(200).case(answers=PCS))
    [said] = results_of(pack, answer, line(answer, "look"))
    assert said.splitlines()[1:] == [
        "- at best: 4\N{NO-BREAK SPACE}× module; **€560** in all",
        "- at worst: 20\N{NO-BREAK SPACE}× module; **€2,000** in all",
    ]


def many() -> Small:
    """Four things that each hang on a question of its own."""
    small = Small().yes_no("first", "second", "third", "fourth")
    for name in ("first", "second", "third", "fourth"):
        small.capability(f"of_{name}")
    for name in ("first", "second", "third", "fourth"):
        small.offering(f"for_{name}", 10, {f"of_{name}": 1})
    for name in ("first", "second", "third", "fourth"):
        small.rule({f"of_{name}": 1}, when=name, for_=(RESULT,))
    return small


def test_many_lines_of_which_nothing_is_firm_stand_under_one_label_until_few_are_left() -> None:
    pack = many().pack()
    case = many().case()
    view = call_view(pack, case, recommend(pack, case))
    assert view.stages == ()
    assert [one.key for one in view.perhaps] == ["for_first", "for_second", "for_third", "for_fourth"]
    assert view.perhaps_label == "Four more lines may be needed; the next answers decide"
    fewer = replace(case, answers={"first": Answer("yes"), "second": Answer("no")})
    view = call_view(pack, fewer, recommend(pack, fewer))
    assert view.perhaps == ()
    assert [one.key for stage in view.stages for one in stage.lines] == ["for_first", "for_third", "for_fourth"]


def test_without_a_question_left_every_line_stands_in_the_plan() -> None:
    pack = many().pack()
    case = many().case(answers=dict.fromkeys(("first", "second", "third", "fourth"), UNKNOWN))
    view = call_view(pack, case, recommend(pack, case))
    assert view.perhaps == ()
    assert len([one for stage in view.stages for one in stage.lines]) == 4
