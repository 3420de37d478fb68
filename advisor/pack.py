"""A pack: one field of business, its rules and its data, as the engine sees them once they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from advisor.expressions.nodes import Expression
from advisor.problems import Place
from advisor.values import Number, Value


@dataclass(frozen=True)
class Unit:
    """How an amount is counted: "person|people", or one word for both as in "GB"."""

    one: str
    many: str


FactType = Literal["number", "choice", "choices", "date", "inventory"]


@dataclass(frozen=True)
class Fact:
    """A typed question about the customer, or a column of an inventory, or (with `formula`) a named formula."""

    id: str
    asks: str
    type: FactType
    place: Place
    find_out: str = ""
    unit: Unit | None = None
    range: tuple[Number, Number] | None = None  # of every number that is asked; both ends belong to it
    decimals: int = 0
    choices: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(
        default_factory=dict
    )  # how a choice is said; the id with spaces where none is given
    ordered: bool = False
    typical: tuple[tuple[Value, Number], ...] = ()  # (value, weight)
    assume: Value | None = None
    asked_when: Expression | None = None
    may_not_apply: bool = False
    formula: Expression | None = None
    same_as: Expression | None = None  # of a number: what it must come to, as other answers have it
    columns: tuple[Fact, ...] = ()  # of an inventory

    @property
    def is_yes_no(self) -> bool:
        return self.choices == ("yes", "no")


@dataclass(frozen=True)
class Outcome:
    """A business result that customers are after, said so that "you want ..." can stand before it."""

    id: str
    title: str
    place: Place


@dataclass(frozen=True)
class Already:
    """What the environment has of a capability, where `when` holds (always, where it is None)."""

    when: Expression | None
    value: Expression


@dataclass(frozen=True)
class Capability:
    """What must be there. `demands` and `supplies` say how several are put together; `of` names the inventory it is met row by row in."""

    id: str
    title: str
    place: Place
    unit: Unit | None = None
    demands: Literal["add", "highest"] = "add"
    supplies: Literal["add", "best"] = "add"
    of: str | None = None
    already: tuple[Already, ...] = ()  # the first whose `when` holds counts; 0 where none does


@dataclass(frozen=True)
class PriceBreak:
    """From this quantity on, the whole quantity costs this much a unit (cents)."""

    from_quantity: int
    once: int
    monthly: int
    valid_from: date | None = None
    valid_to: date | None = None


ASSESSMENT, CUSTOMER_TASK, NOT_OURS = "assessment", "customer_task", "not_ours"


@dataclass(frozen=True)
class Offering:
    """Something on the price list. Money in cents of the pack's currency; `once` and `monthly` a unit, `setup` once if there is any."""

    id: str
    name: str
    kind: str
    place: Place
    said_as: str = ""
    once: int = 0
    monthly: int = 0
    setup: int = 0
    unit: Unit | None = None
    least: int = 1
    step: int = 1
    lead_days: int = 0
    synonyms: tuple[str, ...] = ()
    description: str = ""
    breaks: tuple[PriceBreak, ...] = ()
    provides: tuple[tuple[str, Expression], ...] = ()  # (capability, amount a unit)
    settles: tuple[str, ...] = ()  # facts, and columns as "rooms.seats"


@dataclass(frozen=True)
class Needs:
    amounts: tuple[tuple[str, Expression], ...]  # (capability, amount)


@dataclass(frozen=True)
class AtMost:
    limits: tuple[tuple[str, Expression], ...]  # (offering or fact, number)


@dataclass(frozen=True)
class AtLeast:
    limits: tuple[tuple[str, Expression], ...]  # (fact, number)


@dataclass(frozen=True)
class NotTogether:
    offerings: tuple[str, ...]


@dataclass(frozen=True)
class Know:
    facts: tuple[str, ...]  # facts, and columns as "rooms.seats"


@dataclass(frozen=True)
class Decline:
    offering: str | None  # None: all


@dataclass(frozen=True)
class Advise:
    about: str | None


@dataclass(frozen=True)
class Silence:
    """A finding of a check that is meant to be so: which check, about what (an id), and why."""

    check: str
    about: str
    reason: str
    place: Place


Effect: TypeAlias = Needs | AtMost | AtLeast | NotTogether | Know | Decline | Advise


