"""The open questions that can still change the recommendation, the best first, with what each answer would lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from advisor.engine.assessments import unverified
from advisor.engine.cells import Cell
from advisor.engine.purposes import purposes_of
from advisor.engine.shown import Shown
from advisor.engine.worlds import World, cover_plan
from advisor.pack import Fact, Know, Needs
from advisor.recommendation import NO_PLAN, AnswerEffect, LineRange, Narrows, Question, Span
from advisor.saying import say_money, say_span, say_value
from advisor.values import DOES_NOT_APPLY, Special

MOST_CHOICES = 5  # intervals of a number that are offered as answers; beyond that the number itself is asked


def questions_of(shown: Shown, spent: int) -> tuple[Question, ...]:
    """Questions not asked yet that can change the plan, a price or what must be checked. `spent`: the checks' price over the
    horizon (cents), part of every total."""
    decision, facts = shown.decision, shown.decision.index.pack.facts
    found: list[tuple[float, int, int, Question]] = []
    order = {fact: number for number, fact in enumerate(facts)}
    asked = {*decision.case.answers, *(fact for fact in facts if not _askable(shown, fact))}
    for fact in facts:
        if fact in decision.settled.unlisted - asked and fact in _reads(shown):
            found.append((0, 0, order[fact], _plain_question(shown, facts[fact])))
            asked.add(fact)
    for place, fact in enumerate(decision.explored.possibilities.open):
        if fact not in asked and matters(shown, place):
            question = _question(shown, place, facts[fact], spent)
            found.append((question.narrows.plans, question.narrows.price, order[fact], question))
            asked.add(fact)
    for fact in _to_be_known(shown):
        if fact not in asked:
            found.append((_plans(shown), 0, order[fact], _plain_question(shown, facts[fact])))
    found.sort(key=lambda entry: entry[:3])
    return (*purposes_of(shown, _plans(shown)), *(question for *_, question in found))


def questions_say(questions: Sequence[Question], open_facts: int) -> str:
    """Which of the three ends of questioning holds. `open_facts`: asked, and nobody knows."""
    if questions:
        count = len(questions)
        return f"{count} question{'s' if count > 1 else ''} can still change the recommendation"
    if open_facts == 1:
        return "Nothing left to ask: 1 open answer needs a check, or is covered"
    if open_facts:
        return f"Nothing left to ask: {open_facts} open answers need a check, or are covered"
    return "No more questions: nothing you answer now changes it"


def _reads(shown: Shown) -> frozenset[str]:
    return shown.decision.explored.possibilities.reads


def _askable(shown: Shown, fact: str) -> bool:
    """Whether it is known that the question makes sense here."""
    condition = shown.decision.index.pack.facts[fact].asked_when
    return condition is None or condition.truth(shown.known, None) is True


def matters(shown: Shown, place: int) -> bool:
    """Whether the answer alone can change the plan."""
    explored = shown.decision.explored
    if explored.same:
        return False
    if not explored.all_looked_at:
        return True
    first: dict[tuple[int, ...], World] = {}
    for world in explored.worlds:
        other = first.setdefault((*world.at[:place], *world.at[place + 1 :]), world)
        if world.plan is not other.plan and (
            world.plan is None or other.plan is None or world.plan.units != other.plan.units
        ):
            return True
    return False


def _to_be_known(shown: Shown) -> list[str]:
    """Facts that a rule demands to know, and that nobody was asked about."""
    names = [
        n.partition(".")[0] for rule in shown.decision.know if isinstance(rule.effect, Know) for n in rule.effect.facts
    ]
    decision = shown.decision
    return [
        n
        for n in dict.fromkeys(names)
        if n in decision.index.pack.facts and unverified(decision.case, decision.explored, n)
    ]


def _plans(shown: Shown) -> int:
    return len({world.plan.units if world.plan else None for world in shown.decision.explored.worlds})


def _question(shown: Shown, place: int, fact: Fact, spent: int) -> Question:
    explored = shown.decision.explored
    cells = explored.possibilities.open[fact.id].cells
    looked_at = {world.at[place] for world in explored.worlds}
    # Where not all worlds were looked at, some answers were seen in none: the others speak for them.
    total = sum(cell.weight for number, cell in enumerate(cells) if number in looked_at) or 1
    effects: list[AnswerEffect] = []
    plans, price = 0.0, 0.0
    for number, cell in enumerate(cells):
        worlds = tuple(world for world in explored.worlds if world.at[place] == number)
        if not worlds:
            continue
        offered = len(cells) <= MOST_CHOICES or fact.type != "number" or number in (0, len(cells) - 1)
        span = span_of(shown, fact.id, [number], worlds, spent)
        plans += cell.weight / total * len({w.plan.units if w.plan else None for w in worlds})
        price += cell.weight / total * (0 if span.to is None else span.to - span.from_)
        if offered:
            effects.extend(effects_of(shown, fact, cell, cells, worlds, span))
    return Question(
        fact.id, (), fact.asks, fact.find_out, _why(shown, fact), tuple(effects), Narrows(round(plans, 6), round(price)),
        of_those_looked_at=not says_all(shown),
    )  # fmt: skip


def says_all(shown: Shown) -> bool:
    """Whether what the worlds looked at have in common holds for all."""
    return shown.decision.explored.all_looked_at or shown.decision.explored.same


def span_of(shown: Shown, fact: str, numbers: Sequence[int], worlds: Sequence[World], spent: int) -> Span:
    """The least total over the worlds with these answers (where not all of them were looked at: what no world is below), and the
    cover plan's of what then stays open (with the checks). `numbers`: all the cells in which an answer can turn out."""
    decision = shown.decision
    cover = decision.explored.cover  # it does for every answer: where no effort is left, a bound
    if decision.explored.possibilities.open[fact].whole and not decision.planning.solved.spent():
        narrowed = decision.explored.possibilities.narrowed(fact, numbers)
        price_alone = not decision.catalogue.not_counted  # else which plan it is decides what is paid to us
        cover = cover_plan(decision.planning, narrowed, worlds, price_alone)
    least = decision.explored.least.total
    if decision.explored.all_looked_at:
        least = min(total_of(shown, w.plan.quantities if w.plan else {}) for w in worlds)
    if cover is None or decision.open_ended:
        return Span(least + spent, None)
    return Span(least + spent, max(total_of(shown, cover.quantities), least) + spent)


