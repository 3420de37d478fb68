"""What was heard, in a call: words taken over, and what whoever listens corrects, adds or leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.calling.call import Call, add_want, set_budget, set_words
from advisor.calling.call_outcomes import add_outcome, drop_outcome
from advisor.calling.heard_money import HeardMoney
from advisor.calling.heard_values import Correction
from advisor.pack import Pack


def correct(pack: Pack, others: Sequence[Pack], call: Call, said: str, meant: str | None) -> Call:
    """From now on these words mean an offering or a result in this call, or nothing (`meant` None); what they brought goes."""
    kept = tuple(one for one in call.corrections if not _same(one.said, said))
    changed = replace(call, corrections=(*kept, Correction(said, meant)))
    after = set_words(pack, changed, call.case.words, others)
    if meant is None:
        return after
    if meant in pack.offerings and meant not in call.by_hand and meant not in after.heard.asked_for:
        after = add_want(after, meant)
    if meant in pack.outcomes and all(one.outcome != meant for one in after.case.outcomes):
        after = add_outcome(after, meant)
    return after


def withdraw_correction(pack: Pack, others: Sequence[Pack], call: Call, said: str) -> Call:
    """The words mean again what they meant before."""
    gone = [one for one in call.corrections if _same(one.said, said)]
    kept = tuple(one for one in call.corrections if not _same(one.said, said))
    after = set_words(pack, replace(call, corrections=kept), call.case.words, others)
    for one in gone:
        named = {outcome.outcome for outcome in after.heard.outcomes}
        if one.meant in pack.outcomes and one.meant is not None and one.meant not in named:
            after = drop_outcome(after, one.meant)
    return after


def leave_out(call: Call, offering: str) -> Call:
    """What was asked back is not wanted; it is not asked again."""
    return replace(call, by_hand=call.by_hand | {offering}, because="request")


def take_money(call: Call, money: HeardMoney) -> Call:
    """An amount that was named is the most they pay."""
    return set_budget(call, money.per, money.cents / 100)


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
