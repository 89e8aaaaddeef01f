"""Table of the moments that somebody wants to look back to and that are still to be computed."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from data.operations.core.metadata import metadata

look_back = Table(
    "look_back",
    metadata,
    Column("moment", BigInteger, primary_key=True, autoincrement=False),
    Column("asked_by", String(40), nullable=False),  # account:7 or device:3
    Column("asked_at", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),  # waiting, running, failed
    Column("worker", String(80), nullable=False),  # the process that computes it
    Column("told_at", BigInteger, nullable=False),  # when that process last said how far it is
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Index("look_back_by_turn", "state", "asked_at"),
)
