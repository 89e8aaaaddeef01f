"""The table of heartbeats: what each process of each server said of itself last."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from data.operations.core.metadata import metadata

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("node", String(80), primary_key=True),  # which server: several may share a database
    Column("name", String(40), primary_key=True),
    Column("pid", Integer, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("beat_at", BigInteger, nullable=False),
    Column("promise", Integer, nullable=False),  # seconds within which it beats again; 0: no promise
    Column("state", String(10), nullable=False),
    Column("error", String(80), nullable=False),
    Column("restarts", Integer, nullable=False),
)
