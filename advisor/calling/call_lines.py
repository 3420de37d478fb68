"""The lines of the recommendation as the page shows them: name, badge, price, the reason, and the chain behind it."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.calling.call_outcomes import say_measure
from advisor.calling.call_results import results_of
from advisor.calling.call_text import Badge, badge, escape, line_reason, pair_of_prices, said_money, with_bold_money
from advisor.case import Case
from advisor.pack import Fact, Pack, Rule
from advisor.printing.paper_checks import as_sentence, asks_of, find_fact, say_of
from advisor.printing.paper_lines import Showing, most_of, own_work, say_count, tag_of
from advisor.recommendation import LeftOut, Line, Range, Reason, Recommendation
from advisor.saying import NO_BREAK_SPACE, say_date, say_list, say_money, say_number


@dataclass(frozen=True)
class LineView:
    """One line of the plan. `name`, `price` and all below are Markdown. `waives`: the "should" rule it could go without."""

    key: str
    name: str
    badges: tuple[Badge, ...]
    price: str
    reason: str
    chain: tuple[str, ...]
    notes: tuple[str, ...]
    waives: str = ""
    role: str = ""


def line_view(pack: Pack, case: Case, recommendation: Recommendation, line: Line, shown: Showing) -> LineView:
    offering = pack.offerings[line.offering]
    says = list(dict.fromkeys(reason.says for reason in line.reasons if reason.says))
    badges = [badge(tag)] if (tag := tag_of(recommendation, line, shown)) else []
    if own_work(pack, line):
        badges.append(badge("your own work"))
    return LineView(
        key=line.offering,
        name=_counted(offering.name, line, shown),
        badges=tuple(badges),
        price="" if own_work(pack, line) else line_price(pack, line, shown),
        reason=escape(line_reason(line)),
        chain=tuple(chain_of(pack, case, recommendation, line)),
        notes=tuple(_notes(pack, recommendation, line, shown, says[1:])),
        waives=_waives(pack, line),
        role=line.role,
    )


def _counted(name: str, line: Line, shown: Showing) -> str:
    """ "12 to 22 × PC memory"; without a figure where nothing is firm and no upper end is known."""
    if not line.quantity.firm and most_of(line.quantity, shown) is None:
        return f"**{escape(name)}**, as many as turn out to be needed"
    return f"**{escape(say_count(line.quantity, shown))}{NO_BREAK_SPACE}× {escape(name)}**"


def line_price(pack: Pack, line: Line, shown: Showing) -> str:
    """What the line costs once and a month; of an open quantity only the kinds of price that its offering has."""
    offering = pack.offerings[line.offering]
    once, monthly = _ends(line.once, shown), _ends(line.monthly, shown)
    if not (offering.monthly or any(step.monthly for step in offering.breaks)):
        monthly = (0, 0)
    if not (offering.once or offering.setup or any(step.once for step in offering.breaks)):
        once = (0, 0)
    return pair_of_prices(once, monthly, pack.currency)


def _ends(amount: Range, shown: Showing) -> tuple[int, int | None]:
    if shown == "cover" and amount.cover is not None:
        return amount.cover, amount.cover
    return amount.firm, most_of(amount, shown)


def chain_of(pack: Pack, case: Case, recommendation: Recommendation, line: Line) -> list[str]:
    """From the wish to the fact, in numbered steps: what is wanted, what that needs, the rule and its source, the answers."""
    steps = wish_of(pack, case, recommendation, line.offering, frozenset())
    for reason in line.reasons:
        steps += [step for step in _rule_steps(pack, case, reason) if step not in steps]
    return steps


def wish_of(pack: Pack, case: Case, recommendation: Recommendation, offering: str, seen: frozenset[str]) -> list[str]:
    """Why an offering is spoken of at all: the result that a rule serves with it, the wish for it, or the line that needs it."""
    asked = [want for want in case.wants if want.offering == offering]
    line = next((one for one in recommendation.lines if one.offering == offering), None)
    rules = [pack.rules[reason.rule] for reason in line.reasons if reason.rule in pack.rules] if line else []
    named = {one.outcome for one in case.outcomes}
    results = [name for rule in rules for name in pack.for_outcomes(rule) if name in named]
    results += [want.outcome for want in asked if want.outcome is not None]
    steps = [_result_step(pack, case, name) for name in dict.fromkeys(results)]
    for want in asked:
        name = escape(pack.offerings[offering].name)
        steps.append(
            f"You asked for **{escape(say_number(want.quantity))}{NO_BREAK_SPACE}× {name}**{_quoted(want.why)}"
        )
    if steps or line is None:
        return steps
    in_plan = {one.offering for one in recommendation.lines} - {offering} - seen
    before = [name for rule in rules for name in pack.for_offerings(rule)]
    needing = [name for name in dict.fromkeys([*before, *line.needed_by]) if name in in_plan]
    if not needing:
        return []
    steps = wish_of(pack, case, recommendation, needing[0], seen | {offering})
    others = say_list([escape(pack.offerings[name].name) for name in needing])
    return [*steps, f"It comes before **{others}**"]


def _result_step(pack: Pack, case: Case, outcome: str) -> str:
    reasons = dict.fromkeys(want.why for want in case.wants if want.outcome == outcome and want.why)
    measure = next((said for one in case.outcomes if one.outcome == outcome and (said := say_measure(one))), "")
    measured = f" ({escape(measure)})" if measure else ""
    return f"You want **{escape(pack.outcomes[outcome].title)}**{measured}{_quoted('; '.join(reasons))}"


def _quoted(words: str) -> str:
    return f" — *“{escape(words)}”*" if words.strip() else ""


def _rule_steps(pack: Pack, case: Case, reason: Reason) -> list[str]:
    rule = pack.rules.get(reason.rule)
    if rule is None:
        return []
    steps = [f"{escape(rule.title)} — {_sources(pack, rule)}" if rule.sources else escape(rule.title)]
    for name, value in reason.facts.items():
        fact = find_fact(pack, name)
        if fact is not None and fact.type != "inventory":
            steps.append(_fact_step(pack, case, fact, name, value))
    return steps


def _fact_step(pack: Pack, case: Case, fact: Fact, name: str, value: object) -> str:
    there = case.answers.get(name)
    told = "worked out" if fact.formula is not None else "your answer"
    if "." in name:
        told = "your list"
    elif there is not None and not there.sure:
        told = "as reported, not checked"
    elif there is None and fact.formula is None:
        told = "assumed" if fact.assume is not None else "not answered yet"
    return f"{escape(asks_of(pack, name) or name)} **{escape(say_of(pack, name, value))}** — {told}"


def _sources(pack: Pack, rule: Rule) -> str:
    said = []
    for name in rule.sources:
        if (source := pack.sources.get(name)) is not None:
            told = source.title or f"judgement of {source.judgement}"
            checked = f", checked {say_date(source.checked_on)}" if source.checked_on else ""
            judged = f", judgement of the {source.judgement}" if source.judgement and source.title else ""
            said.append(escape(f"{told}{judged}{checked}"))
        elif (figure := pack.figures.get(name)) is not None:
            said.append(escape(f"{figure.text}, {figure.source_title}"))
    return "; ".join(said)


def _notes(pack: Pack, recommendation: Recommendation, line: Line, shown: Showing, more: list[str]) -> list[str]:
    """What stands under the chain: further reasons, which rows, without it, instead of, firm and up to, worth."""
    notes = [escape(text) for text in more]
    if line.rows:
        notes.append(
            "**For:** " + escape(say_list([f"{say_number(part.quantity)} × {part.row}" for part in line.rows])) + "."
        )
    if line.without:
        is_must = any(
            reason.rule in pack.rules and pack.rules[reason.rule].strength == "must" for reason in line.reasons
        )
        begins = "They cannot go without it:" if is_must and line.role == "solution" else "Without it:"
        notes.append(f"**{begins}** {escape(line.without)}")
    notes += results_of(pack, recommendation, line)
    notes += [f"**Instead of:** {instead_of(pack, entry)}" for entry in alternatives_to(recommendation, line)]
    if line.worth is not None:
        notes.append(
            f"**Worth it:** it saves you {with_bold_money(said_money(line.worth, pack.currency))} more than it costs, "
            f"on average over {recommendation.cost.horizon_months}{NO_BREAK_SPACE}months."
        )
    if own_work(pack, line):
        cost = with_bold_money(said_money(line.once.cover or line.once.firm, pack.currency))
        notes.append(f"You do this yourselves. It is counted as {cost} of your own time and is not in our prices.")
    if firm := _firm(pack, line, shown):
        notes.append(firm)
    return notes


def alternatives_to(recommendation: Recommendation, line: Line) -> list[LeftOut]:
    """What was left out for the same rule, although nobody asked for it: the dearer thing this line stands for."""
    rules = {reason.rule for reason in line.reasons}
    asked = {want.offering for want in recommendation.wants}
    return [
        entry
        for entry in recommendation.left_out
        if entry.offering not in asked and entry.offering and rules & set(entry.rules)
    ]


def instead_of(pack: Pack, entry: LeftOut) -> str:
    count = f"{say_number(entry.quantity)}{NO_BREAK_SPACE}× " if entry.quantity else ""
    name = f"{count}{escape(pack.offerings[entry.offering or ''].name)}"
    more = f", which would cost **{said_money(entry.saves, pack.currency)} more**" if entry.saves else ""
    return f"{name}{more}. {escape(entry.says)}".strip()


def _firm(pack: Pack, line: Line, shown: Showing) -> str:
    """ "Firm: 12, bought in every case. Up to 22, depending on ..."; nothing where there is no doubt."""
    most = most_of(line.quantity, shown)
    if most == line.quantity.firm:
        return ""
    firm = line.quantity.firm
    begins = (
        f"Firm: {say_number(firm)}, bought in every case." if firm else "Not firm: it may turn out that none is needed."
    )
    hangs = " ".join(
        as_sentence(asks_of(pack, name)) if asks_of(pack, name)[-1:] != "?" else asks_of(pack, name)
        for name in line.hangs_on
    )
    up_to = "No upper end is known yet" if most is None else f"Up to {say_number(most)}"
    return escape(f"{begins} {up_to}{', depending on: ' + hangs if hangs else '.'}")


def _waives(pack: Pack, line: Line) -> str:
    """The one "should" rule behind a line that nothing else calls for."""
    rules = {reason.rule for reason in line.reasons}
    only = next(iter(rules)) if len(rules) == 1 else ""
    return only if only in pack.rules and pack.rules[only].strength == "should" else ""


def left_out_view(pack: Pack, recommendation: Recommendation, entry: LeftOut) -> LineView:
    """Something asked for and not needed: "10 of 40 CRM seats", and what that saves."""
    asked = next((want.asked for want in recommendation.wants if want.offering == entry.offering), None)
    offering = pack.offerings.get(entry.offering or "")
    if offering is None:
        name = escape(asks_of(pack, entry.fact or ""))
    elif isinstance(asked, int) and 0 < entry.quantity < asked:
        name = f"{say_number(entry.quantity)} of {say_number(asked)} × {escape(offering.name)}"
    elif entry.quantity > 1:
        name = f"{say_number(entry.quantity)}{NO_BREAK_SPACE}× {escape(offering.name)}"
    else:
        name = escape(offering.name)
    rules = [pack.rules[rule] for rule in entry.rules if rule in pack.rules]
    chain = [f"{escape(rule.title)} — {_sources(pack, rule)}" if rule.sources else escape(rule.title) for rule in rules]
    return LineView(
        key=f"left_{entry.offering or entry.fact}",
        name=name,
        badges=(),
        price=_saves(entry, pack.currency),
        reason=escape(entry.says),
        chain=tuple(chain),
        notes=(
            f"Over {recommendation.cost.horizon_months}{NO_BREAK_SPACE}months you keep {escape(say_money(entry.saves, pack.currency))}.",
        )
        if entry.saves
        else (),
    )


def _saves(entry: LeftOut, currency: str) -> str:
    once = said_money(entry.saves_once, currency) if entry.saves_once else ""
    monthly = f"{said_money(entry.saves_monthly, currency)} a{NO_BREAK_SPACE}month" if entry.saves_monthly else ""
    both = " and ".join(part for part in (once, monthly) if part)
    return f":green[saves {both}]" if both else ""
