"""What the printed recommendation says, as a plain dict of finished texts: the template only sets them on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from advisor.case import Case, NamedOutcome
from advisor.pack import Pack
from advisor.printing.paper_agreement import agreement
from advisor.printing.paper_checks import as_sentence, asks_of, checks_table, say_of
from advisor.printing.paper_choices import decided
from advisor.printing.paper_letter import OBSTACLES_HEADS, letter_of, missed_of, obstacles_of
from advisor.printing.paper_lines import plan_table, say_day
from advisor.printing.paper_text import clip
from advisor.recommendation import Flag, Recommendation
from advisor.saying import join_reference, say_money, say_money_pair, say_number, say_small, say_value
from advisor.values import DOES_NOT_APPLY, UNKNOWN

TITLES = {
    "proceed": "Our recommendation",
    "check_first": "Our recommendation",
    "not_yet": "Not yet",
    "not_us": "What we advise instead",
    "nothing_needed": "You need nothing new",
}
PLAN_HEADS = {"not_yet": "What you have all the same"}
WORDS_ON_THE_FIRST_PAGE = 600  # characters of the customer's own words; what is longer is printed in full at the end
NOTED = ("conflict", "decline", "no_rule", "advice")
ACCOUNTED_FOR = ("as_asked", "less_than_asked", "more_than_asked", "customers_choice")
FACTS_IN_ONE_COLUMN = 8


def paper_data(pack: Pack, case: Case, recommendation: Recommendation) -> dict[str, Any]:
    """All texts of the paper. Empty text or list: that part is not printed."""
    title = TITLES[recommendation.verdict]
    customer = case.customer.name.strip()
    reference = join_reference(clip(case.customer.reference, 40))
    valid_until = say_day(case.date + timedelta(days=pack.validity_days))
    questions = len(recommendation.questions)
    missed = missed_of(case, recommendation)
    return {
        "lang": "en",
        "author": pack.seller.name or pack.title,
        "document_title": clip(f"{title} for {customer}" if customer else title, 120),
        "seller": clip(pack.seller.name, 60),
        "letterhead": _letterhead(pack),
        "head": _parts(reference, say_day(case.date), f"valid until {valid_until}"),
        "title": title,
        "draft": f"Draft: {say_number(questions)} {'question' if questions == 1 else 'questions'} open"
        if questions
        else "",
        "customer": _customer_line(case),
        "summary": recommendation.summary,
        "asked": _asked(pack, case),
        "reach": [_outcome(pack, case, outcome, missed.get(outcome.outcome, "")) for outcome in case.outcomes],
        "plan_head": PLAN_HEADS.get(recommendation.verdict, "What we recommend, in this order"),
        "plan": plan_table(pack, case, recommendation),
        "checks_head": "What must be checked first"
        if recommendation.verdict == "check_first"
        else "What nobody knows yet",
        "checks": checks_table(pack, case, recommendation),
        "letter": letter_of(pack, recommendation),
        "obstacles_head": OBSTACLES_HEADS.get(recommendation.verdict, "What cannot hold together"),
        "obstacles": obstacles_of(recommendation),
        "left_out_head": "What you need not buy"
        if recommendation.verdict == "nothing_needed"
        else "What we left out, and why",
        "left_out": _left_out(pack, recommendation),
        "decided": decided(pack, recommendation),
        "notes_head": "What you should know",
        "notes": notes_of(pack, recommendation),
        "granted": _granted(pack, case, recommendation),
        "holds_head": "How long it will do" if recommendation.verdict == "nothing_needed" else "How long this holds",
        "holds": [*_holds(recommendation), _validity(valid_until, recommendation)],
        "contact": [text for text in (pack.seller.contact, pack.seller.phone, pack.seller.email) if text],
        "agree": agreement(pack, case, recommendation),
        "signers": {
            "decided": f"Read and decided, for {clip(customer, 80)}" if customer else "Read and decided",
            "customer": f"For {clip(customer, 80)}, date" if customer else "The customer, date",
            "seller": f"For {clip(pack.seller.name, 80)}, date",
        },
        "sources": _sources(pack, recommendation),
        "words_in_full": case.words.strip() if len(case.words.strip()) > WORDS_ON_THE_FIRST_PAGE else "",
        "footer": _footer(pack, reference),
    }


def _holds(recommendation: Recommendation) -> list[str]:
    """How far each number can move; a refusal does not hang on them."""
    return [] if recommendation.verdict == "not_us" else [e.says for e in recommendation.holds_while or () if e.says]


def _parts(*parts: str) -> list[str]:
    """The parts that say something; the template sets a dot between them."""
    return [part for part in parts if part]


def _letterhead(pack: Pack) -> list[str]:
    """The lines below the seller's name, which is not said twice."""
    text = pack.seller.letterhead.strip()
    text = text.removeprefix(pack.seller.name).lstrip(", \n")
    return [line.strip() for line in text.splitlines() if line.strip()]


