"""The verifier, held against recommendations written from the judge's exhaustive search: it accepts them, and nothing else."""

from __future__ import annotations

import copy
from ast import ImportFrom, parse, walk
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from advisor.case import Answer, Budget, Case, Want
from advisor.engine.recommend import recommend
from advisor.pack import ASSESSMENT, CUSTOMER_TASK, AtMost, Know, NotTogether, Offering, Pack
from advisor.values import UNKNOWN, Special
from advisor.verifying.verify import Verification, verify
from benchmarks.packs import DAY, HERE, Draft, number_fact, yes_no_fact
from tests.judge import Judgement, judge
from tests.judge_plans import money
from tests.random_packs import random_pack
from tests.small import RESULT, Small
from tests.test_judge import NOTHING_SAID, a_case_of_pcs, a_draft, a_draft_of_one_or_the_other, a_draft_of_pcs

Written = dict[str, Any]


def plain(value: Any) -> Any:
    """A value as contract 2 writes it."""
    if isinstance(value, Special):
        return value.value
    if isinstance(value, tuple):
        return [{name: plain(cell) for name, cell in row.items()} for row in value]
    if isinstance(value, Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def written(pack: Pack, case: Case, judgement: Judgement) -> Written:
    """The parts of contract 2 that can be verified, from what the judge found."""
    weights = [weight for weight, _ in judgement.worlds]
    likely_world = weights.index(max(weights))
    likely = judgement.plans[likely_world]
    asked = {want.offering: 0 for want in case.wants}
    for want in case.wants:
        asked[want.offering] += want.quantity
    lines: list[Written] = []
    checks = (*judgement.demanded, *judgement.checks)
    for name, offering in pack.offerings.items():
        once = pack.offerings[name].least
        quantity: dict[str, int | None] = dict.fromkeys(("firm", "likely", "up_to", "cover"), once)
        if name not in checks:
            quantity = {
                "firm": judgement.firm.get(name, 0),
                "likely": None if likely is None else likely.get(name, 0),
                "up_to": judgement.up_to.get(name, 0),
                "cover": None if judgement.cover is None else judgement.cover.get(name, 0),
            }
        if not any(quantity.values()):
            continue
        paid = {end: (None, None) if n is None else money(case, offering, n) for end, n in quantity.items()}
        lines.append({
            "offering": name, "role": "check" if name in checks else "solution", "quantity": quantity, "order_now": 0,
            "asked": asked.get(name, 0), "once": {end: p[0] for end, p in paid.items()}, "monthly": {end: p[1] for end, p in paid.items()},
        })  # fmt: skip
    cost: Written = {
        "currency": pack.currency,
        "horizon_months": pack.horizon_months,
        "once": {},
        "monthly": {},
        "total": {},
    }
    ours = [line for line in lines if pack.offerings[str(line["offering"])].kind != CUSTOMER_TASK]
    for part in ("once", "monthly"):
        cost[part] = {end: sum(line[part][end] or 0 for line in ours) for end in ("firm", "likely")}
        cost[part] |= {"from": 0, "to": None}
    cost["total"] = {end: cost["once"][end] + cost["monthly"][end] * pack.horizon_months for end in ("firm", "likely")}
    cost["total"] |= {"from": judgement.cost_from, "to": judgement.cost_to}
    if likely is None:
        for part in ("once", "monthly", "total"):
            cost[part]["likely"] = None
    price = sum(
        m[0] + m[1] * pack.horizon_months
        for n, q in (likely or {}).items()
        for m in [money(case, pack.offerings[n], q)]
    )
    demanded_by = [rule.id for rule in pack.live_rules if isinstance(rule.effect, Know)]
    worth = None if judgement.worth is None else int(judgement.worth)
    certificate = {
        "world": {n: plain(v) for n, v in judgement.worlds[likely_world][1].items() if n in pack.facts},
        "price": price, "bound": price, "proven": True,
        "checks": [{"offering": c, "worth": None if c in judgement.demanded else worth,
                    "demanded_by": demanded_by if c in judgement.demanded else []} for c in checks],
    }  # fmt: skip
    return {
        "verdict": judgement.verdict, "pack": {"name": pack.id, "version": pack.version}, "date": case.date.isoformat(),
        "lines": lines, "flags": [], "cost": cost, "certificate": certificate,
    }  # fmt: skip


def judged_and_written(pack: Pack, case: Case) -> Written:
    return written(pack, case, judge(pack, case))


def verified(draft: Draft, case: Case, **changes: Any) -> Verification:
    pack = draft.pack("1")
    return verify(pack, case, {**judged_and_written(pack, case), **changes})


def tampered(pack: Pack, recommendation: Written) -> Iterator[tuple[str, Written]]:
    """Every line with one of its four quantities one step up or down, and every line left out."""
    for place, line in enumerate(recommendation["lines"]):
        for end in ("firm", "likely", "up_to", "cover"):
            for shift in (-pack.offerings[line["offering"]].step, pack.offerings[line["offering"]].step):
                other = copy.deepcopy(recommendation)
                quantity = other["lines"][place]["quantity"]
                quantity[end] = (quantity[end] or 0) + shift
                yield f"{line['offering']} {end} {shift:+}", other
        other = copy.deepcopy(recommendation)
        del other["lines"][place]
        yield f"{line['offering']} left out", other


def with_right_money(pack: Pack, case: Case, recommendation: Written) -> Written:
    """The same quantities with every sum made to fit, so that only the rules can show what is wrong."""
    fitted = copy.deepcopy(recommendation)
    cost = fitted["cost"]
    sums = {(part, end): 0 for part in ("once", "monthly") for end in ("firm", "likely")}
    price = 0
    for line in fitted["lines"]:
        offering = pack.offerings[line["offering"]]
        for end, units in line["quantity"].items():
            line["once"][end], line["monthly"][end] = (None, None) if units is None else money(case, offering, units)
            if end in ("firm", "likely") and offering.kind != CUSTOMER_TASK:
                for part in ("once", "monthly"):
                    sums[part, end] += line[part][end] or 0
        if line["role"] == "solution":
            price += (line["once"]["likely"] or 0) + (line["monthly"]["likely"] or 0) * pack.horizon_months
    for (part, end), total in sums.items():
        cost[part][end] = None if cost[part][end] is None else total
    for end in ("firm", "likely"):
        total = sums["once", end] + sums["monthly", end] * pack.horizon_months
        cost["total"][end] = None if cost["total"][end] is None else total
    fitted["certificate"] |= {"price": price, "bound": price}
    return fitted


@pytest.mark.parametrize("seed", range(40))
def test_what_exhaustive_search_finds_in_a_known_world_is_accepted_and_every_change_of_a_line_refused(
    seed: int,
) -> None:
    pack, case = random_pack(seed)
    recommendation = judged_and_written(pack, case)
    assert verify(pack, case, recommendation).faults == ()
    for change, other in tampered(pack, recommendation):
        assert verify(pack, case, other).faults, change
        assert verify(pack, case, with_right_money(pack, case, other)).faults, f"{change}, with the money made to fit"


ENDLESS = 8  # so many worlds and plans that the judge takes as long for it as for all the others


@pytest.mark.parametrize("seed", [seed for seed in range(41) if seed != ENDLESS])
def test_what_exhaustive_search_finds_over_all_worlds_is_accepted_and_every_change_of_a_line_refused(seed: int) -> None:
    pack, case = random_pack(seed, unknown_facts=1 + seed % 3)
    recommendation = judged_and_written(pack, case)
    assert verify(pack, case, recommendation).faults == ()
    for change, other in tampered(pack, recommendation):
        assert verify(pack, case, other).faults, change
        assert verify(pack, case, with_right_money(pack, case, other)).faults, f"{change}, with the money made to fit"


def two_seats() -> tuple[Draft, Written]:
    draft = a_draft({"seat": {"seats": 1}, "pair": {"seats": 2}}, seat=100, pair=250)
    draft.add_rule(draft.needs("seats", 2))
    return draft, judged_and_written(draft.pack("1"), NOTHING_SAID)


def faults(draft: Draft, recommendation: Written, case: Case = NOTHING_SAID) -> tuple[str, ...]:
    pack = draft.pack("1")
    return verify(pack, case, with_right_money(pack, case, recommendation)).faults


def set_all(recommendation: Written, offering: str, units: int) -> Written:
    changed = copy.deepcopy(recommendation)
    for line in changed["lines"]:
        if line["offering"] == offering:
            line["quantity"] = dict.fromkeys(line["quantity"], units)
    changed["cost"]["total"] |= {"from": 0, "to": None}  # what the whole may cost is not what is looked at here
    return changed


def test_one_unit_too_few_is_called_incomplete_with_what_is_short() -> None:
    draft, recommendation = two_seats()
    assert faults(draft, set_all(recommendation, "seat", 1)) == (
        "The likely plan is not complete: of seats, 2 is needed and 1 is there.",
    )


def test_one_unit_too_many_is_called_excessive_with_what_can_be_taken_off() -> None:
    draft, recommendation = two_seats()
    assert faults(draft, set_all(recommendation, "seat", 3))[0] == (
        "The likely plan is excessive: 1 x seat can be taken off, and it is still complete."
    )


def test_a_plan_that_is_complete_and_lean_but_dearer_than_another_is_refused_with_the_cheaper_one() -> None:
    draft, recommendation = two_seats()
    recommendation["lines"][0] |= {"offering": "pair"}
    assert faults(draft, set_all(recommendation, "pair", 1))[0] == (
        "The likely plan costs 250 cents over the horizon; 2 x seat is complete for 200."
    )


def test_wrong_money_is_refused_with_the_right_sum() -> None:
    draft, recommendation = two_seats()
    recommendation["lines"][0]["once"]["firm"] = 199
    pack = draft.pack("1")
    assert verify(pack, NOTHING_SAID, recommendation).faults == (
        "seat, firm: 2 cost 200 once and 0 monthly (cents), not 199 once and 0 monthly.",
    )
    recommendation["lines"][0]["once"]["firm"] = 200
    recommendation["cost"]["once"]["likely"] = 201
    assert verify(pack, NOTHING_SAID, recommendation).faults == (
        "The likely cost (once) is 201; the lines add up to 200 (cents).",
    )


def test_a_broken_limit_and_a_conflict_are_named_with_their_rules() -> None:
    draft, recommendation = two_seats()
    draft.add_rule(AtMost((("seat", draft.amount(1)),)))
    assert faults(draft, recommendation)[0] == "The likely plan is not complete: the rule r002 allows at most 1 x seat."
    draft, recommendation = two_seats()
    draft.add_rule(draft.needs("seats", 1), when="asked(pair)")
    case = replace(NOTHING_SAID, wants=(Want("pair", 1, insists=True),))
    recommendation = judged_and_written(draft.pack("1"), case)
    assert faults(draft, recommendation, case) == ()
    draft.add_rule(NotTogether(("seat", "pair")))
    assert faults(draft, recommendation, case)[0] == "The likely plan is not complete: the rule r003 rules it out."


def test_an_insisted_want_that_is_missing_is_named() -> None:
    draft, recommendation = two_seats()
    case = replace(NOTHING_SAID, wants=(Want("seat", 3, insists=True),))
    recommendation["lines"][0]["asked"] = 3
    assert faults(draft, recommendation, case)[0] == (
        "The likely plan is not complete: 3 x seat must be in the plan: it is insisted on, chosen, or judged by no rule."
    )


def test_two_lines_that_need_each_other_and_nobody_needs_are_found_together() -> None:
    draft = a_draft({"left": {"of_left": 1}, "right": {"of_right": 1}}, left=0, right=0)
    draft.add_rule(draft.needs("of_right", 1), for_=("left",))
    draft.add_rule(draft.needs("of_left", 1), for_=("right",))
    recommendation = judged_and_written(draft.pack("1"), NOTHING_SAID)
    line = {
        "role": "solution",
        "quantity": dict.fromkeys(("firm", "likely", "up_to", "cover"), 1),
        "order_now": 0,
        "asked": 0,
    }
    money_of_line = {part: dict.fromkeys(("firm", "likely", "up_to", "cover"), 0) for part in ("once", "monthly")}
    recommendation["lines"] = [{"offering": name, **line, **copy.deepcopy(money_of_line)} for name in ("left", "right")]
    assert faults(draft, recommendation)[0] == (
        "The likely plan is excessive: 1 x left and 1 x right can be taken off, and it is still complete."
    )


def test_a_row_that_goes_short_is_named() -> None:
    draft, case = a_draft_of_pcs(), a_case_of_pcs((1, 8, "no"), (2, 4, "yes"))
    recommendation = judged_and_written(draft.pack("1"), case)
    assert faults(draft, recommendation, case) == ()
    assert faults(draft, set_all(recommendation, "disk", 1), case)[0] == (
        "The likely plan is not complete: pc 1 of pcs does not get what it needs."
    )


def test_a_world_that_the_case_rules_out_is_refused() -> None:
    draft = a_draft_of_one_or_the_other(300)
    recommendation = judged_and_written(draft.pack("1"), NOTHING_SAID)
    known = replace(NOTHING_SAID, answers={"old": Answer("no")})
    assert "The certificate's world has yes for old; the case says no." in faults(draft, recommendation, known)
    recommendation["certificate"]["world"] = {"old": "perhaps"}
    assert "The certificate's world has 'perhaps' for old, which is no answer to that question." in faults(
        draft, recommendation
    )


def test_firm_and_up_to_are_held_against_every_world_and_the_cover_plan_too() -> None:
    draft = a_draft_of_one_or_the_other(300)
    recommendation = judged_and_written(draft.pack("1"), NOTHING_SAID)
    assert faults(draft, recommendation) == ()
    other = copy.deepcopy(recommendation)
    other["lines"][1]["quantity"]["up_to"] = 0
    del other["lines"][1]
    assert "b: up to 0 are written; in the world that needs most it is 1." in faults(draft, other)
    other = copy.deepcopy(recommendation)
    other["lines"] = [line for line in other["lines"] if line["offering"] != "z"]
    for line in other["lines"]:
        line["quantity"]["cover"] = int(line["offering"] == "a")
    assert "The cover plan is not complete in every world: of cb, 1 is needed and 0 is there." in faults(draft, other)


def test_a_check_that_is_not_worth_it_is_refused_unless_a_rule_demands_it() -> None:
    draft = a_draft_of_one_or_the_other(299)
    pack = draft.pack("1")
    recommendation = judged_and_written(pack, NOTHING_SAID)
    assert [line["offering"] for line in recommendation["lines"] if line["role"] == "check"] == ["look"]
    assert verify(pack, NOTHING_SAID, recommendation).faults == ()
    recommendation["certificate"]["checks"][0]["worth"] = -1
    assert verify(pack, NOTHING_SAID, recommendation).faults == ("The check look is worth -1, and no rule demands it.",)
    draft.add_rule(Know(("old",)), for_=("b",))
    recommendation["certificate"]["checks"][0]["demanded_by"] = ["r003"]
    assert verify(draft.pack("1"), NOTHING_SAID, recommendation).faults == ()


def test_a_fact_that_must_be_known_and_that_no_check_looks_at_is_named() -> None:
    draft = a_draft({"seat": {"seats": 1}}, seat=100)
    draft.facts["fit"] = yes_no_fact("fit")
    draft.offerings["look"] = Offering("look", "look", ASSESSMENT, HERE, settles=("fit",))
    draft.add_rule(draft.needs("seats", 1))
    case = replace(NOTHING_SAID, answers={"fit": Answer("yes", sure=False)})
    recommendation = judged_and_written(draft.pack("1"), case)
    draft.add_rule(Know(("fit",)), for_=("seat",))
    assert faults(draft, recommendation, case) == (
        "The rule r002 wants fit to be known before, and no check looks at it.",
    )


def test_another_version_of_the_pack_and_another_day_are_refused() -> None:
    draft, recommendation = two_seats()
    later = replace(NOTHING_SAID, date=DAY.replace(day=22))
    assert verify(draft.pack("2"), later, recommendation).faults == (
        "The recommendation was made with version 1 of the pack; these files are version 2.",
        "The recommendation is of 2026-11-21; the case is of 2026-11-22.",
    )


@pytest.mark.parametrize(
    "recommendation",
    [{}, {"lines": None}, {"lines": [1]}, {"lines": [{"offering": "seat"}]}, {"lines": [{"offering": "none"}]},
     {"lines": [{"offering": "seat", "quantity": dict.fromkeys(("firm", "likely", "up_to", "cover"), -1), "order_now": 0,
                 "once": dict.fromkeys(("firm", "likely", "up_to", "cover")), "monthly": dict.fromkeys(("firm", "likely", "up_to", "cover"))}]}],
)  # fmt: skip
def test_what_is_no_recommendation_is_refused_with_a_sentence_and_never_a_traceback(
    recommendation: Mapping[str, Any],
) -> None:
    draft, _ = two_seats()
    assert verify(draft.pack("1"), NOTHING_SAID, recommendation).faults


def test_with_too_many_plans_to_look_at_the_answer_says_bound_not_checked() -> None:
    draft, recommendation = two_seats()
    verification = verify(draft.pack("1"), NOTHING_SAID, recommendation, states=1)
    assert verification.faults == ()
    assert "Bound not checked: more plans would have to be looked at than the verifier looks at." in verification.notes


def test_an_unknown_answer_that_nothing_reads_makes_no_difference() -> None:
    draft, _ = two_seats()
    draft.facts["idle"] = yes_no_fact("idle")
    case = replace(NOTHING_SAID, answers={"idle": Answer(UNKNOWN)})
    assert verified(draft, case).faults == ()


def test_a_named_world_is_held_against_firm_up_to_and_cover_too() -> None:
    draft = a_draft_of_one_or_the_other(300)
    pack = draft.pack("1")
    recommendation = judged_and_written(pack, NOTHING_SAID)
    for old in ("yes", "no"):
        assert verify(pack, NOTHING_SAID, recommendation, world={"old": old}).faults == ()
    assert verify(pack, NOTHING_SAID, recommendation, world={"old": 3}).faults == (
        "The world has 3 for old, which is no answer to that question.",
    )


def test_with_too_many_worlds_the_ends_are_looked_at_and_a_bound_that_does_not_hold_there_is_refused() -> None:
    draft = a_draft({"seat": {"seats": 1000}}, seat=100)
    draft.facts["people"] = number_fact("people", 1, 5000, typical=((900, 1),))
    draft.add_rule(draft.needs("seats", "people"))
    pack = draft.pack("1")
    case = replace(NOTHING_SAID, answers={"people": Answer(900)})
    recommendation = judged_and_written(pack, case)
    for up_to, accepted in ((5, True), (4, False)):
        other = copy.deepcopy(recommendation)
        other["lines"][0]["quantity"] |= {"up_to": up_to, "cover": 5}
        other["cost"]["total"]["to"] = 500
        verification = verify(pack, NOTHING_SAID, with_right_money(pack, NOTHING_SAID, other))
        assert verification.accepted is accepted
        assert verification.notes[-1] == (
            "There are too many worlds to look at each; firm, up to and cover were held against 3 of them."
        )
    assert "seat: up to 4 are written; in the world that needs most it is 5." in verification.faults


def test_where_not_all_worlds_were_looked_at_up_to_may_be_open_and_firm_must_still_hold() -> None:
    draft = a_draft_of_one_or_the_other(300)
    pack = draft.pack("1")
    recommendation = judged_and_written(pack, NOTHING_SAID)
    for line in recommendation["lines"]:
        line["quantity"]["up_to"] = line["once"]["up_to"] = line["monthly"]["up_to"] = None
    assert verify(pack, NOTHING_SAID, recommendation).faults
    recommendation["worlds"] = {"looked_at": 1, "of": 2}
    assert verify(pack, NOTHING_SAID, recommendation).faults == ()
    recommendation["lines"][0]["quantity"]["firm"] = 1
    assert "a: 1 are called firm; in the world that needs fewest it is 0." in faults(draft, recommendation)


def test_a_plan_dearer_than_the_budget_is_refused() -> None:
    draft, recommendation = two_seats()
    assert faults(draft, recommendation, replace(NOTHING_SAID, budget=Budget(once=200))) == ()
    assert "The likely plan with its checks does not keep within the budget." in faults(
        draft, recommendation, replace(NOTHING_SAID, budget=Budget(once=199))
    )


def test_not_yet_is_refused_where_a_complete_plan_exists_and_not_us_where_something_could_be_sold() -> None:
    draft, recommendation = two_seats()
    nothing = {**recommendation, "lines": [], "certificate": None}
    for part in ("once", "monthly", "total"):
        nothing["cost"][part] |= {"firm": 0, "likely": None, "from": 0, "to": None}
    for verdict, said in (("not_yet", "not yet"), ("not_us", "not us")):
        found = verify(draft.pack("1"), NOTHING_SAID, {**nothing, "verdict": verdict}).faults
        assert f"The verdict is {said}, but a complete plan exists: 2 x seat." in found


def test_the_verifier_shares_no_code_with_the_planner() -> None:
    shared = {"advisor.case", "advisor.pack", "advisor.values", "advisor.row_cells"}  # what answers and packs look like
    for path in sorted(Path(verify.__code__.co_filename).parent.glob("verify*.py")):
        for node in walk(parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ImportFrom) and (node.module or "").startswith("advisor"):
                own = str(node.module).startswith(("advisor.verifying.verify", "advisor.expressions."))
                assert own or node.module in shared, f"{path.name} imports {node.module}"


@pytest.mark.parametrize("when", [None, "old"])
def test_where_the_budget_does_not_reach_for_what_must_be_known_first_not_yet_is_accepted(when: str | None) -> None:
    small = Small().number("ram", 1, 16).capability("memory", demands="highest", supplies="best")
    small.offering("module", 100, {"memory": 8}).check("look", 20, "ram")
    small.yes_no("old").rule({"memory": 8}, for_=(RESULT,))
    pack = small.know("ram", for_=("module",), when=when).pack()
    for cents, verdict in ((11_999, "not_yet"), (12_000, "check_first")):
        want = Want("module", outcome=RESULT, insists=True)
        case = small.case(want, budget=Budget(once=cents), answers={"old": "yes"})
        answer = recommend(pack, case)
        assert (answer.verdict, verify(pack, case, answer.to_json()).faults) == (verdict, ())


@pytest.mark.parametrize(("insists", "days"), [(False, 31), (True, 100)])
def test_advice_on_a_wish_yields_to_what_is_insisted_on(insists: bool, days: int) -> None:
    small = Small().number("days", 1, 400).capability("space", demands="add", supplies="add")
    small.offering("disk", 10, {"space": 1}).rule({"space": "days"}, for_=(RESULT,))
    small.draft.add_rule(AtMost((("days", small.draft.amount(31)),)), strength="should")
    case = small.case(Want(asks=("days", 100), outcome=RESULT, insists=insists))
    answer = recommend(small.pack(), case)
    assert answer.lines[0].quantity.firm == days
    assert verify(small.pack(), case, answer.to_json()).faults == ()


def test_as_long_as_a_list_is_missing_that_a_rule_counts_the_total_has_no_upper_end() -> None:
    small = Small().capability("memory", demands="add", supplies="add").offering("module", 100, {"memory": 1})
    small.table("pcs", number_fact("ram", 1, 16)).rule({"memory": "count(pcs, ram < 8)"}, for_=(RESULT,))
    pack, case = small.pack(), small.case()
    answer = recommend(pack, case).to_json()
    assert (answer["cost"]["total"]["to"], verify(pack, case, answer).faults) == (None, ())
    answer["cost"]["total"]["to"] = 0
    assert verify(pack, case, answer).faults


def test_a_choice_for_which_the_money_does_not_reach_in_the_likely_world_stays_in_the_others() -> None:
    small = (
        Small()
        .number("there", 0, 4, typical=((0, 9), (4, 1)))
        .capability("scans", already="there", demands="add", supplies="add")
    )
    small.capability("payment").offering("form", 290, {"payment": 1}).offering("scan", 45, {"scans": 1})
    small.rule({"payment": 0}, for_=(RESULT,)).rule({"scans": 4}, for_=("form",))
    pack = small.pack()
    for cents in (46_999, 47_000):
        case = small.case(Want("form", outcome=RESULT), stance="advised", budget=Budget(once=cents))
        answer = recommend(pack, case)
        assert [line.quantity.up_to for line in answer.lines if line.choice] == [1]
        assert verify(pack, case, answer.to_json()).faults == ()
