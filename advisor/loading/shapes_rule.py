"""The shape of a rule file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from advisor.loading.shapes import Amounts, Id, Ids, Places, Shape, Silences, Source_, Sources, Text, read_text, refuse

EFFECTS = ("needs", "at_most", "at_least", "not_together", "know", "decline", "advise")


def _read_expect(value: Any) -> Any:
    """`applies`, `does not apply`, `cannot tell yet`, or numbers by id."""
    if isinstance(value, dict):
        return value
    text = " ".join(read_text(value).replace("_", " ").split())
    if text not in ("applies", "does not apply", "cannot tell yet"):
        raise refuse(
            "expect_unknown",
            "{key} says none of the things that can be expected of a rule.",
            "Write `applies`, `does not apply`, `cannot tell yet`, or the amount, as `{seats: 40}`.",
        )
    return text


_Expect = Annotated[
    Any,
    BeforeValidator(_read_expect),
    WithJsonSchema({"type": ["string", "object"], "additionalProperties": {"type": "number"}}),
]


class ExampleShape(Shape):
    name: Text = Field(description="what it shows, with the arithmetic")
    given: dict[str, Any] = Field(
        default_factory=dict, description="answers, as in a case; in an `each` rule the columns of one row too"
    )
    expect: _Expect = Field(description="applies, does not apply, cannot tell yet, or the amount, as {seats: 40}")


class RuleShape(Shape):
    """One file below rules/<pack>/; its name is the rule's id."""

    title: Text = Field(description="the rule in one sentence")
    for_: Ids = Field(
        default=(),
        alias="for",
        description="what it is a prerequisite of: offerings, kinds or outcomes; left out, it stands for itself",
    )
    when: Source_ | None = Field(default=None, description="the condition under which it applies; left out, always")
    each: Id | None = Field(default=None, description="the inventory at whose rows it looks one by one")
    unless: Id | None = Field(default=None, description="the offering that makes it needless")
    per: Literal["order", "unit"] = Field(
        default="order", description="order: once however many; unit: times the quantity"
    )
    strength: Literal["must", "should"] = Field(
        default="must", description="should: the customer may go without, in writing"
    )
    status: Literal["live", "draft"] = Field(default="live", description="draft: shown to editors, never acted on")
    needs: Amounts | None = Field(default=None, description="how much of which capability, one a line")
    at_most: Amounts | None = Field(default=None, description="the most of an offering or fact")
    at_least: Amounts | None = Field(default=None, description="the least of a fact")
    not_together: Ids | None = Field(default=None, description="two or more offerings that conflict")
    know: Places | None = Field(
        default=None, description="facts or columns that must be known before `for` is delivered"
    )
    decline: Id | None = Field(default=None, description="the offering that we do not take on, or all")
    instead: Text = Field(default="", description="what to do instead, or whom to turn to")
    advise: Text | None = Field(default=None, description="a sentence for the customer")
    about: Id | None = Field(default=None, description="the offering that the advice is about")
    because: Text = Field(default="", description="why, in words for the customer, with this customer's {numbers}")
    because_unknown: Text = Field(default="", description="why, where a number in `because` is not known")
    enough: Text = Field(default="", description="what to say where nothing has to be bought")
    without: Text = Field(default="", description="what happens where the customer goes without")
    source: Sources = Field(
        default=(),
        description="where the rule has it from: ids of sources.yaml or figures.csv",
    )
    owner: Id | None = Field(default=None, description="the role that keeps this rule right")
    silence: Silences = Field(
        default_factory=dict, description="checks that shall not speak of this rule, as `check: why it is right`"
    )
    examples: tuple[ExampleShape, ...] = Field(
        default=(), description="tests: at least one where it applies and one where it does not"
    )
