"""What becomes of a want: in three degrees of client, under limits, budgets and dates, and in conflict."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest

from advisor.calling.call import Call, give_up
from advisor.case import Answer, Budget, Want
from advisor.engine.conflict import Constraint, quick_explain
from advisor.engine.recommend import recommend
from advisor.pack import NOT_OURS, AtMost, Decline, NotTogether
from advisor.recommendation import Recommendation, WantAnswer
from benchmarks.packs import DAY
from tests.small import RESULT, UNKNOWN, Small, bought, line, number_fact, rows


def seats() -> Small:
    """One seat for each of the people who use it."""
    return (
        Small()
        .number("people", 1, 100)
        .capability("seat")
        .offering("licence", 10, {"seat": 1}, monthly=500)
        .rule({"seat": "people"}, for_=(RESULT,))
    )


def want(answer: Recommendation, offering: str) -> WantAnswer:
    return next(w for w in answer.wants if w.offering == offering)


FIFTY = Want("licence", 50, outcome=RESULT)


def test_fifty_licences_for_forty_people_become_forty_with_the_saving_and_the_fifty_on_record() -> None:
    answer = seats().recommend(FIFTY, answers={"people": 40})
    assert (want(answer, "licence").disposition, want(answer, "licence").asked, want(answer, "licence").quantity) == (
        "less_than_asked", 50, 40,
    )  # fmt: skip
    # ten seats less: 10 x (10 + 12 x 5)
    assert [(entry.offering, entry.saves, entry.saves_once, entry.saves_monthly) for entry in answer.left_out] == [
        ("licence", 70_000, 10_000, 5_000)
    ]
    assert answer.verdict == "proceed"


def test_as_long_as_nobody_has_counted_the_people_nothing_is_said_to_be_left_out() -> None:
    small = seats().check("count_them", 1, "people").know("people", for_=(RESULT,))
    answer = small.recommend(FIFTY)
    assert want(answer, "licence").disposition == "after"
    assert answer.left_out == ()
    fewer = small.recommend(FIFTY, answers={"people": Answer(UNKNOWN, True, 10, 31)})
    # of fifty at most thirty are needed, however many they are
    assert [entry.offering for entry in fewer.left_out] == ["licence"]


def test_insisted_on_they_are_fifty_marked_and_priced() -> None:
    answer = seats().recommend(Want("licence", 50, outcome=RESULT, insists=True), answers={"people": 40})
    assert want(answer, "licence").disposition == "customers_choice"
    assert bought(answer) == {"licence": 50}
    assert "€100 and €50 a month more than you need" in want(answer, "licence").says


@pytest.mark.parametrize(
    ("stance", "quantity", "disposition"),
    [("need_led", 40, "less_than_asked"), ("advised", 50, "customers_choice"), ("as_asked", 50, "customers_choice")],
)
def test_one_request_in_three_degrees_of_client(stance: str, quantity: int, disposition: str) -> None:
    answer = seats().recommend(FIFTY, answers={"people": 40}, stance=stance)
    assert (want(answer, "licence").disposition, bought(answer)["licence"]) == (disposition, quantity)


@pytest.mark.parametrize("stance", ["need_led", "advised", "as_asked"])
def test_a_hard_limit_holds_in_all_three(stance: str) -> None:
    small = seats().offering("gadget", 99)
    small.draft.add_rule(AtMost((("gadget", small.draft.amount(0)),)))
    answer = small.recommend(FIFTY, Want("gadget", 1, outcome=RESULT), answers={"people": 50}, stance=stance)
    assert want(answer, "gadget").disposition == "cannot_work"
    assert "gadget" not in bought(answer)


def test_a_should_yields_to_what_the_customer_insists_on_and_a_must_does_not() -> None:
    def limited(strength: str) -> Recommendation:
        small = seats()
        small.draft.add_rule(AtMost((("licence", small.draft.amount(45)),)), strength=strength)
        return small.recommend(Want("licence", 50, outcome=RESULT, insists=True), answers={"people": 40})

    assert bought(limited("should")) == {"licence": 50}
    assert bought(limited("must")) == {"licence": 45}
    assert want(limited("must"), "licence").disposition == "cannot_work"


def test_a_want_that_no_rule_judges_stays_as_asked_and_says_so() -> None:
    answer = seats().offering("plant", 5).recommend(Want("plant", 3, outcome=RESULT), answers={"people": 1})
    assert want(answer, "plant").disposition == "as_asked"
    assert bought(answer)["plant"] == 3
    assert [flag.offering for flag in answer.flags if flag.kind == "no_rule"] == ["plant"]


def test_a_want_that_serves_no_named_result_stays_and_is_asked_about() -> None:
    answer = seats().recommend(Want("licence", 50), answers={"people": 40})
    assert want(answer, "licence").disposition == "after"
    assert bought(answer)["licence"] == 50
    assert answer.questions[0].asks == "What do you want licence for?"
    assert answer.verdict == "check_first"


def test_what_is_asked_for_and_never_sold_is_declined() -> None:
    answer = seats().offering("fax", 5, kind=NOT_OURS).recommend(Want("fax", 1), answers={"people": 1})
    assert want(answer, "fax").disposition == "declined"
    assert "fax" not in bought(answer)


def test_what_is_there_already_makes_a_want_not_needed() -> None:
    small = Small().number("own", 0, 9).capability("room", "own").offering("shed", 700, {"room": 5})
    small.rule({"room": 4}, for_=(RESULT,))
    answer = small.recommend(Want("shed", 1, outcome=RESULT), answers={"own": 4})
    assert (answer.verdict, want(answer, "shed").disposition) == ("nothing_needed", "not_needed")
    assert small.recommend(Want("shed", 1, outcome=RESULT), answers={"own": 3}).verdict == "proceed"


def test_a_cheaper_one_that_does_the_same_takes_its_place() -> None:
    small = Small().capability("light").offering("lamp", 20, {"light": 1}).offering("chandelier", 900, {"light": 9})
    answer = small.rule({"light": 1}, for_=(RESULT,)).recommend(Want("chandelier", 1, outcome=RESULT))
    assert want(answer, "chandelier").disposition == "something_else"
    assert bought(answer) == {"lamp": 1}
    assert answer.left_out[0].saves == 88_000


def chain() -> Small:
    """The machine needs power, and power needs a permit: two steps away from what was asked."""
    return (
        Small()
        .capability("work")
        .capability("power")
        .capability("permit")
        .offering("machine", 500, {"work": 1}, lead_days=3)
        .offering("cable", 50, {"power": 1}, lead_days=5)
        .offering("application", 20, {"permit": 1}, lead_days=10)
        .rule({"work": 1}, for_=(RESULT,))
        .rule({"power": 1}, for_=("machine",))
        .rule({"permit": 1}, for_=("cable",))
    )


MACHINE = Want("machine", 1, outcome=RESULT)


def test_a_prerequisite_two_steps_away_comes_first() -> None:
    answer = chain().recommend(MACHINE)
    assert [(entry.offering, entry.phase, entry.start_day) for entry in answer.lines] == [
        ("application", 1, 0), ("cable", 1, 10), ("machine", 2, 15),
    ]  # fmt: skip
    assert want(answer, "machine").disposition == "after"
    assert {flag.offering for flag in answer.flags if flag.kind == "missing_prerequisite"} == {"application", "cable"}


@pytest.mark.parametrize(("days", "verdict"), [(18, "proceed"), (17, "not_yet")])
def test_the_longest_chain_has_to_end_by_the_date(days: int, verdict: str) -> None:
    answer = chain().recommend(MACHINE, needed_by=DAY + timedelta(days=days))
    assert answer.verdict == verdict
    if verdict == "not_yet":
        assert {part.kind for part in answer.conflict} >= {"date"}


@pytest.mark.parametrize(("once", "verdict"), [(57_000, "proceed"), (56_999, "not_yet"), (57_001, "proceed")])
def test_a_budget_never_cuts_a_plan_short_and_buys_nothing_with_a_cent_more(once: int, verdict: str) -> None:
    answer = chain().recommend(MACHINE, budget=Budget(once=once))
    assert answer.verdict == verdict
    assert bought(answer) == ({"machine": 1, "cable": 1, "application": 1} if verdict == "proceed" else {})


def test_a_waived_should_is_gone_and_in_writing_and_a_must_cannot_be_waived() -> None:
    def without(strength: str) -> Recommendation:
        small = chain().capability("care").offering("insurance", 30, {"care": 1})
        small.rule({"care": 1}, for_=("machine",), strength=strength, without="Damage is yours.")
        return small.recommend(MACHINE, goes_without=("r004",))

    assert "insurance" not in bought(without("should"))
    assert "insurance" in bought(without("must"))
    (waived,) = [flag for flag in without("should").flags if flag.kind == "waived"]
    assert waived.says == "You go without this: rule r004. Damage is yours."


def test_offerings_that_need_each_other_come_together() -> None:
    small = Small().capability("lock").capability("key").capability("door")
    small.offering("door_lock", 10, {"lock": 1, "door": 1}).offering("key_set", 5, {"key": 1})
    small.rule({"door": 1}, for_=(RESULT,)).rule({"key": 1}, for_=("door_lock",)).rule({"lock": 1}, for_=("key_set",))
    answer = small.recommend(Want("door_lock", 1, outcome=RESULT))
    assert bought(answer) == {"door_lock": 1, "key_set": 1}
    assert line(answer, "door_lock").start_day == line(answer, "key_set").start_day == 0
    assert answer.certificate is not None
    assert {proof.offering: proof.together_with for proof in answer.certificate.lines} == {
        "door_lock": ("key_set",), "key_set": ("door_lock",),
    }  # fmt: skip


def test_two_wants_that_exclude_each_other_are_named_with_the_rule_between_them() -> None:
    small = seats().offering("left", 10).offering("right", 10)
    small.draft.add_rule(NotTogether(("left", "right")))
    answer = small.recommend(Want("left", 1, insists=True), Want("right", 1, insists=True), answers={"people": 1})
    assert [(w.offering, w.disposition) for w in answer.wants] == [("left", "as_asked"), ("right", "cannot_work")]
    assert [flag.rule for flag in answer.flags if flag.kind == "conflict"] == ["r002"]


def test_declined_altogether_is_not_us_with_the_direction_to_go() -> None:
    small = seats()
    small.draft.add_rule(Decline(None), when="people > 50", instead="Ask a larger house.")
    assert small.recommend(FIFTY, answers={"people": 51}).verdict == "not_us"
    assert small.recommend(FIFTY, answers={"people": 51}).summary.endswith("Ask a larger house.")
    assert small.recommend(FIFTY, answers={"people": 50}).verdict == "proceed"


def test_what_a_limit_keeps_out_of_the_plan_goes_into_no_row_either() -> None:
    small = Small().table("views", number_fact("pixels", 0, 9)).capability("picture", of="views", supplies="best")
    small.offering("cheap", 95, {"picture": 5}).offering("good", 145, {"picture": 5})
    small.rule({"picture": 5}, each="views", for_=(RESULT,))
    small.draft.add_rule(AtMost((("cheap", small.draft.amount(0)),)))
    answer = small.recommend(answers={"views": rows((2, {"pixels": 3}))})
    assert bought(answer) == {"good": 2}


def test_a_wish_is_limited_only_by_rules_for_what_was_asked() -> None:
    small = Small().number("days", 1, 400).capability("room").offering("disk", 1, {"room": 1}).offering("other", 1)
    small.rule({"room": "days"}, for_=(RESULT,))
    small.draft.add_rule(AtMost((("days", small.draft.amount(31)),)), for_=("other",))
    wish = Want(asks=("days", 90))
    assert bought(small.recommend(wish)) == {"disk": 90}
    limited = small.recommend(wish, Want("other", 1, outcome=RESULT))
    assert bought(limited)["disk"] == 31
    assert limited.wants[0].disposition == "less_than_asked"


def test_an_empty_request_gets_a_question_and_never_nothing_needed() -> None:
    from dataclasses import replace

    from advisor.engine.recommend import recommend

    pack = seats().pack()
    answer = recommend(pack, replace(seats().case(), outcomes=()))
    assert answer.verdict == "check_first"
    assert answer.summary == "What do you want to reach?"


@pytest.mark.parametrize("seed", range(100))
def test_a_conflict_set_is_one_of_which_nothing_can_be_left_out(seed: int) -> None:
    """QuickXplain against exhaustive search: random sets that cannot hold together."""
    random = Random(seed)
    constraints = [Constraint("must", str(n)) for n in range(7)]
    clashes = [frozenset(random.sample(constraints, random.randint(1, 4))) for _ in range(random.randint(1, 4))]

    def holds(kept: object) -> bool:
        return not any(clash <= set(kept) for clash in clashes)  # type: ignore[call-overload]

    found = quick_explain(holds, (), constraints)
    assert not holds(found)
    assert all(holds(rest) for rest in combinations(found, len(found) - 1))
    # blamed in order: no other minimal conflict lies within an earlier part of the list
    ends = [max(constraints.index(c) for c in clash) for clash in clashes]
    assert max(constraints.index(c) for c in found) == min(ends)


def test_a_want_hangs_on_a_table_that_nobody_has_listed_and_is_not_needed_once_it_says_so() -> None:
    small = (
        Small()
        .table("pcs", number_fact("ram", 1, 64))
        .capability("memory", already="8 * count(pcs, ram >= 8)")
        .offering("kit", 40, {"memory": 8})
        .rule({"memory": "8 * count(pcs)"}, for_=(RESULT,), enough="Every PC has memory enough.")
    )
    kit = Want("kit", 2, outcome=RESULT)
    answer = want(small.recommend(kit), "kit")
    assert (answer.disposition, answer.says) == ("after", "Perhaps kit; that hangs on what nobody has told us yet.")
    answer = want(small.recommend(kit, answers={"pcs": rows((2, {"ram": 8}))}), "kit")
    assert (answer.disposition, answer.says) == ("not_needed", "You do not need kit. Every PC has memory enough.")


def test_what_is_enough_only_if_an_open_answer_turns_out_well_is_not_said() -> None:
    small = (
        Small()
        .number("delay", 0, 1000, typical=((100, 5), (900, 1)))
        .capability("quick", demands="highest", supplies="best")
        .offering("tuning", 100, {"quick": 1})
        .offering("new_site", 900, {"quick": 1})
        .rule({"quick": 1}, when="delay > 200", for_=(RESULT,), enough="It is quick already.")
    )
    new_site = Want("new_site", 1, outcome=RESULT)
    answer = want(small.recommend(new_site, answers={"delay": UNKNOWN}), "new_site")
    assert "quick already" not in answer.says
    answer = want(small.recommend(new_site, answers={"delay": 100}), "new_site")
    assert (answer.disposition, answer.says) == ("not_needed", "You do not need new_site. It is quick already.")


def test_what_is_not_needed_and_advised_against_says_why_not() -> None:
    small = seats().offering("gadget", 90)
    against = AtMost((("gadget", small.draft.amount(0)),))
    small.draft.add_rule(against, for_=(RESULT,), strength="should")
    answer = want(small.recommend(Want("gadget", 1, outcome=RESULT), answers={"people": 40}), "gadget")
    assert (answer.disposition, answer.says) == ("not_needed", "You do not need gadget. Because r002 says so.")


@pytest.mark.parametrize(("damp", "disposition"), [("yes", "cannot_work"), (UNKNOWN, "not_needed")])
def test_nothing_is_said_to_be_impossible_on_an_answer_that_is_only_likely(damp: Any, disposition: str) -> None:
    small = Small().yes_no("damp", typical=(("yes", 9), ("no", 1))).capability("light")
    small.offering("paper_lamp", 20, {"light": 1})
    small.draft.add_rule(AtMost((("paper_lamp", small.draft.amount(0)),)), "damp == yes", for_=("paper_lamp",))
    answer = small.rule({"light": 0}, for_=(RESULT,)).recommend(
        Want("paper_lamp", 1, outcome=RESULT), answers={"damp": damp}
    )
    assert answer.wants[0].disposition == disposition
    assert bool([flag for flag in answer.flags if flag.kind == "conflict"]) == (damp == "yes")


def audit(stance: str = "need_led", insists: bool = True, cents: int | None = None) -> Recommendation:
    """A look at something that is known, and so of no use."""
    small = Small().number("ram", 1, 16).capability("memory", "ram", demands="highest", supplies="best")
    small.offering("module", 100, {"memory": 8}).check("look", 20, "ram").rule({"memory": 8}, for_=(RESULT,))
    want = Want("look", 1, outcome=RESULT, insists=insists)
    return small.recommend(want, answers={"ram": 16}, stance=stance, budget=Budget(once=cents))


@pytest.mark.parametrize(
    ("stance", "insists", "looks"),
    [("need_led", False, 0), ("need_led", True, 1), ("advised", False, 1), ("as_asked", False, 1)],
)
def test_a_check_that_is_of_no_use_is_bought_where_the_customer_decides_so(
    stance: str, insists: bool, looks: int
) -> None:
    answer = audit(stance, insists)
    assert bought(answer) == ({"look": 1} if looks else {})
    assert answer.verdict == ("proceed" if looks else "nothing_needed")
    assert [(line.choice, line.worth, line.reasons[0].says) for line in answer.lines] == (
        [(True, None, "You decided to have it.")] * looks
    )
    assert answer.wants[0].says == (
        "You have look because you decided so: €20 more than you need." if looks else "You do not need look."
    )


def test_a_check_that_is_insisted_on_is_paid_from_the_budget_and_named_where_that_does_not_reach() -> None:
    assert bought(audit(cents=2_000)) == {"look": 1}
    short = audit(cents=1_999)
    assert (short.verdict, [(part.kind, part.giving_up) for part in short.conflict]) == (
        "not_yet",
        [("want", "Without look the rest costs nothing."), ("budget", "With €20 it can be had.")],
    )
    assert audit("advised", insists=False, cents=1_999).verdict == "nothing_needed"


@pytest.mark.parametrize("offering", ["look", "module"])
def test_before_anybody_named_a_result_nothing_is_said_to_be_unneeded(offering: str) -> None:
    small = Small().number("ram", 1, 16).capability("memory", "ram", demands="highest", supplies="best")
    small.capability("seat").offering("licence", 10, {"seat": 1}).offering("module", 100, {"memory": 8})
    small.check("look", 20, "ram").rule({"memory": 8}, for_=("licence",)).rule({"seat": 1}, for_=(RESULT,))
    case = small.case(Want(offering, 1), answers={"ram": 16})
    unnamed = recommend(small.pack(), replace(case, outcomes=())).wants[0]
    assert unnamed.disposition == "after"
    assert unnamed.says == f"Perhaps {offering}; that hangs on what nobody has told us yet."
    assert recommend(small.pack(), case).wants[0].disposition == "not_needed"


def test_giving_a_wish_up_in_a_call_costs_what_the_conflict_says() -> None:
    small = Small().capability("print", demands="highest", supplies="best")
    small.offering("digital", 40, {"print": 1}).offering("offset", 240, {"print": 1}).rule({"print": 1}, for_=(RESULT,))
    asked_twice = (Want("offset", 1, outcome=RESULT, insists=True), Want("offset", 1, outcome=RESULT, insists=True))
    case = small.case(*asked_twice, budget=Budget(once=10_000))
    [part] = [one for one in recommend(small.pack(), case).conflict if one.kind == "want"]
    assert part.giving_up == "Without offset the rest costs €40."
    tried = recommend(small.pack(), give_up(Call(case), part).case)
    assert (bought(tried), tried.cost.once.to) == ({"digital": 1}, 4_000)


def test_of_several_choices_each_costs_what_the_plan_would_cost_less_without_it() -> None:
    small = Small().capability("print", demands="highest", supplies="best").capability("seat")
    small.offering("digital", 40, {"print": 1}).offering("offset", 240, {"print": 1}).offering("chair", 10, {"seat": 1})
    small.rule({"print": 1}, for_=(RESULT,)).rule({"seat": 0}, for_=(RESULT,))
    offset, chair = (Want(name, 1, outcome=RESULT, insists=True) for name in ("offset", "chair"))
    assert [one.says for one in small.recommend(offset, chair).wants] == [
        "You have offset because you decided so: €200 more than you need.",  # and not 240: digital print would cost 40
        "You have chair because you decided so: €10 more than you need.",
    ]


def test_as_long_as_a_list_is_open_no_answer_promises_an_upper_end() -> None:
    small = (
        Small().yes_no("locked").table("views", number_fact("width", 1, 100)).capability("cabinet").capability("camera")
    )
    small.offering("box", 180, {"cabinet": 1}).offering("eye", 150, {"camera": 1})
    small.rule({"cabinet": 1}, "locked == no", for_=(RESULT,)).rule(
        {"camera": "count(views, width < 50)"}, for_=(RESULT,)
    )
    [question] = [one for one in small.recommend().questions if one.fact == "locked"]
    assert [one.total.to for one in question.answers] == [None, None]
    listed = small.recommend(answers={"views": rows((2, {"width": 10}))})
    [question] = [one for one in listed.questions if one.fact == "locked"]
    assert [one.total.to for one in question.answers] == [30_000, 48_000]
