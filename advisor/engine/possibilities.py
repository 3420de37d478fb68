"""How the open answers reach the plan: part by part, what each combination of answers makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, product
from math import prod
from typing import TypeAlias, cast

from advisor.case import Case
from advisor.engine.cells import Cell, Cells, cells_of, inventory_cells, thinned
from advisor.engine.cuts import Cuts, Key, columns_read
from advisor.engine.demands import Setting, join, limits_of, requirement_of, rows_problem
from advisor.engine.facts import Facts, Settled, derive
from advisor.engine.index import Index
from advisor.expressions.evaluate import compile_amount, compile_truth
from advisor.expressions.nodes import Aggregate, Expression, Name, walk
from advisor.pack import AtLeast, AtMost, Capability, Decline, NotTogether, Rule
from advisor.planner.canonical import canonical
from advisor.planner.lower import NoPlan, forced_units
from advisor.planner.problem import Catalogue, Problem
from advisor.values import Row, Special, Value

MOST_ROW_COMBINATIONS = 60  # of other open answers, for which a row is looked at
MOST_COMBINATIONS = 4_000  # of one part; beyond that numbers are looked at only here and there


@dataclass(frozen=True)
class Part:
    """One capability, inventory or limit: `table` maps a choice of cells (positions, for `facts` in order) to one of `fragments`."""

    name: str
    facts: tuple[str, ...]
    table: Mapping[tuple[int, ...], int]
    fragments: tuple[Problem, ...]

    @property
    def possible(self) -> tuple[int, ...]:
        """The fragments that still can come about."""
        return tuple(sorted(set(self.table.values())))


@dataclass(frozen=True)
class Possibilities:
    """The open facts that can reach the plan, each with its cells, and the parts they decide. `fixed`: what is so in every world.
    `whole` is False where not every answer is among the cells; `answers` counts all worlds before any were put together."""

    open: Mapping[str, Cells]
    parts: tuple[Part, ...]
    fixed: tuple[Problem, ...]
    must: tuple[
        tuple[str, int], ...
    ]  # units that are to be in the plan whatever the rules say, as far as limits let them
    whole: bool
    reach: frozenset[str]  # offerings that can be in a plan
    reads: frozenset[str]  # every fact that the looked-at parts read
    columns: frozenset[Key]  # and every column
    exactly: Callable[[Facts], Problem]  # what all of this comes to in one world, with every demand as its rule has it
    settled: Mapping[str, Value] = field(
        default_factory=dict
    )  # open facts whose answers make no difference, with a likely one
    choices_alike: Mapping[str, Mapping[object, object]] = field(
        default_factory=dict
    )  # fact -> choice -> the one standing for it

    @property
    def count(self) -> int:
        return prod(cells.count for cells in self.open.values())

    def narrowed(self, fact: str, positions: Sequence[int]) -> Possibilities:
        """With only these cells of one fact left."""
        cells = self.open[fact]
        kept = replace(cells, cells=tuple(cells.cells[p] for p in positions))
        parts = []
        for part in self.parts:
            if fact not in part.facts:
                parts.append(part)
                continue
            at = part.facts.index(fact)
            renumber = {old: new for new, old in enumerate(positions)}
            table = {
                (*key[:at], renumber[key[at]], *key[at + 1 :]): fragment
                for key, fragment in part.table.items()
                if key[at] in renumber
            }
            parts.append(replace(part, table=table))
        return replace(self, open=dict(self.open) | {fact: kept}, parts=tuple(parts))

    def facts_of(self, world: Sequence[int]) -> Facts:
        """The values of the open facts in a world, of those too that make no difference to any."""
        return dict(self.settled) | {fact: cells.cells[at].value for (fact, cells), at in zip(self.open.items(), world)}


def possibilities(
    index: Index,
    setting: Setting,
    case: Case,
    settled: Settled,
    cuts: Cuts,
    must: tuple[tuple[str, int], ...],
    catalogue: Catalogue,
) -> Possibilities:
    """Work out every part that can matter."""
    base = derive(index, settled, dict(settled.known), index.pack.facts)
    reach, capabilities = _reach(index, setting, base, [offering for offering, _ in must])
    read: list[tuple[Expression, str | None]] = []
    for capability in capabilities:
        read.extend(_live_expressions(index, setting, capability, base, reach))
    for rule in index.limiting:
        read.extend((expression, rule.each) for expression in index.rule_expressions(rule))
    read.extend((f.formula, None) for f in index.pack.facts.values() if f.formula is not None)
    columns = columns_read(index, read)
    aggregates = tuple(dict.fromkeys(n for e, _ in read for n in walk(e.node) if isinstance(n, Aggregate)))
    sources = _sources(index, setting, settled, base, reach, capabilities)
    return _tabulate(index, case, settled, cuts, columns, aggregates, sources, must, reach, catalogue)


def facts_that_can_matter(
    index: Index, setting: Setting, settled: Settled, must: tuple[tuple[str, int], ...]
) -> frozenset[str]:
    """Every fact that some part reads which can still reach the plan, formulas followed to the end."""
    base = derive(index, settled, dict(settled.known), index.pack.facts)
    reach, capabilities = _reach(index, setting, base, [offering for offering, _ in must])
    sources = _sources(index, setting, settled, base, reach, capabilities)
    return index.closure(frozenset[str]().union(*(reads for _, reads, _ in sources)))


def _sources(
    index: Index,
    setting: Setting,
    settled: Settled,
    base: Facts,
    reach: frozenset[str],
    capabilities: Sequence[Capability],
) -> list[tuple[str, frozenset[str], _Evaluate]]:
    """The parts by name: what each reads, and how its fragment is worked out."""
    sources: list[tuple[str, frozenset[str], _Evaluate]] = []
    for capability in capabilities:
        if capability.of is None:
            reads = _live_reads(index, setting, capability, base, reach)
            sources.append((capability.id, reads, _requirement(index, setting, capability)))
    for inventory in dict.fromkeys(c.of for c in capabilities if c.of is not None):
        inside = [c for c in capabilities if c.of == inventory]
        reads = frozenset({inventory}).union(*(_live_reads(index, setting, c, base, reach) for c in inside))
        reads |= frozenset(n for r in index.limiting if r.each == inventory for n in index.rule_reads(r))
        sources.append((inventory, reads, _rows(index, setting, inventory)))
    for rule in index.limiting:
        counts = rule.each is None and _concerns(index, rule, reach) and setting.counts(index, rule)
        if counts and _may_apply(rule, base):
            reads = index.rule_reads(rule) | _limited_facts(index, rule)
            sources.append((rule.id, reads, _limits(index, setting, rule, settled.wished)))
    return sources


_Evaluate: TypeAlias = Callable[[Facts], Problem]
"""A part's fragment as a function of the facts."""


