"""What is said about rules that name what is not there, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# what happened, file, text that is there (none: the whole file), text in its place, every message
BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    (
        "for names an offering that is misspelt",
        "rules/water/supply/soften_hard_water.yaml",
        "[dispenser, large_dispenser]",
        "[dispensr]",
        [
            "rules/water/supply/soften_hard_water.yaml, line 2: "
            "There is no offering, kind or outcome `dispensr`. Did you mean dispenser?",
        ],
    ),
    (
        "for names a fact",
        "rules/water/supply/soften_hard_water.yaml",
        "[dispenser, large_dispenser]",
        "people",
        [
            "rules/water/supply/soften_hard_water.yaml, line 2: "
            "`people` is a fact; an offering, a kind or an outcome was expected. There are site_visit, "
            "dispenser, large_dispenser, tap_kit, pump, softener_box, corner_clearing, lemonade_bar and 7 "
            "more.",
        ],
    ),
    (
        "needs names a capability that is misspelt",
        "rules/water/supply/soften_hard_water.yaml",
        "  softener: 1",
        "  softner: 1",
        [
            "rules/water/supply/soften_hard_water.yaml, line 6: "
            "There is no capability `softner`. Did you mean softener?",
        ],
    ),
    (
        "needs names an offering",
        "rules/water/supply/soften_hard_water.yaml",
        "  softener: 1",
        "  softener_box: 1",
        [
            "rules/water/supply/soften_hard_water.yaml, line 6: "
            "`softener_box` is an offering; a capability was expected. Did you mean softener?",
        ],
    ),
    (
        "a rule without each needs what is met row by row",
        "rules/water/supply/soften_hard_water.yaml",
        "  softener: 1",
        "  tap: 1",
        [
            "rules/water/supply/soften_hard_water.yaml, line 6: "
            "`tap` is met in each row of `rooms`, and the rule does not look at its rows. Write `each: "
            "rooms` in the rule.",
        ],
    ),
    (
        "a rule with each needs what is met once",
        "rules/water/rooms/tap_in_every_large_room.yaml",
        "  tap: 1",
        "  softener: 1",
        [
            "rules/water/rooms/tap_in_every_large_room.yaml, line 7: "
            "`softener` is met once for the whole customer, and the rule looks at each row of `rooms`. "
            "Delete `each`, or write `of: rooms` at the capability.",
        ],
    ),
    (
        "each names an inventory that is misspelt",
        "rules/water/rooms/tap_in_every_large_room.yaml",
        "each: rooms",
        "each: room",
        [
            "rules/water/rooms/tap_in_every_large_room.yaml, line 3: There is no inventory `room`. Did you mean rooms?",
        ],
    ),
    (
        "each names a fact",
        "rules/water/rooms/tap_in_every_large_room.yaml",
        "each: rooms",
        "each: people",
        [
            "rules/water/rooms/tap_in_every_large_room.yaml, line 3: "
            "`people` is a fact; an inventory was expected. There are rooms.",
        ],
    ),
    (
        "unless is misspelt",
        "rules/water/rooms/tap_in_every_large_room.yaml",
        "unless: pump",
        "unless: pumpe",
        [
            "rules/water/rooms/tap_in_every_large_room.yaml, line 5: There is no offering `pumpe`. Did you mean pump?",
        ],
    ),
    (
        "a source is misspelt",
        "rules/water/supply/soften_hard_water.yaml",
        "source: fitters",
        "source: fiters",
        [
            "rules/water/supply/soften_hard_water.yaml, line 10: "
            "There is no source or figure `fiters`. Did you mean fitters?",
        ],
    ),
    (
        "a strength is misspelt",
        "rules/water/supply/soften_hard_water.yaml",
        "strength: should",
        "strength: shall",
        [
            "rules/water/supply/soften_hard_water.yaml, line 4: `strength` cannot be “shall”. Write must or should.",
        ],
    ),
    (
        "know names a fact that is misspelt",
        "rules/water/supply/meter_must_be_known.yaml",
        "[water_meter,",
        "[water_metre,",
        [
            "rules/water/supply/meter_must_be_known.yaml, line 3: "
            "There is no fact `water_metre`. Did you mean water_meter?",
        ],
    ),
    (
        "know names a formula",
        "rules/water/supply/meter_must_be_known.yaml",
        "[water_meter,",
        "[litres_a_day,",
        [
            "rules/water/supply/meter_must_be_known.yaml, line 3: "
            "`litres_a_day` is a formula; a fact was expected. There are people, water_meter, pressure, "
            "hardness, drinks, moving_in, rooms, rooms.seats and 1 more.",
        ],
    ),
    (
        "know names a column that is misspelt",
        "rules/water/supply/meter_must_be_known.yaml",
        "rooms.has_tap",
        "rooms.has_tab",
        [
            "rules/water/supply/meter_must_be_known.yaml, line 3: "
            "There is no fact `rooms.has_tab`. Did you mean rooms.has_tap?",
        ],
    ),
    (
        "know names a column without its inventory",
        "rules/water/supply/meter_must_be_known.yaml",
        "rooms.has_tap",
        "has_tap",
        [
            "rules/water/supply/meter_must_be_known.yaml, line 3: "
            "There is no fact `has_tap`. Did you mean rooms.has_tap?",
        ],
    ),
    (
        "one offering conflicts with nothing",
        "rules/water/rooms/not_both_machines.yaml",
        "[dispenser, large_dispenser]",
        "[dispenser]",
        [
            "rules/water/rooms/not_both_machines.yaml, line 2: "
            "`not_together` needs two offerings or more. Write both, as `[one, other]`.",
        ],
    ),
    (
        "decline names no offering",
        "rules/water/rooms/no_lemonade.yaml",
        "decline: lemonade_bar",
        "decline: lemonade",
        [
            "rules/water/rooms/no_lemonade.yaml, line 2: There is no offering `lemonade`. Did you mean lemonade_bar?",
        ],
    ),
    (
        "a rule declines and says no alternative",
        "rules/water/rooms/no_lemonade.yaml",
        "instead: A caterer near you does lemonade.\n",
        "",
        [
            "rules/water/rooms/no_lemonade.yaml, line 1: "
            "`instead` is missing. Write `instead`: what to do instead, or whom to turn to. A rule that "
            "is not finished can be kept with `status: draft`.",
        ],
    ),
    (
        "a rule that does not decline says an alternative",
        "rules/water/supply/soften_hard_water.yaml",
        "source: fitters",
        "instead: Nothing.\nsource: fitters",
        [
            "rules/water/supply/soften_hard_water.yaml, line 10: "
            "`instead` goes with `decline`, and this rule has `needs`. Delete the line.",
        ],
    ),
    (
        "a limit falls away with an offering, which only a demand can",
        "rules/water/rooms/one_machine_only.yaml",
        "source: fitters",
        "unless: pump\nsource: fitters",
        [
            "rules/water/rooms/one_machine_only.yaml, line 6: "
            "`unless` goes with `needs`, and this rule has `at_most`. Delete the line.",
        ],
    ),
    (
        "a limit counts by the unit, which only a demand can",
        "rules/water/rooms/one_machine_only.yaml",
        "source: fitters",
        "per: unit\nsource: fitters",
        [
            "rules/water/rooms/one_machine_only.yaml, line 6: "
            "`per` goes with `needs`, and this rule has `at_most`. Delete the line.",
        ],
    ),
    (
        "about is misspelt",
        "rules/water/rooms/clean_the_tap.yaml",
        "about: dispenser",
        "about: despenser",
        [
            "rules/water/rooms/clean_the_tap.yaml, line 4: There is no offering `despenser`. Did you mean dispenser?",
        ],
    ),
    (
        "at_most names a kind",
        "rules/water/rooms/one_machine_only.yaml",
        "  dispenser: 2\n",
        "  machine: 2\n",
        [
            "rules/water/rooms/one_machine_only.yaml, line 4: "
            "`machine` is a kind; a number among the facts or an offering was expected. There are people, "
            "hardness, site_visit, dispenser, large_dispenser, tap_kit, pump, softener_box and 2 more.",
        ],
    ),
    (
        "at_least names an offering",
        "rules/water/rooms/enough_people.yaml",
        "  people: 3\n",
        "  dispenser: 3\n",
        [
            "rules/water/rooms/enough_people.yaml, line 3: "
            "`dispenser` is an offering; a number among the facts was expected. There are people, "
            "hardness.",
        ],
    ),
    (
        "at_least names a choice",
        "rules/water/rooms/enough_people.yaml",
        "  people: 3\n",
        "  pressure: 3\n",
        [
            "rules/water/rooms/enough_people.yaml, line 3: "
            "`pressure` is a fact; a number among the facts was expected. There are people, hardness.",
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
