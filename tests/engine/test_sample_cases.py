"""Every sample case is verified as it stands, and refused after any change of any one of its lines."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.pack import Pack
from advisor.verifying.verify import verify
from tests.sampled import CASES, Sampled, name_of

QUANTITIES = ("firm", "likely", "up_to", "cover")


def changed(pack: Pack, answer: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The answer with one quantity of one line a step up or down, or the line gone."""
    for number, line in enumerate(answer["lines"]):
        step = pack.offerings[line["offering"]].step
        for name in QUANTITIES:
            quantity = line["quantity"][name]
            for other in (None if quantity is None else quantity + step, None if not quantity else quantity - step):
                if other is not None:
                    tampered = copy.deepcopy(answer)
                    tampered["lines"][number]["quantity"][name] = other
                    yield f"{name} of {line['offering']} is {other} instead of {quantity}", tampered
        tampered = copy.deepcopy(answer)
        del tampered["lines"][number]
        yield f"{line['offering']} is gone", tampered


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_a_sample_case_is_accepted_and_any_change_of_a_line_is_refused(path: Path, sampled: Sampled) -> None:
    pack, case = sampled.pack_of(path), sampled.case_of(path)
    answer = json.loads(json.dumps(sampled.recommendation_of(path).to_json()))
    assert verify(pack, case, answer).faults == ()
    on_price_list = list(pack.offerings)  # one order in every process: same input, same bytes out
    for line in answer["lines"]:
        if line["role"] == "check":
            assert line["needed_by"] == sorted(line["needed_by"], key=on_price_list.index)
    if answer["worlds"]["looked_at"] < answer["worlds"]["of"]:
        return  # bounds only: the verifier holds them against the worlds it looks at itself, and says that it did not see all
    accepted = [change for change, tampered in changed(pack, answer) if not verify(pack, case, tampered).faults]
    assert accepted == []
