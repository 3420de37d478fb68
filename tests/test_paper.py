"""The printed recommendation: complete, literal, the same bytes for the same case, readable by everybody."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst

from advisor.case import Answer, Budget, Case, Customer, NamedOutcome, Want
from advisor.pack import Advise, Fact, Offering, Outcome, Pack, Rule, Seller, Source, Unit
from advisor.printing.paper import paper_data, printed_pdf
from advisor.printing.paper_text import BOX, FONTS, printable
from advisor.problems import Place
from advisor.recommendation import (
    AnswerEffect,
    ConflictPart,
    Cost,
    CostRange,
    Flag,
    HoldsWhile,
    LeftOut,
    Line,
    LineRange,
    Narrows,
    NextSum,
    PackVersion,
    Question,
    Range,
    Reason,
    Recommendation,
    RowPart,
    Span,
    WantAnswer,
    Worlds,
)
from advisor.saying import say_money
from advisor.values import UNKNOWN
from tests.sampled import CASES, Sampled, name_of

HERE = Place("sample")
DAY = date(2026, 11, 21)


def offering(id: str, name: str, kind: str = "service", once: int = 0, monthly: int = 0, **more: Any) -> Offering:
    return Offering(id=id, name=name, kind=kind, place=HERE, once=once, monthly=monthly, **more)


def fact(id: str, asks: str, type: Any = "number", **more: Any) -> Fact:
    return Fact(id=id, asks=asks, type=type, place=HERE, **more)


def by_id(*items: Any) -> Mapping[str, Any]:
    return {item.id: item for item in items}


PACK = Pack(
    id="sample",
    title="Sample",
    version="0123456789ab",
    currency="EUR",
    horizon_months=36,
    validity_days=30,
    prices_of=date(2026, 11, 1),
    tax_note="without VAT",
    sample_prices=True,
    seller=Seller(
        "Meridian Systems", "14 Quay Street, Bristol", "Jonas Arendt", "+44 20 7946 0148", "j.arendt@meridian.example"
    ),
    facts=by_id(
        fact("users", "How many people are at work at the same time?", unit=Unit("person", "people")),
        fact("records", "How many customer records are there?", unit=Unit("record", "records")),
        fact("server_memory", "How much memory has the server?", find_out="look at the server", unit=Unit("GB", "GB")),
        fact(
            "pcs",
            "Which PCs are there?",
            "inventory",
            columns=(
                fact("ram_gb", "How much memory have the PCs?", find_out="look at the PCs", unit=Unit("GB", "GB")),
            ),
        ),
    ),
    outcomes=by_id(
        Outcome("faster_quotes", "quotes out the same day", HERE),
        Outcome("no_lost_orders", "no lost orders when a PC or the server fails", HERE),
    ),
    capabilities={},
    offerings=by_id(
        offering(
            "look",
            "PC and server assessment",
            "assessment",
            145000,
            lead_days=7,
            settles=("server_memory", "pcs.ram_gb"),
        ),
        offering("pc_memory", "PC memory, to 8 GB", once=9000, lead_days=10),
        offering("server_memory_32", "server memory, 32 GB", once=64000, lead_days=10),
        offering("crm", "CRM suite, seats", once=6000, monthly=2100),
        offering("training", "data transfer and training day", once=235000),
        offering("night_support", "round-the-clock support", monthly=18000),
        offering("clean_up", "tidying the old records", "customer_task", once=24000),
        offering("second_server", "second server", once=590000),
    ),
    rules=by_id(
        Rule(
            "battery",
            "Battery power for the server",
            "",
            HERE,
            Advise(None),
            "",
            strength="should",
            without="In a power cut, quotes being written at that moment are lost.",
        ),
        Rule(
            "no_fax",
            "Fax machines",
            "",
            HERE,
            Advise(None),
            "",
            instead="A mail service prints and sends your letters.",
        ),
    ),
    sources=by_id(Source("guide", "CRM sizing guide", "https://guide.example/sizing", date(2026, 10, 2))),
    figures={},
    whys={},
)

WORDS = "Put the new CRM on all 40 PCs next month. And a second server so we're safe, and support at night."
CASE = Case(
    pack="sample",
    date=DAY,
    customer=Customer("Harbour Dental Supplies", "EX-114", "Ms Helen Marsh"),
    words=WORDS,
    wants=(
        Want("crm", 40, outcome="faster_quotes", why="a competitor does it"),
        Want("second_server"),
        Want("night_support", insists=True),
    ),
    outcomes=(NamedOutcome("faster_quotes", "days to a quote", "2", "0"), NamedOutcome("no_lost_orders")),
    answers={
        "users": Answer(30),
        "records": Answer(11000, sure=False),
        "server_memory": Answer(UNKNOWN),
        "pcs": Answer(
            ({"name": "office", "count": 12, "ram_gb": 4}, {"name": "front desk", "count": 10, "ram_gb": UNKNOWN})
        ),
    },
    budget=Budget(once=1200000),
    needed_by=date(2027, 1, 31),
)


def span(firm: int, up_to: int | None = None) -> Range:
    up_to = firm if up_to is None else up_to
    return Range(firm, up_to, up_to, up_to)


def times(quantity: Range, cents: int) -> Range:
    rest = (None if units is None else units * cents for units in (quantity.likely, quantity.up_to, quantity.cover))
    return Range(quantity.firm * cents, *rest)


def line(id: str, quantity: Range, phase: int, start: int, says: str, **more: Any) -> Line:
    sold = PACK.offerings[id]
    priced = {"once": times(quantity, sold.once), "monthly": times(quantity, sold.monthly)}
    filled: dict[str, Any] = {
        "role": "solution",
        "order_now": 0,
        "asked": 0,
        "hangs_on": (),
        "rows": (),
        "without": "",
        **priced,
        **more,
    }
    reason = Reason(f"rule_of_{id}", says, None, {}, ("guide",))
    return Line(offering=id, quantity=quantity, phase=phase, start_day=start, reasons=(reason,), **filled)


LINES = (
    line("look", span(1), 0, 3, "Nobody knows the memory of ten PCs or of the server; this settles both before you spend on either.",
         role="check", order_now=1, needed_by=("crm",)),
    line("pc_memory", span(12, 22), 1, 14, "Twelve PCs have 4 GB, and the CRM does not start below 8 GB.", hangs_on=("pcs.ram_gb",),
         rows=(RowPart("office", 12, "4 GB"),)),
    line("server_memory_32", span(0, 1), 1, 14, "Thirty people at work need 23 GB on your server; nobody has looked how much it has.",
         hangs_on=("server_memory",)),
    line("clean_up", span(1), 1, 14, "Every record that is carried over twice costs you a call."),
    line("crm", span(30), 2, 51, "You asked for 40; thirty people speak with customers, and a seat does nothing for the other ten.", asked=40),
    line("training", span(1), 2, 51, "Quotes get faster only once your 11,000 customer records are in it."),
    line("night_support", span(1), 2, 51, "You work 8 to 18 on weekdays, which office-hours support covers; you decided to have it.",
         asked=1, choice=True),
)  # fmt: skip

RECOMMENDATION = Recommendation(
    verdict="check_first",
    summary="Yes to the CRM, for thirty people rather than forty. First we look at ten PCs and the server, because nobody knows whether they can run it.",
    pack=PackVersion("sample", "0123456789ab"),
    date=DAY,
    wants=(
        WantAnswer("crm", None, 40, "less_than_asked", 30, "Thirty of forty.", ()),
        WantAnswer("second_server", None, 1, "not_needed", 0, "Not needed.", ()),
        WantAnswer(
            "night_support",
            None,
            1,
            "customers_choice",
            1,
            "You have round-the-clock support because you decided so: €180 a month more than you need. "
            "Nobody works at night; you can give it up with a month's notice.",
            (),
        ),
    ),
    lines=LINES,
    left_out=(
        LeftOut("crm", None, "Ten people never speak with customers.", 10, 816000, 60000, 21000, ()),
        LeftOut(
            "second_server",
            None,
            "You can be a day without it; last night's backup is back within four hours.",
            1,
            590000,
            590000,
            0,
            (),
        ),
    ),
    flags=(
        Flag(
            "waived",
            "You go without this: battery power for the server. "
            "In a power cut, quotes being written at that moment are lost.",
            "battery",
        ),
        Flag("assumption", "You told us of 11,000 customer records; we have not counted them.", None, "records"),
        Flag("advice", "Keep the old system readable for a year.", None),
    ),
    questions=(),
    questions_say="No more questions: nothing you answer now changes it.",
    cost=Cost(
        "EUR",
        36,
        CostRange(668000, 740000, 668000, 822000),
        CostRange(81000, 81000, 81000, 81000),
        CostRange(3584000, 3656000, 3584000, 3738000),
    ),
    holds_while=(
        HoldsWhile(
            "users", 20, 50, "64 GB", "At most 50 people are at work at once; from 51 on the server needs 64 GB."
        ),
    ),
    worlds=Worlds(22, 22),
    conflict=(),
    certificate=None,
)

QUESTION = Question(
    "server_memory",
    (),
    "Has the server 23 GB or more?",
    "",
    "",
    (
        AnswerEffect("yes", 23, (), Span(0, 0), "no server memory: at most €7,580"),
        AnswerEffect("no", 8, (), Span(0, 0), "the memory for €640"),
    ),
    Narrows(1.5, 64000),
)
NOTHING = Cost("EUR", 36, CostRange(0, 0, 0, 0), CostRange(0, 0, 0, 0), CostRange(0, 0, 0, 0))
LETTER = replace(RECOMMENDATION, lines=(), left_out=(), flags=(), wants=(), holds_while=(), cost=NOTHING)


def text_of(pdf: bytes, folder: Path, *options: str) -> str:
    """The text of a PDF as poppler reads it: spaces single, no-break characters plain, breaks inside words taken out."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed, so the text of the PDF cannot be read back.")
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    read = subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, check=True).stdout.decode()
    return plain(read)


