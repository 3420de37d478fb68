"""Loading a case: one customer conversation, held against its pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from advisor.case import Budget, Case, Customer, NamedOutcome, Want
from advisor.expressions.faults import did_you_mean, listed
from advisor.loading.files import PackReader, Problems, read_bytes, read_yaml, text_of
from advisor.loading.fit import fit
from advisor.loading.json_text import read_json_text
from advisor.loading.read_answers import read_answer_value
from advisor.loading.read_case_answers import read_answers
from advisor.loading.shapes import shown
from advisor.loading.shapes_case import CaseShape, NamedOutcomeShape, WantShape
from advisor.loading.spot import Spot
from advisor.loading.yaml_text import Items, Map, Quoted
from advisor.pack import Pack, Rule
from advisor.problems import FilesAtFault, Place
from advisor.values import Special


def load_case(path: Path, pack: Pack) -> Case:
    """Load a case file, YAML or JSON. Raises FilesAtFault with every problem in it."""
    problems = Problems()
    file = _name_of(path)
    data = _data(path, file, problems)
    return _case(Spot(problems, file, data), pack, path.parent)


def read_case(data: Mapping[str, Any], pack: Pack, place: Place) -> Case:
    """Read a case from a mapping shaped like a case file.

    Raises FilesAtFault. Problems stand at `place`, or where its file is "" at a field: `request.wants.0.quantity`.
    """
    return _case(Spot(Problems(), place.file, data, (), place.line), pack, None)


def case_pack_id(path: Path) -> str:
    """The pack that a case file belongs to. Raises FilesAtFault where the file cannot be read or does not say."""
    problems = Problems()
    file = _name_of(path)
    data = _data(path, file, problems)
    named = data.get("pack") if isinstance(data, Mapping) else None
    if not isinstance(named, str):
        if not problems.found:
            problems.add(
                Place(file),
                "key_missing",
                "`pack` is missing.",
                "Write `pack`: the pack's id, which is its folder inside rules/.",
            )
        raise FilesAtFault(problems.found)
    return named


def _name_of(path: Path) -> str:
    """The file's name, from the folder that holds `rules/` and `data/` where it lies below such a one."""
    for folder in path.absolute().parents:
        if (folder / "rules").is_dir() and (folder / "data").is_dir():
            return path.absolute().relative_to(folder).as_posix()
    return path.as_posix()


def _data(path: Path, file: str, problems: Problems) -> Any:
    if path.suffix not in (".yaml", ".json"):
        problems.add(
            Place(file),
            "file_ending",
            f"A case file ends in `.yaml` or `.json`, and this one in {shown(path.suffix)}.",
            "Rename it.",
        )
        return None
    content = read_bytes(path, file, problems)
    if content is None:
        return None
    if path.suffix == ".yaml":
        return read_yaml(file, content, PackReader(), problems)
    data, faults = read_json_text(text_of(content))
    problems.take(file, faults)
    return data


def _case(spot: Spot, pack: Pack, folder: Path | None) -> Case:
    problems = spot.problems
    if spot.value is None and problems.found:
        raise FilesAtFault(problems.found)
    shape, faults = fit(CaseShape, spot.value, "a case")
    spot.take(faults)
    if not isinstance(spot.value, Mapping):
        raise FilesAtFault(problems.found)
    named = spot.at("pack").value
    if shape is not None and named != pack.id:
        spot.at("pack").say(
            "case_of_other_pack",
            f"The case belongs to the pack {shown(named)}, and is read with `{pack.id}`.",
            "Correct `pack`, or choose the other pack.",
        )
        raise FilesAtFault(problems.found)
    wants = _wants(spot.at("request", "wants"), pack)
    outcomes = _outcomes(spot.at("outcomes"), wants, pack)
    answers = read_answers(spot.at("answers"), pack, folder)
    goes_without = _goes_without(spot.at("goes_without"), pack)
    if shape is not None and shape.needed_by is not None and shape.needed_by < shape.date:
        spot.at("needed_by").say(
            "days_backwards",
            f"`needed_by` is {shape.needed_by}, before the day of the case, {shape.date}.",
            "Correct one of the two.",
        )
    problems.raise_any()
    assert shape is not None  # otherwise there was a problem
    return Case(
        pack=shape.pack,
        date=shape.date,
        customer=Customer(shape.customer.name, shape.customer.reference, shape.customer.contact),
        words=shape.request.words,
        wants=wants,
        outcomes=outcomes,
        answers=answers,
        goes_without=goes_without,
        budget=Budget(shape.budget.once, shape.budget.monthly),
        needed_by=shape.needed_by,
        stance=shape.stance,
        expect=_plain(spot.at("expect").value or {}),
    )


def _entries(spot: Spot) -> list[tuple[Any, Spot]]:
    written = spot.value
    return [(entry, spot.at(n)) for n, entry in enumerate(written)] if isinstance(written, (list, tuple)) else []


