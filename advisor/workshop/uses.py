"""How a pack hangs together: what each thing uses and what uses it, as data for a picture and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from advisor.expressions.nodes import Expression, Lookup, walk
from advisor.pack import Advise, AtLeast, AtMost, Decline, Know, Needs, NotTogether, Pack, Rule
from advisor.texts import slots
from advisor.workshop.plain import name_of

Kind: TypeAlias = Literal["rule", "offering", "capability", "fact", "outcome", "source", "figure", "table"]
IN_THE_PICTURE: frozenset[Kind] = frozenset({"rule", "offering", "capability", "outcome"})


@dataclass(frozen=True, order=True)
class Node:
    kind: Kind
    id: str


@dataclass(frozen=True, order=True)
class Edge:
    """`start` uses `end`; `how` says it in a word or two: "needs", "is for", "supplies", "reads", "limits" ..."""

    start: Node
    end: Node
    how: str


@dataclass(frozen=True)
class Graph:
    """Nodes in the order of the files, and the edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def around(self, centre: Node, steps: int = 2) -> Graph:
        """What can be reached from one node in so many steps, in either direction."""
        near = {centre}
        for _ in range(steps):
            near |= {edge.end for edge in self.edges if edge.start in near} | {
                edge.start for edge in self.edges if edge.end in near
            }
        return self.only(near)

    def only(self, nodes: Iterable[Node]) -> Graph:
        kept = set(nodes)
        edges = tuple(edge for edge in self.edges if edge.start in kept and edge.end in kept)
        return Graph(tuple(node for node in self.nodes if node in kept), edges)

    def of_kinds(self, kinds: Iterable[Kind]) -> Graph:
        wanted = set(kinds)
        return self.only(node for node in self.nodes if node.kind in wanted)

    def uses(self, node: Node) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.edges if edge.start == node)

    def used_by(self, node: Node) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.edges if edge.end == node)


def graph_of(pack: Pack) -> Graph:
    """Everything that uses something, drafts among the rules."""
    nodes = (
        *(Node("outcome", name) for name in pack.outcomes),
        *(Node("rule", name) for name in pack.rules),
        *(Node("capability", name) for name in pack.capabilities),
        *(Node("offering", name) for name in pack.offerings),
        *(Node("fact", name) for name in pack.facts),
        *(Node("source", name) for name in pack.sources),
        *(Node("figure", name) for name in pack.figures),
    )
    edges = tuple(dict.fromkeys(_edges(pack)))
    tables = dict.fromkeys(edge.end for edge in edges if edge.end.kind == "table")
    known = {*nodes, *tables}
    return Graph((*nodes, *tables), tuple(edge for edge in edges if edge.end in known))


def _edges(pack: Pack) -> Iterator[Edge]:
    for rule in pack.rules.values():
        yield from _of_rule(pack, rule)
    for offering in pack.offerings.values():
        here = Node("offering", offering.id)
        for capability, amount in offering.provides:
            yield Edge(here, Node("capability", capability), "supplies")
            yield from _reads(here, amount)
        for settled in offering.settles:
            yield Edge(here, Node("fact", settled.partition(".")[0]), "settles")
    for one in pack.capabilities.values():
        here = Node("capability", one.id)
        for already in one.already:
            yield from _reads(here, already.value)
            if already.when is not None:
                yield from _reads(here, already.when)
    for fact in pack.facts.values():
        for expression in (fact.formula, fact.asked_when):
            if expression is not None:
                yield from _reads(Node("fact", fact.id), expression)


def _of_rule(pack: Pack, rule: Rule) -> Iterator[Edge]:
    here = Node("rule", rule.id)
    for name in pack.for_outcomes(rule):
        yield Edge(here, Node("outcome", name), "is for")
    for name in pack.for_offerings(rule):
        yield Edge(here, Node("offering", name), "is for")
    if rule.unless is not None:
        yield Edge(here, Node("offering", rule.unless), "is needless with")
    if rule.each is not None:
        yield Edge(here, Node("fact", rule.each), "looks at rows of")
    if rule.when is not None:
        yield from _reads(here, rule.when)
    yield from _of_effect(pack, rule, here)
    for text in (rule.because, rule.because_unknown, rule.enough, rule.without, rule.instead):
        for slot in slots(text):
            if slot.name in pack.facts:
                yield Edge(here, Node("fact", slot.name), "reads")
    for source in rule.sources:
        yield Edge(here, Node("figure" if source in pack.figures else "source", source), "cites")


def _of_effect(pack: Pack, rule: Rule, here: Node) -> Iterator[Edge]:
    match rule.effect:
        case Needs(amounts):
            for name, amount in amounts:
                yield Edge(here, Node("capability", name), "needs")
                yield from _reads(here, amount)
        case AtMost(limits) | AtLeast(limits):
            for name, limit in limits:
                yield Edge(here, Node("offering" if name in pack.offerings else "fact", name), "limits")
                yield from _reads(here, limit)
        case NotTogether(offerings):
            yield from (Edge(here, Node("offering", name), "keeps apart") for name in offerings)
        case Know(facts):
            yield from (Edge(here, Node("fact", name.partition(".")[0]), "asks to know") for name in facts)
        case Decline(offering) if offering is not None:
            yield Edge(here, Node("offering", offering), "declines")
        case Advise(about) if about is not None:
            yield Edge(here, Node("offering", about), "speaks of")
        case _:
            return


def _reads(here: Node, expression: Expression) -> Iterator[Edge]:
    for name in sorted(expression.reads):
        if name.startswith("asked("):
            yield Edge(here, Node("offering", name.removeprefix("asked(").removesuffix(")")), "asks about")
        else:
            yield Edge(here, Node("fact", name), "reads")
    for node in walk(expression.node):
        if isinstance(node, Lookup):
            yield Edge(here, Node("table", node.table), "looks up")


def as_table(pack: Pack, graph: Graph) -> tuple[tuple[str, str, str], ...]:
    """The same as rows: what, how, what; names as people call them."""
    return tuple((_called(pack, edge.start), edge.how, _called(pack, edge.end)) for edge in graph.edges)


def _called(pack: Pack, node: Node) -> str:
    if node.kind == "rule":
        return pack.rules[node.id].title
    if node.kind == "source":
        return pack.sources[node.id].title
    return name_of(pack, node.id)


def as_dot(pack: Pack, graph: Graph) -> str:
    """The picture, in the language of Graphviz; rules are boxes, all else is round."""
    lines = ["digraph {", "rankdir=LR;", 'node [fontname="sans-serif", fontsize=11];']
    numbers = {node: f"n{n}" for n, node in enumerate(graph.nodes)}
    for node, number in numbers.items():
        shape = {"rule": "box", "offering": "ellipse", "capability": "hexagon"}.get(node.kind, "plaintext")
        lines.append(f"{number} [shape={shape}, label={_quoted(_called(pack, node))}];")
    lines += [f"{numbers[edge.start]} -> {numbers[edge.end]} [label={_quoted(edge.how)}];" for edge in graph.edges]
    return "\n".join((*lines, "}"))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
