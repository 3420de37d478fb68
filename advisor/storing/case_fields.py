"""A case as the fields that people fill in: which of them a change touches, and two people's changes put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Content: TypeAlias = Mapping[str, Any]
"""What is kept of a call: `case` as a case file has it (contract 1), and what was set by hand beside it: `by_hand` (offerings that words
no longer change), `corrections` (what words mean), `stance_by_hand`."""

ORDERS = ("wants", "outcomes")


@dataclass(frozen=True)
class Merged:
    """`conflicts`: the fields that both have changed, each to something else; they stand as `theirs` has them."""

    content: Content
    conflicts: tuple[str, ...]


def fields_of(content: Content) -> dict[str, Any]:
    """Every field that says something, by name: "words", "customer.name", "want crm", "answers.users", "budget.once"."""
    case = content["case"]
    request = case.get("request", {})
    found: dict[str, Any] = {name: case[name] for name in ("pack", "date", "stance", "needed_by") if name in case}
    found |= {f"customer.{name}": value for name, value in case.get("customer", {}).items()}
    found |= {"words": request["words"]} if "words" in request else {}
    found |= _named("want", request.get("wants", ()))
    found |= _named("outcome", case.get("outcomes", ()))
    found |= {f"answers.{name}": value for name, value in case.get("answers", {}).items()}
    found |= {f"goes_without.{name}": "yes" for name in case.get("goes_without", ())}
    found |= {f"budget.{name}": value for name, value in case.get("budget", {}).items()}
    found |= {"expect": case["expect"]} if "expect" in case else {}
    return found


def changed_fields(before: Content, after: Content) -> tuple[str, ...]:
    """The fields in which two contents differ; "wants" or "outcomes" where only their order does."""
    old, new = fields_of(before), fields_of(after)
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return tuple(differing or [name for name in ORDERS if _order(before, name) != _order(after, name)])


def merge(base: Content, mine: Content, theirs: Content) -> Merged:
    """Put onto `theirs` what `mine` has changed since `base`."""
    old, new, there = fields_of(base), fields_of(mine), fields_of(theirs)
    touched = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    conflicts = tuple(name for name in touched if there.get(name) not in (old.get(name), new.get(name)))
    merged = dict(there)
    for name in touched:
        if name in conflicts:
            continue
        if name in new:
            merged[name] = new[name]
        else:
            merged.pop(name, None)
    orders = {name: _merged_order(*(_order(one, name) for one in (base, mine, theirs))) for name in ORDERS}
    return Merged({"case": _case_of(merged, orders), **_by_hand(mine, theirs)}, conflicts)


def by_hand_of(content: Content) -> dict[str, Any]:
    """What is kept beside the case."""
    return {name: found for name, found in content.items() if name != "case"}


def _by_hand(mine: Content, theirs: Content) -> dict[str, Any]:
    """What either has set by hand stays so."""
    found: dict[str, Any] = {"by_hand": sorted({*theirs.get("by_hand", ()), *mine.get("by_hand", ())})}
    corrections = [*mine.get("corrections", ()), *theirs.get("corrections", ())]
    found["corrections"] = [
        one for n, one in enumerate(corrections) if one[0] not in [said for said, _ in corrections[:n]]
    ]
    found["stance_by_hand"] = bool(mine.get("stance_by_hand") or theirs.get("stance_by_hand"))
    return {name: value for name, value in found.items() if value or name == "by_hand"}


def _named(kind: str, entries: Sequence[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in entries:
        name = f"{kind} {_id_of(entry)}"
        while name in found:
            name += " again"
        found[name] = entry
    return found


def _id_of(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return str(entry)
    return str(entry.get("offering") or entry.get("outcome") or next(iter(entry.get("asks", {"": 0}))))


def _order(content: Content, name: str) -> list[str]:
    case = content["case"]
    if name == "wants":
        return list(_named("want", case.get("request", {}).get("wants", ())))
    return list(_named("outcome", case.get("outcomes", ())))


def _merged_order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Theirs, unless only I have moved something; what only the other has follows at the end."""
    both = [name for name in theirs if name in mine]
    mine_moved = [name for name in base if name in mine] != [name for name in mine if name in base]
    first, second = (mine, theirs) if mine_moved and both == [name for name in base if name in both] else (theirs, mine)
    return [*first, *(name for name in second if name not in first)]


def _case_of(fields: Mapping[str, Any], orders: Mapping[str, list[str]]) -> dict[str, Any]:
    def part(prefix: str) -> dict[str, Any]:
        return {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix)}

    request = {
        "words": fields.get("words"),
        "wants": [fields[name] for name in orders["wants"] if name in fields],
    }
    case = {
        **{name: fields.get(name) for name in ("pack", "date")},
        "customer": part("customer."),
        "request": {name: value for name, value in request.items() if value},
        "outcomes": [fields[name] for name in orders["outcomes"] if name in fields],
        "answers": part("answers."),
        "goes_without": list(part("goes_without.")),
        "budget": part("budget."),
        **{name: fields.get(name) for name in ("needed_by", "stance", "expect")},
    }
    return {name: value for name, value in case.items() if value}
