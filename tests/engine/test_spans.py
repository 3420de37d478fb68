"""What an expression can still be: every operator's rule, in pairs either side of where it tells; and no draw falls outside."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.engine.span_values import ANYTHING, Between, NoEnd, SpanFacts, certain
from advisor.engine.spans import amount_span, truth_span
from advisor.expressions.evaluate import amount, truth
from advisor.expressions.nodes import Lookup, Name
from advisor.pack import Fact
from advisor.values import BEYOND_TABLE, DOES_NOT_APPLY, UNKNOWN
from benchmarks.packs import HERE, Draft, choice_fact, number_fact, yes_no_fact

TRUE, FALSE, EITHER = {True}, {False}, {True, False}


def draft() -> Draft:
    made = Draft()
    made.facts["n"] = number_fact("n", 2, 5, may_not_apply=True)
    made.facts["m"] = number_fact("m", 4, 9)
    made.facts["colour"] = choice_fact("colour", ("red", "green", "blue"))
    made.facts["old"] = yes_no_fact("old")
    columns = (number_fact("size", 0, 9), yes_no_fact("worn"))
    made.facts["pcs"] = Fact("pcs", "Which PCs are there?", "inventory", HERE, columns=columns)
    return made


def facts(rows: tuple[Any, ...] = (), **values: Any) -> SpanFacts:
    known = {"n": {Between(2, 5)}, "m": {Between(4, 9)}, "colour": {"red", "green"}, "old": {"yes", "no"}} | values
    return SpanFacts({name: frozenset(atoms) for name, atoms in known.items()}, {"pcs": rows})


def row(count: int, size: Any, worn: Any) -> dict[str, Any]:
    return {"count": certain(count), "size": frozenset(size), "worn": frozenset(worn)}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("n < 6", TRUE), ("n < 5", EITHER), ("n < 2", FALSE),
        ("n <= 5", TRUE), ("n <= 4", EITHER), ("n <= 1", FALSE),
        ("n > 1", TRUE), ("n > 2", EITHER), ("n > 5", FALSE),
        ("n >= 2", TRUE), ("n >= 3", EITHER), ("n >= 6", FALSE),
        ("n == 6", FALSE), ("n == 5", EITHER), ("n != 6", TRUE), ("n != 5", EITHER),
        ("n < m", EITHER), ("n < m + 2", TRUE), ("n > m + 1", FALSE),
        ("colour == blue", FALSE), ("colour == red", EITHER), ("colour != blue", TRUE),
        ("colour in (red, green)", TRUE), ("colour in (red, blue)", EITHER), ("colour not in (red, green)", FALSE),
        ("n in (1, 6)", FALSE), ("n in (1, 5)", EITHER),
        ("old", EITHER), ("not old", EITHER), ("old or n < 6", TRUE), ("old and n < 2", FALSE), ("old and n < 6", EITHER),
    ],
)  # fmt: skip
def test_a_condition_is_certain_only_where_every_answer_agrees(source: str, found: set[bool]) -> None:
    assert truth_span(draft().condition(source).node, facts()) == found


@pytest.mark.parametrize(
    ("source", "least", "most"),
    [
        ("n + m", 6, 14), ("n - m", -7, 1), ("n * m", 8, 45), ("(n - 3) * m", -9, 18), ("n / m", Fraction(2, 9), Fraction(5, 4)),
        ("-n", -5, -2), ("min(n, m)", 2, 5), ("max(n, m)", 4, 9), ("ceil(n / 2)", 1, 3), ("floor(n / 2)", 1, 2),
        ("round(n / 4)", 1, 1),
    ],
)  # fmt: skip
def test_an_amount_reaches_from_its_least_to_its_most(source: str, least: Any, most: Any) -> None:
    assert amount_span(draft().amount(source).node, facts()) == {Between(least, most)}


def test_what_may_not_apply_counts_as_0_in_an_amount_and_as_false_in_a_comparison() -> None:
    open_n = facts(n={Between(2, 5), DOES_NOT_APPLY})
    assert amount_span(draft().amount("n + 1").node, open_n) == {Between(1, 6)}
    assert truth_span(draft().condition("n < 6").node, open_n) == EITHER
    assert truth_span(draft().condition("not n < 1").node, open_n) == EITHER
    assert amount_span(draft().amount("m / n").node, open_n) == {
        Between(Fraction(4, 5), Fraction(9, 2)),
        DOES_NOT_APPLY,
    }


def test_what_is_unknown_in_the_world_itself_stays_unknown() -> None:
    nobody = facts(n={UNKNOWN})
    assert truth_span(draft().condition("n < 6").node, nobody) == {UNKNOWN}
    assert truth_span(draft().condition("n < 6 or m > 3").node, nobody) == TRUE
    assert amount_span(draft().amount("n + 1").node, nobody) == {UNKNOWN}


def test_a_division_by_what_may_be_0_has_no_end() -> None:
    with pytest.raises(NoEnd):
        amount_span(draft().amount("m / n").node, facts(n={Between(0, 5)}))
    with pytest.raises(NoEnd):
        amount_span(draft().amount("n + 1").node, facts(n={ANYTHING}))


ROWS = (row(3, {Between(4, 4)}, {"yes"}), row(2, {Between(1, 8)}, {"yes", "no"}))


@pytest.mark.parametrize(
    ("source", "least", "most"),
    [
        ("count(pcs)", 5, 5), ("count(pcs, worn)", 3, 5), ("count(pcs, not worn)", 0, 2), ("count(pcs, size > 4)", 0, 2),
        ("count(pcs, size > 8)", 0, 0), ("sum(pcs, size)", 14, 28), ("min(pcs, size)", 1, 4), ("max(pcs, size)", 4, 8),
    ],
)  # fmt: skip
def test_rows_count_between_those_that_surely_do_and_those_that_may(source: str, least: int, most: int) -> None:
    assert amount_span(draft().amount(source).node, facts(ROWS)) == {Between(least, most)}


def test_the_least_of_rows_that_may_all_not_apply_may_not_apply() -> None:
    unsure = (row(1, {Between(1, 8), DOES_NOT_APPLY}, {"yes"}),)
    assert amount_span(draft().amount("min(pcs, size)").node, facts(unsure)) == {Between(1, 8), DOES_NOT_APPLY}
    assert amount_span(draft().amount("sum(pcs, size)").node, facts(unsure)) == {Between(0, 8)}
    assert amount_span(draft().amount("min(pcs, size)").node, facts((*unsure, ROWS[0]))) == {Between(1, 4)}


TABLE = Lookup("t", "c", Name("n"), True, ((2, 10), (4, 5), (8, 20)))


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (1, 2, {Between(10, 10)}), (1, 3, {Between(5, 10)}), (3, 4, {Between(5, 5)}), (3, 5, {Between(5, 20)}),
        (5, 8, {Between(20, 20)}), (5, 9, {Between(20, 20), BEYOND_TABLE}), (9, 9, {BEYOND_TABLE}),
    ],
)  # fmt: skip
def test_a_sizing_table_gives_the_range_of_the_rows_that_can_be_reached(low: int, high: int, found: Any) -> None:
    assert amount_span(TABLE, facts(n={Between(low, high)})) == found


def test_a_table_of_exact_keys_may_have_no_row_between_them() -> None:
    exact = Lookup("t", "c", Name("n"), False, ((2, 10), (4, 5)))
    assert amount_span(exact, facts(n={Between(2, 2)})) == {Between(10, 10)}
    assert amount_span(exact, facts(n={Between(2, 3)})) == {Between(10, 10), BEYOND_TABLE}
    assert amount_span(exact, facts(n={Between(3, 3)})) == {BEYOND_TABLE}


CONDITIONS = ("n < 4 and not old", "n * 2 > m or colour == red", "max(n, 3) == 3", "count(pcs, worn and size > n) >= 2",
              "not colour in (red, blue)", "min(pcs, size) < n", "not (n > 3 and m > 6)")  # fmt: skip
AMOUNTS = (
    "n * (m - 6)",
    "sum(pcs, size * n - 3)",
    "max(pcs, size - m)",
    "ceil(n / m) + count(pcs, size < n)",
    "m / (n + 1)",
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_drawn_never_falls_outside(data: st.DataObject) -> None:
    made = draft()
    n = data.draw(st.sampled_from((DOES_NOT_APPLY, 2, 3, 4, 5)))
    values = {"n": n, "m": data.draw(st.integers(4, 9)), "colour": data.draw(st.sampled_from(("red", "green")))}
    values["old"] = data.draw(st.sampled_from(("yes", "no")))
    drawn = tuple(
        {"count": 1, "size": data.draw(st.integers(low, high)), "worn": data.draw(st.sampled_from(worn))}
        for low, high, worn in (*[(4, 4, ("yes",))] * 3, *[(1, 8, ("yes", "no"))] * 2)
    )
    spans, world = facts(ROWS, n={Between(2, 5), DOES_NOT_APPLY}), {**values, "pcs": drawn}
    for source in CONDITIONS:
        node = made.condition(source).node
        assert truth(node, world) in truth_span(node, spans), source
    for source in AMOUNTS:
        node = made.amount(source).node
        value, possible = amount(node, world), amount_span(node, spans)
        within = (isinstance(one, Between) and one.least <= value <= one.most for one in possible)  # type: ignore[operator]
        assert value in possible or any(within), source
