"""Going back to an older version: what that changes for the cases that are there, the word of whoever looked, then publishing it again."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.service.editing import cases_to_look_at
from advisor.service.rules import publish_again
from advisor.storing.versions import PublishedMeanwhile, Version, files_of
from advisor.workshop.looking import Looking
from app_pages.desk import desk, may, version
from app_pages.rules_changes import seen_label, show_changes, show_running
from app_pages.rules_session import Workbench, say_faults


def look_back(bench: Workbench, to: Version) -> None:
    bench.done = ""
    with say_faults(bench):
        pack = bench.editing.pack
        before, after = version(pack, bench.editing.version.digest).pack, version(pack, to.digest).pack
        if before is None or after is None:
            bench.fault = f"Version {to.number} cannot be read any more, so it cannot be published again."
            return
        files, cases = files_of(desk().store, pack, to.digest), cases_to_look_at(desk(), bench.editing)
        bench.look_anew()
        bench.back_to, bench.looking = to, Looking(before, files, cases, after).start()


def show_going_back(bench: Workbench, to: Version, looking: Looking) -> None:
    st.header(f"Going back from version {bench.editing.version.number} to version {to.number}", anchor=False)
    if looking.running:
        show_running(looking)
        return
    found = looking.result.impact if looking.result is not None else None
    if found is None:
        st.error("It could not be looked at. Nothing is published. Tell whoever looks after the app.")
    else:
        show_changes(found)
        if bench.editing.changed:
            st.caption("Drafts stay as they are; they are not published with it.")
        seen = st.checkbox(
            f"{seen_label(found)}. Issued ones keep their version.",
            key=f"rules_seen_{to.digest}",
            disabled=found.stopped,
        )
        st.button(
            f"Publish version {to.number} again",
            icon=":material/publish:",
            key="rules_back",
            disabled=not seen or found.stopped or not may("publish rules"),
            on_click=partial(_go_back, bench, to),
        )
    st.button(
        f"Stay with version {bench.editing.version.number}", key="rules_stay", type="tertiary", on_click=bench.look_anew
    )


def _go_back(bench: Workbench, to: Version) -> None:
    with say_faults(bench):
        note = f"back to version {to.number}"
        try:
            done = publish_again(desk(), bench.editing.pack, to.digest, note, bench.editing.version.digest)
        except PublishedMeanwhile as refused:
            bench.fault = str(refused)
        else:
            bench.done = f"Version {done.number} is published; it says what version {to.number} said."
        bench.reload()
