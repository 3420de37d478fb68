"""The first schema.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Rows of these are never changed or deleted, but where a row in `erasing` stands for the length of one transaction.
APPEND_ONLY = (
    "case_revisions",
    "issues",
    "issue_withdrawals",
    "pack_versions",
    "version_files",
    "published",
    "audit",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("audit_by_time", "audit", ["at"], unique=False)
    op.create_table(
        "erasing", sa.Column("one", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("one", name="pk_erasing")
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("issuer", sa.String(length=400), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("issuer", "subject", name="uq_people_issuer"),
    )
    op.create_table(
        "version_files",
        sa.Column("pack", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=12), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pack", "digest", "path", name="pk_version_files"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("once_firm", sa.BigInteger(), nullable=True),
        sa.Column("once_most", sa.BigInteger(), nullable=True),
        sa.Column("monthly_most", sa.BigInteger(), nullable=True),
        sa.Column("total_most", sa.BigInteger(), nullable=True),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("waiting_for", sa.Text(), nullable=False),
        sa.Column("summary_of", sa.Integer(), nullable=False),
        sa.Column("issued", sa.String(length=12), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], name="fk_cases_owner"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("cases_by_issue", "cases", ["issued", "touched_at", "id"], unique=False)
    op.create_index("cases_by_owner", "cases", ["owner", "touched_at", "id"], unique=False)
    op.create_index("cases_by_touch", "cases", ["touched_at", "id"], unique=False)
    op.create_index("cases_by_verdict", "cases", ["verdict", "touched_at", "id"], unique=False)
    op.create_index("cases_by_version", "cases", ["pack", "pack_version", "touched_at", "id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("pack", sa.String(length=100), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("base", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["who"], ["people.id"], name="fk_drafts_who"),
        sa.PrimaryKeyConstraint("pack", "path", name="pk_drafts"),
    )
    op.create_table(
        "issue_withdrawals",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["who"], ["people.id"], name="fk_issue_withdrawals_who"),
        sa.PrimaryKeyConstraint("case", "number", name="pk_issue_withdrawals"),
    )
    op.create_table(
        "pack_versions",
        sa.Column("pack", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["who"], ["people.id"], name="fk_pack_versions_who"),
        sa.PrimaryKeyConstraint("pack", "digest", name="pk_pack_versions"),
    )
    op.create_table(
        "published",
        sa.Column("pack", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["who"], ["people.id"], name="fk_published_who"),
        sa.PrimaryKeyConstraint("pack", "number", name="pk_published"),
    )
    op.create_table(
        "synonyms",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("pack", sa.String(length=100), nullable=False),
        sa.Column("offering", sa.String(length=100), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("decided", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_synonyms_decided_by"),
        sa.ForeignKeyConstraint(["who"], ["people.id"], name="fk_synonyms_who"),
        sa.PrimaryKeyConstraint("number", name="pk_synonyms"),
    )
    op.create_table(
        "case_people",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_case_people_case"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_case_people_person"),
        sa.PrimaryKeyConstraint("case", "person", name="pk_case_people"),
    )
    op.create_index("case_people_by_touch", "case_people", ["person", "touched_at", "case"], unique=False)
    op.create_table(
        "case_revisions",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.String(length=12), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_case_revisions_case"),
        sa.ForeignKeyConstraint(["who"], ["people.id"], name="fk_case_revisions_who"),
        sa.PrimaryKeyConstraint("case", "number", name="pk_case_revisions"),
    )
    op.create_table(
        "case_words",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column(
            "word", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_case_words_case"),
        sa.PrimaryKeyConstraint("case", "word", name="pk_case_words"),
    )
    op.create_index("words_by_word", "case_words", ["word", "case"], unique=False)
    op.create_table(
        "issues",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.String(length=12), nullable=False),
        sa.Column("prices_of", sa.String(length=10), nullable=False),
        sa.Column("valid_until", sa.String(length=10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=12), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_issues_case"),
        sa.ForeignKeyConstraint(["who"], ["people.id"], name="fk_issues_who"),
        sa.PrimaryKeyConstraint("case", "number", name="pk_issues"),
    )

    for table in APPEND_ONLY:
        if op.get_bind().dialect.name == "sqlite":
            _protect_in_sqlite(table)
        else:
            _protect_in_postgres(table)


def _protect_in_sqlite(table: str) -> None:
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_keeps_{event.lower()} BEFORE {event} ON {table} "
            "WHEN NOT EXISTS (SELECT 1 FROM erasing) "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
        )


def _protect_in_postgres(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_keeps() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT EXISTS (SELECT 1 FROM erasing) THEN RAISE 'rows of {table} are never changed'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keeps()"
    )
