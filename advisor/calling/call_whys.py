"""Why they want it, as the page asks it: what people say, and where each answer leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.calling.call_answers import merge_answer, say_answer
from advisor.calling.call_text import escape
from advisor.case import Want
from advisor.engine.purposes import asked_back
from advisor.pack import Pack, Why, WhyAnswer
from advisor.recommendation import AnswerEffect
from advisor.saying import say_for

STAYS = "it stays as asked"


def leads_to(pack: Pack, value: Mapping[str, Any]) -> str:
    """Where an answer to a why question leads, in a few words (Markdown): a result and facts, or that it stays as asked."""
    said = []
    if "outcome" in value:
        said.append(escape(say_for(pack.outcomes[value["outcome"]].title)))
    said += [_said_fact(pack, name, raw) for name, raw in value.get("facts", {}).items()]
    return "; ".join(said) or (STAYS if value.get("simply_wanted") else "ask back")


def _said_fact(pack: Pack, name: str, raw: Any) -> str:
    fact = pack.facts[name]
    answer = say_answer(fact, merge_answer(pack, None, name, raw))
    return escape(f"{name.replace('_', ' ')}: {answer}")


def effect_of(pack: Pack, effect: AnswerEffect) -> str:
    """What stands beside an answer: the result it leads to; what else it settles, its own words say."""
    if not isinstance(effect.value, Mapping):
        return ""
    whole = {key: value for key, value in effect.value.items() if key != "facts"}
    return leads_to(pack, whole if "outcome" in whole or "simply_wanted" in whole else effect.value)


def why_lines(pack: Pack, want: Want) -> tuple[str, ...]:
    """What to ask about a want, and where each answer leads, as lists; the question to ask back where one is due."""
    whys = pack.whys.get(want.offering or "", ())
    back = asked_back(whys, want.why) if want.outcome is None else None
    return tuple(_why_list(pack, why) for why in ([back] if back is not None else whys))


def _why_list(pack: Pack, why: Why) -> str:
    lines = [f"Ask: *{escape(why.asks)}*", ""]
    lines += [f"- “{escape(one.says)}” → {_leads(pack, one)}" for one in why.answers]
    return "\n".join(lines)


def _leads(pack: Pack, one: WhyAnswer) -> str:
    if one.counter is not None:
        return f"ask back: {escape(one.counter.asks)}"
    value: dict[str, Any] = {"facts": dict(one.facts), "simply_wanted": one.simply_wanted}
    return leads_to(pack, value | ({"outcome": one.outcome} if one.outcome else {}))
