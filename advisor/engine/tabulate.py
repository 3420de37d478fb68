"""From the open answers to the possibilities: every part is worked out for every combination of the answers that it reads."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import product
from math import prod
from typing import cast

from advisor.case import Case
from advisor.engine.cells import Cells, cells_of, inventory_cells, thinned
from advisor.engine.cuts import Cuts, columns_read
from advisor.engine.effects import NOTHING, Setting, join
from advisor.engine.facts import Facts, Settled, derive, derive_these
from advisor.engine.index import Index
from advisor.engine.possibilities import Part, Possibilities, merged
from advisor.engine.row_marks import row_marks
from advisor.engine.sources import Must, Source, Sources, sources_of
from advisor.engine.span_demands import Ends
from advisor.engine.span_facts import span_facts
from advisor.engine.span_values import NoEnd, SpanFacts
from advisor.engine.worked_out import WorkedOut
from advisor.planner.canonical import canonical
from advisor.planner.lower import NoPlan, forced_units
from advisor.planner.problem import Catalogue, Problem
from advisor.values import Row

MOST_COMBINATIONS = 4_000  # of one part; beyond that numbers are looked at only here and there


def possibilities(
    index: Index,
    setting: Setting,
    case: Case,
    settled: Settled,
    cuts: Cuts,
    must: Must,
    catalogue: Catalogue,
    before: WorkedOut | None = None,
) -> Possibilities:
    """Work out every part that can matter; answers among which none of them tells a difference are one. `before`: what was worked
    out for another answer of the same pack."""
    before = before if before is not None else WorkedOut(index)
    sources = sources_of(index, setting, settled, must)
    closures = [index.closure(part.reads) for part in sources.parts]
    reads = frozenset[str]().union(*closures)
    sure = _sure(index, settled, sources, catalogue)
    cells = _cells(index, setting, case, settled, cuts, sources, reads, sure, before)
    for closure in closures:
        while prod(len(cells[f].cells) for f in closure if f in cells) > MOST_COMBINATIONS:
            widest = max((f for f in cells if f in closure), key=lambda f: len(cells[f].cells))
            if len(cells[widest].cells) <= 2:
                break
            cells[widest] = thinned(cells[widest])
    parts = []
    for source, closure in zip(sources.parts, closures):
        facts = tuple(f for f in cells if f in closure)
        part = before.again(
            (source.kind, source.name),
            before.of_part(source, setting, settled, closure, cells, facts, sure, sources.reach),
            partial(_worked_out, index, settled, source, closure, cells, facts, sure, sources.reach),
        )
        if not all(cells[fact].whole for fact in part.facts):
            spans = span_facts(index, settled, case, cuts, cells, closure)
            part = _with_ends(part, source, spans, sure, sources.reach)
        parts.append(part)
    return merged(
        Possibilities(
            cells,
            tuple(part for part in parts if len(part.fragments) > 1 or part.ends),
            tuple(part.fragments[0] for part in parts if len(part.fragments) == 1 and not part.ends),
            must,
            not any(part.ends for part in parts),
            reads,
            columns_read(index, sources.read),
            sources,
        )
    )


def _with_ends(part: Part, source: Source, facts: SpanFacts, sure: frozenset[str], reach: frozenset[str]) -> Part:
    """A part of which not all answers are looked at, with what holds over all of them. Where that is one and the same, so is the
    part."""
    try:
        ends = source.ends(facts)
    except NoEnd:
        return replace(part, ends=Ends(NOTHING, Problem(impossible=(part.name,)), None))
    weakest, strictest = (canonical(end, sure, reach) for end in (ends.weakest, ends.strictest))
    if weakest == strictest and len(part.fragments) == 1:
        return part
    return replace(part, ends=Ends(weakest, strictest, ends.useful))


def _sure(index: Index, settled: Settled, sources: Sources, catalogue: Catalogue) -> frozenset[str]:
    """The offerings that what is the same in all worlds forces into every plan."""
    known = derive(index, settled, dict(settled.known), index.pack.facts)
    fixed = [p.evaluate(known) for p in sources.parts if index.closure(p.reads).isdisjoint(settled.open)]
    try:
        return frozenset(o for o, n in forced_units(join(fixed), catalogue).items() if n)
    except NoPlan:
        return frozenset()


def _cells(
    index: Index,
    setting: Setting,
    case: Case,
    settled: Settled,
    cuts: Cuts,
    sources: Sources,
    reads: frozenset[str],
    sure: frozenset[str],
    before: WorkedOut,
) -> dict[str, Cells]:
    """The cells of every open fact that some part reads, inventories after the facts that their rows are looked at with."""
    read = [index.pack.facts[name] for name in settled.open if name in reads]
    found = {fact.id: cells_of(fact, case.answers.get(fact.id), cuts) for fact in read if fact.type != "inventory"}
    columns = columns_read(index, sources.read)
    for fact in read:
        if fact.type == "inventory":
            marks = row_marks(index, settled, fact.id, sources, found, sure)
            rows = cast(tuple[Row, ...], case.answers[fact.id].value)
            looked_at = before.of_rows(fact.id, marks.read, marks.worlds)
            states = before.again(
                ("rows", fact.id),
                (rows, columns, marks.within, looked_at, setting, sure, sources.reach),
                partial(inventory_cells, fact, rows, cuts, columns, marks.of),
            )
            alike = marks.one_of == 1  # else rows that look alike may differ where nobody looked
            found[fact.id] = states if alike else replace(states, whole=False, answers=states.count * marks.one_of)
    return {name: found[name] for name in settled.open if name in found}


def _worked_out(
    index: Index,
    settled: Settled,
    source: Source,
    closure: frozenset[str],
    cells: dict[str, Cells],
    facts: tuple[str, ...],
    sure: frozenset[str],
    reach: frozenset[str],
) -> Part:
    """One part for all combinations of the open answers it reads (`facts`)."""
    values = [[cell.value for cell in cells[f].cells] for f in facts]
    known = derive(index, settled, dict(settled.known), closure)
    follow = [n for n in index.derived_in(closure) if not index.closure([n]).isdisjoint(facts)]
    for name in follow:  # only these hang on what is open: they follow anew in every world
        known.pop(name, None)
    known.update((name, settled.known[name]) for name in follow if name in settled.known)
    table: dict[tuple[int, ...], int] = {}
    numbers: dict[Problem, int] = {}
    for positions in product(*(range(len(v)) for v in values)):
        world: Facts = dict(known)
        world.update((f, v[p]) for f, v, p in zip(facts, values, positions))
        fragment = canonical(source.evaluate(derive_these(index, settled, world, follow)), sure, reach)
        table[positions] = numbers.setdefault(fragment, len(numbers))
    return Part(source.name, facts, table, tuple(numbers))
