"""The words by which a case is found: small letters without accents, so that "müller" finds "Mueller & Müller" as "Muller" does."""

from __future__ import annotations

import re
import unicodedata

MOST_WORDS, MOST_LETTERS = 200, 40


def words_of(*texts: str) -> tuple[str, ...]:
    """The words of some texts, each once, in their order; of a long text the first ones."""
    found: dict[str, None] = {}
    for text in texts:
        for word in re.findall(r"\w+", _plain(text)):
            if len(found) < MOST_WORDS:
                found.setdefault(word[:MOST_LETTERS])
    return tuple(found)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
