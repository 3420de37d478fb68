"""Numbers asked as people know them: one limit as yes or no, a few intervals as choices, more as a number."""

from __future__ import annotations

from typing import Any

from advisor.calling.call_questions import QuestionView, next_question
from advisor.engine.recommend import recommend
from tests.small import RESULT, Small


def asked(small: Small, **terms: Any) -> QuestionView:
    pack = small.pack()
    view = next_question(pack, recommend(pack, small.case(**terms)))
    assert view is not None
    return view


def server(*modules: int) -> Small:
    """So much memory is needed as the largest module brings; each step of the need has a module of its own."""
    small = Small().number("needed", 1, 100).capability("memory", demands="highest", supplies="best")
    for size in modules:
        small.offering(f"module_{size}", size, {"memory": size})
    small.rule({"memory": "needed"}, for_=(RESULT,))
    return small


def one_limit() -> Small:
    return (
        Small()
        .number("ram", 1, 64)
        .capability("memory", "ram", demands="highest", supplies="best")
        .offering("module", 100, {"memory": 32})
        .rule({"memory": 32}, for_=(RESULT,))
    )


def test_a_number_with_one_limit_is_asked_as_yes_or_no() -> None:
    view = asked(one_limit())
    assert view.asks == "How much is ram: 32 or more?"
    assert [(one.label, one.value) for one in view.answers] == [
        ("Yes", {"at_least": 32}),
        ("No", {"less_than": 32}),
        ("We don’t know", "unknown"),
    ]
    assert [one.effect for one in view.answers[:2]] == ["no module: **€0**", "module is firm: **€100**"]


def test_up_to_five_intervals_are_choices_in_their_order() -> None:
    view = asked(server(20, 40, 60, 80, 100))
    assert view.kind == "buttons"
    assert [one.label for one in view.answers] == [
        "Less than 21",
        "21 to 40",
        "41 to 60",
        "61 to 80",
        "81 or more",
        "We don’t know",
    ]


def test_more_intervals_are_asked_as_the_number_itself() -> None:
    view = asked(server(10, 20, 40, 60, 80, 100))
    assert view.kind == "number"
    assert [one.label for one in view.answers] == ["We don’t know"]
