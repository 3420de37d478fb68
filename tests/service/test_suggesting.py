"""What was corrected on a call waits for the editors, with its few words and who said so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from advisor.calling.call import new_call, set_words
from advisor.calling.heard_call import correct
from advisor.loading.load import load_pack
from advisor.service.suggesting import suggest_words
from advisor.storing.store import Store
from advisor.storing.synonyms import suggested_synonyms
from tests.desks import desk_of


def test_a_correction_of_a_call_reaches_the_editors_once(store: Store, project: Path) -> None:
    pack = load_pack(project, "software_rollout")
    call = set_words(pack, new_call(pack, date(2026, 11, 26), "261126-1000"), "Two doodahs for the wireless.")
    call = correct(pack, (), call, "doodahs for the wireless", "access_point")
    desk = desk_of(store, "Anna", "seller")
    for _ in range(2):
        suggest_words(desk, pack, call)
    (one,) = suggested_synonyms(store, "software_rollout")
    assert (one.offering, one.phrase, one.name) == ("access_point", "doodahs for the wireless", "Anna")
