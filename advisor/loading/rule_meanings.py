"""What a rule file depends on: the words in it that could be ids, and what each of them means in the pack."""

from __future__ import annotations

from typing import Any

from advisor.loading.known import WORD, Known


def words_of(text: str) -> tuple[str, ...]:
    """Every word of a rule file that could be an id."""
    return tuple(sorted(set(WORD.findall(text))))


def meanings_of(known: Known) -> dict[str, Any]:
    """What a rule can depend on, by id: kind and type of what bears it, but not its texts, prices or place."""

    def fact(one: Any) -> tuple[Any, ...]:
        columns = tuple((column.id, fact(column)) for column in one.columns)
        source = one.formula and one.formula.source
        return (
            one.type,
            one.unit,
            one.choices,
            one.range,
            one.decimals,
            one.ordered,
            one.may_not_apply,
            source,
            columns,
        )

    found: dict[str, Any] = dict.fromkeys((*known.sources, *known.figures), "source")
    for name, table in known.tables.items():
        found[name] = (table, found.get(name))
    for name, one in known.facts.items():
        found[name] = (fact(one), found.get(name))
        for column in one.columns:
            found[column.id] = (fact(column), found.get(column.id))
    for name, capability in known.capabilities.items():
        found[name] = ("capability", capability.unit, capability.of, found.get(name))
    for name in known.outcomes:
        found[name] = ("outcome", found.get(name))
    for name in known.kinds:
        found[name] = ("kind", found.get(name))
    for name in known.offerings:
        found[name] = ("offering", found.get(name))
    return found
