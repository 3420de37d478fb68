"""The commands as they are run: each takes what was typed, and imports what it needs only then.

`check` does not wait for the solver, nor `recommend` for the printer.
"""

from __future__ import annotations

import argparse


def recommend(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_cases import run_recommend

    return run_recommend(chosen.root, chosen.case, as_json=chosen.json, on=chosen.on)


def verify(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_cases import run_verify

    return run_verify(chosen.root, chosen.case, chosen.recommendation, chosen.world or ())


def explain(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_cases import run_explain

    return run_explain(chosen.root, chosen.case, why=chosen.why, why_not=chosen.why_not, what_if=chosen.what_if or ())


def print_(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_cases import run_print

    return run_print(chosen.root, chosen.case, chosen.output, chosen.paper)


def check(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_packs import run_check

    return run_check(chosen.root, chosen.pack, chosen.schemas, chosen.today)


def test(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_packs import run_test

    return run_test(chosen.root, chosen.pack, chosen.mutate, chosen.accept_sums)


def sentences(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_sentences import run_sentences

    return run_sentences(chosen.root, chosen.pack, as_json=chosen.json, once=chosen.once)


def coverage(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_packs import run_coverage

    return run_coverage(chosen.root, chosen.pack)


def impact(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_impact import run_impact

    return run_impact(chosen.root, chosen.pack, chosen.against, chosen.store, chosen.csv)


def publish(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_versions import run_publish

    return run_publish(chosen.root, chosen.pack, chosen.note, chosen.store)


def versions(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_versions import run_versions

    return run_versions(chosen.pack, chosen.compare, chosen.export, chosen.version, chosen.rule, chosen.store)


def rollback(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_versions import run_rollback

    return run_rollback(chosen.pack, chosen.version, chosen.note, chosen.store)


def new_rule(chosen: argparse.Namespace) -> int:
    from advisor.command_line.cli_packs import run_new_rule

    return run_new_rule(chosen.root, chosen.pack, chosen.id)
