"""Loading a pack: every file read, every problem found, all of them said at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from advisor.expressions.faults import did_you_mean, listed
from advisor.loading import checks
from advisor.loading.figures_taken import compare_figures
from advisor.loading.files import (
    CsvTable,
    PackReader,
    Problems,
    read_csv,
    read_folder,
    read_yaml,
    refuse_unreadable,
    version_of,
)
from advisor.loading.known import Known
from advisor.loading.load_facts import read_facts
from advisor.loading.load_lists import (
    read_capabilities,
    read_outcomes,
    read_pack_file,
    read_sources,
    seller_of,
)
from advisor.loading.load_offerings import read_offerings, read_prices, read_provides, read_settles
from advisor.loading.load_rule import read_rule
from advisor.loading.load_tables import read_figures, read_table
from advisor.loading.load_whys import read_whys
from advisor.loading.load_words import read_words
from advisor.loading.rule_meanings import meanings_of, words_of
from advisor.loading.shapes import is_id
from advisor.loading.silences import silences_of_entries, silences_of_pack
from advisor.loading.spot import Spot
from advisor.pack import Pack, Rule
from advisor.problems import FilesAtFault, Place, Problem

LISTS = ("pack", "facts", "outcomes", "capabilities", "why", "sources", "words")
NEEDED_LISTS = ("pack", "facts", "capabilities")
DATA = ("offerings", "prices", "provides", "settles", "figures")


def pack_ids(root: Path) -> tuple[str, ...]:
    """The folders of `rules/`, in alphabetical order."""
    rules = root / "rules"
    if not rules.is_dir():
        return ()
    return tuple(
        sorted(
            entry.name for entry in rules.iterdir() if is_id(entry.name) and entry.is_dir() and not entry.is_symlink()
        )
    )


def load_pack(root: Path, pack_id: str, reader: PackReader | None = None) -> Pack:
    """Load `rules/<pack_id>/` and `data/<pack_id>/`. `reader` keeps what it read for the next time.

    Raises FilesAtFault with every problem of every file.
    """
    known_packs = pack_ids(root)
    if pack_id not in known_packs:
        cure = did_you_mean(
            pack_id,
            known_packs,
            f"There are: {listed(known_packs)}." if known_packs else "There are no packs in this folder.",
        )
        raise FilesAtFault([Problem(Place("rules"), "pack_unknown", f"There is no pack “{pack_id}”.", cure)])
    problems = Problems()
    return _Loading(pack_id, contents_of(root, pack_id, problems), problems, reader or PackReader()).pack()


def contents_of(root: Path, pack_id: str, problems: Problems) -> dict[str, bytes]:
    """Every file of a pack by its path from `root`; what cannot be opened is reported and left out."""
    contents: dict[str, bytes] = {}
    for folder in (root / "rules" / pack_id, root / "data" / pack_id):
        if folder.is_dir():
            contents |= read_folder(root, folder, problems)
    return contents


def load_contents(pack_id: str, contents: Mapping[str, bytes], reader: PackReader | None = None) -> Pack:
    """Load a pack that lies in no folder: its files by their paths, `rules/<pack_id>/...` and `data/<pack_id>/...`.

    Raises FilesAtFault with every problem of every file.
    """
    problems = Problems()
    inside = {file: content for file, content in sorted(contents.items()) if _lies_inside(pack_id, file, problems)}
    good = {file: refuse_unreadable(file, content, problems) for file, content in inside.items()}
    readable = {file: content for file, content in good.items() if content is not None}
    return _Loading(pack_id, readable, problems, reader or PackReader()).pack()


def _lies_inside(pack_id: str, file: str, problems: Problems) -> bool:
    """Whether a path stays in the folders of its pack; reported where not."""
    parts = file.split("/")
    if parts[:2] in (["rules", pack_id], ["data", pack_id]) and not {"..", ".", ""} & set(parts) and "\\" not in file:
        return True
    what = f"“{file}” leads out of the folders of the pack."
    cure = f"Give it a name in rules/{pack_id}/ or data/{pack_id}/, without `..` and `\\`."
    problems.add(Place(file), "file_path", what, cure)
    return False


class _Loading:
    """One run over the files of one pack."""

    def __init__(self, pack_id: str, contents: Mapping[str, bytes], problems: Problems, reader: PackReader) -> None:
        self.id, self.contents, self.problems, self.reader = pack_id, contents, problems, reader
        self.known = Known()
        self.rules_folder, self.data_folder = f"rules/{pack_id}", f"data/{pack_id}"

    def pack(self) -> Pack:
        known, problems = self.known, self.problems
        self._refuse_stray_files()
        about_pack = self._list("pack")
        about = read_pack_file(about_pack) if about_pack.value is not None else None
        read_outcomes(self._list("outcomes"), known)
        facts = self._list("facts")
        offerings = self._table("offerings")
        read_offerings(
            offerings, self._data_spot("offerings"), known
        )  # before the facts: a formula may say asked(offering)
        self._read_tables()
        read_facts(facts, known)
        checks.refuse_shared_names(facts, known)
        capabilities = self._list("capabilities")
        read_capabilities(capabilities, known)
        read_prices(self._table("prices"), self._data_spot("prices"), known)
        read_provides(self._table("provides"), self._data_spot("provides"), known)
        read_settles(self._table("settles"), self._data_spot("settles"), known)
        sources = self._list("sources")
        read_sources(sources, known)
        read_figures(self._table("figures"), self._data_spot("figures"), known)
        whys = read_whys(self._list("why"), known)
        words = read_words(self._list("words"), known)
        checks.refuse_ids_of_two_things(known, problems)
        checks.refuse_idle_assessments(known, problems)
        rules = self._rules()
        problems.raise_any()
        assert about is not None  # otherwise there was a problem
        return Pack(
            id=self.id,
            title=about.title,
            version=version_of(self.contents),
            currency=about.currency,
            horizon_months=about.horizon_months,
            validity_days=about.validity_days,
            prices_of=about.prices_of,
            tax_note=about.tax_note,
            sample_prices=about.sample_prices,
            seller=seller_of(about),
            facts=MappingProxyType(known.facts),
            outcomes=MappingProxyType(known.outcomes),
            capabilities=MappingProxyType(known.capabilities),
            offerings=MappingProxyType(known.offerings),
            rules=MappingProxyType(rules),
            sources=MappingProxyType(known.sources),
            figures=MappingProxyType(known.figures),
            whys=MappingProxyType(whys),
            delivery_groups=checks.delivery_groups(rules.values(), known.offerings),
            owners=about.owners,
            silences=tuple(
                silence
                for silences in (
                    silences_of_pack(about_pack),
                    *map(silences_of_entries, (facts, capabilities, sources)),
                )
                for silence in silences
            ),
            words=words,
        )

    def _list(self, name: str) -> Spot:
        """The data of one of the files beside the rules; an unreadable one makes all names uncertain."""
        file = f"{self.rules_folder}/{name}.yaml"
        data: Any = None
        if file in self.contents:
            data = read_yaml(file, self.contents[file], self.reader, self.problems)
            if data is not None and not isinstance(data, dict):
                self.problems.add(
                    Place(file, 1),
                    "not_a_map",
                    "Each entry needs a name and a colon.",
                    "Compare it with a file that works.",
                )
                data = None
            self.known.blind |= data is None and name != "pack"  # which names nothing
        elif name in NEEDED_LISTS or self._is_reported(file):
            self._missing(file)
        return Spot(self.problems, file, data)

    def _table(self, name: str) -> CsvTable | None:
        file = f"{self.data_folder}/{name}.csv"
        if file in self.contents:
            table = read_csv(file, self.contents[file], self.reader, self.problems)
            self.known.blind |= table is None
            self.known.broken |= table.torn if table else frozenset()
            return table
        if name == "offerings" or self._is_reported(file):
            self._missing(file)
        return None

    def _missing(self, file: str) -> None:
        if not self._is_reported(file):
            self.problems.add(
                Place(file),
                "file_missing",
                "There is no such file, and no pack is without it.",
                "Create it, or correct the name.",
            )
        self.known.blind = True

    def _is_reported(self, file: str) -> bool:
        """Whether a file that could not be opened has been reported."""
        return any(problem.place.file == file for problem in self.problems.found)

    def _data_spot(self, name: str) -> Spot:
        return Spot(self.problems, f"{self.data_folder}/{name}.csv", None)

    def _read_tables(self) -> None:
        folder = f"{self.data_folder}/tables/"
        for file, content in self.contents.items():
            if file.startswith(folder) and file.endswith(".csv"):
                name = file.removeprefix(folder).removesuffix(".csv")
                if self._good_name(file, name):
                    table = read_csv(file, content, self.reader, self.problems)
                    read_table(name, table, Spot(self.problems, file, None), self.known)
        self.known.forget_scopes()

    def _good_name(self, file: str, name: str) -> bool:
        if is_id(name):
            return True
        self.problems.add(
            Place(file),
            "file_name",
            f"The file's name “{name}” cannot be an id.",
            "Use small letters, digits and `_`, beginning with a letter, such as `crm_needs_memory`.",
        )
        return False

    def _refuse_stray_files(self) -> None:
        """Files that look as if they belonged to the pack and would be overlooked."""
        for file in self.contents:
            stem, _, ending = file.rpartition(".")
            where = stem.rpartition("/")[0]
            if ending in ("yml", "YAML", "YML", "CSV"):
                right = "csv" if ending == "CSV" else "yaml"
                self.problems.add(
                    Place(file),
                    "file_ending",
                    f"A file that ends in `.{ending}` is not read.",
                    f"Rename it, so that it ends in `.{right}`.",
                )
            elif ending == "csv" and where == self.data_folder and stem.rpartition("/")[2] not in DATA:
                name = stem.rpartition("/")[2]
                self.problems.add(
                    Place(file),
                    "file_unknown",
                    f"No file of a pack is called `{name}.csv`.",
                    did_you_mean(name, DATA, f"There are {listed(DATA)}; sizing tables lie in `tables/`."),
                )

    def _rules(self) -> dict[str, Rule]:
        lists = {f"{self.rules_folder}/{name}.yaml" for name in LISTS}
        files = {}
        for file in self.contents:
            if file.startswith(f"{self.rules_folder}/") and file.endswith(".yaml") and file not in lists:
                name = file.rpartition("/")[2].removesuffix(".yaml")
                if self._good_name(file, name):
                    files[file] = name
        meanings = None if self.known.blind or self.known.broken else meanings_of(self.known)
        rules = {}
        for file, name in checks.refuse_rules_twice(files, self.problems).items():
            rule = self._rule(file, name, meanings)
            if rule is not None:
                compare_figures(rule, self.known, self.problems)
                rules[name] = rule
        return rules

    def _rule(self, file: str, name: str, meanings: dict[str, Any] | None) -> Rule | None:
        """One rule, as it was read the last time where neither the file nor what its words mean has changed."""
        content = self.contents[file]
        key = None
        if meanings is not None:
            words = self.reader.document(file, content, words_of)
            key = (content, tuple(meanings.get(word) for word in words))
            kept = self.reader.kept(file, key)
            if isinstance(kept, Rule):
                return kept
        before = len(self.problems.found)
        data = read_yaml(file, content, self.reader, self.problems)
        if data is None:
            return None
        topic = file.removeprefix(f"{self.rules_folder}/").rpartition("/")[0]
        rule = read_rule(name, topic, Spot(self.problems, file, data), self.known)
        if rule is not None and key is not None and len(self.problems.found) == before:
            self.reader.keep(file, key, rule)
        return rule