def total_of(shown: Shown, plan: Mapping[str, int]) -> int:
    """A plan's price over the horizon, in cents."""
    catalogue = shown.decision.catalogue
    return catalogue.once(plan) + catalogue.monthly(plan) * catalogue.horizon


def effects_of(
    shown: Shown, fact: Fact, cell: Cell, cells: Sequence[Cell], worlds: Sequence[World], span: Span
) -> list[AnswerEffect]:
    """What an answer (of choices that lead to the same: each by its own name) would lead to."""
    lines, says = effects_of_worlds(shown, worlds, span)
    none = says == NO_PLAN
    if fact.type == "choice" and not isinstance(cell.value, Special):
        return [AnswerEffect(say_value(fact, c), c, lines, span, says, none) for c in _choices_of(shown, fact, cell)]
    return [AnswerEffect(say_cell(fact, cell, cells), cell_value(cell, cells), lines, span, says, none)]


def effects_of_worlds(shown: Shown, worlds: Sequence[World], span: Span) -> tuple[tuple[LineRange, ...], str]:
    """The lines in these worlds, and in a few words what they change against what is open now."""
    quantities = [world.plan.quantities if world.plan else {} for world in worlds]
    names = [o for o in shown.decision.catalogue.articles if any(q.get(o) for q in quantities)]
    lines = tuple(
        LineRange(o, min(q.get(o, 0) for q in quantities), max(q.get(o, 0) for q in quantities)) for o in names
    )
    if says_all(shown) and all(world.plan is None for world in worlds):
        return lines, NO_PLAN
    return lines, _effect_says(shown, lines, span)


def expected(shown: Shown, fact: str, place: int, parts: Sequence[Sequence[World]], spent: int) -> tuple[float, int]:
    """How many different plans are to be expected once it is known in which of these parts of the worlds we are, and how wide the
    price still is."""
    total = sum(world.weight for worlds in parts for world in worlds) or 1
    plans, price = 0.0, 0.0
    for worlds in parts:
        weight = sum(world.weight for world in worlds) / total
        span = span_of(shown, fact, sorted({w.at[place] for w in worlds}), worlds, spent)
        plans += weight * len({w.plan.units if w.plan else None for w in worlds})
        price += weight * (0 if span.to is None else span.to - span.from_)
    return round(plans, 6), round(price)


