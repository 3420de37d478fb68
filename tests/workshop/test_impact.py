"""What a draft changes for saved cases: found in verdict, lines, money and reasons, and only where it can be."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from advisor.case import Case, Want
from advisor.engine.recommend import recommend
from advisor.expressions.nodes import Literal_
from advisor.pack import Needs, Offering, Pack, PriceBreak
from advisor.problems import FilesAtFault, Place, Problem
from advisor.workshop.impact import Impact, SavedCase, _Answers, impact, reached_cases
from advisor.workshop.impact_text import COLUMNS, as_csv, headline, reach_says, reason_rows, rows
from advisor.workshop.pack_change import change_between
from tests.small import Small
from tests.workshop.changed_packs import changed_pack

COMPARED = ("verdict", "wants", "lines", "left_out", "flags", "cost")


def small() -> Small:
    """Two topics that do not meet: seats for a suite, lines for telephones."""
    made = Small().number("users", 1, 100).number("phones", 1, 100).capability("seats").capability("calls")
    made.offering("suite", 100).offering("seat", 10, {"seats": 1})
    made.offering("telephone", 50).offering("line", 20, {"calls": 1})
    made.rule({"seats": "users"}, for_=("suite",)).rule({"calls": "phones"}, "phones > 2", for_=("telephone",))
    return made


def customer(
    made: Small, name: str, wants: tuple[str, ...] = ("suite",), issued: bool = False, **answers: int
) -> SavedCase:
    case = made.case(*(Want(offering=want) for want in wants), answers=answers)
    return SavedCase(name, name.title(), lambda pack: case, issued)


def with_amount(pack: Pack, rule: str, number: int) -> Pack:
    """The pack with one demand of a fixed amount, as another version."""
    old = pack.rules[rule]
    assert isinstance(old.effect, Needs)
    ((name, amount),) = old.effect.amounts
    effect = Needs(((name, replace(amount, source=str(number), node=Literal_(number))),))
    return replace(pack, version="111111111111", rules={**pack.rules, rule: replace(old, effect=effect)})


def with_price(pack: Pack, offering: str, **terms: object) -> Pack:
    changed: Offering = replace(pack.offerings[offering], **terms)  # type: ignore[arg-type]
    return replace(pack, version="111111111111", offerings={**pack.offerings, offering: changed})


def rule_ids(pack: Pack) -> list[str]:
    return list(pack.rules)


def test_a_demand_that_grows_changes_the_cases_in_which_it_is_made() -> None:
    made = small()
    pack = made.pack()
    seats, _ = rule_ids(pack)
    cases = (
        customer(made, "harbour", users=30),
        customer(made, "lindqvist", users=50),
        customer(made, "orrin", wants=("telephone",), phones=5),
    )
    found = impact(pack, with_amount(pack, seats, 40), cases)
    assert (found.cases, found.reached, found.answered, found.stopped) == (3, 2, 2, False)
    first, second = found.changes
    assert [(line.offering, line.before, line.after) for line in first.lines] == [("seat", "30", "40")]
    assert (first.verdict, first.more, second.more) == (("proceed", "proceed"), 100_00, -100_00)
    assert headline(found) == "2 of 3 cases change, in reasons or verdict only"  # 100 more and 100 less
    assert reach_says(found) == "1 of 3 cases (33%) cannot be reached by the change and were not answered."


def test_cases_that_change_alike_are_put_together() -> None:
    made = small()
    pack = made.pack()
    seats, _ = rule_ids(pack)
    many = tuple(customer(made, f"customer {n}", users=20 + n) for n in range(6))
    issued = customer(made, "orrin print", users=10, issued=True)
    found = impact(pack, with_amount(pack, seats, 40), (*many, issued))
    assert [len(group.changes) for group in found.groups] == [6, 1]
    assert [(row.case, row.issued, row.now, row.then, row.price) for row in rows(found)] == [
        ("Customer 0", False, "20 × seat", "40 × seat", "+€200"),
        ("Customer 1", False, "21 × seat", "40 × seat", "+€190"),
        ("Four more like it", False, "", "", "+€660"),
        ("Orrin Print", True, "10 × seat", "40 × seat", "+€300"),
    ]
    assert headline(found) == "7 of 7 cases change: €1,350 more"


def test_a_line_that_comes_and_one_that_goes_are_said() -> None:
    made = small()
    pack = made.pack()
    _, calls = rule_ids(pack)
    (change,) = impact(
        pack, with_amount(pack, calls, 0), (customer(made, "orrin", ("telephone",), phones=5),)
    ).changes  # fmt: skip
    assert [(line.offering, line.before, line.after) for line in change.lines] == [("line", "5", "")]
    assert change.more == -100_00


def test_other_words_are_a_change_too() -> None:
    made = small()
    pack = made.pack()
    seats, _ = rule_ids(pack)
    said = replace(pack, rules={**pack.rules, seats: replace(pack.rules[seats], because="Everybody needs one.")})
    found = impact(pack, said, (customer(made, "harbour", users=3),))
    ((line,),) = [change.lines for change in found.changes]
    assert line.only_reasons
    assert [(row.now, row.then, row.price) for row in rows(found)] == [("seat, 3", "seat, for another reason", "")]
    (reason,) = reason_rows(found)
    assert (reason.case, reason.line, reason.then) == ("Harbour", "seat", "Everybody needs one.")
    assert reason.now == pack.rules[seats].because and reason.now != reason.then


def test_a_change_that_only_editors_see_reaches_nobody() -> None:
    made = small()
    pack = made.pack()
    seats, _ = rule_ids(pack)
    moved = replace(
        pack.rules[seats], place=Place("elsewhere.yaml", 7), topic="elsewhere", owner="somebody", examples=()
    )
    other = replace(pack, version="111111111111", rules={**pack.rules, seats: moved})
    assert not change_between(pack, other)
    found = impact(pack, other, (customer(made, "harbour", users=3),))
    assert (found.reached, headline(found)) == (0, "None of 1 case changes")


PRICES = [
    ({"once": 30_00}, True),
    ({"breaks": (PriceBreak(1, 30_00, 0, date(2026, 1, 1), None),)}, True),
    ({"breaks": (PriceBreak(1, 30_00, 0, date(2030, 1, 1), None),)}, False),  # not yet on the day of the case
    ({"breaks": (PriceBreak(1, 30_00, 0, None, date(2020, 1, 1)),)}, False),
]


@pytest.mark.parametrize(("terms", "reached"), PRICES)
def test_a_price_reaches_a_case_on_the_days_on_which_it_holds(terms: dict[str, object], reached: bool) -> None:
    made = small()
    pack = made.pack()
    case = customer(made, "harbour", users=3)
    assert made.case().date == date(2026, 11, 1) or made.case().date > date(2026, 1, 1)
    assert [one.id for one in reached_cases(pack, with_price(pack, "seat", **terms), (case,))] == ["harbour"] * reached
    elsewhere = customer(made, "orrin", ("telephone",), phones=5)
    assert reached_cases(pack, with_price(pack, "seat", **terms), (elsewhere,)) == ()


def test_a_rule_whose_condition_the_answers_rule_out_does_not_reach_a_case_until_they_are_open() -> None:
    made = small()
    pack = made.pack()
    _, calls = rule_ids(pack)
    other = with_amount(pack, calls, 9)
    few = customer(made, "few", ("telephone", "line"), phones=2)
    nobody_asked = customer(made, "nobody asked", ("telephone",))
    no_wish = customer(made, "no wish", ("telephone",), phones=2)
    assert [one.id for one in reached_cases(pack, other, (few, nobody_asked, no_wish))] == ["few", "nobody asked"]


def test_a_case_that_the_draft_no_longer_understands_is_said_with_the_reason() -> None:
    made = small()
    pack = made.pack()
    draft = replace(pack, version="111111111111", outcomes={})
    case = made.case(Want(offering="suite"), answers={"users": 3})

    def read(under: Pack) -> Case:
        if not under.outcomes:
            raise FilesAtFault(
                [Problem(Place("outcomes.0"), "name_unknown", "There is no outcome `result`.", "Add it.")]
            )
        return case

    (change,) = impact(pack, draft, (SavedCase("a", "Harbour", read),)).changes
    assert change.verdict == ("proceed", "")
    assert change.fault == "outcomes.0: There is no outcome `result`. Add it."


def test_the_answer_that_was_kept_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = small()
    pack = made.pack()
    seats, _ = rule_ids(pack)
    case = made.case(Want(offering="suite"), answers={"users": 30})
    kept = recommend(pack, case).to_json()
    asked: list[str] = []

    def counted(under: Pack, case: Case, *more: object) -> object:
        asked.append(under.version)
        return recommend(under, case)

    monkeypatch.setattr("advisor.workshop.impact.recommend", counted)
    saved = SavedCase("a", "Harbour", lambda pack: case, True, kept)
    found = impact(pack, with_amount(pack, seats, 40), (saved,))
    assert (len(found.changes), asked) == (1, ["111111111111"])


def test_it_can_be_stopped_and_says_how_far_it_came() -> None:
    made = small()
    pack = made.pack()
    seats, _ = rule_ids(pack)
    cases = tuple(customer(made, f"customer {n}", users=20 + n) for n in range(4))
    told: list[tuple[int, int]] = []
    found = impact(
        pack, with_amount(pack, seats, 40), cases, lambda done, of: told.append((done, of)), lambda: len(told) == 2
    )  # fmt: skip
    assert told == [(1, 4), (2, 4)]
    assert (found.stopped, found.answered, len(found.changes)) == (True, 2, 2)
    assert reach_says(found) == (
        "0 of 4 cases (0%) cannot be reached by the change and were not answered. Stopped: 2 of 4 cases within reach were not "
        "looked at."
    )


def test_everything_is_exported_one_case_a_row() -> None:
    made = small()
    pack = made.pack()
    seats, _ = rule_ids(pack)
    found: Impact = impact(pack, with_amount(pack, seats, 40), (customer(made, "harbour", users=30, issued=True),))
    header, row = list(csv.reader(io.StringIO(as_csv(found))))
    assert tuple(header) == COLUMNS
    said = dict(zip(header, row, strict=True))
    assert said["case"] == "Harbour" and said["issued"] == "yes"
    assert (said["lines before"], said["lines after"], said["more"]) == ("30 seat", "40 seat", "100.00")


@pytest.mark.parametrize("seed", range(60))
def test_what_is_out_of_reach_comes_out_the_same(seed: int) -> None:
    old, new, cases = changed_pack(seed)
    saved = tuple(SavedCase(str(n), str(n), lambda pack, case=case: case) for n, case in enumerate(cases))  # type: ignore[misc]
    reached = {one.id for one in reached_cases(old, new, saved)}
    before, after = _Answers(old), _Answers(new)
    for one in saved:
        if one.id not in reached:
            was, now = before.of(one), after.of(one)
            assert {key: was[key] for key in COMPARED} == {key: now[key] for key in COMPARED}


def test_some_of_the_random_changes_leave_cases_out_of_reach_and_some_reach_them() -> None:
    reached = everybody = 0
    for seed in range(60):
        old, new, cases = changed_pack(seed)
        saved = tuple(SavedCase(str(n), str(n), lambda pack, case=case: case) for n, case in enumerate(cases))  # type: ignore[misc]
        reached += len(reached_cases(old, new, saved))
        everybody += len(saved)
    assert everybody / 10 < reached < everybody * 9 / 10


def test_what_happens_without_it_is_part_of_what_is_said() -> None:
    made = small()
    pack = made.pack()
    seats, _ = rule_ids(pack)
    other = replace(pack, rules={**pack.rules, seats: replace(pack.rules[seats], without="Somebody cannot log in.")})
    (change,) = impact(pack, other, (customer(made, "harbour", users=3),)).changes
    assert [line.only_reasons for line in change.lines] == [True]
