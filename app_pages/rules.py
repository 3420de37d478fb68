"""The rules: found by topic, health and words; each in plain English with its examples, and what hangs together with it."""

import streamlit as st

from advisor.calling.call_packs import labels_of
from advisor.loading.load import pack_ids
from advisor.workshop.rules_view import ALL, EDITED, NEEDS_A_LOOK, RulesView, RuleView, rule_view
from advisor.workshop.uses import IN_THE_PICTURE, Node, as_dot, as_table
from app_pages.desk import in_folder, root
from app_pages.rules_session import look_for_fired, rules_of_pack

EVERY_TOPIC = ""


def show_list(view: RulesView) -> str | None:
    """The list with its filters; returns the id of the rule that is looked at."""
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
    chosen = st.dataframe(
        rows, hide_index=True, height=385, selection_mode="single-row-required", on_select="rerun", key="rules_chosen",
        column_config={"Health": st.column_config.TextColumn(width="small")},
        alt="The rules that fit, with the health of each",
    )  # fmt: skip
    at = chosen.selection.rows[0] if chosen.selection.rows else 0
    return rules[min(at, len(rules) - 1)].id


def topics(view: RulesView) -> dict[str, str]:
    """Every topic with how many rules it has."""
    found = {EVERY_TOPIC: f"every topic · {len(view.rules)} rules"}
    for topic, number in view.topics.items():
        found[topic] = f"{topic.replace('_', ' ') or 'without a topic'} · {number} {'rule' if number == 1 else 'rules'}"
    return found


def show_rule(view: RulesView, id: str) -> None:
    rule = rule_view(view, id)
    st.title(rule.title, anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        for badge in rule.badges:
            st.badge(badge, color="orange" if badge == "edited, not published" else "gray")
        st.caption(rule.where, width="stretch")
    file, beside = st.columns([6, 5], gap="medium")
    with file:
        st.code(rule.text, language="yaml", line_numbers=True, height=500)
    with beside:
        show_beside(view, rule)


def show_beside(view: RulesView, rule: RuleView) -> None:
    if rule.plain is not None:
        with st.container(border=True):
            st.subheader("In plain English", anchor=False)
            st.text(f"{rule.plain.when}:")
            for sentence in rule.plain.then:
                st.text(sentence)
            for remark in rule.plain.remarks:
                st.caption(remark)
    for trouble in rule.troubles:
        st.warning(trouble.replace("[", "\\["), icon=":material/warning:")
    st.subheader("Examples", anchor=False)
    if rule.examples:
        st.table(
            [{"Example": name, "Result": result} for name, result in rule.examples],
            border="horizontal",
            hide_index=True,
        )
    else:
        st.caption("Not written yet.")
    for said in rule.uses:
        st.caption(said)


def show_picture(view: RulesView, id: str) -> None:
    """How the rule hangs together with offerings, capabilities and outcomes; as a picture and as a table."""
    with st.expander("How it hangs together"):
        steps = st.slider("Steps from this rule", 1, 3, 1, key="rules_steps")
        near = view.graph.of_kinds(IN_THE_PICTURE).around(Node("rule", id), steps)
        st.graphviz_chart(as_dot(view.pack, near), width="stretch")
        rows = [{"What": start, "does": how, "to what": end} for start, how, end in as_table(view.pack, near)]
        st.table(rows, border="horizontal", hide_index=True)


packs = labels_of({name: in_folder(name) for name in pack_ids(root())})
if not packs:
    st.title("There are no rules yet", anchor=False)
    st.info(f"No folder inside “{root() / 'rules'}” holds a pack. Put one there, and reload this page.")
else:
    left, right = st.columns([3, 9], gap="medium")
    with left:
        pack_id = st.selectbox("Field of business", list(packs), key="rules_pack", format_func=packs.__getitem__)
        found = rules_of_pack(pack_id or next(iter(packs)))
    if isinstance(found, tuple):
        with right:
            st.title("These rules cannot be read", anchor=False)
            for problem in found:
                st.error(str(problem), icon=":material/error:")
    else:
        with left:
            chosen = show_list(found)
            look_for_fired(found.pack)
        with right:
            if not found.loads:
                faults = "1 fault" if len(found.problems) == 1 else f"{len(found.problems)} faults"
                st.error(
                    f"{faults} in the files; the list shows the last version that could be read.",
                    icon=":material/error:",
                )
            if chosen is not None:
                show_rule(found, chosen)
                show_picture(found, chosen)
