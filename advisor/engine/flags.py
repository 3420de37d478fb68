"""What has to be said beside the lines: missing prerequisites, conflicts, refusals, waivers, assumptions and advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from advisor.engine.demands import truth_of
from advisor.engine.dispositions import Disposed
from advisor.engine.say_wants import limits_of, name_of
from advisor.engine.setting import asked
from advisor.engine.shown import Shown
from advisor.engine.speak import know_sentence, reason_of, speak, values_for
from advisor.pack import Advise, AtMost, Decline, NotTogether, Rule
from advisor.planner.problem import Requirement
from advisor.recommendation import Flag
from advisor.saying import say_list, say_value
from advisor.values import UNKNOWN


def flags_of(shown: Shown, disposed: Sequence[Disposed]) -> tuple[Flag, ...]:
    """All flags, in the order of the contract's kinds; the same sentence once."""
    found = [
        *_missing(shown),
        *_contradictions(shown),
        *_conflicts(shown, disposed),
        *_declined(shown, disposed),
        *_waived(shown),
        *_assumptions(shown),
        *_no_rule(shown),
        *_advice(shown),
        *_dropped(shown),
    ]
    return tuple(dict.fromkeys(found))


def _missing(shown: Shown) -> Iterator[Flag]:
    """Prerequisites of what was asked for that nobody asked for: checks that a rule demands, and lines that come before."""
    decision, pack = shown.decision, shown.decision.index.pack
    wanted = asked(decision.case)
    for check, rules in decision.checks.demanded_by.items():
        for name in rules:
            says = know_sentence(decision, pack.rules[name], shown.known, shown.plan)
            yield Flag("missing_prerequisite", says, name, None, check)
    called = {r.capability: r for r in _requirements(shown)}
    for requirement in called.values():
        suppliers = [o for o, _ in requirement.supplies if shown.plan.get(o) and o not in wanted]
        for term in requirement.terms:
            if suppliers and term.triggers and any(shown.plan.get(t) for t in term.triggers):
                rule = pack.rules[term.rule]
                says = (
                    reason_of(decision, rule, shown.known, shown.plan).says if rule.each is None else f"{rule.title}."
                )
                yield Flag("missing_prerequisite", says, term.rule, None, suppliers[0])


def _requirements(shown: Shown) -> list[Requirement]:
    rows = [r for group in shown.problem.row_groups for row in group for r in row.requirements]
    return [r for r in (*shown.problem.requirements, *rows) if r.needed(shown.plan) > r.already]


def _spoken(shown: Shown, rule: Rule) -> str:
    values = values_for(shown.decision, rule, shown.known, shown.plan)
    because = speak(rule.because, rule.because_unknown, f"{rule.title}.", values)
    return f"{because} {_instead(shown, rule)}".strip()


def _instead(shown: Shown, rule: Rule) -> str:
    return (
        speak(rule.instead, "", "", values_for(shown.decision, rule, shown.known, shown.plan)) if rule.instead else ""
    )


def _contradictions(shown: Shown) -> Iterator[Flag]:
    """Answers that do not go together: a number, and what it comes to by others (`same_as`). Nothing is said while one is open."""
    decision, facts = shown.decision, shown.decision.index.pack.facts
    for fact in facts.values():
        if fact.same_as is None or fact.id not in decision.case.answers:
            continue
        said, comes_to = shown.known.get(fact.id), fact.same_as.amount(shown.known)
        if not isinstance(said, int | Fraction) or not isinstance(comes_to, int | Fraction):
            continue
        if said != comes_to and decision.settled.unlisted.isdisjoint(fact.same_as.reads):
            others = say_list([f"“{facts[name].asks}”" for name in facts if name in fact.same_as.reads])
            says = f"{say_value(fact, said)} was the answer to “{fact.asks}”, and {others} comes to {say_value(fact, comes_to)}"
            yield Flag("conflict", f"{says}. One of them must be corrected.", None, fact.id)


def _conflicts(shown: Shown, disposed: Sequence[Disposed]) -> Iterator[Flag]:
    for one in disposed:
        for rule in one.rules:
            if (
                isinstance(rule.effect, NotTogether | AtMost)
                and one.disposition in ("cannot_work", "not_needed", "something_else")
                and truth_of(rule, shown.known) is True
            ):
                yield Flag("conflict", _spoken(shown, rule), rule.id, None, one.want.offering, _instead(shown, rule))


