"""What was left out of what was asked for, and what that saves; and what a limit keeps out although it would do."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.engine.demands import truth_of
from advisor.engine.dispositions import Disposed
from advisor.engine.say_wants import capital, counted, say_offering, say_property, why
from advisor.engine.setting import article_of
from advisor.engine.shown import Shown
from advisor.engine.speak import speak, values_for
from advisor.pack import Decline
from advisor.recommendation import LeftOut
from advisor.saying import say_number


def left_out(shown: Shown, disposed: Sequence[Disposed]) -> tuple[LeftOut, ...]:
    """Every want that was not taken, in whole or part, with what that saves against the want as asked."""
    pack = shown.decision.index.pack
    found = []
    for one in disposed:
        offering = one.want.offering
        if offering is None:
            if one.disposition in ("less_than_asked", "more_than_asked", "something_else") and one.want.asks:
                says = say_property(shown, one)
                found.append(LeftOut(None, one.want.asks[0], says, 0, 0, 0, 0, tuple(r.id for r in one.rules)))
            continue
        missing = one.want.quantity - (one.quantity or 0)
        if missing <= 0 or (one.disposition == "after" and (not one.quantity or _may_be_all(shown, one))):
            continue
        article = article_of(pack.offerings[offering], shown.decision.case)
        instead = [(shown.decision.catalogue.articles[o], shown.plan.get(o, 0)) for o in one.instead]
        asked, kept = article.whole(one.want.quantity), one.quantity or 0
        once = article.once(asked) - article.once(kept) - sum(a.once(n) for a, n in instead)
        monthly = article.monthly(asked) - article.monthly(kept) - sum(a.monthly(n) for a, n in instead)
        saves = once + monthly * pack.horizon_months
        rules = tuple(dict.fromkeys(rule.id for rule in one.rules))
        says = why(shown, one, sure=kept > 0) or say_offering(shown, one, offering)
        if says.startswith("Yes to"):
            says = f"{capital(counted(shown, offering, kept))} rather than {say_number(one.want.quantity)} {'is' if kept == 1 else 'are'} enough."
        found.append(LeftOut(offering, None, says, missing, max(saves, 0), max(once, 0), max(monthly, 0), rules))
    return (*found, *_unsuitable(shown, {d.want.offering for d in disposed}))


def _may_be_all(shown: Shown, one: Disposed) -> bool:
    """Whether it may still turn out that as many are needed as were asked for."""
    most = shown.decision.explored.up_to.get(one.want.offering or "", 0)
    return most is None or most >= one.want.quantity


def _unsuitable(shown: Shown, asked: set[str | None]) -> list[LeftOut]:
    """Dearer offerings of another kind that a limit keeps out where the plan has something for the same purpose."""
    index, decision = shown.decision.index, shown.decision
    found: list[LeftOut] = []
    limits = [
        r
        for r in index.limiting
        if r.each is None and decision.setting.counts(index, r) and truth_of(r, shown.facts) is True
    ]
    for rule in limits:
        kept_out = [name for name, _ in getattr(rule.effect, "limits", ())]
        if isinstance(rule.effect, Decline) and rule.effect.offering is not None:
            kept_out = [rule.effect.offering]
        for offering in kept_out:
            if (
                offering in asked
                or offering not in index.plannable
                or shown.most.get(offering)
                or shown.plan.get(offering)
            ):
                continue
            supplied = {c for c, _ in index.pack.offerings[offering].provides}
            rivals = [
                o
                for o, n in shown.plan.items()
                if n and supplied & {c for c, _ in index.pack.offerings[o].provides}
                and index.pack.offerings[o].kind != index.pack.offerings[offering].kind
            ]  # fmt: skip
            articles = decision.catalogue.articles
            price = articles[offering].price(articles[offering].whole(1), decision.catalogue.horizon)
            dearer = [price - articles[o].price(shown.plan[o], decision.catalogue.horizon) for o in rivals]
            says = speak(rule.because, "", "", values_for(decision, rule, shown.known, shown.plan))
            if dearer and min(dearer) > 0 and says:
                found.append(LeftOut(offering, None, says, 0, min(dearer), 0, 0, (rule.id,)))
    return found
