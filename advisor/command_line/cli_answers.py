"""Answers as they are typed on the command line: fact=value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.command_line.cli_says import Usage, expect_one_of
from advisor.loading.files import Problems
from advisor.loading.read_answers import read_answer_value
from advisor.loading.spot import Spot
from advisor.pack import Pack
from advisor.values import Value


def read_answers(pack: Pack, written: Sequence[str], option: str) -> Mapping[str, Value]:
    """The answers by fact, each checked as in a case file. Raises Usage at the first that cannot be used."""
    answers: dict[str, Value] = {}
    for text in written:
        name, equals, raw = (part.strip() for part in text.partition("="))
        if not equals or not name or not raw:
            raise Usage(f"“{text}” is no answer. Write it as fact=value, such as users=60, or users=unknown.")
        answers[name] = _answer(pack, name, raw, option)
    return answers


def _answer(pack: Pack, name: str, raw: str, option: str) -> Value:
    askable = [fact.id for fact in pack.facts.values() if fact.formula is None and fact.type != "inventory"]
    if name in pack.facts and name not in askable:
        formula = pack.facts[name].formula
        what = "is worked out from other facts" if formula else "is a table"
        cure = f"Change what it is made of: {formula.source}." if formula else "Change it in a copy of the case file."
        raise Usage(f"{name} {what}. {cure}")
    expect_one_of(name, askable, "fact")
    fact, problems = pack.facts[name], Problems()
    items = [item.strip() for item in raw.split(",")] if fact.type == "choices" and "," in raw else raw
    value = read_answer_value(fact, items, Spot(problems, option, {name: raw}, (name,)))
    if value is None:
        raise Usage("\n".join(f"{problem.what} {problem.cure}" for problem in problems.found))
    return value
