"""What can be done with a case from the list: open, copy, compare, import, and see what newer rules would change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from advisor.calling.call_compare import side_by_side
from advisor.calling.call_faults import faults_table
from advisor.calling.call_kept import call_from, move_to
from advisor.calling.call_text import escape
from advisor.calling.case_list import SelectedView, case_title, selected_view
from advisor.case import Case
from advisor.engine.recommend import recommend
from advisor.pack import Pack
from advisor.problems import FilesAtFault
from advisor.recommendation import Recommendation
from advisor.saying import say_date
from advisor.service import cases
from advisor.service.case_file import copy_of, pack_of_case_file, read_case_file
from advisor.service.newer_rules import NewerRules, newer_rules
from advisor.service.rights import NotFound
from advisor.storing.faults import StoreFault
from advisor.storing.listing import Listed
from advisor.storing.versions import numbers_of
from app_pages.call_session import ADDRESS, begin, leave
from app_pages.desk import current_version, desk, published, version

GO = "cases_go"


@st.cache_data(max_entries=200, show_spinner=False)
def _newer(id: str, revision: int, old: str, new: int, _old: Pack, _new: Pack, _case: Case) -> NewerRules:
    return newer_rules(_old, _new, new, _case)


@st.cache_data(max_entries=50, show_spinner=False)
def _recommended(id: str, revision: int, digest: str, day: str, _pack: Pack, _case: Case) -> Recommendation:
    return recommend(_pack, _case)


def read(one: Listed) -> tuple[Pack, Case]:
    """A case with the rules it began with. Raises NotFound, FilesAtFault, StoreFault."""
    stored = cases.open_case(desk(), one.id)
    state = version(stored.pack, stored.pack_version)
    if state.pack is None:
        raise FilesAtFault(state.problems)
    return state.pack, call_from(state.pack, stored.content).case


def chosen_view(one: Listed) -> SelectedView:
    """What stands under the list about the chosen case."""
    state = version(one.pack, one.pack_version)
    number = numbers_of(desk().store, one.pack).get(one.pack_version)
    return selected_view(one, number, state.pack.prices_of if state.pack is not None else None)


def open_case(id: str | None) -> None:
    """Go to the call; None: a new one."""
    leave()
    st.session_state[GO] = {} if id is None else {ADDRESS: id}


def copy_case(id: str) -> None:
    stored = cases.open_case(desk(), id)
    before, newest = version(stored.pack, stored.pack_version).pack, current_version(stored.pack)
    if before is not None:
        pack = newest.pack if newest is not None and newest.pack is not None else before
        begin(pack, copy_of(pack, before, call_from(before, stored.content).case))
        st.session_state[GO] = {}


def import_case() -> None:
    """A case file that was exported here or elsewhere."""
    given = st.file_uploader("A case file, YAML or JSON", type=["yaml", "json"], key="cases_import")
    if given is None:
        return
    try:
        state = published().get(pack_of_case_file(given.name, given.getvalue()))
        if state is None or state.pack is None:
            st.error("The case belongs to rules that are not published here.", icon=":material/error:")
            return
        pack = state.pack
        case = read_case_file(pack, given.name, given.getvalue())
    except FilesAtFault as fault:
        st.table(faults_table(fault.problems), border="horizontal", hide_index=True, alt="What is wrong with the file")
        return

    def take() -> None:
        begin(pack, case)
        st.session_state[GO] = {}

    st.button(
        f"Import {case.customer.name or case.customer.reference or 'it'}", icon=":material/upload_file:", on_click=take
    )


def show_newer_rules(one: Listed) -> None:
    newest = current_version(one.pack)
    if newest is None or newest.pack is None or newest.pack.version == one.pack_version:
        return
    try:
        pack, case = read(one)
        number = numbers_of(desk().store, one.pack)[newest.pack.version]
        found = _newer(one.id, one.revision, pack.version, number, pack, newest.pack, case)
    except (FilesAtFault, NotFound, StoreFault):
        st.caption("What newer rules would change cannot be worked out for this case.")
        return
    st.markdown(f":material/update: {found.says}")


def choose_day(one: Listed) -> date | None:
    """A day on which to look at the case; None: its own."""
    day: date | None = st.date_input(
        "With the prices of", value=None, format="DD/MM/YYYY", key=f"cases_day_{one.id}", width=220,
        help="The case beside what it comes to on that day; nothing of it is changed",
    )  # fmt: skip
    return day


def show_on_day(one: Listed, day: date) -> None:
    """What the case comes to with the prices of another day, beside what it is; the case itself stays as it is."""
    st.subheader(f"{case_title(one)} with the prices of {say_date(day)}", anchor=False)
    pack, case = read(one)
    before = _recommended(one.id, one.revision, pack.version, str(case.date), pack, case)
    after = _recommended(one.id, one.revision, pack.version, str(day), pack, replace(case, date=day))
    compared = side_by_side(pack, before, after)
    titles = {"As it was": f"On {say_date(case.date)}", "Now": f"On {say_date(day)}"}
    rows = [{titles.get(key, key): value for key, value in row.items()} for row in compared.rows]
    st.table(rows, border="horizontal", hide_index=True, alt="The case on its day and on the other, line by line")
    st.caption(escape(compared.same))


def show_comparison(first: Listed, second: Listed) -> None:
    """Two cases side by side, line by line."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(f"{case_title(first)} beside {case_title(second)}", anchor=False, width="stretch")
        st.button(
            "Close", key="cases_compare_end", type="tertiary", on_click=st.session_state.pop, args=("cases_first",)
        )
    if first.id == second.id:
        st.caption("Choose another case in the list: the two stand side by side here.")
        return
    if first.pack != second.pack:
        st.caption("These two are of different fields of business; there is nothing to compare.")
        return
    (one_pack, one), (other_pack, other) = read(first), read(second)
    before = _recommended(first.id, first.revision, one_pack.version, str(one.date), one_pack, one)
    moved = move_to(one_pack, other_pack, other).case
    after = _recommended(second.id, second.revision, one_pack.version, str(moved.date), one_pack, moved)
    compared = side_by_side(one_pack, before, after)
    titles = {"As it was": case_title(first), "Now": case_title(second)}
    if titles["As it was"] == titles["Now"]:
        titles = {"As it was": "The first", "Now": "The second"}
    rows = [{titles.get(key, key): value for key, value in row.items()} for row in compared.rows]
    st.table(rows, border="horizontal", hide_index=True, alt="Two cases side by side, line by line")
    st.caption(escape(compared.same))
