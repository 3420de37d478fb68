"""What may be typed into a file of a pack: keys with their meaning, and everything the pack has a name for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from advisor.expressions.calls import WORDS, usage
from advisor.loading.shapes import Shape
from advisor.loading.shapes_pack import CapabilityShape, FactShape, PackShape, SourceShape
from advisor.loading.shapes_rule import ExampleShape, RuleShape
from advisor.pack import Fact, Pack
from advisor.saying import say_choice, say_money_pair
from advisor.workshop.check import CHECKS

Group: TypeAlias = Literal[
    "key", "fact", "capability", "offering", "outcome", "choice", "function", "column", "source"
]  # fmt: skip

OFFERINGS_AFTER = ("for", "unless", "at_most", "not_together", "decline", "about")
EXPRESSIONS_AFTER = ("when", "needs", "at_most", "at_least", "is", "asked_when", "value")
SHAPES: dict[str, type[Shape]] = {
    "pack": PackShape,
    "facts": FactShape,
    "capabilities": CapabilityShape,
    "sources": SourceShape,
}


@dataclass(frozen=True)
class Completion:
    """What may be typed: a `label`, a short `detail` beside it, a longer `info`; `after`: the keys behind which it comes first."""

    label: str
    group: Group
    detail: str = ""
    info: str = ""
    after: tuple[str, ...] = ()


def completions_of(pack: Pack, path: str) -> tuple[Completion, ...]:
    """Everything that may be typed into one file of the pack, keys first."""
    return (*_keys(pack, path), *_names(pack))


def _keys(pack: Pack, path: str) -> Iterator[Completion]:
    beside = path.removeprefix(f"rules/{pack.id}/").removesuffix(".yaml")
    shapes = (SHAPES[beside],) if beside in SHAPES else (RuleShape, ExampleShape)
    for shape in shapes:
        for name, field in shape.model_fields.items():
            yield Completion(field.alias or name, "key", "", field.description or "")
    for check in CHECKS:
        yield Completion(check, "key", "a check", (CHECKS[check].__doc__ or "").strip(), ("silence",))
    for word in ("must", "should"):
        yield Completion(word, "key", "", "", ("strength",))
    for word in ("live", "draft"):
        yield Completion(word, "key", "", "", ("status",))
    for word in ("applies", "does not apply", "cannot tell yet"):
        yield Completion(word, "key", "", "", ("expect",))


def _names(pack: Pack) -> Iterator[Completion]:
    for fact in pack.facts.values():
        yield Completion(fact.id, "fact", _detail(fact), fact.asks, (*EXPRESSIONS_AFTER, "know", "given", "each"))
        for column in fact.columns:
            info = f"{column.asks} (in each row of {fact.id})"
            yield Completion(column.id, "column", _detail(column), info, (*EXPRESSIONS_AFTER, "given"))
            yield Completion(f"{fact.id}.{column.id}", "column", _detail(column), info, ("know",))
        yield from _choices(fact)
        for column in fact.columns:
            yield from _choices(column)
    for capability in pack.capabilities.values():
        unit = capability.unit.many if capability.unit else ""
        within = f"in each row of {capability.of}" if capability.of else ""
        yield Completion(capability.id, "capability", unit or within, capability.title, ("needs", "expect"))
    for offering in pack.offerings.values():
        price = say_money_pair(offering.once, offering.monthly, pack.currency)
        yield Completion(offering.id, "offering", f"{offering.kind}, {price}", offering.name, OFFERINGS_AFTER)
        yield Completion(
            f"asked({offering.id})", "function", "how many they asked for", offering.name, EXPRESSIONS_AFTER
        )
    for kind in dict.fromkeys(offering.kind for offering in pack.offerings.values()):
        yield Completion(kind, "offering", "a kind", "every offering of this kind", ("for",))
    for outcome in pack.outcomes.values():
        yield Completion(outcome.id, "outcome", "", outcome.title, ("for",))
    for source in pack.sources.values():
        read = source.checked_on.isoformat() if source.checked_on else source.judgement
        yield Completion(source.id, "source", read, source.title, ("source",))
    for figure in pack.figures.values():
        yield Completion(figure.id, "source", f"{figure.value} {figure.unit}".strip(), figure.text, ("source",))
    for function in WORDS:
        yield Completion(function, "function", usage(function), "", EXPRESSIONS_AFTER)
    owners = pack.owners or tuple(dict.fromkeys(rule.owner for rule in pack.rules.values() if rule.owner))
    for owner in owners:
        yield Completion(owner, "key", "an owner", "", ("owner",))


def _choices(fact: Fact) -> Iterator[Completion]:
    if fact.type in ("choice", "choices") and not fact.is_yes_no:
        for choice in fact.choices:
            yield Completion(choice, "choice", f"of {fact.id}", say_choice(choice, fact), (*EXPRESSIONS_AFTER, "given"))


def _detail(fact: Fact) -> str:
    if fact.formula is not None:
        return f"= {fact.formula.source}"
    if fact.is_yes_no:
        return "yes or no"
    if fact.range is not None:
        unit = f" {fact.unit.many}" if fact.unit else ""
        return f"{fact.range[0]} to {fact.range[1]}{unit}"
    return ", ".join(fact.choices) or fact.type
