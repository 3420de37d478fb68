"""Which branches of conditions no example and no case takes, and which rows of sizing tables none of them looks up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from advisor.case import Case
from advisor.engine.facts import Facts, derive, settle
from advisor.engine.index import Index
from advisor.expressions import nodes
from advisor.expressions.evaluate import compile_amount, compile_truth
from advisor.expressions.nodes import Aggregate, Lookup, Node
from advisor.loading.shapes import plain
from advisor.pack import Fact, Pack, Rule
from advisor.values import Value
from advisor.workshop.changes import Names
from advisor.workshop.trial import situation_of

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Branch:
    """A part of a rule's condition that was never seen true, or never false."""

    rule: Rule
    part: str  # in words
    never: bool  # what it never comes out as

    def __str__(self) -> str:
        never = "true" if self.never else "false"
        return f"{self.rule.place.file}, `when`: {self.part} comes out {never} in no example and no case."


@dataclass(frozen=True)
class UnusedRow:
    """A row of a sizing table that nothing looks up. `key`: its first cell."""

    table: str
    key: str
    pack: str

    def __str__(self) -> str:
        return f"data/{self.pack}/tables/{self.table}.csv: no example and no case looks up the row `{self.key}`."


def branches_never_taken(pack: Pack, cases: Iterable[Case]) -> tuple[Branch, ...]:
    """Every comparison of every live rule that is always true, or always false, wherever somebody can tell."""
    index = Index(pack)
    found: list[Branch] = []
    situations = _situations_of_cases(index, cases)
    for rule in pack.live_rules:
        if rule.when is None:
            continue
        names = Names(pack.facts, _columns(pack, rule))
        for leaf in dict.fromkeys(leaves(rule.when.node)):
            test = compile_truth(leaf)
            seen = {test(facts, row) for facts, row in _situations(index, rule, situations)}
            found.extend(Branch(rule, names.say(leaf), never) for never in (True, False) if never not in seen)
    return tuple(found)


def leaves(node: Node) -> Iterator[Node]:
    """The parts of a condition that are joined by and and or."""
    match node:
        case nodes.And(parts) | nodes.Or(parts):
            for part in parts:
                yield from leaves(part)
        case nodes.Literal_():
            return  # always, or never: there is no other branch
        case _:
            yield node


def rows_never_used(pack: Pack, cases: Iterable[Case]) -> tuple[UnusedRow, ...]:
    """Every row of a table that a live rule looks something up in, and that no example and no case leads to."""
    index = Index(pack)
    used: dict[str, set[str]] = {}
    there: dict[str, dict[str, None]] = {}
    situations = _situations_of_cases(index, cases)
    for rule in pack.live_rules:
        for lookup, over in _lookups(index, rule):
            there.setdefault(lookup.table, {}).update({_key(row[0]): None for row in lookup.rows})
            for facts, row in _situations(index, rule, situations):
                for inner in _rows_of(over, facts, row):
                    key = _found(lookup, facts, inner)
                    if key is not None:
                        used.setdefault(lookup.table, set()).add(key)
    return tuple(
        UnusedRow(table, key, pack.id)
        for table, keys in there.items()
        for key in keys
        if key not in used.get(table, ())
    )


def _lookups(index: Index, rule: Rule) -> Iterator[tuple[Lookup, str | None]]:
    """The lookups of a rule and of the formulas it reads, with the inventory over whose rows each goes."""
    expressions = [expression.node for expression in index.rule_expressions(rule)]
    for name in index.closure(index.rule_reads(rule)):
        formula = index.pack.facts[name].formula
        if formula is not None:
            expressions.append(formula.node)
    for node in expressions:
        yield from _lookups_in(node, None)


def _lookups_in(node: Node, over: str | None) -> Iterator[tuple[Lookup, str | None]]:
    if isinstance(node, Lookup):
        yield node, over
    within = node.inventory if isinstance(node, Aggregate) else over
    for child in nodes.children(node):
        yield from _lookups_in(child, within)


def _rows_of(over: str | None, facts: Facts, row: Row | None) -> Iterable[Row | None]:
    if over is None:
        return (row,)
    rows = facts.get(over)
    return rows if isinstance(rows, tuple) else ()


def _found(lookup: Lookup, facts: Facts, row: Row | None) -> str | None:
    value = compile_amount(lookup.key)(facts, row)
    keys = [key for key, _ in lookup.rows]
    if isinstance(value, str):
        return value if value in keys else None
    if not isinstance(value, bool) and hasattr(value, "numerator"):
        if not lookup.up_to:
            return _key(value) if value in keys else None
        place = bisect_left(keys, value)  # type: ignore[type-var]
        return _key(keys[place]) if place < len(keys) else None
    return None


def _key(key: object) -> str:
    return key if isinstance(key, str) else plain(key)  # type: ignore[arg-type]


def _columns(pack: Pack, rule: Rule) -> dict[str, Fact]:
    return {column.id: column for column in pack.facts[rule.each].columns} if rule.each else {}


_Situations = list[tuple[Case, Facts]]


def _situations_of_cases(index: Index, cases: Iterable[Case]) -> _Situations:
    found = []
    for case in cases:
        settled = settle(index, case, lambda rule: True)
        facts: Facts = {name: value for name, value in settled.known.items() if name not in settled.unlisted}
        found.append((case, derive(index, settled, facts, index.pack.facts)))
    return found


def _situations(index: Index, rule: Rule, cases: _Situations) -> Iterator[tuple[Facts, Row | None]]:
    """Where a rule is looked at: its examples, and every case (each row of it, in an `each` rule)."""
    for example in rule.examples:
        yield situation_of(index, rule, example)
    for case, facts in cases:
        if rule.each is None:
            yield facts, None
            continue
        answer = case.answers.get(rule.each)
        rows = answer.value if answer is not None else ()
        yield from ((facts, row) for row in (rows if isinstance(rows, tuple) else ()))