def _requirement(index: Index, setting: Setting, capability: Capability) -> _Evaluate:
    return lambda facts: requirement_of(index, setting, capability, facts)


def _rows(index: Index, setting: Setting, inventory: str) -> _Evaluate:
    return lambda facts: rows_problem(index, setting, inventory, facts)


def _limits(index: Index, setting: Setting, rule: Rule, wished: frozenset[str]) -> _Evaluate:
    return lambda facts: limits_of(index, setting, rule, facts, wished)


def _limited_facts(index: Index, rule: Rule) -> frozenset[str]:
    if isinstance(rule.effect, AtMost | AtLeast):
        return frozenset(name for name, _ in rule.effect.limits if name in index.pack.facts)
    return frozenset()


def _may_apply(rule: Rule, facts: Facts) -> bool:
    if rule.when is None or rule.each is not None:
        return True
    return rule.when.truth(facts, None) is not False


def _reach(index: Index, setting: Setting, base: Facts, sure: Iterable[str]) -> tuple[frozenset[str], list[Capability]]:
    """The offerings that can come to be in a plan, and the capabilities that can be called for."""
    offerings = set(sure)
    found: dict[str, Capability] = {}
    changed = True
    while changed:
        changed = False
        for capability in index.pack.capabilities.values():
            if capability.id in found:
                continue
            for rule, _ in index.demanding[capability.id]:
                if not setting.counts(index, rule) or not _may_apply(rule, base):
                    continue
                triggers = setting.triggers(index, rule)
                if triggers is None or offerings.intersection(triggers):
                    found[capability.id] = capability
                    offerings.update(offering for offering, _ in index.suppliers[capability.id])
                    changed = True
                    break
        for capability in list(found.values()):
            for rule, _ in index.demanding[capability.id]:
                if rule.unless in index.plannable and rule.unless not in offerings:
                    offerings.add(rule.unless)
                    changed = True
    in_order = [c for c in index.pack.capabilities.values() if c.id in found]
    return frozenset(offerings), in_order


def _live_rules(
    index: Index, setting: Setting, capability: Capability, base: Facts, reach: frozenset[str]
) -> Iterator[tuple[Rule, Expression]]:
    """The rules that can come to call for a capability here."""
    for rule, amount in index.demanding[capability.id]:
        triggers = setting.triggers(index, rule)
        reached = triggers is None or not reach.isdisjoint(triggers)
        if reached and setting.counts(index, rule) and _may_apply(rule, base):
            yield rule, amount