def plain(text: str) -> str:
    text = text.replace("\u2011", "-").replace("\u200b", "").replace("\u2060", "").replace("\u00ad", "")
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u2010", "-").split())


def printed(
    tmp_path: Path, recommendation: Recommendation = RECOMMENDATION, case: Case = CASE, pack: Pack = PACK
) -> str:
    return text_of(printed_pdf(pack, case, recommendation), tmp_path)


def test_every_line_its_reason_and_every_total_stand_on_the_paper(tmp_path: Path) -> None:
    text = printed(tmp_path)
    for entry in RECOMMENDATION.lines:
        assert plain(PACK.offerings[entry.offering].name) in text
        assert plain(entry.reasons[0].says) in text
    for wanted in ("12 to 22 × PC memory", "0 or 1 × server memory", "30 × CRM suite, seats"):
        assert wanted in text
    cost = RECOMMENDATION.cost
    for cents in (cost.once.from_, cost.once.to, cost.monthly.firm, cost.total.from_, cost.total.to):
        assert cents is not None and plain(say_money(cents, "EUR")) in text


def test_the_total_is_said_from_to_and_no_column_of_most_is_added_up(tmp_path: Path) -> None:
    data = paper_data(PACK, CASE, RECOMMENDATION)
    assert data["plan"]["together"]["money"] == [say_money(668000, "EUR"), "", say_money(81000, "EUR")]
    assert data["plan"]["totals"] == [
        {"label": "In all, once", "money": f"from {say_money(668000, 'EUR')} to {say_money(822000, 'EUR')}"},
        {"label": "In all, a month", "money": say_money(81000, "EUR")},
        {
            "label": "In all, over 36 months",
            "money": f"from {say_money(3584000, 'EUR')} to {say_money(3738000, 'EUR')}",
        },
    ]


