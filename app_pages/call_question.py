"""The next question with what each answer changes, how far the questions are, and everything else that can be answered."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from advisor.calling.call import answer, answer_purpose, set_sure, withdraw
from advisor.calling.call_answered import answered, asked_next, other_facts, progress_of, say_folded
from advisor.calling.call_answers import plain_number
from advisor.calling.call_columns import answer_column
from advisor.calling.call_questions import QuestionView, fact_view, next_question
from advisor.engine.idle import idle_answers
from advisor.recommendation import Recommendation
from app_pages.call_kept import show_notes
from app_pages.call_session import Session, change, name_of, seed, show_refusal
from app_pages.call_tables import show_table, show_tables


def show_question(session: Session, recommendation: Recommendation) -> None:
    view = next_question(session.pack, recommendation)
    if view is not None:
        with st.container(border=True, gap="xsmall"):
            st.caption(f"**Next question**{f' · {view.why}' if view.why else ''}")
            st.header(view.asks, anchor=False)
            if view.rows:
                st.caption(", ".join(view.rows))
            if view.find_out:
                st.caption(f"They find it here: {view.find_out}.")
            _field(session, view, "next", shortcuts=True)
    st.progress(progress_of(session.call, recommendation), text=f"**{recommendation.questions_say}**")


def _give(session: Session, view: QuestionView, key: str, value: Any) -> None:
    if view.is_purpose:
        change(session, key, lambda call: answer_purpose(session.pack, call, view.about, value))
        return
    if view.split is not None:
        said = {**view.split, "count": value} if isinstance(value, int) else value
        change(session, key, lambda call: answer_column(session.pack, call, view.about, view.rows, said))
        return
    change(session, key, lambda call: answer(session.pack, call, view.about, value, view.rows))
    if key not in session.refused:
        session.look_at = None


def _give_typed(session: Session, view: QuestionView, key: str) -> None:
    """Take what stands in the field; an empty field is no answer."""
    typed = st.session_state.get(key)
    if typed is None or typed == []:
        return
    _give(session, view, key, typed.isoformat() if view.kind == "date" else typed)


def _field(session: Session, view: QuestionView, place: str, shortcuts: bool) -> None:
    """The field of a question: rows of answers with their effects, or a field of its own kind with "Answer"."""
    base = f"{place}_{view.about}".replace(".", "_")
    if view.kind == "table":
        show_table(session, view.about, place)
    elif view.kind != "buttons":
        _typed_field(session, view, base, shortcuts)
    if view.effects:
        st.markdown(f":small[{view.effects}]")
    for n, one in enumerate(view.answers):
        # What people say about a why is longer than what it leads to.
        button, effect = st.columns([12, 8] if view.is_purpose else [9, 11], wrap=False, vertical_alignment="center")
        key = name_of(session, f"{base}_{n}")
        button.button(
            one.label,
            key=key,
            width="stretch",
            wrap=True,
            shortcut=f"Alt+{n + 1}" if shortcuts and n < 9 else None,
            on_click=_give,
            args=(session, view, key, one.value),
        )
        effect.markdown(f":small[{one.effect}]" if one.effect else "")
        show_refusal(session, key)


def _typed_field(session: Session, view: QuestionView, base: str, shortcuts: bool) -> None:
    key = name_of(session, f"{base}_typed")
    there = session.call.case.answers.get(view.about)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        match view.kind:
            case "number":
                if key not in st.session_state:
                    known = plain_number(there)
                    st.session_state[key] = None if known is None else type(view.field_step)(known)
                st.number_input(view.hint, value=None, step=view.field_step, key=key)
            case "date":
                st.date_input("Day", value=None, format="DD/MM/YYYY", key=key)
            case _:
                names = dict(view.choices)
                st.multiselect("All that fit", list(names), key=key, format_func=names.__getitem__)
        st.button(
            "Answer",
            key=f"{key}_answer",
            shortcut="Ctrl+Enter" if shortcuts else None,
            on_click=_give_typed,
            args=(session, view, key),
        )
    show_refusal(session, key)


def show_folded(session: Session, recommendation: Recommendation) -> None:
    pack, call = session.pack, session.call
    key = name_of(session, "folded")
    folded = st.expander(
        say_folded(pack, call, recommendation), icon=":material/checklist:", key=key, on_change="rerun"
    )
    if folded.open:
        with folded:
            _others(session, recommendation)
    show_tables(session)


def _look_at(session: Session, fact: str | None) -> None:
    session.look_at = fact


def _look_at_chosen(session: Session, key: str) -> None:
    _look_at(session, st.session_state[key])


def _others(session: Session, recommendation: Recommendation) -> None:
    pack, call = session.pack, session.call
    names = dict(other_facts(pack, call, recommendation))
    key = name_of(session, "look_at")
    seed(session, key, session.look_at)
    st.selectbox(
        "Answer or change any question",
        list(names),
        index=None,
        key=key,
        format_func=names.__getitem__,
        placeholder="Type to search",
        on_change=_look_at_chosen,
        args=(session, key),
    )
    if session.look_at is not None:
        _change(session, session.look_at)
    for name, asks in asked_next(pack, recommendation):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(f":small[:material/help: {asks}]", width="stretch")
            key = name_of(session, f"open_{name}")
            st.button("answer", key=key, type="tertiary", on_click=_look_at, args=(session, name))
    idle = idle_answers(call.case, session.memory)
    with st.container(gap="xxsmall"):
        for one in answered(pack, call):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                note = " · :gray[kept; makes no difference now]" if one.fact in idle else ""
                st.markdown(f":small[{one.asks} **{one.said}**{note}]", width="stretch")
                key = name_of(session, f"change_{one.fact}")
                st.button("change", key=key, type="tertiary", on_click=_look_at, args=(session, one.fact))


def _change(session: Session, name: str) -> None:
    """The field of one question, and whether its answer is verified, reported, or taken back."""
    view = fact_view(session.pack, name)
    if view.find_out:
        st.caption(f"They find it here: {view.find_out}.")
    _field(session, view, "other", shortcuts=False)
    one = next((each for each in answered(session.pack, session.call) if each.fact == name), None)
    if one is None:
        return
    show_notes(session, name)
    key = name_of(session, f"given_{name}")
    with st.container(horizontal=True):
        if one.can_be_reported:
            label = "It is only reported" if one.sure else "It is verified"
            st.button(
                label,
                key=f"{key}_sure",
                type="tertiary",
                on_click=change,
                args=(session, key, partial(set_sure, fact=name, sure=not one.sure)),
            )
        st.button(
            "Withdraw the answer",
            key=f"{key}_withdraw",
            type="tertiary",
            on_click=change,
            args=(session, key, partial(withdraw, fact=name)),
        )
