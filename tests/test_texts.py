"""The texts of rules: their places, what is wrong with them, and what they say in one case."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.pack import Unit
from advisor.texts import Slot, TextFault, check_text, fill, slots
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Value

PEOPLE, GB = Unit("person", "people"), Unit("GB", "GB")
NAMES = frozenset({"users", "deployment", "needed", "have"})
CAPABILITIES = frozenset({"server_memory", "server_cores"})


def test_the_places_of_a_text_are_found_in_order() -> None:
    assert slots("For {users} people {needed.server_memory}; {phones|phone|phones}.") == (
        Slot("users"),
        Slot("needed", "server_memory"),
        Slot("phones", "", "phone", "phones"),
    )
    assert slots("Nothing to fill in.") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "For {users people",
            "A curly brace stands alone near “For {users people”. Put the name between { and }, or take the brace out.",
        ),
        (
            "users} people",
            "A curly brace stands alone near “users} people”. Put the name between { and }, or take the brace out.",
        ),
        ("{}", "{} is not a name. Write the id of a fact between the braces, as in {users}."),
        ("{2 + users}", "{2 + users} is not a name. Write the id of a fact between the braces, as in {users}."),
        ("{users:.1f}", "{users:.1f} is not a name. Write the id of a fact between the braces, as in {users}."),
        (
            "{phones|phone}",
            "{phones|phone} has to bring the word for one and the word for many. Write it as in {phones|phone|phones}.",
        ),
        (
            "{phones||}",
            "{phones||} has to bring the word for one and the word for many. Write it as in {phones|phone|phones}.",
        ),
    ],
)
def test_broken_braces_are_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(TextFault) as caught:
        slots(text)
    assert str(caught.value) == said
    assert check_text(text, NAMES, CAPABILITIES) == [(caught.value.what, caught.value.cure)]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{users} people need {needed.server_memory} and {needed}.", []),
        ("{usrs} people.", [("The text names {usrs}, which does not exist here.", "Did you mean users?")]),
        (
            "{turnover}",
            [
                (
                    "The text names {turnover}, which does not exist here.",
                    "Write the id of a fact or a formula, or leave it out.",
                )
            ],
        ),
        (
            "{needed.server_memry}",
            [
                (
                    "The text names {needed.server_memry}, but the rule needs no server_memry.",
                    "Did you mean server_memory?",
                )
            ],
        ),
        (
            "{have.seats}",
            [("The text names {have.seats}, but the rule needs no seats.", "It needs server_cores, server_memory.")],
        ),
        (
            "{users.many}",
            [
                (
                    "The text names {users.many}, and users takes nothing after a dot.",
                    "Only needed, have, short, needed_here take a capability.",
                )
            ],
        ),
        ("{usrs} {usrs}", [("The text names {usrs}, which does not exist here.", "Did you mean users?")]),
    ],
)
def test_a_name_that_does_not_exist_is_found_when_the_pack_is_loaded(text: str, faults: list[tuple[str, str]]) -> None:
    assert check_text(text, NAMES, CAPABILITIES) == faults


def test_a_text_is_filled_with_units_that_are_symbols_only() -> None:
    text = "{users} people at work need {needed.server_memory}: it has {have}."
    values: dict[str, tuple[Value, Unit | None] | str] = {
        "users": (30, PEOPLE),
        "needed.server_memory": (1024, GB),
        "have": "nothing",
    }
    assert fill(text, values) == "30 people at work need 1,024\u00a0GB: it has nothing."


def test_a_counted_word_stands_in_the_singular_for_one_only() -> None:
    def said(value: Value) -> str | None:
        return fill("There are {phones|phone|phones}.", {"phones": (value, None)})

    assert said(1) == "There are 1\u00a0phone."
    assert said(2) == "There are 2\u00a0phones."
    assert said(0) == "There are 0\u00a0phones."


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("{n} people hand out cards.", 12, "Twelve people hand out cards."),
        ("{n} people hand out cards.", 13, "13 people hand out cards."),
        ("{n|PC has|PCs have} 4 GB.", 1, "One PC has 4 GB."),
        ("{n|PC has|PCs have} 4 GB.", 0, "No PCs have 4 GB."),
        ("Look: {n} people. {n} people wait.", 3, "Look: three people. Three people wait."),
        ("One line takes 20, and {n} faxes reach you.", 0, "One line takes 20, and no faxes reach you."),
        ("One line takes 20, and {n} faxes reach you.", 3, "One line takes 20, and 3 faxes reach you."),
        ("There is room for {n} people.", 0, "There is room for 0 people."),  # not "for no people"
        ("{n} mm are missing.", 3, "3 mm are missing."),
        ("{n} dpi are enough.", 3, "3 dpi are enough."),
    ],
)
def test_a_small_count_that_begins_a_sentence_is_a_word(text: str, number: int, said: str) -> None:
    filled = fill(text, {"n": (number, None)})
    assert filled is not None and filled.replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_number_with_a_symbol_stays_in_figures() -> None:
    assert fill("{n} need power.", {"n": (8, GB)}) == "8\u00a0GB need power."


def test_other_values_are_said_in_words() -> None:
    values: dict[str, tuple[Value, Unit | None] | str] = {
        "where": ("on_premises", None),
        "late": (True, None),
        "day": (date(2026, 3, 1), None),
        "channels": (frozenset({"web_chat", "mail"}), None),
        "pcs": (({"count": 3},), None),
    }
    text = "It runs {where}, late: {late}, from {day}, by {channels}, {pcs}."
    assert fill(text, values) == "It runs on premises, late: yes, from 1 March 2026, by mail and web chat, 3\u00a0rows."


def test_a_text_that_begins_with_a_word_filled_in_begins_with_a_capital() -> None:
    assert fill("{where} is what you have.", {"where": ("hosted", None)}) == "Hosted is what you have."
    assert fill("{rows} lack memory.", {"rows": "the front desk"}) == "The front desk lack memory."
    assert fill("iPads: {users}.", {"users": (3, None)}) == "iPads: 3."


@pytest.mark.parametrize("value", [UNKNOWN, DOES_NOT_APPLY, BEYOND_TABLE])
def test_a_text_with_a_value_that_is_not_known_is_not_used(value: Value) -> None:
    assert fill("It has {have}.", {"have": (value, GB)}) is None


def test_a_text_with_a_value_that_is_missing_is_not_used() -> None:
    assert fill("It has {have}.", {"users": (3, None)}) is None
    assert fill("Nothing to fill in.", {}) == "Nothing to fill in."


@given(st.text(alphabet="{}|. aé_users"))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for what, cure in check_text(text, NAMES, CAPABILITIES):
        assert what.endswith(".")
        assert cure.endswith((".", "?"))
    try:
        filled = fill(text, {})
    except TextFault:
        assert check_text(text, NAMES, CAPABILITIES)
    else:
        assert filled == (None if slots(text) else text)
