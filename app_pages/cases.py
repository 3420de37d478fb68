"""The cases: found by search and filters, looked at, opened, copied, compared, and what newer rules would change in them."""

from __future__ import annotations

import streamlit as st

from advisor.calling.call_faults import faults_table
from advisor.calling.call_text import escape
from advisor.calling.call_times import zone_of
from advisor.calling.case_list import FILTER_NAMES, MONEY, frame_of, say_filter
from advisor.problems import FilesAtFault
from advisor.service import cases
from advisor.service.rights import NotAllowed, NotFound
from advisor.storing.faults import StoreFault
from advisor.storing.listing import FILTERS, Filter, Listed
from app_pages.case_actions import (
    GO,
    choose_day,
    chosen_view,
    copy_case,
    import_case,
    open_case,
    show_comparison,
    show_newer_rules,
    show_on_day,
)
from app_pages.desk import desk

PAGE = "cases_page"  # the last case of each page before this one
SHOWN_WHOLE = 10  # so many rows without a scroll bar of their own


def show_list() -> Listed | None:
    """The filters and one page of cases; the chosen one."""
    counts = cases.count_cases(desk())
    find, show = st.columns([4, 8], gap="medium", vertical_alignment="bottom")
    search = find.text_input(
        "Find a case", key="cases_search", placeholder="customer, reference or their words", icon=":material/search:",
        max_chars=100, on_change=first_page,
    )  # fmt: skip
    which: Filter = show.pills(
        "Show", FILTERS, default="mine", required=True, key="cases_filter", on_change=first_page,
        format_func=lambda one: say_filter(one, counts[one]),
    )  # fmt: skip
    behind: list[Listed] = st.session_state.setdefault(PAGE, [])
    page = cases.list_cases(desk(), which, search or "", behind[-1] if behind else None)
    if not page.cases:
        st.info(
            "No case fits this search." if search else f"There is no case under “{FILTER_NAMES[which]}” yet.",
            icon=":material/folder_open:",
        )
        return None
    chosen = st.dataframe(
        frame_of(page.cases, zone_of(st.context.timezone), desk().store.now()),
        hide_index=True,
        selection_mode="single-row-required",
        on_select="rerun",
        key=f"cases_{which}_{search}_{len(behind)}",
        column_config={name: st.column_config.TextColumn(alignment="right") for name in MONEY},
        height="content" if len(page.cases) <= SHOWN_WHOLE else 390,
        alt="The cases, one a row: customer, reference, their words, verdict, prices, what it waits for, when it was touched last",
    )
    with st.container(horizontal=True):
        if behind:
            st.button("Newer", type="tertiary", icon=":material/arrow_back:", on_click=newer_page)
        if page.more:
            st.button(
                "Older",
                type="tertiary",
                icon=":material/arrow_forward:",
                on_click=behind.append,
                args=(page.cases[-1],),
            )
    rows = chosen["selection"]["rows"]
    at = rows[0] if rows and rows[0] < len(page.cases) else 0
    return page.cases[at]


def first_page() -> None:
    st.session_state[PAGE] = []


def newer_page() -> None:
    st.session_state[PAGE].pop()


def show_chosen(chosen: Listed) -> None:
    view = chosen_view(chosen)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(view.title, anchor=False, width="stretch")
        st.button(
            "Open", icon=":material/call:", shortcut="Alt+O", key="cases_open", on_click=open_case, args=(chosen.id,)
        )
        st.button("Copy as new", key="cases_copy", on_click=copy_case, args=(chosen.id,))
        st.button(
            "Compare with …", key="cases_compare", on_click=st.session_state.__setitem__, args=("cases_first", chosen)
        )
    left, right = st.columns([7, 5], gap="medium")
    with left:
        st.markdown(view.says)
        st.caption(view.about)
    with right:
        show_newer_rules(chosen)
        day = choose_day(chosen)
    if day is not None:
        show_on_day(chosen, day)
    first = st.session_state.get("cases_first")
    if isinstance(first, Listed):
        show_comparison(first, chosen)


def show_page() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Cases", anchor=False, width="stretch")
        with st.popover("Import a case", type="tertiary", icon=":material/upload_file:"):
            import_case()
        st.button(
            "New call", icon=":material/call:", shortcut="Alt+N", key="cases_new", on_click=open_case, args=(None,)
        )
    chosen = show_list()
    if chosen is not None:
        show_chosen(chosen)


try:
    show_page()
    go: dict[str, str] | None = st.session_state.pop(GO, None)
    if go is not None:
        st.switch_page("call.py", query_params=go)
except FilesAtFault as fault:
    st.table(faults_table(fault.problems), border="horizontal", hide_index=True, alt="What is wrong")
except (StoreFault, NotFound, NotAllowed) as refused:
    st.error(escape(str(refused)), icon=":material/error:")
