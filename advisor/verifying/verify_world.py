"""The verifier's own reading of answers: is a world possible for a case, and what follows from it?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from advisor.case import Answer, Case
from advisor.pack import AtLeast, AtMost, Fact, Pack
from advisor.row_cells import limits_of
from advisor.values import DOES_NOT_APPLY, UNKNOWN, Row, Value, asked_key, exact
from advisor.verifying.verify_wants import asked_for, insisted_wishes, rules_that_count


def read_world(
    pack: Pack, case: Case, written: Mapping[str, Any], name: str = "The certificate's world"
) -> tuple[dict[str, Value], list[str]]:
    """The facts of a world as a certificate writes them, and what is wrong with it. Facts that it leaves out are taken from the case."""
    facts: dict[str, Value] = {}
    wrong: list[str] = []
    for fact in pack.facts.values():
        if fact.formula is not None:
            continue
        answer, has = case.answers.get(fact.id), fact.id in written
        said = told(case, fact)
        try:
            value = _value(fact, written[fact.id]) if has else UNKNOWN
        except (ValueError, TypeError, KeyError, ZeroDivisionError, AttributeError):
            wrong.append(f"{name} has {written[fact.id]!r} for {fact.id}, which is no answer to that question.")
            value = UNKNOWN
        if not has or value is UNKNOWN:
            if fact.type == "inventory":
                facts[fact.id] = said if isinstance(said, tuple) else ()
            elif said is not None:
                facts[fact.id] = said
            continue
        facts[fact.id] = value
        if fact.type == "inventory":
            if not _rows_fit(fact, said if isinstance(said, tuple) else None, value):
                wrong.append(f"{name} has rows of {fact.id} that do not fit the rows of the case.")
        elif said is not None and value != said and not (_is_wish(case, fact) or _may_be_unasked(fact, answer, value)):
            wrong.append(f"{name} has {_said(value)} for {fact.id}; the case says {_said(said)}.")
        elif said is None and not _possible(fact, answer, value):
            wrong.append(f"{name} has {_said(value)} for {fact.id}, which the case rules out.")
    unknown_names = sorted(set(written) - set(pack.facts) - {asked_key(o) for o in pack.offerings})
    wrong += [f"{name} names {other}, which the pack does not know." for other in unknown_names]
    return finish(pack, case, facts), wrong


def told(case: Case, fact: Fact) -> Value | None:
    """What a case says about a fact in every world: answered, wished for or assumed; None where it is open."""
    answer = case.answers.get(fact.id)
    if answer is not None:
        return None if answer.value is UNKNOWN else answer.value
    wished = [want.asks[1] for want in case.wants if want.asks is not None and want.asks[0] == fact.id]
    return wished[0] if wished else fact.assume


def _is_wish(case: Case, fact: Fact) -> bool:
    return fact.id not in case.answers and any(want.asks is not None and want.asks[0] == fact.id for want in case.wants)


def _may_be_unasked(fact: Fact, answer: Answer | None, value: Value) -> bool:
    return value is DOES_NOT_APPLY and fact.asked_when is not None and answer is None


def _said(value: Value) -> str:
    return str(getattr(value, "value", value)).replace("_", " ")


def _value(fact: Fact, written: Any) -> Value:
    """A value as a case file or contract 2 writes it. Raises ValueError and its like where it is none."""
    if written == "does_not_apply":
        return DOES_NOT_APPLY
    if written is None or written == "unknown":
        return UNKNOWN
    if fact.type == "inventory":
        return tuple(_row(fact, row) for row in written)
    if fact.type == "number":
        if isinstance(written, bool):
            raise ValueError(written)
        return exact(Fraction(str(written)))
    if fact.type == "date":
        return date.fromisoformat(str(written))
    if fact.type == "choices":
        chosen = frozenset(map(str, written))
        if chosen - set(fact.choices):
            raise ValueError(written)
        return chosen
    word = {True: "yes", False: "no"}.get(written, written) if isinstance(written, bool) else str(written)
    if word not in fact.choices:
        raise ValueError(written)
    return word


def _row(fact: Fact, written: Mapping[str, Any]) -> Row:
    columns = {column.id: column for column in fact.columns}
    cells: dict[str, Value] = {"name": str(written.get("name", "")), "count": int(written.get("count", 1))}
    for name, cell in written.items():
        if name in columns:
            cells[name] = _value(columns[name], cell)
        elif name not in ("name", "count"):
            raise KeyError(name)
    return cells


def _possible(fact: Fact, answer: Answer | None, value: Value) -> bool:
    """Whether an open fact can have this value."""
    if value is DOES_NOT_APPLY:
        return fact.may_not_apply or fact.asked_when is not None
    if fact.type == "number" and isinstance(value, int | Fraction):
        assert fact.range is not None
        low, high = fact.range
        narrow = answer if answer is not None else Answer(UNKNOWN)
        on_grid = ((value - low) * 10**fact.decimals).denominator == 1
        above = narrow.at_least is None or value >= narrow.at_least
        return low <= value <= high and on_grid and above and (narrow.less_than is None or value < narrow.less_than)
    return True


def _rows_fit(fact: Fact, said: tuple[Row, ...] | None, value: Value) -> bool:
    """Whether rows are those of the case with every unknown cell filled in; rows that are alike may be told apart or put together."""
    if said is None or not isinstance(value, tuple):
        return said is None
    # Rows of which most is known are dealt out first, so that none of them is left over for want of a looser one.
    listed = sorted(said, key=lambda row: sum(row.get(column.id, UNKNOWN) is UNKNOWN for column in fact.columns))
    left = [how_many(row) for row in listed]
    for row in value:
        count = how_many(row)
        for place, there in enumerate(listed):
            if all(_cell_fits(c, there, row.get(c.id, UNKNOWN)) for c in fact.columns):
                taken = min(count, left[place])
                count, left[place] = count - taken, left[place] - taken
        if count:
            return False
    return not any(left)


def how_many(row: Row) -> int:
    """How many rows a row stands for."""
    count = row.get("count", 1)
    return count if isinstance(count, int) else 1


def _cell_fits(column: Fact, there: Row, cell: Value) -> bool:
    if column.formula is not None or cell is UNKNOWN:
        return True
    said = there.get(column.id, UNKNOWN)
    return _possible(column, said_of_cell(there, column.id), cell) if said is UNKNOWN else cell == said


def said_of_cell(row: Row, column: str) -> Answer:
    """Between which limits an unknown cell lies."""
    return Answer(UNKNOWN, True, *limits_of(row, column))


# --- what follows from the answers ------------------------------------------------------------------------------------


def finish(pack: Pack, case: Case, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Add what follows: questions that do not arise, formulas, how many were asked for, wishes cut to their limits."""
    facts = dict(answers)
    asked = asked_for(case)
    facts |= {asked_key(name): asked.get(name, 0) for name in pack.offerings}
    _formulas(pack, facts)
    for _ in range(len(pack.facts)):
        before = dict(facts)
        for fact in pack.facts.values():
            answer = case.answers.get(fact.id)
            open_ = answer is None or answer.value is UNKNOWN
            if fact.asked_when is not None and open_ and fact.asked_when.truth(facts) is False:
                facts[fact.id] = DOES_NOT_APPLY
        _formulas(pack, facts)
        if facts == before:
            break
    wishes = {want.asks[0] for want in case.wants if want.asks is not None} - set(case.answers)
    firmly = insisted_wishes(case)
    for rule in rules_that_count(pack, case) if wishes else ():
        if isinstance(rule.effect, AtMost | AtLeast) and rule.each is None:
            for name, amount in rule.effect.limits:
                yields = rule.strength == "should" and name in firmly  # to what the customer insists on
                if name in wishes and not yields and (rule.when is None or rule.when.truth(facts) is True):
                    bound, value = amount.amount(facts), facts[name]
                    if isinstance(bound, int | Fraction) and isinstance(value, int | Fraction):
                        cut = min(value, bound) if isinstance(rule.effect, AtMost) else max(value, bound)
                        facts[name] = cut
                        _formulas(pack, facts)
    return facts


def _formulas(pack: Pack, facts: dict[str, Value]) -> None:
    formulas = [
        f for f in pack.facts.values() if f.formula is not None or any(c.formula is not None for c in f.columns)
    ]
    for _ in range(1 + sum(1 + len(f.columns) for f in formulas)):
        before = dict(facts)
        for fact in formulas:
            if fact.formula is not None:
                facts[fact.id] = fact.formula.amount(facts)
            for column in fact.columns:
                rows = facts.get(fact.id)
                if column.formula is not None and isinstance(rows, tuple):
                    facts[fact.id] = tuple({**row, column.id: column.formula.amount(facts, row)} for row in rows)
        if facts == before:
            return
