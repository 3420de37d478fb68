"""A recommendation as plain text, to be read aloud on a call: the texts of the paper, and what only the call needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from advisor.case import Case
from advisor.command_line.cli_says import wrapped
from advisor.pack import Pack
from advisor.printing.paper_checks import asks_of, say_of
from advisor.printing.paper_view import paper_data
from advisor.recommendation import Disposition, Question, Recommendation, Verdict, WantAnswer
from advisor.saying import say_money, say_number

VERDICTS: dict[Verdict, str] = {
    "not_us": "NOT FROM US",
    "not_yet": "NOT YET",
    "nothing_needed": "NOTHING NEEDED",
    "check_first": "CHECK FIRST",
    "proceed": "GO AHEAD",
}
BADGES: dict[Disposition, str] = {
    "cannot_work": "cannot work",
    "declined": "not from us",
    "customers_choice": "your choice",
    "not_needed": "not needed",
    "something_else": "something else",
    "after": "first this",
    "less_than_asked": "fewer than asked",
    "more_than_asked": "more than asked",
    "as_asked": "as asked",
}


def recommendation_text(pack: Pack, case: Case, recommendation: Recommendation) -> str:
    """The whole recommendation: verdict first, then wants, stages with reasons, what was left out, flags, questions, price."""
    paper = paper_data(pack, case, recommendation)
    lines = [*_head(paper), "", *wrapped(recommendation.summary, first=f"{VERDICTS[recommendation.verdict]}: ", hang=2)]
    lines += _section("What you asked for", _wants(pack, recommendation))
    lines += _stages(paper["plan"])
    lines += _section("Left out", _left_out(pack, paper))
    lines += _section("Your own decision", _pairs(paper["decided"]))
    lines += _section("What stands in the way", _pairs(paper["obstacles"]))
    lines += _section(paper["checks_head"], _checks(paper["checks"]) if not recommendation.questions else [])
    lines += _section(paper["notes_head"], _bullets(paper["notes"]))
    lines += _section("Taken as given", _bullets(paper["granted"]["assumed"]))
    lines += _section("Ask next", _questions(pack, recommendation))
    lines += _section("Price", _price(pack, recommendation, paper["plan"]))
    lines += _section("This holds", _bullets(paper["holds"]))
    lines += _section("Certificate", _certificate(recommendation))
    return "\n".join(lines)


def _head(paper: dict[str, Any]) -> list[str]:
    words = [text for text in (paper["asked"]["words"], *paper["asked"]["wants"], paper["asked"]["limits"]) if text]
    lines = wrapped(" · ".join([paper["customer"], *paper["head"]]).strip(" ·"))
    lines += wrapped(paper["draft"]) + wrapped(", ".join(words))
    for outcome in paper["reach"]:
        lines += wrapped(" ".join(filter(None, (outcome["says"], outcome["measure"]))), first="To reach: ")
    return lines


def _section(title: str, body: list[str]) -> list[str]:
    return ["", title, *body] if body else []


def _bullets(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in wrapped(text, 2, "- ")]


def _pairs(entries: Iterable[dict[str, str]]) -> list[str]:
    return [line for entry in entries for line in wrapped(f"{entry['head']} {entry['says']}".strip(), 2, "- ")]


def _wants(pack: Pack, recommendation: Recommendation) -> list[str]:
    lines = []
    for want in recommendation.wants:
        lines += wrapped(f"{say_want(pack, want)} [{BADGES[want.disposition]}]", 2, "- ")
        lines += wrapped(want.says, 4)
    return lines


def say_want(pack: Pack, want: WantAnswer) -> str:
    """ "40 × CRM suite", or the wish as question and answer."""
    if want.offering is not None:
        return f"{want.asked} × {pack.offerings[want.offering].name}"
    return "; ".join(f"{asks_of(pack, fact)} {say_of(pack, fact, value)}" for fact, value in (want.asks or {}).items())


def _stages(plan: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for stage in plan.get("stages", ()):
        lines += ["", f"{stage['title']} ({stage['when']})" if stage["when"] else stage["title"]]
        for line in stage["lines"]:
            tags = f" [{', '.join(line['tags'])}]" if line["tags"] else ""
            money = _money(plan["columns"], line["money"])
            lines += wrapped(f"{line['name']}{tags}{f': {money}' if money else ''}", 2, "- ")
            lines += [more for text in (line["reason"], *line["small"]) for more in wrapped(text, 4)]
    return lines


def _money(columns: list[str], money: list[str]) -> str:
    said = [
        f"{column.lower()} {amount}" for column, amount in zip(columns, money, strict=True) if amount not in ("–", "")
    ]
    return ", ".join(said)


def _left_out(pack: Pack, paper: dict[str, Any]) -> list[str]:
    lines = []
    for entry in paper["left_out"]:
        keep = f" You keep {entry['keep']}." if entry["keep"] != "–" else ""
        says = f": {entry['says']}" if entry["says"] else "."
        lines += wrapped(f"{entry['name']}{says}{keep}", 2, "- ")
    return lines


def _checks(checks: Iterable[dict[str, Any]]) -> list[str]:
    lines = []
    for check in checks:
        where = f" ({check['where']})" if check["where"] else ""
        when = f", {check['when']}" if check["when"] else ""
        lines += wrapped(f"{check['what']}{where} How: {check['how']}{when}.", 2, "- ")
        lines += [line for change in check["changes"] for line in wrapped(change, 4)]
    return lines


def _questions(pack: Pack, recommendation: Recommendation) -> list[str]:
    """The next question with what each answer changes; how many more there are is in the closing sentence."""
    lines = _question(pack, recommendation, recommendation.questions[0]) if recommendation.questions else []
    return lines + wrapped(recommendation.questions_say, 2)


def _question(pack: Pack, recommendation: Recommendation, question: Question) -> list[str]:
    rows = f" ({', '.join(question.rows)})" if question.rows else ""
    lines = wrapped(f"{question.asks}{rows}", 2, "- ")
    if question.find_out:
        lines += wrapped(f"To find out: {question.find_out}", 4)
    lines += wrapped(question.why, 4)
    for effect in question.answers:
        lines += wrapped(f"{effect.answer}: {effect.says}".rstrip(": "), 4, "- ")
    return lines


def _price(pack: Pack, recommendation: Recommendation, plan: dict[str, Any]) -> list[str]:
    cost = recommendation.cost
    over = f"In all, over {say_number(cost.horizon_months)} months"
    lines = []
    for label, part in (("Once", cost.once), ("A month", cost.monthly), (over, cost.total)):
        firm, least = say_money(part.firm, cost.currency), say_money(part.from_, cost.currency)
        if part.to is None:
            said = f"firm {firm}, from {least}; no upper end is known yet"
        elif part.from_ == part.to == part.firm:
            said = firm
        else:
            said = f"firm {firm}, from {least} to {say_money(part.to, cost.currency)}"
        lines.append(f"  {label}: {said}")
    if pack.tax_note:
        lines += wrapped(f"{pack.tax_note.rstrip('.')}.", 2)
    return lines if plan else []


def _certificate(recommendation: Recommendation) -> list[str]:
    certificate, worlds = recommendation.certificate, recommendation.worlds
    looked = f"Looked at {say_number(worlds.looked_at)} of {say_number(worlds.of)} ways the open answers can turn out."
    says = certificate.says if certificate is not None else ""
    return wrapped(says, 2) + (wrapped(looked, 2) if worlds.of > 1 else [])
