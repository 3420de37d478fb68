"""Checks across the files of a pack: one id means one thing; offerings that need each other come together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.loading.files import Problems
from advisor.loading.graph import circles
from advisor.loading.known import Known
from advisor.loading.spot import Spot
from advisor.pack import ASSESSMENT, Fact, Needs, Offering, Rule
from advisor.problems import Place


def refuse_ids_of_two_things(known: Known, problems: Problems) -> None:
    """Facts, formulas, capabilities, offerings, kinds and outcomes share one set of ids; the later is reported."""
    first: dict[str, tuple[str, Place]] = {}
    for kind, name, place in _ids(known):
        if name not in first:
            first[name] = (kind, place)
        elif first[name][0] != kind:
            what = f"`{name}` is {kind} here and {first[name][0]} in {first[name][1]}; one name must mean one thing."
            problems.add(place, "name_twice", what, "Give one of the two another name.")


def _ids(known: Known) -> Iterable[tuple[str, str, Place]]:
    for fact in known.facts.values():
        yield "a formula" if fact.formula else "a fact", fact.id, fact.place
    for outcome in known.outcomes.values():
        yield "an outcome", outcome.id, outcome.place
    for capability in known.capabilities.values():
        yield "a capability", capability.id, capability.place
    for offering in known.offerings.values():
        yield "an offering", offering.id, offering.place
    for offering in known.offerings.values():
        yield "a kind", offering.kind, offering.place


def refuse_shared_names(spot: Spot, known: Known) -> None:
    """A column or a choice may not bear the id of a fact, nor a choice that of a column: a name means one thing."""
    columns = {column.id: fact.id for fact in known.facts.values() for column in fact.columns}
    for fact in known.facts.values():
        here = spot.at(fact.id)
        for column in fact.columns:
            if column.id in known.facts:
                here.at("columns", column.id).say(
                    "name_twice", f"The column `{column.id}` bears the name of a fact.", "Give the column another name."
                )
            _refuse_choices(column, here.at("columns", column.id), known, columns)
        _refuse_choices(fact, here, known, columns)


def _refuse_choices(fact: Fact, spot: Spot, known: Known, columns: Mapping[str, str]) -> None:
    for choice in fact.choices:
        other = "a fact" if choice in known.facts else f"a column of `{columns[choice]}`" if choice in columns else None
        if other:
            where = spot.at("choices", choice) if isinstance(spot.at("choices").value, dict) else spot.at("choices")
            where.say(
                "name_twice",
                f"The choice `{choice}` of `{fact.id}` bears the name of {other}.",
                "Give the choice another name.",
            )


def refuse_rules_twice(files: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """Rule ids by file, of those files whose id no earlier file has; the later ones are reported."""
    first: dict[str, str] = {}
    good: dict[str, str] = {}
    for file, name in files.items():
        if name in first:
            what = f"The rule `{name}` is there twice: also as {first[name]}."
            problems.add(
                Place(file),
                "rule_twice",
                what,
                "Rename one of the two files: a rule's id is its file's name, whatever folder it lies in.",
            )
        else:
            first[name] = file
            good[file] = name
    return good


def refuse_idle_assessments(known: Known, problems: Problems) -> None:
    """An assessment that settles nothing could never be recommended."""
    for offering in known.offerings.values():
        if offering.kind == ASSESSMENT and not offering.settles and offering.id not in known.broken and not known.blind:
            what = f"The assessment `{offering.id}` settles no fact, so nothing could ever call for it."
            problems.add(
                offering.place, "assessment_idle", what, "Write in settles.csv which facts are known after it."
            )


def delivery_groups(rules: Iterable[Rule], offerings: Mapping[str, Offering]) -> tuple[frozenset[str], ...]:
    """Offerings that need each other: circles of "a live rule for A needs what B provides", of two or more."""
    providers: dict[str, list[str]] = {}
    of_kind: dict[str, list[str]] = {}
    for offering in offerings.values():
        of_kind.setdefault(offering.kind, []).append(offering.id)
        for capability, _ in offering.provides:
            providers.setdefault(capability, []).append(offering.id)
    needed: dict[str, dict[str, None]] = {name: {} for name in offerings}
    for rule in rules:
        if rule.status != "live" or not isinstance(rule.effect, Needs):
            continue
        capabilities = [capability for capability, _ in rule.effect.amounts]
        for name in rule.for_:
            for offering_id in [name] if name in offerings else of_kind.get(name, []):
                for capability in capabilities:
                    needed[offering_id].update(dict.fromkeys(providers.get(capability, ())))
    return tuple(group for group in circles(needed) if len(group) > 1)
