"""What the last answer changed, in one sentence that is read out: lines that came, went or changed, and the price."""

from __future__ import annotations

from advisor.calling.call_text import VERDICTS, escape, with_bold_money
from advisor.pack import Pack
from advisor.printing.paper_lines import most_of, say_count, showing
from advisor.recommendation import Line, Recommendation
from advisor.saying import say_list, say_money

MOST_NAMED = 2


def say_change(pack: Pack, before: Recommendation, after: Recommendation, because: str) -> str:
    """One sentence; `because` is "answer" or "request"."""
    begins = "Changed by the last answer" if because == "answer" else "Changed by the request"
    changes = [*_lines(pack, before, after), *_price(before, after)]
    if before.verdict != after.verdict:
        changes.insert(0, f"now “{VERDICTS[after.verdict].text}”")
    said = "; ".join(changes) if changes else "nothing; the recommendation stays as it is"
    return with_bold_money(escape(f"{begins}: {said}."))


def say_difference(pack: Pack, before: Recommendation, after: Recommendation) -> str:
    """What is different between two recommendations: lines, then money, in a few words (Markdown)."""
    changes = [*_lines(pack, before, after), *_price(before, after)]
    return with_bold_money(escape("; ".join(changes) if changes else "nothing changes"))


def _lines(pack: Pack, before: Recommendation, after: Recommendation) -> list[str]:
    old, new = _by_offering(before), _by_offering(after)
    names = [name for name in pack.offerings if name in old or name in new]
    came = [_named(pack, name) for name in names if name not in old]
    went = [_named(pack, name) for name in names if name not in new]
    counts = [
        f"{_named(pack, name)} {_count(new[name], after)} instead of {_count(old[name], before)}"
        for name in names
        if name in old and name in new and _count(old[name], before) != _count(new[name], after)
    ]
    firm = [f"{text} is now added" if len(came) == 1 else f"{text} are now added" for text in [_several(came)] if text]
    gone = [f"{text} {'is' if len(went) == 1 else 'are'} no longer needed" for text in [_several(went)] if text]
    more = [f"{len(counts) - MOST_NAMED} more lines changed"] if len(counts) > MOST_NAMED else []
    return [*firm, *gone, *counts[:MOST_NAMED], *more]


def _by_offering(recommendation: Recommendation) -> dict[str, Line]:
    shown = showing(recommendation)
    return {line.offering: line for line in recommendation.lines if most_of(line.quantity, shown) != 0}


def _count(line: Line, recommendation: Recommendation) -> str:
    return say_count(line.quantity, showing(recommendation))


def _named(pack: Pack, offering: str) -> str:
    return pack.offerings[offering].said_as or pack.offerings[offering].name


def _several(names: list[str]) -> str:
    if len(names) > MOST_NAMED + 1:
        return f"{say_list(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    return say_list(names)


def _price(before: Recommendation, after: Recommendation) -> list[str]:
    """The most that is paid once and a month, where it changed; the least, where there was or is no upper end."""
    said = []
    for old, new, per in (
        (before.cost.once, after.cost.once, "once"),
        (before.cost.monthly, after.cost.monthly, "a month"),
    ):
        if old.to is not None and new.to is not None and old.to != new.to:
            most = "" if new.to - old.to == new.firm - old.firm else "at most "
            more = "more" if new.to > old.to else "less"
            said.append(f"{most}{say_money(abs(new.to - old.to), after.cost.currency)} {more} {per}")
        elif (old.to is None) != (new.to is None):
            said.append(
                f"{per} at most {say_money(new.to, after.cost.currency)}"
                if new.to is not None
                else f"{per} not bounded"
            )
        elif old.firm != new.firm:
            more = "more" if new.firm > old.firm else "less"
            said.append(f"{say_money(abs(new.firm - old.firm), after.cost.currency)} {more} firm {per}")
    return said
