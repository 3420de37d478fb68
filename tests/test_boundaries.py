"""The engine knows no product and no screen: no id of a pack stands in `advisor/`, and it runs where Streamlit is not installed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.loading.load import load_pack, pack_ids
from advisor.pack import Pack

PROJECT = Path(__file__).parent.parent
MODULES = sorted((PROJECT / "advisor").rglob("*.py"))
# Ids of packs that are also words of the engine's own; every other id of a pack would be a product in the engine.
ENGINE_WORDS = frozenset({"assessment", "customer_task", "not_ours", "reachable"})
# Words that stand in the contracts and in file formats as values, whatever packs call by them.
OWN_VALUES = frozenset({"yes", "no", "count", "name", "once", "setup", "service", "other", "none", "unknown"})


def ids_of(pack: Pack) -> set[str]:
    """Everything that a pack names: offerings, kinds, facts, columns, choices, capabilities, outcomes, rules, sources, figures."""
    columns = [column for fact in pack.facts.values() for column in fact.columns]
    choices = [choice for fact in (*pack.facts.values(), *columns) for choice in fact.choices]
    kinds = [offering.kind for offering in pack.offerings.values()]
    return {
        *pack.offerings, *pack.facts, *pack.capabilities, *pack.outcomes, *pack.rules, *pack.sources, *pack.figures,
        *(column.id for column in columns), *choices, *kinds, pack.id,
    }  # fmt: skip


@pytest.mark.parametrize("pack_id", pack_ids(PROJECT))
def test_no_id_of_a_pack_stands_in_the_engine(pack_id: str) -> None:
    """Ids of several words may stand nowhere; one word may be plain English in a sentence, but never a string that code looks for."""
    ids = ids_of(load_pack(PROJECT, pack_id)) - ENGINE_WORDS
    compound = {name for name in ids if "_" in name}
    single = {f'"{name}"' for name in ids - compound - OWN_VALUES}
    assert len(compound) > 100
    found = {}
    for path in MODULES:
        text = path.read_text("utf-8")
        names = compound & set(re.findall(r"\w+", text)) | single & set(re.findall(r'"\w+"', text))
        if names:
            found[path.relative_to(PROJECT).as_posix()] = sorted(names)
    assert found == {}


def test_no_module_of_the_engine_imports_streamlit_or_a_page() -> None:
    assert len(MODULES) > 50
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] not in ("streamlit", "app_pages", "advisor_app"), (
                    f"{path.name} imports {name}"
                )


WITHOUT_STREAMLIT = """
import importlib, pkgutil, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "streamlit":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Refuse())
try:
    import streamlit
except ModuleNotFoundError:
    print("streamlit is not there")
import advisor
for module in pkgutil.walk_packages(advisor.__path__, "advisor."):
    if module.name != "advisor.__main__":
        importlib.import_module(module.name)
from advisor.command_line.cli import main
sys.exit(main(["recommend", *sys.argv[1:]]))
"""


def test_the_engine_runs_where_streamlit_is_not_installed() -> None:
    case = next((PROJECT / "data").glob("*/cases/*.yaml"))
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_STREAMLIT, str(case)],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert (run.returncode, run.stderr) == (0, "")
    first, *rest = run.stdout.splitlines()
    assert first == "streamlit is not there"
    assert any(line == "What you asked for" for line in rest)
