"""Reading words.yaml: how customers of a field speak, in addition to the lists of their language beside this module."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field
from ruamel.yaml import YAML

from advisor.expressions.faults import did_you_mean, listed
from advisor.loading.fit import fit
from advisor.loading.known import Known
from advisor.loading.shapes import Shape, Text
from advisor.loading.spot import Spot
from advisor.pack import PackWords

FOLDER = Path(__file__).parent


class WordsShape(Shape):
    """words.yaml."""

    language: Text = Field(default="en", description="the language whose lists these add to")
    lists: dict[str, list[Text]] = Field(default={}, description="more words of a list of the language")
    same: list[list[Text]] = Field(default=[], description="spellings of one word; the first stands for all")
    called: dict[str, list[Text]] = Field(default={}, description="further names of a result")
    search: dict[str, list[Text]] = Field(default={}, description="words that suggest an offering or a result")


def languages() -> tuple[str, ...]:
    """The languages that words can be heard in."""
    return tuple(sorted(path.stem.removeprefix("words_") for path in FOLDER.glob("words_*.yaml")))


@lru_cache(maxsize=4)
def read_language(language: str) -> dict[str, Any]:
    """The lists of a language. They are ours, so a fault in them is one of the advisor's."""
    data = YAML(typ="safe").load((FOLDER / f"words_{language}.yaml").read_text("utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"words_{language}.yaml holds no lists")
    return dict(data)


def plain_entry(word: object) -> str:
    return " ".join(str(word).lower().split())


def read_words(spot: Spot, known: Known) -> PackWords:
    """The words of a pack; a pack without the file adds none."""
    if spot.value is None:
        return PackWords()
    shape, faults = fit(WordsShape, spot.value, "words.yaml")
    spot.take(faults)
    if shape is None:
        return PackWords()
    if shape.language not in languages():
        spot.at("language").say(
            "words_language",
            f"There are no word lists for the language “{shape.language}”.",
            f"Write one of these: {listed(languages())}.",
        )
        return PackWords()
    to_add_to = [name for name, words in read_language(shape.language).items() if _is_plain_list(words)]
    for name in shape.lists:
        if name not in to_add_to:
            spot.at("lists", name).say(
                "words_list_unknown",
                f"There is no list `{name}` to add words to.",
                did_you_mean(name, to_add_to, f"The lists are {listed(to_add_to, 40)}."),
            )
    for name in shape.called:
        known.expect(name, {"outcome": known.outcomes}, spot.at("called", name))
    for name in shape.search:
        known.expect(name, {"offering": known.offerings, "outcome": known.outcomes}, spot.at("search", name))
    return PackWords(
        language=shape.language,
        lists={name: tuple(words) for name, words in shape.lists.items()},
        same=tuple(tuple(group) for group in shape.same if len(group) > 1),
        called={name: tuple(words) for name, words in shape.called.items()},
        search={name: tuple(words) for name, words in shape.search.items()},
    )


def _is_plain_list(words: Any) -> bool:
    return isinstance(words, list) and not any(isinstance(word, list) for word in words)
