"""Why something is in the plan, from the wish down to rule, answers and source; and why something else is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from advisor.case import Case, Want
from advisor.command_line.cli_says import wrapped
from advisor.command_line.cli_text import BADGES
from advisor.engine.index import Index
from advisor.expressions.wording import say_amount, say_condition
from advisor.pack import AtLeast, AtMost, Fact, Needs, Pack, Rule
from advisor.printing.paper_checks import asks_of, say_of
from advisor.printing.paper_lines import say_count
from advisor.recommendation import CostRange, Line, Reason, Recommendation, WantAnswer
from advisor.saying import say_date, say_money, say_money_pair, say_number

Recommend: TypeAlias = Callable[[Pack, Case], Recommendation]


def say_why(pack: Pack, case: Case, recommendation: Recommendation, offering: str) -> str:
    """The chain behind a line and, each explained once, behind the lines that it is there for."""
    in_plan = {line.offering: line for line in recommendation.lines}
    if offering not in in_plan:
        name = pack.offerings[offering].name
        return f"{name} is not in the plan. For the reasons: --why-not {offering}"
    lines: list[str] = []
    waiting, told = [offering], set[str]()
    while waiting:
        current = waiting.pop(0)
        if current in told or current not in in_plan:
            continue
        told.add(current)
        lines += [""] if lines else []
        lines += _line(pack, case, recommendation, in_plan[current])
        waiting += _leads_to(pack, in_plan[current], in_plan)
    return "\n".join(lines)


def _leads_to(pack: Pack, line: Line, in_plan: Mapping[str, Line]) -> list[str]:
    """The lines that this one is a prerequisite of."""
    triggers = [o for r in line.reasons if r.rule in pack.rules for o in pack.for_offerings(pack.rules[r.rule])]
    return [o for o in dict.fromkeys([*line.needed_by, *triggers]) if o in in_plan and o != line.offering]


def _line(pack: Pack, case: Case, recommendation: Recommendation, line: Line) -> list[str]:
    lines = [f"Why {say_count(line.quantity, 'open')} × {pack.offerings[line.offering].name}?"]
    for want in recommendation.wants:
        if want.offering == line.offering:
            lines += wrapped(f"You asked for {want.asked} [{BADGES[want.disposition]}]. {want.says}", 2)
    if not any(want.offering == line.offering for want in recommendation.wants):
        lines += wrapped("You did not ask for it.", 2)
    for reason in line.reasons:
        lines += _reason(pack, case, recommendation, reason)
    if not line.reasons:
        lines += wrapped("No rule speaks about it; it is in the plan because you want it.", 2)
    for part in line.rows:
        lines += wrapped(f"{part.quantity} of them: {part.says or part.row}", 2)
    if line.hangs_on:
        lines += wrapped(f"It still hangs on: {' '.join(asks_of(pack, name) for name in line.hangs_on)}", 2)
    if line.without:
        lines += wrapped(f"Without it: {line.without}", 2)
    return lines


def _reason(pack: Pack, case: Case, recommendation: Recommendation, reason: Reason) -> list[str]:
    """One rule: what it is for, what it says, when it applies, what it calls for, on which answers, and where it has that from."""
    lines = wrapped(reason.says, 2, "- ")
    rule = pack.rules.get(reason.rule)
    if rule is None:
        return lines
    lines += wrapped(_purpose(pack, case, recommendation, rule), 4)
    lines += wrapped(f"Rule: {rule.title} ({rule.place.file})", 4, hang=2)
    facts = pack.facts
    columns = {column.id: column for column in facts[rule.each].columns} if rule.each else {}
    if rule.when is not None:
        lines += wrapped(f"It applies when {say_condition(rule.when.node, facts, columns)}.", 4, hang=2)
    lines += [part for text in _amounts(pack, rule, columns) for part in wrapped(text, 4, hang=2)]
    for name, value in reason.facts.items():
        lines += wrapped(f"{asks_of(pack, name)} {_answer(pack, case, name, value)}", 4, hang=2)
    for source in reason.sources:
        lines += wrapped(f"Source: {_source(pack, source)}", 4, hang=2)
    return lines


def _purpose(pack: Pack, case: Case, recommendation: Recommendation, rule: Rule) -> str:
    """What a rule is for: a result that the customer wants, or another line."""
    named = {outcome.outcome for outcome in case.outcomes}
    wanted = [f"you want {pack.outcomes[name].title}" for name in pack.for_outcomes(rule) if name in named]
    in_plan = {line.offering for line in recommendation.lines}
    wanted += [f"{pack.offerings[o].name} is in the plan" for o in pack.for_offerings(rule) if o in in_plan]
    return f"For: {'; '.join(wanted)}." if wanted else ""


def _amounts(pack: Pack, rule: Rule, columns: Mapping[str, Fact]) -> list[str]:
    match rule.effect:
        case Needs(pairs):
            return [
                f"It calls for {pack.capabilities[n].title}: {say_amount(e.node, pack.facts, columns)}"
                for n, e in pairs
            ]
        case AtMost(pairs):
            return [
                f"It allows at most {say_amount(e.node, pack.facts, columns)} of {_named(pack, n)}" for n, e in pairs
            ]
        case AtLeast(pairs):
            return [
                f"It asks for at least {say_amount(e.node, pack.facts, columns)}: {_named(pack, n)}" for n, e in pairs
            ]
        case _:
            return []


def _named(pack: Pack, name: str) -> str:
    return pack.offerings[name].name if name in pack.offerings else asks_of(pack, name)


def _answer(pack: Pack, case: Case, name: str, value: Any) -> str:
    """An answer in words, and how sure it is."""
    answer = case.answers.get(name)
    if answer is None:
        return say_of(pack, name, value)
    return say_of(pack, name, answer.value) + ("" if answer.sure else " (as reported, not verified)")


def _source(pack: Pack, name: str) -> str:
    if name in pack.figures:
        figure = pack.figures[name]
        return ", ".join(
            filter(
                None, (f"{figure.text}: {figure.value} {figure.unit}".rstrip(), figure.source_title, figure.source_link)
            )
        )
    if name not in pack.sources:
        return name
    source = pack.sources[name]
    checked = f"checked on {say_date(source.checked_on)}" if source.checked_on else ""
    judged = f"judgement of {source.judgement}" if source.judgement else ""
    return ", ".join(filter(None, (source.title, judged, source.link, checked)))


def say_why_not(pack: Pack, case: Case, recommendation: Recommendation, offering: str, recommend: Recommend) -> str:
    """What was said about it, what already meets what it would bring, and what it would cost to have it all the same."""
    name = pack.offerings[offering].name
    line = next((line for line in recommendation.lines if line.offering == offering), None)
    wants = [want for want in recommendation.wants if want.offering == offering]
    lines = _in_the_plan(line, name) if line is not None else [f"Why not {name}?"]
    lines += [part for want in wants for part in _want(want)]
    said = {want.says for want in wants}
    for entry in recommendation.left_out:
        if entry.offering == offering:
            keep = say_money_pair(entry.saves_once, entry.saves_monthly, pack.currency)
            saved = f" You keep {keep}." if entry.saves_once or entry.saves_monthly else ""
            lines += wrapped(f"{entry.says if entry.says not in said else ''}{saved}".strip(), 2, "- ")
            said.add(entry.says)
    lines += _what_it_brings(pack, recommendation, offering)
    if line is None:
        lines += _all_the_same(pack, case, recommendation, offering, recommend)
    return "\n".join(lines)


def _in_the_plan(line: Line, name: str) -> list[str]:
    return wrapped(f"{name} is in the plan: {say_count(line.quantity, 'open')}. For the reasons: --why {line.offering}")


def _want(want: WantAnswer) -> list[str]:
    return wrapped(f"You asked for {want.asked} [{BADGES[want.disposition]}]. {want.says}", 2, "- ")


def _what_it_brings(pack: Pack, recommendation: Recommendation, offering: str) -> list[str]:
    """For each capability that it supplies: what is needed and what there is; or that nothing needed calls for it."""
    proofs = recommendation.certificate.capabilities if recommendation.certificate is not None else ()
    lines: list[str] = []
    for capability, _ in pack.offerings[offering].provides:
        terms = pack.capabilities[capability]
        mine = [proof for proof in proofs if proof.capability == capability]
        if not mine:
            lines += wrapped(f"It brings {terms.title}, which nothing in this case calls for.", 2, "- ")
        for proof in mine:
            met = ", ".join(
                pack.offerings[by].name if by in pack.offerings else "what is there already" for by, _ in proof.supplies
            )
            where = f" ({proof.row})" if proof.row else ""
            needed, have = say_number(proof.needed, terms.unit), say_number(proof.have, terms.unit)
            by = f" through {met}" if met else ""
            lines += wrapped(f"It brings {terms.title}{where}: {needed} needed, {have} there{by}.", 2, "- ")
    for rule in Index(pack).judging(offering):
        if not isinstance(rule.effect, Needs):
            lines += wrapped(f"A rule speaks about it: {rule.title} ({rule.place.file})", 2, "- ", 2)
    if not pack.offerings[offering].provides and not lines:
        lines += wrapped("No rule calls for it.", 2, "- ")
    return lines


def _all_the_same(
    pack: Pack, case: Case, recommendation: Recommendation, offering: str, recommend: Recommend
) -> list[str]:
    """The price of having it against our advice: the same case, with the customer insisting on it."""
    asked = [want for want in case.wants if want.offering == offering]
    others = tuple(want for want in case.wants if want.offering != offering)
    quantity = sum(want.quantity for want in asked) or pack.offerings[offering].least
    insisted = replace(asked[0], quantity=quantity, insists=True) if asked else Want(offering, quantity, insists=True)
    with_it = recommend(pack, replace(case, wants=(*others, insisted)))
    if not any(line.offering == offering for line in with_it.lines):
        answer = next((want for want in with_it.wants if want.offering == offering), None)
        return wrapped(f"If you insist on it: {answer.says if answer else 'it still cannot be had.'}", 2, "- ")
    before, after = recommendation.cost, with_it.cost
    more = [
        _more(_most(after.once) - _most(before.once), pack.currency, "once"),
        _more(_most(after.monthly) - _most(before.monthly), pack.currency, "a month"),
    ]
    said = " and ".join(filter(None, more)) or "nothing more"
    return wrapped(
        f"If you insist on it, the plan with {quantity} × {pack.offerings[offering].name} costs {said}.", 2, "- "
    )


def _most(cost: CostRange) -> int:
    """The most they pay; the least where no upper end is known."""
    return cost.to if cost.to is not None else cost.from_


def _more(cents: int, currency: str, when: str) -> str:
    return f"{say_money(abs(cents), currency)} {when} {'more' if cents > 0 else 'less'}" if cents else ""
