"""From the customer's words to an answer without open questions, in eight answers or fewer, for the first sample of each pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.calling.call import Call, answer, answer_purpose, new_call, set_words
from advisor.calling.call_further import first_bounds
from advisor.calling.call_packs import sample_cases
from advisor.calling.call_questions import QuestionView, next_question
from advisor.case import Case
from advisor.engine.index import Index
from advisor.engine.recommend import Memory
from advisor.loading.dump_case import dump_case
from advisor.loading.load import load_pack
from advisor.pack import Pack
from advisor.recommendation import Recommendation

MOST = 8


def first_sample(project: Path, pack_id: str) -> tuple[Pack, Case]:
    pack = load_pack(project, pack_id)
    return pack, sample_cases(project, pack)[0]


def say(pack: Pack, call: Call, view: QuestionView, case: Case, answers: dict[str, Any]) -> Call:
    """Answer as the customer of the sample case does; what the case does not tell nobody knows."""
    if not view.is_purpose:
        return answer(pack, call, view.about, answers.get(view.about, "unknown"))
    meant = {want.outcome for want in case.wants}
    fitting = [one for one in view.answers if one.value.get("outcome") in meant]
    return answer_purpose(pack, call, view.about, (fitting or list(view.answers))[0].value)


def lead(pack: Pack, case: Case) -> tuple[list[str], Recommendation]:
    """What was asked, in this order, and the recommendation after the last answer."""
    call = set_words(pack, new_call(pack, case.date, "lead"), case.words)
    answers, memory = dump_case(case, pack)["answers"], Memory.of(Index(pack))
    asked: list[str] = []
    while True:
        found = first_bounds(pack, call.case, memory)
        view = next_question(pack, found)
        if view is None:
            return asked, found
        asked.append(view.about)
        assert len(asked) <= MOST, f"More than {MOST} answers: {asked}"
        call = say(pack, call, view, case, answers)


@pytest.mark.parametrize("pack_id", ["print_marketing", pytest.param("video_security", marks=pytest.mark.slow)])
def test_the_first_sample_of_the_pack_reaches_its_answer_in_eight_answers_or_fewer(project: Path, pack_id: str) -> None:
    pack, case = first_sample(project, pack_id)
    asked, found = lead(pack, case)
    assert asked and len(asked) == len(set(asked))
    assert found.verdict == case.expect.get("verdict", "proceed")
    assert found.questions == () and found.questions_say.startswith(("No more questions", "Nothing left to ask"))
