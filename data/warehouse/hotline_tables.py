"""What the barometer found, a run at a time. A run is never changed; it belongs to all snapshots from its batch on."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, SmallInteger, String, Table, Text

from data.warehouse.tables import metadata

__all__ = ["metadata", "voice_finding", "voice_grids", "voice_region", "voice_repeat", "voice_run", "voice_table"]

voice_run = Table(
    "voice_run",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("last_batch", Integer, nullable=False),  # the newest batch that it knew
    Column("last_day", Integer, nullable=False),  # yyyymmdd: the last whole day
    Column("made_at", BigInteger, nullable=False),
    Column("rules", String(64), nullable=False),  # digest of rules and catalogue
)

voice_region = Table(
    "voice_region",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("record", Text, nullable=False),  # a RegionVoice
    sqlite_with_rowid=False,
)

voice_finding = Table(
    "voice_finding",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, nullable=False),
    Column("record", Text, nullable=False),  # a Finding
    sqlite_with_rowid=False,
)

voice_grids = Table(
    "voice_grids",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("kind", SmallInteger, primary_key=True, autoincrement=False),
    Column("topic", SmallInteger, primary_key=True, autoincrement=False),  # 0: all
    Column("days", SmallInteger, primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),  # numbers of grids and counts
    sqlite_with_rowid=False,
)

voice_repeat = Table(
    "voice_repeat",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, nullable=False),
    Column("record", Text, nullable=False),  # a Repeat
    sqlite_with_rowid=False,
)

voice_table = Table(
    "voice_table",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("days", SmallInteger, primary_key=True, autoincrement=False),
    Column("form", String(8), primary_key=True),  # csv, xlsx
    Column("grids", String(80), nullable=False),  # the name of the grids' file, which carries its hash
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
