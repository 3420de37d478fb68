"""What cannot be put together is refused when it is read, with a cure."""

from __future__ import annotations

import pytest

from advisor.expressions.read import ExpressionFault, Scope, read_amount, read_condition, read_value
from tests.expressions.expression_samples import FACTS, GB, PEOPLE, SCOPE, fact


def said(source: str, scope: Scope = SCOPE) -> str:
    with pytest.raises(ExpressionFault) as caught:
        read_condition(source, scope)
    return str(caught.value)


WRONG = [
    ("users", "users is a number, where a condition is expected. Compare it with something, as in users > 0."),
    (
        "deployment",
        "deployment is a choice, where a condition is expected. "
        "Compare it with one of its choices: hosted, on_premises.",
    ),
    ("pcs", "pcs is a table, where a condition is expected. Count its rows, as in count(pcs) > 0."),
    ("open_late and 3", "3 is a number, where a condition is expected. Compare it with something, as in 3 > 0."),
    (
        "deployment == 5",
        "deployment is a choice and 5 is a number. Compare deployment with one of its choices: hosted, on_premises.",
    ),
    ("users == yes", "users is a number and yes is a yes/no fact. Compare users with a number."),
    ("users == deployment", "users is a number and deployment is a choice. Compare users with a number."),
    (
        "deployment < hosted",
        "The choices of deployment have no order, so < cannot compare them. "
        "Use ==, != or in, or write ordered: yes under deployment if its choices stand in order.",
    ),
    (
        "deployment == size",
        "deployment and size have no choice in common, so they can never be equal. "
        "Compare a fact with one of its own choices.",
    ),
    (
        "channels == phone",
        "channels is a fact with several choices, where a single value is expected. "
        "Ask whether a choice is among them, as in phone in channels.",
    ),
    (
        "deployment in users",
        "deployment is a choice and users is a number. "
        "Compare deployment with one of its choices: hosted, on_premises.",
    ),
    ("users in channels", "users is not a choice of channels. Its choices are phone, mail, chat."),
    (
        "(users > 3) == open_late",
        "users > 3 is a condition, where a value is expected. "
        "Join conditions with and, or, not; they cannot be compared.",
    ),
    ("starts + 1 > 2", "starts is a date, where a number is expected. Dates can only be compared."),
    (
        "pcs + 1 > 2",
        "pcs is a table, where a number is expected. "
        "Count its rows with count(pcs), or add a column up with sum(pcs, column).",
    ),
    (
        "sum(pcs, has_tpm) > 1",
        "has_tpm is a yes/no fact, where a number is expected. "
        "Put it in when:, or write one rule for yes and one for no.",
    ),
    (
        "count(pcs, ram_gb) > 1",
        "ram_gb is a number, where a condition is expected. Compare it with something, as in ram_gb > 0.",
    ),
    (
        "lookup(prices, fee, users) > 1",
        "users is a number, where a fact with the choices hosted, on_premises is expected. "
        "The key column deployment holds these words.",
    ),
    (
        "lookup(sizing, server_cores, deployment) > 1",
        "deployment is a choice, where a number is expected. "
        "Write one rule for each choice, or look the amount up with lookup(table, column, key).",
    ),
    (
        "users < memory",
        "users is counted in people and memory in GB; they cannot be compared. "
        "Multiply by how many people go to one GB, or take like with like.",
    ),
    (
        "users + memory > 1",
        "users is counted in people and memory in GB; they cannot be added. "
        "Multiply by how many people go to one GB, or take like with like.",
    ),
    (
        "max(users, memory) > 1",
        "users is counted in people and memory in GB; they cannot be held against each other. "
        "Multiply by how many people go to one GB, or take like with like.",
    ),
    (
        "10 / guests > 1",
        "guests can be 0, and nothing can be divided by 0. "
        "Write max(1, guests), or narrow the range of its facts so that 0 is not in it.",
    ),
]


@pytest.mark.parametrize(("source", "sentence"), WRONG, ids=[source for source, _ in WRONG])
def test_unlike_things_are_refused_with_a_cure(source: str, sentence: str) -> None:
    assert said(source) == sentence


@pytest.mark.parametrize(
    "source",
    [
        "users + 5 > 3",
        "users + guests > memory * 2",
        "sum(pcs, ram_gb) > memory",
        "count(pcs) > users",
        "users * memory > keep_days",
        "max(users, guests, 3) > users",
        "asked(crm_suite) > users",
        "ceil(users / 10) > memory",
    ],
)
def test_like_things_and_bare_numbers_fit(source: str) -> None:
    assert read_condition(source, SCOPE).source == source


def test_an_amount_must_be_counted_as_the_capability_is() -> None:
    assert read_amount("8 + 0.5 * users", SCOPE, GB).reads == {"users"}
    assert read_amount("memory + 4", SCOPE, GB).reads == {"memory"}
    with pytest.raises(ExpressionFault) as caught:
        read_amount("8 + users", SCOPE, GB)
    assert str(caught.value) == (
        "8 + users is counted in people, but GB are expected here. Multiply by how many GB go to one person."
    )


def test_an_amount_is_no_condition_and_no_choice() -> None:
    with pytest.raises(ExpressionFault, match="A condition belongs in when:; an amount is a number"):
        read_amount("users > 3", SCOPE)
    with pytest.raises(ExpressionFault, match="Write one rule for each choice"):
        read_amount("deployment", SCOPE)


def test_a_formula_has_the_type_and_unit_of_its_fact() -> None:
    with pytest.raises(ExpressionFault, match="memory is counted in GB, but people are expected here"):
        read_value("memory", SCOPE, fact("people", unit=PEOPLE))
    with pytest.raises(ExpressionFault) as caught:
        read_value("size", SCOPE, fact("where", "choice", choices=("hosted", "on_premises")))
    assert str(caught.value) == (
        "size is a choice, where one of hosted, on_premises is expected. Give where a value of its own type."
    )


CAN_BE_ZERO = [
    "0", "guests", "balance", "users - 1", "users - guests", "users * balance", "-guests", "count(pcs)",
    "sum(pcs, cores)",
    "asked(crm_suite)", "min(users, guests)", "floor(users / 2)", "floor(0.9)", "min(pcs, ram_gb)",
    "users - 500 + guests",
    "unranged",
]  # fmt: skip
CANNOT_BE_ZERO = [
    "1", "0.5", "-3", "users", "users + guests", "users * 2", "-users", "max(1, count(pcs))", "guests + 1",
    "balance - 6",
    "lookup(sizing, server_cores, users)", "min(pcs, cores)", "max(guests, users)", "ceil(users / 2)", "501 - users",
    "users * users", "1 / users", "max(1, unranged)", "formula", "count(pcs) + 1", "max(users, unranged)",
]  # fmt: skip
WITH_FORMULAS = Scope(
    {
        **FACTS,
        "unranged": fact("unranged"),
        "formula": fact("formula", formula=read_amount("users + 3", SCOPE)),
    },
    {},
    SCOPE.offerings,
    SCOPE.tables,
)


@pytest.mark.parametrize("divisor", CAN_BE_ZERO)
def test_a_division_that_can_be_by_zero_is_refused(divisor: str) -> None:
    with pytest.raises(ExpressionFault) as caught:
        read_amount(f"10 / ({divisor})", WITH_FORMULAS)
    assert caught.value.code == "expression_division"


@pytest.mark.parametrize("divisor", CANNOT_BE_ZERO)
def test_a_division_by_what_is_never_zero_is_read(divisor: str) -> None:
    assert read_amount(f"10 / ({divisor})", WITH_FORMULAS).source == f"10 / ({divisor})"
