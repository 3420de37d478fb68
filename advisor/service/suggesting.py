"""Words that were corrected on a call go to the rule editors as suggested synonyms, through the rights of who is at the desk."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.calling.call import Call
from advisor.calling.heard_synonyms import SuggestedSynonym, keep_synonyms
from advisor.pack import Pack
from advisor.service.desk import Desk
from advisor.service.rules import suggest_synonym


@dataclass(frozen=True)
class DeskSink:
    """Keeps what was suggested for offerings; the names of a result stand in the pack's words and are not suggested."""

    desk: Desk

    def keep(self, suggested: SuggestedSynonym) -> None:
        if suggested.kind == "offering":
            suggest_synonym(self.desk, suggested.pack, suggested.id, suggested.said)


def suggest_words(desk: Desk, pack: Pack, call: Call) -> None:
    """Hand over the corrections of a call; the same words for the same offering are kept once. Raises NotAllowed, StoreFault."""
    keep_synonyms(pack, call, DeskSink(desk))
