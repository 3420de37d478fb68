"""What the drafts change for the cases that are there, whether anything stands in their way, and publishing them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call_text import escape
from advisor.service.editing import cases_to_look_at, publish_drafts
from advisor.storing.versions import PublishedMeanwhile
from advisor.workshop.impact import Impact
from advisor.workshop.impact_text import as_csv, headline, reach_says, rows
from advisor.workshop.looking import Looked, Looking
from advisor.workshop.publishing import ImpactNotSeen, NotReady
from app_pages.desk import desk, may, version
from app_pages.rules_session import Workbench, say_faults

MOST_SHOWN = 8
NOTE = "rules_note"


def show_publishing(bench: Workbench) -> None:
    """Below the editor: first a look at what changes, then the word of whoever looked, then publishing."""
    if bench.done:
        st.success(escape(bench.done), icon=":material/check_circle:")
    if not bench.editing.changed:
        return
    many = len(bench.editing.changed)
    st.header(
        f"{'One file differs' if many == 1 else f'{many} files differ'} from version {bench.editing.version.number}",
        anchor=False,
    )
    st.caption(escape(", ".join(path.rpartition("/")[2] for path in bench.editing.changed[:6])))
    if bench.looking is None:
        st.button(
            "See what changes",
            icon=":material/difference:",
            shortcut="Alt+S",
            on_click=partial(_look, bench),
            key="rules_look",
        )
    elif bench.looking.running:
        _show_running(bench, bench.looking)
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


@st.fragment(run_every=0.7)
def _show_running(bench: Workbench, looking: Looking) -> None:
    if not looking.running:
        st.rerun()
    said = f"{looking.done} of {looking.of} cases answered" if looking.of else "Examples and sample cases"
    st.progress(looking.share, text=said)
    st.button("Stop", key="rules_stop", on_click=looking.stop)


def _show_result(bench: Workbench, looked: Looked) -> None:
    readiness, found = looked.readiness, looked.impact
    if not readiness.ready:
        many = len(readiness.sentences)
        st.error(
            f"Nothing can be published yet: {'one thing stands' if many == 1 else f'{many} things stand'} in the way.",
            icon=":material/block:",
        )
        for sentence in readiness.sentences[:MOST_SHOWN]:
            st.text(sentence)
        if len(readiness.sentences) > MOST_SHOWN:
            st.caption(f"And {len(readiness.sentences) - MOST_SHOWN} more.")
        if found is not None:
            _show_changes(found)
        st.button("Look again", key="rules_again", on_click=partial(_look, bench))
        return
    if found is None:
        st.caption("Stopped before the cases were looked at.")
        st.button("Look again", key="rules_again", on_click=partial(_look, bench))
        return
    _show_changes(found)
    if found.stopped:
        st.button("Look at all of them", key="rules_again", on_click=partial(_look, bench))
        return
    many = len(found.changes)
    label = {0: "I have seen that no case changes", 1: "I have looked at this case"}.get(
        many, f"I have looked at these {many} cases"
    )
    mark = (bench.editing.version.digest, readiness.digest)
    seen = st.checkbox(f"{label}. Issued ones keep their version.", key=f"rules_seen_{readiness.digest}")
    bench.accepted = mark if seen else None
    st.text_input("What changed, in a sentence for your colleagues", key=NOTE, max_chars=200, placeholder="optional")
    st.button(
        "Publish",
        icon=":material/publish:",
        disabled=not seen or not may("publish rules"),
        on_click=partial(_publish, bench, looked),
        key="rules_publish",
    )


def _show_changes(found: Impact) -> None:
    """The cases that change, those alike in one row."""
    st.subheader(headline(found), anchor=False)
    table = [
        {
            "Case": f"{row.case} · issued" if row.issued else row.case,
            "Now": row.now,
            "With this change": row.then,
            "Price": row.price,
        }
        for row in rows(found)
    ]
    if table:
        st.table(table, border="horizontal", hide_index=True)
        st.download_button(
            "All of it as CSV", data=as_csv(found), file_name=f"{found.new}.csv", mime="text/csv", type="tertiary",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    st.caption(reach_says(found))


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
