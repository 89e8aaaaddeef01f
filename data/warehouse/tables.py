"""The warehouse's schema, as SQLAlchemy Core tables.

Times are UTC epoch seconds, periods are codes (indicators.calendar.periods), regions official codes. A fact's
value is never NULL: no value is no row. Big tables are clustered by their key on SQLite (WITHOUT ROWID).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

metadata = MetaData()

source = Table(
    "source",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("grade", String(8), nullable=False),
    Column("url", Text, nullable=False),
)

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source_id", String(80), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_hash", String(64), nullable=False),
    Column("contract", String(32), nullable=False),
    Column("loaded_at", BigInteger, nullable=False),
    Column("landed", Boolean, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("repeated", Integer, nullable=False, server_default="0"),  # rows that stood already
    Column("loaded_by", Text, nullable=False, server_default=""),  # the person, as the audit names them
    Column("corrects", Integer, nullable=False, server_default="0"),  # the batch whose refused rows it offers again
    Index("batch_by_hash", "file_hash"),
    Index("batch_by_time", "loaded_at"),
)

measure_key = Table(
    "measure_key",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("id", String(80), nullable=False, unique=True),
)


def _fact_columns() -> list[Column[object]]:
    return [
        Column("measure", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("period", Integer, primary_key=True, autoincrement=False),
    ]


def _wording() -> Column[object]:
    """How far the value holds (data.core.qualifier)."""
    return Column("wording", SmallInteger, nullable=False, server_default="0")


fact = Table(
    "fact",
    metadata,
    *_fact_columns(),
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("value", Double, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("basis", SmallInteger, nullable=False),
    _wording(),
    sqlite_with_rowid=False,
)

fact_current = Table(
    "fact_current",
    metadata,
    *_fact_columns(),
    Column("batch", Integer, nullable=False),
    Column("value", Double, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("basis", SmallInteger, nullable=False),
    Column("loaded_at", BigInteger, nullable=False),
    _wording(),
    sqlite_with_rowid=False,
)

batch_measure = Table(
    "batch_measure",
    metadata,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("measure", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

delivery_count = Table(  # what each batch told of a measure in a period, kept by the loader
    "delivery_count",
    metadata,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("measure", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("depth", SmallInteger, primary_key=True, autoincrement=False),  # 0 the city, 1 a district, 2 a town
    Column("regions", Integer, nullable=False),
    Column("fresh", Integer, nullable=False),  # of which nothing had been told since the period was over
    Column("changed", Integer, nullable=False),  # of which something else had been told since then
    Index("delivery_count_by_period", "period"),
    sqlite_with_rowid=False,
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("code", String(32), nullable=False),
    Column("detail", Text, nullable=False),  # the sentence of versions before 0.3.0; empty since
    Column("content", Text, nullable=False),
    Column("facts", Text, nullable=False, server_default="{}"),  # JSON: what the message of the code puts in
    Column("field", Text, nullable=False, server_default=""),  # the column whose content was refused
)

quarantine_decision = Table(  # what a steward decided about a refused row; the row itself stays as it came
    "quarantine_decision",
    metadata,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("decision", SmallInteger, nullable=False),  # 1 corrected, 2 rejected
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("corrected_in", Integer, nullable=False, server_default="0"),  # the batch that offers the row again
    sqlite_with_rowid=False,
)

event = Table(
    "event",
    metadata,
    Column("kind", SmallInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("topic", SmallInteger, nullable=False),
    Column("flags", Integer, nullable=False),
    Column("hours", Double, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("grid", Integer, nullable=False, server_default="0"),  # 0: unknown
    sqlite_with_rowid=False,
)

event_id = Table(  # ids of events that are no plain numbers, and the negative number that stands for each
    "event_id",
    metadata,
    Column("kind", SmallInteger, primary_key=True, autoincrement=False),
    Column("id", String(64), primary_key=True),
    Column("no", BigInteger, nullable=False),
    Index("event_id_by_no", "kind", "no", unique=True),
    sqlite_with_rowid=False,
)

order_times = Table(  # when each step of an order was taken, for those that tell it; 0: not yet
    "order_times",
    metadata,
    Column("kind", SmallInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("received", BigInteger, nullable=False),
    Column("accepted", BigInteger, nullable=False),
    Column("contacted", BigInteger, nullable=False),
    Column("closed", BigInteger, nullable=False),
    Column("rated", BigInteger, nullable=False),
    Column("coarse", SmallInteger, nullable=False, server_default="0"),  # bits of steps told to the hour or day only
    Column("odd", SmallInteger, nullable=False, server_default="0"),  # bits of steps not believed as delivered
    sqlite_with_rowid=False,
)

order_text = Table(  # what a citizen said, with everything personal masked before it comes here
    "order_text",
    metadata,
    Column("kind", SmallInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

target_register = Table(
    "target_register",
    metadata,
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

snapshot = Table(
    "snapshot",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("made_at", BigInteger, nullable=False),
    Column("known_at", BigInteger),  # NULL: what is known now; else what was known at that moment
    Column("day", Integer, nullable=False),  # yyyymmdd in the business zone on which it was judged
    Column("last_batch", Integer, nullable=False),
    Column("batches", Integer, nullable=False),  # how many batches were known
    Column("catalogue", String(64), nullable=False),
)

snapshot_part = Table(
    "snapshot_part",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("indicator", String(40), primary_key=True),
    Column("cells", Integer, nullable=False),
    Column("series", Integer, nullable=False),
    Column("cells_digest", String(32), nullable=False),
    Column("series_digest", String(32), nullable=False),
    sqlite_with_rowid=False,
)

snapshot_cell = Table(
    "snapshot_cell",
    metadata,
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("period", Integer, nullable=False),
    Column("value", Double),
    Column("basis", SmallInteger, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("score", Double),
    Column("record", Text, nullable=False),  # the whole Cell, as data.core.json_records writes it
    sqlite_with_rowid=False,
)

snapshot_series = Table(
    "snapshot_series",
    metadata,
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("grain", SmallInteger, primary_key=True, autoincrement=False),
    Column("first", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

snapshot_score = Table(
    "snapshot_score",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("subject_kind", String(16), primary_key=True),
    Column("subject", String(40), primary_key=True),
    Column("score", Double),  # the newest
    Column("first", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),  # the score of n periods
    Column("record", Text, nullable=False),  # the rest of the GroupScore
    sqlite_with_rowid=False,
)

snapshot_attention = Table(
    "snapshot_attention",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("region", BigInteger, primary_key=True, autoincrement=False),
    Column("indicator", String(40), primary_key=True),
    Column("rank", Double, nullable=False),
    Column("record", Text, nullable=False),  # the whole Attention
    sqlite_with_rowid=False,
)

forecast = Table(  # every forecast that was ever issued, never changed: the newest stands, the record judges the old
    "forecast",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),  # indicator, or the kind of a group
    Column("subject", String(40), nullable=False),
    Column("region", BigInteger, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("replayed", Boolean, nullable=False),  # made afterwards, from what is known now
    Column("due", Integer),  # code of the period
    Column("probability", Double),
    Column("record", Text, nullable=False),  # the whole Outlook or GroupOutlook
    Index("forecast_newest", "kind", "region", "subject", "issued_at"),
)

forecast_run = Table(  # the snapshots that were looked ahead from
    "forecast_run",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("made_at", BigInteger, nullable=False),
    Column("issued", Integer, nullable=False),
)

forecast_mark = Table(  # what became of a forecast whose day has come, by the value that was known first
    "forecast_mark",
    metadata,
    Column("forecast", Integer, primary_key=True, autoincrement=False),
    Column("marked_at", BigInteger, nullable=False),
    Column("value", Double, nullable=False),
    Column("met", Boolean, nullable=False),
    Column("brier", Double, nullable=False),  # (probability - met) squared
    Column("within_50", Boolean, nullable=False),
    Column("within_80", Boolean, nullable=False),
)
