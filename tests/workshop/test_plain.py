"""A rule in plain English, and two versions of a pack held against each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.loading.files import PackReader
from advisor.loading.load import load_contents, load_pack, pack_ids
from advisor.workshop.compare import compare
from advisor.workshop.plain import say_rule

PROJECT = Path(__file__).parents[2]
Changed = Callable[..., list[str]]

RULES = [
    ("a_day_of_water",
     "When they are after “water at hand for everybody”: Drinking water a day must be at least litres a day litres. "
     "Without it: People go thirsty."),
    ("tap_in_every_large_room",
     "When they are after “water at hand for everybody” and for each row of rooms and seats is at least 10, unless Pump is in "
     "the plan: A tap must be there."),
    ("soften_hard_water",
     "When Dispenser or Large dispenser is in the plan and hardness is more than 21\u00a0°dH: A water softener should be there. "
     "They may go without it, in writing. Without it: The machine is descaled every month."),
    ("one_machine_only", "When pressure is 'below 2 bar': Dispenser must be at most 2."),
    ("enough_people", "Always: People must be at least 3 people."),
    ("no_lemonade", "Always: We do not take on Lemonade bar. Instead: A caterer near you does lemonade."),
    ("not_both_machines", "Always: Dispenser and Large dispenser must not be together."),
    ("meter_must_be_known",
     "When anything of the kind machine is in the plan: The answer to “Is there a water meter of your own?” and “Is there a tap?” "
     "must be known first."),
    ("clean_the_tap", "When 'sparkling' is one of drinks: The customer is told: Clean the tap once a week."),
    ("clear_the_corner",
     "When Large dispenser is in the plan: A clear corner must be there. This is a draft: nobody acts on it."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "said"), RULES)
def test_a_rule_in_plain_english(water_files: dict[str, bytes], kept: PackReader, rule: str, said: str) -> None:
    pack = load_contents("water", water_files, kept)
    assert str(say_rule(pack, pack.rules[rule])) == said


@pytest.mark.parametrize("pack_id", pack_ids(PROJECT))
def test_every_shipped_rule_can_be_said(pack_id: str) -> None:
    pack = load_pack(PROJECT, pack_id)
    for rule in pack.rules.values():
        said = say_rule(pack, rule)
        assert said.when.startswith(("When ", "Always"))
        assert said.then and all(sentence.endswith((".", "!", "?")) for sentence in said.then), str(said)


@pytest.fixture
def differences(water_files: dict[str, bytes], kept: PackReader) -> Changed:
    def changed(**files: tuple[str, str] | str) -> list[str]:
        contents = dict(water_files)
        for name, change in files.items():
            (file,) = [f for f in contents if f.rpartition("/")[2].partition(".")[0] == name] or [
                f"rules/water/{name}.yaml"
            ]
            if isinstance(change, str):
                contents[file] = change.encode()
            else:
                assert change[0].encode() in contents[file]
                contents[file] = contents[file].replace(change[0].encode(), change[1].encode())
        old = load_contents("water", water_files, kept)
        return [str(one) for one in compare(old, load_contents("water", contents, kept))]

    return changed


CHANGES = [
    ("tap_in_every_large_room", ("seats >= 10", "seats >= 12"),
     "A large room has a tap of its own (rule tap_in_every_large_room): It applied “when they are after “water at hand for "
     "everybody” and for each row of rooms and seats is at least 10, unless Pump is in the plan” and applies “when they are after "
     "“water at hand for everybody” and for each row of rooms and seats is at least 12, unless Pump is in the plan”."),
    ("one_machine_only", ("dispenser: 2\n", "dispenser: 3\n"),
     "A low pressure carries two machines at most (rule one_machine_only): It said “Dispenser must be at most 2.” and says "
     "“Dispenser must be at most 3.”."),
    ("soften_hard_water", ("strength: should\n", ""),
     "Hard water is softened (rule soften_hard_water): It said “A water softener should be there.” and says “A water softener "
     "must be there.”. It is a must now."),
    ("no_lemonade", ("We sell water.", "We sell nothing but water."),
     "We sell no lemonade (rule no_lemonade): The reason was “We sell water.” and is “We sell nothing but water.”."),
    ("clear_the_corner", ("status: draft", "status: draft\nowner: fitting"),
     "A draft need not be finished (rule clear_the_corner): The owner is new: “fitting”."),
    ("facts", ("range: [1, 200]", "range: [1, 250]"),
     "How many people are at work at the same time? (fact people): The range was “1 to 200” and is “1 to 250”."),
    ("facts", ("is: 1.5 * people", "is: 2 * people"),
     "litres a day (fact litres_a_day): The formula was “1.5 * people” and is “2 * people”."),
    ("offerings", ("machine,400,12.50,60", "machine,380,12.50,60"),
     "Dispenser (offering dispenser): Its price once was €400 and is €380 (\N{MINUS SIGN}\N{WORD JOINER}€20)."),
    ("provides", ("softener_box,softener,1", "softener_box,softener,2"),
     "Softener (offering softener_box): What it gives of softener was “1” and is “2”."),
    ("sources", ("2026-01-10", "2026-01-12"),
     "How much people drink at work (source drinking_guide): The day it was last read was “10 January 2026” and is “12 January "
     "2026”."),
    ("pack", ("2026-01-15", "2026-02-15"),
     "Drinking water at work (an invented pack for tests) (pack water): The prices are those of 15 February 2026; they were those "
     "of 15 January 2026."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "change", "said"), CHANGES)
def test_a_difference_is_said_with_what_was_and_what_is(
    differences: Changed, file: str, change: tuple[str, str], said: str
) -> None:
    assert differences(**{file: change}) == [said]


def test_nothing_is_different_where_only_remarks_and_line_ends_are(differences: Changed) -> None:
    assert differences() == []
    assert differences(no_lemonade=("title:", "# a remark\ntitle:")) == []


def test_a_new_rule_and_one_that_is_gone_are_said(
    differences: Changed, water_files: dict[str, bytes], kept: PackReader
) -> None:
    draft = "title: Something new\nstatus: draft\nneeds:\n  tap: 1\neach: rooms\n"
    assert differences(new_rule=draft) == ["Something new (rule new_rule): It is new."]
    fewer = {file: content for file, content in water_files.items() if not file.endswith("no_lemonade.yaml")}
    old, new = load_contents("water", water_files, kept), load_contents("water", fewer, kept)
    assert [str(one) for one in compare(old, new)] == ["We sell no lemonade (rule no_lemonade): It is gone."]


def test_a_new_name_of_an_offering_is_no_change_of_the_rules_that_speak_of_it(differences: Changed) -> None:
    assert differences(offerings=("dispenser,Dispenser,", "dispenser,Water dispenser,")) == [
        "Water dispenser (offering dispenser): Its name was “Dispenser” and is “Water dispenser”."
    ]
