"""The JSON Schema files: they accept what is loaded, and refuse what an editor should mark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from advisor.loading.fit import fit
from advisor.loading.schema import schemas, write_schemas
from advisor.loading.shapes import Shape
from advisor.loading.yaml_faults import Fault
from advisor.loading.yaml_text import read_yaml_text

PACKS = Path(__file__).parent.parent / "packs"
LISTS = ("pack", "facts", "outcomes", "capabilities", "why", "sources")


def as_an_editor_sees_it(text: str) -> Any:
    """The data with numbers as numbers and yes and no as words."""
    data, faults = read_yaml_text(text)
    assert faults == []

    def typed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: typed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [typed(item) for item in value]
        if type(value) is str and value.lstrip("-").replace(".", "", 1).isdigit():
            return float(value) if "." in value else int(value)
        return value

    return typed(data)


def faults(name: str, text: str) -> list[str]:
    return [error.message for error in Draft202012Validator(schemas()[name]).iter_errors(as_an_editor_sees_it(text))]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


def test_every_file_of_a_good_pack_fits_its_schema() -> None:
    for path in sorted(PACKS.rglob("*.yaml")):
        name = path.stem if path.stem in LISTS else "case" if path.parent.name == "cases" else "rule"
        assert faults(name, path.read_text("utf-8")) == [], path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rule", "title: x\nwehn: a > 1\n"),
        ("rule", "title: x\nstrength: shall\n"),
        ("rule", "when: a > 1\n"),
        ("rule", "title: x\nexamples:\n  - name: y\n"),
        ("rule", "title: x\nfor: Dispenser pro\nexamples: 3\n"),
        ("facts", "people:\n  type: day\n"),
        ("facts", "People:\n  type: date\n"),
        ("facts", "rooms:\n  type: inventory\n  columns:\n    seats: {typ: number}\n"),
        ("pack", "title: x\n"),
        ("capabilities", "tap: {demands: most, title: x}\n"),
        ("sources", "guide: {link: x}\n"),
        ("why", "pump: {asks: x}\n"),
        ("outcomes", "water: {titel: x}\n"),
        ("case", "pack: water\n"),
        ("case", "pack: water\ndate: 2026-01-20\nrequest: {wants: [{offering: pump, quantity: 0}]}\n"),
    ],
)
def test_what_the_loader_refuses_by_shape_the_schema_refuses_too(name: str, text: str) -> None:
    assert faults(name, text) != []


def test_keys_are_explained_where_an_editor_shows_them() -> None:
    for name in ("rule", "pack", "case"):
        explained = {key: part.get("description") for key, part in schemas()[name]["properties"].items()}
        assert all(explained.values()), explained


def test_schemas_are_written_the_same_each_time(tmp_path: Path) -> None:
    write_schemas(tmp_path / "a")
    write_schemas(tmp_path / "b")
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == sorted(f"{name}.schema.json" for name in schemas())
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)
    assert json.loads((tmp_path / "a" / "rule.schema.json").read_text("utf-8")) == schemas()["rule"]


def test_a_shape_that_is_said_in_no_words_of_its_own_is_still_explained() -> None:
    class Odd(Shape):
        size: int

    _, found = fit(Odd, {"size": "large"}, "something odd")
    assert found == [Fault(0, "value_unfit", "`size` cannot be read.", "Compare it with a file that works.", ("size",))]
