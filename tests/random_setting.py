"""The facts of a random small pack, what is known of them, and random conditions and amounts over them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from advisor.case import Answer
from advisor.pack import CUSTOMER_TASK, Fact
from advisor.values import UNKNOWN, Number, Value
from benchmarks.packs import HERE, Draft, choice_fact, number_fact, yes_no_fact


class Setting:
    """What a random pack is about: its facts, with answers, and conditions and amounts that read them."""

    def __init__(
        self, random: Random, offerings: int, rules: int, unknown_facts: int, of_inventory: bool | None, budget: bool,
        know: bool | None, wishes: bool,
    ) -> None:  # fmt: skip
        self.random, self.how_many_rules, self.unknown_facts = random, rules, unknown_facts
        self.budget, self.wishes = budget, wishes
        self.know = unknown_facts > 0 and (know if know is not None else random.random() < 0.4)
        self.with_rows = random.random() < 0.3 if of_inventory is None else of_inventory
        self.sold = tuple(f"o{n}" for n in range(1, offerings + 1))
        others = ("a1", "a2") if unknown_facts else ()
        if random.random() < 0.2:
            others = (*others, "not_ours_1")
        self.draft = Draft(offering_ids=(*self.sold, *others))
        self.answers: dict[str, Answer] = {}
        self.flat = [f"c{n}" for n in range(1, random.randint(2, 4) + 1)]
        self.in_rows = ["m1", "m2"][: random.randint(1, 2)] if self.with_rows else []
        self.kinds = {name: random.choice(("thing", "service")) for name in self.sold}
        if random.random() < 0.2:
            self.kinds[random.choice(self.sold)] = CUSTOMER_TASK
        # Only these are put into rows, so that the search over rows stays small.
        self.movable = random.sample(self.sold, min(2, len(self.sold))) if self.with_rows else []
        self.most: dict[str, int] = {}  # per capability, no more than this can be demanded (prerequisites a unit aside)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def add_facts(self) -> None:
        random, facts = self.random, self.draft.facts
        facts["n1"] = number_fact("n1", 0, 6)
        facts["n2"] = number_fact("n2", 1, 4, decimals=random.choice((0, 0, 0, 1)))
        facts["ch1"] = choice_fact("ch1", ("red", "green", "blue"))
        facts["yn1"] = yes_no_fact("yn1")
        for name in ("n1", "n2", "ch1", "yn1"):
            self.answers[name] = self.answer(facts[name])
        for place in range(self.unknown_facts):
            self.add_unknown(f"u{place + 1}")
        if self.chance(0.4):
            source = random.choice(("n1 + 1", "max(n1, n2)", "n1 - 2", "ceil(n2 / 2)"))
            facts["formula1"] = replace(number_fact("formula1", 0, 0), range=None, formula=self.draft.amount(source))
        if self.with_rows:
            columns: tuple[Fact, ...] = (number_fact("cells", 0, 2), yes_no_fact("worn"))
            facts["spots"] = Fact("spots", "Which spots are there?", "inventory", HERE, columns=columns)
            self.answers["spots"] = Answer(self.rows(columns))

    def answer(self, fact: Fact) -> Answer:
        return Answer(self.value(fact), sure=not self.chance(0.15))

    def value(self, fact: Fact) -> Value:
        if fact.type == "choice":
            return self.random.choice(fact.choices)
        assert fact.range is not None
        low, high = fact.range
        return self.random.randint(int(low), int(high))

    def add_unknown(self, name: str) -> None:
        """A fact nobody has answered: not asked yet, or asked and unknown, or known only within limits; sometimes assumed."""
        random = self.random
        fact = random.choice((
            number_fact(name, 0, random.randint(1, 3)), yes_no_fact(name), choice_fact(name, (f"{name}_a", f"{name}_b", f"{name}_c"))
        ))  # fmt: skip
        if self.chance(0.3):
            values: list[Value] = list(fact.choices) or [0, 1]
            weights: list[tuple[Value, Number]] = [(value, random.randint(1, 5)) for value in values]
            fact = replace(fact, typical=tuple(weights))
        elif self.chance(0.15):
            fact = replace(fact, may_not_apply=True)
        if self.chance(0.15):
            fact = replace(fact, asked_when=self.draft.condition("yn1" if name == "u1" else "n1 >= 2"))
        if self.chance(0.15):
            fact = replace(fact, assume=self.value(fact))
        self.draft.facts[name] = fact
        if self.chance(0.4):
            narrowed = fact.type == "number" and fact.range == (0, 3) and self.chance(0.5)
            bounds: tuple[int | None, int | None] = (
                random.choice(((1, None), (None, 3), (1, 3))) if narrowed else (None, None)
            )
            self.answers[name] = Answer(UNKNOWN, at_least=bounds[0], less_than=bounds[1])

    def rows(self, columns: tuple[Fact, ...]) -> tuple[dict[str, Value], ...]:
        """Up to three rows, one of them perhaps standing for two; with unknown facts up to two cells are unknown."""
        random = self.random
        counts = random.choice(((1,), (1, 1), (2,), (2, 1), (1, 1, 1)))
        rows: list[dict[str, Value]] = []
        for place, count in enumerate(counts):
            cells = {column.id: self.value(column) for column in columns}
            rows.append({"name": f"spot {place + 1}", "count": count, **cells})
        if self.unknown_facts:
            row = random.choice(rows)
            row[random.choice(columns).id] = UNKNOWN
        return tuple(rows)

    def condition(self) -> str:
        """A condition on the facts, an open one more often than not where there is any."""
        random = self.random
        known = [f"n1 >= {random.randint(1, 5)}", f"n2 < {random.randint(2, 4)}", "ch1 == red", "ch1 != blue", "yn1", "not yn1",
                 "ch1 in (red, green)", "asked(o1)", "n1 > n2"]  # fmt: skip
        unknown: list[str] = []
        for place in range(self.unknown_facts):
            fact = self.draft.facts[f"u{place + 1}"]
            if fact.is_yes_no:
                unknown += [fact.id, f"not {fact.id}"]
            elif fact.type == "choice":
                unknown += [f"{fact.id} == {fact.choices[0]}", f"{fact.id} != {fact.choices[1]}"]
            else:
                unknown += [f"{fact.id} >= 1", f"{fact.id} < 2", f"not {fact.id} == 1"]
        first = random.choice(unknown if unknown and self.chance(0.6) else known)
        if self.chance(0.25):
            return f"{first} {random.choice(('and', 'or'))} {random.choice(known)}"
        return first

    def amount(self) -> tuple[str, int]:
        """An amount, and the most it can be."""
        random = self.random
        numbers = [
            (f"u{n + 1}", 3) for n in range(self.unknown_facts) if self.draft.facts[f"u{n + 1}"].type == "number"
        ]
        if numbers and self.chance(0.4):
            name, most = random.choice(numbers)
            return random.choice(
                ((name, most), (f"1 + {name}", most + 1), (f"2 - {name}", 2), (f"2 * {name}", 2 * most))
            )
        constant = random.randint(1, 4)
        varied = [("n1", 6), ("n2 + 1", 5), ("n1 - 3", 3), ("n2 / 2", 2), ("asked(o1)", 4), ("ceil(n1 / 2)", 3)]
        if "formula1" in self.draft.facts:
            varied.append(("formula1", 7))
        return random.choice(varied) if self.chance(0.45) else (str(constant), constant)
