"""Unknown answers: exact over all worlds, or sound bounds, against one solve of the same pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from statistics import median

from advisor.case import Answer, Case
from advisor.engine.decide import decide
from advisor.engine.index import Index
from advisor.engine.recommend import EFFORTS, Memory, recommend
from advisor.engine.worlds import MOST_EFFORT
from advisor.pack import Capability, Fact, Offering, Pack
from advisor.values import UNKNOWN, Value
from benchmarks.measure import Figure, timed
from benchmarks.packs import DAY, HERE, Draft, large_pack, number_fact, yes_no_fact
from benchmarks.plans import bare_solve, likely_problem

PAGE_SECONDS = 2.0


def unknowns(packs: int) -> Iterator[Figure]:
    yield from _exact(max(1, packs // 2))
    yield from _bounds(max(1, packs // 8))
    yield from _inventory()


def _exact(packs: int) -> Iterator[Figure]:
    ratios, kept, exact = [], [], 0
    for seed in range(packs):
        pack, case = large_pack(seed, 20, 50, unknown_facts=8)
        bare, price = timed(bare_solve, *likely_problem(pack, case))
        if price is None:
            continue
        memory = Memory.of(Index(pack))
        whole, found = timed(recommend, pack, case, memory)
        ratios.append(whole / bare)
        exact += found.worlds.looked_at == found.worlds.of
        kept.append(_reused(pack, case, memory, found.questions[0].fact if found.questions else ""))
    note = f"median of {len(ratios)} packs, {exact} of them exact"
    yield Figure("20/50, 8 unknown: exact answer with next question / one solve", median(ratios), 150, note=note)
    yield Figure("20/50: an answered question reuses", 100 * median(kept), None, "%", note="of the plans it looks at")


def _reused(pack: Pack, case: Case, memory: Memory, asked: str) -> float:
    """Answer the first question and look again: the share of plans that were already solved."""
    if not asked:
        return 1.0
    fact = pack.facts[asked]
    value: Value = "yes" if fact.is_yes_no else 20
    then = decide(memory, replace(case, answers={**case.answers, asked: Answer(value)}), {}, MOST_EFFORT)
    solved = then.planning.solved
    return solved.reused / (solved.calls + solved.reused) if solved.calls + solved.reused else 1.0


def _bounds(packs: int) -> Iterator[Figure]:
    solves, first, seconds, firm, price, looked_at = [], [], [], [], [], []
    for seed in range(packs):
        pack, case = large_pack(seed, 200, 500, unknown_facts=8)
        memory = Memory.of(Index(pack))
        bounded = decide(memory, case, {}, 0)
        first.append(timed(recommend, pack, case, Memory.of(memory.index), EFFORTS[0])[0])
        solves.append(bounded.planning.solved.calls - len(bounded.explored.firm))
        taken, decision = timed(decide, memory, case, {}, MOST_EFFORT)
        explored = decision.explored
        plans = [w.plan for w in explored.worlds if w.plan]
        seconds.append(taken)
        looked_at.append(f"{len(explored.worlds)} of {explored.of}")
        if plans:
            least = {o: min(p.quantities.get(o, 0) for p in plans) for o in plans[0].quantities}
            firm.append(sum(bounded.explored.firm.get(o, 0) for o in least) / max(1, sum(least.values())))
            price.append(bounded.explored.least.total / max(1, min(p.price for p in plans)))
    yield Figure(
        "200/500, 8 unknown: solves for sound bounds, one a line apart",
        median(solves),
        5,
        "solves",
        note=f"{packs} packs",
    )
    yield Figure(
        "200/500, 8 unknown: the first answer of a page", median(first), PAGE_SECONDS, "s",
        note=f"from {min(first):.1f} to {max(first):.1f}",
    )  # fmt: skip
    yield Figure(
        "200/500, 8 unknown: exact answer or bounds", median(seconds), PAGE_SECONDS, "s", note=", ".join(looked_at)
    )
    if firm:
        yield Figure("200/500: firm units the bounds find, of those in all worlds seen", 100 * median(firm), None, "%")
        yield Figure("200/500: bound on the least price, of the least seen", 100 * median(price), None, "%")


def _inventory() -> Iterator[Figure]:
    pack, case = large_inventory(1000)
    taken, found = timed(recommend, pack, case)
    note = f"looked at {found.worlds.looked_at} of {found.worlds.of} worlds"
    yield Figure("1,000 rows, 10 % unknown cells, three aggregates", taken, 1, "s", note=note)


def large_inventory(rows: int) -> tuple[Pack, Case]:
    """An inventory with three columns, a tenth of the cells unknown, and demands that hang on a count, a sum and a highest."""
    random = Random(f"inventory {rows}")
    draft = Draft(offering_ids=("small", "middle", "large"))
    draft.facts["machines"] = Fact(
        "machines", "Which machines are there?", "inventory", HERE,
        columns=(number_fact("memory", 1, 64), number_fact("disk", 1, 20), yes_no_fact("old")),
    )  # fmt: skip
    for name in ("room", "space", "power"):
        draft.capabilities[name] = Capability(name, name, HERE)
    for place, name in enumerate(draft.offering_ids):
        once = 7000 + 9000 * place
        provides = tuple((c, draft.amount(n + 9 * place)) for c, n in (("room", 5), ("space", 8), ("power", 3)))
        draft.offerings[name] = Offering(name, name, "thing", HERE, once=once, provides=provides)
    draft.add_rule(draft.needs("room", "count(machines, memory < 16 and old)"))
    draft.add_rule(draft.needs("space", "sum(machines, disk)"))
    draft.add_rule(draft.needs("power", "max(machines, memory)"))

    def cell(value: Value) -> Value:
        return UNKNOWN if random.random() < 0.1 else value

    listed = tuple(
        {
            "name": f"machine {n}", "count": 1, "memory": cell(random.choice((4, 8, 16, 32))),
            "disk": cell(random.randint(1, 20)), "old": cell(random.choice(("yes", "no"))),
        }
        for n in range(rows)
    )  # fmt: skip
    return draft.pack("0" * 12), Case("generated", DAY, answers={"machines": Answer(listed)})