def test_where_nothing_is_open_there_is_one_column_for_once() -> None:
    sure = replace(
        RECOMMENDATION,
        verdict="proceed",
        lines=tuple(entry for entry in LINES if entry.quantity.firm == entry.quantity.up_to),
    )
    assert paper_data(PACK, CASE, sure)["plan"]["columns"] == ["Once", "A month"]
    assert paper_data(PACK, CASE, RECOMMENDATION)["plan"]["columns"] == ["Once, firm", "Once, at most", "A month"]


def test_a_price_without_an_upper_end_says_so() -> None:
    endless = replace(RECOMMENDATION, cost=replace(RECOMMENDATION.cost, total=CostRange(100, None, 100, None)))
    assert (
        paper_data(PACK, CASE, endless)["plan"]["totals"][-1]["money"]
        == f"from {say_money(100, 'EUR')}; no upper end is known yet"
    )


def test_stages_stand_in_order_with_their_dates_and_checks_apart() -> None:
    stages = paper_data(PACK, CASE, RECOMMENDATION)["plan"]["stages"]
    assert [stage["title"] for stage in stages] == ["1 Assess", "2 Prepare", "3 Deliver"]
    dates = ["24 November to 1 December 2026", "5 to 15 December 2026", "from 11 January 2027"]
    assert [plain(stage["when"]) for stage in stages] == dates
    assert [len(stage["lines"]) for stage in stages] == [1, 3, 3]


