"""The database of readings as release 0.2.0 made it, the first release that had one."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Double, Integer, SmallInteger, String, Text

revision = "v0001_release_0_2_0"
down_revision = None
TABLES = (
    "arrival",
    "baseline",
    "channel",
    "channel_hour",
    "device",
    "device_clash",
    "device_reading",
    "feed",
    "health_now",
    "health_slot",
    "live",
    "point",
    "point_slot",
    "refused_reading",
    "sign_now",
    "sign_slot",
)
COLUMNS: dict[str, str | int] = {}


def upgrade() -> None:
    """Make every table of that release."""
    op.create_table(
        "arrival",
        Column("no", Integer, primary_key=True, autoincrement=False),
        Column("feed", String(64), nullable=False),
        Column("received_at", BigInteger, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("accepted", Integer, nullable=False),
        Column("repeated", Integer, nullable=False),
        Column("refused", Integer, nullable=False),
    )
    op.create_index("arrival_by_digest", "arrival", ["digest"])
    op.create_index("arrival_by_time", "arrival", ["received_at"])
    op.create_table(
        "baseline",
        Column("device", Integer, primary_key=True, autoincrement=False),
        Column("quantity", String(40), primary_key=True),
        Column("hours", Text, nullable=False),
        Column("basis", SmallInteger, nullable=False),
        Column("learnt_at", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "channel",
        Column("no", Integer, primary_key=True, autoincrement=False),
        Column("device", Integer, nullable=False),
        Column("quantity", String(40), nullable=False),
        Column("last_at", BigInteger, nullable=False, server_default="0"),
    )
    op.create_index("channel_of_device", "channel", ["device", "quantity"], unique=True)
    op.create_table(
        "channel_hour",
        Column("channel", Integer, primary_key=True, autoincrement=False),
        Column("hour", BigInteger, primary_key=True, autoincrement=False),
        Column("total", Double, nullable=False),
        Column("readings", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "device",
        Column("no", Integer, primary_key=True, autoincrement=False),
        Column("id", String(64), nullable=False, unique=True),
        Column("name_zh", Text, nullable=False),
        Column("name_en", Text, nullable=False),
        Column("region", BigInteger, nullable=False),
        Column("grid", Integer, nullable=False),
        Column("lon", Double),
        Column("lat", Double),
        Column("owner", String(64), nullable=False),
        Column("every", Integer, nullable=False),
        Column("facts", Text, nullable=False),
        Column("basis", SmallInteger, nullable=False),
        Column("registered_at", BigInteger, nullable=False),
        Column("retired_at", BigInteger),
    )
    op.create_table(
        "device_clash",
        Column("id", String(64), primary_key=True),
        Column("claim", String(64), primary_key=True),
        Column("claimed_at", BigInteger, nullable=False),
        Column("content", Text, nullable=False),
        Column("settled", Boolean, nullable=False),
    )
    op.create_table(
        "device_reading",
        Column("channel", Integer, primary_key=True, autoincrement=False),
        Column("at", BigInteger, primary_key=True, autoincrement=False),
        Column("value", Double, nullable=False),
        Column("arrival", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("reading_by_arrival", "device_reading", ["arrival"])
    op.create_table(
        "feed",
        Column("id", String(64), primary_key=True),
        Column("every", Integer, nullable=False),
        Column("last_at", BigInteger, nullable=False),
    )
    op.create_table(
        "health_now",
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("kind", String(16), primary_key=True),
        Column("record", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "health_slot",
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("kind", String(16), primary_key=True),
        Column("slot", BigInteger, primary_key=True, autoincrement=False),
        Column("value", Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "live",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("version", Integer, nullable=False),
        Column("looked_at", BigInteger, nullable=False),
        Column("upto", Integer, nullable=False),
    )
    op.create_table(
        "point",
        Column("sign", String(16), primary_key=True),
        Column("device", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("value", Double),
        Column("level", SmallInteger, nullable=False),
        Column("since", BigInteger, nullable=False),
        Column("stale", Boolean, nullable=False),
        Column("record", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("point_by_region", "point", ["region"])
    op.create_table(
        "point_slot",
        Column("sign", String(16), primary_key=True),
        Column("device", Integer, primary_key=True, autoincrement=False),
        Column("slot", BigInteger, primary_key=True, autoincrement=False),
        Column("low", Double, nullable=False),
        Column("high", Double, nullable=False),
        Column("last", Double, nullable=False),
        Column("last_at", BigInteger, nullable=False),
        Column("level", SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "refused_reading",
        Column("arrival", Integer, primary_key=True, autoincrement=False),
        Column("row", Integer, primary_key=True, autoincrement=False),
        Column("code", String(32), nullable=False),
        Column("detail", Text, nullable=False),
        Column("content", Text, nullable=False),
    )
    op.create_table(
        "sign_now",
        Column("sign", String(16), primary_key=True),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("record", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_slot",
        Column("sign", String(16), primary_key=True),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("slot", BigInteger, primary_key=True, autoincrement=False),
        Column("value", Double),
        Column("level", SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
