"""A small made-up pack scope, and random expressions in it, for the tests of the expression language."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from advisor.expressions.read import Scope, Table
from advisor.pack import Fact, FactType, Unit
from advisor.problems import Place

PEOPLE, GB, DAYS = Unit("person", "people"), Unit("GB", "GB"), Unit("day", "days")
YES_NO = ("yes", "no")


def fact(id: str, type: FactType = "number", **more: Any) -> Fact:
    return Fact(id, f"What about {id}?", type, Place("facts.yaml", 1), **more)


COLUMNS = (
    fact("ram_gb", unit=GB, range=(0, 256)),
    fact("cores", range=(1, 64)),
    fact("has_tpm", "choice", choices=YES_NO),
    fact("system", "choice", choices=("windows_10", "windows_11", "linux")),
)
FACTS = {
    each.id: each
    for each in (
        fact("users", unit=PEOPLE, range=(1, 500)),
        fact("guests", unit=PEOPLE, range=(0, 50)),
        fact("memory", unit=GB, range=(0, 1024)),
        fact("keep_days", unit=DAYS, range=(0, 3650)),
        fact("balance", range=(-5, 5)),
        fact("deployment", "choice", choices=("hosted", "on_premises"), labels={"on_premises": "on your premises"}),
        fact("fallback", "choice", choices=("hosted", "on_premises", "none_at_all")),
        fact("size", "choice", choices=("small", "medium", "large"), ordered=True),
        fact("old_size", "choice", choices=("small", "medium", "large"), ordered=True),
        fact("channels", "choices", choices=("phone", "mail", "chat")),
        fact("favourite", "choice", choices=("phone", "mail")),
        fact("open_late", "choice", choices=YES_NO),
        fact("starts", "date"),
        fact("pcs", "inventory", columns=COLUMNS),
        fact("printers", "inventory", columns=(fact("pages", range=(0, 9000)),)),
    )
}
TABLES = {
    "sizing": Table("sizing", "users_up_to", True, {"server_cores": ((10, 2), (50, 4), (200, 8))}),
    "prices": Table("prices", "deployment", False, {"fee": (("hosted", 5), ("on_premises", 9))}),
}
OFFERINGS = frozenset({"crm_suite", "backup_box"})
SCOPE = Scope(FACTS, {}, OFFERINGS, TABLES)
ROW_SCOPE = Scope(FACTS, {column.id: column for column in COLUMNS}, OFFERINGS, TABLES)

_numbers = st.one_of(st.integers(0, 60).map(str), st.sampled_from(["0.5", "0.1", "2.25"]))
_amount_names = st.sampled_from(["balance", "1 * users", "1 * memory"])


def _grown_amounts(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("({} / {})".format, inner, st.sampled_from(["4", "users", "max(1, guests)"])),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("{}({})".format, st.sampled_from(["ceil", "floor", "round"]), inner),
        st.builds("-{}".format, inner),
    )


def amounts(names: st.SearchStrategy[str] = _amount_names) -> st.SearchStrategy[str]:
    """Sources of amounts without a unit."""
    return st.recursive(st.one_of(_numbers, names), _grown_amounts, max_leaves=6)


_over_rows = st.sampled_from(
    ["count(pcs)", "count(pcs, ram_gb < 8)", "count(pcs, has_tpm and cores >= 2)", "sum(pcs, cores)", "min(pcs, cores)"]
)
_plain_conditions = st.sampled_from(
    [
        "open_late",
        "open_late == no",
        "deployment == hosted",
        "deployment != fallback",
        "fallback in (hosted, on_premises)",
        "fallback not in (hosted, none_at_all)",
        "size >= medium",
        "size < old_size",
        "phone in channels",
        "mail not in channels",
        "favourite in channels",
        "asked(crm_suite)",
        "starts < 2026-03-01",
        "lookup(sizing, server_cores, users) > 2",
    ]
)
_comparisons = st.builds(
    "{} {} {}".format, st.one_of(amounts(), _over_rows), st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), amounts()
)


def _grown_conditions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("(not {})".format, inner),
    )


def conditions() -> st.SearchStrategy[str]:
    """Sources of conditions, of every operator."""
    return st.recursive(st.one_of(_plain_conditions, _comparisons), _grown_conditions, max_leaves=5)
