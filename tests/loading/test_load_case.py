"""Cases as they are read from YAML, JSON and CSV files, and written back."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from advisor.case import Answer, Budget, Case, NamedOutcome, Want
from advisor.loading.dump_case import dump_case
from advisor.loading.load_case import case_pack_id, load_case, read_case
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Place
from advisor.values import DOES_NOT_APPLY, UNKNOWN

HERE = Place("")


def read(water: Pack, **parts: Any) -> Case:
    return read_case({"pack": "water", "date": "2026-01-20", **parts}, water, HERE)


def messages(path: Path, water: Pack) -> list[str]:
    with pytest.raises(FilesAtFault) as fault:
        load_case(path, water)
    return [str(problem) for problem in fault.value.problems]


@pytest.fixture
def thirty(root: Path, water: Pack) -> Case:
    return load_case(root / "data/water/cases/thirty_people.yaml", water)


def test_the_head_of_a_case_is_read(thirty: Case) -> None:
    assert (thirty.pack, thirty.date, thirty.stance) == ("water", date(2026, 1, 20), "advised")
    assert (thirty.customer.name, thirty.customer.reference, thirty.customer.contact) == (
        "Example Ltd",
        "EX-7",
        "the office",
    )
    assert thirty.words == "Two water coolers, please."
    assert thirty.needed_by == date(2026, 3, 1)


def test_wants_are_offerings_or_properties(thirty: Case) -> None:
    assert thirty.wants == (
        Want("dispenser", 2, None, "water_at_hand", "people ask for it"),
        Want(None, 1, ("hardness", Fraction(25, 2))),
    )


def test_the_outcome_of_a_want_follows_the_named_ones(thirty: Case) -> None:
    assert thirty.outcomes == (NamedOutcome("fewer_bottles"), NamedOutcome("water_at_hand"))


def test_an_outcome_may_bear_the_customers_own_measure(water: Pack) -> None:
    case = read(water, outcomes=[{"outcome": "fewer_bottles", "measure": "bottles a day", "today": 12, "target": 0}])
    assert case.outcomes == (NamedOutcome("fewer_bottles", "bottles a day", "12", "0"),)


def test_every_kind_of_answer_is_read(thirty: Case) -> None:
    assert thirty.answers["people"] == Answer(30)
    assert thirty.answers["water_meter"] == Answer("yes", sure=False)
    assert thirty.answers["hardness"] == Answer(DOES_NOT_APPLY)
    assert thirty.answers["pressure"] == Answer(UNKNOWN)
    assert thirty.answers["drinks"] == Answer(frozenset({"still", "hot"}))
    assert thirty.answers["moving_in"] == Answer(date(2026, 3, 1))


def test_a_cell_that_is_not_there_is_unknown_and_a_row_without_a_name_is_numbered(thirty: Case) -> None:
    assert thirty.answers["rooms"].value == (
        {"name": "hall", "count": 2, "seats": 12, "has_tap": "no"},
        {"name": "row 2", "count": 1, "seats": 4, "has_tap": UNKNOWN},
    )


def test_money_is_whole_cents(thirty: Case) -> None:
    assert thirty.budget == Budget(once=120_050, monthly=9_000)


def test_what_is_expected_stays_as_json_would_have_it(root: Path, water: Pack) -> None:
    path = root / "data/water/cases/new.yaml"
    path.write_text(
        "pack: water\ndate: 2026-01-20\n"
        "expect: {cost: {total: {from: 12}}, proven: true, words: '12', share: 0.5, none: }\n"
    )
    assert load_case(path, water).expect == {
        "cost": {"total": {"from": 12}},
        "proven": True,
        "words": "12",
        "share": 0.5,
        "none": None,
    }


def test_a_table_is_read_from_a_csv_file_beside_the_case(root: Path, water: Pack) -> None:
    case = load_case(root / "data/water/cases/rooms_from_a_file.yaml", water)
    assert case.answers["rooms"].value == (
        {"name": "hall", "count": 2, "seats": 12, "has_tap": "no"},
        {"name": "lobby", "count": 1, "seats": UNKNOWN, "has_tap": DOES_NOT_APPLY},
    )


def test_a_number_can_be_narrowed(root: Path, water: Pack) -> None:
    case = load_case(root / "data/water/cases/rooms_from_a_file.yaml", water)
    assert case.answers["people"] == Answer(UNKNOWN, True, 10, 30)
    assert read(water, answers={"people": {"less_than": 2}}).answers["people"] == Answer(UNKNOWN, True, None, 2)


def test_a_reported_table_is_not_sure(water: Pack) -> None:
    case = read(water, answers={"rooms": {"value": [{"seats": 3}], "sure": False}})
    assert not case.answers["rooms"].sure


def test_that_nobody_knows_is_sure(water: Pack) -> None:
    assert read(water, answers={"people": {"value": "unknown", "sure": "no"}}).answers["people"] == Answer(
        UNKNOWN, True
    )


@pytest.mark.parametrize(("people", "good"), [(1, True), (0, False), (200, True), (201, False)])
def test_a_range_includes_its_ends_and_nothing_beyond(people: int, good: bool, water: Pack) -> None:
    if good:
        assert read(water, answers={"people": people}).answers["people"].value == people
    else:
        with pytest.raises(FilesAtFault):
            read(water, answers={"people": people})


@pytest.mark.parametrize("written", ["12.5", 12.5, "12.50", Fraction(25, 2)])
def test_a_number_is_the_same_however_it_is_handed_over(written: Any, water: Pack) -> None:
    assert read(water, answers={"hardness": written}).answers["hardness"].value == Fraction(25, 2)


@pytest.mark.parametrize(
    ("written", "value"), [(True, "yes"), ("true", "yes"), ("Yes", "yes"), (False, "no"), ("no", "no")]
)
def test_yes_and_no_may_be_written_true_and_false(written: Any, value: str, water: Pack) -> None:
    assert read(water, answers={"water_meter": written}).answers["water_meter"].value == value


def test_an_empty_request_is_a_case(water: Pack) -> None:
    assert read(water, request={"words": "", "wants": []}) == Case("water", date(2026, 1, 20))


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("x")', "<script>alert(1)</script>", '#panic("x")', "../../x", "x" * 5_000, "\u202eabc", "🦆"]
)
def test_a_customers_name_is_any_text_and_stays_as_it_is(name: str, water: Pack) -> None:
    assert read(water, customer={"name": name}).customer.name == name


@pytest.mark.parametrize("name", ["thirty_people", "rooms_from_a_file"])
def test_a_case_that_is_written_out_is_read_back_the_same(name: str, root: Path, water: Pack) -> None:
    case = load_case(root / f"data/water/cases/{name}.yaml", water)
    exported = root / "exported.json"
    exported.write_text(json.dumps(dump_case(case, water)), encoding="utf-8")
    assert load_case(exported, water) == case


def test_what_is_written_out_is_contract_1_in_currency_units(thirty: Case, water: Pack) -> None:
    written = dump_case(thirty, water)
    assert written["budget"] == {"once": 1200.5, "monthly": 90}
    assert written["answers"]["water_meter"] == {"value": "yes", "sure": "no"}
    assert written["answers"]["drinks"] == ["hot", "still"]
    assert written["request"]["wants"][1] == {"asks": {"hardness": 12.5}}


def test_numbers_that_no_float_can_hold_are_written_as_text(water: Pack) -> None:
    case = Case("water", date(2026, 1, 20), answers={"hardness": Answer(Fraction("12.3000000000000000000001"))})
    assert dump_case(case, water)["answers"] == {"hardness": "12.3000000000000000000001"}


def test_a_fault_in_json_is_found_in_its_line(root: Path, water: Pack) -> None:
    path = root / "case.json"
    path.write_text('{\n "pack": "water",\n "date": "2026-01-20",\n "answers": {"people": 201}\n}\n')
    assert messages(path, water)[0].startswith("case.json, line 4: `people` is 201;")
    path.write_text('{\n "pack": "water",\n "date": }\n')
    assert messages(path, water) == [
        "case.json, line 3: From here on the file cannot be read as JSON. "
        "Look here for a comma, a quote or a bracket too many or too few."
    ]


def test_json_may_hold_what_yaml_cannot(root: Path, water: Pack) -> None:
    path = root / "case.json"
    path.write_text(
        '{"pack": "water", "date": "2026-01-20", '
        '"customer": {"name": "\\ud83e\\udd86"}, "answers": {"hardness": 1.25e1}}'
    )
    case = load_case(path, water)
    assert (case.customer.name, case.answers["hardness"].value) == ("🦆", Fraction(25, 2))


def test_a_name_that_stands_twice_in_json_is_refused(root: Path, water: Pack) -> None:
    path = root / "case.json"
    path.write_text('{"pack": "water", "date": "2026-01-20", "answers": {"people": 3, "people": 4}}')
    assert messages(path, water) == ["case.json: `people` stands twice in one pair of brackets. Keep one of the two."]


@pytest.mark.parametrize("text", ["[" * 5_000, '{"pack": ' + "9" * 5_000 + "}"])
def test_json_beyond_all_measure_is_refused(text: str, root: Path, water: Pack) -> None:
    path = root / "case.json"
    path.write_text(text)
    assert messages(path, water)[0].startswith("case.json")


@pytest.mark.parametrize(
    "name", ["../facts.yaml", "../cases/rooms.csv", "/etc/passwd", "/etc/hosts.csv", "rooms.txt", "..\\rooms.csv"]
)
def test_a_table_comes_from_no_file_but_one_beside_the_case(name: str, root: Path, water: Pack) -> None:
    path = root / "data/water/cases/new.yaml"
    path.write_text(f"pack: water\ndate: 2026-01-20\nanswers:\n  rooms: {{file: '{name}'}}\n")
    assert messages(path, water) == [
        f"data/water/cases/new.yaml, line 4: “{name}” is no CSV file beside the case. "
        "Put the file into the folder of the case and write its name, such as `pcs.csv`."
    ]


def test_faults_in_a_table_stand_at_its_own_lines(root: Path, water: Pack) -> None:
    (root / "data/water/cases/rooms.csv").write_text("name,count,seats\nhall,2,12\nlobby,0,101\n")
    assert [
        message.partition("; ")[0] for message in messages(root / "data/water/cases/rooms_from_a_file.yaml", water)
    ] == ["data/water/cases/rooms.csv, line 3: `count` is 0"]
    (root / "data/water/cases/rooms.csv").write_text("name,seat\nhall,2\n")
    assert messages(root / "data/water/cases/rooms_from_a_file.yaml", water) == [
        "data/water/cases/rooms.csv, line 1: `rooms` has no column `seat`. Did you mean seats?"
    ]


def test_a_table_that_is_not_there_is_said_at_the_answer(root: Path, water: Pack) -> None:
    (root / "data/water/cases/rooms.csv").unlink()
    assert messages(root / "data/water/cases/rooms_from_a_file.yaml", water) == [
        "data/water/cases/rooms_from_a_file.yaml, line 6: There is no file “rooms.csv” beside the case. "
        "Put it there, or correct the name."
    ]


@pytest.mark.parametrize(("rows", "good"), [(5_000, True), (5_001, False)])
def test_five_thousand_rows_are_read_and_more_are_not(rows: int, good: bool, water: Pack) -> None:
    table = [{"seats": 3}] * rows
    if good:
        assert len(read(water, answers={"rooms": table}).answers["rooms"].value) == rows  # type: ignore[arg-type]
    else:
        with pytest.raises(FilesAtFault, match="`rooms` has 5001 rows; at most 5000 are read"):
            read(water, answers={"rooms": table})


def test_the_pack_of_a_case_is_known_before_the_case_is_read(root: Path) -> None:
    assert case_pack_id(root / "data/water/cases/thirty_people.yaml") == "water"


def test_a_case_that_names_no_pack_says_so(root: Path) -> None:
    path = root / "case.yaml"
    path.write_text("date: 2026-01-20\n")
    with pytest.raises(FilesAtFault) as fault:
        case_pack_id(path)
    assert (
        str(fault.value)
        == "case.yaml: `pack` is missing. Write `pack`: the pack's id, which is its folder inside rules/."
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("case.yaml", None, "There is no such file. Create it, or correct the name."),
        ("case.txt", "pack: water", "A case file ends in `.yaml` or `.json`, and this one in “.txt”. Rename it."),
        ("case.yaml", "", "The file is empty. Write something in it, or delete it."),
        ("case.yaml", "@", 'A text cannot begin with @ unless it is in quotes. Put quotes round the text: "...".'),
        (
            "case.yaml",
            "- pack",
            "Here a case was expected, with a name and a colon in each line. Compare it with a file that works.",
        ),
    ],
)
def test_a_file_that_is_no_case_is_refused(
    name: str, content: str | None, message: str, root: Path, water: Pack
) -> None:
    if content is not None:
        (root / name).write_text(content)
    [said] = messages(root / name, water)
    assert said.partition(": ")[2] == message


def test_a_folder_is_no_case(root: Path, water: Pack) -> None:
    (root / "case.yaml").mkdir()
    assert messages(root / "case.yaml", water) == [
        "case.yaml: The file cannot be opened (Is a directory). Look at its permissions."
    ]
