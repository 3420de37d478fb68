"""What a want is for: asked only while it can change something, at most two questions deep, and settled by every answer."""

from __future__ import annotations

from dataclasses import replace

from advisor.calling.call import Call, answer_purpose
from advisor.case import Answer, Budget, Want
from advisor.engine.recommend import recommend
from advisor.pack import AtMost, Pack, Why, WhyAnswer
from advisor.recommendation import Question, Recommendation
from tests.engine.test_wants import seats
from tests.small import RESULT, Small

COUNTER = Why(
    "licence",
    "What do their customers get?",
    (WhyAnswer("Answers, and sooner", outcome=RESULT), WhyAnswer("Nothing that we know of", simply_wanted=True)),
)
WHY = Why(
    "licence",
    "What should be better?",
    (
        WhyAnswer("We are forty and too slow", outcome=RESULT, facts=(("people", 40),)),
        WhyAnswer("A competitor has it", counter=COUNTER),
        WhyAnswer("We count on growing", facts=(("people", {"at_least": 50}),)),
    ),
)
FIFTY = Want("licence", 50)


def pack_with(small: Small) -> Pack:
    return replace(small.pack(), whys={"licence": (WHY,)})


def ask(small: Small, want: Want) -> tuple[Pack, Call, Recommendation]:
    pack = pack_with(small)
    case = replace(small.case(want), outcomes=())
    return pack, Call(case), recommend(pack, case)


def question(answer: Recommendation) -> Question:
    return answer.questions[0]


def test_a_want_without_a_result_is_asked_about_with_where_each_answer_leads() -> None:
    _, _, answer = ask(seats(), FIFTY)
    assert question(answer).asks == "What should be better?"
    assert [(one.answer, one.value) for one in question(answer).answers] == [
        (
            "We are forty and too slow",
            {"why": "We are forty and too slow", "outcome": RESULT, "facts": {"people": 40}},
        ),
        ("A competitor has it", {"why": "A competitor has it"}),
        ("We count on growing", {"why": "We count on growing", "facts": {"people": {"at_least": 50}}}),
    ]


def test_an_answer_settles_the_result_and_the_facts_that_were_said_with_it() -> None:
    pack, call, answer = ask(seats(), FIFTY)
    call = answer_purpose(pack, call, "licence", question(answer).answers[0].value)
    assert (call.case.wants[0].outcome, call.case.wants[0].why) == (RESULT, "We are forty and too slow")
    assert call.case.answers == {"people": Answer(40)}
    after = recommend(pack, call.case)
    assert (after.questions, after.verdict, after.wants[0].quantity) == ((), "proceed", 40)


def test_a_fact_that_was_answered_before_keeps_its_answer() -> None:
    pack, call, answer = ask(seats(), FIFTY)
    call = replace(call, case=replace(call.case, answers={"people": Answer(30)}))
    call = answer_purpose(pack, call, "licence", question(answer).answers[0].value)
    assert call.case.answers == {"people": Answer(30)}


def test_our_competitor_has_one_is_asked_back_once_and_no_more() -> None:
    pack, call, answer = ask(seats(), FIFTY)
    call = answer_purpose(pack, call, "licence", question(answer).answers[1].value)
    back = recommend(pack, call.case)
    assert question(back).asks == "What do their customers get?"
    assert question(back).why == "“A competitor has it”: ask back once."
    call = answer_purpose(pack, call, "licence", question(back).answers[1].value)
    assert call.case.wants[0].simply_wanted
    settled = recommend(pack, call.case)
    assert settled.questions == () and settled.verdict == "proceed"
    assert (settled.wants[0].disposition, settled.wants[0].quantity) == ("customers_choice", 50)
    assert settled.wants[0].says == (
        "Licence, as you asked: no result was named for it, so nobody has judged whether you need it."
    )


def test_after_an_answer_that_only_settles_facts_the_results_are_offered_by_name() -> None:
    pack, call, answer = ask(seats(), FIFTY)
    call = answer_purpose(pack, call, "licence", question(answer).answers[2].value)
    after = recommend(pack, call.case)
    assert question(after).asks == "What do you want licence for?"
    assert [one.value for one in question(after).answers] == [{"outcome": RESULT}]


def test_nobody_is_asked_why_they_want_what_cannot_be_had() -> None:
    small = seats()
    small.draft.add_rule(AtMost((("licence", small.draft.amount("0")),)))
    _, _, answer = ask(small, FIFTY)
    assert [one.fact for one in answer.questions if one.fact == "licence"] == []
    assert answer.wants[0].disposition == "cannot_work"


def test_a_result_that_no_answer_names_is_offered_too() -> None:
    pack = replace(seats().pack(), whys={})
    case = replace(seats().case(FIFTY), outcomes=())
    assert [(one.answer, one.value) for one in recommend(pack, case).questions[0].answers] == [
        ("The result", {"outcome": RESULT})
    ]


def test_where_the_wish_as_asked_is_too_dear_it_is_asked_what_it_is_for() -> None:
    pack = pack_with(seats())
    for cents, verdict in ((50_000, "check_first"), (49_999, "not_yet")):  # fifty cost 500
        case = replace(seats().case(FIFTY, budget=Budget(once=cents)), outcomes=())
        answer = recommend(pack, case)
        assert (answer.verdict, question(answer).asks) == (verdict, "What should be better?")
