"""Every check beyond what stops a pack from loading, and which of their findings the files themselves have silenced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from advisor.expressions.faults import did_you_mean, listed
from advisor.loading.files import PackReader, Problems
from advisor.loading.load import contents_of, load_contents
from advisor.pack import Pack, Silence
from advisor.workshop.checks_rules import rule_never_applies, rules_contradict, rules_subsume
from advisor.workshop.checks_supply import (
    assessment_settles_nothing,
    capability_without_demand,
    capability_without_supply,
    fact_never_read,
    offering_never_called_for,
)
from advisor.workshop.checks_tables import price_gap, table_gap, table_overlap
from advisor.workshop.checks_texts import owner_gone, source_overdue, text_incomplete
from advisor.workshop.findings import Bench, Finding

Check: TypeAlias = Callable[[Bench], Iterator[Finding]]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        check.__name__: check
        for check in (
            rule_never_applies,
            rules_contradict,
            rules_subsume,
            capability_without_supply,
            capability_without_demand,
            offering_never_called_for,
            assessment_settles_nothing,
            fact_never_read,
            table_gap,
            table_overlap,
            price_gap,
            text_incomplete,
            source_overdue,
            owner_gone,
        )
    }
)
NEEDLESS = "silence_needless"  # looks at the silences themselves, after all others


@dataclass(frozen=True)
class Checked:
    """What came of checking one pack. `silenced`: findings that are meant to be so, each with the reason."""

    pack: Pack
    findings: tuple[Finding, ...]
    silenced: tuple[tuple[Finding, Silence], ...]


def check_pack(bench: Bench) -> Checked:
    """Run every check, in the order of files and lines."""
    silences = (*(silence for rule in bench.pack.rules.values() for silence in rule.silences), *bench.pack.silences)
    by_aim: dict[tuple[str, str], Silence] = {(silence.check, silence.about): silence for silence in silences}
    findings: list[Finding] = []
    silenced: list[tuple[Finding, Silence]] = []
    for check in CHECKS.values():
        for finding in check(bench):
            silence = by_aim.get((finding.check, finding.about))
            if silence is None:
                findings.append(finding)
            else:
                silenced.append((finding, silence))
    used = {silence for _, silence in silenced}
    aimed = (one for one in silences if bench.focus in (None, one.about) and one not in used)
    findings.extend(_needless(silence) for silence in aimed)
    return Checked(bench.pack, tuple(sorted(findings)), tuple(sorted(silenced, key=lambda pair: pair[0])))


def _needless(silence: Silence) -> Finding:
    """A silence that hides nothing would one day hide something that nobody has thought of."""
    if silence.check not in CHECKS:
        what = f"There is no check `{silence.check}` to be silenced."
        cure = did_you_mean(silence.check, CHECKS, f"There are {listed(CHECKS, 30)}.")
    else:
        what = f"`{silence.check}` finds nothing about `{silence.about}`, so there is nothing to silence."
        cure = "Delete the line."
    return Finding(silence.place, NEEDLESS, silence.about, what, cure)


def check_folder(root: Path, pack_id: str, today: date | None = None, reader: PackReader | None = None) -> Checked:
    """Check a pack as it lies in its folders; `today` left out, sources are held against the day of the price list.

    Raises FilesAtFault where it does not load.
    """
    problems = Problems()
    contents = contents_of(root, pack_id, problems)
    problems.raise_any()
    return check_contents(pack_id, contents, today, reader)


def check_contents(
    pack_id: str, contents: Mapping[str, bytes], today: date | None = None, reader: PackReader | None = None
) -> Checked:
    """Check a pack that is given by its files."""
    reader = reader or PackReader()
    pack = load_contents(pack_id, contents, reader)
    return check_pack(Bench(pack, contents, today or pack.prices_of, reader))
