"""The rules: found by topic, health and words; typed in place, with what changes shown before it is published."""

import streamlit as st

from advisor.calling.call_packs import labels_of
from advisor.calling.call_text import escape
from advisor.storing.faults import StoreFault
from advisor.workshop.rules_view import ALL, EDITED, NEEDS_A_LOOK, RulesView, rule_view
from advisor.workshop.uses import IN_THE_PICTURE, Node, as_dot, as_table
from app_pages.desk import published, root
from app_pages.rules_edit import show_editor
from app_pages.rules_impact import show_publishing
from app_pages.rules_new import show_new_rule
from app_pages.rules_numbers import show_numbers
from app_pages.rules_session import Workbench, look_for_fired, rules_view, show_fault, workbench
from app_pages.rules_tables import show_table, table_paths
from app_pages.rules_versions import show_versions
from app_pages.rules_words import show_suggested_words

EVERY_TOPIC = ""
ADDRESS, CHOSEN, FIRST = "rule", "rules_chosen", "rules_first"
RULES, TABLES, FILES = "Rules", "Tables", "Other files"


def show_list(view: RulesView) -> str | None:
    """The list with its filters; returns the id of the rule that is looked at, which the address keeps over a reload."""
    text = st.text_input(
        "Find a rule", placeholder="words, fact or file name", key="rules_search", icon=":material/search:"
    )
    counted = topics(view)
    topic = st.selectbox("Topic", list(counted), format_func=lambda one: counted[one], key="rules_topic") or None
    counts = view.counts(topic)
    show = st.pills(
        "Show", [ALL, NEEDS_A_LOOK, EDITED], default=ALL, required=True, key="rules_show",
        format_func=lambda one: f"{one} {counts[one]}",
    )  # fmt: skip
    rules = view.of(show or ALL, topic, text)
    if not rules:
        st.caption("No rule fits. Take a word or a filter away.")
        return None
    rows = [{"Rule": one.title, "Health": one.health.says} for one in rules]
    if CHOSEN not in st.session_state:
        wanted = in_address()
        st.session_state[FIRST] = next((n for n, one in enumerate(rules) if (view.pack.id, one.id) == wanted), 0)
    chosen = st.dataframe(
        rows, hide_index=True, height=385, selection_mode="single-row-required", on_select="rerun", key=CHOSEN,
        selection_default={"selection": {"rows": [min(st.session_state[FIRST], len(rows) - 1)]}},
        column_config={"Rule": st.column_config.TextColumn(width=150), "Health": st.column_config.TextColumn(width=70)},
        alt="The rules that fit, with the health of each",
    )  # fmt: skip
    at = chosen.selection.rows[0] if chosen.selection.rows else 0
    return rules[min(at, len(rules) - 1)].id


def in_address() -> tuple[str, str]:
    """The pack and the rule that the address names; "" for neither."""
    pack, _, rule = str(st.query_params.get(ADDRESS, "")).partition("/")
    return pack, rule


def keep_in_address(pack: str, rule: str | None) -> None:
    """Nothing but the rule: what is typed or searched for is no business of an address."""
    if rule is None:
        st.query_params.pop(ADDRESS, None)
    elif in_address() != (pack, rule):
        st.query_params[ADDRESS] = f"{pack}/{rule}"


def topics(view: RulesView) -> dict[str, str]:
    """Every topic with how many rules it has."""
    found = {EVERY_TOPIC: f"every topic · {len(view.rules)} rules"}
    for topic, number in view.topics.items():
        found[topic] = f"{topic.replace('_', ' ') or 'without a topic'} · {number} {'rule' if number == 1 else 'rules'}"
    return found


