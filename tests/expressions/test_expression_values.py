"""What an expression comes to: exact, with three truth values, and with what does not apply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.expressions.evaluate import amount, truth
from advisor.expressions.read import read_amount, read_condition
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN, Row, Value
from tests.expressions.expression_samples import ROW_SCOPE, SCOPE, amounts, conditions

ROWS: tuple[Row, ...] = (
    {"name": "front desk", "count": 12, "ram_gb": 4, "cores": 2, "has_tpm": "no"},
    {"name": "office", "count": 20, "ram_gb": 8, "cores": 4, "has_tpm": "yes"},
    {"name": "boss", "ram_gb": 16, "cores": 8, "has_tpm": "yes"},
)
KNOWN: dict[str, Value] = {
    "users": 40,
    "guests": 3,
    "memory": 64,
    "balance": -2,
    "deployment": "on_premises",
    "fallback": "hosted",
    "size": "medium",
    "old_size": "large",
    "channels": frozenset({"phone", "chat"}),
    "favourite": "mail",
    "open_late": "no",
    "starts": date(2026, 3, 1),
    "pcs": ROWS,
    "asked(crm_suite)": 40,
}

AMOUNTS: list[tuple[str, Value]] = [
    ("8 + 0.5 * users", 28),
    ("0.1 * 3", Fraction(3, 10)),
    ("users / 3", Fraction(40, 3)),
    ("users / 4", 10),
    ("2 - users", -38),
    ("-users", -40),
    ("min(users, 7, guests * 4)", 7),
    ("max(guests, 2.5)", 3),
    ("ceil(users / 3)", 14),
    ("floor(users / 3)", 13),
    ("round(2.5)", 3),
    ("round(2.49)", 2),
    ("round(-2.5)", -2),
    ("asked(crm_suite)", 40),
    ("asked(backup_box)", 0),
    ("count(pcs)", 33),
    ("count(pcs, ram_gb < 8)", 12),
    ("count(pcs, ram_gb < 8 or has_tpm)", 33),
    ("count(pcs, cores * 2 >= users / 10)", 33),
    ("sum(pcs, ram_gb)", 12 * 4 + 20 * 8 + 16),
    ("min(pcs, ram_gb)", 4),
    ("max(pcs, ram_gb / 3)", Fraction(16, 3)),
    ("lookup(sizing, server_cores, 10)", 2),
    ("lookup(sizing, server_cores, 10.5)", 4),
    ("lookup(sizing, server_cores, users)", 4),
    ("lookup(sizing, server_cores, 200)", 8),
    ("lookup(sizing, server_cores, 201)", BEYOND_TABLE),
    ("lookup(prices, fee, deployment)", 9),
    ("lookup(prices, fee, fallback)", 5),
    # A table that ends takes the whole amount with it, unless something is not known either.
    ("2 + 3 * lookup(sizing, server_cores, 201)", BEYOND_TABLE),
    ("max(5, lookup(sizing, server_cores, 201))", BEYOND_TABLE),
    ("keep_days + lookup(sizing, server_cores, 201)", UNKNOWN),
    ("keep_days", UNKNOWN),
    ("8 + keep_days", UNKNOWN),
    ("0 * keep_days", UNKNOWN),
    ("max(5, keep_days)", UNKNOWN),
    ("lookup(sizing, server_cores, keep_days)", UNKNOWN),
    ("count(printers)", UNKNOWN),
    ("sum(printers, pages)", UNKNOWN),
]


@pytest.mark.parametrize(("source", "value"), AMOUNTS, ids=[source for source, _ in AMOUNTS])
def test_an_amount_is_exact(source: str, value: Value) -> None:
    result = read_amount(source, SCOPE).amount(KNOWN)
    assert result == value
    assert type(result) is type(value), "a whole number is an int, everything else a fraction"


CONDITIONS: list[tuple[str, Value]] = [
    ("users > 39", True),
    ("users > 40", False),
    ("users >= 40", True),
    ("users < 40", False),
    ("users <= 40", True),
    ("users == 40.0", True),
    ("users != 40", False),
    ("3 < users < 40", False),
    ("deployment == on_premises", True),
    ("deployment != fallback", True),
    ("fallback in (hosted, none_at_all)", True),
    ("deployment not in (hosted)", True),
    ("deployment in (fallback)", False),
    ("size < large", True),
    ("size < medium", False),
    ("small < size", True),
    ("size < old_size", True),
    ("size >= old_size", False),
    ("phone in channels", True),
    ("mail in channels", False),
    ("mail not in channels", True),
    ("favourite in channels", False),
    ("open_late", False),
    ("not open_late", True),
    ("starts < 2026-03-01", False),
    ("starts <= 2026-03-01", True),
    ("asked(crm_suite)", True),
    ("asked(backup_box)", False),
    ("not asked(backup_box)", True),
    ("yes", True),
    ("no", False),
    # Kleene: what is not known decides nothing, unless the rest decides.
    ("keep_days > 3", UNKNOWN),
    ("not keep_days > 3", UNKNOWN),
    ("keep_days > 3 and users > 40", False),
    ("keep_days > 3 and users > 39", UNKNOWN),
    ("keep_days > 3 or users > 39", True),
    ("keep_days > 3 or users > 40", UNKNOWN),
    ("count(printers) > 0", UNKNOWN),
    # Beyond the last row of a table nothing can be compared.
    ("lookup(sizing, server_cores, 201) > 1", False),
    ("not lookup(sizing, server_cores, 201) > 1", False),
]


@pytest.mark.parametrize(("source", "value"), CONDITIONS, ids=[source for source, _ in CONDITIONS])
def test_a_condition_is_true_false_or_not_decided(source: str, value: Value) -> None:
    assert read_condition(source, SCOPE).truth(KNOWN) is value


@pytest.mark.parametrize(
    "source",
    [
        "users > 3", "not users > 3", "users <= 3", "users == 3", "users != 3", "not users != 3", "users in (1, 2)",
        "users not in (1, 2)", "open_late", "not open_late", "open_late == no", "deployment == hosted",
        "deployment != hosted", "size < large", "size >= large", "phone in channels", "phone not in channels",
        "not phone in channels", "users > guests", "guests > users", "users > users", "deployment == fallback",
        "fallback not in (deployment, hosted)", "asked(crm_suite)", "not asked(crm_suite)", "starts < 2026-03-01",
        "min(pcs, cores) > 0", "not min(pcs, cores) > 0", "10 / users > 0", "lookup(sizing, server_cores, users) > 0",
    ],
)  # fmt: skip
def test_a_comparison_with_what_does_not_apply_is_false_negated_or_not(source: str) -> None:
    names = ("users", "open_late", "deployment", "size", "channels", "starts", "asked(crm_suite)")
    facts: dict[str, Value] = dict.fromkeys(names, DOES_NOT_APPLY)
    facts |= {"pcs": (), "guests": 3, "fallback": "none_at_all"}
    assert read_condition(source, SCOPE).truth(facts) is False
    assert read_condition(source, SCOPE).truth(facts | {"guests": UNKNOWN}) is False


DOES_NOT: list[tuple[str, Value]] = [
    ("2 + 0.5 * users", 2),
    ("-users", 0),
    ("max(users, 3)", 3),
    ("ceil(users)", 0),
    ("users", DOES_NOT_APPLY),
    ("10 / users", DOES_NOT_APPLY),
    ("2 + 10 / users", 2),
    ("users / 10", 0),
    ("lookup(sizing, server_cores, users)", DOES_NOT_APPLY),
    ("count(pcs)", 0),
    ("sum(pcs, cores)", 0),
    ("min(pcs, cores)", DOES_NOT_APPLY),
    ("max(pcs, cores)", DOES_NOT_APPLY),
    ("3 + min(pcs, cores)", 3),
]


@pytest.mark.parametrize(("source", "value"), DOES_NOT, ids=[source for source, _ in DOES_NOT])
@pytest.mark.parametrize("pcs", [(), DOES_NOT_APPLY], ids=["no rows", "no such table"])
def test_as_an_amount_what_does_not_apply_counts_as_nothing(source: str, value: Value, pcs: Value) -> None:
    assert read_amount(source, SCOPE).amount({"users": DOES_NOT_APPLY, "pcs": pcs}) == value


def rows(*cells: Value) -> dict[str, Value]:
    return {"pcs": tuple({"ram_gb": cell, "cores": 2} for cell in cells)}


CELLS: list[tuple[str, Mapping[str, Value], Value]] = [
    ("count(pcs, ram_gb < 8)", rows(4, UNKNOWN), UNKNOWN),
    ("count(pcs, ram_gb < 8 and cores > 2)", rows(4, UNKNOWN), 0),
    ("count(pcs, ram_gb < 8 or cores > 1)", rows(4, UNKNOWN), 2),
    ("count(pcs, ram_gb < 8)", rows(4, DOES_NOT_APPLY), 1),
    ("count(pcs, not ram_gb < 8)", rows(4, DOES_NOT_APPLY), 0),
    ("count(pcs)", rows(4, UNKNOWN), 2),
    ("sum(pcs, ram_gb)", rows(4, UNKNOWN), UNKNOWN),
    ("sum(pcs, ram_gb)", rows(4, DOES_NOT_APPLY), 4),
    ("sum(pcs, cores)", rows(4, UNKNOWN), 4),
    ("min(pcs, ram_gb)", rows(4, UNKNOWN), UNKNOWN),
    ("min(pcs, ram_gb)", rows(4, DOES_NOT_APPLY, 9), 4),
    ("min(pcs, ram_gb)", rows(DOES_NOT_APPLY), DOES_NOT_APPLY),
    ("max(pcs, ram_gb)", rows(4, 9), 9),
    ("sum(pcs, lookup(sizing, server_cores, ram_gb))", rows(4, 201), BEYOND_TABLE),
    ("count(pcs, system == linux)", rows(4), UNKNOWN),
    ("sum(pcs, ram_gb)", {"pcs": ({"ram_gb": 4, "count": 0}, {"ram_gb": 8, "count": 3})}, 24),
    ("min(pcs, ram_gb)", {"pcs": ({"ram_gb": 4, "count": 0}, {"ram_gb": 8, "count": 3})}, 8),
    ("count(pcs, ram_gb > 1)", {"pcs": ({"ram_gb": 4, "count": UNKNOWN},)}, UNKNOWN),
]


@pytest.mark.parametrize(("source", "facts", "value"), CELLS)
def test_cells_that_are_not_known_or_do_not_apply(source: str, facts: Mapping[str, Value], value: Value) -> None:
    assert read_amount(source, SCOPE).amount(facts) == value


def test_a_row_gives_its_columns_and_the_facts_the_rest() -> None:
    condition = read_condition("ram_gb < 8 and users > 3", ROW_SCOPE)
    assert condition.truth(KNOWN, {"ram_gb": 4}) is True
    assert condition.truth(KNOWN, {"ram_gb": 8}) is False
    assert condition.truth(KNOWN, {"ram_gb": UNKNOWN}) is UNKNOWN
    assert condition.truth(KNOWN, {}) is UNKNOWN


def test_a_formula_that_is_a_condition_may_hold_a_truth_or_a_word() -> None:
    stands, contrary = read_condition("open_late", SCOPE), read_condition("not open_late", SCOPE)
    for value in (True, "yes"):
        assert (stands.truth({"open_late": value}), contrary.truth({"open_late": value})) == (True, False)
    for value in (False, "no"):
        assert (stands.truth({"open_late": value}), contrary.truth({"open_late": value})) == (False, True)


def test_the_functions_of_the_module_do_what_an_expression_does() -> None:
    read = read_condition("users > 39", SCOPE)
    assert truth(read.node, KNOWN) is True
    assert amount(read_amount("users + 1", SCOPE).node, KNOWN) == 41


VALUES: dict[str, list[Value]] = {
    "users": [1, 10, 201],
    "guests": [0, 3],
    "memory": [0, 64],
    "balance": [-5, 0, 2],
    "open_late": ["yes", "no"],
    "deployment": ["hosted", "on_premises"],
    "fallback": ["hosted", "none_at_all"],
    "size": ["small", "medium", "large"],
    "old_size": ["small", "medium", "large"],
    "channels": [frozenset(), frozenset({"phone", "mail"})],
    "favourite": ["phone", "mail"],
    "starts": [date(2026, 2, 28), date(2026, 3, 1)],
    "pcs": [(), ROWS],
    "asked(crm_suite)": [0, 2],
}
facts_known = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})


@settings(max_examples=300, deadline=None)
@given(amounts(st.sampled_from(["balance", "1 * users", "1 * memory"])), facts_known)
def test_with_everything_known_an_amount_is_what_python_reckons(source: str, facts: dict[str, Value]) -> None:
    names = {name: Fraction(value) for name, value in facts.items() if isinstance(value, int)}
    functions = {"min": min, "max": max, "ceil": ceil, "floor": floor, "round": lambda x: floor(x + Fraction(1, 2))}
    exactly = source.replace("0.5", "half").replace("0.1", "tenth").replace("2.25", "nine_quarters")
    numbers = {"half": Fraction(1, 2), "tenth": Fraction(1, 10), "nine_quarters": Fraction(9, 4)}
    exactly = exactly.replace("/ 4", "/ F4")
    expected = eval(exactly, {"__builtins__": {}}, {**names, **functions, **numbers, "F4": Fraction(4)})
    assert read_amount(source, SCOPE).amount(facts) == expected


@settings(max_examples=300, deadline=None)
@given(conditions(), facts_known, st.sets(st.sampled_from(sorted(VALUES))))
def test_what_is_decided_stays_decided_whatever_the_unknown_turns_out_to_be(
    source: str, facts: dict[str, Value], unknown: set[str]
) -> None:
    read = read_condition(source, SCOPE)
    before = read.truth(facts | dict.fromkeys(unknown, UNKNOWN))
    assume(before is not UNKNOWN)
    assert read.truth(facts) is before


@settings(max_examples=300, deadline=None)
@given(conditions(), facts_known, st.sets(st.sampled_from(sorted(VALUES))))
def test_the_contrary_is_the_contrary_where_everything_applies(
    source: str, facts: dict[str, Value], unknown: set[str]
) -> None:
    assume(facts["users"] != 201 and facts["pcs"] != ())  # beyond the table, and the least of no rows
    facts = facts | dict.fromkeys(unknown, UNKNOWN)
    contrary = {True: False, False: True, UNKNOWN: UNKNOWN}
    assert read_condition(f"not ({source})", SCOPE).truth(facts) is contrary[read_condition(source, SCOPE).truth(facts)]
