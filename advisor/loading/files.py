"""Reading the files of a pack: bytes, names, sizes, encodings, YAML and CSV, and what is wrong in plain words."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from advisor.loading.yaml_faults import Fault, foreign_line
from advisor.loading.yaml_text import read_yaml_text
from advisor.problems import FilesAtFault, Place, Problem

MOST_BYTES = {".yaml": 200_000, ".json": 2_000_000, ".csv": 5_000_000}
BOM = b"\xef\xbb\xbf"
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class CsvRow:
    """One row: where it begins, and its cells by column, without the blanks round them ("" where empty)."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class CsvTable:
    """A CSV file: its columns in order, its rows without empty ones; `torn`: first cells of rows of a wrong length."""

    columns: tuple[str, ...] = ()
    rows: tuple[CsvRow, ...] = ()
    torn: frozenset[str] = frozenset()


class Problems:
    """Collects what is wrong while reading goes on."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, place: Place, code: str, what: str, cure: str) -> None:
        self.found.append(Problem(place, code, what, cure))

    def take(self, file: str, faults: Iterable[Fault]) -> bool:
        """Add the faults of one file; True where there was any."""
        before = len(self.found)
        self.found.extend(Problem(Place(file, fault.line), fault.code, fault.what, fault.cure) for fault in faults)
        return len(self.found) > before

    def raise_any(self) -> None:
        if self.found:
            raise FilesAtFault(self.found)


@dataclass
class PackReader:
    """Keeps what was read, by content, so that loading again reads only what changed. It belongs to who makes it."""

    _documents: dict[tuple[str, str], tuple[bytes, Any]] = field(default_factory=dict)
    _results: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def document(self, file: str, content: bytes, read: Callable[[str], Kept]) -> Kept:
        """`read(text)` of a file's content, or what it gave when the content was the same."""
        name = (file, read.__qualname__)
        kept = self._documents.get(name)
        if kept is None or kept[0] != content:
            kept = (content, read(text_of(content)))
            self._documents[name] = kept
        found: Kept = kept[1]
        return found

    def kept(self, file: str, key: object) -> Any:
        """What was kept for a file under the same key; None where there is nothing."""
        found = self._results.get(file)
        return found[1] if found is not None and found[0] == key else None

    def keep(self, file: str, key: object, result: object) -> None:
        self._results[file] = (key, result)


def text_of(content: bytes) -> str:
    """UTF-8 text with LF, without BOM. Raises UnicodeDecodeError."""
    return plain_bytes(content).decode("utf-8")


def plain_bytes(content: bytes) -> bytes:
    return content.removeprefix(BOM).replace(b"\r\n", b"\n")


def version_of(contents: Mapping[str, bytes]) -> str:
    """The first 12 hex digits of the SHA-256 over paths and contents, the same on every machine."""
    digest = hashlib.sha256()
    for file in sorted(contents):
        digest.update(file.encode("utf-8") + b"\0" + plain_bytes(contents[file]) + b"\0")
    return digest.hexdigest()[:12]


def read_folder(root: Path, folder: Path, problems: Problems) -> dict[str, bytes]:
    """The content of every file below a folder but hidden ones, by its path from `root` (with `/`), in that order."""
    contents: dict[str, bytes] = {}
    for path in _walk(root, folder, problems):
        content = read_bytes(path, path.relative_to(root).as_posix(), problems)
        if content is not None:
            contents[path.relative_to(root).as_posix()] = content
    return dict(sorted(contents.items()))


def _walk(root: Path, folder: Path, problems: Problems) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda item: item.name):
        if entry.name.startswith((".", "~")) or entry.name.endswith("~") or entry.name == "__pycache__":
            continue
        path = folder / entry.name
        if entry.is_symlink():
            place = Place(path.relative_to(root).as_posix())
            problems.add(
                place,
                "file_link",
                "This is a link to a file or folder elsewhere; links are not followed.",
                "Put the file itself here.",
            )
        elif entry.is_dir():
            yield from _walk(root, path, problems)
        else:
            yield path


