"""What YAML's own reader stumbles over, said in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError


@dataclass(frozen=True)
class Fault:
    """A fault in one file, before the file's name is added.

    `line` from 1, 0 for the whole file; `path`: to what part of the data.
    """

    line: int
    code: str
    what: str
    cure: str
    path: tuple[str | int, ...] = ()


_MARKERS = ("<<<<<<< ", ">>>>>>> ", "||||||| ")
_KEY = re.compile(r"\s*(?:- )?([A-Za-z_][A-Za-z0-9_.]*)\s*:(?:\s+(.*))?$")
_GLUED = re.compile(r"\s*(?:- )?([a-z_][a-z0-9_]*):([^\s/].*)$")


def foreign_line(text: str) -> Fault | None:
    """A line that version control left behind, which YAML might even read as text."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_MARKERS):
            what = f"`{line[:7]}` marks two versions of this file that were never put together."
            return Fault(
                number, "merge_marker", what, "Keep the lines that are right and delete the three marker lines."
            )
    return None


def in_plain_words(error: YAMLError, text: str) -> Fault:
    """Turn the reader's complaint into what the writer most likely did, at the line where they did it."""
    if isinstance(error, ReaderError):
        line = text[: error.position].count("\n") + 1
        number = ord(error.character) if isinstance(error.character, str) else error.character
        what = f"An invisible character (number {number}) stands here."
        return Fault(line, "yaml_character", what, "Delete the line and type it again.")
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Fault(0, "yaml_unreadable", "The file cannot be read as YAML.", "Compare it with a file that works.")
    lines = [*text.splitlines(), ""]
    number = min(error.problem_mark.line + 1, len(lines))
    problem, context = error.problem or "", error.context or ""
    opened = error.context_mark.line + 1 if error.context_mark else 0
    if "'\\t'" in problem:
        return Fault(
            number, "yaml_tab", "A tab stands here; YAML is indented with spaces.", "Put two spaces in its place."
        )
    if "quoted scalar" in context:
        return _in_quotes(problem, opened, number)
    if "flow mapping" in context or "flow sequence" in context:
        return _in_brackets(lines, opened, "{" if "flow mapping" in context else "[")
    if "block scalar" in context:
        what = "After `>-` or `|` the text begins in the next line, indented."
        return Fault(number, "yaml_block_text", what, "Move the text to the next line with two spaces before it.")
    if "flow node" in context:
        what = "Between these brackets a value is missing, or a sign is too many."
        return Fault(
            number, "yaml_bracket", what, "Write one value or one `name: value` between two commas, and nothing else."
        )
    if context.endswith((" tag", " anchor", " alias", " directive")) and error.context_mark:
        return _sign(lines, error.context_mark)
    if "block node" in context:
        return _sign(lines, error.problem_mark)
    if "could not find expected ':'" in problem:
        return _no_colon(lines, opened)
    if "cannot start any token" in problem:
        return _sign(lines, error.problem_mark)
    if "mapping values are not allowed" in problem:
        return _colon_too_many(lines, number, error.problem_mark.column)
    if "sequence entries are not allowed" in problem:
        return Fault(
            number,
            "yaml_dash",
            "A `- ` stands behind a colon in one line.",
            "Begin each entry of a list in a line of its own.",
        )
    if "expected <block end>" in problem or "expected '<document start>'" in problem:
        return _block_ends(lines, number, problem)
    return Fault(
        number,
        "yaml_unreadable",
        "From here on the file cannot be read as YAML.",
        "Compare this line and the one before with a file that works.",
    )


def _sign(lines: list[str], mark: Any) -> Fault:
    """A text that begins with a sign of YAML's own; `mark` is where it stands."""
    number = min(mark.line + 1, len(lines))
    sign = lines[number - 1][mark.column : mark.column + 1] or "nothing"
    what = f"A text cannot begin with {sign} unless it is in quotes."
    return Fault(number, "yaml_sign", what, 'Put quotes round the text: "...".')


def _in_quotes(problem: str, opened: int, number: int) -> Fault:
    if "escape" in problem:
        what = r"Inside double quotes a `\` begins a special sign, and this one does not exist."
        return Fault(number, "yaml_backslash", what, "Use single quotes, where `\\` is only itself.")
    return Fault(opened, "yaml_quote", "A quote is opened here and never closed.", "Close it at the end of the text.")


def _in_brackets(lines: list[str], opened: int, sign: str) -> Fault:
    close = "}" if sign == "{" else "]"
    value = _value_of(lines[opened - 1])
    if value.startswith(sign) and close in value[:-1]:
        return _text_in_brackets(opened, sign)
    what = f"The bracket `{sign}` that is opened here is not closed, or a comma is missing in it."
    return Fault(opened, "yaml_bracket", what, f"Close it with `{close}` and put commas between the entries.")


def _text_in_brackets(number: int, sign: str) -> Fault:
    what = f"A text that begins with `{sign}` is read as a {'map' if sign == '{' else 'list'}, not as a text."
    return Fault(
        number, "yaml_text_in_brackets", what, "Write `>-` behind the colon and the text in the next line, indented."
    )


def _no_colon(lines: list[str], opened: int) -> Fault:
    line = lines[opened - 1]
    glued = _GLUED.match(line)
    if glued:
        return _missing_space(opened, glued.group(1))
    what = f"In `{_short(line.strip())}` the colon is missing."
    return Fault(
        opened,
        "yaml_no_colon",
        what,
        "Write `name: value`; if the line goes on with the text before, indent it and begin that text with `>-`.",
    )


def _missing_space(number: int, key: str) -> Fault:
    return Fault(
        number, "yaml_no_space", f"Behind `{key}:` a space is missing.", f"Write `{key}: ` and then the value."
    )


def _colon_too_many(lines: list[str], number: int, column: int) -> Fault:
    line = lines[number - 1]
    key = _KEY.match(line)
    before = number - 2
    while before >= 0 and (not lines[before].strip() or lines[before].lstrip().startswith("#")):
        before -= 1
    earlier = lines[before] if before >= 0 else ""
    if key and column == line.index(":"):
        glued = _GLUED.match(earlier)
        if glued:
            return _missing_space(before + 1, glued.group(1))
        if _indent(line) > _indent(earlier):
            return Fault(
                number,
                "yaml_indent",
                f"`{key.group(1)}` is indented under a line that has its value already.",
                _SAME_COLUMN,
            )
    what = "A second colon with a space behind it stands in this line; YAML takes it for a new key."
    return Fault(
        number,
        "yaml_colon",
        what,
        'Put quotes round the text ("..."), or write `>-` behind the first colon '
        "and the text in the next line, indented.",
    )


_SAME_COLUMN = "Let all keys of one level begin in the same column."


def _block_ends(lines: list[str], number: int, problem: str) -> Fault:
    line = lines[number - 1]
    if "<scalar>" in problem:
        value = _value_of(line)
        if value[:1] in ("{", "["):
            return _text_in_brackets(number, value[0])
        if value[:1] in ("'", '"'):
            what = f"The quote {value[0]} ends in the middle of the text."
            return Fault(
                number,
                "yaml_quote_inside",
                what,
                "Write `>-` behind the colon and the text in the next line, indented, without quotes.",
            )
    return Fault(
        number,
        "yaml_indent",
        f"`{_short(line.strip())}` is indented unlike the lines that it belongs to.",
        _SAME_COLUMN,
    )


def _value_of(line: str) -> str:
    key = _KEY.match(line)
    return (key.group(2) or "").strip() if key else line.strip().removeprefix("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
