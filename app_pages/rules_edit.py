"""Typing a rule: the file on the left, what it says, what is wrong and what its examples give on the right, with every pause."""

from __future__ import annotations

from difflib import unified_diff
from functools import partial

import streamlit as st

from advisor.calling.call_text import escape
from advisor.service.rules import drop_draft, save_draft
from advisor.storing.drafts import Draft, DraftConflict
from advisor.workshop.completing import completions_of
from advisor.workshop.drafting import Typed
from advisor.workshop.plain import PlainRule, say_rule
from advisor.workshop.rules_view import RulesView
from app_pages.desk import desk
from app_pages.rule_editor import rule_editor, typed_in
from app_pages.rules_session import Workbench, look, say_faults

MOST_LINES = 40  # of a difference between two texts


def show_editor(bench: Workbench, view: RulesView, path: str) -> None:
    """The editor of one file. Only this part of the page is drawn again while somebody types."""
    text = bench.text_of(path)
    key = f"editor_{path}"

    def typed() -> None:
        said = typed_in(key, bench.generation_of(path))
        if said is not None and said != bench.text_of(path):
            keep(bench, path, said)

    result = look(bench, path, text)
    file, beside = st.columns([6, 5], gap="medium")
    with file:
        _conflict(bench, path)
        rule_editor(
            text,
            bench.generation_of(path),
            key=key,
            label=f"The file {path}",
            problems=result.marks,
            completions=completions_of(result.pack or view.pack, path),
            on_typed=typed,
            on_save=typed,
        )
        show_draft(bench, path)
    with beside:
        _beside(result, path)


def keep(bench: Workbench, path: str, text: str) -> None:
    """Save what was typed as a draft; where somebody else saved first, both texts are kept for a choice."""
    draft, now = bench.editing.drafts.get(path), bench.editing.version.digest
    with say_faults(bench):
        try:
            saved = save_draft(
                desk(), bench.editing.pack, path, text, *((draft.base, draft.revision) if draft else (now, None))
            )
        except DraftConflict as conflict:
            bench.conflicts[path] = conflict
            bench.typed[path] = text
            return
        bench.saved(saved)


def _conflict(bench: Workbench, path: str) -> None:
    conflict = bench.conflicts.get(path)
    if conflict is None:
        return
    st.warning(escape(str(conflict)), icon=":material/group:")
    st.caption("Theirs; yours is in the editor below.")
    theirs = conflict.theirs.text if conflict.theirs else bench.published_text(path)
    st.code(theirs or "The file is deleted.", language="yaml", height=200)
    with st.container(horizontal=True):
        st.button("Keep mine", key=f"mine_{path}", on_click=partial(_choose, bench, path, True))
        st.button("Take theirs", key=f"theirs_{path}", on_click=partial(_choose, bench, path, False))


def _choose(bench: Workbench, path: str, mine: bool) -> None:
    text = bench.text_of(path)
    bench.conflicts.pop(path, None)
    bench.typed.pop(path, None)
    bench.reload()
    if mine:
        keep(bench, path, text)
    else:
        bench.renew(path)


def show_draft(bench: Workbench, path: str) -> None:
    """Whether the file is as published, and whose draft of it there is."""
    draft = bench.editing.drafts.get(path)
    with st.container(horizontal=True, vertical_alignment="center"):
        if draft is None:
            st.caption("As published. Typing begins a draft; calls go on with the published version.")
        else:
            st.caption(
                f"Draft of {escape(draft.name)}, saved. Calls go on with version {bench.editing.version.number}."
            )
            st.button("Take the draft back", key=f"drop_{path}", type="tertiary", on_click=partial(_drop, bench, path))
    if draft is not None and path in bench.overtaken():
        _overtaken(bench, path, draft, bench.overtaken()[path])


def _overtaken(bench: Workbench, path: str, draft: Draft, number: int) -> None:
    """The file was published anew after the draft was begun: what publishing the draft would take back."""
    now = bench.editing.version.number
    st.warning(
        f"This draft was begun on version {number}, and the file was published anew since. Below is what it changes in version {now}.",
        icon=":material/update:",
    )
    published, mine = bench.published_text(path).splitlines(), (draft.text or "").splitlines()
    lines = list(unified_diff(published, mine, f"version {now}", "draft", lineterm="", n=1))
    st.code("\n".join(lines[:MOST_LINES]), language=None, wrap_lines=True)
    if len(lines) > MOST_LINES:
        st.caption(f"And {len(lines) - MOST_LINES} lines more.")
    st.button(
        f"I have looked: it stands on version {now}",
        key=f"stands_{path}",
        on_click=partial(_stands, bench, path, draft),
    )


def _stands(bench: Workbench, path: str, draft: Draft) -> None:
    with say_faults(bench):
        try:
            bench.saved(save_draft(desk(), draft.pack, path, draft.text, bench.editing.version.digest, draft.revision))
        except DraftConflict as conflict:
            bench.conflicts[path] = conflict


def _drop(bench: Workbench, path: str) -> None:
    draft = bench.editing.drafts.get(path)
    with say_faults(bench):
        if draft is not None:
            try:
                drop_draft(desk(), bench.editing.pack, path, draft.revision)
            except DraftConflict as conflict:
                bench.conflicts[path] = conflict
                return
        bench.reload()
        bench.renew(path)


def _beside(result: Typed, path: str) -> None:
    """What the text says, or what is wrong with it; the one live region of the page."""
    errors = [mark for mark in result.marks if mark.severity == "error"]
    for mark in result.marks[:5]:
        show = st.error if mark.severity == "error" else st.warning
        icon = ":material/error:" if mark.severity == "error" else ":material/warning:"
        show(f"Line {mark.line}: {escape(mark.says)}", icon=icon)
    for other in result.elsewhere[:3]:
        st.error(escape(other), icon=":material/error:")
    if errors or result.pack is None:
        st.caption("What the change does is shown once the file can be read.")
        return
    rule = next((one for one in result.pack.rules.values() if one.place.file == path), None)
    if rule is not None:
        show_plain(say_rule(result.pack, rule))
    if rule is None:
        return
    st.header("Examples", anchor=False)
    if result.examples:
        rows = [
            {"Example": one.name, "Result": "✓ as expected" if one.passed else f"✗ {one.says}"}
            for one in result.examples
        ]
        st.table(rows, border="horizontal", hide_index=True)
    else:
        st.caption("Not written yet.")


def show_plain(plain: PlainRule) -> None:
    with st.container(border=True):
        st.header("In plain English", anchor=False)
        st.text(f"{plain.when}:")
        for sentence in plain.then:
            st.text(sentence)
        for remark in plain.remarks:
            st.caption(escape(remark))