def _choices_of(shown: Shown, fact: Fact, cell: Cell) -> list[str]:
    """The choices that lead to the same as a cell's: each is offered by its own name."""
    whole = shown.decision.explored.possibilities.choices_alike.get(fact.id, {})
    return [c for c in fact.choices if whole.get(c, c) == cell.value]


def say_cell(fact: Fact, cell: Cell, cells: Sequence[Cell]) -> str:
    """An interval as people say it: "less than 32 GB", "32 GB or more", "16 to 31 GB", "over 100 to 750 g"."""
    if cell.least is None or cell.most is None or isinstance(cell.value, Special):
        return say_value(fact, cell.value)
    numbers = [c for c in cells if c.least is not None]
    if cell.least == cell.most:
        return say_value(fact, cell.least)
    if cell is numbers[0] and len(numbers) > 1:
        # "up to 150 people", "up to 100 g", but "less than 32 GB"
        counts = fact.unit is not None and fact.unit.one != fact.unit.many and not fact.decimals
        beyond = numbers[1].least or 0
        if counts or Fraction(cell.most).denominator < Fraction(beyond).denominator:
            return f"up to {say_value(fact, cell.most)}"
        return f"less than {say_value(fact, beyond)}"
    place = numbers.index(cell)
    before = numbers[place - 1].most if place else None
    rounder = before is not None and Fraction(before).denominator < Fraction(cell.least).denominator
    if before is not None and rounder:
        last = cell is numbers[-1]
        return f"more than {say_value(fact, before)}" if last else f"over {say_span(fact, before, cell.most)}"
    return f"{say_value(fact, cell.least)} or more" if cell is numbers[-1] else say_span(fact, cell.least, cell.most)


def cell_value(cell: Cell, cells: Sequence[Cell]) -> Any:
    """An answer as a case file writes it."""
    if cell.value is DOES_NOT_APPLY:
        return "does_not_apply"
    if cell.least is None or cell.least == cell.most:
        return cell.value
    numbers = [c for c in cells if c.least is not None]
    after = next((c.least for c in numbers if c.least is not None and c.least > cell.least), None)
    narrow: dict[str, Any] = {} if cell is numbers[0] else {"at_least": cell.least}
    return narrow if after is None else narrow | {"less_than": after}


def _effect_says(shown: Shown, lines: Sequence[LineRange], span: Span) -> str:
    """What an answer changes against what is open now, in a few words: of lines only where all possibilities were looked at."""
    explored, currency = shown.decision.explored, shown.decision.index.pack.currency
    now = {o: (explored.firm.get(o, 0), explored.up_to.get(o)) for o in explored.up_to}
    then = {line.offering: (line.from_, line.to) for line in lines}
    gone = [o for o, (_, most) in now.items() if most and not then.get(o, (0, 0))[1]]
    sure = [o for o, (least, _) in then.items() if least > now.get(o, (0, 0))[0]]
    price = (
        say_money(span.from_, currency) if span.to == span.from_
        else f"at most {say_money(span.to, currency)}" if span.to is not None
        else f"from {say_money(span.from_, currency)}"
    )  # fmt: skip
    if not says_all(shown):
        return price
    if gone:
        return f"no {_short(shown, gone[0])}: {price}"
    if sure:
        return f"{_short(shown, sure[0])} is firm: {price}"
    return price


def _short(shown: Shown, offering: str) -> str:
    name = shown.decision.index.pack.offerings[offering].name
    return (
        name.partition(",")[0][:1].lower() + name.partition(",")[0][1:]
        if not name[:2].isupper()
        else name.partition(",")[0]
    )


def _why(shown: Shown, fact: Fact) -> str:
    """The first rule that reads the fact, as its title."""
    index = shown.decision.index
    for rule in index.live:
        speaks = isinstance(rule.effect, Needs | Know) and shown.decision.setting.counts(index, rule)
        if speaks and fact.id in index.closure(index.rule_reads(rule)):
            return rule.title
    return ""


def _plain_question(shown: Shown, fact: Fact) -> Question:
    """A question whose answers change no quantity by themselves, only what must be checked or what can be bounded."""
    answers = (
        tuple(AnswerEffect(say_value(fact, c), c, (), Span(0, None), "") for c in fact.choices)
        if fact.type == "choice"
        else ()
    )
    return Question(fact.id, (), fact.asks, fact.find_out, _why(shown, fact), answers, Narrows(_plans(shown), 0))
