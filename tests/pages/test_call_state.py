"""The call as it stands: each change by itself, and none that loses another."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from advisor.calling.call import (
    Call,
    Refused,
    add_want,
    answer,
    call_of,
    new_call,
    reference_for,
    set_budget,
    set_needed_by,
    set_purpose,
    set_words,
    take_off,
    withdraw,
)
from advisor.calling.call_outcomes import move_up, outcomes_label, outcomes_view, set_measure
from advisor.calling.call_text import escape, with_bold_money
from advisor.case import Answer, NamedOutcome, Want
from advisor.loading.dump_case import dump_case
from advisor.loading.load import load_pack
from advisor.loading.load_case import load_case, read_case
from advisor.pack import Pack
from advisor.problems import Place
from advisor.values import DOES_NOT_APPLY, UNKNOWN

DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def pack(project: Path) -> Pack:
    return load_pack(project, "software_rollout")


@pytest.fixture
def call(pack: Pack) -> Call:
    return new_call(pack, DAY, "261121-1432")


def test_whatever_is_done_on_the_page_is_a_case_that_can_be_read(pack: Pack, call: Call) -> None:
    call = set_words(pack, call, "CRM for 12 people, and support at night. Our quotes take too long.")
    call = answer(pack, call, "users", 12)
    call = answer(pack, call, "server_memory_installed", {"at_least": 16})
    call = answer(pack, call, "hypervisor", "unknown")
    call = set_budget(call, "once", 5000.5)
    assert read_case(dump_case(call.case, pack), pack, Place("")) == call.case


def test_words_change_only_what_words_brought(pack: Pack, call: Call) -> None:
    call = set_words(pack, call, "CRM for 12 people and a second server")
    call = add_want(call, "restore_test")
    call = set_words(pack, call, "CRM for 15 people")
    assert [(want.offering, want.quantity) for want in call.case.wants] == [("crm_suite", 15), ("restore_test", 1)]


def test_a_want_that_was_set_by_hand_stays_as_it_was_set(pack: Pack, call: Call) -> None:
    call = set_purpose(set_words(pack, call, "CRM for 12 people"), 0, "faster_quotes")
    assert set_words(pack, call, "CRM for 15 people").case.wants == (Want("crm_suite", 12, outcome="faster_quotes"),)
    assert set_words(pack, call, "").case.wants == (Want("crm_suite", 12, outcome="faster_quotes"),)


def test_the_result_of_a_want_comes_and_goes_with_it(pack: Pack, call: Call) -> None:
    call = set_purpose(set_words(pack, call, "CRM for 12 people"), 0, "faster_quotes")
    assert [one.outcome for one in call.case.outcomes] == ["faster_quotes"]
    assert take_off(call, 0).case.outcomes == ()
    assert set_purpose(call, 0, None).case.outcomes == ()


def test_a_sample_keeps_its_wants_whatever_its_words_name(pack: Pack, project: Path) -> None:
    case = load_case(project / "data/software_rollout/cases/crm_on_forty_pcs.yaml", pack)
    assert call_of(pack, case).case == case
    assert set_words(pack, call_of(pack, case), case.words + " Soon.").case.wants == case.wants


def test_two_limits_of_a_number_are_put_together_and_may_not_exclude_each_other(pack: Pack, call: Call) -> None:
    name = "server_memory_installed"
    call = answer(pack, call, name, {"at_least": 16})
    call = answer(pack, call, name, {"less_than": 64})
    assert call.case.answers[name] == Answer(UNKNOWN, True, 16, 64)
    with pytest.raises(Refused, match="exclude each other; change the earlier answer first"):
        answer(pack, call, name, {"less_than": 16})
    assert answer(pack, call, name, {"less_than": 17}).case.answers[name] == Answer(UNKNOWN, True, 16, 17)
    assert answer(pack, call, name, "unknown").case.answers[name] == Answer(UNKNOWN)
    assert answer(pack, call, name, 32).case.answers[name] == Answer(32)


@pytest.mark.parametrize(
    ("fact", "raw", "sentence"),
    [
        ("users", 0, "0\N{NO-BREAK SPACE}people cannot be; it is between 1 and 500\N{NO-BREAK SPACE}people."),
        ("users", 2.5, "2.5 is too exact; write a whole number."),
        ("users", "many", "“many” is no number; write it in figures, such as 12."),
        ("users", 10**13, "This number is longer than any that makes sense here; look for a digit too many."),
        ("data_tb", 1.25, "1.25 is too exact; write a number with at most 1 decimals."),
        ("restore_tested", "perhaps", "Choose one of: yes or no."),
        ("users", "does_not_apply", "This question always applies; answer it, or say that nobody knows."),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_a_sentence(
    pack: Pack, call: Call, fact: str, raw: object, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        answer(pack, call, fact, raw)
    assert str(refused.value) == sentence


def test_where_a_question_may_not_apply_that_is_an_answer(project: Path) -> None:
    water = load_pack(project / "tests" / "packs", "water")
    call = new_call(water, DAY, "x")
    assert answer(water, call, "hardness", "does_not_apply").case.answers["hardness"] == Answer(DOES_NOT_APPLY)
    assert answer(water, call, "hardness", 12.5).case.answers["hardness"] == Answer(Fraction(25, 2))


def test_the_ends_of_a_range_belong_to_it(pack: Pack, call: Call) -> None:
    for number in (1, 500):
        assert answer(pack, call, "users", number).case.answers["users"] == Answer(number)


def test_an_answer_for_a_column_goes_into_the_rows_that_are_meant(pack: Pack, call: Call) -> None:
    rows = [{"name": "office", "count": 2, "ram_gb": 4}, {"name": "store", "count": 3}, {"name": "yard", "count": 1}]
    call = answer(pack, call, "pcs", rows)
    one = answer(pack, call, "pcs.ram_gb", 8, ["store"]).case.answers["pcs"].value
    assert isinstance(one, tuple) and [row["ram_gb"] for row in one] == [4, 8, UNKNOWN]
    every = answer(pack, call, "pcs.ram_gb", 8).case.answers["pcs"].value
    assert isinstance(every, tuple) and [row["ram_gb"] for row in every] == [4, 8, 8]


def test_withdrawing_leaves_all_other_answers(pack: Pack, call: Call) -> None:
    call = answer(pack, answer(pack, call, "users", 12), "staff", 20)
    assert withdraw(call, "users").case.answers == {"staff": Answer(20)}


def test_a_day_before_the_call_is_refused(call: Call) -> None:
    assert set_needed_by(call, DAY).case.needed_by == DAY
    with pytest.raises(Refused, match="That day is before the call, which is of 21 November 2026"):
        set_needed_by(call, date(2026, 11, 20))


def test_results_can_be_put_in_another_order(pack: Pack, project: Path) -> None:
    call = call_of(pack, load_case(project / "data/software_rollout/cases/crm_on_forty_pcs.yaml", pack))
    order = [one.outcome for one in move_up(call, "help_when_needed").case.outcomes]
    assert order == ["faster_quotes", "help_when_needed", "work_goes_on"]
    assert move_up(call, "faster_quotes").case.outcomes == call.case.outcomes


def test_a_result_is_measured_in_the_customers_own_words(pack: Pack, project: Path) -> None:
    call = call_of(pack, load_case(project / "data/software_rollout/cases/crm_after_the_look.yaml", pack))
    assert outcomes_view(pack, call.case)[0].measured == ""
    assert outcomes_label(call.case) == "1 result, none measured"
    for part, said in (("measure", "days to a quote"), ("today", "two days"), ("target", " the same  day ")):
        call = set_measure(call, "faster_quotes", part, said)
    assert call.case.outcomes[0] == NamedOutcome("faster_quotes", "days to a quote", "two days", "the same day")
    assert outcomes_view(pack, call.case)[0].measured == "days to a quote: two days today, the same day wanted"
    assert outcomes_label(call.case) == "1 result, 1 measured"


def test_calls_of_the_same_minute_have_different_references() -> None:
    now = datetime(2026, 11, 21, 14, 32)
    first = reference_for(now)
    second = reference_for(now, (first,))
    assert (first, second) == ("261121-1432", "261121-1432b")
    assert reference_for(now, (first, second)) == "261121-1432c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** _it_ `code`", r"\*\*bold\*\* \_it\_ \`code\`"),
        (":red[no] :material/home: at 10:30", "\\:red\\[no\\] :\N{WORD JOINER}material/home: at 10:30"),
        ("[a](http://x.y)", "\\[a\\](http:\N{WORD JOINER}//\N{WORD JOINER}x.y)"),
        (":smile: and 10:30:00", ":\N{WORD JOINER}smile: and 10:\N{WORD JOINER}30:00"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("<b> & $x$", r"\<b\> \& \$x\$"),
    ],
)
def test_text_that_looks_like_markdown_is_shown_as_it_was_written(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_amounts_of_money_are_bold() -> None:
    assert with_bold_money(escape("at most €7,580.50 and $640")) == r"at most **€7,580.50** and **\$640**"
