"""Checks of what is said and who stands behind it: unfinished texts, sources not read for a year, owners who are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from advisor.pack import Rule
from advisor.saying import say_date
from advisor.workshop.findings import Bench, Finding

A_YEAR = timedelta(days=365)
TEXTS = ("because", "because_unknown", "enough", "without", "instead")

_UNFINISHED = re.compile(r"\b(todo|tbd|fixme|xxx+|lorem ipsum)\b|\?\?|\.\.\.|…", re.IGNORECASE)
_TWICE = re.compile(r"\b([a-z]+) \1\b", re.IGNORECASE)
_MAY_STAND_TWICE = frozenset({"that", "had"})
_ENDS = (".", "!", "?", "”", ")", "}")


def text_incomplete(bench: Bench) -> Iterator[Finding]:
    """A text that a customer would hear with a word missing, one too many, or no end."""
    for rule in bench.pack.live_rules:
        for key, text in _texts(rule):
            for what in _faults(text):
                cure = "Read the sentence aloud, and write what a customer should hear."
                yield Finding(bench.of_rule(rule, key), "text_incomplete", rule.id, f"`{key}` {what}.", cure)
        if rule.strength == "should" and not rule.without:
            what = "The customer may go without this, and no text says what happens then."
            cure = "Write `without`: it is what they decide against, in writing."
            yield Finding(bench.of_rule(rule, "strength"), "text_incomplete", rule.id, what, cure)


def _texts(rule: Rule) -> Iterator[tuple[str, str]]:
    for key in TEXTS:
        text = getattr(rule, key)
        if text:
            yield key, text


def _faults(text: str) -> Iterator[str]:
    unfinished = _UNFINISHED.search(text)
    if unfinished:
        yield f"is not finished: “{unfinished.group()}” stands in it"
    elif not text.endswith(_ENDS):
        yield f"has no full stop behind “{text[-30:].strip()}”"
    twice = _TWICE.search(text)
    if twice and twice.group(1).lower() not in _MAY_STAND_TWICE:
        yield f"says “{twice.group()}”: a word stands there twice, or one is missing between"
    if text.count("(") != text.count(")") or text.count("“") != text.count("”"):
        yield "opens a bracket or a quote that is not closed, or closes one that is not open"
    if re.search(r"\s[,.;:!?]", text) or re.search(r"[,;:]\s*[.!?]$", text):
        yield "has a stop where a word should be"


def source_overdue(bench: Bench) -> Iterator[Finding]:
    """A page that was last read more than a year ago, and stands behind a live rule."""
    cited = {source for rule in bench.pack.live_rules for source in rule.sources}
    file = f"rules/{bench.pack.id}/sources.yaml"
    for source in bench.pack.sources.values():
        if source.id in cited and source.checked_on is not None and source.checked_on + A_YEAR < bench.today:
            what = f"`{source.id}` was last read on {say_date(source.checked_on)}, more than a year before {say_date(bench.today)}."
            cure = "Open the page, look whether it still says so, and write the day in `checked_on`."
            yield Finding(bench.at(file, source.id, "checked_on"), "source_overdue", source.id, what, cure)


def owner_gone(bench: Bench) -> Iterator[Finding]:
    """A rule that belongs to a role which the pack does not list (any more)."""
    if not bench.pack.owners:
        return
    for rule in bench.pack.live_rules:
        if rule.owner not in bench.pack.owners:
            what = (
                f"Nobody is `{rule.owner}` any more: pack.yaml lists {', '.join(f'`{o}`' for o in bench.pack.owners)}."
            )
            cure = "Give the rule to one of them, or add the role to `owners` in pack.yaml."
            yield Finding(bench.of_rule(rule, "owner"), "owner_gone", rule.id, what, cure)