def _wants(spot: Spot, pack: Pack) -> tuple[Want, ...]:
    wants = []
    for entry, here in _entries(spot):
        shape, faults = fit(WantShape, entry, "a want")
        here.take(faults)
        if shape is None:
            continue
        if (shape.offering is None) == (not shape.asks):
            both = "both an offering and `asks`" if shape.asks else "neither an offering nor `asks`"
            here.say(
                "want_unclear", f"This want has {both}.", "Write `offering` and `quantity`, or `asks: {fact: value}`."
            )
            continue
        if shape.offering is not None and shape.offering not in pack.offerings:
            here.at("offering").say(
                "offering_unknown",
                f"There is no offering {shown(shape.offering)} on the price list.",
                did_you_mean(shape.offering, pack.offerings, "Choose one of the price list."),
            )
        if shape.outcome is not None:
            _expect_outcome(shape.outcome, here.at("outcome"), pack)
        asks = _asks(shape.asks, here.at("asks"), pack) if shape.asks else None
        wants.append(
            Want(shape.offering, shape.quantity, asks, shape.outcome, shape.why, shape.insists, shape.simply_wanted)
        )
    return tuple(wants)


def _asks(written: Mapping[str, Any], spot: Spot, pack: Pack) -> Any:
    if len(written) != 1:
        spot.say("want_unclear", f"{{key}} names {len(written)} facts.", "Make a want of each.")
        return None
    name, raw = next(iter(written.items()))
    here = spot.at(name)
    askable = [fact.id for fact in pack.facts.values() if fact.formula is None and fact.type != "inventory"]
    if name not in askable:
        here.say(
            "fact_unknown",
            f"There is no fact {shown(name)} that can be wished for.",
            did_you_mean(name, askable, f"There are {listed(askable)}."),
        )
        return None
    value = read_answer_value(pack.facts[name], raw, here)
    if isinstance(value, Special):
        here.say("want_unclear", "A wish needs a value.", f"Write what `{name}` should be.")
    return None if value is None else (name, value)


def _expect_outcome(name: str, spot: Spot, pack: Pack) -> bool:
    if name in pack.outcomes:
        return True
    spot.say(
        "outcome_unknown",
        f"There is no outcome {shown(name)}.",
        did_you_mean(name, pack.outcomes, f"There are {listed(pack.outcomes)}."),
    )
    return False


def _outcomes(spot: Spot, wants: tuple[Want, ...], pack: Pack) -> tuple[NamedOutcome, ...]:
    """The outcomes in order of priority; those that only wants name follow at the end."""
    found: dict[str, NamedOutcome] = {}
    for entry, here in _entries(spot):
        data = entry if isinstance(entry, Mapping) else {"outcome": entry}
        shape, faults = fit(NamedOutcomeShape, data, "an outcome")
        here.take(faults)
        if shape is None or not _expect_outcome(shape.outcome, here, pack):
            continue
        if shape.outcome in found:
            here.say(
                "outcome_twice",
                f"The outcome `{shape.outcome}` is named twice.",
                "Keep the one that shows its priority.",
            )
            continue
        found[shape.outcome] = NamedOutcome(shape.outcome, shape.measure, shape.today, shape.target)
    for want in wants:
        if want.outcome is not None and want.outcome in pack.outcomes:
            found.setdefault(want.outcome, NamedOutcome(want.outcome))
    return tuple(found.values())


def _goes_without(spot: Spot, pack: Pack) -> tuple[str, ...]:
    names = []
    should = [rule.id for rule in pack.live_rules if rule.strength == "should"]
    for entry, here in _entries(spot):
        name = str(entry)
        if name in should:
            names.append(name)
        elif name in pack.rules:
            here.say(
                "rule_is_must",
                f"The customer cannot go without `{name}`: it is a {_kind_of_rule(pack.rules[name])}.",
                f"Only `should` rules can be gone without{': ' + listed(should) if should else ''}.",
            )
        else:
            here.say(
                "rule_unknown",
                f"There is no rule {shown(name)}.",
                did_you_mean(
                    name,
                    should,
                    "Delete the line." if not should else f"Rules that can be gone without are {listed(should)}.",
                ),
            )
    return tuple(dict.fromkeys(names))


def _kind_of_rule(rule: Rule) -> str:
    return "draft" if rule.status == "draft" else "`must` rule"


def _plain(data: Any, written: bool = False) -> Any:
    """`expect` as JSON would have it: in a file, words that look like numbers are numbers, unless they were quoted."""
    if isinstance(data, Mapping):
        return {str(key): _plain(value, isinstance(data, Map)) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_plain(value, isinstance(data, Items)) for value in data]
    if isinstance(data, Decimal):
        return int(data) if data == data.to_integral_value() else float(data)
    if not isinstance(data, str):
        return data
    if isinstance(data, Quoted) or not written:
        return str(data)
    if data in ("true", "false"):
        return data == "true"
    if re.fullmatch(r"-?\d{1,18}", data):
        return int(data)
    return float(data) if re.fullmatch(r"-?\d{1,18}\.\d{1,18}", data) else str(data)
