"""All that the rules page shows of one pack, worked out without a screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from advisor.case import Case
from advisor.loading.files import PackReader, text_of
from advisor.loading.load import load_contents
from advisor.pack import Pack, Rule
from advisor.problems import FilesAtFault, Problem
from advisor.saying import say_list
from advisor.workshop.check import check_pack
from advisor.workshop.coverage import coverage_of
from advisor.workshop.findings import Bench, Finding
from advisor.workshop.plain import PlainRule, name_of, say_rule
from advisor.workshop.rule_list import Listed, rules_of, says_uses, search, topics_of
from advisor.workshop.trial import Failure, try_examples
from advisor.workshop.uses import Graph, Node, graph_of

ALL, NEEDS_A_LOOK, EDITED = "All", "Needs a look", "Edited"


@dataclass(frozen=True)
class RulesView:
    """A pack with the health of its rules. `pack`: as the files say it, or the last good one where they cannot be loaded;
    `loads`: which of the two."""

    pack: Pack
    loads: bool
    rules: tuple[Listed, ...]
    graph: Graph
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...]
    files: Mapping[str, bytes]

    @property
    def topics(self) -> dict[str, int]:
        return topics_of(self.rules)

    def of(self, show: str, topic: str | None, text: str) -> tuple[Listed, ...]:
        """The rules that a filter, a topic (None: every one) and a search leave."""
        kept = [one for one in self.rules if topic is None or one.topic == topic]
        return tuple(one for one in search(kept, text) if _shown(one, show))

    def counts(self, topic: str | None) -> dict[str, int]:
        """How many rules each filter shows."""
        kept = [one for one in self.rules if topic is None or one.topic == topic]
        return {show: sum(_shown(one, show) for one in kept) for show in (ALL, NEEDS_A_LOOK, EDITED)}


def _shown(one: Listed, show: str) -> bool:
    return show == ALL or (one.edited if show == EDITED else not one.health.well)


def view_of(
    pack_id: str,
    files: Mapping[str, bytes],
    last_good: Pack | None,
    reader: PackReader | None = None,
    today: date | None = None,
    fired: Collection[str] | None = None,
    edited: Collection[str] = (),
) -> RulesView | tuple[Problem, ...]:
    """Everything about the rules in some files; only their problems where they cannot be loaded and never could."""
    reader = reader or PackReader()
    try:
        pack = load_contents(pack_id, files, reader)
    except FilesAtFault as fault:
        if last_good is None:
            return fault.problems
        graph = graph_of(last_good)
        rules = rules_of(last_good, graph, fault.problems, fired=fired, edited=edited)
        return RulesView(last_good, False, rules, graph, fault.problems, (), (), files)
    findings = check_pack(Bench(pack, files, today or pack.prices_of, reader)).findings
    failures = try_examples(pack)
    graph = graph_of(pack)
    rules = rules_of(pack, graph, (), findings, failures, fired, edited)
    return RulesView(pack, True, rules, graph, (), findings, failures, files)


def fired_in(pack: Pack, cases: Mapping[str, Case]) -> dict[str, tuple[str, ...]]:
    """Rule -> the cases in which it applies. Every case is answered once, so this takes a while."""
    return {one.rule.id: one.fires_in for one in coverage_of(pack, cases).rules if one.fires_in}


@dataclass(frozen=True)
class RuleView:
    """One rule as the page shows it beside its file."""

    file: str
    title: str
    badges: tuple[str, ...]
    where: str
    plain: PlainRule | None
    examples: tuple[tuple[str, str], ...]  # name, result
    uses: tuple[str, ...]
    text: str
    troubles: tuple[str, ...]


def rule_view(view: RulesView, id: str) -> RuleView:
    """What is said about one rule of the list; a rule that cannot be read has only its name and its place."""
    listed = next(one for one in view.rules if one.id == id)
    rule = view.pack.rules.get(id)
    text = text_of(view.files[listed.file]) if listed.file in view.files else ""
    troubles = tuple(says for said in listed.health.troubles.values() for says in said)
    if rule is None:
        return RuleView(listed.file, listed.title, (), listed.file, None, (), (), text, troubles)
    said = says_uses(view.pack, view.graph, Node("rule", id))
    return RuleView(
        listed.file, rule.title, tuple(_badges(view.pack, rule, listed)), _short(view.pack.id, listed.file), say_rule(view.pack, rule),
        tuple(_examples(view, rule)), tuple(one for one in said if one), text, troubles,
    )  # fmt: skip


def _badges(pack: Pack, rule: Rule, listed: Listed) -> Iterable[str]:
    if listed.edited:
        yield "edited, not published"
    if rule.status == "draft":
        yield "draft"
    yield rule.strength
    if rule.for_:
        yield f"for {say_list([name_of(pack, name) for name in rule.for_[:2]])}" + (
            " and more" if len(rule.for_) > 2 else ""
        )
    if rule.owner:
        yield rule.owner.replace("_", " ")


def _short(pack_id: str, file: str) -> str:
    return file.removeprefix(f"rules/{pack_id}/")


def _examples(view: RulesView, rule: Rule) -> Iterable[tuple[str, str]]:
    failed = {(one.place.file, one.example): one.says for one in view.failures}
    for example in rule.examples:
        says = failed.get((rule.place.file, example.name))
        yield example.name, says or "as expected"
