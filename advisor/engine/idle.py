"""Answers that were given and make no difference here: worked out only when somebody looks at them."""

from __future__ import annotations

from dataclasses import replace

from advisor.case import Case
from advisor.engine.decide import Memory
from advisor.engine.facts import derive, settle
from advisor.engine.setting import look_at_wants, setting_of
from advisor.engine.sources import facts_that_can_matter
from advisor.expressions.evaluate import compile_truth
from advisor.pack import Know


def idle_answers(case: Case, memory: Memory) -> tuple[str, ...]:
    """Answered facts that nothing would read, were they open again, in the order in which they were answered."""
    index = memory.index
    wanted = look_at_wants(index, case, {})
    setting = setting_of(index, case, frozenset(one.outcome for one in case.outcomes), wanted)
    must = wanted.at_least(index, case).at_least
    to_know = {
        name.partition(".")[0]
        for rule in index.knowing
        if isinstance(rule.effect, Know) and setting.counts(index, rule)
        for name in rule.effect.facts
    }
    found = []
    for fact in case.answers:
        without = replace(case, answers={name: there for name, there in case.answers.items() if name != fact})
        settled = settle(index, without, lambda rule: setting.counts(index, rule))
        known = derive(index, settled, dict(settled.known), index.pack.facts)
        asked_when = index.pack.facts[fact].asked_when
        if asked_when is not None and compile_truth(asked_when.node)(known, None) is False:
            found.append(fact)
            continue
        if fact in to_know:
            continue
        # A fact that is assumed where it is not answered must be open too, to see what would read it.
        opened = replace(
            settled,
            open=tuple(dict.fromkeys((*settled.open, fact))),
            known={k: v for k, v in settled.known.items() if k != fact},
        )
        if fact not in facts_that_can_matter(index, setting, opened, must):
            found.append(fact)
    return tuple(found)
