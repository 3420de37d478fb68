"""The shapes of a pack's files beside its rules: pack, facts, outcomes, capabilities, why, sources."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from advisor.loading.shapes import (
    Day,
    Exact,
    Id,
    Ids,
    Shape,
    Silences,
    Source_,
    Text,
    Whole,
    YesNo,
    read_id,
    read_number,
    read_text,
    refuse,
)
from advisor.values import Number


def _read_currency(value: Any) -> str:
    text = read_text(value)
    if len(text) == 3 and text.isascii() and text.isalpha() and text.isupper():
        return text
    raise refuse(
        "not_a_currency", "{key} must be the three letters of a currency.", "Write `EUR`, `USD`, `GBP` or the like."
    )


def read_choice(value: Any) -> str:
    """A choice; yes and no may also be written true and false."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = read_text(value)
    return read_id({"true": "yes", "false": "no", "True": "yes", "False": "no"}.get(text, text))


def _read_choices(value: Any) -> dict[str, str]:
    """Choices as a list, or a mapping of the choice to how it is said."""
    if isinstance(value, dict):
        choices = {read_choice(choice): read_text(label) for choice, label in value.items()}
    elif isinstance(value, (list, tuple)):
        choices = {read_choice(choice): "" for choice in value}
        if len(choices) < len(value):
            raise refuse("choice_twice", "{key} names a choice twice.", "Keep each choice once.")
    else:
        raise refuse(
            "not_a_list",
            "{key} must be a list.",
            "Write the choices as `[small, large]`, or one a line as `small: up to 20 people`.",
        )
    if len(choices) < 2:
        raise refuse(
            "too_few_choices",
            "{key} needs at least two choices.",
            "Add the others, or delete the fact: what can only be one thing is no question.",
        )
    return choices


def _read_range(value: Any) -> tuple[Number, Number]:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise refuse("not_a_range", "{key} must be the least and the greatest number.", "Write it as `[1, 500]`.")
    low, high = read_number(value[0]), read_number(value[1])
    if low > high:
        raise refuse("not_a_range", "{key} begins above its end.", "Write the smaller number first.")
    return low, high


_Choices = Annotated[
    dict[str, str],
    BeforeValidator(_read_choices),
    WithJsonSchema(
        {
            "type": ["array", "object"],
            "items": {"type": ["string", "boolean"]},
            "additionalProperties": {"type": "string"},
        }
    ),
]
_Range = Annotated[
    tuple[Any, Any],
    BeforeValidator(_read_range),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}),
]
_Weights = Annotated[
    dict[str, Exact], WithJsonSchema({"type": "object", "additionalProperties": {"type": "number", "minimum": 0}})
]


class SellerShape(Shape):
    name: Text = Field(description="the company that sells, as it stands on paper")
    letterhead: Text = Field(description="what stands at the head of the paper, such as the address")
    contact: Text = Field(description="whom the customer asks")
    phone: Text = ""
    email: Text = ""


class PackShape(Shape):
    """pack.yaml"""

    title: Text = Field(description="the name of this field of business")
    currency: Annotated[str, BeforeValidator(_read_currency)] = Field(
        description="the currency of all prices, such as EUR"
    )
    horizon_months: Annotated[int, Whole(1, 120)] = Field(description="over how many months monthly prices are counted")
    validity_days: Annotated[int, Whole(1, 366)] = Field(description="for how many days an offer holds")
    prices_of: Day = Field(description="the day of the price list, such as 2026-11-21")
    tax_note: Text = Field(description="a sentence on tax that stands below every total")
    sample_prices: YesNo = Field(
        default=True, description="no, once the prices are real ones; until then every total says that they are samples"
    )
    seller: SellerShape = Field(description="name, letterhead and contact of who sells")
    owners: Ids = Field(default=(), description="the roles that keep rules; then every owner must be one of them")
    silence: dict[Id, Silences] = Field(
        default_factory=dict, description="checks that shall not speak of something in data/, as `check: {id: why}`"
    )


