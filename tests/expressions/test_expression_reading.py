"""What is read from an expression, and what is said about one that cannot be read."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.expressions.nodes import (
    Aggregate,
    And,
    Arithmetic,
    Asked,
    Choices,
    Compare,
    Expression,
    Literal_,
    Lookup,
    Name,
    Negative,
    Not,
    Or,
)
from advisor.expressions.read import ExpressionFault, read_amount, read_condition, read_value
from advisor.expressions.spelling import DEEPEST, LONGEST
from tests.expressions.expression_samples import FACTS, PEOPLE, ROW_SCOPE, SCOPE, fact

USERS, DEPLOYMENT, LATE = Name("users"), Name("deployment"), Name("open_late")

CONDITIONS = [
    ("users > 50", Compare(">", USERS, Literal_(50))),
    ("  users\n  > 50 ", Compare(">", USERS, Literal_(50))),
    ("10 < users <= 50", And((Compare("<", Literal_(10), USERS), Compare("<=", USERS, Literal_(50))))),
    ("deployment == on_premises", Compare("==", DEPLOYMENT, Literal_("on_premises"))),
    ("on_premises == deployment", Compare("==", Literal_("on_premises"), DEPLOYMENT)),
    ("deployment == fallback", Compare("==", DEPLOYMENT, Name("fallback"))),
    ("open_late", LATE),
    ("open_late == yes", LATE),
    ("open_late != no", LATE),
    ("open_late == true", LATE),
    ("open_late == no", Not(LATE)),
    ("not open_late", Not(LATE)),
    ("not not open_late", LATE),
    ("not open_late == no", LATE),
    ("yes", Literal_("yes")),
    ("not true", Literal_("no")),
    ("asked(crm_suite)", Asked("crm_suite")),
    ("not asked(crm_suite)", Not(Asked("crm_suite"))),
    ("phone in channels", Compare("in", Literal_("phone"), Name("channels"))),
    ("favourite not in channels", Compare("not in", Name("favourite"), Name("channels"))),
    ("fallback in (hosted)", Compare("in", Name("fallback"), Choices((Literal_("hosted"),)))),
    ("users in [1, 2]", Compare("in", USERS, Choices((Literal_(1), Literal_(2))))),
    ("size < large", Compare("<", Name("size"), Literal_("large"), ("small", "medium", "large"))),
    ("starts < 2026-03-01", Compare("<", Name("starts"), Literal_(date(2026, 3, 1)))),
    ("starts >= 2026-11-21", Compare(">=", Name("starts"), Literal_(date(2026, 11, 21)))),
    # Negation normal form: the contrary of a comparison is another comparison, never a `not` in front of it.
    ("not users > 50", Compare("<=", USERS, Literal_(50))),
    ("not (users > 50 and open_late)", Or((Compare("<=", USERS, Literal_(50)), Not(LATE)))),
    ("not (users == 50 or not open_late)", And((Compare("!=", USERS, Literal_(50)), LATE))),
    ("not 1 < users < 3", Or((Compare(">=", Literal_(1), USERS), Compare(">=", USERS, Literal_(3))))),
    ("not phone in channels", Compare("not in", Literal_("phone"), Name("channels"))),
    ("not size < large", Compare(">=", Name("size"), Literal_("large"), ("small", "medium", "large"))),
    (
        "count(pcs, not (ram_gb >= 8)) > 2",
        Compare(">", Aggregate("count", "pcs", Compare("<", Name("ram_gb"), Literal_(8))), Literal_(2)),
    ),
]


@pytest.mark.parametrize(("source", "node"), CONDITIONS, ids=[source for source, _ in CONDITIONS])
def test_a_condition_is_read_as_it_is_meant(source: str, node: object) -> None:
    assert read_condition(source, SCOPE).node == node


AMOUNTS = [
    ("0.1", Literal_(Fraction(1, 10))),
    (".5", Literal_(Fraction(1, 2))),
    ("2.0", Literal_(2)),
    (1450, Literal_(1450)),
    (Fraction(4, 2), Literal_(2)),
    (0.1, Literal_(Fraction(1, 10))),
    ("-3", Literal_(-3)),
    ("-balance", Negative(Name("balance"))),
    ("+balance", Name("balance")),
    ("8 + 0.5 * users", Arithmetic("+", Literal_(8), Arithmetic("*", Literal_(Fraction(1, 2)), USERS))),
    ("asked(crm_suite)", Asked("crm_suite")),
    ("count(pcs)", Aggregate("count", "pcs", None)),
    ("max(pcs, cores)", Aggregate("max", "pcs", Name("cores"))),
    (
        "lookup(sizing, server_cores, users)",
        Lookup("sizing", "server_cores", USERS, True, ((10, 2), (50, 4), (200, 8))),
    ),
]


@pytest.mark.parametrize(("source", "node"), AMOUNTS, ids=[str(source) for source, _ in AMOUNTS])
def test_an_amount_is_read_exactly(source: str, node: object) -> None:
    assert read_amount(source, SCOPE).node == node
    assert type(getattr(read_amount(source, SCOPE).node, "value", None)) is type(getattr(node, "value", None))


def test_a_formula_may_be_a_number_a_condition_or_a_choice() -> None:
    assert read_value("users + guests", SCOPE, fact("people", unit=PEOPLE)).node == Arithmetic(
        "+", USERS, Name("guests")
    )
    assert read_value("users > 3", SCOPE, fact("many", "choice", choices=("yes", "no"))).node == Compare(
        ">", USERS, Literal_(3)
    )
    where = fact("where", "choice", choices=("hosted", "on_premises"))
    assert read_value("hosted", SCOPE, where).node == Literal_("hosted")
    assert read_value("deployment", SCOPE, where).node == DEPLOYMENT
    assert read_value("starts", SCOPE, fact("first_day", "date")).node == Name("starts")


def test_an_expression_knows_what_it_reads() -> None:
    read = read_amount("sum(pcs, ram_gb * users) + asked(crm_suite) + lookup(sizing, server_cores, guests)", SCOPE)
    assert read.reads == {"pcs", "users", "asked(crm_suite)", "guests"}
    assert read.reads_columns == frozenset()


def test_an_expression_about_a_row_knows_the_columns_it_reads_of_that_row_only() -> None:
    read = read_condition("ram_gb < 8 and has_tpm and users > 3 and count(printers, pages > 10) > 0", ROW_SCOPE)
    assert read.reads == {"users", "printers"}
    assert read.reads_columns == {"ram_gb", "has_tpm"}


def test_a_choice_is_no_name_that_is_read() -> None:
    assert read_condition("deployment == hosted", SCOPE).reads == {"deployment"}


def test_an_expression_can_be_kept_and_copied_after_it_was_used() -> None:
    read = read_condition("users > 50", SCOPE)
    assert read.truth({"users": 51}) is True
    for other in (pickle.loads(pickle.dumps(read)), copy.deepcopy(read)):
        assert other == read
        assert other.truth({"users": 50}) is False


FAULTS = [
    # what is said, word for word
    ("", "expression_empty", "The expression is empty. Write a condition or an amount, or leave the key out."),
    ("users = 5", "expression_single_equals", "A single = does not compare. Write == to say is."),
    ("users => 5", "expression_sign", "=> is not a comparison. Write >= to say at least."),
    ("users ≤ 5", "expression_sign", "≤ is not a comparison. Write <= to say at most."),
    ("users <> 5", "expression_sign", "<> is not a comparison. Write != to say is not."),
    ("open_late && users > 5", "expression_sign", "&& is not a word of this language. Write and."),
    ("open_late || users > 5", "expression_sign", "|| is not a word of this language. Write or."),
    ("!open_late", "expression_sign", "! is not a word of this language. Write not."),
    ("open_late AND users > 5", "expression_sign", "AND is not a word of this language. Write and."),
    ("users * 5 %", "expression_percent", "A per cent sign cannot stand in an expression. Write 5 % as 0.05."),
    ("users ** 2", "expression_sign", "There are no powers in this language. Multiply: x * x."),
    (
        "users // 2",
        "expression_sign",
        "// is not a word of this language. Write floor(a / b) to round a division down.",
    ),
    (
        'deployment == "hosted"',
        "expression_quotes",
        "There are quotation marks in the expression. Write values of a choice without them, as in colour == red.",
    ),
    ("usrs > 5", "expression_unknown_name", "There is no fact, formula or column called usrs. Did you mean users?"),
    (
        "turnover > 5",
        "expression_unknown_name",
        "There is no fact, formula or column called turnover. Ask for it in facts.yaml, or correct the name.",
    ),
    (
        "on_premises",
        "expression_unknown_name",
        "on_premises is a choice of deployment and says nothing by itself. Write deployment == on_premises.",
    ),
    (
        "phone",
        "expression_unknown_name",
        "phone is a choice of channels and says nothing by itself. Write phone in channels.",
    ),
    (
        "crm_suite > 1",
        "expression_unknown_name",
        "crm_suite is an offering, not a fact. Write asked(crm_suite) for how many the customer asked for.",
    ),
    ("sizing > 1", "expression_unknown_name", "sizing is a sizing table. Write lookup(sizing, column, users_up_to)."),
    ("count > 1", "expression_unknown_name", "count is a function and needs brackets. Write count(table, condition)."),
    (
        "ram_gb < 8",
        "expression_unknown_name",
        "ram_gb is a column of pcs, and no row of it is meant here. Write count(pcs, ram_gb ...) or sum(pcs, ram_gb), "
        "or each: pcs for a rule that looks at every row.",
    ),
    (
        "users == unknown",
        "expression_unknown_name",
        "Nothing is compared with unknown: what nobody knows makes a rule wait, by itself. "
        "Take the comparison out; a rule with know: demands an answer.",
    ),
    ("asked(crm) > 1", "expression_unknown_name", "There is no offering called crm. Did you mean crm_suite?"),
    (
        "lookup(sizng, server_cores, users) > 1",
        "expression_unknown_name",
        "There is no sizing table called sizng. Did you mean sizing?",
    ),
    (
        "lookup(sizing, memory, users) > 1",
        "expression_unknown_name",
        "The table sizing has no column called memory. Its columns are server_cores.",
    ),
    (
        "deployment == premises",
        "expression_choice",
        "premises is not a choice of deployment. Did you mean on_premises?",
    ),
    (
        "deployment in (hosted, moon)",
        "expression_choice",
        "moon is not a choice of deployment. Its choices are hosted, on_premises.",
    ),
    (
        "pcs.ram_gb < 8",
        "expression_dot",
        "pcs.ram_gb cannot stand in an expression. Write count(pcs, ram_gb ...) or sum(pcs, ram_gb).",
    ),
    (
        "count(pcs, pcs.ram_gb < 8) > 0",
        "expression_dot",
        "pcs.ram_gb cannot stand in an expression. Write ram_gb alone.",
    ),
    (
        "users > 0,5",
        "expression_comma",
        "users > 0,5 is a list, and no list can stand here. "
        "Write decimals with a point (0.5), thousands without a sign (1450), and lists only after in.",
    ),
    (
        "any(pcs, has_tpm)",
        "expression_unknown_function",
        "There is no function called any. There are asked, ceil, count, floor, lookup, max, min, round, sum.",
    ),
    ("flor(users) > 1", "expression_unknown_function", "There is no function called flor. Did you mean floor?"),
    (
        "min(users) > 1",
        "expression_arguments",
        "min takes two numbers or more, or a table and a column. Write min(a, b).",
    ),
    ("ceil() > 1", "expression_arguments", "ceil takes one number. Write ceil(number)."),
    (
        "count(pc) > 1",
        "expression_arguments",
        "count goes over the rows of a table of facts, and pc is none. Did you mean pcs?",
    ),
    ("sum(pcs) > 1", "expression_arguments", "sum takes a table and one thing to look at. Write sum(table, column)."),
    (
        "count(pcs, count(printers) > 1) > 1",
        "expression_arguments",
        "count(printers) stands inside the brackets of another count, sum, min or max. "
        "Give it a name of its own: a fact with is: in facts.yaml.",
    ),
    ("users in ()", "expression_arguments", "The list after in is empty. Name at least one value in the brackets."),
    ("(users > 5", "expression_brackets", "A ) is missing. Close every bracket that is opened, and no other."),
    ("users > 5)", "expression_brackets", "A ( is missing. Close every bracket that is opened, and no other."),
    (
        "users > 5 guests",
        "expression_unreadable",
        "The expression cannot be read after users > 5. "
        "Look there for a sign or a name too many or too few; two names need and, or, or a sign between them.",
    ),
    (
        "users >",
        "expression_unreadable",
        "The expression stops after users >. Say what comes after it, or take the last word out.",
    ),
    (
        "users if open_late else 3",
        "expression_sign",
        "if is not a word of this language. Write one rule for each case, each with its when:.",
    ),
    ("users is 5", "expression_not_allowed", "is is not part of this language. Write == or !=."),
    (
        "memory > 8GB",
        "expression_number",
        "8GB is not a number as this language writes them. "
        "Write up to 18 digits with a decimal point and without a unit: 1450 or 0.5.",
    ),
    (
        "users > 1e5",
        "expression_number",
        "1e5 is not a number as this language writes them. "
        "Write up to 18 digits with a decimal point and without a unit: 1450 or 0.5.",
    ),
    (
        "starts < 2026-13-01",
        "expression_date",
        "There is no day 2026-13-01. Write year, month and day, as in 2026-03-01.",
    ),
    (
        "starts < 2026-3-1",
        "expression_type",
        "starts is a date and 2026-3-1 is a number. Compare starts with a date, as in 2026-03-01.",
    ),
]


@pytest.mark.parametrize(("source", "code", "said"), FAULTS, ids=[source for source, _, _ in FAULTS])
def test_a_fault_is_said_with_its_cure(source: str, code: str, said: str) -> None:
    with pytest.raises(ExpressionFault) as caught:
        read_condition(source, SCOPE)
    assert str(caught.value) == said
    assert caught.value.code == code


def test_a_column_of_the_outer_row_cannot_be_named_inside_the_brackets_of_another_table() -> None:
    with pytest.raises(ExpressionFault, match="ram_gb is not a column of printers"):
        read_condition("count(printers, pages > ram_gb) > 0", ROW_SCOPE)


def test_the_longest_expression_is_read_and_one_character_more_is_refused() -> None:
    padded = "users in (" + "1," * ((LONGEST - 12) // 2) + "1)"
    padded = padded if len(padded) == LONGEST else padded.replace("1)", "11)")
    assert len(padded) == LONGEST
    assert read_condition(padded, SCOPE).reads == {"users"}
    with pytest.raises(ExpressionFault, match=f"has {LONGEST + 1} characters; {LONGEST} is the most"):
        read_condition(padded.replace("users", "guests"), SCOPE)


def test_nesting_has_an_end() -> None:
    assert read_amount("+".join(["1"] * (DEEPEST - 1)), SCOPE).amount({}) == DEEPEST - 1
    with pytest.raises(ExpressionFault, match="nested more than 50 levels deep"):
        read_amount("+".join(["1"] * (DEEPEST + 1)), SCOPE)


@pytest.mark.parametrize(
    "source", ["(" * 900, "-" * 1900 + "1", "not " * 450 + "open_late", "[" * 900 + "]" * 900, "\0", "\ud800"]
)
def test_what_makes_python_itself_give_up_is_a_plain_fault(source: str) -> None:
    with pytest.raises(ExpressionFault):
        read_condition(source, SCOPE)


_TOKENS = st.sampled_from(
    [
        *FACTS, "ram_gb", "hosted", "yes", "crm_suite", "sizing", "server_cores", "0", "1", "0.5", "2026-03-01", "1e9",
        "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "<", "<=", "==", "!=", "=", "in", "not", "and", "or", "is",
        "if", "else", "for", "lambda", "None", "count", "sum", "min", "max", "round", "lookup", "asked", "count(pcs,",
        "max(1,", "%", "'", "*x", "x=1", "_", "_20260301_", "é", "½", "²",
    ]
)  # fmt: skip


def _reads_or_refuses(source: str) -> None:
    readers: tuple[Callable[[], Expression], ...] = (
        lambda: read_condition(source, SCOPE),
        lambda: read_amount(source, ROW_SCOPE, PEOPLE),
        lambda: read_value(source, SCOPE, FACTS["deployment"]),
    )
    for read in readers:
        try:
            assert isinstance(read(), Expression)
        except ExpressionFault as fault:
            assert fault.code.startswith("expression_")
            assert fault.what.endswith(".")
            assert fault.cure.endswith((".", "?"))


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(source: str) -> None:
    _reads_or_refuses(source)


@settings(max_examples=1500, deadline=None)
@given(st.lists(_TOKENS, max_size=12).map(" ".join))
def test_any_heap_of_words_is_read_or_refused_with_a_sentence(source: str) -> None:
    _reads_or_refuses(source)


def test_what_is_no_text_at_all_is_refused_with_a_sentence() -> None:
    for source in (None, [], {}, float("nan"), object()):
        with pytest.raises(ExpressionFault):
            read_amount(source, SCOPE)  # type: ignore[arg-type]
    with pytest.raises(ExpressionFault, match="where a condition is expected"):
        read_condition(5, SCOPE)  # type: ignore[arg-type]
