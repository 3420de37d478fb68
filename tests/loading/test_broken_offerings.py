"""What is said about a price list that is at fault, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# what happened, file, text that is there (none: the whole file), text in its place, every message
BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    (
        "a kind bears the name of an offering",
        "data/water/offerings.csv",
        "tap_kit,Tap kit,a tap,fitting",
        "tap_kit,Tap kit,a tap,dispenser",
        [
            "data/water/offerings.csv, line 5: "
            "`dispenser` is a kind here and an offering in data/water/offerings.csv, line 3; one name "
            "must mean one thing. Give one of the two another name.",
        ],
    ),
    (
        "the price list shows margins",
        "data/water/offerings.csv",
        "id,name,said_as,kind,once,",
        "id,name,said_as,margin,once,",
        [
            "data/water/offerings.csv, line 1: The column `kind` is missing. Add it to the header: id,name,kind.",
            "data/water/offerings.csv, line 1: "
            "The column `margin` is about the seller's own advantage; the recommendation must not know "
            "it. Delete the column.",
        ],
    ),
    (
        "a column is misspelt",
        "data/water/offerings.csv",
        "description",
        "descripton",
        [
            "data/water/offerings.csv, line 1: "
            "`descripton` is not a column of offerings.csv. Did you mean description?",
        ],
    ),
    (
        "a column is missing",
        "data/water/offerings.csv",
        "id,name,said_as,kind,",
        "id,name,said_as,said,",
        [
            "data/water/offerings.csv, line 1: The column `kind` is missing. Add it to the header: id,name,kind.",
            "data/water/offerings.csv, line 1: `said` is not a column of offerings.csv. Did you mean said_as?",
        ],
    ),
    (
        "a price is negative",
        "data/water/offerings.csv",
        "machine,400",
        "machine,-400",
        [
            "data/water/offerings.csv, line 3: `once` is -400; money is never negative here. Write 0 or more.",
        ],
    ),
    (
        "a price has three decimals",
        "data/water/offerings.csv",
        "12.50,60",
        "12.505,60",
        [
            "data/water/offerings.csv, line 3: "
            "`monthly` is 12.505; money has at most two decimals. Round it to whole cents.",
        ],
    ),
    (
        "a price has a sign between the thousands",
        "data/water/offerings.csv",
        "machine,900",
        'machine,"1,900"',
        [
            "data/water/offerings.csv, line 4: "
            "`once` must be a number, and is “1,900”. Write it without signs between the thousands: "
            "`1900`.",
        ],
    ),
    (
        "a price bears its currency",
        "data/water/offerings.csv",
        "machine,900",
        "machine,€900",
        [
            "data/water/offerings.csv, line 4: `once` must be a number, and is “€900”. Write only the number: `900`.",
        ],
    ),
    (
        "a price has a decimal comma",
        "data/water/offerings.csv",
        "machine,900",
        'machine,"900,50"',
        [
            "data/water/offerings.csv, line 4: "
            "`once` must be a number, and is “900,50”. Write the decimals behind a point: `900.50`.",
        ],
    ),
    (
        "an offering has no name",
        "data/water/offerings.csv",
        "pump,Pump",
        "pump,",
        [
            "data/water/offerings.csv, line 6: `name` of `pump` is empty. Fill it in.",
        ],
    ),
    (
        "an offering is there twice",
        "data/water/offerings.csv",
        "pump,Pump",
        "tap_kit,Pump",
        [
            "data/water/offerings.csv, line 6: "
            "The offering `tap_kit` is there twice: in line 5 and in line 6. Keep one of the two.",
            "data/water/provides.csv, line 5: "
            "There is no offering `pump`. There are site_visit, dispenser, large_dispenser, tap_kit, "
            "softener_box, corner_clearing, lemonade_bar.",
            "rules/water/rooms/tap_in_every_large_room.yaml, line 5: "
            "There is no offering `pump`. There are site_visit, dispenser, large_dispenser, tap_kit, "
            "softener_box, corner_clearing, lemonade_bar.",
        ],
    ),
    (
        "an offering id has a capital letter",
        "data/water/offerings.csv",
        "pump,Pump",
        "Pump,Pump",
        [
            "data/water/offerings.csv, line 6: "
            "“Pump” cannot be an id. Use small letters, digits and `_`, beginning with a letter, and no "
            "word that Python reserves.",
            "data/water/provides.csv, line 5: "
            "There is no offering `pump`. There are site_visit, dispenser, large_dispenser, tap_kit, "
            "softener_box, corner_clearing, lemonade_bar.",
            "rules/water/rooms/tap_in_every_large_room.yaml, line 5: "
            "There is no offering `pump`. There are site_visit, dispenser, large_dispenser, tap_kit, "
            "softener_box, corner_clearing, lemonade_bar.",
        ],
    ),
    (
        "the least quantity is zero",
        "data/water/offerings.csv",
        "machine|machines,1,1,10",
        "machine|machines,0,1,10",
        [
            "data/water/offerings.csv, line 3: "
            "`least` is 0; it must lie between 1 and 100000. Write a whole number from 1 to 100000.",
        ],
    ),
    (
        "a row has one cell too many",
        "data/water/offerings.csv",
        "pump,Pump,",
        "pump,Pump,small,",
        [
            "data/water/offerings.csv, line 6: "
            "This row has 14 cells, the header has 13. Put a text that holds a comma in quotes, and write "
            "every comma, also behind empty cells.",
        ],
    ),
    (
        "cells are separated by semicolons",
        "data/water/offerings.csv",
        ("id,name,said_as,kind,once,monthly,setup,unit,least,step,lead_days,synonyms,description"),
        "id;name;said_as;kind;once;monthly",
        [
            "data/water/offerings.csv, line 1: "
            "The cells are separated by semicolons. Save it with commas between the cells.",
        ],
    ),
    (
        "a quote stands inside a cell",
        "data/water/offerings.csv",
        '"We look',
        'We "look',
        [
            "data/water/offerings.csv, line 2: "
            "This row has 14 cells, the header has 13. Put a text that holds a comma in quotes, and write "
            "every comma, also behind empty cells.",
        ],
    ),
    (
        "a quote is not closed in a cell",
        "data/water/provides.csv",
        '"lookup(daily, litres, people)"',
        '"lookup(daily, litres, people)',
        [
            "data/water/provides.csv, line 2: "
            "A quote is opened in this row and not closed where the cell ends. A quote inside a text is "
            "doubled, and a text with quotes or commas stands in quotes.",
        ],
    ),
    (
        "a column is there twice",
        "data/water/offerings.csv",
        "said_as",
        "name",
        [
            "data/water/offerings.csv, line 1: The column `name` is there twice. Keep one of the two.",
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
