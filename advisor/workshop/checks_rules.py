"""Checks of rules against each other: what can never apply, what contradicts, what another rule makes needless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import TypeAlias

from advisor.expressions.nodes import Compare, Expression, Literal_, Name, Node
from advisor.pack import AtLeast, AtMost, Decline, Know, Needs, NotTogether, Rule
from advisor.saying import say_list
from advisor.workshop.findings import Bench, Finding
from advisor.workshop.possible import Told

_MOST_WAYS = 24  # of forbidding every supplier of a capability

Limits: TypeAlias = tuple[tuple[str, Expression], ...]


def rule_never_applies(bench: Bench) -> Iterator[Finding]:
    """A live rule whose condition holds for no customer, or whose amounts never bite where it holds."""
    for rule in bench.pack.live_rules:
        if not bench.concerns(rule):
            continue
        customers = bench.customers(rule.each)
        when = _when(rule)
        if when and customers.who(when) is Told.NEVER:
            what = "No answers of a customer fulfil this condition, so the rule never applies."
            cure = "Correct the condition (look at ranges, and at when the facts in it are asked), or retire the rule."
            yield Finding(bench.of_rule(rule, "when"), "rule_never_applies", rule.id, what, cure)
            continue
        for key, name, bites in _bites(bench, rule):
            if customers.who([*when, bites]) is Told.NEVER:
                effect = "calls for nothing" if isinstance(rule.effect, Needs) else "limits nothing"
                what = f"Where this rule applies, the amount of `{name}` {effect}, whatever the customer answers."
                cure = "Correct the amount (look at the ranges of the facts in it), or retire the rule."
                yield Finding(bench.of_rule(rule, key, name), "rule_never_applies", rule.id, what, cure)


def _when(rule: Rule) -> list[Node]:
    return [] if rule.when is None else [rule.when.node]


def _bites(bench: Bench, rule: Rule) -> Iterator[tuple[str, str, Node]]:
    """Per amount of a rule: its key, its name, and the condition under which it makes a difference."""
    match rule.effect:
        case Needs(amounts):
            for name, amount in amounts:
                yield "needs", name, Compare(">", amount.node, Literal_(0))
        case AtMost(limits) | AtLeast(limits):
            key, op = ("at_most", ">") if isinstance(rule.effect, AtMost) else ("at_least", "<")
            for name, limit in limits:
                fact = bench.pack.facts.get(name)
                if fact is not None and fact.formula is None:
                    yield key, name, Compare(op, Name(name), limit.node)  # type: ignore[arg-type]


def rules_contradict(bench: Bench) -> Iterator[Finding]:
    """Two `must` rules that cannot both be obeyed for some customer to whom both apply."""
    musts = [rule for rule in bench.pack.live_rules if rule.strength == "must"]
    yield from _limits_that_cross(bench, musts)
    yield from _needs_what_is_forbidden(bench, musts)


def _limits_that_cross(bench: Bench, musts: Sequence[Rule]) -> Iterator[Finding]:
    """A fact that has to be at least more than it may be at most."""
    for low in musts:
        if not isinstance(low.effect, AtLeast):
            continue
        for high in musts:
            if not isinstance(high.effect, AtMost) or not bench.concerns(low, high):
                continue
            if not _meet(bench, low, high) or low.each != high.each:
                continue
            for (fact, least), (name, most) in product(low.effect.limits, high.effect.limits):
                if fact != name:
                    continue
                crossed = Compare(">", least.node, most.node)
                customers = bench.customers(low.each)
                found = customers.who([*_when(low), *_when(high), crossed])
                if not isinstance(found, Told):
                    place = bench.of_rule(low, "at_least", fact)
                    other = bench.of_rule(high, "at_most", fact)
                    what = (
                        f"`{fact}` must be at least `{least.source}` here and at most `{most.source}` in {other}; "
                        f"both apply where {customers.say(found)}."
                    )
                    cure = "Narrow one of the two conditions, or make one rule a `should`."
                    yield Finding(place, "rules_contradict", low.id, what, cure)


def _meet(bench: Bench, one: Rule, other: Rule) -> bool:
    """Whether both rules can count in the same plan: neither stands for a result or an offering, or they share one."""
    return not one.for_ or not other.for_ or bool(_scope(bench, one) & _scope(bench, other))


def _scope(bench: Bench, rule: Rule) -> frozenset[str]:
    return frozenset(bench.pack.for_outcomes(rule)) | frozenset(bench.index.triggers[rule.id])


def _needs_what_is_forbidden(bench: Bench, musts: Sequence[Rule]) -> Iterator[Finding]:
    """A demand whose every supplier is forbidden by other rules wherever the demand is made."""
    forbidding = _forbidding(bench, musts)
    for rule in musts:
        if not isinstance(rule.effect, Needs):
            continue
        for name, _ in rule.effect.amounts:
            suppliers = [offering for offering, _ in bench.index.suppliers[name]]
            if not suppliers or bench.pack.capabilities[name].already:
                continue
            ways = [[f for f in forbidding.get(o, ()) if f.each in (None, rule.each) and not f.for_] for o in suppliers]
            for way in islice(product(*ways), _MOST_WAYS):
                if not bench.concerns(rule, *way):
                    continue
                customers = bench.customers(rule.each)
                conditions = [node for one in way for node in _when(one)]
                if all(customers.who(_when(rule), [node]) is Told.NEVER for node in conditions):
                    others = say_list(dict.fromkeys(f"`{one.id}`" for one in way))
                    what = f"Whenever this rule needs `{name}`, {others} forbids all that supplies it."
                    cure = "Narrow one of the conditions, or decline instead of asking for what cannot be had."
                    yield Finding(bench.of_rule(rule, "needs", name), "rules_contradict", rule.id, what, cure)
                    break


def _forbidding(bench: Bench, musts: Sequence[Rule]) -> Mapping[str, list[Rule]]:
    """Offering -> the rules that forbid it altogether where they apply."""
    found: dict[str, list[Rule]] = {}
    for rule in musts:
        match rule.effect:
            case AtMost(limits):
                for name, limit in limits:
                    if name in bench.pack.offerings and limit.node == Literal_(0):
                        found.setdefault(name, []).append(rule)
            case Decline(offering) if offering is not None:
                found.setdefault(offering, []).append(rule)
            case _:
                pass
    return found


def rules_subsume(bench: Bench) -> Iterator[Finding]:
    """A rule that another one makes needless: wherever it applies, the other asks for as much or more."""
    groups: dict[tuple[object, ...], list[Rule]] = {}
    for rule in bench.pack.live_rules:
        for target in _targets(rule):
            groups.setdefault((type(rule.effect), target, rule.each), []).append(rule)
    seen: set[tuple[str, str]] = set()
    for (kind, target, _), rules in groups.items():
        for one, other in combinations(rules, 2):
            if not bench.concerns(one, other):
                continue
            for weak, strong in ((one, other), (other, one)):
                if (weak.id, strong.id) in seen or (strong.id, weak.id) in seen:
                    continue
                if _covers(bench, strong, weak):
                    seen.add((weak.id, strong.id))
                    yield _subsumed(bench, weak, strong, kind is Needs, str(target))


def _targets(rule: Rule) -> tuple[object, ...]:
    """What a rule is about, where it is about one thing: only such rules are held against each other."""
    match rule.effect:
        case Needs(pairs) | AtMost(pairs) | AtLeast(pairs) if len(pairs) == 1:
            return (pairs[0][0],)
        case NotTogether(offerings):
            return (frozenset(offerings),)
        case Know(facts) if len(facts) == 1:
            return facts
        case Decline(offering):
            return (offering or "all",)
        case _:
            return ()  # advice is words; rules about several things are not compared


def _covers(bench: Bench, strong: Rule, weak: Rule) -> bool:
    """Whether `strong` does all that `weak` does, wherever `weak` applies."""
    if strong.strength == "should" and weak.strength == "must":
        return False
    if strong.unless != weak.unless or strong.per != weak.per or not _stands_wherever(bench, strong, weak):
        return False
    customers = bench.customers(weak.each)
    if strong.when is not None and customers.who(_when(weak), _when(strong)) is not Told.NEVER:
        return False
    weaker = _is_weaker(strong, weak)
    if isinstance(strong.effect, Needs) and bench.pack.capabilities[strong.effect.amounts[0][0]].demands == "add":
        return weaker is None  # what adds up is counted twice only where it is the same
    return weaker is None or customers.who([*_when(weak), weaker]) is Told.NEVER


def _stands_wherever(bench: Bench, strong: Rule, weak: Rule) -> bool:
    if not strong.for_:
        return True
    if not weak.for_:
        return False
    return _scope(bench, weak) <= _scope(bench, strong)


def _is_weaker(strong: Rule, weak: Rule) -> Node | None:
    """The condition under which `strong` asks for less than `weak`; None where they ask for the same."""
    pairs = []
    for rule in (strong, weak):
        match rule.effect:
            case Needs(found) | AtMost(found) | AtLeast(found):
                pairs.append(found[0][1].node)
            case _:
                return None
    if pairs[0] == pairs[1]:
        return None
    return Compare(">" if isinstance(strong.effect, AtMost) else "<", pairs[0], pairs[1])


def _subsumed(bench: Bench, weak: Rule, strong: Rule, needs: bool, target: str) -> Finding:
    adds = needs and bench.pack.capabilities[target].demands == "add"
    what = (
        f"Wherever this rule applies, `{strong.id}` asks for the same amount, so it is counted twice."
        if adds
        else f"Wherever this rule applies, `{strong.id}` says as much or more, so this rule makes no difference."
    )
    cure = "Retire one of the two, or narrow its condition."
    return Finding(bench.of_rule(weak, "when" if weak.when else "title"), "rules_subsume", weak.id, what, cure)