def test_stages_are_numbered_by_what_exists() -> None:
    without_checks = replace(RECOMMENDATION, lines=LINES[1:])
    titles = [stage["title"] for stage in paper_data(PACK, CASE, without_checks)["plan"]["stages"]]
    assert titles == ["1 Prepare", "2 Deliver"]
    only_last = replace(RECOMMENDATION, verdict="proceed", lines=LINES[4:6])
    assert [stage["title"] for stage in paper_data(PACK, CASE, only_last)["plan"]["stages"]] == ["Deliver"]


def test_tags_say_what_became_of_each_want() -> None:
    stages = paper_data(PACK, CASE, RECOMMENDATION)["plan"]["stages"]
    tags = [entry["tags"] for stage in stages for entry in stage["lines"]]
    assert tags == [
        ["added"],
        ["added"],
        ["added"],
        ["added", "you do this yourselves"],
        ["fewer than asked"],
        ["added"],
        ["your choice"],
    ]


def test_what_the_customer_does_bears_no_price_of_ours() -> None:
    entry = paper_data(PACK, CASE, RECOMMENDATION)["plan"]["stages"][1]["lines"][2]
    assert entry["money"] == ["–", "–", "–"]
    assert entry["small"] == [f"Counted as {say_money(24000, 'EUR')} of your own time; not in our prices."]


def test_what_is_not_known_is_listed_with_how_it_is_found_out_and_what_it_changes() -> None:
    checks = paper_data(PACK, CASE, RECOMMENDATION)["checks"]
    assert [check["what"] for check in checks] == ["How much memory have the PCs?", "How much memory has the server?"]
    assert checks[0]["where"] == "front desk (10)"
    assert (checks[0]["how"], plain(checks[0]["when"])) == (
        "PC and server assessment",
        "24 November to 1 December 2026",
    )
    assert checks[0]["changes"] == [f"PC memory, to 8 GB: {say_money(108000, 'EUR')} to {say_money(198000, 'EUR')}"]


def test_open_questions_make_it_a_draft_that_nobody_signs(tmp_path: Path) -> None:
    draft = replace(RECOMMENDATION, questions=(QUESTION, replace(QUESTION, fact="users")))
    text = printed(tmp_path, draft)
    assert "Draft: 2 questions open" in text
    assert "For Harbour Dental Supplies, date" not in text
    assert "no server memory: at most €7,580" in text
    assert "Draft" not in printed(tmp_path)
    assert "Draft: 1 question open" in printed(tmp_path, replace(draft, questions=(QUESTION,)))


def test_decisions_against_our_advice_are_signed_and_without_them_there_is_no_such_signature(tmp_path: Path) -> None:
    text = printed(tmp_path)
    assert (
        "You have round-the-clock support because you decided so: €180 a month more than you need. Nobody works" in text
    )
    assert "You go without this: battery power for the server. In a power cut" in text
    assert "In a power cut, quotes being written at that moment are lost." in text
    assert "Read and decided, for Harbour Dental Supplies" in text
    none = replace(RECOMMENDATION, flags=(), wants=(), lines=LINES[:3])
    assert "Read and decided" not in printed(tmp_path, none)


def test_the_order_is_what_can_be_ordered_now(tmp_path: Path) -> None:
    assert "You order now: 1 × PC and server assessment (€1,450" in printed(tmp_path)
    all_now = tuple(replace(entry, order_now=entry.quantity.firm) for entry in LINES[4:6])
    assert "You order everything above:" in printed(tmp_path, replace(RECOMMENDATION, verdict="proceed", lines=all_now))


REFUSED = replace(
    LETTER,
    verdict="not_us",
    summary="We do not mend fax machines. A mail service prints and sends your letters.",
    wants=(WantAnswer("crm", None, 1, "declined", 0, "We do not mend fax machines.", ("no_fax",)),),
    flags=(
        Flag(
            "decline",
            "We do not mend fax machines. A mail service prints and sends your letters.",
            "no_fax",
            None,
            "crm",
            "A mail service prints and sends your letters.",
        ),
    ),
)