@dataclass(frozen=True)
class Example:
    """A test that stands in the rule's own file. `expect`: amounts by capability, True (applies), "does not apply" or "cannot tell yet"."""

    name: str
    given: Mapping[str, Value]
    expect: Mapping[str, Number] | bool | str
    place: Place


@dataclass(frozen=True)
class Taken:
    """A number that a rule takes from a figure, as it stands in the rule."""

    figure: str
    number: Number
    place: Place


@dataclass(frozen=True)
class Rule:
    """One rule file. `for_`, `unless` and `each` as the file says; texts hold {names} and are filled by `advisor.texts`."""

    id: str
    title: str
    topic: str  # the folder inside rules/<pack>/, "" at the top
    place: Place
    effect: Effect
    because: str
    for_: tuple[str, ...] = ()  # offerings, kinds and outcomes
    when: Expression | None = None
    because_unknown: str = ""
    enough: str = ""
    without: str = ""
    instead: str = ""
    strength: Literal["must", "should"] = "must"
    status: Literal["live", "draft"] = "live"
    per: Literal["order", "unit"] = "order"
    each: str | None = None
    unless: str | None = None
    sources: tuple[str, ...] = ()  # ids of sources and figures
    takes: tuple[Taken, ...] = ()  # the numbers among them
    owner: str = ""
    examples: tuple[Example, ...] = ()
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where a rule has it from: a title, a link and the day it was read; or the judgement of a named role."""

    id: str
    title: str
    link: str = ""
    checked_on: date | None = None
    judgement: str = ""


@dataclass(frozen=True)
class Figure:
    """A published number: a row of data/<pack>/figures.csv."""

    id: str
    text: str  # product, what and condition, as one line
    value: str
    unit: str
    source_title: str
    source_link: str
    place: Place
    condition: str = ""  # for what it holds, such as "users <= 1000"


@dataclass(frozen=True)
class WhyAnswer:
    """An answer to a why question and where it leads: to an outcome and facts, to "it is simply wanted", or to a counter-question.
    `facts`: answers as a case file has them; `counter` asks back, and none of its answers does so again."""

    says: str
    outcome: str | None = None
    facts: tuple[tuple[str, Any], ...] = ()
    simply_wanted: bool = False
    counter: Why | None = None


@dataclass(frozen=True)
class Why:
    about: str  # an offering or outcome
    asks: str
    answers: tuple[WhyAnswer, ...]


@dataclass(frozen=True)
class PackWords:
    """How customers of this field speak. `lists` and `same` add to the lists of the language; `called`: further names of results;
    `search`: words that lead to an offering or a result only as a suggestion."""

    language: str = "en"
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    same: tuple[tuple[str, ...], ...] = ()  # spellings of one word, the first for all
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    search: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Seller:
    name: str
    letterhead: str
    contact: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Pack:
    """All of one field. Mappings keep the order of the files, offerings that of offerings.csv: it decides ties."""

    id: str
    title: str
    version: str  # first 12 hex digits of the SHA-256 over the pack's files
    currency: str
    horizon_months: int
    validity_days: int
    prices_of: date
    tax_note: str
    sample_prices: bool
    seller: Seller
    facts: Mapping[str, Fact]
    outcomes: Mapping[str, Outcome]
    capabilities: Mapping[str, Capability]
    offerings: Mapping[str, Offering]
    rules: Mapping[str, Rule]  # drafts among them; see `live_rules`
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    whys: Mapping[str, tuple[Why, ...]]  # by offering or outcome, asked in this order
    delivery_groups: tuple[frozenset[str], ...] = ()  # offerings that need each other, of two or more
    owners: tuple[str, ...] = ()  # the roles that keep rules; none: nobody has listed them
    silences: tuple[Silence, ...] = ()  # of what stands beside the rules
    words: PackWords = PackWords()

    @property
    def live_rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules.values() if rule.status == "live")

    def for_offerings(self, rule: Rule) -> tuple[str, ...]:
        """The offerings that a rule is a prerequisite of: named, or of a named kind; in price-list order."""
        named = set(rule.for_)
        return tuple(o.id for o in self.offerings.values() if o.id in named or o.kind in named)

    def for_outcomes(self, rule: Rule) -> tuple[str, ...]:
        return tuple(name for name in rule.for_ if name in self.outcomes)
