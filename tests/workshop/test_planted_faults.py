"""Five faults planted in a pack that was right, each found by the command that is there for it, and shown with file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.command_line.cli import main

PACKS = Path(__file__).parents[1] / "packs"
RULE = """\
title: {title}
when: {when}
{effect}
because: Because.
source: fitters
owner: sales
examples:
  - {{name: one, given: {{people: 30}}, expect: applies}}
  - {{name: other, given: {{people: 3}}, expect: does not apply}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    shutil.copytree(PACKS, folder)
    case = folder / "data/water/cases/thirty_people.yaml"
    case.write_text(case.read_text("utf-8").replace(", absent: [pump]", ""), "utf-8")
    return folder


@pytest.fixture
def said(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*typed: str) -> tuple[int, str]:
        capsys.readouterr()
        status = main([*typed, "--root", str(root)])
        out = capsys.readouterr()
        return status, out.err + out.out

    return run


def plant(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8") if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else new, "utf-8")


def dead_rule(root: Path) -> None:
    effect = "at_most:\n  pump: 1"
    when = "people > 50 and people < 20"
    plant(root, "rules/water/dead.yaml", "", RULE.format(title="A dead rule", when=when, effect=effect))


def contradiction(root: Path) -> None:
    effect = "at_most:\n  people: 2"
    plant(root, "rules/water/few.yaml", "", RULE.format(title="Few people", when="people > 20", effect=effect))


def overlap(root: Path) -> None:
    plant(
        root,
        "data/water/tables/daily.csv",
        "people_up_to,litres\n50,30\n200,25",
        "people_up_to,people_from,litres\n50,1,30\n200,40,25",
    )


def another_number(root: Path) -> None:
    plant(
        root,
        "rules/water/supply/a_day_of_water.yaml",
        "[drinking_guide, lit_person]",
        "[drinking_guide, lit_person: 1.5]",
    )
    plant(root, "data/water/figures.csv", ",1.5,l,", ",1.8,l,")


def nothing(root: Path) -> None:
    """The pack as it is."""


FOUND_BY_CHECK = [
    (nothing, 0, "water: 11 rules, 8 offerings, 2 sample cases, nothing wrong"),
    (dead_rule, 1, "rules/water/dead.yaml, line 2: No answers of a customer fulfil this condition, so the rule never applies."),
    (contradiction, 1,
     "rules/water/rooms/enough_people.yaml, line 3: `people` must be at least `3` here and at most `2` in rules/water/few.yaml, "
     "line 4; both apply where people is 21"),
    (overlap, 1, "data/water/tables/daily.csv, line 3: This row begins at 40, and the row before ends at 50"),
    (another_number, 1,
     "rules/water/supply/a_day_of_water.yaml, line 9: The rule takes 1.5 from `lit_person`, and the row in "
     "data/water/figures.csv, line 2 says 1.8 l"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "status", "message"), FOUND_BY_CHECK, ids=[one[0].__name__ for one in FOUND_BY_CHECK]
)
def test_a_planted_fault_is_found_and_shown(
    root: Path, said: Callable[..., tuple[int, str]], fault: Callable[[Path], None], status: int, message: str
) -> None:
    fault(root)
    came, text = said("check", "water")
    assert came == status
    assert message in text, text


def test_a_planted_survivor_is_found_and_shown(root: Path, said: Callable[..., tuple[int, str]]) -> None:
    assert "20 of 20 changes of a number or a comparison were noticed (100%)" in said("test", "water", "--mutate")[1]
    file = "rules/water/rooms/tap_in_every_large_room.yaml"
    plant(root, file, "given: {seats: 9}", "given: {seats: 2}")
    status, text = said("test", "water", "--mutate")
    assert status == 0  # every example still passes, and yet
    assert f"{file}, `when`: nobody would notice if 10 became 9 in “seats is at least 10”." in text
