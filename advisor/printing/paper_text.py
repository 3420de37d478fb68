"""Make any text printable: what no bundled font can show becomes a visible box, so that the archive standards never refuse a page."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

FONTS = Path(__file__).parent / "template" / "fonts"
BOX = "\u25a1"
FONT_FILES = (".ttf", ".otf")

# Invisible and harmless: joiners, soft hyphens, marks of direction. The characters that turn whole passages round are not
# among them: a name that reverses the figures behind it must not be printable.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060")
_LINE_ENDS = str.maketrans(
    {"\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "}
)

Printable: TypeAlias = "str | bool | int | list[Printable] | dict[str, Printable] | None"


def printable(value: Printable, plain: bool = False) -> Printable:
    """Every text of a paper's data, made printable. `plain`: only what the text fonts themselves can show, without marks."""
    if isinstance(value, str):
        return _printable_text(value, plain)
    if isinstance(value, list):
        return [printable(item, plain) for item in value]
    if isinstance(value, dict):
        return {key: printable(item, plain) for key, item in value.items()}
    return value


def clip(text: str, characters: int) -> str:
    """One line of at most so many characters, with "…" where something was cut off."""
    line = " ".join(text.split())
    return line if len(line) <= characters else line[: characters - 1].rstrip() + "…"


def _printable_text(text: str, plain: bool) -> str:
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    composed = unicodedata.normalize("NFC", lines)
    fonts = [glyphs for name, glyphs in font_coverage().items() if not plain or name.startswith("Source")]
    if plain:
        fonts = [frozenset.intersection(*fonts)] if fonts else []
    return "".join(_show(cluster, fonts, plain) for cluster in _clusters(composed))


def _show(cluster: str, fonts: list[frozenset[int]], plain: bool) -> str:
    if cluster == "\n":
        return cluster
    shown = "".join(c for c in cluster if c not in _INVISIBLE and not _is_variation_selector(c))
    if not shown:
        return cluster if not plain and all(c in _INVISIBLE for c in cluster) else ""
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") for c in shown):
        return BOX
    # One font must have the whole cluster: a letter and its mark are never put together from two.
    if any(all(ord(c) in glyphs for c in shown) for glyphs in fonts):
        return shown if plain else cluster
    base = shown[0]
    return base if any(ord(base) in glyphs for glyphs in fonts) and len(shown) > 1 and not plain else BOX


def _clusters(text: str) -> Iterator[str]:
    """Letters with the marks and joiners that belong to them."""
    cluster = ""
    for c in text:
        joined = cluster != "" and cluster != "\n" and c != "\n" and (_extends(c) or cluster[-1] == "\u200d")
        if joined:
            cluster += c
            continue
        if cluster:
            yield cluster
        cluster = c
    if cluster:
        yield cluster


def _extends(c: str) -> bool:
    return c == "\u200d" or unicodedata.category(c).startswith("M")


def _is_variation_selector(c: str) -> bool:
    return 0xFE00 <= ord(c) <= 0xFE0F


@cache
def font_coverage() -> Mapping[str, frozenset[int]]:
    """The characters that each file in the font folder can show, by file name. A font that is put there is used at once."""
    files = sorted(path for path in FONTS.iterdir() if path.suffix.lower() in FONT_FILES)
    return {path.name: frozenset(_characters(path.read_bytes())) for path in files}


def _characters(font: bytes) -> Iterator[int]:
    """The characters of an OpenType font's character map (subtable formats 4 and 12, which all fonts of today have)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[o : o + 4]: struct.unpack_from(">I", font, o + 8)[0] for o in range(12, 12 + 16 * count, 16)}
    start = tables[b"cmap"]
    for record in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * record)
        if platform not in (0, 3):
            continue
        subtable = start + offset
        kind = struct.unpack_from(">H", font, subtable)[0]
        if kind == 12:
            for group in range(struct.unpack_from(">I", font, subtable + 12)[0]):
                first, last, _ = struct.unpack_from(">III", font, subtable + 16 + 12 * group)
                yield from range(first, last + 1)
        elif kind == 4:
            yield from _segments(font, subtable)


def _segments(font: bytes, subtable: int) -> Iterator[int]:
    """Format 4: segments of characters; a segment may leave some of them without a glyph."""
    segments = struct.unpack_from(">H", font, subtable + 6)[0] // 2
    ends, starts = subtable + 14, subtable + 16 + 2 * segments
    deltas, offsets = starts + 2 * segments, starts + 4 * segments
    for i in range(segments):
        first, last, delta, offset = (
            struct.unpack_from(">H", font, at + 2 * i)[0] for at in (starts, ends, deltas, offsets)
        )
        for character in range(first, min(last, 0xFFFE) + 1):
            glyph = (character + delta) % 0x10000
            if offset:
                glyph = struct.unpack_from(">H", font, offsets + 2 * i + offset + 2 * (character - first))[0]
            if glyph:
                yield character
