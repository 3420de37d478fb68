"""What is said about a request that is at fault, word for word, at its field."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.loading.load_case import read_case
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Place

GOOD = {"pack": "water", "date": "2026-01-20"}

# what happened, what is changed in a good case, every message after its field
BROKEN: list[tuple[str, dict[str, Any], list[str]]] = [
    (
        "a key is misspelt",
        {"answrs": {}},
        [
            "answrs: `answrs` is not a key of a case. Did you mean answers?",
        ],
    ),
    (
        "the pack is another",
        {"pack": "fire"},
        [
            "pack: The case belongs to the pack “fire”, and is read with `water`. Correct `pack`, or "
            "choose the other pack.",
        ],
    ),
    (
        "the date is missing",
        {"date": None},
        [
            "date: `date` is missing. Write `date`: the day of the conversation, such as 2026-11-21.",
        ],
    ),
    (
        "the date is no day",
        {"date": "tomorrow"},
        [
            "date: `date` must be a day, and is “tomorrow”. Write year, month and day, such as `2026-11-21`.",
        ],
    ),
    (
        "the customer is a word",
        {"customer": "Example Ltd"},
        [
            "customer: `customer` needs names and values. Write `name: value` in the next lines, indented.",
        ],
    ),
    (
        "a key of the customer is misspelt",
        {"customer": {"nane": "x"}},
        [
            "customer.nane: `nane` is not a key of `customer`. Did you mean name?",
        ],
    ),
    (
        "the wants are no list",
        {"request": {"wants": {"offering": "pump"}}},
        [
            "request.wants: `request.wants` must be a list. Begin each entry with `- ` in a line of its own.",
        ],
    ),
    (
        "a want is a word",
        {"request": {"wants": ["pump"]}},
        [
            "request.wants.0: Here a want was expected, with a name and a colon in each line. Compare it "
            "with a file that works.",
        ],
    ),
    (
        "an offering is misspelt",
        {"request": {"wants": [{"offering": "dispensr"}]}},
        [
            "request.wants.0.offering: There is no offering “dispensr” on the price list. Did you mean dispenser?",
        ],
    ),
    (
        "a quantity is zero",
        {"request": {"wants": [{"offering": "pump", "quantity": 0}]}},
        [
            "request.wants.0.quantity: `quantity` is 0; it must lie between 1 and 100000. Write a whole "
            "number from 1 to 100000.",
        ],
    ),
    (
        "a quantity is negative",
        {"request": {"wants": [{"offering": "pump", "quantity": -3}]}},
        [
            "request.wants.0.quantity: `quantity` is -3; it must lie between 1 and 100000. Write a whole "
            "number from 1 to 100000.",
        ],
    ),
    (
        "a quantity is a half",
        {"request": {"wants": [{"offering": "pump", "quantity": 1.5}]}},
        [
            "request.wants.0.quantity: `quantity` must be a whole number, and is 1.5. Write a whole "
            "number from 1 to 100000.",
        ],
    ),
    (
        "a quantity is absurd",
        {"request": {"wants": [{"offering": "pump", "quantity": 100001}]}},
        [
            "request.wants.0.quantity: `quantity` is 100001; it must lie between 1 and 100000. Write a "
            "whole number from 1 to 100000.",
        ],
    ),
    (
        "a quantity is in words",
        {"request": {"wants": [{"offering": "pump", "quantity": "forty"}]}},
        [
            "request.wants.0.quantity: `quantity` must be a number, and is “forty”. Write a number such "
            "as `12` or `0.5`.",
        ],
    ),
    (
        "a want is empty",
        {"request": {"wants": [{"why": "because"}]}},
        [
            "request.wants.0: This want has neither an offering nor `asks`. Write `offering` and "
            "`quantity`, or `asks: {fact: value}`.",
        ],
    ),
    (
        "a want is two things",
        {"request": {"wants": [{"offering": "pump", "asks": {"people": 3}}]}},
        [
            "request.wants.0: This want has both an offering and `asks`. Write `offering` and `quantity`, "
            "or `asks: {fact: value}`.",
        ],
    ),
    (
        "a want asks two things",
        {"request": {"wants": [{"asks": {"people": 3, "hardness": 2}}]}},
        [
            "request.wants.0.asks: `asks` names 2 facts. Make a want of each.",
        ],
    ),
    (
        "a wish is for an unknown fact",
        {"request": {"wants": [{"asks": {"hardnes": 3}}]}},
        [
            "request.wants.0.asks.hardnes: There is no fact “hardnes” that can be wished for. Did you mean hardness?",
        ],
    ),
    (
        "a wish is out of range",
        {"request": {"wants": [{"asks": {"hardness": 41}}]}},
        [
            "request.wants.0.asks.hardness: `hardness` is 41; it must lie between 0 and 40 °dH. Look for "
            "a slip of the hand; if it is right, the range of `hardness` in facts.yaml is too narrow.",
        ],
    ),
    (
        "a wish is unknown",
        {"request": {"wants": [{"asks": {"hardness": "unknown"}}]}},
        [
            "request.wants.0.asks.hardness: A wish needs a value. Write what `hardness` should be.",
        ],
    ),
    (
        "a want's outcome is misspelt",
        {"request": {"wants": [{"offering": "pump", "outcome": "water_on_hand"}]}},
        [
            "request.wants.0.outcome: There is no outcome “water_on_hand”. Did you mean water_at_hand?",
        ],
    ),
    (
        "insists is a number",
        {"request": {"wants": [{"offering": "pump", "insists": 3}]}},
        [
            "request.wants.0.insists: `insists` must be yes or no, and is “3”. Write `yes` or `no`.",
        ],
    ),
    (
        "an outcome is misspelt",
        {"outcomes": ["fewer_botles"]},
        [
            "outcomes.0: There is no outcome “fewer_botles”. Did you mean fewer_bottles?",
        ],
    ),
    (
        "an outcome is named twice",
        {"outcomes": ["fewer_bottles", {"outcome": "fewer_bottles"}]},
        [
            "outcomes.1: The outcome `fewer_bottles` is named twice. Keep the one that shows its priority.",
        ],
    ),
    (
        "the customer goes without a must rule",
        {"goes_without": ["a_day_of_water"]},
        [
            "goes_without.0: The customer cannot go without `a_day_of_water`: it is a `must` rule. Only "
            "`should` rules can be gone without: soften_hard_water.",
        ],
    ),
    (
        "the customer goes without a draft",
        {"goes_without": ["clear_the_corner"]},
        [
            "goes_without.0: The customer cannot go without `clear_the_corner`: it is a draft. Only "
            "`should` rules can be gone without: soften_hard_water.",
        ],
    ),
    (
        "the customer goes without a rule that is misspelt",
        {"goes_without": ["soften_hard_wter"]},
        [
            "goes_without.0: There is no rule “soften_hard_wter”. Did you mean soften_hard_water?",
        ],
    ),
    (
        "a budget is negative",
        {"budget": {"once": -1}},
        [
            "budget.once: `budget.once` is -1; money is never negative here. Write 0 or more.",
        ],
    ),
    (
        "a budget has three decimals",
        {"budget": {"monthly": "9.999"}},
        [
            "budget.monthly: `budget.monthly` is 9.999; money has at most two decimals. Round it to whole cents.",
        ],
    ),
    (
        "a budget is for the year",
        {"budget": {"yearly": 9}},
        [
            "budget.yearly: `yearly` is not a key of `budget`. The keys are once, monthly.",
        ],
    ),
    (
        "it is needed before the case",
        {"needed_by": "2026-01-19"},
        [
            "needed_by: `needed_by` is 2026-01-19, before the day of the case, 2026-01-20. Correct one of the two.",
        ],
    ),
    (
        "a stance is unknown",
        {"stance": "as_told"},
        [
            "stance: `stance` cannot be “as_told”. Write need_led, advised or as_asked.",
        ],
    ),
    (
        "everything is wrong at once",
        {"date": "x", "outcomes": ["fewer_botles"], "answers": {"people": 0}},
        [
            "answers.people: `people` is 0; it must lie between 1 and 200 people. Look for a slip of the "
            "hand; if it is right, the range of `people` in facts.yaml is too narrow.",
            "date: `date` must be a day, and is “x”. Write year, month and day, such as `2026-11-21`.",
            "outcomes.0: There is no outcome “fewer_botles”. Did you mean fewer_bottles?",
        ],
    ),
    (
        "their words are longer than a book",
        {"request": {"words": "x" * 20_001}},
        [
            "request.words: `request.words` has 20001 letters; at most 20000 are kept. Shorten it.",
        ],
    ),
]


@pytest.mark.parametrize(("change", "messages"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_every_message_is_said_at_its_field(change: dict[str, Any], messages: list[str], water: Pack) -> None:
    data = {key: value for key, value in (GOOD | change).items() if value is not None}
    with pytest.raises(FilesAtFault) as fault:
        read_case(data, water, Place(""))
    assert [str(problem) for problem in fault.value.problems] == messages
