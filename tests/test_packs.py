"""The packs themselves: every live rule is tried both ways by a sample case, and every figure it cites stands in it."""

from __future__ import annotations

import calendar
import re
from datetime import date
from pathlib import Path

import pytest

from advisor.loading.figures_taken import values_of
from advisor.loading.load import load_pack, pack_ids
from advisor.loading.load_case import load_case
from advisor.loading.shapes import plain
from advisor.pack import Figure, Pack, Rule
from advisor.workshop.coverage import coverage_of
from advisor.workshop.trial import case_files

PROJECT = Path(__file__).parent.parent
MONTHS = calendar.month_name


@pytest.fixture(scope="module", params=pack_ids(PROJECT))
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(PROJECT, request.param)


def test_every_live_rule_fires_in_a_sample_case_and_fails_to_fire_in_another(pack: Pack) -> None:
    cases = {path.stem: load_case(path, pack) for path in case_files(PROJECT, pack.id)}
    coverage = coverage_of(pack, cases)
    assert len(coverage.rules) >= 60
    assert [one.rule.id for one in coverage.uncovered] == []


def test_every_verdict_and_every_fate_of_a_want_has_a_sample_case(pack: Pack) -> None:
    """A want is cut, replaced, refused, cannot work, is not needed, or is kept against advice, in some case or other."""
    expected = [load_case(path, pack).expect for path in case_files(PROJECT, pack.id)]
    verdicts = [one["verdict"] for one in expected if "verdict" in one]
    assert {*verdicts} >= {"not_us", "not_yet", "nothing_needed", "check_first", "proceed"}
    assert len(verdicts) >= 25
    fates = {want.get("disposition") for one in expected for want in one.get("wants", [])}
    assert fates >= {"less_than_asked", "something_else", "declined", "cannot_work", "not_needed", "customers_choice"}


def said_by(rule: Rule) -> str:
    """What a rule says, its examples' names too, with bare numbers: 1,410 as 1410."""
    texts = (rule.title, rule.because, rule.because_unknown, rule.enough, rule.without, rule.instead)
    return re.sub(r"(\d),(\d{3})", r"\1\2", " ".join((*texts, *(example.name for example in rule.examples))))


def says(rule: Rule, figure: Figure) -> bool:
    """Whether a rule's words hold a figure's number, or its day."""
    try:
        day = date.fromisoformat(figure.value)
    except ValueError:
        numbers = {figure.value, *map(plain, values_of(figure))}
        return bool(numbers & set(re.findall(r"\d+(?:\.\d+)?", said_by(rule))))
    return f"{day.day} {MONTHS[day.month]} {day.year}" in said_by(rule)


def test_every_number_of_a_cited_figure_is_taken_or_said(pack: Pack) -> None:
    """The loader compares what is taken; a figure that is cited without a number must at least be spoken of."""
    idle = []
    for rule in pack.live_rules:
        taken = {one.figure for one in rule.takes}
        numbers = {number for one in rule.takes for number in values_of(pack.figures[one.figure])}
        for name in rule.sources:
            figure = pack.figures.get(name)
            if figure is None or name in taken or not re.fullmatch(r"[\d.]+(-\d\d-\d\d)?", figure.value):
                continue
            if not says(rule, figure) and numbers.isdisjoint(values_of(figure)):
                idle.append(f"{rule.id} cites {name} ({figure.value} {figure.unit})")
    assert idle == []
