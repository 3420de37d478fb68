"""What holds of sample cases in all three degrees of client and at every budget: hard limits, records of choices, sums to the cent."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from advisor.case import Budget, Case, Stance
from advisor.engine.index import Index
from advisor.engine.recommend import Memory, recommend
from advisor.loading.load import load_pack
from advisor.loading.load_case import case_pack_id, load_case
from advisor.pack import Pack
from advisor.printing.paper_choices import decided
from advisor.recommendation import Recommendation
from advisor.verifying.verify import verify
from tests.sampled import PROJECT, name_of
from tests.small import bought
from tests.spoken import MOST_WORDS

CASES = [
    PROJECT / "data" / pack / "cases" / f"{name}.yaml"
    for pack, name in (
        ("software_rollout", "erp_and_nobody_counted_the_shelves"),
        ("software_rollout", "second_server_against_advice"),
        ("print_marketing", "two_fax_numbers"),
        ("print_marketing", "a_redesign_and_nobody_measured"),
        ("video_security", "a_hundred_days_without_a_reason"),
        ("video_security", "faces_ears_and_guards"),
    )
]


@cache
def memory_of(pack_id: str) -> tuple[Pack, Memory]:
    pack = load_pack(PROJECT, pack_id)
    return pack, Memory.of(Index(pack))


def insisted(path: Path, insists: bool) -> tuple[Pack, Memory, Case]:
    pack, memory = memory_of(case_pack_id(path))
    case = load_case(path, pack)
    return pack, memory, replace(case, wants=tuple(replace(want, insists=insists) for want in case.wants))


def is_sound(pack: Pack, case: Case, answer: Recommendation) -> None:
    assert verify(pack, case, answer.to_json()).faults == ()
    assert len(answer.summary.split()) <= MOST_WORDS
    assert [want.says for want in answer.wants if len(want.says.split()) > MOST_WORDS] == []
    chosen = [want for want in answer.wants if want.disposition == "customers_choice"]
    assert {want.offering for want in chosen if want.offering} <= {one.offering for one in answer.lines if one.choice}
    assert len(decided(pack, answer)) >= len(chosen)
    if answer.verdict == "not_yet":
        assert answer.conflict


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_what_is_refused_is_refused_in_all_three_degrees_and_every_choice_is_on_record(path: Path) -> None:
    pack, memory, case = insisted(path, insists=True)
    refused = []
    for stance in get_args(Stance):
        asked = replace(case, stance=stance)
        answer = recommend(pack, asked, memory)
        is_sound(pack, asked, answer)
        refused.append([want.offering for want in answer.wants if want.disposition in ("cannot_work", "declined")])
    assert refused[0] == refused[1] == refused[2]


@pytest.mark.parametrize("insists", [False, True])
@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_the_sum_that_is_named_is_the_least_that_does_it(path: Path, insists: bool) -> None:
    pack, memory, case = insisted(path, insists)
    free = recommend(pack, case, memory)
    if not free.lines or free.cost.once.to is None or free.cost.once.from_ != free.cost.once.to:
        return  # nothing to pay, or no one sum
    whole = replace(case, budget=Budget(once=free.cost.once.to))
    exactly = recommend(pack, whole, memory)
    assert bought(exactly) == bought(free)
    for cents in (free.cost.once.to - 1, free.cost.once.to * 6 // 10):
        short = replace(case, budget=Budget(once=cents))
        answer = recommend(pack, short, memory)
        is_sound(pack, short, answer)
        assert answer.cost.once.to is None or answer.cost.once.to <= cents
        for more in answer.next_sums:
            for sum, dropped in ((cents + more.once, False), (cents + more.once - 1, True)):
                tried = recommend(pack, replace(case, budget=Budget(once=sum)), memory)
                assert (more.outcome in [f.fact for f in tried.flags if f.kind == "dropped_outcome"]) == dropped


def test_what_they_chose_beyond_their_need_is_said_to_be_their_decision_and_not_to_be_needed() -> None:
    path = PROJECT / "data/video_security/cases/a_turning_camera_on_their_own_choice.yaml"
    pack, memory = memory_of("video_security")
    answer = recommend(pack, load_case(path, pack), memory)
    assert answer.summary == "Yes: a camera that turns and zooms, for €980, as you decided."
    assert answer.certificate is not None
    assert answer.certificate.says == "Checked: nothing missing, nothing to take off but what you chose, least price"
