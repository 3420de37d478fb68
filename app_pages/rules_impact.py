"""What the drafts change for the cases that are there, whether anything stands in their way, and publishing them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call_text import escape
from advisor.service.editing import cases_to_look_at, publish_drafts
from advisor.storing.versions import PublishedMeanwhile
from advisor.workshop.looking import Looked, Looking
from advisor.workshop.new_totals import new_totals, total_of
from advisor.workshop.publishing import ImpactNotSeen, NotReady
from app_pages.desk import desk, may, version
from app_pages.rules_back import show_going_back
from app_pages.rules_changes import seen_label, show_changes, show_running
from app_pages.rules_session import Workbench, say_faults
from app_pages.rules_totals import show_new_totals

MOST_SHOWN = 8
NOTE = "rules_note"


def show_publishing(bench: Workbench) -> None:
    """Below the editor: first a look at what changes, then the word of whoever looked, then publishing."""
    if bench.done:
        st.success(escape(bench.done), icon=":material/check_circle:")
    if bench.back_to is not None and bench.looking is not None:
        show_going_back(bench, bench.back_to, bench.looking)
        return
    if not bench.editing.changed:
        return
    many = len(bench.editing.changed)
    st.header(
        f"{'One file differs' if many == 1 else f'{many} files differ'} from version {bench.editing.version.number}",
        anchor=False,
    )
    st.caption(escape(", ".join(path.rpartition("/")[2] for path in bench.editing.changed[:6])))
    for path, number in bench.overtaken().items():
        name = path.rpartition("/")[2]
        st.warning(
            f"The draft of {escape(name)} was begun on version {number}; that file was published anew since. Look at both there.",
            icon=":material/update:",
        )
    if bench.looking is None:
        st.button(
            "See what changes",
            icon=":material/difference:",
            shortcut="Alt+S",
            on_click=partial(_look, bench),
            key="rules_look",
        )
    elif bench.looking.running:
        show_running(bench.looking)
    elif bench.looking.result is not None:
        _show_result(bench, bench.looking.result)
    else:
        st.error("The change could not be looked at. Nothing is published. Tell whoever looks after the app.")


def _look(bench: Workbench) -> None:
    bench.done = ""
    with say_faults(bench):
        before = version(bench.editing.pack, bench.editing.version.digest).pack
        assert before is not None  # what is published loads
        bench.looking = Looking(before, bench.editing.files, cases_to_look_at(desk(), bench.editing)).start()


def _show_result(bench: Workbench, looked: Looked) -> None:
    readiness, found = looked.readiness, looked.impact
    if not readiness.ready:
        many = len(readiness.sentences)
        st.error(
            f"Nothing can be published yet: {'one thing stands' if many == 1 else f'{many} things stand'} in the way.",
            icon=":material/block:",
        )
        sentences = [
            *readiness.problems,
            *readiness.findings,
            *(one for one in readiness.failures if total_of(one) is None),
        ]
        for sentence in sentences[:MOST_SHOWN]:
            st.text(str(sentence))
        if len(sentences) > MOST_SHOWN:
            st.caption(f"And {len(sentences) - MOST_SHOWN} more.")
        if readiness.pack is not None:
            show_new_totals(bench, new_totals(readiness.failures), readiness.pack.currency, partial(_look, bench))
        if found is not None:
            show_changes(found)
        st.button("Look again", key="rules_again", on_click=partial(_look, bench))
        return
    if found is None:
        st.caption("Stopped before the cases were looked at.")
        st.button("Look again", key="rules_again", on_click=partial(_look, bench))
        return
    show_changes(found)
    if found.stopped:
        st.button("Look at all of them", key="rules_again", on_click=partial(_look, bench))
        return
    mark = (bench.editing.version.digest, readiness.digest)
    seen = st.checkbox(f"{seen_label(found)}. Issued ones keep their version.", key=f"rules_seen_{readiness.digest}")
    bench.accepted = mark if seen else None
    st.text_input("What changed, in a sentence for your colleagues", key=NOTE, max_chars=200, placeholder="optional")
    st.button(
        "Publish",
        icon=":material/publish:",
        disabled=not seen or not may("publish rules"),
        on_click=partial(_publish, bench, looked),
        key="rules_publish",
    )


def _publish(bench: Workbench, looked: Looked) -> None:
    note = str(st.session_state.get(NOTE, "")).strip()  # as it stands in the field now, not when the button was drawn
    with say_faults(bench):
        try:
            done = publish_drafts(desk(), bench.editing, looked.readiness, note, bench.accepted)
        except (NotReady, ImpactNotSeen, PublishedMeanwhile) as refused:
            bench.fault = str(refused)
            bench.reload()
            return
        bench.reload()
        st.session_state[NOTE] = ""
        bench.done = f"Version {done.number} is published. New calls use it; calls that are open are offered it."
