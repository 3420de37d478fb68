"""What of a case is the same in all worlds, and what a rule that applies excludes: the same for one world and for all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from advisor.engine.index import Index
from advisor.expressions.nodes import Expression
from advisor.pack import AtLeast, AtMost, Decline, NotTogether, Rule
from advisor.planner.problem import Bound, Conflict, Problem

NOTHING = Problem()


@dataclass(frozen=True)
class Setting:
    """What of a case is the same in all worlds: the outcomes kept, the `should` rules waived, and the wants insisted on, or that
    stay as they were asked until somebody has said what they are for."""

    outcomes: frozenset[str]
    waived: frozenset[str]
    insisted: frozenset[str]

    def counts(self, index: Index, rule: Rule) -> bool:
        """Whether a rule is looked at: not waived, and not only for outcomes that nobody is after."""
        if rule.id in self.waived:
            return False
        return not rule.for_ or bool(index.triggers[rule.id]) or any(name in self.outcomes for name in rule.for_)

    def triggers(self, index: Index, rule: Rule) -> tuple[str, ...] | None:
        """The offerings of which one must be in the plan for the rule to count; None where it counts by itself."""
        if not rule.for_ or any(name in self.outcomes for name in rule.for_):
            return None
        return tuple(o for o in index.triggers[rule.id] if o in index.plannable)


def join(fragments: Iterable[Problem]) -> Problem:
    """Several parts as one problem; the rows of each part stay a group of their own."""
    parts = [part for part in fragments if part is not NOTHING]
    return Problem(
        tuple(r for part in parts for r in part.requirements),
        tuple(group for part in parts for group in part.row_groups),
        tuple(b for part in parts for b in part.bounds),
        tuple(c for part in parts for c in part.conflicts),
        tuple(pair for part in parts for pair in part.at_least),
        tuple(rule for part in parts for rule in part.impossible),
        tuple(chain for part in parts for chain in part.never_together),
    )


def effect_of(
    index: Index,
    setting: Setting,
    rule: Rule,
    triggers: tuple[str, ...] | None,
    at_most: Callable[[Expression], int | None],
    breaks: Callable[[str, Expression, bool], bool],
) -> Problem:
    """What a limit, a conflict or a decline that applies excludes. A `should` yields to what the customer insists on. `at_most`: a
    limit as a number (None: there is none); `breaks`: whether a fact is beyond a limit (True: below it)."""
    must = rule.strength == "must"
    match rule.effect:
        case AtMost(limits):
            parts: list[Problem] = []
            for name, expression in limits:
                if name in index.pack.facts:
                    parts.extend([_broken_fact(rule, triggers, must)] if breaks(name, expression, False) else [])
                elif (most := at_most(expression)) is not None and (must or name not in setting.insisted):
                    parts.append(Problem(bounds=(Bound(rule.id, name, max(most, 0), triggers, must),)))
            return join(parts) if parts else NOTHING
        case AtLeast(limits):
            return _broken_fact(rule, triggers, must) if any(breaks(n, e, True) for n, e in limits) else NOTHING
        case NotTogether(offerings):
            pairs = [(a, b) for number, a in enumerate(offerings) for b in offerings[number + 1 :]]
            kept = [pair for pair in pairs if must or not setting.insisted.intersection(pair)]
            return Problem(conflicts=tuple(Conflict(rule.id, pair, triggers, must) for pair in kept))
        case Decline(None):
            return _broken_fact(rule, triggers, must)
        case Decline(offering) if offering in index.plannable and (must or offering not in setting.insisted):
            return Problem(bounds=(Bound(rule.id, offering, 0, triggers, must),))
        case _:
            return NOTHING


def _broken_fact(rule: Rule, triggers: tuple[str, ...] | None, must: bool) -> Problem:
    """A fact beyond a limit: what the rule is for cannot be in the plan; where it is for nothing, no plan is complete."""
    if triggers is None:
        return Problem(impossible=(rule.id,))
    return Problem(bounds=tuple(Bound(rule.id, trigger, 0, None, must) for trigger in triggers))
