"""What a pack is once it has been read: the small pack `water`, part by part."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from advisor.loading.checks import delivery_groups
from advisor.loading.graph import circles
from advisor.loading.load import load_pack
from advisor.pack import (
    Advise,
    AtLeast,
    AtMost,
    Decline,
    Fact,
    Know,
    Needs,
    NotTogether,
    Pack,
    PriceBreak,
    Unit,
    Why,
    WhyAnswer,
)
from advisor.values import UNKNOWN


def test_the_pack_knows_its_name_money_and_seller(water: Pack) -> None:
    assert (water.id, water.currency, water.horizon_months, water.validity_days) == ("water", "EUR", 24, 30)
    assert water.prices_of == date(2026, 1, 15)
    assert water.sample_prices
    assert (water.seller.name, water.seller.phone) == ("Example Springs", "")


def test_prices_are_whole_cents_and_blanks_are_defaults(water: Pack) -> None:
    dispenser, kit = water.offerings["dispenser"], water.offerings["tap_kit"]
    assert (dispenser.once, dispenser.monthly, dispenser.setup) == (40_000, 1_250, 6_000)
    assert (kit.monthly, kit.setup, kit.least, kit.step, kit.lead_days) == (0, 0, 1, 1, 5)
    assert dispenser.unit == Unit("machine", "machines")
    assert dispenser.synonyms == ("water cooler", "cooler")


def test_offerings_keep_the_order_of_the_price_list(water: Pack) -> None:
    assert list(water.offerings)[:3] == ["site_visit", "dispenser", "large_dispenser"]


def test_price_breaks_rise(water: Pack) -> None:
    assert water.offerings["dispenser"].breaks == (
        PriceBreak(5, 35_000, 1_250),
        PriceBreak(10, 30_000, 1_100, date(2026, 1, 1), date(2026, 12, 31)),
    )


def test_what_an_offering_provides_may_come_from_a_sizing_table(water: Pack) -> None:
    [(capability, amount)] = water.offerings["dispenser"].provides
    assert capability == "water_a_day"
    assert [amount.amount({"people": people}) for people in (50, 51)] == [30, 25]


def test_an_assessment_settles_facts_and_columns(water: Pack) -> None:
    assert water.offerings["site_visit"].settles == ("water_meter", "rooms.has_tap")


def test_a_number_has_its_range_unit_and_weights(water: Pack) -> None:
    people = water.facts["people"]
    assert (people.type, people.range, people.unit) == ("number", (1, 200), Unit("person", "people"))
    assert people.typical == ((10, 3), (40, 1))


def test_a_yes_no_fact_is_a_choice_of_the_two(water: Pack) -> None:
    assert water.facts["water_meter"].type == "choice"
    assert water.facts["water_meter"].is_yes_no


def test_choices_keep_their_order_and_say_their_labels(water: Pack) -> None:
    pressure = water.facts["pressure"]
    assert (pressure.choices, pressure.ordered, pressure.assume) == (("low", "normal", "high"), True, "normal")
    assert pressure.labels["low"] == "below 2 bar"
    assert water.facts["drinks"].labels == {"still": "still", "sparkling": "sparkling", "hot": "hot"}


def test_an_inventory_has_its_columns(water: Pack) -> None:
    assert [(column.id, column.type) for column in water.facts["rooms"].columns] == [
        ("seats", "number"),
        ("has_tap", "choice"),
    ]


def test_a_formula_is_worked_out_and_never_asked(water: Pack) -> None:
    formula = water.facts["litres_a_day"].formula
    assert formula is not None
    assert formula.amount({"people": 3}) == Fraction(9, 2)


def test_a_question_may_be_asked_only_where_it_makes_sense(water: Pack) -> None:
    condition = water.facts["hardness"].asked_when
    assert condition is not None
    assert [condition.truth({"water_meter": answer}) for answer in ("yes", "no", UNKNOWN)] == [True, False, UNKNOWN]


def test_a_capability_of_an_inventory_is_met_row_by_row(water: Pack) -> None:
    tap = water.capabilities["tap"]
    assert (tap.of, tap.demands, tap.supplies) == ("rooms", "highest", "best")
    [already] = tap.already
    assert already.when is not None
    assert [already.when.truth({}, {"has_tap": answer}) for answer in ("yes", "no")] == [True, False]


def test_outcomes_are_texts_or_titles(water: Pack) -> None:
    assert {name: outcome.title for name, outcome in water.outcomes.items()} == {
        "water_at_hand": "water at hand for everybody",
        "fewer_bottles": "no more bottles to carry",
    }


def test_every_effect_is_read(water: Pack) -> None:
    effects = {name: type(rule.effect) for name, rule in water.rules.items()}
    assert effects["a_day_of_water"] is Needs
    assert effects["one_machine_only"] is AtMost
    assert effects["enough_people"] is AtLeast
    assert water.rules["not_both_machines"].effect == NotTogether(("dispenser", "large_dispenser"))
    assert water.rules["meter_must_be_known"].effect == Know(("water_meter", "rooms.has_tap"))
    assert water.rules["no_lemonade"].effect == Decline("lemonade_bar")
    assert water.rules["clean_the_tap"].effect == Advise("dispenser")


def test_a_rule_knows_its_folder_file_and_everything_written_in_it(water: Pack) -> None:
    rule = water.rules["soften_hard_water"]
    assert (rule.topic, rule.place.file) == ("supply", "rules/water/supply/soften_hard_water.yaml")
    assert (rule.for_, rule.strength, rule.status, rule.per) == (
        ("dispenser", "large_dispenser"),
        "should",
        "live",
        "order",
    )
    assert (rule.sources, rule.owner) == (("fitters",), "fitting")
    assert rule.without == "The machine is descaled every month."


def test_examples_hold_values_of_their_facts(water: Pack) -> None:
    hard, soft, unasked = water.rules["soften_hard_water"].examples
    assert (hard.given, hard.expect) == ({"hardness": Fraction(211, 10)}, {"softener": 1})
    assert (soft.given, soft.expect) == ({"hardness": 21}, "does not apply")
    assert unasked.expect == "cannot tell yet"
    assert water.rules["clean_the_tap"].examples[0].given == {"drinks": frozenset({"sparkling", "hot"})}
    assert water.rules["clean_the_tap"].examples[0].expect is True


def test_advice_is_the_sentence_that_the_customer_reads(water: Pack) -> None:
    assert water.rules["clean_the_tap"].because == "Clean the tap once a week."


def test_drafts_are_there_and_not_live(water: Pack) -> None:
    assert water.rules["clear_the_corner"].status == "draft"
    assert "clear_the_corner" not in [rule.id for rule in water.live_rules]


def test_figures_and_sources_say_where_a_rule_has_it_from(water: Pack) -> None:
    assert water.figures["lit_person"].text == "Adults: water a day (at a desk)"
    assert water.sources["drinking_guide"].checked_on == date(2026, 1, 10)
    assert water.sources["fitters"].judgement == "head fitter"


def test_why_questions_lead_somewhere(water: Pack) -> None:
    [why] = water.whys["dispenser"]
    assert why.answers == (
        WhyAnswer("Nobody should carry bottles", outcome="fewer_bottles"),
        WhyAnswer("Our visitors like it", simply_wanted=True),
        WhyAnswer("It is cheaper", counter=Why("dispenser", "Cheaper than what?", why.answers[:2])),
    )
    [other] = water.whys["water_at_hand"]
    assert other.answers[0].facts == (("water_meter", "no"),)


def test_true_and_false_are_read_as_yes_and_no(root: Path) -> None:
    path = root / "rules/water/facts.yaml"
    path.write_text(
        path.read_text("utf-8").replace("type: yes_no", "type: choice\n  choices: [true, false]", 1), "utf-8"
    )
    assert load_pack(root, "water").facts["water_meter"].is_yes_no


def test_nothing_of_a_pack_can_be_changed_by_mistake(water: Pack) -> None:
    with pytest.raises(TypeError):
        water.facts["people"] = Fact("people", "", "number", water.facts["people"].place)  # type: ignore[index]


def test_the_order_in_which_rule_files_are_written_changes_nothing(root: Path) -> None:
    before = load_pack(root, "water")
    for path in sorted((root / "rules/water").rglob("*.yaml"), reverse=True):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    assert load_pack(root, "water") == before


def test_offerings_that_need_each_other_are_one_delivery_group(root: Path) -> None:
    # a fitting needs the pressure that a pump gives, and a machine needs it too: no circle yet
    assert load_pack(root, "water").delivery_groups == ()
    rule = root / "rules/water/supply/pressure_for_dispensers.yaml"
    rule.write_text(rule.read_text("utf-8").replace("for: machine", "for: softener_box"), "utf-8")
    other = root / "rules/water/supply/soften_hard_water.yaml"
    other.write_text(other.read_text("utf-8").replace("for: [dispenser, large_dispenser]", "for: pump"), "utf-8")
    pack = load_pack(root, "water")
    assert pack.delivery_groups == (frozenset({"pump", "softener_box"}),)
    drafts = [rule for rule in pack.rules.values() if rule.id != "soften_hard_water"]
    assert delivery_groups(drafts, pack.offerings) == ()


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ({}, ()),
        ({"a": ["b"], "b": []}, ()),
        ({"a": ["a"]}, ({"a"},)),
        ({"a": ["b"], "b": ["a"]}, ({"a", "b"},)),
        ({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["a", "d"]}, ({"b", "c"}, {"d"})),
        ({"a": ["x"], "b": ["a"]}, ()),
    ],
)
def test_circles_are_found(edges: dict[str, list[str]], found: tuple[set[str], ...]) -> None:
    assert circles(edges) == found


def test_a_circle_of_ten_thousand_is_found_without_exhausting_the_stack() -> None:
    edges = {str(n): [str((n + 1) % 10_000)] for n in range(10_000)}
    assert [len(circle) for circle in circles(edges)] == [10_000]
