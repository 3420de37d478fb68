"""What a pack has told so far: every id with its meaning, and how an expression is read among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from advisor.expressions.faults import ExpressionFault, did_you_mean, listed
from advisor.expressions.nodes import Expression
from advisor.expressions.scope import Scope, Table
from advisor.loading.spot import Spot
from advisor.pack import Capability, Fact, Figure, Offering, Outcome, Source

WORD = re.compile(r"[a-z_][a-z0-9_]*")
KINDS_OF_ID = {
    "fact": "a fact",
    "formula": "a formula",
    "capability": "a capability",
    "offering": "an offering",
    "kind": "a kind",
    "outcome": "an outcome",
}


@dataclass
class Known:
    """Filled file by file. `broken` are ids that are there but at fault: reported already, and not missed again.

    `blind` means that a whole file could not be read, so that nothing can be said about names at all.
    """

    facts: dict[str, Fact] = field(default_factory=dict)  # formulas among them
    capabilities: dict[str, Capability] = field(default_factory=dict)
    offerings: dict[str, Offering] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    blind: bool = False
    _scopes: dict[str | None, Scope] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[str, None]:
        return dict.fromkeys(offering.kind for offering in self.offerings.values())

    def columns(self, inventory: str | None) -> Mapping[str, Fact]:
        fact = self.facts.get(inventory or "")
        return {column.id: column for column in fact.columns} if fact else {}

    def places(self) -> list[str]:
        """Everything that `know` and `settles` can name."""
        asked = [fact for fact in self.facts.values() if fact.formula is None]
        return [name for fact in asked for name in (fact.id, *(f"{fact.id}.{column.id}" for column in fact.columns))]

    def scope(self, each: str | None = None) -> Scope:
        if each not in self._scopes:
            self._scopes[each] = Scope(
                self.facts, self.columns(each), frozenset(self.offerings) | self.broken, self.tables
            )
        return self._scopes[each]

    def forget_scopes(self) -> None:
        """To be called when facts or offerings have been added."""
        self._scopes.clear()

    def expression(
        self, how: Callable[..., Expression], source: str, spot: Spot, *more: object, each: str | None = None
    ) -> Expression | None:
        """Read an expression with `how(source, scope, *more)`.

        None with its fault reported at `spot`, or silently where it stands on an id whose own fault was reported.
        """
        if self.blind or (self.broken and not self.broken.isdisjoint(WORD.findall(source))):
            return None
        try:
            return how(source, self.scope(each), *more)
        except ExpressionFault as fault:
            spot.say(fault.code, f"{{key}}: {fault.what}", fault.cure)
            return None

    def expect(self, name: str, wanted: Mapping[str, Iterable[str]], spot: Spot) -> bool:
        """Whether `name` is one of the ids in `wanted` (kind of thing → ids); reported where not."""
        if any(name in ids for ids in wanted.values()):
            return True
        if self.blind or name.partition(".")[0] in self.broken:
            return False
        things = [KINDS_OF_ID.get(kind, kind) for kind in wanted]
        known = [known_id for ids in wanted.values() for known_id in ids]
        cure = did_you_mean(name, known, f"There are {listed(known)}." if known else "There is none yet.")
        other = self.kind_of(name)
        if other:
            spot.say("name_of_another_kind", f"`{name}` is {other}; {_or(things)} was expected.", cure)
        else:
            bare = _or([thing.removeprefix("an ").removeprefix("a ") for thing in things])
            spot.say("name_unknown", f"There is no {bare} `{name}`.", cure)
        return False

    def kind_of(self, name: str) -> str | None:
        """What an id stands for, in words; None for an id that nobody knows."""
        fact = self.facts.get(name)
        if fact:
            return "a formula" if fact.formula else "an inventory" if fact.type == "inventory" else "a fact"
        groups: list[tuple[str, Iterable[str]]] = [
            ("a capability", self.capabilities),
            ("an offering", self.offerings),
            ("a kind", self.kinds),
            ("an outcome", self.outcomes),
        ]
        return next((kind for kind, ids in groups if name in ids), None)


def _or(things: list[str]) -> str:
    return things[0] if len(things) == 1 else ", ".join(things[:-1]) + " or " + things[-1]
