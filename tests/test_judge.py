"""The judge itself, held against packs small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from advisor.case import Answer, Case, NamedOutcome, Want
from advisor.pack import (
    ASSESSMENT,
    Already,
    AtMost,
    Capability,
    Decline,
    Fact,
    Know,
    NotTogether,
    Offering,
    Outcome,
    PriceBreak,
)
from advisor.values import UNKNOWN
from benchmarks.packs import DAY, HERE, Draft, number_fact, yes_no_fact
from tests.judge import candidates, complete, facts_of, judge, least_plan, removable, worlds
from tests.random_packs import random_pack


def a_draft(supplies: Mapping[str, Mapping[str, int | str]], **prices: int) -> Draft:
    """Offerings in this order with what a unit supplies and costs; every capability adds up."""
    draft = Draft(offering_ids=tuple(supplies))
    for name in {capability: None for given in supplies.values() for capability in given}:
        draft.capabilities[name] = Capability(name, name, HERE)
    for name, given in supplies.items():
        provides = tuple((capability, draft.amount(amount)) for capability, amount in given.items())
        draft.offerings[name] = Offering(name, name, "thing", HERE, once=prices[name], provides=provides)
    return draft


def least(draft: Draft, case: Case) -> dict[str, int] | None:
    pack = draft.pack("1")
    return least_plan(pack, case, facts_of(pack, case))


NOTHING_SAID = Case("generated", DAY)


def test_five_are_met_by_one_pack_of_three_and_two_single_ones_for_450() -> None:
    draft = a_draft({"single": {"seats": 1}, "three": {"seats": 3}}, single=100, three=250)
    draft.add_rule(draft.needs("seats", 5))
    assert least(draft, NOTHING_SAID) == {"single": 2, "three": 1}  # 450; five single ones or two of three cost 500


def test_five_for_250_beat_three_for_300_where_a_price_break_makes_more_cost_less_and_nothing_can_be_taken_off() -> (
    None
):
    draft = a_draft({"seat": {"seats": 1}}, seat=100)
    draft.offerings["seat"] = replace(draft.offerings["seat"], breaks=(PriceBreak(5, 50, 0),))
    draft.add_rule(draft.needs("seats", 3))
    pack = draft.pack("1")
    facts = facts_of(pack, NOTHING_SAID)
    assert least(draft, NOTHING_SAID) == {"seat": 5}
    assert removable(pack, NOTHING_SAID, facts, {"seat": 5}) is None
    assert removable(pack, NOTHING_SAID, facts, {"seat": 6}) == {"seat": 5}


def test_a_price_break_that_has_run_out_the_day_before_does_not_count() -> None:
    draft = a_draft({"seat": {"seats": 1}}, seat=100)
    yesterday = DAY.replace(day=DAY.day - 1)
    for last_day, expected in ((DAY, {"seat": 5}), (yesterday, {"seat": 3})):
        draft.offerings["seat"] = replace(draft.offerings["seat"], breaks=(PriceBreak(5, 50, 0, valid_to=last_day),))
        draft.rules.clear()
        draft.add_rule(draft.needs("seats", 3))
        assert least(draft, NOTHING_SAID) == expected


def test_two_lines_of_price_nothing_that_need_each_other_can_only_be_taken_off_together() -> None:
    draft = a_draft({"left": {"of_left": 1}, "right": {"of_right": 1}}, left=0, right=0)
    draft.add_rule(draft.needs("of_right", 1), for_=("left",))
    draft.add_rule(draft.needs("of_left", 1), for_=("right",))
    pack = draft.pack("1")
    facts = facts_of(pack, NOTHING_SAID)
    assert complete(pack, NOTHING_SAID, facts, {"left": 1, "right": 1})
    assert not complete(pack, NOTHING_SAID, facts, {"left": 1})
    assert not complete(pack, NOTHING_SAID, facts, {"right": 1})
    assert removable(pack, NOTHING_SAID, facts, {"left": 1, "right": 1}) == {"left": 0, "right": 0}
    assert pack.delivery_groups == (frozenset({"left", "right"}),)


def test_a_prerequisite_a_unit_is_counted_per_unit_and_its_own_prerequisite_counts_too() -> None:
    draft = a_draft({"desk": {"desks": 1}, "lamp": {"lamps": 1}, "bulb": {"bulbs": 2}}, desk=300, lamp=50, bulb=10)
    draft.add_rule(draft.needs("desks", 2))
    draft.add_rule(draft.needs("lamps", 2), for_=("desk",), per="unit")
    draft.add_rule(draft.needs("bulbs", 1), for_=("lamp",), per="unit")
    assert least(draft, NOTHING_SAID) == {"desk": 2, "lamp": 4, "bulb": 2}


def test_of_equal_prices_fewer_units_come_first_then_what_was_asked_for_then_the_price_list() -> None:
    draft = a_draft(
        {"one": {"seats": 1}, "two": {"seats": 2}, "other_two": {"seats": 2}}, one=100, two=200, other_two=200
    )
    draft.add_rule(draft.needs("seats", 2))
    assert least(draft, NOTHING_SAID) == {"two": 1}
    assert least(draft, replace(NOTHING_SAID, wants=(Want("other_two", 1),))) == {"other_two": 1}


def test_of_best_supplies_one_must_reach_the_whole_demand() -> None:
    draft = a_draft({"small": {"speed": 2}, "big": {"speed": 4}}, small=10, big=500)
    draft.capabilities["speed"] = Capability("speed", "speed", HERE, supplies="best")
    draft.add_rule(draft.needs("speed", 2))
    assert least(draft, NOTHING_SAID) == {"small": 1}
    draft.add_rule(draft.needs("speed", 2))
    assert least(draft, NOTHING_SAID) == {"big": 1}


def test_an_insisted_want_beats_a_should_and_is_cut_by_a_must() -> None:
    draft = a_draft({"gadget": {"fun": 1}}, gadget=100)
    case = replace(NOTHING_SAID, wants=(Want("gadget", 4, insists=True),))
    draft.add_rule(AtMost((("gadget", draft.amount(1)),)), strength="should")
    assert least(draft, case) == {"gadget": 4}
    draft.add_rule(AtMost((("gadget", draft.amount(2)),)))
    assert least(draft, case) == {"gadget": 2}
    draft.add_rule(Decline("gadget"))
    assert least(draft, case) == {}


def test_of_two_insisted_wants_that_exclude_each_other_the_first_of_the_request_is_kept() -> None:
    draft = a_draft({"tea": {"drinks": 1}, "coffee": {"drinks": 1}}, tea=1, coffee=2)
    draft.add_rule(NotTogether(("tea", "coffee")))
    for first, second in (("tea", "coffee"), ("coffee", "tea")):
        case = replace(NOTHING_SAID, wants=(Want(first, 1, insists=True), Want(second, 1, insists=True)))
        assert least(draft, case) == {first: 1}


def test_a_want_that_no_rule_judges_stays_and_one_that_is_judged_is_there_as_far_as_it_is_needed() -> None:
    draft = a_draft({"lamp": {"light": 1}, "plant": {}}, lamp=100, plant=40)
    draft.add_rule(draft.needs("light", 1))
    case = replace(NOTHING_SAID, wants=(Want("lamp", 3), Want("plant", 2)))
    assert least(draft, case) == {"lamp": 1, "plant": 2}


def test_a_want_without_an_outcome_is_not_judged_by_rules_for_an_outcome() -> None:
    draft = a_draft({"lamp": {"light": 1}}, lamp=100)
    draft.outcomes["see"] = Outcome("see", "to see", HERE)
    draft.add_rule(draft.needs("light", 1), for_=("see",))
    assert least(draft, replace(NOTHING_SAID, wants=(Want("lamp", 3),))) == {"lamp": 3}
    asked_why = replace(NOTHING_SAID, wants=(Want("lamp", 3, outcome="see"),), outcomes=(NamedOutcome("see"),))
    assert least(draft, asked_why) == {"lamp": 1}


def a_draft_of_pcs() -> Draft:
    """A new PC for 890 cures memory and disk; a memory kit costs 80, a disk 95."""
    supplies: dict[str, dict[str, int | str]] = {
        "kit": {"memory": 4},
        "disk": {"space": 1},
        "new_pc": {"memory": 8, "space": 1},
    }
    draft = a_draft(supplies, kit=80, disk=95, new_pc=890)
    columns = (number_fact("ram", 0, 16), yes_no_fact("full"))
    draft.facts["pcs"] = Fact("pcs", "Which PCs?", "inventory", HERE, columns=columns)
    already = Already(None, draft.amount("ram", "pcs"))
    draft.capabilities["memory"] = Capability("memory", "memory", HERE, of="pcs", already=(already,))
    draft.capabilities["space"] = Capability("space", "space", HERE, of="pcs")
    draft.add_rule(draft.needs("memory", 8, "pcs"), each="pcs")
    draft.add_rule(draft.needs("space", 1, "pcs"), when="full", each="pcs")
    return draft


def a_case_of_pcs(*rows: tuple[int, object, object]) -> Case:
    cells = tuple({"name": f"pc {n}", "count": c, "ram": ram, "full": full} for n, (c, ram, full) in enumerate(rows))
    return replace(NOTHING_SAID, answers={"pcs": Answer(cells)})  # type: ignore[arg-type]


def test_the_pc_that_lacks_memory_and_disk_is_cured_for_the_price_of_both() -> None:
    assert least(a_draft_of_pcs(), a_case_of_pcs((1, 4, "yes"))) == {"kit": 1, "disk": 1}  # 175, not 890


def test_one_kit_too_many_in_one_row_does_not_help_another_row() -> None:
    draft, case = a_draft_of_pcs(), a_case_of_pcs((1, 8, "no"), (2, 4, "no"))
    pack = draft.pack("1")
    facts = facts_of(pack, case)
    assert not complete(pack, case, facts, {"kit": 1})  # 4 GB more on the whole would do if rows were pooled with the 8
    assert complete(pack, case, facts, {"kit": 2})


def test_a_row_rule_for_what_is_put_into_a_row_looks_only_at_the_rows_it_is_put_into() -> None:
    draft, case = a_draft_of_pcs(), a_case_of_pcs((1, 4, "no"), (1, 8, "no"))
    draft.add_rule(draft.needs("space", 1, "pcs"), each="pcs", for_=("kit",))
    assert least(draft, case) == {"kit": 1, "disk": 1}


def test_watts_and_ports_of_different_switches_are_not_added_up() -> None:
    many_ports, strong = {"phones": "min(48, floor(70 / 7))"}, {"phones": "min(8, floor(700 / 7))"}
    draft = a_draft({"many_ports": many_ports, "strong": strong}, many_ports=300, strong=250)
    draft.add_rule(draft.needs("phones", 18))
    # 56 ports and 770 W would feed 18 phones; in truth one of each feeds 10 + 8.
    assert least(draft, NOTHING_SAID) == {"many_ports": 1, "strong": 1}
    draft.add_rule(draft.needs("phones", 1))
    assert least(draft, NOTHING_SAID) == {"many_ports": 2}


def a_draft_of_one_or_the_other(check_price: int) -> Draft:
    """A (500) in one world, B (500) in the other, Z (800) for both; a look costs `check_price` and tells which."""
    supplies: dict[str, dict[str, int | str]] = {"a": {"ca": 1}, "b": {"cb": 1}, "z": {"ca": 1, "cb": 1}}
    draft = a_draft(supplies, a=500, b=500, z=800)
    draft.facts["old"] = yes_no_fact("old")
    draft.add_rule(draft.needs("ca", 1), when="old")
    draft.add_rule(draft.needs("cb", 1), when="not old")
    draft.offerings["look"] = Offering("look", "look", ASSESSMENT, HERE, once=check_price, settles=("old",))
    return draft


@pytest.mark.parametrize(
    ("check_price", "checks", "worth", "dearest"), [(299, ("look",), 1, 799), (300, (), 0, 800), (301, (), 0, 800)]
)
def test_a_check_is_recommended_only_while_it_saves_more_than_it_costs(
    check_price: int, checks: tuple[str, ...], worth: int, dearest: int
) -> None:
    judgement = judge(a_draft_of_one_or_the_other(check_price).pack("1"), NOTHING_SAID)
    assert (judgement.firm, judgement.up_to, judgement.cover) == ({}, {"a": 1, "b": 1}, {"z": 1})
    assert judgement.checks == checks
    assert judgement.worth == worth
    assert judgement.cost_to == dearest
    assert judgement.cost_from == 500 + (check_price if checks else 0)


def test_a_know_rule_demands_the_look_that_is_not_worth_its_price() -> None:
    draft = a_draft_of_one_or_the_other(1000)
    draft.add_rule(Know(("old",)), for_=("b",))
    judgement = judge(draft.pack("1"), replace(NOTHING_SAID, answers={"old": Answer(UNKNOWN)}))
    assert (judgement.demanded, judgement.checks, judgement.verdict) == (("look",), (), "check_first")


def test_two_checks_that_are_worth_it_only_together_are_found() -> None:
    draft = a_draft({"safe": {"ok": 1}}, safe=1000)
    for name in ("p", "q"):
        draft.facts[name] = yes_no_fact(name)
        draft.offerings[f"look_{name}"] = Offering(f"look_{name}", name, ASSESSMENT, HERE, once=100, settles=(name,))
    draft.add_rule(draft.needs("ok", 1), when="p == q")
    judgement = judge(draft.pack("1"), NOTHING_SAID)
    assert judgement.checks == ("look_p", "look_q")
    assert judgement.worth == 1000 - 500 - 200


def test_a_world_without_a_plan_counts_as_the_empty_plan_and_leaves_nothing_that_covers_it() -> None:
    draft = a_draft_of_one_or_the_other(5000)
    draft.capabilities["cc"] = Capability("cc", "nobody supplies it", HERE)
    draft.add_rule(draft.needs("cc", 1), when="old")
    judgement = judge(draft.pack("1"), NOTHING_SAID)
    assert judgement.plans == (None, {"b": 1})
    assert (judgement.firm, judgement.up_to, judgement.cover, judgement.worth) == ({}, {"b": 1}, None, None)
    assert judgement.checks == ("look",)  # the only way to know whether there is a plan, whatever it costs


def test_worlds_are_as_likely_as_typical_says_and_narrowed_numbers_stay_within_their_limits() -> None:
    draft = a_draft({"seat": {"seats": 1}}, seat=100)
    draft.facts["n"] = number_fact("n", 0, 5, typical=((2, 3), (3, 1)))
    draft.add_rule(draft.needs("seats", "n"))
    pack = draft.pack("1")
    likelihood = {f["n"]: weight for weight, f in worlds(pack, NOTHING_SAID)}
    assert likelihood == {0: 0, 1: 0, 2: Fraction(3, 4), 3: Fraction(1, 4), 4: 0, 5: 0}
    narrowed = replace(NOTHING_SAID, answers={"n": Answer(UNKNOWN, at_least=1, less_than=3)})
    assert {f["n"]: weight for weight, f in worlds(pack, narrowed)} == {1: 0, 2: 1}


@pytest.mark.parametrize("seed", range(20))
def test_what_the_judge_calls_least_is_complete_and_not_excessive_and_a_larger_box_changes_nothing(seed: int) -> None:
    pack, case = random_pack(seed)
    facts = facts_of(pack, case)
    plans = candidates(pack, case)
    plan = least_plan(pack, case, facts, plans)
    if plan is not None:
        assert complete(pack, case, facts, plan, plans)
        assert removable(pack, case, facts, plan, plans) is None
    assert least_plan(pack, case, facts, candidates(pack, case, 8)) == plan
