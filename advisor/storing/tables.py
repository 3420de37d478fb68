"""The tables of the store as the newest migration leaves them, the same for SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

tables = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A point in time, always in UTC. SQLite keeps no zone, so it is taken off on the way in and put on again on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        in_utc = value.astimezone(UTC)
        return in_utc if dialect.name == "postgresql" else in_utc.replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _number() -> Column[int]:
    """A number that the database gives out, in the order of writing."""
    kind = BigInteger().with_variant(Integer(), "sqlite")
    return Column("number", kind, primary_key=True, autoincrement=True)


# Compared byte by byte, so that "begins with" is a range of the index whatever the language of the database.
WORD = String(40).with_variant(String(40, collation="C"), "postgresql")

people = Table(
    "people",
    tables,
    Column("id", String(32), primary_key=True),
    Column("issuer", String(400), nullable=False),
    Column("subject", String(400), nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),  # with commas between them, in alphabetical order
    Column("at", Moment, nullable=False),
    UniqueConstraint("issuer", "subject"),
)

cases = Table(
    "cases",
    tables,
    Column("id", String(32), primary_key=True),
    Column("owner", ForeignKey("people.id"), nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_version", String(12), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("touched_at", Moment, nullable=False),
    # What a list shows, of the newest revision: no recommendation is worked out for a list.
    Column("customer", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("verdict", String(20), nullable=False),  # "" where none was worked out yet
    Column("says", Text, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("once_firm", BigInteger),
    Column("once_most", BigInteger),
    Column("monthly_most", BigInteger),
    Column("total_most", BigInteger),
    Column("questions", Integer, nullable=False),
    Column("waiting_for", Text, nullable=False),
    Column("summary_of", Integer, nullable=False),  # the revision that the five columns above are about
    Column("issued", String(12), nullable=False),  # "", issued, withdrawn
    Column("erased", Boolean, nullable=False),
    Index("cases_by_touch", "touched_at", "id"),
    Index("cases_by_owner", "owner", "touched_at", "id"),
    Index("cases_by_verdict", "verdict", "touched_at", "id"),
    Index("cases_by_issue", "issued", "touched_at", "id"),
    Index("cases_by_version", "pack", "pack_version", "touched_at", "id"),
)

# Who a case is open to: its owner, and those it is shared with. `touched_at` repeats that of the case, for the order of a list.
case_people = Table(
    "case_people",
    tables,
    Column("case", ForeignKey("cases.id"), primary_key=True),
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("touched_at", Moment, nullable=False),
    Index("case_people_by_touch", "person", "touched_at", "case"),
)

case_words = Table(
    "case_words",
    tables,
    Column("case", ForeignKey("cases.id"), primary_key=True),
    Column("word", WORD, primary_key=True),
    Index("words_by_word", "word", "case"),
)

case_revisions = Table(
    "case_revisions",
    tables,
    Column("case", ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", ForeignKey("people.id"), nullable=False),
    Column("kind", String(12), nullable=False),  # begun, change, undo, redo, note, rules
    Column("fields", Text, nullable=False),  # one a line
    Column("note", Text, nullable=False),
    Column("pack_version", String(12), nullable=False),
    Column(
        "state", Integer, nullable=False
    ),  # the revision whose content this one has: its own, but after undo, redo and note
    Column("parent", Integer, nullable=False),  # the state before it, to which undo goes back; 0: there is none
    Column("content", Text, nullable=False),  # JSON; "" where `state` is another revision
)

issues = Table(
    "issues",
    tables,
    Column("case", ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", ForeignKey("people.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_version", String(12), nullable=False),
    Column("prices_of", String(10), nullable=False),
    Column("valid_until", String(10), nullable=False),
    Column("content", Text, nullable=False),  # the case, JSON
    Column("recommendation", Text, nullable=False),  # contract 2, JSON
    Column("paper", String(12), nullable=False),
    Column("pdf", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("changes", Text, nullable=False),  # against the issue before it, one sentence a line
)

issue_withdrawals = Table(
    "issue_withdrawals",
    tables,
    Column("case", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", ForeignKey("people.id"), nullable=False),
    Column("reason", Text, nullable=False),
)

pack_versions = Table(
    "pack_versions",
    tables,
    Column("pack", String(100), primary_key=True),
    Column("digest", String(12), primary_key=True),
    Column("sha256", String(64), nullable=False),  # the digest is short; this tells a forged twin
    Column("at", Moment, nullable=False),
    Column("who", ForeignKey("people.id"), nullable=False),
    Column("note", Text, nullable=False),
)

version_files = Table(
    "version_files",
    tables,
    Column("pack", String(100), primary_key=True),
    Column("digest", String(12), primary_key=True),
    Column("path", String(500), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

published = Table(
    "published",
    tables,
    Column("pack", String(100), primary_key=True),
    Column("number", Integer, primary_key=True),  # the newest is the current one
    Column("digest", String(12), nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", ForeignKey("people.id"), nullable=False),
    Column("note", Text, nullable=False),
)

drafts = Table(
    "drafts",
    tables,
    Column("pack", String(100), primary_key=True),
    Column("path", String(500), primary_key=True),
    Column("text", Text),  # NULL: the file is to be deleted
    Column("base", String(12), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", ForeignKey("people.id"), nullable=False),
)

synonyms = Table(
    "synonyms",
    tables,
    _number(),
    Column("pack", String(100), nullable=False),
    Column("offering", String(100), nullable=False),
    Column("phrase", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", ForeignKey("people.id"), nullable=False),
    Column("decided", String(10), nullable=False),  # "", taken, refused
    Column("decided_at", Moment),
    Column("decided_by", ForeignKey("people.id")),
)

audit = Table(
    "audit",
    tables,
    _number(),
    Column("at", Moment, nullable=False),
    Column("who", String(32), nullable=False),
    Column("what", String(60), nullable=False),
    Column("object", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("refused", Boolean, nullable=False),
    Index("audit_by_time", "at"),
)

# A row in here, within one transaction, opens the append-only tables to erasure and retention; it is gone before the end of it.
erasing = Table("erasing", tables, Column("one", Integer, primary_key=True))

APPEND_ONLY = (
    case_revisions,
    issues,
    issue_withdrawals,
    pack_versions,
    version_files,
    published,
    audit,
)
