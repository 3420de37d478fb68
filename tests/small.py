"""A small pack written in a few lines, for tests that show one thing each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.case import Answer, Case, NamedOutcome, Want
from advisor.engine.recommend import recommend
from advisor.pack import ASSESSMENT, Already, Capability, Fact, Know, Offering, Outcome, Pack
from advisor.recommendation import Line, Recommendation
from advisor.values import UNKNOWN, Row, Value
from benchmarks.packs import DAY, HERE, Draft, number_fact, yes_no_fact

RESULT = "result"


@dataclass
class Small:
    """Build with the methods in the order of the files: facts, capabilities, offerings, rules; then ask for a recommendation."""

    draft: Draft = field(default_factory=Draft)

    def yes_no(self, *names: str, **terms: Any) -> Small:
        for name in names:
            self.draft.facts[name] = yes_no_fact(name, **terms)
        return self

    def number(self, name: str, low: int, high: int, **terms: Any) -> Small:
        self.draft.facts[name] = number_fact(name, low, high, **terms)
        return self

    def table(self, name: str, *columns: Fact) -> Small:
        self.draft.facts[name] = Fact(name, f"Which {name}?", "inventory", HERE, columns=columns)
        return self

    def capability(self, name: str, already: str | None = None, **terms: Any) -> Small:
        there = (Already(None, self.draft.amount(already, terms.get("of"))),) if already else ()
        self.draft.capabilities[name] = Capability(name, name, HERE, already=there, **terms)
        return self

    def offering(self, name: str, euros: int, gives: Mapping[str, str | int] | None = None, **terms: Any) -> Small:
        provides = tuple(
            (c, self.draft.amount(amount, self.draft.capabilities[c].of)) for c, amount in (gives or {}).items()
        )
        self.draft.offering_ids = (*self.draft.offering_ids, name)
        kind = terms.pop("kind", "thing")
        self.draft.offerings[name] = Offering(name, name, kind, HERE, once=euros * 100, provides=provides, **terms)
        return self

    def check(self, name: str, euros: int, *settles: str) -> Small:
        return self.offering(name, euros, kind=ASSESSMENT, settles=settles, lead_days=5)

    def rule(self, needs: Mapping[str, str | int], when: str | None = None, **terms: Any) -> Small:
        (capability, amount), *_ = needs.items()
        each = terms.pop("each", None)
        self.draft.add_rule(self.draft.needs(capability, amount, each), when, each, **terms)
        return self

    def know(self, *facts: str, **terms: Any) -> Small:
        self.draft.add_rule(Know(facts), **terms)
        return self

    def pack(self) -> Pack:
        self.draft.outcomes[RESULT] = Outcome(RESULT, "the result", HERE)
        return self.draft.pack("000000000000")

    def recommend(self, *wants: Want, answers: Mapping[str, Any] | None = None, **terms: Any) -> Recommendation:
        return recommend(self.pack(), self.case(*wants, answers=answers, **terms))

    def case(self, *wants: Want, answers: Mapping[str, Any] | None = None, **terms: Any) -> Case:
        said = {n: v if isinstance(v, Answer) else Answer(v) for n, v in (answers or {}).items()}
        return Case("generated", DAY, wants=wants, outcomes=(NamedOutcome(RESULT),), answers=said, **terms)


def rows(*cells: tuple[int, Mapping[str, Value]]) -> tuple[Row, ...]:
    return tuple({"name": f"row {n}", "count": count, **values} for n, (count, values) in enumerate(cells, 1))


def line(answer: Recommendation, offering: str) -> Line:
    return next(line for line in answer.lines if line.offering == offering)


def bought(answer: Recommendation) -> dict[str, int]:
    """The likely quantities of all lines, checks included."""
    return {line.offering: line.quantity.likely or 0 for line in answer.lines if line.quantity.likely}


__all__ = ["RESULT", "UNKNOWN", "Small", "bought", "line", "number_fact", "rows", "yes_no_fact"]
