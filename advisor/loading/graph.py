"""Groups of things that lead to each other in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def circles(edges: Mapping[str, Iterable[str]]) -> tuple[frozenset[str], ...]:
    """The strongly connected components of two or more, and the single ones that lead to themselves.

    In the order in which `edges` first names one of each; what `edges` has no entry for leads nowhere. Tarjan's
    algorithm, without recursion.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    found: list[frozenset[str]] = []
    for start in edges:
        if start in order:
            continue
        work = [(start, iter(tuple(edges.get(start, ()))))]
        order[start] = low[start] = len(order)
        path.append(start)
        on_path.add(start)
        while work:
            node, rest = work[-1]
            onward = next(rest, None)
            if onward is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    group = path[path.index(node) :]
                    del path[-len(group) :]
                    on_path.difference_update(group)
                    if len(group) > 1 or node in tuple(edges.get(node, ())):
                        found.append(frozenset(group))
            elif onward not in order:
                order[onward] = low[onward] = len(order)
                path.append(onward)
                on_path.add(onward)
                work.append((onward, iter(tuple(edges.get(onward, ())))))
            elif onward in on_path:
                low[node] = min(low[node], order[onward])
    position = {name: n for n, name in enumerate(edges)}
    return tuple(sorted(found, key=lambda group: min(position.get(name, len(position)) for name in group)))
