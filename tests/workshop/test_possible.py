"""Whether somebody can fulfil a condition: held against everybody, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from random import Random

import pytest

from advisor.expressions.read import read_amount, read_condition
from advisor.expressions.scope import Scope
from advisor.pack import Fact, Pack
from advisor.problems import Place
from advisor.values import DOES_NOT_APPLY, Value
from advisor.workshop.possible import Customers, Told
from tests.small import Small

HERE = Place("facts.yaml", 1)
PEOPLE = range(1, 301)  # more than are tried one by one


def facts() -> dict[str, Fact]:
    found = {
        "people": Fact("people", "How many?", "number", HERE, range=(1, 300)),
        "size": Fact("size", "How large?", "choice", HERE, choices=("small", "large", "huge"), ordered=True),
        "own": Fact("own", "Your own?", "choice", HERE, choices=("yes", "no")),
    }
    asked = read_condition("own", Scope(found))
    found["rooms"] = Fact("rooms", "Rooms?", "number", HERE, range=(0, 9), asked_when=asked)
    found["wet"] = Fact("wet", "Wet?", "choice", HERE, choices=("yes", "no"), may_not_apply=True)
    scope = Scope(found)
    found["litres"] = Fact("litres", "Litres", "number", HERE, formula=read_amount("1.5 * people + 10", scope))
    found["busy"] = Fact(
        "busy", "Busy", "choice", HERE, choices=("yes", "no"), formula=read_condition("people > 40 or own", scope)
    )
    return found


@pytest.fixture(scope="module")
def pack() -> Pack:
    return replace(Small().pack(), facts=facts())


def everybody(pack: Pack) -> Iterator[Mapping[str, Value]]:
    for people, size, own, rooms, wet in product(
        PEOPLE, ("small", "large", "huge"), ("yes", "no"), (*range(10), DOES_NOT_APPLY), ("yes", "no", DOES_NOT_APPLY)
    ):
        if (rooms is DOES_NOT_APPLY) is (own == "yes"):
            continue
        known: dict[str, Value] = {"people": people, "size": size, "own": own, "rooms": rooms, "wet": wet}
        for name in ("litres", "busy"):
            formula = pack.facts[name].formula
            assert formula is not None
            known[name] = formula.amount(known)
        yield known


PARTS = [
    "people > {n}", "people <= {n}", "people == {n}", "{n} < 2 * people - 7", "litres >= {n}", "size >= large", "size != huge",
    "size in (small, huge)", "own", "not own", "busy", "not busy", "rooms > {r}", "rooms <= {r}", "wet", "not wet",
    "rooms + 1 > {r}", "people > 10 * rooms", "people - rooms < {r}",
]  # fmt: skip


def random_condition(random: Random) -> str:
    parts = [
        random.choice(PARTS).format(n=random.randint(-5, 460), r=random.randint(0, 10))
        for _ in range(random.randint(2, 4))
    ]
    joined = parts[0]
    for part in parts[1:]:
        joined = f"({joined}) {random.choice(('and', 'and', 'or'))} {random.choice(('', '', 'not '))}({part})"
    return joined


@pytest.mark.parametrize("seed", range(60))
def test_nobody_is_called_impossible_who_exists_and_whoever_is_found_exists(pack: Pack, seed: int) -> None:
    source = random_condition(Random(f"possible {seed}"))
    condition = read_condition(source, Scope(pack.facts))
    came = Customers(pack).who([condition.node])
    if came is Told.NEVER:
        assert not any(condition.truth(one) is True for one in everybody(pack)), source
    elif came is not Told.UNSURE:
        known = dict(came)  # what the condition does not name may be anything
        for name in ("litres", "busy"):
            formula = pack.facts[name].formula
            assert formula is not None
            known[name] = formula.amount(known)
        assert condition.truth(known) is True, source


def test_of_the_random_conditions_some_are_found_and_some_are_proved_impossible(pack: Pack) -> None:
    came = [
        Customers(pack).who([read_condition(random_condition(Random(f"possible {seed}")), Scope(pack.facts)).node])
        for seed in range(60)
    ]
    never, unsure = came.count(Told.NEVER), came.count(Told.UNSURE)
    assert never >= 5 and len(came) - never - unsure >= 30 and unsure <= 5, (never, unsure)


@pytest.mark.parametrize(
    ("holds", "holds_not", "never"),
    [
        ("people > 50", "people > 40", True),  # whoever is above 50 is above 40
        ("people > 50", "people > 60", False),
        ("rooms > 3", "own", True),  # rooms are only asked of those who own
        ("wet", "not wet", False),
        ("litres > 100", "people > 60", True),  # 1.5 x 61 + 10 is the first above 100
        ("litres > 100", "people > 61", False),
    ],
)
def test_what_follows_from_what(pack: Pack, holds: str, holds_not: str, never: bool) -> None:
    one, other = (read_condition(source, Scope(pack.facts)).node for source in (holds, holds_not))
    assert (Customers(pack).who([one], [other]) is Told.NEVER) is never


def test_whoever_is_found_is_said_in_words(pack: Pack) -> None:
    node = read_condition("people > 299 and size >= huge", Scope(pack.facts)).node
    customers = Customers(pack)
    found = customers.who([node])
    assert not isinstance(found, Told)
    assert customers.say(found) == "people is 300 and size is huge"


def test_a_count_over_rows_is_never_called_certain(pack: Pack) -> None:
    rows = Fact(
        "machines", "Which?", "inventory", HERE, columns=(Fact("old", "Old?", "choice", HERE, choices=("yes", "no")),)
    )
    with_rows = replace(pack, facts={**pack.facts, "machines": rows})
    node = read_condition("count(machines, old) > 3 and count(machines) < 2", Scope(with_rows.facts)).node
    assert Customers(with_rows).who([node]) is Told.UNSURE
