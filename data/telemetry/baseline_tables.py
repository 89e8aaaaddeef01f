"""What is usual, by hour of the week, and the hours of readings that it is learnt from."""

from sqlalchemy import BigInteger, Column, Double, Integer, SmallInteger, String, Table, Text

from data.telemetry.tables import metadata

baseline = Table(
    "baseline",
    metadata,
    Column("device", Integer, primary_key=True, autoincrement=False),
    Column("quantity", String(40), primary_key=True),
    Column("hours", Text, nullable=False),  # JSON: 168 numbers from Monday 0 o'clock
    Column("basis", SmallInteger, nullable=False),  # demo: told by the demonstration; else learnt from readings
    Column("learnt_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

channel_hour = Table(
    "channel_hour",
    metadata,
    Column("channel", Integer, primary_key=True, autoincrement=False),
    Column("hour", BigInteger, primary_key=True, autoincrement=False),  # where it begins
    Column("total", Double, nullable=False),  # of its readings
    Column("readings", Integer, nullable=False),
    sqlite_with_rowid=False,
)
