"""Reading the price list: offerings, their price breaks, what they provide and what assessments settle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from advisor.expressions.faults import did_you_mean, listed
from advisor.expressions.read import read_amount
from advisor.loading.files import CsvRow, CsvTable
from advisor.loading.known import Known
from advisor.loading.load_facts import check_id, read_unit
from advisor.loading.shapes import Whole, read_cents, read_day, read_id
from advisor.loading.spot import Spot
from advisor.pack import ASSESSMENT, Offering, PriceBreak
from advisor.problems import Place

# What a seller earns or wants to get rid of must never reach a recommendation.
SELLERS_OWN = frozenset(
    [
        "margin",
        "commission",
        "profit",
        "stock",
        "target",
        "cost_price",
        "purchase_price",
        "buying_price",
        "markup",
        "bonus",
        "quota",
        "discount",
        "rebate",
        "incentive",
        "inventory_level",
        "stock_level",
        "on_hand",
        "overstock",
        "contribution",
        "spiff",
        "kickback",
        "sales_target",
    ]
)
OFFERING_COLUMNS = (
    "id",
    "name",
    "said_as",
    "kind",
    "once",
    "monthly",
    "setup",
    "unit",
    "least",
    "step",
    "lead_days",
    "synonyms",
    "description",
)
PROVIDES_COLUMNS = ("offering", "capability", "amount")


def refuse_sellers_own(columns: tuple[str, ...], spot: Spot) -> set[str]:
    """Refuse columns that a recommendation must not know; returns them."""
    refused = set()
    for column in columns:
        bare = column.strip().lower().replace(" ", "_").replace("-", "_").strip("_%")
        parts = set(bare.split("_"))
        if bare in SELLERS_OWN or parts & {
            "margin",
            "commission",
            "profit",
            "markup",
            "bonus",
            "quota",
            "discount",
            "rebate",
            "stock",
        }:
            refused.add(column)
            spot.at(column).say(
                "sellers_own",
                f"The column `{column}` is about the seller's own advantage; the recommendation must not know it.",
                "Delete the column.",
            )
    return refused


def csv_rows(
    table: CsvTable | None, spot: Spot, needed: tuple[str, ...], columns: tuple[str, ...], known: Known
) -> Iterator[tuple[CsvRow, Spot]]:
    """The rows of a table, each with the spot of its line; none where a needed column is missing."""
    if table is None:
        return
    header = Spot(spot.problems, spot.file, None, (), 1)
    refused = refuse_sellers_own(table.columns, header)
    for column in table.columns:
        bare = column.lower()
        if column not in columns and column not in refused:
            header.say(
                "column_unknown",
                f"`{column}` is not a column of {spot.file.rpartition('/')[2]}.",
                did_you_mean(bare, columns, f"The columns are {listed(columns, 20)}."),
            )
    missing = [column for column in needed if column not in table.columns]
    for column in missing:
        header.say("column_missing", f"The column `{column}` is missing.", f"Add it to the header: {','.join(needed)}.")
    if missing:
        known.blind = True  # whatever the rows name would be missed everywhere
    else:
        for row in table.rows:
            yield row, Spot(spot.problems, spot.file, None, (), row.line)


def _cell(row: CsvRow, column: str, spot: Spot, how: Callable[[Any], Any], default: Any) -> Any:
    """A cell read with `how`; `default` where it is blank, and where it is wrong, which is reported."""
    text = row.cells.get(column, "")
    if not text:
        return default
    value = spot.at(column).read(how, text)
    return default if value is None else value


def read_offerings(table: CsvTable | None, spot: Spot, known: Known) -> None:
    """Fill `known.offerings` in the order of the file."""
    for row, here in csv_rows(table, spot, ("id", "name", "kind"), OFFERING_COLUMNS, known):
        name = row.cells["id"]
        if not check_id(name, here):
            continue
        if name in known.offerings:
            lines = f"in line {known.offerings[name].place.line} and in line {row.line}"
            here.say("name_twice", f"The offering `{name}` is there twice: {lines}.", "Keep one of the two.")
            continue
        for column in ("name", "kind"):
            if not row.cells[column]:
                here.say("cell_empty", f"`{column}` of `{name}` is empty.", "Fill it in.")
        least = _cell(row, "least", here, Whole(1, 100_000).read, 1)
        step = _cell(row, "step", here, Whole(1, 100_000).read, 1)
        known.offerings[name] = Offering(
            id=name,
            name=row.cells["name"],
            kind=_cell(row, "kind", here, read_id, "kind_is_missing"),
            place=Place(spot.file, row.line),
            said_as=row.cells.get("said_as", ""),
            once=_cell(row, "once", here, read_cents, 0),
            monthly=_cell(row, "monthly", here, read_cents, 0),
            setup=_cell(row, "setup", here, read_cents, 0),
            unit=read_unit(row.cells.get("unit")),
            least=least,
            step=step,
            lead_days=_cell(row, "lead_days", here, Whole(0, 3650).read, 0),
            synonyms=tuple(part.strip() for part in row.cells.get("synonyms", "").split(";") if part.strip()),
            description=row.cells.get("description", ""),
        )
    known.forget_scopes()


def read_prices(table: CsvTable | None, spot: Spot, known: Known) -> None:
    """Add the breaks of prices.csv to the offerings: the price of the whole quantity from `from_quantity` on."""
    breaks: dict[str, list[PriceBreak]] = {}
    seen: dict[tuple[Any, ...], int] = {}
    for row, here in csv_rows(
        table,
        spot,
        ("offering", "from_quantity", "once", "monthly"),
        ("offering", "from_quantity", "once", "monthly", "valid_from", "valid_to"),
        known,
    ):
        name = row.cells["offering"]
        if not known.expect(name, {"offering": known.offerings}, here.at("offering")):
            continue
        offering = known.offerings[name]
        since = _cell(row, "valid_from", here, read_day, None)
        until = _cell(row, "valid_to", here, read_day, None)
        if since and until and since > until:
            here.say("days_backwards", "`valid_from` is after `valid_to`.", "Exchange the two.")
        one = PriceBreak(
            _cell(row, "from_quantity", here, Whole(1, 100_000).read, 1),
            _cell(row, "once", here, read_cents, offering.once),
            _cell(row, "monthly", here, read_cents, offering.monthly),
            since,
            until,
        )
        first = seen.setdefault((name, one.from_quantity, since, until), row.line)
        if first != row.line:
            here.say(
                "price_twice",
                f"`{name}` has a price from {one.from_quantity} on twice: in line {first} and in line {row.line}.",
                "Keep one of the two.",
            )
        breaks.setdefault(name, []).append(one)
    for name, found in breaks.items():
        ordered = sorted(found, key=lambda one: (one.from_quantity, str(one.valid_from), str(one.valid_to)))
        known.offerings[name] = replace(known.offerings[name], breaks=tuple(ordered))


def read_provides(table: CsvTable | None, spot: Spot, known: Known) -> None:
    """Add what a unit of each offering gives; for an `of:` capability it may use the columns of that inventory."""
    provides: dict[str, list[tuple[str, Any]]] = {}
    seen: dict[tuple[str, str], int] = {}
    for row, here in csv_rows(table, spot, PROVIDES_COLUMNS, PROVIDES_COLUMNS, known):
        name, capability = row.cells["offering"], row.cells["capability"]
        if not (
            known.expect(name, {"offering": known.offerings}, here.at("offering"))
            & known.expect(capability, {"capability": known.capabilities}, here.at("capability"))
        ):
            continue
        first = seen.setdefault((name, capability), row.line)
        if first != row.line:
            here.say(
                "name_twice",
                f"`{name}` provides `{capability}` twice: in line {first} and in line {row.line}.",
                "Keep one of the two, with the sum.",
            )
        elif known.offerings[name].kind == ASSESSMENT:
            here.say(
                "assessment_provides",
                f"`{name}` is an assessment; it settles facts and provides nothing.",
                "Delete the row, or give the offering another kind.",
            )
        elif not row.cells["amount"]:
            here.say("cell_empty", "`amount` is empty.", "Write how much one unit gives.")
        else:
            one = known.capabilities[capability]
            amount = known.expression(read_amount, row.cells["amount"], here.at("amount"), one.unit, each=one.of)
            if amount is not None:
                provides.setdefault(name, []).append((capability, amount))
    for name, found in provides.items():
        known.offerings[name] = replace(known.offerings[name], provides=tuple(found))


def read_settles(table: CsvTable | None, spot: Spot, known: Known) -> None:
    """Add which facts and columns each assessment settles."""
    settles: dict[str, list[str]] = {}
    places = known.places()
    for row, here in csv_rows(table, spot, ("assessment", "fact"), ("assessment", "fact"), known):
        name, fact = row.cells["assessment"], row.cells["fact"]
        if not (
            known.expect(name, {"offering": known.offerings}, here.at("assessment"))
            & known.expect(fact, {"fact": places}, here.at("fact"))
        ):
            continue
        if known.offerings[name].kind != ASSESSMENT:
            here.say(
                "settles_no_assessment",
                f"`{name}` is of kind `{known.offerings[name].kind}`; only an assessment settles facts.",
                f"Give it the kind `{ASSESSMENT}`, or delete the row.",
            )
        elif fact not in settles.setdefault(name, []):
            settles[name].append(fact)
    for name, found in settles.items():
        known.offerings[name] = replace(known.offerings[name], settles=tuple(found))
