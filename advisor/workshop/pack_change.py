"""What is different between two versions of a pack, as far as a recommendation can depend on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from advisor.pack import Fact, Pack, Rule
from advisor.problems import Place

NOWHERE = Place("")
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class PackChange:
    """The ids of what was added, removed or changed. `everything`: a change that no case escapes."""

    rules: frozenset[str]
    facts: frozenset[str]
    capabilities: frozenset[str]
    offerings: frozenset[str]
    outcomes: frozenset[str]
    everything: bool

    def __bool__(self) -> bool:
        parts = (self.rules, self.facts, self.capabilities, self.offerings, self.outcomes)
        return self.everything or any(parts)


def change_between(old: Pack, new: Pack) -> PackChange:
    """Hold two versions against each other. What only editors see (examples, owners, places in files) is no change."""
    sources = _different(old.sources, new.sources) | _different(_bare(old.figures), _bare(new.figures))
    cites = {rule.id for pack in (old, new) for rule in pack.rules.values() if not sources.isdisjoint(rule.sources)}
    common = [name for name in old.offerings if name in new.offerings]
    reordered = common != [name for name in new.offerings if name in old.offerings]
    return PackChange(
        rules=_different(_acting(old), _acting(new)) | cites,
        facts=_different(_bare(old.facts), _bare(new.facts)),
        capabilities=_different(_bare(old.capabilities), _bare(new.capabilities)),
        offerings=_different(_bare(old.offerings), _bare(new.offerings)),
        outcomes=_different(_bare(old.outcomes), _bare(new.outcomes)),
        everything=reordered or (old.currency, old.horizon_months) != (new.currency, new.horizon_months),
    )


def _acting(pack: Pack) -> dict[str, Rule]:
    """The live rules, with what acts of them: a draft that becomes another draft changes nothing."""
    return {
        rule.id: replace(rule, place=NOWHERE, topic="", owner="", examples=(), silences=(), takes=())
        for rule in pack.live_rules
    }


def _bare(things: Mapping[str, Thing]) -> dict[str, Thing]:
    """Without the places where they stand: a line more above changes nothing."""
    return {name: _without_place(thing) for name, thing in things.items()}


def _without_place(thing: Thing) -> Thing:
    if isinstance(thing, Fact):
        return replace(thing, place=NOWHERE, columns=tuple(_without_place(column) for column in thing.columns))
    return replace(thing, place=NOWHERE)  # type: ignore[type-var]


def _different(old: Mapping[str, object], new: Mapping[str, object]) -> frozenset[str]:
    return frozenset(name for name in {**old, **new} if old.get(name) != new.get(name))
