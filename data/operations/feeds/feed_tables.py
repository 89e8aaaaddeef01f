"""The tables of feeds. Times are UTC epoch seconds; 0: never."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from data.operations.core.metadata import metadata

feed_state = Table(
    "feed_state",
    metadata,
    Column("feed", String(64), primary_key=True),
    Column("mark", Text, nullable=False),  # how far it has read, as its kind writes it (JSON); empty: nothing yet
    Column("digest", String(64), nullable=False),  # of the rows that came last
    Column("due_at", BigInteger, nullable=False),  # when it runs next
    Column("failures", Integer, nullable=False),  # runs in a row that have failed
    Column("paused_until", BigInteger, nullable=False),  # the circuit breaker is open until then
    Column("good_at", BigInteger, nullable=False),  # when a run ended well last
)

feed_run = Table(
    "feed_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed", String(64), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),  # NULL: it runs, or was cut off
    Column("outcome", String(10), nullable=False),  # running | good | empty | failed
    Column("tries", Integer, nullable=False),
    Column("deliveries", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("repeated", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("code", String(32), nullable=False),  # why it failed, or why a delivery was refused: `feed.fault.<code>`
    Column("facts", Text, nullable=False),  # JSON: what the sentence of the code puts in
    Index("feed_run_of_feed", "feed", "id"),
    sqlite_autoincrement=True,
)