def _declined(shown: Shown, disposed: Sequence[Disposed]) -> Iterator[Flag]:
    for one in disposed:
        refusing = [r for r in one.rules if isinstance(r.effect, Decline) and truth_of(r, shown.known) is True]
        for rule in refusing:
            yield Flag("decline", _spoken(shown, rule), rule.id, None, one.want.offering, _instead(shown, rule))
        if one.disposition == "declined" and not refusing and one.want.offering is not None:
            yield Flag("decline", f"We do not sell {name_of(shown, one.want.offering)}.", None, None, one.want.offering)
    index = shown.decision.index
    for rule in index.limiting:
        everything = isinstance(rule.effect, Decline) and rule.effect.offering is None
        if (
            everything
            and not any(rule in one.rules for one in disposed)
            and shown.decision.setting.counts(index, rule)
            and truth_of(rule, shown.facts) is True
        ):
            yield Flag("decline", _spoken(shown, rule), rule.id, instead=_instead(shown, rule))


def _waived(shown: Shown) -> Iterator[Flag]:
    pack = shown.decision.index.pack
    for name in shown.decision.case.goes_without:
        rule = pack.rules.get(name)
        if rule is None:
            continue
        if rule.strength == "must":
            says = f"“{rule.title}” cannot be waived: nothing works without it."
            yield Flag("waived", says, name)
        elif rule.id in shown.decision.setting.waived:
            without = (
                speak(rule.without, "", "", values_for(shown.decision, rule, shown.known, shown.plan))
                if rule.without
                else ""
            )
            yield Flag(
                "waived", f"You go without this: {rule.title[:1].lower()}{rule.title[1:]}. {without}".strip(), name
            )


def _assumptions(shown: Shown) -> Iterator[Flag]:
    """What the recommendation takes for granted and nobody has verified."""
    settled, pack = shown.decision.settled, shown.decision.index.pack
    reads = shown.decision.explored.possibilities.reads
    for fact in pack.facts.values():
        if (
            fact.id in reads
            and (fact.id in settled.reported or fact.id in settled.assumed)
            and fact.id in settled.known
        ):
            value = shown.known.get(fact.id, UNKNOWN)
            told = "you told us, nobody has verified it" if fact.id in settled.reported else "we took it for granted"
            yield Flag("assumption", f"{fact.asks.rstrip('?')}: {say_value(fact, value)} ({told}).", None, fact.id)
    for name in sorted(settled.unlisted & reads):
        yield Flag("assumption", f"{pack.facts[name].asks.rstrip('?')}: nobody has listed this yet.", None, name)


def _no_rule(shown: Shown) -> Iterator[Flag]:
    for offering in asked(shown.decision.case):
        if offering in shown.decision.wanted.unjudged:
            stays = "" if shown.beyond_limits else "; it stays as you asked"
            says = f"Our rules say nothing for or against {name_of(shown, offering)}{stays}."
            yield Flag("no_rule", says, None, None, offering)


def _advice(shown: Shown) -> Iterator[Flag]:
    index, setting = shown.decision.index, shown.decision.setting
    wanted = asked(shown.decision.case)
    for rule in index.live:
        if (
            not isinstance(rule.effect, Advise)
            or not setting.counts(index, rule)
            or truth_of(rule, shown.known) is not True
        ):
            continue
        triggers = setting.triggers(index, rule)
        about = (rule.effect.about,) if rule.effect.about else triggers
        if about is None or any(shown.plan.get(o) or o in wanted for o in about):
            yield Flag("advice", _spoken(shown, rule), rule.id, None, rule.effect.about)


def _dropped(shown: Shown) -> Iterator[Flag]:
    """Outcomes that budget or date leave no complete plan for."""
    case, pack = shown.decision.case, shown.decision.index.pack
    for outcome in shown.decision.dropped:
        says = f"Not within {limits_of(case)}: {pack.outcomes[outcome].title}."
        yield Flag("dropped_outcome", says, None, outcome)
