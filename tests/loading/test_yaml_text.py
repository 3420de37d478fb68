"""YAML as it is written by people: what is read, at which line, and what is said where it cannot be read."""

from __future__ import annotations

import pytest
from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError

from advisor.loading.yaml_faults import Fault, in_plain_words
from advisor.loading.yaml_text import Map, Quoted, line_of, read_yaml_text


def test_scalars_stay_the_text_that_was_written() -> None:
    data, faults = read_yaml_text("answer: no\nprice: 0.10\nday: 2026-01-20\nempty:\n")
    assert faults == []
    assert data == {"answer": "no", "price": "0.10", "day": "2026-01-20", "empty": None}


def test_a_number_in_quotes_is_known_to_be_text() -> None:
    data, _ = read_yaml_text("a: '12'\nb: 12\n")
    assert isinstance(data["a"], Quoted)
    assert not isinstance(data["b"], Quoted)


def test_each_key_and_each_entry_knows_its_line() -> None:
    data, _ = read_yaml_text("# remark\na: 1\nb:\n  - x\n  - c: 2\n    d: 3\n")
    assert [line_of(data, path) for path in [("a",), ("b",), ("b", 0), ("b", 1), ("b", 1, "d")]] == [2, 3, 4, 5, 6]


def test_a_part_that_is_missing_stands_at_what_would_hold_it() -> None:
    data, _ = read_yaml_text("a:\n  b: 1\n")
    assert line_of(data, ("a", "nothing")) == 1


def test_curly_brackets_are_told_from_indented_lines() -> None:
    data, _ = read_yaml_text("a: {b: 1}\nc:\n  d: 1\n")
    assert isinstance(data["a"], Map) and data["a"].flow
    assert isinstance(data["c"], Map) and not data["c"].flow


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("needs:\n\tseats: 3\n", 2, "yaml_tab"),
        ("title: a: b\n", 1, "yaml_colon"),
        ("a: 1\n  b: 2\n", 2, "yaml_indent"),
        ("needs:\n  a: 1\n c: 2\n", 3, "yaml_indent"),
        ("examples:\n  - name: x\n   given: {a: 1}\n", 3, "yaml_indent"),
        ("title: 'it\nfor: x\n", 1, "yaml_quote"),
        ('title: "it\nfor: x\n', 1, "yaml_quote"),
        ("title: 'the customer's server'\n", 1, "yaml_quote_inside"),
        ('title: "The" CRM\n', 1, "yaml_quote_inside"),
        ('path: "C:\\pcs"\n', 1, "yaml_backslash"),
        ("because: {users} people\n", 1, "yaml_text_in_brackets"),
        ("because: [users] people\n", 1, "yaml_text_in_brackets"),
        ("given: {a: 1\nfor: x\n", 1, "yaml_bracket"),
        ("source: [a\nfor: x\n", 1, "yaml_bracket"),
        ("title: a\nfor x\nwhen: y\n", 2, "yaml_no_colon"),
        ("title:abc\nfor: x\n", 1, "yaml_no_space"),
        ("title: @abc\n", 1, "yaml_sign"),
        ("title: %abc\n", 1, "yaml_sign"),
        ("title: *abc\n", 1, "yaml_alias"),
        ("title: &abc x\n", 1, "yaml_alias"),
        ("title: !abc x\n", 1, "yaml_tag"),
        ("a: 1\nsource: !!set [a]\n", 2, "yaml_tag"),
        ("!!x title: a\n", 1, "yaml_tag"),
        ("title: }\n", 1, "yaml_sign"),
        ("%\na: 1\n", 1, "yaml_sign"),
        ("given: {a: 1,, b: 2}\n", 1, "yaml_bracket"),
        ("given: {a: - 1}\n", 1, "yaml_bracket"),
        ("  a: 1\nb: 2\n", 2, "yaml_indent"),
        ("because: |text\n  more\n", 1, "yaml_block_text"),
        ("because: - text\n", 1, "yaml_dash"),
        ("a: 1\n---\nb: 2\n", 2, "yaml_second_document"),
        ("a: 1\nb: 2\na: 3\n", 3, "yaml_twice"),
        ("? [a]\n: b\n", 1, "yaml_key"),
        ("a: 1\nb: \x07\n", 2, "yaml_character"),
        ("a: 1\n<<<<<<< mine\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n", 2, "merge_marker"),
    ],
)
def test_a_slip_is_found_where_it_was_made(text: str, line: int, code: str) -> None:
    _, faults = read_yaml_text(text)
    assert [(fault.line, fault.code) for fault in faults] == [(line, code)]


def test_a_complaint_that_nobody_has_met_yet_still_names_its_line() -> None:
    mark = StringMark("rule", 0, 2, 0, "a\nb\nc", 4)
    assert in_plain_words(MarkedYAMLError(problem="something new", problem_mark=mark), "a\nb\nc") == Fault(
        3,
        "yaml_unreadable",
        "From here on the file cannot be read as YAML.",
        "Compare this line and the one before with a file that works.",
    )
    assert in_plain_words(YAMLError(), "a").what == "The file cannot be read as YAML."


def test_a_hundred_thousand_brackets_are_refused_and_exhaust_nothing() -> None:
    _, faults = read_yaml_text("a: " + "[" * 100_000)
    assert [fault.code for fault in faults] == ["yaml_too_deep"]


@pytest.mark.parametrize(("levels", "codes"), [(12, []), (13, ["yaml_too_deep"])])
def test_twelve_levels_are_read_and_thirteen_are_not(levels: int, codes: list[str]) -> None:
    _, faults = read_yaml_text("[" * levels + "]" * levels)
    assert [fault.code for fault in faults] == codes


def test_a_text_that_would_grow_by_references_is_refused_at_the_first_of_them() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    data, faults = read_yaml_text(bomb)
    assert data is None
    assert [str(fault.what) for fault in faults] == ["`&a` names a part of the file; such names are not read."]


def test_every_key_that_stands_twice_is_said_and_the_first_is_kept() -> None:
    data, faults = read_yaml_text("a: 1\na: 2\nb: 1\nb: 2\n")
    assert data == {"a": "1", "b": "1"}
    assert [fault.what for fault in faults] == [
        "`a` stands here twice: in line 1 and in line 2.",
        "`b` stands here twice: in line 3 and in line 4.",
    ]
