"""Loading a pack again: the same result, from what was kept where nothing has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.loading import files, yaml_text
from advisor.loading.files import PackReader
from advisor.loading.load import load_pack
from advisor.loading.yaml_faults import Fault
from advisor.problems import FilesAtFault


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def texts_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first line of every YAML text that goes through YAML's reader."""
    seen: list[str] = []

    read = yaml_text.read_yaml_text

    def watched(text: str) -> tuple[Any, list[Fault]]:
        seen.append(text.partition("\n")[0])
        return read(text)

    monkeypatch.setattr(files, "read_yaml_text", watched)
    return seen


def test_what_was_read_once_is_not_read_again(root: Path, texts_read: list[str]) -> None:
    reader = PackReader()
    first = load_pack(root, "water", reader)
    assert len(texts_read) == 17
    texts_read.clear()
    assert load_pack(root, "water", reader) == first
    assert texts_read == []


def test_only_the_changed_file_is_read_again(root: Path, texts_read: list[str]) -> None:
    reader = PackReader()
    load_pack(root, "water", reader)
    texts_read.clear()
    change(root, "rules/water/supply/soften_hard_water.yaml", "title: Hard", "title: Very hard")
    assert load_pack(root, "water", reader).rules["soften_hard_water"].title == "Very hard water is softened"
    assert texts_read == ["title: Very hard water is softened"]


def test_two_readers_share_nothing(root: Path, texts_read: list[str]) -> None:
    load_pack(root, "water", PackReader())
    texts_read.clear()
    load_pack(root, "water", PackReader())
    assert len(texts_read) == 17


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/water/facts.yaml", "range: [0, 40]", "range: [0, 21]"),
        ("rules/water/facts.yaml", "hardness:\n", "hardnes:\n"),
        ("rules/water/facts.yaml", "[still, sparkling, hot]", "[still, fizzy, hot]"),
        ("rules/water/facts.yaml", "    seats:\n", "    chairs:\n"),
        ("rules/water/facts.yaml", "type: yes_no\npressure", "type: date\npressure"),
        ("rules/water/capabilities.yaml", "softener:", "softning:"),
        ("rules/water/capabilities.yaml", "  of: rooms\n", ""),
        ("rules/water/outcomes.yaml", "water_at_hand:", "water_near_by:"),
        ("rules/water/sources.yaml", "fitters:", "plumbers:"),
        ("data/water/offerings.csv", "pump,Pump", "pumpe,Pump"),
        ("data/water/offerings.csv", "machine,400", "device,400"),
        ("data/water/offerings.csv", "large_dispenser,Large", "big_dispenser,Large"),
        ("data/water/figures.csv", "lit_person", "lit_head"),
        ("data/water/tables/daily.csv", "litres", "liters"),
        ("data/water/offerings.csv", "machine,400", "machine,410"),
        ("rules/water/facts.yaml", "  find_out: The duty roster\n", ""),
    ],
)
def test_a_change_elsewhere_is_seen_as_if_everything_were_read_afresh(
    root: Path, file: str, old: str, new: str
) -> None:
    def outcome(reader: PackReader | None) -> object:
        try:
            return load_pack(root, "water", reader)
        except FilesAtFault as fault:
            return fault.problems

    reader = PackReader()
    load_pack(root, "water", reader)
    change(root, file, old, new)
    assert outcome(reader) == outcome(None)
    assert outcome(reader) == outcome(None)  # what is kept after a fault is as good


def test_a_fault_is_said_again_as_long_as_it_is_there_and_no_longer(root: Path) -> None:
    reader = PackReader()
    good = load_pack(root, "water", reader)
    change(root, "rules/water/supply/soften_hard_water.yaml", "strength: should", "strength: shall")
    for _ in range(2):
        with pytest.raises(FilesAtFault, match="`strength` cannot be “shall”"):
            load_pack(root, "water", reader)
    change(root, "rules/water/supply/soften_hard_water.yaml", "strength: shall", "strength: should")
    assert load_pack(root, "water", reader) == good
