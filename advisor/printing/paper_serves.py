"""Which result each line of the printed plan is there for: every line leads back to what the customer wants to reach."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.case import Case
from advisor.pack import Pack
from advisor.recommendation import Line, Recommendation
from advisor.saying import say_list


def serves_of(pack: Pack, case: Case, recommendation: Recommendation) -> Mapping[str, str]:
    """Per offering "for result 1", by the numbers under which the results are printed; nothing where there is one result alone,
    or where a line stands for itself."""
    numbers = {named.outcome: number for number, named in enumerate(case.outcomes, 1)}
    if len(numbers) < 2:
        return {}
    lines = {line.offering: line for line in recommendation.lines}
    served = {offering: _directly(pack, case, line) & numbers.keys() for offering, line in lines.items()}
    for _ in lines:  # what a line is needed by hands its results on, however long the chain
        for offering, line in lines.items():
            served[offering] |= {o for later in line.needed_by for o in served.get(later, ())}
    said = {o: [str(n) for n in sorted(numbers[name] for name in names)] for o, names in served.items()}
    return {o: f"for {'result' if len(n) == 1 else 'results'} {say_list(n)}" for o, n in said.items() if n}


def _directly(pack: Pack, case: Case, line: Line) -> set[str]:
    """The outcomes that its rules are for, and those that it was asked for."""
    rules = [pack.rules[reason.rule] for reason in line.reasons if reason.rule in pack.rules]
    wanted = {want.outcome for want in case.wants if want.offering == line.offering and want.outcome}
    return wanted | {name for rule in rules for name in pack.for_outcomes(rule)}
