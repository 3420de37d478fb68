"""The right side of the page as texts: every sample case has one, and it says what the recommendation holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.calling.call import call_of
from advisor.calling.call_packs import load, sample_cases
from advisor.calling.call_questions import next_question
from advisor.calling.call_request_view import request_view
from advisor.calling.call_view import CallView, call_view
from advisor.case import Case
from advisor.engine.recommend import recommend
from advisor.loading.load import load_pack
from advisor.loading.load_case import load_case
from advisor.pack import Pack
from advisor.recommendation import Recommendation
from tests.sampled import Sampled

BEGINS = ("You want ", "You asked for ")


def seen(pack: Pack, case: Case, found: Recommendation | None = None) -> tuple[Recommendation, CallView]:
    found = recommend(pack, case) if found is None else found
    next_question(pack, found)
    request_view(pack, call_of(pack, case))
    return found, call_view(pack, case, found)


@pytest.mark.slow
def test_every_sample_case_is_shown_whole(project: Path, sampled: Sampled) -> None:
    pack = load(project, "software_rollout").pack
    assert pack is not None
    for case in sample_cases(project, pack):
        found, view = seen(pack, case, sampled.recommend(pack, case))
        shown = [line for stage in view.stages for line in stage.lines]
        assert len(shown) <= len(found.lines), case.customer.reference
        assert len({line.key for line in shown}) == len(shown)
        assert all(line.reason and line.name for line in shown), case.customer.reference
        ends = [(line.key, line.chain[:1]) for line in shown if not "".join(line.chain[:1]).startswith(BEGINS)]
        assert ends == [], f"{case.customer.reference}: lines that lead back to no result and no wish"
        wanted = {want.offering for want in found.wants if want.offering}
        told = {line.key.removeprefix("left_").removeprefix("want_") for _, lines in view.asked for line in lines}
        assert wanted <= told | {line.key for line in shown}, case.customer.reference


@pytest.fixture(scope="module")
def story(project: Path) -> tuple[Pack, Case]:
    pack = load(project, "software_rollout").pack
    assert pack is not None
    return pack, next(case for case in sample_cases(project, pack) if case.customer.reference == "EX-114")


def test_the_story_reads_as_it_is_told(story: tuple[Pack, Case]) -> None:
    found, view = seen(*story)
    assert view.headline.startswith(":orange-badge[:material/search: Check first] “")
    assert [(price.label, price.value) for price in view.prices] == [
        ("Once, firm", "€5,680"),
        ("Once, at most", "€7,220"),
        ("A month", "€810"),
    ]
    lines = {line.key: line for stage in view.stages for line in stage.lines}
    assert lines["pc_memory_8"].name == "**12 to 22\N{NO-BREAK SPACE}× PC memory, to 8 GB**"
    assert lines["pc_memory_8"].price == "**€1,080** to €1,980"
    assert lines["server_memory_32"].price == "**€0** to €640"
    assert lines["crm_suite"].price == "**€1,800** + **€630** a\N{NO-BREAK SPACE}month"
    badges = {key: [one.text for one in line.badges] for key, line in lines.items()}
    assert (badges["crm_suite"], badges["night_support"], badges["pc_memory_8"]) == (
        ["fewer than asked"],
        ["your choice"],
        ["added"],
    )
    assert [re.sub(r" · :gray.*", "", stage.title) for stage in view.stages] == [
        "1 · Assess",
        "2 · Prepare",
        "3 · Deliver",
    ]
    (title, asked), *_ = view.asked
    assert title == "You asked for it, you do not need it"
    assert [(line.name, line.price) for line in asked] == [
        ("10 of 40 × CRM suite, seats", ":green[saves €600 and €210 a\N{NO-BREAK SPACE}month]"),
        ("Second server that takes over", ":green[saves €5,900]"),
    ]
    assert found.certificate is not None and view.proof == found.certificate.says


def test_the_chain_leads_from_the_wish_to_the_answer(story: tuple[Pack, Case]) -> None:
    _, view = seen(*story)
    chain = next(line.chain for stage in view.stages for line in stage.lines if line.key == "server_memory_32")
    assert chain[0] == (
        "You want **quotes out the same day** (days to a quote: 2 today, 0 wanted) — *“a competitor has it”*"
    )
    assert any(step.startswith("The CRM needs memory on the customer's own server — ") for step in chain)
    assert any(step.endswith("**30\N{NO-BREAK SPACE}people** — your answer") for step in chain)


def test_where_nothing_is_open_there_is_one_price_for_once(project: Path) -> None:
    pack = load(project, "software_rollout").pack
    assert pack is not None
    case = next(case for case in sample_cases(project, pack) if case.customer.reference == "EX-201")
    _, view = seen(pack, case)
    assert [price.label for price in view.prices] == ["Once", "A month"]


@pytest.mark.parametrize(("name", "verdict"), [("a_bought_list", "not_us"), ("no_fax_any_more", "nothing_needed")])
def test_where_nothing_is_recommended_nothing_is_said_to_be_checked(project: Path, name: str, verdict: str) -> None:
    path = project / "data" / "print_marketing" / "cases" / f"{name}.yaml"
    pack = load_pack(project, "print_marketing")
    found, view = seen(pack, load_case(path, pack))
    assert found.verdict == verdict
    assert (view.recommends, view.proof != "") == ((verdict == "nothing_needed"),) * 2