@pytest.mark.parametrize(
    ("verdict", "title"),
    [("not_us", "What we advise instead"), ("not_yet", "Not yet"), ("nothing_needed", "You need nothing new")],
)
def test_a_letter_without_lines_says_why_and_asks_for_no_signature(verdict: Any, title: str, tmp_path: Path) -> None:
    text = printed(tmp_path, replace(REFUSED, verdict=verdict))
    assert title in text and "We do not mend fax machines." in text
    assert "If you agree" not in text and "What we recommend" not in text
    assert "Page 1 of 1" in text


def test_a_refusal_says_the_exact_reason_once_and_names_the_better_direction(tmp_path: Path) -> None:
    letter = paper_data(PACK, CASE, REFUSED)["letter"]
    assert letter == {
        "why_head": "Why we do not do this",
        "why": [{"head": "CRM suite, seats", "says": "We do not mend fax machines."}],
        "instead_head": "What you can do instead",
        "instead": [{"head": "", "says": "A mail service prints and sends your letters."}],
    }
    text = printed(tmp_path, REFUSED)
    assert "Why we do not do this – CRM suite, seats. We do not mend fax machines." in text
    assert "What you can do instead – A mail service prints and sends your letters." in text


def test_where_nothing_better_is_known_the_advice_is_to_buy_nothing() -> None:
    (flag,) = REFUSED.flags
    alone = replace(REFUSED, flags=(replace(flag, says="We do not mend fax machines.", instead=""),))
    letter = paper_data(PACK, CASE, alone)["letter"]
    assert letter["instead_head"] == "Our advice"
    assert letter["instead"][0]["says"].endswith("so please do not buy anything from us for it.")


def test_several_refusals_keep_their_reasons_and_directions_apart() -> None:
    wants = tuple(WantAnswer(id, None, 1, "declined", 0, "No.", ()) for id in ("crm", "training"))
    flags = tuple(
        Flag("decline", f"{n} Go {n}", None, None, id, f"Go {n}") for id, n in (("crm", "A."), ("training", "B."))
    )
    letter = paper_data(PACK, CASE, replace(REFUSED, wants=wants, flags=flags))["letter"]
    assert [part["says"] for part in letter["why"]] == ["A.", "B."]
    assert letter["instead"] == [
        {"head": "CRM suite, seats", "says": "Go A."},
        {"head": "data transfer and training day", "says": "Go B."},
    ]


def test_where_nothing_is_needed_the_paper_says_what_is_there_and_how_long_it_will_do(tmp_path: Path) -> None:
    enough = replace(
        LETTER,
        verdict="nothing_needed",
        summary="You already have it.",
        already=("One number takes 20 faxes an hour.", "Nobody waits."),
        holds_while=RECOMMENDATION.holds_while,
        left_out=(LeftOut("second_server", None, "Nobody waits.", 1, 590000, 590000, 0, ()),),
    )
    data = paper_data(PACK, CASE, enough)
    assert [part["says"] for part in data["letter"]["why"]] == ["One number takes 20 faxes an hour.", "Nobody waits."]
    assert data["holds_head"] == "How long it will do"
    assert data["left_out"] == [{"name": "1\u00a0× second server", "says": "", "keep": say_money(590000, "EUR")}]
    text = printed(tmp_path, enough)
    assert "Why nothing is needed – One number takes 20 faxes an hour. – Nobody waits." in text
    assert "from 51 on the server needs 64 GB." in text


def test_a_result_that_budget_or_date_leaves_out_says_so_beside_the_result(tmp_path: Path) -> None:
    missed = replace(RECOMMENDATION, flags=(Flag("dropped_outcome", "Not within.", None, "no_lost_orders"),))
    reach = paper_data(PACK, CASE, missed)["reach"]
    assert [result["missed"] for result in reach] == ["", "Not within your budget by 31\u00a0January\u00a02027."]
    assert "Not within your budget by 31 January 2027." in printed(tmp_path, missed)


def test_a_conflict_is_printed_with_what_giving_up_would_allow(tmp_path: Path) -> None:
    parts = (ConflictPart("budget", "once", "€1,000 at most.", "Without this limit: everything."),)
    text = printed(tmp_path, replace(LETTER, verdict="not_yet", conflict=parts))
    assert "€1,000 at most. Without this limit: everything." in text


