"""Each check finds the fault that is planted for it, says it at its line, and stays silent a step beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from advisor.loading.load import pack_ids
from advisor.workshop.check import CHECKS, NEEDLESS, check_contents, check_folder

PROJECT = Path(__file__).parents[2]
FindingsAfter = Callable[..., list[str]]

RULE = """\
title: A rule of this test
{body}
because: Because of this test.
without: Nothing.
source: fitters
owner: sales
examples:
  - {{name: it applies, given: {{people: 30}}, expect: applies}}
  - {{name: it does not, given: {{people: 3}}, expect: does not apply}}
"""


def rule(body: str) -> str:
    return RULE.format(body=body)


def test_the_small_pack_has_no_findings(findings_after: FindingsAfter) -> None:
    assert findings_after() == []


@pytest.mark.parametrize("pack_id", pack_ids(PROJECT))
def test_no_shipped_pack_has_findings(pack_id: str) -> None:
    assert [str(finding) for finding in check_folder(PROJECT, pack_id).findings] == []


DEAD = [
    ("people > 50 and people < 20", "line 2: No answers of a customer fulfil this condition, so the rule never applies."),
    ("people > 200", "line 2: No answers of a customer fulfil this condition, so the rule never applies."),
    ("litres_a_day < 1.5", "line 2: No answers of a customer fulfil this condition, so the rule never applies."),
    ("hardness > 21 and not water_meter", "line 2: No answers of a customer fulfil this condition, so the rule never applies."),
]  # fmt: skip


@pytest.mark.parametrize(("when", "said"), DEAD)
def test_a_dead_rule_is_found(findings_after: FindingsAfter, when: str, said: str) -> None:
    (found,) = findings_after(dead=rule(f"when: {when}\nneeds:\n  softener: 1\nfor: water_at_hand"))
    cure = "Correct the condition (look at ranges, and at when the facts in it are asked), or retire the rule."
    assert found == f"rules/water/dead.yaml, {said} {cure} [rule_never_applies]"


@pytest.mark.parametrize(
    "when",
    ["people > 50 and people < 52", "people >= 200", "litres_a_day <= 1.5", "hardness > 21 and water_meter",
     "count(rooms, seats > 3) > people", "moving_in > 2026-03-01 and moving_in < 2026-03-03"],
)  # fmt: skip
def test_a_rule_that_somebody_fulfils_is_not_called_dead(findings_after: FindingsAfter, when: str) -> None:
    found = findings_after(alive=rule(f"when: {when}\nneeds:\n  softener: 1\nfor: water_at_hand"))
    assert [one for one in found if "rule_never_applies" in one] == []


def test_a_demand_that_is_never_above_nothing_is_found(findings_after: FindingsAfter) -> None:
    (found,) = findings_after(idle=rule("when: people < 20\nneeds:\n  water_a_day: people - 20"))
    what = "Where this rule applies, the amount of `water_a_day` calls for nothing, whatever the customer answers."
    assert found.startswith(f"rules/water/idle.yaml, line 4: {what} ")
    assert findings_after(idle=rule("when: people < 20\nneeds:\n  water_a_day: people - 18")) == []


def test_a_limit_beyond_the_range_of_its_fact_is_found(findings_after: FindingsAfter) -> None:
    (found,) = findings_after(idle=rule("at_most:\n  people: 200\nwhen: people > 1"))
    assert "line 3: Where this rule applies, the amount of `people` limits nothing, whatever" in found
    assert findings_after(idle=rule("at_most:\n  people: 199\nwhen: people > 1")) == []


def test_limits_that_cross_contradict_each_other(findings_after: FindingsAfter) -> None:
    few = "at_most:\n  people: 2\nwhen: pressure == low"
    (found,) = findings_after(few=rule(few))
    assert found == (
        "rules/water/rooms/enough_people.yaml, line 3: `people` must be at least `3` here and at most `2` in "
        "rules/water/few.yaml, line 3; both apply where pressure is below 2 bar. Narrow one of the two conditions, or make "
        "one rule a `should`. [rules_contradict]"
    )
    assert findings_after(few=rule(few.replace("2", "3"))) == []  # three at least and three at most can be obeyed
    assert findings_after(few=rule(f"strength: should\n{few}")) == []  # what the customer may go without stops nothing


def test_a_demand_that_other_rules_forbid_wherever_it_is_made_is_found(findings_after: FindingsAfter) -> None:
    no_softener = "when: people > 20\nat_most:\n  softener_box: 0"
    needs = "when: people > {}\nneeds:\n  softener: 1\nfor: fewer_bottles"
    (found,) = findings_after(one=rule(no_softener), other=rule(needs.format(30)))
    assert found.startswith(
        "rules/water/other.yaml, line 4: Whenever this rule needs `softener`, `one` forbids all that supplies it. "
    )
    assert findings_after(one=rule(no_softener), other=rule(needs.format(19))) == []  # with twenty people it can be had


def test_a_rule_that_another_makes_needless_is_found(findings_after: FindingsAfter) -> None:
    wide = "for: water_at_hand\nwhen: people > 20\nneeds:\n  softener: 1"
    narrow = "for: water_at_hand\nwhen: people > {}\nneeds:\n  softener: 1"
    (found,) = findings_after(wide=rule(wide), narrow=rule(narrow.format(30)))
    assert found == (
        "rules/water/narrow.yaml, line 3: Wherever this rule applies, `wide` says as much or more, so this rule makes no "
        "difference. Retire one of the two, or narrow its condition. [rules_subsume]"
    )
    assert findings_after(wide=rule(wide), narrow=rule(narrow.format(30).replace("softener: 1", "softener: 2"))) == []
    assert findings_after(wide=rule(wide), narrow=rule(narrow.format(30).replace("water_at_hand", "pump"))) == []
    widened = findings_after(wide=rule(wide), narrow=rule(narrow.format(19)))
    assert [one.partition(":")[0] for one in widened] == ["rules/water/wide.yaml, line 3"]


def test_a_demand_that_is_counted_twice_is_found(findings_after: FindingsAfter) -> None:
    one = "for: water_at_hand\nwhen: people > 20\nneeds:\n  water_a_day: {}"
    (found,) = findings_after(one=rule(one.format(9)), other=rule(one.format(9)))
    assert "Wherever this rule applies, `other` asks for the same amount, so it is counted twice." in found
    assert findings_after(one=rule(one.format(9)), other=rule(one.format(8))) == []  # two amounts that add up


def test_a_capability_without_supply_or_without_a_rule_is_found(findings_after: FindingsAfter) -> None:
    without = findings_after(provides=("softener_box,softener,1\n", ""))
    assert without[0] == (
        "data/water/offerings.csv, line 7: Nothing can call for `softener_box`: no live rule needs what it supplies, and none "
        "limits or declines it. Write the rule that needs it, or take it off the list. [offering_never_called_for]"
    )
    assert without[1] == (
        "rules/water/capabilities.yaml, line 18: `soften_hard_water` needs `softener`, and no offering supplies it. Write in "
        "provides.csv what does (a customer's own task is an offering too), or decline instead. [capability_without_supply]"
    )
    idle = findings_after(soften_hard_water=("title:", "status: draft\ntitle:"))
    assert [one.rpartition("[")[2] for one in idle] == [
        "offering_never_called_for]", "capability_without_demand]", "fact_never_read]"
    ]  # fmt: skip


def test_an_assessment_of_what_nobody_reads_is_found(findings_after: FindingsAfter) -> None:
    only_a_date = "assessment,fact\nsite_visit,moving_in\n"
    (found,) = findings_after(settles=only_a_date)
    assert found.startswith(
        "data/water/offerings.csv, line 2: `site_visit` settles `moving_in`, and no live rule looks at"
    )
    assert findings_after(settles=only_a_date + "site_visit,water_meter\n") == []


def test_a_column_that_nobody_reads_is_found(findings_after: FindingsAfter) -> None:
    column = "    has_tap:\n      asks: Is there a tap?"
    (found,) = findings_after(facts=(column, f"    colour: {{type: yes_no}}\n{column}"))
    assert found.startswith(
        "rules/water/facts.yaml, line 49: The column `colour` of `rooms` is asked and no live rule reads it."
    )


TABLES = [
    ("people_up_to,litres,cups\n50,30,5\n200,25,\n", "table_gap",
     "line 3: `cups` is empty in the row `200`, so a larger row answers for it. Fill the cell in."),
    ("people_up_to,people_from,litres\n50,1,30\n200,61,25\n", "table_gap",
     "line 3: This row begins at 61, and the row before ends at 50: what lies between belongs to neither. "
     "Write 51 in `people_from`, or correct `people_up_to` of the row before."),
    ("people_up_to,people_from,litres\n50,1,30\n200,50,25\n", "table_overlap",
     "line 3: This row begins at 50, and the row before ends at 50: what lies in both is found in the first. "
     "Write 51 in `people_from`, or correct `people_up_to` of the row before."),
]  # fmt: skip


@pytest.mark.parametrize(("table", "check", "said"), TABLES)
def test_a_gap_and_an_overlap_in_a_table_are_found(
    findings_after: FindingsAfter, table: str, check: str, said: str
) -> None:
    assert findings_after(daily=table) == [f"data/water/tables/daily.csv, {said} [{check}]"]
    assert findings_after(daily="people_up_to,people_from,litres\n50,1,30\n200,51,25\n") == []


def test_an_answer_that_a_table_has_no_row_for_is_found(findings_after: FindingsAfter) -> None:
    provides = ('"lookup(daily, litres, people)"', '"lookup(daily, litres, people)"\npump,water_a_day,1')
    by_pressure = rule("for: water_at_hand\nwhen: people > 20\nneeds:\n  water_a_day: lookup(daily, litres, pressure)")
    table = "strength,litres\nlow,10\nnormal,20\n"
    rows = table + "high,30\n"
    fixed = ('"lookup(daily, litres, people)"', "120")
    (found,) = findings_after(daily=table, provides=fixed, by_pressure=by_pressure)
    assert found.startswith(
        "data/water/tables/daily.csv, line 1: The table is looked up with `pressure`, and has no row for `high`."
    )
    assert findings_after(daily=rows, provides=fixed, by_pressure=by_pressure) == []
    assert provides[0] == fixed[0]


def test_prices_that_hold_on_the_same_day_and_days_without_a_price_are_found(findings_after: FindingsAfter) -> None:
    old = "dispenser,10,300,11,2026-01-01,2026-12-31\n"

    def with_next(begins: str) -> list[str]:
        return findings_after(prices=(old, f"{old}dispenser,10,320,11,{begins},\n"))

    assert with_next("2026-12-31") == [
        "data/water/prices.csv, line 4: `dispenser` has two prices from 10 on, and both hold on 31 December 2026. Let one end "
        "(`valid_to`) the day before the other begins (`valid_from`). [table_overlap]"
    ]
    assert with_next("2027-01-01") == []
    assert with_next("2027-01-02") == [
        "data/water/prices.csv, line 4: `dispenser` has no price from 10 on between 1 January 2027 and 2 January 2027. Let the "
        "one price end the day before the next begins. [price_gap]"
    ]


TEXTS = [
    ("People go thirsty", "`without` has no full stop behind “People go thirsty”."),
    ("TODO ask sales.", "`without` is not finished: “TODO” stands in it."),
    ("The the people go thirsty.", "`without` says “The the”: a word stands there twice, or one is missing between."),
    ("People have half a , so they go thirsty.", "`without` has a stop where a word should be."),
    ("People go thirsty (in summer.",
     "`without` opens a bracket or a quote that is not closed, or closes one that is not open."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), TEXTS)
def test_a_text_with_a_word_missing_is_found(findings_after: FindingsAfter, text: str, said: str) -> None:
    found = findings_after(a_day_of_water=("without: People go thirsty.", f"without: {text}"))
    cure = "Read the sentence aloud, and write what a customer should hear."
    assert found == [f"rules/water/supply/a_day_of_water.yaml, line 8: {said} {cure} [text_incomplete]"]


def test_a_should_rule_says_what_going_without_means(findings_after: FindingsAfter) -> None:
    (found,) = findings_after(soften_hard_water=("without: The machine is descaled every month.\n", ""))
    assert "line 4: The customer may go without this, and no text says what happens then." in found


def test_a_source_is_overdue_the_day_after_its_year_has_passed(water_files: dict[str, bytes]) -> None:
    def on(day: date) -> list[str]:
        return [str(finding) for finding in check_contents("water", water_files, day).findings]

    assert on(date(2027, 1, 10)) == []
    assert on(date(2027, 1, 11)) == [
        "rules/water/sources.yaml, line 4: `drinking_guide` was last read on 10 January 2026, more than a year before 11 January "
        "2027. Open the page, look whether it still says so, and write the day in `checked_on`. [source_overdue]"
    ]


def test_a_rule_of_a_role_that_is_gone_is_found(findings_after: FindingsAfter) -> None:
    found = findings_after(pack=("currency:", "owners: [fitting]\ncurrency:"))
    assert len(found) == 4
    assert found[0].startswith(
        "rules/water/rooms/clean_the_tap.yaml, line 6: Nobody is `sales` any more: pack.yaml lists `fitting`. "
    )
    assert findings_after(pack=("currency:", "owners: [fitting, sales]\ncurrency:")) == []


def test_a_finding_is_silenced_in_the_file_with_a_reason(findings_after: FindingsAfter) -> None:
    dead = "when: people > 200\nneeds:\n  softener: 1\nfor: water_at_hand"
    reason = "silence:\n  rule_never_applies: the range grows in March"
    assert findings_after(dead=rule(f"{dead}\n{reason}")) == []
    overdue = (
        "checked_on: 2026-01-10",
        "checked_on: 2024-01-10\n  silence: {source_overdue: the page has no newer edition}",
    )
    assert findings_after(sources=overdue) == []


def test_a_silence_that_hides_nothing_is_a_finding(findings_after: FindingsAfter) -> None:
    body = "when: people > 20\nneeds:\n  softener: 1\nfor: water_at_hand\nsilence:\n  {}: it is right"
    (found,) = findings_after(fine=rule(body.format("rule_never_applies")))
    assert found == (
        "rules/water/fine.yaml, line 7: `rule_never_applies` finds nothing about `fine`, so there is nothing to silence. "
        "Delete the line. [silence_needless]"
    )
    (found,) = findings_after(fine=rule(body.format("rule_never_aplies")))
    assert found == (
        "rules/water/fine.yaml, line 7: There is no check `rule_never_aplies` to be silenced. Did you mean "
        "rule_never_applies? [silence_needless]"
    )


@pytest.mark.parametrize("check", [*CHECKS, NEEDLESS])
def test_every_check_has_its_page(check: str) -> None:
    page = (PROJECT / "docs" / "checks" / f"{check}.md").read_text("utf-8")
    assert page.startswith(f"# `{check}`: ")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == ["What it looks for", "Why it is bad", "Example", "Cure"]
    assert f"[`{check}`]({check}.md)" in (PROJECT / "docs" / "checks" / "README.md").read_text("utf-8")


def test_no_page_speaks_of_a_check_that_is_gone() -> None:
    pages = {page.stem for page in (PROJECT / "docs" / "checks").glob("*.md")} - {"README"}
    assert pages == {*CHECKS, NEEDLESS}
