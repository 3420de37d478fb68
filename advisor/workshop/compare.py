"""Two versions of a pack held against each other in plain English: rule by rule, question by question, price by price."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from advisor.pack import Capability, Fact, Figure, Offering, Outcome, Pack, Rule, Source
from advisor.saying import say_date, say_list, say_money
from advisor.workshop.plain import PlainRule, say_rule

Thing = TypeVar("Thing")

TEXTS = {
    "title": "The title",
    "because": "The reason",
    "because_unknown": "The reason where a number is not known",
    "enough": "What is said where nothing has to be bought",
    "without": "What happens without it",
    "instead": "What to do instead",
}


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same. `kind`: rule, fact, offering ...; `says`: whole sentences, with what was and what is."""

    kind: str
    id: str
    name: str
    says: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind} {self.id}): {' '.join(self.says)}"


def compare(old: Pack, new: Pack) -> tuple[Difference, ...]:
    """Everything that is different, in the order of the files of the newer version."""
    return (
        *_each("rule", old.rules, new.rules, lambda rule: rule.title, lambda a, b: list(_rule(old, new, a, b))),
        *_each("fact", old.facts, new.facts, lambda fact: fact.asks, lambda a, b: list(_fact(a, b))),
        *_each("capability", old.capabilities, new.capabilities, lambda one: one.title, lambda a, b: list(_capability(a, b))),
        *_each("offering", old.offerings, new.offerings, lambda one: one.name, lambda a, b: list(_offering(new, a, b))),
        *_each("outcome", old.outcomes, new.outcomes, lambda one: one.title, lambda a, b: list(_outcome(a, b))),
        *_each("source", old.sources, new.sources, lambda one: one.title, lambda a, b: list(_source(a, b))),
        *_each("figure", old.figures, new.figures, lambda one: one.text, lambda a, b: list(_figure(a, b))),
        *_pack(old, new),
    )  # fmt: skip


def _each(
    kind: str,
    old: Mapping[str, Thing],
    new: Mapping[str, Thing],
    name: Callable[[Thing], str],
    says: Callable[[Thing, Thing], list[str]],
) -> Iterator[Difference]:
    for id in {**new, **old}:
        if id not in old:
            yield Difference(kind, id, name(new[id]), ("It is new.",))
        elif id not in new:
            yield Difference(kind, id, name(old[id]), ("It is gone.",))
        else:
            found = says(old[id], new[id])
            if found:
                yield Difference(kind, id, name(new[id]), tuple(found))


def _became(what: str, old: object, new: object) -> str:
    if not old:
        return f"{what} is new: “{new}”."
    return f"{what} is gone (it was “{old}”)." if not new else f"{what} was “{old}” and is “{new}”."


def _rule(old_pack: Pack, new_pack: Pack, old: Rule, new: Rule) -> Iterator[str]:
    before, after = say_rule(old_pack, old), say_rule(new_pack, new)
    if _acting(old) != _acting(new):  # a new name of an offering is no change of the rule
        yield from _acts(before, after)
    if old.when is not None and new.when is not None and before.when == after.when and old.when.node != new.when.node:
        yield f"The condition was `{old.when.source}` and is `{new.when.source}`."
    if old.status != new.status:
        yield (
            "It is a draft no longer; it acts now."
            if new.status == "live"
            else "It has become a draft and acts no more."
        )
    if old.strength != new.strength:
        yield "It is a must now." if new.strength == "must" else "They may go without it now, in writing."
    for key, what in TEXTS.items():
        if getattr(old, key) != getattr(new, key):
            yield _became(what, getattr(old, key), getattr(new, key))
    if old.sources != new.sources:
        yield _became("The source", ", ".join(old.sources), ", ".join(new.sources))
    if old.owner != new.owner:
        yield _became("The owner", old.owner, new.owner)
    if old.topic != new.topic:
        yield f"It has moved from {old.topic or 'the top'} to {new.topic or 'the top'}."
    gone = [example.name for example in old.examples if example.name not in {e.name for e in new.examples}]
    come = [example.name for example in new.examples if example.name not in {e.name for e in old.examples}]
    expected = {example.name: example.expect for example in old.examples}
    other = [e.name for e in new.examples if e.name in expected and e.expect != expected[e.name]]
    for names, what in ((come, "new"), (gone, "gone"), (other, "expecting something else")):
        if names:
            yield f"Examples {what}: {say_list([f'“{name}”' for name in names])}."


def _acting(rule: Rule) -> tuple[object, ...]:
    return rule.for_, rule.when, rule.effect, rule.each, rule.unless, rule.per, rule.strength


