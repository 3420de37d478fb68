"""Reading facts.yaml: facts, inventories with their columns, and formulas."""

from __future__ import annotations

from dataclasses import replace

from advisor.expressions.read import read_amount, read_condition, read_value
from advisor.loading.fit import fit
from advisor.loading.graph import circles
from advisor.loading.known import Known
from advisor.loading.read_answers import read_answer_value
from advisor.loading.shapes import is_id, plain, shown
from advisor.loading.shapes_pack import FactShape
from advisor.loading.spot import Spot
from advisor.pack import Fact, FactType, Unit
from advisor.values import Number, Special, Value

YES_NO = ("yes", "no")
RESERVED_COLUMNS = ("name", "count")
RESERVED_CHOICES = ("unknown", "does_not_apply")


def read_unit(text: str | None) -> Unit | None:
    if not text:
        return None
    one, _, many = text.partition("|")
    return Unit(one.strip(), many.strip() or one.strip())


def read_facts(spot: Spot, known: Known) -> None:
    """Fill `known.facts` from the data at `spot` (of facts.yaml)."""
    shapes: dict[str, FactShape] = {}
    for name in spot.value or {}:
        shape = _shape(name, spot.at(name), "a fact", known.broken)
        if shape is None:
            continue
        fact = _fact(name, shape, spot.at(name), known.broken)
        if fact is None:
            known.broken.add(name)
        else:
            known.facts[name] = fact
            shapes[name] = shape
    known.forget_scopes()
    _read_expressions(shapes, spot, known)
    _refuse_circles(spot, known)


def _shape(name: str, spot: Spot, what: str, broken: set[str]) -> FactShape | None:
    if not check_id(name, spot):
        broken.add(name)
        return None
    shape, faults = fit(FactShape, spot.value, what)
    spot.take(faults)
    if shape is None:
        broken.add(name)
    return shape


def check_id(name: str, spot: Spot) -> bool:
    """Whether a name in a file can be an id; reported where not."""
    if is_id(name):
        return True
    spot.say(
        "not_an_id",
        f"{shown(name)} cannot be an id.",
        "Use small letters, digits and `_`, beginning with a letter, and no word that Python reserves.",
    )
    return False


def _fact(name: str, shape: FactShape, spot: Spot, broken: set[str], column: bool = False) -> Fact | None:
    kind = _type(shape)
    before = len(spot.problems.found)
    if kind is None:
        spot.say(
            "key_missing",
            f"`type` of `{name}` is missing.",
            "Write `type`: number, choice, choices, yes_no, date or inventory.",
        )
        return None
    if shape.is_ is not None:
        _refuse_with_formula(name, shape, spot, column)
    elif not shape.asks and not column:
        spot.say(
            "key_missing", f"`asks` of `{name}` is missing.", "Write `asks`: the question, as it is asked on a call."
        )
    _refuse_unfitting(name, kind, shape, spot)
    columns = _columns(name, shape, spot, broken) if kind == "inventory" else ()
    if column and (kind == "inventory" or shape.asked_when is not None or shape.same_as is not None):
        key = "`asked_when`" if shape.asked_when is not None else "`same_as`"
        spot.say(
            "column_key",
            f"The column `{name}` cannot have {'rows of its own' if kind == 'inventory' else key}.",
            "Make it a fact of its own.",
        )
    choices, labels = _choices(shape, kind, spot)
    fact = Fact(
        id=name,
        asks=shape.asks or name.replace("_", " "),
        type=kind,
        place=spot.place,
        find_out=shape.find_out,
        unit=read_unit(shape.unit),
        range=shape.range,
        decimals=shape.decimals,
        choices=choices,
        labels=labels,
        ordered=shape.ordered,
        may_not_apply=shape.may_not_apply,
        columns=columns,
    )
    if len(spot.problems.found) == before:
        fact = _with_values(fact, shape, spot)
    return fact if len(spot.problems.found) == before else None


def _type(shape: FactShape) -> FactType | None:
    if shape.type == "yes_no":
        return "choice"
    if shape.type is None and shape.is_ is not None:
        return "number"
    return shape.type


def _choices(shape: FactShape, kind: FactType, spot: Spot) -> tuple[tuple[str, ...], dict[str, str]]:
    if kind not in ("choice", "choices"):
        return (), {}
    written = shape.choices or {}
    if set(written) == set(YES_NO) or (kind == "choice" and not written):
        return YES_NO, {choice: label for choice, label in written.items() if label}
    for choice in written:
        if choice in RESERVED_CHOICES:
            spot.at("choices", choice).say(
                "choice_reserved",
                f"`{choice}` cannot be a choice: every fact can be answered with it anyway.",
                "Delete it.",
            )
    return tuple(written), {choice: label or choice.replace("_", " ") for choice, label in written.items()}


def _refuse_with_formula(name: str, shape: FactShape, spot: Spot, column: bool) -> None:
    if column:
        spot.at("is").say(
            "column_key",
            f"The column `{name}` cannot be a formula.",
            "Write the formula where it is needed, inside `each` or `count(...)`.",
        )
    if shape.type in ("inventory", "choices", "date"):
        spot.at("type").say("formula_type", "A formula is a number, a choice or a yes or no.", "Correct `type`.")
    for key in ("range", "typical", "assume", "asked_when", "may_not_apply", "same_as"):
        if key in shape.model_fields_set:
            spot.at(key).say(
                "formula_asked",
                f"`{name}` is a formula, so nobody is asked; {{key}} means nothing here.",
                "Delete the line.",
            )