def _live_expressions(
    index: Index, setting: Setting, capability: Capability, base: Facts, reach: frozenset[str]
) -> Iterator[tuple[Expression, str | None]]:
    """Everything that decides over a capability, with the inventory whose rows it looks at."""
    for rule, amount in _live_rules(index, setting, capability, base, reach):
        yield amount, rule.each
        if rule.when is not None:
            yield rule.when, rule.each
    for already in capability.already:
        yield already.value, capability.of
        if already.when is not None:
            yield already.when, capability.of
    for _, amount in index.suppliers[capability.id]:
        yield amount, capability.of


def _live_reads(
    index: Index, setting: Setting, capability: Capability, base: Facts, reach: frozenset[str]
) -> frozenset[str]:
    """The facts and inventories that decide over a capability."""
    names = {rule.each for rule, _ in _live_rules(index, setting, capability, base, reach) if rule.each is not None}
    return frozenset(names).union(*(e.reads for e, _ in _live_expressions(index, setting, capability, base, reach)))


def _concerns(index: Index, rule: Rule, reach: frozenset[str]) -> bool:
    match rule.effect:
        case AtMost(limits) | AtLeast(limits):
            return any(name in reach or name in index.pack.facts for name, _ in limits)
        case NotTogether(offerings):
            return len(reach.intersection(offerings)) > 1
        case Decline(offering):
            return offering is None or offering in reach
        case _:
            return False


def _tabulate(
    index: Index,
    case: Case,
    settled: Settled,
    cuts: Cuts,
    columns: frozenset[Key],
    aggregates: tuple[Aggregate, ...],
    sources: list[tuple[str, frozenset[str], _Evaluate]],
    must: tuple[tuple[str, int], ...],
    reach: frozenset[str],
    catalogue: Catalogue,
) -> Possibilities:
    closures = [index.closure(reads) for _, reads, _ in sources]
    reads_all = frozenset().union(*closures)
    known = derive(index, settled, dict(settled.known), reads_all)
    fixed = [
        evaluate(known) for (_, _, evaluate), closure in zip(sources, closures) if closure.isdisjoint(settled.open)
    ]
    sure = _sure(fixed, catalogue)
    cells: dict[str, Cells] = {}
    for fact in (index.pack.facts[name] for name in settled.open if name in reads_all):
        answer = case.answers.get(fact.id)
        if fact.type != "inventory":
            cells[fact.id] = cells_of(fact, answer, cuts)
    for fact in (index.pack.facts[name] for name in settled.open if name in reads_all):
        if fact.type == "inventory":
            mark = _row_mark(index, settled, fact.id, sources, closures, aggregates, cells, sure, reach)
            rows = cast(tuple[Row, ...], case.answers[fact.id].value)
            cells[fact.id] = inventory_cells(fact, rows, cuts, columns, mark)
    cells = {name: cells[name] for name in settled.open if name in cells}
    whole = all(c.whole for c in cells.values())
    for closure in closures:
        while prod(len(cells[f].cells) for f in closure if f in cells) > MOST_COMBINATIONS:
            widest = max((f for f in cells if f in closure), key=lambda f: len(cells[f].cells))
            if len(cells[widest].cells) <= 2:
                break
            cells[widest] = thinned(cells[widest])
            whole = False
    parts: list[Part] = []
    fixed = []
    for (name, _, evaluate), closure in zip(sources, closures):
        facts = tuple(f for f in cells if f in closure)
        values = [[cell.value for cell in cells[f].cells] for f in facts]
        table: dict[tuple[int, ...], int] = {}
        numbers: dict[Problem, int] = {}
        for positions in product(*(range(len(v)) for v in values)):
            world: Facts = dict(settled.known)
            world.update((f, v[p]) for f, v, p in zip(facts, values, positions))
            fragment = canonical(evaluate(derive(index, settled, world, closure)), sure, reach)
            table[positions] = numbers.setdefault(fragment, len(numbers))
        if len(numbers) == 1:
            fixed.extend(numbers)
        else:
            parts.append(Part(name, facts, table, tuple(numbers)))

    def exactly(facts: Facts) -> Problem:
        return join([*(evaluate(facts) for _, _, evaluate in sources), Problem(at_least=must)])

    return _merged(Possibilities(cells, tuple(parts), tuple(fixed), must, whole, reach, reads_all, columns, exactly))


def _sure(fixed: list[Problem], catalogue: Catalogue) -> frozenset[str]:
    """The offerings that what is the same in all worlds forces into every plan."""
    try:
        return frozenset(o for o, n in forced_units(join(fixed), catalogue).items() if n)
    except NoPlan:
        return frozenset()


