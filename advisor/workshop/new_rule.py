"""Begins a rule: a draft that loads as it is, with a pair of examples either side of its limit, for somebody to rewrite."""

from __future__ import annotations

import keyword
from collections.abc import Collection

from advisor.loading.shapes import is_id, plain
from advisor.pack import Capability, Fact, Pack

TEMPLATE = """\
# A draft. Replace every line, delete what you do not use, and write `status: live` when somebody else has checked it.
# docs/rules.md explains each key; docs/how_to_write_a_rule.md goes through it step by step.
title: {title}
status: draft
# for: an offering, a kind or an outcome. Left out, the rule stands for itself.
{condition}needs:
  {capability}: 1
because: >-
  One sentence for the customer that says why, with their own numbers, as in {{{slot}}}.
because_unknown: >-
  The same without numbers, for when nobody knows them.
# enough: >-
#   What to say when nothing has to be bought.
# without: What happens if they go without.
# source: [an id of sources.yaml or figures.csv]
# owner: the_role_that_keeps_it_right
examples:
{examples}"""


class NoNewRule(Exception):
    """The name is no id, or it is taken; or the pack has nothing yet to write a rule about."""


def new_rule_file(pack: Pack, name: str, there: Collection[str]) -> tuple[str, str]:
    """The path `rules/<pack>/[topic/]<id>.yaml` and the text of a new rule. `there`: the paths that are taken.

    Raises NoNewRule.
    """
    *topics, rule_id = name.removesuffix(".yaml").split("/")
    for part in (*topics, rule_id):
        if not is_id(part) or keyword.iskeyword(part):
            raise NoNewRule(
                f"“{part}” cannot be an id. Use small letters, digits and _, beginning with a letter: crm_needs_memory."
            )
    if rule_id in pack.rules:
        raise NoNewRule(
            f"There is a rule {rule_id} already, in {pack.rules[rule_id].place.file}. Choose another id, or change that one."
        )
    path = "/".join(("rules", pack.id, *topics, f"{rule_id}.yaml"))
    if path in there:
        raise NoNewRule(f"{path} is there already. Choose another id.")
    return path, new_rule_text(pack, rule_id)


def new_rule_text(pack: Pack, rule_id: str) -> str:
    """A rule of the pack's own words: its first number as the condition, its first capability as the demand."""
    capability = next((c for c in pack.capabilities.values() if c.of is None), None)
    fact = next((f for f in pack.facts.values() if _is_plain_number(f)), None)
    if capability is None or fact is None:
        raise NoNewRule(
            f"The pack {pack.id} has no number among its facts, or no capability to need. Write those first."
        )
    assert fact.range is not None  # a number without a range is not loaded
    limit = fact.range[0] + 1
    return TEMPLATE.format(
        title=rule_id.replace("_", " ").capitalize(),
        condition=f"when: {fact.id} >= {plain(limit)}\n",
        capability=capability.id,
        slot=fact.id,
        examples=_examples(fact, capability, plain(limit), plain(fact.range[0])),
    )


def _is_plain_number(fact: Fact) -> bool:
    """A whole number with room for a limit, which is asked of everybody and never taken for granted."""
    return (
        fact.type == "number"
        and fact.range is not None
        and fact.range[0] + 1 <= fact.range[1]
        and fact.formula is None
        and fact.asked_when is None
        and fact.assume is None
    )


def _examples(fact: Fact, capability: Capability, limit: str, below: str) -> str:
    return f"""\
  - name: at {limit} the rule applies
    given: {{{fact.id}: {limit}}}
    expect: {{{capability.id}: 1}}
  - name: at {below} it does not
    given: {{{fact.id}: {below}}}
    expect: does not apply
  - name: nobody has said
    given: {{{fact.id}: unknown}}
    expect: cannot tell yet
"""