def _acts(before: PlainRule, after: PlainRule) -> Iterator[str]:
    if before.when != after.when:
        yield f"It applied “{_low(before.when)}” and applies “{_low(after.when)}”."
    if before.then != after.then:
        yield f"It said “{' '.join(before.then)}” and says “{' '.join(after.then)}”."


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _fact(old: Fact, new: Fact) -> Iterator[str]:
    if old.asks != new.asks:
        yield _became("The question", old.asks, new.asks)
    if old.find_out != new.find_out:
        yield _became("Where to find it out", old.find_out, new.find_out)
    if old.range != new.range:
        yield _became("The range", _range(old), _range(new))
    if old.choices != new.choices or old.labels != new.labels:
        yield _became("The choices", ", ".join(_choices(old)), ", ".join(_choices(new)))
    if _source_of(old) != _source_of(new):
        yield _became("The formula", _source_of(old), _source_of(new))
    for key, what in (
        ("assume", "What is assumed"),
        ("typical", "How often which answer is met"),
        ("unit", "The unit"),
    ):
        if getattr(old, key) != getattr(new, key):
            yield f"{what} is different."
    if (old.asked_when and old.asked_when.source) != (new.asked_when and new.asked_when.source):
        yield "When it is asked is different."
    for column in _each(
        "column",
        {c.id: c for c in old.columns},
        {c.id: c for c in new.columns},
        lambda c: c.asks,
        lambda a, b: list(_fact(a, b)),
    ):
        yield f"Column {column.id}: {' '.join(column.says)}"


def _range(fact: Fact) -> str:
    return f"{fact.range[0]} to {fact.range[1]}" if fact.range else ""


def _choices(fact: Fact) -> list[str]:
    return [fact.labels.get(choice, choice) for choice in fact.choices]


def _source_of(fact: Fact) -> str:
    return fact.formula.source if fact.formula else ""


def _capability(old: Capability, new: Capability) -> Iterator[str]:
    if old.title != new.title:
        yield _became("Its name", old.title, new.title)
    if (old.demands, old.supplies, old.of, old.unit) != (new.demands, new.supplies, new.of, new.unit):
        yield "How demands and supplies are put together, or counted, is different."
    was, now = ([(a.when and a.when.source, a.value.source) for a in one.already] for one in (old, new))
    if was != now:
        yield "What counts as already there is different."


def _offering(pack: Pack, old: Offering, new: Offering) -> Iterator[str]:
    for key, what in (
        ("name", "Its name"),
        ("kind", "Its kind"),
        ("description", "Its description"),
        ("said_as", "How it is said"),
    ):
        if getattr(old, key) != getattr(new, key):
            yield _became(what, getattr(old, key), getattr(new, key))
    for key, what in (("once", "once"), ("monthly", "a month"), ("setup", "for setting it up")):
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            more = say_money(now - was, pack.currency)
            sign = "+" if now > was else ""
            yield f"Its price {what} was {say_money(was, pack.currency)} and is {say_money(now, pack.currency)} ({sign}{more})."
    if old.breaks != new.breaks:
        yield "Its price breaks, or their days, are different."
    if old.lead_days != new.lead_days:
        yield f"It took {old.lead_days} days and takes {new.lead_days}."
    if (old.least, old.step) != (new.least, new.step):
        yield "In which quantities it is sold is different."
    was_given, now_given = ({c: e.source for c, e in one.provides} for one in (old, new))
    for capability in {**was_given, **now_given}:
        was, now = was_given.get(capability, ""), now_given.get(capability, "")
        if was != now:
            yield _became(f"What it gives of {capability}", was, now)
    if old.settles != new.settles:
        yield _became("What it settles", ", ".join(old.settles), ", ".join(new.settles))
    if old.synonyms != new.synonyms:
        yield _became("What it is also called", ", ".join(old.synonyms), ", ".join(new.synonyms))


def _outcome(old: Outcome, new: Outcome) -> Iterator[str]:
    if old.title != new.title:
        yield _became("Its title", old.title, new.title)


def _source(old: Source, new: Source) -> Iterator[str]:
    if old.title != new.title:
        yield _became("Its title", old.title, new.title)
    if old.link != new.link:
        yield _became("Its address", old.link, new.link)
    if old.checked_on != new.checked_on:
        was, now = (say_date(day) if day else "" for day in (old.checked_on, new.checked_on))
        yield _became("The day it was last read", was, now)
    if old.judgement != new.judgement:
        yield _became("Whose judgement it is", old.judgement, new.judgement)


def _figure(old: Figure, new: Figure) -> Iterator[str]:
    if (old.value, old.unit) != (new.value, new.unit):
        yield _became("The number", f"{old.value} {old.unit}".strip(), f"{new.value} {new.unit}".strip())
    if old.text != new.text:
        yield _became("What it is about", old.text, new.text)
    if (old.source_title, old.source_link) != (new.source_title, new.source_link):
        yield _became("Where it stands", old.source_title, new.source_title)


def _pack(old: Pack, new: Pack) -> Iterator[Difference]:
    said = []
    for key, what in (("title", "The pack's name"), ("currency", "The currency"), ("tax_note", "The note on tax")):
        if getattr(old, key) != getattr(new, key):
            said.append(_became(what, getattr(old, key), getattr(new, key)))
    for key, what in (("horizon_months", "Months counted"), ("validity_days", "Days an offer holds")):
        if getattr(old, key) != getattr(new, key):
            said.append(f"{what}: {getattr(old, key)} before, {getattr(new, key)} now.")
    if old.prices_of != new.prices_of:
        said.append(f"The prices are those of {say_date(new.prices_of)}; they were those of {say_date(old.prices_of)}.")
    if old.seller != new.seller:
        said.append("The seller's name or address is different.")
    if list(old.offerings) != list(new.offerings) and set(old.offerings) == set(new.offerings):
        said.append("The order of the price list is different; it decides where two plans are equally good.")
    if old.whys != new.whys:
        said.append("The why questions are different.")
    if said:
        yield Difference("pack", new.id, new.title, tuple(said))
