"""The shape of a case file (contract 1), apart from what only a pack can judge."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from advisor.loading.shapes import Cents, Day, Id, Shape, Text, Whole, YesNo, read_text, refuse

MOST_LETTERS = 20_000


def _read_free(value: Any) -> str:
    """What somebody said, which may be nothing."""
    text = "" if value is None or value == "" else read_text(value)
    if len(text) > MOST_LETTERS:
        raise refuse(
            "text_too_long", f"{{key}} has {len(text)} letters; at most {MOST_LETTERS} are kept.", "Shorten it."
        )
    return text


def _read_list(value: Any) -> Any:
    return [] if value is None else value


def _read_map(value: Any) -> Any:
    return {} if value is None else value


Free = Annotated[str, BeforeValidator(_read_free), WithJsonSchema({"type": ["string", "number"]})]
AnyList = Annotated[list[Any], BeforeValidator(_read_list), WithJsonSchema({"type": "array"})]
AnyMap = Annotated[dict[str, Any], BeforeValidator(_read_map), WithJsonSchema({"type": "object"})]


class CustomerShape(Shape):
    name: Free = ""
    reference: Free = ""
    contact: Free = ""


class WantShape(Shape):
    """One line of the request: an offering and how many, or a fact and the value wished for."""

    offering: Text | None = Field(default=None, description="the id of an offering")
    quantity: Annotated[int, Whole(1, 100_000)] = Field(default=1, description="how many")
    asks: AnyMap | None = Field(default=None, description="a wish that is a property, as `{fact: value}`")
    outcome: Text | None = Field(default=None, description="the outcome it is for")
    why: Free = ""
    insists: YesNo = Field(default=False, description="yes, where the customer wants it whatever the rules say")
    simply_wanted: YesNo = Field(
        default=False, description="yes, where they were asked why and no result stands behind it"
    )


class RequestShape(Shape):
    words: Free = ""
    wants: AnyList = Field(default_factory=list, description="the wants, one an entry")


class NamedOutcomeShape(Shape):
    outcome: Text = Field(description="the id of an outcome")
    measure: Free = ""
    today: Free = ""
    target: Free = ""


class BudgetShape(Shape):
    once: Cents | None = Field(default=None, description="the most that may be paid once")
    monthly: Cents | None = Field(default=None, description="the most that may be paid each month")


class CaseShape(Shape):
    """data/<pack>/cases/*.yaml, or a case exported as JSON."""

    pack: Id = Field(description="the pack's id: its folder inside rules/")
    date: Day = Field(description="the day of the conversation, such as 2026-11-21")
    customer: CustomerShape = Field(default_factory=CustomerShape, description="name, reference and contact")
    request: RequestShape = Field(default_factory=RequestShape, description="their words and wants")
    outcomes: AnyList = Field(default_factory=list, description="the results they are after, the most important first")
    answers: AnyMap = Field(default_factory=dict, description="what was said about each fact")
    goes_without: AnyList = Field(default_factory=list, description="the `should` rules that the customer goes without")
    budget: BudgetShape = Field(default_factory=BudgetShape, description="once and monthly, in the pack's currency")
    needed_by: Day | None = Field(default=None, description="the day by which it must be there")
    stance: Literal["need_led", "advised", "as_asked"] = Field(
        default="need_led", description="how strictly wants are judged"
    )
    expect: AnyMap = Field(default_factory=dict, description="any part of the recommendation, for `advisor test`")
