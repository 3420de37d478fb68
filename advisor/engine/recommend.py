"""From a case to its recommendation: the one function that everything else is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from advisor.case import Case
from advisor.engine.assessments import cover_cost, every_result_known
from advisor.engine.certificate import certificate_of
from advisor.engine.column_questions import column_questions
from advisor.engine.conflict import conflict_of
from advisor.engine.decide import Decision, Memory, decide
from advisor.engine.dispositions import Disposed, dispose
from advisor.engine.findings import findings_of
from advisor.engine.flags import flags_of
from advisor.engine.holds import holds_while
from advisor.engine.index import Index
from advisor.engine.left_out import left_out
from advisor.engine.lines import lines_of
from advisor.engine.next_sum import next_sums
from advisor.engine.questions import questions_of, questions_say
from advisor.engine.say_wants import want_answers
from advisor.engine.setting import article_of
from advisor.engine.shown import Shown, show
from advisor.engine.verdict import already_there, declines_all, summary_of, verdict_of
from advisor.engine.worlds import MOST_EFFORT
from advisor.pack import CUSTOMER_TASK, Pack
from advisor.recommendation import ConflictPart, Cost, CostRange, PackVersion, Question, Recommendation, Worlds

__all__ = ["EFFORTS", "MOST_EFFORT", "Memory", "recommend", "recommend_in_steps", "with_holds"]

EFFORTS = (300, 2_000, MOST_EFFORT)  # of `recommend_in_steps`: bounds at once, then what a call has time for, then all


def recommend(pack: Pack, case: Case, memory: Memory | None = None, effort: int = MOST_EFFORT) -> Recommendation:
    """Recommend for a case that belongs to the pack; without `holds_while`, see `with_holds`.

    `memory` (of the same pack) carries what is solved from one answer to the next, and from one effort to a greater one: it saves
    time and changes nothing. `effort` is how much may be solved before what can be left out is left out (counted, never timed).
    With a small one everything said still holds, but bounds are wider and checks may not be recommended yet; then
    `worlds.more_to_look_at` is true."""
    memory = memory if memory is not None else Memory.of(Index(pack))
    return _recommendation(*_shown(memory, case, effort), effort)


def recommend_in_steps(pack: Pack, case: Case, memory: Memory | None = None) -> Iterator[Recommendation]:
    """Recommendations with more and more effort, the first quickly, until nothing more is to be looked at. The last is the one
    that `recommend` gives."""
    memory = memory if memory is not None else Memory.of(Index(pack))
    for effort in EFFORTS:
        found = recommend(pack, case, memory, effort)
        yield found
        if not found.worlds.more_to_look_at:
            return


def with_holds(
    pack: Pack, case: Case, recommendation: Recommendation, memory: Memory | None = None, effort: int = MOST_EFFORT
) -> Recommendation:
    """A recommendation of `recommend` for this case with how far each known number can move before the plan changes. That takes
    longer than the rest, so it is worked out only for whoever asks."""
    if recommendation.holds_while is not None:
        return recommendation
    memory = memory if memory is not None else Memory.of(Index(pack))
    shown, _ = _shown(memory, case, effort)
    return replace(recommendation, holds_while=() if _no_plan(shown) else holds_while(shown, memory))


def _shown(memory: Memory, case: Case, effort: int) -> tuple[Shown, tuple[Disposed, ...]]:
    """What is decided and shown, and what becomes of the wants. Who is merely advised keeps what is only not needed."""
    shown = show(decide(memory, case, {}, effort), memory.cuts)
    disposed = dispose(shown)
    if case.stance == "advised":
        kept = {d.want.offering: d.want.quantity for d in disposed if d.want.offering and _merely_not_needed(shown, d)}
        if kept:
            shown = _with_kept(memory, case, shown, kept, effort)
            disposed = dispose(shown)
    return shown, disposed


def _with_kept(memory: Memory, case: Case, without: Shown, kept: Mapping[str, int], effort: int) -> Shown:
    """With what the customer keeps, as far as budget and date reach: for what nobody needs no result is given up."""

    def suits(shown: Shown) -> bool:
        return shown.decision.dropped == without.decision.dropped and _no_plan(shown) == _no_plan(without)

    whole = show(decide(memory, case, kept, effort), memory.cuts)
    if not without.decision.limited or suits(whole):
        return whole
    shown, keeping = without, dict[str, int]()
    for offering, quantity in kept.items():
        tried = show(decide(memory, case, {**keeping, offering: quantity}, effort), memory.cuts)
        if suits(tried):
            shown, keeping = tried, {**keeping, offering: quantity}
    return shown


def _no_plan(shown: Shown) -> bool:
    return shown.decision.explored.no_plan


def _recommendation(shown: Shown, disposed: tuple[Disposed, ...], effort: int) -> Recommendation:
    decision = shown.decision
    pack, case = decision.index.pack, decision.case
    nothing = _no_plan(shown)
    lines = () if nothing else lines_of(shown, disposed)
    conflict = _conflict(shown, nothing)
    cost = _cost(shown, nothing)
    spent = _checks_price(decision, once=True) + _checks_price(decision, once=False) * pack.horizon_months
    decision.planning.solved.limit(effort)
    questions = () if nothing and declines_all(shown) else _questions(shown, spent)
    verdict = verdict_of(shown, disposed, lines, questions, conflict)
    if verdict in ("not_us", "nothing_needed"):
        questions = ()
    findings = () if nothing else findings_of(shown, spent)
    sums = next_sums(shown)
    open_facts = [f for f in decision.explored.possibilities.open if f in case.answers]
    return Recommendation(
        verdict,
        summary_of(shown, verdict, disposed, lines, questions, conflict, cost),
        PackVersion(pack.id, pack.version),
        case.date,
        want_answers(shown, disposed),
        lines,
        left_out(shown, disposed),
        flags_of(shown, disposed),
        questions,
        questions_say(questions, len(open_facts)),
        cost,
        None,
        Worlds(len(decision.explored.worlds), decision.explored.of, decision.planning.solved.cut_short),
        conflict,
        certificate_of(shown, tuple(line.offering for line in lines), any(line.choice for line in lines)),
        already_there(shown, disposed) if verdict == "nothing_needed" else (),
        findings,
        sums,
    )


def _merely_not_needed(shown: Shown, one: Disposed) -> bool:
    """Whether an advised client keeps a want: it is only not needed, or fewer would do."""
    if one.disposition in ("not_needed", "less_than_asked"):
        return not any(rule.strength == "must" for rule in one.rules if rule in shown.decision.index.limiting)
    return one.disposition == "after" and 0 < (one.quantity or 0) < one.want.quantity


def _questions(shown: Shown, spent: int) -> tuple[Question, ...]:
    """Whys first, then what leaves the fewest different plans, columns of inventories among it."""
    questions = list(questions_of(shown, spent))
    ahead = {*shown.decision.index.pack.offerings, *shown.decision.settled.unlisted}
    for column in () if shown.decision.explored.same else column_questions(shown, spent):
        later = (n for n, one in enumerate(questions) if one.fact not in ahead and _is_before(column, one))
        questions.insert(next(later, len(questions)), column)
    return tuple(questions)


def _is_before(one: Question, other: Question) -> bool:
    return (one.narrows.plans, one.narrows.price) < (other.narrows.plans, other.narrows.price)


def _conflict(shown: Shown, nothing: bool) -> tuple[ConflictPart, ...]:
    """With no plan at all, or with outcomes dropped: what stands against each other."""
    decision = shown.decision
    if not nothing and not decision.dropped:
        return ()
    everything = tuple(dict.fromkeys(o.outcome for o in decision.case.outcomes))
    problem = decision.problem_with(everything, shown.facts) if decision.dropped else shown.problem
    return conflict_of(shown, problem, everything)


def _checks_price(decision: Decision, once: bool) -> int:
    articles = [article_of(decision.index.pack.offerings[c], decision.case) for c in decision.checks.chosen]
    return sum(a.once(a.whole(1)) if once else a.monthly(a.whole(1)) for a in articles)


def _cost(shown: Shown, nothing: bool) -> Cost:
    """The whole price: the customer's own work is never part of it, the checks always are."""
    decision, catalogue = shown.decision, shown.decision.catalogue
    pack, horizon = decision.index.pack, shown.decision.catalogue.horizon
    checks_once, checks_monthly = _checks_price(decision, True), _checks_price(decision, False)
    if nothing:
        checks_once = checks_monthly = 0
    firm = {o: n for o, n in decision.explored.firm.items() if pack.offerings[o].kind != CUSTOMER_TASK}
    unlisted = decision.open_ended
    every = every_result_known(decision.index, decision.explored, decision.checks.chosen)
    findings = decision.checks.findings if every else None
    to = None if unlisted else cover_cost(catalogue, findings)
    if to is None and not unlisted and findings is None and decision.explored.cover is not None:
        # not every result of the checks is planned for: without them it is never dearer than this
        cover = decision.explored.cover.quantities
        to = catalogue.once(cover), catalogue.monthly(cover), catalogue.once(cover) + catalogue.monthly(cover) * horizon
    if nothing:
        to = None
    likely = shown.world.plan.quantities if shown.world.plan else None

    def ranged(checks: int, firm_cost: int, likely_cost: int | None, least: int, most: int | None) -> CostRange:
        return CostRange(
            firm_cost + checks, None if likely_cost is None else likely_cost + checks, least + checks,
            None if most is None else max(most, least) + checks,
        )  # fmt: skip

    firm_once, firm_monthly = catalogue.once(firm), catalogue.monthly(firm)
    likely_once = None if likely is None else catalogue.once(likely)
    likely_monthly = None if likely is None else catalogue.monthly(likely)
    likely_total = None if likely_once is None or likely_monthly is None else likely_once + likely_monthly * horizon
    least = decision.explored.least
    return Cost(
        pack.currency,
        horizon,
        ranged(checks_once, firm_once, likely_once, least.once, to[0] if to else None),
        ranged(checks_monthly, firm_monthly, likely_monthly, least.monthly, to[1] if to else None),
        ranged(
            checks_once + checks_monthly * horizon,
            firm_once + firm_monthly * horizon,
            likely_total,
            least.total,
            to[2] if to else None,
        ),
    )