def test_sample_prices_are_called_so_and_others_are_not(tmp_path: Path) -> None:
    assert "The prices are a sample price list." in printed(tmp_path)
    assert "sample" not in printed(tmp_path, pack=replace(PACK, sample_prices=False))


def test_the_same_case_gives_the_same_bytes() -> None:
    assert printed_pdf(PACK, CASE, RECOMMENDATION) == printed_pdf(PACK, CASE, RECOMMENDATION)
    assert printed_pdf(PACK, CASE, RECOMMENDATION) != printed_pdf(
        PACK, replace(CASE, date=date(2026, 11, 22)), RECOMMENDATION
    )


@pytest.mark.parametrize(("paper", "box"), [("a4", (595, 841)), ("us-letter", (612, 792))])
def test_it_is_set_on_a4_and_on_letter(paper: Any, box: tuple[int, int]) -> None:
    pdf = printed_pdf(PACK, CASE, RECOMMENDATION, paper)
    width, height = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf).groups()  # type: ignore[union-attr]
    assert (int(float(width)), int(float(height))) == box


def test_it_declares_the_archive_and_the_accessibility_standard_and_embeds_its_fonts() -> None:
    pdf = printed_pdf(PACK, CASE, RECOMMENDATION)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf and b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"Our recommendation for Harbour Dental Supplies" in pdf
    descriptors = re.findall(rb"/Type/FontDescriptor\b.*?>>", pdf, re.DOTALL)
    assert len(descriptors) >= 3 and all(b"/FontFile" in descriptor for descriptor in descriptors)


def test_every_font_file_has_its_licence_beside_it() -> None:
    for font in FONTS.glob("*.ttf"):
        family = font.stem.split("-")[0].replace("DejaVuSans", "DejaVu")
        assert (FONTS / f"LICENSE-{family}.txt").exists(), f"{font.name} lies there without LICENSE-{family}.txt"


HOSTILE = [
    '=HYPERLINK("http://example.org","x")',
    "<script>alert(1)</script>",
    '#panic("x")',
    '#read("/etc/passwd")',
    "*bold* _it_ $x^2$ @ref <label> `raw` // no comment /* nor this */ \\ #let",
    "]]}} #{ [ ( \\u{41} {users} %s ${HOME}",
    "= Heading",
    "../../x",
    "- list",
    "\"quoted\" 'single'",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_text_like_markup_is_printed_as_it_was_written(words: str, tmp_path: Path) -> None:
    case = replace(
        CASE,
        words=words,
        customer=Customer(words, words, words),
        outcomes=(NamedOutcome("faster_quotes", words, words, words),),
    )
    assert printed(tmp_path, case=case).count(plain(words)) >= 3


@pytest.mark.parametrize(
    "words",
    [
        "x" * 5000,
        "wide words " * 1000,
        "שלום עולם \u200f12 €",
        "شركة الميناء لطب الأسنان",
        "港湾歯科用品株式会社",
        "🙂👩‍👩‍👧🇩🇪",
        "".join(map(chr, range(160))),
        "\ud800 lone \udfff",
        "\u202eevitcefer\u202c \u2066x\u2069 \ufeff\ufffe\ue000\U000e0001\U0010ffff",
        "á̂̃̄̅" * 50,
        "क्षि ไทย 한국어 ʼn ﬁ",
        "\n" * 3000,
        "   ",
        "אֳ́׃ اّ́ ‍‍ ️ x️",
    ],
    ids=[
        "one_long_word",
        "long",
        "hebrew",
        "arabic",
        "japanese",
        "emoji",
        "controls",
        "surrogates",
        "overrides",
        "marks",
        "scripts",
        "lines",
        "blank",
        "mixed",
    ],
)
def test_there_is_always_a_paper(words: str, tmp_path: Path) -> None:
    case = replace(
        CASE, words=words, customer=Customer(words, words, words), wants=(replace(CASE.wants[0], why=words),)
    )
    recommendation = replace(RECOMMENDATION, summary=words, questions=(replace(QUESTION, asks=words),))
    pdf = printed_pdf(PACK, case, recommendation)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert "Together, firm" in text_of(pdf, tmp_path)


def test_what_no_font_can_show_is_a_visible_box_and_nothing_else_is_lost() -> None:
    assert printable("Anna 港 Ltd") == f"Anna {BOX} Ltd"
    assert printable("שלום, żółć, Ωμέγα, Жук, €1 − 2") == "שלום, żółć, Ωμέγα, Жук, €1 − 2"
    assert printable("a\x00b\u202ec") == f"a{BOX}b{BOX}c"
    assert printable({"k": ["é\r\nx\ty"]}) == {"k": ["é\nx y"]}


def test_the_template_is_given_data_and_never_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Mapping[str, Any]] = []

    def watch(source: Path, **options: Any) -> bytes:
        seen.append({"source": source, **options})
        return b"%PDF"

    monkeypatch.setattr("advisor.printing.paper.typst.compile", watch)
    printed_pdf(PACK, replace(CASE, words="#panic()"), RECOMMENDATION)
    (call,) = seen
    assert isinstance(call["source"], Path) and "#panic()" not in call["source"].read_text()
    assert call["root"] == call["source"].parent
    template = call["source"].read_text()
    assert "eval" not in template and 'mode: "markup"' not in template
    assert list(call["sys_inputs"]) == ["data"]


