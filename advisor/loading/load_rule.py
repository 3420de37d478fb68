"""Reading one rule file among the names of its pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.expressions.nodes import Expression
from advisor.expressions.read import read_amount, read_condition
from advisor.loading.fit import fit
from advisor.loading.known import Known
from advisor.loading.load_example import read_example
from advisor.loading.shapes_rule import EFFECTS, RuleShape
from advisor.loading.spot import Spot
from advisor.pack import (
    Advise,
    AtLeast,
    AtMost,
    Decline,
    Effect,
    Know,
    Needs,
    NotTogether,
    Rule,
    Silence,
    Taken,
)
from advisor.texts import check_text

NUMBERS = frozenset({"needed", "have", "short", "needed_here"})
TEXTS = ("because", "because_unknown", "enough", "without", "instead")


def read_rule(name: str, topic: str, spot: Spot, known: Known) -> Rule | None:
    """Read a rule; None where its shape or its effect is at fault. Every problem is reported at its line."""
    shape, faults = fit(RuleShape, spot.value, "a rule")
    spot.take(faults)
    if shape is None:
        return None
    effects = [key for key in EFFECTS if getattr(shape, key) is not None]
    if len(effects) != 1:
        if effects:
            what = (
                f"A rule has one effect, and this one has {len(effects)}: {', '.join(f'`{key}`' for key in effects)}."
            )
            spot.at(effects[1]).say("effect_count", what, "Make a rule of each.")
        else:
            spot.say(
                "effect_count", "This rule has no effect.", f"Write one of {', '.join(f'`{key}`' for key in EFFECTS)}."
            )
        return None
    for_any: dict[str, Iterable[str]] = {"offering": known.offerings, "kind": known.kinds, "outcome": known.outcomes}
    for n, about in enumerate(shape.for_):
        known.expect(about, for_any, spot.at("for", n) if isinstance(spot.at("for").value, list) else spot.at("for"))
    each = shape.each
    inventories = [fact.id for fact in known.facts.values() if fact.type == "inventory"]
    if each is not None and not known.expect(each, {"an inventory": inventories}, spot.at("each")):
        return None
    if shape.unless is not None:
        known.expect(shape.unless, {"offering": known.offerings}, spot.at("unless"))
    when = known.expression(read_condition, shape.when, spot.at("when"), each=each) if shape.when else None
    effect = _effect(effects[0], shape, spot, known)
    _check_needed_keys(effects[0], shape, spot)
    takes = _read_sources(shape, spot, known)
    _check_texts(shape, spot, known)
    examples = tuple(
        read_example(one, spot.at("examples", n), shape, known, effect) for n, one in enumerate(shape.examples)
    )
    if effect is None or (shape.when and when is None):
        return None
    return Rule(
        id=name,
        title=shape.title,
        topic=topic,
        place=spot.place,
        effect=effect,
        because=" ".join(filter(None, (shape.advise, shape.because))),
        for_=shape.for_,
        when=when,
        because_unknown=shape.because_unknown,
        enough=shape.enough,
        without=shape.without,
        instead=shape.instead,
        strength=shape.strength,
        status=shape.status,
        per=shape.per,
        each=each,
        unless=shape.unless,
        sources=tuple(dict.fromkeys(source for source, _ in shape.source)),
        takes=takes,
        owner=shape.owner or "",
        examples=examples,
        silences=tuple(
            Silence(check, name, reason, spot.at("silence", check).place) for check, reason in shape.silence.items()
        ),
    )


def _effect(key: str, shape: RuleShape, spot: Spot, known: Known) -> Effect | None:
    offerings = {"offering": known.offerings}
    match key:
        case "needs":
            return _needs(shape.needs or {}, spot.at("needs"), shape.each, known)
        case "at_most" | "at_least":
            return _limits(
                key, (shape.at_most if key == "at_most" else shape.at_least) or {}, spot.at(key), shape.each, known
            )
        case "not_together":
            names = shape.not_together or ()
            unknown = [n for n, name in enumerate(names) if not known.expect(name, offerings, spot.at(key, n))]
            if len(set(names)) < 2:
                spot.at(key).say("too_few", "{key} needs two offerings or more.", "Write both, as `[one, other]`.")
            return NotTogether(names) if not unknown and len(set(names)) > 1 else None
        case "know":
            places = known.places()
            names = shape.know or ()
            unknown = [n for n, name in enumerate(names) if not known.expect(name, {"fact": places}, spot.at(key, n))]
            return None if unknown else Know(names)
        case "decline":
            if shape.decline == "all":
                return Decline(None)
            good = known.expect(shape.decline or "", offerings, spot.at(key))
            return Decline(shape.decline) if good else None
    if shape.about is not None and not known.expect(shape.about, offerings, spot.at("about")):
        return None
    return Advise(shape.about)


def _needs(written: Mapping[str, str], spot: Spot, each: str | None, known: Known) -> Needs | None:
    amounts: list[tuple[str, Expression]] = []
    for name, source in written.items():
        here = spot.at(name)
        if not known.expect(name, {"capability": known.capabilities}, here):
            continue
        capability = known.capabilities[name]
        if capability.of != each:
            if capability.of is None:
                here.say(
                    "each_and_of",
                    f"`{name}` is met once for the whole customer, and the rule looks at each row of `{each}`.",
                    f"Delete `each`, or write `of: {each}` at the capability.",
                )
            else:
                here.say(
                    "each_and_of",
                    f"`{name}` is met in each row of `{capability.of}`, and the rule does not look at its rows.",
                    f"Write `each: {capability.of}` in the rule.",
                )
            continue
        amount = known.expression(read_amount, source, here, each=each)
        if amount is not None:
            amounts.append((name, amount))
    return Needs(tuple(amounts)) if len(amounts) == len(written) else None


def _limits(
    key: str, written: Mapping[str, str], spot: Spot, each: str | None, known: Known
) -> AtMost | AtLeast | None:
    limits: list[tuple[str, Expression]] = []
    numbers = [fact.id for fact in known.facts.values() if fact.type == "number" and fact.formula is None]
    wanted: dict[str, Iterable[str]] = {
        "a number among the facts": numbers,
        **({"offering": known.offerings} if key == "at_most" else {}),
    }
    for name, source in written.items():
        if not known.expect(name, wanted, spot.at(name)):
            continue
        unit = known.facts[name].unit if name in known.facts else None
        limit = known.expression(read_amount, source, spot.at(name), unit, each=each)
        if limit is not None:
            limits.append((name, limit))
    if len(limits) < len(written):
        return None
    return AtMost(tuple(limits)) if key == "at_most" else AtLeast(tuple(limits))


_GO_WITH = {"instead": ("decline",), "about": ("advise",), "unless": ("needs",), "per": ("needs",)}


def _check_needed_keys(effect: str, shape: RuleShape, spot: Spot) -> None:
    """A live rule without a reason, a source, an owner or examples is refused; a draft may still lack them."""
    for key, effects in _GO_WITH.items():
        if getattr(shape, key) != RuleShape.model_fields[key].default and effect not in effects:
            spot.at(key).say(
                "key_not_of_effect",
                f"{{key}} goes with `{effects[0]}`, and this rule has `{effect}`.",
                "Delete the line.",
            )
    if shape.status == "draft":
        return
    needed = ("source", "owner", "examples") if effect == "advise" else ("because", "source", "owner", "examples")
    for key in needed if effect != "decline" else (*needed, "instead"):
        if not getattr(shape, key):
            meaning = RuleShape.model_fields[key].description
            spot.say(
                "key_missing",
                f"`{key}` is missing.",
                f"Write `{key}`: {meaning}. A rule that is not finished can be kept with `status: draft`.",
            )
    if not shape.examples:
        return
    applies = [one for one in shape.examples if one.expect == "applies" or isinstance(one.expect, Mapping)]
    does_not = [one for one in shape.examples if one.expect == "does not apply"]
    if len(shape.examples) < 2:
        spot.at("examples").say(
            "examples_few",
            "There is only one example.",
            "Write at least two: one where the rule applies and one where it does not.",
        )
    elif not applies:
        spot.at("examples").say(
            "examples_few", "In no example the rule applies.", "Add one, with what is to be expected."
        )
    elif shape.when and not does_not:
        spot.at("examples").say(
            "examples_few",
            "In every example the rule applies, or nobody can tell.",
            "Add one with `expect: does not apply`.",
        )


def _read_sources(shape: RuleShape, spot: Spot, known: Known) -> tuple[Taken, ...]:
    """The numbers that the rule takes from figures; sources that do not exist are reported."""
    written = spot.at("source").value if shape.source else ()
    items = list(enumerate(written)) if isinstance(written, (list, tuple)) else [(None, written)]
    takes: list[Taken] = []
    numbers = iter(shape.source)
    for n, item in items:
        item_spot = spot.at("source") if n is None else spot.at("source", n)
        for key in item if isinstance(item, Mapping) else (None,):
            here = item_spot if key is None else item_spot.at(key)
            name, number = next(numbers)
            known.expect(name, {"a source": known.sources, "a figure": known.figures}, here)
            if number is not None:
                takes.append(Taken(name, number, here.place))
    return tuple(takes)


def _check_texts(shape: RuleShape, spot: Spot, known: Known) -> None:
    if known.blind:
        return
    capabilities = frozenset(shape.needs or ())
    columns = frozenset(known.columns(shape.each))
    in_row = {"rows", *columns, *(f"{shape.each}.{column}" for column in columns)} if shape.each else set[str]()
    names = frozenset({"asked", *known.facts, *known.broken, *in_row, *(NUMBERS if capabilities else ())})
    for key in (*TEXTS, "advise"):
        for what, cure in check_text(getattr(shape, key) or "", names, capabilities):
            spot.at(key).say("text_slot", f"{{key}}: {what}", cure)
