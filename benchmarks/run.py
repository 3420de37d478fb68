"""`python -m benchmarks.run [NAME ...] [--packs N]`: every ratio of speed and memory, measured in one run, with its mark."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping

from benchmarks import listing, outside, plans, reading, unknowns, workshop
from benchmarks.measure import Figure

PARTS: Mapping[str, Callable[[int], Iterator[Figure]]] = {
    "plans": plans.plans,
    "unknowns": unknowns.unknowns,
    "reading": lambda packs: reading.reading(),
    "conditions": lambda packs: reading.conditions(),
    "printing": lambda packs: outside.printing(),
    "workshop": lambda packs: workshop.workshop(),
    "listing": lambda packs: listing.listing(),
    "memory": lambda packs: outside.memory(),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(PARTS)} (all of them)")
    parser.add_argument("--packs", type=int, default=40, metavar="N", help="how many random packs (40)")
    given = parser.parse_args()
    for name in given.names:
        if name not in PARTS:
            parser.error(f"there is no part “{name}”; there are {', '.join(PARTS)}")
    missed = 0
    for name in given.names or PARTS:
        print(f"# {name}", flush=True)
        for figure in PARTS[name](given.packs):
            print(figure, flush=True)
            missed += figure.met is False
    print(f"{missed} marks missed" if missed else "all marks met")


if __name__ == "__main__":
    main()