def test_words_too_long_for_the_first_page_are_printed_in_full_at_the_end(tmp_path: Path) -> None:
    words = " ".join(f"word{i}" for i in range(900))
    text = printed(tmp_path, case=replace(CASE, words=words))
    assert "Your words in full are at the end." in text
    assert "word899" in text
    assert "Your words in full" not in printed(tmp_path)


def test_forty_lines_are_all_there_and_the_head_of_the_table_stands_on_every_page(tmp_path: Path) -> None:
    many = by_id(*(offering(f"part_{i}", f"part number {i} of the delivery", once=100 * i) for i in range(40)))
    lines = tuple(
        replace(LINES[4], offering=name, asked=0, phase=1 + i // 30, once=span(100 * i), monthly=span(0))
        for i, name in enumerate(many)
    )
    pack = replace(PACK, offerings={**PACK.offerings, **many})
    text = printed(tmp_path, replace(RECOMMENDATION, lines=(*LINES[:3], *lines)), pack=pack)
    for name in many:
        assert many[name].name in text
    assert text.count("Once, firm") >= 3


def test_should_the_standards_refuse_a_text_it_is_set_again_with_plain_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def refuse_hebrew(source: Path, **options: Any) -> bytes:
        tries.append(json.loads(options["sys_inputs"]["data"])["customer"])
        if len(tries) == 1:
            raise typst.TypstError("refused", "refused")
        return b"%PDF"

    monkeypatch.setattr("advisor.printing.paper.typst.compile", refuse_hebrew)
    assert printed_pdf(PACK, replace(CASE, customer=Customer("שלום é")), RECOMMENDATION) == b"%PDF"
    assert tries == ["שלום é", f"{BOX * 4} é"]


def test_every_line_leads_back_to_the_result_that_it_is_for() -> None:
    """The training is asked for nothing, but it comes before the CRM, which serves the first result."""
    lines = tuple(
        replace(entry, needed_by=("crm",)) if entry.offering == "training" else replace(entry, needed_by=())
        for entry in LINES
    )
    stages = paper_data(PACK, CASE, replace(RECOMMENDATION, lines=lines))["plan"]["stages"]
    serves = {entry["name"].partition("× ")[2]: entry["serves"] for stage in stages for entry in stage["lines"]}
    assert serves["CRM suite, seats"] == "for result 1"
    assert serves["data transfer and training day"] == "for result 1"
    assert serves["round-the-clock support"] == ""  # it was asked for without a result
    one_result = paper_data(PACK, replace(CASE, outcomes=CASE.outcomes[:1]), RECOMMENDATION)["plan"]["stages"]
    assert {entry["serves"] for stage in one_result for entry in stage["lines"]} == {""}


def test_without_a_monthly_price_there_is_no_column_and_no_total_for_it() -> None:
    once = replace(RECOMMENDATION, lines=LINES[:3], cost=replace(RECOMMENDATION.cost, monthly=CostRange(0, 0, 0, 0)))
    plan = paper_data(PACK, CASE, once)["plan"]
    assert plan["columns"] == ["Once, firm", "Once, at most"]
    assert [len(entry["money"]) for stage in plan["stages"] for entry in stage["lines"]] == [2, 2, 2]
    assert plan["together"]["money"] == [say_money(668000, "EUR"), ""]
    assert [total["label"] for total in plan["totals"]] == ["In all"]


def test_what_several_reasons_are_about_is_said_once() -> None:
    reasons = tuple(
        replace(LINES[1].reasons[0], says=says)
        for says in ("Office (12 PCs): 4 GB, and 8 are needed.", "Office (12 PCs): the disk is full.", "Nobody knows.")
    )
    entry = replace(LINES[1], reasons=reasons)
    stages = paper_data(PACK, CASE, replace(RECOMMENDATION, lines=(entry,)))["plan"]["stages"]
    assert stages[0]["lines"][0]["reason"] == "Office (12 PCs): 4 GB, and 8 are needed. The disk is full. Nobody knows."
    assert stages[0]["lines"][0]["small"] == []  # the rows stand in the reason


def test_where_lines_of_the_last_stage_begin_apart_it_says_from_when_to_when() -> None:
    apart = (LINES[4], replace(LINES[5], start_day=61))
    stages = paper_data(PACK, CASE, replace(RECOMMENDATION, lines=apart))["plan"]["stages"]
    assert plain(stages[0]["when"]) == "11 to 21 January 2027"


def test_the_seller_is_named_once_and_sample_prices_are_called_so_once(tmp_path: Path) -> None:
    seller = replace(PACK.seller, letterhead="Meridian Systems, 14 Quay Street, Bristol")
    pack = replace(PACK, seller=seller, tax_note="Sample prices, without VAT")
    data = paper_data(pack, CASE, RECOMMENDATION)
    assert data["letterhead"] == ["14 Quay Street, Bristol"]
    assert plain(data["footer"][-1]) == "sample prices of 1 November 2026, without VAT"


def test_a_rule_that_cannot_be_waived_is_no_decision_of_the_customer() -> None:
    rules = {**PACK.rules, "battery": replace(PACK.rules["battery"], strength="must")}
    says = "“Battery power for the server” cannot be waived: nothing works without it."
    asked = replace(RECOMMENDATION, flags=(Flag("waived", says, "battery"),), wants=(), lines=LINES[:3])
    data = paper_data(replace(PACK, rules=rules), CASE, asked)
    assert (data["decided"], data["notes"]) == ([], [says])


def test_each_result_of_a_check_says_the_lines_and_the_price_that_it_leads_to() -> None:
    alike = (LineRange("crm", 30, 30),)
    finding = replace(
        QUESTION,
        answers=(
            AnswerEffect("23 GB or more", 23, alike, Span(3484000, 3556000), ""),
            AnswerEffect(
                "less than 23 GB", 8, (*alike, LineRange("server_memory_32", 1, 1)), Span(3548000, 3548000), ""
            ),
        ),
    )
    checks = paper_data(PACK, CASE, replace(RECOMMENDATION, findings=(finding,)))["checks"]
    (found,) = (check for check in checks if check["what"] == "How much memory has the server?")
    assert [plain(change) for change in found["changes"]] == [
        "23 GB or more: no server memory, 32 GB, in all €34,840 to €35,560.",
        "Less than 23 GB: 1 × server memory, 32 GB, in all €35,480.",
    ]


def test_what_a_result_would_still_cost_stands_beside_it() -> None:
    missed = replace(
        RECOMMENDATION,
        flags=(Flag("dropped_outcome", "Not within.", None, "no_lost_orders"),),
        next_sums=(NextSum("no_lost_orders", 590000, 0, "With €5,900 more, also that."),),
    )
    reach = paper_data(PACK, CASE, missed)["reach"]
    assert plain(reach[1]["missed"]) == "Not within your budget by 31 January 2027; €5,900 more would do it."


def verdict_expected(path: Path) -> str:
    found = re.search(r"verdict: (\w+)", path.read_text("utf-8"))
    return found.group(1) if found else ""


@pytest.mark.parametrize("path", [path for path in CASES if verdict_expected(path) == "not_us"], ids=name_of)
def test_a_refusal_is_a_letter_of_one_page_with_its_reason_and_a_direction(
    path: Path, sampled: Sampled, tmp_path: Path
) -> None:
    pack, case, recommendation = sampled.pack_of(path), sampled.case_of(path), sampled.recommendation_of(path)
    letter = paper_data(pack, case, recommendation)["letter"]
    assert letter["why"] and letter["instead"]
    text = text_of(printed_pdf(pack, case, recommendation), tmp_path)
    assert "Page 1 of 1" in text
    for part in (*letter["why"], *letter["instead"]):
        assert text.count(plain(part["says"])) >= 1
