"""Tables of supervision as release 0.2.0 made them."""

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, String, Text, UniqueConstraint

from data.migrations.operations.release_0_2_0.append_only import append_only

TABLES = (
    "matter",
    "matter_milestone",
    "matter_entry",
    "matter_evidence",
    "appraisal_weight",
)


def create() -> None:
    """Make them."""
    op.create_table(
        "matter",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("kind", String(16), nullable=False),
        Column("state", String(16), nullable=False),
        Column("title", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("region", BigInteger, nullable=False),
        Column("unit", String(40), nullable=False),
        Column("set_by", Integer, nullable=False),
        Column("set_by_name", String(120), nullable=False),
        Column("set_at", BigInteger, nullable=False),
        Column("answer_by", BigInteger, nullable=False),
        Column("version", Integer, nullable=False),
        Column("answered_at", BigInteger),
        Column("closed_at", BigInteger),
        Column("reopenings", Integer, nullable=False),
    )
    op.create_index("matter_by_state", "matter", ["state"])
    op.create_index("matter_by_unit", "matter", ["unit", "state"])
    op.create_table(
        "matter_milestone",
        Column("matter", Integer, primary_key=True, autoincrement=False),
        Column("n", Integer, primary_key=True, autoincrement=False),
        Column("title", Text, nullable=False),
        Column("due", BigInteger, nullable=False),
        Column("first_due", BigInteger, nullable=False),
        Column("extensions", Integer, nullable=False),
        Column("rejections", Integer, nullable=False),
        Column("reported_at", BigInteger),
        Column("reporter", Integer),
        Column("report", Text, nullable=False),
        Column("confirmed_at", BigInteger),
        Column("confirmer", Integer),
        CheckConstraint(
            "confirmed_at IS NULL OR (reported_at IS NOT NULL AND confirmer <> reporter)",
            name="milestone_confirmed_by_another",
        ),
    )
    op.create_table(
        "matter_entry",
        Column("matter", Integer, primary_key=True, autoincrement=False),
        Column("n", Integer, primary_key=True, autoincrement=False),
        Column("at", BigInteger, nullable=False),
        Column("actor", Integer, nullable=False),
        Column("name", String(120), nullable=False),
        Column("role", String(40), nullable=False),
        Column("unit", String(40), nullable=False),
        Column("move", String(20), nullable=False),
        Column("milestone", Integer, nullable=False),
        Column("version", Integer, nullable=False),
        Column("reason", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("before", Text, nullable=False),
        Column("after", Text, nullable=False),
        Column("once", String(80)),
        UniqueConstraint("actor", "once", name="matter_entry_once"),
    )
    op.create_table(
        "matter_evidence",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("matter", Integer, nullable=False),
        Column("milestone", Integer, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("media", String(40), nullable=False),
        Column("size", Integer, nullable=False),
        Column("name", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("actor", Integer, nullable=False),
    )
    op.create_index("matter_evidence_by_matter", "matter_evidence", ["matter"])
    op.create_table(
        "appraisal_weight",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", BigInteger, nullable=False),
        Column("actor", Integer, nullable=False),
        Column("name", String(120), nullable=False),
        Column("score", String(40), nullable=False),
        Column("parts", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )
    for table in ("matter_entry", "matter_evidence", "appraisal_weight"):
        append_only(table)
