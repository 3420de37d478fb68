"""Random small packs with a case each, small enough to look at every plan in every world. The same seed gives the same pack."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from random import Random
from typing import Any

from hypothesis import strategies

from advisor.case import Budget, Case, NamedOutcome, Want
from advisor.pack import (
    ASSESSMENT,
    NOT_OURS,
    Advise,
    Already,
    AtLeast,
    AtMost,
    Capability,
    Decline,
    Know,
    NotTogether,
    Offering,
    Outcome,
    Pack,
    PriceBreak,
)
from benchmarks.packs import DAY, HERE
from tests.random_setting import Setting


def random_pack(
    seed: int,
    offerings: int = 5,
    rules: int = 8,
    unknown_facts: int = 0,
    of_inventory: bool | None = None,
    budget: bool = False,
    know: bool | None = None,
    wishes: bool = False,
) -> tuple[Pack, Case]:
    """A pack and a case. `of_inventory`, `know`: None draws lots; `know` rules and assessments come only with unknown facts.

    With `unknown_facts` 0 everything is answered: there is one world. `wishes`: the request may ask for a property.
    """
    random = Random(f"small {seed} {offerings} {rules} {unknown_facts} {of_inventory} {budget} {know} {wishes}")
    return _Maker(random, offerings, rules, unknown_facts, of_inventory, budget, know, wishes).make(seed)


def packs(**terms: int | bool | None) -> strategies.SearchStrategy[tuple[Pack, Case]]:
    """A Hypothesis strategy over `random_pack`."""
    return strategies.integers(0, 2**32 - 1).map(lambda seed: random_pack(seed, **terms))  # type: ignore[arg-type]


class _Maker(Setting):
    def make(self, seed: int) -> tuple[Pack, Case]:
        self.add_facts()
        for name in ("out1", "out2"):
            self.draft.outcomes[name] = Outcome(name, f"result {name}", HERE)
        for name in (*self.flat, *self.in_rows):
            self.add_capability(name)
        for _ in range(self.how_many_rules):
            self.add_rule()
        for name in self.draft.offering_ids:
            self.add_offering(name)
        self.mend_suppliers()
        return self.draft.pack(f"{seed:012x}"), self.case()

    # --- capabilities and offerings ----------------------------------------------------------------------------------

    def add_capability(self, name: str) -> None:
        random, draft = self.random, self.draft
        already: tuple[Already, ...] = ()
        if name in self.in_rows:
            if self.chance(0.6):
                already = (Already(None, draft.amount("cells", "spots")),)
        elif self.chance(0.4):
            first = Already(draft.condition(self.condition()), draft.amount(random.randint(1, 3)))
            always = Already(None, draft.amount(random.choice(("1", "n2", "n1"))))
            already = random.choice(((first,), (always,), (first, always)))
        draft.capabilities[name] = Capability(
            name, f"capability {name}", HERE, demands=random.choice(("add", "add", "highest")),
            supplies=random.choice(("add", "add", "add", "best")), of="spots" if name in self.in_rows else None, already=already,
        )  # fmt: skip

    def add_offering(self, name: str) -> None:
        random = self.random
        if name in ("a1", "a2"):
            settled = random.sample(
                [f"u{n + 1}" for n in range(self.unknown_facts)], random.randint(1, self.unknown_facts)
            )
            if self.with_rows and self.chance(0.4):
                settled.append(f"spots.{random.choice(('cells', 'worn'))}")
            self.draft.offerings[name] = Offering(
                name, name, ASSESSMENT, HERE, once=random.choice((0, 50, 200, 900, 3000)), settles=tuple(settled)
            )
            return
        if name in self.movable:
            given = random.sample(self.in_rows, random.randint(1, len(self.in_rows)))
            if self.chance(0.2):
                given.append(random.choice(self.flat))
        else:
            given = random.sample(self.flat, random.choice((0, 1, 1, 1, 2)))
        provides = tuple((capability, self.draft.amount(self.supply(capability))) for capability in given)
        prices = (0, 100, 100, 200, 300, 500, 700, 1100)
        once = random.choice(prices)
        breaks: tuple[PriceBreak, ...] = ()
        if self.chance(0.25):
            start = random.randint(2, 4)
            past = random.choice((None, None, DAY, DAY.replace(year=2020)))
            breaks = (PriceBreak(start, once // 2, 0, valid_to=past),)
            if self.chance(0.3):
                breaks = (
                    *breaks,
                    PriceBreak(start + 2, once // 4, 0, valid_from=random.choice((None, DAY, DAY.replace(year=2030)))),
                )
        kind = NOT_OURS if name == "not_ours_1" else self.kinds[name]
        self.draft.offerings[name] = Offering(
            name, name, kind, HERE, once=once, monthly=random.choice((0, 0, 0, 10, 25)), setup=random.choice((0, 0, 0, 150)),
            least=random.choice((1, 1, 1, 1, 2, 3)), step=random.choice((1, 1, 1, 1, 2, 3)), lead_days=random.randint(0, 5),
            breaks=breaks, provides=provides,
        )  # fmt: skip

    def supply(self, capability: str) -> str:
        """An amount a unit with which a few units reach whatever can be demanded."""
        most = max(1, self.most.get(capability, 1))
        amount = self.random.randint(ceil(most / (2 if capability in self.in_rows else 4)), most + 1)
        return f"max({amount}, n1)" if self.chance(0.15) else str(amount)

    def mend_suppliers(self) -> None:
        """Give every capability a supplier, but for one pack in ten."""
        for capability in (*self.flat, *self.in_rows):
            supplied = any(capability in dict(o.provides) for o in self.draft.offerings.values())
            if not supplied and not self.chance(0.1):
                name = self.random.choice(self.movable if capability in self.in_rows else self.sold)
                offering = self.draft.offerings[name]
                more = (capability, self.draft.amount(self.supply(capability)))
                self.draft.offerings[name] = replace(offering, provides=(*offering.provides, more))

    # --- rules -------------------------------------------------------------------------------------------------------

    def add_rule(self) -> None:
        random, draft = self.random, self.draft
        when = self.condition() if self.chance(0.55) else None
        strength = "should" if self.chance(0.2) else "must"
        for_: tuple[str, ...] = ()
        if self.chance(0.5):
            for_ = random.choice((
                (random.choice(self.sold),), (random.choice(self.sold),), (random.choice(("out1", "out2")),),
                ("service",) if "service" in self.kinds.values() else (self.sold[0],), tuple(random.sample(self.sold, 2)),
                (self.sold[-1], "out1"),
            ))  # fmt: skip
        terms: dict[str, Any] = {"strength": strength, "for_": for_}
        chance = random.random()
        if self.in_rows and chance < 0.3:
            self.add_row_rule(strength)
        elif chance < 0.65:
            self.add_demand(when, strength, for_)
        elif chance < 0.75:
            draft.add_rule(
                AtMost(((random.choice(self.sold), draft.amount(random.choice(("0", "1", "2", "3", "n1")))),)),
                when,
                **terms,
            )
        elif chance < 0.79:
            for_ = for_ if self.chance(0.3) else (random.choice(self.sold),)
            effect: AtMost | AtLeast = random.choice((
                AtMost((("n1", draft.amount(random.randint(2, 5))),)), AtLeast((("n1", draft.amount(random.randint(1, 3))),))
            ))  # fmt: skip
            draft.add_rule(effect, when, strength=strength, for_=for_)
        elif chance < 0.87:
            draft.add_rule(NotTogether(tuple(random.sample(self.sold, 2))), when, **terms)
        elif chance < 0.92:
            declined = None if self.chance(0.2) else random.choice(self.sold)
            draft.add_rule(Decline(declined), when or self.condition(), **terms)
        elif self.know and chance < 0.98:
            draft.add_rule(Know((f"u{random.randint(1, self.unknown_facts)}",)), when, for_=(random.choice(self.sold),))
        else:
            draft.add_rule(Advise(None), when, **terms)

    def add_demand(self, when: str | None, strength: str, for_: tuple[str, ...]) -> None:
        random = self.random
        per_unit = bool(for_) and all(name in self.sold for name in for_) and self.chance(0.35)
        capabilities = random.sample(self.flat, 2 if self.chance(0.1) else 1)
        amounts = []
        for capability in capabilities:
            source, most = ("1", 4) if per_unit else self.amount()
            self.most[capability] = self.most.get(capability, 0) + most
            amounts.append((capability, self.draft.amount(source)))
        effect = replace(self.draft.needs(capabilities[0], 1), amounts=tuple(amounts))
        unless = random.choice(self.sold) if self.chance(0.12) else None
        self.draft.add_rule(
            effect, when, strength=strength, for_=for_, per="unit" if per_unit else "order", unless=unless
        )

    def add_row_rule(self, strength: str) -> None:
        """A demand met within each row, sometimes a prerequisite of what is put into that row."""
        random = self.random
        capability = random.choice(self.in_rows)
        source, most = random.choice((("1", 1), ("2", 2), ("2 - cells", 2), ("n2", 4), ("1 + cells", 3)))
        self.most[capability] = self.most.get(capability, 0) + most
        when = random.choice((None, "worn", "not worn", "cells < 1", "cells >= 1 and yn1", "worn or n1 > 2"))
        for_ = (random.choice((*self.movable, *self.sold)),) if self.chance(0.35) else ()
        unless = random.choice((*self.movable, *self.sold)) if self.chance(0.15) else None
        per = "unit" if for_ and source == "1" and self.chance(0.4) else "order"
        effect = self.draft.needs(capability, source, "spots")
        self.draft.add_rule(effect, when, "spots", strength=strength, for_=for_, unless=unless, per=per)

    # --- the case ------------------------------------------------------------------------------------------------------

    def case(self) -> Case:
        random = self.random
        outcomes = random.choice(((), ("out1",), ("out1",), ("out2", "out1")))
        wants = []
        offered = [name for name, offering in self.draft.offerings.items() if offering.kind != ASSESSMENT]
        for name in random.sample(offered, random.randint(0, min(3, len(offered)))):
            outcome = random.choice((None, *outcomes))
            wants.append(Want(name, random.randint(1, 4), outcome=outcome, insists=self.chance(0.3)))
        if self.wishes and self.chance(0.7):
            wants.append(Want(asks=("n1", random.randint(0, 6))))
            del self.answers["n1"]
        shoulds = [rule.id for rule in self.draft.rules.values() if rule.strength == "should"]
        waived = tuple(name for name in shoulds if self.chance(0.25))
        limits = Budget()
        if self.budget:
            limits = random.choice((Budget(once=random.choice((200, 600, 1500))), Budget(monthly=25), Budget(900, 50)))
        return Case(
            "generated", DAY, words="whatever it takes", wants=tuple(wants), outcomes=tuple(map(NamedOutcome, outcomes)),
            answers=self.answers, goes_without=waived, budget=limits, stance="as_asked" if self.chance(0.1) else "need_led",
        )  # fmt: skip
