"""The documents do not lag behind: what can be typed or written is described, links lead somewhere, and the README is true."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
from pathlib import Path

import pytest

from advisor.command_line.cli import build_parser
from advisor.loading.load import load_pack
from advisor.loading.shapes_pack import CapabilityShape, FactShape
from advisor.loading.shapes_rule import EFFECTS, ExampleShape, RuleShape
from advisor.pack import ASSESSMENT, CUSTOMER_TASK, NOT_OURS
from advisor.workshop.trial import try_examples

PROJECT = Path(__file__).parent.parent
DOCS = PROJECT / "docs"
PAGES = [PROJECT / "README.md", PROJECT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def commands() -> dict[str, argparse.ArgumentParser]:
    (parsers,) = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(parsers.choices)


def sections(path: Path, level: str) -> dict[str, str]:
    """The text below each heading of one level, up to the next heading of it or above."""
    parts = re.split(rf"^{level} (.+)$", path.read_text("utf-8"), flags=re.MULTILINE)
    return {name.strip("`"): text for name, text in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("command", commands())
def test_every_command_and_every_option_is_described(command: str) -> None:
    described = sections(DOCS / "command_line.md", "##")
    assert command in described
    assert f"python -m advisor {command} " in described[command]
    options = [option for action in commands()[command]._actions for option in action.option_strings]
    everywhere = {"-h", "--help", "--root", "--output"}
    missing = [option for option in options if option not in everywhere and f"`{option}" not in described[command]]
    missing = [
        option
        for option in missing
        if f"{option} " not in described[command] and f"[{option}]" not in described[command]
    ]
    assert missing == []


def test_the_examples_of_the_command_line_can_be_typed() -> None:
    lines = re.findall(r"^python -m advisor (.+)$", (DOCS / "command_line.md").read_text("utf-8"), re.MULTILINE)
    assert len(lines) >= len(commands())
    for line in lines:
        parsed = build_parser().parse_args(shlex.split(line.split(" > ")[0]))
        assert parsed.run is not None
        for name in ("case", "pack"):
            named = getattr(parsed, name, None)
            assert named is None or (PROJECT / named).exists() or (PROJECT / "rules" / str(named)).is_dir(), line


def test_every_key_of_a_rule_has_its_heading() -> None:
    keys = [field.alias or name for name, field in RuleShape.model_fields.items()]
    described = sections(DOCS / "rules.md", "###")
    assert [key for key in keys if key not in described] == []
    assert [key for key in described if key not in keys] == []  # nor is a key described that is gone
    assert [key for key in EFFECTS if key not in described] == []
    assert [name for name in ExampleShape.model_fields if f"- `{name}`:" not in described["examples"]] == []


@pytest.mark.parametrize(("shape", "file"), [(FactShape, "facts.yaml"), (CapabilityShape, "capabilities.yaml")])
def test_every_key_beside_the_rules_is_named(shape: type[FactShape] | type[CapabilityShape], file: str) -> None:
    (row,) = (line for line in (DOCS / "rules.md").read_text("utf-8").splitlines() if f"{file}` |" in line)
    keys = [field.alias or name for name, field in shape.model_fields.items() if name != "title"]
    assert [key for key in keys if f"`{key}`" not in row] == []


def test_what_the_engine_knows_of_kinds_is_in_the_glossary() -> None:
    glossary = (DOCS / "glossary.md").read_text("utf-8").lower()
    for kind in (ASSESSMENT, CUSTOMER_TASK, NOT_OURS):
        assert kind in glossary or kind.replace("_", " ") in glossary, kind


def anchors_of(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        path = (page.parent / file) if file else page
        assert path.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors_of(path), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_page_says_something_below_its_title(page: Path) -> None:
    title, _, rest = page.read_text("utf-8").partition("\n")
    assert title.startswith("# ")
    assert len(rest.split()) >= 30


def test_every_page_of_docs_can_be_found_from_the_readme() -> None:
    reached, waiting = set(), [PROJECT / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in reached or not page.is_file():
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text("utf-8")) if page.suffix == ".md" else []
        waiting += [page.parent / link for link in links if "://" not in link]
    assert [page.name for page in PAGES if page.resolve() not in reached] == []


# the README's own words


def readme_blocks() -> list[str]:
    return re.findall(r"^ *```\w*\n(.*?)^ *```", (PROJECT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_the_two_commands_of_the_readme_use_what_is_there() -> None:
    start, test = (next(b for b in readme_blocks() if end in b) for end in ("bin/streamlit run", "bin/pytest"))
    for command, requirements in ((start, "requirements.txt"), (test, "tests/requirements.txt")):
        assert command.count("\n") == 1  # one line, to be copied at once
        assert command.startswith(f"python3 -m venv .venv && .venv/bin/pip install -r {requirements} && ")
        assert (PROJECT / requirements).is_file()
    assert (PROJECT / start.split()[-1]).is_file()


def test_ci_runs_the_readmes_own_test_command() -> None:
    (pattern,) = re.findall(r"grep -m 1 '(.+?)' README.md", (PROJECT / ".ci/run").read_text("utf-8"))
    (found,) = [line for line in (PROJECT / "README.md").read_text("utf-8").splitlines() if re.search(pattern, line)]
    assert found.endswith(" && .venv/bin/pytest")


def test_the_rule_of_the_readme_can_be_changed_as_it_says(tmp_path: Path) -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    shutil.copytree(PROJECT / "rules", tmp_path / "rules")
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    file = next(iter(re.findall(r"\]\((rules/[^)]+)\)", readme)))
    old, new = re.findall(r"`(server_memory: [^`]+)` becomes `([^`]+)`", readme)[0]
    text = (tmp_path / file).read_text("utf-8")
    assert old in text and "half a gigabyte" in text
    (tmp_path / file).write_text(text.replace(old, new).replace("half a gigabyte", "0.6 GB"), encoding="utf-8")

    pack = load_pack(tmp_path, Path(file).parts[1])  # step 4: nothing is wrong
    failures = [str(failure) for failure in try_examples(pack)]  # step 5: two examples expect the old number
    assert len(failures) == 2
    assert failures[0] in readme

    sums = re.findall(r"(8 \+ \d+ x 0\.6) = (\d+)", readme)
    was = re.findall(r"\((8 \+ \d+ x 0\.5)\)", text)
    changed = (tmp_path / file).read_text("utf-8")
    for (arithmetic, number), before in zip(sums, was, strict=True):
        expected = re.search(rf"{re.escape(before)}.*?expect: {{server_memory: (\d+)}}", changed, re.DOTALL)
        assert expected is not None
        end = expected.end(1)
        changed = changed[: expected.start(1)] + number + changed[end:]
        changed = changed.replace(before, arithmetic)
    (tmp_path / file).write_text(changed, encoding="utf-8")
    assert try_examples(load_pack(tmp_path, pack.id)) == ()
