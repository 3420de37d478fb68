"""Expressions in plain English, from the table that evaluates them."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.expressions import nodes, operators
from advisor.expressions.read import read_amount, read_condition
from advisor.expressions.wording import say_amount, say_condition
from tests.expressions.expression_samples import FACTS, ROW_SCOPE, SCOPE, amounts, conditions

CONDITIONS = [
    ("users > 50", "users is more than 50"),
    ("users >= 50", "users is at least 50"),
    ("users < 50", "users is less than 50"),
    ("users <= 50", "users is at most 50"),
    ("users == 1450", "users is 1,450"),
    ("users != 0.125", "users is not 0.125"),
    ("memory < 8", "memory is less than 8\u00a0GB"),
    ("10 < users < 50", "10 is less than users and users is less than 50"),
    ("deployment == on_premises", "deployment is 'on your premises'"),
    ("fallback in (hosted, none_at_all)", "fallback is one of 'hosted', 'none at all'"),
    ("fallback not in (hosted)", "fallback is none of 'hosted'"),
    ("phone in channels", "'phone' is one of channels"),
    ("size < large", "size is less than 'large'"),
    ("open_late", "open late is yes"),
    ("not open_late", "open late is no"),
    ("yes", "always"),
    ("starts < 2026-03-01", "starts is less than 1 March 2026"),
    ("asked(crm_suite)", "they asked for crm suite"),
    ("not asked(crm_suite)", "they did not ask for crm suite"),
    ("asked(crm_suite) > 3", "the quantity of crm suite asked for is more than 3"),
    (
        "open_late and (users > 5 or memory > 5)",
        "open late is yes and (users is more than 5 or memory is more than 5\u00a0GB)",
    ),
    (
        "count(pcs, ram_gb < 8 and has_tpm) > 3",
        "the number of rows in pcs where (ram gb is less than 8\u00a0GB and has tpm is yes) is more than 3",
    ),
    ("count(pcs) > 3", "the number of rows in pcs is more than 3"),
]


@pytest.mark.parametrize(("source", "said"), CONDITIONS, ids=[source for source, _ in CONDITIONS])
def test_a_condition_is_said_plainly(source: str, said: str) -> None:
    assert say_condition(read_condition(source, SCOPE).node, FACTS) == said


AMOUNTS = [
    ("8 + 0.5 * users", "8 + 0.5 × users"),
    ("(8 + users) * 2", "(8 + users) × 2"),
    ("10 - (users - 1)", "10 − (users − 1)"),
    ("10 / users / 2", "10 ÷ users ÷ 2"),
    ("10 / (users * 2)", "10 ÷ (users × 2)"),
    ("-balance", "−\u2060balance"),
    ("max(1, users)", "the largest of (1; users)"),
    ("min(1, users)", "the smallest of (1; users)"),
    ("ceil(users / 3)", "(users ÷ 3) rounded up"),
    ("floor(users / 3)", "(users ÷ 3) rounded down"),
    ("round(users / 3)", "(users ÷ 3) rounded"),
    ("sum(pcs, ram_gb)", "the sum of (ram gb) over pcs"),
    ("min(pcs, ram_gb)", "the smallest (ram gb) in pcs"),
    ("lookup(sizing, server_cores, users)", "the server cores that the table sizing gives for (users)"),
]


@pytest.mark.parametrize(("source", "said"), AMOUNTS, ids=[source for source, _ in AMOUNTS])
def test_an_amount_is_said_plainly(source: str, said: str) -> None:
    assert say_amount(read_amount(source, SCOPE).node, FACTS) == said


def test_a_column_is_said_with_the_unit_of_its_row() -> None:
    node = read_condition("ram_gb < 8", ROW_SCOPE).node
    assert say_condition(node, FACTS, ROW_SCOPE.columns) == "ram gb is less than 8\u00a0GB"


@pytest.mark.parametrize(
    ("node", "table"),
    [
        (nodes.Compare, operators.COMPARISONS),
        (nodes.Arithmetic, operators.ARITHMETIC),
        (nodes.Call, operators.FUNCTIONS),
        (nodes.Aggregate, operators.AGGREGATES),
    ],
)
def test_every_operator_of_the_language_has_its_row_and_words_of_its_own(node: type, table: dict[str, object]) -> None:
    hints = get_type_hints(node)
    assert set(get_args(hints.get("op") or hints["function"])) == set(table)
    words = [getattr(row, "words", None) or row.sign for row in table.values()]  # type: ignore[attr-defined]
    assert all(words)
    assert len(set(words)) == len(words)


def test_the_contrary_of_the_contrary_is_the_operator_itself() -> None:
    for op, row in operators.COMPARISONS.items():
        assert row.opposite != op
        assert operators.COMPARISONS[row.opposite].opposite == op


@settings(max_examples=200, deadline=None)
@given(conditions())
def test_every_condition_can_be_said(source: str) -> None:
    said = say_condition(read_condition(source, SCOPE).node, FACTS)
    assert said
    assert "_" not in said
    assert said.count("(") == said.count(")")


@settings(max_examples=200, deadline=None)
@given(amounts(), amounts(), st.permutations(["<", "<=", ">", ">=", "==", "!="]))
def test_another_comparison_gives_another_sentence(left: str, right: str, ops: list[str]) -> None:
    said = [say_condition(read_condition(f"{left} {op} {right}", SCOPE).node, FACTS) for op in ops[:2]]
    assert said[0] != said[1]


@settings(max_examples=200, deadline=None)
@given(conditions(), conditions())
def test_and_or_and_not_give_sentences_of_their_own(one: str, other: str) -> None:
    sources = (f"{one} and {other}", f"{one} or {other}", f"not ({one}) and {other}", f"not ({one}) or {other}")
    said = [say_condition(read_condition(source, SCOPE).node, FACTS) for source in sources]
    assert len(set(said)) == 4


@settings(max_examples=200, deadline=None)
@given(amounts(), amounts(), st.permutations(["{} + {}", "{} - {}", "{} * {}", "min({}, {})", "max({}, {})"]))
def test_another_operation_gives_another_amount(left: str, right: str, forms: list[str]) -> None:
    said = [say_amount(read_amount(form.format(left, right), SCOPE).node, FACTS) for form in forms[:2]]
    assert said[0] != said[1]
