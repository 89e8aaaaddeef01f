"""Devices, what they deliver, and what the watch makes of it: a database of its own.

Many devices write every second; on SQLite they have a file to themselves, so that loading facts never holds them up.
Times are UTC epoch seconds. A *channel* is one quantity of one device, a *point* one sign at one device.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

metadata = MetaData()

device = Table(
    "device",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False, unique=True),  # the unified id (统一标识)
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("region", BigInteger, nullable=False),  # the town it stands in, or what it speaks for
    Column("grid", Integer, nullable=False),  # number of the grid; 0: unknown
    Column("lon", Double),  # WGS84 degrees; none for a system that stands nowhere
    Column("lat", Double),
    Column("owner", String(64), nullable=False),  # a responsible unit
    Column("every", Integer, nullable=False),  # seconds between two readings
    Column("facts", Text, nullable=False),  # JSON: what its signs have to know of the place
    Column("basis", SmallInteger, nullable=False),
    Column("registered_at", BigInteger, nullable=False),
    Column("retired_at", BigInteger),
    Column("zone", String(40), nullable=False, server_default=""),  # of times without a zone; empty: the feed's
    Column("edits", Integer, nullable=False, server_default="0"),  # how often it was changed: memories of it go by this
)

channel = Table(
    "channel",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("device", Integer, nullable=False),
    Column("quantity", String(40), nullable=False),
    Column("last_at", BigInteger, nullable=False, server_default="0"),  # newest reading; 0: never
    Column("unit", String(32), nullable=False, server_default=""),  # that it delivers in; empty: the catalogue's
    Column("counts", String(16), nullable=False, server_default=""),  # increment or counter; empty: as the catalogue
    Column("flat_after", Integer, nullable=False, server_default="0"),  # seconds of one value that are odd; 0: never
    Index("channel_of_device", "device", "quantity", unique=True),
)

device_clash = Table(
    "device_clash",
    metadata,
    Column("id", String(64), primary_key=True),  # somebody else claims this unified id, too
    Column("claim", String(64), primary_key=True),  # digest of what was claimed
    Column("claimed_at", BigInteger, nullable=False),
    Column("content", Text, nullable=False),
    Column("settled", Boolean, nullable=False),
)

feed = Table(
    "feed",
    metadata,
    Column("id", String(64), primary_key=True),  # who brings readings: a platform, a gateway
    Column("every", Integer, nullable=False),  # seconds within which something always comes
    Column("last_at", BigInteger, nullable=False),  # when something came last
)

arrival = Table(
    "arrival",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("feed", String(64), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),  # of a file; empty for a post
    Column("accepted", Integer, nullable=False),
    Column("repeated", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("contract", String(32), nullable=False, server_default=""),
    Column("file_name", Text, nullable=False, server_default=""),
    Index("arrival_by_time", "received_at"),
    Index("arrival_by_digest", "digest"),
)

reading = Table(
    "device_reading",
    metadata,
    Column("channel", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("value", Double, nullable=False),
    Column("arrival", Integer, nullable=False),
    Index("reading_by_arrival", "arrival"),
    sqlite_with_rowid=False,
)

counter_reading = Table(  # what a counter showed; `reading` has what it grew by
    "counter_reading",
    metadata,
    Column("channel", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("value", Double, nullable=False),
    Column("arrival", Integer, nullable=False),
    sqlite_with_rowid=False,
)

refused_reading = Table(
    "refused_reading",
    metadata,
    Column("arrival", Integer, primary_key=True, autoincrement=False),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("code", String(32), nullable=False),
    Column("detail", Text, nullable=False),  # the sentence of versions before 0.3.0; empty since
    Column("content", Text, nullable=False),
    Column("facts", Text, nullable=False, server_default="{}"),  # JSON: what the message of the code puts in
    Column("field", Text, nullable=False, server_default=""),  # the column whose content was refused
)

point = Table(
    "point",
    metadata,
    Column("sign", String(16), primary_key=True),
    Column("device", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("value", Double),
    Column("level", SmallInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("stale", Boolean, nullable=False),
    Column("record", Text, nullable=False),  # the whole Signal
    Index("point_by_region", "region"),
    sqlite_with_rowid=False,
)

point_slot = Table(
    "point_slot",
    metadata,
    Column("sign", String(16), primary_key=True),
    Column("device", Integer, primary_key=True, autoincrement=False),
    Column("slot", BigInteger, primary_key=True, autoincrement=False),  # where its five minutes begin
    Column("low", Double, nullable=False),
    Column("high", Double, nullable=False),
    Column("last", Double, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("level", SmallInteger, nullable=False),  # the worst
    sqlite_with_rowid=False,
)

sign_now = Table(
    "sign_now",
    metadata,
    Column("sign", String(16), primary_key=True),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("record", Text, nullable=False),  # the whole SignState
    sqlite_with_rowid=False,
)

sign_slot = Table(
    "sign_slot",
    metadata,
    Column("sign", String(16), primary_key=True),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", BigInteger, primary_key=True, autoincrement=False),
    Column("value", Double),
    Column("level", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)

health_now = Table(
    "health_now",
    metadata,
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),  # a kind, or "city" for all of them
    Column("record", Text, nullable=False),
    sqlite_with_rowid=False,
)

health_slot = Table(
    "health_slot",
    metadata,
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),
    Column("slot", BigInteger, primary_key=True, autoincrement=False),
    Column("value", Double, nullable=False),
    sqlite_with_rowid=False,
)

live = Table(
    "live",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # one row
    Column("version", Integer, nullable=False),  # grows with every picture that differs
    Column("looked_at", BigInteger, nullable=False),  # when the watch looked last
    Column("upto", Integer, nullable=False),  # the newest arrival that it has seen
)