class FactShape(Shape):
    """One fact of facts.yaml, or one column of an inventory."""

    asks: Text | None = Field(default=None, description="the question, as it is asked on a call")
    find_out: Text = Field(default="", description="where the customer can look it up")
    type: Literal["number", "choice", "choices", "yes_no", "date", "inventory"] | None = Field(
        default=None, description="number, choice, choices, yes_no, date or inventory"
    )
    unit: Text | None = Field(default=None, description="how it is counted: person|people, or GB")
    range: _Range | None = Field(
        default=None, description="the least and the greatest number there can be, such as [1, 500]"
    )
    decimals: Annotated[int, Whole(0, 6)] = Field(
        default=0, description="how many decimals an answer may have; whole numbers where it is left out"
    )
    choices: _Choices | None = Field(default=None, description="the choices, as a list or as `choice: how it is said`")
    ordered: YesNo = Field(default=False, description="yes, where the choices rise and may be compared with <")
    typical: _Weights = Field(default_factory=dict, description="how often a value is met, as `value: weight`")
    assume: Any = Field(default=None, description="the value that holds until somebody says otherwise")
    asked_when: Source_ | None = Field(default=None, description="a condition: only then the question makes sense")
    may_not_apply: YesNo = Field(default=False, description="yes, where `does_not_apply` is an answer")
    is_: Source_ | None = Field(default=None, alias="is", description="a formula; then nobody is asked")
    same_as: Source_ | None = Field(
        default=None, description="what the number must come to by other answers, such as count(pcs)"
    )
    columns: dict[str, Any] | None = Field(default=None, description="the columns of an inventory, each like a fact")
    silence: Silences = Field(default_factory=dict, description="checks that shall not speak of it, as `check: why`")


class OutcomeShape(Shape):
    title: Text = Field(description="the result, so that “you want ...” can stand before it")


class AlreadyShape(Shape):
    when: Source_ | None = Field(default=None, description="a condition; the first that holds counts")
    value: Source_ = Field(description="how much is there already")


def _read_already(value: Any) -> Any:
    """One amount, or a list of `when` and `value`."""
    return value if isinstance(value, (list, tuple)) else [{"value": value}]


class CapabilityShape(Shape):
    """One capability of capabilities.yaml."""

    title: Text = Field(description="what it is called in a sentence")
    unit: Text | None = Field(default=None, description="how it is counted: seat|seats, or GB")
    demands: Literal["add", "highest"] = Field(
        default="add", description="add, or highest where one that is big enough serves all"
    )
    supplies: Literal["add", "best"] = Field(default="add", description="add, or best where several do not add up")
    of: Id | None = Field(default=None, description="the inventory in whose rows it is met one by one")
    already: Annotated[tuple[AlreadyShape, ...], BeforeValidator(_read_already)] = Field(
        default=(), description="what the environment has of it"
    )
    silence: Silences = Field(default_factory=dict, description="checks that shall not speak of it, as `check: why`")


class WhyAnswerShape(Shape):
    says: Text = Field(description="what the customer says")
    outcome: Id | None = Field(default=None, description="the outcome it leads to")
    fact: dict[str, Any] | None = Field(default=None, description="the facts it settles, as `fact: value`")
    simply_wanted: YesNo = Field(default=False, description="yes, where there is no reason behind it")
    counter: Any = Field(default=None, description="the question to ask back, or `asks` and `answers` of it")


class WhyShape(Shape):
    """One question of why.yaml."""

    asks: Text = Field(description="the question, as it is asked on a call")
    answers: tuple[WhyAnswerShape, ...] = Field(description="what they may say, and where it leads")


class SourceShape(Shape):
    """One source of sources.yaml: a page that was read, or the judgement of a named role."""

    title: Text = Field(description="what the page, or the judgement, is called")
    link: Text = Field(default="", description="where it stands")
    checked_on: Day | None = Field(default=None, description="the day it was last read, such as 2026-11-21")
    judgement: Text = Field(default="", description="the role whose judgement it is")
    silence: Silences = Field(default_factory=dict, description="checks that shall not speak of it, as `check: why`")