def read_bytes(path: Path, file: str, problems: Problems) -> bytes | None:
    """The content of one file, or None with the problem said: missing, too large, not UTF-8."""
    try:
        if _too_large(file, path.stat().st_size, problems):
            return None
        content = path.read_bytes()
    except FileNotFoundError:
        problems.add(Place(file), "file_missing", "There is no such file.", "Create it, or correct the name.")
        return None
    except OSError as error:
        problems.add(
            Place(file), "file_unreadable", f"The file cannot be opened ({error.strerror}).", "Look at its permissions."
        )
        return None
    return refuse_unreadable(file, content, problems)


def refuse_unreadable(file: str, content: bytes, problems: Problems) -> bytes | None:
    """The content, or None with the problem said: too large, not UTF-8."""
    if _too_large(file, len(content), problems):
        return None
    if PurePosixPath(file).suffix in MOST_BYTES:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            what = "Here a sign stands that is not UTF-8: the file was saved in another encoding."
            problems.add(Place(file, line), "file_not_utf8", what, "Save it as UTF-8 (in Excel: “CSV UTF-8”).")
            return None
    return content


def _too_large(file: str, size: int, problems: Problems) -> bool:
    most = MOST_BYTES.get(PurePosixPath(file).suffix, 5_000_000)
    if size > most:
        what = f"The file has {size // 1000} kB; at most {most // 1000} kB are read."
        cure = "Split it into several files, or delete what does not belong in it."
        problems.add(Place(file), "file_too_large", what, cure)
    return size > most


def read_yaml(file: str, content: bytes, reader: PackReader, problems: Problems) -> Any:
    """The data of a YAML file (see `yaml_text`), or None with the problems said; an empty file is a problem too."""
    data, faults = reader.document(file, content, read_yaml_text)
    problems.take(file, faults)
    if data is None and not faults:
        problems.add(Place(file), "file_empty", "The file is empty.", "Write something in it, or delete it.")
    return data


def read_csv(file: str, content: bytes, reader: PackReader, problems: Problems) -> CsvTable | None:
    """The table in a CSV file, or None where it cannot be read; rows longer or shorter than the header are left out."""
    table, faults = reader.document(file, content, read_csv_text)
    problems.take(file, faults)
    return table


def read_csv_text(text: str) -> tuple[CsvTable | None, list[Fault]]:
    foreign = foreign_line(text)
    if foreign is not None:
        return None, [foreign]
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                rows.append((line, [cell.strip() for cell in cells]))
            line = lines.line_num + 1
    except csv.Error:
        cure = "A quote inside a text is doubled, and a text with quotes or commas stands in quotes."
        return None, [
            Fault(line, "csv_quote", "A quote is opened in this row and not closed where the cell ends.", cure)
        ]
    if not rows:
        return None, [
            Fault(0, "file_empty", "The file is empty.", "Write the header and the rows, or delete the file.")
        ]
    at, header = rows[0]
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            return None, [
                Fault(
                    at, "csv_separator", f"The cells are separated by {name}.", "Save it with commas between the cells."
                )
            ]
    faults = [
        Fault(at, "csv_header", f"Column {n} has no name.", "Give it a name, or delete it.")
        for n, name in enumerate(header, 1)
        if not name
    ]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    faults += [
        Fault(at, "csv_header", f"The column `{name}` is there twice.", "Keep one of the two.") for name in twice
    ]
    if faults:
        return None, faults
    good: list[CsvRow] = []
    torn: set[str] = set()
    for at, cells in rows[1:]:
        if len(cells) == len(header):
            good.append(CsvRow(at, dict(zip(header, cells, strict=True))))
        else:
            what = f"This row has {len(cells)} cells, the header has {len(header)}."
            torn.add(cells[0])
            faults.append(
                Fault(
                    at,
                    "csv_cells",
                    what,
                    "Put a text that holds a comma in quotes, and write every comma, also behind empty cells.",
                )
            )
    return CsvTable(tuple(header), tuple(good), frozenset(torn)), faults
