"""Bounds where not all worlds are looked at: no world contradicts them, also none that no looked-at state resembles."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.calling.call_results import results_of
from advisor.engine import cells, tabulate
from advisor.engine.decide import Memory, decide
from advisor.engine.index import Index
from advisor.engine.recommend import recommend
from tests.drawn_worlds import assert_no_drawn_world_contradicts
from tests.random_packs import packs, random_pack
from tests.small import RESULT, UNKNOWN, Small, line, number_fact, rows, yes_no_fact

FEW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def few_states(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every case were too large: few states of an inventory, few values of a number are looked at."""
    monkeypatch.setattr(cells, "MOST_STATES", 1)
    monkeypatch.setattr(cells, "MOST_VALUES", 2)
    monkeypatch.setattr(tabulate, "MOST_COMBINATIONS", 2)


@FEW
@given(packs(unknown_facts=3))
def test_no_world_of_a_small_pack_contradicts_its_bounds(few_states: None, drawn: object) -> None:
    pack, case = drawn  # type: ignore[misc]
    assert_no_drawn_world_contradicts(decide(Memory.of(Index(pack)), case, {}, 0), 12, Random(1))


@FEW
@given(packs(unknown_facts=2, of_inventory=True))
def test_no_state_of_an_inventory_contradicts_its_bounds(few_states: None, drawn: object) -> None:
    pack, case = drawn  # type: ignore[misc]
    assert_no_drawn_world_contradicts(decide(Memory.of(Index(pack)), case, {}, 0), 12, Random(2))


@pytest.mark.parametrize("seed", range(6))
def test_no_world_of_a_larger_pack_contradicts_its_bounds(few_states: None, seed: int) -> None:
    pack, case = random_pack(seed, offerings=10, rules=24, unknown_facts=5, of_inventory=seed % 2 == 0)
    assert_no_drawn_world_contradicts(decide(Memory.of(Index(pack)), case, {}, 0), 10, Random(seed))


def office() -> Small:
    """Thirty PCs of which nobody knows memory, disk and age. Where some, but not all of them are old, somebody must sort them."""
    small = Small().table(
        "pcs", number_fact("ram", 1, 64), number_fact("disk", 1, 64), number_fact("age", 0, 30), yes_no_fact("old")
    )
    small.capability("memory", of="pcs", already="ram", demands="highest", supplies="best")
    small.capability("sorting").capability("room")
    small.offering("module", 50, {"memory": 64}).offering("sorter", 500, {"sorting": 1})
    small.offering("van", 90, {"room": 1})
    small.rule({"memory": 8}, each="pcs", for_=(RESULT,))
    small.rule({"room": "ceil(sum(pcs, disk + age) / 1000)"}, for_=(RESULT,))
    return small.rule({"sorting": 1}, when="count(pcs, old) > 3 and count(pcs, not old) > 3", for_=(RESULT,))


THIRTY = {"pcs": rows((30, {"ram": UNKNOWN, "disk": UNKNOWN, "age": UNKNOWN, "old": UNKNOWN}))}


def test_what_only_a_mixed_state_calls_for_gets_a_line_and_is_paid_for_in_what_covers_all() -> None:
    answer = office().recommend(answers=THIRTY)
    assert answer.worlds.looked_at < answer.worlds.of
    sorter = line(answer, "sorter").quantity
    assert (sorter.firm, sorter.likely, sorter.up_to, sorter.cover) == (0, 0, 1, 1)
    # 30 modules, the sorter, and vans for up to 30 x (64 + 30) = 2,820
    assert line(answer, "module").quantity.cover == 30
    assert line(answer, "van").quantity == line(answer, "van").quantity.__class__(1, 1, 3, 3)
    assert answer.cost.total.to == 30 * 5_000 + 50_000 + 3 * 9_000
    assert answer.cost.total.from_ == 9_000  # one van, whatever is found: 30 x (1 + 0) = 30


def test_where_most_are_known_to_be_old_no_state_is_mixed_and_nobody_sorts_them() -> None:
    known = {"ram": UNKNOWN, "disk": UNKNOWN, "age": UNKNOWN, "old": "yes"}
    answer = office().recommend(answers={"pcs": rows((27, known), (3, {**known, "old": UNKNOWN}))})
    assert answer.worlds.looked_at < answer.worlds.of
    assert "sorter" not in [one.offering for one in answer.lines]
    one_more = office().recommend(answers={"pcs": rows((26, known), (4, {**known, "old": UNKNOWN}))})
    assert line(one_more, "sorter").quantity.up_to == 1


def test_drawn_states_of_thirty_pcs_contradict_nothing() -> None:
    small = office()
    decision = decide(Memory.of(Index(small.pack())), small.case(answers=THIRTY), {}, 0)
    assert not decision.explored.possibilities.whole
    assert_no_drawn_world_contradicts(decision, 60, Random(3))


def test_at_worst_a_check_finds_what_covers_everything() -> None:
    small = office().check("look", 5, "pcs").know("pcs", for_=(RESULT,))
    answer = recommend(small.pack(), small.case(answers=THIRTY))
    [found] = answer.findings
    worst = found.answers[-1]
    assert worst.answer == "at worst"
    assert {(one.offering, one.to) for one in worst.lines} == {("module", 30), ("sorter", 1), ("van", 3)}
    assert worst.total.to == answer.cost.total.to == 30 * 5_000 + 50_000 + 3 * 9_000 + 500


def test_at_best_a_check_leaves_what_no_state_is_below_and_the_page_says_whose_lines_these_are() -> None:
    small = office().check("look", 5, "pcs").know("pcs", for_=(RESULT,))
    pack, answer = small.pack(), small.recommend(answers=THIRTY)
    [found] = answer.findings
    assert found.of_those_looked_at
    assert {one.total.from_ for one in found.answers} == {answer.cost.total.from_} == {9_000 + 500}
    [says] = results_of(pack, answer, line(answer, "look"))
    assert says.startswith("**What it may find** (of the possibilities looked at) — Which pcs?")
