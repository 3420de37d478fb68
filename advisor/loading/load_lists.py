"""Reading what else stands beside the rules: pack.yaml, outcomes, capabilities and sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from advisor.expressions.read import read_amount, read_condition
from advisor.loading.fit import fit
from advisor.loading.known import Known
from advisor.loading.load_facts import check_id, read_unit
from advisor.loading.shapes import Shape
from advisor.loading.shapes_pack import CapabilityShape, OutcomeShape, PackShape, SourceShape
from advisor.loading.spot import Spot
from advisor.pack import Already, Capability, Outcome, Seller, Source

ShapeT = TypeVar("ShapeT", bound=Shape)


def read_pack_file(spot: Spot) -> PackShape | None:
    shape, faults = fit(PackShape, spot.value, "pack.yaml")
    spot.take(faults)
    return shape


def seller_of(shape: PackShape) -> Seller:
    seller = shape.seller
    return Seller(seller.name, seller.letterhead, seller.contact, seller.phone, seller.email)


def _entries(spot: Spot, shape: type[ShapeT], what: str, known: Known) -> Iterator[tuple[str, ShapeT, Spot]]:
    """The good entries of a file that maps ids to shapes."""
    for name in spot.value or {}:
        here = spot.at(name)
        fitted, faults = fit(shape, here.value, what)
        here.take(faults)
        if check_id(name, here) and fitted is not None:
            yield name, fitted, here
        else:
            known.broken.add(name)


def read_outcomes(spot: Spot, known: Known) -> None:
    """Fill `known.outcomes`; an entry is `id: text` or `id: {title: text}`."""
    whole = spot.value or {}
    for name, value in whole.items():
        here = spot.at(name)
        if isinstance(value, str) and check_id(name, here):
            known.outcomes[name] = Outcome(name, value, here.place)
            continue
        shape, faults = fit(OutcomeShape, value, "an outcome")
        here.take(faults)
        if shape is not None and check_id(name, here):
            known.outcomes[name] = Outcome(name, shape.title, here.place)
        else:
            known.broken.add(name)


def read_capabilities(spot: Spot, known: Known) -> None:
    """Fill `known.capabilities`; facts must be known."""
    for name, shape, here in _entries(spot, CapabilityShape, "a capability", known):
        inventories = [fact.id for fact in known.facts.values() if fact.type == "inventory"]
        if shape.of is not None and not known.expect(shape.of, {"an inventory": inventories}, here.at("of")):
            known.broken.add(name)
            continue
        unit = read_unit(shape.unit)
        already = []
        listed = isinstance(here.at("already").value, list)
        for n, part in enumerate(shape.already):
            spot_of_part = here.at("already", n) if listed else here
            when = part.when and known.expression(read_condition, part.when, spot_of_part.at("when"), each=shape.of)
            value = known.expression(
                read_amount, part.value, spot_of_part.at("value" if listed else "already"), unit, each=shape.of
            )
            if value is not None and (when or not part.when):
                already.append(Already(when or None, value))
        known.capabilities[name] = Capability(
            name, shape.title, here.place, unit, shape.demands, shape.supplies, shape.of, tuple(already)
        )


def read_sources(spot: Spot, known: Known) -> None:
    """Fill `known.sources`; each has a link and the day it was checked on, or the role whose judgement it is."""
    for name, shape, here in _entries(spot, SourceShape, "a source", known):
        if bool(shape.link) == bool(shape.judgement):
            both = "both a link and a judgement" if shape.link else "neither a link nor a judgement"
            here.say(
                "source_kind",
                f"The source `{name}` has {both}.",
                "Write `link` and `checked_on` for a page, or `judgement` and the role for what somebody knows.",
            )
        elif shape.link and shape.checked_on is None:
            here.say(
                "key_missing",
                f"`checked_on` of `{name}` is missing.",
                "Write `checked_on`: the day the page was last read, such as 2026-11-21.",
            )
        elif shape.link and not shape.link.startswith(("https://", "http://")):
            here.at("link").say(
                "not_a_link", "{key} must begin with `https://`.", "Write the whole address of the page."
            )
        known.sources[name] = Source(name, shape.title, shape.link, shape.checked_on, shape.judgement)
