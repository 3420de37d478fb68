"""The rules of a pack as a list: the health of each, by topic, and found by words, facts, offerings and sources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from advisor.loading.load import LISTS
from advisor.pack import Pack, Rule
from advisor.problems import Problem
from advisor.saying import say_list
from advisor.workshop.findings import Finding
from advisor.workshop.plain import name_of, say_rule
from advisor.workshop.trial import Failure
from advisor.workshop.uses import Graph, Node

Trouble: TypeAlias = Literal["problem", "finding", "example", "never_fired", "old_source", "owner_gone"]
OF_CHECKS: Mapping[str, Trouble] = {"source_overdue": "old_source", "owner_gone": "owner_gone"}


@dataclass(frozen=True)
class Health:
    """What is wrong with one rule, by kind, one sentence each."""

    troubles: Mapping[Trouble, tuple[str, ...]]

    @property
    def well(self) -> bool:
        return not self.troubles

    @property
    def says(self) -> str:
        """In a word or two: "ok", "1 problem", "1 fails", "old source", "unused"."""
        said = []
        for trouble, one, many in (
            ("problem", "1 problem", "{} problems"),
            ("example", "1 fails", "{} fail"),
            ("finding", "1 finding", "{} findings"),
            ("old_source", "old source", "old sources"),
            ("owner_gone", "owner gone", "owner gone"),
            ("never_fired", "unused", "unused"),
        ):
            found = self.troubles.get(trouble, ())  # type: ignore[call-overload]
            if found:
                said.append(one if len(found) == 1 else many.format(len(found)))
        return ", ".join(said) or "ok"


@dataclass(frozen=True)
class Listed:
    """One row of the list. `title` is the file's name in words where the rule cannot be read."""

    id: str
    title: str
    topic: str
    file: str
    health: Health
    edited: bool
    words: str  # everything it can be found by, in small letters


def rules_of(
    pack: Pack,
    graph: Graph,
    problems: Iterable[Problem] = (),
    findings: Iterable[Finding] = (),
    failures: Iterable[Failure] = (),
    fired: Collection[str] | None = None,
    edited: Collection[str] = (),
) -> tuple[Listed, ...]:
    """Every rule, by topic and title. `fired`: ids of rules that apply in some case, None where nobody has looked; `edited`:
    files with a draft; `problems` may be about files that are no rule of the pack, because they cannot be read."""
    troubles: dict[str, dict[Trouble, list[str]]] = {}

    def suffers(file: str, kind: Trouble, says: str) -> None:
        troubles.setdefault(file, {}).setdefault(kind, []).append(says)

    for problem in problems:
        suffers(problem.place.file, "problem", str(problem))
    sources = {rule.place.file: rule.sources for rule in pack.rules.values()}
    for finding in findings:
        kind = OF_CHECKS.get(finding.check, "finding")
        if kind == "old_source":  # it is at fault in sources.yaml, and every rule that cites it suffers
            for file, cited in sources.items():
                if finding.about in cited:
                    suffers(file, kind, str(finding))
        else:
            suffers(finding.place.file, kind, str(finding))
    for failure in failures:
        suffers(failure.place.file, "example", str(failure))
    for rule in pack.live_rules:
        if fired is not None and rule.id not in fired:
            suffers(rule.place.file, "never_fired", "It applies in none of the cases that are there.")
    listed = [_listed(pack, graph, rule, troubles.get(rule.place.file, {}), edited) for rule in pack.rules.values()]
    known = {one.file for one in listed}
    for file, found in troubles.items():
        if file not in known and is_rule_file(pack.id, file):
            listed.append(_unreadable(pack.id, file, found, edited))
    return tuple(sorted(listed, key=lambda one: (one.topic, one.title.lower(), one.id)))


def _listed(
    pack: Pack, graph: Graph, rule: Rule, troubles: Mapping[Trouble, list[str]], edited: Collection[str]
) -> Listed:
    names = [f"{edge.end.id} {_name(pack, edge.end)}" for edge in graph.uses(Node("rule", rule.id))]
    texts = (rule.because, rule.because_unknown, rule.enough, rule.without, rule.instead)
    words = " ".join((rule.id, rule.title, rule.topic, rule.owner, str(say_rule(pack, rule)), *texts, *names))
    return Listed(
        rule.id, rule.title, rule.topic, rule.place.file, _health(troubles), rule.place.file in edited, words.lower()
    )  # fmt: skip


def _name(pack: Pack, node: Node) -> str:
    if node.kind == "source":
        return pack.sources[node.id].title
    if node.kind == "figure":
        return pack.figures[node.id].text
    if node.kind == "fact":
        return pack.facts[node.id].asks
    return name_of(pack, node.id)


def _health(troubles: Mapping[Trouble, list[str]]) -> Health:
    return Health({kind: tuple(said) for kind, said in troubles.items()})


def is_rule_file(pack_id: str, file: str) -> bool:
    """Whether a file belongs to a rule, by its path."""
    inside = file.removeprefix(f"rules/{pack_id}/")
    return inside != file and inside.endswith(".yaml") and inside.removesuffix(".yaml") not in LISTS


def _unreadable(pack_id: str, file: str, troubles: Mapping[Trouble, list[str]], edited: Collection[str]) -> Listed:
    topic, _, name = file.removeprefix(f"rules/{pack_id}/").rpartition("/")
    id = name.removesuffix(".yaml")
    title = id.replace("_", " ")
    return Listed(id, title, topic, file, _health(troubles), file in edited, f"{id} {title} {topic}".lower())


def topics_of(rules: Iterable[Listed]) -> dict[str, int]:
    """The topics with how many rules each has, in alphabetical order."""
    found: dict[str, int] = {}
    for one in rules:
        found[one.topic] = found.get(one.topic, 0) + 1
    return dict(sorted(found.items()))


def search(rules: Iterable[Listed], text: str) -> tuple[Listed, ...]:
    """The rules in which every word that was typed begins some word; ids may be typed with spaces or with `_`."""
    wanted = re.findall(r"\w+", text.lower())
    return tuple(one for one in rules if all(re.search(rf"(?<![^\W_]){re.escape(word)}", one.words) for word in wanted))


def says_uses(pack: Pack, graph: Graph, node: Node) -> tuple[str, str]:
    """What a thing uses and what uses it, a sentence each ("" where nothing does)."""
    uses, used = graph.uses(node), graph.used_by(node)
    return (
        f"Uses {say_list(dict.fromkeys(_name_in_list(pack, edge.end) for edge in uses))}." if uses else "",
        f"Used by {say_list(dict.fromkeys(_name_in_list(pack, edge.start) for edge in used))}." if used else "",
    )


def _name_in_list(pack: Pack, node: Node) -> str:
    if node.kind in ("rule", "fact", "outcome"):  # whole sentences
        return f"“{pack.rules[node.id].title if node.kind == 'rule' else _name(pack, node)}”"
    return _name(pack, node)
