"""The rules as a list with their health, found by words; and how a pack hangs together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor.loading.files import PackReader
from advisor.loading.load import load_contents
from advisor.pack import Pack
from advisor.workshop.rule_list import is_rule_file, says_uses, search, topics_of
from advisor.workshop.rules_view import ALL, EDITED, NEEDS_A_LOOK, RulesView, fired_in, rule_view, view_of
from advisor.workshop.uses import IN_THE_PICTURE, Edge, Graph, Node, as_dot, as_table, graph_of

LARGE_ROOM = "rules/water/rooms/tap_in_every_large_room.yaml"


@pytest.fixture(scope="module")
def water(water_files: dict[str, bytes], kept: PackReader) -> Pack:
    return load_contents("water", water_files, kept)


def view(files: dict[str, bytes], last_good: Pack | None = None, **terms: object) -> RulesView:
    found = view_of("water", files, last_good, **terms)  # type: ignore[arg-type]
    assert isinstance(found, RulesView)
    return found


def changed(files: dict[str, bytes], file: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in files[file]
    return {**files, file: files[file].replace(old.encode(), new.encode())}


def health(found: RulesView) -> dict[str, str]:
    return {one.id: one.health.says for one in found.rules if not one.health.well}


def test_the_list_stands_in_the_order_of_topics_and_titles(water_files: dict[str, bytes]) -> None:
    found = view(water_files)
    assert topics_of(found.rules) == {"rooms": 7, "supply": 4}
    assert [one.id for one in found.rules][:3] == ["clear_the_corner", "tap_in_every_large_room", "one_machine_only"]
    assert health(found) == {}
    assert found.counts(None) == {ALL: 11, NEEDS_A_LOOK: 0, EDITED: 0}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("lemonade", ["no_lemonade"]),
        ("sit LARGE room", ["tap_in_every_large_room"]),
        ("tap_in_every", ["tap_in_every_large_room"]),
        ("fitters hardness", ["soften_hard_water"]),  # a source and a fact
        ("how much people drink", ["a_day_of_water"]),  # the title of its source
        ("bottles", []),
    ],
)
def test_rules_are_found_by_words_facts_offerings_and_sources(
    water_files: dict[str, bytes], text: str, ids: list[str]
) -> None:
    assert [one.id for one in search(view(water_files).rules, text)] == ids


def test_health_names_findings_failing_examples_and_old_sources(water_files: dict[str, bytes]) -> None:
    dead = changed(water_files, LARGE_ROOM, "seats >= 10", "seats > 100")
    assert health(view(dead)) == {"tap_in_every_large_room": "1 fails, 1 finding"}
    later = view(water_files, today=date(2027, 6, 1))
    assert health(later) == {"a_day_of_water": "old source"}
    assert later.counts("supply") == {ALL: 4, NEEDS_A_LOOK: 1, EDITED: 0}
    assert [one.id for one in later.of(NEEDS_A_LOOK, None, "")] == ["a_day_of_water"]


def test_a_rule_that_applies_in_no_case_is_unused_and_one_with_a_draft_is_edited(water_files: dict[str, bytes]) -> None:
    others = {one.id for one in view(water_files).rules} - {"no_lemonade"}
    found = view(water_files, fired=others, edited={LARGE_ROOM})
    assert health(found) == {"no_lemonade": "unused"}
    assert [one.id for one in found.of(EDITED, None, "")] == ["tap_in_every_large_room"]


def test_a_rule_that_cannot_be_read_stays_in_the_list_of_the_last_good_version(
    water_files: dict[str, bytes], water: Pack
) -> None:
    broken = {
        **changed(water_files, LARGE_ROOM, "seats >= 10", "seets >= 10"),
        "rules/water/rooms/new_one.yaml": b"title: [",
    }
    found = view(broken, water)
    assert not found.loads
    assert health(found) == {"tap_in_every_large_room": "1 problem", "new_one": "1 problem"}
    assert rule_view(found, "new_one").title == "new one"
    shown = rule_view(found, "tap_in_every_large_room")
    assert "seets >= 10" in shown.text and shown.troubles[0].startswith(f"{LARGE_ROOM}, line 4: ")
    assert isinstance(view_of("water", broken, None), tuple)  # nothing to show but what is wrong


def test_a_rule_is_shown_in_plain_english_with_examples_and_what_it_uses(water_files: dict[str, bytes]) -> None:
    shown = rule_view(view(water_files, edited={LARGE_ROOM}), "tap_in_every_large_room")
    assert shown.badges == ("edited, not published", "must", "for water at hand for everybody", "fitting")
    assert shown.where == "rooms/tap_in_every_large_room.yaml"
    assert shown.plain is not None and shown.plain.then == ("A tap must be there.",)
    assert shown.examples == (("ten seats are enough", "as expected"), ("nine are not", "as expected"))
    assert shown.uses == (
        "Uses “water at hand for everybody”, Pump, “Which rooms should have water?”, a tap and What our fitters found.",
    )


def test_which_rules_apply_in_which_case_is_found_by_answering_the_cases(water: Pack) -> None:
    from advisor.workshop.saved_cases import sample_cases
    from tests.workshop.conftest import PACKS

    cases = {one.label: one.read(water) for one in sample_cases(PACKS, "water")}
    fired = fired_in(water, cases)
    assert "a_day_of_water" in fired and "one_machine_only" not in fired


def test_only_rules_are_listed_among_the_files() -> None:
    assert is_rule_file("water", LARGE_ROOM)
    assert not is_rule_file("water", "rules/water/facts.yaml")
    assert not is_rule_file("water", "data/water/offerings.csv")


# how it hangs together


def test_a_rule_uses_what_it_names_and_is_found_from_there(water: Pack) -> None:
    graph = graph_of(water)
    rule = Node("rule", "soften_hard_water")
    assert {(edge.how, edge.end.kind, edge.end.id) for edge in graph.uses(rule)} == {
        ("is for", "offering", "dispenser"),
        ("is for", "offering", "large_dispenser"),
        ("needs", "capability", "softener"),
        ("reads", "fact", "hardness"),
        ("cites", "source", "fitters"),
    }
    softener = Node("capability", "softener")
    assert {edge.start for edge in graph.used_by(softener)} == {rule, Node("offering", "softener_box")}
    uses, used = says_uses(water, graph, softener)
    assert (uses, used) == ("", "Used by “Hard water is softened” and Softener.")


def test_every_edge_leads_from_one_node_to_another(water: Pack) -> None:
    graph = graph_of(water)
    assert {edge.start for edge in graph.edges} | {edge.end for edge in graph.edges} <= set(graph.nodes)
    assert Edge(Node("offering", "dispenser"), Node("table", "daily"), "looks up") in graph.edges
    assert Edge(Node("offering", "site_visit"), Node("fact", "rooms"), "settles") in graph.edges


def test_the_picture_is_narrowed_to_what_is_around_one_offering(water: Pack) -> None:
    graph: Graph = graph_of(water).of_kinds(IN_THE_PICTURE)
    box = Node("offering", "softener_box")
    near = graph.around(box, 1)
    assert set(near.nodes) == {box, Node("capability", "softener")}
    assert Node("rule", "soften_hard_water") in graph.around(box, 2).nodes
    assert Node("offering", "lemonade_bar") not in graph.around(box, 3).nodes
    assert as_table(water, near) == (("Softener", "supplies", "a water softener"),)


def test_the_picture_is_written_for_graphviz_with_quotes_made_safe(water: Pack) -> None:
    named = {**water.offerings, "pump": replace(water.offerings["pump"], name='Pump "quiet"')}
    pack = replace(water, offerings=named)
    dot = as_dot(pack, graph_of(pack).around(Node("offering", "pump"), 1))
    assert dot.startswith("digraph {") and dot.endswith("}")
    assert '[shape=ellipse, label="Pump \\"quiet\\""]' in dot
    assert dot.count("->") == len(graph_of(pack).around(Node("offering", "pump"), 1).edges)
