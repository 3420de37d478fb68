"""The right side of the page as finished texts: verdict, prices, stages, what was left out, flags, and why it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from advisor.calling.call_lines import LineView, alternatives_to, left_out_view, line_view
from advisor.calling.call_text import VERDICTS, Badge, badge, escape, said_money, with_bold_money
from advisor.case import Case
from advisor.command_line.cli_text import BADGES, say_want
from advisor.pack import Pack
from advisor.printing.paper_lines import Showing, most_of, say_when, showing, stages_of
from advisor.printing.paper_view import ACCOUNTED_FOR, notes_of
from advisor.recommendation import Certificate, ConflictPart, Cost, CostRange, Line, Recommendation, WantAnswer, Worlds
from advisor.saying import NO_BREAK_SPACE, say_list, say_money, say_number, say_small

NOT_NEEDED = "You asked for it, you do not need it"
NOT_IN_PLAN = "You asked for it, and it is not in the plan"
FEW_PERHAPS = 2  # so many stand in the plan itself
MOST_COUNTED = 1_000_000  # beyond it a number says nothing to anybody


@dataclass(frozen=True)
class Price:
    label: str
    value: str


@dataclass(frozen=True)
class StageView:
    title: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True)
class Assumed:
    """Something taken for granted, with the fact that would be sure if the customer confirms it ("" where none)."""

    says: str
    fact: str


@dataclass(frozen=True)
class CallView:
    """Texts are Markdown. `perhaps`: lines that nobody asked for and that the next answers may take away again, under one label.
    `asked`: wishes that are not, or not wholly, in the plan, under what is said of them together."""

    headline: str
    prices: tuple[Price, ...]
    over_time: str
    stages: tuple[StageView, ...]
    perhaps: tuple[LineView, ...]
    perhaps_label: str
    asked: tuple[tuple[str, tuple[LineView, ...]], ...]
    obstacles: tuple[tuple[str, str, ConflictPart], ...]
    next_sums: tuple[str, ...]
    warnings: tuple[str, ...]
    waived: tuple[tuple[str, str], ...]  # sentence, rule
    assumed: tuple[Assumed, ...]
    assumed_label: str
    recommends: bool  # something, or that nothing is needed; only then there is anything to prove
    proof: str
    proof_details: tuple[str, ...]
    looked_at: str


def call_view(pack: Pack, case: Case, recommendation: Recommendation) -> CallView:
    shown = showing(recommendation)
    lines = [line for line in recommendation.lines if most_of(line.quantity, shown) != 0]
    worlds = recommendation.worlds
    flags = recommendation.flags
    perhaps = _perhaps(recommendation, lines)
    asked = _asked(pack, recommendation, lines)
    said = {line.reason for _, views in asked for line in views}
    recommends = bool(lines) or recommendation.verdict == "nothing_needed"
    certificate = recommendation.certificate if recommends else None
    return CallView(
        headline=f"{VERDICTS[recommendation.verdict].markdown} “{escape(recommendation.summary)}”",
        prices=_prices(recommendation.cost, shown) if lines else (),
        over_time=_over_time(recommendation.cost, shown) if lines else "",
        stages=_stages(pack, case, recommendation, [line for line in lines if line not in perhaps], shown),
        perhaps=tuple(line_view(pack, case, recommendation, line, shown) for line in perhaps),
        perhaps_label=_perhaps_label(len(perhaps)),
        asked=asked,
        obstacles=tuple((escape(part.says), escape(part.giving_up), part) for part in recommendation.conflict),
        next_sums=tuple(with_bold_money(escape(one.says)) for one in recommendation.next_sums),
        warnings=tuple(note for note in map(escape, notes_of(pack, recommendation)) if note not in said),
        waived=tuple((escape(flag.says), flag.rule or "") for flag in flags if flag.kind == "waived"),
        assumed=tuple(Assumed(escape(flag.says), flag.fact or "") for flag in flags if flag.kind == "assumption"),
        assumed_label=_assumed_label(sum(flag.kind == "assumption" for flag in flags)),
        recommends=recommends,
        proof=escape(certificate.says) if certificate else "",
        proof_details=tuple(_proof(pack, recommendation, certificate)) if certificate else (),
        looked_at=_looked_at(worlds) if worlds.looked_at < worlds.of else "",
    )


def _perhaps(recommendation: Recommendation, lines: list[Line]) -> list[Line]:
    """As long as questions are open: the lines of which nothing is firm and that nobody asked for, where they are many."""
    open_ones = [line for line in lines if not line.quantity.firm and not line.asked and line.role == "solution"]
    return open_ones if recommendation.questions and len(open_ones) > FEW_PERHAPS else []


def _perhaps_label(count: int) -> str:
    return f"{say_small(count).capitalize()} more lines may be needed; the next answers decide"


def holds_of(recommendation: Recommendation) -> tuple[str, ...]:
    """How far each number can move before the plan changes, as far as that was worked out."""
    found = tuple(escape(entry.says) for entry in recommendation.holds_while or () if entry.says)
    return found or ("No number that is known here changes it, however far it moves.",)


def _looked_at(worlds: Worlds) -> str:
    of = say_number(worlds.of) if worlds.of <= MOST_COUNTED else f"more than {say_number(MOST_COUNTED)}"
    return f"Looked at {say_number(worlds.looked_at)} of {of} possibilities"


def _assumed_label(count: int) -> str:
    return f"{say_number(count)} {'assumption' if count == 1 else 'assumptions'} to confirm"


def _prices(cost: Cost, shown: Showing) -> tuple[Price, ...]:
    """Once, firm; once, at most; a month. Where nothing is open, once is one figure."""
    once = cost.once
    if shown == "open":
        prices = [
            Price("Once, firm", say_money(once.firm, cost.currency)),
            Price("Once, at most", _end(once, cost.currency)),
        ]
    else:
        prices = [Price("Once", say_money(_sure(once, shown), cost.currency))]
    return (*prices, Price("A month", _a_month(cost.monthly, cost.currency, shown)))


def _end(cost: CostRange, currency: str) -> str:
    return "not bounded yet" if cost.to is None else say_money(cost.to, currency)


def _sure(cost: CostRange, shown: Showing) -> int:
    return cost.to if shown == "cover" and cost.to is not None else cost.firm


def _a_month(cost: CostRange, currency: str, shown: Showing) -> str:
    if shown != "open":
        return say_money(_sure(cost, shown), currency)
    if cost.to is None:
        return f"from {say_money(cost.from_, currency)}"
    if cost.from_ == cost.to:
        return say_money(cost.to, currency)
    return f"{say_money(cost.from_, currency)} to {say_money(cost.to, currency)}"


def _over_time(cost: Cost, shown: Showing) -> str:
    months = f"{say_number(cost.horizon_months)}{NO_BREAK_SPACE}months"
    total = cost.total
    if shown != "open":
        said = said_money(_sure(total, shown), cost.currency)
    elif total.to is None:
        return ""
    elif total.from_ == total.to:
        said = said_money(total.to, cost.currency)
    else:
        said = f"from {said_money(total.from_, cost.currency)} to {said_money(total.to, cost.currency)}"
    return f"Over {months}: {said}"


def _stages(
    pack: Pack, case: Case, recommendation: Recommendation, lines: list[Line], shown: Showing
) -> tuple[StageView, ...]:
    parts = stages_of(lines)
    stages = []
    for number, (name, members) in enumerate(parts, 1):
        when = say_when(pack, case, name, members)
        title = f"{number} · {name}" if len(parts) > 1 else name
        views = tuple(line_view(pack, case, recommendation, line, shown) for line in members)
        stages.append(StageView(f"{title} · :gray[{escape(when)}]", views))
    return tuple(stages)


def _asked(
    pack: Pack, recommendation: Recommendation, lines: list[Line]
) -> tuple[tuple[str, tuple[LineView, ...]], ...]:
    """Wishes that are not, or not wholly, in the plan: what is not needed, then what cannot be had, or not from us, or not yet.
    What nobody asked for stands at the line that it is the dearer alternative of."""
    elsewhere = [entry for line in lines for entry in alternatives_to(recommendation, line)]
    refused = {
        want.offering: want for want in recommendation.wants if want.offering and _is_refused(recommendation, want)
    }
    not_needed, cannot = [], []
    for entry in recommendation.left_out:
        if entry in elsewhere:
            continue
        view = left_out_view(pack, recommendation, entry)
        if (want := refused.get(entry.offering or "")) is None:
            not_needed.append(view)
        else:
            cannot.append(replace(view, badges=_badges(recommendation, want), price=""))
    named = {entry.offering or entry.fact for entry in recommendation.left_out} | {line.offering for line in lines}
    for want in recommendation.wants:
        subject = want.offering or next(iter(want.asks or {}), "")
        if want.disposition in ACCOUNTED_FOR or subject in named:
            continue
        view = LineView(
            f"want_{subject}",
            escape(say_want(pack, want)),
            _badges(recommendation, want),
            "",
            escape(want.says),
            (),
            (),
        )
        (cannot if _is_refused(recommendation, want) else not_needed).append(view)
    groups = ((NOT_NEEDED, tuple(not_needed)), (NOT_IN_PLAN, tuple(cannot)))
    return tuple((title, views) for title, views in groups if views)


def _is_refused(recommendation: Recommendation, want: WantAnswer) -> bool:
    """Whether a wish is not in the plan for another reason than that nobody needs it."""
    return want.disposition in ("cannot_work", "declined") or recommendation.verdict in ("not_yet", "not_us")


def _badges(recommendation: Recommendation, want: WantAnswer) -> tuple[Badge, ...]:
    """The badge of a wish that is not in the plan; none where nothing is, and the verdict says it."""
    return () if recommendation.verdict in ("not_yet", "not_us") else (badge(BADGES[want.disposition]),)


def _proof(pack: Pack, recommendation: Recommendation, proof: Certificate) -> list[str]:
    """Demands against supplies, what fails with one fewer, the bound, and the worth of each check."""
    said = []
    for part in proof.capabilities:
        terms = pack.capabilities[part.capability]
        row = f", {escape(part.row)}" if part.row else ""
        met = [name for name, amount in part.supplies if amount]
        through = " + ".join(
            escape(pack.offerings[name].name if name in pack.offerings else "what is there") for name in met
        )
        by = f" through {through}" if through else ""
        needed, have = (escape(say_number(amount, terms.unit)) for amount in (part.needed, part.have))
        said.append(f"**{escape(terms.title[:1].upper() + terms.title[1:])}**{row}: {needed} needed, {have} there{by}.")
    for line in proof.lines:
        group = say_list([escape(pack.offerings[other].name) for other in line.together_with])
        name = escape(pack.offerings[line.offering].name)
        begins = f"With only {say_number(line.fewer)}{NO_BREAK_SPACE}× {name}" if line.fewer else f"Without {name}"
        only = f", which leaves only together with {group}" if group else ""
        said.append(f"{begins}{only}: {escape(line.fails)}.")
    for check in proof.checks:
        rules = ", ".join(escape(pack.rules[rule].title) for rule in check.demanded_by if rule in pack.rules)
        name = escape(pack.offerings[check.offering].name)
        if rules:
            said.append(f"{name} is called for by a rule: {rules}.")
        elif check.worth is not None:
            said.append(f"{name} is worth {said_money(check.worth, pack.currency)} more than it costs.")
    price, bound = said_money(proof.price, pack.currency), said_money(proof.bound, pack.currency)
    months = recommendation.cost.horizon_months
    said.append(
        f"The likely plan costs {price} over {months}{NO_BREAK_SPACE}months; proven: no complete plan costs less than {bound}."
    )
    return said
