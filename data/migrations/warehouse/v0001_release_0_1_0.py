"""The warehouse as release 0.1.0 made it."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Double, Integer, LargeBinary, SmallInteger, String, Text

revision = "v0001_release_0_1_0"
down_revision = None
TABLES = (
    "batch",
    "batch_measure",
    "event",
    "fact",
    "fact_current",
    "measure_key",
    "quarantine",
    "reading",
    "snapshot",
    "snapshot_attention",
    "snapshot_cell",
    "snapshot_part",
    "snapshot_score",
    "snapshot_series",
    "source",
    "target_register",
)
COLUMNS: dict[str, str | int] = {"fact.wording": 0, "fact_current.wording": 0}  # missing in what was made before it


def upgrade() -> None:
    """Make every table of that release."""
    op.create_table(
        "batch",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("source_id", String(80), nullable=False),
        Column("file_name", Text, nullable=False),
        Column("file_hash", String(64), nullable=False),
        Column("contract", String(32), nullable=False),
        Column("loaded_at", BigInteger, nullable=False),
        Column("landed", Boolean, nullable=False),
        Column("accepted", Integer, nullable=False),
        Column("refused", Integer, nullable=False),
    )
    op.create_index("batch_by_hash", "batch", ["file_hash"])
    op.create_index("batch_by_time", "batch", ["loaded_at"])
    op.create_table(
        "batch_measure",
        Column("batch", Integer, primary_key=True, autoincrement=False),
        Column("measure", Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event",
        Column("kind", SmallInteger, primary_key=True, autoincrement=False),
        Column("day", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("at", BigInteger, nullable=False),
        Column("topic", SmallInteger, nullable=False),
        Column("flags", Integer, nullable=False),
        Column("hours", Double, nullable=False),
        Column("batch", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact",
        Column("measure", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("period", Integer, primary_key=True, autoincrement=False),
        Column("batch", Integer, primary_key=True, autoincrement=False),
        Column("value", Double, nullable=False),
        Column("state", SmallInteger, nullable=False),
        Column("basis", SmallInteger, nullable=False),
        Column("wording", SmallInteger, nullable=False, server_default="0"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact_current",
        Column("measure", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("period", Integer, primary_key=True, autoincrement=False),
        Column("batch", Integer, nullable=False),
        Column("value", Double, nullable=False),
        Column("state", SmallInteger, nullable=False),
        Column("basis", SmallInteger, nullable=False),
        Column("loaded_at", BigInteger, nullable=False),
        Column("wording", SmallInteger, nullable=False, server_default="0"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "measure_key",
        Column("no", Integer, primary_key=True, autoincrement=False),
        Column("id", String(80), nullable=False, unique=True),
    )
    op.create_table(
        "quarantine",
        Column("batch", Integer, primary_key=True, autoincrement=False),
        Column("row", Integer, primary_key=True, autoincrement=False),
        Column("code", String(32), nullable=False),
        Column("detail", Text, nullable=False),
        Column("content", Text, nullable=False),
    )
    op.create_table(
        "reading",
        Column("sensor", Integer, primary_key=True, autoincrement=False),
        Column("at", BigInteger, primary_key=True, autoincrement=False),
        Column("region", BigInteger, nullable=False),
        Column("value", Double, nullable=False),
        Column("quality", SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot",
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("made_at", BigInteger, nullable=False),
        Column("known_at", BigInteger),
        Column("day", Integer, nullable=False),
        Column("last_batch", Integer, nullable=False),
        Column("batches", Integer, nullable=False),
        Column("catalogue", String(64), nullable=False),
    )
    op.create_table(
        "snapshot_attention",
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("indicator", String(40), primary_key=True),
        Column("rank", Double, nullable=False),
        Column("record", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot_cell",
        Column("part", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("period", Integer, nullable=False),
        Column("value", Double),
        Column("basis", SmallInteger, nullable=False),
        Column("status", SmallInteger, nullable=False),
        Column("score", Double),
        Column("record", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot_part",
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("indicator", String(40), primary_key=True),
        Column("cells", Integer, nullable=False),
        Column("series", Integer, nullable=False),
        Column("cells_digest", String(32), nullable=False),
        Column("series_digest", String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot_score",
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("subject_kind", String(16), primary_key=True),
        Column("subject", String(40), primary_key=True),
        Column("score", Double),
        Column("first", Integer, nullable=False),
        Column("n", Integer, nullable=False),
        Column("packed", LargeBinary, nullable=False),
        Column("record", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot_series",
        Column("part", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("grain", SmallInteger, primary_key=True, autoincrement=False),
        Column("first", Integer, nullable=False),
        Column("n", Integer, nullable=False),
        Column("packed", LargeBinary, nullable=False),
    )
    op.create_table(
        "source",
        Column("id", String(80), primary_key=True),
        Column("name_zh", Text, nullable=False),
        Column("name_en", Text, nullable=False),
        Column("grade", String(8), nullable=False),
        Column("url", Text, nullable=False),
    )
    op.create_table(
        "target_register",
        Column("indicator", String(40), primary_key=True),
        Column("name_zh", Text, nullable=False),
        Column("name_en", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("baseline", Double),
        Column("target", Double, nullable=False),
        Column("nature", String(16), nullable=False),
        Column("source_url", Text, nullable=False),
        Column("batch", Integer, primary_key=True, autoincrement=False),
    )
