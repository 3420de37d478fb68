"""Whether a customer can exist for whom some conditions hold and others do not: found, proved impossible, or not told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias

from advisor.expressions import nodes
from advisor.expressions.evaluate import compile_truth
from advisor.expressions.nodes import Aggregate, Name, Node, children
from advisor.expressions.normal_form import normal_form
from advisor.pack import Fact, Pack
from advisor.saying import say_list, say_value
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Truth, Value
from advisor.workshop.domains import Domain, domains

MOST_STEPS = 4000  # values tried before a search gives up; enough for every rule of a pack that people can read


class Told(Enum):
    """What came of a search that found nobody."""

    NEVER = "never"
    UNSURE = "unsure"


Situation: TypeAlias = Mapping[str, Value]
Answer: TypeAlias = "Situation | Told"
_Test: TypeAlias = Callable[[Mapping[str, Value], Mapping[str, Value] | None], Truth]


@dataclass(frozen=True)
class Customers:
    """Everybody whom a pack's questions can describe, one row of `each` with them."""

    pack: Pack
    each: str | None = None
    _over_rows: dict[Node, Name] = field(default_factory=dict, compare=False)

    def who(self, holds: Iterable[Node], holds_not: Iterable[Node] = ()) -> Answer:
        """Somebody for whom all of `holds` are true and none of `holds_not` is."""
        guesses: dict[str, str] = {}
        wanted = [self._without_formulas(node, guesses) for node in holds]
        unwanted = [self._without_formulas(node, guesses) for node in holds_not]
        conditions = self._asked_when([*wanted, *unwanted], guesses)
        names = {**self.pack.facts, **self._columns()}
        tried = domains([*wanted, *unwanted, *conditions.values()], names, guesses)
        tests = [(compile_truth(node), True) for node in wanted] + [(compile_truth(node), False) for node in unwanted]
        found = _Search(tried, tests, {name: compile_truth(node) for name, node in conditions.items()}).run()
        if isinstance(found, Told):
            return found
        return Told.UNSURE if guesses and any(name in guesses for name in found) else found

    def say(self, situation: Situation) -> str:
        """A situation in words: "users is 30 and hosted is yes"."""
        names = {**self.pack.facts, **self._columns()}
        said = [
            f"{name.replace('_', ' ')} is {say_value(names[name], value)}" if name in names else f"{name} is {value}"
            for name, value in situation.items()
        ]
        return say_list(said) or "always"

    def _columns(self) -> dict[str, Fact]:
        return {column.id: column for column in self.pack.facts[self.each].columns} if self.each else {}

    def _asked_when(self, found: Sequence[Node], guesses: dict[str, str]) -> dict[str, Node]:
        """The conditions under which the facts in use are asked at all, those of these conditions' facts too."""
        conditions: dict[str, Node] = {}
        waiting = [name for node in found for name in names_in(node)]
        while waiting:
            name = waiting.pop()
            fact = self.pack.facts.get(name)
            if fact is None or fact.asked_when is None or name in conditions:
                continue
            conditions[name] = self._without_formulas(fact.asked_when.node, guesses)
            waiting.extend(names_in(conditions[name]))
        return conditions

    def _without_formulas(self, node: Node, guesses: dict[str, str]) -> Node:
        """The node with formulas written out, and a name of its own for every number that is taken over rows."""
        match node:
            case Name(id):
                fact = self.pack.facts.get(id)
                if fact is None or fact.formula is None:
                    return node
                return self._without_formulas(fact.formula.node, guesses)
            case nodes.Not(Name(id)) if (fact := self.pack.facts.get(id)) and fact.formula is not None:
                return self._without_formulas(normal_form(fact.formula.node, False), guesses)
            case Aggregate():
                kept = self._over_rows.setdefault(node, Name(f"#{len(self._over_rows)}"))
                guesses[kept.id] = node.inventory
                return kept
            case _:
                return _with_children(node, tuple(self._without_formulas(child, guesses) for child in children(node)))


class _Search:
    """Tries values one name after another, and turns back as soon as a condition has decided."""

    def __init__(
        self, tried: Mapping[str, Domain], tests: Sequence[tuple[_Test, bool]], conditions: Mapping[str, _Test]
    ) -> None:
        self.tried, self.tests, self.conditions = tried, tests, conditions
        self.names = list(tried)
        self.steps = 0

    def run(self) -> Answer:
        asked = {name: UNKNOWN for name in self.names if name.startswith("asked(")}  # without it, they asked for none
        for found in self._from(0, dict(asked)):
            return found
        if self.steps >= MOST_STEPS or not all(domain.whole for domain in self.tried.values()):
            return Told.UNSURE
        return Told.NEVER

    def _from(self, position: int, given: dict[str, Value]) -> Iterator[Situation]:
        if not self._open(given, position == len(self.names)):
            return
        if position == len(self.names):
            yield given
            return
        name = self.names[position]
        for value in self.tried[name].values:
            self.steps += 1
            if self.steps >= MOST_STEPS:
                return
            yield from self._from(position + 1, {**given, name: value})

    def _open(self, given: Mapping[str, Value], done: bool) -> bool:
        """Whether the conditions can still come out as they should."""
        for test, wanted in self.tests:
            came = test(given, given)
            if (came is False if wanted else came is True) or (done and wanted and came is UNKNOWN):
                return False
        for name, test in self.conditions.items():
            asked = test(given, given)
            if name in given and asked is not UNKNOWN and (given[name] is DOES_NOT_APPLY) is not (asked is False):
                return False  # what is not asked does not apply, and only that
        return True


def names_in(node: Node) -> Iterator[str]:
    for part in nodes.walk(node):
        if isinstance(part, Name):
            yield part.id


def _with_children(node: Node, parts: tuple[Node, ...]) -> Node:
    match node:
        case nodes.Compare() | nodes.Arithmetic():
            return replace(node, left=parts[0], right=parts[1])
        case nodes.Choices():
            return nodes.Choices(parts)
        case nodes.And() | nodes.Or():
            return replace(node, operands=parts)
        case nodes.Call():
            return replace(node, arguments=parts)
        case nodes.Not() | nodes.Negative():
            return replace(node, operand=parts[0])
        case nodes.Lookup():
            return replace(node, key=parts[0])
        case _:
            return node
