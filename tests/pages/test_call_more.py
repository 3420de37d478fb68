"""What else is done on the page during a call: results measured, a stance proposed, something tried and taken back, tables pasted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_call_flow import button, case_of, keyed, look_at, open_app, open_box, say, texts

from advisor.case import NamedOutcome
from advisor.values import UNKNOWN


@pytest.fixture
def water(project: Path, root_with: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page on the small pack of the tests."""
    return open_app(project, root_with, monkeypatch)


def thirty_people(app: AppTest) -> AppTest:
    """The sample case of thirty people and two dispensers."""
    return next(one for one in app.button if one.label.endswith("EX-7")).click().run()


def said(app: AppTest) -> list[str]:
    return [str(one.value) for one in app.caption]


def tables(app: AppTest) -> list[Any]:
    return [one.value for one in app.table]


def test_results_are_measured_and_put_in_order_in_the_customers_words(water: AppTest) -> None:
    thirty_people(water)
    assert [one.outcome for one in case_of(water).outcomes] == ["fewer_bottles", "water_at_hand"]
    open_box(water, "outcomes")
    keyed(water.text_input, "measure_fewer_bottles").set_value("crates carried a week").run()
    open_box(water, "outcomes")
    keyed(water.text_input, "target_fewer_bottles").set_value("none").run()
    open_box(water, "outcomes")
    keyed(water.button, "up_water_at_hand").click().run()
    assert case_of(water).outcomes == (
        NamedOutcome("water_at_hand"),
        NamedOutcome("fewer_bottles", "crates carried a week", "", "none"),
    )
    assert not water.exception


def test_insisting_words_propose_a_stance_that_one_click_takes(water: AppTest) -> None:
    say(water, "A dispenser. Just do it.")
    assert "They say “just do it”: judge their wishes “as asked”?" in said(water)
    button(water, "As asked").click().run()
    assert case_of(water).stance == "as_asked"
    assert not any("just do it" in one for one in said(water))


def test_a_proposed_stance_that_is_left_is_not_proposed_again(water: AppTest) -> None:
    say(water, "A dispenser. Just do it.")
    button(water, "leave it").click().run()
    assert case_of(water).stance == "need_led"
    assert not any("just do it" in one for one in said(water))


def test_the_other_stances_say_what_they_would_change_while_one_looks(water: AppTest) -> None:
    say(water, "Five dispensers")
    assert not any(one.startswith("Advised: ") for one in said(water))
    open_box(water, "stance_box")
    assert [one.partition(":")[0] for one in said(water) if one.startswith(("Advised: ", "As asked: "))] == [
        "Advised",
        "As asked",
    ]


def test_something_is_tried_and_the_call_as_it_was_comes_back_with_every_answer(water: AppTest) -> None:
    thirty_people(water)
    before = case_of(water)
    button(water, "What if …").click().run()
    assert case_of(water) == before
    look_at(water, "people")
    keyed(water.number_input, "other_people_typed").set_value(90).run()
    next(one for one in water.button if (one.key or "").startswith("other_people_typed")).click().run()
    assert case_of(water).answers["people"].value == 90
    [compared] = tables(water)
    assert list(compared.columns) == ["What", "As it was", "Now", "Why"]
    assert any("**" in cell for cell in compared["Now"])
    button(water, "Back to how it was").click().run()
    assert case_of(water) == before and tables(water) == []


def test_what_was_tried_can_be_kept(water: AppTest) -> None:
    thirty_people(water)
    button(water, "What if …").click().run()
    keyed(water.number_input, "quantity_dispenser").set_value(7).run()
    button(water, "Keep this").click().run()
    assert case_of(water).wants[0].quantity == 7
    assert tables(water) == [] and button(water, "What if …")


def test_what_could_stand_in_a_lines_place_is_shown_when_asked_for(water: AppTest) -> None:
    thirty_people(water)
    ask = next(one for one in water.button if one.label == "What else would do?")
    ask.click().run()
    assert not water.exception
    assert "**Instead of it**" in texts(water)


def test_answers_that_make_no_difference_are_kept_and_shown_as_such(water: AppTest) -> None:
    thirty_people(water)
    look_at(water, "people")
    marked = [one for one in texts(water).splitlines() if "kept; makes no difference now" in one]
    assert any("What do people drink?" in one for one in marked)
    assert not any("How many people are at work" in one for one in marked)
    assert "drinks" in case_of(water).answers


def test_a_table_is_pasted_looked_at_and_taken_over(water: AppTest) -> None:
    thirty_people(water)
    open_box(water, "table_rooms")
    field = keyed(water.text_area, "paste_rooms_0")
    field.set_value("name\tseats\thas tap\nhall\t12\tno\nattic\tmany\tyes\n").run()
    assert not water.exception
    assert any("Row 3 (attic), Seats, people: “many” is no number" in str(one.value) for one in water.warning)
    button(water, "Take over 2 rows").click().run()
    rows = case_of(water).answers["rooms"].value
    assert [(row["name"], row["seats"], row["has_tap"]) for row in rows] == [
        ("hall", 12, "no"),
        ("attic", UNKNOWN, "yes"),
    ]


def test_rooms_that_are_all_alike_are_one_row(water: AppTest) -> None:
    say(water, "A dispenser")
    look_at(water, "rooms")
    keyed(water.number_input, "alike_rooms").set_value(12).run()
    button(water, "One row for all").click().run()
    [row] = case_of(water).answers["rooms"].value
    assert (row["name"], row["count"], row["seats"]) == ("all", 12, UNKNOWN)


def test_none_alike_is_refused_in_a_sentence(water: AppTest) -> None:
    say(water, "A dispenser")
    look_at(water, "rooms")
    keyed(water.number_input, "alike_rooms").set_value(0).run()
    button(water, "One row for all").click().run()
    assert "rooms" not in case_of(water).answers
    assert any(
        "0 cannot be counted; write how many there are, from 1 to 100,000." in str(one.value) for one in water.error
    )
