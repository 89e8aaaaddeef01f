"""The warehouse of release 0.2.0: events know their grid and the steps of an order; what the barometer found."""

from alembic import op
from sqlalchemy import BigInteger, Column, Double, Integer, LargeBinary, SmallInteger, String, Text, inspect

revision = "v0002_release_0_2_0"
down_revision = "v0001_release_0_1_0"
TABLES = (
    "order_text",
    "order_times",
    "voice_finding",
    "voice_grids",
    "voice_region",
    "voice_repeat",
    "voice_run",
)
COLUMNS: dict[str, str | int] = {"event.grid": 0}


def upgrade() -> None:
    """Add a column to `event`, and the tables."""
    op.add_column("event", Column("grid", Integer, nullable=False, server_default="0"))
    op.create_table(
        "order_text",
        Column("kind", SmallInteger, primary_key=True, autoincrement=False),
        Column("day", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("text", Text, nullable=False),
    )
    op.create_table(
        "order_times",
        Column("kind", SmallInteger, primary_key=True, autoincrement=False),
        Column("day", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("received", BigInteger, nullable=False),
        Column("accepted", BigInteger, nullable=False),
        Column("contacted", BigInteger, nullable=False),
        Column("closed", BigInteger, nullable=False),
        Column("rated", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voice_finding",
        Column("run", Integer, primary_key=True, autoincrement=False),
        Column("rank", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, nullable=False),
        Column("record", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voice_grids",
        Column("run", Integer, primary_key=True, autoincrement=False),
        Column("kind", SmallInteger, primary_key=True, autoincrement=False),
        Column("topic", SmallInteger, primary_key=True, autoincrement=False),
        Column("days", SmallInteger, primary_key=True, autoincrement=False),
        Column("packed", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voice_region",
        Column("run", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("record", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voice_repeat",
        Column("run", Integer, primary_key=True, autoincrement=False),
        Column("rank", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, nullable=False),
        Column("record", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voice_run",
        Column("run", Integer, primary_key=True, autoincrement=False),
        Column("last_batch", Integer, nullable=False),
        Column("last_day", Integer, nullable=False),
        Column("made_at", BigInteger, nullable=False),
        Column("rules", String(64), nullable=False),
    )


def downgrade() -> None:
    """Drop what was added. `reading` comes back, empty: it may have gone at a later step."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("event", "grid")
    connection = op.get_bind()
    if not inspect(connection).has_table("reading"):
        op.create_table(
            "reading",
            Column("sensor", Integer, primary_key=True, autoincrement=False),
            Column("at", BigInteger, primary_key=True, autoincrement=False),
            Column("region", BigInteger, nullable=False),
            Column("value", Double, nullable=False),
            Column("quality", SmallInteger, nullable=False),
            sqlite_with_rowid=False,
        )
