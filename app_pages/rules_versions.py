"""The versions of a pack: what was published when and by whom, what is different, and going back."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.calling.call_text import escape
from advisor.calling.call_times import say_time, zone_of
from advisor.storing.versions import Version, all_versions
from advisor.workshop.compare import compare
from app_pages.desk import desk, version
from app_pages.rules_back import look_back
from app_pages.rules_session import Workbench

MOST_SHOWN = 12
MOST_DIFFERENCES = 40


def show_versions(bench: Workbench) -> None:
    now = bench.editing.version
    with st.popover(f"Version {now.number}", icon=":material/history:", key="rules_versions"):
        everything = all_versions(desk().store, bench.editing.pack)
        for one in everything[:MOST_SHOWN]:
            note = f" · {escape(one.note)}" if one.note else ""
            at = say_time(one.at, zone_of(st.context.timezone))
            st.markdown(f"**{one.number}** · {at} · {escape(one.name)}{note}")
        others = everything[1:]
        if not others:
            st.caption("It is the first; there is nothing to compare with or to go back to.")
            return
        numbers = {one.number: one for one in others}
        picked = st.selectbox(
            "Another version",
            list(numbers),
            key="rules_other_version",
            format_func=lambda number: f"Version {number}",
        )
        if picked is not None:
            _show_differences(bench, numbers[picked])
            st.button(
                f"See what going back to version {picked} changes",
                key="rules_look_back",
                disabled=numbers[picked].digest == now.digest,
                on_click=partial(look_back, bench, numbers[picked]),
            )


def _show_differences(bench: Workbench, other: Version) -> None:
    old = version(bench.editing.pack, other.digest).pack
    new = version(bench.editing.pack, bench.editing.version.digest).pack
    if old is None or new is None:
        st.caption("That version cannot be read any more, so there is nothing to compare.")
        return
    found = compare(old, new)
    if not found:
        st.caption("It says the same as the current one.")
    for one in found[:MOST_DIFFERENCES]:
        st.markdown(f"**{escape(one.name)}**: {escape(' '.join(one.says))}")
    if len(found) > MOST_DIFFERENCES:
        st.caption(f"And {len(found) - MOST_DIFFERENCES} more: `python -m advisor versions` shows all of them.")