def _row_mark(
    index: Index,
    settled: Settled,
    inventory: str,
    sources: list[tuple[str, frozenset[str], _Evaluate]],
    closures: list[frozenset[str]],
    aggregates: tuple[Aggregate, ...],
    cells: Mapping[str, Cells],
    sure: frozenset[str],
    reach: frozenset[str],
) -> Callable[[Row], object]:
    """What the rules make of one row, for every combination of the other open answers that they read with it."""
    mine = [(evaluate, closure) for (name, _, evaluate), closure in zip(sources, closures) if name == inventory]
    within = [node for node in aggregates if node.inventory == inventory and node.of is not None]
    others = tuple(
        f for f in cells if any(f in closure for _, closure in mine) or any(f in _names(index, n) for n in within)
    )
    combinations = list(product(*((cell.value for cell in cells[f].cells) for f in others)))
    stride = max(1, len(combinations) // MOST_ROW_COMBINATIONS)
    worlds: list[Facts] = []
    for values in combinations[::stride]:
        world: Facts = dict(settled.known) | dict(zip(others, values))
        worlds.append(derive(index, settled, world, [n for n in index.pack.facts if n != inventory]))

    def mark(row: Row) -> object:
        seen: list[object] = []
        for world in worlds:
            alone = world | {inventory: (row,)}
            seen.extend(canonical(evaluate(alone), sure, reach) for evaluate, _ in mine)
            seen.extend(_contribution(node, world, row) for node in within)
        return tuple(seen)

    return mark


def _names(index: Index, node: Aggregate) -> frozenset[str]:
    assert node.of is not None
    return index.closure(n.id for n in walk(node.of) if isinstance(n, Name))


def _contribution(node: Aggregate, facts: Facts, row: Row) -> object:
    """What one row adds to an aggregate."""
    assert node.of is not None
    if node.function == "count":
        return compile_truth(node.of)(facts, cast(Facts, row))
    return compile_amount(node.of)(facts, cast(Facts, row))


def _merged(found: Possibilities) -> Possibilities:
    """Cells among which no part tells a difference become one, a number's only side by side; facts with one cell are dropped."""
    for fact, cells in list(found.open.items()):
        marks = _marks(found.parts, fact, cells)
        runs = [list(run) for _, run in groupby(range(len(marks)), key=lambda p: marks[p])]
        if cells.cells[0].least is None:  # no number: equal answers need not stand side by side
            by_mark: dict[object, list[int]] = {}
            for position, mark in enumerate(marks):
                by_mark.setdefault(mark, []).append(position)
            runs = list(by_mark.values())
        if len(runs) == len(marks) and len(runs) > 1:
            continue
        found = found.narrowed(fact, [run[0] for run in runs])
        joined = tuple(_joined([cells.cells[p] for p in run]) for run in runs)
        stands_for: dict[object, object] = (
            {cells.cells[p].value: one.value for run, one in zip(runs, joined) for p in run} if _single(cells) else {}
        )
        alike = dict(found.choices_alike) | {fact: stands_for}
        found = replace(found, open=dict(found.open) | {fact: replace(cells, cells=joined)}, choices_alike=alike)
    single = {fact for fact, cells in found.open.items() if len(cells.cells) == 1}
    parts = tuple(_drop(part, single) for part in found.parts)
    return replace(
        found,
        open={fact: cells for fact, cells in found.open.items() if fact not in single},
        settled={fact: found.open[fact].cells[0].value for fact in found.open if fact in single},
        parts=tuple(part for part in parts if part.facts),
        fixed=(*found.fixed, *(part.fragments[n] for part in parts if not part.facts for n in part.table.values())),
    )


def _single(cells: Cells) -> bool:
    """Whether the cells are plain choices."""
    return all(
        isinstance(cell.value, str) or (cell.least is None and isinstance(cell.value, Special)) for cell in cells.cells
    )


def _marks(parts: Iterable[Part], fact: str, cells: Cells) -> list[object]:
    """Per cell, all that the parts make of it: cells with equal marks are the same to every rule."""
    marks: list[list[object]] = [[cell.least is None] for cell in cells.cells]
    for part in parts:
        if fact in part.facts:
            at = part.facts.index(fact)
            for key, fragment in part.table.items():
                marks[key[at]].append((*key[:at], *key[at + 1 :], fragment))
    return [tuple(mark) for mark in marks]


def _joined(cells: Sequence[Cell]) -> Cell:
    heaviest = max(cells, key=lambda cell: cell.weight)
    return Cell(heaviest.value, sum(cell.weight for cell in cells), cells[0].least, cells[-1].most)


def _drop(part: Part, single: set[str]) -> Part:
    kept = [number for number, fact in enumerate(part.facts) if fact not in single]
    if len(kept) == len(part.facts):
        return part
    table = {tuple(key[number] for number in kept): fragment for key, fragment in part.table.items()}
    return replace(part, facts=tuple(part.facts[number] for number in kept), table=table)
