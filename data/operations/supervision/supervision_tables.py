"""Tables of supervised matters. Fields as in matter_types; the record and the evidence only grow."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from data.operations.core.append_only import append_only
from data.operations.core.metadata import metadata

matter = Table(
    "matter",
    metadata,
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
    Index("matter_by_unit", "unit", "state"),
    Index("matter_by_state", "state"),
)

matter_milestone = Table(
    "matter_milestone",
    metadata,
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

matter_entry = append_only(
    Table(
        "matter_entry",
        metadata,
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
)

matter_evidence = append_only(
    Table(
        "matter_evidence",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("matter", Integer, nullable=False),
        Column("milestone", Integer, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("media", String(40), nullable=False),
        Column("size", Integer, nullable=False),
        Column("name", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("actor", Integer, nullable=False),
        Index("matter_evidence_by_matter", "matter"),
    )
)