def _validity(valid_until: str, recommendation: Recommendation) -> str:
    return (
        f"The prices are valid until {valid_until}."
        if recommendation.lines
        else f"This advice holds until {valid_until}."
    )


def _footer(pack: Pack, reference: str) -> list[str]:
    prices = f"{'sample prices' if pack.sample_prices else 'prices'} of {say_day(pack.prices_of)}"
    tax = re.sub(r"^sample prices,?\s*", "", pack.tax_note.strip().rstrip("."), flags=re.IGNORECASE)
    priced = ", ".join(filter(None, (prices, tax)))
    return _parts(reference, f"rules version {pack.version}", priced)


def _customer_line(case: Case) -> str:
    name, contact = case.customer.name.strip(), case.customer.contact.strip()
    if name and contact:
        return f"{name}, for {contact}"
    return name or contact


def _asked(pack: Pack, case: Case) -> dict[str, Any]:
    """Their own words; where none were noted, their wants as a list. With what they set as limits."""
    words = case.words.strip()
    short = words
    if len(words) > WORDS_ON_THE_FIRST_PAGE:
        short = words[:WORDS_ON_THE_FIRST_PAGE].rsplit(maxsplit=1)[0] + " …"
    wants = []
    for want in case.wants:
        if want.offering is not None:
            offering = pack.offerings.get(want.offering)
            wants.append(f"{say_number(want.quantity)}\u00a0× {offering.name if offering else want.offering}")
        elif want.asks is not None:
            fact, value = want.asks
            wants.append(f"{asks_of(pack, fact)} {say_of(pack, fact, value)}")
    limits = []
    if case.budget.once is not None and case.budget.monthly is not None:
        limits.append(f"within {say_money_pair(case.budget.once, case.budget.monthly, pack.currency)}")
    elif case.budget.once is not None:
        limits.append(f"within {say_money(case.budget.once, pack.currency)} once")
    elif case.budget.monthly is not None:
        limits.append(f"within {say_money(case.budget.monthly, pack.currency)} a month")
    if case.needed_by is not None:
        limits.append(f"by {say_day(case.needed_by)}")
    return {
        "words": f"“{short}”" if short else "",
        "continued": "Your words in full are at the end." if short != words else "",
        "wants": [] if words else wants,
        "limits": as_sentence(", ".join(limits)),
    }


def _outcome(pack: Pack, case: Case, named: NamedOutcome, missed: str) -> dict[str, str]:
    outcome = pack.outcomes.get(named.outcome)
    reasons = dict.fromkeys(
        want.why.strip() for want in case.wants if want.outcome == named.outcome and want.why.strip()
    )
    marks = [f"today {named.today}" if named.today else "", f"target {named.target}" if named.target else ""]
    measure = ": ".join(filter(None, (named.measure, ", ".join(filter(None, marks)))))
    return {
        "says": as_sentence(outcome.title if outcome else named.outcome),
        "measure": as_sentence(measure),
        "why": "; ".join(f"“{reason}”" for reason in reasons),
        "missed": missed,
    }


