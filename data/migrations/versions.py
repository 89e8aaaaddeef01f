"""Which schema a database has: the revision that is noted in it, and the revisions that this version knows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    delete,
    insert,
    inspect,
    select,
)

FOLDER = Path(__file__).parent
STORES = ("warehouse", "operations", "readings")


@cache
def revisions(store: str) -> tuple[str, ...]:
    """All revisions of a database that this version knows, oldest first."""
    return tuple(sorted(path.stem for path in (FOLDER / store).glob("v*.py")))


@cache
def version_table(store: str) -> Table:
    """The table with the revision: one for each of our databases, because they may share one of PostgreSQL."""
    name = version_table_name(store)
    key = PrimaryKeyConstraint("version_num", name=f"{name}_pkc")
    return Table(name, MetaData(), Column("version_num", String(32), nullable=False), key)


def version_table_name(store: str) -> str:
    """Its name."""
    return f"alembic_version_{store}"


def table_names(connection: Connection) -> frozenset[str]:
    """All tables that are there, whoever made them."""
    return frozenset(inspect(connection).get_table_names())


def noted_revision(connection: Connection, store: str, names: frozenset[str]) -> str | None:
    """The revision that is noted; None where none is: the database is empty, or of a release that noted nothing."""
    if version_table_name(store) not in names:
        return None
    return connection.scalar(select(version_table(store).c.version_num))


def note_revision(connection: Connection, store: str, revision: str) -> None:
    """Note the revision instead of whatever was noted before."""
    table = version_table(store)
    table.create(connection, checkfirst=True)
    connection.execute(delete(table))
    connection.execute(insert(table).values(version_num=revision))
