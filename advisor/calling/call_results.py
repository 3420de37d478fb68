"""What stands behind a line on request: what a check may find, and what could stand in a line's place."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.calling.call_text import escape, with_bold_money
from advisor.engine.alternatives import Alternative
from advisor.pack import Pack
from advisor.recommendation import NO_PLAN, Line, LineRange, Recommendation
from advisor.saying import NO_BREAK_SPACE, say_list, say_money, say_number


def results_of(pack: Pack, recommendation: Recommendation, line: Line) -> list[str]:
    """What each result of a check would lead to: its lines are those that stand beside what every result needs."""
    settles = {name.partition(".")[0] for name in pack.offerings[line.offering].settles}
    said = []
    for question in recommendation.findings if line.role == "check" else ():
        if question.fact not in settles:
            continue
        planned = [{(one.offering, one.from_, one.to) for one in a.lines} for a in question.answers if not a.no_plan]
        always = set[tuple[str, int, int]]().union(*planned[:1]).intersection(*planned)
        results = []
        for answer in question.answers:
            if answer.no_plan:
                results.append(f"\n- {escape(answer.answer)}: {NO_PLAN}")
                continue
            only = [one for one in answer.lines if (one.offering, one.from_, one.to) not in always]
            lines = say_list([_part(pack, one) for one in only]) or "nothing more"
            least, most = answer.total.from_, answer.total.to
            at_most = "at most " if most != least else ""
            price = (
                f"from {say_money(least, pack.currency)} on in all"
                if most is None
                else f"{at_most}{say_money(most, pack.currency)} in all"
            )
            results.append(f"\n- {escape(answer.answer)}: {escape(lines)}; {with_bold_money(escape(price))}")
        looked_at = " (of the possibilities looked at)" if question.of_those_looked_at else ""
        said.append(f"**What it may find**{looked_at} — {escape(question.asks)}{''.join(results)}")
    return said


def _part(pack: Pack, one: LineRange) -> str:
    count = say_number(one.from_) if one.from_ == one.to else f"{say_number(one.from_)} to {say_number(one.to)}"
    return f"{count}{NO_BREAK_SPACE}× {pack.offerings[one.offering].name}"


def say_alternatives(pack: Pack, found: Sequence[Alternative]) -> tuple[str, ...]:
    """What could stand in a line's place and what that costs more, the cheapest first (Markdown)."""
    if not found:
        return ("Nothing else on the price list does the same.",)
    said = []
    for one in found:
        more = f"{say_money(abs(one.more), pack.currency)} {'more' if one.more >= 0 else 'less'}"
        name = f"{say_number(one.quantity)}{NO_BREAK_SPACE}× {pack.offerings[one.offering].name}"
        said.append(f"{escape(name)}: {with_bold_money(escape(more))} over {pack.horizon_months}{NO_BREAK_SPACE}months")
    return tuple(said)
