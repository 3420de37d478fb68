"""What can reach the plan of a case at all: the rules that may come to count, and the open facts that they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from advisor.case import Case
from advisor.expressions.nodes import Aggregate, Expression, Name, walk
from advisor.pack import AtLeast, AtMost, Decline, Needs, NotTogether, Pack, Rule
from advisor.values import UNKNOWN, Row, Value
from advisor.verifying.verify_numbers import Facts, sellable
from advisor.verifying.verify_wants import asked_for, rules_that_count


@dataclass(frozen=True)
class Reach:
    """Rules by id; facts and columns by id, formulas followed down to what they read. `unlisted`: inventories that nobody has
    listed and that some rule reads, so that no price has an upper end."""

    rules: frozenset[str]
    open_facts: frozenset[str]
    unlisted: frozenset[str] = frozenset()


def reach(pack: Pack, case: Case, known: Facts, outcomes: Iterable[str], proposed: Iterable[str] = ()) -> Reach:
    """Follow what is wanted, demanded and supplied from what is `known`; where something is open, it may turn out either way.
    `proposed`: offerings that are in a plan to be judged, whether they can be called for or not."""
    kept = set(outcomes)
    on_sale = {offering.id for offering in sellable(pack)}
    offerings = {*asked_for(case), *proposed} & on_sale
    may_count = [rule for rule in rules_that_count(pack, case) if _rows_where_it_may_apply(rule, known)]
    rules: dict[str, Rule] = {}
    while True:
        before = (len(rules), len(offerings))
        for rule in may_count:
            stands = not rule.for_ or kept & set(rule.for_) or offerings & set(pack.for_offerings(rule))
            if stands and _touches(pack, rule, offerings):
                rules[rule.id] = rule
        for capability in {
            c for rule in rules.values() if isinstance(rule.effect, Needs) for c, _ in rule.effect.amounts
        }:
            if not _surely_met(pack, capability, rules.values(), known):
                offerings |= {
                    o.id for o in pack.offerings.values() if o.id in on_sale and capability in dict(o.provides)
                }
        offerings |= {rule.unless for rule in rules.values() if rule.unless is not None} & on_sale
        if (len(rules), len(offerings)) == before:
            break
    standing = [
        rule
        for rule in rules_that_count(pack, case)
        if not rule.for_ or kept & set(rule.for_) or offerings & set(pack.for_offerings(rule))
    ]
    unlisted = {fact.id for fact in pack.facts.values() if fact.type == "inventory" and not _listed(case, fact.id)}
    return Reach(
        frozenset(rules),
        frozenset(_open_names(pack, rules.values(), offerings, known)),
        frozenset(unlisted & _read_by(pack, [r for r in standing if _touches(pack, r, offerings)], offerings)),
    )


def _listed(case: Case, inventory: str) -> bool:
    answer = case.answers.get(inventory)
    return answer is not None and answer.value is not UNKNOWN


def _read_by(pack: Pack, rules: Iterable[Rule], offerings: set[str]) -> set[str]:
    """Every name that these rules, what meets their demands and what is there already read."""
    names: set[str] = set()
    expressions: list[Expression | None] = []
    for rule in rules:
        expressions.append(rule.when)
        names |= {rule.each} if rule.each is not None else set()
        if isinstance(rule.effect, AtMost | AtLeast):
            expressions += [bound for _, bound in rule.effect.limits]
        for capability, amount in rule.effect.amounts if isinstance(rule.effect, Needs) else ():
            terms = pack.capabilities[capability]
            names |= {terms.of} if terms.of is not None else set()
            expressions += [amount, *(e for already in terms.already for e in (already.when, already.value))]
            expressions += [a for name in offerings for c, a in pack.offerings[name].provides if c == capability]
    for expression in expressions:
        names |= _named(expression)
    facts = {one.id: one for fact in pack.facts.values() for one in (fact, *fact.columns)}
    ahead = list(names)
    while ahead:
        fact = facts.get(ahead.pop())
        for expression in (fact.formula, fact.asked_when) if fact is not None else ():
            ahead += _named(expression) - names
            names |= _named(expression)
    return names


def _named(expression: Expression | None) -> set[str]:
    """The facts and columns that an expression names, and the inventories of which it counts or sums rows."""
    nodes = list(walk(expression.node)) if expression is not None else []
    return {n.id for n in nodes if isinstance(n, Name)} | {n.inventory for n in nodes if isinstance(n, Aggregate)}


def _rows_where_it_may_apply(rule: Rule, known: Facts) -> list[Row | None]:
    rows: Sequence[Row | None] = (None,)
    if rule.each is not None:
        listed = known.get(rule.each)
        rows = listed if isinstance(listed, tuple) else ()
    return [row for row in rows if rule.when is None or rule.when.truth(known, row) is not False]


def _touches(pack: Pack, rule: Rule, offerings: set[str]) -> bool:
    """Whether a rule can bear on a plan of these offerings."""
    match rule.effect:
        case Needs() | AtLeast():
            return True
        case AtMost(limits):
            return any(name in offerings or name in pack.facts for name, _ in limits)
        case NotTogether(names):
            return set(names) <= offerings
        case Decline(offering):
            return offering is None or offering in offerings
        case _:
            return False


def _surely_met(pack: Pack, capability: str, rules: Iterable[Rule], known: Facts) -> bool:
    """Whether what is there meets all that can be demanded, by what is known alone."""
    terms = pack.capabilities[capability]
    if terms.of is not None:
        return False
    total: int | Fraction = 0
    for rule in rules:
        for name, amount in rule.effect.amounts if isinstance(rule.effect, Needs) else ():
            if name == capability:
                needed = amount.amount(known)
                if rule.per == "unit" or rule.each is not None or not isinstance(needed, int | Fraction):
                    return False
                total = total + max(0, needed) if terms.demands == "add" else max(total, needed)
    have: Value = 0
    for already in terms.already:
        holds = True if already.when is None else already.when.truth(known)
        if holds is UNKNOWN:
            return False
        if holds is True:
            have = already.value.amount(known)
            break
    return total <= (have if isinstance(have, int | Fraction) else 0)


def _open_names(pack: Pack, rules: Iterable[Rule], offerings: set[str], known: Facts) -> set[str]:
    names: set[str] = set()
    demanded: set[str] = set()
    for rule in rules:
        effect = rule.effect
        for row in _rows_where_it_may_apply(rule, known):
            names |= _open_in(rule.when, known, row, truth=True)
            if isinstance(effect, Needs | AtMost | AtLeast):
                pairs = effect.amounts if isinstance(effect, Needs) else effect.limits
                for name, amount in pairs:
                    names |= _open_in(amount, known, row)
                    if name in pack.facts and known.get(name, UNKNOWN) is UNKNOWN:
                        names.add(name)
                    demanded |= {name} & set(pack.capabilities)
    for capability in demanded:
        inventory = pack.capabilities[capability].of
        listed = known.get(inventory) if inventory is not None else None
        rows: Sequence[Row | None] = listed if isinstance(listed, tuple) else (None,)
        for row in rows:
            for already in pack.capabilities[capability].already:
                names |= _open_in(already.when, known, row, truth=True) | _open_in(already.value, known, row)
            for name in offerings:
                for supplied, amount in pack.offerings[name].provides:
                    names |= _open_in(amount, known, row) if supplied == capability else set()
    return _followed_down(pack, names)


def _open_in(expression: Expression | None, known: Facts, row: Row | None, truth: bool = False) -> set[str]:
    """The names in an expression on which it still hangs: none once its value is known whatever they are."""
    if expression is None:
        return set()
    value = expression.truth(known, row) if truth else expression.amount(known, row)
    if value is not UNKNOWN:
        return set()
    there: Mapping[str, Value] = {} if row is None else row
    return {
        node.id
        for node in walk(expression.node)
        if isinstance(node, Name) and there.get(node.id, known.get(node.id, UNKNOWN)) is UNKNOWN
    }


def _followed_down(pack: Pack, names: set[str]) -> set[str]:
    """Add what formulas read, and what decides whether a question arises."""
    facts = {one.id: one for fact in pack.facts.values() for one in (fact, *fact.columns)}
    found, ahead = set(names), list(names)
    while ahead:
        fact = facts.get(ahead.pop())
        for expression in (fact.formula, fact.asked_when) if fact is not None else ():
            for node in walk(expression.node) if expression is not None else ():
                if isinstance(node, Name) and node.id not in found:
                    found.add(node.id)
                    ahead.append(node.id)
    return found
