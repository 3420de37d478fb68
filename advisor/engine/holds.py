"""How far each known number can move before the plan changes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from advisor.case import Answer, Case
from advisor.engine.decide import Memory
from advisor.engine.facts import Settled
from advisor.engine.planning import weaker
from advisor.engine.possibilities import Possibilities
from advisor.engine.rows import suffices
from advisor.engine.say_wants import first_named, name_of, with_quantity
from advisor.engine.shown import Shown
from advisor.engine.tabulate import possibilities
from advisor.engine.worlds import problem_of
from advisor.pack import Fact
from advisor.planner.lower import keeps_limits
from advisor.planner.problem import Catalogue, Plan, Problem, Quantities
from advisor.recommendation import HoldsWhile
from advisor.saying import say_span, say_value
from advisor.values import UNKNOWN, Number, Value


def holds_while(shown: Shown, memory: Memory) -> tuple[HoldsWhile, ...]:
    """For each known number that rules read, one at a time, the widest interval round the answer with the plan of the likely
    world. Numbers that can take any value in their range are left out."""
    decision = shown.decision
    found = []
    for fact in decision.index.pack.facts.values():
        value = decision.settled.known.get(fact.id)
        if fact.type != "number" or fact.range is None or not isinstance(value, int | Fraction):
            continue
        if fact.id in decision.explored.possibilities.reads and fact.id not in decision.settled.wished:
            one = _holds(shown, memory, fact, value)
            if one is not None:
                found.append(one)
    return tuple(found)


def _holds(shown: Shown, memory: Memory, fact: Fact, value: Number) -> HoldsWhile | None:
    decision = shown.decision
    settled, case = _with_open(shown, fact)
    space = possibilities(
        decision.index,
        decision.setting,
        case,
        settled,
        memory.cuts,
        decision.explored.possibilities.must,
        decision.catalogue,
    )
    if fact.id not in space.open:
        return None
    cells = space.open[fact.id].cells
    here = next(
        (n for n, c in enumerate(cells) if c.least is not None and c.most is not None and c.least <= value <= c.most),
        None,
    )
    if here is None:
        return None
    plan = shown.world.plan
    numbers = [n for n, c in enumerate(cells) if c.least is not None]
    first, last = _same_until(shown, space, plan, here, 0, -1), _same_until(shown, space, plan, here, numbers[-1], 1)
    least = cells[first].least if first > 0 else None
    most = cells[last].most if last < numbers[-1] else None
    if least is None and most is None:
        return None
    beyond = _plan(shown, space, last + 1 if most is not None else first - 1)
    then = _change(shown, plan, beyond)
    edge = _next(fact, most) if most is not None else None
    return HoldsWhile(fact.id, least, most, then, _says(fact, least, most, then, edge))


def _with_open(shown: Shown, fact: Fact) -> tuple[Settled, Case]:
    """The likely world with one number open again."""
    decision = shown.decision
    # As the likely world has them; what does not apply there has no answer to be likely.
    known: dict[str, Value] = dict(decision.settled.known)
    known |= {name: shown.facts.get(name, UNKNOWN) for name in decision.settled.open}
    known.pop(fact.id, None)
    settled = replace(decision.settled, known=known, open=(fact.id,))
    return settled, replace(decision.case, answers=dict(decision.case.answers) | {fact.id: Answer(UNKNOWN)})


def _plan(shown: Shown, space: Possibilities, cell: int) -> Plan | None:
    return shown.decision.planning.plan(problem_of(space, [cell]))


def _same_until(shown: Shown, space: Possibilities, plan: Plan | None, here: int, end: int, direction: int) -> int:
    """The last cell towards `end` up to which the plan is the same: in steps that grow while demands only rise or only fall
    between their ends (then what is least at both ends is least between them), one by one elsewhere."""
    step = 1
    while here != end:
        there = here + direction * min(step, abs(end - here))
        same = _stays(shown, space, plan, here, there)
        if same is None:
            same = _same(_plan(shown, space, there), plan)
        if same and (step == 1 or _one_way(space, here, there)):
            here, step = there, step * 2
        elif step == 1:
            break
        else:
            step = 1 if step <= 4 else step // 4
    return here


def _stays(shown: Shown, space: Possibilities, plan: Plan | None, here: int, there: int) -> bool | None:
    """Whether the plan of one cell is that of another too, as far as it can be said without planning (None: it cannot). Where
    demands are stronger the least plan stays the least as long as it meets them."""
    planning = shown.decision.planning
    units = plan.quantities if plan else {}
    if plan is None or planning.days is not None or any(units.get(o, 0) < n for o, n in space.must):
        return None
    problem = problem_of(space, [there])
    if not _complete(problem, planning.catalogue, units):
        return False
    rows_met = all(suffices(group, units) for group in problem.row_groups)
    if rows_met and _below(space, here, there):
        return True
    fewer = ({**units, o: n - planning.catalogue.articles[o].step} for o, n in units.items())
    cheaper = (less for less in fewer if planning.catalogue.price(less) <= plan.price)
    enough = (less for less in cheaper if _complete(problem, planning.catalogue, less))
    return False if any(all(suffices(group, less) for group in problem.row_groups) for less in enough) else None


def _complete(problem: Problem, catalogue: Catalogue, units: Quantities) -> bool:
    """Whether units meet everything but what rows need."""
    return (
        not problem.impossible
        and all(requirement.met(units) for requirement in problem.requirements)
        and keeps_limits(problem, catalogue, units)
    )


def _one_way(space: Possibilities, one: int, other: int) -> bool:
    """Whether the demands of every cell between two lie between theirs."""
    inside = range(min(one, other) + 1, max(one, other))
    return any(
        all(
            _below(space, low, k) and _below(space, k, high)
            for k in inside
        )
        for low, high in ((one, other), (other, one))
    )  # fmt: skip


def _below(space: Possibilities, one: int, other: int) -> bool:
    return all(weaker(part.fragments[part.table[one,]], part.fragments[part.table[other,]]) for part in space.parts)


def _same(one: Plan | None, other: Plan | None) -> bool:
    return (one.units if one else None) == (other.units if other else None)


def _next(fact: Fact, value: Number) -> Number:
    return value + _step(fact)


def _step(fact: Fact) -> Number:
    return Fraction(1, 10**fact.decimals) if fact.decimals else 1


def _change(shown: Shown, plan: Plan | None, beyond: Plan | None) -> str:
    """What is different in the next plan, the largest change first."""
    if beyond is None:
        return "there is no complete plan"
    now, then = plan.quantities if plan else {}, beyond.quantities
    articles = shown.decision.catalogue.articles
    gained, lost = ([o for o in articles if a.get(o) and not b.get(o)] for a, b in ((then, now), (now, then)))
    if {name_of(shown, o) for o in gained} & {name_of(shown, o) for o in lost}:  # two sizes that are called the same
        names = shown.decision.index.pack.offerings
        return f"you need {first_named([names[o].name for o in gained])} instead of {first_named([names[o].name for o in lost])}"
    more = [with_quantity(shown, o, then[o]) for o in articles if then.get(o, 0) > now.get(o, 0)]
    gone = [name_of(shown, o) for o in lost]
    fewer = [with_quantity(shown, o, then[o]) for o in articles if 0 < then.get(o, 0) < now.get(o, 0)]
    if more:
        return f"you need {first_named(more)}{f' instead of {first_named(gone)}' if gone else ''}"
    if gone:
        return f"you no longer need {first_named(gone)}"
    return f"{first_named(fewer)} will do" if fewer else "the plan changes"


def _says(fact: Fact, least: Number | None, most: Number | None, then: str, edge: Number | None) -> str:
    if edge is None:
        assert least is not None
        below = least - _step(fact)
        if _is_rounder(below, least):  # "above 100 g", not "from 100.001 g on"
            return f"{fact.asks} This holds above {say_value(fact, below)}; up to there {then}."
        return f"{fact.asks} This holds from {say_value(fact, least)} on; below that {then}."
    assert most is not None
    if _is_rounder(edge, most):  # "below 330.25 mm", not "up to 330.24 mm"
        span = f"from {say_value(fact, least)} to just below" if least is not None else "below"
        return f"{fact.asks} This holds {span} {say_value(fact, edge)}; from there on {then}."
    beyond = f"above that {then}" if fact.decimals else f"from {say_value(fact, edge)} on {then}"
    low = fact.range[0] if fact.range else None
    if most in (least, low):
        return f"{fact.asks} This holds for {say_value(fact, most)} only; {beyond}."
    span = f"up to {say_value(fact, most)}" if least is None else f"from {say_span(fact, least, most)}"
    if least is not None and _is_rounder(least - _step(fact), least):
        span = f"above {say_value(fact, least - _step(fact))} and up to {say_value(fact, most)}"
    return f"{fact.asks} This holds {span}; {beyond}."


def _is_rounder(one: Number, other: Number) -> bool:
    return Fraction(one).denominator < Fraction(other).denominator
