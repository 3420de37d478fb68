"""What newer rules would change in a case, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.calling.call_kept import move_to
from advisor.calling.call_text import escape, with_bold_money
from advisor.case import Case
from advisor.pack import Pack
from advisor.saying import say_money, say_small
from advisor.workshop.impact import SavedCase, impact


@dataclass(frozen=True)
class NewerRules:
    """`lines` that would be others, and how much `more` it would cost over the horizon (cents). `says` is Markdown."""

    lines: int
    more: int
    says: str


def newer_rules(old: Pack, new: Pack, number: int, case: Case) -> NewerRules:
    saved = SavedCase("case", "case", lambda pack: case if pack is old else move_to(pack, old, case).case)
    changes = impact(old, new, [saved]).changes
    if not changes:
        return NewerRules(0, 0, f"Version {number} of the rules would change nothing here.")
    (change,) = changes
    if change.fault:
        return NewerRules(0, 0, f"Version {number} of the rules cannot answer this case.")
    lines = [line for line in change.lines if not line.only_reasons]
    if not lines and not change.more:
        return NewerRules(0, 0, f"Version {number} of the rules would give the same, for other reasons.")
    many = f"{say_small(len(lines))} {'line' if len(lines) == 1 else 'lines'}" if lines else "only the price"
    more = f": {'+' if change.more > 0 else ''}{say_money(change.more, new.currency)}" if change.more else ""
    return NewerRules(
        len(lines), change.more, with_bold_money(escape(f"Version {number} of the rules would change {many}{more}."))
    )
