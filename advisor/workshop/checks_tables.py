"""Checks of sizing tables and price lists: rows that leave something out, and rows that speak twice of the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from advisor.expressions.nodes import Expression, Lookup, Name, walk
from advisor.loading.files import CsvTable
from advisor.loading.shapes import plain, read_number
from advisor.pack import AtLeast, AtMost, Fact, Needs, Pack, PriceBreak
from advisor.problems import Place
from advisor.saying import say_date
from advisor.values import Number
from advisor.workshop.findings import Bench, Finding

UP_TO, FROM = "_up_to", "_from"


def table_gap(bench: Bench) -> Iterator[Finding]:
    """A key that a table is asked for and has no row or no number for, although its neighbours have."""
    keys = _keys_by_table(bench.pack)
    for name, file in _tables(bench):
        table = bench.table(file)
        key, *columns = table.columns
        for row in table.rows:
            for column in columns:
                if not row.cells[column]:
                    said = "a larger row answers for it" if key.endswith(UP_TO) else "nothing is found for it"
                    what = f"`{column}` is empty in the row `{row.cells[key]}`, so {said}."
                    yield Finding(Place(file, row.line), "table_gap", name, what, "Fill the cell in.")
        yield from _unjoined(name, file, table, gap=True)
        if not key.endswith(UP_TO):
            yield from _missing_keys(name, file, table, keys.get(name, ()))


def table_overlap(bench: Bench) -> Iterator[Finding]:
    """Rows of a table, or prices of an offering, of which two speak of the same thing."""
    for name, file in _tables(bench):
        yield from _unjoined(name, file, bench.table(file), gap=False)
    for offering in bench.pack.offerings.values():
        for one, other in pairwise(offering.breaks):
            if one.from_quantity == other.from_quantity and _both_hold(one, other):
                what = (
                    f"`{offering.id}` has two prices from {one.from_quantity} on, "
                    f"and both hold on {say_date(other.valid_from or one.valid_from or bench.pack.prices_of)}."
                )
                cure = "Let one end (`valid_to`) the day before the other begins (`valid_from`)."
                yield Finding(_price_row(bench, offering.id, other), "table_overlap", offering.id, what, cure)


def price_gap(bench: Bench) -> Iterator[Finding]:
    """A price that ends some days before the next one begins, so that the bare price of the list holds in between."""
    for offering in bench.pack.offerings.values():
        for one, other in pairwise(offering.breaks):
            if one.from_quantity != other.from_quantity or one.valid_to is None or other.valid_from is None:
                continue
            day = one.valid_to + timedelta(days=1)
            if day < other.valid_from:
                what = f"`{offering.id}` has no price from {one.from_quantity} on between {say_date(day)} and {say_date(other.valid_from)}."
                cure = "Let the one price end the day before the next begins."
                yield Finding(_price_row(bench, offering.id, other), "price_gap", offering.id, what, cure)


def _tables(bench: Bench) -> Iterator[tuple[str, str]]:
    folder = f"data/{bench.pack.id}/tables/"
    for file in sorted(bench.contents):
        if file.startswith(folder) and file.endswith(".csv") and bench.table(file).columns:
            yield file.removeprefix(folder).removesuffix(".csv"), file


def _unjoined(name: str, file: str, table: CsvTable, gap: bool) -> Iterator[Finding]:
    """Where a column `users_from` stands beside the key `users_up_to`, each row has to begin where the last one ended."""
    key = table.columns[0]
    start = key.removesuffix(UP_TO) + FROM
    if not key.endswith(UP_TO) or start not in table.columns:
        return
    for before, row in pairwise(table.rows):
        if not (row.cells[start] and before.cells[key]):
            continue
        begins, ended = read_number(row.cells[start]), read_number(before.cells[key])
        where = f"This row begins at {plain(begins)}, and the row before ends at {plain(ended)}"
        if gap and begins > ended + 1:
            what, check = f"{where}: what lies between belongs to neither.", "table_gap"
        elif not gap and begins <= ended:
            what, check = f"{where}: what lies in both is found in the first.", "table_overlap"
        else:
            continue
        cure = f"Write {plain(ended + 1)} in `{start}`, or correct `{key}` of the row before."
        yield Finding(Place(file, row.line), check, name, what, cure)


def _missing_keys(name: str, file: str, table: CsvTable, facts: tuple[Fact, ...]) -> Iterator[Finding]:
    """Answers that a table is looked up with and has no row for."""
    rows = {row.cells[table.columns[0]] for row in table.rows}
    for fact in facts:
        missing = [choice for choice in fact.choices if choice not in rows]
        if fact.type == "number" and fact.range is not None and not fact.decimals:
            numbers: list[Number] = sorted(read_number(cell) for cell in rows if cell.lstrip("-").isdigit())
            missing = [plain(n) for one, other in pairwise(numbers) for n in range(int(one) + 1, int(other))][:3]
        if missing:
            shown = ", ".join(f"`{one}`" for one in missing)
            what = f"The table is looked up with `{fact.id}`, and has no row for {shown}."
            yield Finding(
                Place(file, 1), "table_gap", name, what, "Add the row, or leave such customers out in `when`."
            )


def _keys_by_table(pack: Pack) -> dict[str, tuple[Fact, ...]]:
    """Table -> the facts and columns that live rules look it up with."""
    found: dict[str, dict[str, Fact]] = {}
    for expression, each in _expressions(pack):
        columns = {column.id: column for column in pack.facts[each].columns} if each else {}
        for node in walk(expression.node):
            if isinstance(node, Lookup) and isinstance(node.key, Name):
                fact = columns.get(node.key.id) or pack.facts.get(node.key.id)
                if fact is not None:
                    found.setdefault(node.table, {})[fact.id] = fact
    return {table: tuple(facts.values()) for table, facts in found.items()}


def _expressions(pack: Pack) -> Iterator[tuple[Expression, str | None]]:
    for rule in pack.live_rules:
        if rule.when is not None:
            yield rule.when, rule.each
        match rule.effect:
            case Needs(pairs) | AtMost(pairs) | AtLeast(pairs):
                yield from ((amount, rule.each) for _, amount in pairs)
            case _:
                pass
    yield from ((fact.formula, None) for fact in pack.facts.values() if fact.formula is not None)


def _both_hold(one: PriceBreak, other: PriceBreak) -> bool:
    ends_before = one.valid_to is not None and other.valid_from is not None and one.valid_to < other.valid_from
    begins_after = one.valid_from is not None and other.valid_to is not None and one.valid_from > other.valid_to
    return not ends_before and not begins_after


def _price_row(bench: Bench, offering: str, price: PriceBreak) -> Place:
    file = f"data/{bench.pack.id}/prices.csv"
    for row in bench.table(file).rows:
        since = row.cells.get("valid_from", "")
        if row.cells["offering"] == offering and since == str(price.valid_from or ""):
            return Place(file, row.line)
    return Place(file)