def show_rule(bench: Workbench, view: RulesView, id: str) -> None:
    rule = rule_view(view, id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(rule.title, anchor=False, width="stretch")
        show_versions(bench)
    with st.container(horizontal=True, vertical_alignment="center"):
        for badge in rule.badges:
            st.badge(badge, color="orange" if badge == "edited, not published" else "gray")
        st.caption(rule.where, width="stretch")
        show_numbers(bench, rule.file)
    show_fault(bench)
    show_editor(bench, view, rule.file)
    show_publishing(bench)
    for said in rule.uses:
        st.caption(said)


def show_file(bench: Workbench, view: RulesView, path: str, is_table: bool) -> None:
    """A table or a file beside the rules: facts, texts, sources, sample cases."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(path.rpartition("/")[2], anchor=False, width="stretch")
        show_versions(bench)
    if is_table:
        show_table(bench, path)
    else:
        show_fault(bench)
        show_editor(bench, view, path)
    show_publishing(bench)


def other_paths(bench: Workbench, view: RulesView) -> tuple[str, ...]:
    """The files that are neither rule nor table: first what the whole pack reads, then the sample cases."""
    rules = {one.file for one in view.rules}
    paths = [path for path in bench.editing.files if path.endswith((".yaml", ".json")) and path not in rules]
    return tuple(sorted(paths, key=lambda path: (path.startswith("data/"), not path.endswith("/pack.yaml"), path)))


def show_picture(view: RulesView, id: str) -> None:
    """How the rule hangs together with offerings, capabilities and outcomes; as a picture and as a table."""
    box = st.expander("How it hangs together", key="rules_picture", on_change="rerun")
    if not box.open:
        return
    with box:
        steps = st.slider("Steps from this rule", 1, 3, 1, key="rules_steps")
        near = view.graph.of_kinds(IN_THE_PICTURE).around(Node("rule", id), steps)
        st.graphviz_chart(as_dot(view.pack, near), width="stretch")
        rows = [{"What": start, "does": how, "to what": end} for start, how, end in as_table(view.pack, near)]
        st.table(rows, border="horizontal", hide_index=True)


def show_page() -> None:
    packs = labels_of(published())
    if not packs:
        st.title("There are no rules yet", anchor=False)
        st.info(f"No folder inside “{root() / 'rules'}” holds a pack. Put one there, and reload this page.")
        return
    left, right = st.columns([3, 9], gap="medium")
    with left:
        wanted, _ = in_address()
        at = list(packs).index(wanted) if wanted in packs else 0
        pack_id = st.selectbox("Field of business", list(packs), at, key="rules_pack", format_func=packs.__getitem__)
    bench = workbench(pack_id or next(iter(packs)))
    if bench is None:
        with right:
            st.title("These rules were never published", anchor=False)
            st.info("They have faults: `python -m advisor check` names them. Put them right, then reload this page.")
        return
    found = rules_view(bench)
    if isinstance(found, tuple):
        with right:
            st.title("These rules cannot be read", anchor=False)
            for problem in found:
                st.error(str(problem), icon=":material/error:")
        return
    with left:
        what = st.segmented_control(
            "Look at",
            [RULES, TABLES, FILES],
            default=RULES,
            required=True,
            key="rules_what",
            label_visibility="collapsed",
        )
    if what == RULES:
        with left:
            chosen = show_list(found)
            show_new_rule(bench, found.pack)
            show_suggested_words(bench, found.pack)
            look_for_fired(bench, found.pack)
        keep_in_address(bench.editing.pack, chosen)
        with right:
            if chosen is not None:
                show_rule(bench, found, chosen)
                show_picture(found, chosen)
        return
    keep_in_address(bench.editing.pack, None)
    paths = table_paths(bench) if what == TABLES else other_paths(bench, found)
    with left:
        path = st.radio(
            "File", paths, format_func=lambda one: one.partition(f"/{bench.editing.pack}/")[2], key="rules_file"
        )
    with right:
        if path is not None:
            show_file(bench, found, path, what == TABLES)


try:
    show_page()
except StoreFault as fault:
    st.title("The store cannot be used", anchor=False)
    st.error(escape(str(fault)), icon=":material/cloud_off:")
