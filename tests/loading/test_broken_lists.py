"""What is said about the other lists of a pack that are at fault, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# what happened, file, text that is there (none: the whole file), text in its place, every message
BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    (
        "of names an inventory that is misspelt",
        "rules/water/capabilities.yaml",
        "of: rooms",
        "of: room",
        [
            "rules/water/capabilities.yaml, line 6: There is no inventory `room`. Did you mean rooms?",
        ],
    ),
    (
        "already compares with a choice that is misspelt",
        "rules/water/capabilities.yaml",
        "pressure >= normal",
        "pressure >= norml",
        [
            "rules/water/capabilities.yaml, line 16: `when`: norml is not a choice of pressure. Did you mean normal?",
        ],
    ),
    (
        "demands is unknown",
        "rules/water/capabilities.yaml",
        "demands: highest, supplies: best}\nsoft",
        "demands: most, supplies: best}\nsoft",
        [
            "rules/water/capabilities.yaml, line 17: `demands` cannot be “most”. Write add or highest.",
        ],
    ),
    (
        "a source is a page and a judgement",
        "rules/water/sources.yaml",
        "  judgement: head fitter",
        "  judgement: head fitter\n  link: https://a.example",
        [
            "rules/water/sources.yaml, line 5: "
            "The source `fitters` has both a link and a judgement. Write `link` and `checked_on` for a "
            "page, or `judgement` and the role for what somebody knows.",
        ],
    ),
    (
        "a source is neither page nor judgement",
        "rules/water/sources.yaml",
        "  judgement: head fitter\n",
        "",
        [
            "rules/water/sources.yaml, line 5: "
            "The source `fitters` has neither a link nor a judgement. Write `link` and `checked_on` for a "
            "page, or `judgement` and the role for what somebody knows.",
        ],
    ),
    (
        "a page was never checked",
        "rules/water/sources.yaml",
        "  checked_on: 2026-01-10\n",
        "",
        [
            "rules/water/sources.yaml, line 1: "
            "`checked_on` of `drinking_guide` is missing. Write `checked_on`: the day the page was last "
            "read, such as 2026-11-21.",
        ],
    ),
    (
        "a link is no address",
        "rules/water/sources.yaml",
        "https://www",
        "www",
        [
            "rules/water/sources.yaml, line 3: `link` must begin with `https://`. Write the whole address of the page.",
        ],
    ),
    (
        "a day is not in the calendar",
        "rules/water/sources.yaml",
        "2026-01-10",
        "2026-02-30",
        [
            "rules/water/sources.yaml, line 4: "
            "`checked_on`: there is no day 2026-02-30 in the calendar. Write year, month and day, such as "
            "`2026-11-21`.",
        ],
    ),
    (
        "a day is written the other way round",
        "rules/water/sources.yaml",
        "2026-01-10",
        "10.1.2026",
        [
            "rules/water/sources.yaml, line 4: "
            "`checked_on` must be a day, and is “10.1.2026”. Write year, month and day, such as "
            "`2026-11-21`.",
        ],
    ),
    (
        "a why question is about nothing",
        "rules/water/why.yaml",
        "water_at_hand:",
        "water_on_hand:",
        [
            "rules/water/why.yaml, line 8: "
            "There is no offering or outcome `water_on_hand`. Did you mean water_at_hand?",
        ],
    ),
    (
        "an answer to why leads nowhere",
        "rules/water/why.yaml",
        ", simply_wanted: yes",
        "",
        [
            "rules/water/why.yaml, line 5: "
            "“Our visitors like it” leads to nothing. Write `outcome` or `fact` or both, or else "
            "`simply_wanted: yes`, or `counter`.",
        ],
    ),
    (
        "an answer to why is simply wanted and leads to an outcome too",
        "rules/water/why.yaml",
        ", simply_wanted: yes",
        ", simply_wanted: yes, outcome: fewer_bottles",
        [
            "rules/water/why.yaml, line 5: "
            "“Our visitors like it” leads to outcome and simply_wanted. Write `outcome` or `fact` or both, or "
            "else `simply_wanted: yes`, or `counter`.",
        ],
    ),
    (
        "a counter-question is neither a text nor a question with answers",
        "rules/water/why.yaml",
        "counter: Cheaper than what?",
        "counter: [Cheaper than what?]",
        [
            "rules/water/why.yaml, line 7: `counter` is “['Cheaper than what?']”. Write the question, or `asks` and "
            "`answers` of it.",
        ],
    ),
    (
        "a counter-question asks back once more",
        "rules/water/why.yaml",
        "counter: Cheaper than what?",
        "counter: {asks: Cheaper than what?, answers: [{says: Than bottles, counter: Which bottles?}]}",
        [
            "rules/water/why.yaml, line 7: “Than bottles” asks back where a question was asked back already. Let it "
            "lead to an outcome, a fact or `simply_wanted: yes`: two questions about one wish are enough.",
        ],
    ),
    (
        "an answer to why settles a fact with an answer that it cannot have",
        "rules/water/why.yaml",
        "fact: {water_meter: no}",
        "fact: {water_meter: perhaps}",
        [
            "rules/water/why.yaml, line 11: `water_meter` is answered with yes or no, not with “perhaps”. Write "
            "`yes`, `no` or `unknown`.",
        ],
    ),
    (
        "an answer to why leads to an outcome that is misspelt",
        "rules/water/why.yaml",
        "outcome: fewer_bottles",
        "outcome: fewer_bottle",
        [
            "rules/water/why.yaml, line 4: There is no outcome `fewer_bottle`. Did you mean fewer_bottles?",
        ],
    ),
    (
        "the currency is missing",
        "rules/water/pack.yaml",
        "currency: EUR\n",
        "",
        [
            "rules/water/pack.yaml, line 1: "
            "`currency` is missing. Write `currency`: the currency of all prices, such as EUR.",
        ],
    ),
    (
        "the currency is a word",
        "rules/water/pack.yaml",
        "currency: EUR",
        "currency: Euro",
        [
            "rules/water/pack.yaml, line 2: "
            "`currency` must be the three letters of a currency. Write `EUR`, `USD`, `GBP` or the like.",
        ],
    ),
    (
        "the horizon is in words",
        "rules/water/pack.yaml",
        "horizon_months: 24",
        "horizon_months: two years",
        [
            "rules/water/pack.yaml, line 3: "
            "`horizon_months` must be a number, and is “two years”. Write a number such as `12` or `0.5`.",
        ],
    ),
    (
        "the horizon is zero",
        "rules/water/pack.yaml",
        "horizon_months: 24",
        "horizon_months: 0",
        [
            "rules/water/pack.yaml, line 3: "
            "`horizon_months` is 0; it must lie between 1 and 120. Write a whole number from 1 to 120.",
        ],
    ),
    (
        "the contact is misspelt",
        "rules/water/pack.yaml",
        "  contact: the front desk",
        "  contakt: the front desk",
        [
            "rules/water/pack.yaml, line 7: `seller.contact` is missing. Write `contact`: whom the customer asks.",
            "rules/water/pack.yaml, line 10: `contakt` is not a key of `seller`. Did you mean contact?",
        ],
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "messages"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_every_message_is_said_word_for_word(
    file: str, old: str, new: str, messages: list[str], messages_after: Callable[[str, str, str], list[str]]
) -> None:
    assert messages_after(file, old, new) == messages
