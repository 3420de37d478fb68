"""The verdict, the first that fits, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.engine.bounds import weakest
from advisor.engine.demands import truth_of
from advisor.engine.dispositions import Disposed
from advisor.engine.say_wants import MOST_WORDS, aloud, first_named, is_enough, name_of, why, with_quantity
from advisor.engine.shown import Shown
from advisor.engine.speak import speak, values_for
from advisor.pack import CUSTOMER_TASK, Decline
from advisor.recommendation import ConflictPart, Cost, Line, Question, Verdict
from advisor.saying import say_list, say_money, say_money_pair, say_small

MOST_TITLE_WORDS = 20  # of results named in one breath; beyond it the first is named and the others are counted


def verdict_of(
    shown: Shown,
    disposed: Sequence[Disposed],
    lines: Sequence[Line],
    questions: Sequence[Question],
    conflict: Sequence[ConflictPart],
) -> Verdict:
    decision = shown.decision
    worlds = decision.explored.worlds
    none_has_a_plan = decision.explored.no_plan
    refused = bool(disposed) and all(d.disposition == "declined" for d in disposed) and not lines
    changeable = any(part.kind in ("want", "budget", "date", "should") for part in conflict)
    for_good = declines_all(shown) or (bool(conflict) and not changeable)
    if refused or (none_has_a_plan and for_good and _in_every_world(shown)):
        return "not_us"
    named = {outcome.outcome for outcome in decision.case.outcomes}
    if none_has_a_plan or (named and len(decision.dropped) == len(named)):
        return "not_yet"
    read = {name for rule in decision.index.live if rule.strength == "must" for name in rule.for_}
    empty = all(world.plan is not None and not world.plan.units for world in worlds) and not lines
    waiting = {
        f
        for f in decision.settled.unlisted
        if f in decision.explored.possibilities.reads and f not in decision.case.answers
    }
    if named and not decision.dropped and empty and named <= read and decision.explored.all_looked_at and not waiting:
        return "nothing_needed"
    called_for = set(decision.checks.chosen) - set(decision.checks.insisted)
    if called_for or questions or empty or none_seen(shown):
        return "check_first"
    return "proceed"


def _in_every_world(shown: Shown) -> bool:
    """Whether what rules out every plan in the likely world does so in all: of worlds not looked at only what is sure counts."""
    explored, rules = shown.decision.explored, shown.decision.index.pack.rules
    sure = () if explored.all_looked_at else weakest(explored.possibilities).impossible
    return explored.all_looked_at or any(rules[name].strength == "must" for name in sure if name in rules)


def none_seen(shown: Shown) -> bool:
    """Whether no world that was looked at has a plan. Where not all were, others may have one."""
    return all(world.plan is None for world in shown.decision.explored.worlds)


def declines_all(shown: Shown) -> bool:
    index, setting = shown.decision.index, shown.decision.setting
    return any(
        isinstance(rule.effect, Decline)
        and rule.effect.offering is None
        and setting.counts(index, rule)
        and setting.triggers(index, rule) is None
        and truth_of(rule, shown.facts) is True
        for rule in index.limiting
    )


def summary_of(
    shown: Shown,
    verdict: Verdict,
    disposed: Sequence[Disposed],
    lines: Sequence[Line],
    questions: Sequence[Question],
    conflict: Sequence[ConflictPart],
    cost: Cost,
) -> str:
    """One or two sentences that can be said aloud, yes or no first."""
    match verdict:
        case "not_us":
            return _not_us(shown, disposed, conflict)
        case "not_yet":
            return _not_yet(shown, lines, conflict)
        case "nothing_needed":
            return _nothing_needed(shown, disposed)
        case "check_first":
            return _check_first(shown, disposed, lines, questions)
        case _:
            return _proceed(shown, disposed, lines, cost)


def _not_us(shown: Shown, disposed: Sequence[Disposed], conflict: Sequence[ConflictPart]) -> str:
    index = shown.decision.index
    asked = {d.want.offering for d in disposed}
    refusing = [r for r in index.limiting if isinstance(r.effect, Decline) and truth_of(r, shown.facts) is True]
    refusing = [r for r in refusing if shown.decision.setting.counts(index, r)]
    everything = [r for r in refusing if isinstance(r.effect, Decline) and r.effect.offering is None]
    of_wants = [r for r in refusing if isinstance(r.effect, Decline) and r.effect.offering in asked]
    if len(disposed) > 1 and not everything and all(d.disposition == "declined" for d in disposed):
        refused = first_named([name_of(shown, d.want.offering) for d in disposed if d.want.offering])
        return f"None of this is for us: {refused}. Each has a reason of its own."
    for rule in (*everything, *of_wants):
        values = values_for(shown.decision, rule, shown.known, shown.plan)
        return aloud(
            speak(rule.because, rule.because_unknown, f"{rule.title}.", values), speak(rule.instead, "", "", values)
        )
    cannot = next((said for d in disposed if d.disposition == "cannot_work" and (said := why(shown, d))), "")
    if cannot or conflict:
        return aloud("We cannot do this.", cannot or conflict[0].says)
    names = say_list([name_of(shown, d.want.offering) for d in disposed if d.want.offering])
    return f"We do not sell {names}."


def _not_yet(shown: Shown, lines: Sequence[Line], conflict: Sequence[ConflictPart]) -> str:
    kinds = {part.kind for part in conflict}
    case, currency = shown.decision.case, shown.decision.index.pack.currency
    limit = []
    if "budget" in kinds and case.budget.once is not None:
        limit.append(f"within {say_money(case.budget.once, currency)}")
    elif "budget" in kinds and case.budget.monthly is not None:
        limit.append(f"within {say_money(case.budget.monthly, currency)} a month")
    if "date" in kinds:
        limit.append("by your date")
    freed = next((part.giving_up for part in conflict if part.kind in ("budget", "date") and part.giving_up), "")
    freed = freed or next((part.giving_up for part in conflict if part.giving_up), "")
    stands = next((part.says for part in conflict if part.kind not in ("budget", "date")), "")
    if limit:
        what = (
            "what you want to reach" if lines else "nothing that is complete"
        )  # beside it they may have what they decided
        return aloud(f"Not yet: {what} {'cannot' if lines else 'can'} be had {say_list(limit)}.", freed)
    return aloud(f"Not yet. {stands}".strip(), freed)


def _nothing_needed(shown: Shown, disposed: Sequence[Disposed]) -> str:
    titles = [shown.decision.index.pack.outcomes[o.outcome].title for o in shown.decision.case.outcomes]
    others = f"{say_small(len(titles) - 1)} other result{'s' if len(titles) > 2 else ''}"
    outcomes = say_list(titles if len(" ".join(titles).split()) <= MOST_TITLE_WORDS else [titles[0], others])
    because = next(iter(already_there(shown, disposed)), "There is nothing to buy.")
    return aloud(f"You already have what it takes for this: {outcomes}.", because)


def already_there(shown: Shown, disposed: Sequence[Disposed]) -> tuple[str, ...]:
    """Why what is there is enough: what is said of each wish first, then the rules for the named outcomes."""
    said = [why(shown, one) for one in disposed]
    for rule in shown.decision.index.live:
        named = any(o.outcome in rule.for_ for o in shown.decision.case.outcomes)
        if rule.enough and named and is_enough(shown, rule):
            said.append(speak(rule.enough, "", "", values_for(shown.decision, rule, shown.known, shown.plan)))
    return tuple(dict.fromkeys(filter(None, said)))


def _main(shown: Shown, disposed: Sequence[Disposed], lines: Sequence[Line], covers: bool = False) -> str:
    """What it is about: what was asked for or stands in its place, then what nothing else needs; what prepares is not named.
    Of the likely plan or, with `covers`, of the cover plan: what is only possible is not promised."""
    solution = [line for line in lines if line.role == "solution"] or list(lines)
    solution = [line for line in solution if _quantity(line, covers)] or solution
    request = {want.offering: number for number, want in reversed(list(enumerate(shown.decision.case.wants)))}
    asked = sorted((line for line in solution if line.asked), key=lambda line: request.get(line.offering, 0))
    instead = {offering for one in disposed for offering in one.instead}
    asked += [line for line in solution if line.offering in instead and line not in asked]
    ours = [line for line in solution if not _own_work(shown, line)]
    asked += [line for line in ours if not line.needed_by and line not in asked]
    asked = asked or solution
    named = [with_quantity(shown, line.offering, _quantity(line, covers) or 1) for line in asked]
    return f"{first_named(named)}{' with all it takes' if any(line not in asked for line in ours) else ''}"


def _quantity(line: Line, covers: bool) -> int:
    return (line.quantity.cover if covers else line.quantity.likely) or 0


def _own_work(shown: Shown, line: Line) -> bool:
    return shown.decision.index.pack.offerings[line.offering].kind == CUSTOMER_TASK


def _proceed(shown: Shown, disposed: Sequence[Disposed], lines: Sequence[Line], cost: Cost) -> str:
    currency = shown.decision.index.pack.currency
    settled = cost.total.to is not None and cost.total.from_ == cost.total.to
    once = cost.once.from_ if settled else cost.once.to or cost.once.from_
    monthly = cost.monthly.from_ if settled else cost.monthly.to or cost.monthly.from_
    price = say_money_pair(once, monthly, currency)
    main = _main(shown, disposed, lines, covers=not settled and cost.total.to is not None)
    rest = "the rest you do yourselves" if any(_own_work(shown, line) for line in lines) else "nothing else is needed"
    rest = ", as you decided" if any(line.choice for line in lines) else f"; {rest}"
    if settled and not once and not monthly:
        return aloud(f"Yes: {main}; it costs you nothing with us.")
    if settled:
        rest = rest if len(f"Yes: {main}, for {price}{rest}.".split()) <= MOST_WORDS else ""
        return f"Yes: {main}, for {price}{rest}."
    if cost.total.to is None:
        start = f"Yes to {main}, from {price} on" if once or monthly else f"Yes to {main}"
        return aloud(f"{start}.", "How far the price goes nobody can say yet.")
    return aloud(f"Yes: {main}, for at most {price}.", "That is enough, whatever the open answers turn out to be.")


def _check_first(
    shown: Shown, disposed: Sequence[Disposed], lines: Sequence[Line], questions: Sequence[Question]
) -> str:
    checks = [name_of(shown, c) for c in shown.decision.checks.chosen]
    if none_seen(shown):
        nothing = (
            "We cannot say yet: with the likeliest answers nothing that is complete can be had, with others perhaps."
        )
        return aloud(nothing, questions[0].asks if questions else "")
    if not lines and not questions and not checks:
        outcomes = [shown.decision.index.pack.outcomes[o.outcome].title for o in shown.decision.case.outcomes]
        if outcomes:
            return f"We cannot say yet: none of our rules speaks about {say_list(outcomes)}."
        return "What do you want to reach?"
    solution = [line for line in lines if line.role == "solution"]
    main = _main(shown, disposed, lines) if solution else ""
    if checks and solution:
        start = f"Yes to {main}. It begins with {first_named(checks)}"
        because = next((line.reasons[0].says for line in lines if line.role == "check" and line.reasons), "")
        return (
            aloud(f"{start}.", because)
            if len(start.split()) <= MOST_WORDS
            else f"It begins with {first_named(checks)}."
        )
    if checks:
        return f"It begins with {first_named(checks)}; before that nobody can say more."
    if questions:
        start = f"Probably {main}. " if solution else ""
        return (
            aloud(f"{start}First a question: {questions[0].asks}")
            if len((start + questions[0].asks).split()) < MOST_WORDS - 4
            else questions[0].asks
        )
    return "Nothing that we know of is called for yet."