def _left_out(pack: Pack, recommendation: Recommendation) -> list[dict[str, str]]:
    """What was not taken and what that saves; of a refusal the letter says it all."""
    if recommendation.verdict == "not_us":
        return []
    # With what to do instead, so that it is said in one place.
    refusals = {flag.offering: flag.says for flag in recommendation.flags if flag.kind == "decline" and flag.instead}
    rows = []
    for entry in recommendation.left_out:
        offering = pack.offerings.get(entry.offering or "")
        if offering is not None:
            name = f"{say_number(entry.quantity)}\u00a0× {offering.name}" if entry.quantity > 0 else offering.name
        else:
            name = asks_of(pack, entry.fact or "")
        keep = (
            say_money_pair(entry.saves_once, entry.saves_monthly, pack.currency)
            if entry.saves_once or entry.saves_monthly
            else "–"
        )
        says = "" if entry.says in recommendation.already else refusals.get(entry.offering or "", entry.says)
        rows.append({"name": name, "says": says, "keep": keep})
    named = {entry.offering or entry.fact for entry in recommendation.left_out}
    for want in recommendation.wants:
        subject = want.offering or next(iter(want.asks or {}), "")
        in_plan = any(line.offering == want.offering for line in recommendation.lines)
        waits = (
            want.disposition == "after" and recommendation.verdict == "not_yet"
        )  # what stands in the way is said apart
        if want.disposition in ACCOUNTED_FOR or subject in named or in_plan or waits:
            continue
        offering = pack.offerings.get(want.offering or "")
        rows.append({"name": offering.name if offering else asks_of(pack, subject), "says": want.says, "keep": "–"})
    return rows


def notes_of(pack: Pack, recommendation: Recommendation) -> list[str]:
    """Everything else the customer should know, each sentence once: conflicts, what we do not take on and what to do instead,
    advice, what cannot be waived. What a line, a conflict, a result or the letter says already is not repeated."""
    said = {reason.says for line in recommendation.lines for reason in line.reasons}
    said |= {part.says for part in recommendation.conflict}
    said |= {row["says"] for row in _left_out(pack, recommendation)}
    refused = recommendation.verdict == "not_us"
    notes = []
    for flag in recommendation.flags:
        rule = pack.rules.get(flag.rule or "")
        kept = flag.kind in NOTED or (flag.kind == "waived" and rule is not None and rule.strength == "must")
        if kept and flag.says not in said and not (refused and flag.kind in ("conflict", "decline")):
            notes.append(flag.says)
    return list(dict.fromkeys(notes))


def _granted(pack: Pack, case: Case, recommendation: Recommendation) -> dict[str, Any]:
    """What the recommendation stands on: assumptions and reported answers to be confirmed, then what the customer told us."""
    refused = recommendation.verdict == "not_us"  # then nothing was taken for granted beside what they told us
    assumed: Sequence[Flag] = [flag for flag in recommendation.flags if flag.kind == "assumption" and not refused]
    flagged = {flag.fact for flag in assumed}
    facts = []
    for name, answer in case.answers.items():
        fact = pack.facts.get(name)
        if fact is None or name in flagged or answer.value is UNKNOWN:
            continue
        if isinstance(answer.value, tuple):
            said = _rows_of(answer.value)
        elif answer.value is DOES_NOT_APPLY:
            said = "does not apply"
        else:
            said = say_value(fact, answer.value)
        facts.append({"asks": fact.asks, "said": said + ("" if answer.sure else " (as reported)")})
    return {"assumed": [flag.says for flag in assumed], "facts": facts, "wide": len(facts) > FACTS_IN_ONE_COLUMN}


def _rows_of(rows: Iterable[Any]) -> str:
    """An inventory in few words: the first eight kinds of rows with how many there are, then how many kinds more."""
    listed = list(rows)
    named = [f"{row.get('count', 1)}\u00a0×\u00a0{row.get('name', '')}".strip() for row in listed[:8]]
    if len(listed) > 8:
        named.append(f"and {say_small(len(listed) - 8)} more entries")
    return ", ".join(named)


def _sources(pack: Pack, recommendation: Recommendation) -> list[dict[str, str]]:
    """Where the reasons come from, each source once, however many of its figures are used."""
    used = dict.fromkeys(
        source for line in recommendation.lines for reason in line.reasons for source in reason.sources
    )
    if not recommendation.lines:  # a letter stands on the rules that refuse, or find enough there
        rules = [flag.rule for flag in recommendation.flags] + [
            rule for want in recommendation.wants for rule in want.rules
        ]
        used |= dict.fromkeys(s for rule in rules if rule in pack.rules for s in pack.rules[rule or ""].sources)
    found: dict[tuple[str, str], None] = {}
    for name in used:
        if (source := pack.sources.get(name)) is not None:
            checked = f"checked on {say_day(source.checked_on)}" if source.checked_on else ""
            title = " · ".join(_parts(source.title or f"Judgement of {source.judgement}", checked))
            found.setdefault((title, source.link))
        elif (figure := pack.figures.get(name)) is not None:
            found.setdefault((figure.source_title or figure.text, figure.source_link))
    return [{"title": title, "link": link} for title, link in found]
