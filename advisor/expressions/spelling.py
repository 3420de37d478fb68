"""What the bare text of an expression tells before it is parsed: signs of other languages, quotes, per cent, dates."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from advisor.expressions.faults import ExpressionFault
from advisor.values import Number, exact

LONGEST = 2000  # characters
DEEPEST = 50  # levels of nesting

# (sign as a pattern, code, what, cure): the first that is found is reported, so the longer signs stand first.
_FOREIGN_SIGNS: tuple[tuple[str, str, str, str], ...] = (
    (r"%", "expression_percent", "A per cent sign cannot stand in an expression.", "Write 5 % as 0.05."),
    (
        r"[\"'`\u2018\u2019\u201c\u201d]",
        "expression_quotes",
        "There are quotation marks in the expression.",
        "Write values of a choice without them, as in colour == red.",
    ),
    (r"&&|&", "expression_sign", "{sign} is not a word of this language.", "Write and."),
    (r"\|\||\|", "expression_sign", "{sign} is not a word of this language.", "Write or."),
    (r"<>|!=\s*=|\u2260|=!", "expression_sign", "{sign} is not a comparison.", "Write != to say is not."),
    (r"=>|\u2265", "expression_sign", "{sign} is not a comparison.", "Write >= to say at least."),
    (r"=<|\u2264", "expression_sign", "{sign} is not a comparison.", "Write <= to say at most."),
    (r"===+", "expression_sign", "{sign} is not a comparison.", "Write ==."),
    (r"(?<![=<>!:])=(?!=)", "expression_single_equals", "A single = does not compare.", "Write == to say is."),
    (r"!(?!=)", "expression_sign", "! is not a word of this language.", "Write not."),
    (r"\*\*|\^", "expression_sign", "There are no powers in this language.", "Multiply: x * x."),
    (r"//", "expression_sign", "// is not a word of this language.", "Write floor(a / b) to round a division down."),
    (r"[\u00d7\u22c5\u00b7]", "expression_sign", "{sign} is not a sign of this language.", "Write * to multiply."),
    (r"[\u00f7]", "expression_sign", "{sign} is not a sign of this language.", "Write / to divide."),
    (r"[\u2010-\u2015\u2212]", "expression_sign", "{sign} is not the minus sign of the keyboard.", "Write - instead."),
    (r"[\u20ac$\u00a3]", "expression_sign", "A currency sign cannot stand in an expression.", "Write the bare number."),
    (
        r"#",
        "expression_sign",
        "A comment cannot stand inside an expression.",
        "Move it to a line of its own, outside the expression.",
    ),
    (
        r"[{}]",
        "expression_sign",
        "Curly braces cannot stand in an expression.",
        "Write the name alone; a list of values goes in ( ).",
    ),
    (r"\?", "expression_sign", "? is not a sign of this language.", "Write one rule for each of the two cases."),
    (
        r"\b(if|elif|else)\b",
        "expression_sign",
        "{sign} is not a word of this language.",
        "Write one rule for each case, each with its when:.",
    ),
    (r"[;:@~\\]", "expression_sign", "{sign} is not a sign of this language.", "Take it out."),
)
_SIGNS = tuple((re.compile(pattern), code, what, cure) for pattern, code, what, cure in _FOREIGN_SIGNS)
_UPPER_WORD = re.compile(r"\b(AND|OR|NOT|IN|And|Or|Not|In)\b")
_DATE = re.compile(r"(?<![\w.])(\d{4})-(\d{2})-(\d{2})(?![\w.])")
_DATE_NAME = re.compile(r"_(\d{4})(\d{2})(\d{2})_")
_FIGURE_WITH_LETTERS = re.compile(r"(?<![\w.])\d[\d.]*[^\W\d]\w*")  # 8GB, 1e5, 1_000, 0x10
_NUMBER = re.compile(r"\d+(\.\d*)?|\.\d+")


def plain_line(source: str) -> str:
    """Bring the text onto one line without spaces at its ends, and refuse what no expression may hold."""
    line = " ".join(source.split())
    if not line:
        raise ExpressionFault(
            "expression_empty", "The expression is empty.", "Write a condition or an amount, or leave the key out."
        )
    if len(line) > LONGEST:
        raise ExpressionFault(
            "expression_too_long",
            f"The expression has {len(line)} characters; {LONGEST} is the most.",
            "Give a part of it a name: a fact with is: in facts.yaml.",
        )
    for pattern, code, what, cure in _SIGNS:
        if found := pattern.search(line):
            raise ExpressionFault(code, what.format(sign=found.group()), cure)
    if found := _UPPER_WORD.search(line):
        raise ExpressionFault(
            "expression_sign", f"{found.group()} is not a word of this language.", f"Write {found.group().lower()}."
        )
    if found := _FIGURE_WITH_LETTERS.search(line):
        number(found.group())
    if unprintable := [character for character in line if not character.isprintable()]:
        raise ExpressionFault(
            "expression_unreadable",
            f"The expression holds a character that cannot be seen (U+{ord(unprintable[0]):04X}).",
            "Delete it and write that place again.",
        )
    return line


def with_named_dates(line: str) -> str:
    """Write every date as a name of the same length, so that Python does not read it as a subtraction."""
    if _DATE_NAME.search(line):
        raise ExpressionFault("expression_date", "A date is not written like that.", "Write it as in 2026-03-01.")
    return _DATE.sub(r"_\1\2\3_", line)


def with_plain_dates(text: str) -> str:
    """Undo `with_named_dates`, for showing a part of the expression."""
    return _DATE_NAME.sub(r"\1-\2-\3", text)


def named_date(name: str) -> date | None:
    """The date that a name stands for; None where it stands for none."""
    found = _DATE_NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ExpressionFault(
            "expression_date",
            f"There is no day {with_plain_dates(name)}.",
            "Write year, month and day, as in 2026-03-01.",
        ) from None


def number(text: str) -> Number:
    """Read a number exactly as it is written. Raises ExpressionFault."""
    if _NUMBER.fullmatch(text) is None or len(text) > 18:
        raise ExpressionFault(
            "expression_number",
            f"{text[:40]} is not a number as this language writes them.",
            "Write up to 18 digits with a decimal point and without a unit: 1450 or 0.5.",
        )
    return exact(Fraction(text))
