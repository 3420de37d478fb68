"""The lines of a recommendation: quantities over all worlds, money, stages and days, and the reasons for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from advisor.engine.assessments import waits_for
from advisor.engine.demands import truth_of
from advisor.engine.dispositions import Disposed
from advisor.engine.order_now import order_now
from advisor.engine.say_wants import MOST_WORDS, aloud, why
from advisor.engine.schedule import schedule
from advisor.engine.setting import article_of, asked
from advisor.engine.shown import Shown
from advisor.engine.speak import know_sentence, reason_of, speak, spoken_numbers, values_for
from advisor.pack import Needs, Rule
from advisor.planner.problem import Article
from advisor.recommendation import Line, Range, Reason, RowPart
from advisor.saying import say_list, say_small
from advisor.values import UNKNOWN, Row

ASSESS, PREPARE, DELIVER = 0, 1, 2
DECIDED = "You decided to have it."


def lines_of(shown: Shown, disposed: Sequence[Disposed]) -> tuple[Line, ...]:
    """All lines in order of delivery: checks first, what prepares before what it is for, then as on the price list."""
    explored, decision = shown.decision.explored, shown.decision
    now = order_now(shown)
    hangs = hangs_on(shown)
    start = _start_days(shown, hangs)
    dependants = {
        e: tuple(o for o in shown.before if e in shown.before[o]) for o in shown.before for e in shown.before[o]
    }
    choices = {d.want.offering for d in disposed if d.disposition == "customers_choice"}
    wanted = asked(decision.case)
    lines = []
    for offering in decision.index.pack.offerings:
        cover = explored.cover.quantities.get(offering, 0) if explored.cover else None
        firm, likely = explored.firm.get(offering, 0), shown.plan.get(offering, 0) if shown.world.plan else None
        quantity = Range(firm, likely, explored.up_to.get(offering, 0), cover)
        if quantity.up_to is not None and not any((firm, likely, quantity.up_to, cover)):
            continue
        if quantity.up_to is not None:
            quantity = replace(quantity, up_to=max(quantity.up_to, quantity.firm))
        article = decision.catalogue.articles[offering]
        reasons = tuple(_reasons(shown, offering)) or (_own_reason(shown, offering, disposed),)
        without = next((w for r in reasons if (w := _without(shown, r.rule))), "")
        before_others = tuple(d for d in dependants.get(offering, ()) if offering not in dependants.get(d, ()))
        lines.append(
            Line(
                offering,
                "solution",
                quantity,
                now.get(offering, 0),
                wanted.get(offering, 0),
                PREPARE if before_others else DELIVER,
                start.get(offering, 0),
                hangs.get(offering, ()),
                tuple(_row_parts(shown, offering)),
                _money(quantity, article.once),
                _money(quantity, article.monthly),
                reasons,
                without,
                None,
                offering in choices,
                before_others,
            )
        )
    lines.sort(key=lambda line: (line.phase, line.start_day))
    return (*(_check_line(shown, check, wanted) for check in decision.checks.chosen), *lines)


def _money(quantity: Range, price: Callable[[int], int]) -> Range:
    """What each of the four quantities costs."""

    def cost(units: int | None) -> int | None:
        return None if units is None else price(units)

    return Range(price(quantity.firm), cost(quantity.likely), cost(quantity.up_to), cost(quantity.cover))


def _check_line(shown: Shown, check: str, wanted: Mapping[str, int]) -> Line:
    decision = shown.decision
    article: Article = article_of(decision.index.pack.offerings[check], decision.case)
    units = article.whole(1)
    rules = [decision.index.pack.rules[r] for r in decision.checks.demanded_by.get(check, ())]
    decided = check in decision.checks.insisted
    otherwise = Reason("", DECIDED, None, {}, ()) if decided else _worth_reason(shown, check)
    reasons = tuple(_know_reason(shown, rule) for rule in rules) or (otherwise,)
    alone = decision.checks.single_worth.get(check)
    worth = None if rules or decided else decision.checks.worth if alone is None or alone <= 0 else alone
    same = Range(units, units, units, units)
    once, monthly = article.once(units), article.monthly(units)
    hanging = tuple(o for o, facts in hangs_on(shown).items() if any(_settled(shown, check, f) for f in facts))
    return Line(
        check, "check", same, units, wanted.get(check, 0), ASSESS, 0, (), (),
        Range(once, once, once, once), Range(monthly, monthly, monthly, monthly),
        reasons, next((w for r in reasons if (w := _without(shown, r.rule))), ""), worth, decided, hanging,
    )  # fmt: skip


def _settled(shown: Shown, check: str, fact: str) -> bool:
    settles = shown.decision.index.pack.offerings[check].settles
    return any(s == fact or fact.startswith(s + ".") or s.startswith(fact + ".") for s in settles)


def _know_reason(shown: Shown, rule: Rule) -> Reason:
    """What is to be known is not: the sentence for that comes first."""
    return replace(
        reason_of(shown.decision, rule, shown.known, shown.plan),
        says=know_sentence(shown.decision, rule, shown.known, shown.plan),
    )


def _worth_reason(shown: Shown, check: str) -> Reason:
    pack = shown.decision.index.pack
    open_facts = [f for f in shown.decision.explored.possibilities.open if _settled(shown, check, f)]
    asks = [f"“{pack.facts[f].asks}”" for f in open_facts]
    if shown.decision.checks.worth is None:
        says = "Without it there is no plan for every answer that is still open."
    else:
        says = f"It answers what nobody knows yet: {say_list(asks)} That can save more than it costs."
        if len(says.split()) > MOST_WORDS:
            says = f"It answers {say_small(len(asks))} questions to which nobody knows the answer, and that can save more than it costs."
    return Reason("", says, None, {}, ())


def _without(shown: Shown, rule_id: str) -> str:
    rule = shown.decision.index.pack.rules.get(rule_id)
    if rule is None or not rule.without:
        return ""
    return speak(rule.without, "", "", values_for(shown.decision, rule, shown.known, shown.plan))


def _start_days(shown: Shown, hangs: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """A line waits for a check that must come before it, or that settles what it hangs on."""
    decision = shown.decision
    lead = {o.id: o.lead_days for o in decision.index.pack.offerings.values()}
    waits = waits_for(decision.index, lead, decision.checks.demanded_by)
    for check in decision.checks.chosen:
        for offering, facts in hangs.items():
            if any(_settled(shown, check, fact) for fact in facts):
                waits[offering] = max(waits.get(offering, 0), lead[check])
    return dict(schedule(shown.before, lead, waits).start)


def hangs_on(shown: Shown) -> dict[str, tuple[str, ...]]:
    """Per offering the open facts that alone can change its quantity; of an inventory the columns with unknown cells."""
    explored = shown.decision.explored
    found: dict[str, dict[str, None]] = {}
    for place, fact in enumerate(explored.possibilities.open):
        groups: dict[tuple[int, ...], list[Mapping[str, int]]] = {}
        for world in explored.worlds:
            key = (*world.at[:place], *world.at[place + 1 :])
            groups.setdefault(key, []).append(world.plan.quantities if world.plan else {})
        names = _columns(shown, fact)
        for plans in groups.values():
            for plan in plans[1:]:
                if plan != plans[0]:
                    for offering in {*plan, *plans[0]}:
                        if plan.get(offering, 0) != plans[0].get(offering, 0):
                            found.setdefault(offering, {}).update(dict.fromkeys(names))
    return {offering: tuple(found[offering]) for offering in shown.decision.index.pack.offerings if offering in found}


def _columns(shown: Shown, fact: str) -> tuple[str, ...]:
    rows = shown.known.get(fact)
    if not isinstance(rows, tuple):
        return (fact,)
    read = shown.decision.explored.possibilities.columns
    columns = (c for c in shown.decision.index.pack.facts[fact].columns if (fact, c.id) in read)
    return tuple(f"{fact}.{c.id}" for c in columns if any(row.get(c.id, UNKNOWN) is UNKNOWN for row in rows))


def _calling(shown: Shown, offering: str) -> list[Rule]:
    """The rules that call for what an offering supplies, or may: beyond what is there, as far as anybody knows."""
    index, setting = shown.decision.index, shown.decision.setting
    most = dict(shown.plan) if shown.plan.get(offering) else {o: n for o, n in shown.most.items() if n}
    found: list[Rule] = []
    for capability, _ in index.pack.offerings[offering].provides:
        for rule, _ in index.demanding[capability]:
            triggers = setting.triggers(index, rule)
            reached = triggers is None or any(most.get(t) for t in triggers)
            if not reached or not setting.counts(index, rule) or truth_of(rule, shown.known) is False or rule in found:
                continue
            if rule.each is None:
                spoken = spoken_numbers(
                    index, setting, index.pack.capabilities[capability], shown.known, most, rule, None
                )
                if spoken.short == 0 or spoken.here == 0:
                    continue
            found.append(rule)
    return found


def _reasons(shown: Shown, offering: str) -> Iterator[Reason]:
    plan = {o: n for o, n in shown.most.items() if n}
    for rule in _calling(shown, offering):
        if rule.each is None:
            yield reason_of(shown.decision, rule, shown.known, plan, asked=asked(shown.decision.case).get(offering))
        else:
            for rows in _spoken_together(shown, rule, offering, plan):
                yield reason_of(shown.decision, rule, shown.known, plan, rows)


def _spoken_together(shown: Shown, rule: Rule, offering: str, plan: Mapping[str, int]) -> list[list[Row]]:
    """The rows that an `each` rule speaks of for an offering, those with equal values together: what they need is not there, or
    nobody knows; and they get the offering, or may."""
    assert rule.each is not None and isinstance(rule.effect, Needs)
    index, setting = shown.decision.index, shown.decision.setting
    capability = index.pack.capabilities[rule.effect.amounts[0][0]]
    getting = {row.get("name") for cured in shown.cured if cured.units.get(offering) for row in cured.rows}
    groups: dict[tuple[object, ...], list[Row]] = {}
    rows = shown.known.get(rule.each, ())
    for row in rows if isinstance(rows, tuple) else ():
        applies = truth_of(rule, shown.known, row)
        spoken = spoken_numbers(index, setting, capability, shown.known, plan, rule, row)
        sure = applies is True and spoken.short is not None
        if applies is False or spoken.short == 0 or (sure and row.get("name") not in getting):
            continue
        columns = sorted(rule.when.reads_columns) if rule.when else []
        key = (applies, spoken.needed, spoken.have, *(row.get(c, UNKNOWN) for c in columns))
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _row_parts(shown: Shown, offering: str) -> Iterator[RowPart]:
    pack = shown.decision.index.pack
    plan = {o: n for o, n in shown.most.items() if n}
    for cured in shown.cured:
        units = cured.units.get(offering, 0)
        if units and not any(_is_open(shown, cured.inventory, row) for row in cured.rows):
            rows = sum(cast(int, row.get("count", 1)) for row in cured.rows)
            short = [r for r in cured.alike.row_class.requirements if r.needed(plan) > r.already]
            supplied = [r for r in short if any(o == offering for o, _ in r.supplies)]
            rules = [
                t.rule
                for r in supplied
                for t in r.terms
                if t.triggers is None or not plan.keys().isdisjoint(t.triggers)
            ]
            says = reason_of(shown.decision, pack.rules[rules[0]], shown.facts, plan, cured.rows).says if rules else ""
            names = say_list(dict.fromkeys(str(row.get("name", "")) for row in cured.rows))
            yield RowPart(names, units * rows, says)


def _is_open(shown: Shown, inventory: str, row: Row) -> bool:
    """Whether a row stands for rows of the case of which something that matters is not known."""
    read = shown.decision.explored.possibilities.columns
    rows = shown.known.get(inventory, ())
    mine = [r for r in rows if r.get("name") == row.get("name")] if isinstance(rows, tuple) else []
    return any(r.get(column, UNKNOWN) is UNKNOWN for r in mine for found, column in read if found == inventory)


def _own_reason(shown: Shown, offering: str, disposed: Sequence[Disposed]) -> Reason:
    """Where no rule speaks for a line, the customer does."""
    mine = next((d for d in disposed if d.want.offering == offering), None)
    if mine is None:
        return Reason("", "Another line does not work without it.", None, {}, ())
    if offering in shown.decision.wanted.unjudged:
        return Reason("", "You asked for it; our rules say nothing for or against it.", None, {}, ())
    if mine.disposition == "customers_choice":
        return Reason("", aloud(DECIDED, why(shown, mine)), None, {}, ())
    return Reason("", "You asked for it; we do not know yet what it is for.", None, {}, ())
