"""Columns of an inventory asked as people answer: none, all or so many of them; and what is then known of each row."""

from __future__ import annotations

import pytest

from advisor.calling.call import Call
from advisor.calling.call_answers import Refused
from advisor.calling.call_columns import answer_column
from advisor.calling.call_questions import question_view
from advisor.calling.call_table import alike, read_text_rows, text_rows
from advisor.engine.recommend import recommend
from advisor.loading.dump_case import dump_case
from advisor.pack import Pack
from advisor.recommendation import Question
from advisor.row_cells import limits_of, not_asked
from advisor.verifying.verify import verify
from tests.engine.test_checks import fleet
from tests.small import RESULT, UNKNOWN, Small, line, number_fact, rows, yes_no_fact


def ten(small: Small) -> tuple[Pack, Call]:
    """Ten PCs of which nothing else is known yet."""
    pack = small.pack()
    return pack, Call(small.case(answers={"pcs": (alike(pack.facts["pcs"], 10),)}))


def first(pack: Pack, call: Call) -> Question:
    return recommend(pack, call.case).questions[0]


def test_a_column_is_asked_at_the_limit_that_a_rule_sees_with_what_none_and_all_lead_to() -> None:
    pack, call = ten(fleet(200))
    question = first(pack, call)
    assert (question.fact, question.rows) == ("pcs.ram", ("all",))
    assert question.asks == "How much is ram? Of these 10: how many less than 8?"
    assert [(one.answer, one.value, one.says) for one in question.answers] == [
        ("none of them", {"less_than": 8, "count": 0}, "no module: €200"),
        ("all of them", {"less_than": 8, "count": 10}, "module is firm: €1,100"),
    ]
    view = question_view(pack, recommend(pack, call.case), question)
    assert (view.kind, view.hint) == ("number", "How many, 0 to 10")
    assert [one.label for one in view.answers] == ["None of them", "All of them", "We don’t know"]


def test_so_many_of_them_split_the_rows_and_buy_for_just_so_many() -> None:
    pack, call = ten(fleet(200))
    call = answer_column(pack, call, "pcs.ram", ("all",), {"less_than": 8, "count": 4})
    said = [(row["name"], row["count"], limits_of(row, "ram")) for row in call.case.answers["pcs"].value]  # type: ignore[union-attr]
    assert said == [("all, less than 8", 4, (None, 8)), ("all, 8 or more", 6, (8, None))]
    answer = recommend(pack, call.case)
    assert (line(answer, "module").quantity.firm, line(answer, "module").quantity.up_to) == (4, 4)
    assert answer.questions == () and answer.verdict == "proceed"
    assert verify(pack, call.case, answer.to_json()).faults == ()


def test_a_rule_that_demands_to_know_is_content_where_nothing_hangs_on_the_rest() -> None:
    pack, call = ten(fleet(200, must_know=True))
    call = answer_column(pack, call, "pcs.ram", ("all",), {"less_than": 8, "count": 4})
    assert recommend(pack, call.case).verdict == "proceed"


def test_nobody_knows_is_not_asked_again() -> None:
    pack, call = ten(fleet(200))
    call = answer_column(pack, call, "pcs.ram", ("all",), "unknown")
    answer = recommend(pack, call.case)
    assert answer.questions == ()
    assert line(answer, "module").quantity.up_to == 10


def test_yes_or_no_columns_ask_for_how_many_it_is_yes() -> None:
    small = (
        Small()
        .table("pcs", yes_no_fact("used"), number_fact("ram", 1, 16))
        .capability("memory", "ram", of="pcs", demands="highest", supplies="best")
        .offering("module", 90, {"memory": 8})
        .rule({"memory": 8}, each="pcs", when="used", for_=(RESULT,))
    )
    pack, call = ten(small)
    asked = [one for one in recommend(pack, call.case).questions if one.fact == "pcs.used"]
    assert asked[0].split == {"value": "yes", "of": 10}
    call = answer_column(pack, call, "pcs.used", ("all",), {"value": "yes", "count": 3})
    assert [(row["name"], row["used"]) for row in call.case.answers["pcs"].value] == [  # type: ignore[union-attr]
        ("all, yes", "yes"),
        ("all, not yes", "no"),
    ]
    # of the seven that nobody uses nothing more is asked
    assert [(one.fact, one.rows) for one in recommend(pack, call.case).questions] == [("pcs.ram", ("all, yes",))]


@pytest.mark.parametrize("count", [-1, 11])
def test_more_than_there_are_is_refused_in_a_sentence(count: int) -> None:
    pack, call = ten(fleet(200))
    with pytest.raises(Refused, match=r"There are 10 of them; write a number from 0 to 10\."):
        answer_column(pack, call, "pcs.ram", ("all",), {"less_than": 8, "count": count})


def test_what_is_said_of_unknown_cells_is_in_the_case_file_and_in_the_table() -> None:
    pack, call = ten(fleet(200))
    assert dump_case(call.case, pack)["answers"]["pcs"][0]["ram"] == "not_asked"
    call = answer_column(pack, call, "pcs.ram", ("all",), {"less_than": 8, "count": 4})
    there = call.case.answers["pcs"].value
    assert isinstance(there, tuple)
    assert [row["ram"] for row in dump_case(call.case, pack)["answers"]["pcs"]] == [
        {"less_than": 8, "asked": "no"},
        {"at_least": 8, "asked": "no"},
    ]
    typed = text_rows(pack.facts["pcs"], there)
    assert [row["ram"] for row in typed] == ["less than 8", "8 or more"]
    assert read_text_rows(pack.facts["pcs"], typed, there).rows == there


def test_a_column_that_is_not_in_the_table_was_not_asked_and_an_empty_cell_is_unknown() -> None:
    fact = fleet(200).pack().facts["pcs"]
    [absent] = read_text_rows(fact, [{"name": "a"}]).rows
    [empty] = read_text_rows(fact, [{"name": "a", "ram": ""}]).rows
    assert (not_asked(absent, "ram"), not_asked(empty, "ram")) == (True, False)


def test_unknown_cells_of_a_case_file_are_asked_about_no_more() -> None:
    small = fleet(200)
    case = small.case(answers={"pcs": rows((10, {"ram": UNKNOWN}))})
    assert recommend(small.pack(), case).questions == ()
