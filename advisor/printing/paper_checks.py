"""What is not known yet on the printed recommendation: what it is, how we find out, and what it changes."""

from __future__ import annotations

from typing import Any

from advisor.case import Case
from advisor.pack import CUSTOMER_TASK, Fact, Pack
from advisor.printing.paper_lines import say_when
from advisor.recommendation import NO_PLAN, Recommendation
from advisor.saying import say_money, say_number, say_value
from advisor.values import UNKNOWN

MOST_DIFFERING = 3  # lines named in what a result leads to


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def as_sentence(text: str) -> str:
    """The text with a capital at its beginning and a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    return capital(text) + ("" if text[-1] in ".!?…" else ".")


def find_fact(pack: Pack, name: str) -> Fact | None:
    """A fact, or the column of an inventory that "rooms.seats" names; None where the pack has neither."""
    inventory, _, column = name.partition(".")
    fact = pack.facts.get(inventory)
    if not column or fact is None:
        return fact
    return next((c for c in fact.columns if c.id == column), None)


def asks_of(pack: Pack, name: str) -> str:
    fact = find_fact(pack, name)
    return fact.asks if fact is not None else name.replace("_", " ").replace(".", ", ")


def say_of(pack: Pack, name: str, value: Any) -> str:
    fact = find_fact(pack, name)
    return say_value(fact, value) if fact is not None else str(value)


def checks_table(pack: Pack, case: Case, recommendation: Recommendation) -> list[dict[str, Any]]:
    """What is not known yet and how it is found out, with what it changes: the facts that lines hang on, what a check settles,
    and the open questions."""
    questions = {question.fact: question for question in recommendation.questions}
    checks = [line for line in recommendation.lines if line.role == "check"]
    proofs = (
        {proof.offering: proof.settles for proof in recommendation.certificate.checks}
        if recommendation.certificate
        else {}
    )
    settled_by: dict[str, tuple[str, str]] = {}
    for line in checks:
        offering = pack.offerings.get(line.offering)
        settles = proofs.get(line.offering, ()) if recommendation.certificate else offering.settles if offering else ()
        for settled in settles:
            if not _known(case, settled):
                settled_by.setdefault(
                    settled, (offering.name if offering else line.offering, say_when(pack, case, "Assess", [line]))
                )
    hanging = [fact for line in recommendation.lines for fact in line.hangs_on]
    rows = []
    for name in dict.fromkeys([*hanging, *settled_by, *questions]):
        fact, question = find_fact(pack, name), questions.get(name)
        find_out = (question.find_out if question else "") or (fact.find_out if fact else "") or "we ask you"
        how, when = settled_by.get(name, (find_out, ""))
        asks = question.asks if question else asks_of(pack, name)
        which = question.rows if question and question.rows else _open_rows(case, name)
        rows.append(
            {
                "what": asks,
                "where": ", ".join(which),
                "how": capital(how),
                "when": when,
                "changes": _changes(pack, recommendation, name),
            }
        )
    return rows


def _known(case: Case, name: str) -> bool:
    """Whether a fact, or every cell of a column, has a sure answer."""
    inventory, _, column = name.partition(".")
    answer = case.answers.get(inventory)
    if answer is None or answer.value is UNKNOWN or not answer.sure:
        return False
    if not column or not isinstance(answer.value, tuple):
        return True
    return all(row.get(column, UNKNOWN) is not UNKNOWN for row in answer.value)


def _open_rows(case: Case, name: str) -> list[str]:
    """The rows of an inventory in which a column is not known, with how many are alike."""
    inventory, _, column = name.partition(".")
    answer = case.answers.get(inventory)
    if not column or answer is None or not isinstance(answer.value, tuple):
        return []
    return [
        f"{row.get('name', '')} ({say_number(count)})"
        if isinstance(count := row.get("count", 1), int)
        else str(row.get("name", ""))
        for row in answer.value
        if row.get(column, UNKNOWN) is UNKNOWN
    ]


def _results(pack: Pack, recommendation: Recommendation, name: str) -> list[str]:
    """What each result of a check leads to: the lines in which the results differ, and what it then comes to in all."""
    facts = (name, name.partition(".")[0])
    finding = next((f for fact in facts for f in recommendation.findings if f.fact == fact), None)
    if finding is None:
        return []
    spans = [{line.offering: (line.from_, line.to) for line in effect.lines} for effect in finding.answers]
    names = dict.fromkeys(offering for span in spans for offering in span)
    planned = [span for span, effect in zip(spans, finding.answers, strict=True) if not effect.no_plan]
    differing = [o for o in names if len({span.get(o, (0, 0)) for span in planned}) > 1]
    said = []
    for effect, span in zip(finding.answers, spans, strict=True):
        if effect.no_plan:
            said.append(f"{capital(effect.answer)}: {NO_PLAN}.")
            continue
        lines = [_say_line(pack, offering, *span.get(offering, (0, 0))) for offering in differing[:MOST_DIFFERING]]
        total = _span(effect.total.from_, effect.total.to, pack.currency, "")
        looked_at = ", of the possibilities looked at" if finding.of_those_looked_at else ""
        said.append(
            f"{capital(effect.answer)}{looked_at}: {', '.join([*lines, *([f'in all {total}'] if total else [])])}."
        )
    return said


def _say_line(pack: Pack, offering: str, least: int, most: int) -> str:
    found = pack.offerings.get(offering)
    name = found.name if found else offering
    if not most:
        return f"no {name}"
    return (
        f"{say_number(least)} to {say_number(most)}\u00a0× {name}"
        if least != most
        else f"{say_number(most)}\u00a0× {name}"
    )


def _changes(pack: Pack, recommendation: Recommendation, name: str) -> list[str]:
    """What the answer changes: each result of a check, else as the question says it, else the lines that hang on it with their
    prices from and to."""
    if results := _results(pack, recommendation, name):
        return results
    question = next((q for q in recommendation.questions if q.fact == name), None)
    if question is not None and any(effect.says for effect in question.answers):
        said = dict.fromkeys(effect.says for effect in question.answers)
        if len(said) == 1 and len(question.answers) > 1:
            return [f"Whichever it is: {next(iter(said))}"]
        return [capital(f"{effect.answer}: {effect.says}") for effect in question.answers if effect.says]
    changes = []
    for line in recommendation.lines:
        if name in line.hangs_on and line.quantity.firm != line.quantity.up_to:
            offering = pack.offerings.get(line.offering)
            spans = [_span(line.once.firm, line.once.up_to, pack.currency, "")]
            spans.append(_span(line.monthly.firm, line.monthly.up_to, pack.currency, " a month"))
            money = " and ".join(filter(None, spans)) if offering and offering.kind != CUSTOMER_TASK else ""
            name = offering.name if offering else line.offering
            changes.append(f"{name}: {money}" if money else name)
    return [capital(change) for change in changes] or ["We do not deliver before it is known."]


def _span(least: int, most: int | None, currency: str, per: str) -> str:
    if most is None:
        return f"{say_money(least, currency)}{per} or more"
    if not most:
        return ""
    if not least:
        return f"up to {say_money(most, currency)}{per}"
    return (
        f"{say_money(least, currency)} to {say_money(most, currency)}{per}"
        if least != most
        else say_money(most, currency) + per
    )
