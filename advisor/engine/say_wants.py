"""One sentence for each want that can be said aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.case import Case
from advisor.engine.demands import truth_of
from advisor.engine.dispositions import Disposed, reads_unlisted
from advisor.engine.effects import join
from advisor.engine.setting import article_of
from advisor.engine.shown import Shown
from advisor.engine.speak import speak, values_for
from advisor.pack import Needs, Rule
from advisor.recommendation import WantAnswer
from advisor.saying import say_count_of, say_list, say_money_pair, say_number, say_small, say_value

MOST_WORDS = 30  # of a sentence said aloud
MOST_FIRST = 2  # things named one by one


def want_answers(shown: Shown, disposed: Sequence[Disposed]) -> tuple[WantAnswer, ...]:
    answers = []
    for one in disposed:
        want = one.want
        asks = None if want.asks is None else {want.asks[0]: want.asks[1]}
        asked = want.quantity if want.offering is not None else want.asks[1] if want.asks else None
        says = say_offering(shown, one, want.offering) if want.offering is not None else say_property(shown, one)
        rules = tuple(dict.fromkeys(rule.id for rule in one.rules))
        answers.append(WantAnswer(want.offering, asks, asked, one.disposition, one.quantity, says, rules))
    return tuple(answers)


def aloud(*sentences: str) -> str:
    """Sentences after one another, as many from the first on as can be said in one breath."""
    said = ""
    for sentence in sentences:
        longer = f"{said} {sentence}".strip()
        if said and len(longer.split()) > MOST_WORDS:
            break
        said = longer
    return said


def limits_of(case: Case) -> str:
    """What the customer limited: "your budget", "your date" or both."""
    budget = case.budget.once is not None or case.budget.monthly is not None
    return say_list([*(["your budget"] if budget else []), *(["your date"] if case.needed_by is not None else [])])


def first_named(names: Sequence[str]) -> str:
    """The first things by name, the others counted: "a UPS, a switch and two other things"."""
    named, more = list(names[:MOST_FIRST]), len(names) - MOST_FIRST
    return say_list([*named, f"{say_small(more)} other thing{'s' if more > 1 else ''}"] if more > 0 else named)


def name_of(shown: Shown, offering: str) -> str:
    """What an offering is called in a sentence."""
    found = shown.decision.index.pack.offerings[offering]
    return found.said_as or found.name


def counted(shown: Shown, offering: str, quantity: int) -> str:
    """So many of an offering: "30 seats"; the bare number where it has no unit."""
    unit = shown.decision.index.pack.offerings[offering].unit
    return say_count_of(quantity, unit) if unit else say_number(quantity)


def with_quantity(shown: Shown, offering: str, quantity: int) -> str:
    """An offering with how many: "the CRM (30 seats)"; one of it by its name alone."""
    name = name_of(shown, offering)
    return name if quantity == 1 else f"{name} ({counted(shown, offering, quantity)})"


def why(shown: Shown, one: Disposed, sure: bool = False) -> str:
    """The sentence of the first rule that has one: `enough` where nothing more is called for, else `because`. Of what nothing
    would be needed only what is enough or what speaks against it is said: a demand that something else meets is no reason, and a
    limit that does not hold here is one only where there is no other. `sure`: of limits that only may hold nothing is said."""
    plan = {o: n for o, n in shown.most.items() if n}
    chosen = one.disposition == "customers_choice" and not shown.need_led.get(one.want.offering or "")
    unneeded = chosen or one.disposition == "not_needed"
    limiting = shown.decision.index.limiting
    for step in ("enough", "against", "any") if unneeded else ("any",):
        for rule in one.rules:
            limits = rule in limiting
            if (step == "enough" and limits) or (step == "against" and not limits):
                continue
            if sure and limits and truth_of(rule, shown.known) is not True:
                continue
            values = values_for(shown.decision, rule, shown.known, plan, asked=one.want.quantity)
            enough = rule.enough and step != "against" and is_enough(shown, rule)
            said = speak(rule.enough, "", "", values) if enough else ""
            applies = truth_of(rule, shown.known) is True and not reads_unlisted(shown, rule)
            if applies and isinstance(rule.effect, Needs) and values.get("needed", ("", None))[0] == 0 and not said:
                continue  # nothing is called for yet: no reason for or against it
            if not said and step != "enough" and (applies or step == "any") and (limits or not unneeded):
                said = speak(rule.because if applies else "", rule.because_unknown if not applies else "", "", values)
            if said:
                return said
    return ""


def is_enough(shown: Shown, rule: Rule) -> bool:
    """Whether a rule calls for nothing here, as far as anybody knows: it does not apply, or what is there meets it. What would be
    enough only if open answers turned out well is not."""
    if reads_unlisted(shown, rule):
        return False
    applies = truth_of(rule, shown.known)
    if applies is not True or not isinstance(rule.effect, Needs):
        return applies is False
    index = shown.decision.index
    capabilities = (index.pack.capabilities[name] for name, _ in rule.effect.amounts)
    reads = index.rule_reads(rule).union(*(index.capability_reads(one) for one in capabilities))
    if index.closure(reads).intersection(shown.decision.settled.open):
        return False
    called = {name for name, _ in rule.effect.amounts}
    rows = [r for group in shown.problem.row_groups for row in group for r in row.requirements]
    return not any(
        r.capability in called and r.needed(shown.plan) > r.already for r in (*shown.problem.requirements, *rows)
    )


def _instead(shown: Shown, one: Disposed) -> str:
    for rule in one.rules:
        if rule.instead:
            return speak(rule.instead, "", "", values_for(shown.decision, rule, shown.known, shown.plan))
    return ""


def first_things(shown: Shown, offering: str) -> list[str]:
    """What comes before an offering: the checks, else the lines that prepare it."""
    decision = shown.decision
    checks = [
        c
        for c in decision.checks.chosen
        if any(offering in decision.index.triggers[r] for r in decision.checks.demanded_by.get(c, ()))
        or c not in (*decision.checks.demanded_by, *decision.checks.insisted)
    ]
    before = [o for o in decision.index.pack.offerings if o in shown.before.get(offering, ()) and shown.plan.get(o)]
    return [name_of(shown, o) for o in (checks or before)]


def say_offering(shown: Shown, one: Disposed, offering: str) -> str:
    name, asked, quantity = name_of(shown, offering), one.want.quantity, one.quantity or 0
    because = why(shown, one)
    rather = f"{counted(shown, offering, quantity)} rather than {say_number(asked)}"
    match one.disposition:
        case "cannot_work":
            here = (
                f"{capital(name)} cannot work here"
                if not quantity
                else f"{capital(name)}: {rather}, because more cannot work here"
            )
            if because and not _fit(f"{here}.", because) and _fit(because):
                return aloud(because, _instead(shown, one))  # better why alone than that alone
            return aloud(f"{here}.", because, _instead(shown, one))
        case "declined":
            return aloud(because or f"We do not sell {name}.", _instead(shown, one))
        case "customers_choice" if offering in shown.decision.wanted.without_outcome:
            return (
                f"{capital(name)}, as you asked: no result was named for it, so nobody has judged whether you need it."
            )
        case "customers_choice":
            more = _more(shown, offering, quantity)
            costs = f": {more} more than you need" if more else ", and it costs nothing more"
            return aloud(f"You have {name} because you decided so{costs}.", because)
        case "not_needed":
            return aloud(f"You do not need {name}.", because)
        case "something_else":
            others = say_list([name_of(shown, o) for o in one.instead])
            return aloud(f"Instead of {name} we recommend {others}.", because)
        case "after":
            return _say_after(shown, one, offering, because)
        case "less_than_asked":
            return aloud(f"Yes to {name}, {rather}.", because)
        case "more_than_asked":
            return aloud(f"Yes to {name}, {rather}.", because)
        case _:
            if offering in shown.decision.wanted.unjudged:
                return f"{capital(name)}, as you asked; our rules say nothing for or against it."
            return aloud(f"Yes to {name}, as you asked: {counted(shown, offering, quantity)}.")


def _say_after(shown: Shown, one: Disposed, offering: str, because: str) -> str:
    name, quantity = name_of(shown, offering), one.quantity or 0
    if one.want.outcome in shown.decision.dropped:
        within, title = limits_of(shown.decision.case), shown.decision.index.pack.outcomes[one.want.outcome].title
        return f"Not {name} yet, because this cannot be reached within {within}: {title}."
    if shown.beyond_limits:
        return f"Not {name} yet: nothing that is complete can be had within {limits_of(shown.decision.case)}."
    if offering in shown.decision.wanted.without_outcome:
        return f"{capital(name)}, as you asked; first tell us what it is for."
    things = first_things(shown, offering)
    first = f"It begins with {first_named(things)}." if things else ""
    if not quantity:
        return aloud(f"Perhaps {name}; that hangs on what nobody has told us yet.", first, because)
    article = article_of(shown.decision.index.pack.offerings[offering], shown.decision.case)
    if quantity < article.whole(one.want.quantity):
        return aloud(
            f"Yes to {name}, {counted(shown, offering, quantity)} rather than {say_number(one.want.quantity)}.",
            first,
            because,
        )
    return aloud(f"Yes to {name}, {counted(shown, offering, quantity)}.", first, because)


def _more(shown: Shown, offering: str, quantity: int) -> str:
    """What the customer's choice costs more than the plan would without it; "" where that is nothing."""
    catalogue, wanted = shown.decision.catalogue, shown.decision.wanted
    if offering not in catalogue.articles:  # a check
        check = article_of(shown.decision.index.pack.offerings[offering], shown.decision.case)
        return say_money_pair(check.once(quantity), check.monthly(quantity), shown.decision.index.pack.currency)
    if len({*wanted.insisted, *wanted.kept}) == 1:  # then all that is different is because of it
        once = catalogue.once(shown.plan) - catalogue.once(shown.need_led)
        monthly = catalogue.monthly(shown.plan) - catalogue.monthly(shown.need_led)
    else:  # against what would be there if all else that they decided stayed
        must = tuple(pair for pair in shown.problem.at_least if pair[0] != offering)
        without = shown.decision.planning.plan(join([replace(shown.problem, at_least=must)]))
        units = without.quantities if without else shown.need_led
        once = catalogue.once(shown.plan) - catalogue.once(units)
        monthly = catalogue.monthly(shown.plan) - catalogue.monthly(units)
    if once <= 0 and monthly <= 0:
        return ""
    return say_money_pair(max(once, 0), max(monthly, 0), shown.decision.index.pack.currency)


def _fit(*sentences: str) -> bool:
    return sum(len(sentence.split()) for sentence in sentences) <= MOST_WORDS


def say_property(shown: Shown, one: Disposed) -> str:
    assert one.want.asks is not None
    fact = shown.decision.index.pack.facts[one.want.asks[0]]
    wish, value = say_value(fact, one.want.asks[1]), say_value(fact, shown.facts.get(fact.id, one.want.asks[1]))
    # A bare number, or a yes, says nothing without the question.
    bare = fact.choices == ("yes", "no") or (fact.type == "number" and fact.unit is None)
    if one.disposition == "as_asked":
        return f"As you asked: {fact.asks} {capital(wish)}." if bare else f"Yes to {wish}, as you asked."
    rather = f"{fact.asks} {capital(value)} rather than {wish}." if bare else f"{capital(value)} rather than {wish}."
    return aloud(rather, why(shown, one))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
