"""Counters that grow with every change: open screens learn from them that something is new, and nothing else."""

from sqlalchemy import Column, Connection, Integer, String, Table, select

from data.operations.core.metadata import metadata
from data.storage.engines import capabilities

pulse = Table(
    "pulse",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("beats", Integer, nullable=False),
)

_ALL = select(pulse)  # asked at every request: built once


def bump(connection: Connection, name: str) -> None:
    """Say that something of this name has changed, in the transaction that changes it."""
    statement = capabilities(connection).upsert(pulse).values(name=name, beats=1)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"beats": pulse.c.beats + 1}),
    )


def change_counts(connection: Connection) -> dict[str, int]:
    """How often each name has changed so far."""
    return {row.name: row.beats for row in connection.execute(_ALL)}
