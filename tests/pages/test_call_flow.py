"""Calls as they are led on the page: words, wants, answers, slips of the hand, and rules that are broken."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from advisor.case import Answer
from advisor.service.rights import NotAllowed
from advisor.storing.faults import StoreReadOnly
from advisor.values import UNKNOWN

WORDS = "Put the new CRM on all 40 PCs next month. And a second server so we're safe, and support at night."
STATE = "advisor_call"


@pytest.fixture
def app(project: Path, story_root: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return open_app(project, story_root, monkeypatch)


def open_app(project: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(sys, "argv", ["streamlit", "--root", str(root)])
    return AppTest.from_file(str(project / "app_pages" / "navigation.py"), default_timeout=90).run()


def case_of(app: AppTest) -> Any:
    return app.session_state[STATE].call.case


def open_box(app: AppTest, key: str) -> AppTest:
    """Open what is drawn only while somebody looks at it."""
    app.session_state[f"{key}_{app.session_state[STATE].number}"] = True
    return app.run()


def button(app: AppTest, label: str) -> Any:
    found = [one for one in app.button if one.label == label]
    assert found, f"There is no button “{label}” but {[one.label for one in app.button]}."
    return found[0]


def keyed(widgets: Any, key: str) -> Any:
    """The widget whose key begins so (the number of the call stands behind)."""
    found = [one for one in widgets if (one.key or "").rpartition("_")[0] == key]
    assert found, f"There is no field {key} but {[one.key for one in widgets]}."
    return found[0]


def say(app: AppTest, words: str) -> AppTest:
    return keyed(app.text_area, "words").set_value(words).run()


def sample(app: AppTest) -> AppTest:
    return button(app, "Load a sample case").click().run()


def texts(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption))


def look_at(app: AppTest, fact: str) -> AppTest:
    """Open the folded questions and choose one."""
    number = app.session_state[STATE].number
    app.session_state[f"folded_{number}"] = True
    app.run()
    return keyed(app.selectbox, "look_at").set_value(fact).run()


def test_an_empty_request_shows_the_words_field_and_where_the_recommendation_will_be(app: AppTest) -> None:
    assert not app.exception
    assert [one.value for one in app.title] == ["New call"]
    assert [one.label for one in app.text_area] == ["In their own words"]
    assert [one.value for one in app.header] == ["The recommendation appears here"]
    assert len(app.metric) == 0


def test_a_newcomer_sees_an_answer_with_one_click(app: AppTest) -> None:
    sample(app)
    assert not app.exception
    assert [one.value for one in app.title] == ["Harbour Dental Supplies"]
    assert app.header[-1].value.startswith(":orange-badge[:material/search: Check first] “")
    assert [one.label for one in app.metric] == ["Once, firm", "Once, at most", "A month"]
    assert app.subheader[0].value.startswith("1 · Assess · ")


def test_the_words_of_the_story_become_three_wants_and_a_recommendation(app: AppTest) -> None:
    say(app, WORDS)
    assert not app.exception
    assert [(want.offering, want.quantity) for want in case_of(app).wants] == [
        ("crm_suite", 40),
        ("second_server", 1),
        ("night_support", 1),
    ]
    assert case_of(app).words == WORDS
    assert "“" in app.header[-1].value and len(app.subheader) > 0


def test_each_answer_is_kept_and_changing_the_second_keeps_all_others(app: AppTest) -> None:
    say(app, "CRM for 40 people")
    open_box(app, "why_crm_suite")
    keyed(app.selectbox, "purpose_crm_suite").set_value("faster_quotes").run()
    given: dict[str, str] = {}
    for _ in range(12):
        asked = [one for one in app.button if (one.key or "").startswith("next_")]
        fields = [one for one in app.number_input if (one.key or "").startswith("next_")]
        if not asked:
            break
        before = set(case_of(app).answers)
        if fields:
            fields[0].set_value(30).run()
            next(
                one for one in app.button if one.label == "Answer" and (one.key or "").startswith("next_")
            ).click().run()
        else:
            asked[0].click().run()
        for name in set(case_of(app).answers) - before:
            given[name] = str(case_of(app).answers[name])
    assert len(given) >= 4, given
    assert list(case_of(app).answers) == list(given)
    second = list(given)[1]
    look_at(app, second)
    keyed(
        app.button,
        next(
            one.key
            for one in app.button
            if (one.key or "").startswith(f"other_{second}_") and one.label == "We don’t know"
        ).rpartition("_")[0],
    ).click().run()
    now = {name: str(there) for name, there in case_of(app).answers.items()}
    assert case_of(app).answers[second] == Answer(UNKNOWN)
    assert {name: said for name, said in now.items() if name != second} == {
        name: said for name, said in given.items() if name != second
    }


def test_a_withdrawn_answer_is_as_if_it_had_never_been_asked(app: AppTest) -> None:
    sample(app)
    before = dict(case_of(app).answers)
    look_at(app, "users")
    button(app, "Withdraw the answer").click().run()
    assert set(before) - set(case_of(app).answers) == {"users"}
    assert not app.exception


def test_a_reported_answer_is_an_assumption_that_can_be_confirmed(app: AppTest) -> None:
    sample(app)
    look_at(app, "users")
    button(app, "It is only reported").click().run()
    assert case_of(app).answers["users"] == Answer(30, sure=False)
    keyed(app.button, next(one.key for one in app.button if one.label == "confirmed").rpartition("_")[0]).click().run()
    assert case_of(app).answers["users"] == Answer(30)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (0, "0 cannot be ordered; write a number from 1 to 100,000, or take the line off."),
        (-3, "−\N{WORD JOINER}3 cannot be ordered; write a number from 1 to 100,000, or take the line off."),
        (100_001, "100,001 cannot be ordered; write a number from 1 to 100,000, or take the line off."),
    ],
)
def test_a_quantity_that_cannot_be_is_kept_in_its_field_with_a_sentence(
    app: AppTest, typed: int, sentence: str
) -> None:
    sample(app)
    keyed(app.number_input, "quantity_crm_suite").set_value(typed).run()
    assert [one.value for one in app.error] == [sentence]
    assert keyed(app.number_input, "quantity_crm_suite").value == typed
    assert case_of(app).wants[0].quantity == 40
    keyed(app.number_input, "quantity_crm_suite").set_value(100_000).run()
    assert len(app.error) == 0 and case_of(app).wants[0].quantity == 100_000


def test_an_answer_out_of_range_is_kept_in_its_field_with_a_sentence(app: AppTest) -> None:
    sample(app)
    look_at(app, "users")
    keyed(app.number_input, "other_users_typed").set_value(501).run()
    next(one for one in app.button if (one.key or "").startswith("other_users_typed")).click().run()
    assert [one.value for one in app.error] == [
        "501\N{NO-BREAK SPACE}people cannot be; it is between 1 and 500\N{NO-BREAK SPACE}people."
    ]
    assert keyed(app.number_input, "other_users_typed").value == 501
    assert case_of(app).answers["users"] == Answer(30)
    keyed(app.number_input, "other_users_typed").set_value(500).run()
    next(one for one in app.button if (one.key or "").startswith("other_users_typed")).click().run()
    assert len(app.error) == 0 and case_of(app).answers["users"] == Answer(500)


def test_a_budget_below_nothing_is_refused_and_one_of_nothing_is_a_limit(app: AppTest) -> None:
    sample(app)
    keyed(app.number_input, "budget_once").set_value(-1.0).run()
    assert (
        app.error[0].value
        == "−\N{WORD JOINER}1 is less than nothing; write an amount from 0, or leave the field empty."
    )
    assert case_of(app).budget.once is None
    keyed(app.number_input, "budget_once").set_value(20_000.0).run()
    assert len(app.error) == 0 and case_of(app).budget.once == 2_000_000


def test_words_in_which_nothing_is_understood_offer_offerings_and_results(app: AppTest) -> None:
    say(app, "Everything is slow, and nobody knows why.")
    assert app.info[0].value.startswith("Nothing on the price list and no result was recognised in these words")
    assert [one.value for one in app.header] == ["The recommendation appears here"]
    assert {"What they ask for", "What they want to reach"} <= {one.label for one in app.selectbox}
    assert keyed(app.text_area, "words").value == "Everything is slow, and nobody knows why."


def test_a_result_alone_is_a_request(app: AppTest) -> None:
    say(app, "Everything is slow, and nobody knows why.")
    keyed(app.selectbox, "pick_outcome").set_value("faster_quotes").run()
    assert not app.exception
    assert case_of(app).wants == () and [one.outcome for one in case_of(app).outcomes] == ["faster_quotes"]
    assert "“" in app.header[-1].value


def test_a_want_that_was_taken_off_does_not_come_back_with_the_next_words(app: AppTest) -> None:
    say(app, WORDS)
    open_box(app, "why_second_server")
    keyed(app.button, "off_second_server").click().run()
    say(app, f"{WORDS} Soon.")
    assert [want.offering for want in case_of(app).wants] == ["crm_suite", "night_support"]


def test_what_they_insist_on_is_their_choice(app: AppTest) -> None:
    sample(app)
    open_box(app, "why_second_server")
    keyed(app.checkbox, "insists_second_server").check().run()
    assert case_of(app).wants[1].insists
    assert ":violet-badge[your choice]" in texts(app)


def test_the_last_change_is_said_in_one_sentence(app: AppTest) -> None:
    sample(app)
    assert len(app.info) == 0
    look_at(app, "people_with_customers")
    keyed(app.number_input, "other_people_with_customers_typed").set_value(31).run()
    next(one for one in app.button if (one.key or "").startswith("other_people_with_customers_typed")).click().run()
    assert app.info[0].value.startswith("Changed by the last answer: ")
    assert "the CRM 31 instead of 30" in app.info[0].value


def test_a_new_call_begins_empty_with_a_reference_of_its_own(app: AppTest) -> None:
    sample(app)
    button(app, "New call").click().run()
    assert case_of(app).wants == () and case_of(app).answers == {}
    assert case_of(app).customer.reference not in ("", "EX-114")
    assert keyed(app.text_area, "words").value == ""


def test_a_list_of_pcs_comes_from_a_file_and_a_bad_cell_is_named_and_the_rest_kept(app: AppTest) -> None:
    sample(app)
    app.session_state[f"table_pcs_{app.session_state[STATE].number}"] = True
    app.run()
    content = b"Name;Quantity;RAM (GB);CRM user\nfront desk;12;4;yes\nstore;3;lots;no\n"
    app.file_uploader[0].set_value(("pcs.csv", content, "text/csv")).run()
    assert [one.value for one in app.warning] == [
        "Row 3 (store), RAM, GB: “lots” is no number; write it in figures, such as 12."
    ]
    button(app, "Take over 2 rows").click().run()
    rows = case_of(app).answers["pcs"].value
    assert [(row["name"], row["count"], row["ram_gb"], row["crm_user"]) for row in rows] == [
        ("front desk", 12, 4, "yes"),
        ("store", 3, UNKNOWN, "no"),
    ]


def test_a_broken_pack_is_not_recommended_from_and_every_fault_is_listed_with_its_place(
    project: Path, root_with: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = root_with / "rules" / "water" / "facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("range:", "rnage:", 1), "utf-8")
    (root_with / "rules" / "water" / "rooms" / "no_lemonade.yaml").write_text(
        "title: \tLemonade\nwhen: people =\n", "utf-8"
    )
    app = open_app(project, root_with, monkeypatch)
    assert not app.exception
    assert [one.value for one in app.title] == ["The rules cannot be used"]
    assert len(app.header) == 0 and len(app.text_area) == 0
    listed = app.table[0].value
    assert list(listed.columns) == ["File", "Line", "What is wrong", "What to do"]
    assert {"rules/water/facts.yaml", "rules/water/rooms/no_lemonade.yaml"} <= set(listed["File"])
    assert all(sentence.strip() for sentence in listed["What is wrong"])
    assert f": {len(listed)}." in app.error[0].value


def test_with_two_packs_one_is_chosen_and_a_broken_one_says_so_without_stopping_the_other(
    project: Path, root_with: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("rules", "data"):
        shutil.copytree(root_with / part / "water", root_with / part / "bread")
    (root_with / "rules" / "bread" / "facts.yaml").write_text("people: {", "utf-8")
    app = open_app(project, root_with, monkeypatch)
    assert [one.value for one in app.title] == ["New call"]
    picker = keyed(app.selectbox, "field_of")
    assert picker.value == "water" and picker.options[1].startswith("bread (cannot be used: ")
    picker.set_value("bread").run()
    assert [one.value for one in app.title] == ["The rules cannot be used"]
    keyed(app.selectbox, "field_of").set_value("water").run()
    sample(app)
    assert "field_of_business" not in [one.key for one in app.selectbox]


def test_a_folder_without_packs_says_so(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(project, tmp_path, monkeypatch)
    assert not app.exception
    assert [one.value for one in app.title] == ["There are no rules yet"]


def test_another_pack_works_without_a_change_of_the_page(
    project: Path, root_with: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(project, root_with, monkeypatch)
    sample(app)
    assert not app.exception
    assert len(app.header) > 0 and "“" in app.header[-1].value


@pytest.mark.parametrize(
    ("fact", "given"),
    [
        ("people", Answer(30)),
        ("hardness", Answer(Fraction(25, 2))),
        ("pressure", Answer("low")),
        ("drinks", Answer(frozenset({"still", "hot"}))),
        ("moving_in", Answer(date(2027, 1, 31))),
    ],
)
def test_every_kind_of_question_has_its_field(
    project: Path, root_with: Path, monkeypatch: pytest.MonkeyPatch, fact: str, given: Answer
) -> None:
    app = open_app(project, root_with, monkeypatch)
    look_at(sample(app), fact)
    typed = f"other_{fact}_typed"
    match given.value:
        case str():
            keyed(app.button, f"other_{fact}_0").click().run()
        case frozenset():
            keyed(app.multiselect, typed).set_value(["still", "hot"]).run()
        case date():
            keyed(app.date_input, typed).set_value(given.value).run()
        case number:
            keyed(app.number_input, typed).set_value(float(number) if fact == "hardness" else number).run()  # type: ignore[arg-type]
    if not isinstance(given.value, str):
        next(one for one in app.button if (one.key or "").startswith(typed)).click().run()
    assert not app.exception
    assert case_of(app).answers[fact] == given


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (
            StoreReadOnly("/srv/store.db"),
            "the store may not be written: /srv/store.db. Give the user that runs the advisor",
        ),
        (NotAllowed("suggest words"), "your role does not allow this"),
    ],
)
def test_a_correction_that_cannot_be_suggested_holds_in_the_call_and_says_why(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, fault: Exception, cause: str
) -> None:
    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr("app_pages.call_words.suggest_words", refuse)
    say(app, "a CRM for 12")
    open_box(app, "heard")
    keyed(app.selectbox, "means_crm_suite_2").set_value("erp_suite").run()
    assert [want.offering for want in case_of(app).wants] == ["erp_suite"]
    told = [one.value for one in app.warning]
    assert any(
        one.startswith(f"“CRM” is understood so in this call, but was not suggested to the rule editors: {cause}")
        for one in told
    ), told
    say(app, "a CRM for 13")
    assert not any("suggested to the rule editors" in one.value for one in app.warning)


def test_what_they_left_open_is_asked_and_a_match_is_taken_away_with_one_click(app: AppTest) -> None:
    say(app, "a CRM for 12, a few desk phones and no new laptops")
    assert [want.offering for want in case_of(app).wants] == ["crm_suite"]
    assert ":green-background[:material/check: CRM]" in texts(app)
    keyed(app.number_input, "ask_many_desk_phone").set_value(7).run()
    assert [(want.offering, want.quantity) for want in case_of(app).wants] == [("crm_suite", 12), ("desk_phone", 7)]
    open_box(app, "heard")
    next(one for one in app.button if (one.key or "").startswith("unheard_crm_suite")).click().run()
    assert not app.exception
    assert [want.offering for want in case_of(app).wants] == ["desk_phone"]
