"""What is said about the other CSV files that are at fault, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# what happened, file, text that is there (none: the whole file), text in its place, every message
BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    (
        "provides names a capability that is misspelt",
        "data/water/provides.csv",
        "tap_kit,tap",
        "tap_kit,tab",
        [
            "data/water/provides.csv, line 4: There is no capability `tab`. Did you mean tap?",
        ],
    ),
    (
        "provides names an offering that is misspelt",
        "data/water/provides.csv",
        "tap_kit,tap",
        "tapkit,tap",
        [
            "data/water/provides.csv, line 4: There is no offering `tapkit`. Did you mean tap_kit?",
        ],
    ),
    (
        "an assessment provides something",
        "data/water/provides.csv",
        "tap_kit,tap",
        "site_visit,tap",
        [
            "data/water/provides.csv, line 4: "
            "`site_visit` is an assessment; it settles facts and provides nothing. Delete the row, or "
            "give the offering another kind.",
        ],
    ),
    (
        "something is provided twice",
        "data/water/provides.csv",
        "pump,water_pressure",
        "tap_kit,tap",
        [
            "data/water/provides.csv, line 5: "
            "`tap_kit` provides `tap` twice: in line 4 and in line 5. Keep one of the two, with the sum.",
        ],
    ),
    (
        "an amount is a word",
        "data/water/provides.csv",
        "softener_box,softener,1",
        "softener_box,softener,one",
        [
            "data/water/provides.csv, line 6: "
            "`amount`: There is no fact, formula or column called one. Ask for it in facts.yaml, or "
            "correct the name.",
        ],
    ),
    (
        "an amount uses a column where there is no row",
        "data/water/provides.csv",
        "softener_box,softener,1",
        "softener_box,softener,seats",
        [
            "data/water/provides.csv, line 6: "
            "`amount`: seats is a column of rooms, and no row of it is meant here. Write count(rooms, "
            "seats ...) or sum(rooms, seats), or each: rooms for a rule that looks at every row.",
        ],
    ),
    (
        "something that is no assessment settles a fact",
        "data/water/settles.csv",
        "site_visit,water_meter",
        "pump,water_meter",
        [
            "data/water/settles.csv, line 2: "
            "`pump` is of kind `fitting`; only an assessment settles facts. Give it the kind "
            "`assessment`, or delete the row.",
        ],
    ),
    (
        "a settled fact is misspelt",
        "data/water/settles.csv",
        "water_meter",
        "water_metre",
        [
            "data/water/settles.csv, line 2: There is no fact `water_metre`. Did you mean water_meter?",
        ],
    ),
    (
        "an assessment settles nothing",
        "data/water/settles.csv",
        "site_visit,water_meter\nsite_visit,rooms.has_tap\n",
        "",
        [
            "data/water/offerings.csv, line 2: "
            "The assessment `site_visit` settles no fact, so nothing could ever call for it. Write in "
            "settles.csv which facts are known after it.",
        ],
    ),
    (
        "a price break is for an offering that is misspelt",
        "data/water/prices.csv",
        "dispenser,5",
        "despenser,5",
        [
            "data/water/prices.csv, line 2: There is no offering `despenser`. Did you mean dispenser?",
        ],
    ),
    (
        "a price break ends before it begins",
        "data/water/prices.csv",
        "2026-01-01,2026-12-31",
        "2026-12-31,2026-01-01",
        [
            "data/water/prices.csv, line 3: `valid_from` is after `valid_to`. Exchange the two.",
        ],
    ),
    (
        "a price break is there twice",
        "data/water/prices.csv",
        "dispenser,10,300,11,2026-01-01,2026-12-31",
        "dispenser,5,300,11,,",
        [
            "data/water/prices.csv, line 3: "
            "`dispenser` has a price from 5 on twice: in line 2 and in line 3. Keep one of the two.",
        ],
    ),
    (
        "a figure bears the name of a source",
        "data/water/figures.csv",
        "lit_person",
        "fitters",
        [
            "data/water/figures.csv, line 2: "
            "The figure `fitters` is there twice: in sources.yaml and in line 2. Keep one of the two.",
            "rules/water/supply/a_day_of_water.yaml, line 9: "
            "There is no source or figure `lit_person`. There are drinking_guide, fitters.",
        ],
    ),
    (
        "a figure has no source",
        "data/water/figures.csv",
        "How much people drink at work",
        "",
        [
            "data/water/figures.csv, line 2: "
            "`source_title` of `lit_person` is empty. Fill it in; a figure is a number with its source.",
        ],
    ),
    (
        "the keys of a table fall",
        "data/water/tables/daily.csv",
        "50,30\n200,25",
        "200,25\n50,30",
        [
            "data/water/tables/daily.csv, line 3: "
            "The key 50 comes after a larger one; the first row at or above a number counts. Order the "
            "rows by the key, smallest first.",
        ],
    ),
    (
        "a key of a table is there twice",
        "data/water/tables/daily.csv",
        "200,25",
        "50,25",
        [
            "data/water/tables/daily.csv, line 3: "
            "The key 50 is there twice: in line 2 and in line 3. Keep one of the two.",
        ],
    ),
    (
        "a cell of a table is a word",
        "data/water/tables/daily.csv",
        "200,25",
        "200,many",
        [
            "data/water/tables/daily.csv, line 3: "
            "`litres` must be a number, and is “many”. Write a number such as `12` or `0.5`.",
        ],
    ),
    (
        "a table has only keys",
        "data/water/tables/daily.csv",
        "people_up_to,litres\n50,30\n200,25\n",
        "people_up_to\n50\n",
        [
            "data/water/tables/daily.csv, line 1: "
            "A sizing table needs a key column, at least one other column, and rows. Fill it, or delete "
            "the file.",
        ],
    ),
    (
        "a lookup names a column that is misspelt",
        "data/water/provides.csv",
        "litres, people",
        "liters, people",
        [
            "data/water/provides.csv, line 2: "
            "`amount`: The table daily has no column called liters. Did you mean litres?",
        ],
    ),
    (
        "a data file has an unknown name",
        "data/water/offers.csv",
        "",
        "a,b\n",
        [
            "data/water/offers.csv: No file of a pack is called `offers.csv`. Did you mean offerings?",
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
