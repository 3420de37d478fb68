"""JSON Schema files, with which an editor completes keys and marks mistakes while a pack is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from advisor.loading.shapes import Shape
from advisor.loading.shapes_case import CaseShape, NamedOutcomeShape, WantShape
from advisor.loading.shapes_pack import CapabilityShape, FactShape, OutcomeShape, PackShape, SourceShape, WhyShape
from advisor.loading.shapes_rule import RuleShape

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def write_schemas(folder: Path) -> None:
    """Write `rule.schema.json`, `facts.schema.json` and the others into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        (folder / f"{name}.schema.json").write_text(text, encoding="utf-8", newline="\n")


def schemas() -> dict[str, dict[str, Any]]:
    """One schema for each kind of YAML file."""
    outcome = _of(OutcomeShape)
    why = _of(WhyShape)
    return {
        "pack": _file(_of(PackShape)),
        "rule": _file(_of(RuleShape)),
        "facts": _map_of(_facts()),
        "capabilities": _map_of(_of(CapabilityShape)),
        "sources": _map_of(_of(SourceShape)),
        "outcomes": _map_of({"anyOf": [{"type": "string"}, outcome]}),
        "why": _map_of({"anyOf": [why, {"type": "array", "items": why}]}),
        "case": _file(_case()),
    }


def _of(shape: type[Shape]) -> dict[str, Any]:
    """The schema of a shape with the inner ones written where they are used, so that it can stand anywhere."""
    schema = shape.model_json_schema(by_alias=True)
    inlined: dict[str, Any] = _inlined(schema, schema.pop("$defs", {}))
    return inlined


def _inlined(schema: Any, inner: dict[str, Any]) -> Any:
    if isinstance(schema, dict):
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            rest = {key: value for key, value in schema.items() if key != "$ref"}
            return {**_inlined(inner[name], inner), **rest}
        kept = {key: value for key, value in schema.items() if key != "title" or not isinstance(value, str)}
        return {
            key: _inlined(value, inner)
            for key, value in kept.items()
            if key != "default" or value not in ({}, [], None, "")
        }
    return [_inlined(item, inner) for item in schema] if isinstance(schema, list) else schema


def _facts() -> dict[str, Any]:
    column = _of(FactShape)
    fact = _of(FactShape)
    fact["properties"]["columns"] = {"type": "object", "additionalProperties": column, "minProperties": 1}
    return fact


def _case() -> dict[str, Any]:
    case = _of(CaseShape)
    case["properties"]["request"]["properties"]["wants"]["items"] = _of(WantShape)
    case["properties"]["outcomes"]["items"] = {"anyOf": [{"type": "string"}, _of(NamedOutcomeShape)]}
    return case


def _file(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DRAFT, **schema}


def _map_of(entry: dict[str, Any]) -> dict[str, Any]:
    return _file({"type": "object", "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"}, "additionalProperties": entry})
