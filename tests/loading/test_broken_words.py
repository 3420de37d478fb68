"""What is said about words.yaml when it is at fault, word for word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.loading.load import load_pack
from advisor.problems import FilesAtFault


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "language: klingon\n",
            "line 1: There are no word lists for the language “klingon”. Write one of these: en.",
        ),
        (
            "lists:\n  refuseing: [nah]\n",
            "line 2: There is no list `refuseing` to add words to. Did you mean refusing?",
        ),
        (
            "called:\n  faster_quote: [quick]\n",
            "line 2: There is no outcome `faster_quote`. Did you mean faster_quotes?",
        ),
        (
            "search:\n  crm_suit: [quick]\n",
            "line 2: There is no offering or outcome `crm_suit`. Did you mean crm_suite?",
        ),
    ],
)
def test_a_fault_in_the_words_of_a_pack_is_said(project: Path, tmp_path: Path, text: str, message: str) -> None:
    for folder in ("rules", "data"):
        shutil.copytree(project / folder / "software_rollout", tmp_path / folder / "software_rollout")
    (tmp_path / "rules/software_rollout/words.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FilesAtFault) as fault:
        load_pack(tmp_path, "software_rollout")
    assert [str(problem) for problem in fault.value.problems] == [f"rules/software_rollout/words.yaml, {message}"]
