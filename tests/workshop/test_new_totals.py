"""Sums that sample cases expect are written anew once somebody accepts them, and nothing else of the file is touched."""

from __future__ import annotations

import pytest

from advisor.engine.recommend import recommend
from advisor.loading.files import PackReader
from advisor.workshop.new_totals import CannotAccept, NewTotal, new_totals, say_totals, with_totals
from advisor.workshop.publishing import readiness_of

CASE = "data/water/cases/thirty_people.yaml"
EXPECT = """
expect:   # what the fitters worked out by hand
  verdict: check_first
  cost: {once: {from: 1, to: 2}, monthly: {to: 2900}}  # cents
  lines:
    - {offering: dispenser, once: {firm: 92000}}   # two of them
"""


@pytest.fixture
def case_text(water_files: dict[str, bytes]) -> str:
    text = water_files[CASE].decode()
    return text[: text.index("expect:")] + EXPECT.lstrip()


def totals_of(water_files: dict[str, bytes], kept: PackReader, text: str) -> tuple[NewTotal, ...]:
    ready = readiness_of("water", {**water_files, CASE: text.encode()}, recommend, reader=kept)
    assert ready.pack is not None
    return new_totals(ready.failures)


def test_what_is_accepted_stands_in_the_file_and_all_else_as_it_was(
    water_files: dict[str, bytes], kept: PackReader, case_text: str
) -> None:
    found = totals_of(water_files, kept, case_text)
    assert {(one.file, one.path[1]) for one in found} == {(CASE, "cost"), (CASE, "lines")}
    after = with_totals(case_text, found)
    assert totals_of(water_files, kept, after) == ()
    was, now = case_text.splitlines(), after.splitlines()
    changed = [n for n, (one, other) in enumerate(zip(was, now, strict=True)) if one != other]
    assert [was[n].partition("#")[2] for n in changed] == [now[n].partition("#")[2] for n in changed]
    assert len(changed) == 2 and {one.line - 1 for one in found} == set(changed)


def test_only_sums_can_be_accepted_a_verdict_or_a_quantity_never(
    water_files: dict[str, bytes], kept: PackReader, case_text: str
) -> None:
    text = case_text[: case_text.index("expect:")]
    text += (
        "expect: {verdict: proceed, lines: [{offering: dispenser, quantity: {firm: 7}}], cost: {once: {to: nothing}}}\n"
    )
    assert totals_of(water_files, kept, text) == ()


@pytest.mark.parametrize("text", ["a: [", "", "expect: {cost: {once: {firm: 13}}}\n", "expect: {cost: 12}\n"])
def test_a_file_that_was_changed_meanwhile_is_left_alone(text: str) -> None:
    total = NewTotal(CASE, 3, "cost, once, firm", ("expect", "cost", "once", "firm"), 12, 15)
    with pytest.raises(CannotAccept, match="does not expect 12 for cost, once, firm any more"):
        with_totals(text, [total])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "\ufeffexpect:\r\n  cost: {once: {firm: 12}}  # x\r\n",
            "\ufeffexpect:\r\n  cost: {once: {firm: 1500}}  # x\r\n",
        ),
        ('{"expect": {"cost": {"once": {"firm": 12}}}}', '{"expect": {"cost": {"once": {"firm": 1500}}}}'),
        (
            "a: 12\nexpect: {cost: {once: {from: 12, firm: 12}}}",
            "a: 12\nexpect: {cost: {once: {from: 12, firm: 1500}}}",
        ),
    ],
)
def test_line_ends_marks_and_json_stay_as_they_are(before: str, after: str) -> None:
    total = NewTotal(CASE, 3, "cost, once, firm", ("expect", "cost", "once", "firm"), 12, 1500)
    assert with_totals(before, [total]) == after


def test_sums_that_move_alike_are_said_once() -> None:
    def one(where: str, was: int, now: int) -> NewTotal:
        return NewTotal(CASE, 3, where, ("expect", *where.split(", ")), was, now)

    alike = [
        one("cost, once, firm", 10000, 12000),
        one("cost, once, from", 10000, 12000),
        one("cost, monthly, to", 100, 200),
    ]
    assert say_totals(alike, "EUR") == "once €100 → €120; monthly €1 → €2"
    apart = [
        one("cost, once, from", 10000, 12000),
        one("cost, once, to", 10000, 14000),
        one("lines, pump, once, firm", 100, 200),
    ]
    assert say_totals(apart, "EUR") == "once, from, €100 → €120; once, to, €100 → €140; once of pump €1 → €2"
