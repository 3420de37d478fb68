"""The commands about the store: people, the log, backups, moving to another database, and what is kept for how long."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from advisor.command_line.cli_says import Usage, counted

ROLES = "administrator, engineer, lead, seller"


def add_store_commands(add: Callable[..., argparse.ArgumentParser], store_argument: Callable[[Any], None]) -> None:
    """`add(name, run, says, *examples)` gives the parser of a command."""
    one = add(
        "people", _people, "list who may use the advisor, and give roles", "",
        'https://login.example 1234 --name "Anna Berg" --roles seller,lead',
    )  # fmt: skip
    one.add_argument("issuer", metavar="ISSUER", nargs="?", help="who vouches for the person, as the sign-in says it")
    one.add_argument("subject", metavar="SUBJECT", nargs="?", help="under which name the issuer knows them")
    one.add_argument("--name", metavar="NAME", default="", help="what the person is called")
    one.add_argument("--roles", metavar="ROLES", help=f"the roles, with commas between them: {ROLES}")
    store_argument(one)

    one = add("log", _log, "read who did what, and what was refused", "", "--refused --since 2026-11-01")
    one.add_argument("--since", metavar="DAY", help="from this day on")
    one.add_argument("--refused", action="store_true", help="only what was refused")
    one.add_argument("--most", metavar="N", type=int, default=200, help="at most so many lines (200)")
    store_argument(one)

    one = add("backup", _backup, "write the whole store into one file", "advisor-2026-11-26.zip")
    one.add_argument("file", metavar="FILE.zip", type=Path, help="the file to write; it must not be there yet")
    store_argument(one)

    one = add("restore", _restore, "bring a backup back into an empty store", "advisor-2026-11-26.zip --store NEW")
    one.add_argument("file", metavar="FILE.zip", type=Path, help="what `backup` has written")
    store_argument(one)

    one = add("move-store", _move, "carry the store over into an empty one", "postgresql://advisor@localhost/advisor")
    one.add_argument("to", metavar="WHERE", help="an empty folder, or the address of an empty database")
    store_argument(one)

    one = add("retention", _retention, "erase old cases and delete old lines of the log", "--cases 1095 --log 3650")
    one.add_argument("--cases", metavar="DAYS", type=int, help="erase cases that nobody has touched for so long")
    one.add_argument("--log", metavar="DAYS", type=int, help="delete lines of the log that are older")
    store_argument(one)

    one = add(
        "export-customer", _export, "write all that is kept about a customer into one file", '"Example Ltd" it.zip'
    )
    one.add_argument("customer", metavar="NAME", help="the name as it stands in their cases")
    one.add_argument("file", metavar="FILE.zip", type=Path, help="the file to write; it must not be there yet")
    store_argument(one)

    one = add("erase-customer", _erase, "erase a customer's names, contacts, words and papers", '"Example Ltd" --yes')
    one.add_argument("customer", metavar="NAME", help="the name as it stands in their cases")
    one.add_argument("--yes", action="store_true", help="do it; without this the number of cases is only said")
    store_argument(one)


@contextmanager
def _desk(where: str | None) -> Iterator[Any]:
    """The desk of whoever has the store in their hands. Raises Usage for a store that fails and for what is not allowed."""
    from advisor.service.desk import local_desk
    from advisor.service.people import LastAdministrator
    from advisor.service.rights import NotAllowed
    from advisor.storing.faults import StoreFault
    from advisor.storing.moving import CannotMove
    from advisor.storing.store import open_store, where_of

    try:
        store = open_store(where or where_of(()))
        try:
            yield local_desk(store)
        finally:
            store.close()
    except (StoreFault, CannotMove, NotAllowed, LastAdministrator) as fault:
        raise Usage(str(fault)) from fault


def _people(chosen: argparse.Namespace) -> int:
    from advisor.service.people import everybody, set_roles
    from advisor.storing.people import ROLES as KNOWN
    from advisor.storing.people import keep_person

    with _desk(chosen.store) as desk:
        if chosen.issuer is not None:
            if chosen.subject is None or chosen.roles is None:
                raise Usage("Give ISSUER, SUBJECT and --roles; the log of the sign-in names the first two.")
            roles = {role.strip() for role in chosen.roles.split(",") if role.strip()}
            unknown = sorted(roles - set(KNOWN))
            if unknown:
                raise Usage(f"There is no role “{unknown[0]}”. There are {ROLES}.")
            with desk.store.writing() as connection:
                person = keep_person(
                    connection, desk.store, chosen.issuer, chosen.subject, chosen.name or chosen.subject
                )
            set_roles(desk, person.id, roles)
        for one in everybody(desk):
            print(f"{one.name}: {', '.join(sorted(one.roles)) or 'no role'} ({one.issuer} {one.subject})")
    return 0


def _log(chosen: argparse.Namespace) -> int:
    from advisor.service.upkeep import read_log

    since = None
    if chosen.since is not None:
        try:
            since = datetime.fromisoformat(chosen.since).replace(tzinfo=UTC)
        except ValueError:
            raise Usage(f"{chosen.since} is no day; write year, month and day, such as 2026-11-21.") from None
    with _desk(chosen.store) as desk:
        for one in reversed(read_log(desk, chosen.most, since=since, refused=True if chosen.refused else None)):
            details = ", ".join(f"{name}: {value}" for name, value in one.details.items())
            refused = "REFUSED " if one.refused else ""
            print(f"{one.at:%Y-%m-%d %H:%M:%S}Z {one.name or one.who}: {refused}{one.what}, {one.object}{f' ({details})' if details else ''}")  # fmt: skip
    return 0


def _backup(chosen: argparse.Namespace) -> int:
    from advisor.storing.moving import back_up

    with _desk(chosen.store) as desk:
        done = back_up(desk.store, chosen.file)
        print(f"{chosen.file}: {counted(done.rows, 'row')} of {desk.store.place}.")
    return 0


def _restore(chosen: argparse.Namespace) -> int:
    from advisor.storing.faults import StoreFault
    from advisor.storing.moving import CannotMove, restore
    from advisor.storing.store import where_of

    where = chosen.store or where_of(())
    try:
        done = restore(chosen.file, where)
    except (CannotMove, StoreFault) as fault:
        raise Usage(str(fault)) from fault
    print(f"{counted(done.rows, 'row')} are back; counts and checksums of {len(done.tables)} tables agree.")
    return 0


def _move(chosen: argparse.Namespace) -> int:
    from advisor.storing.moving import move

    with _desk(chosen.store) as desk:
        done = move(desk.store, chosen.to)
    for name, one in done.tables.items():
        print(f"{name}: {counted(one.rows, 'row')}, checksum {one.checksum[:12]} on both sides")
    print("Everything has arrived. Start the advisor with --store or ADVISOR_STORE from now on.")
    return 0


def _retention(chosen: argparse.Namespace) -> int:
    from advisor.service.upkeep import Kept, end_of_time

    for days in (chosen.cases, chosen.log):
        if days is not None and days < 1:
            raise Usage("Write a number of days from 1 on.")
    with _desk(chosen.store) as desk:
        done = end_of_time(desk, Kept(chosen.cases, chosen.log))
    print(f"{counted(done.cases, 'case')} erased, {counted(done.log, 'line')} of the log deleted.")
    return 0


def _export(chosen: argparse.Namespace) -> int:
    from advisor.service.upkeep import export_customer

    with _desk(chosen.store) as desk:
        try:
            many = export_customer(desk, chosen.customer, chosen.file)
        except OSError as error:
            raise Usage(f"{chosen.file} cannot be written: {error.strerror}. Choose another name.") from error
    print(f"{chosen.file}: {counted(many, 'case')} of “{chosen.customer}”.")
    return 0


def _erase(chosen: argparse.Namespace) -> int:
    from advisor.service.upkeep import cases_of_customer, erase_customer

    with _desk(chosen.store) as desk:
        if not chosen.yes:
            many = len(cases_of_customer(desk, chosen.customer))
            print(f"{counted(many, 'case')} of “{chosen.customer}”. Nothing was erased; with --yes it is, for good.")
            return 0
        many = erase_customer(desk, chosen.customer)
    print(f"{counted(many, 'case')} of “{chosen.customer}” erased; backups made before still hold them.")
    return 0