def _refuse_unfitting(name: str, kind: FactType, shape: FactShape, spot: Spot) -> None:
    belongs = {
        "range": ("number",),
        "decimals": ("number",),
        "choices": ("choice", "choices"),
        "ordered": ("choice",),
        "columns": ("inventory",),
        "unit": ("number", "inventory"),
        "typical": ("number", "choice"),
        "same_as": ("number",),
    }
    for key, kinds in belongs.items():
        if key in shape.model_fields_set and kind not in kinds:
            spot.at(key).say(
                "key_not_of_type",
                f"{{key}} means nothing for the {shape.type} `{name}`.",
                f"Delete it, or make `type` {' or '.join(kinds)}.",
            )
    if shape.type == "yes_no" and shape.choices is not None and set(shape.choices) != set(YES_NO):
        spot.at("choices").say(
            "key_not_of_type",
            f"`{name}` is answered with yes or no, so it has no other choices.",
            "Delete `choices`, or make `type` choice.",
        )
    if kind == "choices" and not shape.choices:
        spot.say(
            "key_missing",
            f"`choices` of `{name}` are missing.",
            "Write `choices`: a list, such as `[mail, chat, files]`.",
        )
    if kind == "number" and shape.range is None and shape.is_ is None:
        spot.say(
            "range_missing",
            f"The number `{name}` has no range; where nobody knows it, the advisor must know between what it lies.",
            "Write `range`: the least and the greatest number there can be, such as `[1, 500]`.",
        )


def _columns(name: str, shape: FactShape, spot: Spot, broken: set[str]) -> tuple[Fact, ...]:
    if not shape.columns:
        spot.say(
            "key_missing", f"The inventory `{name}` has no columns.", "Write `columns`, each like a fact of its own."
        )
        return ()
    found = []
    for column in shape.columns:
        here = spot.at("columns", column)
        if column in RESERVED_COLUMNS:
            here.say("column_reserved", f"Every inventory has the column `{column}` by itself.", "Delete it here.")
            continue
        column_shape = _shape(column, here, "a column", broken)
        fact = None if column_shape is None else _fact(column, column_shape, here, broken, column=True)
        if fact is None:
            broken.add(column)
        else:
            found.append(fact)
    return tuple(found)


def _with_values(fact: Fact, shape: FactShape, spot: Spot) -> Fact:
    """Add what is written as values of the fact itself: `assume` and `typical`."""
    assume: Value | None = None
    if shape.assume is not None:
        assume = read_answer_value(fact, shape.assume, spot.at("assume").called(fact.id))
        if isinstance(assume, Special) or fact.type == "inventory":
            spot.at("assume").say(
                "assume_no_value",
                f"`assume` of `{fact.id}` must be a value.",
                "Write the value that is mostly right, or delete the line.",
            )
    typical: list[tuple[Value, Number]] = []
    for written, weight in shape.typical.items():
        here = spot.at("typical", written)
        value = read_answer_value(fact, written, here.called(fact.id))
        if weight <= 0:
            here.say(
                "typical_weight",
                f"The weight of {shown(written)} is {plain(weight)}.",
                "Write a weight above 0; the others count equally by themselves.",
            )
        elif value is not None:
            typical.append((value, weight))
    return replace(fact, assume=assume, typical=tuple(typical))


def _read_expressions(shapes: dict[str, FactShape], spot: Spot, known: Known) -> None:
    read: dict[str, Fact] = {}
    for name, shape in shapes.items():
        fact, here = known.facts[name], spot.at(name)
        if shape.is_ is not None:
            formula = known.expression(read_value, shape.is_, here.at("is"), fact)
            if formula is None:
                known.broken.add(name)
            fact = replace(fact, formula=formula)
        if shape.asked_when is not None:
            fact = replace(fact, asked_when=known.expression(read_condition, shape.asked_when, here.at("asked_when")))
        if shape.same_as is not None:
            fact = replace(fact, same_as=known.expression(read_amount, shape.same_as, here.at("same_as"), fact.unit))
        read[name] = fact
    known.facts.update(read)
    known.forget_scopes()


def _refuse_circles(spot: Spot, known: Known) -> None:
    edges: dict[str, tuple[str, ...]] = {}
    for fact in known.facts.values():
        reads = set[str]()
        for expression in (fact.formula, fact.asked_when):
            reads |= expression.reads if expression else frozenset()
        edges[fact.id] = tuple(sorted(reads))
    for circle in circles(edges):
        names = [name for name in known.facts if name in circle]
        first = spot.at(names[0])
        if len(names) == 1:
            first.say("circle", f"`{names[0]}` is explained by itself.", "Write it with other facts.")
        else:
            first.say(
                "circle",
                f"These are explained by each other, in a circle: {', '.join(names)}.",
                "Write one of them without the others.",
            )
        known.broken.update(names)
