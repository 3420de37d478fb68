"""Cases as files (contract 1): export, import, and a copy to begin the next call from."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from ruamel.yaml import YAML

from advisor.calling.call import reference_for
from advisor.calling.call_kept import Moved, move_to
from advisor.case import Case
from advisor.loading.dump_case import dump_case
from advisor.loading.files import Problems, text_of
from advisor.loading.json_text import read_json_text
from advisor.loading.load_case import read_case
from advisor.loading.yaml_text import read_yaml_text
from advisor.pack import Pack
from advisor.problems import FilesAtFault, Place, Problem

MOST_BYTES = 2_000_000


def case_file(pack: Pack, case: Case) -> bytes:
    """The case as a YAML file, inventories in it; `read_case_file` reads it back to the same case."""
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 110
    written = io.StringIO()
    yaml.dump(dump_case(replace(case, expect={}), pack), written)
    return written.getvalue().encode("utf-8")


def pack_of_case_file(name: str, content: bytes) -> str:
    """The pack that a case file names. Raises FilesAtFault."""
    data = _data(name, content)
    named = data.get("pack") if isinstance(data, dict) else None
    if not isinstance(named, str):
        what, cure = "`pack` is missing.", "Choose a file that “Export” has written."
        raise FilesAtFault([Problem(Place(Path(name).name), "key_missing", what, cure)])
    return named


def read_case_file(pack: Pack, name: str, content: bytes) -> Case:
    """Raises FilesAtFault with every problem in it. A file is never looked for beside it: an upload has no neighbours."""
    return replace(read_case(_data(name, content), pack, Place(Path(name).name)), expect={})


def copy_of(pack: Pack, before: Pack, case: Case, taken: Collection[str] = ()) -> Case:
    """The same request and answers as a case of today, with a reference of its own, read with `pack`."""
    moved: Moved = move_to(pack, before, replace(case, needed_by=None))
    customer = replace(case.customer, reference=reference_for(datetime.now(), {*taken, case.customer.reference}))
    return replace(moved.case, date=date.today(), customer=customer)


def _data(name: str, content: bytes) -> dict[str, object]:
    file = Path(name).name
    problems = Problems()
    if len(content) > MOST_BYTES:
        what = f"The file has {len(content) // 1000} kB; at most {MOST_BYTES // 1000} kB are read."
        raise FilesAtFault([Problem(Place(file), "file_too_large", what, "Choose a file that “Export” has written.")])
    try:
        text = text_of(content)
    except UnicodeDecodeError as error:
        what = "Here a sign stands that is not UTF-8: the file was saved in another encoding."
        raise FilesAtFault([Problem(Place(file), "file_not_utf8", what, "Save it as UTF-8.")]) from error
    data, faults = (read_json_text if file.endswith(".json") else read_yaml_text)(text)
    problems.take(file, faults)
    problems.raise_any()
    if not isinstance(data, dict):
        raise FilesAtFault([Problem(Place(file), "not_a_map", "This is no case.", "Choose a file that “Export” has written.")])  # fmt: skip
    return data
