"""Holding data from a file against its shape, and saying pydantic's complaints in plain words at their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import ValidationError

from advisor.expressions.faults import did_you_mean, listed
from advisor.loading.shapes import Shape, shown
from advisor.loading.yaml_faults import Fault
from advisor.loading.yaml_text import line_of

ShapeT = TypeVar("ShapeT", bound=Shape)


def fit(shape: type[ShapeT], data: Any, what: str) -> tuple[ShapeT | None, list[Fault]]:
    """Hold data against a shape. `what` names the whole in messages ("a rule").

    Returns the shape, or None and the faults with their lines.
    """
    if not isinstance(data, Mapping):
        line = line_of(data, ())
        return None, [
            Fault(
                line,
                "not_a_map",
                f"Here {what} was expected, with a name and a colon in each line.",
                "Compare it with a file that works.",
            )
        ]
    try:
        return shape.model_validate(data), []
    except ValidationError as error:
        return None, [
            replace(_fault(shape, data, what, item), path=_path(item)) for item in error.errors(include_url=False)
        ]


def _path(item: Any) -> tuple[str | int, ...]:
    return tuple(part for part in item["loc"] if not isinstance(part, str) or not part.startswith("function-"))


def _fault(shape: type[Shape], data: Any, what: str, item: Any) -> Fault:
    path = _path(item)
    line = line_of(data, path)
    key = _name_of(path)
    match item["type"]:
        case "missing":
            return Fault(line, "key_missing", f"{key} is missing.", f"Write `{path[-1]}`: {_meaning(shape, path)}.")
        case "extra_forbidden":
            known = _keys(shape, path)
            unknown = str(path[-1])
            where = what if len(path) == 1 else _name_of(path[:-1])
            return Fault(
                line,
                "key_unknown",
                f"`{unknown}` is not a key of {where}.",
                did_you_mean(unknown, known, f"The keys are {listed(known, 30)}."),
            )
        case "literal_error":
            expected = item["ctx"]["expected"].replace("'", "")
            return Fault(line, "word_unknown", f"{key} cannot be {shown(item['input'])}.", f"Write {expected}.")
        case "dict_type" | "model_type" | "model_attributes_type":
            return Fault(
                line, "not_a_map", f"{key} needs names and values.", "Write `name: value` in the next lines, indented."
            )
        case "list_type" | "tuple_type":
            return Fault(
                line, "not_a_list", f"{key} must be a list.", "Begin each entry with `- ` in a line of its own."
            )
    context = item.get("ctx", {})
    if "what" not in context:
        return Fault(line, "value_unfit", f"{key} cannot be read.", "Compare it with a file that works.")
    return Fault(line, item["type"], context["what"].replace("{key}", key), context["cure"].replace("{key}", key))


def _name_of(path: Sequence[str | int]) -> str:
    """`seller.name`, or "`given` in entry 2 of `examples`"."""
    name, inner = "", ""
    for part in path:
        if isinstance(part, int):
            where = f"entry {part + 1} of `{name}`" if name else f"entry {part + 1}"
            inner, name = f"{where} in {inner}" if inner else where, ""
        else:
            name = f"{name}.{part}" if name else str(part)
    if name and inner:
        return f"`{name}` in {inner}"
    return f"`{name}`" if name else inner or "this"


def _shape_at(shape: type[Shape], path: Sequence[str | int]) -> type[Shape] | None:
    for part in path:
        if isinstance(part, int):
            continue
        field = next((f for name, f in shape.model_fields.items() if part in (name, f.alias)), None)
        inner = next((s for s in _shapes_in(field.annotation)), None) if field else None
        if inner is None:
            return None
        shape = inner
    return shape


def _shapes_in(annotation: Any) -> list[type[Shape]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return [annotation]
    return [shape for inner in getattr(annotation, "__args__", ()) for shape in _shapes_in(inner)]


def _keys(shape: type[Shape], path: Sequence[str | int]) -> list[str]:
    inner = _shape_at(shape, path[:-1])
    return [] if inner is None else [field.alias or name for name, field in inner.model_fields.items()]


def _meaning(shape: type[Shape], path: Sequence[str | int]) -> str:
    inner = _shape_at(shape, path[:-1])
    field = (
        None
        if inner is None
        else next((f for name, f in inner.model_fields.items() if path[-1] in (name, f.alias)), None)
    )
    return (field.description if field else None) or "..."
