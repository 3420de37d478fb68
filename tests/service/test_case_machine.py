"""The state machine of a case, driven at random on both databases and held against a model in memory."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from advisor.service.cases import begin_case, history_of, note_on, open_case, redo, save_case, share_case, undo
from advisor.storing import cases
from advisor.storing.case_fields import fields_of, merge
from advisor.storing.cases import ChangedMeanwhile, new_case_id
from advisor.storing.store import Store
from tests.desks import VERSION, answers_of, content, desk_of

FACTS = st.sampled_from(["people", "rooms", "chilled"])
PEOPLE = st.sampled_from([0, 1])


class CaseMachine(RuleBasedStateMachine):
    """Two people with one case: each has what they saw last; the model has a list of states and a place in it."""

    store: Store

    @initialize()
    def begin(self) -> None:
        self.desks = [desk_of(self.store, "Anna", "seller"), desk_of(self.store, "Otto", "seller")]
        self.id = new_case_id()
        begin_case(self.desks[0], self.id, "water", VERSION, content())
        share_case(self.desks[0], self.id, self.desks[1].person.id)
        self.states: list[dict[str, Any]] = [{}]
        self.at = 0
        self.seen = [(1, {}), (1, {})]
        self.happened = 1

    def see(self, who: int) -> None:
        case = open_case(self.desks[who], self.id)
        self.seen[who] = (case.revision, answers_of(case.content))

    def changed(self, answers: dict[str, Any]) -> None:
        if answers != self.states[self.at]:
            self.states = [*self.states[: self.at + 1], answers]
            self.at += 1
            self.happened += 1

    @rule(who=PEOPLE, fact=FACTS, value=st.one_of(st.none(), st.integers(0, 3)))
    def answer(self, who: int, fact: str, value: int | None) -> None:
        revision, base = self.seen[who]
        mine = {name: there for name, there in {**base, fact: value}.items() if there is not None}
        now = self.states[self.at]
        try:
            case = save_case(self.desks[who], self.id, revision, content(**mine))
        except ChangedMeanwhile as told:
            assert told.fields == (f"answers.{fact}",)
            assert now.get(fact) not in (base.get(fact), mine.get(fact))
            self.see(who)
            return
        assert base.get(fact) == mine.get(fact) or now.get(fact) in (base.get(fact), mine.get(fact))
        merged = dict(now)
        if base.get(fact) != value:
            merged.pop(fact, None)
            merged |= {fact: value} if value is not None else {}
        self.changed(merged)
        self.seen[who] = (case.revision, answers_of(case.content))

    @rule(who=PEOPLE, back=st.booleans())
    def step(self, who: int, back: bool) -> None:
        revision, base = self.seen[who]
        try:
            (undo if back else redo)(self.desks[who], self.id, revision)
        except ChangedMeanwhile:
            assert base != self.states[self.at]
            self.see(who)
            return
        assert base == self.states[self.at]
        to = self.at + (-1 if back else 1)
        if 0 <= to < len(self.states):
            self.at = to
            self.happened += 1
        self.see(who)

    @rule(who=PEOPLE)
    def look(self, who: int) -> None:
        self.see(who)

    @rule(who=PEOPLE, fact=FACTS)
    def note(self, who: int, fact: str) -> None:
        note_on(self.desks[who], self.id, f"answers.{fact}", "so it was said")
        self.happened += 1

    @invariant()
    def the_store_has_what_the_model_has(self) -> None:
        if not hasattr(self, "states"):
            return
        case = open_case(self.desks[0], self.id)
        assert answers_of(case.content) == self.states[self.at]
        assert (case.can_undo, case.can_redo) == (self.at > 0, self.at < len(self.states) - 1)
        assert case.revision == self.happened
        history = history_of(self.desks[1], self.id)
        assert [one.number for one in history] == list(range(1, case.revision + 1))
        for before, after in itertools.pairwise(history):
            assert after.before == before.after
            differing = {*fields_of(before.after).items()} ^ {*fields_of(after.after).items()}
            assert {name for name, _ in differing} == set(after.fields) or after.kind == "note"


def drive(store: Store, examples: int, phases: tuple[Phase, ...]) -> None:
    machine = type("CaseMachineOfStore", (CaseMachine,), {"store": store})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_two_people_do_the_case_is_what_they_were_told(store: Store) -> None:
    drive(store, 8, (Phase.generate,))


def test_the_model_notices_a_lost_answer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "merge", lambda base, mine, theirs: merge(base, mine, mine))
    with pytest.raises(AssertionError):
        drive(store, 50, (Phase.generate,))
