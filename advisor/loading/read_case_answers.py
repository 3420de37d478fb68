"""Reading the answers of a case: values, reported ones, narrowed ones, and tables from CSV files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.case import Answer
from advisor.expressions.faults import did_you_mean, listed
from advisor.loading.files import PackReader, read_bytes, read_csv
from advisor.loading.read_answers import number_fits, read_answer_value, read_rows
from advisor.loading.shapes import plain, read_number, read_yes_no, shown
from advisor.loading.spot import Spot
from advisor.loading.yaml_text import Items, Map
from advisor.pack import Fact, Pack
from advisor.values import UNKNOWN, Number

_WAYS = ("value", "sure", "at_least", "less_than", "file")


def read_answers(spot: Spot, pack: Pack, folder: Path | None) -> dict[str, Answer]:
    """The answers by fact, in the order of the file. `folder`: where CSV files of inventories lie, if they can be."""
    answers: dict[str, Answer] = {}
    written = spot.value
    asked = [fact.id for fact in pack.facts.values() if fact.formula is None]
    for name in written if isinstance(written, Mapping) else ():
        here = spot.at(str(name))
        fact = pack.facts.get(str(name))
        if fact is None:
            here.say(
                "fact_unknown",
                f"There is no fact {shown(name)}.",
                did_you_mean(str(name), asked, f"There are {listed(asked)}."),
            )
        elif fact.formula is not None:
            here.say(
                "answer_to_formula",
                f"`{name}` is worked out from other facts and cannot be answered.",
                f"Answer the facts that it is made of: {fact.formula.source}.",
            )
        else:
            answer = read_answer(fact, written[name], here, folder)
            if answer is not None:
                answers[fact.id] = answer
    return answers


def read_answer(fact: Fact, raw: Any, spot: Spot, folder: Path | None) -> Answer | None:
    """One answer: a value, a reported one, a narrowed one, or the rows of an inventory."""
    if not isinstance(raw, Mapping):
        return _plain_answer(fact, raw, spot)
    unknown = [str(key) for key in raw if key not in _WAYS]
    if unknown:
        spot.at(unknown[0]).say(
            "answer_unclear",
            f"An answer has no `{unknown[0]}`.",
            did_you_mean(unknown[0], _WAYS, "Write the answer, or `{value: ..., sure: no}`."),
        )
        return None
    if "at_least" in raw or "less_than" in raw:
        return _narrowed(fact, raw, spot)
    if "file" in raw:
        return _from_file(fact, raw["file"], spot.at("file"), folder, True)
    if "value" not in raw:
        spot.say(
            "answer_unclear",
            f"The answer to `{fact.id}` has no value.",
            "Write `{value: ..., sure: no}`, or only the value.",
        )
        return None
    sure = spot.at("sure").read(read_yes_no, raw["sure"]) if "sure" in raw else True
    value = raw["value"]
    if isinstance(value, Mapping) and set(value) == {"file"}:
        return _from_file(fact, value["file"], spot.at("value", "file"), folder, sure is not False)
    answer = _plain_answer(fact, value, spot.at("value"))
    return None if answer is None or sure is None else Answer(answer.value, sure or answer.value is UNKNOWN)


def _plain_answer(fact: Fact, raw: Any, spot: Spot) -> Answer | None:
    value = read_answer_value(fact, raw, spot.called(fact.id))
    return None if value is None else Answer(value)


def _narrowed(fact: Fact, raw: Mapping[str, Any], spot: Spot) -> Answer | None:
    if fact.type != "number":
        spot.say(
            "answer_unclear",
            f"`{fact.id}` is no number, so `at_least` and `less_than` mean nothing.",
            "Write the answer, or `unknown`.",
        )
        return None
    if "value" in raw and raw["value"] != "unknown":
        spot.say("answers_exclude", f"`{fact.id}` has a value and limits too.", "Keep the value, or the limits.")
        return None
    limits: dict[str, Number | None] = {"at_least": None, "less_than": None}
    for key in limits:
        if key in raw:
            limits[key] = spot.at(key).read(read_number, raw[key])
            if limits[key] is None:
                return None
    low, high = limits["at_least"], limits["less_than"]
    if low is not None and not number_fits(fact, low, spot.at("at_least")):
        return None
    if low is not None and high is not None and low >= high:
        spot.say(
            "answers_exclude",
            f"No number is at least {plain(low)} and less than {plain(high)}.",
            "Correct one of the two.",
        )
        return None
    if high is not None and fact.range and high <= fact.range[0]:
        spot.at("less_than").say(
            "answer_out_of_range",
            f"`{fact.id}` cannot be less than {plain(high)}; its least is {plain(fact.range[0])}.",
            "Correct it.",
        )
        return None
    return Answer(UNKNOWN, True, low, high)


def _from_file(fact: Fact, name: Any, spot: Spot, folder: Path | None, sure: bool) -> Answer | None:
    if fact.type != "inventory":
        spot.say(
            "answer_unclear",
            f"`{fact.id}` is no table, so it cannot come from a file.",
            "Write the answer, or `unknown`.",
        )
        return None
    if folder is None:
        spot.say("file_outside", "A table can come from a file only in a case file.", "Give its rows here.")
        return None
    text = str(name)
    path = folder / text
    if (
        Path(text).is_absolute()
        or ".." in Path(text).parts
        or "\\" in text
        or path.is_symlink()
        or path.suffix != ".csv"
    ):
        spot.say(
            "file_outside",
            f"{shown(text)} is no CSV file beside the case.",
            "Put the file into the folder of the case and write its name, such as `pcs.csv`.",
        )
        return None
    file = f"{spot.file.rpartition('/')[0]}/{text}".lstrip("/") if "/" in spot.file else text
    if not path.exists():
        spot.say(
            "file_missing", f"There is no file {shown(text)} beside the case.", "Put it there, or correct the name."
        )
        return None
    content = read_bytes(path, file, spot.problems)
    table = None if content is None else read_csv(file, content, PackReader(), spot.problems)
    if table is None:
        return None
    rows = Items(1, False)
    for row in table.rows:
        cells = Map(row.line, False)
        for column, cell in row.cells.items():
            if cell:
                cells[column] = cell
                cells.lines[column] = row.line
        rows.append(cells)
        rows.lines.append(row.line)
    header = Spot(spot.problems, file, None, (), 1)
    known = ("name", "count", *(column.id for column in fact.columns))
    strange = [column for column in table.columns if column not in known]
    for column in strange:
        header.say(
            "column_unknown",
            f"`{fact.id}` has no column `{column}`.",
            did_you_mean(column, known, f"Its columns are {listed(known, 30)}."),
        )
    value = None if strange else read_rows(fact, rows, Spot(spot.problems, file, rows))
    return None if value is None else Answer(value, sure)
