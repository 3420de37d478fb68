"""Drafts and suggested synonyms: nothing is overwritten unseen."""

from __future__ import annotations

import pytest

from advisor.storing.drafts import DraftConflict, draft_of, drafts_of, drop_draft, save_draft
from advisor.storing.people import Person
from advisor.storing.store import Store
from advisor.storing.synonyms import decide_synonym, suggest_synonym, suggested_synonyms

FILE = "rules/water/facts.yaml"


def test_a_draft_is_saved_again_and_again_by_who_has_seen_it(store: Store, anna: Person, otto: Person) -> None:
    first = save_draft(store, "water", FILE, "one", "abc", anna.id, None)
    second = save_draft(store, "water", FILE, "two", "abc", otto.id, first.revision)
    assert (second.text, second.revision, second.name) == ("two", 2, "Otto")
    gone = save_draft(store, "water", "rules/water/old.yaml", None, "abc", anna.id, None)
    assert drafts_of(store, "water") == (second, gone)


def test_the_second_to_save_gets_both_texts_and_nothing_is_overwritten(
    store: Store, anna: Person, otto: Person
) -> None:
    first = save_draft(store, "water", FILE, "one", "abc", anna.id, None)
    theirs = save_draft(store, "water", FILE, "Otto's", "abc", otto.id, first.revision)
    for seen in (first.revision, None):
        with pytest.raises(DraftConflict) as told:
            save_draft(store, "water", FILE, "Anna's", "abc", anna.id, seen)
        assert (told.value.mine, told.value.theirs) == ("Anna's", theirs)
    assert str(told.value) == (
        "Otto has saved this file since you opened it. Nothing was overwritten: look at both, and choose."
    )
    assert draft_of(store, "water", FILE) == theirs
    assert save_draft(store, "water", FILE, "both", "abc", anna.id, theirs.revision).text == "both"


def test_a_draft_that_was_taken_back_meanwhile_is_told_too(store: Store, anna: Person) -> None:
    first = save_draft(store, "water", FILE, "one", "abc", anna.id, None)
    with pytest.raises(DraftConflict):
        drop_draft(store, "water", FILE, first.revision + 1)
    drop_draft(store, "water", FILE, first.revision)
    with pytest.raises(DraftConflict) as told:
        save_draft(store, "water", FILE, "two", "abc", anna.id, first.revision)
    assert told.value.theirs is None and told.value.mine == "two"


def test_a_synonym_is_suggested_once_and_waits_until_it_is_decided(store: Store, anna: Person, otto: Person) -> None:
    for who in (anna, otto):
        suggest_synonym(store, "water", "water_bar", "the fizzy thing", who.id)
    (one,) = suggested_synonyms(store, "water")
    assert (one.offering, one.phrase, one.name, one.decided) == ("water_bar", "the fizzy thing", "Anna", "")
    decide_synonym(store, one.number, "taken", otto.id)
    assert suggested_synonyms(store, "water") == ()
    assert [found.decided for found in suggested_synonyms(store, "water", None)] == ["taken"]
